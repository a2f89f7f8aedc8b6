/*
 * A person's text, whatever it is: the answer is strict JSON whose places lie in the text, the same bytes each time, and the
 * same bytes whether patterns are filtered by their required words or not.
 */
#include "fuzz.h"

typedef struct reader {
    tpt_session *session;
    fuzz_output json;
} reader;

static reader filtered, unfiltered;

static void start(void) {
    static tpt_ruleset *rules;
    if (rules) return;
    tpt_options options = TPT_OPTIONS_INIT;
    options.explain = true;
    FUZZ_HOLDS(tpt_ruleset_new_embedded(&rules, NULL, NULL) == TPT_OK);
    FUZZ_HOLDS(tpt_session_new(&filtered.session, rules, &options, NULL) == TPT_OK);
    options.unfiltered = true;
    FUZZ_HOLDS(tpt_session_new(&unfiltered.session, rules, &options, NULL) == TPT_OK);
}

/* Reads a text; the answer as JSON is in r->json. */
static const tpt_result *read_text(reader *r, const char *text, size_t len) {
    const tpt_result *result = NULL;
    FUZZ_HOLDS(fuzz_answered(tpt_session_triage_text(r->session, text, len, &result, NULL)));
    r->json.len = 0;
    FUZZ_HOLDS(tpt_result_write_json(result, fuzz_write, &r->json) == TPT_OK);
    return result;
}

/* The places that findings name: each is within the text, and on the bounds of characters where the text is well-formed. */
static void check_place(const tpt__json *json, const tpt__json_node *object, size_t len) {
    const tpt__json_node *start_node = tpt__json_member(json, object, "start"),
                         *end_node = tpt__json_member(json, object, "end");
    int64_t from, to;
    if (!start_node || !end_node) return;
    FUZZ_HOLDS(tpt__json_integer(start_node, &from) && tpt__json_integer(end_node, &to));
    FUZZ_HOLDS(from >= 0 && from <= to && (uint64_t)to <= len);
}

static void check_places(size_t len) {
    tpt__arena arena;
    tpt__json json;
    jmp_buf trap;
    if (setjmp(trap)) abort();
    fuzz_arena_init(&arena, &trap);
    FUZZ_HOLDS(tpt__json_parse(&arena, filtered.json.bytes, filtered.json.len, &json, NULL) == TPT_OK);
    for (uint32_t i = 0; i < json.count; i++)
        if (json.items[i].type == TPT__JSON_OBJECT) check_place(&json, &json.items[i], len);
    tpt__arena_free(&arena);
}

/* The answer for a person: well-formed, written each time alike, and never empty. */
static void check_words(const tpt_result *result) {
    static fuzz_output once, again;
    tpt_text_options options = TPT_TEXT_OPTIONS_INIT;
    options.explain = true;
    once.len = again.len = 0;
    FUZZ_HOLDS(tpt_result_write_text(result, &options, fuzz_write, &once) == TPT_OK);
    FUZZ_HOLDS(tpt_result_write_text(result, &options, fuzz_write, &again) == TPT_OK);
    FUZZ_HOLDS(once.len > 0 && once.bytes[once.len - 1] == '\n');
    FUZZ_HOLDS(fuzz_is_utf8(&once));
    FUZZ_HOLDS(fuzz_same(&once, &again));
}

/* Loads the rules before the fuzzer's clock runs. */
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static fuzz_output first;
    const char *text = (const char *)data;
    start();
    read_text(&filtered, text, size);
    first.len = 0;
    fuzz_write(filtered.json.bytes, filtered.json.len, &first);
    check_places(size);

    check_words(read_text(&filtered, text, size));
    FUZZ_HOLDS(fuzz_same(&first, &filtered.json));

    read_text(&unfiltered, text, size);
    FUZZ_HOLDS(fuzz_same(&first, &unfiltered.json));
    return 0;
}

/*
 * A pack's files, whatever is in them: loading and linting agree, mistakes have a place, nothing leaks when memory runs out, and
 * a pack that loads answers.
 *
 * An input lays files over tests/packs/mini. A line "@PATH" begins each:
 *
 *   @flags/flags.json
 *   {"flags": []}
 */
#include "fuzz.h"

#define FILES_MOST 24
#define STEPS_MOST 200000 /* of a triage: a pack may make phrases that are slow to walk */

static const char *const BASE[] = {
    "pack.json",
    "language/en.json",
    "facts/facts.json",
    "lexicon/words.json",
    "findings/findings.json",
    "flags/flags.json",
    "sources/sources.json",
    "urgency/levels.json",
    "cases/cases.jsonl",
};
#define BASE_COUNT (sizeof BASE / sizeof *BASE)

typedef struct pack {
    tpt_pack_file files[FILES_MOST];
    size_t count;
} pack;

/* ---- From an input to files ------------------------------------------------------------------------------------ */

static tpt_pack_file read_base(const char *path) {
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", TPT_FUZZ_BASE, path);
    FILE *file = fopen(full, "rb");
    FUZZ_HOLDS(file != NULL);
    char *data = malloc(1 << 16);
    FUZZ_HOLDS(data != NULL);
    size_t size = fread(data, 1, 1 << 16, file);
    fclose(file);
    return (tpt_pack_file){path, data, size};
}

static const pack *base(void) {
    static pack mini;
    while (mini.count < BASE_COUNT) {
        mini.files[mini.count] = read_base(BASE[mini.count]);
        mini.count++;
    }
    return &mini;
}

static void lay_over(pack *p, const char *path, const char *data, size_t size) {
    size_t at = 0;
    while (at < p->count && strcmp(p->files[at].path, path) != 0) at++;
    if (at == FILES_MOST) return;
    if (at == p->count) p->count++;
    p->files[at] = (tpt_pack_file){path, data, size};
}

/* The next "@" that begins a line, or the end. */
static char *next_file(char *at, char *end) {
    for (; at < end; at++)
        if (*at == '@' && at[-1] == '\n') return at;
    return end;
}

/* `text` is written into: paths become strings. One more byte than `len` is its own. */
static void lay_over_all(pack *p, char *text, size_t len) {
    char *end = text + len;
    for (char *at = text; at < end && *at == '@';) {
        char *line = memchr(at, '\n', (size_t)(end - at));
        if (!line) return;
        char *next = next_file(line + 1, end);
        *line = '\0';
        lay_over(p, at + 1, line + 1, (size_t)(next - line - 1));
        at = next;
    }
}

/* ---- What must hold --------------------------------------------------------------------------------------------- */

typedef struct look {
    size_t mistakes; /* what keeps the pack from loading */
    tpt_status first;
} look;

static void note(const tpt_diagnostic *found, void *context) {
    look *at = context;
    FUZZ_HOLDS(found->code[0] != '\0' && found->message[0] != '\0');
    FUZZ_HOLDS((found->line == 0) == (found->column == 0));
    if (found->status == TPT_OK) return;
    if (!at->mistakes++) at->first = found->status;
}

/* The linter and the loader say the same. */
static void check_agreed(const pack *p, tpt_status loaded, const tpt_error *error) {
    look seen = {0, TPT_OK};
    FUZZ_HOLDS(tpt_pack_lint_memory(p->files, p->count, NULL, note, &seen, NULL, NULL) == TPT_OK);
    FUZZ_HOLDS((loaded == TPT_OK) == (seen.mistakes == 0));
    FUZZ_HOLDS(loaded == seen.first);
    if (loaded != TPT_OK) fuzz_check_error(error, loaded);
}

static void ignore_message(const char *message, void *context) {
    (void)context;
    FUZZ_HOLDS(message[0] != '\0');
}

static void triage(tpt_session *session, const char *text, size_t len) {
    static fuzz_output json;
    const tpt_result *result = NULL;
    json.len = 0;
    FUZZ_HOLDS(fuzz_answered(tpt_session_triage_text(session, text, len, &result, NULL)));
    FUZZ_HOLDS(tpt_result_write_json(result, fuzz_write, &json) == TPT_OK);
    FUZZ_HOLDS(fuzz_is_json(&json));
    FUZZ_HOLDS(tpt_result_write_text(result, NULL, fuzz_write, &json) == TPT_OK);
}

/* Runs the pack's own cases, which may be no cases at all. */
static void check_cases(const tpt_ruleset *rules, tpt_session *session) {
    size_t len = 0, failures = 0;
    const char *text;
    for (size_t i = 0; i < 8 && (text = tpt_ruleset_case(rules, i, &len)); i++)
        tpt_session_check_json(session, text, len, &failures, ignore_message, NULL, NULL, NULL);
}

static void describe(const tpt_coverage *row, void *context) {
    static fuzz_output out;
    out.len = 0;
    FUZZ_HOLDS(row->id[0] != '\0');
    tpt_ruleset_describe(context, row->id, fuzz_write, &out, NULL);
}

static void use(tpt_ruleset *rules, const char *input, size_t len) {
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_session *session = NULL;
    options.max_steps = STEPS_MOST;
    options.explain = true;
    FUZZ_HOLDS(tpt_session_new(&session, rules, &options, NULL) == TPT_OK);
    static const char sentence[] = "no fever but my neck has been sore and stiff, seized up for 3 weeks";
    triage(session, sentence, sizeof sentence - 1);
    triage(session, input, len < 300 ? len : 300); /* its own words stand in it */
    check_cases(rules, session);
    tpt_session_free(session);
    tpt_ruleset_lint(rules, ignore_message, NULL);
    tpt_ruleset_coverage(rules, describe, rules);
}

/* ---- Memory that runs out ------------------------------------------------------------------------------------------ */

typedef struct scarce {
    size_t left, live;
} scarce;

static void *scarce_alloc(size_t size, void *context) {
    scarce *s = context;
    if (!s->left) return NULL;
    s->left--;
    s->live++;
    return malloc(size);
}

static void scarce_release(void *block, void *context) {
    scarce *s = context;
    s->live--;
    free(block);
}

/* How much there is depends on the input alone. */
static void load_with_little(const pack *p, size_t seed, tpt_status status) {
    scarce s = {seed % 64, 0};
    tpt_allocator allocator = {scarce_alloc, scarce_release, &s};
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_ruleset *rules = NULL;
    options.allocator = &allocator;
    tpt_status now = tpt_ruleset_new_from_memory(&rules, p->files, p->count, &options, NULL);
    FUZZ_HOLDS(now == status || now == TPT_E_MEMORY);
    FUZZ_HOLDS((now == TPT_OK) == (rules != NULL));
    tpt_ruleset_free(rules);
    FUZZ_HOLDS(s.live == 0);
}

static void load(const pack *p, const char *input, size_t len) {
    tpt_ruleset *rules = NULL;
    tpt_error error;
    memset(&error, 0xA5, sizeof error);
    tpt_status status = tpt_ruleset_new_from_memory(&rules, p->files, p->count, NULL, &error);
    FUZZ_HOLDS((status == TPT_OK) == (rules != NULL));
    check_agreed(p, status, &error);
    if (rules) use(rules, input, len);
    tpt_ruleset_free(rules);
    load_with_little(p, len, status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pack p = *base();
    char *text = malloc(size + 1), *copy = malloc(size + 1);
    FUZZ_HOLDS(text && copy);
    if (size) memcpy(text, data, size);
    if (size) memcpy(copy, data, size);
    lay_over_all(&p, text, size);
    load(&p, copy, size);
    free(text);
    free(copy);
    return 0;
}

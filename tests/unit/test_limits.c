/*
 * Each limit of a session at its edge: what just fits is answered whole; what does not is told, with the flags that it leaves
 * undecided, and is never "no warning".
 */
#include "support.h"

/* A pattern that may run away: each "a" more doubles what it takes, if a b comes somewhere and not right after. */
#define RUNAWAY                                                                                              \
    "{\"findings\": [{\"id\": \"blisters\", \"type\": \"sign\", \"label\": \"blisters\", \"patterns\": ["    \
    "{\"regex\": \"\\\\bah (?:a+)+b\", \"words\": [\"ah\"]}]}]}"
#define ITS_FLAG                                                                                             \
    "{\"flags\": [{\"id\": \"blistered\", \"cause\": \"c\", \"title\": \"t\", \"advice\": \"a\", "           \
    "\"levels\": ["                                                                                          \
    "{\"level\": \"emergency\", \"when\": {\"finding\": \"blisters\"}}], \"question\": {\"id\": \"q\", "     \
    "\"text\": \"t\", \"could_change\": \"c\"}}]}"

#define NESTING_BEYOND 1001

static tpt_ruleset *rules;

static int set_up(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tiny_set(&pack, "findings/runaway.json", RUNAWAY);
    tiny_set(&pack, "flags/runaway.json", ITS_FLAG);
    rules = tiny_rules_with(&pack, NULL);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt_ruleset_free(rules);
    return 0;
}

static const char TEXT[] = "my neck is stiff and I have a rash. ah aaaaaaaaac b";

/* The answer under these options; the counters if they are asked for. */
static tpt_status answer(const tpt_options *options, const char *text, tpt_counters *counters, char **json) {
    tpt_session *session = new_session(rules, options);
    const tpt_result *result = NULL;
    tpt_status status = tpt_session_triage_text(session, text, strlen(text), &result, NULL);
    if (counters) tpt_session_counters(session, counters);
    if (json) *json = result ? json_of(result) : NULL;
    tpt_session_free(session);
    return status;
}

static void test_bytes(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_text_bytes = strlen(TEXT);
    assert_int_equal(answer(&options, TEXT, NULL, NULL), TPT_OK);
    options.max_text_bytes--;
    assert_int_equal(answer(&options, TEXT, NULL, NULL), TPT_E_TOO_LONG);
}

/* A record that nests so deep. Its key is unknown, which is told if the reader lets it in. */
static size_t nested(char *json, uint32_t depth) {
    size_t len = (size_t)sprintf(json, "{\"x\":");
    memset(json + len, '[', depth - 1);
    memset(json + len + depth - 1, ']', depth - 1);
    len += 2 * (size_t)(depth - 1);
    json[len++] = '}';
    return len;
}

static bool ignore(const char *bytes, size_t len, void *context) {
    (void)bytes;
    (void)len;
    (void)context;
    return true;
}

static void assert_nests(const tpt_options *options, uint32_t depth, tpt_status expected) {
    char json[2 * NESTING_BEYOND + 40];
    size_t len = nested(json, depth);
    tpt_session *session = new_session(rules, options);
    tpt_form_map *map = NULL, *plain = NULL;
    const tpt_result *result = NULL;
    assert_int_equal(tpt_form_map_new(&plain, rules, NULL, 0, options, NULL), TPT_OK);
    assert_int_equal(tpt_session_triage_json(session, json, len, &result, NULL), expected);
    assert_int_equal(tpt_session_assert_json(session, json, len, ignore, NULL, NULL), expected);
    if (expected == TPT_E_JSON) {
        assert_int_equal(tpt_session_triage_form(session, plain, json, len, &result, NULL), expected);
        assert_int_equal(tpt_form_map_new(&map, rules, json, len, options, NULL), expected);
    } else {
        assert_int_not_equal(tpt_session_triage_form(session, plain, json, len, &result, NULL), TPT_E_JSON);
        assert_int_equal(tpt_form_map_new(&map, rules, json, len, options, NULL), TPT_E_SCHEMA);
    }
    tpt_form_map_free(plain);
    tpt_session_free(session);
}

static void test_nesting(void **state) {
    (void)state;
    static const struct {
        uint32_t set, most;
    } rows[] = {{0, 128}, {1, 1}, {3, 3}, {500, 500}, {1000, 1000}, {1001, 1000}, {UINT32_MAX, 1000}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        tpt_options options = TPT_OPTIONS_INIT;
        options.max_nesting = rows[i].set;
        if (rows[i].most > 1) assert_nests(&options, rows[i].most, TPT_E_INPUT);
        assert_nests(&options, rows[i].most + 1, TPT_E_JSON);
    }
}

static void assert_names_flags(const char *json, const char *flags) {
    if (!strstr(json, flags)) fail_msg("%s is not in %s", flags, json);
    assert_null(strstr(json, "\"level\":\"self_care\""));
}

static void test_steps(void **state) {
    (void)state;
    tpt_counters counters;
    tpt_options options = TPT_OPTIONS_INIT;
    char *json;
    assert_int_equal(answer(&options, TEXT, &counters, NULL), TPT_OK);
    options.max_steps = counters.steps;
    assert_int_equal(answer(&options, TEXT, NULL, NULL), TPT_OK);
    options.max_steps--;
    assert_int_equal(answer(&options, TEXT, NULL, &json), TPT_INCOMPLETE);
    assert_names_flags(json, "\"undecided\":[\"retention\",\"rash\",\"blistered\"]");
    free(json);
}

static void test_confirms(void **state) {
    (void)state;
    tpt_counters counters;
    tpt_options options = TPT_OPTIONS_INIT;
    char *json;
    static const char text[] = "ah ab, ah ab and ah ab";
    assert_int_equal(answer(&options, text, &counters, NULL), TPT_OK);
    assert_true(counters.confirms > 1);
    options.max_confirms = counters.confirms;
    assert_int_equal(answer(&options, text, NULL, NULL), TPT_OK);
    options.max_confirms--;
    assert_int_equal(answer(&options, text, NULL, &json), TPT_INCOMPLETE);
    assert_names_flags(json, "\"undecided\":[\"blistered\"]");
    free(json);
}

/* The least value of one of PCRE2's limits under which the text is answered whole; `set` points into `options`. */
static uint32_t least(tpt_options *options, uint32_t *set, uint32_t enough) {
    uint32_t low = 0, high = enough; /* low does not suffice: zero would mean the default */
    while (high - low > 1) {
        *set = low + (high - low) / 2;
        if (answer(options, TEXT, NULL, NULL) == TPT_OK) high = *set;
        else low = *set;
    }
    return high;
}

static void test_one_search(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    uint32_t *const limits[] = {&options.max_match, &options.max_match_depth, &options.max_match_heap_kib};
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        uint32_t edge = least(&options, limits[i], 100000);
        char *json;
        *limits[i] = edge;
        assert_int_equal(answer(&options, TEXT, NULL, NULL), TPT_OK);
        if (edge > 1) {
            *limits[i] = edge - 1;
            assert_int_equal(answer(&options, TEXT, NULL, &json), TPT_INCOMPLETE);
            assert_names_flags(json, "\"undecided\":[\"blistered\"]");
            free(json);
        }
        *limits[i] = 0;
    }
}

/* With the defaults, what runs away is stopped, and told. */
static void test_runaway(void **state) {
    (void)state;
    char *json;
    tpt_options options = TPT_OPTIONS_INIT;
    assert_int_equal(answer(&options, "ah aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac b", NULL, &json),
                     TPT_INCOMPLETE);
    assert_names_flags(json, "\"undecided\":[\"blistered\"]");
    free(json);
}

#define ASKS(id, when, more)                                                                                 \
    "{\"id\": \"" id "\", \"cause\": \"c\", \"title\": \"t\", \"advice\": \"a\", \"levels\": [{\"level\": "  \
    "\"soon\", \"when\": " when "}]" more ", \"question\": {\"id\": \"q_" id                                 \
    "\", \"text\": \"t\", \"could_change\": \"c\"}}"
#define RASH "{\"finding\": \"rash\"}"

/* Whichever flag asks about what was not settled, however deep, or would be calmed by it; a word may be part of any. */
static const struct {
    const char *findings, *lexicon, *flags, *undecided;
} ASKERS[] = {
    {RUNAWAY, NULL,
     "{\"flags\": [" ASKS("deep", "{\"any\": [" RASH ", {\"all\": [" RASH ", {\"finding\": \"blisters\"}]}]}",
                          "") "," ASKS("other", RASH, "") "]}",
     "\"undecided\":[\"deep\"]"},
    {"{\"findings\": [{\"id\": \"soothed\", \"type\": \"mitigator\", \"label\": \"l\", \"patterns\": "
     "[{\"regex\": \"\\\\bah "
     "(?:a+)+b\", \"words\": [\"ah\"]}]}]}",
     NULL,
     "{\"flags\": [" ASKS("calmed", RASH, ", \"unless\": {\"finding\": \"soothed\"}") "," ASKS(
         "other", RASH, ", \"unless\": {\"finding\": \"cold_bench\"}") "]}",
     "\"undecided\":[\"calmed\"]"},
    {NULL,
     "{\"concepts\": [{\"id\": \"sigh\", \"type\": \"sensation\", \"patterns\": [{\"regex\": \"\\\\bah "
     "(?:a+)+b\", "
     "\"words\": [\"ah\"]}]}]}",
     "{\"flags\": [" ASKS("one", RASH, "") "," ASKS("other", RASH, "") "]}",
     "\"undecided\":[\"one\",\"other\"]"},
};

static void test_who_is_undecided(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ASKERS); i++) {
        tiny_pack pack = tiny();
        tpt_options options = TPT_OPTIONS_INIT;
        const tpt_result *result = NULL;
        options.max_match = 100;
        tiny_set(&pack, "flags/flags.json", ASKERS[i].flags);
        if (ASKERS[i].findings) tiny_set(&pack, "findings/more.json", ASKERS[i].findings);
        if (ASKERS[i].lexicon) tiny_set(&pack, "lexicon/more.json", ASKERS[i].lexicon);
        tpt_ruleset *own = tiny_rules_with(&pack, NULL);
        tpt_session *session = new_session(own, &options);
        assert_int_equal(tpt_session_triage_text(session, TEXT, sizeof TEXT - 1, &result, NULL),
                         TPT_INCOMPLETE);
        char *json = json_of(result);
        assert_names_flags(json, ASKERS[i].undecided);
        free(json);
        tpt_session_free(session);
        tpt_ruleset_free(own);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),           cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_steps),           cmocka_unit_test(test_confirms),
        cmocka_unit_test(test_one_search),      cmocka_unit_test(test_runaway),
        cmocka_unit_test(test_who_is_undecided)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* A pack upon another, from memory: what amends what, which ids are known, and that memory may run out at any block of it. */
#include "support.h"

#include <cjson/cJSON.h>

#define CLINIC_MANIFEST "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"../tiny\"}"
#define CLINIC_FLAGS                                                                                         \
    "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"aliases\": [\"spots\"], \"title\": \"Spots\"},\n"   \
    " {\"id\": \"blisters\", \"retired\": \"2.0.0\", \"instead\": \"rash\"}]}"

/* The tiny pack under a path. */
static tiny_pack tiny_below(const char *prefix) {
    static char paths[COUNT_OF(((tiny_pack *)0)->files)][60];
    tiny_pack lower = tiny(), out = {.count = 0};
    for (size_t i = 0; i < lower.count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", prefix, lower.files[i].path);
        tiny_set(&out, paths[i], lower.files[i].data);
    }
    return out;
}

/* The tiny pack as the lower one, and a clinic's upon it. */
static tiny_pack layered(void) {
    tiny_pack both = tiny_below("../tiny");
    tiny_set(&both, "pack.json", CLINIC_MANIFEST);
    tiny_set(&both, "flags/flags.json", CLINIC_FLAGS);
    return both;
}

static void assert_refused(const tiny_pack *pack, tpt_status code, const char *message) {
    tpt_ruleset *rules = NULL;
    tpt_error error;
    assert_int_equal(tpt_ruleset_new_from_memory(&rules, pack->files, pack->count, NULL, &error), code);
    if (!strstr(error.message, message)) fail_msg("\"%s\" is not in \"%s\"", message, error.message);
    assert_null(rules);
}

static void test_amended(void **state) {
    (void)state;
    tiny_pack pack = layered();
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    char *json = triage_json(session, "a rash and a headache");
    assert_string_equal(tpt_ruleset_id(rules), "clinic");
    assert_string_equal(tpt_ruleset_version(rules), "2.0.0");
    assert_non_null(strstr(json, "\"title\":\"Spots\""));     /* amended */
    assert_non_null(strstr(json, "\"advice\":\"Be seen.\"")); /* inherited */
    assert_non_null(strstr(json, "\"id\":\"clinic\""));
    assert_non_null(strstr(json, "\"id\":\"tiny\""));
    free(json);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void test_former_ids(void **state) {
    (void)state;
    tiny_pack pack = layered();
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    static const char known[] = "{\"text\": \"a rash\", \"expect\": {\"flags\": [\"spots\"]}}";
    size_t failures = 1;
    assert_int_equal(
        tpt_session_check_json(session, known, sizeof known - 1, &failures, NULL, NULL, NULL, NULL), TPT_OK);
    assert_int_equal(failures, 0);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void test_refusals(void **state) {
    (void)state;
    tiny_pack pack = layered();
    tiny_set(&pack, "../tiny/pack.json", NULL);
    assert_refused(&pack, TPT_E_REFERENCE, "there is no pack in");
    pack = layered();
    tiny_set(&pack, "flags/flags.json",
             "{\"flags\": [{\"id\": \"rush\", \"amends\": true, \"title\": \"x\"}]}");
    assert_refused(&pack, TPT_E_REFERENCE, "no pack below has");
    tiny_set(&pack, "flags/flags.json",
             "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"drop\": true}]}");
    assert_refused(&pack, TPT_E_SCHEMA, "is dropped");
    tiny_set(
        &pack, "flags/flags.json",
        "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"levels\": [{\"level\": \"urgent\", \"when\": "
        "{\"finding\": \"rash\"}}]}]}");
    assert_refused(&pack, TPT_E_SCHEMA, "may lower it"); /* its emergency is gone */
}

/* What keeps every level, as high or higher, needs no leave. */
static void test_raised(void **state) {
    (void)state;
    tiny_pack pack = layered();
    tiny_set(
        &pack, "flags/flags.json",
        "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"levels\": [\n"
        " {\"level\": \"emergency\", \"when\": {\"any\": [{\"finding\": \"rash\"}, {\"all\": [{\"finding\": "
        "\"rash\"}, {\"finding\": \"headache\"}]}]}}]}]}");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, "a rash", TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "emergency");
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

/* ---- What may lower a rule is refused, and what cannot is not --------------------------------------------------------- */

#define RASH(rest) "{\"flags\": [{\"id\": \"rash\", \"amends\": true, " rest "}]}"
#define RETENTION(levels) "{\"flags\": [{\"id\": \"retention\", \"amends\": true, \"levels\": [" levels "]}]}"
#define IS(id) "{\"finding\": \"" id "\"}"
#define BOTH "{\"all\": [" IS("rash") ", " IS("headache") "]}"
#define URGENT "{\"level\": \"urgent\", \"when\": " IS("rash") "}"
#define LOWERED "which may lower it"

static const struct {
    const char *path, *data, *message; /* of what is upon the tiny pack; message NULL: it loads */
} AMENDMENTS[] = {
    {"flags/flags.json", RASH("\"levels\": [{\"level\": \"emergency\", \"when\": " BOTH "}, " URGENT "]"),
     NULL},
    {"flags/flags.json",
     RASH("\"levels\": [{\"level\": \"emergency\", \"when\": " IS("rash") "}, " URGENT "]"),
     LOWERED}, /* it asks for more, but nobody sees that */
    {"flags/flags.json", RASH("\"levels\": [{\"level\": \"emergency\"}, " URGENT "]"), LOWERED},
    {"flags/flags.json",
     RASH("\"levels\": [{\"level\": \"emergency\", \"when\": {\"any\": [" IS("headache") "]}}, " URGENT "]"),
     LOWERED},
    {"flags/flags.json",
     RASH("\"levels\": [{\"level\": \"emergency\", \"when\": {\"any\": [" IS("headache") ", " BOTH
                                                                                         "]}}, " URGENT "]"),
     NULL},
    {"flags/flags.json",
     RETENTION("{\"level\": \"emergency\", \"ambulance\": true, \"when\": " IS("retention") "}"), NULL},
    {"flags/flags.json",
     RETENTION("{\"level\": \"emergency\", \"ambulance\": false, \"when\": " IS("retention") "}"), LOWERED},
    {"flags/flags.json", RETENTION("{\"level\": \"emergency\", \"when\": " IS("retention") "}"), LOWERED},
    {"flags/flags.json",
     RETENTION("{\"level\": \"urgent\", \"ambulance\": true, \"when\": " IS("retention") "}"), LOWERED},
    {"flags/flags.json",
     RETENTION("{\"level\": \"emergency\", \"ambulance\": 1, \"when\": " IS("retention") "}"), LOWERED},
    {"flags/flags.json", RASH("\"unless\": " IS("cold_bench")), NULL},
    {"flags/flags.json", RASH("\"unless\": {\"any\": [" IS("cold_bench") "]}"), LOWERED},
    {"flags/flags.json", RASH("\"titl\": \"x\""),
     "\"titl\" is changed"}, /* no wording, whatever it begins like */
    {"findings/findings.json",
     "{\"findings\": [{\"id\": \"rash\", \"amends\": true, \"any\": [{\"concept\": [\"pain\"]}]}]}", LOWERED},
    {"findings/findings.json",
     "{\"findings\": [{\"id\": \"rash\", \"amends\": true, \"any\": [{\"concept\": [\"pain\"]}, "
     "{\"concept\": "
     "[\"rash\"]}]}]}",
     NULL},
    {"lexicon/words.json", "{\"concepts\": [{\"id\": \"rash\", \"amends\": true, \"terms\": 5}]}", "terms"},
    {"lexicon/words.json", "{\"concepts\": [{\"id\": \"rash\", \"amends\": true, \"terms\": [\"welt\"]}]}",
     NULL},
};

static void assert_loads(const tiny_pack *pack) { tpt_ruleset_free(tiny_rules_with(pack, NULL)); }

static void test_amendments(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(AMENDMENTS); i++) {
        tiny_pack pack = layered();
        tiny_set(&pack, AMENDMENTS[i].path, AMENDMENTS[i].data);
        if (AMENDMENTS[i].message) assert_refused(&pack, TPT_E_SCHEMA, AMENDMENTS[i].message);
        else assert_loads(&pack);
    }
}

/* One way among others below must stay one above. */
static void test_ways(void **state) {
    (void)state;
    static const char *const questions =
        "\"advice\": \"a\", \"title\": \"t\", \"cause\": \"c\", \"question\": {\"id\": "
        "\"q\", \"text\": \"t\", \"could_change\": \"c\"}";
    char below[600], above[600];
    tiny_pack pack = layered();
    snprintf(below, sizeof below,
             "{\"flags\": [{\"id\": \"rash\", %s, \"levels\": [{\"level\": \"urgent\", \"when\": {\"any\": "
             "[%s, %s]}}]}]}",
             questions, IS("rash"), IS("headache"));
    tiny_set(&pack, "../tiny/flags/flags.json", below);
    snprintf(above, sizeof above,
             RASH("\"levels\": [{\"level\": \"urgent\", \"when\": {\"any\": [%s, %s, %s]}}]"),
             IS("retention"), IS("headache"), IS("rash"));
    tiny_set(&pack, "flags/flags.json", above);
    assert_loads(&pack);
    snprintf(above, sizeof above,
             RASH("\"levels\": [{\"level\": \"urgent\", \"when\": {\"any\": [%s, %s]}}]"), IS("retention"),
             IS("headache"));
    tiny_set(&pack, "flags/flags.json", above);
    assert_refused(&pack, TPT_E_SCHEMA, LOWERED);
}

/* What is amended may be looked for among things that are no rules. */
static void test_bad_below(void **state) {
    (void)state;
    static const char *const below[] = {"{\"flags\": [3]}", "{\"flags\": [{\"id\": 5}]}", "{\"flags\": [{}]}",
                                        "{\"flags\": 3}"};
    for (size_t i = 0; i < COUNT_OF(below); i++) {
        tiny_pack pack = layered();
        tiny_set(&pack, "../tiny/flags/flags.json", below[i]);
        assert_refused(&pack, TPT_E_REFERENCE, "no pack below has the flag \"rash\"");
    }
}

/* Each rule is amended once in a pack. */
static void test_amended_twice(void **state) {
    (void)state;
    tiny_pack pack = layered();
    tiny_set(&pack, "flags/flags.json",
             "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"title\": \"a\"}, {\"id\": \"rash\", "
             "\"amends\": true, "
             "\"title\": \"b\"}]}");
    assert_refused(&pack, TPT_E_REFERENCE, "no pack below has the flag \"rash\"");
}

/* ---- Cases ---------------------------------------------------------------------------------------------------------------- */

static size_t count_cases(const tpt_ruleset *rules) {
    size_t count = 0, len;
    while (tpt_ruleset_case(rules, count, &len)) count++;
    return count;
}

/* Cases are skipped by their ids, whatever else stands among them; each pack above may skip some. */
static void test_skipped_cases(void **state) {
    (void)state;
    tiny_pack pack = tiny_below("../clinic/../tiny");
    tiny_set(&pack, "pack.json",
             "{\"id\": \"ward\", \"version\": \"3.0.0\", \"extends\": \"../clinic\", \"skip_cases\": [\"a\", "
             "\"7\"]}");
    tiny_set(
        &pack, "../clinic/pack.json",
        "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"../tiny\", \"skip_cases\": [\"b\"]}");
    tiny_set(&pack, "../clinic/../tiny/cases/c.jsonl",
             "{\"id\": \"a\"}\n{\"id\": \"b\"}\n{\"id\": 7}\n{\"id\": \"c\"}\n{\"id\": true}\n{\"text\": "
             "\"a\"}\nnot json\n");
    tiny_set(&pack, "../clinic/cases/c.jsonl",
             "{\"id\": \"a\"}\n{\"id\": \"b\"}\n"); /* b: what it skips is below */
    tiny_set(&pack, "cases/c.jsonl", "{\"id\": \"a\"}\n");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    assert_int_equal(count_cases(rules), 4 + 1 + 1);
    tpt_ruleset_free(rules);
}

/* ---- Where the packs are ------------------------------------------------------------------------------------------------ */

/* A ward's pack upon a clinic's, whose files are under "../clinic", upon the tiny one, which that names `below`. */
static void assert_ward(const char *prefix, const char *below) {
    char manifest[200];
    tiny_pack pack = tiny_below(prefix);
    snprintf(manifest, sizeof manifest, "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"%s\"}",
             below);
    tiny_set(&pack, "pack.json", "{\"id\": \"ward\", \"version\": \"3.0.0\", \"extends\": \"../clinic\"}");
    tiny_set(&pack, "../clinic/pack.json", manifest);
    tiny_set(&pack, "../clinic/flags/flags.json", CLINIC_FLAGS);
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    char *json = triage_json(session, "a rash");
    assert_string_equal(tpt_ruleset_id(rules), "ward");
    assert_non_null(strstr(json, "\"title\":\"Spots\""));
    assert_non_null(strstr(json, "\"advice\":\"Be seen.\""));
    free(json);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void test_paths(void **state) {
    (void)state;
    assert_ward("../clinic/../tiny", "../tiny");
    assert_ward("../clinic/tiny", "tiny");
    assert_ward("/packs/tiny", "/packs/tiny");
    tiny_pack pack = layered(); /* a name that only begins like the one of the pack below */
    tiny_set(&pack, "../tiny2/flags/flags.json", "{\"flags\": []}");
    assert_refused(&pack, TPT_E_SCHEMA, "outside the folders");
}

/* ---- A rule that is no more --------------------------------------------------------------------------------------------- */

static void test_retired(void **state) {
    (void)state;
    static const struct {
        const char *finding, *message, *hint;
    } cases[] = {{"spots", "retired in version 2.0.0", "use \"rash\""},
                 {"boils", "retired in version 2.1.0", ""},
                 {"warts", "no finding has the id \"warts\"", ""}};
    tiny_pack pack = layered();
    tiny_set(&pack, "findings/findings.json",
             "{\"findings\": [{\"id\": \"spots\", \"retired\": \"2.0.0\", \"instead\": \"rash\"}, {\"id\": "
             "\"boils\", "
             "\"retired\": \"2.1.0\"}]}");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const tpt_finding_answer answer = {cases[i].finding, TPT_YES};
        const tpt_result *result = NULL;
        tpt_intake intake = TPT_INTAKE_INIT;
        tpt_error error;
        intake.findings = &answer;
        intake.finding_count = 1;
        assert_int_equal(tpt_session_triage(session, &intake, &result, &error), TPT_E_INPUT);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_string_equal(error.hint, cases[i].hint);
        assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_E_INPUT);
        assert_null(result);
    }
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

/* ---- Memory that runs out ----------------------------------------------------------------------------------------------- */

static void test_out_of_memory(void **state) {
    (void)state;
    tiny_pack pack = layered();
    for (size_t fail_at = 1;; fail_at++) {
        counting blocks = {0, fail_at, 0};
        tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
        tpt_options options = TPT_OPTIONS_INIT;
        tpt_ruleset *rules = NULL;
        options.allocator = &allocator;
        tpt_status status = tpt_ruleset_new_from_memory(&rules, pack.files, pack.count, &options, NULL);
        tpt_ruleset_free(rules);
        assert_int_equal(blocks.live, 0);
        if (status == TPT_OK) break;
        assert_int_equal(status, TPT_E_MEMORY);
        assert_true(fail_at < 100000);
    }
}

/* A word without brackets, upon another: both are read. Their list is made when the packs are put together. */
static tiny_pack with_bare_terms(void) {
    static char lexicon[sizeof TINY_LEXICON];
    tiny_pack pack = layered();
    const char *at = strstr(TINY_LEXICON, "[\"rash\"]");
    assert_non_null(at);
    snprintf(lexicon, sizeof lexicon, "%.*s\"rash\"%s", (int)(at - TINY_LEXICON), TINY_LEXICON,
             at + strlen("[\"rash\"]"));
    tiny_set(&pack, "../tiny/lexicon/words.json", lexicon);
    tiny_set(&pack, "lexicon/words.json",
             "{\"concepts\": [{\"id\": \"rash\", \"amends\": true, \"terms\": \"welt\"}]}");
    return pack;
}

static void test_bare_terms(void **state) {
    (void)state;
    tiny_pack pack = with_bare_terms();
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    static const char *const texts[] = {"a rash", "a welt"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char status[20], *json = triage_json(session, texts[i]);
        assert_string_equal(status_of(json, "rash", status), "present");
        free(json);
    }
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

/* The trees of JSON take their memory elsewhere. */
static counting tree_blocks;

static void *tree_alloc(size_t size) { return counting_alloc(size, &tree_blocks); }

static void tree_release(void *block) {
    if (block) counting_release(block, &tree_blocks);
}

static void test_no_memory_for_trees(void **state) {
    (void)state;
    tiny_pack pack = with_bare_terms();
    tpt_status status = TPT_E_MEMORY;
    size_t fail_at = 0;
    cJSON_InitHooks(&(cJSON_Hooks){tree_alloc, tree_release});
    while (status == TPT_E_MEMORY) {
        tpt_ruleset *rules = NULL;
        tpt_error error = {0};
        tree_blocks = (counting){0, ++fail_at, 0};
        status = tpt_ruleset_new_from_memory(&rules, pack.files, pack.count, NULL, &error);
        tpt_ruleset_free(rules);
        if (error.code != status || tree_blocks.live) break;
    }
    cJSON_InitHooks(NULL);
    assert_int_equal(status, TPT_OK);
    assert_int_equal(tree_blocks.live, 0);
    assert_true(fail_at > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amended),       cmocka_unit_test(test_former_ids),
        cmocka_unit_test(test_refusals),      cmocka_unit_test(test_raised),
        cmocka_unit_test(test_amendments),    cmocka_unit_test(test_ways),
        cmocka_unit_test(test_bad_below),     cmocka_unit_test(test_amended_twice),
        cmocka_unit_test(test_skipped_cases), cmocka_unit_test(test_paths),
        cmocka_unit_test(test_retired),       cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_bare_terms),    cmocka_unit_test(test_no_memory_for_trees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

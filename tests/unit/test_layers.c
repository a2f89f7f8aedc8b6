/* A pack upon another, from memory: what amends what, which ids are known, and that memory may run out at any block of it. */
#include "support.h"

#define CLINIC_MANIFEST "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"../tiny\"}"
#define CLINIC_FLAGS                                                                                         \
    "{\"flags\": [{\"id\": \"rash\", \"amends\": true, \"aliases\": [\"spots\"], \"title\": \"Spots\"},\n"   \
    " {\"id\": \"blisters\", \"retired\": \"2.0.0\", \"instead\": \"rash\"}]}"

/* The tiny pack as the lower one, and a clinic's upon it. */
static tiny_pack layered(void) {
    static char paths[12][60];
    tiny_pack lower = tiny(), both = {.count = 0};
    for (size_t i = 0; i < lower.count; i++) {
        snprintf(paths[i], sizeof paths[i], "../tiny/%s", lower.files[i].path);
        tiny_set(&both, paths[i], lower.files[i].data);
    }
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_amended), cmocka_unit_test(test_former_ids),
                                       cmocka_unit_test(test_refusals), cmocka_unit_test(test_raised),
                                       cmocka_unit_test(test_out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

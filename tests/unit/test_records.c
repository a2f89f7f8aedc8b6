/* Records as forms fill them: places with a side, medicines, history, facts; and what is refused, with its place. */
#include "embedded_session.h"

static char *answer(const char *record) {
    const tpt_result *result = NULL;
    tpt_error error;
    tpt_status status = tpt_session_triage_json(session, record, TPT_NUL_TERMINATED, &result, &error);
    if (status != TPT_OK) fail_msg("%s: %s: %s", record, error.pointer, error.message);
    return json_of(result);
}

static void assert_answer_holds(const char *record, const char *part) {
    char *json = answer(record);
    if (!strstr(json, part)) fail_msg("%s\n    lacks %s", json, part);
    free(json);
}

static void test_places(void **state) {
    (void)state;
    assert_answer_holds("{\"sites\": [{\"site\": \"neck\", \"side\": \"left\"}]}", "\"id\":\"neck_pain\"");
    assert_answer_holds("{\"sites\": [{\"site\": \"neck\", \"side\": \"left\"}]}", "\"side\":\"left\"");
    assert_answer_holds("{\"sites\": [{\"site\": \"neck\", \"side\": null}]}", "\"source\":\"form\"");
}

/* Free words of a form are read like the text, and leave the places of the text as they are. */
static void test_free_words(void **state) {
    (void)state;
    assert_answer_holds("{\"text\": \"stiff neck\", \"medications\": [\"warfarin\"]}", "anticoagula");
    assert_answer_holds("{\"text\": \"stiff neck\", \"medications\": [\"warfarin\"]}",
                        "\"start\":0,\"end\":10");
    assert_answer_holds("{\"history\": [\"breast cancer\"], \"text\": \"back pain\"}", "cancer_history");
    assert_answer_holds("{\"medications\": [\"warfarin\"]}", "anticoagula");
}

static void test_unknown_is_left_out(void **state) {
    (void)state;
    char *silent = answer("{\"text\": \"stiff neck\"}");
    char *asked = answer("{\"text\": \"stiff neck\", \"age\": null, \"severity\": \"unknown\", "
                         "\"findings\": {\"fever\": \"unknown\", \"rash\": null}}");
    assert_string_equal(silent, asked);
    free(silent);
    free(asked);
}

static const struct {
    const char *record;
    tpt_status status;
    const char *pointer, *message; /* a part of it */
} REFUSED[] = {
    {"{\"sites\": {}}", TPT_E_INPUT, "/sites", "list"},
    {"{\"sites\": [7]}", TPT_E_INPUT, "/sites/0", "site"},
    {"{\"sites\": [{\"side\": \"left\"}]}", TPT_E_INPUT, "/sites/0", "site"},
    {"{\"sites\": [{\"site\": \"neck\", \"side\": 7}]}", TPT_E_INPUT, "/sites/0/side", "side"},
    {"{\"sites\": [{\"site\": \"neck\", \"sied\": \"left\"}]}", TPT_E_INPUT, "/sites/0/sied", "side"},
    {"{\"sites\": [{\"site\": \"neck\", \"side\": \"port\"}]}", TPT_E_INPUT, "", "port"},
    {"{\"sites\": [{\"site\": \"nekc\"}]}", TPT_E_INPUT, "", "nekc"},
    {"{\"medications\": \"warfarin\"}", TPT_E_INPUT, "/medications", "list"},
    {"{\"medications\": [1]}", TPT_E_INPUT, "/medications/0", "string"},
    {"{\"history\": [null]}", TPT_E_INPUT, "/history/0", "string"},
    {"{\"findings\": []}", TPT_E_INPUT, "/findings", "object"},
    {"{\"findings\": {\"fever\": \"maybe\"}}", TPT_E_INPUT, "/findings/fever", "true"},
    {"{\"findings\": {\"fevre\": true}}", TPT_E_INPUT, "", "fevre"},
    {"{\"country\": \"GBR\"}", TPT_E_INPUT, "/country", "two letters"},
    {"{\"country\": 44}", TPT_E_INPUT, "/country", "two letters"},
    {"{\"age\": 1e300}", TPT_E_INPUT, "", "age"},
    {"{\"age\": -1}", TPT_E_INPUT, "", "age"},
    /* more than the minutes of it can be counted */
    {"{\"duration_days\": 90000000000000}", TPT_E_INPUT, "/duration_days", "out of range"},
    {"{\"duration_days\": -90000000000000}", TPT_E_INPUT, "/duration_days", "out of range"},
    {"{\"expect\": {}}", TPT_E_INPUT, "/expect", "case"},
};

static void test_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        const tpt_result *result = NULL;
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        tpt_status status =
            tpt_session_triage_json(session, REFUSED[i].record, TPT_NUL_TERMINATED, &result, &error);
        if (status != REFUSED[i].status || result || !strstr(error.message, REFUSED[i].message) ||
            (*REFUSED[i].pointer && strcmp(error.pointer, REFUSED[i].pointer) != 0))
            fail_msg("%s: %s, %s: %s", REFUSED[i].record, tpt_status_name(status), error.pointer,
                     error.message);
    }
}

static tpt_status triage_with(const tpt_fact_answer *fact, const tpt_site_answer *site,
                              const tpt_result **result) {
    tpt_intake intake = TPT_INTAKE_INIT;
    intake.text = "back pain";
    intake.text_len = TPT_NUL_TERMINATED;
    intake.facts = fact;
    intake.fact_count = fact != NULL;
    intake.sites = site;
    intake.site_count = site != NULL;
    return tpt_session_triage(session, &intake, result, NULL);
}

/* The same by the struct: typed answers. */
static void test_typed_answers(void **state) {
    (void)state;
    const tpt_result *result = NULL;
    const tpt_fact_answer age = {"age", 71}, no_id = {NULL, 1}, huge = {"age", INT64_MAX},
                          low = {"age", INT64_MIN};
    const tpt_site_answer leg = {"leg", "right"}, nowhere = {NULL, NULL};
    assert_int_equal(triage_with(&no_id, NULL, &result), TPT_E_INPUT);
    assert_int_equal(triage_with(&huge, NULL, &result), TPT_E_INPUT);
    assert_int_equal(triage_with(&low, NULL, &result), TPT_E_INPUT);
    assert_int_equal(triage_with(NULL, &nowhere, &result), TPT_E_INPUT);
    assert_null(result);
    assert_int_equal(triage_with(&age, &leg, &result), TPT_OK);
    char *json = json_of(result);
    assert_non_null(strstr(json, "\"handover\":\"71"));
    assert_non_null(strstr(json, "\"side\":\"right\""));
    free(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),        cmocka_unit_test(test_free_words),
        cmocka_unit_test(test_refused),       cmocka_unit_test(test_unknown_is_left_out),
        cmocka_unit_test(test_typed_answers),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

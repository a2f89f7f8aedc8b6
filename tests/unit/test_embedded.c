/* The public calls on the pack that is built in: limits, records, memory, and the monotone law. */
#include "support.h"

static tpt_ruleset *rules;

static int set_up(void **state) {
    (void)state;
    return tpt_ruleset_new_embedded(&rules, NULL, NULL);
}

static int tear_down(void **state) {
    (void)state;
    tpt_ruleset_free(rules);
    return 0;
}

static void test_arguments(void **state) {
    (void)state;
    const tpt_result *result;
    tpt_session *session;
    tpt_error error;
    assert_int_equal(tpt_ruleset_new_embedded(NULL, NULL, &error), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_new(&session, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_text(NULL, "x", 1, &result, NULL), TPT_E_ARGUMENT);
    tpt_session_free(NULL);
    tpt_ruleset_free(NULL);
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    assert_int_equal(tpt_session_triage(session, NULL, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_text(session, NULL, 3, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_text(session, NULL, 0, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "insufficient");
    tpt_session_free(session);
}

static void test_limits(void **state) {
    (void)state;
    const tpt_result *result;
    tpt_session *session;
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_text_bytes = 20;
    options.max_steps = 3;
    assert_int_equal(tpt_session_new(&session, rules, &options, NULL), TPT_OK);
    assert_int_equal(tpt_session_triage_text(session, "a text that is longer than twenty bytes",
                                             TPT_NUL_TERMINATED, &result, NULL),
                     TPT_E_TOO_LONG);
    assert_int_equal(
        tpt_session_triage_text(session, "numb between my leg", TPT_NUL_TERMINATED, &result, NULL),
        TPT_INCOMPLETE);
    assert_false(tpt_result_complete(result));
    assert_string_not_equal(tpt_result_urgency(result), "self_care"); /* undecided is never "no flag" */
    assert_string_not_equal(tpt_result_urgency(result), "insufficient");
    tpt_session_free(session);
}

static bool call_again(void *context) {
    const tpt_result *result;
    tpt_session *session = *(tpt_session **)context;
    assert_int_equal(tpt_session_triage_text(session, "x", 1, &result, NULL), TPT_E_BUSY);
    return true;
}

static void test_busy_and_cancel(void **state) {
    (void)state;
    const tpt_result *result;
    tpt_session *session;
    tpt_options options = TPT_OPTIONS_INIT;
    options.cancel = call_again;
    options.cancel_context = &session;
    assert_int_equal(tpt_session_new(&session, rules, &options, NULL), TPT_OK);
    assert_int_equal(tpt_session_triage_text(session, "stiff neck", 10, &result, NULL), TPT_CANCELLED);
    tpt_session_free(session);
}

static void test_same_bytes_and_no_allocation(void **state) {
    (void)state;
    tpt_session *session;
    tpt_counters counters;
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    char *first = text_json(session, "stiff neck and headaches for 3 wks, no fever");
    char *other = text_json(session, "numb between my legs and can't pee");
    char *again = text_json(session, "stiff neck and headaches for 3 wks, no fever");
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    const tpt_result *result;
    assert_int_equal(tpt_session_triage_text(session, "stiff neck", 10, &result, NULL), TPT_OK);
    tpt_session_counters(session, &counters);
    assert_int_equal(counters.allocations, 0); /* after warm-up */
    free(first);
    free(other);
    free(again);
    tpt_session_free(session);
}

static int rank(const char *level) {
    static const char *const levels[] = {"insufficient", "self_care", "routine",
                                         "soon",         "urgent",    "emergency"};
    for (int i = 0; i < 6; i++)
        if (strcmp(levels[i], level) == 0) return i;
    return -1;
}

/* Adding a warning sign never lowers the urgency. */
static void test_monotone(void **state) {
    (void)state;
    static const char *const findings[] = {"saddle_numbness", "urinary_retention", "face_droop",
                                           "fever",           "chest_pain",        "headache",
                                           "neck_pain",       "limb_weakness"};
    const size_t count = sizeof findings / sizeof *findings;
    tpt_session *session;
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    for (unsigned set = 0; set < 1u << count; set++) {
        tpt_finding_answer answers[8];
        tpt_intake intake = TPT_INTAKE_INIT;
        intake.findings = answers;
        for (size_t i = 0; i < count; i++)
            if (set & (1u << i)) answers[intake.finding_count++] = (tpt_finding_answer){findings[i], TPT_YES};
        const tpt_result *result;
        assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
        int level = rank(tpt_result_urgency(result));
        for (size_t add = 0; add < count; add++) {
            if (set & (1u << add)) continue;
            answers[intake.finding_count] = (tpt_finding_answer){findings[add], TPT_YES};
            intake.finding_count++;
            assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
            if (rank(tpt_result_urgency(result)) < level)
                fail_msg("%s lowers the urgency of set %u", findings[add], set);
            intake.finding_count--;
        }
    }
    tpt_session_free(session);
}

static void test_form_against_text(void **state) {
    (void)state;
    tpt_session *session;
    const tpt_result *result;
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    const char *record = "{\"text\":\"numb between my legs\",\"findings\":{\"saddle_numbness\":false}}";
    assert_int_equal(tpt_session_triage_json(session, record, strlen(record), &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "emergency"); /* the more urgent counts */
    tpt_session_free(session);
}

static void refuses(tpt_session *session, const char *record, tpt_status code, const char *word) {
    const tpt_result *result;
    tpt_error error;
    assert_int_equal(tpt_session_triage_json(session, record, strlen(record), &result, &error), code);
    if (!strstr(error.message, word)) fail_msg("\"%s\" does not name \"%s\"", error.message, word);
}

static void test_bad_records(void **state) {
    (void)state;
    tpt_session *session;
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    refuses(session, "{\"text\": \"a", TPT_E_JSON, "never ends");
    refuses(session, "{\"age\": 900}", TPT_E_INPUT, "age");
    refuses(session, "{\"agge\": 9}", TPT_E_INPUT, "agge");
    refuses(session, "{\"findings\": {\"nothing_like_it\": true}}", TPT_E_INPUT, "nothing_like_it");
    refuses(session, "{\"sites\": [{\"site\": \"tentacle\"}]}", TPT_E_INPUT, "tentacle");
    refuses(session, "[]", TPT_E_INPUT, "object");
    refuses(session, "{\"text\": 5}", TPT_E_INPUT, "text");
    tpt_session_free(session);
}

static bool nowhere(const char *bytes, size_t len, void *context) {
    (void)bytes;
    (void)len;
    (void)context;
    return false;
}

typedef struct columns {
    size_t now, most;
} columns;

static bool measure(const char *bytes, size_t len, void *context) {
    columns *c = context;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '\n') c->now = 0;
        else if (((unsigned char)bytes[i] & 0xC0) != 0x80) c->now++;
        if (c->now > c->most) c->most = c->now;
    }
    return true;
}

static void test_writers(void **state) {
    (void)state;
    tpt_session *session;
    const tpt_result *result;
    assert_int_equal(tpt_session_new(&session, rules, NULL, NULL), TPT_OK);
    assert_int_equal(
        tpt_session_triage_text(session, "stiff neck and headaches", TPT_NUL_TERMINATED, &result, NULL),
        TPT_OK);
    assert_int_equal(tpt_result_write_json(result, nowhere, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_result_write_text(result, NULL, nowhere, NULL), TPT_E_WRITE);
    columns c = {0, 0};
    assert_int_equal(tpt_result_write_text(result, NULL, measure, &c), TPT_OK);
    assert_true(c.most > 40 && c.most <= 80);
    char small[8];
    size_t len;
    assert_int_equal(tpt_result_json(result, small, sizeof small, &len), TPT_E_BUFFER);
    assert_true(len > 1000);
    tpt_session_free(session);
}

static bool none_left;

static void *take(size_t size, void *context) {
    (void)context;
    return none_left ? NULL : malloc(size);
}

static void give_back(void *block, void *context) {
    (void)context;
    free(block);
}

static bool anywhere(const char *bytes, size_t len, void *context) {
    (void)bytes;
    (void)len;
    (void)context;
    return true;
}

/* Writing takes memory too: running out of it is an error, and the session goes on when there is some again. */
static void test_no_memory_to_write(void **state) {
    (void)state;
    tpt_allocator allocator = {take, give_back, NULL};
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_session *session;
    const tpt_result *result;
    options.allocator = &allocator;
    assert_int_equal(tpt_session_new(&session, rules, &options, NULL), TPT_OK);
    assert_int_equal(
        tpt_session_triage_text(session, "stiff neck and headaches", TPT_NUL_TERMINATED, &result, NULL),
        TPT_OK);
    none_left = true;
    tpt_status status = TPT_OK;
    for (int i = 0; i < 1000 && status == TPT_OK; i++) status = tpt_result_write_json(result, anywhere, NULL);
    assert_int_equal(status, TPT_E_MEMORY);
    assert_int_equal(tpt_result_write_text(result, NULL, anywhere, NULL), TPT_E_MEMORY);
    none_left = false;
    assert_int_equal(tpt_session_triage_text(session, "stiff neck", 10, &result, NULL), TPT_OK);
    tpt_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arguments),       cmocka_unit_test(test_limits),
        cmocka_unit_test(test_busy_and_cancel), cmocka_unit_test(test_same_bytes_and_no_allocation),
        cmocka_unit_test(test_monotone),        cmocka_unit_test(test_form_against_text),
        cmocka_unit_test(test_bad_records),     cmocka_unit_test(test_no_memory_to_write),
        cmocka_unit_test(test_writers)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

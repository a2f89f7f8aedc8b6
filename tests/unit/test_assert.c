/* From sentences to what they say: present, absent, past, not real; and what a body can and cannot do. */
#include "support.h"

typedef struct reading {
    const char *text, *finding, *status; /* "" for no finding at all */
} reading;

static tpt_ruleset *rules;
static tpt_session *session;

static int set_up(void **state) {
    (void)state;
    rules = tiny_rules();
    session = new_session(rules, NULL);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return 0;
}

static void check(const reading *readings, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char *json = triage_json(session, readings[i].text), status[20];
        status_of(json, readings[i].finding, status);
        if (strcmp(status, readings[i].status) != 0) {
            print_error("\"%s\": %s is \"%s\", not \"%s\"\n", readings[i].text, readings[i].finding, status,
                        readings[i].status);
            wrong++;
        }
        free(json);
    }
    assert_int_equal(wrong, 0);
}

static void test_present(void **state) {
    (void)state;
    static const reading readings[] = {
        {"headache", "headache", "present"},
        {"Headaches.", "headache", "present"},
        {"my neck is stiff", "stiff_neck", "present"},
        {"stiff neck", "stiff_neck", "present"},
        {"stiffness", "stiff_neck", ""},
        {"my head is stiff", "stiff_neck", ""},
        {"nothing of it", "headache", ""},
        {"a sudden headache", "headache", "present"},
    };
    check(readings, COUNT_OF(readings));
}

static void test_negation(void **state) {
    (void)state;
    static const reading readings[] = {
        {"no headache", "headache", "absent"},
        {"not a headache", "headache", "absent"},
        {"no rash or headache", "rash", "absent"},
        {"no rash or headache", "headache", "absent"}, /* over items of a list */
        {"no rash, headache", "rash", "absent"},
        {"headache: none", "headache", "absent"}, /* a form's line */
        {"no rash but headache", "rash", "absent"},
        {"no rash but headache", "headache", "present"}, /* "but" ends what a cue covers */
        {"no rash. headache", "headache", "present"},    /* as does a sentence */
        {"headache without a rash", "headache", "present"},
        {"headache without a rash", "rash", "absent"},
        {"no headache\nrash", "rash", "present"},
    };
    check(readings, COUNT_OF(readings));
}

static void test_function(void **state) {
    (void)state;
    static const reading readings[] = {
        {"can not pee", "retention", "present"},
        {"can't pee", "retention", "present"},
        {"cant pee", "retention", "present"},
        {"unable to pee", "retention", "present"},
        {"not able to pee", "retention", "present"}, /* a negated "able" is loss */
        {"can pee", "retention", "absent"},
        {"able to pee", "retention", "absent"},
        {"not unable to pee", "retention", "absent"}, /* two negations */
        {"trouble peeing", "effort_voiding", "present"},
        {"no trouble peeing", "effort_voiding", "absent"},
        {"no trouble peeing", "retention", ""}, /* a negated effort is no loss */
    };
    check(readings, COUNT_OF(readings));
}

static void test_time(void **state) {
    (void)state;
    static const reading readings[] = {
        {"used to have a headache", "headache", "past"},
        {"headache years ago", "headache", "past"},
        {"if i get a headache", "headache", "hypothetical"},
        {"if i get a headache. rash", "rash", "present"},
    };
    check(readings, COUNT_OF(readings));
}

static void test_doubt(void **state) {
    (void)state;
    static const reading readings[] = {
        {"i do not think i have a rash", "rash", "unclear"},
        {"i do not think i have a rash", "headache", ""},
    };
    check(readings, COUNT_OF(readings));
}

/* The words that led to a finding are named by place, in bytes and in code points. */
static void test_spans(void **state) {
    (void)state;
    char *json = triage_json(session, "caf\xC3\xA9 \xF0\x9F\x98\xAD headache");
    assert_non_null(
        strstr(json, "\"start\":11,\"end\":19,\"start_char\":7,\"end_char\":15,\"read_as\":\"headache\""));
    free(json);
}

static void test_attributes(void **state) {
    (void)state;
    char *json = triage_json(session, "sudden headache");
    assert_non_null(strstr(json, "\"onset\":\"sudden\""));
    free(json);
    json = triage_json(session, "headache");
    assert_null(strstr(json, "\"onset\""));
    free(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_present),    cmocka_unit_test(test_negation), cmocka_unit_test(test_function),
        cmocka_unit_test(test_time),       cmocka_unit_test(test_doubt),    cmocka_unit_test(test_spans),
        cmocka_unit_test(test_attributes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

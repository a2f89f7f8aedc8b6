/* Flags in four values: raised, or unclear and one level lower; lowered by mitigators only; never by more findings. */
#include "support.h"

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

static const tpt_result *triaged(const char *text) {
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    return result;
}

/* "level status" of a flag, or "" where it is not listed. */
static const char *flag_of(const tpt_result *result, const char *id, char out[40]) {
    tpt_flag_info flag;
    out[0] = '\0';
    for (size_t i = 0; tpt_result_flag(result, i, &flag); i++)
        if (strcmp(flag.id, id) == 0) snprintf(out, 40, "%s %s", flag.level, flag.status);
    return out;
}

static void test_flags(void **state) {
    (void)state;
    static const struct {
        const char *text, *flag, *urgency;
    } cases[] = {
        {"rash", "urgent raised", "urgent"},
        {"rash and headache", "emergency raised", "emergency"},
        {"rash, no headache", "urgent raised", "urgent"},
        {"no rash. headache", "", "routine"},
        {"i do not think i have a rash", "soon unclear", "soon"},               /* one level lower */
        {"i do not think i have a rash. headache", "urgent unclear", "urgent"}, /* as is the emergency */
        {"rash from a cold bench", "", "routine"},                              /* a mitigator lowers */
        {"rash, no cold bench", "urgent raised", "urgent"},
        {"nothing of it", "", "insufficient"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char flag[40];
        const tpt_result *result = triaged(cases[i].text);
        flag_of(result, "rash", flag);
        if (strcmp(flag, cases[i].flag) == 0 && strcmp(tpt_result_urgency(result), cases[i].urgency) == 0)
            continue;
        print_error("\"%s\": \"%s\", %s\n", cases[i].text, flag, tpt_result_urgency(result));
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* What is unclear is asked; what nobody spoke of is named as not assessed. */
static void test_questions(void **state) {
    (void)state;
    char *json = json_of(triaged("i do not think i have a rash"));
    assert_non_null(strstr(json, "\"questions\":[{\"id\":\"q_rash\""));
    assert_non_null(strstr(json, "\"not_assessed\":[\"retention\"]"));
    free(json);
}

static int rank(const char *level) {
    static const char *const levels[] = {"insufficient", "self_care", "routine",
                                         "soon",         "urgent",    "emergency"};
    for (int i = 0; i < (int)COUNT_OF(levels); i++)
        if (strcmp(levels[i], level) == 0) return i;
    fail_msg("no level: %s", level);
    return -1;
}

/* Any set of ticked signs, and one more: the urgency is never less. */
static void test_more_findings_never_calm(void **state) {
    (void)state;
    static const char *const ids[] = {"headache", "stiff_neck", "rash", "retention", "effort_voiding"};
    int urgency[1 << COUNT_OF(ids)];
    for (unsigned set = 0; set < 1u << COUNT_OF(ids); set++) {
        tpt_finding_answer answers[COUNT_OF(ids)];
        const tpt_result *result = NULL;
        tpt_intake intake = TPT_INTAKE_INIT;
        for (unsigned i = 0; i < COUNT_OF(ids); i++)
            if (set >> i & 1) answers[intake.finding_count++] = (tpt_finding_answer){ids[i], TPT_YES};
        intake.findings = answers;
        assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
        urgency[set] = rank(tpt_result_urgency(result));
        for (unsigned i = 0; i < COUNT_OF(ids); i++)
            if (set >> i & 1) assert_true(urgency[set] >= urgency[set & ~(1u << i)]);
    }
}

static void test_conditions(void **state) {
    (void)state;
    tpt_condition_info condition;
    const tpt_result *result = triaged("headache");
    assert_int_equal(tpt_result_condition_count(result), 1);
    assert_true(tpt_result_condition(result, 0, &condition));
    assert_string_equal(condition.id, "tension");
    assert_int_equal(condition.score, 40);
    assert_string_equal(condition.band, "possible");
    assert_int_equal(tpt_result_condition_count(triaged("no headache")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_flags), cmocka_unit_test(test_questions),
                                       cmocka_unit_test(test_more_findings_never_calm),
                                       cmocka_unit_test(test_conditions)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Cases: each kind of expectation fails where the answer is another, holds where it is that one, and is refused in a wrong form. */
#include "embedded_session.h"

typedef struct told {
    char message[300];
    size_t count;
} told;

static void keep(const char *message, void *context) {
    told *t = context;
    if (!t->count++) snprintf(t->message, sizeof t->message, "%s", message);
}

static tpt_status check(const char *expect, size_t *failures, told *out, tpt_error *error) {
    char record[600];
    *out = (told){"", 0};
    snprintf(record, sizeof record, "{\"text\": \"stiff neck and headaches, no fever\", \"expect\": %s}",
             expect);
    return tpt_session_check_json(session, record, TPT_NUL_TERMINATED, failures, keep, out, NULL, error);
}

static const char *const HOLD[] = {
    "{\"urgency\": [\"routine\"]}",
    "{\"urgency\": [\"routine\", \"soon\"]}",
    "{\"top\": [\"neck_shoulder\"]}",
    "{\"not_top\": [\"migraine\"]}",
    "{\"conditions\": [\"tension_headache\"], \"not_conditions\": [\"sciatica\"]}",
    "{\"not_flags\": [\"meningitis\"]}",
    "{\"areas\": [\"upper_trapezius\", \"piriformis\"]}",
    "{\"therapies\": {\"suggested\": [\"exercise\"], \"not_suggested\": [\"traction\"], \"avoid\": []}}",
    "{\"not_cautions\": [\"osteoporosis\"]}",
    "{\"criteria\": {\"ichd3_tension_episodic\": \"open\"}}",
    "{\"questions\": [\"q_meningitis\"]}",
    "{\"findings\": {\"fever\": \"absent\", \"headache\": {\"status\": \"present\", \"strength\": 4}}}",
    "{\"facts\": {\"age\": null}}",
    "{\"unread\": []}",
    "{\"read_as\": {\"stiff\": null}}",
    "{\"findings\": {\"fever\": \"not_present\", \"limb_swelling\": \"none\"}}",
};

/* What fails, and a part of what is told of it. */
static const char *const FAIL[][2] = {
    {"{\"urgency\": [\"emergency\"]}", "routine"},
    {"{\"top\": [\"migraine\"]}", "neck_shoulder"},
    {"{\"top\": [\"none\"]}", "neck_shoulder"},
    {"{\"not_top\": [\"neck_shoulder\"]}", "neck_shoulder"},
    {"{\"conditions\": [\"sciatica\"]}", "sciatica"},
    {"{\"not_conditions\": [\"tension_headache\"]}", "tension_headache"},
    {"{\"flags\": [\"meningitis\"]}", "meningitis"},
    {"{\"unclear\": [\"meningitis\"]}", "not unclear"},
    {"{\"areas\": [\"piriformis\"]}", "none of the areas"},
    {"{\"therapies\": {\"avoid\": [\"exercise\"]}}", "suggested"},
    {"{\"therapies\": {\"not_suggested\": [\"exercise\"]}}", "suggested"},
    {"{\"subtype\": [\"rsi.carpal_tunnel\"]}", "subtype"},
    {"{\"cautions\": [\"osteoporosis\"]}", "none of the cautions"},
    {"{\"criteria\": {\"ichd3_tension_episodic\": \"met\"}}", "open"},
    {"{\"questions\": [\"q_pee\"]}", "q_pee"},
    {"{\"findings\": {\"fever\": \"present\"}}", "fever"},
    {"{\"findings\": {\"neck_stiffness\": {\"status\": \"present\", \"side\": \"left\"}}}", "neck_stiffness"},
    {"{\"findings\": {\"headache\": {\"status\": \"present\", \"severity\": 7}}}", "headache"},
    {"{\"findings\": {\"headache\": {\"status\": \"present\", \"duration_days\": 3}}}", "headache"},
    {"{\"findings\": {\"headache\": {\"status\": \"present\", \"strength\": 1}}}", "headache"},
    {"{\"findings\": {\"headache\": {\"status\": \"present\", \"course\": \"worsening\"}}}", "headache"},
    {"{\"facts\": {\"age\": 44}}", "age is"},
    {"{\"unread\": [\"stiff\"]}", "stiff"},
    {"{\"read_as\": {\"stiff\": \"staff\"}}", "stiff"},
    {"{\"findings\": {\"headache\": \"not_present\"}}", "headache"},
    {"{\"findings\": {\"headache\": \"none\"}}", "headache"},
    {"{\"findings\": {\"fever\": \"none\"}}", "fever"},
    {"{\"findings\": {\"limb_swelling\": \"present\"}}", "not found"},
};

static const char *const MALFORMED[] = {
    "{}",
    "[]",
    "7",
    "{\"urgency\": \"routine\"}",
    "{\"therapies\": [\"exercise\"]}",
    "{\"therapies\": [[\"exercise\"]]}",
    "{\"therapies\": {\"suggested\": \"exercise\"}}",
    "{\"therapies\": {\"suggested\": [7]}}",
    "{\"urgencies\": [\"soon\"]}",
    "{\"flags\": \"meningitis\"}",
    "{\"flags\": [7]}",
    "{\"flags\": [\"meningitsi\"]}",
    "{\"top\": \"neck_shoulder\"}",
    "{\"not_top\": [7]}",
    "{\"not_top\": \"migraine\"}",
    "{\"questions\": \"q_meningitis\"}",
    "{\"questions\": [7]}",
    "{\"not_cautions\": \"osteoporosis\"}",
    "{\"not_cautions\": [7]}",
    "{\"criteria\": {\"ichd3_tension_episodic\": 7}}",
    "{\"criteria\": \"met\"}",
    "{\"findings\": \"fever\"}",
    "{\"findings\": {\"fevre\": \"absent\"}}",
    "{\"findings\": {\"fever\": \"gone\"}}",
    "{\"findings\": {\"fever\": {\"site\": 7}}}",
    "{\"facts\": {\"agee\": 7}}",
    "{\"facts\": {\"age\": \"old\"}}",
    "{\"facts\": 7}",
    "{\"unread\": \"stiff\"}",
    "{\"unread\": [7]}",
    "{\"read_as\": [\"stiff\"]}",
    "{\"read_as\": {\"stiff\": 7}}",
};

static void test_hold(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HOLD); i++) {
        size_t failures = 99;
        told out;
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        if (check(HOLD[i], &failures, &out, &error) != TPT_OK || failures || out.count)
            fail_msg("%s: %s%s", HOLD[i], error.message, out.message);
    }
}

static void test_fail(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FAIL); i++) {
        size_t failures = 0;
        told out;
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        if (check(FAIL[i][0], &failures, &out, &error) != TPT_OK || failures != 1 || out.count != 1 ||
            !strstr(out.message, FAIL[i][1]))
            fail_msg("%s: %zu failures, %s%s", FAIL[i][0], failures, error.message, out.message);
    }
}

/* Texts of their own, and what is told of them. */
static const char *const OTHERS[][3] = {
    {"osteopenia on scan, tight calves", "{\"not_cautions\": [\"osteoporosis\"]}", "osteoporosis is told"},
    {"zigzag lines in front of my eyes, then a throbbing headache on one side",
     "{\"not_top\": [\"migraine.aura\"]}", "migraine.aura"},
    {"my left calf hurts", "{\"findings\": {\"leg_pain\": \"absent\"}}", "present at calf left"},
    {"blorp", "{\"findings\": {\"leg_pain\": \"present\"}}", "not found"},
    {"my temperature is 12 C", "{\"facts\": {\"temperature\": 120}}", "not known"}, /* nobody is as cold */
    {"my temperature is 39 C", "{\"facts\": {\"temperature\": null}}", "temperature is 390"},
    {"my left calf hurts. my right shin hurts. my left thigh hurts. my right foot hurts. my left ankle "
     "hurts. my right "
     "knee hurts. my left hip hurts. my right calf hurts",
     "{\"findings\": {\"leg_pain\": \"absent\"}}", "present at calf left"},
    {"blorp", "{\"top\": [\"migraine\"]}", "none"},
    {"blorp", "{\"subtype\": [\"migraine.aura\"]}", "none"},
};

static void test_other_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++) {
        char record[400];
        size_t failures = 0, counted = 0;
        told out = {"", 0};
        snprintf(record, sizeof record, "{\"text\": \"%s\", \"expect\": %s}", OTHERS[i][0], OTHERS[i][1]);
        assert_int_equal(
            tpt_session_check_json(session, record, TPT_NUL_TERMINATED, &failures, keep, &out, NULL, NULL),
            TPT_OK);
        if (failures != 1 || !strstr(out.message, OTHERS[i][2])) fail_msg("%s: %s", record, out.message);
        assert_int_equal(
            tpt_session_check_json(session, record, TPT_NUL_TERMINATED, &counted, NULL, NULL, NULL, NULL),
            TPT_OK);
        assert_int_equal(counted, 1); /* counted even if nobody wants to hear of it */
    }
}

static void test_malformed(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(MALFORMED); i++) {
        size_t failures = 0;
        told out;
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        tpt_status status = check(MALFORMED[i], &failures, &out, &error);
        if (status != TPT_E_EXPECTATION || error.code != status)
            fail_msg("%s: %s, %s%s", MALFORMED[i], tpt_status_name(status), error.message, out.message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hold), cmocka_unit_test(test_fail),
                                       cmocka_unit_test(test_other_texts), cmocka_unit_test(test_malformed)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

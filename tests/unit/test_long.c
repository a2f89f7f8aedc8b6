/* Long, odd and broken-off texts: each is answered, and the work grows no faster than the text. */
#include "embedded_session.h"

static const char story[] = "My lower back hurts and the pain goes down my left leg to the foot, no numbness "
                            "or tingling but I can't feel when "
                            "I pee. Neck stiff since Tuesday; mum had a stroke. If it gets worse I'll ring. "
                            "Used to get migraines (2015). ";

/* `unit` over and over, to `len` bytes. The caller frees it. */
static char *repeated(const char *unit, size_t len) {
    size_t size = strlen(unit);
    char *text = malloc(len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < len; i++) text[i] = unit[i % size];
    text[len] = '\0';
    return text;
}

static tpt_counters effort_of(const char *text, size_t len) {
    const tpt_result *result;
    tpt_counters effort;
    assert_int_equal(tpt_session_triage_text(session, text, len, &result, NULL), TPT_OK);
    tpt_session_counters(session, &effort);
    return effort;
}

static const char *const UNITS[] = {
    ",",          "no ",    "pain ",    "neck arm ",        "severe ",       "left ",
    "a",          "neck\n", "? ",       "my mum has pain ", "like a brick ", "not without ",
    "pain: no\n", "but ",   "3 weeks ", "\xF0\x9F\x98\xAD", "can't pee or ", "from my neck to my hand ",
};

static void test_repeated_words(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        char *text = repeated(UNITS[i], 60000);
        effort_of(text, 60000);
        free(text);
    }
}

/* Twice the text, at most a little more than twice the work. */
static void test_work_is_linear(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        char *text = repeated(UNITS[i], 40000);
        tpt_counters half = effort_of(text, 20000), whole = effort_of(text, 40000);
        if (whole.steps > half.steps * 5 / 2 + 1000 || whole.readings > half.readings * 5 / 2 + 1000 ||
            whole.mentions > half.mentions * 5 / 2 + 1000)
            fail_msg("\"%s\": %llu steps, then %llu", UNITS[i], (unsigned long long)half.steps,
                     (unsigned long long)whole.steps);
        free(text);
    }
}

static void test_a_megabyte(void **state) {
    (void)state;
    const size_t len = (size_t)1 << 20;
    char *text = repeated(story, len);
    effort_of(text, len);
    free(text);
}

static void test_a_hundred_thousand_commas_and_ten_thousand_denials(void **state) {
    (void)state;
    char *commas = repeated(",", 100000), *denials = repeated("no ", 30000);
    effort_of(commas, 100000);
    effort_of(denials, 30000);
    free(commas);
    free(denials);
}

/* A text that breaks off anywhere, even within a character, is a text. */
static void test_every_prefix(void **state) {
    (void)state;
    static const char text[] = "Can\xE2\x80\x99t feel my l\xC3\xA9g \xF0\x9F\x98\xAD since 3/7, (R) hip: "
                               "8/10; no fever, chills - mum\xE2\x80\x99s "
                               "worse. ?disc w/o [x] pain...... no\nHands:\n- numb: y";
    for (size_t len = 0; len < sizeof text; len++) effort_of(text, len);
}

/* After the longest text, a session takes no more memory. */
static void test_warm_session_allocates_nothing(void **state) {
    (void)state;
    char *text = repeated(story, 50000);
    effort_of(text, 50000);
    assert_int_equal(effort_of(text, 50000).allocations, 0);
    assert_int_equal(effort_of(text, 300).allocations, 0);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeated_words),
        cmocka_unit_test(test_work_is_linear),
        cmocka_unit_test(test_a_megabyte),
        cmocka_unit_test(test_a_hundred_thousand_commas_and_ten_thousand_denials),
        cmocka_unit_test(test_every_prefix),
        cmocka_unit_test(test_warm_session_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

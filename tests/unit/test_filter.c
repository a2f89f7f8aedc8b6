/*
 * The words of a pattern that decide whether it is tried at all: with and without them the pack's own cases are answered alike. A
 * difference is a pattern of the pack whose words are not in all that it matches.
 */
#include "support.h"

#define EVERY 3 /* of the cases: all of them would take long under a sanitizer */

static void test_same_answers(void **state) {
    (void)state;
    tpt_ruleset *rules = NULL;
    tpt_session *filtered = NULL, *unfiltered = NULL;
    tpt_options options = TPT_OPTIONS_INIT;
    options.unfiltered = true;
    assert_int_equal(tpt_ruleset_new_from_path(&rules, "rules/msk", NULL, NULL), TPT_OK);
    assert_int_equal(tpt_session_new(&filtered, rules, NULL, NULL), TPT_OK);
    assert_int_equal(tpt_session_new(&unfiltered, rules, &options, NULL), TPT_OK);
    size_t len = 0, compared = 0, differ = 0;
    const char *record;
    for (size_t i = 0; (record = tpt_ruleset_case(rules, i, &len)); i += EVERY) {
        size_t bare_len;
        char *bare = without_expectations(record, len, &bare_len);
        char *a = answer_of(filtered, bare, bare_len), *b = answer_of(unfiltered, bare, bare_len);
        compared += a && b;
        if (!a != !b || (a && b && strcmp(a, b) != 0)) {
            print_error("differs: %s\n", bare);
            differ++;
        }
        free(a);
        free(b);
        free(bare);
    }
    tpt_session_free(filtered);
    tpt_session_free(unfiltered);
    tpt_ruleset_free(rules);
    assert_true(compared > 1000);
    assert_int_equal(differ, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

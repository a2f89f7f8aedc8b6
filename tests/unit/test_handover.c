/* The line for the clinician: terse, from the findings alone. */
#include <stdlib.h>

#include "embedded_session.h"

static void handover_is(const char *text, const char *wanted) {
    const tpt_result *result;
    size_t len = 0;
    assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    tpt_result_json(result, NULL, 0, &len);
    char *json = malloc(len + 1);
    assert_non_null(json);
    assert_int_equal(tpt_result_json(result, json, len + 1, &len), TPT_OK);
    char key[256];
    snprintf(key, sizeof key, "\"handover\":\"%s\"", wanted);
    if (!strstr(json, key)) fail_msg("%s\nwanted %s\nin %s", text, key, strstr(json, "\"handover\""));
    free(json);
}

static void says_who_what_since_when_and_what_not(void **state) {
    (void)state;
    handover_is("I'm a 33 year old man, left calf pain for 3 days, no chest pain",
                "33M 3/7 left calf pain; denies chest pain.");
    handover_is("stiff neck and headaches", "neck stiffness, headache.");
    handover_is("low back pain for 4 months", "4/12 lower back pain.");
}

static void tells_what_a_warning_rests_on(void **state) {
    (void)state;
    handover_is("numb between my legs and can't pee, on warfarin",
                "saddle numbness, urinary hesitancy or retention, on anticoagulant.");
}

static void tells_nothing_of_nothing(void **state) {
    (void)state;
    handover_is("", "");
    handover_is("what a lovely day", "");
}

static void leaves_out_what_only_helps_to_score(void **state) {
    (void)state;
    handover_is("my right elbow hurts, worse when I lift", "right elbow pain.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_who_what_since_when_and_what_not),
        cmocka_unit_test(tells_what_a_warning_rests_on),
        cmocka_unit_test(tells_nothing_of_nothing),
        cmocka_unit_test(leaves_out_what_only_helps_to_score),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

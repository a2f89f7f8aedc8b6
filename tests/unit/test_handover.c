/* The line for the clinician: terse, from the findings alone. */
#include <stdlib.h>

#include "embedded_session.h"

/* By the rules of a session; frees the JSON of an answer. */
static void assert_handover(const char *input, char *json, const char *wanted) {
    char key[256];
    snprintf(key, sizeof key, "\"handover\":\"%s\"", wanted);
    if (!strstr(json, key)) fail_msg("%s\nwanted %s\nin %s", input, key, strstr(json, "\"handover\""));
    free(json);
}

static void handover_is(const char *text, const char *wanted) {
    assert_handover(text, triage_json(session, text), wanted);
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

/* Whatever a pack writes: capitals in a code, no word for "sudden", a label with more behind it, slots that stay empty. */
static void bears_with_the_words_of_a_pack(void **state) {
    (void)state;
    static const struct {
        const char *record, *wanted;
    } cases[] = {
        {"{\"sex\":\"Female\",\"age\":40,\"text\":\"headache\"}", "40F a headache."},
        {"{\"sex\":\"man\",\"text\":\"headache\"}", "M a headache."},
        {"{\"sex\":\"Other\",\"text\":\"headache\"}", "a headache."},
        {"{\"text\":\"sudden headache\"}", "a headache."},
        {"{\"text\":\"my neck hurts\"}", "pain of neck today."},
        {"{\"text\":\"my head hurts\"}", "pain of today."},
        {"{\"findings\":{\"neck_pain\":true}}", "a sore neck."},
    };
    tiny_pack pack = tiny();
    tiny_set(&pack, "facts/more.json",
             "{\"facts\":[{\"id\":\"sex\",\"unit\":\"code\",\"min\":0,\"max\":2,\"codes\":{\"Other\":0,"
             "\"Female\":1,\"man\":2}}]}");
    tiny_set(&pack, "urgency/words.json", "{\"wording\":{\"brief_sudden\":\"\"}}");
    tiny_set(&pack, "findings/more.json",
             "{\"findings\":[{\"id\":\"neck_pain\",\"type\":\"symptom\",\"label\":\"a sore "
             "neck\",\"brief\":\" {side} pain  of {site} today \","
             "\"any\":[{\"concept\":[\"pain\"],\"site\":[\"nape\",\"skull\"]}]}]}");
    tiny_set(&pack, "lexicon/more.json",
             "{\"sites\":[{\"id\":\"nape\",\"label\":\"neck , behind\",\"terms\":[\"neck\"]},"
             "{\"id\":\"skull\",\"label\":\"  (above)\",\"terms\":[\"head\"]}]}");
    tpt_ruleset *small = tiny_rules_with(&pack, NULL);
    tpt_session *own = new_session(small, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *json = answer_of(own, cases[i].record, TPT_NUL_TERMINATED);
        assert_non_null(json);
        assert_handover(cases[i].record, json, cases[i].wanted);
    }
    tpt_session_free(own);
    tpt_ruleset_free(small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_who_what_since_when_and_what_not),
        cmocka_unit_test(tells_what_a_warning_rests_on),
        cmocka_unit_test(tells_nothing_of_nothing),
        cmocka_unit_test(leaves_out_what_only_helps_to_score),
        cmocka_unit_test(bears_with_the_words_of_a_pack),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

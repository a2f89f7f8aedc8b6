/* tpt_session_assert: spans that somebody else found, judged by the language of the embedded pack. */
#include "embedded_session.h"

/* What is said of the concept, which stands in the text once. */
static tpt_assertion judge(const char *text, const char *concept) {
    tpt_assertion said;
    const char *at = strstr(text, concept);
    assert_non_null(at);
    tpt_span span = {(size_t)(at - text), (size_t)(at - text) + strlen(concept)};
    assert_int_equal(tpt_session_assert(session, text, TPT_NUL_TERMINATED, &span, 1, &said, NULL), TPT_OK);
    return said;
}

static void test_axes(void **state) {
    (void)state;
    static const struct {
        const char *text, *concept, *status, *negation, *temporality, *experiencer;
    } cases[] = {
        {"There is a small effusion.", "effusion", "present", "affirmed", "recent", "patient"},
        {"No evidence of pneumothorax.", "pneumothorax", "absent", "negated", "recent", "patient"},
        {"The patient denies orthopnea, melena, or hematuria.", "hematuria", "absent", "negated", "recent",
         "patient"},
        {"No wheezes, rales, or rhonchi.", "rhonchi", "absent", "negated", "recent", "patient"},
        {"Urine culture is negative for pseudomonas.", "pseudomonas", "absent", "negated", "recent",
         "patient"},
        {"Infiltrate was not appreciated.", "Infiltrate", "absent", "negated", "recent", "patient"},
        {"He was ruled out for infarction.", "infarction", "absent", "negated", "recent", "patient"},
        {"Rule out sarcoidosis.", "sarcoidosis", "unclear", "possible", "recent", "patient"},
        {"Probable cholangitis.", "cholangitis", "present", "possible", "recent", "patient"},
        {"Empyema cannot be excluded.", "Empyema", "unclear", "possible", "recent", "patient"},
        {"Status post cholecystectomy.", "cholecystectomy", "past", "affirmed", "historical", "patient"},
        {"History of endocarditis.", "endocarditis", "past", "affirmed", "historical", "patient"},
        {"Her mother had melanoma.", "melanoma", "other", "affirmed", "recent", "other"},
        {"FAMILY HISTORY: Melanoma and glioma.\nIMPRESSION: Stable.", "glioma", "other", "affirmed", "recent",
         "other"},
        {"FAMILY HISTORY: Melanoma.\nIMPRESSION: Effusion.", "Effusion", "present", "affirmed", "recent",
         "patient"},
        {"Return if you develop melena.", "melena", "hypothetical", "affirmed", "hypothetical", "patient"},
        {"No change in the effusion.", "effusion", "present", "affirmed", "recent", "patient"},
        {"Gram negative bacteremia.", "bacteremia", "present", "affirmed", "recent", "patient"},
        {"No cough. Effusion on the left.", "Effusion", "present", "affirmed", "recent", "patient"},
        {"There was no cough, and an effusion was seen.", "effusion", "present", "affirmed", "recent",
         "patient"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt_assertion said = judge(cases[i].text, cases[i].concept);
        if (strcmp(said.status, cases[i].status) != 0 || strcmp(said.negation, cases[i].negation) != 0 ||
            strcmp(said.temporality, cases[i].temporality) != 0 ||
            strcmp(said.experiencer, cases[i].experiencer) != 0)
            fail_msg("%s [%s]: %s, %s, %s, %s", cases[i].text, cases[i].concept, said.status, said.negation,
                     said.temporality, said.experiencer);
    }
}

static void test_cue_and_scope(void **state) {
    (void)state;
    const char text[] = "Seen today. No effusion, but an infiltrate.";
    tpt_assertion said = judge(text, "effusion");
    assert_memory_equal(text + said.cue.start, "No", 2);
    assert_int_equal(said.cue.end - said.cue.start, 2);
    assert_true(said.scope.start <= 12 && said.scope.end >= 23);
    assert_true(said.scope.end < 32); /* never over "but" */
    said = judge(text, "infiltrate");
    assert_int_equal(said.cue.start, said.cue.end);
}

/* What stands within a span is no cue, and no phrase of the pack takes its words. */
static void test_words_within_are_no_cues(void **state) {
    (void)state;
    assert_string_equal(judge("He has no feeling in the hand.", "no feeling in the hand").negation,
                        "affirmed");
    assert_string_equal(judge("Found unresponsive.", "unresponsive").negation, "affirmed");
    assert_string_equal(judge("She is not pregnant.", "pregnant").negation, "negated");
}

static void test_many_spans(void **state) {
    (void)state;
    const char text[] = "Fever, no chills. Chills?";
    tpt_span spans[] = {{10, 16}, {0, 5}, {0, 5}, {7, 7}, {25, 25}};
    tpt_assertion said[COUNT_OF(spans)];
    assert_int_equal(tpt_session_assert(session, text, sizeof text - 1, spans, COUNT_OF(spans), said, NULL),
                     TPT_OK);
    assert_string_equal(said[0].status, "absent");
    assert_string_equal(said[1].status, "present"); /* spans may come in any order, and overlap */
    assert_string_equal(said[2].status, "present");
    assert_string_equal(said[3].status, "present"); /* of nothing nothing is denied */
    assert_string_equal(said[4].status, "present");
}

static void test_bad_spans(void **state) {
    (void)state;
    tpt_assertion said;
    tpt_error error;
    tpt_span span = {3, 9};
    assert_int_equal(tpt_session_assert(session, "short", 5, &span, 1, &said, &error), TPT_E_INPUT);
    span = (tpt_span){4, 2};
    assert_int_equal(tpt_session_assert(session, "short", 5, &span, 1, &said, &error), TPT_E_INPUT);
    assert_int_equal(tpt_session_assert(session, "short", 5, NULL, 1, &said, &error), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_assert(session, "short", 5, &span, 1, NULL, &error), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_assert(session, NULL, 5, NULL, 0, NULL, &error), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_assert(NULL, "short", 5, NULL, 0, NULL, &error), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_assert(session, NULL, 0, NULL, 0, NULL, &error), TPT_OK);
}

typedef struct text_buffer {
    char text[2000];
    size_t len;
} text_buffer;

static bool collect(const char *bytes, size_t len, void *context) {
    text_buffer *out = context;
    if (out->len + len >= sizeof out->text) return false;
    memcpy(out->text + out->len, bytes, len);
    out->len += len;
    out->text[out->len] = '\0';
    return true;
}

static void test_json(void **state) {
    (void)state;
    text_buffer out = {.len = 0};
    const char record[] = "{\"spans\": [{\"start\": 3, \"end\": 8}], \"id\": 7, \"text\": \"No fever.\"}";
    assert_int_equal(tpt_session_assert_json(session, record, TPT_NUL_TERMINATED, collect, &out, NULL),
                     TPT_OK);
    assert_string_equal(
        out.text,
        "{\"id\":7,\"spans\":[{\"start\":3,\"end\":8,\"status\":\"absent\",\"negation\":\"negated\","
        "\"temporality\":\"recent\",\"experiencer\":\"patient\",\"cue\":\"No\","
        "\"scope\":{\"start\":0,\"end\":8}}]}");
    assert_int_equal(tpt_session_assert_json(session, record, TPT_NUL_TERMINATED, refuse, NULL, NULL),
                     TPT_E_WRITE);
    assert_int_equal(tpt_session_assert_json(session, NULL, 0, collect, &out, NULL), TPT_E_ARGUMENT);
}

static void test_bad_json(void **state) {
    (void)state;
    static const struct {
        const char *record, *pointer;
        tpt_status status;
    } cases[] = {
        {"[]", "", TPT_E_INPUT},
        {"{\"text\": \"x\"}", "", TPT_E_INPUT},
        {"{\"text\": 3, \"spans\": []}", "/text", TPT_E_INPUT},
        {"{\"id\": [], \"text\": \"x\", \"spans\": []}", "/id", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": 3}", "/spans", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": [7]}", "/spans/0", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": [{\"start\": 0, \"end\": 1}, {\"end\": 1}]}", "/spans/1", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": [{\"start\": 0}]}", "/spans/0", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": [{\"start\": 0, \"end\": 2}]}", "/spans/0", TPT_E_INPUT},
        {"{\"text\": \"x\", \"spans\": [{\"start\": -1, \"end\": 1}]}", "/spans/0", TPT_E_INPUT},
        {"{\"text\": \"x\", \"span\": []}", "/span", TPT_E_INPUT},
        {"{\"text\": \"x\"", "", TPT_E_JSON},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt_error error = {0};
        text_buffer out = {.len = 0};
        assert_int_equal(
            tpt_session_assert_json(session, cases[i].record, TPT_NUL_TERMINATED, collect, &out, &error),
            cases[i].status);
        assert_int_equal(out.len, 0);
        if (cases[i].status == TPT_E_INPUT) assert_string_equal(error.pointer, cases[i].pointer);
    }
}

/* What could not be judged whole says so, before its spans. */
static void test_incomplete_json(void **state) {
    (void)state;
    text_buffer out = {.len = 0};
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_steps = 1;
    tpt_session *hurried = new_session(rules, &options);
    const char record[] =
        "{\"id\": \"a\", \"text\": \"No fever and no chills.\", \"spans\": [{\"start\": 3, \"end\": 8}]}";
    assert_int_equal(tpt_session_assert_json(hurried, record, TPT_NUL_TERMINATED, collect, &out, NULL),
                     TPT_INCOMPLETE);
    assert_non_null(strstr(out.text, "{\"id\":\"a\",\"complete\":false,\"spans\":[{\"start\":3,\"end\":8,"));
    tpt_session_free(hurried);
}

/* Within too few steps a denial may be missed: that is said, and never that all is well. */
static void test_few_steps(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_assertion said;
    text_buffer out = {.len = 0};
    const tpt_span span = {3, 8};
    const char record[] = "{\"id\": \"a\", \"text\": \"No fever.\", \"spans\": [{\"start\": 3, \"end\": 8}]}";
    options.max_steps = 1;
    tpt_session *hasty = NULL;
    assert_int_equal(tpt_session_new(&hasty, rules, &options, NULL), TPT_OK);
    assert_int_equal(tpt_session_assert(hasty, "No fever.", 9, &span, 1, &said, NULL), TPT_INCOMPLETE);
    assert_int_equal(tpt_session_assert_json(hasty, record, TPT_NUL_TERMINATED, collect, &out, NULL),
                     TPT_INCOMPLETE);
    assert_non_null(strstr(out.text, "\"complete\":false"));
    assert_int_equal(tpt_session_assert_json(hasty, record, TPT_NUL_TERMINATED, refuse, NULL, NULL),
                     TPT_E_WRITE);
    tpt_session_free(hasty);
    options.max_steps = 0;
    options.max_confirms = 1; /* patterns that are not tried may be cues as well */
    const char *text = "No fever. woke up with a numb arm, since 2 weeks, can't feel my hand, c6 c7 trouble";
    assert_int_equal(tpt_session_new(&hasty, rules, &options, NULL), TPT_OK);
    assert_int_equal(tpt_session_assert(hasty, text, strlen(text), &span, 1, &said, NULL), TPT_INCOMPLETE);
    tpt_session_free(hasty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_axes),
        cmocka_unit_test(test_cue_and_scope),
        cmocka_unit_test(test_words_within_are_no_cues),
        cmocka_unit_test(test_many_spans),
        cmocka_unit_test(test_bad_spans),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_bad_json),
        cmocka_unit_test(test_incomplete_json),
        cmocka_unit_test(test_few_steps),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* tpt_session_triage_texts: columns in Arrow's layout give the answers of the single call, and bad ones are refused. */
#include "support.h"

static tpt_ruleset *rules;

static int set_up(void **state) {
    (void)state;
    rules = tiny_rules();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt_ruleset_free(rules);
    return 0;
}

/* "headache", "", null ("rash" lies under it), "no headache" */
static const char DATA[] = "headacherashno headache";
#define DATA_LEN (sizeof DATA - 1)
static const int32_t OFFSETS32[] = {0, 8, 8, 12, 23};
static const int64_t OFFSETS64[] = {0, 8, 8, 12, 23};
static const uint8_t VALIDITY[] = {0x0B}; /* all but row 2 */
static const char *const TEXTS[] = {"headache", "", "", "no headache"};

static tpt_texts column32(void) {
    tpt_texts texts = TPT_TEXTS_INIT;
    texts.data = DATA;
    texts.data_len = DATA_LEN;
    texts.offsets32 = OFFSETS32;
    texts.validity = VALIDITY;
    texts.count = 4;
    return texts;
}

/* What was handed over, row by row. */
typedef struct taken {
    size_t count, stop_after /* rows; 0: never */;
    size_t index[8];
    tpt_status status[8];
    bool is_null[8], has_error[8];
    char *json[8];
    tpt_session *call_back; /* called from within, or NULL */
    tpt_status answer;      /* of that call */
} taken;

static bool keep(const tpt_text_row *row, void *context) {
    taken *t = context;
    size_t at = t->count++;
    t->index[at] = row->index;
    t->status[at] = row->status;
    t->is_null[at] = row->is_null;
    t->has_error[at] = row->error && row->error->code == row->status && row->error->message[0];
    t->json[at] = row->result ? json_of(row->result) : NULL;
    const tpt_result *result;
    if (t->call_back) t->answer = tpt_session_triage_text(t->call_back, "", 0, &result, NULL);
    return t->count != t->stop_after;
}

static void forget(taken *t) {
    for (size_t i = 0; i < t->count; i++) free(t->json[i]);
    *t = (taken){0};
}

static void assert_rows(const taken *t, size_t first, size_t count) {
    tpt_session *single = new_session(rules, NULL);
    assert_int_equal(t->count, count);
    for (size_t i = 0; i < count; i++) {
        char *alone = triage_json(single, TEXTS[first + i]);
        assert_int_equal(t->index[i], i);
        assert_int_equal(t->status[i], TPT_OK);
        assert_int_equal(t->is_null[i], first + i == 2);
        assert_false(t->has_error[i]);
        assert_string_equal(t->json[i], alone);
        free(alone);
    }
    tpt_session_free(single);
}

static void take_all(tpt_texts texts, size_t first, size_t count) {
    tpt_session *session = new_session(rules, NULL);
    taken t = {0};
    texts.first = first;
    texts.count = count;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_rows(&t, first, count);
    forget(&t);
    tpt_session_free(session);
}

static void test_rows_are_as_single_calls(void **state) {
    (void)state;
    tpt_texts texts = column32();
    take_all(texts, 0, 4);
    take_all(texts, 1, 3); /* slices: what begins within the buffers */
    take_all(texts, 3, 1);
    take_all(texts, 2, 0);
    texts.offsets32 = NULL;
    texts.offsets64 = OFFSETS64;
    take_all(texts, 0, 4);
    take_all(texts, 2, 2);
}

static void test_no_validity_no_nulls(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    tpt_texts texts = column32();
    taken t = {0};
    texts.validity = NULL;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.count, 4);
    assert_false(t.is_null[2]);
    assert_non_null(strstr(t.json[2], "\"rash\""));
    forget(&t);
    tpt_session_free(session);
}

/* An empty column may come without any buffer; rows without text need no data. */
static void test_nothing(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    tpt_texts texts = TPT_TEXTS_INIT;
    static const int32_t zeros[] = {0, 0, 0};
    taken t = {0};
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.count, 0);
    texts.offsets32 = zeros;
    texts.count = 2;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.count, 2);
    assert_non_null(strstr(t.json[1], "\"insufficient\""));
    forget(&t);
    tpt_session_free(session);
}

static void refuse_column(tpt_texts texts, const char *message) {
    tpt_session *session = new_session(rules, NULL);
    tpt_error error = {0};
    taken t = {0};
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, &error), TPT_E_ARGUMENT);
    assert_string_equal(error.message, message);
    assert_int_equal(t.count, 0); /* not even the rows before the bad one */
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_E_ARGUMENT);
    tpt_session_free(session);
}

static void test_bad_columns(void **state) {
    (void)state;
    static const int32_t backwards[] = {0, 8, 7, 12, 23}, beyond[] = {0, 8, 8, 12, 24},
                         negative[] = {-1, 8, 8, 12, 23};
    static const int64_t far_beyond[] = {0, 8, 8, INT64_MAX, INT64_MAX};
    tpt_texts texts = column32();
    texts.offsets32 = backwards;
    refuse_column(texts, "row 1 ends before it begins");
    texts.offsets32 = beyond;
    refuse_column(texts, "row 3 ends beyond the data");
    texts.offsets32 = negative;
    refuse_column(texts, "the first offset is below zero");
    texts.offsets32 = NULL;
    refuse_column(texts, "one of offsets32 and offsets64 must be given");
    texts.offsets64 = far_beyond;
    refuse_column(texts, "row 2 ends beyond the data");
    texts.offsets32 = OFFSETS32;
    refuse_column(texts, "one of offsets32 and offsets64 must be given");
    texts = column32();
    texts.data = NULL;
    refuse_column(texts, "the data is NULL");
    texts = column32();
    texts.first = SIZE_MAX;
    refuse_column(texts, "first and count are beyond all memory");
    texts.first = 1;
    texts.count = SIZE_MAX;
    refuse_column(texts, "first and count are beyond all memory");
}

static void test_null_arguments(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    tpt_texts texts = column32();
    taken t = {0};
    assert_int_equal(tpt_session_triage_texts(NULL, &texts, keep, &t, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_texts(session, NULL, keep, &t, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_texts(session, &texts, NULL, &t, NULL), TPT_E_ARGUMENT);
    assert_int_equal(t.count, 0);
    tpt_session_free(session);
}

static void test_a_bad_row_does_not_stop_the_rest(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_text_bytes = 8;
    tpt_session *session = new_session(rules, &options);
    static const int32_t offsets[] = {0, 9, 17, 23}; /* too long, not, not */
    tpt_texts texts = TPT_TEXTS_INIT;
    taken t = {0};
    texts.data = DATA;
    texts.data_len = DATA_LEN;
    texts.offsets32 = offsets;
    texts.count = 3;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.count, 3);
    assert_int_equal(t.status[0], TPT_E_TOO_LONG);
    assert_true(t.has_error[0]);
    assert_null(t.json[0]);
    assert_int_equal(t.status[1], TPT_OK);
    assert_false(t.has_error[1]);
    assert_non_null(t.json[2]);
    forget(&t);
    tpt_session_free(session);
}

static void test_incomplete_rows_have_results(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_steps = 1;
    tpt_session *session = new_session(rules, &options);
    tpt_texts texts = column32();
    taken t = {0};
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.status[3], TPT_INCOMPLETE);
    assert_non_null(strstr(t.json[3], "\"complete\":false"));
    forget(&t);
    tpt_session_free(session);
}

static void test_stopped(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    tpt_texts texts = column32();
    taken t = {.stop_after = 2};
    const tpt_result *result;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_CANCELLED);
    assert_int_equal(t.count, 2);
    forget(&t);
    assert_int_equal(tpt_session_triage_text(session, "rash", 4, &result, NULL), TPT_OK); /* given back */
    tpt_session_free(session);
}

static bool always(void *context) {
    (void)context;
    return true;
}

static void test_cancelled(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    options.cancel = always;
    tpt_session *session = new_session(rules, &options);
    tpt_texts texts = column32();
    taken t = {0};
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_CANCELLED);
    assert_int_equal(t.count, 0);
    tpt_session_free(session);
}

/* The function that takes a row cannot end the life of the result that it holds. */
static void test_busy_within(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    tpt_texts texts = column32();
    taken t = {.call_back = session};
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.answer, TPT_E_BUSY);
    assert_rows(&t, 0, 4);
    forget(&t);
    tpt_session_free(session);
}

static bool count_row(const tpt_text_row *row, void *context) {
    *(size_t *)context += row->status == TPT_OK;
    return true;
}

static void test_warm_batches_allocate_nothing(void **state) {
    (void)state;
    counting memory = {0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    tpt_session *session = new_session(rules, &options);
    tpt_texts texts = column32();
    size_t rows = 0;
    assert_int_equal(tpt_session_triage_texts(session, &texts, count_row, &rows, NULL), TPT_OK);
    size_t warm = memory.asked;
    assert_int_equal(tpt_session_triage_texts(session, &texts, count_row, &rows, NULL), TPT_OK);
    assert_int_equal(memory.asked, warm);
    assert_int_equal(rows, 8);
    tpt_session_free(session);
    assert_int_equal(memory.live, 0);
}

/* Memory that runs out is the row's error, and the batch still ends as it should. */
static void test_memory_runs_out(void **state) {
    (void)state;
    counting memory = {0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    tpt_session *session = new_session(rules, &options);
    tpt_texts texts = column32();
    taken t = {0};
    memory.fail_at = memory.asked + 1;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_int_equal(t.count, 4);
    assert_int_equal(t.status[0], TPT_E_MEMORY);
    assert_true(t.has_error[0]);
    forget(&t);
    memory.fail_at = 0;
    assert_int_equal(tpt_session_triage_texts(session, &texts, keep, &t, NULL), TPT_OK);
    assert_rows(&t, 0, 4);
    forget(&t);
    tpt_session_free(session);
    assert_int_equal(memory.live, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_as_single_calls),
        cmocka_unit_test(test_no_validity_no_nulls),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_bad_columns),
        cmocka_unit_test(test_null_arguments),
        cmocka_unit_test(test_a_bad_row_does_not_stop_the_rest),
        cmocka_unit_test(test_incomplete_rows_have_results),
        cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_cancelled),
        cmocka_unit_test(test_busy_within),
        cmocka_unit_test(test_warm_batches_allocate_nothing),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

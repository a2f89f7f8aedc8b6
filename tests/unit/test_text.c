/* Words, clauses, sentences, places, quantities. */
#include "support.h"

#include "text/quantity.h"

static tpt__arena arena;
static tpt__map mixed;

static void read(const char *text, tpt__document *doc) {
    tpt__arena_reset(&arena);
    tpt__document_read(&arena, text, strlen(text), &mixed, doc);
}

static void word_is(const tpt__document *doc, uint32_t at, const char *text) {
    assert_true(at < doc->count);
    const tpt__token *token = &doc->tokens[at];
    char word[64] = "";
    memcpy(word, tpt__token_text(doc, token), token->len);
    assert_string_equal(word, text);
}

static void test_words(void **state) {
    (void)state;
    tpt__document doc;
    read("My Neck\xe2\x80\x99s STIFF, 54yo", &doc);
    assert_int_equal(doc.count, 5);
    word_is(&doc, 1, "neck's");
    word_is(&doc, 2, "stiff");
    word_is(&doc, 4, "yo");
    assert_int_equal(doc.tokens[3].milli, 54000);
    assert_int_equal(doc.tokens[1].start, 3);
    assert_int_equal(doc.tokens[1].end, 11);     /* bytes: the quote takes three */
    assert_int_equal(doc.tokens[1].end_char, 9); /* code points */
}

static void test_clauses(void **state) {
    (void)state;
    tpt__document doc;
    read("no fever, but sore. Bladder: normal\nOk? No", &doc);
    assert_int_equal(doc.sentence_count, 4);
    assert_int_equal(doc.tokens[0].clause, doc.tokens[1].clause);
    assert_int_not_equal(doc.tokens[1].clause, doc.tokens[2].clause);
    assert_int_equal(doc.tokens[5].lead, TPT__LEAD_COLON);
    assert_int_equal(doc.tokens[4].sentence, doc.tokens[5].sentence);
    assert_true(doc.sentences[2].question);
}

static void test_points_that_end_nothing(void **state) {
    (void)state;
    tpt__document doc;
    read("38.1 at 5 a.m. see youtu.be/x now", &doc);
    assert_int_equal(doc.tokens[0].milli, 38100);
    assert_true(doc.sentence_count <= 2);
}

static void test_odd_bytes(void **state) {
    (void)state;
    tpt__document doc;
    read("\xff\xfe numb \xf0\x9f\xa4\x95 \xed\xa0\x80 arm", &doc);
    bool numb = false, arm = false;
    for (uint32_t i = 0; i < doc.count; i++) {
        assert_true(doc.tokens[i].end <= doc.raw_len && doc.tokens[i].start < doc.tokens[i].end);
        numb |= doc.tokens[i].len == 4 && memcmp(tpt__token_text(&doc, &doc.tokens[i]), "numb", 4) == 0;
        arm |= doc.tokens[i].len == 3 && memcmp(tpt__token_text(&doc, &doc.tokens[i]), "arm", 3) == 0;
    }
    assert_true(numb && arm);
    read("", &doc);
    assert_int_equal(doc.count, 0);
}

static bool finds(const char *text, tpt__dimension dimension, int64_t value) {
    static int64_t numerals[] = {3000};
    static tpt__unit units[] = {{TPT__DIM_DURATION, 0, 10080, 1}, {TPT__DIM_DURATION, 0, 1440, 1}};
    tpt__quantity_tables tables = {.numeral_milli = numerals, .unit_items = units};
    tpt__document doc;
    tpt__quantity *found;
    uint32_t count;
    read(text, &doc);
    tpt__map_set(&arena, &tables.numerals, "few", 3, 0);
    tpt__map_set(&arena, &tables.units, "wks", 3, 0);
    tpt__map_set(&arena, &tables.units, "/7", 2, 1);
    tpt__map_set(&arena, &tables.calendar, "last night", 10, 1440);
    tpt__quantities_find(&arena, &doc, &tables, &found, &count);
    for (uint32_t i = 0; i < count; i++)
        if (found[i].dimension == dimension && found[i].value == value) return true;
    return false;
}

static void test_quantities(void **state) {
    (void)state;
    assert_true(finds("3 wks", TPT__DIM_DURATION, 30240));
    assert_true(finds("3wks", TPT__DIM_DURATION, 30240));
    assert_true(finds("a few wks", TPT__DIM_DURATION, 30240));
    assert_true(finds("1.5 wks", TPT__DIM_DURATION, 15120));
    assert_true(finds("6/7", TPT__DIM_DURATION, 8640));
    assert_true(finds("since last night", TPT__DIM_WHEN, 1440));
    assert_true(finds("in 2015", TPT__DIM_YEAR, 2015000));
    assert_false(finds("3. wks", TPT__DIM_DURATION, 30240));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_clauses),
                                       cmocka_unit_test(test_points_that_end_nothing),
                                       cmocka_unit_test(test_odd_bytes), cmocka_unit_test(test_quantities)};
    tpt__arena_init(&arena, NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    tpt__arena_free(&arena);
    return failed;
}

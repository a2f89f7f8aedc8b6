/* Numbers, lengths of time, points in the past, years. */
#include "support.h"

#include "text/quantity.h"

static tpt__arena arena;
static tpt__quantity_tables tables;
static tpt__forms forms;

static void add_word(tpt__map *map, const char *word, uint32_t value) {
    tpt__map_set(&arena, map, word, strlen(word), value);
}

static int set_up(void **state) {
    static int64_t numerals[] = {1000, 3000, 500, 80000, 1500};
    static bool articles[] = {true, false, false, false, false};
    static tpt__unit units[] = {{TPT__DIM_DURATION, 0, 1440, 1},
                                {TPT__DIM_DURATION, 0, 10080, 1},
                                {TPT__DIM_OTHER, 5, 1, 1},
                                {TPT__DIM_DURATION, 0, 1000001, 1}};
    (void)state;
    tpt__arena_init(&arena, NULL);
    tables =
        (tpt__quantity_tables){.numeral_milli = numerals, .numeral_article = articles, .unit_items = units};
    forms = (tpt__forms){0};
    add_word(&tables.numerals, "a", 0);
    add_word(&tables.numerals, "three", 1);
    add_word(&tables.numerals, "half", 2);
    add_word(&tables.numerals, "eighty", 3);
    add_word(&tables.numerals, "sesqui", 4);
    add_word(&tables.numeral_joins, "and", 1);
    add_word(&tables.units, "days", 0);
    add_word(&tables.units, "day", 0);
    add_word(&tables.units, "weeks", 1);
    add_word(&tables.units, "week", 1);
    add_word(&tables.units, "/52", 1);
    add_word(&tables.units, "c", 2);
    add_word(&tables.units, "aeons", 3);
    add_word(&tables.calendar, "yesterday", 1440);
    add_word(&tables.calendar, "last week", 10080);
    tpt__quantities_freeze(&tables);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt__arena_free(&arena);
    return 0;
}

/* The widest quantity of a kind in a text, or one of width 0. */
static tpt__quantity widest(const char *text, tpt__dimension dimension) {
    tpt__document doc;
    tpt__quantity *found, best = {0};
    uint32_t count;
    tpt__document_read(&arena, text, strlen(text), &forms, &doc);
    tpt__quantities_find(&arena, &doc, &tables, &found, &count);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(found[i].first < found[i].last && found[i].last <= doc.count);
        if (found[i].dimension == dimension && found[i].last - found[i].first > best.last - best.first)
            best = found[i];
    }
    return best;
}

static void test_article(void **state) {
    (void)state;
    assert_int_equal(widest("a week", TPT__DIM_DURATION).value, 10080);
    assert_int_equal(widest("a headache", TPT__DIM_NUMBER).last, 0); /* no number */
    assert_int_equal(widest("eighty three", TPT__DIM_NUMBER).value, 83000);
}

static void test_values(void **state) {
    (void)state;
    static const struct {
        const char *text;
        tpt__dimension dimension;
        int64_t value; /* -1: none */
    } cases[] = {
        {"3", TPT__DIM_NUMBER, 3000},
        {"8.5", TPT__DIM_NUMBER, 8500},
        {"three", TPT__DIM_NUMBER, 3000},
        {"3 weeks", TPT__DIM_DURATION, 30240},
        {"three weeks", TPT__DIM_DURATION, 30240},
        {"a day", TPT__DIM_DURATION, 1440},
        {"1.5 days", TPT__DIM_DURATION, 2160},
        {"half a day", TPT__DIM_DURATION, 720},
        {"eighty-three", TPT__DIM_NUMBER, 83000},
        {"eighty three", TPT__DIM_NUMBER, 83000},
        {"eighty and three", TPT__DIM_NUMBER, 83000},
        {"eighty, three", TPT__DIM_NUMBER, 80000},
        {"eighty eighty", TPT__DIM_NUMBER, 80000},
        {"three eighty", TPT__DIM_NUMBER, 3000},
        {"a week and a half", TPT__DIM_DURATION, 15120},
        {"3 weeks and half", TPT__DIM_DURATION, 35280},
        {"a week and three", TPT__DIM_DURATION, 10080},
        {"a week and", TPT__DIM_DURATION, 10080},
        {"a week and a", TPT__DIM_DURATION, 10080},
        {"a week and, half", TPT__DIM_DURATION, 10080},
        {"a week and a, half", TPT__DIM_DURATION, 10080},
        {"a week and a a half", TPT__DIM_DURATION, 10080},
        {"a week and a day", TPT__DIM_DURATION, 10080},
        {"eighty and", TPT__DIM_NUMBER, 80000},
        {"eighty and, three", TPT__DIM_NUMBER, 80000},
        {"eighty half", TPT__DIM_NUMBER, 80000},
        {"eighty sesqui", TPT__DIM_NUMBER, 80000}, /* no units are a thousand and a half */
        {"sesqui days", TPT__DIM_DURATION, 2160},
        {"3 aeons", TPT__DIM_DURATION, -1}, /* a unit beyond what can be reckoned with */
        {"2/123456789", TPT__DIM_DURATION, -1},
        {"2/", TPT__DIM_DURATION, -1},
        {"2/week", TPT__DIM_DURATION, -1},
        {"3-week", TPT__DIM_DURATION, 30240},
        {"2/52", TPT__DIM_DURATION, 20160},
        {"2/51", TPT__DIM_DURATION, -1},
        {"3, weeks", TPT__DIM_DURATION, -1},
        {"weeks", TPT__DIM_DURATION, -1},
        {"yesterday", TPT__DIM_WHEN, 1440},
        {"last week", TPT__DIM_WHEN, 10080},
        {"last, week", TPT__DIM_WHEN, -1},
        {"2015", TPT__DIM_YEAR, 2015000},
        {"1899", TPT__DIM_YEAR, -1},
        {"20150", TPT__DIM_YEAR, -1},
        {"2100", TPT__DIM_YEAR, -1},
        {"2015.5", TPT__DIM_YEAR, -1},
        {"2015.0", TPT__DIM_YEAR, -1},
        {"02015", TPT__DIM_YEAR, -1},
        {"38.1C", TPT__DIM_OTHER, 38100},
        {"", TPT__DIM_NUMBER, -1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt__quantity found = widest(cases[i].text, cases[i].dimension);
        int64_t value = found.last ? found.value : -1;
        if (value != cases[i].value) fail_msg("%s: %lld", cases[i].text, (long long)value);
    }
}

/* Numbers beyond all sense overflow nothing. */
static void test_huge(void **state) {
    (void)state;
    widest("99999999999999999999999 weeks", TPT__DIM_DURATION);
    widest("9999999999999 weeks", TPT__DIM_DURATION);
    assert_int_equal(widest("999999999999999999 weeks", TPT__DIM_DURATION).last,
                     0); /* none, not a little one */
    widest("2/99999999999999999", TPT__DIM_DURATION);
    assert_int_equal(widest("38.1C", TPT__DIM_OTHER).class_word, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_article, set_up, tear_down),
                                       cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
                                       cmocka_unit_test_setup_teardown(test_huge, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

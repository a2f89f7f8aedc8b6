/* Errors: texts that are cut on the bounds of characters; the id that was meant by one that is misspelt. */
#include "support.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/nearest.h"

/* "ab" and a character of one to four bytes, in fields of every size. */
static void test_cut_on_bounds(void **state) {
    (void)state;
    static const char *const texts[] = {"abc", "ab\xC3\xA9", "ab\xE2\x86\x92", "ab\xF0\x9F\x98\xAD"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        size_t whole = strlen(texts[i]);
        for (size_t size = 1; size <= whole + 2; size++) {
            char *field = malloc(size);
            size_t room = size - 1, kept = room >= whole ? whole : room < 2 ? room : 2;
            tpt__error_copy(field, size, texts[i]);
            assert_int_equal(strlen(field), kept);
            assert_memory_equal(field, texts[i], kept);
            free(field);
        }
    }
}

/* The same of a message that is too long. */
static void test_long_message(void **state) {
    (void)state;
    char text[600] = "";
    for (size_t i = 0; i < 100; i++) strcat(text, "\xF0\x9F\x98\xAD");
    for (size_t shift = 0; shift < 4; shift++) {
        tpt_error error;
        memset(&error, 0xA5, sizeof error);
        assert_int_equal(tpt__error_set(&error, TPT_E_INPUT, "%.*s%s", (int)shift, "xyz", text), TPT_E_INPUT);
        assert_int_equal(error.code, TPT_E_INPUT);
        assert_int_equal(strlen(error.message), shift + (sizeof error.message - 1 - shift) / 4 * 4);
        assert_string_equal(error.hint, "");
        assert_int_equal(error.line, 0);
    }
    assert_int_equal(tpt__error_set(NULL, TPT_E_FILE, "%s", text), TPT_E_FILE);
}

static void test_nearest(void **state) {
    (void)state;
    static const char *const ids[] = {"sciatica", "rash", "rush", "neck_pain", "back_pain", "lump",
                                      "jump",     "dump", "hump", "bump",      "pump"};
    static const char *const cases[][2] = {{"siatica", "sciatica"},
                                           {"rsh", "rash"}, /* as near as "rush": the first one in order */
                                           {"rosh", "rash"},
                                           {"rushh", "rush"},
                                           {"rush", "rush"},
                                           {"neck_pian", "neck_pain"},
                                           {"xump", "bump"},
                                           {"fever", NULL},
                                           {"a_word_of_more_letters_than_any_id_that_is_compared", NULL}};
    tpt__arena arena;
    tpt__map forward = {0}, backward = {0}, none = {0};
    tpt__arena_init(&arena, NULL);
    for (uint32_t i = 0; i < COUNT_OF(ids); i++) {
        const char *last = ids[COUNT_OF(ids) - 1 - i];
        tpt__map_set(&arena, &forward, ids[i], strlen(ids[i]), i);
        tpt__map_set(&arena, &backward, last, strlen(last), i);
    }
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const tpt__map *const maps[] = {&forward, &backward};
        for (size_t m = 0; m < 2; m++) {
            const char *meant = tpt__nearest_key(maps[m], cases[i][0]);
            if (!meant != !cases[i][1] || (meant && strcmp(meant, cases[i][1]) != 0))
                fail_msg("%s: %s", cases[i][0], meant ? meant : "none");
        }
    }
    assert_null(tpt__nearest_key(&none, "rash"));
    tpt__arena_free(&arena);
}

static void test_digits(void **state) {
    (void)state;
    static const struct {
        int64_t value;
        const char *digits;
    } cases[] = {{0, "0"},
                 {7, "7"},
                 {-7, "-7"},
                 {-120, "-120"},
                 {INT64_MAX, "9223372036854775807"},
                 {INT64_MIN, "-9223372036854775808"}};
    tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt__buf out = {.arena = &arena};
        tpt__buf_add_int(&out, cases[i].value);
        assert_string_equal(tpt__buf_text(&out), cases[i].digits);
    }
    tpt__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cut_on_bounds),
                                       cmocka_unit_test(test_long_message), cmocka_unit_test(test_nearest),
                                       cmocka_unit_test(test_digits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

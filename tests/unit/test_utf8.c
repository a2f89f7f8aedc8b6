/* UTF-8: every code point there and back; ill-formed parts by maximal subparts (Unicode, chapter 3). */
#include "support.h"

#include "base/utf8.h"

static void test_round_trip(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        size_t size = 0;
        bool valid = false;
        if (point == 0xD800) point = 0xE000;
        size_t len = tpt__utf8_encode(point, bytes);
        assert_int_equal(len, point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);
        assert_int_equal(tpt__utf8_decode(bytes, len, &size, &valid), point);
        assert_true(valid && size == len);
    }
}

static void test_ill_formed(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len, size; /* size of the first ill-formed part */
    } cases[] = {
        {"\x80", 1, 1},
        {"\xBF", 1, 1},
        {"\xC0\x80", 2, 1},
        {"\xC1\xBF", 2, 1},
        {"\xC3", 1, 1},
        {"\xC3"
         "A",
         2, 1},
        {"\xE0\x80\x80", 3, 1},
        {"\xE0\x9F\xBF", 3, 1},
        {"\xE2\x82", 2, 2},
        {"\xE2\x82"
         "A",
         3, 2},
        {"\xE2"
         "A",
         2, 1},
        {"\xED\xA0\x80", 3, 1},
        {"\xED\xBF\xBF", 3, 1},
        {"\xF0\x80\x80\x80", 4, 1},
        {"\xF0\x8F\xBF\xBF", 4, 1},
        {"\xF0\x9F\x98", 3, 3},
        {"\xF0\x9F"
         "A",
         3, 2},
        {"\xF4\x90\x80\x80", 4, 1},
        {"\xF5\x80\x80\x80", 4, 1},
        {"\xFE", 1, 1},
        {"\xFF", 1, 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *exact = malloc(cases[i].len); /* a byte read too far is seen */
        size_t size = 0;
        bool valid = true;
        memcpy(exact, cases[i].bytes, cases[i].len);
        assert_int_equal(tpt__utf8_decode(exact, cases[i].len, &size, &valid), TPT__REPLACEMENT);
        if (valid || size != cases[i].size) fail_msg("case %zu: size %zu", i, size);
        free(exact);
    }
}

/* U+FFFD that was written is no mistake. */
static void test_replacement_itself(void **state) {
    (void)state;
    size_t size;
    bool valid = false;
    assert_int_equal(tpt__utf8_decode("\xEF\xBF\xBD", 3, &size, &valid), TPT__REPLACEMENT);
    assert_true(valid);
    assert_int_equal(size, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip), cmocka_unit_test(test_ill_formed),
                                       cmocka_unit_test(test_replacement_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

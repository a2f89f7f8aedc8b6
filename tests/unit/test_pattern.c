/* Compiled patterns: frozen and thawed, here or under another library; which of them may run away. */
#include "support.h"

#include "match/pattern.h"

#define COUNT 3

typedef struct bench {
    tpt__arena arena;
    tpt__pattern_scratch *scratch;
    char regexes[COUNT][20];
    tpt__pattern *patterns[COUNT];
} bench;

static int set_up(void **state) {
    static const char *const regexes[COUNT] = {"\\bc[5-7]\\b", "(a|b)\\1", "x+y"};
    bench *b = calloc(1, sizeof *b);
    tpt__arena_init(&b->arena, NULL);
    b->scratch = tpt__pattern_scratch_new(&b->arena, NULL);
    for (uint32_t i = 0; i < COUNT; i++) {
        size_t offset;
        char message[100];
        strcpy(b->regexes[i], regexes[i]);
        b->patterns[i] = tpt__pattern_compile(&b->arena, b->regexes[i], &offset, message, sizeof message);
        assert_non_null(b->patterns[i]);
    }
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    bench *b = *state;
    tpt__arena_free(&b->arena);
    free(b);
    return 0;
}

/* Where each pattern finds its part of a text that has them all. */
static void assert_they_match(bench *b) {
    static const char text[] = "ab c6 bb xxy";
    static const size_t bounds[COUNT][2] = {{3, 5}, {6, 8}, {9, 12}};
    for (uint32_t i = 0; i < COUNT; i++) {
        size_t start = 0, end = 0;
        tpt__pattern_begin(b->scratch);
        assert_int_equal(
            tpt__pattern_match(b->patterns[i], b->scratch, text, sizeof text - 1, 0, false, &start, &end),
            TPT__PATTERN_YES);
        assert_int_equal(start, bounds[i][0]);
        assert_int_equal(end, bounds[i][1]);
    }
}

/* The patterns as a block of bytes that the caller may spoil. */
static char *frozen(bench *b, size_t *size) {
    const void *bytes = tpt__patterns_freeze(&b->arena, b->patterns, COUNT, size);
    assert_non_null(bytes);
    char *copy = malloc(*size);
    memcpy(copy, bytes, *size);
    return copy;
}

static void test_thaw(void **state) {
    bench *b = *state;
    size_t size;
    char *bytes = frozen(b, &size);
    memset(b->regexes, '(', sizeof b->regexes); /* nothing is compiled again: these could not be */
    for (uint32_t i = 0; i < COUNT; i++) b->regexes[i][19] = '\0';
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns, COUNT, bytes, size));
    assert_they_match(b);
    free(bytes);
}

/* What another library wrote is not looked at: behind its name the bytes may be anything. */
static void test_another_library(void **state) {
    bench *b = *state;
    size_t size;
    char *bytes = frozen(b, &size);
    size_t name = strlen(bytes);
    assert_true(name > 5 && name < size); /* a line that names the library comes first */
    memset(bytes + name + 1, 0xA5, size - name - 1);
    bytes[name - 1]++;
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns, COUNT, bytes, size));
    assert_they_match(b);
    free(bytes);
}

/* Of too few bytes, and of another count, nothing is taken either. */
static void test_misfits(void **state) {
    bench *b = *state;
    size_t size;
    char *bytes = frozen(b, &size);
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns, COUNT - 1, bytes, size));
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns + COUNT - 1, 1, bytes, size));
    assert_they_match(b);
    char *little = malloc(10);
    memcpy(little, bytes, 10);
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns, COUNT, little, 10));
    assert_they_match(b);
    free(little);
    free(bytes);
}

static void test_cannot_be_compiled_again(void **state) {
    bench *b = *state;
    size_t size;
    char *bytes = frozen(b, &size);
    bytes[0]++;
    strcpy(b->regexes[1], "(a");
    assert_false(tpt__patterns_thaw(&b->arena, b->patterns, COUNT, bytes, size));
    free(bytes);
}

static void test_none(void **state) {
    bench *b = *state;
    size_t size = 77;
    assert_null(tpt__patterns_freeze(&b->arena, b->patterns, 0, &size));
    assert_int_equal(size, 0);
    assert_true(tpt__patterns_thaw(&b->arena, b->patterns, 0, NULL, 0));
    assert_they_match(b); /* no pattern was touched */
}

static void test_may_run_away(void **state) {
    (void)state;
    static const struct {
        const char *regex;
        bool may;
    } cases[] = {
        {"(a*)*", true},         {"(?:a+b)+", true},
        {"(?:a+b){2,}", true},   {"(?:(?:a*)b)*", true},
        {"(?:[^]a]*b)*", true},  {"(?>a*)*", false}, /* an atomic group gives nothing back */
        {"(?:a*+)*", false},     {"(?:a*)+b*+", true},
        {"(?:ab)*", false},      {"(?:a*b){2}", false},
        {"(?:a*b)?", false},     {"a*b*", false},
        {"(?:\\*\\+)*", false},  {"(?:[*+]b)*", false}, /* of a class these are signs */
        {"(?:[\\]*]b)*", false}, {"[a", false},         /* what has no end ends here, too */
        {"[a\\", false},         {"a\\", false},
        {"a)*", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (tpt__pattern_may_run_away(cases[i].regex) != cases[i].may) fail_msg("%s", cases[i].regex);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_thaw),    TEST(test_another_library),
                                       TEST(test_misfits), TEST(test_cannot_be_compiled_again),
                                       TEST(test_none),    TEST(test_may_run_away)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

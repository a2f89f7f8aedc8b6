/* The strict JSON reader: what it takes, what it refuses and where. The writer: that all of it goes out, or that it stops. */
#include "support.h"

#include "base/json.h"
#include "base/map.h"

static int set_up(void **state) {
    tpt__arena *arena = malloc(sizeof *arena);
    tpt__arena_init(arena, NULL);
    *state = arena;
    return 0;
}

static int tear_down(void **state) {
    tpt__arena_free(*state);
    free(*state);
    return 0;
}

static tpt__json parsed(tpt__arena *arena, const char *text) {
    tpt__json json;
    tpt_error error;
    if (tpt__json_parse(arena, text, strlen(text), &json, &error) != TPT_OK)
        fail_msg("%s: %s", text, error.message);
    return json;
}

typedef struct refusal {
    const char *text;
    uint32_t line, column;
    const char *pointer, *message;
} refusal;

#define MANY_KEYS                                                                                            \
    "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,"      \
    "\"m\":1"

static const refusal REFUSALS[] = {
    {"", 1, 1, "", "value expected"},
    {"  ", 1, 3, "", "value expected"},
    {"nul", 1, 1, "", "value expected"},
    {"True", 1, 1, "", "value expected"},
    {"NaN", 1, 1, "", "value expected"},
    {"'a'", 1, 1, "", "value expected"},
    {"// c\n1", 1, 1, "", "value expected"},
    {"1 2", 1, 3, "", "after the end"},
    {"{}\n{}", 2, 1, "", "after the end"},
    {"[1,]", 1, 3, "", "comma"},
    {"[,1]", 1, 2, "", "value expected"},
    {"[1 2]", 1, 4, "", "','"},
    {"[1", 1, 3, "", "ends too early"},
    {"{\"a\":1,}", 1, 7, "", "comma"},
    {"{\"a\" 1}", 1, 6, "", "':'"},
    {"{a:1}", 1, 2, "", "string expected"},
    {"{\"a\":1", 1, 7, "", "ends too early"},
    {"{\"a\":1,\"a\":2}", 1, 8, "", "twice"},
    {"{\"a\":1,\"\\u0061\":2}", 1, 8, "", "twice"},
    {"{\"x\":\n {\"y\": 1,\n  \"y\": 2}}", 3, 3, "/x", "twice"},
    {"{\"x\":[0,{\"a/b~c\":[tru]}]}", 1, 19, "/x/1/a~1b~0c", "value expected"},
    {"\"abc", 1, 1, "", "never ends"},
    {"\"\\u0000\"", 1, 2, "", "\\u0000"},
    {"\"\\ud800\"", 1, 2, "", "surrogate"},
    {"\"\\ud800x\"", 1, 2, "", "surrogate"},
    {"\"\\ud800\\u0041\"", 1, 2, "", "surrogate"},
    {"\"\\udc00\"", 1, 2, "", "surrogate"},
    {"\"\\u12g4\"", 1, 6, "", "hexadecimal"},
    {"\"\\x\"", 1, 2, "", "unknown escape"},
    {"\"a\nb\"", 1, 3, "", "control character"},
    {"\"a\tb\"", 1, 3, "", "control character"},
    {"\"\xC3\xA9\xFF\"", 1, 3, "", "ill-formed"},
    {"\"\xC0\x80\"", 1, 2, "", "ill-formed"},
    {"\"\xED\xA0\x80\"", 1, 2, "", "ill-formed"},
    {"01", 1, 1, "", "leading zero"},
    {"-01", 1, 1, "", "leading zero"},
    {"-", 1, 2, "", "digit expected"},
    {"+1", 1, 1, "", "value expected"},
    {".5", 1, 1, "", "value expected"},
    {"1.", 1, 3, "", "digit expected"},
    {"1e", 1, 3, "", "digit expected"},
    {"1E", 1, 3, "", "digit expected"},
    {"1E-", 1, 4, "", "digit expected"},
    {"\"\\u\"", 1, 4, "", "hexadecimal"},
    {"\"\\u00G0\"", 1, 6, "", "hexadecimal"},
    {MANY_KEYS ",\"l\":1}", 1, 80, "", "twice"}, /* the twelfth key is the last in a list, */
    {MANY_KEYS ",\"m\":1}", 1, 80, "", "twice"}, /* the others are in a table */
    {MANY_KEYS ",\"n\":{\"a\":1,\"a\":1}}", 1, 91, "/n", "twice"},
    {"1e+", 1, 4, "", "digit expected"},
    {"0x10", 1, 2, "", "after the end"},
};

static void test_refusals(void **state) {
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++) {
        const refusal *r = &REFUSALS[i];
        tpt__json json;
        tpt_error error;
        memset(&error, 0xA5, sizeof error);
        assert_int_equal(tpt__json_parse(*state, r->text, strlen(r->text), &json, &error), TPT_E_JSON);
        assert_int_equal(error.code, TPT_E_JSON);
        if (error.line != r->line || error.column != r->column || strcmp(error.pointer, r->pointer) != 0 ||
            !strstr(error.message, r->message))
            fail_msg("%s: %u:%u \"%s\" %s", r->text, error.line, error.column, error.pointer, error.message);
        /* nothing breaks where nobody wants to know */
        assert_int_equal(tpt__json_parse(*state, r->text, strlen(r->text), &json, NULL), TPT_E_JSON);
    }
}

static void test_raw_nul(void **state) {
    tpt__json json;
    tpt_error error;
    assert_int_equal(tpt__json_parse(*state, "\"a\0b\"", 5, &json, &error), TPT_E_JSON);
    assert_int_equal(error.column, 3);
    assert_int_equal(tpt__json_parse(*state, "1\0", 2, &json, &error), TPT_E_JSON);
}

/* A document cut at any byte is refused, and no byte behind its length is read. */
static void test_every_prefix(void **state) {
    static const char whole[] =
        "{\"k\\n\\u00e9\\ud83d\\ude00\": [1.5e-3, true, null, \"\xF0\x9F\x98\x80\"], \"z\": {}}";
    tpt__json json;
    for (size_t len = 0; len < strlen(whole); len++) {
        char *cut = malloc(len ? len : 1);
        memcpy(cut, whole, len);
        assert_int_equal(tpt__json_parse(*state, cut, len, &json, NULL), TPT_E_JSON);
        free(cut);
    }
    parsed(*state, whole);
}

static void test_depth(void **state) {
    char text[2 * (TPT__JSON_DEPTH + 1)];
    for (int depth = TPT__JSON_DEPTH; depth <= TPT__JSON_DEPTH + 1; depth++) {
        tpt__json json;
        tpt_error error;
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        tpt_status status = tpt__json_parse(*state, text, (size_t)depth * 2, &json, &error);
        assert_int_equal(status, depth == TPT__JSON_DEPTH ? TPT_OK : TPT_E_JSON);
        if (status) assert_non_null(strstr(error.message, "too deep"));
    }
}

static void test_values(void **state) {
    tpt__json json = parsed(*state, " {\"n\": null, \"t\": true, \"f\": false, \"i\": -12, \"s\": "
                                    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\", "
                                    "\"a\": [1, [2], {}], \"\": 0} \n");
    const tpt__json_node *root = &json.items[0];
    assert_int_equal(root->type, TPT__JSON_OBJECT);
    assert_int_equal(tpt__json_member(&json, root, "n")->type, TPT__JSON_NULL);
    assert_int_equal(tpt__json_member(&json, root, "t")->type, TPT__JSON_TRUE);
    assert_int_equal(tpt__json_member(&json, root, "f")->type, TPT__JSON_FALSE);
    assert_non_null(tpt__json_member(&json, root, ""));
    assert_null(tpt__json_member(&json, root, "none"));
    assert_null(tpt__json_member(&json, NULL, "n"));
    assert_null(tpt__json_member(&json, tpt__json_member(&json, root, "i"), "x"));
    assert_string_equal(tpt__json_member(&json, root, "s")->text, "\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80");
    assert_int_equal(tpt__json_member(&json, root, "s")->len, 14);
    const tpt__json_node *list = tpt__json_member(&json, root, "a");
    const tpt__json_node *one = tpt__json_first(&json, list), *two = tpt__json_next(&json, one),
                         *three = tpt__json_next(&json, two);
    assert_string_equal(one->text, "1");
    assert_int_equal(two->type, TPT__JSON_ARRAY);
    assert_string_equal(tpt__json_first(&json, two)->text, "2");
    assert_int_equal(three->type, TPT__JSON_OBJECT);
    assert_null(tpt__json_first(&json, three));
    assert_null(tpt__json_next(&json, three));
}

static void test_scalars_and_byte_order_mark(void **state) {
    assert_int_equal(parsed(*state, "7").items[0].type, TPT__JSON_NUMBER);
    assert_int_equal(parsed(*state, "\"\"").items[0].len, 0);
    assert_int_equal(parsed(*state, "\xEF\xBB\xBF{}").items[0].type, TPT__JSON_OBJECT);
    assert_int_equal(parsed(*state, "\xEF\xBB\xBF []").items[0].type, TPT__JSON_ARRAY);
}

static void test_numbers(void **state) {
    static const struct {
        const char *text;
        bool integer, milli;
        int64_t value, thousandths;
    } cases[] = {
        {"0", true, true, 0, 0},          {"-0", true, true, 0, 0},
        {"12", true, true, 12, 12000},    {"-12", true, true, -12, -12000},
        {"3.0", true, true, 3, 3000},     {"38.1", false, true, 0, 38100},
        {"-2.5", false, true, 0, -2500},  {"0.0005", false, true, 0, 1},
        {"1.2344", false, true, 0, 1234}, {"1.2346", false, true, 0, 1235},
        {"1e3", false, false, 0, 0},      {"1E3", false, false, 0, 0},
        {"12E+3", false, false, 0, 0},    {"99999999999999999999", false, false, 0, 0},
        {"true", false, false, 0, 0},     {"\"3\"", false, false, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt__json json = parsed(*state, cases[i].text);
        int64_t value = 77, milli = 77;
        assert_int_equal(tpt__json_integer(&json.items[0], &value), cases[i].integer);
        assert_int_equal(value, cases[i].integer ? cases[i].value : 77);
        assert_int_equal(tpt__json_milli(&json.items[0], &milli), cases[i].milli);
        assert_int_equal(milli, cases[i].milli ? cases[i].thousandths : 77);
    }
    int64_t value;
    assert_false(tpt__json_integer(NULL, &value));
}

static void test_pointers(void **state) {
    tpt__json json = parsed(*state, "{\"a\": [0,\n {\"b/c~d\": \"x\"}],\n  \"\xC3\xA9\": 5, \"z\": 6}");
    const tpt__json_node *node = tpt__json_at(&json, "/a/1/b~1c~0d");
    tpt_error error;
    assert_non_null(node);
    assert_string_equal(node->text, "x");
    tpt__json_locate(&json, node, &error);
    assert_string_equal(error.pointer, "/a/1/b~1c~0d");
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 12);
    tpt__json_locate(&json, tpt__json_at(&json, "/z"), &error); /* columns are code points: e acute is one */
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 16);
    assert_ptr_equal(tpt__json_at(&json, ""), &json.items[0]);
    assert_null(tpt__json_at(&json, "/a/2"));
    tpt__json_locate(&json, node, NULL);
    json = parsed(*state, "{\"~\": 1, \"/\": 2, \"~1\": 3, \"\": 4}");
    assert_string_equal(tpt__json_at(&json, "/~0")->text, "1");
    assert_string_equal(tpt__json_at(&json, "/~1")->text, "2");
    assert_string_equal(tpt__json_at(&json, "/~01")->text, "3");
    assert_string_equal(tpt__json_at(&json, "/")->text, "4");
    assert_null(tpt__json_at(&json, "/~0/x"));
    const tpt__json nothing = {0};
    assert_null(tpt__json_at(&nothing, ""));

    /* A key that does not fit is cut on the bounds of a character, whatever stands before it. */
    for (int before = 0; before < 4; before++) {
        char text[400] = "{\"", *at = text + 2;
        for (int i = 0; i < before; i++) *at++ = 'x';
        for (int i = 0; i < 90; i++) at = (char *)memcpy(at, "\xE2\x86\x92", 3) + 3;
        strcpy(at, "\": 1}");
        json = parsed(*state, text);
        tpt__json_locate(&json, &json.items[1], &error);
        size_t len = strlen(error.pointer);
        assert_true(len > sizeof error.pointer - 8);
        assert_int_equal((len - 1 - (size_t)before) % 3, 0);
    }
    assert_null(tpt__json_at(&nothing, "/a"));
}

/* What is longer than offsets can say is refused for its length, before a byte of it is read. */
static void test_too_long(void **state) {
    tpt__json json;
    tpt_error error;
    assert_int_equal(tpt__json_parse(*state, "1", (size_t)UINT32_MAX / 2 + 1, &json, &error), TPT_E_TOO_LONG);
    assert_int_equal(error.code, TPT_E_TOO_LONG);
}

typedef struct writes {
    size_t calls, accepted, bytes, marks;
} writes;

static bool count_writes(const char *bytes, size_t len, void *context) {
    writes *w = context;
    assert_true(len > 0);
    w->calls++;
    w->bytes += len;
    for (size_t i = 0; i < len; i++) w->marks += bytes[i] == '"';
    return w->calls <= w->accepted;
}

/* What is written goes out whole, in blocks or at once; after a failure nothing more is tried. */
static void test_writer(void **state) {
    (void)state;
    static char text[300000];
    static const size_t sizes[] = {0, 1, 100, 4095, 4096, 4097, 20000, 299999};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        writes all = {.accepted = SIZE_MAX}, none = {.accepted = 0};
        memset(text, 'a', sizes[i]);
        assert_int_equal(tpt_write_json_string(text, sizes[i], count_writes, &all), TPT_OK);
        assert_int_equal(all.bytes, sizes[i] + 2);
        assert_int_equal(all.marks, 2);
        assert_int_equal(tpt_write_json_string(text, sizes[i], count_writes, &none), TPT_E_WRITE);
        assert_int_equal(none.calls, 1);
    }
    memset(text, '\n', sizeof text); /* each is two bytes then */
    writes all = {.accepted = SIZE_MAX}, some = {.accepted = 2};
    assert_int_equal(tpt_write_json_string(text, sizeof text, count_writes, &all), TPT_OK);
    assert_int_equal(all.bytes, 2 * sizeof text + 2);
    assert_int_equal(tpt_write_json_string(text, sizeof text, count_writes, &some), TPT_E_WRITE);
    assert_int_equal(some.calls, 3);
}

/* A pointer that does not fit is cut, never written past its field. */
static void test_long_pointer(void **state) {
    char text[1200], key[200];
    memset(key, 'k', sizeof key);
    snprintf(text, sizeof text, "{\"%.199s\":{\"%.199s\":{\"%.199s\":{\"%.199s\":[x]}}}}", key, key, key,
             key);
    tpt__json json;
    tpt_error error;
    assert_int_equal(tpt__json_parse(*state, text, strlen(text), &json, &error), TPT_E_JSON);
    assert_true(strlen(error.pointer) < sizeof error.pointer);
    assert_int_equal(error.pointer[0], '/');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_raw_nul, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_prefix, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_depth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_scalars_and_byte_order_mark, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pointers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_pointer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_long, set_up, tear_down),
        cmocka_unit_test(test_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

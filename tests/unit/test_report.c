/* Writing: JSON escapes, buffers, lines of at most the asked width, wide characters. */
#include "support.h"

#include "report/layout.h"

typedef struct sink {
    char bytes[65536];
    size_t len;
} sink;

static bool collect(const char *bytes, size_t len, void *context) {
    sink *s = context;
    if (s->len + len >= sizeof s->bytes) return false;
    memcpy(s->bytes + s->len, bytes, len);
    s->len += len;
    s->bytes[s->len] = '\0';
    return true;
}

static sink out;

static const char *string_of(const char *text, size_t len) {
    out.len = 0;
    assert_int_equal(tpt_write_json_string(text, len, collect, &out), TPT_OK);
    return out.bytes;
}

static void test_escapes(void **state) {
    (void)state;
    assert_string_equal(string_of("", 0), "\"\"");
    assert_string_equal(string_of("a\"b\\c/", TPT_NUL_TERMINATED), "\"a\\\"b\\\\c/\"");
    assert_string_equal(string_of("\b\f\n\r\t", TPT_NUL_TERMINATED), "\"\\b\\f\\n\\r\\t\"");
    assert_string_equal(string_of("\x01\x1f\x7f", TPT_NUL_TERMINATED), "\"\\u0001\\u001f\x7f\"");
    assert_string_equal(string_of("a\0b", 3), "\"a\xEF\xBF\xBD"
                                              "b\"");
    assert_string_equal(string_of("\xC3\xA9\xF0\x9F\x98\x80", TPT_NUL_TERMINATED),
                        "\"\xC3\xA9\xF0\x9F\x98\x80\"");
    assert_string_equal(string_of("\x80 a\xE2\x82\xED\xA0z\xC3", TPT_NUL_TERMINATED),
                        "\"\xEF\xBF\xBD a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

static void test_long_string(void **state) {
    (void)state;
    static char text[20001];
    memset(text, '\n', 20000);
    assert_int_equal(strlen(string_of(text, 20000)), 40002);
}

static void test_buffer(void **state) {
    (void)state;
    tpt_ruleset *rules = tiny_rules();
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    size_t len = 0, again = 0;
    assert_int_equal(tpt_session_triage_text(session, "headache", 8, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_json(result, NULL, 0, &len), TPT_E_BUFFER);
    char *text = malloc(len + 1);
    assert_int_equal(tpt_result_json(result, text, len, &again), TPT_E_BUFFER); /* no room for the NUL */
    assert_int_equal(again, len);
    assert_int_equal(tpt_result_json(result, text, 1, &again), TPT_E_BUFFER);
    assert_int_equal(tpt_result_json(result, text, len + 1, &again), TPT_OK);
    assert_int_equal(strlen(text), len);
    assert_null(strchr(text, '\n'));
    assert_int_equal(text[len - 1], '}');
    free(text);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void assert_lines_fit(const char *text, uint32_t width) {
    for (size_t at = 0; text[at];) {
        size_t len = strcspn(text + at, "\n");
        if (tpt__layout_columns(text + at, len) > width) fail_msg("too wide: %.*s", (int)len, text + at);
        at += len + (text[at + len] == '\n');
    }
}

static void test_width(void **state) {
    (void)state;
    tpt_ruleset *rules = tiny_rules();
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session,
                                             "sudden headache and a rash, can not pee. my neck is stiff",
                                             TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    for (uint32_t width = 0; width <= 120; width += 40) {
        tpt_text_options options = TPT_TEXT_OPTIONS_INIT;
        options.width = width;
        options.explain = width == 120;
        out.len = 0;
        assert_int_equal(tpt_result_write_text(result, &options, collect, &out), TPT_OK);
        assert_true(out.len > 0);
        assert_int_equal(out.bytes[out.len - 1], '\n');
        assert_null(strchr(out.bytes, '\033')); /* no colours unless asked for */
        assert_lines_fit(out.bytes, width ? width : 80);
    }
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void test_columns(void **state) {
    (void)state;
    assert_int_equal(tpt__layout_columns("abc", 3), 3);
    assert_int_equal(tpt__layout_columns("caf\xC3\xA9", 5), 4);
    assert_int_equal(tpt__layout_columns("e\xCC\x81", 3), 1); /* a combining accent takes no room */
    assert_int_equal(tpt__layout_columns("\xE7\x97\x9B\xE3\x81\xBF", 6), 4); /* two wide characters */
    assert_int_equal(tpt__layout_columns("\xF0\x9F\x98\xAD", 4), 2);
}

static void test_paragraph(void **state) {
    (void)state;
    tpt__layout layout = {collect, &out, 10, false, false};
    out.len = 0;
    tpt__layout_paragraph(&layout, TPT__PLAIN, 0, "- ",
                          "one two three\n\xE7\x97\x9B\xE7\x97\x9B\xE7\x97\x9B x");
    assert_string_equal(out.bytes, "- one two\n  three\n  \xE7\x97\x9B\xE7\x97\x9B\xE7\x97\x9B x\n");
    out.len = 0;
    tpt__layout_paragraph(&layout, TPT__PLAIN, 0, "", "a\033[31mb"); /* no quoted text steers the terminal */
    assert_string_equal(out.bytes, "a?[31mb\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes), cmocka_unit_test(test_long_string), cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_width),   cmocka_unit_test(test_columns),     cmocka_unit_test(test_paragraph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Writing: JSON escapes, buffers, lines of at most the asked width, wide characters; what a page says, and has no memory for. */
#include "support.h"

#include "report/layout.h"
#include "report/result.h"

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

/* ---- The page, by a pack that has a bit of everything ---- */

#define LEVEL(id, more)                                                                                      \
    "{\"id\": \"" id "\", \"title\": \"" id "\", \"advice\": \"advice for " id "\"" more "}"
#define SHOWS_ALL ", \"therapies\": true, \"trigger_points\": true, \"self_care\": true"

static const char LEVELS[] =
    "{\"levels\": [" LEVEL("emergency", "") "," LEVEL("urgent", "") "," LEVEL("soon", "") "," LEVEL(
        "routine", SHOWS_ALL
        ", \"go_sooner\": [\"It gets worse.\"]") "," LEVEL("self_care",
                                                           SHOWS_ALL) "," LEVEL("insufficient",
                                                                                "") "],"
                                                                                    "\"wording\": "
                                                                                    "{\"emergency_call\": "
                                                                                    "\"Else call {number}, "
                                                                                    "not {other}.\", "
                                                                                    "\"referral_why\": "
                                                                                    "\"from {sites} to "
                                                                                    "{area}\"},"
                                                                                    "\"disclaimer\": "
                                                                                    "{\"short\": \"Not a "
                                                                                    "diagnosis.\", \"long\": "
                                                                                    "\"Not a diagnosis.\"}}";

#define SIGN(id)                                                                                             \
    "{\"id\": \"" id "\", \"type\": \"sign\", \"label\": \"sign " id "\", \"terms\": [\"" id "\"]}"
#define LUMP                                                                                                 \
    "{\"id\": \"lump\", \"type\": \"sign\", \"label\": \"a lump\", \"brief\": \"\", \"terms\": [\"lump\", "  \
    "\"=carbuncle\"]}"
static const char SIGNS[] = "{\"findings\": [" SIGN("fa") "," SIGN("fb") "," SIGN("fc") "," SIGN(
    "fd") "," SIGN("fe") "," SIGN("ff") "," SIGN("fg") "," SIGN("fh") "," SIGN("fi") "," LUMP "]}";

#define POINTS(id) "{\"when\": {\"finding\": \"" id "\"}, \"points\": 10}"
#define CONDITION(id, items, more)                                                                           \
    "{\"id\": \"" id "\", \"label\": \"label of " id "\", \"plain\": \"\", \"groups\": [{\"items\": [" items \
    "]}]" more "}"
#define MET(id) "{\"id\": \"m_" id "\", \"text\": \"" id "\", \"met\": {\"finding\": \"" id "\"}}"
#define HEADACHE "{\"when\": {\"finding\": \"headache\"}, \"points\": 60}"

/* first has nine findings that count; each has a headache, and criteria of two. */
static const char PROFILES[] = "{\"conditions\": [" CONDITION(
    "first",
    POINTS("fa") "," POINTS("fb") "," POINTS("fc") "," POINTS("fd") "," POINTS("fe") "," POINTS(
        "ff") "," POINTS("fg") "," POINTS("fh") "," POINTS("fi"),
    "") "," CONDITION("second", HEADACHE,
                      ", \"criteria\": [{\"id\": \"c\", \"label\": \"Criteria\", \"may_miss\": 1, \"items\": "
                      "[" MET("headache") "," MET(
                          "fa") "]}]") "," CONDITION("third", HEADACHE,
                                                     "") "," CONDITION("fourth", HEADACHE,
                                                                       "") "],"
                                                                           "\"scores\": [{\"id\": "
                                                                           "\"burden\", \"label\": "
                                                                           "\"Burden\", \"max\": 2, "
                                                                           "\"places\": [{\"sites\": "
                                                                           "[\"head\"]}, "
                                                                           "{\"sites\": [\"neck\"]}]}]}";

static const char AREAS[] = "{\"areas\": [{\"id\": \"nape\", \"label\": \"Nape\", \"where\": \"behind\", "
                            "\"parts\": [{\"primary\": [\"head\", "
                            "\"neck\"]}], \"self_care\": \"Press.\"}]}";

#define CAUTION(id)                                                                                          \
    "{\"id\": \"care_" id "\", \"when\": {\"finding\": \"" id                                                \
    "\"}, \"caution\": [{\"therapies\": [\"massage\"], \"why\": "                                            \
    "\"Care for " id ".\"}]}"
static const char THERAPIES[] =
    "{\"therapies\": [{\"id\": \"massage\", \"label\": \"Massage\", \"say\": \"Rub.\", \"conditions\": "
    "[{\"condition\": "
    "\"second\", \"grade\": \"low\", \"why\": \"One trial.\"}]}], \"cautions\": [" CAUTION("fa") "," CAUTION(
        "fb") "," CAUTION("fc") "," CAUTION("fd") "]}";

#define FLAG(id, level, when)                                                                                \
    "{\"id\": \"" id "\", \"cause\": \"c\", \"title\": \"Title of " id                                       \
    "\", \"advice\": \"a\", \"levels\": [{\"level\": \"" level "\", \"when\": " when                         \
    "}], \"question\": {\"id\": \"q_" id "\", \"text\": \"t\", \"could_change\": \"c\"}}"
/* What a headache lacks to be a burden is a score; of what a lump is said there is nothing to hand over. */
static const char MORE_FLAGS[] =
    "{\"flags\": [" FLAG("burden", "soon",
                         "{\"all\": [{\"finding\": \"headache\"}, {\"score\": \"burden\", "
                         "\"min\": 2}]}") "," FLAG("lump", "urgent", "{\"finding\": \"lump\"}") "]}";

static tpt_ruleset *rich_rules(const tpt_options *options) {
    tiny_pack pack = tiny();
    tiny_set(&pack, "urgency/levels.json", LEVELS);
    tiny_set(&pack, "findings/signs.json", SIGNS);
    tiny_set(&pack, "conditions/conditions.json", PROFILES);
    tiny_set(&pack, "trigger_points/areas.json", AREAS);
    tiny_set(&pack, "therapies/therapies.json", THERAPIES);
    tiny_set(&pack, "flags/more.json", MORE_FLAGS);
    return tiny_rules_with(&pack, options);
}

/* The page for a record, by the pack above. */
static const char *page_for(const char *record, bool explain) {
    tpt_ruleset *rules = rich_rules(NULL);
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    tpt_text_options options = TPT_TEXT_OPTIONS_INIT;
    options.explain = explain;
    options.width = 200;
    assert_int_equal(tpt_session_triage_json(session, record, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    out.len = 0;
    assert_int_equal(tpt_result_write_text(result, &options, collect, &out), TPT_OK);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return out.bytes;
}

static void assert_page(const char *record, bool explain, const char *part) {
    if (!strstr(page_for(record, explain), part)) fail_msg("%s\nlacks %s in\n%s", record, part, out.bytes);
}

static void assert_page_lacks(const char *record, bool explain, const char *part) {
    if (strstr(page_for(record, explain), part)) fail_msg("%s\nhas %s in\n%s", record, part, out.bytes);
}

#define NINE "fa fb fc fd fe ff fg fh fi"

/* A part that a page has, or lacks. */
static const struct {
    const char *record, *part;
    bool has;
} PAGES[] = {
    /* at most three conditions, eight of what speaks for one, three cautions */
    {"{\"text\":\"headache. " NINE "\"}", "* label of third", true},
    {"{\"text\":\"headache. " NINE "\"}", "label of fourth", false},
    {"{\"text\":\"headache. " NINE "\"}", "    - sign fh: \"fh\"\n  * label of second", true},
    {"{\"text\":\"headache. " NINE "\"}",
     "    Care for fa.\n    Care for fb.\n    Care for fc.\n  session_note", true},
    /* criteria: met, all but met, open */
    {"{\"text\":\"headache. fa\"}", "    Criteria: criteria_met\n", true},
    {"{\"text\":\"headache. no fa\"}", "    Criteria: criteria_probable\n", true},
    {"{\"text\":\"headache\"}", "Criteria", false},
    /* the pack's own sentences; what is no slot stays as it is written */
    {"{\"text\":\"headache\"}", "* Nape: behind\n    from head to Nape\n", true},
    {"{\"text\":\"headache\",\"country\":\"GB\"}", "- It gets worse.\n  Else call 999, not {other}.\n", true},
    {"{\"text\":\"headache\"}", "Else call", false},
    {"{\"text\":\"can not pee\",\"country\":\"GB\"}", "call: 999\n", true},
    {"{\"text\":\"can not pee\",\"country\":\"GB\"}", "Else call", false},
    /* only emergencies that nothing was said of are named; the others are counted */
    {"{\"text\":\"headache\"}", "not_assessed\n  Cannot pee; Rash; +2\n", true},
    /* urgent, and nothing to hand over, or something */
    {"{\"text\":\"lump\"}", "!! urgent\n", true},
    {"{\"text\":\"lump\"}", "handover", false},
    {"{\"text\":\"lump\",\"age\":50}", "handover\n  50.\n", true},
};

static void test_page(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PAGES); i++) {
        if (PAGES[i].has) assert_page(PAGES[i].record, false, PAGES[i].part);
        else assert_page_lacks(PAGES[i].record, false, PAGES[i].part);
    }
}

/* A pack that has no sentence for the number shows none beside the signs; the call itself stays. */
static void test_no_sentence_for_the_number(void **state) {
    (void)state;
    static const char record[] = "{\"text\":\"headache\",\"country\":\"GB\"}";
    tiny_pack pack = tiny();
    tiny_set(&pack, "urgency/words.json", "{\"wording\":{\"emergency_call\":\"\"}}");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_json(session, record, sizeof record - 1, &result, NULL), TPT_OK);
    out.len = 0;
    assert_int_equal(tpt_result_write_text(result, NULL, collect, &out), TPT_OK);
    assert_null(strstr(out.bytes, "999"));
    assert_null(strstr(out.bytes, "emergency_call"));
    assert_int_equal(tpt_session_triage_json(session, "{\"text\":\"can not pee\",\"country\":\"GB\"}",
                                             TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    out.len = 0;
    assert_int_equal(tpt_result_write_text(result, NULL, collect, &out), TPT_OK);
    assert_non_null(strstr(out.bytes, "call: 999\n"));
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

/* The same for what explains the page. */
static const struct {
    const char *record, *part;
    bool has;
} EXPLAINED[] = {
    {"{\"text\":\"headache\"}", "x burden: burden 2..\n", true}, /* the score that it lacks */
    {"{\"text\":\"rash\"}", "x burden: headache & burden 2..\n", true},
    {"{\"text\":\"stiff neck and headache\"}", "! burden = soon: headache", true},
    {"{\"text\":\"\"}", "legend", false}, /* no words, no marks */
    {"{\"text\":\" \\t\"}", "legend", false},
    {"{\"text\":\"  headache \\t and  fa\"}", "  headache and fa\n  ========     ==\n  legend\n", true},
    {"{\"text\":\"stiffneck\"}", "~ \"stiffneck\" corrected stiff neck\n", true},
    {"{\"text\":\"stiffneck stiffneck\"}",
     "~ \"stiffneck\" corrected stiff neck\n  ~ \"stiffneck\" corrected stiff neck\n", true},
    {"{\"text\":\"a haedache\"}", "~ \"haedache\" corrected headache\n", true},
    {"{\"text\":\"a carbunlce\"}", "~ \"carbunlce\" corrected carbuncle\n",
     true}, /* without the pack's "=" */
};

static void test_explained_page(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(EXPLAINED); i++) {
        if (EXPLAINED[i].has) assert_page(EXPLAINED[i].record, true, EXPLAINED[i].part);
        else assert_page_lacks(EXPLAINED[i].record, true, EXPLAINED[i].part);
    }
}

static void test_incomplete_page(void **state) {
    (void)state;
    tpt_ruleset *rules = rich_rules(NULL);
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_steps = 1;
    tpt_session *session = new_session(rules, &options);
    const tpt_result *result = NULL;
    assert_int_equal(
        tpt_session_triage_text(session, "stiff neck and headache", TPT_NUL_TERMINATED, &result, NULL),
        TPT_INCOMPLETE);
    out.len = 0;
    assert_int_equal(tpt_result_write_text(result, NULL, collect, &out), TPT_OK);
    assert_non_null(strstr(out.bytes, "\n  ! incomplete_note\n"));
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    assert_null(strstr(page_for("{\"text\":\"headache\"}", false), "incomplete_note"));
}

/* ---- Slots of sentences ---- */

static void test_fill(void **state) {
    (void)state;
    static const struct {
        const char *template, *filled;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"{a}", "1"},
        {"{a}{b}{a}", "121"},
        {"at {b} to {a}.", "at 2 to 1."},
        {"{c} {a} {", "{c} 1 {"},
        {"{{a}} }", "{1} }"},
    };
    static const char *const names[] = {"{a}", "{b}", NULL}, *const values[] = {"1", "2", NULL};
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt__buf filled = {.arena = &arena};
        tpt__fill(&filled, cases[i].template, names, values);
        assert_string_equal(tpt__buf_text(&filled), cases[i].filled);
    }
    tpt__arena_free(&arena);
}

/* ---- Misuse, and no memory ---- */

static void test_misuse(void **state) {
    (void)state;
    static const struct {
        uint32_t width;
        tpt_status status;
    } widths[] = {{39, TPT_E_ARGUMENT}, {40, TPT_OK}, {200, TPT_OK}, {201, TPT_E_ARGUMENT}};
    tpt_ruleset *rules = tiny_rules();
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    char byte;
    size_t len = 77;
    assert_int_equal(tpt_session_triage_text(session, "headache", 8, &result, NULL), TPT_OK);
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        tpt_text_options options = TPT_TEXT_OPTIONS_INIT;
        options.width = widths[i].width;
        out.len = 0;
        assert_int_equal(tpt_result_write_text(result, &options, collect, &out), widths[i].status);
        assert_true((out.len > 0) == (widths[i].status == TPT_OK));
    }
    assert_int_equal(tpt_result_write_text(NULL, NULL, collect, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_write_text(result, NULL, NULL, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_write_text(result, NULL, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_result_write_json(NULL, collect, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_write_json(result, NULL, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_write_json(result, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_result_write_fhir(result, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_json(NULL, &byte, 1, &len), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_json(result, &byte, 1, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_json(result, NULL, 1, &len), TPT_E_ARGUMENT);
    assert_int_equal(len, 77);
    assert_int_equal(tpt_write_json_string(NULL, 0, collect, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_write_json_string("", 0, NULL, &out), TPT_E_ARGUMENT);
    assert_int_equal(tpt_write_json_string("", 0, refuse, NULL), TPT_E_WRITE);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static tpt_status as_text(const tpt_result *result) {
    return tpt_result_write_text(result, NULL, collect, &out);
}

static tpt_status as_explained_text(const tpt_result *result) {
    tpt_text_options options = TPT_TEXT_OPTIONS_INIT;
    options.explain = true;
    return tpt_result_write_text(result, &options, collect, &out);
}

static tpt_status as_json(const tpt_result *result) { return tpt_result_write_json(result, collect, &out); }

static tpt_status as_fhir(const tpt_result *result) { return tpt_result_write_fhir(result, collect, &out); }

static tpt_status as_buffer(const tpt_result *result) {
    return tpt_result_json(result, out.bytes, sizeof out.bytes, &out.len);
}

static tpt_status as_areas(const tpt_result *result) {
    tpt_area_info area;
    if (!tpt_result_area(result, 0, &area)) return TPT_E_MEMORY;
    return collect(area.why, strlen(area.why) + 1, &out) ? TPT_OK : TPT_E_WRITE;
}

static tpt_status (*const WRITERS[])(const tpt_result *) = {as_text, as_explained_text, as_json,
                                                            as_fhir, as_buffer,         as_areas};

#define SHIFTS 40

/* Writes until the memory of the session is used up, which is told; with memory again, the result is as it was. */
static void run_out(tpt_status (*write)(const tpt_result *), const tpt_result *result, counting *memory) {
    static char wanted[sizeof out.bytes];
    tpt_status status = TPT_OK;
    out.len = 0;
    assert_int_equal(write(result), TPT_OK);
    strcpy(wanted, out.bytes);
    memory->fail_at = 1;
    while (status == TPT_OK) {
        out.len = 0;
        status = write(result);
        if (status == TPT_OK) assert_string_equal(out.bytes, wanted);
    }
    assert_int_equal(status, TPT_E_MEMORY);
    memory->fail_at = 0;
    out.len = 0;
    assert_int_equal(write(result), TPT_OK);
    assert_string_equal(out.bytes, wanted);
}

/* At other places each time, since other things were asked for before. */
static void test_no_memory_to_write(void **state) {
    (void)state;
    counting memory = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_ruleset *rules = rich_rules(NULL);
    options.allocator = &allocator;
    for (size_t i = 0; i < COUNT_OF(WRITERS); i++) {
        for (uint32_t shift = 0; shift < SHIFTS; shift += 4) {
            tpt_session *session = new_session(rules, &options);
            const tpt_result *result = NULL;
            tpt_area_info area;
            assert_int_equal(
                tpt_session_triage_text(session, "headache. fa, fb", TPT_NUL_TERMINATED, &result, NULL),
                TPT_OK);
            for (uint32_t k = 0; k < shift; k++) assert_true(tpt_result_area(result, 0, &area));
            run_out(WRITERS[i], result, &memory);
            tpt_session_free(session);
            assert_int_equal(memory.live, 0);
        }
    }
    tpt_ruleset_free(rules);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_long_string),
        cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_paragraph),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_no_sentence_for_the_number),
        cmocka_unit_test(test_explained_page),
        cmocka_unit_test(test_incomplete_page),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_no_memory_to_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

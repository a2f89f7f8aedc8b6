/* What the accessors give, and rules read out: each kind, the coverage of each, and what happens when nothing can be taken or had. */
#include "embedded_session.h"

typedef struct page {
    char text[65536];
    size_t len;
} page;

static page out;

static bool collect(const char *bytes, size_t len, void *context) {
    page *p = context;
    if (p->len + len >= sizeof p->text) return false;
    memcpy(p->text + p->len, bytes, len);
    p->len += len;
    p->text[p->len] = '\0';
    return true;
}

/* A rule of each kind, and parts of what is read out. */
static const char *const KINDS[][4] = {
    {"meningitis", "flag meningitis: ", "emergency, by ambulance, when", "sources"},
    {"migraine", "condition migraine: ", "possible from ", "criteria "},
    {"rsi.carpal_tunnel", "condition rsi: ", "subtype rsi.carpal_tunnel", "+"},
    {"piriformis", "area piriformis: ", "felt at: ", "says: "},
    {"exercise", "therapy exercise: ", "for ", "says: "},
    {"osteoporosis", "caution osteoporosis:", "when", "- "},
};

static void test_kinds(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        out.len = 0;
        assert_int_equal(tpt_ruleset_describe(rules, KINDS[i][0], collect, &out, NULL), TPT_OK);
        for (size_t part = 1; part < 4; part++)
            if (!strstr(out.text, KINDS[i][part]))
                fail_msg("%s lacks \"%s\":\n%s", KINDS[i][0], KINDS[i][part], out.text);
    }
}

typedef struct walked {
    size_t rows, described;
    const tpt_ruleset *rules;
} walked;

static void describe_row(const tpt_coverage *row, void *context) {
    walked *w = context;
    w->rows++;
    out.len = 0;
    if (tpt_ruleset_describe(w->rules, row->id, collect, &out, NULL) != TPT_OK) fail_msg("%s", row->id);
    w->described += strstr(out.text, row->kind) != NULL;
}

/* Every rule that has a row of coverage can be read out, and is of the kind that the row says. */
static void test_all(void **state) {
    walked w = {0, 0, rules};
    (void)state;
    size_t told = tpt_ruleset_coverage(rules, describe_row, &w);
    assert_int_equal(told, w.rows);
    assert_true(w.rows > 100);
    assert_int_equal(w.described, w.rows);
    assert_int_equal(tpt_ruleset_coverage(rules, NULL, NULL), w.rows);
    assert_int_equal(tpt_ruleset_coverage(NULL, NULL, NULL), 0);
}

static void test_nothing_to_read(void **state) {
    tpt_error error;
    (void)state;
    assert_int_equal(tpt_ruleset_describe(rules, "no_such_rule", collect, &out, &error), TPT_E_REFERENCE);
    assert_non_null(strstr(error.message, "no_such_rule"));
    assert_int_equal(tpt_ruleset_describe(rules, "migraine", refuse, NULL, &error), TPT_E_WRITE);
    assert_int_equal(tpt_ruleset_describe(NULL, "migraine", collect, &out, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_describe(rules, NULL, collect, &out, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_describe(rules, "migraine", NULL, NULL, NULL), TPT_E_ARGUMENT);
}

#define DEEP 40 /* negations within each other: more than a page shows */

/* A flag that asks for a rash by DEEP negations. */
static const char *deep_flag(void) {
    static char json[2000];
    char *at =
        json +
        sprintf(json, "{\"flags\": [{\"id\": \"deep\", \"cause\": \"c\", \"title\": \"t\", \"advice\": \"\", "
                      "\"levels\": [{\"level\": \"soon\", \"when\": ");
    for (int i = 0; i < DEEP; i++) at += sprintf(at, "{\"not\": ");
    at += sprintf(at, "{\"finding\": \"rash\"}");
    for (int i = 0; i < DEEP; i++) at += sprintf(at, "}");
    sprintf(at, "}], \"question\": {\"id\": \"q\", \"text\": \"\", \"could_change\": \"\"}}]}");
    return json;
}

/* Rules of a pack that leaves out what may be left out: the whole page that each has. */
static const struct {
    const char *id, *text;
} BARE[] = {
    /* no sources, nothing required; two kinds of one id follow each other */
    {"rash", "flag rash: Rash\n  cause: infection\n  emergency when\n    all of\n      - rash\n      - "
             "headache\n  urgent "
             "when\n    rash\n  unless\n    cold_bench\n  says: Be seen.\n  asks: Is there a "
             "rash?\n\ncondition rash: A "
             "rash\n  possible from 30 points on, likely from 55\n    +40 rash\n"},
    {"rub", "therapy rub: Rub\n  against rash (none): It spreads.\n  for tension (low): It eases.\n"},
};

static void test_bare_rules(void **state) {
    tiny_pack pack = tiny();
    (void)state;
    tiny_set(&pack, "flags/deep.json", deep_flag());
    tiny_set(&pack, "conditions/more.json",
             "{\"conditions\": [{\"id\": \"rash\", \"label\": \"A rash\", \"plain\": \"\", \"groups\": "
             "[{\"items\": [{\"when\": "
             "{\"finding\": \"rash\"}, \"points\": 40}]}]}]}");
    tiny_set(&pack, "therapies/more.json",
             "{\"therapies\": [{\"id\": \"rub\", \"label\": \"Rub\", \"say\": \"\", \"conditions\": "
             "[{\"condition\": \"rash\", "
             "\"direction\": \"against\", \"why\": \"It spreads.\"}, {\"condition\": \"tension\", \"grade\": "
             "\"low\", \"why\": "
             "\"It eases.\"}]}]}");
    tpt_ruleset *bare = tiny_rules_with(&pack, NULL);
    for (size_t i = 0; i < COUNT_OF(BARE); i++) {
        out.len = 0;
        assert_int_equal(tpt_ruleset_describe(bare, BARE[i].id, collect, &out, NULL), TPT_OK);
        assert_string_equal(out.text, BARE[i].text);
    }
    /* deeper than the page is wide: told down to a depth, and no further */
    out.len = 0;
    assert_int_equal(tpt_ruleset_describe(bare, "deep", collect, &out, NULL), TPT_OK);
    assert_non_null(strstr(out.text, "\n    not\n      - not\n"));
    assert_null(strstr(out.text, "rash"));
    tpt_ruleset_free(bare);
}

/* A look at rules takes memory of their allocator: with none left it says so, and holds nothing. */
static void test_no_memory(void **state) {
    counting c = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &c};
    tpt_options options = TPT_OPTIONS_INIT;
    tiny_pack pack = tiny();
    (void)state;
    options.allocator = &allocator;
    tpt_ruleset *tight = tiny_rules_with(&pack, &options);
    size_t live = c.live;
    c.fail_at = c.asked + 1;
    assert_int_equal(tpt_ruleset_describe(tight, "rash", collect, &out, NULL), TPT_E_MEMORY);
    assert_int_equal(c.live, live);
    assert_int_equal(tpt_pack_lint_memory(pack.files, pack.count, &options, NULL, NULL, NULL, NULL),
                     TPT_E_MEMORY);
    assert_int_equal(c.live, live);
    c.fail_at = 0;
    tpt_ruleset_free(tight);
    assert_int_equal(c.live, 0);
}

static void test_accessors(void **state) {
    const tpt_result *result = NULL;
    tpt_condition_info condition;
    tpt_area_info area;
    tpt_therapy_info therapy;
    size_t areas, therapies, conditions;
    (void)state;
    assert_int_equal(
        tpt_session_triage_text(session, "stiff neck and headaches", TPT_NUL_TERMINATED, &result, NULL),
        TPT_OK);
    conditions = tpt_result_condition_count(result);
    assert_true(conditions > 1 && tpt_result_condition(result, 0, &condition));
    assert_string_equal(condition.id, "neck_shoulder");
    assert_string_equal(condition.band, "likely");
    assert_true(tpt_result_condition(result, 1, &condition));
    assert_string_equal(condition.band, "possible");
    assert_false(tpt_result_condition(result, conditions, &condition));
    areas = tpt_result_area_count(result);
    assert_true(areas > 0 && tpt_result_area(result, 0, &area));
    assert_true(area.score > 0 && area.why[0] && area.where[0] && area.label[0]);
    assert_false(tpt_result_area(result, areas, &area));
    therapies = tpt_result_therapy_count(result);
    assert_true(therapies > 0 && tpt_result_therapy(result, 0, &therapy));
    assert_string_equal(therapy.status, "suggested");
    assert_true(therapy.grade[0] && therapy.label[0]);
    assert_false(tpt_result_therapy(result, therapies, &therapy));
}

static void test_subtype_of_a_condition(void **state) {
    const tpt_result *result = NULL;
    tpt_condition_info condition;
    (void)state;
    assert_int_equal(tpt_session_triage_text(session,
                                             "my thumb, index and middle finger tingle and go numb at night, "
                                             "shaking my hand helps",
                                             TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    assert_true(tpt_result_condition(result, 0, &condition));
    assert_string_equal(condition.id, "rsi");
    assert_string_equal(condition.subtype, "rsi.carpal_tunnel");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_nothing_to_read),
        cmocka_unit_test(test_bare_rules),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_accessors),
        cmocka_unit_test(test_subtype_of_a_condition),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

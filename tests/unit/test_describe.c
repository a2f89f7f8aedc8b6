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
        cmocka_unit_test(test_kinds),           cmocka_unit_test(test_all),
        cmocka_unit_test(test_nothing_to_read), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_accessors),       cmocka_unit_test(test_subtype_of_a_condition),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* The public calls as a caller may misuse them: NULL, calls within calls, limits, steps; and the effort they cost. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static tpt_ruleset *rules;

static int set_up(void **state) {
    (void)state;
    rules = tiny_rules();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt_ruleset_free(rules);
    return 0;
}

static bool count_bytes(const char *bytes, size_t len, void *context) {
    (void)bytes;
    *(size_t *)context += len;
    return true;
}

static void test_null_arguments(void **state) {
    (void)state;
    tpt_ruleset *no_rules = NULL;
    tpt_session *no_session = NULL, *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    tpt_error error;
    size_t len = 0;
    tpt_intake intake = TPT_INTAKE_INIT;
    assert_int_equal(tpt_ruleset_new_embedded(NULL, NULL, &error), TPT_E_ARGUMENT);
    assert_int_equal(error.code, TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_new_from_path(&no_rules, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_new_from_memory(&no_rules, NULL, 1, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_new_from_memory(&no_rules, NULL, 0, NULL, NULL), TPT_E_FILE);
    assert_int_equal(tpt_session_new(NULL, rules, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_new(&no_session, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage(NULL, &intake, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage(session, NULL, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage(session, &intake, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_text(session, NULL, 3, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_json(session, NULL, 0, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_check_json(session, "{}", 2, NULL, NULL, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_null(result);
    assert_int_equal(tpt_result_write_json(NULL, count_bytes, &len), TPT_E_ARGUMENT);
    assert_int_equal(tpt_result_json(NULL, NULL, 0, &len), TPT_E_ARGUMENT);
    assert_int_equal(tpt_write_json_string(NULL, 0, count_bytes, &len), TPT_E_ARGUMENT);
    tpt_session_free(NULL);
    tpt_ruleset_free(NULL);
    tpt_session_free(session);
}

static void test_names(void **state) {
    (void)state;
    assert_string_equal(tpt_version(), TPT_VERSION_STRING);
    static const struct {
        tpt_status status;
        const char *name;
    } names[] = {
        {TPT_OK, "ok"},
        {TPT_INCOMPLETE, "incomplete"},
        {TPT_CANCELLED, "cancelled"},
        {TPT_E_MEMORY, "memory"},
        {TPT_E_ARGUMENT, "argument"},
        {TPT_E_BUSY, "busy"},
        {TPT_E_BUFFER, "buffer"},
        {TPT_E_WRITE, "write"},
        {TPT_E_FILE, "file"},
        {TPT_E_JSON, "json"},
        {TPT_E_SCHEMA, "schema"},
        {TPT_E_REFERENCE, "reference"},
        {TPT_E_PATTERN, "pattern"},
        {TPT_E_VERSION, "version"},
        {TPT_E_INPUT, "input"},
        {TPT_E_TOO_LONG, "too_long"},
        {TPT_E_EXPECTATION, "expectation"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_string_equal(tpt_status_name(names[i].status), names[i].name);
    assert_string_equal(tpt_status_name((tpt_status)999), "unknown");
}

static void test_empty_text(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    tpt_intake intake = TPT_INTAKE_INIT;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "insufficient");
    assert_int_equal(tpt_session_triage_text(session, NULL, 0, &result, NULL), TPT_OK);
    assert_int_equal(tpt_session_triage_text(session, "", TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "insufficient");
    assert_int_equal(tpt_result_flag_count(result), 0);
    assert_int_equal(tpt_session_triage_text(session, NULL, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "insufficient");
    tpt_session_free(session);
}

typedef struct inner_call {
    tpt_session *session;
    tpt_status status;
    int calls;
    bool stop;
} inner_call;

static bool call_again(void *context) {
    inner_call *inner = context;
    const tpt_result *result = NULL;
    inner->calls++;
    inner->status = tpt_session_triage_text(inner->session, "rash", TPT_NUL_TERMINATED, &result, NULL);
    return inner->stop;
}

static void test_busy_and_cancelled(void **state) {
    (void)state;
    inner_call inner = {NULL, TPT_OK, 0, false};
    tpt_options options = TPT_OPTIONS_INIT;
    const tpt_result *result = NULL, *before;
    options.cancel = call_again;
    options.cancel_context = &inner;
    inner.session = new_session(rules, &options);
    assert_int_equal(tpt_session_triage_text(inner.session, "headache", TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    assert_int_equal(inner.status, TPT_E_BUSY);
    assert_true(inner.calls > 0);
    assert_non_null(result);
    inner.stop = true;
    before = result;
    assert_int_equal(tpt_session_triage_text(inner.session, "headache", TPT_NUL_TERMINATED, &result, NULL),
                     TPT_CANCELLED);
    assert_ptr_equal(result, before);
    inner.stop = false; /* and it is free again */
    assert_int_equal(tpt_session_triage_text(inner.session, "headache", TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    tpt_session_free(inner.session);
}

static bool stop_at(void *context) { return --*(int *)context == 0; }

/* At whichever point it is stopped, there is no result. */
static void test_cancelled_at_each_point(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    int left = INT32_MAX;
    options.cancel = stop_at;
    options.cancel_context = &left;
    tpt_session *session = new_session(rules, &options);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, "a rash", 6, &result, NULL), TPT_OK);
    int points = INT32_MAX - left;
    assert_true(points > 1);
    for (int at = 1; at <= points + 1; at++) {
        left = at;
        result = NULL;
        tpt_status status = tpt_session_triage_text(session, "a rash", 6, &result, NULL);
        assert_int_equal(status, at <= points ? TPT_CANCELLED : TPT_OK);
        assert_int_equal(result != NULL, at > points);
    }
    tpt_session_free(session);
}

static void test_too_long(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    const tpt_result *result = NULL;
    tpt_error error;
    options.max_text_bytes = 8;
    tpt_session *session = new_session(rules, &options);
    assert_int_equal(tpt_session_triage_text(session, "headache", 8, &result, &error), TPT_OK);
    assert_int_equal(tpt_session_triage_text(session, "headaches", 9, &result, &error), TPT_E_TOO_LONG);
    assert_int_equal(error.code, TPT_E_TOO_LONG);
    assert_int_equal(tpt_session_triage_json(session, "{\"text\":1}", 10, &result, &error), TPT_E_TOO_LONG);
    tpt_session_free(session);
}

/* What the budget leaves undecided is named; it is never "no flag". */
static void test_few_steps(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    const tpt_result *result = NULL;
    options.max_steps = 1;
    tpt_session *session = new_session(rules, &options);
    assert_int_equal(
        tpt_session_triage_text(session, "stiff neck and a rash", TPT_NUL_TERMINATED, &result, NULL),
        TPT_INCOMPLETE);
    assert_false(tpt_result_complete(result));
    assert_string_not_equal(tpt_result_urgency(result), "self_care");
    assert_string_not_equal(tpt_result_urgency(result), "insufficient");
    char *json = json_of(result);
    assert_non_null(strstr(json, "\"complete\":false,\"undecided\":[\"retention\",\"rash\"]"));
    free(json);
    tpt_session_free(session);
}

static void test_bad_intakes(void **state) {
    (void)state;
    static const struct {
        const char *json;
        tpt_status status;
        const char *part; /* of message or pointer */
    } records[] = {
        {"{\"text\": \"rash\", \"age\": 40}", TPT_OK, NULL},
        {"{\"duration_days\": 3}", TPT_OK, NULL},
        {"{\"agee\": 40}", TPT_E_INPUT, "agee"},
        {"{\"age\": 400}", TPT_E_INPUT, "age"},
        {"{\"age\": \"old\"}", TPT_E_INPUT, "age"},
        {"{\"sites\": [{\"site\": \"moon\"}]}", TPT_E_INPUT, "moon"},
        {"[]", TPT_E_INPUT, NULL},
        {"{\"text\": 5}", TPT_E_INPUT, "text"},
        {"{\"age\": 40,}", TPT_E_JSON, "comma"},
        {"", TPT_E_JSON, NULL},
    };
    tpt_session *session = new_session(rules, NULL);
    for (size_t i = 0; i < COUNT_OF(records); i++) {
        const tpt_result *result = NULL;
        tpt_error error;
        memset(&error, 0, sizeof error);
        tpt_status status =
            tpt_session_triage_json(session, records[i].json, TPT_NUL_TERMINATED, &result, &error);
        bool named = !records[i].part || strstr(error.message, records[i].part) ||
                     strstr(error.pointer, records[i].part);
        if (status != records[i].status || !named || (status == TPT_E_JSON && !error.line))
            fail_msg("%s: %s, %s %s", records[i].json, tpt_status_name(status), error.pointer, error.message);
        assert_int_equal(result != NULL, status == TPT_OK);
    }
    tpt_session_free(session);
}

/* Answers given as structs: each that the rules do not know is told, and there is no result. */
static void test_bad_answers(void **state) {
    (void)state;
    static const struct {
        tpt_fact_answer fact;
        tpt_site_answer site;
        tpt_finding_answer finding;
        const char *part; /* of the message; NULL: it is fine */
    } answers[] = {
        {{"age", 40}, {"neck", "left"}, {"rash", TPT_YES}, NULL},
        {{"duration_days", 3}, {"neck", NULL}, {"rash", TPT_UNKNOWN}, NULL},
        {{NULL, 3}, {"neck", NULL}, {"rash", TPT_NO}, "without an id"},
        {{"age", INT64_MAX}, {"neck", NULL}, {"rash", TPT_NO}, "out of range"},
        {{"age", INT64_MIN}, {"neck", NULL}, {"rash", TPT_NO}, "out of range"},
        {{"age", 121}, {"neck", NULL}, {"rash", TPT_NO}, "age"},
        {{"age", -1}, {"neck", NULL}, {"rash", TPT_NO}, "age"},
        {{"weight", 70}, {"neck", NULL}, {"rash", TPT_NO}, "weight"},
        {{"age", 40}, {"moon", NULL}, {"rash", TPT_NO}, "no site has the id \"moon\""},
        {{"age", 40}, {NULL, NULL}, {"rash", TPT_NO}, "no site has the id \"(NULL)\""},
        {{"age", 40}, {"neck", "middle"}, {"rash", TPT_NO}, "no side has the id \"middle\""},
        {{"age", 40}, {"neck", NULL}, {"rush", TPT_NO}, "no finding has the id \"rush\""},
        {{"age", 40}, {"neck", NULL}, {NULL, TPT_NO}, "no finding has the id \"(NULL)\""},
    };
    tpt_session *session = new_session(rules, NULL);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        tpt_intake intake = TPT_INTAKE_INIT;
        const tpt_result *result = NULL;
        tpt_error error = {0};
        intake.facts = &answers[i].fact;
        intake.sites = &answers[i].site;
        intake.findings = &answers[i].finding;
        intake.fact_count = intake.site_count = intake.finding_count = 1;
        tpt_status status = tpt_session_triage(session, &intake, &result, &error);
        if (status != (answers[i].part ? TPT_E_INPUT : TPT_OK) || !result != !!answers[i].part ||
            (answers[i].part && !strstr(error.message, answers[i].part)))
            fail_msg("%zu: %s, %s", i, tpt_status_name(status), error.message);
        assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), status);
    }
    tpt_session_free(session);
}

/* What a finding may ask for beside a place. */
static const char *const NEEDS[] = {
    "\"needs\": {\"onset\": [\"sudden\"]}",     "\"needs\": {\"side\": [\"left\"]}",
    "\"needs\": {\"course\": [\"worsening\"]}", "\"needs\": {\"quality\": [\"dull\"]}",
    "\"needs\": {\"trigger\": [\"moving\"]}",   "\"needs\": {\"spreads\": true}",
    "\"needs\": {\"spreads_to\": [\"head\"]}",  "\"where\": {\"sites_at_least\": 2}",
};

/* Neck pain, and neck pain with each of these. */
static const char *neck_findings(char *out, size_t size) {
    static const char element[] =
        "\"type\": \"symptom\", \"label\": \"l\", \"any\": [{\"concept\": [\"pain\"], \"site\": [\"neck\"]";
    size_t used = (size_t)snprintf(out, size, "{\"findings\": [{\"id\": \"neck_pain\", %s}]}", element);
    for (size_t i = 0; i < COUNT_OF(NEEDS); i++)
        used += (size_t)snprintf(out + used, size - used, ",\n{\"id\": \"neck_pain_%zu\", %s, %s}]}", i,
                                 element, NEEDS[i]);
    assert_true(used + 3 < size);
    return strcat(out, "]}");
}

/* A place that is ticked says no more than that it is there: not since when, how it goes on, or where else. */
static void test_ticked_place(void **state) {
    (void)state;
    char language[sizeof TINY_LANGUAGE + 40], findings[2000], id[20], status[20];
    tiny_pack pack = tiny();
    size_t end = (size_t)(strrchr(TINY_LANGUAGE, '}') - TINY_LANGUAGE);
    snprintf(language, sizeof language, "%.*s, \"bare_site\": \"pain\"}", (int)end, TINY_LANGUAGE);
    tiny_set(&pack, "language/en.json", language);
    tiny_set(&pack, "lexicon/more.json",
             "{\"concepts\": [{\"id\": \"dull\", \"type\": \"quality\", "
             "\"terms\": "
             "[\"dull\"]}, {\"id\": \"moving\", \"type\": \"trigger\", \"terms\": [\"moving\"]}]}");
    tiny_set(&pack, "findings/more.json", neck_findings(findings, sizeof findings));
    tpt_ruleset *own = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(own, NULL);
    const tpt_site_answer neck = {"neck", "left"};
    const tpt_result *result = NULL;
    tpt_intake intake = TPT_INTAKE_INIT;
    intake.sites = &neck;
    intake.site_count = 1;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
    char *json = json_of(result);
    assert_string_equal(status_of(json, "neck_pain", status), "present");
    for (size_t i = 0; i < COUNT_OF(NEEDS); i++) {
        snprintf(id, sizeof id, "neck_pain_%zu", i);
        if (*status_of(json, id, status)) fail_msg("%s: %s", NEEDS[i], status);
    }
    free(json);
    tpt_session_free(session);
    tpt_ruleset_free(own);
}

/* A finding is in dispute where text and form say the opposite, not where one of them does not know. */
static void test_disputed(void **state) {
    (void)state;
    static const struct {
        const char *text;
        tpt_answer answer;
        bool disputed;
    } cases[] = {
        {"a rash", TPT_NO, true},
        {"no rash", TPT_YES, true},
        {"a rash", TPT_YES, false},
        {"no rash", TPT_NO, false},
        {"a rash", TPT_UNKNOWN, false},
        {"i used to have a rash", TPT_NO, false},
        {"if i get a rash", TPT_YES, false},
        {"a headache", TPT_YES, false},
    };
    tpt_session *session = new_session(rules, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const tpt_finding_answer answer = {"rash", cases[i].answer};
        const tpt_result *result = NULL;
        tpt_intake intake = TPT_INTAKE_INIT;
        intake.text = cases[i].text;
        intake.text_len = TPT_NUL_TERMINATED;
        intake.findings = &answer;
        intake.finding_count = 1;
        assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
        char *json = json_of(result);
        if (!strstr(json, "\"disputed\":true") == cases[i].disputed) fail_msg("%s: %s", cases[i].text, json);
        free(json);
    }
    tpt_session_free(session);
}

/* A form that denies what the text says does not calm: the more urgent counts. */
static void test_form_and_text(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    const tpt_finding_answer no = {"retention", TPT_NO}, yes = {"retention", TPT_YES},
                             wrong = {"nothing", TPT_YES};
    tpt_intake intake = TPT_INTAKE_INIT;
    tpt_flag_info flag;
    intake.text = "can not pee";
    intake.text_len = TPT_NUL_TERMINATED;
    intake.findings = &no;
    intake.finding_count = 1;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "emergency");
    assert_true(tpt_result_ambulance(result));
    assert_true(tpt_result_flag(result, 0, &flag));
    assert_string_equal(flag.id, "retention");
    assert_string_equal(flag.status, "raised");
    assert_false(tpt_result_flag(result, tpt_result_flag_count(result), &flag));
    intake.text = "can pee";
    intake.findings = &yes;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "emergency");
    intake.findings = &wrong;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_E_INPUT);
    tpt_session_free(session);
}

static void test_no_allocation_after_warm_up(void **state) {
    (void)state;
    counting blocks = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
    tpt_options options = TPT_OPTIONS_INIT;
    const tpt_result *result = NULL;
    tpt_counters counters;
    options.allocator = &allocator;
    tpt_session *session = new_session(rules, &options);
    tpt_session_counters(session, &counters);
    assert_int_equal(counters.tokens, 0);
    for (int round = 0; round < 5; round++) {
        size_t before = blocks.asked;
        assert_int_equal(
            tpt_session_triage_text(session, "stiff neck, no rash", TPT_NUL_TERMINATED, &result, NULL),
            TPT_OK);
        tpt_session_counters(session, &counters);
        assert_int_equal(counters.allocations, blocks.asked - before);
        assert_int_equal(counters.tokens, 4);
        if (round) assert_int_equal(counters.allocations, 0);
        else assert_true(counters.allocations > 0);
    }
    tpt_session_free(session);
    assert_int_equal(blocks.live, 0);
}

static void test_same_bytes(void **state) {
    (void)state;
    static const char text[] = "sudden headache and a rash, no trouble peeing. neck is stiff";
    tpt_session *one = new_session(rules, NULL), *two = new_session(rules, NULL);
    char *a = triage_json(one, text), *b = triage_json(two, text);
    assert_string_equal(a, b);
    free(b);
    free(triage_json(one, "something else entirely, for 3 weeks")); /* what came before leaves no trace */
    b = triage_json(one, text);
    assert_string_equal(a, b);
    free(a);
    free(b);
    tpt_session_free(one);
    tpt_session_free(two);
}

static void test_write_fails(void **state) {
    (void)state;
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, "rash", 4, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_write_json(result, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_result_write_text(result, NULL, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_write_json_string("a", 1, refuse, NULL), TPT_E_WRITE);
    tpt_session_free(session);
}

/* ---- Looks at a ruleset, whose memory is its allocator's ---------------------------------------------------------------- */

typedef struct heard {
    size_t count;
    char last[120];
} heard;

static void hear_line(const char *message, void *context) {
    heard *so_far = context;
    so_far->count++;
    snprintf(so_far->last, sizeof so_far->last, "%s", message);
}

static void hear_row(const tpt_coverage *row, void *context) { hear_line(row->id, context); }

/* A look that has no memory says so, never that nothing is wrong; and the ruleset stays as it is. */
static void test_looks_out_of_memory(void **state) {
    (void)state;
    counting blocks = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    tiny_pack pack = tiny();
    tpt_ruleset *own = tiny_rules_with(&pack, &options);
    heard lines = {0}, rows = {0}, none = {0};
    size_t warnings = tpt_ruleset_lint(own, hear_line, &lines),
           covered = tpt_ruleset_coverage(own, hear_row, &rows);
    assert_true(warnings > 1 && warnings == lines.count);
    assert_true(covered > 1 && covered == rows.count);
    size_t live = blocks.live;
    blocks.fail_at = blocks.asked + 1;
    lines = rows = none;
    size_t told = tpt_ruleset_lint(own, hear_line, &lines);
    assert_int_equal(told, lines.count);
    assert_string_equal(lines.last, "out of memory");
    assert_int_equal(tpt_ruleset_lint(own, NULL, NULL), told);
    assert_int_equal(tpt_ruleset_coverage(own, hear_row, &rows), 0);
    assert_int_equal(rows.count, 0);
    blocks.fail_at = 0;
    assert_int_equal(blocks.live, live);
    assert_int_equal(tpt_ruleset_lint(own, NULL, NULL), warnings);
    assert_int_equal(tpt_ruleset_coverage(own, NULL, NULL), covered);
    tpt_ruleset_free(own);
    assert_int_equal(blocks.live, 0);
}

/* What has to be read before it is known to be wrong is read within limits: these bytes are not even there. */
static void test_length_is_looked_at_first(void **state) {
    (void)state;
    tpt_options options = TPT_OPTIONS_INIT;
    const tpt_result *result = NULL;
    tpt_error error;
    tiny_pack pack = tiny();
    tpt_ruleset *own = tiny_rules_with(&pack, &options); /* no limit asked for: the default one */
    tpt_session *session = new_session(own, NULL);
    assert_int_equal(tpt_session_triage_text(session, "x", ((size_t)1 << 20) + 1, &result, &error),
                     TPT_E_TOO_LONG);
    tpt_session_free(session);
    options.max_text_bytes = (size_t)1 << 30; /* more than can be had */
    session = new_session(own, &options);
    assert_int_equal(tpt_session_triage_text(session, "x", ((size_t)16 << 20) + 1, &result, &error),
                     TPT_E_TOO_LONG);
    assert_non_null(strstr(error.message, "16777216"));
    tpt_span span = {0, 1};
    tpt_assertion said;
    assert_int_equal(tpt_session_assert(session, "x", ((size_t)16 << 20) + 1, &span, 1, &said, NULL),
                     TPT_E_TOO_LONG);
    tpt_session_free(session);
    tpt_ruleset_free(own);
    options.max_text_bytes = 5;
    own = tiny_rules_with(&pack, &options);
    session = new_session(own, NULL);
    assert_int_equal(tpt_session_triage_text(session, "a rash", 6, &result, NULL), TPT_E_TOO_LONG);
    assert_int_equal(tpt_session_triage_text(session, "rash ", 5, &result, NULL), TPT_OK);
    tpt_session_free(session);
    tpt_ruleset_free(own);
}

/* A library that is not built for release says so, and ends the program: here a child. */
static void test_ruleset_freed_early(void **state) {
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        if (!freopen("/dev/null", "w", stderr)) _exit(2);
        tpt_ruleset *early = tiny_rules();
        new_session(early, NULL);
        tpt_ruleset_free(early);
        _exit(0);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGABRT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null_arguments),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_empty_text),
        cmocka_unit_test(test_busy_and_cancelled),
        cmocka_unit_test(test_cancelled_at_each_point),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_few_steps),
        cmocka_unit_test(test_bad_intakes),
        cmocka_unit_test(test_bad_answers),
        cmocka_unit_test(test_ticked_place),
        cmocka_unit_test(test_disputed),
        cmocka_unit_test(test_form_and_text),
        cmocka_unit_test(test_no_allocation_after_warm_up),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_write_fails),
        cmocka_unit_test(test_looks_out_of_memory),
        cmocka_unit_test(test_length_is_looked_at_first),
        cmocka_unit_test(test_ruleset_freed_early),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

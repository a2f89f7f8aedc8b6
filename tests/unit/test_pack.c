/* Packs: what a bad one is told, with place and hint; what memory that runs out does. */
#include "support.h"

typedef struct mistake {
    const char *path, *data; /* the file that is wrong in an otherwise good pack; data NULL: it is missing */
    tpt_status code;
    uint32_t line, column;
    const char *pointer, *message, *hint; /* parts of the texts; NULL: not looked at */
} mistake;

#define FLAG(rest)                                                                                           \
    "{\"flags\": [\n{\"id\": \"f\", \"cause\": \"c\", \"title\": \"t\", \"advice\": \"a\",\n" rest "}]}"
#define QUESTION "\"question\": {\"id\": \"q\", \"text\": \"t\", \"could_change\": \"c\"}"
#define LEVEL(when) "\"levels\": [{\"level\": \"soon\", \"when\": " when "}]"
#define WHEN(expr) FLAG(QUESTION ",\n" LEVEL(expr))

#define SOURCE(id) "{\"sources\": [{\"id\": \"" id "\", \"title\": \"t\"}]}"
#define SUBTYPE(id)                                                                                          \
    "{\"conditions\": [{\"id\": \"tension\", \"label\": \"l\", \"plain\": \"p\", \"groups\": [],\n"          \
    " \"subtypes\": [{\"id\": \"" id "\", \"label\": \"l\", \"when\": {\"finding\": \"rash\"}}]}]}"

static const mistake MISTAKES[] = {
    /* the manifest */
    {"pack.json", NULL, TPT_E_FILE, 0, 0, "", "no pack.json", "pack.json"},
    {"pack.json", "{\"id\": \"x\"}", TPT_E_SCHEMA, 1, 1, "", "\"version\" is missing", NULL},
    {"pack.json",
     "{\"id\": \"x\", \"version\": \"1\", \"language\": \"en\", \"title\": \"t\",\n \"intended_use\": \"u\", "
     "\"review\": \"draft\", \"engine\": \"9.0.0\"}",
     TPT_E_VERSION, 1, 1, "", "newer engine", "update"},
    {"pack.json", "{\"id\": 5}", TPT_E_SCHEMA, 1, 8, "/id", "must be a string", NULL},
    {"pack.json", "[]", TPT_E_SCHEMA, 1, 1, "", "must be one object", NULL},
    /* JSON */
    {"flags/flags.json", "{\"flags\": [\n  {\"id\": \"f\",}\n]}", TPT_E_JSON, 2, 13, "/flags/0", "comma",
     NULL},
    {"flags/flags.json", "{\"flags\": [],\n \"flags\": []}", TPT_E_JSON, 2, 2, "", "twice", "keep one"},
    {"flags/flags.json", "{\"flags\": []} x", TPT_E_JSON, 1, 15, "", "after the end", NULL},
    {"flags/flags.json", "{\"note\": \"\\u0000\"}", TPT_E_JSON, 1, 11, NULL, "\\u0000", NULL},
    {"flags/flags.json", "", TPT_E_JSON, 1, 1, "", "ends too early", NULL},
    /* shape */
    {"elsewhere/x.json", "{}", TPT_E_SCHEMA, 1, 1, "", "outside the folders", "rule-format"},
    {"flags/flags.json", "{\"flagz\": []}", TPT_E_SCHEMA, 1, 11, "/flagz", "unknown key \"flagz\"",
     "\"flags\""},
    {"flags/flags.json", "{\"flags\": [3]}", TPT_E_SCHEMA, 1, 12, "/flags/0", "object", NULL},
    {"flags/flags.json", FLAG(QUESTION), TPT_E_SCHEMA, 2, 1, "/flags/0", "no level", NULL},
    {"flags/flags.json", FLAG(LEVEL("{\"finding\": \"rash\"}")), TPT_E_SCHEMA, 2, 1, "/flags/0",
     "no question", "settle"},
    {"flags/flags.json", FLAG(QUESTION ",\n" LEVEL("{\"finding\": \"rash\"}") ",\n\"titel\": \"t\""),
     TPT_E_SCHEMA, 5, 10, "/flags/0/titel", "unknown key \"titel\"", "did you mean \"title\"?"},
    {"flags/flags.json",
     FLAG(QUESTION ",\n\"levels\": [{\"level\": \"urgnt\", \"when\": {\"finding\": \"rash\"}}]"),
     TPT_E_SCHEMA, 4, 22, "/flags/0/levels/0/level", "\"urgnt\"", "did you mean \"urgent\"?"},
    {"flags/flags.json", FLAG(QUESTION ",\n\"levels\": [{\"level\": \"soon\"}]"), TPT_E_SCHEMA, 4, 12,
     "/flags/0/levels/0", "\"when\" is missing", NULL},
    {"flags/flags.json", FLAG(QUESTION ",\n\"levels\": {}"), TPT_E_SCHEMA, 4, 11, "/flags/0/levels",
     "must be a list", NULL},
    {"flags/flags.json", WHEN("5"), TPT_E_SCHEMA, 4, 38, "/flags/0/levels/0/when", "must be an object", NULL},
    {"flags/flags.json", WHEN("{}"), TPT_E_SCHEMA, 4, 38, "/flags/0/levels/0/when", "asks nothing",
     "use all"},
    {"flags/flags.json", WHEN("{\"all\": []}"), TPT_E_SCHEMA, 4, 38, "/flags/0/levels/0/when", "empty", NULL},
    {"flags/flags.json", WHEN("{\"fact\": \"age\", \"min\": 1.5}"), TPT_E_SCHEMA, 4, 61,
     "/flags/0/levels/0/when/min", "whole number", NULL},
    {"lexicon/words.json", "{\"concepts\": [{\"id\": \"a\", \"type\": \"sensatoin\", \"terms\": [\"a\"]}]}",
     TPT_E_SCHEMA, 1, 35, "/concepts/0/type", "sensatoin", "did you mean \"sensation\"?"},
    /* circles, which would never end */
    {"lexicon/words.json",
     "{\"concepts\": [{\"id\": \"aa\", \"type\": \"sensation\", \"is\": [\"bb\"], \"terms\": [\"aa\"]}, "
     "{\"id\": \"bb\", \"type\": \"sensation\", \"is\": [\"aa\"], \"terms\": [\"bb\"]}]}",
     TPT_E_REFERENCE, 1, 15, "/concepts/0", "one of itself", "out"},
    {"lexicon/words.json",
     "{\"sites\": [{\"id\": \"ss\", \"label\": \"s\", \"parent\": \"tt\", \"terms\": [\"ss\"]}, "
     "{\"id\": \"tt\", \"label\": \"t\", \"parent\": \"ss\", \"terms\": [\"tt\"]}]}",
     TPT_E_REFERENCE, 1, 12, "/sites/0", "above itself", "parent"},
    {"facts/facts.json", "{\"facts\": [{\"id\": \"age\", \"codes\": {\"x\": \"y\"}}]}", TPT_E_SCHEMA, 1, 41,
     "/facts/0/codes/x", "whole number", NULL},
    /* a flag may be lowered by mitigators only */
    {"flags/flags.json",
     FLAG(QUESTION ",\n" LEVEL("{\"finding\": \"rash\"}") ",\n\"unless\": {\"finding\": \"headache\"}"),
     TPT_E_SCHEMA, 5, 11, "/flags/0/unless", "no mitigator", "mitigator"},
    {"flags/flags.json",
     FLAG(QUESTION
          ",\n" LEVEL("{\"finding\": \"rash\"}") ",\n\"unless\": {\"any\": [{\"finding\": \"cold_bench\"}, "
                                                 "{\"not\": {\"finding\": \"headache\"}}]}"),
     TPT_E_SCHEMA, 5, 11, "/flags/0/unless", "no mitigator", "mitigator"},
    /* references */
    {"flags/flags.json", WHEN("{\"finding\": \"rsh\"}"), TPT_E_REFERENCE, 4, 50,
     "/flags/0/levels/0/when/finding", "\"rsh\"", "did you mean \"rash\""},
    {"flags/flags.json", WHEN("{\"fact\": \"weight\"}"), TPT_E_REFERENCE, 4, 47,
     "/flags/0/levels/0/when/fact", "\"weight\"", NULL},
    {"flags/flags.json", WHEN("{\"any\": [{\"finding\": \"rash\"}, {\"finding\": \"none\"}]}"),
     TPT_E_REFERENCE, 4, 80, "/flags/0/levels/0/when/any/1/finding", "\"none\"", NULL},
    {"lexicon/words.json",
     "{\"sites\": [{\"id\": \"a\", \"label\": \"a\", \"parent\": \"b\", \"terms\": [\"a\"]}]}",
     TPT_E_REFERENCE, 1, 48, "/sites/0/parent", "\"b\"", NULL},
    {"language/en.json", "{\"respellings\": [{\"form\": \"x\", \"as\": \"a b c d e f g h i j k\"}]}",
     TPT_E_SCHEMA, 1, 18, "/respellings/0", "cannot be used", NULL},
    {"language/en.json", "{\"respellings\": [{\"form\": \"x\", \"as\": \"  \"}]}", TPT_E_SCHEMA, 1, 18,
     "/respellings/0", "cannot be used", NULL},
    {"language/en.json", "{\"respellings\": [{\"form\": \"can not\", \"as\": \"cannot\"}]}", TPT_E_SCHEMA, 1,
     18, "/respellings/0", "cannot be used", NULL},
    {"language/en.json", "{\"common_words\": [\"klingon\"]}", TPT_E_REFERENCE, 1, 1, "", "klingon", NULL},
    /* terms and patterns */
    {"findings/more.json",
     "{\"findings\": [{\"id\": \"x\", \"type\": \"sign\", \"label\": \"l\", \"terms\": [\"{0,3} down\"]}]}",
     TPT_E_SCHEMA, 0, 0, NULL, "gap", NULL},
    {"findings/more.json",
     "{\"findings\": [{\"id\": \"x\", \"type\": \"sign\", \"label\": \"l\", \"patterns\": [{\"regex\": "
     "\"a(b\", \"words\": [\"a\"]}]}]}",
     TPT_E_PATTERN, 0, 0, NULL, NULL, NULL},
    {"findings/more.json",
     "{\"findings\": [{\"id\": \"rash\", \"type\": \"sign\", \"label\": \"l\", \"terms\": [\"x\"]}]}",
     TPT_E_REFERENCE, 1, 0, NULL, "rash", NULL},
    {"findings/more.json",
     "{\"findings\": [{\"id\": \"Bad Id\", \"type\": \"sign\", \"label\": \"l\", \"terms\": [\"x\"]}]}",
     TPT_E_SCHEMA, 1, 0, NULL, NULL, NULL},
    /* ids: each kind's first character and its others */
    {"sources/s.json", SOURCE(""), TPT_E_SCHEMA, 1, 21, "/sources/0/id", "\"\" is no id", NULL},
    {"sources/s.json", SOURCE("1S"), TPT_E_SCHEMA, 1, 21, "/sources/0/id", "no id", NULL},
    {"sources/s.json", SOURCE("S/1"), TPT_E_SCHEMA, 1, 21, "/sources/0/id", "no id", NULL},
    {"facts/facts.json", "{\"facts\": [{\"id\": \"\"}]}", TPT_E_SCHEMA, 1, 19, "/facts/0/id", "no id", NULL},
    {"facts/facts.json", "{\"facts\": [{\"id\": \"~a\"}]}", TPT_E_SCHEMA, 1, 19, "/facts/0/id", "no id",
     NULL},
    {"facts/facts.json", "{\"facts\": [{\"id\": \"a.b\"}]}", TPT_E_SCHEMA, 1, 19, "/facts/0/id", "no id",
     NULL},
    {"conditions/conditions.json", SUBTYPE("tension."), TPT_E_SCHEMA, 2, 22, "/conditions/0/subtypes/0/id",
     "no id", NULL},
    {"conditions/conditions.json", SUBTYPE(".x"), TPT_E_SCHEMA, 2, 22, "/conditions/0/subtypes/0/id", "no id",
     NULL},
    {"conditions/conditions.json", SUBTYPE("tension.X"), TPT_E_SCHEMA, 2, 22, "/conditions/0/subtypes/0/id",
     "no id", NULL},
};

static bool holds(const char *text, const char *part) { return !part || strstr(text, part); }

static void test_mistakes(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(MISTAKES); i++) {
        const mistake *m = &MISTAKES[i];
        tiny_pack pack = tiny();
        tpt_ruleset *none = NULL;
        tpt_error error;
        memset(&error, 0xA5, sizeof error);
        tiny_set(&pack, m->path, m->data);
        tpt_status status = tpt_ruleset_new_from_memory(&none, pack.files, pack.count, NULL, &error);
        if (none) tpt_ruleset_free(none);
        if (status != m->code || none || error.code != m->code || (m->line && error.line != m->line) ||
            (m->column && error.column != m->column) || (m->data && strcmp(error.source, m->path) != 0) ||
            (m->pointer && strcmp(error.pointer, m->pointer) != 0) || !holds(error.message, m->message) ||
            !holds(error.hint, m->hint)) {
            print_error("%zu: %s %s:%u:%u \"%s\" %s (%s)\n", i, tpt_status_name(status), error.source,
                        error.line, error.column, error.pointer, error.message, error.hint);
            wrong++;
        }
        assert_int_equal(tpt_ruleset_new_from_memory(&none, pack.files, pack.count, NULL, NULL), m->code);
    }
    assert_int_equal(wrong, 0);
}

/* The same of a place that is deep within others. */
static void test_deep_mistake(void **state) {
    (void)state;
    for (size_t depth = 1; depth < 28; depth++) {
        char when[1000] = "", data[1400];
        for (size_t i = 0; i < depth; i++) strcat(when, "{\"all\": [");
        strcat(when, "{\"finding\": \"rsh\"}");
        for (size_t i = 0; i < depth; i++) strcat(when, "]}");
        snprintf(data, sizeof data, FLAG(QUESTION ",\n\"levels\": [{\"level\": \"soon\", \"when\": %s}]"),
                 when);
        tiny_pack pack = tiny();
        tpt_ruleset *none = NULL;
        tpt_error error;
        tiny_set(&pack, "flags/flags.json", data);
        assert_int_equal(tpt_ruleset_new_from_memory(&none, pack.files, pack.count, NULL, &error),
                         TPT_E_REFERENCE);
        assert_non_null(memchr(error.pointer, '\0', sizeof error.pointer));
        assert_memory_equal(error.pointer, "/flags/0/levels/0/when/all/0", 28);
        assert_non_null(strstr(error.hint, "\"rash\""));
        if (depth < 15) assert_int_equal(strlen(error.pointer), 22 + 6 * depth + 8);
        assert_int_equal(error.line, 4);
    }
}

/* Cases that a check would refuse count for nothing, and break nothing. */
static void count_rash(const tpt_coverage *row, void *context) {
    if (strcmp(row->id, "rash") == 0) *(tpt_coverage *)context = *row;
}

static void test_coverage_of_odd_cases(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tpt_coverage rash = {0};
    tiny_set(&pack, "cases/a.jsonl",
             "{\"covers\": \"flag:rash\"}\n{\"covers\": [5, \"flag:rash\", null]}\nnot json\n[]\n\n"
             "{\"covers\": [\"flag:rash\"], \"near_miss\": {\"flag:rash\": 1}}\n{\"near_miss\": "
             "[\"flag:rash\", \"flag:rush\"]}");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    assert_true(tpt_ruleset_coverage(rules, count_rash, &rash) > 1);
    assert_int_equal(rash.positive, 2);
    assert_int_equal(rash.near_miss, 1);
    tpt_ruleset_free(rules);
}

/* A pointer to a place that is named at great length is cut, or is that of what holds it; never written past its field. */
static void test_long_keys(void **state) {
    (void)state;
    for (size_t len = 1; len < 400; len++) {
        char data[500] = "{\"facts\": [{\"id\": \"age\", \"", key[400];
        tiny_pack pack = tiny();
        tpt_ruleset *none = NULL;
        tpt_error error;
        memset(key, 'k', len);
        key[len] = '\0';
        strcat(strcat(data, key), "\": 1}]}");
        tiny_set(&pack, "facts/facts.json", data);
        assert_int_equal(tpt_ruleset_new_from_memory(&none, pack.files, pack.count, NULL, &error),
                         TPT_E_SCHEMA);
        assert_non_null(memchr(error.pointer, '\0', sizeof error.pointer));
        assert_memory_equal(error.pointer, "/facts/0", 8);
        assert_int_equal(strspn(error.pointer + 8, "/k"), strlen(error.pointer + 8));
        if (len < 60) assert_string_equal(error.pointer + 9, key);
        assert_int_equal(error.line, 1);
        assert_true(error.column == 12 || error.column > 25); /* the object, or the value within */
    }
}

static void test_good(void **state) {
    (void)state;
    tpt_ruleset *rules = tiny_rules();
    assert_string_equal(tpt_ruleset_id(rules), "tiny");
    assert_string_equal(tpt_ruleset_version(rules), "1.2.3");
    assert_int_equal(strlen(tpt_ruleset_sha256(rules)), 64);
    assert_true(tpt_ruleset_lint(rules, NULL, NULL) > 0); /* its rules name no sources */
    tpt_ruleset_free(rules);
}

/* Spaces may stand anywhere in what a respelling opens to; a form with a space in it begins with a sign. */
static void test_respellings(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tiny_set(&pack, "language/more.json",
             "{\"respellings\": [{\"form\": \"cannae\", \"as\": \"  can   not \"}, {\"form\": \"( r )\", "
             "\"as\": \"rash\"}]}");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    tpt_session *session = new_session(rules, NULL);
    char status[20], *json = triage_json(session, "i cannae pee. there is a ( r )");
    assert_string_equal(status_of(json, "retention", status), "present");
    assert_string_equal(status_of(json, "rash", status), "present");
    free(json);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

/* The hash is of the files, in whatever order they are given. */
static void test_hash(void **state) {
    (void)state;
    tiny_pack pack = tiny(), turned = tiny(), other = tiny();
    for (size_t i = 0; i < pack.count; i++) turned.files[i] = pack.files[pack.count - 1 - i];
    tiny_set(&other, "facts/facts.json", TINY_FACTS " ");
    tpt_ruleset *a = tiny_rules_with(&pack, NULL), *b = tiny_rules_with(&turned, NULL),
                *c = tiny_rules_with(&other, NULL);
    assert_string_equal(tpt_ruleset_sha256(a), tpt_ruleset_sha256(b));
    assert_string_not_equal(tpt_ruleset_sha256(a), tpt_ruleset_sha256(c));
    tpt_ruleset_free(a);
    tpt_ruleset_free(b);
    tpt_ruleset_free(c);
}

static void test_cases(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    size_t len = 0;
    tiny_set(&pack, "cases/a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"bc\"}\n");
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    const char *second = tpt_ruleset_case(rules, 1, &len);
    assert_non_null(second);
    assert_int_equal(len, 13);
    assert_memory_equal(second, "{\"text\":\"bc\"}", len);
    assert_null(tpt_ruleset_case(rules, 2, &len));
    tpt_ruleset_free(rules);
}

/* The bytes of a pack may go once it is loaded. */
static void test_bytes_are_not_kept(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    char *copies[COUNT_OF(pack.files)];
    for (size_t i = 0; i < pack.count; i++) {
        copies[i] = malloc(pack.files[i].size);
        memcpy(copies[i], pack.files[i].data, pack.files[i].size);
        pack.files[i].data = copies[i];
    }
    tpt_ruleset *rules = tiny_rules_with(&pack, NULL);
    for (size_t i = 0; i < pack.count; i++) free(copies[i]);
    tpt_session *session = new_session(rules, NULL);
    free(triage_json(session, "sudden headache"));
    tpt_session_free(session);
    tpt_ruleset_free(rules);
}

static void test_folder_that_is_none(void **state) {
    (void)state;
    tpt_ruleset *none = NULL;
    tpt_error error;
    assert_int_equal(tpt_ruleset_new_from_path(&none, "no/such/folder", NULL, &error), TPT_E_FILE);
    assert_string_equal(error.source, "no/such/folder");
    assert_int_equal(tpt_ruleset_new_from_path(&none, "LICENSE", NULL, &error), TPT_E_FILE);
    assert_null(none);
}

/* ---- A look at a pack: all its mistakes at once ---------------------------------------------------------------------- */

typedef struct told {
    size_t count, warnings;
    char codes[256]; /* in the order in which they came */
} told;

static void remember(const tpt_diagnostic *problem, void *context) {
    told *so_far = context;
    assert_non_null(problem->code);
    assert_true(*problem->message);
    assert_true(!problem->line || *problem->excerpt);
    assert_true(problem->caret <= strlen(problem->excerpt));
    so_far->count++;
    so_far->warnings += problem->status == TPT_OK;
    strncat(so_far->codes, problem->code, sizeof so_far->codes - strlen(so_far->codes) - 1);
    strncat(so_far->codes, " ", sizeof so_far->codes - strlen(so_far->codes) - 1);
}

static void test_look(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    told so_far = {0};
    size_t count = 0;
    tiny_set(&pack, "facts/facts.json", "{\"facts\": [}");
    tiny_set(&pack, "findings/more.json",
             "{\"findings\": [{\"id\": \"a b\", \"type\": \"sing\", \"label\": 3, \"trems\": [\"x\"]}]}");
    assert_int_equal(tpt_pack_lint_memory(pack.files, pack.count, NULL, remember, &so_far, &count, NULL),
                     TPT_OK);
    assert_int_equal(count, so_far.count);
    assert_int_equal(so_far.warnings, 0); /* the linter has its say only on a pack that loads */
    const char *const wanted[] = {"bad-json ", "bad-id ", "unknown-name ", "wrong-type ", "unknown-key "};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!strstr(so_far.codes, wanted[i])) fail_msg("no %sin %s", wanted[i], so_far.codes);
}

static void test_look_at_a_good_pack(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    told so_far = {0};
    size_t count = 0;
    assert_int_equal(tpt_pack_lint_memory(pack.files, pack.count, NULL, remember, &so_far, &count, NULL),
                     TPT_OK);
    assert_true(count > 0 && so_far.warnings == count); /* its rules name no sources */
    assert_int_equal(tpt_pack_lint_memory(pack.files, pack.count, NULL, NULL, NULL, NULL, NULL), TPT_OK);
    assert_int_equal(tpt_pack_lint_memory(NULL, 0, NULL, remember, &so_far, &count, NULL), TPT_OK);
    assert_int_equal(count, 1); /* no files: there is no pack.json */
    assert_non_null(strstr(so_far.codes, "no-manifest "));
    assert_int_equal(tpt_pack_lint_memory(NULL, 1, NULL, NULL, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_pack_lint_path(NULL, NULL, NULL, NULL, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_pack_lint_path("no/such/folder", NULL, NULL, NULL, NULL, NULL), TPT_E_FILE);
}

/* ---- Memory that runs out: at the first block, the second, ... until all goes well ---------------------------------- */

/* One whole use; TPT_E_MEMORY as soon as a call says so. */
static tpt_status use(counting *blocks) {
    tpt_allocator allocator = {counting_alloc, counting_release, blocks};
    tpt_options options = TPT_OPTIONS_INIT;
    tiny_pack pack = tiny();
    tpt_ruleset *rules = NULL;
    tpt_session *session = NULL;
    const tpt_result *result = NULL;
    tpt_error error;
    static char text[40000];
    for (size_t at = 0; at + 20 < sizeof text; at += 20) memcpy(text + at, "no rash or headache. ", 20);
    options.allocator = &allocator;
    error.code = TPT_OK;
    tpt_status status = tpt_ruleset_new_from_memory(&rules, pack.files, pack.count, &options, &error);
    if (status == TPT_OK) status = tpt_session_new(&session, rules, &options, &error);
    if (status == TPT_OK)
        status = tpt_session_triage_text(session, "stiff neck", TPT_NUL_TERMINATED, &result, &error);
    if (status == TPT_OK)
        status = tpt_session_triage_text(session, text, strlen(text), &result, &error); /* takes more pages */
    if (status != TPT_OK) assert_int_equal(error.code, status);
    if (status == TPT_E_MEMORY && session) { /* the session is as good as before once there is memory */
        blocks->fail_at = 0;
        assert_int_equal(tpt_session_triage_text(session, "stiff neck", TPT_NUL_TERMINATED, &result, &error),
                         TPT_OK);
    }
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return status;
}

static void test_out_of_memory(void **state) {
    (void)state;
    size_t fail_at = 1;
    for (;; fail_at++) {
        counting blocks = {0, fail_at, 0};
        tpt_status status = use(&blocks);
        assert_int_equal(blocks.live, 0);
        if (status == TPT_OK) break;
        assert_int_equal(status, TPT_E_MEMORY);
        assert_true(fail_at < 100000);
    }
    assert_true(fail_at > 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_deep_mistake),
        cmocka_unit_test(test_coverage_of_odd_cases),
        cmocka_unit_test(test_long_keys),
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_respellings),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_bytes_are_not_kept),
        cmocka_unit_test(test_folder_that_is_none),
        cmocka_unit_test(test_look),
        cmocka_unit_test(test_look_at_a_good_pack),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

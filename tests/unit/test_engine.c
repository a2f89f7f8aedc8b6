/* The whole way over a small pack made here: matching, assertion, reasoning, and the mistakes that a pack can hold. */
#include "support.h"

#define LANGUAGE                                                                                             \
    "{\"suffixes\":[{\"strip\":\"s\",\"add\":\"\"},{\"strip\":\"ing\",\"add\":\"\"}],"                       \
    "\"respellings\":[{\"form\":\"can't\",\"as\":\"can not\"},{\"form\":\"i'm\",\"as\":\"i am\"}],"          \
    "\"light\":[\"my\",\"in\",\"the\",\"of\",\"so\"],\"joins\":[\"and\",\"or\"],\"breaks\":[\"i\",\"is\","   \
    "\"am\"],"                                                                                               \
    "\"first_person\":[\"i\",\"my\"],\"third_person\":[\"he\",\"she\",\"his\",\"her\"],\"bare_site\":"       \
    "\"pain\","                                                                                              \
    "\"common_words\":[\"english\"],\"negative_concord\":true}"
#define LEXICON                                                                                              \
    "{\"sites\":[{\"id\":\"arm\",\"label\":\"arm\",\"sided\":true,\"terms\":[\"arm\"]},"                     \
    "{\"id\":\"neck\",\"label\":\"neck\",\"terms\":[\"neck\"]}],"                                            \
    "\"concepts\":[{\"id\":\"pain\",\"type\":\"sensation\",\"terms\":[\"pain\",\"sore\"]},"                  \
    "{\"id\":\"throat\",\"type\":\"sensation\",\"terms\":[\"sore throat\"]},"                                \
    "{\"id\":\"numb\",\"type\":\"quality\",\"terms\":[\"numb\",\"numbness\"]},"                              \
    "{\"id\":\"feeling\",\"type\":\"function\",\"terms\":[\"feel\"]},"                                       \
    "{\"id\":\"left\",\"type\":\"side\",\"gives\":{\"side\":\"left\"},\"terms\":[\"left\"]},"                \
    "{\"id\":\"mum\",\"type\":\"person\",\"terms\":[\"mum\"]}],"                                             \
    "\"operators\":[{\"id\":\"intact\",\"acts_on\":[\"function\"],\"direction\":\"both\",\"terms\":["        \
    "\"can\"]},"                                                                                             \
    "{\"id\":\"loss\",\"acts_on\":[\"function\"],\"direction\":\"both\",\"terms\":[\"lost\"]}],"             \
    "\"cues\":[{\"kind\":\"negation\",\"direction\":\"forward\",\"concord\":true,\"terms\":[\"not\","        \
    "\"without\"]},"                                                                                         \
    "{\"kind\":\"negation\",\"direction\":\"both\",\"terms\":[\"no\"]},"                                     \
    "{\"kind\":\"past\",\"direction\":\"forward\",\"terms\":[\"used to have\"]},"                            \
    "{\"kind\":\"hypothetical\",\"direction\":\"forward\",\"terms\":[\"if i get\"]},"                        \
    "{\"kind\":\"doubt\",\"direction\":\"forward\",\"terms\":[\"do not think\"]},"                           \
    "{\"kind\":\"terminator\",\"direction\":\"forward\",\"terms\":[\"but\"]}]}"
#define FINDINGS                                                                                             \
    "{\"findings\":[{\"id\":\"hurt\",\"type\":\"symptom\",\"label\":\"pain\",\"any\":[{\"concept\":["        \
    "\"pain\"],\"any_site\":true}]},"                                                                        \
    "{\"id\":\"numbness\",\"type\":\"symptom\",\"label\":\"numbness\",\"any\":[{\"concept\":[\"numb\"]},"    \
    "{\"op\":\"loss\",\"concept\":[\"feeling\"]}]},"                                                         \
    "{\"id\":\"usual\",\"type\":\"mitigator\",\"label\":\"as usual\",\"terms\":[\"as usual\"]}]}"
#undef FLAG
#define FLAG(when, unless)                                                                                   \
    "{\"flags\":[{\"id\":\"alarm\",\"cause\":\"alarm\",\"title\":\"Alarm\",\"levels\":[{\"level\":"          \
    "\"emergency\",\"when\":" when "}]," unless "\"advice\":\"Go.\",\"question\":{\"id\":\"q\",\"text\":"    \
    "\"Numb?\",\"could_change\":\"it\"},\"sources\":[\"S\"]}]}"
#define PLAIN_FLAG FLAG("{\"finding\":\"numbness\"}", "\"unless\":{\"finding\":\"usual\"},")
#define MANIFEST                                                                                             \
    "{\"id\":\"tiny\",\"version\":\"1\",\"language\":\"en\",\"title\":\"t\",\"engine\":\"0.1.0\","           \
    "\"intended_use\":\"u\",\"review\":\"draft\"}"
#define SOURCES "{\"sources\":[{\"id\":\"S\",\"citation\":\"c\",\"verified\":false}]}"

static tpt_status load(tpt_ruleset **out, const char *flags, const char *findings, const tpt_options *options,
                       tpt_error *error) {
    const tpt_pack_file files[] = {
        {"pack.json", MANIFEST, strlen(MANIFEST)},      {"language/en.json", LANGUAGE, strlen(LANGUAGE)},
        {"lexicon/all.json", LEXICON, strlen(LEXICON)}, {"findings/all.json", findings, strlen(findings)},
        {"flags/all.json", flags, strlen(flags)},       {"sources/all.json", SOURCES, strlen(SOURCES)},
    };
    return tpt_ruleset_new_from_memory(out, files, sizeof files / sizeof *files, options, error);
}

static tpt_ruleset *rules;
static tpt_session *session;

static int set_up(void **state) {
    (void)state;
    tpt_error error;
    if (load(&rules, PLAIN_FLAG, FINDINGS, NULL, &error) != TPT_OK)
        fail_msg("%s: %s", error.source, error.message);
    return tpt_session_new(&session, rules, NULL, NULL);
}

static int tear_down(void **state) {
    (void)state;
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return 0;
}

/* Does the finding have the status? "none": it is not there at all. */
static void finds(const char *text, const char *finding, const char *status) {
    char *json = text_json(session, text), wanted[160];
    const char *findings = strstr(json, "\"findings\":[");
    snprintf(wanted, sizeof wanted, "{\"id\":\"%s\"", finding);
    const char *at = strstr(findings, wanted);
    bool fine = strcmp(status, "none") == 0 ? !at : false;
    snprintf(wanted, sizeof wanted, "{\"id\":\"%s\",\"label\":\"%s\",\"status\":\"%s\"", finding,
             strcmp(finding, "hurt") == 0 ? "pain" : finding, status);
    if (at && strstr(findings, wanted)) fine = true;
    if (!fine) fail_msg("\"%s\": %s is not %s in %s", text, finding, status, findings);
    free(json);
}

static void test_status(void **state) {
    (void)state;
    finds("numb arm", "numbness", "present");
    finds("no numbness", "numbness", "absent");
    finds("no numbness or pain in my arm", "hurt", "absent"); /* a list goes on … */
    finds("no numbness, pain in my arm", "hurt", "unclear");  /* … or does it? … */
    finds("no numbness but pain in my arm", "hurt", "present");
    finds("no numbness, my arm is sore", "hurt", "present"); /* … until a statement begins */
    finds("numbness: no", "numbness", "absent");
    finds("not without numbness", "numbness", "absent"); /* both of this pack's cues agree */
    finds("I used to have numbness", "numbness", "past");
    finds("if I get numb", "numbness", "hypothetical");
    finds("do not think my arm is numb", "numbness", "unclear");
    finds("no knocks. my arm is numb", "numbness", "present");
}

static void test_functions(void **state) {
    (void)state;
    finds("I can't feel my arm", "numbness", "present");
    finds("I can feel my arm", "numbness", "absent");
    finds("not lost feel", "numbness", "absent");
    finds("I feel it", "numbness", "none");
}

static void test_words(void **state) {
    (void)state;
    finds("sore throat", "hurt", "none"); /* the longer phrase silences the shorter */
    finds("numbnes in arm", "numbness", "present");
    finds("nwo numb", "numbness", "present"); /* a slip never becomes a denial */
    finds("neck pains", "hurt", "present");
}

static void test_flag(void **state) {
    (void)state;
    const tpt_result *result;
    tpt_flag_info flag;
    assert_int_equal(tpt_session_triage_text(session, "numb arm", 8, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "emergency");
    assert_true(tpt_result_flag(result, 0, &flag));
    assert_string_equal(flag.status, "raised");
    assert_int_equal(tpt_session_triage_text(session, "i do not think my arm is numb", 29, &result, NULL),
                     TPT_OK);
    assert_true(tpt_result_flag(result, 0, &flag)); /* a doubtful denial: unclear, one level lower */
    assert_string_equal(flag.status, "unclear");
    assert_string_equal(flag.level, "urgent");
    assert_int_equal(tpt_session_triage_text(session, "numb arm as usual", 17, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_flag_count(result), 0); /* a mitigator */
    assert_int_equal(tpt_session_triage_text(session, "no numbness", 11, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_flag_count(result), 0);
}

static void refuses(const char *flags, const char *findings, tpt_status code, const char *pointer,
                    const char *word) {
    tpt_ruleset *made = NULL;
    tpt_error error;
    assert_int_equal(load(&made, flags, findings, NULL, &error), code);
    assert_null(made);
    assert_string_equal(error.pointer, pointer);
    assert_true(error.line >= 1 && error.column >= 1);
    if (!strstr(error.message, word)) fail_msg("\"%s\" does not name \"%s\"", error.message, word);
}

static void test_bad_packs(void **state) {
    (void)state;
    refuses(FLAG("{\"finding\":\"numness\"}", ""), FINDINGS, TPT_E_REFERENCE,
            "/flags/0/levels/0/when/finding", "numness");
    refuses(FLAG("{\"finding\":\"numbness\"}", "\"unless\":{\"finding\":\"hurt\"},"), FINDINGS, TPT_E_SCHEMA,
            "/flags/0/unless", "mitigator");
    refuses(FLAG("{\"finding\":\"numbness\",\"sevrity\":1}", ""), FINDINGS, TPT_E_SCHEMA,
            "/flags/0/levels/0/when/sevrity", "unknown key");
    refuses(FLAG("{\"all\":[]}", ""), FINDINGS, TPT_E_SCHEMA, "/flags/0/levels/0/when", "empty");
    refuses(PLAIN_FLAG,
            "{\"findings\":[{\"id\":\"x\",\"type\":\"symptom\",\"label\":\"x\",\"terms\":[\"a {0,2}\"]}]}",
            TPT_E_SCHEMA, "/findings/0/terms/0", "gap");
    refuses(PLAIN_FLAG,
            "{\"findings\":[{\"id\":\"x\",\"type\":\"symptom\",\"label\":\"x\"},{\"id\":\"x\",\"type\":"
            "\"symptom\",\"label\":\"x\"}]}",
            TPT_E_REFERENCE, "/findings/1/id", "twice");
    refuses(PLAIN_FLAG, "{\"findings\":[{\"id\":\"x\",\"type\":\"sympton\",\"label\":\"x\"}]}", TPT_E_SCHEMA,
            "/findings/0/type", "sympton");
    refuses(PLAIN_FLAG,
            "{\"findings\":[{\"id\":\"x\",\"type\":\"symptom\",\"label\":\"x\",\"patterns\":[{\"regex\":\"("
            "\",\"words\":[\"a\"]}]}]}",
            TPT_E_PATTERN, "/findings/0/patterns/0/regex", "regular expression");
}

/* ---- Memory --------------------------------------------------------------------------------------------------------------- */

typedef struct budget {
    size_t left, taken, given_back;
} budget;

static void *take(size_t size, void *context) {
    budget *b = context;
    if (!b->left) return NULL;
    b->left--;
    b->taken++;
    return malloc(size);
}

static void give_back(void *block, void *context) {
    ((budget *)context)->given_back++;
    free(block);
}

/* Fails the Nth allocation for N = 0, 1, … until all succeeds: a clean error each time, and nothing lost. */
static void test_allocation_sweep(void **state) {
    (void)state;
    bool done = false;
    for (size_t n = 0; !done; n++) {
        budget b = {n, 0, 0};
        tpt_allocator allocator = {take, give_back, &b};
        tpt_options options = TPT_OPTIONS_INIT;
        options.allocator = &allocator;
        tpt_ruleset *made = NULL;
        tpt_session *own = NULL;
        const tpt_result *result;
        tpt_error error;
        tpt_status status = load(&made, PLAIN_FLAG, FINDINGS, &options, &error);
        if (status == TPT_OK) status = tpt_session_new(&own, made, &options, &error);
        if (status == TPT_OK) status = tpt_session_triage_text(own, "numb arm", 8, &result, &error);
        done = status == TPT_OK;
        if (!done) assert_int_equal(status, TPT_E_MEMORY);
        tpt_session_free(own);
        tpt_ruleset_free(made);
        assert_int_equal(b.taken, b.given_back);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status),    cmocka_unit_test(test_functions),
        cmocka_unit_test(test_words),     cmocka_unit_test(test_flag),
        cmocka_unit_test(test_bad_packs), cmocka_unit_test(test_allocation_sweep)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

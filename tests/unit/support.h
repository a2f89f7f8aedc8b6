/* What the unit tests share: a tiny pack of rules, sessions on it, and an allocator that counts and can fail. */
#ifndef TPT_TEST_SUPPORT_H
#define TPT_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tptriage/tptriage.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- The tiny pack ------------------------------------------------------------------------------------------- */

#define TINY_MANIFEST                                                                                        \
    "{\"id\": \"tiny\", \"version\": \"1.2.3\", \"language\": \"en\", \"title\": \"Tiny\", \"engine\": "     \
    "\"0.1.0\",\n"                                                                                           \
    " \"intended_use\": \"tests\", \"review\": \"draft\",\n"                                                 \
    " \"emergency_numbers\": [{\"country\": \"GB\", \"name\": \"UK\", \"number\": \"999\"}]}\n"

#define TINY_LANGUAGE                                                                                        \
    "{\"suffixes\": [{\"strip\": \"s\", \"add\": \"\"}, {\"strip\": \"ing\", \"add\": \"\"}],\n"             \
    " \"respellings\": [{\"form\": \"can't\", \"as\": \"can not\"}, {\"form\": \"cant\", \"as\": \"can "     \
    "not\"}],\n"                                                                                             \
    " \"numerals\": [{\"terms\": [\"one\", \"a\"], \"milli\": 1000}],\n"                                     \
    " \"units\": [{\"id\": \"day\", \"terms\": [\"day\"], \"dimension\": \"duration\", \"num\": 1440, "      \
    "\"den\": 1},\n"                                                                                         \
    "           {\"id\": \"week\", \"terms\": [\"week\"], \"dimension\": \"duration\", \"num\": 10080, "     \
    "\"den\": 1}],\n"                                                                                        \
    " \"light\": [\"the\", \"my\", \"of\", \"in\"], \"joins\": [\"and\", \"or\"], \"breaks\": [\"i\", "      \
    "\"is\"],\n"                                                                                             \
    " \"first_person\": [\"i\", \"my\", \"me\"], \"common_words\": [\"english\"], \"negative_concord\": "    \
    "true}\n"

#define TINY_FACTS                                                                                           \
    "{\"facts\": [{\"id\": \"age\", \"unit\": \"year\", \"min\": 0, \"max\": 120, \"unknown\": "             \
    "\"possible\"},\n"                                                                                       \
    "  {\"id\": \"duration\", \"unit\": \"minute\", \"min\": 0, \"max\": 63072000, \"unknown\": "            \
    "\"possible\",\n"                                                                                        \
    "   \"inputs\": [{\"key\": \"duration_days\", \"num\": 1440, \"den\": 1}]}]}\n"

#define TINY_LEXICON                                                                                         \
    "{\"sites\": [{\"id\": \"head\", \"label\": \"head\", \"terms\": [\"head\"]},\n"                         \
    "  {\"id\": \"neck\", \"label\": \"neck\", \"neighbours\": [\"head\"], \"terms\": [\"neck\"]}],\n"       \
    " \"concepts\": [{\"id\": \"pain\", \"type\": \"sensation\", \"terms\": [\"pain\", \"hurt\"]},\n"        \
    "  {\"id\": \"headache\", \"type\": \"sensation\", \"is\": [\"pain\"], \"site\": \"head\", \"terms\": "  \
    "[\"headache\"]},\n"                                                                                     \
    "  {\"id\": \"stiff\", \"type\": \"sensation\", \"terms\": [\"stiff\"]},\n"                              \
    "  {\"id\": \"rash\", \"type\": \"sign\", \"terms\": [\"rash\"]},\n"                                     \
    "  {\"id\": \"voiding\", \"type\": \"function\", \"terms\": [\"pee\"]},\n"                               \
    "  {\"id\": \"sudden\", \"type\": \"attribute\", \"gives\": {\"onset\": \"sudden\"}, \"terms\": "        \
    "[\"sudden\", \"suddenly\"]}],\n"                                                                        \
    " \"operators\": [{\"id\": \"loss\", \"acts_on\": [\"function\"], \"direction\": \"both\", \"reach\": "  \
    "5, \"terms\": [\"unable to\", \"lost\"]},\n"                                                            \
    "  {\"id\": \"intact\", \"acts_on\": [\"function\"], \"direction\": \"both\", \"reach\": 5, \"terms\": " \
    "[\"can\", \"able to\", \"fine\"]},\n"                                                                   \
    "  {\"id\": \"effort\", \"acts_on\": [\"function\"], \"direction\": \"both\", \"reach\": 5, \"terms\": " \
    "[\"trouble\"]}],\n"                                                                                     \
    " \"cues\": [{\"kind\": \"negation\", \"direction\": \"forward\", \"terms\": [\"no\", \"not\", "         \
    "\"without\"]},\n"                                                                                       \
    "  {\"kind\": \"negation\", \"direction\": \"backward\", \"terms\": [\"none\"]},\n"                      \
    "  {\"kind\": \"doubt\", \"direction\": \"forward\", \"terms\": [\"do not think\"]},\n"                  \
    "  {\"kind\": \"past\", \"direction\": \"both\", \"terms\": [\"used to\", \"years ago\"]},\n"            \
    "  {\"kind\": \"hypothetical\", \"direction\": \"forward\", \"terms\": [\"if i get\"]},\n"               \
    "  {\"kind\": \"terminator\", \"terms\": [\"but\"]}]}\n"

#define TINY_FINDINGS                                                                                        \
    "{\"findings\": [{\"id\": \"headache\", \"type\": \"symptom\", \"label\": \"a headache\", \"any\": "     \
    "[{\"concept\": [\"headache\"]}]},\n"                                                                    \
    "  {\"id\": \"stiff_neck\", \"type\": \"symptom\", \"label\": \"a stiff neck\", \"any\": "               \
    "[{\"concept\": [\"stiff\"], \"site\": [\"neck\"]}]},\n"                                                 \
    "  {\"id\": \"rash\", \"type\": \"sign\", \"label\": \"a rash\", \"any\": [{\"concept\": "               \
    "[\"rash\"]}]},\n"                                                                                       \
    "  {\"id\": \"retention\", \"type\": \"function_loss\", \"label\": \"not being able to pee\", \"any\": " \
    "[{\"op\": \"loss\", \"concept\": [\"voiding\"]}]},\n"                                                   \
    "  {\"id\": \"effort_voiding\", \"type\": \"symptom\", \"label\": \"trouble peeing\", \"any\": "         \
    "[{\"op\": \"effort\", \"concept\": [\"voiding\"]}]},\n"                                                 \
    "  {\"id\": \"cold_bench\", \"type\": \"mitigator\", \"label\": \"a cold bench\", \"terms\": [\"cold "   \
    "bench\"]}]}\n"

/* rash: urgent alone, emergency with a headache; lowered by a bench only. */
#define TINY_FLAGS                                                                                           \
    "{\"flags\": [{\"id\": \"retention\", \"cause\": \"nerve\", \"title\": \"Cannot pee\", \"advice\": "     \
    "\"Go now.\",\n"                                                                                         \
    "   \"levels\": [{\"level\": \"emergency\", \"ambulance\": true, \"when\": {\"finding\": "               \
    "\"retention\"}}],\n"                                                                                    \
    "   \"question\": {\"id\": \"q_pee\", \"text\": \"Can you pee?\", \"could_change\": \"how soon\"}},\n"   \
    "  {\"id\": \"rash\", \"cause\": \"infection\", \"title\": \"Rash\", \"advice\": \"Be seen.\",\n"        \
    "   \"levels\": [{\"level\": \"emergency\", \"when\": {\"all\": [{\"finding\": \"rash\"}, "              \
    "{\"finding\": \"headache\"}]}},\n"                                                                      \
    "              {\"level\": \"urgent\", \"when\": {\"finding\": \"rash\"}}],\n"                           \
    "   \"unless\": {\"finding\": \"cold_bench\"},\n"                                                        \
    "   \"question\": {\"id\": \"q_rash\", \"text\": \"Is there a rash?\", \"could_change\": \"how "         \
    "soon\"}}]}\n"

#define TINY_CONDITIONS                                                                                      \
    "{\"conditions\": [{\"id\": \"tension\", \"label\": \"Tension-type headache\", \"icd10\": [\"G44.2\"], " \
    "\"plain\": \"Tight.\",\n"                                                                               \
    "  \"groups\": [{\"id\": \"g\", \"cap\": 60, \"items\": [{\"when\": {\"finding\": \"headache\"}, "       \
    "\"points\": 40}]}]}]}\n"

#define TINY_LEVEL(id, more)                                                                                 \
    "{\"id\": \"" id "\", \"title\": \"" id "\", \"advice\": \"advice for " id "\"" more "}"
#define TINY_URGENCY                                                                                         \
    "{\"levels\": [" TINY_LEVEL("emergency", "") "," TINY_LEVEL("urgent", "") "," TINY_LEVEL(                \
        "soon",                                                                                              \
        "") "," TINY_LEVEL("routine",                                                                        \
                           "") "," TINY_LEVEL("self_care",                                                   \
                                              "") "," TINY_LEVEL("insufficient",                             \
                                                                 "") "],\n"                                  \
                                                                     " \"disclaimer\": {\"short\": \"Not a " \
                                                                     "diagnosis.\", \"long\": \"Not a "      \
                                                                     "diagnosis.\"}}\n"

typedef struct tiny_pack {
    tpt_pack_file files[16];
    size_t count;
} tiny_pack;

/* Adds a file, or puts it in the place of the one with the same path. data NULL: takes it away. */
static inline void tiny_set(tiny_pack *pack, const char *path, const char *data) {
    size_t at = 0;
    while (at < pack->count && strcmp(pack->files[at].path, path) != 0) at++;
    if (!data) {
        if (at < pack->count) pack->files[at] = pack->files[--pack->count];
        return;
    }
    if (at == pack->count) pack->count++;
    pack->files[at] = (tpt_pack_file){path, data, strlen(data)};
}

static inline tiny_pack tiny(void) {
    tiny_pack pack = {.count = 0};
    tiny_set(&pack, "pack.json", TINY_MANIFEST);
    tiny_set(&pack, "language/en.json", TINY_LANGUAGE);
    tiny_set(&pack, "facts/facts.json", TINY_FACTS);
    tiny_set(&pack, "lexicon/words.json", TINY_LEXICON);
    tiny_set(&pack, "findings/findings.json", TINY_FINDINGS);
    tiny_set(&pack, "flags/flags.json", TINY_FLAGS);
    tiny_set(&pack, "conditions/conditions.json", TINY_CONDITIONS);
    tiny_set(&pack, "urgency/levels.json", TINY_URGENCY);
    return pack;
}

static inline tpt_ruleset *tiny_rules_with(const tiny_pack *pack, const tpt_options *options) {
    tpt_ruleset *rules = NULL;
    tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
    if (tpt_ruleset_new_from_memory(&rules, pack->files, pack->count, options, &error) != TPT_OK)
        fail_msg("%s:%u:%u %s: %s", error.source, error.line, error.column, error.pointer, error.message);
    return rules;
}

static inline tpt_ruleset *tiny_rules(void) {
    tiny_pack pack = tiny();
    return tiny_rules_with(&pack, NULL);
}

static inline tpt_session *new_session(const tpt_ruleset *rules, const tpt_options *options) {
    tpt_session *session = NULL;
    assert_int_equal(tpt_session_new(&session, rules, options, NULL), TPT_OK);
    return session;
}

/* ---- Results ---------------------------------------------------------------------------------------------------- */

/* The result as a NUL-terminated string that the caller frees. */
static inline char *json_of(const tpt_result *result) {
    size_t len = 0;
    assert_int_equal(tpt_result_json(result, NULL, 0, &len), TPT_E_BUFFER);
    char *text = malloc(len + 1);
    assert_non_null(text);
    assert_int_equal(tpt_result_json(result, text, len + 1, &len), TPT_OK);
    return text;
}

static inline char *triage_json(tpt_session *session, const char *text) {
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    return json_of(result);
}

/* The status of the first finding with an id, or "" when there is none; *out has room for 20. */
static inline const char *status_of(const char *json, const char *finding, char out[20]) {
    char key[80];
    const char *list = strstr(json, "\"findings\":["), *at, *status;
    out[0] = '\0';
    snprintf(key, sizeof key, "{\"id\":\"%s\",\"label\"", finding);
    at = list ? strstr(list, key) : NULL;
    status = at ? strstr(at, "\"status\":\"") : NULL;
    if (status) snprintf(out, 20, "%.*s", (int)strcspn(status + 10, "\""), status + 10);
    return out;
}

/* A writer that takes nothing. */
static inline bool refuse(const char *bytes, size_t len, void *context) {
    (void)bytes;
    (void)len;
    (void)context;
    return false;
}

/* ---- An allocator that counts and can fail --------------------------------------------------------------------- */

typedef struct counting {
    size_t asked;   /* allocations asked for so far */
    size_t fail_at; /* the one that fails, from 1, and all after it; 0: none */
    size_t live;    /* blocks not given back */
} counting;

static inline void *counting_alloc(size_t size, void *context) {
    counting *c = context;
    c->asked++;
    if (c->fail_at && c->asked >= c->fail_at) return NULL;
    void *block = malloc(size);
    if (block) c->live++;
    return block;
}

static inline void counting_release(void *block, void *context) {
    counting *c = context;
    c->live--;
    free(block);
}

/* The result of a text as JSON; the caller frees. */
static inline char *text_json(tpt_session *session, const char *text) {
    const tpt_result *result;
    size_t len;
    assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_json(result, NULL, 0, &len), TPT_E_BUFFER);
    char *json = malloc(len + 1);
    assert_int_equal(tpt_result_json(result, json, len + 1, &len), TPT_OK);
    return json;
}

/* The result of a record as JSON; NULL where there is none. The caller frees, here and below. */
static inline char *answer_of(tpt_session *session, const char *record, size_t len) {
    const tpt_result *result = NULL;
    if (tpt_session_triage_json(session, record, len, &result, NULL) != TPT_OK) return NULL;
    return json_of(result);
}

/* A case of a pack without what only a check understands. */
static inline char *without_expectations(const char *record, size_t len, size_t *out_len) {
    static const char *const parts[] = {"\"covers\"", "\"near_miss\"", "\"expect\""};
    char *copy = malloc(len + 2);
    memcpy(copy, record, len);
    copy[len] = '\0';
    char *cut = copy + len;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        char *at = strstr(copy, parts[i]);
        if (at && at < cut) cut = at;
    }
    while (cut > copy && cut[-1] != ',') cut--; /* the comma before it */
    if (cut > copy) cut[-1] = '}';
    *cut = '\0';
    *out_len = (size_t)(cut - copy);
    return copy;
}

#endif

/* See stages.h. */
#include "stages.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assert/assert.h"
#include "reason/ruleset.h"

const char *const bench_stage_names[STAGE_COUNT] = {"words", "match", "assert", "reason", "json", "whole"};

struct bench_stages {
    const tpt_ruleset *rules;
    const bench_texts *texts;
    uint64_t clock_cost; /* of asking for the time once */
    tpt__pattern_scratch *scratch;
    tpt__arena own, arena; /* the second is reset by each text, as a session's is */
    tpt__document doc;
    tpt__match_result match;
    tpt__scene scene;
    tpt_session *session;
    const tpt_result *result;
    jmp_buf trap;
};

uint64_t bench_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void fail(void) { abort(); }

static uint64_t clock_cost(void) {
    enum { TIMES = 1000 };
    uint64_t start = bench_now();
    for (int i = 0; i < TIMES; i++) bench_now();
    return (bench_now() - start) / TIMES;
}

bench_stages *bench_stages_open(const tpt_ruleset *rules, const bench_texts *texts) {
    bench_stages *stages = calloc(1, sizeof *stages);
    if (!stages || setjmp(stages->trap)) fail();
    stages->rules = rules;
    stages->texts = texts;
    stages->clock_cost = clock_cost();
    tpt__arena_init(&stages->own, NULL);
    tpt__arena_init(&stages->arena, NULL);
    stages->own.trap = stages->arena.trap = &stages->trap;
    stages->scratch = tpt__pattern_scratch_new(&stages->own, NULL);
    if (tpt_session_new(&stages->session, rules, NULL, NULL) != TPT_OK) fail();
    return stages;
}

void bench_stages_close(bench_stages *stages) {
    tpt_session_free(stages->session);
    tpt__arena_free(&stages->arena);
    tpt__arena_free(&stages->own);
    free(stages);
}

/* ---- The stages, each for one text ------------------------------------------------------------------------------------------- */

static void do_words(bench_stages *s, const char *text, size_t len) {
    tpt__arena_reset(&s->arena);
    tpt__match_read(&s->arena, &s->rules->match, text, len, &s->doc);
}

static void do_match(bench_stages *s, const char *text, size_t len) {
    (void)text;
    (void)len;
    tpt__match(&s->arena, &s->rules->match, &s->doc, s->scratch, UINT64_MAX, NULL, false, &s->match);
}

static void do_assert(bench_stages *s, const char *text, size_t len) {
    (void)text;
    (void)len;
    tpt__assert_read(&s->arena, &s->rules->lexicon, &s->rules->match, &s->doc, &s->match, &s->scene);
}

static bool count_bytes(const char *bytes, size_t len, void *context) {
    (void)bytes;
    *(size_t *)context += len;
    return true;
}

static void do_triage(bench_stages *s, const char *text, size_t len) {
    if (tpt_session_triage_text(s->session, text, len, &s->result, NULL) != TPT_OK) fail();
}

static void do_json(bench_stages *s, const char *text, size_t len) {
    (void)text;
    (void)len;
    size_t written = 0;
    tpt_result_write_json(s->result, count_bytes, &written);
}

typedef void (*stage_fn)(bench_stages *, const char *, size_t);

/* What a stage takes; it is short, so what the clock itself took is taken off. */
static uint64_t timed(bench_stages *s, stage_fn stage, size_t text) {
    uint64_t start = bench_now();
    stage(s, s->texts->items[text], s->texts->lens[text]);
    uint64_t took = bench_now() - start;
    return took > s->clock_cost ? took - s->clock_cost : 0;
}

static uint64_t whole_way(bench_stages *s) {
    uint64_t start = bench_now();
    for (size_t i = 0; i < s->texts->count; i++) {
        do_triage(s, s->texts->items[i], s->texts->lens[i]);
        do_json(s, NULL, 0);
    }
    return bench_now() - start;
}

/* The way of a caller; then its two halves, then the first stages: no stage sees a text that it has just seen. */
void bench_stages_pass(bench_stages *s, uint64_t spent[STAGE_COUNT]) {
    if (setjmp(s->trap)) fail();
    uint64_t first[] = {0, 0, 0}, triage = 0;
    spent[STAGE_WHOLE] += whole_way(s);
    for (size_t i = 0; i < s->texts->count; i++) {
        triage += timed(s, do_triage, i);
        spent[STAGE_JSON] += timed(s, do_json, i);
    }
    for (size_t i = 0; i < s->texts->count; i++) {
        first[0] += timed(s, do_words, i);
        first[1] += timed(s, do_match, i);
        first[2] += timed(s, do_assert, i);
    }
    for (int stage = STAGE_WORDS; stage <= STAGE_ASSERT; stage++) spent[stage] += first[stage];
    uint64_t sum = first[0] + first[1] + first[2];
    spent[STAGE_REASON] += triage > sum ? triage - sum : 0;
}

/* ---- What was seen, and what it took ------------------------------------------------------------------------------------------ */

void bench_stages_read(bench_stages *s, size_t text) {
    if (setjmp(s->trap)) fail();
    do_words(s, s->texts->items[text], s->texts->lens[text]);
    do_match(s, s->texts->items[text], s->texts->lens[text]);
}

bool bench_stages_saw(const bench_stages *s, const char *finding) {
    uint32_t rule = tpt__map_get(&s->rules->finding_ids, finding, strlen(finding));
    for (uint32_t i = 0; i < s->match.candidate_count; i++) {
        const tpt__entry *entry = &s->rules->match.entries.items[s->match.candidates[i].entry];
        if (entry->kind == TPT__OWNER_FINDING && entry->index == rule) return true;
    }
    return false;
}

tpt_counters bench_stages_effort(bench_stages *s, size_t text) {
    tpt_counters effort;
    do_triage(s, s->texts->items[text], s->texts->lens[text]);
    tpt_session_counters(s->session, &effort);
    return effort;
}

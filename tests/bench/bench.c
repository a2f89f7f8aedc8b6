/*
 * What a triage costs, stage by stage, at three lengths of text. Times are the least of several rounds, since whatever else the
 * machine does only adds to them. Only ratios carry over to another machine: the last line tells what a byte of a long note costs,
 * as a multiple of a byte of a short complaint.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assert/assert.h"
#include "reason/ruleset.h"
#include "tptriage/tptriage.h"

#define ROUNDS 15

static const char complaint[] =
    "stiff neck and headaches for three weeks, worse at the desk, no fever or tingling";
static const char note[] =
    "My lower back has hurt since I lifted a washing machine on Tuesday, and the pain goes down the back of "
    "my left "
    "leg to the foot when I cough. No numbness between the legs and I can pee fine, but the calf tingles. My "
    "mum had "
    "a stroke at 70. I used to get migraines as a teenager, none for years. Ibuprofen takes the edge off. ";

typedef enum stage { WORDS, MATCH, ASSERT, WHOLE, JSON, STAGE_COUNT } stage;
static const char *const NAMES[] = {"words", "match", "assert", "triage", "json"};

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool count_bytes(const char *bytes, size_t len, void *context) {
    (void)bytes;
    *(size_t *)context += len;
    return true;
}

typedef struct run {
    const tpt_ruleset *rules;
    tpt_session *session;
    tpt__arena arena, own;
    tpt__pattern_scratch *scratch;
    const char *text;
    size_t len;
    tpt__document doc;
    tpt__match_result match;
    tpt__scene scene;
    const tpt_result *result;
} run;

static void do_stage(run *r, stage which) {
    size_t written = 0;
    switch (which) {
    case WORDS:
        tpt__arena_reset(&r->arena);
        tpt__match_read(&r->arena, &r->rules->match, r->text, r->len, &r->doc);
        return;
    case MATCH:
        tpt__match(&r->arena, &r->rules->match, &r->doc, r->scratch, UINT64_MAX, NULL, false, &r->match);
        return;
    case ASSERT:
        tpt__assert_read(&r->arena, &r->rules->lexicon, &r->rules->match, &r->doc, &r->match, &r->scene);
        return;
    case WHOLE: tpt_session_triage_text(r->session, r->text, r->len, &r->result, NULL); return;
    case JSON: tpt_result_write_json(r->result, count_bytes, &written); return;
    case STAGE_COUNT: return;
    }
}

/* Nanoseconds of each stage, the least of all rounds; each round repeats a short text until it can be timed. */
static void measure(run *r, uint64_t best[STAGE_COUNT]) {
    size_t repeats = 20000 / r->len + 1;
    for (stage s = WORDS; s < STAGE_COUNT; s++) best[s] = UINT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t sum[STAGE_COUNT] = {0};
        for (size_t i = 0; i < repeats; i++) {
            for (stage s = WORDS; s < STAGE_COUNT; s++) {
                uint64_t start = now();
                do_stage(r, s);
                sum[s] += now() - start;
            }
        }
        for (stage s = WORDS; s < STAGE_COUNT; s++)
            if (sum[s] / repeats < best[s]) best[s] = sum[s] / repeats;
    }
}

static char *text_of(size_t len) {
    char *text = malloc(len + 1);
    if (!text) exit(1);
    for (size_t i = 0; i < len; i++) text[i] = note[i % (sizeof note - 1)];
    if (len < sizeof complaint) memcpy(text, complaint, len);
    text[len] = '\0';
    return text;
}

int main(void) {
    static const size_t lengths[] = {80, 300, 3000};
    jmp_buf trap;
    run r = {0};
    double per_byte[3];
    if (tpt_ruleset_new_embedded((tpt_ruleset **)(void *)&r.rules, NULL, NULL) != TPT_OK ||
        tpt_session_new(&r.session, r.rules, NULL, NULL) != TPT_OK)
        return 1;
    tpt__arena_init(&r.arena, NULL);
    tpt__arena_init(&r.own, NULL);
    if (setjmp(trap)) return 1;
    r.arena.trap = r.own.trap = &trap;
    r.scratch = tpt__pattern_scratch_new(&r.own);

    printf("%8s", "bytes");
    for (stage s = WORDS; s < STAGE_COUNT; s++) printf("%12s", NAMES[s]);
    printf("   (microseconds; triage is the whole way without json)\n");
    for (size_t i = 0; i < 3; i++) {
        uint64_t best[STAGE_COUNT];
        char *text = text_of(lengths[i]);
        r.text = text;
        r.len = lengths[i];
        measure(&r, best);
        per_byte[i] = (double)(best[WHOLE] + best[JSON]) / (double)lengths[i];
        printf("%8zu", lengths[i]);
        for (stage s = WORDS; s < STAGE_COUNT; s++) printf("%12.1f", (double)best[s] / 1000);
        tpt_counters effort;
        tpt_session_counters(r.session, &effort);
        printf("   %llu tokens, %llu readings, %llu steps, %llu mentions, %llu allocations\n",
               (unsigned long long)effort.tokens, (unsigned long long)effort.readings,
               (unsigned long long)effort.steps, (unsigned long long)effort.mentions,
               (unsigned long long)effort.allocations);
        free(text);
    }
    printf("a byte of 3000 costs %.2f times a byte of 80\n", per_byte[2] / per_byte[0]);
    tpt_session_free(r.session);
    tpt_ruleset_free((tpt_ruleset *)(void *)r.rules);
    tpt__arena_free(&r.arena);
    tpt__arena_free(&r.own);
    return 0;
}

/* Our own stages on a set of texts, timed one by one and as a whole: the only file of the benchmark that knows the engine's inside. */
#ifndef TPT_BENCH_STAGES_H
#define TPT_BENCH_STAGES_H

#include "tptriage/tptriage.h"

typedef struct bench_texts {
    const char *const *items;
    const size_t *lens;
    size_t count;
} bench_texts;

typedef enum bench_stage {
    STAGE_WORDS,
    STAGE_MATCH,
    STAGE_ASSERT,
    STAGE_REASON, /* and all else of a triage: what the other stages leave of it */
    STAGE_JSON,
    STAGE_WHOLE, /* what a caller pays: triage and JSON, one text after the other in one session */
    STAGE_COUNT
} bench_stage;

extern const char *const bench_stage_names[STAGE_COUNT];

typedef struct bench_stages bench_stages;

/* The rules and texts are borrowed. Ends the program where there is no memory. */
bench_stages *bench_stages_open(const tpt_ruleset *rules, const bench_texts *texts);
void bench_stages_close(bench_stages *stages);

/* Walks all texts once; adds the nanoseconds of each stage to `spent`. */
void bench_stages_pass(bench_stages *stages, uint64_t spent[STAGE_COUNT]);

/* Reads text number `text`; then: was an idiom of this finding seen in it, whatever is made of that? */
void bench_stages_read(bench_stages *stages, size_t text);
bool bench_stages_saw(const bench_stages *stages, const char *finding);

/* What text number `text` took. */
tpt_counters bench_stages_effort(bench_stages *stages, size_t text);

/* Nanoseconds that this thread has had of the processor: the turns of other programs do not count. */
uint64_t bench_now(void);

#endif

/*
 * Regular expressions, for what words can't say. The only place that knows PCRE2.
 *
 * UTF and UCP are on, the limits on searches, matches, depth and heap are set. A limit or an error is "undecided", never "no match".
 */
#ifndef TPT_MATCH_PATTERN_H
#define TPT_MATCH_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct tpt__pattern tpt__pattern;                 /* compiled; immutable, shared by threads */
typedef struct tpt__pattern_scratch tpt__pattern_scratch; /* one thread's match block */

typedef enum tpt__pattern_outcome {
    TPT__PATTERN_NO,
    TPT__PATTERN_YES,
    TPT__PATTERN_UNDECIDED
} tpt__pattern_outcome;

/* Compiles; all memory is the arena's, and `regex` must live as long. NULL with *offset and *message (of `size` bytes) on a mistake. */
tpt__pattern *tpt__pattern_compile(tpt__arena *arena, const char *regex, size_t *offset, char *message,
                                   size_t size);

/*
 * Patterns without their compiled forms, for an image: `freeze` takes these out as bytes, which live in `arena`. `thaw` gives
 * them back. Bytes that another PCRE2 wrote are left alone: the patterns are compiled anew from their regexes. False where that
 * fails.
 */
const void *tpt__patterns_freeze(tpt__arena *arena, tpt__pattern *const *patterns, uint32_t count,
                                 size_t *size);
bool tpt__patterns_thaw(tpt__arena *arena, tpt__pattern *const *patterns, uint32_t count, const void *bytes,
                        size_t size);

/*
 * Could a match take time that grows with more than the text: an endless repetition within an endless one that may give
 * back what it took, as in (a+)*? By the shape of the expression alone; it can be wrong either way. The limits hold in any case.
 */
bool tpt__pattern_may_run_away(const char *regex);

/* What matching may take; zero: the default. Each is told of at tpt_options, which sets it. */
typedef struct tpt__pattern_limits {
    uint64_t confirms; /* searches in one text */
    uint32_t match, depth, heap_kib;
} tpt__pattern_limits;

/* limits NULL: the defaults. */
tpt__pattern_scratch *tpt__pattern_scratch_new(tpt__arena *arena, const tpt__pattern_limits *limits);

/* Another text: its searches are counted anew. */
void tpt__pattern_begin(tpt__pattern_scratch *scratch);

/* Matches from byte `from` of a well-formed text, or just there if `anchored`; on YES gives the match's bounds. */
tpt__pattern_outcome tpt__pattern_match(const tpt__pattern *pattern, tpt__pattern_scratch *scratch,
                                        const char *text, size_t len, size_t from, bool anchored,
                                        size_t *start, size_t *end);

#endif

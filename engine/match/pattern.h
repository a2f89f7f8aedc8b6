/*
 * Regular expressions, for what words can't say. The only place that knows PCRE2.
 *
 * UTF and UCP are on, the limits on matches, depth and heap are set. A limit or an error is "undecided", never "no match".
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

tpt__pattern_scratch *tpt__pattern_scratch_new(tpt__arena *arena);

/* Matches from byte `from` of a well-formed text; on YES gives the match's bounds. */
tpt__pattern_outcome tpt__pattern_match(const tpt__pattern *pattern, tpt__pattern_scratch *scratch,
                                        const char *text, size_t len, size_t from, size_t *start,
                                        size_t *end);

#endif

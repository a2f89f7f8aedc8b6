/*
 * Regular expressions, for what words can't say. The only place that knows PCRE2.
 *
 * UTF and UCP are on, the limits on matches, depth and heap are set. A limit or an error is "undecided", never "no match".
 */
#ifndef TPT_MATCH_PATTERN_H
#define TPT_MATCH_PATTERN_H

#include "base/arena.h"

typedef struct tpt__pattern tpt__pattern;                 /* compiled; immutable, shared by threads */
typedef struct tpt__pattern_scratch tpt__pattern_scratch; /* one thread's match block */

typedef enum tpt__pattern_outcome {
    TPT__PATTERN_NO,
    TPT__PATTERN_YES,
    TPT__PATTERN_UNDECIDED
} tpt__pattern_outcome;

/* Compiles; all memory is the arena's. NULL with *offset and *message (of `size` bytes) on a mistake. */
tpt__pattern *tpt__pattern_compile(tpt__arena *arena, const char *regex, size_t *offset, char *message,
                                   size_t size);

/*
 * Could a match take time that grows with more than the text: an endless repetition within an endless one that may give
 * back what it took, as in (a+)*? By the shape of the expression alone; it can be wrong either way. The limits hold in any case.
 */
bool tpt__pattern_may_run_away(const char *regex);

tpt__pattern_scratch *tpt__pattern_scratch_new(tpt__arena *arena);

/* Matches from byte `from` of a well-formed text, or just there if `anchored`; on YES gives the match's bounds. */
tpt__pattern_outcome tpt__pattern_match(const tpt__pattern *pattern, tpt__pattern_scratch *scratch,
                                        const char *text, size_t len, size_t from, bool anchored,
                                        size_t *start, size_t *end);

#endif

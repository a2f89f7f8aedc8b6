/*
 * What a text must hold for a regular expression to match it: for each of some places, one of some runs of letters.
 *
 *   \b(?:woke|woken)\b(?= up )    one of "[woke]", "[woken]"
 *   \bmy (?:left )?side hurts     "[my ", and "side hurts"       ([ and ] stand for any sign or space, as at \b)
 *
 * Read off the expression once. A text is looked at once, too: the set of all three letters in a row that it has. Then a pattern
 * costs a few looks into that set, and the match itself is tried only where all that it needs is there. The set is coarse (letters
 * of a run may stand apart in the text, digits share places), so "may match" is a guess; "cannot" is sure. What the reader of
 * expressions does not know proves nothing: such a pattern has no needs.
 */
#ifndef TPT_MATCH_NEEDS_H
#define TPT_MATCH_NEEDS_H

#include <stdbool.h>

#include "base/arena.h"

#define TPT__NEED_TRIPLES 4 /* of a run, from its start to its end; a short one repeats its last */

/* A run of letters, as some of its triples. */
typedef struct tpt__need_run {
    uint16_t triples[TPT__NEED_TRIPLES];
} tpt__need_run;

/* One of these runs. */
typedef struct tpt__need {
    const tpt__need_run *runs;
    uint32_t count;
} tpt__need;

/* All of these. */
typedef struct tpt__needs {
    const tpt__need *items;
    uint32_t count;
} tpt__needs;

tpt__needs tpt__needs_of(tpt__arena *arena, const char *regex);

/* The set of triples of a text, for tpt__needs_met. */
const uint64_t *tpt__needs_look(tpt__arena *arena, const char *text, size_t len);

bool tpt__needs_met(const tpt__needs *needs, const uint64_t *look);

#endif

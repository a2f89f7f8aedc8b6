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
 *
 * Many expressions also begin with letters that are known ("leads"). Then the match is tried just where these stand.
 */
#ifndef TPT_MATCH_NEEDS_H
#define TPT_MATCH_NEEDS_H

#include <stdbool.h>

#include "base/arena.h"

#define TPT__NEED_TRIPLES 4 /* of a run, from its start to its end; a short one repeats its last */
#define TPT__NEED_LEADS 48  /* where a match may begin with more, it is looked for everywhere */

/* A run of letters, as some of its triples. */
typedef struct tpt__need_run {
    uint16_t triples[TPT__NEED_TRIPLES];
} tpt__need_run;

/* One of these runs. */
typedef struct tpt__need {
    const tpt__need_run *runs;
    uint32_t count;
} tpt__need;

/* Bytes that a match may begin with. */
typedef struct tpt__need_bytes {
    uint64_t ascii[2]; /* as a set of bits */
    bool others;       /* also any character beyond ASCII */
} tpt__need_bytes;

/* The first letters of a match: one, two or three of a triple. */
typedef struct tpt__need_lead {
    uint16_t letters, mask;
    bool after_edge; /* an edge goes before it */
} tpt__need_lead;

/* All of these. */
typedef struct tpt__needs {
    const tpt__need *items;
    uint32_t count;
    bool leads_known; /* a match begins with one of the leads, or of the bytes; else anywhere */
    const tpt__need_lead *leads;
    uint32_t lead_count;
    tpt__need_bytes bytes;
} tpt__needs;

/* What is known of a text. */
typedef struct tpt__look {
    const char *text;
    size_t len;
    const uint64_t *triples;   /* the set of them */
    const uint16_t *triple_at; /* a byte → the triple that begins there */
} tpt__look;

tpt__needs tpt__needs_of(tpt__arena *arena, const char *regex);

tpt__look tpt__needs_look(tpt__arena *arena, const char *text, size_t len);

bool tpt__needs_met(const tpt__needs *needs, const tpt__look *look);

/* The leads of a pattern that a text has. */
typedef struct tpt__starts {
    tpt__need_lead leads[TPT__NEED_LEADS];
    uint32_t count;
    uint32_t first_letters; /* as a set of bits */
    tpt__need_bytes bytes;
} tpt__starts;

/* For a pattern whose leads are known. False where a text has none: then nothing matches. */
bool tpt__needs_starts(const tpt__needs *needs, const tpt__look *look, tpt__starts *out);

/* The first place from byte `from` on where a match may begin; past the end of the text where there is none. */
size_t tpt__needs_next(const tpt__starts *starts, const tpt__look *look, size_t from);

#endif

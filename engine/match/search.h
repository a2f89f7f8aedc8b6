/*
 * Where the regular expressions of a pack match in a text. Few are tried, and in few places: those that a word of the text calls
 * for, if the letters that they need are there, where a match may begin (needs.h). Which these are is never less than needed:
 * docs/architecture.md says why.
 */
#ifndef TPT_MATCH_SEARCH_H
#define TPT_MATCH_SEARCH_H

#include "match/matcher.h"

typedef struct tpt__search {
    tpt__arena *arena;
    const tpt__match_tables *tables;
    tpt__match_result *result; /* its lattice is read; confirms and what is undecided go there */
    tpt__pattern_scratch *scratch;
    bool unfiltered; /* every pattern is tried, everywhere */
    void (*found)(uint32_t entry, size_t start, size_t end, void *context); /* bytes of the folded text */
    void *context;
} tpt__search;

/* Calls `found` for each match of each pattern whose context applies, pattern by pattern. */
void tpt__search_patterns(const tpt__search *search);

/* After all is in: which words call for which patterns. */
void tpt__search_freeze(tpt__arena *arena, tpt__match_tables *tables);

#endif

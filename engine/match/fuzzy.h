/*
 * Spelling correction: the words of the vocabulary nearest to one that nothing knows.
 *
 * Distance is optimal string alignment (insert, delete, change, swap of neighbours): one edit for words of 4 to 6 letters, two for
 * longer ones, the second counting only when the first letter stands. A correction may lead to a word of content, never to a
 * cue or an operator: a slip of the finger must not become a denial.
 */
#ifndef TPT_MATCH_FUZZY_H
#define TPT_MATCH_FUZZY_H

#include "match/vocab.h"

#define TPT__FUZZY_MAX 3 /* nearest words kept for one form */

/* Fills `out` with up to TPT__FUZZY_MAX words, all at the least distance found; returns how many. */
uint32_t tpt__fuzzy_find(const tpt__vocab *vocab, const char *text, size_t len, uint32_t out[TPT__FUZZY_MAX]);

/*
 * Parts a run-together form ("cantmovemyneck") into words that the vocabulary knows, fewest first.
 * Returns how many (2 to 8) with their numbers in `out` and lengths in `lens`, or 0.
 */
uint32_t tpt__fuzzy_split(const tpt__vocab *vocab, const char *text, size_t len, uint32_t out[8],
                          uint32_t lens[8]);

#endif

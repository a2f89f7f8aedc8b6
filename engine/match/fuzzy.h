/*
 * Spelling correction: the words of the vocabulary nearest to a form that nothing knows.
 *
 * Distance is optimal string alignment (insert, delete, change, swap of neighbours). What sounds the same by the language's
 * rules counts as near, too. A correction may lead to a word of content, never to a cue or an operator: a slip of the finger
 * must not become a denial. The search is one pass over the words of about the same length, with most of them ruled out by
 * the set of their letters.
 */
#ifndef TPT_MATCH_FUZZY_H
#define TPT_MATCH_FUZZY_H

#include "match/vocab.h"

#define TPT__FUZZY_MAX 4   /* nearest words kept for one form */
#define TPT__SPLIT_LEAST 7 /* letters of a run of words */

/*
 * Fills `out` with up to TPT__FUZZY_MAX words at the least number of edits found, most plausible first; returns how many.
 * `edits` is the most to allow, 1 or 2. Two only reach words of seven letters and more. With 2, what sounds the same is near.
 */
uint32_t tpt__fuzzy_find(const tpt__vocab *vocab, const char *text, size_t len, uint32_t edits,
                         uint32_t out[TPT__FUZZY_MAX]);

/*
 * "sooo sore", "dizzzzy": a form in which some letter stands three times and more, with that run as one letter and as two.
 * Calls `visit` with each such form, at most eight of them; returns false where the form has no such run.
 */
bool tpt__fuzzy_unstretch(const char *text, size_t len,
                          void (*visit)(const char *text, size_t len, void *context), void *context);

/*
 * Parts a run-together form ("cantmovemyneck") into words that the vocabulary knows, fewest first.
 * Returns how many (2 to TPT__PARTS) with their lengths in `lens`, or 0.
 */
uint32_t tpt__fuzzy_split(const tpt__vocab *vocab, const char *text, size_t len, uint32_t lens[TPT__PARTS]);

/* After all words are in: what the search goes over. */
void tpt__fuzzy_freeze(tpt__vocab *vocab);

#endif

/*
 * Does every match of a regular expression hold one of some words, as a word of its own?
 *
 *   \bdown'?s\b        of "downs", "down's": each match does
 *   \bdown'?s          of the same: none need; "downstairs" goes on
 *   \bback\b(?= up)    of "back": each does
 *   back(?= *up)       of "back": "backup" does not hold it
 *
 * All ways through the expression are walked at once, each as the letters that it has written last. A way that has written one of
 * the words between two edges (or looks for it around itself) is done with. The expression is proven if no way is left. What this
 * walker does not know is a way that may hold anything, so "proven" is sure, and "not proven" is a guess.
 */
#ifndef TPT_MATCH_PROOF_H
#define TPT_MATCH_PROOF_H

#include "base/arena.h"

#define TPT__PROOF_TAIL 40 /* bytes that a way remembers */

/*
 * True if each match of `regex`, on a folded text, holds one of the words (folded, NUL-terminated). Else `tail` is what a way
 * through it that holds none has written last, or "". `scratch` is for the walk alone.
 */
bool tpt__proof_holds(tpt__arena *scratch, const char *regex, const char *const *words, uint32_t count,
                      char tail[TPT__PROOF_TAIL + 1]);

#endif

/* The phrase language of the packs (docs/rule-format.md, "Terms"): from its text into a trie. */
#ifndef TPT_MATCH_TERM_H
#define TPT_MATCH_TERM_H

#include "match/trie.h"

#define TPT__TERM_WORDS 16 /* that a term may have of a text: a mention has room for so many */

/* What a term's words are for, which decides what spelling correction may do with them. */
typedef enum tpt__term_use {
    TPT__TERM_CONTENT, /* it may lead to them */
    TPT__TERM_CUE,     /* it may lead to them where a term of content has them, too */
    TPT__TERM_DENIAL   /* never to the short ones: "not" */
} tpt__term_use;

/*
 * Adds a term. Terms with a slot that a mention fills ("<function>") go to `frames`, all others to `phrases`.
 * Returns NULL, or what is wrong with the term (static).
 */
const char *tpt__term_add(tpt__arena *arena, tpt__vocab *vocab, tpt__trie *phrases, tpt__trie *frames,
                          const char *term, tpt__term_use use, uint32_t entry);

#endif

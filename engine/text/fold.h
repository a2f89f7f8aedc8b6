/*
 * Folding: any text in the one form that words are compared in. Compatibility decomposition and case folding by
 * utf8proc (Unicode), default-ignorable characters dropped (soft hyphens, joiners, variation selectors), typographic
 * quotes and dashes made plain. Terms of the pack go through the same door, so both sides agree.
 */
#ifndef TPT_TEXT_FOLD_H
#define TPT_TEXT_FOLD_H

#include <stdbool.h>

#include "base/buf.h"

/* A folded text; origin[i] is the byte of the source that folded byte i came from, origin[len] the source's length. */
typedef struct tpt__folded {
    const char *text;
    uint32_t *origin;
    size_t len;
    bool ascii; /* the source is: then bytes of both, and characters, are counted alike */
} tpt__folded;

/* Folds `len` bytes of UTF-8; ill-formed parts become U+FFFD. Never fails. */
void tpt__fold(tpt__arena *arena, const char *source, size_t len, tpt__folded *out);

/* Folds a NUL-terminated string and gives the result alone. */
const char *tpt__fold_string(tpt__arena *arena, const char *source);

#endif

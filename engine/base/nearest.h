/* "Did you mean": the known word that is nearest to one that is not known. */
#ifndef TPT_BASE_NEAREST_H
#define TPT_BASE_NEAREST_H

#include "base/map.h"

/* How many letters must be changed, added or taken out to make one word of the other; 99 for long ones. */
uint32_t tpt__letters_apart(const char *a, size_t a_len, const char *b, size_t b_len);

/*
 * The key that is at most two letters apart, or NULL; of two as near the first by the alphabet. The keys must be
 * NUL-terminated.
 */
const char *tpt__nearest_key(const tpt__map *map, const char *word);

#endif

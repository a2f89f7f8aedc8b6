/* Sets of small numbers, as bits. */
#ifndef TPT_BASE_BITS_H
#define TPT_BASE_BITS_H

#include <stdbool.h>

#include "base/arena.h"

#define TPT__BITS 64 /* of a word of a set */

/* Words of a set that has room for `count` numbers. */
static inline uint32_t tpt__bits_words(uint32_t count) { return count / TPT__BITS + 1; }

static inline bool tpt__bits_has(const uint64_t *set, uint32_t number) {
    return set[number / TPT__BITS] >> number % TPT__BITS & 1;
}

static inline void tpt__bits_add(uint64_t *set, uint32_t number) {
    set[number / TPT__BITS] |= (uint64_t)1 << number % TPT__BITS;
}

#endif

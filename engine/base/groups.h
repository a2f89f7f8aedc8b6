/* An index: a number → the numbers that belong to it, in the order they came. Built once, then only read. */
#ifndef TPT_BASE_GROUPS_H
#define TPT_BASE_GROUPS_H

#include "base/vec.h"

typedef struct tpt__pair {
    uint32_t key, item;
} tpt__pair;

typedef TPT__VEC(tpt__pair) tpt__pairs;

typedef struct tpt__groups {
    const uint32_t *first; /* by key, into `items`; one more for the end */
    const uint32_t *items;
    uint32_t keys; /* 0 to keys - 1 */
} tpt__groups;

/*
 * Fills *out, member by member: a copy would put into a ruleset what stood in the padding, and an image of it would
 * differ from build to build. Every key of `pairs` is less than `keys`.
 */
void tpt__groups_of(tpt__arena *arena, const tpt__pairs *pairs, uint32_t keys, tpt__groups *out);

#endif

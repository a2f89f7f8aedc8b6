#include "base/groups.h"

/* Counts the items of each key, then puts them where the counts say. */
void tpt__groups_of(tpt__arena *arena, const tpt__pairs *pairs, uint32_t keys, tpt__groups *out) {
    uint32_t *first = TPT__NEW(arena, uint32_t, keys + 2),
             *items = TPT__NEW(arena, uint32_t, pairs->count + 1);
    for (uint32_t i = 0; i < pairs->count; i++) first[pairs->items[i].key + 2]++;
    for (uint32_t key = 0; key < keys; key++) first[key + 2] += first[key + 1];
    /* now a key's items begin at first[key + 1], which moves on to their end, where the next one's begin */
    for (uint32_t i = 0; i < pairs->count; i++)
        items[first[pairs->items[i].key + 1]++] = pairs->items[i].item;
    out->first = first;
    out->items = items;
    out->keys = keys;
}

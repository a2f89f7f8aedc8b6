#include "base/vec.h"

#include <string.h>

#define LARGE 128 /* bytes of an item, of which few are worth having ahead: they would be zeroed in vain */

void *tpt__vec_grown(tpt__arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size) {
    size_t size = (size_t)*capacity * item_size;
    *capacity = *capacity ? *capacity * 2 : item_size > LARGE ? 2 : 8;
    if (tpt__arena_extend(arena, items, size, (size_t)*capacity * item_size)) return items;
    void *block = tpt__arena_alloc(arena, (size_t)*capacity * item_size);
    if (count) memcpy(block, items, (size_t)count * item_size);
    return block;
}

void *tpt__vec_fitted(tpt__arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size) {
    if (count == *capacity) return items;
    *capacity = count;
    void *block = tpt__arena_alloc(arena, (size_t)count * item_size);
    if (count) memcpy(block, items, (size_t)count * item_size);
    return block;
}

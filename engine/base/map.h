/* A hash table from byte strings to numbers, in an arena. Order of insertion never shows. */
#ifndef TPT_BASE_MAP_H
#define TPT_BASE_MAP_H

#include <stdbool.h>

#include "base/arena.h"

#define TPT__NONE UINT32_MAX /* "no such thing", for every index of the engine */

typedef struct tpt__map_slot {
    const char *key; /* NULL: free. Not copied: must outlive the map */
    uint32_t len;
    uint32_t value;
    uint64_t hash;
} tpt__map_slot;

typedef struct tpt__map {
    tpt__map_slot *slots;
    uint32_t capacity; /* zero or a power of two */
    uint32_t count;
} tpt__map;

/* The value of a key, or TPT__NONE. */
uint32_t tpt__map_get(const tpt__map *map, const char *key, size_t len);

/* Sets a key. The bytes of `key` must live as long as the map. */
void tpt__map_set(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value);

#endif

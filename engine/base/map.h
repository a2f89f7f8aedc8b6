/*
 * A hash table from byte strings to numbers, in an arena. Order of insertion never shows.
 *
 *   slots   [hash at len value] [free] [hash at len value] …      no pointers: a frozen table can lie anywhere
 *   keys    · neck\0 stiff\0 …                                    the first byte is no key's: `at` 0 is a free slot
 */
#ifndef TPT_BASE_MAP_H
#define TPT_BASE_MAP_H

#include <stdbool.h>

#include "base/arena.h"

#define TPT__NONE UINT32_MAX /* "no such thing", for every index of the engine */

typedef struct tpt__map_slot {
    uint32_t hash;
    uint32_t at; /* of its key, in `keys`; 0: free */
    uint32_t len;
    uint32_t value;
} tpt__map_slot;

typedef struct tpt__map {
    tpt__map_slot *slots;
    char *keys;        /* each NUL-terminated */
    uint32_t capacity; /* zero or a power of two */
    uint32_t count;
    uint32_t key_bytes, key_capacity;
    uint64_t shapes; /* lengths and first bytes of the keys, as a set of bits */
} tpt__map;

/* The value of a key, or TPT__NONE. */
uint32_t tpt__map_get(const tpt__map *map, const char *key, size_t len);

/* Sets a key. Its bytes are copied. */
void tpt__map_set(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value);

/* The same, and gives the value that it had; TPT__NONE where it had none. */
uint32_t tpt__map_exchange(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value);

/* The key of slot `index` (below `capacity`), NUL-terminated; NULL where it is free. */
const char *tpt__map_key(const tpt__map *map, uint32_t index);

#endif

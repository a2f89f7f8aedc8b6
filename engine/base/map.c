#include "base/map.h"

#include <string.h>

/* Eight bytes at a time, the last ones in part. Where a key lies never shows, so the order of the machine's bytes may. */
static uint64_t hash_of(const char *key, size_t len) {
    uint64_t hash = len, bytes = 0;
    for (; len >= sizeof bytes; key += sizeof bytes, len -= sizeof bytes) {
        memcpy(&bytes, key, sizeof bytes);
        hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    for (bytes = 0; len--;) bytes = bytes << 8 | (uint8_t)key[len];
    hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static tpt__map_slot *slot_of(const tpt__map *map, const char *key, size_t len, uint64_t hash) {
    uint32_t at = (uint32_t)(hash ^ hash >> 32) & (map->capacity - 1);
    for (;; at = (at + 1) & (map->capacity - 1)) {
        tpt__map_slot *slot = &map->slots[at];
        if (!slot->key) return slot;
        if (slot->hash == hash && slot->len == len && memcmp(slot->key, key, len) == 0) return slot;
    }
}

uint32_t tpt__map_get(const tpt__map *map, const char *key, size_t len) {
    if (!map->capacity) return TPT__NONE;
    const tpt__map_slot *slot = slot_of(map, key, len, hash_of(key, len));
    return slot->key ? slot->value : TPT__NONE;
}

static void grow(tpt__arena *arena, tpt__map *map) {
    tpt__map larger = {.capacity = map->capacity ? map->capacity * 2 : 32, .count = map->count};
    larger.slots = TPT__NEW(arena, tpt__map_slot, larger.capacity);
    for (uint32_t i = 0; i < map->capacity; i++) {
        const tpt__map_slot *old = &map->slots[i];
        if (old->key) *slot_of(&larger, old->key, old->len, old->hash) = *old;
    }
    *map = larger;
}

void tpt__map_set(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value) {
    if (map->count * 4 >= map->capacity * 3) grow(arena, map);
    uint64_t hash = hash_of(key, len);
    tpt__map_slot *slot = slot_of(map, key, len, hash);
    if (!slot->key) {
        *slot = (tpt__map_slot){.key = key, .len = (uint32_t)len, .hash = hash};
        map->count++;
    }
    slot->value = value;
}

#include "base/map.h"

#include <string.h>

#define LEAST_SLOTS 32
#define LEAST_KEY_BYTES 256

/* Up to eight bytes as a number, without a loop: four and more as two halves that may overlap. With the length, no two are alike. */
static uint64_t short_key(const char *key, size_t len) {
    uint32_t first = 0, last = 0;
    if (len < sizeof first) {
        const uint8_t *bytes = (const uint8_t *)key;
        return len ? bytes[0] | (uint64_t)bytes[len / 2] << 8 | (uint64_t)bytes[len - 1] << 16 : 0;
    }
    memcpy(&first, key, sizeof first);
    memcpy(&last, key + len - sizeof last, sizeof last);
    return (uint64_t)last << 32 | first;
}

/* Eight bytes at a time. Where a key lies never shows, so the order of the machine's bytes may. */
static uint32_t hash_of(const char *key, size_t len) {
    uint64_t hash = len, bytes;
    for (; len > sizeof bytes; key += sizeof bytes, len -= sizeof bytes) {
        memcpy(&bytes, key, sizeof bytes);
        hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    hash = (hash ^ short_key(key, len)) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(hash ^ hash >> 32);
}

/* A bit for the length and the first byte of a key: what no key has ends a look-up before anything is hashed. */
static uint64_t shape_of(const char *key, size_t len) {
    return (uint64_t)1 << ((len * 8 + (len ? (uint8_t)*key : 0u)) & 63);
}

static tpt__map_slot *slot_of(const tpt__map *map, const char *key, size_t len, uint32_t hash) {
    uint32_t at = hash & (map->capacity - 1);
    for (;; at = (at + 1) & (map->capacity - 1)) {
        tpt__map_slot *slot = &map->slots[at];
        if (!slot->at) return slot;
        if (slot->hash == hash && slot->len == len && memcmp(map->keys + slot->at, key, len) == 0)
            return slot;
    }
}

uint32_t tpt__map_get(const tpt__map *map, const char *key, size_t len) {
    if (!(map->shapes & shape_of(key, len))) return TPT__NONE; /* or the map is empty */
    const tpt__map_slot *slot = slot_of(map, key, len, hash_of(key, len));
    return slot->at ? slot->value : TPT__NONE;
}

/* The keys are all different, so each goes to the first free slot. */
static void grow(tpt__arena *arena, tpt__map *map) {
    uint32_t capacity = map->capacity ? map->capacity * 2 : LEAST_SLOTS;
    tpt__map_slot *slots = TPT__NEW(arena, tpt__map_slot, capacity);
    for (uint32_t i = 0; i < map->capacity; i++) {
        if (!map->slots[i].at) continue;
        uint32_t at = map->slots[i].hash & (capacity - 1);
        while (slots[at].at) at = (at + 1) & (capacity - 1);
        slots[at] = map->slots[i];
    }
    map->slots = slots;
    map->capacity = capacity;
}

static uint32_t add_key(tpt__arena *arena, tpt__map *map, const char *key, size_t len) {
    size_t used = map->key_bytes ? map->key_bytes : 1, needed = used + len + 1;
    if (needed > map->key_capacity) {
        size_t capacity = needed > LEAST_KEY_BYTES / 2 ? needed * 2 : LEAST_KEY_BYTES;
        char *keys = tpt__arena_alloc(arena, capacity < UINT32_MAX ? capacity : SIZE_MAX);
        if (map->key_bytes) memcpy(keys, map->keys, map->key_bytes);
        map->keys = keys;
        map->key_capacity = (uint32_t)capacity;
    }
    if (len) memcpy(map->keys + used, key, len);
    map->keys[used + len] = '\0';
    map->key_bytes = (uint32_t)needed;
    return (uint32_t)used;
}

uint32_t tpt__map_exchange(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value) {
    if (map->count * 4 >= map->capacity * 3) grow(arena, map);
    uint32_t hash = hash_of(key, len);
    tpt__map_slot *slot = slot_of(map, key, len, hash);
    map->shapes |= shape_of(key, len);
    if (!slot->at) {
        *slot = (tpt__map_slot){hash, add_key(arena, map, key, len), (uint32_t)len, TPT__NONE};
        map->count++;
    }
    uint32_t before = slot->value;
    slot->value = value;
    return before;
}

void tpt__map_set(tpt__arena *arena, tpt__map *map, const char *key, size_t len, uint32_t value) {
    tpt__map_exchange(arena, map, key, len, value);
}

const char *tpt__map_key(const tpt__map *map, uint32_t index) {
    return map->slots[index].at ? map->keys + map->slots[index].at : NULL;
}

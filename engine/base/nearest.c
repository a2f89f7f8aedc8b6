#include "base/nearest.h"

#include <string.h>

#define NEAR_MOST 2 /* letters by which a misspelt id may differ from the one that was meant */

/* A small edit distance is enough. */
uint32_t tpt__letters_apart(const char *a, size_t a_len, const char *b, size_t b_len) {
    uint32_t row[40];
    if (a_len > 38 || b_len > 38) return 99;
    for (size_t j = 0; j <= b_len; j++) row[j] = (uint32_t)j;
    for (size_t i = 1; i <= a_len; i++) {
        uint32_t corner = row[0];
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= b_len; j++) {
            uint32_t above = row[j], least = corner + (a[i - 1] != b[j - 1]);
            if (above + 1 < least) least = above + 1;
            if (row[j - 1] + 1 < least) least = row[j - 1] + 1;
            row[j] = least;
            corner = above;
        }
    }
    return row[b_len];
}

const char *tpt__nearest_key(const tpt__map *map, const char *word) {
    const char *nearest = NULL;
    uint32_t best = NEAR_MOST;
    for (uint32_t i = 0; i < map->capacity; i++) {
        const char *known = tpt__map_key(map, i);
        if (!known) continue;
        uint32_t apart = tpt__letters_apart(word, strlen(word), known, strlen(known));
        if (apart > best || (apart == best && nearest && strcmp(known, nearest) > 0)) continue;
        best = apart;
        nearest = known;
    }
    return nearest;
}

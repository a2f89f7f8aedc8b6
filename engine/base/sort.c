#include "base/sort.h"

#include <string.h>

#define RUN 8 /* so many are put in order one by one; longer runs are merged of these */

typedef const unsigned char *item;

typedef int (*comparison)(const void *left, const void *right);

static void insert_all(item *run, uint32_t count, comparison compare) {
    for (uint32_t i = 1; i < count; i++) {
        item moving = run[i];
        uint32_t at = i;
        for (; at && compare(run[at - 1], moving) > 0; at--) run[at] = run[at - 1];
        run[at] = moving;
    }
}

static void merge(const item *left, uint32_t left_count, const item *right, uint32_t right_count, item *out,
                  comparison compare) {
    while (left_count && right_count) {
        bool takes_left = compare(*left, *right) <= 0;
        *out++ = takes_left ? *left++ : *right++;
        if (takes_left) left_count--;
        else right_count--;
    }
    if (left_count) memcpy(out, left, left_count * sizeof *out);
    if (right_count) memcpy(out, right, right_count * sizeof *out);
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Runs of `len` become runs of twice that. */
static void merge_runs(const item *from, item *to, uint32_t count, uint32_t len, comparison compare) {
    for (uint32_t at = 0; at < count;) {
        uint32_t left = least(len, count - at), right = least(len, count - at - left);
        merge(from + at, left, from + at + left, right, to + at, compare);
        at += left + right;
    }
}

static item *put_in_order(tpt__arena *arena, item *order, uint32_t count, comparison compare) {
    for (uint32_t at = 0; at < count; at += RUN) insert_all(order + at, least(RUN, count - at), compare);
    if (count <= RUN) return order;
    item *other = TPT__NEW(arena, item, count);
    for (uint32_t len = RUN; len < count; len += least(len, count - len)) {
        merge_runs(order, other, count, len, compare);
        item *merged = other;
        other = order;
        order = merged;
    }
    return order;
}

void tpt__sort(tpt__arena *arena, void *items, uint32_t count, size_t size, comparison compare) {
    if (count < 2) return;
    item *order = TPT__NEW(arena, item, count);
    for (uint32_t i = 0; i < count; i++) order[i] = (item)items + i * size;
    order = put_in_order(arena, order, count, compare);
    uint32_t first = 0; /* what is out of place */
    while (first < count && order[first] == (item)items + first * size) first++;
    if (first == count) return;
    unsigned char *sorted = tpt__arena_alloc(arena, (count - first) * size);
    for (uint32_t i = first; i < count; i++) memcpy(sorted + (i - first) * size, order[i], size);
    memcpy((unsigned char *)items + first * size, sorted, (count - first) * size);
}

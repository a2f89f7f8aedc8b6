#include "match/trie.h"

#include <stdlib.h>
#include <string.h>

/* While building, edges are found through a hash table over (node, word). */
typedef struct built_edge {
    uint32_t from, word, to;
    bool used;
} built_edge;

struct tpt__trie_builder {
    built_edge *slots;
    uint32_t capacity, count;
    TPT__VEC(built_edge) links; /* of chains */
};

static built_edge *slot_of(built_edge *slots, uint32_t capacity, uint32_t from, uint32_t word) {
    uint64_t hash = ((uint64_t)from << 32 | word) * 0x9E3779B97F4A7C15ull;
    for (uint32_t at = (uint32_t)(hash >> 32) & (capacity - 1);; at = (at + 1) & (capacity - 1))
        if (!slots[at].used || (slots[at].from == from && slots[at].word == word)) return &slots[at];
}

static void builder_grow(tpt__arena *arena, struct tpt__trie_builder *builder) {
    uint32_t capacity = builder->capacity * 2;
    built_edge *slots = TPT__NEW(arena, built_edge, capacity);
    for (uint32_t i = 0; i < builder->capacity; i++)
        if (builder->slots[i].used)
            *slot_of(slots, capacity, builder->slots[i].from, builder->slots[i].word) = builder->slots[i];
    builder->slots = slots;
    builder->capacity = capacity;
}

uint32_t tpt__trie_node_add(tpt__arena *arena, tpt__trie *trie) {
    tpt__push(arena, &trie->nodes)->output = TPT__NONE;
    return trie->nodes.count - 1;
}

void tpt__trie_init(tpt__arena *arena, tpt__trie *trie) {
    memset(trie, 0, sizeof *trie);
    trie->builder = TPT__NEW(arena, struct tpt__trie_builder, 1);
    trie->builder->capacity = 4096;
    trie->builder->slots = TPT__NEW(arena, built_edge, trie->builder->capacity);
    tpt__trie_node_add(arena, trie);
}

uint32_t tpt__trie_step(tpt__arena *arena, tpt__trie *trie, uint32_t node, uint32_t word) {
    struct tpt__trie_builder *builder = trie->builder;
    if (builder->count * 4 >= builder->capacity * 3) builder_grow(arena, builder);
    built_edge *edge = slot_of(builder->slots, builder->capacity, node, word);
    if (!edge->used) {
        *edge = (built_edge){node, word, tpt__trie_node_add(arena, trie), true};
        builder->count++;
    }
    return edge->to;
}

void tpt__trie_link(tpt__arena *arena, tpt__trie *trie, uint32_t from, uint32_t word, uint32_t to) {
    *tpt__push(arena, &trie->builder->links) = (built_edge){from, word, to, true};
}

void tpt__trie_output_add(tpt__arena *arena, tpt__trie *trie, uint32_t node, uint32_t entry) {
    for (uint32_t at = trie->nodes.items[node].output; at != TPT__NONE; at = trie->outputs.items[at].next)
        if (trie->outputs.items[at].entry == entry) return;
    uint32_t index = trie->outputs.count;
    *tpt__push(arena, &trie->outputs) = (tpt__trie_output){entry, trie->nodes.items[node].output};
    trie->nodes.items[node].output = index;
}

static int by_node_and_word(const void *left, const void *right) {
    const built_edge *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

void tpt__trie_freeze(tpt__arena *arena, tpt__trie *trie) {
    struct tpt__trie_builder *builder = trie->builder;
    for (uint32_t i = 0; i < builder->capacity; i++)
        if (builder->slots[i].used) *tpt__push(arena, &builder->links) = builder->slots[i];
    if (builder->links.count)
        qsort(builder->links.items, builder->links.count, sizeof *builder->links.items, by_node_and_word);
    for (uint32_t i = 0; i < builder->links.count; i++) {
        const built_edge *edge = &builder->links.items[i];
        tpt__trie_node *node = &trie->nodes.items[edge->from];
        if (!node->edge_count++) node->first_edge = i;
        *tpt__push(arena, &trie->edges) = (tpt__trie_edge){edge->word, edge->to};
    }
    trie->builder = NULL;
}

const tpt__trie_edge *tpt__trie_find(const tpt__trie *trie, uint32_t node, uint32_t word, uint32_t *count) {
    const tpt__trie_node *from = &trie->nodes.items[node];
    *count = 0;
    if (!from->edge_count) return NULL; /* a trie of no phrases has no edges to point into */
    const tpt__trie_edge *edges = trie->edges.items + from->first_edge;
    uint32_t low = 0, high = from->edge_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (edges[middle].word < word) low = middle + 1;
        else high = middle;
    }
    while (low + *count < from->edge_count && edges[low + *count].word == word) ++*count;
    return edges + low;
}

#include "match/trie.h"

#include <stdlib.h>
#include <string.h>

#define FEW_EDGES 24

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

static bool comes_before(const tpt__trie_edge *a, const tpt__trie_edge *b) {
    return a->word != b->word ? a->word < b->word : a->to < b->to;
}

static int by_word(const void *left, const void *right) {
    return comes_before(left, right) ? -1 : comes_before(right, left);
}

/* Nearly all nodes have few edges, which are put in order faster than any call is made. */
static void sort_edges(tpt__trie_edge *edges, uint32_t count) {
    if (count > FEW_EDGES) {
        qsort(edges, count, sizeof *edges, by_word);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        tpt__trie_edge edge = edges[i];
        uint32_t at = i;
        for (; at && comes_before(&edge, &edges[at - 1]); at--) edges[at] = edges[at - 1];
        edges[at] = edge;
    }
}

static void visit_edges(const struct tpt__trie_builder *builder, tpt__trie *trie,
                        void (*visit)(tpt__trie *trie, const built_edge *edge)) {
    for (uint32_t i = 0; i < builder->capacity; i++)
        if (builder->slots[i].used) visit(trie, &builder->slots[i]);
    for (uint32_t i = 0; i < builder->links.count; i++) visit(trie, &builder->links.items[i]);
}

static void count_edge(tpt__trie *trie, const built_edge *edge) {
    trie->nodes.items[edge->from].edge_count++;
    trie->edges.count++;
}

static void place_edge(tpt__trie *trie, const built_edge *edge) {
    tpt__trie_node *node = &trie->nodes.items[edge->from];
    trie->edges.items[node->first_edge + node->edge_count++] = (tpt__trie_edge){edge->word, edge->to};
}

/* How many edges each node has tells where its own begin; each node's few are then sorted. */
static void lay_out_edges(tpt__arena *arena, tpt__trie *trie) {
    uint32_t first = 0;
    visit_edges(trie->builder, trie, count_edge);
    trie->edges.items = TPT__NEW(arena, tpt__trie_edge, trie->edges.count);
    trie->edges.capacity = trie->edges.count;
    for (uint32_t i = 0; i < trie->nodes.count; i++) {
        tpt__trie_node *node = &trie->nodes.items[i];
        node->first_edge = node->edge_count ? first : 0;
        first += node->edge_count;
        node->edge_count = 0;
    }
    visit_edges(trie->builder, trie, place_edge);
    for (uint32_t i = 0; i < trie->nodes.count; i++) {
        const tpt__trie_node *node = &trie->nodes.items[i];
        sort_edges(trie->edges.items + node->first_edge, node->edge_count);
    }
}

void tpt__trie_freeze(tpt__arena *arena, tpt__trie *trie) {
    lay_out_edges(arena, trie);
    trie->builder = NULL;
}

const tpt__trie_edge *tpt__trie_find(const tpt__trie *trie, uint32_t node, uint32_t word, uint32_t *count) {
    const tpt__trie_node *from = &trie->nodes.items[node];
    const tpt__trie_edge *edges = trie->edges.items + from->first_edge;
    uint32_t low = 0, high = from->edge_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (edges[middle].word < word) low = middle + 1;
        else high = middle;
    }
    *count = 0;
    while (low + *count < from->edge_count && edges[low + *count].word == word) ++*count;
    return edges + low;
}

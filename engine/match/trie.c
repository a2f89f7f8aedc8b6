#include "match/trie.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

#define FEW_EDGES 24
#define GROWTH                                                                                               \
    3 /* a frozen trie has at most so many times the edges that it was built with; then nothing more is merged */

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
    *tpt__push(arena, &trie->outputs) =
        (tpt__trie_output){.entry = entry, .next = trie->nodes.items[node].output};
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

/* ---- Freezing: nodes of the frozen trie are sets of nodes of the built one ----------------------------------------------- */

typedef struct node_set {
    const uint32_t *nodes; /* in order */
    uint32_t count;
} node_set;

typedef TPT__VEC(tpt__trie_edge) edge_list;

typedef struct freezer {
    tpt__arena *arena;
    const tpt__trie *built;
    tpt__trie *frozen;
    uint32_t *single; /* a built node → the frozen one of just it, or TPT__NONE */
    uint32_t *starts; /* a built node → the first node of a way to it: phrases that begin alike, or a chain */
    tpt__map several; /* the bytes of a set of more → its frozen node */
    TPT__VEC(node_set) sets;
    uint32_t most_edges;
} freezer;

static uint32_t add_set(freezer *f, const uint32_t *nodes, uint32_t count) {
    uint32_t *copy = TPT__NEW(f->arena, uint32_t, count);
    memcpy(copy, nodes, count * sizeof *copy);
    *tpt__push(f->arena, &f->sets) = (node_set){copy, count};
    return tpt__trie_node_add(f->arena, f->frozen);
}

static uint32_t frozen_single(freezer *f, uint32_t node) {
    if (f->single[node] == TPT__NONE) f->single[node] = add_set(f, &node, 1);
    return f->single[node];
}

static uint32_t frozen_several(freezer *f, const uint32_t *nodes, uint32_t count) {
    uint32_t id = tpt__map_get(&f->several, (const char *)nodes, count * sizeof *nodes);
    if (id != TPT__NONE) return id;
    id = add_set(f, nodes, count);
    tpt__map_set(f->arena, &f->several, (const char *)f->sets.items[id].nodes, count * sizeof *nodes, id);
    return id;
}

static void collect_edges(freezer *f, node_set set, edge_list *edges) {
    edges->count = 0;
    for (uint32_t i = 0; i < set.count; i++) {
        const tpt__trie_node *node = &f->built->nodes.items[set.nodes[i]];
        for (uint32_t e = 0; e < node->edge_count; e++)
            *tpt__push(f->arena, edges) = f->built->edges.items[node->first_edge + e];
    }
    if (set.count > 1 && edges->count) qsort(edges->items, edges->count, sizeof *edges->items, by_word);
}

static void mark_start(freezer *f, uint32_t node, uint32_t start) {
    const tpt__trie_node *from = &f->built->nodes.items[node];
    if (f->starts[node] != TPT__NONE) return;
    f->starts[node] = start;
    for (uint32_t e = 0; e < from->edge_count; e++)
        mark_start(f, f->built->edges.items[from->first_edge + e].to, start);
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Ways are ranked in the order in which the phrases came. A way is no longer than a phrase, so the recursion is not deep. */
static void mark_starts(freezer *f) {
    const tpt__trie_node *root = &f->built->nodes.items[0];
    uint32_t *first = TPT__NEW(f->arena, uint32_t, root->edge_count + 1);
    f->starts = TPT__NEW(f->arena, uint32_t, f->built->nodes.count);
    memset(f->starts, 0xFF, f->built->nodes.count * sizeof *f->starts); /* TPT__NONE */
    for (uint32_t e = 0; e < root->edge_count; e++) first[e] = f->built->edges.items[root->first_edge + e].to;
    if (root->edge_count) qsort(first, root->edge_count, sizeof *first, by_number);
    for (uint32_t e = 0; e < root->edge_count; e++) mark_start(f, first[e], first[e]);
}

static void freeze_output(freezer *f, uint32_t id, uint32_t entry, uint32_t rank) {
    uint32_t at = f->frozen->nodes.items[id].output;
    while (at != TPT__NONE && f->frozen->outputs.items[at].entry != entry)
        at = f->frozen->outputs.items[at].next;
    if (at == TPT__NONE) {
        tpt__trie_output_add(f->arena, f->frozen, id, entry);
        f->frozen->outputs.items[f->frozen->outputs.count - 1].rank = rank;
    } else if (rank < f->frozen->outputs.items[at].rank) {
        f->frozen->outputs.items[at].rank = rank;
    }
}

static void freeze_outputs(freezer *f, uint32_t id, node_set set) {
    for (uint32_t i = 0; i < set.count; i++)
        for (uint32_t at = f->built->nodes.items[set.nodes[i]].output; at != TPT__NONE;
             at = f->built->outputs.items[at].next)
            freeze_output(f, id, f->built->outputs.items[at].entry, f->starts[set.nodes[i]]);
}

/* The edges of one word: to the node of all that they lead to, or to each of these. `nodes` has room for them. */
static void freeze_word(freezer *f, const tpt__trie_edge *edges, uint32_t count, uint32_t *nodes) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!kept || nodes[kept - 1] != edges[i].to) nodes[kept++] = edges[i].to;
    bool merge = kept > 1 && f->frozen->edges.count < f->most_edges;
    for (uint32_t i = 0; i < (merge ? 1 : kept); i++) {
        uint32_t to = merge ? frozen_several(f, nodes, kept) : frozen_single(f, nodes[i]);
        *tpt__push(f->arena, &f->frozen->edges) = (tpt__trie_edge){edges->word, to};
    }
}

typedef TPT__VEC(uint32_t) node_list;

static void freeze_node(freezer *f, uint32_t id, edge_list *edges, node_list *nodes) {
    node_set set = f->sets.items[id];
    collect_edges(f, set, edges);
    while (nodes->count < edges->count) *tpt__push(f->arena, nodes) = 0;
    uint32_t first = f->frozen->edges.count;
    for (uint32_t from = 0, to; from < edges->count; from = to) {
        for (to = from; to < edges->count && edges->items[to].word == edges->items[from].word; to++) {
        }
        freeze_word(f, edges->items + from, to - from, nodes->items);
    }
    f->frozen->nodes.items[id].first_edge = first;
    f->frozen->nodes.items[id].edge_count = f->frozen->edges.count - first;
    freeze_outputs(f, id, set);
}

static void index_starts(tpt__arena *arena, tpt__trie *trie) {
    const tpt__trie_node *root = &trie->nodes.items[0];
    uint32_t count = root->edge_count;
    const tpt__trie_edge *edges = count ? trie->edges.items + root->first_edge : NULL;
    trie->start_count = count ? edges[count - 1].word + 1 : 0;
    uint32_t *starts = TPT__NEW(arena, uint32_t, trie->start_count + 1);
    memset(starts, 0xFF, (trie->start_count + 1) * sizeof *starts); /* TPT__NONE */
    while (count-- > 0) starts[edges[count].word] = root->first_edge + count;
    trie->starts = starts;
}

static bool is_gap(const tpt__trie_edge *edge) { return edge->word >= TPT__GAP_WORD; }

/* Gaps stand last among the edges of a node, which they leave here. */
static void part_gaps(tpt__arena *arena, tpt__trie *trie, tpt__trie_node *node) {
    uint32_t end = node->first_edge + node->edge_count;
    while (node->edge_count && is_gap(&trie->edges.items[node->first_edge + node->edge_count - 1]))
        node->edge_count--;
    node->first_gap = trie->gaps.count;
    for (uint32_t e = node->first_edge + node->edge_count; e < end; e++) {
        const tpt__trie_edge *edge = &trie->edges.items[e];
        *tpt__push(arena, &trie->gaps) =
            (tpt__trie_gap){edge->to, (uint16_t)(edge->word >> 8 & 0xFF), (uint16_t)(edge->word & 0xFF), 0};
    }
    node->gap_count = trie->gaps.count - node->first_gap;
}

static void index_edges(tpt__arena *arena, tpt__trie *trie) {
    for (uint32_t i = 0; i < trie->nodes.count; i++) {
        tpt__trie_node *node = &trie->nodes.items[i];
        part_gaps(arena, trie, node);
        for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++)
            node->words |= tpt__word_bit(trie->edges.items[e].word);
    }
    for (uint32_t i = 0; i < trie->gaps.count; i++)
        trie->gaps.items[i].words = trie->nodes.items[trie->gaps.items[i].to].words;
}

void tpt__trie_freeze(tpt__arena *arena, tpt__trie *trie) {
    tpt__trie frozen = {.builder = NULL};
    edge_list edges = {0};
    node_list nodes = {0};
    lay_out_edges(arena, trie);
    freezer f = {.arena = arena,
                 .built = trie,
                 .frozen = &frozen,
                 .single = TPT__NEW(arena, uint32_t, trie->nodes.count),
                 .most_edges = GROWTH * trie->edges.count};
    memset(f.single, 0xFF, trie->nodes.count * sizeof *f.single); /* TPT__NONE */
    mark_starts(&f);
    frozen_single(&f, 0);
    for (uint32_t id = 0; id < f.sets.count; id++) freeze_node(&f, id, &edges, &nodes);
    index_edges(arena, &frozen);
    index_starts(arena, &frozen);
    *trie = frozen;
}

/* The first of a node's edges that is not before `word`. */
static uint32_t find_edge(const tpt__trie *trie, uint32_t node, uint32_t word) {
    uint32_t low = trie->nodes.items[node].first_edge, high = low + trie->nodes.items[node].edge_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (trie->edges.items[middle].word < word) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The root has an edge for most words, so they are looked up in a table. */
const tpt__trie_edge *tpt__trie_find(const tpt__trie *trie, uint32_t node, uint32_t word, uint32_t *count) {
    uint32_t at = TPT__NONE;
    *count = 0;
    if (node == 0) at = word < trie->start_count ? trie->starts[word] : TPT__NONE;
    else if (trie->nodes.items[node].words & tpt__word_bit(word)) at = find_edge(trie, node, word);
    if (at == TPT__NONE) return NULL;
    uint32_t end = trie->nodes.items[node].first_edge + trie->nodes.items[node].edge_count;
    while (at + *count < end && trie->edges.items[at + *count].word == word) ++*count;
    return trie->edges.items + at;
}

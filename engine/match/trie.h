/*
 * Phrases in a trie over word ids. A phrase may have gaps, alternatives and optional words (docs/rule-format.md, "Terms").
 *
 *        stiff ──► neck •                   • an output: which entry a phrase belongs to
 *   root ┤        └► {0,2} ──► neck •       a gap is an edge of its own
 *        keep ──► {0,3} ──► down •
 *
 * A phrase of few alternatives is written out path by path, and shares its beginnings with others. One of many ("a|b|c d|e|f")
 * would have the product of them: it gets a chain of nodes of its own, an edge for each alternative. So a node may have several
 * edges for one word while the trie is built. Freezing merges the nodes that such edges lead to, as long as there is room: then a
 * word leads to one node, and a walk does not try hundreds of chains that begin alike.
 */
#ifndef TPT_MATCH_TRIE_H
#define TPT_MATCH_TRIE_H

#include "match/vocab.h"

#define TPT__GAP_WORD 0xFFFF0000u /* an edge whose low 16 bits hold min (high byte) and max of a gap */

typedef struct tpt__trie_edge {
    uint32_t word;
    uint32_t to;
} tpt__trie_edge;

typedef struct tpt__trie_output {
    uint32_t entry; /* whatever the caller numbered */
    uint32_t next;  /* next output of the same node, or TPT__NONE */
    uint32_t
        rank; /* frozen: of two ways to the same entry that are alike in all else, the lower goes first */
} tpt__trie_output;

typedef struct tpt__trie_node {
    uint32_t first_edge, edge_count; /* frozen: in edges, sorted by word */
    uint32_t output;                 /* first output, or TPT__NONE */
    uint32_t first_gap, gap_count;   /* frozen: in gaps */
    uint32_t spare; /* zero, where else there would be padding: images are the same each time */
    uint64_t words; /* frozen: of its edges, as tpt__word_bit gives them; most look-ups end here */
} tpt__trie_node;

/* From min to max words of a text that a phrase passes over. */
typedef struct tpt__trie_gap {
    uint32_t to;
    uint16_t min, max;
    uint64_t words; /* of the node that it leads to: most gaps end here */
} tpt__trie_gap;

typedef struct tpt__trie {
    TPT__VEC(tpt__trie_node) nodes;
    TPT__VEC(tpt__trie_edge) edges; /* until frozen, gaps too */
    TPT__VEC(tpt__trie_gap) gaps;
    TPT__VEC(tpt__trie_output) outputs;
    const uint32_t *starts; /* frozen: a word → the first edge for it from the root, or TPT__NONE */
    uint32_t start_count;   /* words */
    struct tpt__trie_builder *builder; /* until frozen */
} tpt__trie;

void tpt__trie_init(tpt__arena *arena, tpt__trie *trie);

/* The node that `word` leads to from `node`, made if needed. */
uint32_t tpt__trie_step(tpt__arena *arena, tpt__trie *trie, uint32_t node, uint32_t word);

/* A node that nothing leads to yet, and an edge to a node that is there. */
uint32_t tpt__trie_node_add(tpt__arena *arena, tpt__trie *trie);
void tpt__trie_link(tpt__arena *arena, tpt__trie *trie, uint32_t from, uint32_t word, uint32_t to);

void tpt__trie_output_add(tpt__arena *arena, tpt__trie *trie, uint32_t node, uint32_t entry);

void tpt__trie_freeze(tpt__arena *arena, tpt__trie *trie);

/* Frozen: does a phrase begin with a word? */
static inline bool tpt__trie_begins(const tpt__trie *trie, uint32_t word) {
    return word < trie->start_count && trie->starts[word] != TPT__NONE;
}

/* Frozen: the edges for `word`, and how many; NULL only where there are none. */
const tpt__trie_edge *tpt__trie_find(const tpt__trie *trie, uint32_t node, uint32_t word, uint32_t *count);

#endif

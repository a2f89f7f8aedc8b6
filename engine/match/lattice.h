/*
 * The word lattice: every way in which the tokens of a text can be read as words of the vocabulary.
 *
 *   token:    0 cant      1 feel    2 me      3 legs
 *            ─► can ─► not (4 is a virtual node between the two)
 *   nodes:   0 ──────────► 1 ─────► 2 ──────► 3 ────► 4=end
 *
 * A reading is added beside the written form and never replaces it. Edges may span tokens: "numb nes", "3 weeks" as <dur>.
 */
#ifndef TPT_MATCH_LATTICE_H
#define TPT_MATCH_LATTICE_H

#include "match/vocab.h"
#include "text/quantity.h"

typedef struct tpt__edge {
    uint32_t word;        /* word id */
    uint32_t to;          /* node */
    uint8_t strength;     /* TPT__STRENGTH_… */
    uint32_t first, last; /* tokens that it reads, last exclusive */
    uint32_t quantity;    /* index into quantities, or TPT__NONE */
    uint32_t mention;     /* for slots filled by mentions, or TPT__NONE */
    uint32_t next;        /* next edge from the same node, or TPT__NONE */
} tpt__edge;

typedef struct tpt__lattice_node {
    uint64_t words;      /* of its edges, as tpt__word_bit gives them */
    uint32_t first_edge; /* or TPT__NONE */
    bool opens;          /* an edge leads to a virtual node */
} tpt__lattice_node;

/* Word ids of the slots, interned once by the pack. */
typedef struct tpt__slots {
    uint32_t number, duration, when, year;
} tpt__slots;

typedef struct tpt__lattice {
    tpt__arena *arena;
    const tpt__vocab *vocab;
    const tpt__document *doc;
    TPT__VEC(tpt__lattice_node) nodes; /* the first doc->count + 1 are the bounds of tokens */
    TPT__VEC(tpt__edge) edges;
    tpt__quantity *quantities;
    uint32_t quantity_count;
    bool *unknown;     /* a token → no word of any kind: what "unread" starts from */
    uint16_t *classes; /* a token → the classes (TPT__WORD_…) of its exact or respelt readings */
} tpt__lattice;

/* Is a form known, by itself or as one slip of a word? Then it is no run of words. */
bool tpt__lattice_knows(const tpt__vocab *vocab, const char *text, size_t len);

/* Looks a token up, and notes what is found there. May it be a run of words? */
bool tpt__lattice_look_up(const tpt__vocab *vocab, const tpt__document *doc, tpt__token *token);

void tpt__lattice_build(tpt__arena *arena, const tpt__vocab *vocab, const tpt__document *doc,
                        const tpt__quantity_tables *tables, const tpt__slots *slots, tpt__lattice *out);

/* Adds an edge (for slots that mentions fill). */
void tpt__lattice_add(tpt__lattice *lattice, uint32_t from, tpt__edge edge);

#endif

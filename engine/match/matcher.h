/*
 * From a text to mentions: which phrases of the pack stand where. Phrases first, then frames (phrases with slots that
 * mentions fill), then patterns; of overlapping ones the longest and most specific wins, and what it takes is silenced.
 */
#ifndef TPT_MATCH_MATCHER_H
#define TPT_MATCH_MATCHER_H

#include "base/groups.h"
#include "match/lattice.h"
#include "match/needs.h"
#include "match/pattern.h"
#include "match/term.h"

#define TPT__MENTION_TOKENS TPT__TERM_WORDS
#define TPT__MENTION_VALUES 4

/* What a phrase belongs to. `kind` and `index` mean something to the stage that asked; to match they are numbers. */
typedef struct tpt__entry {
    uint32_t kind, index;
    uint32_t slot;   /* the slot that a mention of it fills in frames, or TPT__NONE */
    bool plain_only; /* no corrected word leads to it: a slip must not become a denial */
    bool alone;      /* only where it is all that its clause says: "numb - n", ", 41," */
} tpt__entry;

typedef TPT__VEC(uint32_t) tpt__numbers;

/* What a text as a whole must be like for some patterns to count. Its own expressions are patterns with no entry. */
typedef struct tpt__context {
    const char *id;
    tpt__numbers holds, lacks; /* patterns: each of these matches somewhere, and none of those */
} tpt__context;

typedef struct tpt__pattern_entry {
    tpt__pattern *pattern;
    uint32_t entry;        /* TPT__NONE: a context's */
    tpt__numbers contexts; /* it counts only in a text of all of these */
    const uint32_t *words; /* one of these must be in the text */
    uint32_t word_count;
    bool unproven;    /* a match may hold none of them: it is tried whatever the words of a text */
    tpt__needs needs; /* and all of these letters */
} tpt__pattern_entry;

/* Frozen tables, filled by the pack. */
typedef struct tpt__match_tables {
    tpt__vocab vocab;
    tpt__quantity_tables quantities;
    tpt__slots slots;
    tpt__trie phrases, frames;
    TPT__VEC(tpt__entry) entries;
    TPT__VEC(tpt__pattern_entry) patterns;
    TPT__VEC(tpt__context) contexts;
    tpt__groups patterns_of;      /* a word → the patterns that it calls for */
    const uint64_t *always;       /* patterns that need no word, as a set of bits */
    TPT__VEC(uint32_t) odd_words; /* that call for patterns, and hold a sign: "☐" */
} tpt__match_tables;

typedef struct tpt__mention {
    uint32_t entry;
    uint32_t first, last;                 /* tokens, last exclusive */
    uint32_t tokens[TPT__MENTION_TOKENS]; /* the ones that the phrase names (gaps left out) */
    uint32_t words[TPT__MENTION_TOKENS];  /* what each of them was read as; of a contraction its first word */
    uint32_t token_count;
    uint32_t literals;                    /* words of the phrase: its specificity */
    uint8_t strength;                     /* of its weakest reading */
    uint32_t values[TPT__MENTION_VALUES]; /* quantities in its slots, in order */
    uint32_t value_count;
    uint32_t
        order[3]; /* what found it: the reading it begins with, the way in the trie, its place among all */
} tpt__mention;

typedef struct tpt__match_result {
    tpt__lattice lattice;
    TPT__VEC(tpt__mention) mentions; /* in order of first token, then length */
    const tpt__mention *candidates;  /* all that was found, also what a longer phrase silenced */
    uint32_t candidate_count;
    TPT__VEC(uint32_t) undecided; /* entries whose pattern hit a limit */
    bool out_of_steps;            /* the budget ran out: some phrases were not looked for */
    uint64_t steps, confirms;
} tpt__match_result;

/* After all is in: fills what is derived from it. */
void tpt__match_freeze(tpt__arena *arena, tpt__match_tables *tables);

/* Reads a text for matching: words that were run together are parted. The document lives in `arena`; `text` must outlive it. */
void tpt__match_read(tpt__arena *arena, const tpt__match_tables *tables, const char *text, size_t len,
                     tpt__document *out);

/*
 * Finds everything. `out` lives in `arena`. `max_steps` bounds the walk through the tries. No mention stands over a token that
 * is `barred` (by token; NULL: none is). `unfiltered`: patterns are tried whether their required words stand in the text or not.
 */
void tpt__match(tpt__arena *arena, const tpt__match_tables *tables, const tpt__document *doc,
                tpt__pattern_scratch *scratch, uint64_t max_steps, const bool *barred, bool unfiltered,
                tpt__match_result *out);

#endif

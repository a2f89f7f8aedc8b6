#include "match/matcher.h"

#include <string.h>

#include "base/sort.h"
#include "match/fuzzy.h"
#include "match/search.h"

#define PASSED_MOST 4 /* signs and sides in a row that a phrase passes over */

typedef TPT__VEC(tpt__mention) mention_list;

typedef struct walker {
    tpt__arena *arena;
    const tpt__match_tables *tables;
    const tpt__trie *trie;
    tpt__match_result *result;
    mention_list *found;
    uint64_t max_steps;
    const bool *barred;
    tpt__mention path;   /* what the walk has taken so far */
    uint32_t beginnings; /* readings that a walk began with, and patterns */
} walker;

static void walk(walker *w, uint32_t trie_node, uint32_t node);

/* The last token is read only by a word that ends a phrase of its own; inside a phrase these may be passed over. */
static bool may_pass(const walker *w, uint32_t node) {
    const tpt__document *doc = w->result->lattice.doc;
    if (node >= doc->count || w->path.token_count == 0) return false;
    const tpt__token *token = &doc->tokens[node];
    if (token->lead != TPT__LEAD_NONE) return false;
    return token->kind == TPT__TOKEN_SIGN || (w->result->lattice.classes[node] & TPT__WORD_TRANSPARENT);
}

/* "Age: 33": the label of a form line and what is filled in are one phrase. */
static bool is_label(const walker *w, uint32_t node) {
    const tpt__document *doc = w->result->lattice.doc;
    return doc->tokens[node].lead == TPT__LEAD_COLON &&
           w->path.first == doc->sentences[doc->tokens[node].sentence].first;
}

/* A phrase never runs over the end of a clause; its own gaps only over a comma. */
static bool parted(const walker *w, uint32_t node, bool in_gap) {
    const tpt__document *doc = w->result->lattice.doc;
    if (node >= doc->count || w->path.token_count == 0) return false;
    tpt__lead lead = doc->tokens[node].lead;
    if (is_label(w, node)) return false;
    return in_gap ? lead > TPT__LEAD_COMMA && lead != TPT__LEAD_DASH
                  : lead != TPT__LEAD_NONE && lead != TPT__LEAD_DASH;
}

static bool fills_clause(const tpt__document *doc, uint32_t first, uint32_t last) {
    return doc->tokens[first].lead != TPT__LEAD_NONE &&
           (last >= doc->count || doc->tokens[last].lead != TPT__LEAD_NONE);
}

static void set_order(const walker *w, tpt__mention *mention, uint32_t rank) {
    mention->order[0] = w->beginnings;
    mention->order[1] = rank;
    mention->order[2] = w->found->count;
}

/* How far a path has come: what is beyond is no part of it. */
typedef struct stage {
    uint32_t first, token_count, literals, value_count;
    uint8_t strength;
} stage;

static stage stage_of(const tpt__mention *path) {
    return (stage){path->first, path->token_count, path->literals, path->value_count, path->strength};
}

static void go_to(tpt__mention *path, stage to) {
    path->first = to.first;
    path->token_count = to.token_count;
    path->literals = to.literals;
    path->value_count = to.value_count;
    path->strength = to.strength;
}

/* Into a mention that is all zero: mentions are compared as a whole. */
static void copy_path(const tpt__mention *path, tpt__mention *out) {
    go_to(out, stage_of(path));
    memcpy(out->tokens, path->tokens, path->token_count * sizeof *out->tokens);
    memcpy(out->words, path->words, path->token_count * sizeof *out->words);
    memcpy(out->values, path->values, path->value_count * sizeof *out->values);
}

static void emit(walker *w, uint32_t trie_node, uint32_t node) {
    for (uint32_t at = w->trie->nodes.items[trie_node].output; at != TPT__NONE;
         at = w->trie->outputs.items[at].next) {
        const tpt__entry *entry = &w->tables->entries.items[w->trie->outputs.items[at].entry];
        if (entry->plain_only && w->path.strength < TPT__STRENGTH_RESPELT) continue;
        if (entry->alone && !fills_clause(w->result->lattice.doc, w->path.first, node)) continue;
        tpt__mention *mention = tpt__push(w->arena, w->found);
        copy_path(&w->path, mention);
        mention->entry = w->trie->outputs.items[at].entry;
        mention->last = node;
        set_order(w, mention, w->trie->outputs.items[at].rank);
    }
}

/* Adds the tokens first..last of an edge to the path; false when there is no room. */
static bool take(walker *w, const tpt__edge *edge) {
    for (uint32_t token = edge->first; w->barred && token < edge->last; token++)
        if (w->barred[token]) return false;
    if (edge->mention == TPT__NONE) {
        for (uint32_t token = edge->first; token < edge->last; token++) {
            if (w->path.token_count && w->path.tokens[w->path.token_count - 1] == token)
                continue; /* a chain */
            if (w->path.token_count == TPT__MENTION_TOKENS) return false;
            w->path.words[w->path.token_count] = edge->word;
            w->path.tokens[w->path.token_count++] = token;
        }
    }
    if (edge->strength < w->path.strength) w->path.strength = edge->strength;
    if (edge->quantity != TPT__NONE && w->path.value_count < TPT__MENTION_VALUES)
        w->path.values[w->path.value_count++] = edge->quantity;
    return true;
}

static void walk_edges(walker *w, uint32_t trie_node, uint32_t node) {
    const tpt__lattice *lattice = &w->result->lattice;
    if (!(w->trie->nodes.items[trie_node].words & lattice->nodes.items[node].words))
        return; /* as nearly always */
    for (uint32_t e = lattice->nodes.items[node].first_edge; e != TPT__NONE;
         e = lattice->edges.items[e].next) {
        const tpt__edge *edge = &lattice->edges.items[e];
        uint32_t count;
        const tpt__trie_edge *next = tpt__trie_find(w->trie, trie_node, edge->word, &count);
        if (trie_node == 0) w->beginnings++;
        for (uint32_t i = 0; i < count; i++) {
            stage before = stage_of(&w->path);
            if (before.token_count == 0 && before.value_count == 0) w->path.first = edge->first;
            w->path.literals++;
            if (take(w, edge)) walk(w, next[i].to, edge->to);
            go_to(&w->path, before);
        }
    }
}

/* A gap may end within a contraction: "{0,2} not" reaches into "and can't". */
static void walk_within(walker *w, uint32_t trie_node, uint32_t node) {
    const tpt__lattice *lattice = &w->result->lattice;
    if (!lattice->nodes.items[node].opens) return;
    for (uint32_t e = lattice->nodes.items[node].first_edge; e != TPT__NONE; e = lattice->edges.items[e].next)
        if (lattice->edges.items[e].to > lattice->doc->count)
            walk_edges(w, trie_node, lattice->edges.items[e].to);
}

static void walk_gap(walker *w, const tpt__trie_gap *gap, uint32_t node) {
    const tpt__lattice *lattice = &w->result->lattice;
    for (uint32_t skipped = 0, at = node; skipped <= gap->max && at < lattice->doc->count; skipped++, at++) {
        if (parted(w, at, true)) return;
        if (skipped >= gap->min && (gap->words & lattice->nodes.items[at].words)) walk_edges(w, gap->to, at);
        if (skipped + 1 >= gap->min && skipped < gap->max) walk_within(w, gap->to, at);
    }
}

/* The token boundary at or after a node; a virtual node's boundary is where its chain ends, so gaps start there. */
static void walk_gaps(walker *w, uint32_t trie_node, uint32_t node) {
    const tpt__trie_node *from = &w->trie->nodes.items[trie_node];
    if (node > w->result->lattice.doc->count) return;
    for (uint32_t i = from->gap_count; i-- > 0;) walk_gap(w, &w->trie->gaps.items[from->first_gap + i], node);
}

static void walk(walker *w, uint32_t trie_node, uint32_t node) {
    if (w->result->steps++ >= w->max_steps) {
        w->result->out_of_steps = true;
        return;
    }
    const tpt__document *doc = w->result->lattice.doc;
    if (node <= doc->count) emit(w, trie_node, node);
    walk_gaps(w, trie_node, node);
    if (w->trie->nodes.items[trie_node].edge_count == 0) return;
    if (node < doc->count && parted(w, node, false)) return;
    walk_edges(w, trie_node, node);
    if (may_pass(w, node)) {
        uint32_t at = node + 1;
        while (at < doc->count && at - node < PASSED_MOST && may_pass(w, at)) at++;
        if (at < doc->count && !parted(w, at, false)) walk_edges(w, trie_node, at);
    }
}

/* Does a phrase begin here? Where none does, as nearly everywhere, the readings are only counted. */
static bool may_begin(walker *w, uint32_t node) {
    const tpt__lattice *lattice = &w->result->lattice;
    uint32_t readings = 0;
    for (uint32_t e = lattice->nodes.items[node].first_edge; e != TPT__NONE;
         e = lattice->edges.items[e].next, readings++)
        if (tpt__trie_begins(w->trie, lattice->edges.items[e].word)) return true;
    w->beginnings += readings;
    return false;
}

static void find_in(walker *w, const tpt__trie *trie) {
    w->trie = trie;
    /* virtual nodes too: "haven't" is have and not, and a phrase may begin with the second */
    for (uint32_t node = 0; node < w->result->lattice.nodes.count && !w->result->out_of_steps; node++) {
        if (!may_begin(w, node)) continue;
        go_to(&w->path, (stage){.first = node, .strength = TPT__STRENGTH_EXACT});
        walk_edges(w, 0, node);
    }
}

/* ---- Patterns ------------------------------------------------------------------------------------------------------ */

static void add_pattern_mention(uint32_t entry, size_t start, size_t end, void *context) {
    walker *w = context;
    const tpt__document *doc = w->result->lattice.doc;
    tpt__mention mention = {.entry = entry, .strength = TPT__STRENGTH_EXACT, .first = TPT__NONE};
    for (uint32_t i = 0; i < doc->count; i++) {
        const tpt__token *token = &doc->tokens[i];
        if (token->text + token->len <= start || token->text >= end) continue;
        if (mention.first == TPT__NONE) mention.first = i;
        mention.last = i + 1;
        if (mention.token_count < TPT__MENTION_TOKENS) {
            mention.words[mention.token_count] = TPT__NONE; /* a pattern reads what is written */
            mention.tokens[mention.token_count++] = i;
        }
    }
    mention.literals = mention.token_count;
    if (mention.first == TPT__NONE) return;
    w->beginnings++;
    tpt__mention *added = tpt__push(w->arena, w->found);
    *added = mention;
    set_order(w, added, 0);
}

/* ---- Which of the overlapping ones stand --------------------------------------------------------------------------- */

static uint32_t weight_of(const tpt__mention *mention) { return mention->literals * 8 + mention->strength; }

/* In the order in which they were found, but that the ways of the trie which a reading begins with are taken one by one. */
static int by_order(const tpt__mention *a, const tpt__mention *b) {
    for (size_t i = 0; i < sizeof a->order / sizeof *a->order; i++)
        if (a->order[i] != b->order[i]) return a->order[i] < b->order[i] ? -1 : 1;
    return 0;
}

/* Longest first, then surest, then leftmost, then in the pack's order: a total order, so the same on every platform. */
static int by_weight(const void *left, const void *right) {
    const tpt__mention *a = left, *b = right;
    uint32_t weight_a = weight_of(a), weight_b = weight_of(b);
    if (weight_a != weight_b) return weight_a > weight_b ? -1 : 1;
    uint32_t width_a = a->last - a->first, width_b = b->last - b->first;
    if (width_a != width_b) return width_a < width_b ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->entry != b->entry) return a->entry < b->entry ? -1 : 1;
    int tokens = memcmp(a->tokens, b->tokens, sizeof a->tokens);
    return tokens ? tokens : by_order(a, b);
}

static int by_place(const void *left, const void *right) {
    const tpt__mention *a = left, *b = right;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    if (a->entry != b->entry) return a->entry < b->entry ? -1 : 1;
    return memcmp(a->tokens, b->tokens, sizeof a->tokens);
}

static bool same_tokens(const tpt__mention *a, const tpt__mention *b) {
    return a->token_count == b->token_count &&
           memcmp(a->tokens, b->tokens, a->token_count * sizeof *a->tokens) == 0;
}

/* A mention stands if its tokens are free, or taken by mentions of just the same tokens (a word of several senses). */
static bool is_free(const tpt__mention *mention, const uint32_t *taken_by, const tpt__mention *kept) {
    for (uint32_t i = 0; i < mention->token_count; i++) {
        uint32_t by = taken_by[mention->tokens[i]];
        if (by == TPT__NONE) continue;
        if (!same_tokens(mention, &kept[by]) || mention->strength < kept[by].strength) return false;
        if (mention->entry == kept[by].entry) return false;
    }
    return true;
}

static void resolve(tpt__arena *arena, mention_list *found, uint32_t token_count, tpt__match_result *result) {
    uint32_t *taken_by = TPT__NEW(arena, uint32_t, token_count + 1);
    for (uint32_t i = 0; i < token_count; i++) taken_by[i] = TPT__NONE;
    tpt__sort(arena, found->items, found->count, sizeof *found->items, by_weight);
    result->mentions.count = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        const tpt__mention *mention = &found->items[i];
        bool repeated = i && same_tokens(mention, mention - 1) && mention->entry == (mention - 1)->entry;
        if (repeated || !is_free(mention, taken_by, result->mentions.items)) continue;
        for (uint32_t t = 0; t < mention->token_count; t++)
            taken_by[mention->tokens[t]] = result->mentions.count;
        *tpt__push(arena, &result->mentions) = *mention;
    }
    tpt__sort(arena, result->mentions.items, result->mentions.count, sizeof *result->mentions.items,
              by_place);
}

/* Mentions of the first pass as edges, so that frames can have them in their slots. */
static void offer_slots(const tpt__match_tables *tables, tpt__match_result *result) {
    for (uint32_t i = 0; i < result->mentions.count; i++) {
        const tpt__mention *mention = &result->mentions.items[i];
        uint32_t slot = tables->entries.items[mention->entry].slot;
        if (slot == TPT__NONE) continue;
        tpt__lattice_add(&result->lattice, mention->first,
                         (tpt__edge){.word = slot,
                                     .to = mention->last,
                                     .strength = mention->strength,
                                     .first = mention->first,
                                     .last = mention->last,
                                     .quantity = TPT__NONE,
                                     .mention = i});
    }
}

static uint32_t part_unknown(const tpt__document *doc, tpt__token *token, uint32_t lens[TPT__PARTS],
                             void *context) {
    const tpt__vocab *vocab = context;
    if (!tpt__lattice_look_up(vocab, doc, token)) return 0;
    return tpt__fuzzy_split(vocab, tpt__token_text(doc, token), token->len, lens);
}

void tpt__match_freeze(tpt__arena *arena, tpt__match_tables *tables) {
    tpt__vocab_freeze(&tables->vocab);
    tpt__quantities_freeze(&tables->quantities);
    tpt__trie_freeze(arena, &tables->phrases);
    tpt__trie_freeze(arena, &tables->frames);
    tpt__search_freeze(arena, tables);
}

void tpt__match_read(tpt__arena *arena, const tpt__match_tables *tables, const char *text, size_t len,
                     tpt__document *out) {
    tpt__document_read(arena, text, len, &tables->vocab.forms, out);
    tpt__document_part(arena, out, part_unknown, (void *)&tables->vocab);
}

void tpt__match(tpt__arena *arena, const tpt__match_tables *tables, const tpt__document *doc,
                tpt__pattern_scratch *scratch, uint64_t max_steps, const bool *barred, bool unfiltered,
                tpt__match_result *out) {
    memset(out, 0, sizeof *out);
    tpt__lattice_build(arena, &tables->vocab, doc, &tables->quantities, &tables->slots, &out->lattice);
    mention_list found = {0};
    walker w = {.arena = arena,
                .tables = tables,
                .result = out,
                .found = &found,
                .max_steps = max_steps,
                .barred = barred};
    find_in(&w, &tables->phrases);
    tpt__search_patterns(&(tpt__search){.arena = arena,
                                        .tables = tables,
                                        .result = out,
                                        .scratch = scratch,
                                        .unfiltered = unfiltered,
                                        .found = add_pattern_mention,
                                        .context = &w});
    resolve(arena, &found, doc->count, out);
    offer_slots(tables, out);
    uint32_t without_frames = found.count;
    find_in(&w, &tables->frames);
    if (found.count > without_frames) resolve(arena, &found, doc->count, out); /* else nothing changes */
    out->candidates = found.items;
    out->candidate_count = found.count;
}

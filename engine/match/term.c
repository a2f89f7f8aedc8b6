#include "match/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

#define MAX_ELEMENTS 24
#define MAX_CHOICES 32
#define MAX_PATHS 1000000 /* alternatives times optional words: more is a mistake of the author */
#define WRITTEN_OUT 8     /* a phrase of more paths gets a chain of its own */
#define MAX_GAP 8

/* One place of a phrase: a gap, or any of some words (each a short run, since "can't" is two), or nothing if optional. */
typedef struct element {
    uint32_t gap; /* TPT__GAP_WORD | min << 8 | max, or 0 */
    bool optional;
    uint32_t choice_count;
    struct {
        uint32_t words[4];
        uint32_t count;
    } choices[MAX_CHOICES];
} element;

typedef struct term {
    tpt__arena *arena;
    tpt__vocab *vocab;
    tpt__trie *trie;
    tpt__term_use use;
    uint32_t entry;
    element *elements;
    uint32_t count;
} term;

/* Slots that the text stage fills; any other "<…>" is filled by a mention. */
static bool is_quantity_slot(const char *word, size_t len) {
    static const char *const slots[] = {"<n>", "<dur>", "<when>", "<year>"};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (strlen(slots[i]) == len && memcmp(slots[i], word, len) == 0) return true;
    return len > 3 && word[1] == '#'; /* "<#temperature_c>": a unit of the pack's own */
}

static void mark(term *t, uint32_t id) {
    tpt__word *word = &t->vocab->words.items[id];
    if (t->use == TPT__TERM_CONTENT) word->content = true;
    if (t->use == TPT__TERM_DENIAL) word->guarded = true;
}

/* One spelled word into a choice: a respelling without context is opened here, as it is in the text. */
static const char *add_choice(term *t, element *into, const char *text, size_t len) {
    if (into->choice_count == MAX_CHOICES) return "too many alternatives at one place";
    if (len == 0) return "an empty alternative";
    uint32_t at = memchr(text, '\'', len) ? tpt__map_get(&t->vocab->respelling_of, text, len) : TPT__NONE;
    const tpt__respelling *respelling = at == TPT__NONE ? NULL : &t->vocab->respellings.items[at];
    bool open = respelling && respelling->left_count == 0 && respelling->word_count <= 4;
    uint32_t index = into->choice_count++;
    into->choices[index].count = open ? respelling->word_count : 1;
    for (uint32_t i = 0; i < into->choices[index].count; i++) {
        uint32_t id = open ? respelling->words[i] : tpt__vocab_intern(t->vocab, text, len);
        into->choices[index].words[i] = id;
        mark(t, id);
    }
    return NULL;
}

static const char *read_gap(element *into, const char *text) {
    int min, max, end = 0;
    if (sscanf(text, "{%d,%d}%n", &min, &max, &end) != 2 || text[end] || min < 0 || max < min ||
        max > MAX_GAP || !max)
        return "a gap is written {min,max}, with at most 8";
    into->gap = TPT__GAP_WORD | (uint32_t)min << 8 | (uint32_t)max;
    return NULL;
}

static const char *read_element(term *t, element *into, char *text) {
    size_t len = strlen(text);
    into->gap = into->choice_count =
        0; /* choices are filled as they are counted: clearing all costs more than the rest */
    into->optional = false;
    if (text[0] == '{') return read_gap(into, text);
    if (len > 1 && text[len - 1] == '?') {
        into->optional = true;
        text[--len] = '\0';
    }
    for (char *from = text;;) {
        char *bar = strchr(from, '|');
        size_t size = bar ? (size_t)(bar - from) : strlen(from);
        const char *mistake = add_choice(t, into, from, size);
        if (mistake || !bar) return mistake;
        from = bar + 1;
    }
}

/* Of a text, with the longest of all alternatives. */
static uint32_t most_words(const term *t) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t longest = 0;
        for (uint32_t c = 0; c < t->elements[i].choice_count; c++)
            if (t->elements[i].choices[c].count > longest) longest = t->elements[i].choices[c].count;
        sum += longest;
    }
    return sum;
}

static const char *read_elements(term *t, char *text) {
    for (char *save = NULL, *word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        if (t->count == MAX_ELEMENTS) return "more than 24 words and gaps";
        const char *mistake = read_element(t, &t->elements[t->count++], word);
        if (mistake) return mistake;
    }
    if (!t->count) return "empty";
    if (t->elements[0].gap || t->elements[t->count - 1].gap) return "a gap at an end";
    if (most_words(t) > TPT__TERM_WORDS) return "more than 16 words";
    return NULL;
}

/* How many ways there are through the elements, and how few words the shortest has. */
static uint64_t count_paths(const term *t, uint32_t *least) {
    uint64_t paths = 1;
    *least = 0;
    for (uint32_t i = 0; i < t->count && paths <= MAX_PATHS; i++) {
        const element *here = &t->elements[i];
        if (here->gap) continue;
        paths *= here->choice_count + here->optional;
        *least += !here->optional;
    }
    return paths;
}

/* Writes out all paths through the elements from number `at` on. */
static void add_paths(term *t, uint32_t at, uint32_t node) {
    if (at == t->count) {
        tpt__trie_output_add(t->arena, t->trie, node, t->entry);
        return;
    }
    const element *here = &t->elements[at];
    if (here->gap) {
        add_paths(t, at + 1, tpt__trie_step(t->arena, t->trie, node, here->gap));
        return;
    }
    if (here->optional) add_paths(t, at + 1, node);
    for (uint32_t c = 0; c < here->choice_count; c++) {
        uint32_t next = node;
        for (uint32_t w = 0; w < here->choices[c].count; w++)
            next = tpt__trie_step(t->arena, t->trie, next, here->choices[c].words[w]);
        add_paths(t, at + 1, next);
    }
}

/* The edges of one element, from one node to another. */
static void link_element(term *t, const element *here, uint32_t from, uint32_t to) {
    if (here->gap) tpt__trie_link(t->arena, t->trie, from, here->gap, to);
    for (uint32_t c = 0; !here->gap && c < here->choice_count; c++) {
        uint32_t at = from;
        for (uint32_t w = 0; w < here->choices[c].count; w++) {
            bool last = w + 1 == here->choices[c].count;
            uint32_t next = last ? to : tpt__trie_node_add(t->arena, t->trie);
            tpt__trie_link(t->arena, t->trie, at, here->choices[c].words[w], next);
            at = next;
        }
    }
}

/* A chain of its own: one node after each element; an optional one may be passed. */
static void add_chain(term *t) {
    uint32_t after[MAX_ELEMENTS + 1] = {0};
    for (uint32_t i = 0; i < t->count; i++) after[i + 1] = tpt__trie_node_add(t->arena, t->trie);
    for (uint32_t from = 0; from < t->count; from++) {
        uint32_t at = from;
        for (; at < t->count; at++) {
            link_element(t, &t->elements[at], after[from], after[at + 1]);
            if (!t->elements[at].optional) break;
        }
        if (at == t->count) tpt__trie_output_add(t->arena, t->trie, after[from], t->entry);
    }
    tpt__trie_output_add(t->arena, t->trie, after[t->count], t->entry);
}

static const char *add_phrase(term *t) {
    uint32_t least;
    uint64_t paths = count_paths(t, &least);
    if (!least) return "all its words are optional";
    if (paths > MAX_PATHS) return "too many combinations of alternatives";
    if (paths <= WRITTEN_OUT) add_paths(t, 0, 0);
    else add_chain(t);
    return NULL;
}

static bool has_mention_slot(const char *text) {
    for (const char *open = strchr(text, '<'); open; open = strchr(open + 1, '<')) {
        const char *close = strchr(open, '>');
        if (close && !is_quantity_slot(open, (size_t)(close - open) + 1)) return true;
    }
    return false;
}

const char *tpt__term_add(tpt__arena *arena, tpt__vocab *vocab, tpt__trie *phrases, tpt__trie *frames,
                          const char *text, tpt__term_use use, uint32_t entry) {
    const char *folded = tpt__fold_string(arena, text);
    char *copy = tpt__arena_copy(arena, folded, strlen(folded));
    term t = {.arena = arena, .vocab = vocab, .use = use, .entry = entry};
    t.trie = has_mention_slot(copy) ? frames : phrases;
    if (!vocab->term_scratch) vocab->term_scratch = TPT__NEW(arena, element, MAX_ELEMENTS);
    t.elements = vocab->term_scratch;
    const char *mistake = read_elements(&t, copy);
    return mistake ? mistake : add_phrase(&t);
}

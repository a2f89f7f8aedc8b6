#include "match/search.h"

#include <string.h>

#include "base/bits.h"
#include "base/utf8.h"

/* ---- Which patterns a text calls for ---------------------------------------------------------------------------------- */

#define JOINED_MOST 2 /* apostrophes within a word that a pattern names */

/* Is it anything but letters and digits that apostrophes join? These are what call_written reads. */
static bool is_odd(const char *word) {
    for (uint32_t joined = 0;; joined++, word++) {
        size_t run = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789");
        word += run;
        if (!run || (*word && (*word != '\'' || joined == JOINED_MOST))) return true;
        if (!*word) return false;
    }
}

/* A word that stands for several patterns is there once. */
static void index_odd_words(tpt__arena *arena, tpt__match_tables *tables) {
    tables->odd_words.count = 0;
    for (uint32_t word = 0; word < tables->patterns_of.keys; word++) {
        bool calls = tables->patterns_of.first[word] < tables->patterns_of.first[word + 1];
        if (calls && is_odd(tables->vocab.words.items[word].text))
            *tpt__push(arena, &tables->odd_words) = word;
    }
}

void tpt__search_freeze(tpt__arena *arena, tpt__match_tables *tables) {
    tpt__pairs pairs = {0};
    uint64_t *always = TPT__NEW(arena, uint64_t, tpt__bits_words(tables->patterns.count));
    for (uint32_t p = 0; p < tables->patterns.count; p++)
        if (tables->patterns.items[p].unproven) tpt__bits_add(always, p);
    tables->always = always;
    for (uint32_t p = 0; p < tables->patterns.count; p++)
        for (uint32_t w = 0; w < tables->patterns.items[p].word_count; w++)
            *tpt__push(arena, &pairs) = (tpt__pair){tables->patterns.items[p].words[w], p};
    tpt__groups_of(arena, &pairs, tables->vocab.words.count, &tables->patterns_of);
    index_odd_words(arena, tables);
}

/* Puts the patterns of a word into the set. */
static void call_for(const tpt__groups *index, uint32_t word, uint64_t *called) {
    if (word >= index->keys) return;
    for (uint32_t i = index->first[word]; i < index->first[word + 1]; i++)
        tpt__bits_add(called, index->items[i]);
}

/* Bytes of a folded text, as far as they can make a word. */
enum { SIGN = 0, LETTER = 1, DIGIT = 2, BEYOND_ASCII = 4, APOSTROPHE = 8, SPACE = 16 };

static int part_at(const tpt__folded *text, size_t at) {
    if (at >= text->len) return SPACE; /* also before the first byte, at SIZE_MAX */
    unsigned char byte = (unsigned char)text->text[at];
    if (byte >= 'a' && byte <= 'z') return LETTER;
    if (byte >= '0' && byte <= '9') return DIGIT;
    if (byte >= 0x80) return BEYOND_ASCII;
    if (byte <= ' ') return SPACE;
    return byte == '\'' ? APOSTROPHE : SIGN;
}

static size_t run_end(const tpt__folded *text, size_t at, int parts) {
    while (part_at(text, at) & parts) at++;
    return at;
}

/* Letters between spaces are a token, which the lattice reads as they are written. */
static bool is_token(const tpt__folded *text, size_t start, size_t end) {
    return part_at(text, start - 1) == SPACE && part_at(text, end) == SPACE &&
           run_end(text, start, LETTER) == end;
}

/* The words that begin where a run does, with what an apostrophe or a mark joins to it: "don", "don't". */
static void call_from(const tpt__search *s, size_t start, size_t end, int parts, uint64_t *called) {
    const tpt__folded *text = &s->result->lattice.doc->folded;
    for (uint32_t joined = 0;; joined++) {
        uint32_t word = tpt__vocab_find(&s->tables->vocab, text->text + start, end - start);
        if (word != TPT__NONE) call_for(&s->tables->patterns_of, word, called);
        bool joins = part_at(text, end) & (LETTER | DIGIT | BEYOND_ASCII | APOSTROPHE);
        if (joined == JOINED_MOST || !joins || !(part_at(text, end + 1) & parts)) return;
        end = run_end(text, end + 1, parts);
    }
}

/*
 * An expression sees a word wherever letters end; a token may go on there: "down's" holds down, "10mg'" holds mg. So runs that
 * touch anything but spaces call for the patterns of what is written, beside what the tokens are read as.
 */
static void call_written(const tpt__search *s, int parts, uint64_t *called) {
    const tpt__folded *text = &s->result->lattice.doc->folded;
    for (size_t at = 0; at < text->len;) {
        size_t end = run_end(text, at, parts);
        if (end > at && !is_token(text, at, end)) call_from(s, at, end, parts, called);
        at = end > at ? end : at + 1;
    }
}

static bool stands_in(const tpt__folded *text, const char *word, size_t len) {
    const char *at = text->text, *end = text->text + text->len;
    while ((size_t)(end - at) >= len && (at = memchr(at, *word, (size_t)(end - at) - len + 1)) != NULL) {
        if (memcmp(at, word, len) == 0) return true;
        at++;
    }
    return false;
}

/* Signs are parted in many ways. A word that holds any calls wherever it is written, be it within a token. */
static void call_odd(const tpt__search *s, uint64_t *called) {
    for (uint32_t i = 0; i < s->tables->odd_words.count; i++) {
        uint32_t word = s->tables->odd_words.items[i];
        const char *text = s->tables->vocab.words.items[word].text;
        if (stands_in(&s->result->lattice.doc->folded, text, strlen(text)))
            call_for(&s->tables->patterns_of, word, called);
    }
}

/* The patterns that a word of the text calls for; all of them for an unfiltered walk. */
static uint64_t *patterns_called(const tpt__search *s) {
    const tpt__lattice *lattice = &s->result->lattice;
    uint32_t size = tpt__bits_words(s->tables->patterns.count);
    uint64_t *called = TPT__NEW(s->arena, uint64_t, size);
    if (s->unfiltered) memset(called, 0xFF, size * sizeof *called);
    else memcpy(called, s->tables->always, size * sizeof *called);
    for (uint32_t e = 0; e < lattice->edges.count; e++)
        call_for(&s->tables->patterns_of, lattice->edges.items[e].word, called);
    call_written(s, LETTER, called);
    call_written(s, LETTER | DIGIT, called);
    call_written(s, LETTER | DIGIT | BEYOND_ASCII, called);
    call_odd(s, called);
    return called;
}

/* ---- Where they match -------------------------------------------------------------------------------------------------- */

typedef struct searcher {
    const tpt__search *asked;
    tpt__look look;
    uint8_t *contexts; /* by number: what was found out, plus one; 0: not looked at yet */
} searcher;

/* A pattern on its way through a text: tried where a match may begin, or, where that is not known, searched for by PCRE2. */
typedef struct pass {
    const tpt__pattern_entry *entry;
    bool leads;
    tpt__starts starts;
} pass;

/* False where no match can begin in the text. */
static bool begin(const searcher *s, const tpt__pattern_entry *entry, pass *out) {
    out->entry = entry;
    out->leads = entry->needs.leads_known && !s->asked->unfiltered;
    return !out->leads || tpt__needs_starts(&entry->needs, &s->look, &out->starts);
}

/* The next match from byte `from` on. */
static tpt__pattern_outcome next_match(const searcher *s, const pass *p, size_t from, size_t *start,
                                       size_t *end) {
    tpt__pattern_outcome outcome = TPT__PATTERN_NO;
    for (size_t at = from; outcome == TPT__PATTERN_NO && at <= s->look.len; at++) {
        if (p->leads) at = tpt__needs_next(&p->starts, &s->look, at);
        if (at > s->look.len) break;
        s->asked->result->confirms++;
        outcome = tpt__pattern_match(p->entry->pattern, s->asked->scratch, s->look.text, s->look.len, at,
                                     p->leads, start, end);
        if (!p->leads) break;
    }
    return outcome;
}

static bool may_match(const searcher *s, const tpt__pattern_entry *entry) {
    return s->asked->unfiltered || tpt__needs_met(&entry->needs, &s->look);
}

static tpt__pattern_outcome matches_somewhere(const searcher *s, uint32_t pattern) {
    const tpt__pattern_entry *entry = &s->asked->tables->patterns.items[pattern];
    size_t start, end;
    pass p;
    if (!may_match(s, entry) || !begin(s, entry, &p)) return TPT__PATTERN_NO;
    return next_match(s, &p, 0, &start, &end);
}

/* Each of `holds` matches somewhere, and none of `lacks`. */
static tpt__pattern_outcome judge_context(const searcher *s, const tpt__context *context) {
    for (uint32_t i = 0; i < context->holds.count; i++) {
        tpt__pattern_outcome outcome = matches_somewhere(s, context->holds.items[i]);
        if (outcome != TPT__PATTERN_YES) return outcome;
    }
    for (uint32_t i = 0; i < context->lacks.count; i++) {
        tpt__pattern_outcome outcome = matches_somewhere(s, context->lacks.items[i]);
        if (outcome == TPT__PATTERN_YES) return TPT__PATTERN_NO;
        if (outcome == TPT__PATTERN_UNDECIDED) return outcome;
    }
    return TPT__PATTERN_YES;
}

/* Each context is judged for the first pattern of it that matches, and that is kept for the others. */
static tpt__pattern_outcome counts(const searcher *s, const tpt__pattern_entry *entry) {
    tpt__pattern_outcome outcome = TPT__PATTERN_YES;
    for (uint32_t i = 0; i < entry->contexts.count && outcome == TPT__PATTERN_YES; i++) {
        uint32_t number = entry->contexts.items[i];
        uint8_t *known = &s->contexts[number];
        if (!*known) *known = (uint8_t)(judge_context(s, &s->asked->tables->contexts.items[number]) + 1);
        outcome = (tpt__pattern_outcome)(*known - 1);
    }
    return outcome;
}

/* Past an empty match: a search never begins within a character. */
static size_t after_character(const tpt__look *look, size_t at) {
    size_t size = 1;
    bool valid;
    if (at < look->len) tpt__utf8_decode(look->text + at, look->len - at, &size, &valid);
    return at + size;
}

static void find_all(const searcher *s, const tpt__pattern_entry *entry) {
    tpt__pattern_outcome outcome = TPT__PATTERN_YES;
    pass p;
    if (!begin(s, entry, &p)) return;
    for (size_t from = 0; from <= s->look.len;) {
        size_t start, end;
        outcome = next_match(s, &p, from, &start, &end);
        if (outcome == TPT__PATTERN_YES) outcome = counts(s, entry);
        if (outcome != TPT__PATTERN_YES) break;
        s->asked->found(entry->entry, start, end, s->asked->context);
        from = end > start ? end : after_character(&s->look, end);
    }
    if (outcome == TPT__PATTERN_UNDECIDED)
        *tpt__push(s->asked->arena, &s->asked->result->undecided) = entry->entry;
}

void tpt__search_patterns(const tpt__search *search) {
    const tpt__match_tables *tables = search->tables;
    const tpt__folded *text = &search->result->lattice.doc->folded;
    if (!tables->patterns.count) return;
    const uint64_t *called = patterns_called(search);
    searcher s = {.asked = search,
                  .look = tpt__needs_look(search->arena, text->text, text->len),
                  .contexts = TPT__NEW(search->arena, uint8_t, tables->contexts.count + 1)};
    tpt__pattern_begin(search->scratch);
    for (uint32_t i = 0; i < tables->patterns.count; i++) {
        const tpt__pattern_entry *entry = &tables->patterns.items[i];
        bool of_context = entry->entry == TPT__NONE;
        if (!of_context && tpt__bits_has(called, i) && may_match(&s, entry)) find_all(&s, entry);
    }
}

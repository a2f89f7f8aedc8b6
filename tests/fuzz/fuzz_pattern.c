/*
 * A regular expression, its required words and a text, whatever they are: it compiles or says why not; every match lies in the
 * text and on the bounds of characters, and the search goes on; the filter by required words and by needs takes no match away,
 * nor does a context that asks for the same expression.
 *
 * An input is three parts: the expression on the first line, the words on the second, then the text.
 */
#include "fuzz.h"

#include "match/matcher.h"
#include "match/proof.h"

#define WORDS_MOST 8

typedef struct parts {
    const char *regex, *words, *text;
    size_t text_len;
} parts;

/* Cuts `input` at its first two line feeds. */
static bool cut(char *input, size_t len, parts *out) {
    char *first = memchr(input, '\n', len);
    char *second = first ? memchr(first + 1, '\n', (size_t)(input + len - first - 1)) : NULL;
    if (!second) return false;
    *first = *second = '\0';
    *out = (parts){input, first + 1, second + 1, (size_t)(input + len - second - 1)};
    return true;
}

typedef struct bench {
    tpt__arena arena;
    tpt__match_tables tables;
    tpt__pattern_scratch *scratch;
} bench;

static uint32_t slot(bench *b, const char *name) {
    return tpt__vocab_intern(&b->tables.vocab, name, strlen(name));
}

static void bench_init(bench *b) {
    b->tables.vocab.arena = &b->arena;
    tpt__trie_init(&b->arena, &b->tables.phrases);
    tpt__trie_init(&b->arena, &b->tables.frames);
    b->tables.slots = (tpt__slots){slot(b, "<n>"), slot(b, "<dur>"), slot(b, "<when>"), slot(b, "<year>")};
    b->scratch = tpt__pattern_scratch_new(&b->arena, NULL);
}

typedef struct words {
    const char *texts[WORDS_MOST];
    uint32_t numbers[WORDS_MOST];
    uint32_t count;
} words;

/* The pattern's words, at least one: they are parted by spaces, and folded as the pack's are. */
static void intern_words(bench *b, const char *spelled, words *out) {
    for (const char *at = tpt__fold_string(&b->arena, spelled); *at && out->count < WORDS_MOST;) {
        size_t len = strcspn(at, " ");
        if (len) {
            out->texts[out->count] = tpt__arena_copy(&b->arena, at, len);
            out->numbers[out->count++] = tpt__vocab_intern(&b->tables.vocab, at, len);
        }
        at += len + (at[len] != '\0');
    }
}

static bool is_proven(bench *b, const char *regex, const words *w) {
    char tail[TPT__PROOF_TAIL + 1];
    bool proven = tpt__proof_holds(&b->arena, regex, w->texts, w->count, tail);
    FUZZ_HOLDS(strlen(tail) <= TPT__PROOF_TAIL && (!proven || !tail[0]));
    return proven;
}

static void check_bounds(const char *text, size_t len, size_t from, size_t start, size_t end) {
    FUZZ_HOLDS(from <= end && start <= end && end <= len);
    FUZZ_HOLDS(start == len || (text[start] & 0xC0) != 0x80);
    FUZZ_HOLDS(end == len || (text[end] & 0xC0) != 0x80);
}

/* What matches begins at one of the places where it may: tried there alone, the first that matches is the match. */
static void check_leads(bench *b, const tpt__pattern_entry *entry, const tpt__look *look, size_t start,
                        size_t end) {
    tpt__starts starts;
    size_t start_there = 0, end_there = 0;
    tpt__pattern_outcome outcome = TPT__PATTERN_NO;
    FUZZ_HOLDS(tpt__needs_starts(&entry->needs, look, &starts));
    for (size_t at = tpt__needs_next(&starts, look, 0); at <= look->len && outcome == TPT__PATTERN_NO;
         at = tpt__needs_next(&starts, look, at + 1))
        outcome = tpt__pattern_match(entry->pattern, b->scratch, look->text, look->len, at, true,
                                     &start_there, &end_there);
    if (outcome != TPT__PATTERN_UNDECIDED)
        FUZZ_HOLDS(outcome == TPT__PATTERN_YES && start_there == start && end_there == end);
}

/* What matches holds all that the expression needs. */
static void check_match(bench *b, const tpt__pattern_entry *entry, const tpt__folded *text) {
    size_t start = 0, end = 0, start_again = 0, end_again = 0;
    tpt__pattern_outcome outcome =
        tpt__pattern_match(entry->pattern, b->scratch, text->text, text->len, 0, false, &start, &end);
    if (outcome == TPT__PATTERN_YES) {
        check_bounds(text->text, text->len, 0, start, end);
        tpt__look look = tpt__needs_look(&b->arena, text->text, text->len);
        FUZZ_HOLDS(tpt__needs_met(&entry->needs, &look));
        if (entry->needs.leads_known) check_leads(b, entry, &look, start, end);
    }
    FUZZ_HOLDS(tpt__pattern_match(entry->pattern, b->scratch, text->text, text->len, 0, false, &start_again,
                                  &end_again) == outcome);
    FUZZ_HOLDS(start == start_again && end == end_again);
}

static void match(bench *b, const tpt__document *doc, bool unfiltered, tpt__match_result *out) {
    tpt__match(&b->arena, &b->tables, doc, b->scratch, 100000, NULL, unfiltered, out);
}

static bool same_mentions(const tpt__match_result *a, const tpt__match_result *b) {
    return a->mentions.count == b->mentions.count && a->undecided.count == b->undecided.count &&
           (!a->mentions.count ||
            memcmp(a->mentions.items, b->mentions.items, a->mentions.count * sizeof *a->mentions.items) == 0);
}

/* What is undecided differs: a search that begins at one place is cut off later than one that looks for its place. */
static void compare(bench *b, const tpt__document *doc) {
    tpt__match_result with, without;
    match(b, doc, false, &with);
    match(b, doc, true, &without);
    FUZZ_HOLDS(with.confirms || (!with.mentions.count && !with.undecided.count));
    if (!with.undecided.count && !without.undecided.count) FUZZ_HOLDS(same_mentions(&with, &without));
}

static tpt__pattern *compile(bench *b, const char *regex) {
    size_t offset = SIZE_MAX;
    char message[160] = "";
    tpt__pattern *pattern = tpt__pattern_compile(&b->arena, regex, &offset, message, sizeof message);
    if (!pattern) FUZZ_HOLDS(offset <= strlen(regex) && message[0] != '\0');
    tpt__pattern_may_run_away(regex); /* any bytes: it ends, within them */
    return pattern;
}

/* A context that holds the expression itself: where the pattern matches it applies, with the filter and without. */
static void add_context(bench *b, tpt__pattern *pattern, const char *regex) {
    tpt__context *context = tpt__push(&b->arena, &b->tables.contexts);
    *tpt__push(&b->arena, &context->holds) = b->tables.patterns.count;
    *tpt__push(&b->arena, &b->tables.patterns) = (tpt__pattern_entry){
        .pattern = pattern, .entry = TPT__NONE, .needs = tpt__needs_of(&b->arena, regex)};
    *tpt__push(&b->arena, &b->tables.patterns.items[0].contexts) = b->tables.contexts.count - 1;
}

/* The tables with one pattern; `doc` is read with its words in the vocabulary. */
static void try_pattern(bench *b, const parts *p, tpt__pattern *pattern, const char *regex) {
    words w = {.count = 0};
    tpt__document doc;
    intern_words(b, p->words, &w);
    if (!w.count) return;
    *tpt__push(&b->arena, &b->tables.entries) = (tpt__entry){.slot = TPT__NONE};
    *tpt__push(&b->arena, &b->tables.patterns) =
        (tpt__pattern_entry){.pattern = pattern,
                             .words = w.numbers,
                             .word_count = w.count,
                             .unproven = !is_proven(b, regex, &w),
                             .needs = tpt__needs_of(&b->arena, regex)};
    if (w.count > 1) add_context(b, pattern, regex);
    tpt__match_freeze(&b->arena, &b->tables);
    tpt__match_read(&b->arena, &b->tables, p->text, p->text_len, &doc);
    check_match(b, &b->tables.patterns.items[0], &doc.folded);
    compare(b, &doc);
}

/* False where the expression does not compile. */
static bool run(const parts *p, const char *regex) {
    bench b = {.scratch = NULL};
    jmp_buf trap;
    if (setjmp(trap)) abort();
    fuzz_arena_init(&b.arena, &trap);
    bench_init(&b);
    tpt__pattern *pattern = compile(&b, regex);
    if (pattern) try_pattern(&b, p, pattern, regex);
    tpt__arena_free(&b.arena);
    return pattern != NULL;
}

/* A word of plain letters: what an expression may hold as it stands. */
static bool is_plain(const char *word) {
    return *word && word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *input = malloc(size + 1), *around = malloc(2 * size + 32);
    parts p;
    FUZZ_HOLDS(input && around);
    if (size) memcpy(input, data, size);
    input[size] = '\0';
    if (cut(input, size, &p) && run(&p, p.regex) && is_plain(p.words)) {
        snprintf(around, 2 * size + 32, "\\b%s\\b(?:%s)?", p.words, p.regex);
        run(&p, around);
    }
    free(input);
    free(around);
    return 0;
}

#include "match/vocab.h"

#include "match/fuzzy.h"

#include <string.h>

/* No word is longer; longer runs are no words that we correct. */
#define WORD_BYTES 48

uint32_t tpt__vocab_find(const tpt__vocab *vocab, const char *text, size_t len) {
    return tpt__map_get(&vocab->ids, text, len);
}

/* "<n>" and "=wee" are no forms of the text; "=" alone is a sign. */
static void add_form(tpt__vocab *vocab, const char *text, size_t len) {
    if (text[0] != '<' && text[0] != '=') tpt__forms_add(vocab->arena, &vocab->forms, text, len);
}

uint32_t tpt__vocab_intern(tpt__vocab *vocab, const char *text, size_t len) {
    uint32_t id = tpt__vocab_find(vocab, text, len);
    if (id != TPT__NONE) return id;
    id = vocab->words.count;
    tpt__word *word = tpt__push(vocab->arena, &vocab->words);
    word->text = tpt__arena_copy(vocab->arena, text, len);
    word->len = (uint32_t)len;
    tpt__map_set(vocab->arena, &vocab->ids, word->text, len, id);
    add_form(vocab, word->text, len);
    return id;
}

static const uint32_t *copy_words(tpt__vocab *vocab, const uint32_t *words, uint32_t count) {
    uint32_t *copy = TPT__NEW(vocab->arena, uint32_t, count + 1);
    if (count) memcpy(copy, words, count * sizeof *copy);
    return copy;
}

void tpt__vocab_respell(tpt__vocab *vocab, const char *form, const uint32_t *words, uint32_t word_count,
                        const uint32_t *left, uint32_t left_count) {
    size_t len = strlen(form);
    uint32_t index = vocab->respellings.count;
    tpt__respelling *added = tpt__push(vocab->arena, &vocab->respellings);
    added->words = copy_words(vocab, words, word_count);
    added->word_count = word_count;
    added->left = copy_words(vocab, left, left_count);
    added->left_count = left_count;
    added->next = tpt__map_exchange(vocab->arena, &vocab->respelling_of, form, len, index);
    add_form(vocab, form, len);
}

/* ---- Inflection: two words are inflections of each other when they share a base ---------------------------------- */

typedef struct base_form {
    char text[WORD_BYTES];
    size_t len;
} base_form;

/* What `suffix` makes of a word, if anything. */
static bool strip_suffix(const tpt__suffix *suffix, const char *text, size_t len, base_form *out) {
    if (len < suffix->strip_len + suffix->min || len + suffix->add_len >= WORD_BYTES) return false;
    size_t stem = len - suffix->strip_len;
    if (memcmp(text + stem, suffix->strip, suffix->strip_len) != 0) return false;
    memcpy(out->text, text, stem);
    if (suffix->undouble) {
        if (stem < 3 || text[stem - 1] != text[stem - 2]) return false;
        stem--;
    }
    memcpy(out->text + stem, suffix->add, suffix->add_len);
    out->len = stem + suffix->add_len;
    return true;
}

/* Suffixes by the last byte of the words that they can end; an empty one can end any. */
static void index_suffixes(tpt__vocab *vocab) {
    tpt__pairs pairs = {0};
    for (uint32_t s = 0; s < vocab->suffixes.count; s++) {
        const tpt__suffix *suffix = &vocab->suffixes.items[s];
        uint32_t last = suffix->strip_len ? (uint8_t)suffix->strip[suffix->strip_len - 1] : 0;
        uint32_t end = suffix->strip_len ? last + 1 : UINT8_MAX + 1;
        for (; last < end; last++) *tpt__push(vocab->arena, &pairs) = (tpt__pair){last, s};
    }
    tpt__groups_of(vocab->arena, &pairs, UINT8_MAX + 1, &vocab->suffixes_of);
}

/* In the order of the rules. */
void tpt__vocab_bases(const tpt__vocab *vocab, const char *text, size_t len,
                      void (*visit)(const char *base, size_t len, void *context), void *context) {
    if (!len) return;
    uint32_t last = (uint8_t)text[len - 1];
    for (uint32_t i = vocab->suffixes_of.first[last]; i < vocab->suffixes_of.first[last + 1]; i++) {
        base_form base;
        if (strip_suffix(&vocab->suffixes.items[vocab->suffixes_of.items[i]], text, len, &base))
            visit(base.text, base.len, context);
    }
}

static void link_base(tpt__vocab *vocab, const char *base, size_t len, uint32_t word) {
    uint32_t index = vocab->base_links.count;
    struct tpt__base_link *link = tpt__push(vocab->arena, &vocab->base_links);
    link->word = word;
    link->next = tpt__map_exchange(vocab->arena, &vocab->bases, base, len, index);
}

static bool inflects(const tpt__vocab *vocab, const char *text, size_t len) {
    if (len < 2 || len >= WORD_BYTES || text[0] == '<' || text[0] == '=') return false;
    return tpt__map_get(&vocab->uninflected, text, len) == TPT__NONE;
}

typedef struct base_link_maker {
    tpt__vocab *vocab;
    uint32_t word;
} base_link_maker;

static void link_as_base(const char *base, size_t len, void *context) {
    const base_link_maker *maker = context;
    link_base(maker->vocab, base, len, maker->word);
}

static void index_bases(tpt__vocab *vocab) {
    for (uint32_t id = 0; id < vocab->words.count; id++) {
        tpt__word word = vocab->words.items[id];
        if (!inflects(vocab, word.text, word.len)) continue;
        link_base(vocab, word.text, word.len, id);
        tpt__vocab_bases(vocab, word.text, word.len, link_as_base, &(base_link_maker){vocab, id});
    }
}

typedef struct base_visit {
    const tpt__vocab *vocab;
    uint32_t self; /* the word whose inflections are asked for */
    void (*visit)(uint32_t word, void *context);
    void *context;
} base_visit;

static void visit_base(const char *base, size_t len, void *context) {
    const base_visit *v = context;
    for (uint32_t at = tpt__map_get(&v->vocab->bases, base, len); at != TPT__NONE;
         at = v->vocab->base_links.items[at].next)
        if (v->vocab->base_links.items[at].word != v->self)
            v->visit(v->vocab->base_links.items[at].word, v->context);
}

/* Not looked up among the forms. */
static void visit_inflections(const tpt__vocab *vocab, const char *text, size_t len,
                              void (*visit)(uint32_t word, void *context), void *context) {
    if (!inflects(vocab, text, len)) return;
    base_visit v = {vocab, tpt__vocab_find(vocab, text, len), visit, context};
    visit_base(text, len, &v);
    tpt__vocab_bases(vocab, text, len, visit_base, &v);
}

/* ---- Forms: all that is known of a written word, in one place ------------------------------------------------------ */

const tpt__form *tpt__vocab_form(const tpt__vocab *vocab, const char *text, size_t len) {
    uint32_t at = tpt__map_get(&vocab->form_of, text, len);
    return at == TPT__NONE ? NULL : &vocab->written.items[at];
}

static void keep_bent(uint32_t word, void *context) {
    tpt__vocab *vocab = context;
    *tpt__push(vocab->arena, &vocab->bent) = word;
}

static uint32_t twin_of(const tpt__vocab *vocab, const char *text, size_t len) {
    char twin[TPT__TWIN_BYTES] = "=";
    if (len + 1 >= sizeof twin) return TPT__NONE;
    memcpy(twin + 1, text, len);
    return tpt__vocab_find(vocab, twin, len + 1);
}

static void add_written(tpt__vocab *vocab, const char *text) {
    size_t len = strlen(text);
    if (tpt__map_get(&vocab->form_of, text, len) != TPT__NONE) return;
    tpt__map_set(vocab->arena, &vocab->form_of, text, len, vocab->written.count);
    tpt__form *form = tpt__push(vocab->arena, &vocab->written);
    form->word = tpt__vocab_find(vocab, text, len);
    form->twin = twin_of(vocab, text, len);
    form->respelling = tpt__map_get(&vocab->respelling_of, text, len);
    form->bent_first = vocab->bent.count;
    visit_inflections(vocab, text, len, keep_bent, vocab);
    form->bent_last = vocab->bent.count;
}

static void add_keys(tpt__vocab *vocab, const tpt__map *map) {
    for (uint32_t i = 0; i < map->capacity; i++)
        if (tpt__map_key(map, i)) add_written(vocab, tpt__map_key(map, i));
}

/* In the order of the words, then of the maps: the same for the same pack. */
static void index_forms(tpt__vocab *vocab) {
    for (uint32_t id = 0; id < vocab->words.count; id++) {
        const char *text = vocab->words.items[id].text;
        add_written(vocab, text);
        if (text[0] == '=' && text[1]) add_written(vocab, text + 1);
    }
    add_keys(vocab, &vocab->respelling_of);
    add_keys(vocab, &vocab->uninflected);
}

void tpt__vocab_bent(const tpt__vocab *vocab, const tpt__form *form, const char *text, size_t len,
                     void (*visit)(uint32_t word, void *context), void *context) {
    if (!form) visit_inflections(vocab, text, len, visit, context);
    for (uint32_t i = form ? form->bent_first : 0; form && i < form->bent_last; i++)
        visit(vocab->bent.items[i], context);
}

void tpt__vocab_inflections(const tpt__vocab *vocab, const char *text, size_t len,
                            void (*visit)(uint32_t word, void *context), void *context) {
    tpt__vocab_bent(vocab, tpt__vocab_form(vocab, text, len), text, len, visit, context);
}

void tpt__vocab_freeze(tpt__vocab *vocab) {
    index_suffixes(vocab);
    index_bases(vocab);
    index_forms(vocab);
    tpt__fuzzy_freeze(vocab);
}

void tpt__vocab_know(tpt__vocab *vocab, const char *phrase) {
    for (const char *at = phrase; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        tpt__map_set(vocab->arena, &vocab->known, at, len, 1);
        at += len;
    }
}

bool tpt__vocab_is_common(const tpt__vocab *vocab, const char *text, size_t len) {
    if (tpt__map_get(&vocab->known, text, len) != TPT__NONE) return true;
    for (uint32_t i = 0; i < vocab->common_count; i++)
        if (tpt__wordset_has(&tpt__wordsets[vocab->common[i]], text, len)) return true;
    return false;
}

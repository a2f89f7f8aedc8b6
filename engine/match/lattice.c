#include "match/lattice.h"

#include <string.h>

#include "match/fuzzy.h"

#define EDGES_A_TOKEN 2 /* usually */
#define BASE_LEAST 4    /* letters of a base form that is worth a correction */

typedef struct builder {
    tpt__lattice *lattice;
    uint32_t token;   /* the one being read */
    uint8_t strength; /* of the readings being added */
    uint32_t added;   /* readings of this token so far */
    bool known;       /* a word that English knows, said louder */
} builder;

void tpt__lattice_add(tpt__lattice *lattice, uint32_t from, tpt__edge edge) {
    tpt__lattice_node *node = &lattice->nodes.items[from];
    edge.next = node->first_edge;
    *tpt__push(lattice->arena, &lattice->edges) = edge;
    node->first_edge = lattice->edges.count - 1;
    node->words |= tpt__word_bit(edge.word);
    node->opens |= edge.to > lattice->doc->count;
}

/* A word that reads the tokens first..last, between two nodes that may be virtual. */
static void add_edge(builder *b, uint32_t word, uint32_t from, uint32_t to, uint32_t first, uint32_t last) {
    tpt__lattice_add(b->lattice, from,
                     (tpt__edge){.word = word,
                                 .to = to,
                                 .strength = b->strength,
                                 .first = first,
                                 .last = last,
                                 .quantity = TPT__NONE,
                                 .mention = TPT__NONE});
}

static void add_word(builder *b, uint32_t word, uint32_t first, uint32_t last) {
    add_edge(b, word, first, last, first, last);
    b->added++;
}

/* The word itself, and its "=" twin that only the exact form reads. */
static void add_exact(builder *b, const tpt__form *form) {
    if (!form) return;
    if (form->word != TPT__NONE) {
        add_word(b, form->word, b->token, b->token + 1);
        b->lattice->classes[b->token] |= b->lattice->vocab->words.items[form->word].classes;
    }
    if (form->twin != TPT__NONE) add_word(b, form->twin, b->token, b->token + 1);
}

static void add_inflected(uint32_t word, void *context) {
    builder *b = context;
    add_word(b, word, b->token, b->token + 1);
}

static bool follows_one_of(const builder *b, const uint32_t *left, uint32_t count) {
    if (!b->token) return false;
    const tpt__lattice *lattice = b->lattice;
    for (uint32_t node = b->token - 1, e = lattice->nodes.items[node].first_edge; e != TPT__NONE;
         e = lattice->edges.items[e].next)
        for (uint32_t i = 0; i < count; i++)
            if (lattice->edges.items[e].word == left[i] && lattice->edges.items[e].to == b->token)
                return true;
    return false;
}

/* The "=" twin of a word that a respelling opens to: it is meant just so. */
static void add_twin(builder *b, uint32_t word, uint32_t from, uint32_t to, uint32_t first, uint32_t last) {
    const tpt__word *plain = &b->lattice->vocab->words.items[word];
    char twin[TPT__TWIN_BYTES] = "=";
    if (plain->len + 1 >= sizeof twin || plain->text[0] == '=') return;
    memcpy(twin + 1, plain->text, plain->len);
    uint32_t id = tpt__vocab_find(b->lattice->vocab, twin, plain->len + 1);
    if (id != TPT__NONE) add_edge(b, id, from, to, first, last);
}

/* What a word that is meant bends from: "hedaches" is headaches, and so a headache. */
static void add_bases(builder *b, uint32_t word) {
    const tpt__word *meant = &b->lattice->vocab->words.items[word];
    tpt__vocab_inflections(b->lattice->vocab, meant->text, meant->len, add_inflected, b);
}

/* A chain of words over virtual nodes that reads the tokens first..last. */
static void add_chain(builder *b, const uint32_t *words, uint32_t count, uint32_t first, uint32_t last) {
    tpt__lattice *lattice = b->lattice;
    uint32_t from = first;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = last;
        if (i + 1 < count) {
            tpt__push(lattice->arena, &lattice->nodes)->first_edge = TPT__NONE;
            to = lattice->nodes.count - 1;
        }
        add_edge(b, words[i], from, to, first, last);
        lattice->classes[first] |= lattice->vocab->words.items[words[i]].classes;
        add_twin(b, words[i], from, to, first, last);
        from = to;
    }
    b->added++;
}

static void add_respelt(builder *b, const tpt__form *form, const char *text, size_t len) {
    const tpt__vocab *vocab = b->lattice->vocab;
    uint32_t first = form ? form->respelling : TPT__NONE;
    bool contraction = first != TPT__NONE && memchr(text, '\'', len) != NULL;
    for (uint32_t at = first; at != TPT__NONE; at = vocab->respellings.items[at].next) {
        const tpt__respelling *respelling = &vocab->respellings.items[at];
        if (respelling->left_count && !follows_one_of(b, respelling->left, respelling->left_count)) continue;
        b->strength = contraction ? TPT__STRENGTH_EXACT : TPT__STRENGTH_RESPELT;
        add_chain(b, respelling->words, respelling->word_count, b->token, b->token + 1);
        if (respelling->word_count == 1) add_bases(b, respelling->words[0]);
    }
    b->strength = TPT__STRENGTH_EXACT;
}

/* "numb nes", "fibro myalgia": two tokens of which the first is no word, as one that the vocabulary knows. */
static void add_joined(builder *b) {
    const tpt__document *doc = b->lattice->doc;
    const tpt__vocab *vocab = b->lattice->vocab;
    if (b->token + 1 >= doc->count) return;
    const tpt__token *one = &doc->tokens[b->token], *two = one + 1;
    char joined[64];
    if (two->kind != TPT__TOKEN_WORD || two->lead != TPT__LEAD_NONE || one->len + two->len >= sizeof joined)
        return;
    if (tpt__vocab_is_common(vocab, tpt__token_text(doc, one), one->len) &&
        tpt__vocab_is_common(vocab, tpt__token_text(doc, two), two->len))
        return;
    memcpy(joined, tpt__token_text(doc, one), one->len);
    memcpy(joined + one->len, tpt__token_text(doc, two), two->len);
    uint32_t word = tpt__vocab_find(vocab, joined, one->len + two->len);
    if (word == TPT__NONE || !vocab->words.items[word].content || vocab->words.items[word].guarded ||
        one->len + two->len < 6)
        return;
    b->strength = TPT__STRENGTH_FUZZY;
    add_word(b, word, b->token, b->token + 2);
    b->strength = TPT__STRENGTH_EXACT;
}

static void add_corrected(builder *b, const char *text, size_t len, uint32_t edits) {
    uint32_t near[TPT__FUZZY_MAX], count = tpt__fuzzy_find(b->lattice->vocab, text, len, edits, near);
    b->strength = TPT__STRENGTH_FUZZY;
    for (uint32_t i = 0; i < count; i++) {
        add_word(b, near[i], b->token, b->token + 1);
        add_twin(b, near[i], b->token, b->token + 1, b->token, b->token + 1);
    }
    b->strength = TPT__STRENGTH_EXACT;
}

/* An unknown ending on an unknown word: "throbbed" of "throbb". */
static void correct_base(const char *base, size_t len, void *context) {
    if (len >= BASE_LEAST) add_corrected(context, base, len, 1);
}

/* "sooo": said louder is as sure as a respelling. First the forms that are words, then those that bend as one. */
static void read_unstretched(const char *text, size_t len, void *context) {
    builder *b = context;
    const tpt__vocab *vocab = b->lattice->vocab;
    uint32_t word = tpt__vocab_find(vocab, text, len);
    if (word != TPT__NONE && !vocab->words.items[word].guarded) { /* "nooo" is no plain denial */
        add_word(b, word, b->token, b->token + 1);
        add_twin(b, word, b->token, b->token + 1, b->token, b->token + 1);
    }
    if (tpt__vocab_is_common(vocab, text, len)) b->known = true;
}

static void read_unstretched_bent(const char *text, size_t len, void *context) {
    builder *b = context;
    tpt__vocab_inflections(b->lattice->vocab, text, len, add_inflected, b);
}

static void read_stretched(builder *b, const char *text, size_t len) {
    b->strength = TPT__STRENGTH_RESPELT;
    tpt__fuzzy_unstretch(text, len, read_unstretched, b);
    if (!b->added) tpt__fuzzy_unstretch(text, len, read_unstretched_bent, b);
    b->strength = TPT__STRENGTH_EXACT;
}

/* "neck's" is neck: what the language hangs on to a word is no part of it. */
static size_t without_enclitic(const tpt__vocab *vocab, const char *text, size_t len) {
    for (uint32_t i = 0; i < vocab->enclitics.count; i++) {
        const tpt__enclitic *tail = &vocab->enclitics.items[i];
        if (len > tail->len && memcmp(text + len - tail->len, tail->text, tail->len) == 0)
            return len - tail->len;
    }
    return len;
}

/* The likeliest slip first: a space too many, one letter (also before an ending), then two letters or the sound. */
static void correct(builder *b, const char *text, size_t len) {
    add_joined(b);
    if (b->added) return;
    add_corrected(b, text, len, 1);
    tpt__vocab_bases(b->lattice->vocab, text, len, correct_base, b);
    if (!b->added) add_corrected(b, text, len, 2);
}

static void note_any(uint32_t word, void *context) {
    (void)word;
    *(bool *)context = true;
}

static bool is_known(const tpt__form *form) {
    return form && (form->word != TPT__NONE || form->respelling != TPT__NONE);
}

static bool is_slip(const tpt__vocab *vocab, const tpt__form *form, const char *text, size_t len) {
    uint32_t near[TPT__FUZZY_MAX];
    bool inflected = false;
    tpt__vocab_bent(vocab, form, text, len, note_any, &inflected);
    return inflected || tpt__fuzzy_find(vocab, text, len, 1, near);
}

bool tpt__lattice_knows(const tpt__vocab *vocab, const char *text, size_t len) {
    const tpt__form *form = tpt__vocab_form(vocab, text, len);
    return is_known(form) || tpt__vocab_is_common(vocab, text, len) || is_slip(vocab, form, text, len);
}

bool tpt__lattice_look_up(const tpt__vocab *vocab, const tpt__document *doc, tpt__token *token) {
    const char *text = tpt__token_text(doc, token);
    const tpt__form *form = tpt__vocab_form(vocab, text, token->len);
    token->form = form ? (uint32_t)(form - vocab->written.items) + TPT__FORM_FIRST : TPT__FORM_NONE;
    if (is_known(form)) return false;
    token->common = tpt__vocab_is_common(vocab, text, token->len);
    return !token->common && token->len >= TPT__SPLIT_LEAST && !is_slip(vocab, form, text, token->len);
}

static const tpt__form *form_of(const tpt__vocab *vocab, const tpt__document *doc, const tpt__token *token) {
    if (token->form == TPT__FORM_NONE) return NULL;
    if (token->form) return &vocab->written.items[token->form - TPT__FORM_FIRST];
    return tpt__vocab_form(vocab, tpt__token_text(doc, token), token->len);
}

static void read_word(builder *b) {
    const tpt__document *doc = b->lattice->doc;
    const tpt__token *token = &doc->tokens[b->token];
    const char *text = tpt__token_text(doc, token);
    size_t len = token->len;
    b->strength = token->parted ? TPT__STRENGTH_RESPELT : TPT__STRENGTH_EXACT;
    const tpt__form *form = form_of(b->lattice->vocab, doc, token);
    add_exact(b, form);
    add_respelt(b, form, text, len);
    if (!b->added) {
        len = without_enclitic(b->lattice->vocab, text, len);
        if (len < token->len) add_exact(b, form = tpt__vocab_form(b->lattice->vocab, text, len));
    }
    tpt__vocab_bent(b->lattice->vocab, form, text, len, add_inflected, b);
    if (b->added || token->kind != TPT__TOKEN_WORD) return;
    if ((token->common && len == token->len) || tpt__vocab_is_common(b->lattice->vocab, text, len)) return;
    read_stretched(b, text, len);
    if (b->added || b->known) return;
    correct(b, text, len);
    b->lattice->unknown[b->token] = !b->added;
}

static void add_quantities(tpt__lattice *lattice, const tpt__slots *slots) {
    for (uint32_t q = 0; q < lattice->quantity_count; q++) {
        const tpt__quantity *quantity = &lattice->quantities[q];
        uint32_t word = quantity->dimension == TPT__DIM_NUMBER     ? slots->number
                        : quantity->dimension == TPT__DIM_DURATION ? slots->duration
                        : quantity->dimension == TPT__DIM_WHEN     ? slots->when
                        : quantity->dimension == TPT__DIM_YEAR     ? slots->year
                                                                   : quantity->class_word;
        tpt__lattice_add(lattice, quantity->first,
                         (tpt__edge){.word = word,
                                     .to = quantity->last,
                                     .strength = TPT__STRENGTH_EXACT,
                                     .first = quantity->first,
                                     .last = quantity->last,
                                     .quantity = q,
                                     .mention = TPT__NONE});
    }
}

void tpt__lattice_build(tpt__arena *arena, const tpt__vocab *vocab, const tpt__document *doc,
                        const tpt__quantity_tables *tables, const tpt__slots *slots, tpt__lattice *out) {
    *out = (tpt__lattice){.arena = arena, .vocab = vocab, .doc = doc};
    out->unknown = TPT__NEW(arena, bool, doc->count + 1);
    out->classes = TPT__NEW(arena, uint16_t, doc->count + 1);
    tpt__reserve(arena, &out->nodes, doc->count + 1);
    tpt__reserve(arena, &out->edges, doc->count * EDGES_A_TOKEN);
    for (uint32_t node = 0; node <= doc->count; node++) tpt__push(arena, &out->nodes)->first_edge = TPT__NONE;
    for (uint32_t at = 0; at < doc->count; at++) {
        builder b = {.lattice = out, .token = at, .strength = TPT__STRENGTH_EXACT};
        read_word(&b);
    }
    tpt__quantities_find(arena, doc, tables, &out->quantities, &out->quantity_count);
    add_quantities(out, slots);
}

/* The kind "language": how words bend, are respelt, counted and joined; and the kind "facts". */
#include <string.h>

#include "base/buf.h"
#include "pack/loader.h"
#include "text/fold.h"

#define MOST_OPENED 8 /* words that a respelling opens to */
#define MOST_LEFT 64  /* words before it of which one must stand there */

static uint32_t word_of(tpt__loader *l, const char *text) {
    const char *folded = tpt__fold_string(l->arena, text);
    return tpt__vocab_intern(&l->ruleset->match.vocab, folded, strlen(folded));
}

static void read_suffix(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "strip add min double");
    tpt__suffix *suffix = tpt__push(l->arena, &l->ruleset->match.vocab.suffixes);
    suffix->strip = tpt__get_string(l, object, "strip");
    suffix->add = tpt__get_string(l, object, "add");
    suffix->strip_len = (uint32_t)strlen(suffix->strip);
    suffix->add_len = (uint32_t)strlen(suffix->add);
    suffix->min = (uint32_t)tpt__get_between(l, object, "min", 3, 0, 64);
    suffix->undouble = tpt__get_bool(l, object, "double");
}

/* Space-separated words as numbers. */
static uint32_t words_of(tpt__loader *l, const char *text, uint32_t *out, uint32_t max) {
    uint32_t count = 0;
    for (const char *from = text; *from && count < max;) {
        size_t len = strcspn(from, " ");
        if (len) out[count++] = word_of(l, tpt__arena_copy(l->arena, from, len));
        from += len + (from[len] == ' ');
    }
    return count;
}

static void read_respelling(tpt__loader *l, const tpt__tree *object) {
    uint32_t words[MOST_OPENED + 1], left[MOST_LEFT], left_count = 0;
    tpt__allow(l, object, "form as left");
    const char *form = tpt__fold_string(l->arena, tpt__get_string(l, object, "form"));
    uint32_t count = words_of(l, tpt__get_string(l, object, "as"), words, MOST_OPENED + 1);
    tpt__strings context = tpt__get_strings(l, object, "left");
    if (context.count > MOST_LEFT)
        tpt__mistake(l, TPT__TOO_MANY, NULL, "more than %d words in \"left\"", MOST_LEFT);
    for (uint32_t i = 0; i < context.count && left_count < MOST_LEFT; i++)
        left[left_count++] = word_of(l, context.items[i]);
    if (!count || count > MOST_OPENED || (strchr(form, ' ') && form[0] >= 'a' && form[0] <= 'z'))
        tpt__mistake(l, TPT__BAD_RESPELLING, NULL, "a respelling that cannot be used");
    else tpt__vocab_respell(&l->ruleset->match.vocab, form, words, count, left, left_count);
}

static void read_numeral(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "terms milli article");
    tpt__require(l, object, "terms milli");
    tpt__quantity_tables *tables = &l->ruleset->match.quantities;
    TPT__VEC(int64_t) grown = {tables->numeral_milli, tables->numerals.count, tables->numerals.count};
    TPT__VEC(bool) articles = {tables->numeral_article, tables->numerals.count, tables->numerals.count};
    bool article = tpt__get_bool(l, object, "article");
    int64_t milli = tpt__get_between(l, object, "milli", 0, 0, TPT__MOST);
    tpt__strings terms = tpt__get_strings(l, object, "terms");
    for (uint32_t i = 0; i < terms.count; i++) {
        const char *folded = tpt__fold_string(l->arena, terms.items[i]);
        tpt__vocab_know(&l->ruleset->match.vocab, folded);
        if (tpt__map_get(&tables->numerals, folded, strlen(folded)) != TPT__NONE) continue;
        tpt__map_set(l->arena, &tables->numerals, folded, strlen(folded), grown.count);
        *tpt__push(l->arena, &grown) = milli;
        *tpt__push(l->arena, &articles) = article;
    }
    tables->numeral_milli = grown.items;
    tables->numeral_article = articles.items;
}

/* {"from": "ph", "to": "f"}; "^" and "$" in "from" are the word's start and end. */
static void read_sound(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "from to");
    const char *from = tpt__fold_string(l->arena, tpt__get_string(l, object, "from"));
    const tpt__tree *to = tpt__tree_member(object, "to");
    tpt__sound *sound = tpt__push(l->arena, &l->ruleset->match.vocab.sounds);
    sound->at_start = *from == '^';
    if (sound->at_start) from++;
    size_t len = strlen(from);
    sound->at_end = len > 0 && from[len - 1] == '$';
    if (sound->at_end) len--;
    if (!len) tpt__mistake(l, TPT__EMPTY, "name the letters that it is about", "a sound without letters");
    sound->from = from;
    sound->from_len = (uint32_t)len;
    sound->to = to ? tpt__fold_string(l->arena, tpt__get_string(l, object, "to")) : l->nothing;
    sound->to_len = (uint32_t)strlen(sound->to);
}

typedef TPT__VEC(tpt__unit) unit_list;

static void add_unit_form(tpt__loader *l, tpt__quantity_tables *tables, unit_list *grown, const char *form,
                          tpt__unit unit) {
    const char *folded = tpt__fold_string(l->arena, form);
    if (tpt__map_get(&tables->units, folded, strlen(folded)) != TPT__NONE) return;
    tpt__vocab_know(&l->ruleset->match.vocab, folded);
    tpt__map_set(l->arena, &tables->units, folded, strlen(folded), grown->count);
    *tpt__push(l->arena, grown) = unit;
}

/* A unit's word and its inflections: the language's suffix rules, the other way round ("week" gives "weeks"). */
static void add_unit_forms(tpt__loader *l, tpt__quantity_tables *tables, unit_list *grown, const char *term,
                           tpt__unit unit) {
    const tpt__vocab *vocab = &l->ruleset->match.vocab;
    size_t len = strlen(term);
    add_unit_form(l, tables, grown, term, unit);
    for (uint32_t s = 0; s < vocab->suffixes.count; s++) {
        const tpt__suffix *suffix = &vocab->suffixes.items[s];
        if (suffix->undouble || len < suffix->add_len ||
            strcmp(term + len - suffix->add_len, suffix->add) != 0)
            continue;
        tpt__buf form = {.arena = l->arena};
        tpt__buf_add(&form, term, len - suffix->add_len);
        tpt__buf_add_string(&form, suffix->strip);
        add_unit_form(l, tables, grown, tpt__buf_text(&form), unit);
    }
}

static void read_unit(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id terms dimension num den");
    tpt__require(l, object, "terms");
    tpt__get_optional(l, object, "id"); /* for people: the language's own word for it */
    tpt__quantity_tables *tables = &l->ruleset->match.quantities;
    const char *dimension = tpt__get_string(l, object, "dimension");
    bool duration = strcmp(dimension, "duration") == 0;
    unit_list grown = {tables->unit_items, tables->units.count, tables->units.count};
    tpt__unit unit = {.dimension = duration ? TPT__DIM_DURATION : TPT__DIM_OTHER};
    unit.num = tpt__get_between(l, object, "num", 1, 1, TPT__MOST);
    unit.den = tpt__get_between(l, object, "den", 1, 1, TPT__MOST);
    char slot[64] = "<#";
    strncat(slot, dimension, 50);
    strcat(slot, ">");
    unit.class_word = tpt__vocab_intern(&l->ruleset->match.vocab, slot, strlen(slot));
    tpt__strings terms = tpt__get_strings(l, object, "terms");
    for (uint32_t i = 0; i < terms.count; i++) add_unit_forms(l, tables, &grown, terms.items[i], unit);
    tables->unit_items = grown.items;
}

static void read_calendar(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "terms minutes");
    tpt__require(l, object, "terms minutes");
    int64_t minutes = tpt__get_between(l, object, "minutes", 0, 0, TPT__MOST);
    tpt__strings terms = tpt__get_strings(l, object, "terms");
    for (uint32_t i = 0; i < terms.count; i++) {
        const char *folded = tpt__fold_string(l->arena, terms.items[i]);
        tpt__vocab_know(&l->ruleset->match.vocab, folded);
        tpt__map_set(l->arena, &l->ruleset->match.quantities.calendar, folded, strlen(folded),
                     (uint32_t)minutes);
    }
}

/* The members of a language file that are lists of words. */
static void read_word_classes(tpt__loader *l, const tpt__tree *tree) {
    static const struct {
        const char *key;
        uint16_t classes;
    } lists[] = {{"light", TPT__WORD_LIGHT},
                 {"joins", TPT__WORD_JOINS},
                 {"ors", TPT__WORD_JOINS | TPT__WORD_OR},
                 {"breaks", TPT__WORD_BREAKS},
                 {"opens", TPT__WORD_OPENS},
                 {"reasons", TPT__WORD_REASON},
                 {"relatives", TPT__WORD_RELATIVE},
                 {"locatives", TPT__WORD_AT},
                 {"echoes", TPT__WORD_ECHO},
                 {"since", TPT__WORD_SINCE},
                 {"predicatives", TPT__WORD_PREDICATIVE},
                 {"first_person", TPT__WORD_FIRST_PERSON},
                 {"from", TPT__WORD_FROM},
                 {"toward", TPT__WORD_TOWARD}};
    for (size_t c = 0; c < sizeof lists / sizeof *lists; c++) {
        tpt__strings words = tpt__get_strings(l, tree, lists[c].key);
        for (uint32_t i = 0; i < words.count; i++) {
            uint32_t word = word_of(l, words.items[i]); /* first: it may move the table */
            l->ruleset->match.vocab.words.items[word].classes |= lists[c].classes;
        }
    }
}

static void add_words(tpt__loader *l, const tpt__tree *tree, const char *key, tpt__map *map) {
    tpt__strings words = tpt__get_strings(l, tree, key);
    for (uint32_t i = 0; i < words.count; i++) {
        const char *folded = tpt__fold_string(l->arena, words.items[i]);
        tpt__map_set(l->arena, map, folded, strlen(folded), 1);
    }
}

static void read_word_maps(tpt__loader *l, const tpt__tree *tree) {
    add_words(l, tree, "uninflected", &l->ruleset->match.vocab.uninflected);
    add_words(l, tree, "numeral_joins", &l->ruleset->match.quantities.numeral_joins);
    tpt__strings words = tpt__get_strings(l, tree, "enclitics");
    for (uint32_t i = 0; i < words.count; i++) {
        const char *folded = tpt__fold_string(l->arena, words.items[i]);
        *tpt__push(l->arena, &l->ruleset->match.vocab.enclitics) =
            (tpt__enclitic){folded, (uint32_t)strlen(folded)};
    }
    add_words(l, tree, "third_person", &l->ruleset->lexicon.third_person);
    add_words(l, tree, "pairs", &l->ruleset->lexicon.pairs);
}

static void read_common_words(tpt__loader *l, const tpt__tree *tree) {
    tpt__vocab *vocab = &l->ruleset->match.vocab;
    tpt__strings names = tpt__get_strings(l, tree, "common_words");
    for (uint32_t i = 0; i < names.count; i++) {
        bool found = false;
        for (size_t s = 0; s < tpt__wordset_count && vocab->common_count < 4; s++) {
            if (strcmp(tpt__wordsets[s].name, names.items[i]) != 0) continue;
            vocab->common[vocab->common_count++] = (uint32_t)s;
            found = true;
        }
        if (!found)
            tpt__mistake(l, TPT__UNKNOWN_WORD_LIST, NULL, "no word list named \"%s\" is built in",
                         names.items[i]);
    }
}

static void read_settings(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (!tpt__in_folder(l->files[f].name, "language") || !l->files[f].tree) continue;
        l->current = &l->files[f];
        const tpt__tree *tree = l->current->tree;
        tpt__allow(l, tree,
                   "suffixes uninflected respellings sounds numerals units calendar light joins ors breaks "
                   "opens reasons relatives locatives echoes since predicatives first_person "
                   "third_person pairs enclitics numeral_joins side_follows from toward common_words "
                   "negative_concord bare_site");
        read_word_classes(l, tree);
        read_word_maps(l, tree);
        read_common_words(l, tree);
        if (tpt__get_bool(l, tree, "negative_concord")) l->ruleset->lexicon.negative_concord = true;
        if (tpt__get_bool(l, tree, "side_follows")) l->ruleset->lexicon.side_follows = true;
        uint32_t bare = tpt__get_reference(l, tree, "bare_site", TPT__KIND_CONCEPT);
        if (bare != TPT__NONE) l->ruleset->lexicon.bare_site = bare;
    }
    l->current = NULL;
}

static void intern_slots(tpt__loader *l) {
    tpt__vocab *vocab = &l->ruleset->match.vocab;
    tpt__slots *slots = &l->ruleset->match.slots;
    slots->number = tpt__vocab_intern(vocab, "<n>", 3);
    slots->duration = tpt__vocab_intern(vocab, "<dur>", 5);
    slots->when = tpt__vocab_intern(vocab, "<when>", 6);
    slots->year = tpt__vocab_intern(vocab, "<year>", 6);
}

static void read_codes(tpt__loader *l, tpt__fact_rule *fact, const tpt__tree *codes) {
    size_t mark = tpt__enter(l, "codes");
    for (const tpt__tree *code = tpt__tree_first(codes); code; code = tpt__tree_next(code)) {
        const char *name = tpt__tree_key(code);
        tpt__code *added = tpt__push(l->arena, &fact->codes);
        added->name = tpt__arena_copy(l->arena, name, strlen(name));
        added->value = tpt__get_integer(l, codes, name, 0);
    }
    tpt__leave(l, mark);
}

static bool has_code(const tpt__fact_rule *fact, const char *name) {
    for (uint32_t i = 0; i < fact->codes.count; i++)
        if (strcmp(fact->codes.items[i].name, name) == 0) return true;
    return false;
}

static void read_ask_answer(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__ask *ask = context;
    tpt__allow(l, object, "code label");
    tpt__ask_answer answer = {tpt__get_string(l, object, "code"), tpt__get_string(l, object, "label")};
    if (!has_code(&l->ruleset->rules.facts.items[ask->fact], answer.code))
        tpt__mistake(l, TPT__UNKNOWN_ID, NULL, "\"%s\" is none of the codes of this fact", answer.code);
    *tpt__push(l->arena, &ask->answers) = answer;
}

/* How a form asks for a fact, in the unit of the object that says so: the fact itself, or an input key of it. */
static tpt__ask *read_ask(tpt__loader *l, const tpt__tree *object, uint32_t fact, const char *key) {
    const tpt__tree *member = tpt__get_object(l, object, "ask");
    if (!member) return NULL;
    tpt__ask *ask = tpt__push(l->arena, &l->ruleset->rules.asks);
    ask->fact = fact;
    ask->key = key;
    ask->num = ask->den = 1;
    size_t mark = tpt__enter(l, "ask");
    tpt__allow(l, member, "text about answers");
    ask->text = tpt__get_string(l, member, "text");
    ask->place = (tpt__ask_place)tpt__get_name(l, member, "about", tpt__ask_names, TPT__ASK_NAMED);
    tpt__each_in(l, member, "answers", ask, read_ask_answer);
    tpt__leave(l, mark);
    return ask;
}

static void read_input(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "key num den ask");
    tpt__input_key *input = tpt__push(l->arena, &l->ruleset->rules.inputs);
    input->key = tpt__get_string(l, object, "key");
    input->fact = *(const uint32_t *)context;
    input->num = tpt__get_between(l, object, "num", 1, 1, TPT__MOST);
    input->den = tpt__get_between(l, object, "den", 1, 1, TPT__MOST);
    tpt__map_set(l->arena, &l->ruleset->input_ids, input->key, strlen(input->key),
                 l->ruleset->rules.inputs.count - 1);
    tpt__ask *ask = read_ask(l, object, input->fact, input->key);
    if (!ask) return;
    ask->num = input->num;
    ask->den = input->den;
}

static void read_fact(tpt__loader *l, const tpt__tree *object) {
    static const char *const unknown[] = {"false", "possible", NULL};
    tpt__allow(l, object, "id label unit min max unknown codes inputs ask");
    uint32_t index = l->ruleset->rules.facts.count;
    tpt__fact_rule *fact = tpt__push(l->arena, &l->ruleset->rules.facts);
    fact->id = tpt__get_string(l, object, "id");
    tpt__get_optional(l, object, "label"); /* this and the unit are for people */
    tpt__get_optional(l, object, "unit");
    fact->min = tpt__get_integer(l, object, "min", 0);
    fact->max = tpt__get_integer(l, object, "max", INT64_MAX);
    fact->unknown_is_possible = tpt__get_name(l, object, "unknown", unknown, 0) == 1;
    read_codes(l, fact, tpt__get_object(l, object, "codes"));
    read_ask(l, object, index, fact->id);
    tpt__each_in(l, object, "inputs", &index, read_input);
}

void tpt__load_language(tpt__loader *l) {
    l->ruleset->lexicon.bare_site = TPT__NONE;
    intern_slots(l);
    tpt__each(l, "language", "suffixes", read_suffix);
    tpt__each(l, "language", "respellings", read_respelling);
    tpt__each(l, "language", "sounds", read_sound);
    tpt__each(l, "language", "numerals", read_numeral);
    tpt__each(l, "language", "units", read_unit);
    tpt__each(l, "language", "calendar", read_calendar);
    read_settings(l);
    tpt__each(l, "facts", "facts", read_fact);
}

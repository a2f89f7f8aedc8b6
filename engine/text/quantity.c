#include "text/quantity.h"

#include <string.h>

#include "base/vec.h"

#define CALENDAR_WORDS 3

typedef TPT__VEC(tpt__quantity) quantity_list;

typedef struct finder {
    tpt__arena *arena;
    const tpt__document *doc;
    const tpt__quantity_tables *tables;
    quantity_list found;
} finder;

static void add(finder *f, tpt__dimension dimension, uint32_t class_word, uint32_t first, uint32_t last,
                int64_t value) {
    *tpt__push(f->arena, &f->found) = (tpt__quantity){dimension, class_word, first, last, value};
}

static bool token_is(const tpt__document *doc, uint32_t at, const char *text) {
    if (at >= doc->count) return false;
    const tpt__token *token = &doc->tokens[at];
    return token->len == strlen(text) && memcmp(tpt__token_text(doc, token), text, token->len) == 0;
}

static uint32_t lookup(const tpt__document *doc, const tpt__map *map, uint32_t at) {
    if (at >= doc->count) return TPT__NONE;
    return tpt__map_get(map, tpt__token_text(doc, &doc->tokens[at]), doc->tokens[at].len);
}

static int64_t divide(int64_t value, int64_t by) { /* rounds half away from zero */
    return value < 0 ? -((-value + by / 2) / by) : (value + by / 2) / by;
}

/* "a year and a half": how many thousandths of the unit follow it, and where they end. */
static int64_t fraction_after(const finder *f, uint32_t at, uint32_t *end) {
    *end = at;
    if (lookup(f->doc, &f->tables->numeral_joins, at) == TPT__NONE) return 0;
    for (uint32_t t = at + 1; t <= at + 2 && t < f->doc->count && f->doc->tokens[t].lead == TPT__LEAD_NONE;
         t++) {
        uint32_t numeral = lookup(f->doc, &f->tables->numerals, t);
        if (numeral == TPT__NONE) return 0;
        int64_t milli = f->tables->numeral_milli[numeral];
        if (milli > 0 && milli < 1000) {
            *end = t + 1;
            return milli;
        }
        if (milli != 1000) return 0; /* only "a" may stand before "half" */
    }
    return 0;
}

static void add_measured(finder *f, const tpt__unit *unit, uint32_t first, uint32_t last, int64_t milli) {
    if (milli > INT64_MAX / 1000000 || unit->num > 1000000) return;
    int64_t scaled = milli * unit->num;
    int64_t value =
        unit->dimension == TPT__DIM_OTHER ? divide(scaled, unit->den) : divide(scaled, unit->den * 1000);
    add(f, unit->dimension, unit->class_word, first, last, value);
}

/* "3/7", "2/52", "10/12": a clinician's days, weeks, months. */
static bool add_fraction_unit(finder *f, uint32_t first, uint32_t at, int64_t milli) {
    if (!token_is(f->doc, at, "/") || at + 1 >= f->doc->count) return false;
    const tpt__token *denominator = &f->doc->tokens[at + 1];
    char key[16] = "/";
    if (denominator->kind != TPT__TOKEN_NUMBER || denominator->len > 8) return false;
    memcpy(key + 1, tpt__token_text(f->doc, denominator), denominator->len);
    uint32_t unit = tpt__map_get(&f->tables->units, key, denominator->len + 1);
    if (unit == TPT__NONE) return false;
    add_measured(f, &f->tables->unit_items[unit], first, at + 2, milli);
    return true;
}

/* A unit right after a value, over a hyphen ("3-week") or two numerals ("couple of weeks"). */
static void add_with_unit(finder *f, uint32_t first, uint32_t at, int64_t milli) {
    if (add_fraction_unit(f, first, at, milli)) return;
    for (uint32_t skipped = 0; skipped < 2 && at < f->doc->count; skipped++, at++) {
        if (f->doc->tokens[at].lead != TPT__LEAD_NONE) return;
        uint32_t unit = lookup(f->doc, &f->tables->units, at);
        if (unit != TPT__NONE) {
            uint32_t end;
            int64_t more = fraction_after(f, at + 1, &end);
            add_measured(f, &f->tables->unit_items[unit], first, at + 1, milli);
            if (more) add_measured(f, &f->tables->unit_items[unit], first, end, milli + more);
            return;
        }
        bool may_skip = f->doc->tokens[at].kind == TPT__TOKEN_SIGN ||
                        lookup(f->doc, &f->tables->numerals, at) != TPT__NONE;
        if (!may_skip || token_is(f->doc, at, "/")) return;
    }
}

/* "3-4 weeks", "2 or 3 days": the larger one counts, as the pair's second value meets the unit by itself. */
static void read_value(finder *f, uint32_t at, uint32_t last, int64_t milli, bool article) {
    if (!article) add(f, TPT__DIM_NUMBER, 0, at, last, milli);
    if (f->doc->tokens[at].kind == TPT__TOKEN_NUMBER && milli >= 1900000 && milli < 2100000 &&
        milli % 1000 == 0 && f->doc->tokens[at].len == 4)
        add(f, TPT__DIM_YEAR, 0, at, at + 1, milli);
    add_with_unit(f, at, last, milli);
}

static void read_calendar(finder *f, uint32_t at) {
    char phrase[64];
    size_t len = 0;
    for (uint32_t words = 0; words < CALENDAR_WORDS && at + words < f->doc->count; words++) {
        const tpt__token *token = &f->doc->tokens[at + words];
        if (len + token->len + 1 >= sizeof phrase || (words && token->lead != TPT__LEAD_NONE)) return;
        if (words) phrase[len++] = ' ';
        memcpy(phrase + len, tpt__token_text(f->doc, token), token->len);
        len += token->len;
        uint32_t minutes = tpt__map_get(&f->tables->calendar, phrase, len);
        if (minutes != TPT__NONE) add(f, TPT__DIM_WHEN, 0, at, at + words + 1, minutes);
    }
}

/* "eighty-one", "treinta y uno": tens and units, with or without something between. */
static int64_t compound_at(finder *f, uint32_t at, int64_t milli, uint32_t *last) {
    *last = at + 1;
    if (milli < 20000 || milli > 90000 || milli % 10000) return milli;
    uint32_t next = at + 1;
    if (next >= f->doc->count || f->doc->tokens[next].lead != TPT__LEAD_NONE) return milli;
    if (token_is(f->doc, next, "-") || lookup(f->doc, &f->tables->numeral_joins, next) != TPT__NONE) next++;
    uint32_t unit = lookup(f->doc, &f->tables->numerals, next);
    if (unit == TPT__NONE || next >= f->doc->count || f->doc->tokens[next].lead != TPT__LEAD_NONE)
        return milli;
    int64_t units = f->tables->numeral_milli[unit];
    if (units < 1000 || units > 9000 || units % 1000) return milli;
    *last = next + 1;
    return milli + units;
}

/* Returns the end of the number. */
static uint32_t read_numeral(finder *f, uint32_t at, int64_t milli, bool article) {
    uint32_t last;
    int64_t compound = compound_at(f, at, milli, &last);
    read_value(f, at, last, compound, article);
    return last;
}

static uint32_t shape_of(const char *word, size_t len) {
    uint32_t first = (unsigned char)word[0], last = (unsigned char)word[len - 1];
    return (first * 37 + last * 5 + (uint32_t)len * 151) % TPT__SHAPES;
}

/* Nearly no other word does. */
static bool may_open(const tpt__document *doc, const tpt__quantity_tables *tables, const tpt__token *token) {
    if (token->kind == TPT__TOKEN_NUMBER) return true;
    return token->len && tpt__bits_has(tables->openers, shape_of(tpt__token_text(doc, token), token->len));
}

void tpt__quantities_find(tpt__arena *arena, const tpt__document *doc, const tpt__quantity_tables *tables,
                          tpt__quantity **out, uint32_t *count) {
    finder f = {.arena = arena, .doc = doc, .tables = tables};
    uint32_t free = 0; /* past the last number: the "three" of "seventy-three" is none by itself */
    for (uint32_t at = 0; at < doc->count; at++) {
        if (!may_open(doc, tables, &doc->tokens[at])) continue;
        uint32_t numeral = at < free ? TPT__NONE : lookup(doc, &tables->numerals, at);
        if (doc->tokens[at].kind == TPT__TOKEN_NUMBER)
            read_value(&f, at, at + 1, doc->tokens[at].milli, false);
        else if (numeral != TPT__NONE)
            free = read_numeral(&f, at, tables->numeral_milli[numeral], tables->numeral_article[numeral]);
        read_calendar(&f, at);
    }
    *out = f.found.items;
    *count = f.found.count;
}

/* ---- At load time -------------------------------------------------------------------------------------------------------- */

/* What a map's keys begin with, up to any space: a token may have one within. */
static void add_openers(const tpt__map *map, uint64_t *openers) {
    for (uint32_t i = 0; i < map->capacity; i++) {
        const char *key = tpt__map_key(map, i);
        size_t len = 0;
        while (key && key[len]) {
            len += strcspn(key + len, " ");
            if (len) tpt__bits_add(openers, shape_of(key, len));
            len += key[len] == ' ';
        }
    }
}

void tpt__quantities_freeze(tpt__quantity_tables *tables) {
    add_openers(&tables->numerals, tables->openers);
    add_openers(&tables->calendar, tables->openers);
}

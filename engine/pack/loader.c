#include "pack/loader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/vec.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define LETTERS LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *const KIND_NAMES[TPT__KIND_COUNT] = {
    [TPT__KIND_SITE] = "site",       [TPT__KIND_CONCEPT] = "concept",
    [TPT__KIND_FINDING] = "finding", [TPT__KIND_FACT] = "fact",
    [TPT__KIND_FLAG] = "flag",       [TPT__KIND_CONDITION] = "condition",
    [TPT__KIND_AREA] = "area",       [TPT__KIND_THERAPY] = "therapy",
    [TPT__KIND_CAUTION] = "caution", [TPT__KIND_SELF_CARE] = "self-care item",
    [TPT__KIND_SOURCE] = "source",   [TPT__KIND_SCORE] = "score",
    [TPT__KIND_CONTEXT] = "context",
};

size_t tpt__enter(tpt__loader *l, const char *key) {
    size_t mark = strlen(l->pointer), at = mark;
    const size_t last = sizeof l->pointer - 1;
    if (at < last) l->pointer[at++] = '/';
    while (at < last && *key) l->pointer[at++] = *key++;
    l->pointer[at] = '\0';
    return mark;
}

size_t tpt__enter_index(tpt__loader *l, uint32_t index) {
    char key[16], *first = key + sizeof key - 1;
    *first = '\0';
    do *--first = (char)('0' + index % 10);
    while (index /= 10);
    return tpt__enter(l, first);
}

void tpt__leave(tpt__loader *l, size_t mark) { l->pointer[mark] = '\0'; }

bool tpt__in_folder(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && path[len] == '/';
}

static bool is_list(tpt__loader *l, const tpt__tree *list, const char *key) {
    bool is = tpt__tree_is_array(list);
    if (!is) tpt__mistake(l, TPT__WRONG_TYPE, NULL, "\"%s\" must be a list", key);
    return is;
}

static bool is_object(tpt__loader *l, const tpt__tree *node) {
    bool is = tpt__tree_is_object(node);
    if (!is) tpt__mistake(l, TPT__NOT_AN_OBJECT, NULL, "an object is expected here");
    return is;
}

void tpt__each(tpt__loader *l, const char *folder, const char *collection,
               void (*read)(tpt__loader *, const tpt__tree *)) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (!l->files[f].tree || !tpt__in_folder(l->files[f].name, folder)) continue;
        l->current = &l->files[f];
        l->pointer[0] = '\0';
        const tpt__tree *list = tpt__tree_member(l->current->tree, collection);
        size_t outer = tpt__enter(l, collection);
        uint32_t index = 0;
        if (list && is_list(l, list, collection))
            for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
                size_t mark = tpt__enter_index(l, index++);
                if (!tpt__tree_is_hidden(item) && is_object(l, item)) read(l, item);
                tpt__leave(l, mark);
            }
        tpt__leave(l, outer);
    }
    l->current = NULL;
}

void tpt__each_in(tpt__loader *l, const tpt__tree *object, const char *key, void *context,
                  void (*read)(tpt__loader *, const tpt__tree *, void *)) {
    const tpt__tree *list = tpt__tree_member(object, key);
    if (!list) return;
    size_t outer = tpt__enter(l, key);
    uint32_t index = 0;
    if (is_list(l, list, key))
        for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
            size_t mark = tpt__enter_index(l, index++);
            if (is_object(l, item)) read(l, item, context);
            tpt__leave(l, mark);
        }
    tpt__leave(l, outer);
}

static bool has_word(const char *words, const char *word) {
    size_t len = strlen(word);
    if (!len || strchr(word, ' ')) return false; /* none, or two of them, are not one */
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len])) return true;
    return false;
}

void tpt__allow(tpt__loader *l, const tpt__tree *object, const char *allowed) {
    for (const tpt__tree *member = tpt__tree_first(object); member; member = tpt__tree_next(member)) {
        const char *key = tpt__tree_key(member);
        if (strcmp(key, "note") == 0 || has_word(allowed, key)) continue;
        if (!*l->pointer && strcmp(key, "$schema") == 0) continue;
        char hint[sizeof l->first.hint];
        tpt__suggest(hint, sizeof hint, allowed, key);
        size_t mark = tpt__enter(l, key);
        tpt__mistake(l, TPT__UNKNOWN_KEY, hint, "unknown key \"%s\"", key);
        tpt__leave(l, mark);
    }
}

void tpt__require(tpt__loader *l, const tpt__tree *object, const char *needed) {
    char key[32];
    for (const char *from = needed; *from;) {
        size_t len = strcspn(from, " ");
        snprintf(key, sizeof key, "%.*s", (int)len, from);
        if (!tpt__tree_member(object, key))
            tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "\"%s\" is missing", key);
        from += len + (from[len] == ' ');
    }
}

static void wrong_type(tpt__loader *l, const char *key, const char *what) {
    size_t mark = tpt__enter(l, key);
    tpt__mistake(l, TPT__WRONG_TYPE, NULL, "\"%s\" must be %s", key, what);
    tpt__leave(l, mark);
}

const char *tpt__get_optional(tpt__loader *l, const tpt__tree *object, const char *key) {
    const tpt__tree *member = tpt__tree_member(object, key);
    const char *text = member ? tpt__tree_string(member) : NULL;
    if (member && !text) wrong_type(l, key, "a string");
    return text ? tpt__arena_copy(l->arena, text, strlen(text)) : NULL;
}

const char *tpt__get_filled(tpt__loader *l, const tpt__tree *object, const char *key) {
    const char *text = tpt__get_optional(l, object, key);
    if (!text || *text) return text;
    size_t mark = tpt__enter(l, key);
    tpt__mistake(l, TPT__EMPTY, NULL, "\"%s\" is empty", key);
    tpt__leave(l, mark);
    return NULL;
}

const char *tpt__get_string(tpt__loader *l, const tpt__tree *object, const char *key) {
    const char *text = tpt__get_optional(l, object, key);
    tpt__require(l, object, key);
    return text ? text : l->nothing;
}

int64_t tpt__get_integer(tpt__loader *l, const tpt__tree *object, const char *key, int64_t fallback) {
    const tpt__tree *member = tpt__tree_member(object, key);
    int64_t value = fallback;
    if (member && !tpt__tree_integer(member, &value)) wrong_type(l, key, "a whole number");
    return value;
}

bool tpt__get_bool(tpt__loader *l, const tpt__tree *object, const char *key) {
    const tpt__tree *member = tpt__tree_member(object, key);
    bool value = false;
    if (member && !tpt__tree_bool(member, &value)) wrong_type(l, key, "true or false");
    return value;
}

int64_t tpt__get_between(tpt__loader *l, const tpt__tree *object, const char *key, int64_t fallback,
                         int64_t least, int64_t most) {
    int64_t value = tpt__get_integer(l, object, key, fallback);
    if (value >= least && value <= most) return value;
    size_t mark = tpt__enter(l, key);
    tpt__mistake(l, TPT__OUT_OF_RANGE, NULL, "\"%s\" must be from %lld to %lld", key, (long long)least,
                 (long long)most);
    tpt__leave(l, mark);
    return fallback;
}

const tpt__tree *tpt__get_object(tpt__loader *l, const tpt__tree *object, const char *key) {
    const tpt__tree *member = tpt__tree_member(object, key);
    if (!member) return NULL;
    size_t mark = tpt__enter(l, key);
    bool is = is_object(l, member);
    tpt__leave(l, mark);
    return is ? member : NULL;
}

static bool is_snake(const char *text, size_t len) {
    if (!len || text[0] < 'a' || text[0] > 'z') return false;
    return strspn(text, LOWER DIGITS "_") >= len;
}

static bool is_id(const char *id, tpt__id_form form) {
    size_t len = strlen(id), head = strcspn(id, ".");
    if (form == TPT__ID_SOURCE)
        return len && strchr(LETTERS, id[0]) && strspn(id, LETTERS DIGITS "_-.") == len;
    if (form == TPT__ID_SUBTYPE && head < len)
        return is_snake(id, head) && is_snake(id + head + 1, len - head - 1);
    return is_snake(id, len);
}

void tpt__check_id(tpt__loader *l, const char *id, tpt__id_form form) {
    if (!is_id(id, form)) tpt__mistake(l, TPT__BAD_ID, NULL, "\"%s\" is no id", id);
}

const char *tpt__get_id(tpt__loader *l, const tpt__tree *object, tpt__id_form form) {
    const tpt__tree *member = tpt__tree_member(object, "id");
    const char *id = tpt__get_string(l, object, "id");
    if (!member || !tpt__tree_string(member)) return id;
    size_t mark = tpt__enter(l, "id");
    tpt__check_id(l, id, form);
    tpt__leave(l, mark);
    return id;
}

uint32_t tpt__name_index(tpt__loader *l, const char *name, const char *const *names) {
    char known[400] = "", hint[sizeof l->first.hint];
    for (uint32_t i = 0; names[i]; i++) {
        if (!*names[i]) continue; /* stands for none in the tables; nobody writes it */
        if (strcmp(names[i], name) == 0) return i;
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", used ? " " : "", names[i]);
    }
    tpt__suggest(hint, sizeof hint, known, name);
    tpt__mistake(l, TPT__UNKNOWN_NAME, hint, "\"%s\" is not one of the names known here", name);
    return 0;
}

uint32_t tpt__get_name(tpt__loader *l, const tpt__tree *object, const char *key, const char *const *names,
                       uint32_t fallback) {
    const char *name = tpt__get_optional(l, object, key);
    if (!name) return fallback;
    size_t mark = tpt__enter(l, key);
    uint32_t index = tpt__name_index(l, name, names);
    tpt__leave(l, mark);
    return index;
}

uint32_t tpt__require_name(tpt__loader *l, const tpt__tree *object, const char *key,
                           const char *const *names) {
    if (!tpt__tree_member(object, key)) tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "\"%s\" is missing", key);
    return tpt__get_name(l, object, key, names, 0);
}

uint32_t tpt__get_names(tpt__loader *l, const tpt__tree *object, const char *key, const char *const *names) {
    tpt__strings list = tpt__get_strings(l, object, key);
    uint32_t bits = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        size_t mark = tpt__enter(l, key);
        bits |= 1u << tpt__name_index(l, list.items[i], names);
        tpt__leave(l, mark);
    }
    return bits;
}

typedef TPT__VEC(const char *) string_list;

static void add_string(tpt__loader *l, string_list *out, const tpt__tree *node, const char *key) {
    const char *text = tpt__tree_string(node);
    if (!text) tpt__mistake(l, TPT__WRONG_TYPE, NULL, "\"%s\" must be a list of strings", key);
    else if (!*text) tpt__mistake(l, TPT__EMPTY, NULL, "\"%s\" holds an empty string", key);
    else *tpt__push(l->arena, out) = tpt__arena_copy(l->arena, text, strlen(text));
}

static void add_strings(tpt__loader *l, string_list *out, const tpt__tree *list, const char *key) {
    uint32_t index = 0;
    for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
        size_t mark = tpt__enter_index(l, index++);
        add_string(l, out, item, key);
        tpt__leave(l, mark);
    }
}

tpt__strings tpt__get_strings(tpt__loader *l, const tpt__tree *object, const char *key) {
    string_list out = {0};
    const tpt__tree *member = tpt__tree_member(object, key);
    size_t mark = tpt__enter(l, key);
    if (member && !tpt__tree_is_array(member)) add_string(l, &out, member, key);
    else add_strings(l, &out, member, key);
    tpt__leave(l, mark);
    return (tpt__strings){out.items, out.count, 0};
}

/* "did you mean …?" for an id, or NULL where none is near; of two as near the first by the alphabet. */
static const char *nearest_id(const tpt__loader *l, tpt__kind kind, const char *id, char *hint, size_t size) {
    const char *nearest = tpt__nearest_key(&l->ids[kind], id);
    if (!nearest) return NULL;
    snprintf(hint, size, "did you mean \"%s\"?", nearest);
    return hint;
}

/* What to use where an id is no more, or NULL. */
static const char *instead_of(const tpt__retired *retired, char *hint, size_t size) {
    if (!*retired->instead) return NULL;
    snprintf(hint, size, "use \"%s\"", retired->instead);
    return hint;
}

uint32_t tpt__refer(tpt__loader *l, tpt__kind kind, const char *id) {
    uint32_t index = tpt__map_get(&l->ids[kind], id, strlen(id));
    uint32_t dead = tpt__map_get(&l->retired[kind], id, strlen(id));
    char hint[sizeof l->first.hint];
    if (index == TPT__NONE && dead != TPT__NONE)
        tpt__mistake(l, TPT__RETIRED_ID, instead_of(&l->dead.items[dead], hint, sizeof hint),
                     "the %s \"%s\" was retired in %s", KIND_NAMES[kind], id, l->dead.items[dead].since);
    else if (index == TPT__NONE)
        tpt__mistake(l, TPT__UNKNOWN_ID, nearest_id(l, kind, id, hint, sizeof hint),
                     "no %s has the id \"%s\"", KIND_NAMES[kind], id);
    return index;
}

uint32_t tpt__get_reference(tpt__loader *l, const tpt__tree *object, const char *key, tpt__kind kind) {
    const char *id = tpt__get_optional(l, object, key);
    if (!id) return TPT__NONE;
    size_t mark = tpt__enter(l, key);
    uint32_t index = tpt__refer(l, kind, id);
    tpt__leave(l, mark);
    return index;
}

tpt__list tpt__get_references(tpt__loader *l, const tpt__tree *object, const char *key, tpt__kind kind) {
    tpt__strings ids = tpt__get_strings(l, object, key);
    TPT__VEC(uint32_t) out = {0};
    for (uint32_t i = 0; i < ids.count; i++) {
        size_t mark = tpt__enter(l, key), inner = tpt__enter_index(l, i);
        uint32_t index = tpt__refer(l, kind, ids.items[i]);
        if (index != TPT__NONE) *tpt__push(l->arena, &out) = index;
        tpt__leave(l, inner);
        tpt__leave(l, mark);
    }
    return (tpt__list){out.items, out.count, 0};
}

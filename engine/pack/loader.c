#include "pack/loader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/vec.h"

static const char *const KIND_NAMES[TPT__KIND_COUNT] = {
    [TPT__KIND_SITE] = "site",       [TPT__KIND_CONCEPT] = "concept",
    [TPT__KIND_FINDING] = "finding", [TPT__KIND_FACT] = "fact",
    [TPT__KIND_FLAG] = "flag",       [TPT__KIND_CONDITION] = "condition",
    [TPT__KIND_AREA] = "area",       [TPT__KIND_THERAPY] = "therapy",
    [TPT__KIND_CAUTION] = "caution", [TPT__KIND_SELF_CARE] = "self-care item",
    [TPT__KIND_SOURCE] = "source",   [TPT__KIND_SCORE] = "score",
};

size_t tpt__enter(tpt__loader *l, const char *key) {
    size_t mark = strlen(l->pointer);
    snprintf(l->pointer + mark, sizeof l->pointer - mark, "/%s", key);
    return mark;
}

size_t tpt__enter_index(tpt__loader *l, uint32_t index) {
    char key[16];
    snprintf(key, sizeof key, "%u", index);
    return tpt__enter(l, key);
}

void tpt__leave(tpt__loader *l, size_t mark) { l->pointer[mark] = '\0'; }

bool tpt__in_folder(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && path[len] == '/';
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
        for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
            size_t mark = tpt__enter_index(l, index++);
            if (tpt__tree_is_object(item) && !tpt__tree_is_hidden(item)) read(l, item);
            else if (!tpt__tree_is_object(item))
                tpt__mistake(l, TPT__NOT_AN_OBJECT, NULL, "an object is expected here");
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
    if (!tpt__tree_is_array(list)) tpt__mistake(l, TPT__WRONG_TYPE, NULL, "\"%s\" must be a list", key);
    else
        for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
            size_t mark = tpt__enter_index(l, index++);
            read(l, item, context);
            tpt__leave(l, mark);
        }
    tpt__leave(l, outer);
}

static bool has_word(const char *words, const char *word) {
    size_t len = strlen(word);
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len])) return true;
    return false;
}

void tpt__allow(tpt__loader *l, const tpt__tree *object, const char *allowed) {
    for (const tpt__tree *member = tpt__tree_first(object); member; member = tpt__tree_next(member)) {
        const char *key = tpt__tree_key(member);
        if (strcmp(key, "note") == 0 || has_word(allowed, key)) continue;
        char hint[sizeof l->first.hint];
        tpt__suggest(hint, sizeof hint, allowed, key);
        size_t mark = tpt__enter(l, key);
        tpt__mistake(l, TPT__UNKNOWN_KEY, hint, "unknown key \"%s\"", key);
        tpt__leave(l, mark);
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

const char *tpt__get_string(tpt__loader *l, const tpt__tree *object, const char *key) {
    const char *text = tpt__get_optional(l, object, key);
    if (!text && !tpt__tree_member(object, key))
        tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "\"%s\" is missing", key);
    return text ? text : "";
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

static uint32_t name_index(tpt__loader *l, const char *name, const char *const *names) {
    char known[400] = "", hint[sizeof l->first.hint];
    for (uint32_t i = 0; names[i]; i++) {
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
    uint32_t index = name_index(l, name, names);
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
        bits |= 1u << name_index(l, list.items[i], names);
        tpt__leave(l, mark);
    }
    return bits;
}

tpt__strings tpt__get_strings(tpt__loader *l, const tpt__tree *object, const char *key) {
    TPT__VEC(const char *) out = {0};
    const tpt__tree *member = tpt__tree_member(object, key);
    if (member && tpt__tree_string(member)) {
        *tpt__push(l->arena, &out) = tpt__get_string(l, object, key);
    } else if (member && tpt__tree_is_array(member)) {
        for (const tpt__tree *item = tpt__tree_first(member); item; item = tpt__tree_next(item)) {
            const char *text = tpt__tree_string(item);
            if (!text) wrong_type(l, key, "a list of strings");
            else *tpt__push(l->arena, &out) = tpt__arena_copy(l->arena, text, strlen(text));
        }
    } else if (member) {
        wrong_type(l, key, "a list of strings");
    }
    return (tpt__strings){out.items, out.count};
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
    return (tpt__list){out.items, out.count};
}

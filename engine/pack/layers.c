#include "pack/layers.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/vec.h"

/* ---- Which pack a file is of ------------------------------------------------------------------------------------------------- */

const char *tpt__layers_below(tpt__arena *arena, const tpt_pack_file *manifest) {
    tpt__json json;
    tpt_error error;
    if (tpt__json_parse(arena, manifest->data, manifest->size, &json, &error) != TPT_OK) return NULL;
    const tpt__json_node *extends = tpt__json_member(&json, &json.items[0], "extends");
    return extends && extends->type == TPT__JSON_STRING && extends->len ? extends->text : NULL;
}

/* The name of a file within the pack whose files begin with `prefix`; NULL if it is not of that pack. */
static const char *name_within(const char *path, const char *prefix) {
    size_t len = strlen(prefix);
    if (!len) return path;
    return strncmp(path, prefix, len) == 0 && path[len] == '/' ? path + len + 1 : NULL;
}

static tpt__file *manifest_of(tpt__loader *l, const char *prefix) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        const char *name = name_within(l->files[f].file->path, prefix);
        if (name && strcmp(name, "pack.json") == 0) return &l->files[f];
    }
    return NULL;
}

/* Gives the files of one pack to it. The packs above have had their turn, so the longest prefix has the last word. */
static void claim(tpt__loader *l, const char *prefix, uint32_t layer) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        const char *name = name_within(l->files[f].file->path, prefix);
        if (!name) continue;
        l->files[f].name = name;
        l->files[f].layer = layer;
    }
}

static void cannot_extend(tpt__loader *l, tpt__file *manifest, const char *format, const char *what) {
    l->current = manifest;
    l->pointer[0] = '\0';
    size_t mark = tpt__enter(l, "extends");
    tpt__mistake(l, TPT__BAD_EXTENDS, NULL, format, what);
    tpt__leave(l, mark);
    l->current = NULL;
}

/* The prefix of the pack below; NULL where there is none. */
static const char *prefix_below(tpt__loader *l, const char *prefix, tpt__file *manifest) {
    const char *below = manifest && manifest->tree ? tpt__layers_below(l->scratch, manifest->file) : NULL;
    if (!below) return NULL;
    size_t size = strlen(prefix) + strlen(below) + 2;
    char *joined = tpt__arena_alloc(l->scratch, size);
    bool absolute = below[0] == '/';
    snprintf(joined, size, "%s%s%s", absolute ? "" : prefix, *prefix && !absolute ? "/" : "", below);
    return joined;
}

bool tpt__layers_find(tpt__loader *l) {
    const char *prefix = "";
    claim(l, prefix, 0);
    for (l->layer_count = 1;; l->layer_count++) {
        tpt__file *manifest = manifest_of(l, prefix);
        const char *below = prefix_below(l, prefix, manifest);
        if (!below) return true;
        if (!manifest_of(l, below)) {
            cannot_extend(l, manifest, "there is no pack in \"%s\"", below);
            return false;
        }
        if (l->layer_count == TPT__MOST_LAYERS) {
            cannot_extend(l, manifest, "\"%s\" is more than eight packs down: do they extend each other?",
                          below);
            return false;
        }
        claim(l, below, l->layer_count);
        prefix = below;
    }
}

/* ---- What amending may change ------------------------------------------------------------------------------------------------- */

typedef struct amendable {
    const char *folder, *collection;
    const char *name;    /* as messages call it */
    const char *wording; /* members that never change what is raised */
    const char *added;   /* lists whose elements come on top of those of the pack below */
    bool guarded; /* does anything but wording need leave, if it is not seen to keep all that was raised? */
} amendable;

static const amendable AMENDABLE[] = {
    {"lexicon", "contexts", "context", "", "", true},
    {"lexicon", "sites", "site", "label", "terms patterns", true},
    {"lexicon", "concepts", "concept", "label", "terms patterns", true},
    {"findings", "findings", "finding", "label brief", "terms patterns", true},
    {"facts", "facts", "fact", "label ask", "", true},
    {"flags", "flags", "flag", "cause title advice go_sooner question sources", "", true},
    {"conditions", "conditions", "condition", "", "", false},
    {"conditions", "scores", "score", "label", "", true},
    {"trigger_points", "areas", "area", "", "", false},
    {"therapies", "therapies", "therapy", "", "", false},
    {"therapies", "cautions", "caution", "sources", "", true},
    {"therapies", "self_care", "self-care item", "", "", false},
    {"urgency", "levels", "level", "title advice ambulance_advice hands_off go_sooner", "", true},
    {"sources", "sources", "source", "", "", false},
};

static bool is_among(const char *words, const char *word) {
    size_t len = strlen(word);
    for (const char *at = words; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strncmp(at, word, len) == 0 && (at[len] == ' ' || !at[len])) return true;
    return false;
}

static bool has_equal(const tpt__tree *list, const tpt__tree *wanted) {
    for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item))
        if (tpt__tree_equal(item, wanted)) return true;
    return false;
}

static bool holds_all(const tpt__tree *list, const tpt__tree *wanted) {
    for (const tpt__tree *item = tpt__tree_first(wanted); item; item = tpt__tree_next(item))
        if (!has_equal(list, item)) return false;
    return true;
}

/* Does `now` hold wherever `before` did? Seen only where it is the same, or one way among others. */
static bool still_asks(const tpt__tree *now, const tpt__tree *before) {
    if (!now || !before) return false;
    if (tpt__tree_equal(now, before)) return true;
    const tpt__tree *ways = tpt__tree_member(now, "any"), *known = tpt__tree_member(before, "any");
    if (!ways) return false;
    return has_equal(ways, before) || (known && holds_all(ways, known));
}

static uint32_t level_number(const tpt__tree *level) {
    const tpt__tree *name = tpt__tree_member(level, "level");
    const char *text = name ? tpt__tree_string(name) : NULL;
    for (uint32_t i = 0; text && i < TPT__LEVEL_COUNT; i++)
        if (strcmp(tpt__level_names[i], text) == 0) return i;
    return 0;
}

static bool calls_ambulance(const tpt__tree *level) {
    const tpt__tree *member = tpt__tree_member(level, "ambulance");
    bool value = false;
    return member && tpt__tree_bool(member, &value) && value;
}

/* Is what raised a flag to a level still raising it, as high or higher? */
static bool keeps_level(const tpt__tree *levels, const tpt__tree *before) {
    for (const tpt__tree *now = tpt__tree_first(levels); now; now = tpt__tree_next(now))
        if (level_number(now) >= level_number(before) && calls_ambulance(now) >= calls_ambulance(before) &&
            still_asks(tpt__tree_member(now, "when"), tpt__tree_member(before, "when")))
            return true;
    return false;
}

static bool keeps_levels(const tpt__tree *now, const tpt__tree *before) {
    for (const tpt__tree *level = tpt__tree_first(before); level; level = tpt__tree_next(level))
        if (!keeps_level(now, level)) return false;
    return true;
}

/* Members that may change and be seen to lower nothing. */
static bool is_seen_to_keep(const char *key, const tpt__tree *now, const tpt__tree *before) {
    if (!before) return false;
    if (strcmp(key, "levels") == 0) return keeps_levels(now, before);
    if (strcmp(key, "any") == 0) return holds_all(now, before); /* of a finding: more ways to find it */
    if (strcmp(key, "suppresses") == 0) return holds_all(before, now); /* fewer flags that it silences */
    return tpt__tree_equal(now, before);
}

/* The first member by which an amendment may lower something; NULL where none does. */
static const char *lowering_member(const amendable *kind, const tpt__tree *now, const tpt__tree *before) {
    for (const tpt__tree *member = tpt__tree_first(now); kind->guarded && member;
         member = tpt__tree_next(member)) {
        const char *key = tpt__tree_key(member);
        if (is_among("id note aliases amends drop allow_lower", key) || is_among(kind->wording, key) ||
            is_among(kind->added, key))
            continue;
        if (!is_seen_to_keep(key, member, tpt__tree_member(before, key))) return key;
    }
    return NULL;
}

/* ---- Amending ------------------------------------------------------------------------------------------------------------------ */

typedef struct amending {
    tpt__loader *l;
    const amendable *kind;
    uint32_t layer;
    const char *id;
    bool drops, has_leave; /* leave to lower something */
} amending;

static tpt__tree *find_in_file(const tpt__file *file, const amendable *kind, const char *id) {
    const tpt__tree *list = tpt__tree_member(file->tree, kind->collection);
    for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
        const tpt__tree *named = tpt__tree_is_object(item) ? tpt__tree_member(item, "id") : NULL;
        const char *text = named ? tpt__tree_string(named) : NULL;
        if (text && strcmp(text, id) == 0 && !tpt__tree_is_hidden(item)) return (tpt__tree *)item;
    }
    return NULL;
}

/* What the packs below say of an id. They have been put together already, so there is but one. */
static tpt__tree *find_below(const amending *a) {
    for (uint32_t f = 0; f < a->l->file_count; f++) {
        const tpt__file *file = &a->l->files[f];
        if (!file->tree || file->layer <= a->layer || !tpt__in_folder(file->name, a->kind->folder)) continue;
        tpt__tree *found = find_in_file(file, a->kind, a->id);
        if (found) return found;
    }
    return NULL;
}

/* What is neither true nor false was meant so: it is told of, and not each member beside it too. */
static bool is_meant(tpt__loader *l, const tpt__tree *object, const char *key) {
    const tpt__tree *member = tpt__tree_member(object, key);
    bool value = false;
    if (!member || tpt__tree_bool(member, &value)) return value;
    tpt__get_bool(l, object, key);
    return true;
}

/* A rule that may be raised less needs leave, and is told of even so. */
static void check_lowering(const amending *a, const tpt__tree *now, const tpt__tree *before) {
    const char *member = a->drops ? NULL : lowering_member(a->kind, now, before);
    if (!(a->drops && a->kind->guarded) && !member) return;
    char what[120];
    if (a->drops) snprintf(what, sizeof what, "%s %s is dropped", a->kind->name, a->id);
    else
        snprintf(what, sizeof what, "%s %s: \"%s\" is changed, which may lower it", a->kind->name, a->id,
                 member);
    size_t mark = tpt__enter(a->l, member ? member : "drop");
    if (a->has_leave) tpt__warn(a->l, TPT__ALLOWED_LOWER, what);
    else tpt__mistake(a->l, TPT__LOWERED, NULL, "%s", what);
    tpt__leave(a->l, mark);
}

/* One text may stand without brackets; to come on top of others it gets them. */
static tpt__tree *list_of(const amending *a, tpt__tree *object, const char *key) {
    if (!tpt__tree_make_list(object, key)) tpt__arena_exhausted(a->l->arena);
    return (tpt__tree *)tpt__tree_member(object, key);
}

/* What is no list in `now` is told of when the rule is read; what is none in `before` is told of here, for nobody reads that. */
static void append_list(const amending *a, const char *key, tpt__tree *now, tpt__tree *before) {
    if (!tpt__tree_member(now, key) || !tpt__tree_member(before, key)) return;
    tpt__tree *to = list_of(a, now, key), *from = list_of(a, before, key);
    if (tpt__tree_is_array(from)) {
        if (tpt__tree_is_array(to)) tpt__tree_append(to, from);
        return;
    }
    size_t mark = tpt__enter(a->l, key);
    tpt__mistake(a->l, TPT__WRONG_TYPE, NULL, "\"%s\" of the %s %s in a pack below must be a list", key,
                 a->kind->name, a->id);
    tpt__leave(a->l, mark);
}

static void append_lists(const amending *a, tpt__tree *now, tpt__tree *before) {
    static const char *const keys[] = {"terms", "patterns", "aliases"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (is_among(a->kind->added, keys[i]) || strcmp(keys[i], "aliases") == 0)
            append_list(a, keys[i], now, before);
}

static void amend(amending *a, tpt__tree *now) {
    const tpt__tree *named = tpt__tree_member(now, "id");
    a->id = named ? tpt__tree_string(named) : NULL;
    tpt__tree *before = a->id ? find_below(a) : NULL;
    if (!before) {
        size_t mark = tpt__enter(a->l, "id");
        tpt__mistake(a->l, TPT__AMENDS_NOTHING, NULL, "no pack below has the %s \"%s\"", a->kind->name,
                     a->id ? a->id : "");
        tpt__leave(a->l, mark);
        tpt__tree_hide(now);
        return;
    }
    a->drops = is_meant(a->l, now, "drop");
    a->has_leave = tpt__get_bool(a->l, now, "allow_lower");
    check_lowering(a, now, before);
    tpt__tree_hide(before);
    if (a->drops) {
        tpt__allow(a->l, now, "id amends drop allow_lower");
        tpt__tree_hide(now);
        return;
    }
    append_lists(a, now, before);
    tpt__tree_move_missing(now, before);
    tpt__tree_remove(now, "amends");
    tpt__tree_remove(now, "allow_lower");
}

static void amend_file(amending *a, tpt__file *file) {
    a->l->current = file;
    a->l->pointer[0] = '\0';
    size_t outer = tpt__enter(a->l, a->kind->collection);
    const tpt__tree *list = tpt__tree_member(file->tree, a->kind->collection);
    uint32_t index = 0;
    for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
        size_t mark = tpt__enter_index(a->l, index++);
        if (tpt__tree_is_object(item) && is_meant(a->l, item, "amends")) amend(a, (tpt__tree *)item);
        tpt__leave(a->l, mark);
    }
    tpt__leave(a->l, outer);
    a->l->current = NULL;
}

/* From the second lowest up: each finds what is below put together. */
void tpt__layers_merge(tpt__loader *l) {
    amending a = {.l = l};
    for (a.layer = l->layer_count - 1; a.layer-- > 0;)
        for (size_t k = 0; k < sizeof AMENDABLE / sizeof *AMENDABLE; k++) {
            a.kind = &AMENDABLE[k];
            for (uint32_t f = 0; f < l->file_count; f++)
                if (l->files[f].tree && l->files[f].layer == a.layer &&
                    tpt__in_folder(l->files[f].name, a.kind->folder))
                    amend_file(&a, &l->files[f]);
        }
}

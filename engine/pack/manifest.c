#include "pack/manifest.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/sha256.h"
#include "base/vec.h"

static tpt__number *number_of(tpt_ruleset *ruleset, const char *country) {
    for (uint32_t i = 0; i < ruleset->rules.numbers.count; i++)
        if (strcmp(ruleset->rules.numbers.items[i].country, country) == 0)
            return &ruleset->rules.numbers.items[i];
    return NULL;
}

/* A country that a pack below has named is put right, not named twice. */
static void read_number(tpt__loader *l, const tpt__tree *object, void *context) {
    (void)context;
    tpt__allow(l, object, "country name number");
    tpt__number number = {tpt__get_string(l, object, "country"), tpt__get_string(l, object, "name"),
                          tpt__get_string(l, object, "number")};
    tpt__number *known = number_of(l->ruleset, number.country);
    if (!known) known = tpt__push(l->arena, &l->ruleset->rules.numbers);
    *known = number;
}

static bool newer_than_this(const char *wanted) {
    int want[3] = {0}, have[3] = {TPT_VERSION_MAJOR, TPT_VERSION_MINOR, TPT_VERSION_PATCH};
    if (sscanf(wanted, "%d.%d.%d", &want[0], &want[1], &want[2]) < 2) return true;
    for (int i = 0; i < 3; i++)
        if (want[i] != have[i]) return want[i] > have[i];
    return false;
}

/* A member that the lowest pack must say and that others may: `before` stands where it is left out. */
static const char *get_inherited(tpt__loader *l, const tpt__tree *tree, const char *key, const char *before) {
    if (l->current->layer + 1 == l->layer_count) return tpt__get_string(l, tree, key);
    const char *text = tpt__get_optional(l, tree, key);
    return text ? text : before;
}

/* Over the sorted names, lengths and bytes of the rules of one pack; cases change no answer. */
static void hash_files(const tpt__loader *l, uint32_t layer, char out[65]) {
    tpt__sha256 sha;
    tpt__sha256_init(&sha);
    for (uint32_t f = 0; f < l->file_count; f++) {
        const tpt__file *file = &l->files[f];
        if (file->layer != layer) continue;
        char length[32];
        int digits = snprintf(length, sizeof length, "%zu", file->file->size);
        tpt__sha256_add(&sha, file->name, strlen(file->name) + 1);
        tpt__sha256_add(&sha, length, (size_t)digits + 1);
        tpt__sha256_add(&sha, file->file->data, file->file->size);
    }
    tpt__sha256_hex(&sha, out);
}

static void tell_skipped(tpt__loader *l, tpt__strings ids) {
    size_t outer = tpt__enter(l, "skip_cases");
    for (uint32_t i = 0; i < ids.count; i++) {
        char what[120];
        snprintf(what, sizeof what, "the case %s of a pack below is skipped", ids.items[i]);
        size_t mark = tpt__enter_index(l, i);
        tpt__warn(l, TPT__SKIPPED_CASE, what);
        tpt__leave(l, mark);
    }
    tpt__leave(l, outer);
}

static void read_manifest(tpt__loader *l) {
    static const char *const reviews[] = {"draft", "reviewed", "released", NULL};
    tpt_ruleset *ruleset = l->ruleset;
    const tpt__tree *tree = l->current->tree;
    tpt__allow(l, tree,
               "id version language title engine intended_use review emergency_numbers extends skip_cases");
    tpt__pack_info *pack = tpt__push(l->arena, &ruleset->packs);
    pack->id = tpt__get_string(l, tree, "id");
    pack->version = tpt__get_string(l, tree, "version");
    hash_files(l, l->current->layer, pack->sha256);
    ruleset->language = get_inherited(l, tree, "language", ruleset->language);
    ruleset->title = get_inherited(l, tree, "title", ruleset->title);
    get_inherited(l, tree, "intended_use", "");
    tpt__get_filled(l, tree, "extends");
    tpt__get_name(l, tree, "review", reviews, 0);
    if (newer_than_this(get_inherited(l, tree, "engine", "0.0.0")))
        tpt__mistake(l, TPT__NEWER_ENGINE, NULL, "the pack asks for a newer engine than " TPT_VERSION_STRING);
    tpt__each_in(l, tree, "emergency_numbers", NULL, read_number);
    l->current->skipped = tpt__get_strings(l, tree, "skip_cases");
    l->current->was_skipped = TPT__NEW(l->scratch, bool, l->current->skipped.count + 1);
    tell_skipped(l, l->current->skipped);
}

static bool load_manifest(tpt__loader *l, uint32_t layer) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (l->files[f].layer != layer || strcmp(l->files[f].name, "pack.json") != 0) continue;
        if (!l->files[f].tree) return true;
        l->current = &l->files[f];
        l->pointer[0] = '\0';
        read_manifest(l);
        l->current = NULL;
        return true;
    }
    return false;
}

/* The id of a case, as it is written; NULL for one that has none, or is no JSON. */
static const char *id_of_case(tpt__loader *l, const char *text, size_t len) {
    tpt__json json;
    tpt_error error;
    if (tpt__json_parse(l->scratch, text, len, &json, &error) != TPT_OK) return NULL;
    const tpt__json_node *id = tpt__json_member(&json, &json.items[0], "id");
    return id && (id->type == TPT__JSON_STRING || id->type == TPT__JSON_NUMBER) ? id->text : NULL;
}

static bool skips(tpt__file *manifest, const char *id) {
    bool found = false;
    for (uint32_t i = 0; id && i < manifest->skipped.count; i++)
        if (strcmp(manifest->skipped.items[i], id) == 0) found = manifest->was_skipped[i] = true;
    return found;
}

bool tpt__skips_case(tpt__loader *l, uint32_t layer, const char *text, size_t len) {
    const char *id = NULL;
    bool skipped = false;
    for (uint32_t f = 0; f < l->file_count; f++) {
        tpt__file *file = &l->files[f];
        if (file->layer >= layer || !file->skipped.count) continue;
        if (!id) id = id_of_case(l, text, len);
        skipped |= skips(file, id);
    }
    return skipped;
}

void tpt__tell_unskipped(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        l->current = &l->files[f];
        l->pointer[0] = '\0';
        size_t outer = tpt__enter(l, "skip_cases");
        for (uint32_t i = 0; i < l->current->skipped.count; i++) {
            size_t mark = tpt__enter_index(l, i);
            if (!l->current->was_skipped[i])
                tpt__warn(l, TPT__UNKNOWN_CASE, "no pack below has a case of this id");
            tpt__leave(l, mark);
        }
        tpt__leave(l, outer);
    }
    l->current = NULL;
}

void tpt__load_manifests(tpt__loader *l) {
    l->ruleset->language = l->ruleset->title = l->nothing;
    for (uint32_t layer = l->layer_count; layer-- > 0;)
        if (!load_manifest(l, layer)) tpt__mistake(l, TPT__NO_MANIFEST, NULL, "no pack.json");
}

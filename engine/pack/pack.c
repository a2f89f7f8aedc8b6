/* A pack's files into a ruleset: the strict reader lets them in, ids are declared, every stage's tables are filled and frozen. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "pack/layers.h"
#include "pack/lint.h"
#include "pack/loader.h"
#include "pack/manifest.h"
#include "pack/pack.h"
#include "report/pieces.h"

#define MAX_FILE_BYTES (64L * 1024 * 1024)

const tpt__declaration tpt__declarations[] = {
    {TPT__KIND_SITE, "lexicon", "sites"},         {TPT__KIND_CONCEPT, "lexicon", "concepts"},
    {TPT__KIND_FINDING, "findings", "findings"},  {TPT__KIND_FACT, "facts", "facts"},
    {TPT__KIND_FLAG, "flags", "flags"},           {TPT__KIND_CONDITION, "conditions", "conditions"},
    {TPT__KIND_AREA, "trigger_points", "areas"},  {TPT__KIND_THERAPY, "therapies", "therapies"},
    {TPT__KIND_CAUTION, "therapies", "cautions"}, {TPT__KIND_SELF_CARE, "therapies", "self_care"},
    {TPT__KIND_SOURCE, "sources", "sources"},     {TPT__KIND_SCORE, "conditions", "scores"},
    {TPT__KIND_CONTEXT, "lexicon", "contexts"},   {TPT__KIND_COUNT, NULL, NULL},
};

static const char *const COLLECTIONS[][2] = {
    {"language", ""},
    {"facts", "facts"},
    {"lexicon", "contexts sites concepts operators cues figures measures"},
    {"findings", "findings"},
    {"flags", "flags"},
    {"conditions", "conditions scores"},
    {"trigger_points", "areas"},
    {"therapies", "therapies cautions self_care"},
    {"urgency", "levels wording disclaimer"},
    {"sources", "sources"},
};

static tpt__id_form form_of(tpt__kind kind) {
    return kind == TPT__KIND_SOURCE ? TPT__ID_SOURCE : TPT__ID_PLAIN;
}

static void claim_id(tpt__loader *l, tpt__kind kind, const char *id, uint32_t index) {
    tpt__check_id(l, id, form_of(kind));
    bool alive = tpt__map_get(&l->ids[kind], id, strlen(id)) != TPT__NONE;
    if (alive && l->layer_count > 1)
        tpt__mistake(l, TPT__DUPLICATE_ID,
                     "rename one, or say \"amends\": true to change what the pack below says",
                     "the id \"%s\" is defined twice", id);
    else if (alive) tpt__mistake(l, TPT__DUPLICATE_ID, NULL, "the id \"%s\" is defined twice", id);
    if (tpt__map_get(&l->retired[kind], id, strlen(id)) != TPT__NONE)
        tpt__mistake(l, TPT__DUPLICATE_ID, NULL, "the id \"%s\" is that of a rule that was retired", id);
    tpt__map_set(l->arena, &l->ids[kind], id, strlen(id), index);
}

/* Former ids of a rule: packs and forms that know it by them still find it. Read here and taken off, so no loader meets them. */
static void declare_aliases(tpt__loader *l, tpt__kind kind, tpt__tree *object, uint32_t index) {
    tpt__strings aliases = tpt__get_strings(l, object, "aliases");
    size_t outer = tpt__enter(l, "aliases");
    for (uint32_t i = 0; i < aliases.count; i++) {
        size_t mark = tpt__enter_index(l, i);
        claim_id(l, kind, aliases.items[i], index);
        tpt__leave(l, mark);
    }
    tpt__leave(l, outer);
    tpt__tree_remove(object, "aliases");
}

/* {"id", "retired": "0.3.0", "instead"}: what stays of a rule that is no more. */
static void bury(tpt__loader *l, tpt__kind kind, tpt__tree *object) {
    tpt__allow(l, object, "id retired instead");
    const char *id = tpt__get_id(l, object, form_of(kind));
    if (tpt__map_get(&l->ids[kind], id, strlen(id)) != TPT__NONE)
        tpt__mistake(l, TPT__DUPLICATE_ID, NULL, "the id \"%s\" is that of a rule that was not retired", id);
    tpt__map_set(l->arena, &l->retired[kind], id, strlen(id), l->dead.count);
    const char *instead = tpt__get_filled(l, object, "instead");
    *tpt__push(l->scratch, &l->dead) =
        (tpt__retired){.kind = kind,
                       .since = tpt__get_string(l, object, "retired"),
                       .instead = instead ? instead : l->nothing,
                       .file = l->current,
                       .pointer = tpt__arena_copy(l->arena, l->pointer, strlen(l->pointer))};
    *tpt__push(l->arena, &l->ruleset->retired) = (tpt__retired_id){id, l->dead.items[l->dead.count - 1].since,
                                                                   l->dead.items[l->dead.count - 1].instead};
    tpt__tree_hide(object);
}

static void declare(tpt__loader *l, tpt__kind kind, tpt__tree *object) {
    if (tpt__tree_member(object, "retired")) {
        bury(l, kind, object);
        return;
    }
    const tpt__tree *member = tpt__tree_member(object, "id");
    const char *id = member ? tpt__tree_string(member) : NULL;
    if (!id) { /* whoever reads the object complains, and it is numbered as the others */
        tpt__tree_remove(object, "aliases");
        l->next[kind]++;
        return;
    }
    id = tpt__arena_copy(l->arena, id, strlen(id));
    size_t mark = tpt__enter(l, "id");
    claim_id(l, kind, id, l->next[kind]);
    tpt__leave(l, mark);
    declare_aliases(l, kind, object, l->next[kind]++);
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void add_cases(tpt__loader *l, const tpt_pack_file *file, uint32_t layer) {
    for (size_t at = 0; at < file->size;) {
        const char *end = memchr(file->data + at, '\n', file->size - at);
        size_t len = end ? (size_t)(end - file->data) - at : file->size - at;
        if (len > 1 && !tpt__skips_case(l, layer, file->data + at, len))
            *tpt__push(l->arena, &l->ruleset->cases) =
                (tpt__case_text){tpt__arena_copy(l->arena, file->data + at, len), len};
        at += len + 1;
    }
}

/* A pack's cases hold for the packs upon it too, but for those that their manifests skip by name. */
static void add_all_cases(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++)
        if (ends_with(l->files[f].name, ".jsonl")) add_cases(l, l->files[f].file, l->files[f].layer);
    tpt__tell_unskipped(l);
}

static void check_collections(tpt__loader *l, const tpt__file *file) {
    for (size_t i = 0; i < sizeof COLLECTIONS / sizeof *COLLECTIONS; i++) {
        size_t len = strlen(COLLECTIONS[i][0]);
        if (strncmp(file->name, COLLECTIONS[i][0], len) != 0 || file->name[len] != '/') continue;
        if (*COLLECTIONS[i][1]) tpt__allow(l, file->tree, COLLECTIONS[i][1]);
        return;
    }
    if (strcmp(file->name, "pack.json") != 0)
        tpt__mistake(l, TPT__OUTSIDE_FOLDERS, NULL, "a file outside the folders of a pack");
}

static void open_file(tpt__loader *l, const tpt_pack_file *file) {
    tpt__file *opened = &l->files[l->file_count++];
    tpt_error error;
    opened->file = file;
    if (ends_with(file->path, ".jsonl")) return; /* cases: read when they run */
    l->current = opened;
    l->pointer[0] = '\0';
    tpt_status status = tpt__json_parse(&l->one_file, file->data, file->size, &opened->json, &error);
    if (status != TPT_OK) tpt__mistake_in_json(l, &error);
    opened->json = (tpt__json){0};
    tpt__arena_free(&l->one_file);
    if (status != TPT_OK) {
        l->current = NULL;
        return;
    }
    opened->tree = tpt__tree_parse(file->data, file->size);
    if (!opened->tree)
        tpt__arena_exhausted(
            l->arena); /* cJSON refuses nothing that the strict reader lets in, but for want of memory */
    if (!tpt__tree_is_object(opened->tree)) {
        tpt__mistake(l, TPT__NOT_AN_OBJECT, NULL, "a rule file must be one object");
        tpt__tree_free(opened->tree);
        opened->tree = NULL; /* nobody reads it */
    }
    l->current = NULL;
}

static void check_all_collections(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (!l->files[f].tree) continue;
        l->current = &l->files[f];
        l->pointer[0] = '\0';
        check_collections(l, &l->files[f]);
        tpt__get_optional(l, l->files[f].tree, "$schema");
    }
    l->current = NULL;
}

static void declare_in(tpt__loader *l, const tpt__declaration *declaration, tpt__file *file) {
    l->current = file;
    l->pointer[0] = '\0';
    size_t outer = tpt__enter(l, declaration->collection);
    uint32_t index = 0;
    const tpt__tree *list = tpt__tree_member(file->tree, declaration->collection);
    for (const tpt__tree *item = tpt__tree_first(list); item; item = tpt__tree_next(item)) {
        size_t mark = tpt__enter_index(l, index++);
        if (tpt__tree_is_object(item) && !tpt__tree_is_hidden(item))
            declare(l, declaration->kind, (tpt__tree *)item);
        tpt__leave(l, mark);
    }
    tpt__leave(l, outer);
    l->current = NULL;
}

static void declare_all(tpt__loader *l) {
    for (const tpt__declaration *d = tpt__declarations; d->folder; d++)
        for (uint32_t f = 0; f < l->file_count; f++)
            if (l->files[f].tree && tpt__in_folder(l->files[f].name, d->folder))
                declare_in(l, d, &l->files[f]);
}

/* What is said to take the place of a retired rule must be there. */
static void check_retired(tpt__loader *l) {
    for (uint32_t i = 0; i < l->dead.count; i++) {
        const tpt__retired *dead = &l->dead.items[i];
        if (!*dead->instead) continue;
        l->current = dead->file;
        snprintf(l->pointer, sizeof l->pointer, "%s/instead", dead->pointer);
        tpt__refer(l, dead->kind, dead->instead);
    }
    l->current = NULL;
}

static int by_path(const void *left, const void *right) {
    return strcmp(((const tpt_pack_file *)left)->path, ((const tpt_pack_file *)right)->path);
}

static void close_files(tpt__loader *l) {
    tpt__arena_free(&l->one_file);
    for (uint32_t f = 0; f < l->file_count; f++) {
        tpt__tree_free(l->files[f].tree);
        l->files[f].tree = NULL;
    }
}

static void keep_ids(tpt__loader *l) {
    tpt_ruleset *ruleset = l->ruleset;
    ruleset->site_ids = l->ids[TPT__KIND_SITE];
    ruleset->finding_ids = l->ids[TPT__KIND_FINDING];
    ruleset->fact_ids = l->ids[TPT__KIND_FACT];
    ruleset->flag_ids = l->ids[TPT__KIND_FLAG];
    ruleset->condition_ids = l->ids[TPT__KIND_CONDITION];
    ruleset->area_ids = l->ids[TPT__KIND_AREA];
    ruleset->therapy_ids = l->ids[TPT__KIND_THERAPY];
}

static void load(tpt__loader *l, const tpt_pack_file *files, size_t count) {
    tpt_ruleset *ruleset = l->ruleset;
    l->files = TPT__NEW(l->scratch, tpt__file, count + 1);
    tpt_pack_file *sorted = TPT__NEW(l->scratch, tpt_pack_file, count + 1);
    if (count) memcpy(sorted, files, count * sizeof *sorted);
    if (count) qsort(sorted, count, sizeof *sorted, by_path);
    ruleset->match.vocab.arena = l->arena;
    tpt__trie_init(l->arena, &ruleset->match.phrases);
    tpt__trie_init(l->arena, &ruleset->match.frames);
    for (size_t i = 0; i < count; i++) open_file(l, &sorted[i]);
    if (!tpt__layers_find(l)) return; /* nothing can be said of half a pack */
    check_all_collections(l);
    tpt__load_manifests(l);
    tpt__layers_merge(l);
    declare_all(l);
    check_retired(l);
    add_all_cases(l);
    tpt__load_language(l);
    tpt__load_lexicon(l);
    tpt__load_rules(l);
    keep_ids(l);
    tpt__match_freeze(l->arena, &ruleset->match);
    if (l->mistakes) return;
    tpt__rules_freeze(l->arena, &ruleset->rules, &ruleset->lexicon);
    tpt__report_freeze(l->arena, ruleset);
}

/* Loads, and with the files still open goes on to what the linter has to say. */
static void load_and_look(tpt__loader *l, const tpt_pack_file *files, size_t count) {
    load(l, files, count);
    if (l->report && !l->mistakes) tpt__lint(l);
}

static void set_trap(tpt__loader *l, jmp_buf *trap) {
    l->arena->trap = l->scratch->trap = l->one_file.trap = trap;
}

static tpt_status run_loader(tpt__loader *l, const tpt_pack_file *files, size_t count) {
    jmp_buf *outer = l->arena->trap, trap;
    if (setjmp(trap)) { /* out of memory: the trees are not the arena's, so they go first */
        set_trap(l, outer);
        close_files(l);
        longjmp(*outer, 1);
    }
    set_trap(l, &trap);
    load_and_look(l, files, count);
    set_trap(l, outer);
    close_files(l);
    return l->mistakes ? l->first.code : TPT_OK;
}

static tpt__loader *loader_new(tpt_ruleset *ruleset, tpt__arena *scratch) {
    tpt__loader *l = TPT__NEW(scratch, tpt__loader, 1);
    l->ruleset = ruleset;
    l->arena = &ruleset->arena;
    l->scratch = scratch;
    tpt__arena_init(&l->one_file, &scratch->allocator);
    l->nothing = tpt__arena_copy(l->arena, "", 0);
    return l;
}

tpt_status tpt__pack_load(tpt_ruleset *ruleset, tpt__arena *scratch, const tpt_pack_file *files, size_t count,
                          tpt_error *error) {
    tpt__loader *l = loader_new(ruleset, scratch);
    tpt_status status = run_loader(l, files, count);
    if (status != TPT_OK && error) *error = l->first;
    return status;
}

void tpt__pack_look(tpt_ruleset *ruleset, tpt__arena *scratch, const tpt_pack_file *files, size_t count,
                    tpt__reporter report, void *context) {
    tpt__loader *l = loader_new(ruleset, scratch);
    l->report = report;
    l->context = context;
    run_loader(l, files, count);
}

/* ---- Folders ----------------------------------------------------------------------------------------------------------------- */

typedef TPT__VEC(tpt_pack_file) file_list;

typedef struct folder_reader {
    tpt__arena *arena;
    file_list files;
    tpt_error *error;
    tpt_status status;
} folder_reader;

static void cannot_read(folder_reader *r, const char *path, const char *why) {
    if (r->status) return;
    r->status = tpt__error_set(r->error, TPT_E_FILE, "cannot be read: %s", why);
    if (r->error) tpt__error_copy(r->error->source, sizeof r->error->source, path);
}

/* The arena gives the room before the file is open, so that a jump out of it leaves nothing behind. */
static void read_file(folder_reader *r, const char *path, const char *name, long size) {
    if (size < 0 || size > MAX_FILE_BYTES) {
        cannot_read(r, path, "larger than 64 MiB");
        return;
    }
    char *data = tpt__arena_alloc(r->arena, (size_t)size + 1);
    tpt_pack_file *added = tpt__push(r->arena, &r->files);
    *added = (tpt_pack_file){tpt__arena_copy(r->arena, name, strlen(name)), data, 0};
    FILE *file = fopen(path, "rb");
    if (!file) {
        cannot_read(r, path, strerror(errno));
        return;
    }
    added->size = fread(data, 1, (size_t)size, file);
    if (ferror(file)) cannot_read(r, path, "reading failed");
    fclose(file);
}

static void read_entry(folder_reader *r, const char *root, const char *name);

static void free_entries(struct dirent **entries, int count) {
    for (int i = 0; i < count; i++) free(entries[i]);
    free(entries);
}

static void read_entries(folder_reader *r, const char *root, const char *name, struct dirent **entries,
                         int count) {
    for (int i = 0; i < count && r->status == TPT_OK; i++) {
        char inner[512];
        int len = snprintf(inner, sizeof inner, "%s%s%s", name, *name ? "/" : "", entries[i]->d_name);
        if (len >= (int)sizeof inner) cannot_read(r, entries[i]->d_name, "its path is too long");
        else if (entries[i]->d_name[0] != '.') read_entry(r, root, inner);
    }
}

static void read_directory(folder_reader *r, const char *root, const char *name) {
    char path[1024];
    int len = snprintf(path, sizeof path, "%s%s%s", root, *name ? "/" : "", name);
    if (len >= (int)sizeof path) {
        cannot_read(r, root, "its path is too long");
        return;
    }
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        cannot_read(r, path, strerror(errno));
        return;
    }
    jmp_buf *outer = r->arena->trap, trap;
    if (setjmp(trap)) { /* out of memory: the entries are the C library's */
        free_entries(entries, count);
        r->arena->trap = outer;
        longjmp(*outer, 1);
    }
    r->arena->trap = &trap;
    read_entries(r, root, name, entries, count);
    r->arena->trap = outer;
    free_entries(entries, count);
}

static void read_entry(folder_reader *r, const char *root, const char *name) {
    char path[1024];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", root, name);
    if (stat(path, &info) != 0) cannot_read(r, path, strerror(errno));
    else if (S_ISDIR(info.st_mode)) read_directory(r, root, name);
    else if (ends_with(name, ".json") || ends_with(name, ".jsonl"))
        read_file(r, path, name, (long)info.st_size);
}

static void read_pack(folder_reader *r, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) cannot_read(r, path, strerror(errno));
    else if (!S_ISDIR(info.st_mode)) cannot_read(r, path, "a pack is a folder");
    else read_directory(r, path, "");
}

static const tpt_pack_file *manifest_among(const folder_reader *r, uint32_t first) {
    for (uint32_t i = first; i < r->files.count; i++)
        if (strcmp(r->files.items[i].path, "pack.json") == 0) return &r->files.items[i];
    return NULL;
}

/* The files of a pack below come in under its path as the pack above says it. */
static void put_under(folder_reader *r, uint32_t first, const char *prefix) {
    for (uint32_t i = first; i < r->files.count; i++) {
        const char *name = r->files.items[i].path;
        size_t size = strlen(prefix) + strlen(name) + 2;
        char *joined = tpt__arena_alloc(r->arena, size);
        snprintf(joined, size, "%s/%s", prefix, name);
        r->files.items[i].path = joined;
    }
}

static const char *join(tpt__arena *arena, const char *folder, const char *path) {
    if (path[0] == '/' || !*folder) return path;
    size_t size = strlen(folder) + strlen(path) + 2;
    char *joined = tpt__arena_alloc(arena, size);
    snprintf(joined, size, "%s/%s", folder, path);
    return joined;
}

tpt_status tpt__pack_read_folder(tpt__arena *arena, const char *path, tpt_pack_file **files, size_t *count,
                                 tpt_error *error) {
    folder_reader r = {.arena = arena, .error = error};
    const char *prefix = "";
    for (uint32_t depth = 0; depth <= TPT__MOST_LAYERS && !r.status; depth++) {
        uint32_t first = r.files.count;
        read_pack(&r, path);
        const tpt_pack_file *manifest = manifest_among(&r, first);
        const char *below = manifest ? tpt__layers_below(arena, manifest) : NULL;
        if (depth) put_under(&r, first, prefix);
        if (!below) break;
        path = join(arena, path, below);
        prefix = join(arena, prefix, below);
        struct stat info;
        if (stat(path, &info) != 0) break; /* loading tells that it is not there, and who asked for it */
    }
    *files = r.files.items;
    *count = r.files.count;
    return r.status;
}

/* A pack's files into a ruleset: the strict reader lets them in, ids are declared, every stage's tables are filled and frozen. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/sha256.h"
#include "pack/lint.h"
#include "pack/loader.h"
#include "pack/pack.h"

#define MAX_FILE_BYTES (64L * 1024 * 1024)

const tpt__declaration tpt__declarations[] = {
    {TPT__KIND_SITE, "lexicon", "sites"},
    {TPT__KIND_CONCEPT, "lexicon", "concepts"},
    {TPT__KIND_FINDING, "findings", "findings"},
    {TPT__KIND_FACT, "facts", "facts"},
    {TPT__KIND_FLAG, "flags", "flags"},
    {TPT__KIND_CONDITION, "conditions", "conditions"},
    {TPT__KIND_AREA, "trigger_points", "areas"},
    {TPT__KIND_THERAPY, "therapies", "therapies"},
    {TPT__KIND_CAUTION, "therapies", "cautions"},
    {TPT__KIND_SELF_CARE, "therapies", "self_care"},
    {TPT__KIND_SOURCE, "sources", "sources"},
    {TPT__KIND_SCORE, "conditions", "scores"},
    {TPT__KIND_COUNT, NULL, NULL},
};

static const char *const COLLECTIONS[][2] = {
    {"language", ""},
    {"facts", "facts"},
    {"lexicon", "sites concepts operators cues figures measures"},
    {"findings", "findings"},
    {"flags", "flags"},
    {"conditions", "conditions scores"},
    {"trigger_points", "areas"},
    {"therapies", "therapies cautions self_care"},
    {"urgency", "levels wording disclaimer"},
    {"sources", "sources"},
};

static bool is_id(const char *id) {
    if (!(id[0] >= 'a' && id[0] <= 'z') && !(id[0] >= 'A' && id[0] <= 'Z')) return false;
    for (const char *p = id; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_' ||
              *p == '-' || *p == '.'))
            return false;
    return true;
}

static void declare(tpt__loader *l, tpt__kind kind, const tpt__tree *object) {
    const char *id = tpt__get_string(l, object, "id");
    if (!*id) return;
    size_t mark = tpt__enter(l, "id");
    if (!is_id(id)) tpt__mistake(l, TPT__BAD_ID, NULL, "\"%s\" is no id", id);
    if (tpt__map_get(&l->ids[kind], id, strlen(id)) != TPT__NONE)
        tpt__mistake(l, TPT__DUPLICATE_ID, NULL, "the id \"%s\" is defined twice", id);
    tpt__map_set(l->arena, &l->ids[kind], id, strlen(id), l->next[kind]++);
    tpt__leave(l, mark);
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void add_cases(tpt__loader *l, const tpt_pack_file *file) {
    for (size_t at = 0; at < file->size;) {
        const char *end = memchr(file->data + at, '\n', file->size - at);
        size_t len = end ? (size_t)(end - file->data) - at : file->size - at;
        if (len > 1)
            *tpt__push(l->arena, &l->ruleset->cases) =
                (tpt__case_text){tpt__arena_copy(l->arena, file->data + at, len), len};
        at += len + 1;
    }
}

static void check_collections(tpt__loader *l, const tpt__file *file) {
    for (size_t i = 0; i < sizeof COLLECTIONS / sizeof *COLLECTIONS; i++) {
        size_t len = strlen(COLLECTIONS[i][0]);
        if (strncmp(file->file->path, COLLECTIONS[i][0], len) != 0 || file->file->path[len] != '/') continue;
        if (*COLLECTIONS[i][1]) tpt__allow(l, file->tree, COLLECTIONS[i][1]);
        return;
    }
    if (strcmp(file->file->path, "pack.json") != 0)
        tpt__mistake(l, TPT__OUTSIDE_FOLDERS, NULL, "a file outside the folders of a pack");
}

static void open_file(tpt__loader *l, const tpt_pack_file *file) {
    if (ends_with(file->path, ".jsonl")) {
        add_cases(l, file);
        return;
    }
    tpt__file *opened = &l->files[l->file_count++];
    tpt_error error;
    opened->file = file;
    l->current = opened;
    l->pointer[0] = '\0';
    if (tpt__json_parse(l->arena, file->data, file->size, &opened->json, &error) != TPT_OK) {
        tpt__mistake_in_json(l, &error);
        l->current = NULL;
        return;
    }
    opened->tree = tpt__tree_parse(file->data, file->size);
    if (!opened->tree || !tpt__tree_is_object(opened->tree))
        tpt__mistake(l, TPT__NOT_AN_OBJECT, NULL, "a rule file must be one object");
    else check_collections(l, opened);
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
        if (tpt__tree_is_object(item)) declare(l, declaration->kind, item);
        tpt__leave(l, mark);
    }
    tpt__leave(l, outer);
    l->current = NULL;
}

static void declare_all(tpt__loader *l) {
    for (const tpt__declaration *d = tpt__declarations; d->folder; d++)
        for (uint32_t f = 0; f < l->file_count; f++)
            if (l->files[f].tree && tpt__in_folder(l->files[f].file->path, d->folder))
                declare_in(l, d, &l->files[f]);
}

static void read_number(tpt__loader *l, const tpt__tree *object, void *context) {
    (void)context;
    tpt__allow(l, object, "country name number");
    tpt__number number = {tpt__get_string(l, object, "country"), tpt__get_string(l, object, "name"),
                          tpt__get_string(l, object, "number")};
    *tpt__push(l->arena, &l->ruleset->rules.numbers) = number;
}

static bool newer_than_this(const char *wanted) {
    int want[3] = {0}, have[3] = {TPT_VERSION_MAJOR, TPT_VERSION_MINOR, TPT_VERSION_PATCH};
    if (sscanf(wanted, "%d.%d.%d", &want[0], &want[1], &want[2]) < 2) return true;
    for (int i = 0; i < 3; i++)
        if (want[i] != have[i]) return want[i] > have[i];
    return false;
}

static void load_manifest(tpt__loader *l) {
    static const char *const reviews[] = {"draft", "reviewed", "released", NULL};
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (strcmp(l->files[f].file->path, "pack.json") != 0) continue;
        if (!l->files[f].tree) return;
        l->current = &l->files[f];
        l->pointer[0] = '\0';
        const tpt__tree *tree = l->current->tree;
        tpt__allow(l, tree, "id version language title engine intended_use review emergency_numbers");
        l->ruleset->id = tpt__get_string(l, tree, "id");
        l->ruleset->version = tpt__get_string(l, tree, "version");
        l->ruleset->language = tpt__get_string(l, tree, "language");
        l->ruleset->title = tpt__get_string(l, tree, "title");
        tpt__get_string(l, tree, "intended_use");
        tpt__get_name(l, tree, "review", reviews, 0);
        if (newer_than_this(tpt__get_string(l, tree, "engine")))
            tpt__mistake(l, TPT__NEWER_ENGINE, NULL,
                         "the pack asks for a newer engine than " TPT_VERSION_STRING);
        tpt__each_in(l, tree, "emergency_numbers", NULL, read_number);
        l->current = NULL;
        return;
    }
    tpt__mistake(l, TPT__NO_MANIFEST, NULL, "no pack.json");
}

static int by_path(const void *left, const void *right) {
    return strcmp(((const tpt_pack_file *)left)->path, ((const tpt_pack_file *)right)->path);
}

/* Over the sorted paths, lengths and bytes of the rules; cases change no answer. */
static void hash_files(const tpt_pack_file *files, size_t count, char out[65]) {
    tpt__sha256 sha;
    tpt__sha256_init(&sha);
    for (size_t i = 0; i < count; i++) {
        if (ends_with(files[i].path, ".jsonl")) continue;
        char length[32];
        int digits = snprintf(length, sizeof length, "%zu", files[i].size);
        tpt__sha256_add(&sha, files[i].path, strlen(files[i].path) + 1);
        tpt__sha256_add(&sha, length, (size_t)digits + 1);
        tpt__sha256_add(&sha, files[i].data, files[i].size);
    }
    tpt__sha256_hex(&sha, out);
}

static void close_files(tpt__loader *l) {
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
    l->files = TPT__NEW(l->arena, tpt__file, count + 1);
    tpt_pack_file *sorted = TPT__NEW(l->arena, tpt_pack_file, count + 1);
    if (count) memcpy(sorted, files, count * sizeof *sorted);
    if (count) qsort(sorted, count, sizeof *sorted, by_path);
    hash_files(sorted, count, ruleset->sha256);
    ruleset->match.vocab.arena = l->arena;
    tpt__trie_init(l->arena, &ruleset->match.phrases);
    tpt__trie_init(l->arena, &ruleset->match.frames);
    for (size_t i = 0; i < count; i++) open_file(l, &sorted[i]);
    load_manifest(l);
    declare_all(l);
    tpt__load_language(l);
    tpt__load_lexicon(l);
    tpt__load_rules(l);
    keep_ids(l);
    tpt__match_freeze(l->arena, &ruleset->match);
    if (!l->mistakes) tpt__rules_freeze(l->arena, &ruleset->rules, &ruleset->lexicon);
}

/* Loads, and with the files still open goes on to what the linter has to say. */
static void load_and_look(tpt__loader *l, const tpt_pack_file *files, size_t count) {
    load(l, files, count);
    if (l->report && !l->mistakes) tpt__lint(l);
}

static tpt_status run_loader(tpt__loader *l, const tpt_pack_file *files, size_t count) {
    jmp_buf *outer = l->arena->trap, trap;
    if (setjmp(trap)) { /* out of memory: the trees are not the arena's, so they go first */
        l->arena->trap = outer;
        close_files(l);
        longjmp(*outer, 1);
    }
    l->arena->trap = &trap;
    load_and_look(l, files, count);
    l->arena->trap = outer;
    close_files(l);
    return l->mistakes ? l->first.code : TPT_OK;
}

static tpt__loader *loader_new(tpt_ruleset *ruleset) {
    tpt__loader *l = TPT__NEW(&ruleset->arena, tpt__loader, 1);
    l->ruleset = ruleset;
    l->arena = &ruleset->arena;
    return l;
}

tpt_status tpt__pack_load(tpt_ruleset *ruleset, const tpt_pack_file *files, size_t count, tpt_error *error) {
    tpt__loader *l = loader_new(ruleset);
    tpt_status status = run_loader(l, files, count);
    if (status != TPT_OK && error) *error = l->first;
    return status;
}

void tpt__pack_look(tpt_ruleset *ruleset, const tpt_pack_file *files, size_t count, tpt__reporter report,
                    void *context) {
    tpt__loader *l = loader_new(ruleset);
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
    for (int i = 0; i < count; i++) {
        char inner[512];
        int len = snprintf(inner, sizeof inner, "%s%s%s", name, *name ? "/" : "", entries[i]->d_name);
        if (len >= (int)sizeof inner) cannot_read(r, entries[i]->d_name, "its path is too long");
        else if (entries[i]->d_name[0] != '.') read_entry(r, root, inner);
    }
}

static void read_directory(folder_reader *r, const char *root, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s%s%s", root, *name ? "/" : "", name);
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

tpt_status tpt__pack_read_folder(tpt__arena *arena, const char *path, tpt_pack_file **files, size_t *count,
                                 tpt_error *error) {
    folder_reader r = {.arena = arena, .error = error};
    struct stat info;
    if (stat(path, &info) != 0) cannot_read(&r, path, strerror(errno));
    else if (!S_ISDIR(info.st_mode)) cannot_read(&r, path, "a pack is a folder");
    else read_directory(&r, path, "");
    *files = r.files.items;
    *count = r.files.count;
    return r.status;
}

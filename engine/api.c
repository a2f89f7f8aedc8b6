/* The public calls on rulesets: loading and facts about a pack. Every entry sets the arena's trap first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "pack/coverage.h"
#include "pack/embedded.h"
#include "pack/lint.h"
#include "pack/pack.h"

#define DEFAULT_TEXT_BYTES ((size_t)1 << 20)

const char *tpt_version(void) { return TPT_VERSION_STRING; }

static tpt_ruleset *ruleset_alloc(const tpt_options *options) {
    tpt__arena arena;
    tpt__arena_init(&arena, options ? options->allocator : NULL);
    tpt_ruleset *ruleset = arena.allocator.alloc(sizeof *ruleset, arena.allocator.context);
    if (!ruleset) return NULL;
    memset(ruleset, 0, sizeof *ruleset);
    ruleset->arena = arena;
    ruleset->max_text_bytes =
        options && options->max_text_bytes ? options->max_text_bytes : DEFAULT_TEXT_BYTES;
    return ruleset;
}

void tpt_ruleset_free(tpt_ruleset *ruleset) {
    if (!ruleset) return;
#ifndef NDEBUG
    if (atomic_load(&ruleset->sessions)) {
        fputs("tptriage: a ruleset is freed before its sessions\n", stderr);
        abort();
    }
#endif
    tpt_allocator allocator = ruleset->arena.allocator;
    tpt__arena_free(&ruleset->arena);
    allocator.release(ruleset, allocator.context);
}

/* Where a ruleset comes from: an image, a folder, or files in memory. */
typedef struct origin {
    const tpt__image *image;
    const char *path;
    const tpt_pack_file *files;
    size_t count;
} origin;

/* Fills a new ruleset from what `from` points at. */
typedef tpt_status (*filler)(tpt_ruleset *ruleset, tpt__arena *scratch, void *from, tpt_error *error);

static tpt_status make(tpt_ruleset **out, filler fill, void *from, const tpt_options *options,
                       tpt_error *error) {
    tpt_ruleset *ruleset = ruleset_alloc(options);
    if (!ruleset) return tpt__error_set(error, TPT_E_MEMORY, "out of memory");
    tpt__arena scratch;
    jmp_buf trap;
    tpt__arena_init(&scratch, &ruleset->arena.allocator);
    if (setjmp(trap)) {
        tpt__arena_free(&scratch);
        tpt_ruleset_free(ruleset);
        return tpt__error_set(error, TPT_E_MEMORY, "out of memory while a pack was read");
    }
    ruleset->arena.trap = scratch.trap = &trap;
    tpt_status status = fill(ruleset, &scratch, from, error);
    ruleset->arena.trap = NULL;
    tpt__arena_free(&scratch);
    if (status != TPT_OK) tpt_ruleset_free(ruleset);
    else *out = ruleset;
    return status;
}

static tpt_status load_from(tpt_ruleset *ruleset, tpt__arena *scratch, void *context, tpt_error *error) {
    origin from = *(const origin *)context;
    if (from.image) return tpt__image_load(ruleset, from.image, error);
    tpt_pack_file *files = (tpt_pack_file *)from.files;
    tpt_status status = TPT_OK;
    if (from.path) status = tpt__pack_read_folder(scratch, from.path, &files, &from.count, error);
    return status == TPT_OK ? tpt__pack_load(ruleset, scratch, files, from.count, error) : status;
}

static tpt_status load(tpt_ruleset **out, origin from, const tpt_options *options, tpt_error *error) {
    if (!out) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    return make(out, load_from, &from, options, error);
}

/* ---- A pack looked over ---- */

typedef struct pack_look {
    origin from;
    void (*report)(const tpt_diagnostic *diagnostic, void *context);
    void *context;
    size_t count;
} pack_look;

static void count_found(const tpt_diagnostic *found, void *context) {
    pack_look *at = context;
    at->count++;
    if (at->report) at->report(found, at->context);
}

static tpt_status look_pack_over(tpt_ruleset *ruleset, tpt__arena *scratch, void *context, tpt_error *error) {
    pack_look *at = context;
    tpt_pack_file *files = (tpt_pack_file *)at->from.files;
    size_t count = at->from.count;
    tpt_status status =
        at->from.path ? tpt__pack_read_folder(scratch, at->from.path, &files, &count, error) : TPT_OK;
    if (status == TPT_OK) tpt__pack_look(ruleset, scratch, files, count, count_found, at);
    return status;
}

static tpt_status lint_pack(pack_look at, const tpt_options *options, size_t *count, tpt_error *error) {
    if (!at.from.path && !at.from.files && at.from.count)
        return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    tpt_ruleset *ruleset = NULL;
    tpt_status status = make(&ruleset, look_pack_over, &at, options, error);
    tpt_ruleset_free(ruleset);
    if (count) *count = at.count;
    return status;
}

tpt_status tpt_pack_lint_path(const char *path, const tpt_options *options,
                              void (*report)(const tpt_diagnostic *diagnostic, void *context), void *context,
                              size_t *count, tpt_error *error) {
    if (!path) return tpt__error_set(error, TPT_E_ARGUMENT, "the path is NULL");
    return lint_pack((pack_look){.from.path = path, .report = report, .context = context}, options, count,
                     error);
}

tpt_status tpt_pack_lint_memory(const tpt_pack_file *files, size_t file_count, const tpt_options *options,
                                void (*report)(const tpt_diagnostic *diagnostic, void *context),
                                void *context, size_t *count, tpt_error *error) {
    pack_look at = {.from = {.files = files, .count = file_count}, .report = report, .context = context};
    return lint_pack(at, options, count, error);
}

tpt_status tpt_ruleset_new_embedded(tpt_ruleset **out, const tpt_options *options, tpt_error *error) {
    const tpt__embedded *pack = &tpt__embedded_pack;
    origin from = {.image = pack->image, .files = pack->files, .count = pack->file_count};
    return load(out, from, options, error);
}

tpt_status tpt_ruleset_new_from_path(tpt_ruleset **out, const char *path, const tpt_options *options,
                                     tpt_error *error) {
    if (!path) return tpt__error_set(error, TPT_E_ARGUMENT, "the path is NULL");
    return load(out, (origin){.path = path}, options, error);
}

tpt_status tpt_ruleset_new_from_memory(tpt_ruleset **out, const tpt_pack_file *files, size_t count,
                                       const tpt_options *options, tpt_error *error) {
    if (!files && count) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    return load(out, (origin){.files = files, .count = count}, options, error);
}

/* The pack itself, not those that it extends. */
static const tpt__pack_info *top_of(const tpt_ruleset *ruleset) {
    return &ruleset->packs.items[ruleset->packs.count - 1];
}

const char *tpt_ruleset_id(const tpt_ruleset *ruleset) { return top_of(ruleset)->id; }

const char *tpt_ruleset_version(const tpt_ruleset *ruleset) { return top_of(ruleset)->version; }

const char *tpt_ruleset_sha256(const tpt_ruleset *ruleset) { return top_of(ruleset)->sha256; }

/* What a look at a ruleset takes of memory lives in an arena of its own: the ruleset stays as it is. */
typedef struct look {
    const tpt_ruleset *ruleset;
    void (*report_line)(const char *message, void *context);
    void (*report_row)(const tpt_coverage *row, void *context);
    void *context;
    size_t count;
} look;

static void report_message(const tpt_diagnostic *found, void *context) {
    look *at = context;
    at->count++;
    if (at->report_line) at->report_line(found->message, at->context);
}

/* The linter asks a loader; this one has no files, so it tells no places. */
static void lint(tpt__arena *arena, look *at) {
    tpt__loader loader = {
        .ruleset = (tpt_ruleset *)at->ruleset, .arena = arena, .report = report_message, .context = at};
    tpt__lint(&loader);
}

static void cover(tpt__arena *arena, look *at) {
    tpt__coverage_list list = tpt__coverage(arena, at->ruleset, NULL, NULL);
    for (uint32_t i = 0; at->report_row && i < list.count; i++) at->report_row(&list.items[i], at->context);
    at->count = list.count;
}

/* False where memory runs out: what was told until then is counted. */
static bool look_at(look *at, void (*look_over)(tpt__arena *arena, look *at)) {
    tpt__arena arena;
    jmp_buf trap;
    if (!at->ruleset) return true;
    tpt__arena_init(&arena, &at->ruleset->arena.allocator);
    if (setjmp(trap)) {
        tpt__arena_free(&arena);
        return false;
    }
    arena.trap = &trap;
    look_over(&arena, at);
    tpt__arena_free(&arena);
    return true;
}

size_t tpt_ruleset_lint(const tpt_ruleset *ruleset, void (*report)(const char *message, void *context),
                        void *context) {
    look at = {.ruleset = ruleset, .report_line = report, .context = context};
    if (look_at(&at, lint)) return at.count;
    if (report) report("out of memory", context);
    return at.count + 1;
}

size_t tpt_ruleset_coverage(const tpt_ruleset *ruleset,
                            void (*report)(const tpt_coverage *row, void *context), void *context) {
    look at = {.ruleset = ruleset, .report_row = report, .context = context};
    return look_at(&at, cover) ? at.count : 0;
}

const char *tpt_ruleset_case(const tpt_ruleset *ruleset, size_t index, size_t *len) {
    if (index >= ruleset->cases.count) return NULL;
    *len = ruleset->cases.items[index].len;
    return ruleset->cases.items[index].text;
}

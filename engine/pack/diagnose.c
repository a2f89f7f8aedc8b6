/* What is wrong in a pack, said so that it can be found and put right: code, place, the line itself, and what to do. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "pack/loader.h"

#define EXCERPT_BEFORE 60 /* bytes of a long line that are shown before the place, */
#define EXCERPT_MOST 160  /* and in all */

void tpt__suggest(char *hint, size_t size, const char *allowed, const char *word) {
    uint32_t best = 3;
    hint[0] = '\0';
    for (const char *from = allowed; *from;) {
        size_t len = strcspn(from, " ");
        uint32_t distance = tpt__letters_apart(word, strlen(word), from, len);
        if (distance < best) {
            best = distance;
            snprintf(hint, size, "did you mean \"%.*s\"?", (int)len, from);
        }
        from += len + (from[len] == ' ');
    }
    if (!hint[0]) snprintf(hint, size, "known here: %s", allowed);
}

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

/* The line around a place, cut on character boundaries; tells how many characters of it stand before the place. */
static uint32_t copy_line(const tpt_pack_file *file, uint32_t line, uint32_t column, char *out) {
    const char *at = file->data, *end = file->data + file->size;
    for (; line > 1 && at < end; line--) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop ? stop + 1 : end;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at)), *place = at;
    if (!stop) stop = end;
    for (uint32_t i = 1; i < column && place < stop; i++) do
            place++;
        while (place < stop && is_continuation(*place));
    const char *first = place - at > EXCERPT_BEFORE ? place - EXCERPT_BEFORE : at;
    while (first < place && (is_continuation(*first) || (first == at && *first == ' '))) first++;
    while (first < place && *first == ' ') first++;
    const char *last = stop - first > EXCERPT_MOST ? first + EXCERPT_MOST : stop;
    while (last > first && last < stop && is_continuation(*last)) last--;
    uint32_t before = 0;
    for (const char *p = first; p < place; p++) before += !is_continuation(*p);
    size_t len = (size_t)(last - first);
    memcpy(out, first, len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)out[i] < ' ') out[i] = ' ';
    out[len] = '\0';
    return before;
}

static void report(tpt__loader *l, tpt__problem problem, const tpt_error *what) {
    char excerpt[EXCERPT_MOST + 1] = "";
    if (!l->report) return;
    tpt_diagnostic told = {.code = tpt__problems[problem].code,
                           .status = tpt__problems[problem].status,
                           .file = what->source,
                           .line = what->line,
                           .column = what->column,
                           .pointer = what->pointer,
                           .message = what->message,
                           .hint = what->hint,
                           .excerpt = excerpt,
                           .note = tpt__problems[problem].note};
    if (l->current && what->line) told.caret = copy_line(l->current->file, what->line, what->column, excerpt);
    l->report(&told, l->context);
}

/* What a pack amends has members of the pack below, which its own file does not hold: then what they are in is told. */
static const tpt__json_node *nearest_node(const tpt__json *json, const char *at) {
    char pointer[sizeof((tpt__loader *)0)->pointer];
    tpt__error_copy(pointer, sizeof pointer, at);
    const tpt__json_node *node = tpt__json_at(json, pointer);
    for (char *cut; !node && (cut = strrchr(pointer, '/'));) {
        *cut = '\0';
        node = tpt__json_at(json, pointer);
    }
    return node;
}

const tpt__json *tpt__file_json(tpt__loader *l, tpt__file *file) {
    if (!file->json.count) tpt__json_parse(l->scratch, file->file->data, file->file->size, &file->json, NULL);
    return &file->json;
}

/* Where the loader stands: file, line and column, pointer. */
static void locate(tpt__loader *l, tpt_error *error) {
    if (!l->current) return;
    tpt__error_copy(error->source, sizeof error->source, l->current->file->path);
    tpt__error_copy(error->pointer, sizeof error->pointer, l->pointer);
    const tpt__json *json = tpt__file_json(l, l->current);
    const tpt__json_node *node = nearest_node(json, l->pointer);
    if (node) tpt__json_locate(json, node, error);
}

static void keep(tpt__loader *l, tpt__problem problem, const tpt_error *error) {
    if (!l->mistakes++) l->first = *error;
    report(l, problem, error);
}

static void fill(tpt_error *error, tpt__problem problem, const char *hint, const char *message) {
    tpt__error_set(error, tpt__problems[problem].status, "%s", message);
    if (!hint) hint = tpt__problems[problem].hint;
    if (hint) tpt__error_copy(error->hint, sizeof error->hint, hint);
}

void tpt__mistake(tpt__loader *l, tpt__problem problem, const char *hint, const char *format, ...) {
    tpt_error error;
    char message[sizeof error.message];
    if (l->mistakes && !l->report) return; /* the first one is all that is asked for */
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    fill(&error, problem, hint, message);
    locate(l, &error);
    keep(l, problem, &error);
}

void tpt__mistake_in_json(tpt__loader *l, const tpt_error *found) {
    tpt__problem problem = l->current->json.key_twice ? TPT__DUPLICATE_KEY : TPT__BAD_JSON;
    tpt_error error = *found;
    tpt__error_copy(error.source, sizeof error.source, l->current->file->path);
    if (!*error.hint) tpt__error_copy(error.hint, sizeof error.hint, tpt__problems[problem].hint);
    keep(l, problem, &error);
}

void tpt__warn(tpt__loader *l, tpt__problem problem, const char *message) {
    tpt_error error;
    if (!l->report) return;
    fill(&error, problem, NULL, message);
    locate(l, &error);
    report(l, problem, &error);
}

/* The declaration of an id, in the uppermost pack that has it: the file becomes the current one, and its pointer. */
static bool go_to(tpt__loader *l, tpt__kind kind, const char *id) {
    for (const tpt__declaration *d = tpt__declarations; d->folder; d++) {
        for (uint32_t f = l->file_count; d->kind == kind && f-- > 0;) { /* the lower packs come first */
            if (!tpt__in_folder(l->files[f].name, d->folder)) continue;
            const tpt__json *json = tpt__file_json(l, &l->files[f]);
            if (!json->count) continue;
            const tpt__json_node *list = tpt__json_member(json, &json->items[0], d->collection);
            uint32_t index = 0;
            const tpt__json_node *item = list ? tpt__json_first(json, list) : NULL;
            for (; item; item = tpt__json_next(json, item), index++) {
                const tpt__json_node *named = tpt__json_member(json, item, "id");
                if (!named || named->type != TPT__JSON_STRING || strcmp(named->text, id) != 0) continue;
                l->current = &l->files[f];
                snprintf(l->pointer, sizeof l->pointer, "/%s/%u/id", d->collection, index);
                return true;
            }
        }
    }
    return false;
}

void tpt__remark(tpt__loader *l, tpt__problem problem, tpt__kind kind, const char *id, const char *message) {
    tpt_error error;
    fill(&error, problem, NULL, message);
    l->current = NULL;
    l->pointer[0] = '\0';
    if (go_to(l, kind, id)) locate(l, &error);
    report(l, problem, &error);
    l->current = NULL;
}

#include "text/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* Typography that means the same as a plain sign. */
static const struct {
    uint32_t from, to;
} PLAIN[] = {
    {0x2018, '\''}, {0x2019, '\''}, {0x201B, '\''}, {0x02BC, '\''}, {0x02B9, '\''}, {0x00B4, '\''},
    {0x0060, '\''}, {0x2032, '\''}, {0xFF07, '\''}, {0x201C, '"'},  {0x201D, '"'},  {0x00AB, '"'},
    {0x00BB, '"'},  {0x2010, '-'},  {0x2011, '-'},  {0x2012, '-'},  {0x2212, '-'},  {0x2044, '/'},
    {0x2215, '/'},  {0x2022, ';'},  {0x00B7, ';'},
};

static uint32_t plain_sign(uint32_t point) {
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (PLAIN[i].from == point) return PLAIN[i].to;
    return point;
}

static bool is_skin_tone(uint32_t point) { return point >= 0x1F3FB && point <= 0x1F3FF; }

typedef struct folder {
    tpt__arena *arena;
    char *text;
    uint32_t *origin;
    size_t len, capacity;
} folder;

static void put(folder *f, uint32_t point, uint32_t origin) {
    if (f->len + 4 >= f->capacity) {
        size_t grown = f->capacity * 2;
        char *text = tpt__arena_alloc(f->arena, grown);
        uint32_t *map = TPT__NEW(f->arena, uint32_t, grown + 1);
        memcpy(text, f->text, f->len);
        memcpy(map, f->origin, f->len * sizeof *map);
        f->text = text;
        f->origin = map;
        f->capacity = grown;
    }
    size_t size = tpt__utf8_encode(point, f->text + f->len);
    for (size_t i = 0; i < size; i++) f->origin[f->len + i] = origin;
    f->len += size;
}

/* Everything outside ASCII. */
static void fold_point(folder *f, uint32_t point, uint32_t origin) {
    uint32_t plain = plain_sign(point);
    if (plain != point) {
        put(f, plain, origin);
        return;
    }
    if (is_skin_tone(point)) return;
    utf8proc_int32_t parts[32];
    int boundary = 0;
    const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)point, parts, 32, how, &boundary);
    if (count < 0 || count > 32) {
        put(f, point, origin);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (parts[i]) put(f, (uint32_t)parts[i], origin);
}

/* Does each byte fold to one byte? So it is with most texts, and nearly all strings of a pack. */
static bool is_plain(const char *source, size_t len) {
    bool special = false;
    for (size_t i = 0; i < len; i++) special |= (unsigned char)source[i] >= 0x80 || source[i] == '`';
    return !special;
}

static void fold_plain(const char *source, size_t len, char *out) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)source[i];
        out[i] = (char)(c + (c >= 'A' && c <= 'Z') * ('a' - 'A'));
    }
}

static void fold_all(tpt__arena *arena, const char *source, size_t len, tpt__folded *out) {
    folder f = {.arena = arena, .capacity = len + len / 4 + 64};
    f.text = tpt__arena_alloc(arena, f.capacity);
    f.origin = TPT__NEW(arena, uint32_t, f.capacity + 1);
    for (size_t at = 0, size; at < len; at += size) {
        bool valid;
        uint32_t point = tpt__utf8_decode(source + at, len - at, &size, &valid);
        if (point >= 'A' && point <= 'Z') put(&f, point + 32, (uint32_t)at);
        else if (point < 0x80 && point != '`') put(&f, point, (uint32_t)at);
        else fold_point(&f, point, (uint32_t)at);
    }
    f.origin[f.len] = (uint32_t)len;
    f.text[f.len] = '\0';
    *out = (tpt__folded){f.text, f.origin, f.len, false};
}

void tpt__fold(tpt__arena *arena, const char *source, size_t len, tpt__folded *out) {
    if (!is_plain(source, len)) {
        fold_all(arena, source, len, out);
        return;
    }
    char *text = tpt__arena_alloc(arena, len + 1);
    uint32_t *origin = TPT__NEW(arena, uint32_t, len + 1);
    fold_plain(source, len, text);
    for (size_t i = 0; i <= len; i++) origin[i] = (uint32_t)i;
    *out = (tpt__folded){text, origin, len, true};
}

const char *tpt__fold_string(tpt__arena *arena, const char *source) {
    size_t len = strlen(source);
    if (is_plain(source, len)) {
        char *copy = tpt__arena_copy(arena, source, len);
        fold_plain(source, len, copy);
        return copy;
    }
    tpt__folded folded;
    tpt__fold(arena, source, len, &folded);
    return folded.text;
}

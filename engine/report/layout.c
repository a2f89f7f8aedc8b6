#include "report/layout.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static const char *const CODES[] = {"", "\033[1m", "\033[1;31m", "\033[2m"};

static void put(tpt__layout *layout, const char *bytes, size_t len) {
    if (len && !layout->failed && !layout->write(bytes, len, layout->context)) layout->failed = true;
}

static void put_string(tpt__layout *layout, const char *text) { put(layout, text, strlen(text)); }

uint32_t tpt__layout_columns(const char *text, size_t len) {
    uint32_t columns = 0;
    for (size_t at = 0, size; at < len; at += size) {
        bool valid;
        uint32_t point = tpt__utf8_decode(text + at, len - at, &size, &valid);
        int width = utf8proc_charwidth((utf8proc_int32_t)point);
        columns += width > 0 ? (uint32_t)width : 0;
    }
    return columns;
}

static void put_spaces(tpt__layout *layout, uint32_t count) {
    while (count--) put(layout, " ", 1);
}

void tpt__layout_blank(tpt__layout *layout) { put(layout, "\n", 1); }

/* Control characters of a quoted text must not steer the terminal; its ill-formed parts are no text. */
static void put_word(tpt__layout *layout, const char *word, size_t len) {
    for (size_t at = 0, size; at < len; at += size) {
        bool valid;
        uint32_t point = tpt__utf8_decode(word + at, len - at, &size, &valid);
        if (utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_CC) put(layout, "?", 1);
        else if (valid) put(layout, word + at, size);
        else put_string(layout, TPT__REPLACEMENT_UTF8);
    }
}

void tpt__layout_verbatim(tpt__layout *layout, uint32_t indent, const char *text) {
    put_spaces(layout, indent);
    put_word(layout, text, strlen(text));
    put(layout, "\n", 1);
}

void tpt__layout_paragraph(tpt__layout *layout, tpt__style style, uint32_t indent, const char *bullet,
                           const char *text) {
    uint32_t hang = indent + tpt__layout_columns(bullet, strlen(bullet)), column = hang;
    put_spaces(layout, indent);
    put_string(layout, bullet);
    if (layout->color) put_string(layout, CODES[style]);
    for (const char *at = text + strspn(text, " \n\t"); *at;) {
        size_t len = strcspn(at, " \n\t");
        uint32_t columns = tpt__layout_columns(at, len);
        if (column > hang && column + 1 + columns > layout->width) {
            put(layout, "\n", 1);
            put_spaces(layout, hang);
            column = hang;
        } else if (column > hang) {
            put(layout, " ", 1);
            column++;
        }
        put_word(layout, at, len);
        column += columns;
        at += len;
        at += strspn(at, " \n\t");
    }
    if (layout->color && style) put_string(layout, "\033[0m");
    put(layout, "\n", 1);
}

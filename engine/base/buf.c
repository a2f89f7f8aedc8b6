#include "base/buf.h"

#include <string.h>

void tpt__buf_add(tpt__buf *buf, const char *bytes, size_t len) {
    if (buf->len + len + 1 > buf->capacity) {
        size_t grown = buf->capacity ? buf->capacity * 2 : 128;
        while (grown < buf->len + len + 1) grown *= 2;
        char *block = tpt__arena_alloc(buf->arena, grown);
        if (buf->len) memcpy(block, buf->bytes, buf->len);
        buf->bytes = block;
        buf->capacity = grown;
    }
    if (len) memcpy(buf->bytes + buf->len, bytes, len);
    buf->len += len;
    buf->bytes[buf->len] = '\0';
}

void tpt__buf_add_string(tpt__buf *buf, const char *string) { tpt__buf_add(buf, string, strlen(string)); }

size_t tpt__digits(int64_t value, char out[TPT__DIGITS]) {
    char digits[TPT__DIGITS];
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value; /* also of INT64_MIN */
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0) digits[--at] = '-';
    memcpy(out, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

void tpt__buf_add_int(tpt__buf *buf, int64_t value) {
    char digits[TPT__DIGITS];
    tpt__buf_add(buf, digits, tpt__digits(value, digits));
}

const char *tpt__buf_text(const tpt__buf *buf) { return buf->bytes ? buf->bytes : ""; }

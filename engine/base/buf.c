#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
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

void tpt__buf_add_int(tpt__buf *buf, int64_t value) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRId64, value);
    tpt__buf_add(buf, digits, (size_t)len);
}

const char *tpt__buf_text(const tpt__buf *buf) { return buf->bytes ? buf->bytes : ""; }

/* A growable string of bytes in an arena, always NUL-terminated once anything was added. */
#ifndef TPT_BASE_BUF_H
#define TPT_BASE_BUF_H

#include "base/arena.h"

typedef struct tpt__buf {
    tpt__arena *arena;
    char *bytes;
    size_t len;
    size_t capacity;
} tpt__buf;

void tpt__buf_add(tpt__buf *buf, const char *bytes, size_t len);
void tpt__buf_add_string(tpt__buf *buf, const char *string);
void tpt__buf_add_int(tpt__buf *buf, int64_t value);

/* The text so far; "" when nothing was added. */
const char *tpt__buf_text(const tpt__buf *buf);

#endif

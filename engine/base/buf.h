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

/* A number in decimal digits, not NUL-terminated; returns how many bytes. */
#define TPT__DIGITS 20
size_t tpt__digits(int64_t value, char out[TPT__DIGITS]);

/* The text so far; "" when nothing was added. */
const char *tpt__buf_text(const tpt__buf *buf);

#endif

/* What the fuzz targets share: the entry point, what must hold, output in memory, and whether it is strict JSON. */
#ifndef TPT_FUZZ_H
#define TPT_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* The entry of libFuzzer and of replay.c: one input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Called by libFuzzer, if it is there, before the first input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Whatever the input, this is so; an input for which it is not is a finding. */
#define FUZZ_HOLDS(claim) ((claim) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #claim))

static inline void fuzz_broken(const char *file, int line, const char *claim) {
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
    abort();
}

/* Output kept for a look: grows, and is used again. */
typedef struct fuzz_output {
    char *bytes;
    size_t len, capacity;
} fuzz_output;

/* A tpt_write_fn into a fuzz_output. */
static inline bool fuzz_write(const char *bytes, size_t len, void *context) {
    fuzz_output *out = context;
    if (out->capacity - out->len < len) {
        out->capacity = 2 * (out->len + len);
        out->bytes = realloc(out->bytes, out->capacity);
        FUZZ_HOLDS(out->bytes != NULL);
    }
    if (len) memcpy(out->bytes + out->len, bytes, len);
    out->len += len;
    return true;
}

static inline bool fuzz_same(const fuzz_output *a, const fuzz_output *b) {
    return a->len == b->len && (!a->len || memcmp(a->bytes, b->bytes, a->len) == 0);
}

/* An arena that ends the run when there is no memory left: that is no finding about the input. */
static inline void fuzz_arena_init(tpt__arena *arena, jmp_buf *trap) {
    tpt__arena_init(arena, NULL);
    arena->trap = trap;
}

/* Is it one document that the strict reader lets in? Then it is well-formed UTF-8 too. */
static inline bool fuzz_is_json(const fuzz_output *out) {
    tpt__arena arena;
    tpt__json json;
    jmp_buf trap;
    if (setjmp(trap)) abort();
    fuzz_arena_init(&arena, &trap);
    bool strict = tpt__json_parse(&arena, out->bytes, out->len, &json, NULL) == TPT_OK;
    tpt__arena_free(&arena);
    return strict;
}

/* Is it well-formed UTF-8? */
static inline bool fuzz_is_utf8(const fuzz_output *out) {
    bool valid = true;
    for (size_t at = 0, size; valid && at < out->len; at += size)
        tpt__utf8_decode(out->bytes + at, out->len - at, &size, &valid);
    return valid;
}

/* An error says which it is and why, in strings that end within their fields. */
static inline void fuzz_check_error(const tpt_error *error, tpt_status status) {
    FUZZ_HOLDS(error->code == status);
    FUZZ_HOLDS(error->message[0] != '\0');
    FUZZ_HOLDS(memchr(error->source, '\0', sizeof error->source) != NULL);
    FUZZ_HOLDS(memchr(error->pointer, '\0', sizeof error->pointer) != NULL);
    FUZZ_HOLDS(memchr(error->message, '\0', sizeof error->message) != NULL);
    FUZZ_HOLDS(memchr(error->hint, '\0', sizeof error->hint) != NULL);
}

static inline bool fuzz_answered(tpt_status status) { return status == TPT_OK || status == TPT_INCOMPLETE; }

#endif

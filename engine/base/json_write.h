/*
 * Writing JSON: fixed order, integers and decimals, escaped strings, commas where they belong. No tree: whoever writes
 * says what comes next. A failed write is kept, so that no caller needs an error path of its own.
 */
#ifndef TPT_BASE_JSON_WRITE_H
#define TPT_BASE_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tptriage/tptriage.h"

/* Start from {.write = …, .context = …}; end with tpt__out_finish. */
typedef struct tpt__json_out {
    tpt_write_fn write;
    void *context;
    bool failed;
    bool comma; /* a value has been written at this level */
    size_t used;
    char block[4096];
} tpt__json_out;

/* A member's name as it is written, with its quotes and colon: made when the program is compiled. */
typedef struct tpt__json_key {
    const char *text;
    size_t len;
} tpt__json_key;
#define TPT__KEY(name) ((tpt__json_key){"\"" name "\":", sizeof("\"" name "\":") - 1})

/* Members or a value, written ahead of time. All zero: nothing. */
typedef struct tpt__json_piece {
    const char *text;
    size_t len;
} tpt__json_piece;

/* What does not fit into the block any more. */
void tpt__out_flushed(tpt__json_out *out, const char *bytes, size_t len);

/* Bytes as they are. */
static inline void tpt__out_raw(tpt__json_out *out, const char *bytes, size_t len) {
    if (len > sizeof out->block - out->used) {
        tpt__out_flushed(out, bytes, len);
        return;
    }
    memcpy(out->block + out->used, bytes, len);
    out->used += len;
}

/* A comma if something stands before. */
static inline void tpt__out_separate(tpt__json_out *out) {
    if (out->comma) tpt__out_raw(out, ",", 1);
    out->comma = true;
}

/* The name of a member; its value must follow. */
static inline void tpt__out_named(tpt__json_out *out, tpt__json_key key) {
    tpt__out_separate(out);
    tpt__out_raw(out, key.text, key.len);
}

/* What was written ahead, as the next member or element. */
static inline void tpt__out_piece(tpt__json_out *out, tpt__json_piece piece) {
    tpt__out_separate(out);
    tpt__out_raw(out, piece.text, piece.len);
}

/* The same for a name that is found only as the program runs. Within a list: NULL. */
void tpt__out_key(tpt__json_out *out, const char *name);

/* A text as a value, in quotes; ill-formed parts of it as U+FFFD. */
void tpt__out_text(tpt__json_out *out, const char *text, size_t len);

/* The same of a text in which nothing needs an escape: an id, a name of the engine's own. */
static inline void tpt__out_plain(tpt__json_out *out, const char *text, size_t len) {
    tpt__out_raw(out, "\"", 1);
    tpt__out_raw(out, text, len);
    tpt__out_raw(out, "\"", 1);
}

/* A number as a value. */
void tpt__out_number(tpt__json_out *out, int64_t value);

/* Begins or ends an object or a list, whose name or comma is written: "{" "}" "[" "]". */
static inline void tpt__out_begin(tpt__json_out *out, const char *sign) {
    tpt__out_raw(out, sign, 1);
    out->comma = false;
}

static inline void tpt__out_close(tpt__json_out *out, const char *sign) {
    tpt__out_raw(out, sign, 1);
    out->comma = true;
}

/* "{" or "[" as the value of a member, or of an element (name NULL). */
void tpt__out_open(tpt__json_out *out, const char *name, const char *sign);

/* Values: of members, or of elements (name NULL). text NULL: "". */
void tpt__out_string(tpt__json_out *out, const char *name, const char *text);
void tpt__out_int(tpt__json_out *out, const char *name, int64_t value);
void tpt__out_bool(tpt__json_out *out, const char *name, bool value);

/* Hands on what is left. Returns TPT_OK or TPT_E_WRITE. */
tpt_status tpt__out_finish(tpt__json_out *out);

#endif

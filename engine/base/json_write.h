/*
 * Writing JSON: fixed order, integers and decimals, escaped strings, commas where they belong. No tree: whoever writes
 * says what comes next. A failed write is kept, so that no caller needs an error path of its own.
 */
#ifndef TPT_BASE_JSON_WRITE_H
#define TPT_BASE_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Bytes as they are. */
void tpt__out_raw(tpt__json_out *out, const char *bytes, size_t len);

/* A member's name; its value must follow. Within a list: NULL. */
void tpt__out_key(tpt__json_out *out, const char *name);

/* "{" or "[" as the value of a member, or of an element (name NULL); and their ends. */
void tpt__out_open(tpt__json_out *out, const char *name, const char *sign);
void tpt__out_close(tpt__json_out *out, const char *sign);

/* Values: of members, or of elements (name NULL). text NULL: "". */
void tpt__out_string(tpt__json_out *out, const char *name, const char *text);
void tpt__out_int(tpt__json_out *out, const char *name, int64_t value);
void tpt__out_bool(tpt__json_out *out, const char *name, bool value);

/* Hands on what is left. Returns TPT_OK or TPT_E_WRITE. */
tpt_status tpt__out_finish(tpt__json_out *out);

#endif

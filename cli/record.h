/*
 * A look at a record without reading it: its id, so that an error can name it, and where another member
 * can be put. The library is what judges records; where this scanner is not sure, it says nothing.
 */
#ifndef CLI_RECORD_H
#define CLI_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "input.h"

/* Pointers are into the record. */
typedef struct record_outline {
    const char *id; /* the JSON string or number as it stands, or NULL: none, or not sure */
    size_t id_len;
    const char *close; /* the object's last brace */
    bool is_empty;     /* has no member */
    bool has_country;  /* has one, or might */
} record_outline;

/* False for anything but one well-formed JSON object; *out is then left alone. */
bool record_scan(const char *json, size_t len, record_outline *out);

/* The id without its quotes where it is plain ASCII without escapes, else "". The caller brings the room. */
void record_plain_id(const record_outline *outline, char *out, size_t size);

/*
 * Puts "country" into a record that has none and copies it to *out. A record that is not an object, or
 * that names a country, is copied as it is. False when memory ran out.
 */
bool record_with_country(const char *json, size_t len, const char *country, cli_bytes *out);

#endif

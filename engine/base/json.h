/*
 * The strict JSON reader (RFC 8259): what it lets in can be trusted. It refuses text after the end, duplicate
 * keys, \u0000 and raw NUL, lone surrogates, ill-formed UTF-8, nesting over a limit, numbers that are no
 * JSON. Every value keeps its place, so that every complaint can name line, column and JSON pointer.
 *
 * Used for every document at the door: records are read straight from it; packs are checked with it before
 * cJSON builds their trees.
 */
#ifndef TPT_BASE_JSON_H
#define TPT_BASE_JSON_H

#include <stdbool.h>

#include "base/arena.h"

typedef enum tpt__json_type {
    TPT__JSON_NULL,
    TPT__JSON_FALSE,
    TPT__JSON_TRUE,
    TPT__JSON_NUMBER,
    TPT__JSON_STRING,
    TPT__JSON_ARRAY,
    TPT__JSON_OBJECT
} tpt__json_type;

/* A value. Children of arrays and objects are linked; index 0 is the root. */
typedef struct tpt__json_node {
    tpt__json_type type;
    uint32_t offset; /* byte of the document where it starts */
    uint32_t next;   /* next sibling, or TPT__NONE */
    uint32_t child;  /* first child, or TPT__NONE */
    uint32_t parent; /* or TPT__NONE for the root */
    const char *key; /* in an object: the member's name, unescaped; else NULL */
    uint32_t key_len;
    const char *text; /* a string, unescaped and NUL-terminated; a number as it stands */
    uint32_t len;     /* bytes of text */
} tpt__json_node;

typedef struct tpt__json {
    const char *source; /* the document */
    size_t len;
    tpt__json_node *items; /* in document order */
    uint32_t count;
    uint32_t capacity;
    bool key_twice; /* parsing failed at a key that stands twice in one object */
} tpt__json;

/* Deep enough for every form we know of (FHIR nests by four a level), far from the end of any stack; and the most. */
#define TPT__JSON_DEPTH 128
#define TPT__JSON_DEPTH_MOST 1000

/* Parses a document; on failure fills *error (line, column, pointer, message) and returns its code. */
tpt_status tpt__json_parse(tpt__arena *arena, const char *text, size_t len, tpt__json *out, tpt_error *error);

/* The same, with so many levels of nesting: 0 is TPT__JSON_DEPTH, over TPT__JSON_DEPTH_MOST is that. */
tpt_status tpt__json_parse_within(tpt__arena *arena, const char *text, size_t len, uint32_t depth,
                                  tpt__json *out, tpt_error *error);

/* A member of an object, or NULL. */
const tpt__json_node *tpt__json_member(const tpt__json *json, const tpt__json_node *object, const char *key);

/* First child and next sibling, or NULL. */
const tpt__json_node *tpt__json_first(const tpt__json *json, const tpt__json_node *parent);
const tpt__json_node *tpt__json_next(const tpt__json *json, const tpt__json_node *node);

/* A number without a fraction, within int64: true and *value; anything else false. */
bool tpt__json_integer(const tpt__json_node *node, int64_t *value);

/* A number times 1000, rounded half away from zero; false if it is none or too large. */
bool tpt__json_milli(const tpt__json_node *node, int64_t *milli);

/* Fills line, column and pointer of *error (may be NULL) for a node. */
void tpt__json_locate(const tpt__json *json, const tpt__json_node *node, tpt_error *error);

/* The node that a JSON pointer names, or NULL. */
const tpt__json_node *tpt__json_at(const tpt__json *json, const char *pointer);

#endif

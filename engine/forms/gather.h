/*
 * What the answers of one form add up to: an intake and facts, as our own record would give them. The readers of forms
 * (response.c, flat.c) walk a form and hand each answer over; what it means is the map's matter.
 */
#ifndef TPT_FORMS_GATHER_H
#define TPT_FORMS_GATHER_H

#include "base/buf.h"
#include "forms/form_map.h"
#include "report/result.h"

/* An answer, whatever form it comes from. */
typedef struct tpt__reply {
    const tpt__json_node *node; /* where it stands, for errors */
    const char *system,
        *code;         /* of a coding; code also: a string, a number or a truth value as it is written */
    const char *words; /* what a person would read: a string itself, a coding's display; or NULL */
    bool is_plain;     /* a string or a number that no list of answers was given for */
    bool is_number;
    int64_t milli;
    const char *unit, *unit_code; /* of a quantity; else NULL */
} tpt__reply;

typedef struct tpt__gather {
    tpt__arena *arena;
    const tpt_form_map *map;
    const tpt__json *json;
    tpt_error *error;
    int64_t *facts;
    tpt_intake intake;
    tpt__buf text;
    TPT__VEC(tpt_site_answer) sites;
    TPT__VEC(tpt_finding_answer) findings;
    TPT__VEC(const char *) medications;
    TPT__VEC(const char *) history;
    TPT__VEC(const char *) unmapped;
    uint32_t unmapped_count;
    const char *subject;
    const char *side, *side_name; /* said in the scope that is open, and by which item */
} tpt__gather;

/* A part of the form within which a side belongs to the places: an item with its items, an answer with its. */
typedef struct tpt__form_scope {
    uint32_t first_site;
    const char *side, *side_name; /* of the scope around it */
} tpt__form_scope;

tpt__form_scope tpt__scope_enter(tpt__gather *g);
void tpt__scope_leave(tpt__gather *g, tpt__form_scope around);

/* A string, a number or a truth value as a reply. */
tpt__reply tpt__reply_of(const tpt__json_node *node);

/* Takes an answer of the item that is called `name`; entry NULL: the map has none for it. */
tpt_status tpt__gather_take(tpt__gather *g, const tpt__form_entry *entry, const char *name,
                            const tpt__reply *reply);

/* Counts an answer that means nothing here. */
void tpt__gather_unmapped(tpt__gather *g, const char *name);

/* TPT_E_INPUT at a node; `what` may name keys, never what a person wrote. */
tpt_status tpt__gather_refuse(const tpt__gather *g, const tpt__json_node *node, const char *what);

/* The two kinds of forms. */
tpt_status tpt__read_response(tpt__gather *g, const tpt__json_node *root);
tpt_status tpt__read_flat(tpt__gather *g, const tpt__json_node *root);

/* Reads whatever form a document holds; what it fills lives in `arena` and in `json`. */
tpt_status tpt__form_read(tpt__arena *arena, const tpt_form_map *map, const tpt__json *json, tpt_intake *out,
                          int64_t *facts, tpt__form_note *note, tpt_error *error);

#endif

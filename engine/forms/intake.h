/* An intake, checked: form answers as findings and facts of the ruleset; and records of JSON as intakes. */
#ifndef TPT_FORMS_INTAKE_H
#define TPT_FORMS_INTAKE_H

#include "base/json.h"
#include "reason/ruleset.h"

/* Sets a fact in the unit of `key` (a fact's id or another input key of it); TPT_E_INPUT names what is wrong. */
tpt_status tpt__intake_fact(const tpt_ruleset *ruleset, const char *key, int64_t milli, int64_t *facts,
                            tpt_error *error);

/* The value of a fact's code ("female"): true and *value, or false. */
bool tpt__intake_code(const tpt_ruleset *ruleset, uint32_t fact, const char *name, int64_t *value);

/* Sets a fact to what a record may say of `key`: a number, a truth value, the name of a code, or null and "unknown". */
tpt_status tpt__intake_read_fact(const tpt_ruleset *ruleset, const tpt__json *json, const char *key,
                                 const tpt__json_node *value, int64_t *facts, tpt_error *error);

/*
 * Reads a record into an intake whose parts live in `arena`. Facts go straight into `facts` (one for each of the
 * ruleset's), since their keys are the record's own. `expect` receives the "expect" member of a case, or NULL.
 */
tpt_status tpt__intake_from_record(tpt__arena *arena, const tpt_ruleset *ruleset, const tpt__json *json,
                                   tpt_intake *out, int64_t *facts, const tpt__json_node **expect,
                                   tpt_error *error);

/* The same of any object of a document: a piece of a record. */
tpt_status tpt__intake_from_object(tpt__arena *arena, const tpt_ruleset *ruleset, const tpt__json *json,
                                   const tpt__json_node *object, tpt_intake *out, int64_t *facts,
                                   const tpt__json_node **expect, tpt_error *error);

/* A record of a text with spans that somebody else found. */
typedef struct tpt__span_record {
    const tpt__json_node *id; /* a string or a number, or NULL */
    const char *text;
    size_t text_len;
    const tpt_span *spans;
    size_t span_count;
} tpt__span_record;

/* Reads {"id", "text", "spans": [{"start", "end"}]}; what it fills lives in `arena` and in `json`. */
tpt_status tpt__intake_spans(tpt__arena *arena, const tpt__json *json, tpt__span_record *out,
                             tpt_error *error);

#endif

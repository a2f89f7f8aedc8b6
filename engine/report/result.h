/* A result: one triage as the writers see it. It lives in its session, until the next call. */
#ifndef TPT_REPORT_RESULT_H
#define TPT_REPORT_RESULT_H

#include "base/buf.h"
#include "assert/assert.h"
#include "reason/ruleset.h"
#include "reason/outcome.h"

/* What the reader of a form has to say beside the intake. */
typedef struct tpt__form_note {
    const char *const *unmapped; /* items with an answer that means nothing here: the first of them */
    uint32_t unmapped_named, unmapped_count;
    const char *subject; /* "Patient/1": of whom a FHIR form says that it speaks, or NULL */
} tpt__form_note;

struct tpt_result {
    tpt__arena *arena;
    const tpt_ruleset *ruleset;
    const char *id;      /* or NULL */
    const char *country; /* or NULL */
    const tpt__document *doc;
    const tpt__scene *scene;
    const tpt__match_result *match;
    tpt__case about;
    tpt__outcome outcome;
    bool explain;           /* tell also what silent flags lack */
    const uint32_t *unread; /* tokens */
    uint32_t unread_count;
    tpt__form_note form; /* all zero where there was no form */
};

/* The wording that the pack has for a key; the key itself where it has none. */
const char *tpt__wording_for(const tpt_ruleset *ruleset, const char *key);

/* Adds `template`, with each of `names` replaced by its value; both lists end with NULL. */
void tpt__fill(tpt__buf *out, const char *template, const char *const *names, const char *const *values);

/* Why an area is shown, in the pack's words. */
const char *tpt__area_why(const tpt_result *result, const tpt__area_hit *hit);

/* What a flag advises at the level it was raised at. */
const char *tpt__flag_advice(const tpt_result *result, const tpt__flag_hit *hit);

/* One clinical line: who, what, since when; what is denied. */
const char *tpt__handover(const tpt_result *result);

/* The emergency number to name for the result's country; NULL where the pack has none. */
const char *tpt__emergency_number(const tpt_result *result);

/*
 * What a token was read as where that is not what is written (a respelling or a correction), or NULL. The word is one of the
 * pack's.
 */
const char *tpt__read_as(const tpt_result *result, uint32_t token);

/* What is said of spans, as one line of JSON: the answer of tpt_session_assert_json. */
tpt_status tpt__write_assertions(const char *id, size_t id_len, bool id_is_string, const char *text,
                                 const tpt_span *spans, const tpt_assertion *said, size_t count,
                                 bool complete, tpt_write_fn write, void *context);

#endif

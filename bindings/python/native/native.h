/*
 * What the Python module calls beside the public API: results are gathered in C, so that a call of any number of texts
 * runs without the interpreter. A session here is its caller's for the whole call; the Python side holds a lock for it.
 */
#ifndef TPTRIAGE_PYTHON_NATIVE_H
#define TPTRIAGE_PYTHON_NATIVE_H

#include <stdatomic.h>

#include <tptriage/tptriage.h>

/* Bytes that grow. Starts as zeros; kept from call to call. */
typedef struct tptpy_sink {
    char *bytes;
    size_t len, capacity;
} tptpy_sink;

void tptpy_sink_free(tptpy_sink *sink);

/*
 * A ruleset with those who hold it: the Ruleset and its sessions. Python's collector takes the members of a cycle in any order, so
 * whoever lets go last frees it.
 */
typedef struct tptpy_rules {
    tpt_ruleset *ruleset;
    atomic_uint holders;
} tptpy_rules;

/* Takes the ruleset, with one holder. NULL, with the ruleset freed, where memory runs out. */
tptpy_rules *tptpy_rules_new(tpt_ruleset *ruleset);

void tptpy_rules_release(tptpy_rules *rules);

/* A session holds the rules until it is freed. */
tpt_status tptpy_session_new(tpt_session **out, tptpy_rules *rules, const tpt_options *options,
                             tpt_error *error);
void tptpy_session_free(tpt_session *session, tptpy_rules *rules);

/* Triages, and writes the result into the sink, from its start. */
tpt_status tptpy_triage_text(tpt_session *session, const char *text, size_t len, tptpy_sink *out,
                             tpt_error *error);
tpt_status tptpy_triage_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                             tpt_error *error);

/* Judges the spans of a record, and writes the answer into the sink. */
tpt_status tptpy_assert_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                             tpt_error *error);

/* What became of a text of many: its result ends at `end` in the sink of results, or it has the next error. */
typedef struct tptpy_row {
    tpt_status status;
    size_t end;
} tptpy_row;

/* Triages a column. `rows` has room for all; errors are tpt_error structs, one after the other. */
tpt_status tptpy_triage_texts(tpt_session *session, const tpt_texts *texts, tptpy_row *rows,
                              tptpy_sink *results, tptpy_sink *errors, tpt_error *error);

/*
 * Arrow's view layout (16 bytes a row: a length; then the bytes if they are 12 at most, or 4 of them, the number of a
 * buffer and a place in it) as offsets and data. Rows `first` to first + count; `offsets` has room for
 * count + 1. Null rows (`validity`, or NULL) are taken for empty. TPT_E_ARGUMENT if a view is not
 * within its buffer, TPT_E_MEMORY if memory ran out.
 */
tpt_status tptpy_gather_views(const unsigned char *views, size_t first, size_t count, const uint8_t *validity,
                              const char *const *buffers, const int64_t *buffer_sizes, size_t buffer_count,
                              int64_t *offsets, tptpy_sink *data);

#endif

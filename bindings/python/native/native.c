#include "native.h"

#include <stdlib.h>
#include <string.h>

static bool sink_reserve(tptpy_sink *sink, size_t more) {
    if (more <= sink->capacity - sink->len) return true;
    size_t capacity = sink->capacity ? sink->capacity : 16384;
    while (capacity - sink->len < more) {
        if (capacity > SIZE_MAX / 2) return false;
        capacity *= 2;
    }
    char *bytes = realloc(sink->bytes, capacity);
    if (!bytes) return false;
    sink->bytes = bytes;
    sink->capacity = capacity;
    return true;
}

static bool sink_add(const char *bytes, size_t len, void *context) {
    tptpy_sink *sink = context;
    if (!sink_reserve(sink, len)) return false;
    memcpy(sink->bytes + sink->len, bytes, len);
    sink->len += len;
    return true;
}

void tptpy_sink_free(tptpy_sink *sink) {
    free(sink->bytes);
    *sink = (tptpy_sink){NULL, 0, 0};
}

tptpy_rules *tptpy_rules_new(tpt_ruleset *ruleset) {
    tptpy_rules *rules = malloc(sizeof *rules);
    if (!rules) {
        tpt_ruleset_free(ruleset);
        return NULL;
    }
    rules->ruleset = ruleset;
    atomic_init(&rules->holders, 1);
    return rules;
}

void tptpy_rules_release(tptpy_rules *rules) {
    if (atomic_fetch_sub(&rules->holders, 1) > 1) return;
    tpt_ruleset_free(rules->ruleset);
    free(rules);
}

tpt_status tptpy_session_new(tpt_session **out, tptpy_rules *rules, const tpt_options *options,
                             tpt_error *error) {
    tpt_status status = tpt_session_new(out, rules->ruleset, options, error);
    if (status == TPT_OK) atomic_fetch_add(&rules->holders, 1);
    return status;
}

void tptpy_session_free(tpt_session *session, tptpy_rules *rules) {
    tpt_session_free(session);
    tptpy_rules_release(rules);
}

/* The only thing that a sink refuses for is memory. */
static tpt_status as_memory(tpt_status status) { return status == TPT_E_WRITE ? TPT_E_MEMORY : status; }

static bool has_result(tpt_status status) { return status == TPT_OK || status == TPT_INCOMPLETE; }

typedef tpt_status (*triage_fn)(tpt_session *session, const char *input, size_t len,
                                const tpt_result **result, tpt_error *error);

static tpt_status triage_into(triage_fn triage, tpt_session *session, const char *input, size_t len,
                              tptpy_sink *out, tpt_error *error) {
    const tpt_result *result = NULL;
    out->len = 0;
    tpt_status status = triage(session, input, len, &result, error);
    if (!has_result(status)) return status;
    tpt_status written = as_memory(tpt_result_write_json(result, sink_add, out));
    return written == TPT_OK ? status : written;
}

tpt_status tptpy_triage_text(tpt_session *session, const char *text, size_t len, tptpy_sink *out,
                             tpt_error *error) {
    return triage_into(tpt_session_triage_text, session, text, len, out, error);
}

tpt_status tptpy_triage_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                             tpt_error *error) {
    return triage_into(tpt_session_triage_json, session, json, len, out, error);
}

tpt_status tptpy_assert_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                             tpt_error *error) {
    out->len = 0;
    return as_memory(tpt_session_assert_json(session, json, len, sink_add, out, error));
}

/* ---- Many texts ---- */

typedef struct gathering {
    tptpy_row *rows;
    tptpy_sink *results, *errors;
} gathering;

/* Falls back to where the row began, so that a half-written result is never seen. */
static bool add_result(gathering *g, const tpt_text_row *row) {
    size_t start = g->results->len;
    bool whole = tpt_result_write_json(row->result, sink_add, g->results) == TPT_OK;
    if (!whole) g->results->len = start;
    return whole;
}

static bool add_row(const tpt_text_row *row, void *context) {
    gathering *g = context;
    bool added =
        row->result ? add_result(g, row) : sink_add((const char *)row->error, sizeof *row->error, g->errors);
    g->rows[row->index] = (tptpy_row){row->status, g->results->len};
    return added;
}

tpt_status tptpy_triage_texts(tpt_session *session, const tpt_texts *texts, tptpy_row *rows,
                              tptpy_sink *results, tptpy_sink *errors, tpt_error *error) {
    gathering g = {rows, results, errors};
    results->len = errors->len = 0;
    tpt_status status = tpt_session_triage_texts(session, texts, add_row, &g, error);
    return status == TPT_CANCELLED ? TPT_E_MEMORY : status; /* sessions here have no cancel callback */
}

/* ---- Arrow's views ---- */

enum { VIEW_SIZE = 16, INLINE_SIZE = 12 };

static int32_t int_at(const unsigned char *view, size_t at) {
    int32_t value;
    memcpy(&value, view + at, sizeof value);
    return value;
}

/* The bytes of a view, or NULL if they are not within their buffer. */
static const char *bytes_of_view(const unsigned char *view, int32_t len, const char *const *buffers,
                                 const int64_t *sizes, size_t count) {
    if (len < 0) return NULL;
    if (len <= INLINE_SIZE) return (const char *)view + 4;
    int32_t buffer = int_at(view, 8), at = int_at(view, 12);
    if (buffer < 0 || (size_t)buffer >= count || at < 0 || (int64_t)at + len > sizes[buffer]) return NULL;
    return buffers[buffer] + at;
}

tpt_status tptpy_gather_views(const unsigned char *views, size_t first, size_t count, const uint8_t *validity,
                              const char *const *buffers, const int64_t *buffer_sizes, size_t buffer_count,
                              int64_t *offsets, tptpy_sink *data) {
    data->len = 0;
    offsets[0] = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *view = views + (first + i) * VIEW_SIZE;
        size_t bit = first + i;
        bool null = validity && !(validity[bit / 8] >> bit % 8 & 1);
        int32_t len = null ? 0 : int_at(view, 0);
        const char *bytes = bytes_of_view(view, len, buffers, buffer_sizes, buffer_count);
        if (!bytes && !null) return TPT_E_ARGUMENT;
        if (len && !sink_add(bytes, (size_t)len, data)) return TPT_E_MEMORY;
        offsets[i + 1] = (int64_t)data->len;
    }
    return TPT_OK;
}

/*
 * What JavaScript calls: the public header with numbers alone. Each call answers a tpt_status; what it wrote or why it
 * failed lies in the struct that the pointers below lead to. src/engine.js is the other side.
 */
#include <stdlib.h>
#include <string.h>
#include <tptriage/tptriage.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/* The cancel callback of the session whose call is under way. An exception in it cancels, and is thrown on after the call. */
__attribute__((import_module("env"), import_name("cancel"))) int js_cancel(void *session);

/* A session with what JavaScript reads after a call. `out` keeps its room, so that a warm session allocates nothing. */
typedef struct js_session {
    tpt_session *session;
    const tpt_result *result; /* of the last call; NULL where it failed */
    char *out;
    size_t len, capacity;
} js_session;

/* ---- Memory that JavaScript fills -------------------------------------------------------------------------------- */

EXPORT(alloc) void *js_alloc(size_t size) { return malloc(size); }

EXPORT(release) void js_release(void *block) { free(block); }

/*
 * What is freed is wiped. So no text of a person stays behind, and in a snapshot of the memory, what loading the pack left
 * is zeros. The linker puts this in front of free. In a fresh heap a block has at least its usable size.
 */
size_t malloc_usable_size(void *block);
void __real_free(void *block);
void __wrap_free(void *block);

void __wrap_free(void *block) {
    if (!block) return;
    memset(block, 0, malloc_usable_size(block));
    __real_free(block);
}

/* ---- Errors: one struct, given by JavaScript ----------------------------------------------------------------------- */

EXPORT(error_size) size_t js_error_size(void) { return sizeof(tpt_error); }

EXPORT(error_line) uint32_t js_error_line(const tpt_error *error) { return error->line; }

EXPORT(error_column) uint32_t js_error_column(const tpt_error *error) { return error->column; }

EXPORT(error_text) const char *js_error_text(const tpt_error *error, int which) {
    const char *const texts[] = {error->source, error->pointer, error->message, error->hint};
    return texts[which];
}

EXPORT(status_name) const char *js_status_name(tpt_status status) { return tpt_status_name(status); }

EXPORT(version) const char *js_version(void) { return tpt_version(); }

/* ---- Rulesets ------------------------------------------------------------------------------------------------------ */

/* `files`: for each file its path, its data and its size, 32 bits each: a tpt_pack_file. */
EXPORT(ruleset_new)
tpt_status js_ruleset_new(tpt_ruleset **out, const tpt_pack_file *files, size_t count, tpt_error *error) {
    return tpt_ruleset_new_from_memory(out, files, count, NULL, error);
}

/* The default pack. Its image must be in the memory: see src/image.js. */
EXPORT(ruleset_embedded)
tpt_status js_ruleset_embedded(tpt_ruleset **out, tpt_error *error) {
    return tpt_ruleset_new_embedded(out, NULL, error);
}

EXPORT(ruleset_free) void js_ruleset_free(tpt_ruleset *ruleset) { tpt_ruleset_free(ruleset); }

EXPORT(ruleset_text) const char *js_ruleset_text(const tpt_ruleset *ruleset, int which) {
    const char *const texts[] = {tpt_ruleset_id(ruleset), tpt_ruleset_version(ruleset),
                                 tpt_ruleset_sha256(ruleset)};
    return texts[which];
}

/* ---- Sessions ------------------------------------------------------------------------------------------------------ */

static bool ask_javascript(void *session) { return js_cancel(session) != 0; }

static uint32_t limit_32(double most) { return most < UINT32_MAX ? (uint32_t)most : UINT32_MAX; }

/* In the order of LIMITS in engine.js; a double holds any whole number that JavaScript can say. */
static void take_limits(tpt_options *options, const double *limits) {
    options->max_text_bytes = limit_32(limits[0]);
    options->max_steps = (uint64_t)limits[1];
    options->max_confirms = (uint64_t)limits[2];
    options->max_match = limit_32(limits[3]);
    options->max_match_depth = limit_32(limits[4]);
    options->max_match_heap_kib = limit_32(limits[5]);
    options->max_nesting = limit_32(limits[6]);
}

EXPORT(session_new)
tpt_status js_session_new(js_session **out, const tpt_ruleset *ruleset, const double *limits, int explain,
                          int may_cancel, tpt_error *error) {
    js_session *made = calloc(1, sizeof *made);
    tpt_options options = TPT_OPTIONS_INIT;
    if (!made) return TPT_E_MEMORY;
    take_limits(&options, limits);
    options.explain = explain != 0;
    options.cancel = may_cancel ? ask_javascript : NULL;
    options.cancel_context = made;
    tpt_status status = tpt_session_new(&made->session, ruleset, &options, error);
    if (status == TPT_OK) *out = made;
    else free(made);
    return status;
}

EXPORT(session_free) void js_session_free(js_session *session) {
    tpt_session_free(session->session);
    free(session->out);
    free(session);
}

EXPORT(session_out) const char *js_session_out(const js_session *session) { return session->out; }

EXPORT(session_len) size_t js_session_len(const js_session *session) { return session->len; }

/* The blocks that the engine took from the allocator in the last call. */
EXPORT(session_allocations) double js_session_allocations(const js_session *session) {
    tpt_counters counters;
    tpt_session_counters(session->session, &counters);
    return (double)counters.allocations;
}

static bool reserve(js_session *session, size_t size) {
    if (size <= session->capacity) return true;
    char *grown = realloc(session->out, 2 * size);
    if (!grown) return false;
    session->out = grown;
    session->capacity = 2 * size;
    return true;
}

static bool append(const char *bytes, size_t len, void *context) {
    js_session *session = context;
    if (!reserve(session, session->len + len)) return false;
    memcpy(session->out + session->len, bytes, len);
    session->len += len;
    return true;
}

typedef tpt_status (*write_result_fn)(const tpt_result *result, tpt_write_fn write, void *context);

static tpt_status write_out(js_session *session, write_result_fn write) {
    session->len = 0;
    tpt_status status = write(session->result, append, session);
    return status == TPT_E_WRITE ? TPT_E_MEMORY : status; /* `append` fails for nothing else */
}

/* A result is written; a failure stays as it is. */
static tpt_status finish(js_session *session, tpt_status status, const tpt_result *result) {
    session->result = result;
    if (status != TPT_OK && status != TPT_INCOMPLETE) return status;
    tpt_status written = write_out(session, tpt_result_write_json);
    return written == TPT_OK ? status : written;
}

EXPORT(triage_text)
tpt_status js_triage_text(js_session *session, const char *text, size_t len, tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = tpt_session_triage_text(session->session, text, len, &result, error);
    return finish(session, status, result);
}

EXPORT(triage_record)
tpt_status js_triage_record(js_session *session, const char *json, size_t len, tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = tpt_session_triage_json(session->session, json, len, &result, error);
    return finish(session, status, result);
}

EXPORT(assert_record)
tpt_status js_assert_record(js_session *session, const char *json, size_t len, tpt_error *error) {
    session->len = 0;
    session->result = NULL;
    tpt_status status = tpt_session_assert_json(session->session, json, len, append, session, error);
    return status == TPT_E_WRITE ? TPT_E_MEMORY : status;
}

/* ---- Forms ----------------------------------------------------------------------------------------------------------- */

/* `json` NULL: the map of the form that the ruleset writes. */
EXPORT(form_map_new)
tpt_status js_form_map_new(tpt_form_map **out, const tpt_ruleset *ruleset, const char *json, size_t len,
                           tpt_error *error) {
    return tpt_form_map_new(out, ruleset, json, len, NULL, error);
}

EXPORT(form_map_free) void js_form_map_free(tpt_form_map *map) { tpt_form_map_free(map); }

EXPORT(triage_form)
tpt_status js_triage_form(js_session *session, const char *json, size_t len, const tpt_form_map *map,
                          tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = tpt_session_triage_form(session->session, map, json, len, &result, error);
    return finish(session, status, result);
}

/* The last result as FHIR, in place of its JSON. */
EXPORT(write_fhir) tpt_status js_write_fhir(js_session *session, tpt_error *error) {
    (void)error;
    return session->result ? write_out(session, tpt_result_write_fhir) : TPT_E_ARGUMENT;
}

/* The form of a ruleset, or its map, into what a session would write. */
EXPORT(write_form)
tpt_status js_write_form(js_session *session, const tpt_ruleset *ruleset, int map, tpt_error *error) {
    (void)error;
    session->len = 0;
    tpt_status status =
        (map ? tpt_ruleset_write_form_map : tpt_ruleset_write_questionnaire)(ruleset, append, session);
    return status == TPT_E_WRITE ? TPT_E_MEMORY : status;
}

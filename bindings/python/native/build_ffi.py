"""Writes the C of the extension module: build_ffi.py OUT. CMake runs it.

Out of line and in cffi's API mode: the C compiler checks what is declared here against the headers.
"""

import sys

from cffi import FFI

builder = FFI()
builder.set_source("tptriage._native", '#include "arrow.h"\n#include "native.h"\n', py_limited_api=True)
builder.cdef(
    """
    typedef int... tpt_status;
    #define TPT_OK ...
    #define TPT_INCOMPLETE ...
    #define TPT_E_MEMORY ...
    #define TPT_E_ARGUMENT ...
    #define TPT_E_BUSY ...
    #define TPT_E_JSON ...
    #define TPT_E_INPUT ...
    #define TPT_E_TOO_LONG ...
    #define TPT_E_EXPECTATION ...

    const char *tpt_version(void);
    const char *tpt_status_name(tpt_status status);

    typedef struct {
        tpt_status code;
        uint32_t line, column;
        char source[...], pointer[...], message[...], hint[...];
        ...;
    } tpt_error;

    typedef struct {
        size_t size, max_text_bytes;
        uint64_t max_steps, max_confirms;
        uint32_t max_match, max_match_depth, max_match_heap_kib, max_nesting;
        bool explain;
        ...;
    } tpt_options;

    typedef struct tpt_ruleset tpt_ruleset;
    typedef struct tpt_session tpt_session;
    typedef struct { const char *path, *data; size_t size; ...; } tpt_pack_file;

    tpt_status tpt_ruleset_new_embedded(tpt_ruleset **out, const tpt_options *options, tpt_error *error);
    tpt_status tpt_ruleset_new_from_path(tpt_ruleset **out, const char *path, const tpt_options *options,
                                         tpt_error *error);
    tpt_status tpt_ruleset_new_from_memory(tpt_ruleset **out, const tpt_pack_file *files, size_t count,
                                           const tpt_options *options, tpt_error *error);
    const char *tpt_ruleset_id(const tpt_ruleset *ruleset);
    const char *tpt_ruleset_version(const tpt_ruleset *ruleset);
    const char *tpt_ruleset_sha256(const tpt_ruleset *ruleset);

    typedef struct { tpt_ruleset *ruleset; ...; } tptpy_rules;
    tptpy_rules *tptpy_rules_new(tpt_ruleset *ruleset);
    void tptpy_rules_release(tptpy_rules *rules);
    tpt_status tptpy_session_new(tpt_session **out, tptpy_rules *rules, const tpt_options *options,
                                 tpt_error *error);
    void tptpy_session_free(tpt_session *session, tptpy_rules *rules);

    typedef struct { size_t start, end; } tpt_span;
    typedef struct {
        const char *status, *negation, *temporality, *experiencer;
        tpt_span cue, scope;
        ...;
    } tpt_assertion;
    tpt_status tpt_session_assert(tpt_session *session, const char *text, size_t len, const tpt_span *spans,
                                  size_t count, tpt_assertion *out, tpt_error *error);

    typedef struct {
        size_t size;
        const char *data;
        size_t data_len;
        const int32_t *offsets32;
        const int64_t *offsets64;
        const uint8_t *validity;
        size_t first, count;
        ...;
    } tpt_texts;

    typedef struct { char *bytes; size_t len; ...; } tptpy_sink;
    typedef struct { tpt_status status; size_t end; ...; } tptpy_row;
    void tptpy_sink_free(tptpy_sink *sink);
    tpt_status tptpy_triage_text(tpt_session *session, const char *text, size_t len, tptpy_sink *out,
                                 tpt_error *error);
    tpt_status tptpy_triage_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                                 tpt_error *error);
    tpt_status tptpy_assert_json(tpt_session *session, const char *json, size_t len, tptpy_sink *out,
                                 tpt_error *error);
    tpt_status tptpy_triage_texts(tpt_session *session, const tpt_texts *texts, tptpy_row *rows,
                                  tptpy_sink *results, tptpy_sink *errors, tpt_error *error);
    tpt_status tptpy_gather_views(const unsigned char *views, size_t first, size_t count,
                                  const uint8_t *validity, const char *const *buffers,
                                  const int64_t *buffer_sizes, size_t buffer_count, int64_t *offsets,
                                  tptpy_sink *data);
    """
)
# As in arrow.h, which the compiler holds it against.
builder.cdef(
    """
    struct ArrowSchema {
        const char *format, *name, *metadata;
        int64_t flags, n_children;
        struct ArrowSchema **children, *dictionary;
        void (*release)(struct ArrowSchema *);
        void *private_data;
    };
    struct ArrowArray {
        int64_t length, null_count, offset, n_buffers, n_children;
        const void **buffers;
        struct ArrowArray **children, *dictionary;
        void (*release)(struct ArrowArray *);
        void *private_data;
    };
    struct ArrowArrayStream {
        int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
        int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
        const char *(*get_last_error)(struct ArrowArrayStream *);
        void (*release)(struct ArrowArrayStream *);
        void *private_data;
    };
    """
)

if __name__ == "__main__":
    builder.emit_c_code(sys.argv[1])

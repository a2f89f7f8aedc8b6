#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "record.h"

bool records_add(const char *bytes, size_t len, void *context) { return bytes_add(context, bytes, len); }

/* ---- A bad record ---- */

static void add(cli_bytes *out, const char *text) { bytes_add(out, text, strlen(text)); }

static void add_string(cli_bytes *out, const char *text) {
    tpt_write_json_string(text, TPT_NUL_TERMINATED, records_add, out);
}

static void add_field(cli_bytes *out, const char *key, const char *text) {
    add(out, ", \"");
    add(out, key);
    add(out, "\": ");
    add_string(out, text);
}

static void add_id(cli_bytes *out, const cli_bytes *line) {
    record_outline outline;
    if (!line->data || !record_scan(line->data, line->len, &outline) || !outline.id) return;
    add(out, "\"id\": ");
    bytes_add(out, outline.id, outline.id_len);
    add(out, ", ");
}

static void add_bad_record(answer *a, const tpt_error *error) {
    char number[64];
    add(&a->out, "{");
    add_id(&a->out, &a->line);
    snprintf(number, sizeof number, "\"line\": %llu, \"error\": {\"code\": ", (unsigned long long)a->number);
    add(&a->out, number);
    add_string(&a->out, tpt_status_name(error->code));
    add_field(&a->out, "message", error->message);
    add_field(&a->out, "pointer", error->pointer);
    add_field(&a->out, "hint", error->hint);
    if (error->column) {
        snprintf(number, sizeof number, ", \"column\": %u", (unsigned)error->column);
        add(&a->out, number);
    }
    add(&a->out, "}}");
}

static tpt_status refuse_long(const records_worker *worker, tpt_error *error) {
    *error = (tpt_error){.code = TPT_E_TOO_LONG, .hint = "put each record on a line of its own"};
    snprintf(error->message, sizeof error->message, "the line is over the limit of %zu bytes",
             worker->options->limits.line);
    return error->code;
}

/* ---- The answer ---- */

void answer_find(answer *a, records_worker *worker, records_process process) {
    tpt_error error = {0};
    a->out.len = 0;
    a->status = a->too_long ? refuse_long(worker, &error)
                            : process(worker, a->line.data ? a->line.data : "", a->line.len, &a->out, &error);
    if (a->status != TPT_OK && a->status != TPT_INCOMPLETE) {
        if (a->status == TPT_E_WRITE) a->status = error.code = TPT_E_MEMORY; /* the answer found no room */
        a->out.len = 0;
        add_bad_record(a, &error);
    }
    if (!bytes_add(&a->out, "\n", 1)) a->out.len = 0;
}

void answer_free(answer *a) {
    bytes_free(&a->line);
    bytes_free(&a->out);
}

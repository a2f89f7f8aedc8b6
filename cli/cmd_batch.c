/*
 * Many records, one on each line, in; one line for each out, in the same order. A record that cannot be
 * used becomes a line that says why, and the run goes on.
 */
#include <stdio.h>

#include "command.h"
#include "input.h"
#include "print.h"
#include "record.h"

static const char help[] =
    "usage: tptriage batch [OPTIONS] [FILE]\n"
    "\n"
    "Reads one JSON record a line from FILE, or from stdin ('-' or no FILE), and writes one JSON result\n"
    "a line, in the same order. Blank lines are skipped. A bad record becomes\n"
    "  {\"id\": \"...\", \"line\": 7, \"error\": {\"code\": ..., \"message\": ...}}\n"
    "with its id where that can be told, and the run goes on.\n"
    "\n"
    "  --country CC  the country of records that name none\n"
    "  --explain     results also tell why each rule did or did not fire\n"
    "  --pack DIR    use the rules in this folder instead of the built-in ones\n"
    "  --json        accepted; results are JSON in any case\n"
    "\n"
    "exit status: 0 done, 1 failed, 2 wrong usage, 3 bad rules, 4 some record was bad,\n"
    "5 some result is incomplete\n";

typedef struct batch_run {
    const cli_options *options;
    tpt_session *session;
    line_reader lines;
    cli_bytes record; /* the line with a country put in */
    bool had_bad;
    bool had_incomplete;
} batch_run;

/* ---- A bad record ---- */

static void write_string(const char *text) {
    tpt_write_json_string(text, TPT_NUL_TERMINATED, tpt_write_to_file, stdout);
}

static void write_field(const char *key, const char *text) {
    printf(", \"%s\": ", key);
    write_string(text);
}

static void write_id(const char *line, size_t len) {
    record_outline outline;
    if (!line || !record_scan(line, len, &outline) || !outline.id) return;
    fputs("\"id\": ", stdout);
    fwrite(outline.id, 1, outline.id_len, stdout);
    fputs(", ", stdout);
}

/* `line` is NULL where it was not kept. Failed writes leave their mark on stdout, which the loop looks at. */
static void write_bad_record(batch_run *batch, const char *line, size_t len, const tpt_error *error) {
    batch->had_bad = true;
    putchar('{');
    write_id(line, len);
    printf("\"line\": %llu, \"error\": {\"code\": ", (unsigned long long)batch->lines.number);
    write_string(tpt_status_name(error->code));
    write_field("message", error->message);
    write_field("pointer", error->pointer);
    write_field("hint", error->hint);
    if (error->column) printf(", \"column\": %u", (unsigned)error->column);
    fputs("}}\n", stdout);
}

static void write_too_long(batch_run *batch) {
    tpt_error error = {.code = TPT_E_TOO_LONG, .hint = "put each record on a line of its own"};
    snprintf(error.message, sizeof error.message, "the line is over the limit of %zu MiB",
             INPUT_LIMIT / (1024 * 1024));
    write_bad_record(batch, NULL, 0, &error);
}

/* ---- A record ---- */

static bool write_result(batch_run *batch, const tpt_result *result, bool is_complete) {
    if (!is_complete) batch->had_incomplete = true;
    tpt_status written = tpt_result_write_json(result, tpt_write_to_file, stdout);
    if (written == TPT_OK) return putchar('\n') != EOF;
    if (written != TPT_E_WRITE) print_problem("cannot write a result: %s", tpt_status_name(written));
    return false;
}

static tpt_status triage_line(batch_run *batch, const char *line, size_t len, const tpt_result **result,
                              tpt_error *error) {
    if (!batch->options->country[0]) return tpt_session_triage_json(batch->session, line, len, result, error);
    if (record_with_country(line, len, batch->options->country, &batch->record)) {
        return tpt_session_triage_json(batch->session, batch->record.data, batch->record.len, result, error);
    }
    error->code = TPT_E_MEMORY;
    return TPT_E_MEMORY;
}

/* False when the run cannot go on. */
static bool process_line(batch_run *batch, const char *line, size_t len) {
    if (line_is_blank(line, len)) return true;
    tpt_error error = {0};
    const tpt_result *result = NULL;
    tpt_status status = triage_line(batch, line, len, &result, &error);
    if (status == TPT_OK || status == TPT_INCOMPLETE) return write_result(batch, result, status == TPT_OK);
    write_bad_record(batch, line, len, &error);
    return true;
}

/* ---- The run ---- */

static int process_lines(batch_run *batch) {
    const char *line = NULL;
    size_t len = 0;
    for (;;) {
        line_status status = lines_next(&batch->lines, &line, &len);
        if (status == LINE_BROKEN) return STATUS_INPUT;
        if (status == LINE_END) break;
        if (status == LINE_TOO_LONG) write_too_long(batch);
        if (status == LINE_READ && !process_line(batch, line, len)) return STATUS_FAILED;
        if (ferror(stdout)) return STATUS_FAILED;
    }
    if (batch->had_bad) return STATUS_INPUT;
    return batch->had_incomplete ? STATUS_INCOMPLETE : STATUS_DONE;
}

static int run(const cli_options *options) {
    if (options->word_count > 1) return print_usage_problem("batch reads one file");
    batch_run batch = {.options = options};
    const char *path = options->word_count ? options->words[0] : "-";
    if (!lines_open(&batch.lines, path, stdout)) return STATUS_INPUT;

    cli_rules rules;
    int status = rules_open(options, &rules);
    if (status == STATUS_DONE) {
        batch.session = rules.session;
        status = process_lines(&batch);
        rules_close(&rules);
    }
    bytes_free(&batch.record);
    lines_close(&batch.lines);
    return status;
}

const cli_command batch_command = {"batch", run, OPTION_JSON | OPTION_EXPLAIN | OPTION_PACK | OPTION_COUNTRY,
                                   help};

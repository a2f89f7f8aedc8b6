/*
 * A run over records, one on each line: reads them, hands each to a command, writes what cannot be used as
 * a line that says why, and goes on.
 */
#include "records.h"

#include <stdio.h>

#include "print.h"
#include "record.h"

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
static void write_bad_record(records_run *run, const char *line, size_t len, const tpt_error *error) {
    run->had_bad = true;
    putchar('{');
    write_id(line, len);
    printf("\"line\": %llu, \"error\": {\"code\": ", (unsigned long long)run->lines.number);
    write_string(tpt_status_name(error->code));
    write_field("message", error->message);
    write_field("pointer", error->pointer);
    write_field("hint", error->hint);
    if (error->column) printf(", \"column\": %u", (unsigned)error->column);
    fputs("}}\n", stdout);
}

static void write_too_long(records_run *run) {
    tpt_error error = {.code = TPT_E_TOO_LONG, .hint = "put each record on a line of its own"};
    snprintf(error.message, sizeof error.message, "the line is over the limit of %zu MiB",
             INPUT_LIMIT / (1024 * 1024));
    write_bad_record(run, NULL, 0, &error);
}

/* ---- The run ---- */

/* False when the run cannot go on. */
static bool process_line(records_run *run, const char *line, size_t len) {
    if (line_is_blank(line, len)) return true;
    tpt_error error = {0};
    tpt_status status = run->process(run, line, len, &error);
    if (status == TPT_E_WRITE) return false;
    if (status == TPT_INCOMPLETE) run->had_incomplete = true;
    if (status == TPT_OK || status == TPT_INCOMPLETE) return putchar('\n') != EOF;
    write_bad_record(run, line, len, &error);
    return true;
}

static int process_lines(records_run *run) {
    const char *line = NULL;
    size_t len = 0;
    for (;;) {
        line_status status = lines_next(&run->lines, &line, &len);
        if (status == LINE_BROKEN) return STATUS_INPUT;
        if (status == LINE_END) break;
        if (status == LINE_TOO_LONG) write_too_long(run);
        if (status == LINE_READ && !process_line(run, line, len)) return STATUS_FAILED;
        if (ferror(stdout)) return STATUS_FAILED;
    }
    if (run->had_bad) return STATUS_INPUT;
    return run->had_incomplete ? STATUS_INCOMPLETE : STATUS_DONE;
}

int records_go(const cli_options *options, records_process process) {
    if (options->word_count > 1) return print_usage_problem("batch and assert read one file");
    records_run run = {.options = options, .process = process};
    const char *path = options->word_count ? options->words[0] : "-";
    if (!lines_open(&run.lines, path, stdout)) return STATUS_INPUT;

    cli_rules rules;
    int status = rules_open(options, &rules);
    if (status == STATUS_DONE) {
        run.session = rules.session;
        status = process_lines(&run);
        rules_close(&rules);
    }
    bytes_free(&run.scratch);
    lines_close(&run.lines);
    return status;
}

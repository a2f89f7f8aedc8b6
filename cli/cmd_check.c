/* Runs case files and reports in TAP 14 (testanything.org), one test for each case. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "print.h"
#include "record.h"

static const char help[] =
    "usage: tptriage check [OPTIONS] FILE|DIR...\n"
    "\n"
    "Runs every case of the files, and of the *.jsonl files under the folders: an intake record a line,\n"
    "with what is expected of its answer. Writes TAP 14 to stdout and a summary to stderr.\n"
    "\n"
    "  -q, --quiet  show failures only (no longer TAP)\n"
    "  --limit NAME=N  how much is allowed of text, line, steps and more; see the manual page\n"
    "  --pack DIR   use the rules in this folder instead of the built-in ones\n"
    "\n"
    "exit status: 0 all passed, 1 some failed, 2 wrong usage or no case found, 3 bad rules,\n"
    "4 a file cannot be read\n";

typedef struct check_run {
    bool quiet;
    tpt_session *session;
    cli_bytes failures; /* of the case under way, as items of a YAML list */
    unsigned long long count;
    unsigned long long failed;
} check_run;

/* Where a case stands. */
typedef struct case_place {
    const char *path;
    unsigned long long line;
    char id[128]; /* or "" */
} case_place;

/* ---- Failures ---- */

static bool write_to_bytes(const char *data, size_t len, void *context) {
    return bytes_add(context, data, len);
}

/* A JSON string is also a YAML string. Out of memory costs the words, never the failure itself. */
static void add_failure(const char *message, void *context) {
    check_run *check = context;
    bytes_add(&check->failures, "    - ", 6);
    tpt_write_json_string(message, TPT_NUL_TERMINATED, write_to_bytes, &check->failures);
    bytes_add(&check->failures, "\n", 1);
}

static void add_error(check_run *check, const tpt_error *error) {
    char message[PRINT_ERROR_SIZE];
    format_error(message, sizeof message, "", error);
    add_failure(message, check);
    if (error->hint[0]) add_failure(error->hint, check);
}

/* ---- TAP ---- */

/* In a test's description '#' would begin a directive. */
static void write_description(const char *text) {
    for (; *text; text++) {
        if (*text == '#' || *text == '\\') putchar('\\');
        putchar((unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text);
    }
}

static void write_outcome(check_run *check, const case_place *place, bool passed) {
    check->count++;
    check->failed += !passed;
    if (passed && check->quiet) return;
    printf("%s %llu - ", passed ? "ok" : "not ok", check->count);
    write_description(input_name(place->path));
    printf(":%llu%s", place->line, place->id[0] ? " " : "");
    write_description(place->id);
    putchar('\n');
    if (passed) return;
    fputs("  ---\n  failures:\n", stdout);
    fwrite(check->failures.data, 1, check->failures.len, stdout);
    fputs("  ...\n", stdout);
}

/* ---- Cases ---- */

static void check_case(check_run *check, case_place *place, const char *line, size_t len) {
    record_outline outline = {0};
    tpt_error error = {0};
    size_t failures = 0;
    check->failures.len = 0;
    record_scan(line, len, &outline);
    record_plain_id(&outline, place->id, sizeof place->id);

    tpt_status status =
        tpt_session_check_json(check->session, line, len, &failures, add_failure, check, NULL, &error);
    if (status == TPT_INCOMPLETE) add_failure("a limit was hit: the answer is incomplete", check);
    if (status != TPT_OK && status != TPT_INCOMPLETE) add_error(check, &error);
    write_outcome(check, place, status == TPT_OK && failures == 0);
}

static void fail_too_long(check_run *check, case_place *place) {
    check->failures.len = 0;
    place->id[0] = '\0';
    add_failure("the line is over the limit", check);
    write_outcome(check, place, false);
}

/* False when the run cannot go on; the reason was reported, or is marked on stdout. */
static bool check_lines(check_run *check, line_reader *lines) {
    case_place place = {.path = lines->path};
    const char *line = NULL;
    size_t len = 0;
    for (;;) {
        line_status status = lines_next(lines, &line, &len);
        place.line = lines->number;
        if (status == LINE_END) return true;
        if (status == LINE_BROKEN) return false;
        if (status == LINE_TOO_LONG) fail_too_long(check, &place);
        if (status == LINE_READ && !line_is_blank(line, len)) check_case(check, &place, line, len);
        if (ferror(stdout)) return false;
    }
}

static bool check_file(check_run *check, const char *path, size_t longest_line) {
    line_reader lines;
    if (!lines_open(&lines, path, longest_line, NULL)) return false;
    bool done = check_lines(check, &lines);
    lines_close(&lines);
    return done;
}

/* ---- The run ---- */

static int summarise(const check_run *check) {
    if (check->count == 0) return print_usage_problem("no case found");
    fprintf(stderr, "%llu case%s, %llu failed\n", check->count, check->count == 1 ? "" : "s", check->failed);
    return check->failed ? STATUS_FAILED : STATUS_DONE;
}

static int check_paths(check_run *check, const path_list *paths, size_t longest_line) {
    if (!check->quiet) puts("TAP version 14");
    for (size_t i = 0; i < paths->count; i++) {
        if (check_file(check, paths->items[i], longest_line)) continue;
        if (!check->quiet) puts("Bail out!");
        return STATUS_INPUT;
    }
    if (!check->quiet) printf("1..%llu\n", check->count);
    return summarise(check);
}

static int run_checks(const cli_options *options, const path_list *paths) {
    cli_rules rules;
    int status = rules_open(options, &rules);
    if (status != STATUS_DONE) return status;
    check_run check = {.quiet = options->quiet, .session = rules.session};
    status = check_paths(&check, paths, options->limits.line);
    bytes_free(&check.failures);
    rules_close(&rules);
    return status;
}

static int run(const cli_options *options) {
    if (options->word_count == 0) return print_usage_problem("check needs a case file or a folder");
    path_list paths = {NULL, 0, 0};
    int status = STATUS_DONE;
    for (int i = 0; status == STATUS_DONE && i < options->word_count; i++) {
        if (!paths_collect(&paths, options->words[i], ".jsonl")) status = STATUS_INPUT;
    }
    if (status == STATUS_DONE && paths.count == 0) status = print_usage_problem("no case found");
    if (status == STATUS_DONE) status = run_checks(options, &paths);
    paths_free(&paths);
    return status;
}

const cli_command check_command = {"check", run, OPTION_PACK | OPTION_QUIET | OPTION_LIMIT, help};

/*
 * Tools for those who write rules: "pack lint" loads a folder, lists what the linter finds, and runs the
 * pack's own cases. What is wrong with the rules is its answer, so it goes to stdout. "pack show" reads a rule
 * out, "pack coverage" counts its cases.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "print.h"
#include "record.h"

static const char help[] =
    "usage: tptriage pack lint DIR\n"
    "       tptriage pack show ID [--pack DIR]\n"
    "       tptriage pack coverage DIR\n"
    "\n"
    "lint loads the rules in DIR, lists what the linter finds, and runs the pack's own cases.\n"
    "What keeps the rules from loading is shown as FILE:LINE:COLUMN: MESSAGE (JSON POINTER).\n"
    "show reads out a flag, a condition, an area, a therapy or a caution: what makes it hold, what\n"
    "it says, its sources; with --pack, its cases too (the rules that are built in have none).\n"
    "coverage counts the cases of each rule: kind, id, cases that need it, near misses, label; by tabs.\n"
    "\n"
    "exit status: 0 nothing found, 1 something found, 2 wrong usage, 3 the folder cannot be read\n";

typedef struct lint_run {
    tpt_session *session;
    size_t findings;
    size_t cases;
    size_t failed;
} lint_run;

static void print_finding(const char *message, void *context) {
    (void)context;
    puts(message);
}

static void print_load_error(const char *folder, const tpt_error *error) {
    char line[PRINT_ERROR_SIZE];
    format_error(line, sizeof line, folder, error);
    puts(line);
    if (error->hint[0]) printf("  %s\n", error->hint);
}

/* ---- The pack's own cases ---- */

static void print_case_failure(const char *message, void *context) {
    printf("case %s: %s\n", (const char *)context, message);
}

/* The id if it is plain, else the number, from 1. */
static void name_case(const char *record, size_t len, size_t number, char *out, size_t size) {
    record_outline outline = {0};
    record_scan(record, len, &outline);
    record_plain_id(&outline, out, size);
    if (!out[0]) snprintf(out, size, "%zu", number);
}

static void run_case(lint_run *lint, const char *record, size_t len) {
    char name[128];
    tpt_error error = {0};
    size_t failures = 0;
    name_case(record, len, ++lint->cases, name, sizeof name);
    tpt_status status =
        tpt_session_check_json(lint->session, record, len, &failures, print_case_failure, name, NULL, &error);
    if (status == TPT_INCOMPLETE) print_case_failure("a limit was hit: the answer is incomplete", name);
    if (status != TPT_OK && status != TPT_INCOMPLETE) {
        char message[PRINT_ERROR_SIZE];
        format_error(message, sizeof message, "", &error);
        print_case_failure(message, name);
    }
    lint->failed += status != TPT_OK || failures > 0;
}

static void run_cases(lint_run *lint, const tpt_ruleset *ruleset) {
    size_t len = 0;
    const char *record;
    while ((record = tpt_ruleset_case(ruleset, lint->cases, &len))) run_case(lint, record, len);
}

/* ---- The run ---- */

static int summarise(const lint_run *lint, const tpt_ruleset *ruleset) {
    printf("%s %s: ", tpt_ruleset_id(ruleset), tpt_ruleset_version(ruleset));
    printf("%zu finding%s, ", lint->findings, lint->findings == 1 ? "" : "s");
    printf("%zu case%s, %zu failed\n", lint->cases, lint->cases == 1 ? "" : "s", lint->failed);
    return lint->findings || lint->failed ? STATUS_FAILED : STATUS_DONE;
}

static int lint_ruleset(const tpt_ruleset *ruleset) {
    lint_run lint = {0};
    tpt_error error = {0};
    if (tpt_session_new(&lint.session, ruleset, NULL, &error) != TPT_OK) {
        print_error("", &error);
        return STATUS_FAILED;
    }
    lint.findings = tpt_ruleset_lint(ruleset, print_finding, NULL);
    run_cases(&lint, ruleset);
    tpt_session_free(lint.session);
    return summarise(&lint, ruleset);
}

static bool is_folder(const char *path) {
    struct stat entry;
    if (stat(path, &entry) == 0) {
        if (S_ISDIR(entry.st_mode)) return true;
        errno = ENOTDIR;
    }
    print_problem("cannot read %s: %s", path, strerror(errno));
    return false;
}

static int run_lint(const char *folder) {
    if (!is_folder(folder)) return STATUS_PACK;
    tpt_ruleset *ruleset = NULL;
    tpt_error error = {0};
    if (tpt_ruleset_new_from_path(&ruleset, folder, NULL, &error) != TPT_OK) {
        print_load_error(folder, &error);
        return STATUS_FAILED;
    }
    int status = lint_ruleset(ruleset);
    tpt_ruleset_free(ruleset);
    return status;
}

/* ---- A rule read out, with its cases ---- */

static bool write_out(const char *bytes, size_t len, void *context) {
    (void)context;
    return fwrite(bytes, 1, len, stdout) == len;
}

/* Does a case name the rule among what it covers? By its text: the record is one line, and ids hold no quotes. */
static bool names_rule(const char *record, size_t len, const char *id) {
    char end[160];
    int size = snprintf(end, sizeof end, ":%s\"", id);
    for (size_t at = 0; size > 0 && at + (size_t)size <= len; at++)
        if (memcmp(record + at, end, (size_t)size) == 0) return true;
    return false;
}

static void show_cases(const tpt_ruleset *ruleset, const char *id) {
    size_t len = 0, shown = 0;
    const char *record;
    for (size_t i = 0; (record = tpt_ruleset_case(ruleset, i, &len)); i++) {
        if (!names_rule(record, len, id)) continue;
        if (!shown++) puts("\ncases");
        printf("%.*s\n", (int)len, record);
    }
}

static int run_show(const tpt_ruleset *ruleset, const char *id) {
    tpt_error error = {0};
    if (tpt_ruleset_describe(ruleset, id, write_out, NULL, &error) != TPT_OK) {
        print_error("", &error);
        return STATUS_USAGE;
    }
    show_cases(ruleset, id);
    return STATUS_DONE;
}

/* ---- How many cases each rule has ---- */

static void print_row(const tpt_coverage *row, void *context) {
    (void)context;
    printf("%s\t%s\t%zu\t%zu\t%s\n", row->kind, row->id, row->positive, row->near_miss, row->label);
}

static int run_coverage(const tpt_ruleset *ruleset, const char *unused) {
    (void)unused;
    puts("kind\tid\tpositive\tnear_miss\tlabel");
    tpt_ruleset_coverage(ruleset, print_row, NULL);
    return STATUS_DONE;
}

/* ---- The tools ---- */

static int run_lint_tool(const cli_options *options) { return run_lint(options->words[1]); }

static int with_rules(const cli_options *options, const char *folder, const char *id,
                      int (*run_tool)(const tpt_ruleset *ruleset, const char *id)) {
    tpt_ruleset *ruleset = NULL;
    tpt_error error = {0};
    tpt_status loaded = folder ? tpt_ruleset_new_from_path(&ruleset, folder, NULL, &error)
                               : tpt_ruleset_new_embedded(&ruleset, NULL, &error);
    (void)options;
    if (loaded != TPT_OK) {
        print_error(folder ? folder : "built-in pack", &error);
        return STATUS_PACK;
    }
    int status = run_tool(ruleset, id);
    tpt_ruleset_free(ruleset);
    return status;
}

static int run_show_tool(const cli_options *options) {
    return with_rules(options, options->pack, options->words[1], run_show);
}

static int run_coverage_tool(const cli_options *options) {
    return with_rules(options, options->words[1], NULL, run_coverage);
}

static const struct {
    const char *name, *needs;
    int (*run)(const cli_options *options);
} tools[] = {{"lint", "one folder", run_lint_tool},
             {"show", "one id of a rule", run_show_tool},
             {"coverage", "one folder", run_coverage_tool}};

static int run(const cli_options *options) {
    for (size_t i = 0; options->word_count > 0 && i < sizeof tools / sizeof *tools; i++) {
        if (strcmp(options->words[0], tools[i].name) != 0) continue;
        if (options->word_count == 2) return tools[i].run(options);
        return print_usage_problem("pack %s needs %s", tools[i].name, tools[i].needs);
    }
    return print_usage_problem("pack needs a tool: lint, show or coverage");
}

const cli_command pack_command = {"pack", run, OPTION_PACK, help};

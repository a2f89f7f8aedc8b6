/* "pack lint": all that is wrong or questionable in a folder of rules, and the pack's own cases. */
#define _POSIX_C_SOURCE 200809L
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lint_report.h"
#include "print.h"
#include "record.h"

typedef struct lint_run {
    lint_report report;
    lint_totals totals;
    tpt_session *session;
    const char *case_name;
} lint_run;

static void take_problem(const tpt_diagnostic *problem, void *context) {
    lint_run *run = context;
    if (problem->note) run->totals.notes++;
    else if (problem->status == TPT_OK) run->totals.findings++;
    else run->totals.errors++;
    lint_report_problem(&run->report, problem);
}

/* ---- The pack's own cases ---- */

static void take_failure(const char *message, void *context) {
    lint_run *run = context;
    lint_report_case(&run->report, run->case_name, message);
}

/* The id if it is plain, else the number, from 1. */
static void name_case(const char *record, size_t len, size_t number, char *out, size_t size) {
    record_outline outline = {0};
    record_scan(record, len, &outline);
    record_plain_id(&outline, out, size);
    if (!out[0]) snprintf(out, size, "%zu", number);
}

static void run_case(lint_run *run, const char *record, size_t len) {
    char name[128];
    tpt_error error = {0};
    size_t failures = 0;
    name_case(record, len, ++run->totals.cases, name, sizeof name);
    run->case_name = name;
    tpt_status status =
        tpt_session_check_json(run->session, record, len, &failures, take_failure, run, NULL, &error);
    if (status == TPT_INCOMPLETE) take_failure("a limit was hit: the answer is incomplete", run);
    if (status != TPT_OK && status != TPT_INCOMPLETE) {
        char message[PRINT_ERROR_SIZE];
        format_error(message, sizeof message, "", &error);
        take_failure(message, run);
    }
    run->totals.failed += status != TPT_OK || failures > 0;
}

static int run_cases(lint_run *run, const tpt_ruleset *ruleset) {
    tpt_error error = {0};
    size_t len = 0;
    const char *record;
    run->totals.pack = tpt_ruleset_id(ruleset);
    run->totals.version = tpt_ruleset_version(ruleset);
    if (tpt_session_new(&run->session, ruleset, NULL, &error) != TPT_OK) {
        print_error("", &error);
        return STATUS_FAILED;
    }
    while ((record = tpt_ruleset_case(ruleset, run->totals.cases, &len))) run_case(run, record, len);
    tpt_session_free(run->session);
    return STATUS_DONE;
}

/* ---- The run ---- */

static int end(const lint_run *run) {
    lint_report_end(&run->report, &run->totals);
    bool found = run->totals.errors || run->totals.findings || run->totals.failed;
    return found ? STATUS_FAILED : STATUS_DONE;
}

static int check_cases(lint_run *run, const char *folder) {
    tpt_ruleset *ruleset = NULL;
    tpt_error error = {0};
    if (tpt_ruleset_new_from_path(&ruleset, folder, NULL, &error) != TPT_OK) {
        print_error(folder, &error); /* it loaded a moment ago */
        return STATUS_FAILED;
    }
    int status = run_cases(run, ruleset);
    if (status == STATUS_DONE) status = end(run);
    tpt_ruleset_free(ruleset);
    return status;
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

int lint_folder(const char *folder, lint_format format) {
    if (!is_folder(folder)) return STATUS_PACK;
    tpt_error error = {0};
    lint_run run = {.case_name = ""};
    lint_report_begin(&run.report, format, folder);
    if (tpt_pack_lint_path(folder, NULL, take_problem, &run, NULL, &error) != TPT_OK) {
        print_error(folder, &error);
        return STATUS_PACK;
    }
    return run.totals.errors ? end(&run) : check_cases(&run, folder);
}

/*
 * How 'pack lint' tells what it found: for people, as JSON, or as SARIF 2.1.0 (what editors and code hosts read).
 */
#ifndef CLI_LINT_REPORT_H
#define CLI_LINT_REPORT_H

#include "command.h"

typedef struct lint_report {
    lint_format format;
    const char *folder;
    size_t written; /* elements of the list so far */
} lint_report;

/* What the run came to. */
typedef struct lint_totals {
    const char *pack, *version; /* NULL where the pack does not load */
    size_t errors;              /* mistakes that keep it from loading */
    size_t findings;            /* what is questionable */
    size_t notes;               /* what is worth knowing, and no fault */
    size_t cases, failed;
} lint_totals;

/* Writes to stdout as things come. `folder` must outlive the report. */
void lint_report_begin(lint_report *report, lint_format format, const char *folder);

void lint_report_problem(lint_report *report, const tpt_diagnostic *problem);

/* A case of the pack that does not pass: its id or number, and why. */
void lint_report_case(lint_report *report, const char *id, const char *message);

void lint_report_end(const lint_report *report, const lint_totals *totals);

#endif

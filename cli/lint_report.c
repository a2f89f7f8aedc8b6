#include "lint_report.h"

#include <stdio.h>
#include <string.h>

#include "print.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define CASE_CODE "failing-case"

static const char *level_of(const tpt_diagnostic *problem) {
    if (problem->note) return "note";
    return problem->status == TPT_OK ? "warning" : "error";
}

static void nothing(const lint_report *report) { (void)report; }

/* ---- For people ---- */

static void print_problem_text(lint_report *report, const tpt_diagnostic *problem) {
    if (*problem->file) printf("%s/%s:", report->folder, problem->file);
    if (problem->line) printf("%u:%u:", (unsigned)problem->line, (unsigned)problem->column);
    printf("%s%s: %s", *problem->file ? " " : "", problem->code, problem->message);
    if (*problem->pointer) printf(" (%s)", problem->pointer);
    putchar('\n');
    if (*problem->excerpt) printf("    %s\n    %*s^\n", problem->excerpt, (int)problem->caret, "");
    if (*problem->hint) printf("  %s\n", problem->hint);
}

static void print_case_text(lint_report *report, const char *id, const char *message) {
    (void)report;
    printf("case %s: %s\n", id, message);
}

static void print_totals_text(const lint_report *report, const lint_totals *totals) {
    (void)report;
    if (totals->errors) {
        printf("%zu mistake%s: the pack does not load\n", totals->errors, totals->errors == 1 ? "" : "s");
        return;
    }
    printf("%s %s: ", totals->pack, totals->version);
    printf("%zu finding%s, ", totals->findings, totals->findings == 1 ? "" : "s");
    if (totals->notes) printf("%zu note%s, ", totals->notes, totals->notes == 1 ? "" : "s");
    printf("%zu case%s, %zu failed\n", totals->cases, totals->cases == 1 ? "" : "s", totals->failed);
}

/* ---- JSON ---- */

/* Between two elements of the list that is being written. */
static void print_comma(lint_report *report) {
    if (report->written++) putchar(',');
}

/* A member after others; nothing where the value is empty. */
static void print_member(const char *name, const char *value) {
    if (!*value) return;
    printf(",\"%s\":", name);
    print_json_string(value);
}

static void begin_json(const lint_report *report) {
    (void)report;
    fputs("{\"problems\":[", stdout);
}

static void print_problem_json(lint_report *report, const tpt_diagnostic *problem) {
    print_comma(report);
    printf("{\"code\":\"%s\",\"level\":\"%s\"", problem->code, level_of(problem));
    print_member("file", problem->file);
    if (problem->line)
        printf(",\"line\":%u,\"column\":%u", (unsigned)problem->line, (unsigned)problem->column);
    print_member("pointer", problem->pointer);
    print_member("message", problem->message);
    print_member("hint", problem->hint);
    print_member("excerpt", problem->excerpt);
    putchar('}');
}

/* A failing case stands among the problems: it is one, of the pack's words and not of a file's line. */
static void print_case_json(lint_report *report, const char *id, const char *message) {
    print_comma(report);
    printf("{\"code\":\"" CASE_CODE "\",\"level\":\"error\"");
    print_member("case", id);
    print_member("message", message);
    putchar('}');
}

static void end_json(const lint_report *report, const lint_totals *totals) {
    (void)report;
    putchar(']');
    print_member("pack", totals->pack ? totals->pack : "");
    print_member("version", totals->version ? totals->version : "");
    printf(",\"errors\":%zu,\"findings\":%zu,\"notes\":%zu,\"cases\":%zu,\"failed\":%zu}\n", totals->errors,
           totals->findings, totals->notes, totals->cases, totals->failed);
}

/* ---- SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ ---- */

static void begin_sarif(const lint_report *report) {
    (void)report;
    fputs("{\"$schema\":\"" SARIF_SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{"
          "\"name\":\"tptriage\",\"version\":",
          stdout);
    print_json_string(tpt_version());
    fputs("}},\"results\":[", stdout);
}

static void print_result(lint_report *report, const char *code, const char *level, const char *message,
                         const char *hint) {
    char text[512];
    snprintf(text, sizeof text, "%s%s%s", message, *hint ? ": " : "", hint);
    print_comma(report);
    printf("{\"ruleId\":\"%s\",\"level\":\"%s\",\"message\":{\"text\":", code, level);
    print_json_string(text);
    putchar('}');
}

static void print_problem_sarif(lint_report *report, const tpt_diagnostic *problem) {
    print_result(report, problem->code, level_of(problem), problem->message, problem->hint);
    if (*problem->file) {
        fputs(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":", stdout);
        print_json_string(problem->file);
        putchar('}');
        if (problem->line)
            printf(",\"region\":{\"startLine\":%u,\"startColumn\":%u}", (unsigned)problem->line,
                   (unsigned)problem->column);
        fputs("},\"logicalLocations\":[{\"fullyQualifiedName\":", stdout);
        print_json_string(problem->pointer);
        fputs("}]}]", stdout);
    }
    putchar('}');
}

static void print_case_sarif(lint_report *report, const char *id, const char *message) {
    char text[512];
    snprintf(text, sizeof text, "case %s: %s", id, message);
    print_result(report, CASE_CODE, "error", text, "");
    putchar('}');
}

static void end_sarif(const lint_report *report, const lint_totals *totals) {
    (void)report;
    (void)totals;
    puts("]}]}");
}

/* ---- The formats ---- */

static const struct {
    void (*begin)(const lint_report *report);
    void (*problem)(lint_report *report, const tpt_diagnostic *problem);
    void (*failing_case)(lint_report *report, const char *id, const char *message);
    void (*end)(const lint_report *report, const lint_totals *totals);
} formats[] = {
    [LINT_TEXT] = {nothing, print_problem_text, print_case_text, print_totals_text},
    [LINT_JSON] = {begin_json, print_problem_json, print_case_json, end_json},
    [LINT_SARIF] = {begin_sarif, print_problem_sarif, print_case_sarif, end_sarif},
};

void lint_report_begin(lint_report *report, lint_format format, const char *folder) {
    *report = (lint_report){.format = format, .folder = folder};
    formats[format].begin(report);
}

void lint_report_problem(lint_report *report, const tpt_diagnostic *problem) {
    formats[report->format].problem(report, problem);
}

void lint_report_case(lint_report *report, const char *id, const char *message) {
    formats[report->format].failing_case(report, id, message);
}

void lint_report_end(const lint_report *report, const lint_totals *totals) {
    formats[report->format].end(report, totals);
}

/*
 * Tools for those who write rules: "pack lint" loads a folder, lists what the linter finds, and runs the
 * pack's own cases. What is wrong with the rules is its answer, so it goes to stdout. "pack show" reads a rule
 * out, "pack coverage" counts its cases.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lint.h"
#include "print.h"

static const char help[] =
    "usage: tptriage pack lint [--format FORMAT] DIR\n"
    "       tptriage pack show ID [--pack DIR]\n"
    "       tptriage pack coverage DIR\n"
    "\n"
    "lint tells all that is wrong in the rules in DIR, with code, place and what to do; if they load,\n"
    "also what is questionable, and it runs the pack's own cases. docs/pack-problems.md has the codes.\n"
    "  --format FORMAT  text (the default), json, or sarif (what editors and code hosts read)\n"
    "show reads out a flag, a condition, an area, a therapy or a caution: what makes it hold, what\n"
    "it says, its sources; with --pack, its cases too (the rules that are built in have none).\n"
    "coverage counts the cases of each rule: kind, id, cases that need it, near misses, label; by tabs.\n"
    "\n"
    "exit status: 0 nothing found, 1 something found, 2 wrong usage, 3 the folder cannot be read\n";

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

static int run_lint_tool(const cli_options *options) {
    return lint_folder(options->words[1], options->format);
}

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

const cli_command pack_command = {"pack", run, OPTION_PACK | OPTION_FORMAT, help};

/* A form that the rules ask for: "form questionnaire" writes it as FHIR, "form map" what its answers mean. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "print.h"

static const char help[] =
    "usage: tptriage form questionnaire [--pack DIR]\n"
    "       tptriage form map [--pack DIR]\n"
    "\n"
    "questionnaire writes an intake form for the rules as a FHIR R4 Questionnaire: free text, places with "
    "their\n"
    "side, how bad and how long, warning signs, what tells the profiles apart, history and medicines.\n"
    "map writes what its answers mean: a form of your own can start from it. 'tptriage --form FILE' needs "
    "no\n"
    "map for answers to this form.\n"
    "\n"
    "exit status: 0 done, 1 the output could not be written, 2 wrong usage, 3 bad rules\n";

static const struct {
    const char *name;
    tpt_status (*write)(const tpt_ruleset *ruleset, tpt_write_fn write, void *context);
} parts[] = {{"questionnaire", tpt_ruleset_write_questionnaire}, {"map", tpt_ruleset_write_form_map}};

static int write_part(const cli_options *options, size_t part) {
    cli_rules rules;
    int status = rules_open(options, &rules);
    if (status != STATUS_DONE) return status;
    tpt_status written = parts[part].write(rules.ruleset, tpt_write_to_file, stdout);
    if (written == TPT_OK) putchar('\n');
    else if (written != TPT_E_WRITE) print_problem("cannot write the form: %s", tpt_status_name(written));
    rules_close(&rules);
    return written == TPT_OK ? STATUS_DONE : STATUS_FAILED; /* a failed write is told by main */
}

static int run(const cli_options *options) {
    for (size_t i = 0; options->word_count == 1 && i < sizeof parts / sizeof *parts; i++)
        if (strcmp(options->words[0], parts[i].name) == 0) return write_part(options, i);
    return print_usage_problem("form needs one of these: questionnaire, map");
}

const cli_command form_command = {"form", run, OPTION_PACK, help};

/* Plain triage: words, a text from a pipe, or one intake record in; one answer out. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "input.h"
#include "print.h"
#include "record.h"
#include "records.h"

static const char help[] =
    "tptriage: how soon to be seen about pain that may come from muscles, and what may help\n"
    "\n"
    "usage: tptriage [OPTIONS] TEXT...         triage a text: \"stiff neck and headaches\"\n"
    "       tptriage [OPTIONS] < FILE          triage a text from a pipe or a file\n"
    "       tptriage [OPTIONS] --intake FILE   triage an intake form, one JSON record ('-': stdin)\n"
    "       tptriage [OPTIONS] --form FILE     triage the answers of a form: FHIR, SurveyJS, Form.io\n"
    "       tptriage batch [OPTIONS] [FILE]    triage many records, one on each line\n"
    "       tptriage assert [OPTIONS] [FILE]   judge spans of texts: denied, past, someone else's\n"
    "       tptriage check [OPTIONS] PATH...   check answers against cases\n"
    "       tptriage form questionnaire|map    write an intake form for the rules\n"
    "       tptriage pack lint DIR             check a folder of rules\n"
    "\n"
    "  --json          the answer as one line of JSON\n"
    "  --format KIND   text (the default), json, or fhir: a FHIR R4 Bundle\n"
    "  --map FILE      what the answers of a form mean; without it, those to the form of the rules\n"
    "  --explain       also show what was read, and why each rule did or did not fire\n"
    "  --country CC    whose emergency number to show, as GB; a record's own country comes first\n"
    "  --pack DIR      use the rules in this folder instead of the built-in ones\n"
    "  --color WHEN    auto (the default), always or never; NO_COLOR is heeded\n"
    "  --limit NAME=N  how much is allowed of text, steps, confirms and more; see the manual page\n"
    "  --exit-urgency  let the exit status tell the urgency, see below\n"
    "  --help          show this; 'tptriage batch --help' tells about batch\n"
    "  --version       show the versions of the program and its rules\n"
    "  --              what follows is text, even \"batch\" or a word that begins with a dash\n"
    "\n"
    "exit status: 0 done, 1 failed, 2 wrong usage, 3 bad rules, 4 bad input, 5 incomplete;\n"
    "with --exit-urgency, instead of 0: 10 insufficient, 11 self_care, 12 routine, 13 soon,\n"
    "14 urgent, 15 emergency\n"
    "\n"
    "This is no diagnosis and no emergency service. If it may be an emergency, call for help now.\n";

static const char short_usage[] = "usage: tptriage [OPTIONS] TEXT...\n"
                                  "       tptriage [OPTIONS] --intake FILE.json\n"
                                  "       tptriage [OPTIONS] --form FILE.json [--map MAP.json]\n"
                                  "       tptriage assert|batch|check|form|pack ...\n"
                                  "More: tptriage --help\n";

/* ---- What goes in ---- */

/* The file of a record or of a form's answers, or NULL. */
static const char *record_of(const cli_options *options) {
    return options->form ? options->form : options->intake;
}

/* The words as one text, as they would stand on the command line. */
static bool join_words(const cli_options *options, cli_bytes *out) {
    for (int i = 0; i < options->word_count; i++) {
        if (i > 0 && !bytes_add(out, " ", 1)) return false;
        if (!bytes_add(out, options->words[i], strlen(options->words[i]))) return false;
    }
    return true;
}

/* NUL means a file that is no text, or one in UTF-16: what it says would be misread. */
static int refuse_nul(const cli_bytes *text) {
    const char *nul = text->len ? memchr(text->data, '\0', text->len) : NULL;
    if (!nul) return STATUS_DONE;
    print_problem("stdin: byte offset %zu is NUL, which is no text", (size_t)(nul - text->data));
    return STATUS_INPUT;
}

static int gather_input(const cli_options *options, cli_bytes *out) {
    const char *record = record_of(options);
    if (record) return input_read(record, out) ? STATUS_DONE : STATUS_INPUT;
    if (options->word_count == 0) return input_read("-", out) ? refuse_nul(out) : STATUS_INPUT;
    if (join_words(options, out)) return STATUS_DONE;
    print_problem("out of memory");
    return STATUS_FAILED;
}

/* ---- What comes out ---- */

/* The first of the items whose answers were left aside; JSON names more. */
static void tell_unmapped(const tpt_result *result) {
    size_t count = tpt_result_unmapped_count(result);
    if (count == 0) return;
    print_problem("%zu of the form's answers %s not in the map, the first at \"%s\"", count,
                  count == 1 ? "is" : "are", tpt_result_unmapped(result, 0));
}

static tpt_status write_answer(const cli_options *options, const tpt_result *result) {
    if (options->json || options->answer_format != ANSWER_TEXT) {
        bool fhir = options->answer_format == ANSWER_FHIR;
        tpt_status status = fhir ? tpt_result_write_fhir(result, tpt_write_to_file, stdout)
                                 : tpt_result_write_json(result, tpt_write_to_file, stdout);
        if (status == TPT_OK) putchar('\n');
        return status;
    }
    tell_unmapped(result);
    tpt_text_options text_options = TPT_TEXT_OPTIONS_INIT;
    text_options.width = print_width();
    text_options.color = print_in_color(options->color);
    text_options.explain = options->explain;
    return tpt_result_write_text(result, &text_options, tpt_write_to_file, stdout);
}

static int urgency_status(const tpt_result *result) {
    static const char *const levels[] = {"insufficient", "self_care", "routine",
                                         "soon",         "urgent",    "emergency"};
    const char *urgency = tpt_result_urgency(result);
    for (int i = 0; i < (int)(sizeof levels / sizeof *levels); i++) {
        if (strcmp(urgency, levels[i]) == 0) return STATUS_URGENCY + i;
    }
    return STATUS_DONE;
}

static int answer(const cli_options *options, const tpt_result *result, bool is_complete) {
    tpt_status written = write_answer(options, result);
    if (written == TPT_E_WRITE) return STATUS_FAILED; /* main reports it */
    if (written != TPT_OK) {
        print_problem("cannot write the answer: %s", tpt_status_name(written));
        return STATUS_FAILED;
    }
    if (!is_complete) return STATUS_INCOMPLETE;
    return options->exit_urgency ? urgency_status(result) : STATUS_DONE;
}

/* ---- Between the two ---- */

static tpt_status triage_text(const cli_options *options, tpt_session *session, const cli_bytes *input,
                              const tpt_result **result, tpt_error *error) {
    tpt_intake intake = TPT_INTAKE_INIT;
    intake.text = input->len ? input->data : "";
    intake.text_len = input->len;
    intake.country = options->country[0] ? options->country : NULL;
    return tpt_session_triage(session, &intake, result, error);
}

static tpt_status triage_record(const cli_options *options, tpt_session *session, const cli_bytes *input,
                                const tpt_result **result, tpt_error *error) {
    const char *json = input->len ? input->data : "";
    size_t len = input->len;
    input_skip_mark(&json, &len);
    if (!options->country[0]) return tpt_session_triage_json(session, json, len, result, error);

    cli_bytes record = {0};
    tpt_status status = error->code = TPT_E_MEMORY;
    if (record_with_country(json, len, options->country, &record)) {
        status = tpt_session_triage_json(session, record.len ? record.data : "", record.len, result, error);
    }
    bytes_free(&record);
    return status;
}

/* The map as JSON: from a file, or of the form that the rules themselves ask for. */
static int gather_map(const cli_options *options, const tpt_ruleset *ruleset, cli_bytes *out) {
    if (options->map) return input_read(options->map, out) ? STATUS_DONE : STATUS_INPUT;
    if (tpt_ruleset_write_form_map(ruleset, records_add, out) == TPT_OK) return STATUS_DONE;
    print_problem("out of memory");
    return STATUS_FAILED;
}

static int open_map(const cli_options *options, const tpt_ruleset *ruleset, tpt_form_map **out) {
    cli_bytes text = {0}, with_country = {0};
    tpt_error error = {0};
    int status = gather_map(options, ruleset, &text);
    const char *json = text.len ? text.data : "";
    size_t len = text.len;
    input_skip_mark(&json, &len);
    if (status == STATUS_DONE && options->country[0]) {
        if (!record_with_country(json, len, options->country, &with_country)) status = STATUS_FAILED;
        json = with_country.len ? with_country.data : "";
        len = with_country.len;
    }
    if (status == STATUS_DONE &&
        tpt_form_map_new(out, ruleset, json, len, &options->limits.session, &error) != TPT_OK) {
        print_error(options->map ? options->map : "the map of the rules", &error);
        status = error.code == TPT_E_MEMORY ? STATUS_FAILED : STATUS_INPUT;
    }
    bytes_free(&text);
    bytes_free(&with_country);
    return status;
}

static tpt_status triage_form(const tpt_form_map *map, tpt_session *session, const cli_bytes *input,
                              const tpt_result **result, tpt_error *error) {
    const char *json = input->len ? input->data : "";
    size_t len = input->len;
    input_skip_mark(&json, &len);
    return tpt_session_triage_form(session, map, json, len, result, error);
}

static int triage(const cli_options *options, const cli_rules *rules, const tpt_form_map *map,
                  const cli_bytes *input) {
    tpt_error error = {0};
    const tpt_result *result = NULL;
    tpt_session *session = rules->session;
    tpt_status status = map               ? triage_form(map, session, input, &result, &error)
                        : options->intake ? triage_record(options, session, input, &result, &error)
                                          : triage_text(options, session, input, &result, &error);
    if (status == TPT_OK || status == TPT_INCOMPLETE) return answer(options, result, status == TPT_OK);
    print_error(record_of(options) ? input_name(record_of(options)) : "", &error);
    return status == TPT_E_MEMORY ? STATUS_FAILED : STATUS_INPUT;
}

static int triage_with(const cli_options *options, const cli_rules *rules, const cli_bytes *input) {
    tpt_form_map *map = NULL;
    int status = options->form ? open_map(options, rules->ruleset, &map) : STATUS_DONE;
    if (status == STATUS_DONE) status = triage(options, rules, map, input);
    tpt_form_map_free(map);
    return status;
}

static int show_version(const cli_options *options) {
    printf("tptriage %s\n", tpt_version());
    cli_rules rules;
    int status = rules_open(options, &rules);
    if (status != STATUS_DONE) return status;
    printf("pack %s %s (sha256 %.12s)\n", tpt_ruleset_id(rules.ruleset), tpt_ruleset_version(rules.ruleset),
           tpt_ruleset_sha256(rules.ruleset));
    rules_close(&rules);
    return STATUS_DONE;
}

/* STATUS_DONE when there is something to triage. */
static int check_usage(const cli_options *options) {
    if (options->intake && options->word_count > 0) {
        return print_usage_problem("--intake goes without a text: the record has its own");
    }
    if (options->form && (options->intake || options->word_count > 0)) {
        return print_usage_problem("--form goes alone: the form has its own text");
    }
    if (options->map && !options->form) return print_usage_problem("--map goes with --form");
    if (record_of(options) || options->word_count > 0 || !isatty(STDIN_FILENO)) return STATUS_DONE;
    fputs(short_usage, stderr);
    return STATUS_USAGE;
}

static int run(const cli_options *options) {
    if (options->version) return show_version(options);
    int status = check_usage(options);
    if (status != STATUS_DONE) return status;

    cli_rules rules;
    cli_bytes input = {0};
    status = gather_input(options, &input);
    if (status == STATUS_DONE) status = rules_open(options, &rules);
    if (status == STATUS_DONE) {
        status = triage_with(options, &rules, &input);
        rules_close(&rules);
    }
    bytes_free(&input);
    return status;
}

const cli_command triage_command = {"", run,
                                    OPTION_JSON | OPTION_EXPLAIN | OPTION_PACK | OPTION_COUNTRY |
                                        OPTION_COLOR | OPTION_EXIT_URGENCY | OPTION_INTAKE | OPTION_FORM |
                                        OPTION_ANSWER_FORMAT | OPTION_LIMIT | OPTION_VERSION,
                                    help};

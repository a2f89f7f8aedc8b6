/* The command line: see options.h. */
#include "options.h"

#include <stddef.h>
#include <string.h>

#include "input.h"
#include "print.h"

#define JOBS_MOST 256

typedef bool (*take_value)(cli_options *options, const char *value);

static bool take_pack(cli_options *options, const char *value) {
    options->pack = value;
    return *value != '\0';
}

static bool take_intake(cli_options *options, const char *value) {
    options->intake = value;
    return *value != '\0';
}

static bool take_form(cli_options *options, const char *value) {
    options->form = value;
    return *value != '\0';
}

static bool take_map(cli_options *options, const char *value) {
    options->map = value;
    return *value != '\0';
}

static bool take_color(cli_options *options, const char *value) {
    static const char *const modes[] = {
        [COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(value, modes[i]) != 0) continue;
        options->color = (color_mode)i;
        return true;
    }
    return false;
}

static bool take_format(cli_options *options, const char *value) {
    static const char *const formats[] = {[LINT_TEXT] = "text", [LINT_JSON] = "json", [LINT_SARIF] = "sarif"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(value, formats[i]) != 0) continue;
        options->format = (lint_format)i;
        return true;
    }
    return false;
}

static bool take_answer_format(cli_options *options, const char *value) {
    static const char *const formats[] = {
        [ANSWER_TEXT] = "text", [ANSWER_JSON] = "json", [ANSWER_FHIR] = "fhir"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(value, formats[i]) != 0) continue;
        options->answer_format = (answer_format)i;
        return true;
    }
    return false;
}

static bool take_limit(cli_options *options, const char *value) {
    return limits_take(&options->limits, value);
}

static bool take_resume(cli_options *options, const char *value) {
    options->resume = value;
    return *value != '\0';
}

static bool take_jobs(cli_options *options, const char *value) {
    unsigned jobs = 0;
    for (const char *digit = value; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || jobs > JOBS_MOST) return false;
        jobs = jobs * 10 + (unsigned)(*digit - '0');
    }
    options->jobs = jobs;
    return jobs >= 1 && jobs <= JOBS_MOST;
}

/* Letters are raised by hand: toupper would ask the locale. */
static bool take_country(cli_options *options, const char *value) {
    if (strlen(value) != 2) return false;
    for (int i = 0; i < 2; i++) {
        char letter = value[i];
        if (letter >= 'a' && letter <= 'z') letter = (char)(letter - 'a' + 'A');
        if (letter < 'A' || letter > 'Z') return false;
        options->country[i] = letter;
    }
    return true;
}

/* A name may have a row for each meaning: commands accept one of them. An option sets a bool (`sets`: where in cli_options), or takes a value (`take`, and what it must be). */
typedef struct option_row {
    const char *name;
    char letter; /* or 0 */
    unsigned flag;
    size_t sets;
    take_value take;
    const char *wants;
} option_row;

static const option_row option_rows[] = {
    {"json", 0, OPTION_JSON, offsetof(cli_options, json), NULL, NULL},
    {"explain", 0, OPTION_EXPLAIN, offsetof(cli_options, explain), NULL, NULL},
    {"exit-urgency", 0, OPTION_EXIT_URGENCY, offsetof(cli_options, exit_urgency), NULL, NULL},
    {"quiet", 'q', OPTION_QUIET, offsetof(cli_options, quiet), NULL, NULL},
    {"version", 'V', OPTION_VERSION, offsetof(cli_options, version), NULL, NULL},
    {"help", 'h', OPTION_HELP, offsetof(cli_options, help), NULL, NULL},
    {"pack", 0, OPTION_PACK, 0, take_pack, "a folder"},
    {"intake", 0, OPTION_INTAKE, 0, take_intake, "a file"},
    {"form", 0, OPTION_FORM, 0, take_form, "a file"},
    {"map", 0, OPTION_FORM, 0, take_map, "a file"},
    {"country", 0, OPTION_COUNTRY, 0, take_country, "a code of two letters"},
    {"color", 0, OPTION_COLOR, 0, take_color, "auto, always or never"},
    {"jobs", 0, OPTION_JOBS, 0, take_jobs, "a number from 1 to 256"},
    {"resume", 0, OPTION_RESUME, 0, take_resume, "a file"},
    {"limit", 0, OPTION_LIMIT, 0, take_limit, limits_wanted},
    {"format", 0, OPTION_FORMAT, 0, take_format, "text, json or sarif"},
    {"format", 0, OPTION_ANSWER_FORMAT, 0, take_answer_format, "text, json or fhir"},
};

static const size_t option_row_count = sizeof option_rows / sizeof *option_rows;

static const option_row *find_long(const char *name, size_t len, unsigned accepts) {
    for (size_t i = 0; i < option_row_count; i++) {
        const char *known = option_rows[i].name;
        if (!(option_rows[i].flag & accepts)) continue;
        if (strlen(known) == len && memcmp(known, name, len) == 0) return &option_rows[i];
    }
    return NULL;
}

static const option_row *find_short(char letter) {
    for (size_t i = 0; i < option_row_count; i++) {
        if (option_rows[i].letter && option_rows[i].letter == letter) return &option_rows[i];
    }
    return NULL;
}

/* How much of an argument looks like an option's name; what follows is not repeated in a message. */
static int name_length(const char *argument) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t len = strspn(argument, letters);
    return len > 40 ? 40 : (int)len;
}

static bool refuse(const char *argument) {
    int shown = argument[1] == '-' ? name_length(argument) : name_length(argument) > 1 ? 2 : 1;
    print_usage_problem("unknown option '%.*s'", shown, argument);
    return false;
}

/* The arguments being read: the words kept so far go to the front of the same array. */
typedef struct argument_reader {
    char **arguments;
    int count;
    int next;
    unsigned accepts;
    cli_options *out;
} argument_reader;

static bool apply_value(argument_reader *reader, const option_row *row, const char *value) {
    if (!value && reader->next < reader->count) value = reader->arguments[reader->next++];
    if (value && row->take(reader->out, value)) return true;
    print_usage_problem("option '--%s' needs %s", row->name, row->wants);
    return false;
}

static bool apply(argument_reader *reader, const option_row *row, const char *value) {
    if (row->take) return apply_value(reader, row, value);
    if (value) {
        print_usage_problem("option '--%s' takes no value", row->name);
        return false;
    }
    *(bool *)((char *)reader->out + row->sets) = true;
    return true;
}

static bool read_long(argument_reader *reader, const char *argument) {
    const char *name = argument + 2;
    size_t len = strcspn(name, "=");
    const option_row *row = find_long(name, len, reader->accepts);
    if (!row) return refuse(argument);
    return apply(reader, row, name[len] == '=' ? name + len + 1 : NULL);
}

/* Short options stand alone: no letters run together, and none takes a value. */
static bool read_short(argument_reader *reader, const char *argument) {
    const option_row *row = argument[2] == '\0' ? find_short(argument[1]) : NULL;
    if (!row || !(row->flag & reader->accepts)) return refuse(argument);
    return apply(reader, row, NULL);
}

static bool read_argument(argument_reader *reader, char *argument, bool *options_end) {
    if (!*options_end && strcmp(argument, "--") == 0) {
        *options_end = true;
        return true;
    }
    if (!*options_end && strncmp(argument, "--", 2) == 0) return read_long(reader, argument);
    if (!*options_end && argument[0] == '-' && argument[1] != '\0') return read_short(reader, argument);
    reader->out->words[reader->out->word_count++] = argument;
    return true;
}

bool options_read(char **arguments, int count, unsigned accepts, cli_options *out) {
    *out = (cli_options){.words = arguments, .limits = CLI_LIMITS_INIT};
    argument_reader reader = {arguments, count, 0, accepts | OPTION_HELP, out};
    bool options_end = false;
    while (reader.next < count) {
        char *argument = arguments[reader.next++];
        if (!read_argument(&reader, argument, &options_end)) return false;
    }
    return true;
}

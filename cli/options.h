/*
 * The command line, read into one struct that is handed on: there are no option globals.
 *
 * Not getopt: options may stand anywhere among the words, each command accepts its own set, names are
 * never abbreviated (so that new options break no script), and an unknown one is named without the
 * rest of what was typed, which may be somebody's complaint.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

#include "limits.h"

typedef enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_mode;
typedef enum answer_format { ANSWER_TEXT, ANSWER_JSON, ANSWER_FHIR } answer_format;
typedef enum lint_format { LINT_TEXT, LINT_JSON, LINT_SARIF } lint_format;

/* One bit for each option: what a command accepts. --help is accepted by all. */
enum {
    OPTION_JSON = 1 << 0,
    OPTION_EXPLAIN = 1 << 1,
    OPTION_PACK = 1 << 2,
    OPTION_COUNTRY = 1 << 3,
    OPTION_COLOR = 1 << 4,
    OPTION_EXIT_URGENCY = 1 << 5,
    OPTION_INTAKE = 1 << 6,
    OPTION_QUIET = 1 << 7,
    OPTION_VERSION = 1 << 8,
    OPTION_HELP = 1 << 9,
    OPTION_FORMAT = 1 << 10,
    OPTION_JOBS = 1 << 11,
    OPTION_RESUME = 1 << 12,
    OPTION_FORM = 1 << 13,
    OPTION_ANSWER_FORMAT = 1 << 14,
    OPTION_LIMIT = 1 << 15
};

typedef struct cli_options {
    bool json; /* the same as the format json */
    bool explain;
    bool exit_urgency;
    bool quiet;
    bool version;
    bool help;
    color_mode color;
    answer_format answer_format;
    lint_format format; /* of pack lint */
    const char *pack;   /* folder, or NULL for the built-in pack */
    const char *resume; /* file of answers, or NULL */
    unsigned jobs;      /* threads of a batch; 0: not said */
    const char *intake; /* file, "-" for stdin, or NULL */
    const char *form;   /* the same: answers of a form, or NULL */
    const char *map;    /* file of what they mean, or NULL: the map of the pack's own form */
    cli_limits limits;
    char country[3]; /* two capitals, or "" */
    char **words;    /* what is no option, in order */
    int word_count;
} cli_options;

/*
 * Reads `count` arguments (without the program's name). Moves the words to the front of `arguments`,
 * which must outlive *out, as its strings must.
 *   accepts   set of OPTION_ flags
 * Reports and returns false on a mistake.
 */
bool options_read(char **arguments, int count, unsigned accepts, cli_options *out);

#endif

/*
 * What the files of the command share: exit statuses, the shape of a command, and loading the rules.
 * The command sees the library's public header only.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <tptriage/tptriage.h>

#include "options.h"

/* Exit statuses: scripts rely on these numbers. */
enum {
    STATUS_DONE = 0,
    STATUS_FAILED = 1, /* a check failed, lint found something, or the output could not be written */
    STATUS_USAGE = 2,
    STATUS_PACK = 3,       /* the rules cannot be loaded */
    STATUS_INPUT = 4,      /* the text or a record is bad */
    STATUS_INCOMPLETE = 5, /* a limit was hit; the answer says what is undecided */
    STATUS_URGENCY = 10    /* with --exit-urgency: 10 insufficient, up to 15 emergency */
};

/*
 * A command: takes its options, answers an exit status, and has reported whatever failed. Only a
 * failed write to stdout is left to the caller, who finds it in the stream's error mark.
 */
typedef struct cli_command {
    const char *name; /* "" is plain triage */
    int (*run)(const cli_options *options);
    unsigned accepts; /* set of OPTION_ flags */
    const char *help;
} cli_command;

extern const cli_command triage_command;
extern const cli_command assert_command;
extern const cli_command batch_command;
extern const cli_command check_command;
extern const cli_command form_command;
extern const cli_command pack_command;

/* A ruleset and one session on it. */
typedef struct cli_rules {
    tpt_ruleset *ruleset;
    tpt_session *session;
} cli_rules;

/*
 * Loads --pack DIR, or the built-in pack, and opens a session. On failure reports it, leaves nothing
 * to free, and answers the exit status; STATUS_DONE otherwise: close with rules_close.
 */
int rules_open(const cli_options *options, cli_rules *out);

void rules_close(cli_rules *rules);

#endif

/* The limits that --limit sets: those of the library, by their names on the command line, and one of the command's own. */
#ifndef CLI_LIMITS_H
#define CLI_LIMITS_H

#include <tptriage/tptriage.h>

typedef struct cli_limits {
    tpt_options session; /* what a session gets; only its limits are set here */
    size_t line;         /* bytes of a line of records; at most INPUT_LIMIT */
} cli_limits;

#define CLI_LIMITS_INIT                                                                                      \
    { TPT_OPTIONS_INIT, INPUT_LIMIT }

/* Takes "NAME=NUMBER". False if there is no such limit, or it cannot be so much; *limits is then as it was. */
bool limits_take(cli_limits *limits, const char *value);

/* What an option that names a limit needs, for a message. Static. */
extern const char limits_wanted[];

#endif

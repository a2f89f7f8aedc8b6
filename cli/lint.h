#ifndef CLI_LINT_H
#define CLI_LINT_H

#include "command.h"

/* Lints a folder of rules to stdout; answers the exit status. */
int lint_folder(const char *folder, lint_format format);

#endif

/*
 * The tptriage command: picks a command by its first word, reads the options it accepts, runs it, and
 * makes sure that its output was written.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "print.h"

static const cli_command *const commands[] = {&assert_command, &batch_command, &check_command, &form_command,
                                              &pack_command};

/* Only the first argument can name a command; all else is somebody's words. */
static const cli_command *find_command(const char *word) {
    for (size_t i = 0; word && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i]->name, word) == 0) return commands[i];
    }
    return &triage_command;
}

static int run_command(char **arguments, int count) {
    const cli_command *command = find_command(count > 0 ? arguments[0] : NULL);
    int skip = command == &triage_command ? 0 : 1;
    cli_options options;
    if (!options_read(arguments + skip, count - skip, command->accepts, &options)) return STATUS_USAGE;
    if (!options.help) return command->run(&options);
    fputs(command->help, stdout);
    return STATUS_DONE;
}

/* A full disk often shows only when the last of the output is flushed. */
static int finish(int status) {
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    print_problem("cannot write the output%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
    return STATUS_FAILED;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_DFL); /* a reader who has seen enough ends the run, whatever the parent ignored */
    return finish(run_command(argv + 1, argc > 0 ? argc - 1 : 0));
}

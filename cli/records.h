/*
 * A run over records, one on each line of a file or of stdin. A record that cannot be used becomes
 *   {"id": "...", "line": 7, "error": {"code": ..., "message": ...}}
 * with its id where that can be told, and the run goes on.
 */
#ifndef CLI_RECORDS_H
#define CLI_RECORDS_H

#include "command.h"
#include "input.h"

typedef struct records_run records_run;

/*
 * Answers one record on stdout, without a line feed. TPT_E_WRITE ends the run; any other failure, with
 * *error filled, makes it a bad record.
 */
typedef tpt_status (*records_process)(records_run *run, const char *line, size_t len, tpt_error *error);

struct records_run {
    const cli_options *options;
    records_process process;
    tpt_session *session;
    line_reader lines;
    cli_bytes scratch; /* for the command's use; freed with the run */
    bool had_bad;
    bool had_incomplete;
};

/* The whole run; gives the exit status. */
int records_go(const cli_options *options, records_process process);

#endif

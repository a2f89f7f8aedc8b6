/*
 * A run over records, one on each line of a file or of stdin. A record that cannot be used becomes
 *   {"id": "...", "line": 7, "error": {"code": ..., "message": ...}}
 * with its id where that can be told, and the run goes on. Answers stand in the order of the records, however many threads
 * find them.
 */
#ifndef CLI_RECORDS_H
#define CLI_RECORDS_H

#include "command.h"
#include "input.h"

/* What one thread needs to answer records. */
typedef struct records_worker {
    const cli_options *options;
    tpt_session *session;
    cli_bytes scratch; /* for the command's use */
} records_worker;

/*
 * Adds the answer to one record to `out`, without a line feed. A failure, with *error filled, makes it a bad record.
 */
typedef tpt_status (*records_process)(records_worker *worker, const char *line, size_t len, cli_bytes *out,
                                      tpt_error *error);

/* The whole run, with --jobs and --resume; gives the exit status. */
int records_go(const cli_options *options, records_process process);

/* For the library's writers: adds to cli_bytes, the context. */
bool records_add(const char *bytes, size_t len, void *context);

#endif

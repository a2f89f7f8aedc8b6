/* Many records, one on each line, in; one line for each out, in the same order. */
#include "record.h"
#include "records.h"

static const char help[] =
    "usage: tptriage batch [OPTIONS] [FILE]\n"
    "\n"
    "Reads one JSON record a line from FILE, or from stdin ('-' or no FILE), and writes one JSON result\n"
    "a line, in the same order. Blank lines are skipped. A bad record becomes\n"
    "  {\"id\": \"...\", \"line\": 7, \"error\": {\"code\": ..., \"message\": ...}}\n"
    "with its id where that can be told, and the run goes on.\n"
    "\n"
    "  --jobs N      answer with N threads (1 to 256, default 1); the order stays\n"
    "  --resume OUT  write to the file OUT; if it holds answers of a run that stopped, go on after them\n"
    "  --country CC  the country of records that name none\n"
    "  --explain     results also tell why each rule did or did not fire\n"
    "  --limit NAME=N  how much is allowed of text, line, steps and more; see the manual page\n"
    "  --pack DIR    use the rules in this folder instead of the built-in ones\n"
    "  --json        accepted; results are JSON in any case\n"
    "\n"
    "exit status: 0 done, 1 failed, 2 wrong usage, 3 bad rules, 4 some record was bad,\n"
    "5 some result is incomplete\n";

static tpt_status triage_line(records_worker *worker, const char *line, size_t len, const tpt_result **result,
                              tpt_error *error) {
    const char *country = worker->options->country;
    if (!country[0]) return tpt_session_triage_json(worker->session, line, len, result, error);
    worker->scratch.len = 0;
    if (record_with_country(line, len, country, &worker->scratch))
        return tpt_session_triage_json(worker->session, worker->scratch.data, worker->scratch.len, result,
                                       error);
    error->code = TPT_E_MEMORY;
    return TPT_E_MEMORY;
}

static tpt_status process(records_worker *worker, const char *line, size_t len, cli_bytes *out,
                          tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = triage_line(worker, line, len, &result, error);
    if (status != TPT_OK && status != TPT_INCOMPLETE) return status;
    tpt_status written = tpt_result_write_json(result, records_add, out);
    return written == TPT_OK ? status : written;
}

static int run(const cli_options *options) { return records_go(options, process); }

const cli_command batch_command = {"batch", run,
                                   OPTION_JSON | OPTION_EXPLAIN | OPTION_PACK | OPTION_COUNTRY | OPTION_JOBS |
                                       OPTION_RESUME | OPTION_LIMIT,
                                   help};

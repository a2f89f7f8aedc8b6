/* Many records, one on each line, in; one line for each out, in the same order. */
#include <stdio.h>

#include "print.h"
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
    "  --country CC  the country of records that name none\n"
    "  --explain     results also tell why each rule did or did not fire\n"
    "  --pack DIR    use the rules in this folder instead of the built-in ones\n"
    "  --json        accepted; results are JSON in any case\n"
    "\n"
    "exit status: 0 done, 1 failed, 2 wrong usage, 3 bad rules, 4 some record was bad,\n"
    "5 some result is incomplete\n";

static tpt_status triage_line(records_run *run, const char *line, size_t len, const tpt_result **result,
                              tpt_error *error) {
    if (!run->options->country[0]) return tpt_session_triage_json(run->session, line, len, result, error);
    if (record_with_country(line, len, run->options->country, &run->scratch))
        return tpt_session_triage_json(run->session, run->scratch.data, run->scratch.len, result, error);
    error->code = TPT_E_MEMORY;
    return TPT_E_MEMORY;
}

static tpt_status process(records_run *run, const char *line, size_t len, tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = triage_line(run, line, len, &result, error);
    if (status != TPT_OK && status != TPT_INCOMPLETE) return status;
    tpt_status written = tpt_result_write_json(result, tpt_write_to_file, stdout);
    if (written == TPT_OK) return status;
    if (written != TPT_E_WRITE) print_problem("cannot write a result: %s", tpt_status_name(written));
    return TPT_E_WRITE;
}

static int run(const cli_options *options) { return records_go(options, process); }

const cli_command batch_command = {"batch", run, OPTION_JSON | OPTION_EXPLAIN | OPTION_PACK | OPTION_COUNTRY,
                                   help};

/* Spans that somebody else found, judged: is it so, when, and of whom. ConText as a command. */
#include <stdio.h>

#include "records.h"

static const char help[] =
    "usage: tptriage assert [OPTIONS] [FILE]\n"
    "\n"
    "Reads one JSON record a line from FILE, or from stdin ('-' or no FILE):\n"
    "  {\"id\": \"n1\", \"text\": \"No fever.\", \"spans\": [{\"start\": 3, \"end\": 8}]}\n"
    "start and end are bytes of the text. Writes one line for each, in the same order:\n"
    "  {\"id\": \"n1\", \"spans\": [{\"start\": 3, \"end\": 8, \"status\": \"absent\", \"negation\": "
    "\"negated\",\n"
    "   \"temporality\": \"recent\", \"experiencer\": \"patient\", \"cue\": \"No\", \"scope\": {...}}]}\n"
    "\n"
    "  status       present, absent, unclear, past, hypothetical, other\n"
    "  negation     affirmed, negated, possible\n"
    "  temporality  recent, historical, hypothetical\n"
    "  experiencer  patient, other\n"
    "  cue, scope   the words that decided and how far they reach; left out where none did\n"
    "\n"
    "A bad record becomes an object with its line and an error, and the run goes on.\n"
    "\n"
    "  --jobs N      answer with N threads (1 to 256, default 1); the order stays\n"
    "  --resume OUT  write to the file OUT; if it holds answers of a run that stopped, go on after them\n"
    "  --limit NAME=N  how much is allowed of text, line, steps and more; see the manual page\n"
    "  --pack DIR    use the language of the rules in this folder instead of the built-in ones\n"
    "  --json        accepted; answers are JSON in any case\n"
    "\n"
    "exit status: 0 done, 1 failed, 2 wrong usage, 3 bad rules, 4 some record was bad,\n"
    "5 some answer is incomplete\n";

static tpt_status process(records_worker *worker, const char *line, size_t len, cli_bytes *out,
                          tpt_error *error) {
    return tpt_session_assert_json(worker->session, line, len, records_add, out, error);
}

static int run(const cli_options *options) { return records_go(options, process); }

const cli_command assert_command = {
    "assert", run, OPTION_JSON | OPTION_PACK | OPTION_JOBS | OPTION_RESUME | OPTION_LIMIT, help};

/* Loading the rules that a command works with. */
#include "command.h"
#include "print.h"

static tpt_status load(const cli_options *options, tpt_ruleset **out, tpt_error *error) {
    if (options->pack) return tpt_ruleset_new_from_path(out, options->pack, NULL, error);
    return tpt_ruleset_new_embedded(out, NULL, error);
}

int rules_open(const cli_options *options, cli_rules *out) {
    tpt_error error = {0};
    tpt_options session_options = options->limits.session;
    session_options.explain = options->explain;
    *out = (cli_rules){NULL, NULL};

    if (load(options, &out->ruleset, &error) != TPT_OK) {
        print_error(options->pack ? options->pack : "built-in pack", &error);
        return error.code == TPT_E_MEMORY ? STATUS_FAILED : STATUS_PACK;
    }
    if (tpt_session_new(&out->session, out->ruleset, &session_options, &error) != TPT_OK) {
        print_error("", &error);
        rules_close(out);
        return STATUS_FAILED;
    }
    return STATUS_DONE;
}

void rules_close(cli_rules *rules) {
    tpt_session_free(rules->session);
    tpt_ruleset_free(rules->ruleset);
    rules->session = NULL;
    rules->ruleset = NULL;
}

/* What a user of the installed library writes: the answer to argv[1] as JSON. */
#include <stdio.h>
#include <tptriage/tptriage.h>

int main(int argc, char **argv) {
    tpt_ruleset *rules = NULL;
    tpt_session *session = NULL;
    const tpt_result *result;
    bool done = argc == 2 && tpt_ruleset_new_embedded(&rules, NULL, NULL) == TPT_OK &&
                tpt_session_new(&session, rules, NULL, NULL) == TPT_OK &&
                tpt_session_triage_text(session, argv[1], TPT_NUL_TERMINATED, &result, NULL) == TPT_OK &&
                tpt_result_write_json(result, tpt_write_to_file, stdout) == TPT_OK;
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return done ? 0 : 1;
}

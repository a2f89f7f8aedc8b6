/* A session on the embedded pack, for the tests of one file: pass set_up and tear_down to the group. */
#ifndef TPT_TEST_EMBEDDED_SESSION_H
#define TPT_TEST_EMBEDDED_SESSION_H

#include "support.h"

static tpt_ruleset *rules;
static tpt_session *session;

static int set_up(void **state) {
    (void)state;
    tpt_status status = tpt_ruleset_new_embedded(&rules, NULL, NULL);
    return status != TPT_OK ? (int)status : (int)tpt_session_new(&session, rules, NULL, NULL);
}

static int tear_down(void **state) {
    (void)state;
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return 0;
}

#endif

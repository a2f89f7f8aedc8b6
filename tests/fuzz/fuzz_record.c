/*
 * Any bytes as a record, as a case and as a record of spans: an answer that is strict JSON and the same each time, or an error
 * that says what is wrong.
 */
#include "fuzz.h"

static tpt_session *session;

static void start(void) {
    static tpt_ruleset *rules;
    if (rules) return;
    FUZZ_HOLDS(tpt_ruleset_new_embedded(&rules, NULL, NULL) == TPT_OK);
    FUZZ_HOLDS(tpt_session_new(&session, rules, NULL, NULL) == TPT_OK);
}

static void report(const char *message, void *context) {
    FUZZ_HOLDS(message[0] != '\0');
    ++*(size_t *)context;
}

/* Each of them answers into `out`. */

static tpt_status triage(const char *json, size_t len, fuzz_output *out, tpt_error *error) {
    const tpt_result *result = NULL;
    tpt_status status = tpt_session_triage_json(session, json, len, &result, error);
    if (fuzz_answered(status)) FUZZ_HOLDS(tpt_result_write_json(result, fuzz_write, out) == TPT_OK);
    return status;
}

static tpt_status check(const char *json, size_t len, fuzz_output *out, tpt_error *error) {
    const tpt_result *result = NULL;
    size_t failures = 0, reported = 0;
    tpt_status status =
        tpt_session_check_json(session, json, len, &failures, report, &reported, &result, error);
    if (status != TPT_OK) return status;
    FUZZ_HOLDS(failures == reported);
    FUZZ_HOLDS(tpt_result_write_json(result, fuzz_write, out) == TPT_OK);
    return status;
}

static tpt_status judge(const char *json, size_t len, fuzz_output *out, tpt_error *error) {
    return tpt_session_assert_json(session, json, len, fuzz_write, out, error);
}

static void try_twice(tpt_status (*call)(const char *json, size_t len, fuzz_output *out, tpt_error *error),
                      const char *json, size_t len) {
    static fuzz_output once, again;
    tpt_error error;
    memset(&error, 0xA5, sizeof error);
    once.len = again.len = 0;
    tpt_status status = call(json, len, &once, &error);
    if (fuzz_answered(status)) FUZZ_HOLDS(fuzz_is_json(&once));
    else fuzz_check_error(&error, status);
    FUZZ_HOLDS(call(json, len, &again, NULL) == status);
    FUZZ_HOLDS(fuzz_same(&once, &again));
}

/* Loads the rules before the fuzzer's clock runs. */
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    start();
    try_twice(triage, (const char *)data, size);
    try_twice(check, (const char *)data, size);
    try_twice(judge, (const char *)data, size);
    return 0;
}

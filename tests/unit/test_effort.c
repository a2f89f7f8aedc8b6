/*
 * What a text takes, in counts and not in time: none may grow by more than a quarter over tests/bench/effort.txt, and a warm
 * session allocates nothing. `test_effort --write` puts the counts of today into that file.
 */
#include "embedded_session.h"

#define TABLE "tests/bench/effort.txt"
#define LINE_BYTES 4096
#define LEAST_LINES 10

/* A counter with what it means when it grows. Allocations are no column: they are none. */
typedef struct counter {
    const char *name;
    size_t at;
    const char *grew;
} counter;

#define COUNTER(name, grew)                                                                                  \
    { #name, offsetof(tpt_counters, name), grew }

static const counter COUNTERS[] = {
    COUNTER(tokens, "the text is cut into more pieces"),
    COUNTER(readings, "words are read in more ways: inflections, respellings, corrections"),
    COUNTER(steps, "more paths of the tries are walked: terms that begin with common words, gaps"),
    COUNTER(mentions, "more phrases are kept"),
    COUNTER(confirms, "more regular expressions are tried: their required words are too common"),
};

static uint64_t value_of(const tpt_counters *effort, const counter *c) {
    uint64_t value;
    memcpy(&value, (const char *)effort + c->at, sizeof value);
    return value;
}

static tpt_counters warm_effort(const char *text) {
    const tpt_result *result;
    tpt_counters effort;
    for (int i = 0; i < 2; i++)
        assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    tpt_session_counters(session, &effort);
    return effort;
}

/* ---- The table: numbers | text ---------------------------------------------------------------------------------------- */

typedef struct row {
    unsigned long long counts[COUNT_OF(COUNTERS)];
    const char *text; /* in the line */
} row;

/* Reads a line, and cuts off its line feed. False for one that is no row; a row that is not well-formed fails. */
static bool read_row(char *line, row *out) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#') return false;
    char *at = line;
    for (size_t i = 0; i < COUNT_OF(COUNTERS); i++) {
        char *number = at;
        out->counts[i] = strtoull(number, &at, 10);
        if (at == number) fail_msg(TABLE ": a number is missing: %s", line);
    }
    if (strncmp(at, " | ", 3) != 0) fail_msg(TABLE ": no text: %s", line);
    out->text = at + 3;
    return true;
}

static FILE *open_table(void) {
    FILE *table = fopen(TABLE, "r");
    if (!table) fail_msg(TABLE " cannot be read: run it in the project's folder");
    return table;
}

/* ---- The test ------------------------------------------------------------------------------------------------------------ */

/* A quarter more, and two for counts that are next to nothing. */
static uint64_t allowed(uint64_t count) { return count + count / 4 + 2; }

static size_t growths(const row *r) {
    tpt_counters effort = warm_effort(r->text);
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(COUNTERS); i++) {
        uint64_t now = value_of(&effort, &COUNTERS[i]);
        if (now <= allowed(r->counts[i])) continue;
        print_error("\"%.40s\": %llu %s, which were %llu: %s\n", r->text, (unsigned long long)now,
                    COUNTERS[i].name, r->counts[i], COUNTERS[i].grew);
        count++;
    }
    if (effort.allocations) {
        print_error("\"%.40s\": a warm session took %llu blocks\n", r->text,
                    (unsigned long long)effort.allocations);
        count++;
    }
    return count;
}

static void test_effort_does_not_grow(void **state) {
    (void)state;
    char line[LINE_BYTES];
    row r;
    size_t lines = 0, grown = 0;
    FILE *table = open_table();
    while (fgets(line, sizeof line, table)) {
        if (!read_row(line, &r)) continue;
        grown += growths(&r);
        lines++;
    }
    fclose(table);
    if (grown) fail_msg("%zu counts grew; if that is meant, and worth it: ./dev effort", grown);
    assert_true(lines >= LEAST_LINES);
}

/* ---- --write ------------------------------------------------------------------------------------------------------------- */

static void write_row(const row *r, FILE *out) {
    tpt_counters effort = warm_effort(r->text);
    for (size_t i = 0; i < COUNT_OF(COUNTERS); i++)
        fprintf(out, "%llu ", (unsigned long long)value_of(&effort, &COUNTERS[i]));
    fprintf(out, "| %s\n", r->text);
}

static int write_table(void) {
    char line[LINE_BYTES];
    row r;
    FILE *table = open_table(), *out = fopen(TABLE ".new", "w");
    if (!out || set_up(NULL) != 0) return 1;
    while (fgets(line, sizeof line, table)) {
        if (read_row(line, &r)) write_row(&r, out);
        else fprintf(out, "%s\n", line);
    }
    fclose(table);
    tear_down(NULL);
    return fclose(out) == 0 && rename(TABLE ".new", TABLE) == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_effort_does_not_grow)};
    if (argc == 2 && strcmp(argv[1], "--write") == 0) return write_table();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

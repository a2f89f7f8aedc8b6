/*
 * Clinicians' prose: sentences with a concept, and whether it is denied, when, and of whom. The files of tests/notes were written
 * without a look at the cues; what is held here is how many of the denials are found, and how many that are found are some.
 */
#include "embedded_session.h"

#define LINE_MOST 4096
/* Of 1000. The aim is 950 for both; precision is not there yet, so what is reached is held (docs/language.md). */
#define FLOOR_PRECISION 920
#define FLOOR_RECALL 950

typedef struct tally {
    unsigned both, said, meant; /* denials: said and meant, said, meant */
} tally;

/* Ends a field at its tab or line end and returns what follows. */
static char *next_field(char *field) {
    char *end = field + strcspn(field, "\t\n");
    if (!*end) return end;
    *end = '\0';
    return end + 1;
}

/* The escapes of the files: \n and \\ . */
static void unescape(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from != '\\') *to++ = *from;
        else *to++ = *++from == 'n' ? '\n' : *from;
    }
    *to = '\0';
}

static void judge_line(char *negation, tally *count) {
    char *temporality = next_field(negation), *experiencer = next_field(temporality);
    char *concept = next_field(experiencer), *text = next_field(concept);
    next_field(text);
    unescape(text);
    const char *at = strstr(text, concept);
    assert_non_null(at);
    tpt_span span = {(size_t)(at - text), (size_t)(at - text) + strlen(concept)};
    tpt_assertion said;
    assert_int_equal(tpt_session_assert(session, text, TPT_NUL_TERMINATED, &span, 1, &said, NULL), TPT_OK);
    bool meant = strcmp(negation, "negated") == 0, denied = strcmp(said.negation, "negated") == 0;
    count->both += meant && denied;
    count->said += denied;
    count->meant += meant;
}

static void judge_file(unsigned number, tally *count) {
    char path[64], line[LINE_MOST];
    snprintf(path, sizeof path, "tests/notes/notes_%u.tsv", number);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (*line != '#') judge_line(line, count);
    fclose(file);
}

static void test_denials(void **state) {
    (void)state;
    tally count = {0, 0, 0};
    for (unsigned number = 1; number <= 5; number++) judge_file(number, &count);
    unsigned precision = count.both * 1000 / count.said, recall = count.both * 1000 / count.meant;
    print_message("negated: precision %u.%u %%, recall %u.%u %%, of %u\n", precision / 10, precision % 10,
                  recall / 10, recall % 10, count.meant);
    assert_true(precision >= FLOOR_PRECISION);
    assert_true(recall >= FLOOR_RECALL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_denials)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

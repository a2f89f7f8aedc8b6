/*
 * The command without memory: the Nth allocation of a batch fails, and then either all after it or none, for every N until
 * a run succeeds. Each time the run ends in good order, what was answered stays answered, and the same command goes on.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

/* ---- The allocator: the linker sends the calls of the command and the library here ------------------------------------------ */

static atomic_size_t asked;
static size_t fail_at; /* from 1; 0: none fails */
static bool fail_once;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static bool fails(void) {
    size_t number = atomic_fetch_add(&asked, 1) + 1;
    return fail_at && (fail_once ? number == fail_at : number >= fail_at);
}

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *block, size_t size) { return fails() ? NULL : __real_realloc(block, size); }

/* ---- A run ------------------------------------------------------------------------------------------------------------------- */

#define RECORDS 9
#define SIZE_MOST (1 << 20)

static char records_path[] = "/tmp/tptriage-records-XXXXXX", answers_path[] = "/tmp/tptriage-answers-XXXXXX";
static char wanted[SIZE_MOST], found[SIZE_MOST];

static int run(unsigned jobs) {
    char number[16], jobs_option[] = "--jobs", resume_option[] = "--resume";
    char *arguments[] = {jobs_option, number, resume_option, answers_path, records_path};
    cli_options options;
    snprintf(number, sizeof number, "%u", jobs);
    atomic_store(&asked, 0);
    assert_true(options_read(arguments, 5, batch_command.accepts, &options));
    fflush(stderr);
    int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO); /* it tells each time what went wrong */
    int status = batch_command.run(&options);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(nowhere);
    return status;
}

static void read_answers(char *out) {
    FILE *file = fopen(answers_path, "rb");
    assert_non_null(file);
    size_t len = fread(out, 1, SIZE_MOST - 1, file);
    out[len] = '\0';
    fclose(file);
}

static void forget_answers(void) {
    FILE *file = fopen(answers_path, "wb");
    assert_non_null(file);
    fclose(file);
}

static size_t line_length(const char *line) { return strcspn(line, "\n"); }

/* The answer to a record, or an error that says why there is none. */
static bool is_answer(const char *line, const char *right) {
    size_t len = line_length(line);
    if (len == line_length(right) && memcmp(line, right, len) == 0) return true;
    const char *code = strstr(line, "\"error\": {\"code\": \"memory\"");
    return code && code < line + len;
}

/* How many records have an answer, in order; and whether any of them is an error. */
static size_t count_answers(bool *errors) {
    size_t count = 0;
    const char *line = found, *right = wanted;
    *errors = false;
    for (; *line; count++) {
        assert_int_equal(line[line_length(line)], '\n'); /* no half a line */
        assert_true(count < RECORDS && is_answer(line, right));
        *errors |= line_length(line) != line_length(right);
        line += line_length(line) + 1;
        right += line_length(right) + 1;
    }
    return count;
}

/* The Nth allocation fails. True once there is no Nth. */
static bool try(unsigned jobs, size_t n) {
    bool errors;
    forget_answers();
    fail_at = n;
    int status = run(jobs);
    bool reached = atomic_load(&asked) >= n;
    fail_at = 0;
    read_answers(found);
    size_t answered = count_answers(&errors);
    if (!errors && answered == RECORDS) {
        assert_true(status == STATUS_DONE ||
                    status == STATUS_FAILED); /* it may have failed after the last answer */
    } else {
        assert_int_equal(status, errors && answered == RECORDS ? STATUS_INPUT : STATUS_FAILED);
    }
    assert_int_equal(run(jobs), STATUS_DONE); /* it goes on, with memory */
    read_answers(found);
    assert_int_equal(count_answers(&errors), RECORDS);
    return !reached;
}

static void sweep(unsigned jobs, bool once) {
    size_t n = 1;
    fail_once = once;
    while (!try(jobs, n)) n++;
    assert_true(n > 20);
}

static void test_all_after(void **state) {
    (void)state;
    sweep(1, false);
}

static void test_one(void **state) {
    (void)state;
    sweep(1, true);
}

static void test_all_after_in_threads(void **state) {
    (void)state;
    sweep(2, false);
}

static void test_one_in_threads(void **state) {
    (void)state;
    sweep(2, true);
}

/* ---- What is run ------------------------------------------------------------------------------------------------------------- */

/* Short records, and one for which buffers grow. */
static void write_records(int to) {
    FILE *file = fdopen(to, "wb");
    assert_non_null(file);
    for (int i = 0; i < RECORDS; i++) {
        fprintf(file, "{\"id\": \"%d\", \"text\": \"", i);
        for (int times = i == 5 ? 1500 : 1; times; times--)
            fputs("Stiff neck and headaches, no fever. ", file);
        fputs("\"}\n", file);
    }
    fclose(file);
}

static int set_up(void **state) {
    (void)state;
    int records = mkstemp(records_path), answers = mkstemp(answers_path);
    if (records < 0 || answers < 0) return -1;
    close(answers);
    write_records(records);
    if (run(1) != STATUS_DONE) return -1;
    read_answers(wanted);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    unlink(records_path);
    unlink(answers_path);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_after), cmocka_unit_test(test_one),
                                       cmocka_unit_test(test_all_after_in_threads),
                                       cmocka_unit_test(test_one_in_threads)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/*
 * A run over records, one on each line: reads them, has them answered by one thread or by many, and writes the answers in order.
 */
#define _POSIX_C_SOURCE 200809L
#include "records.h"

#include <stdio.h>

#include "answer.h"
#include "interrupt.h"
#include "pool.h"
#include "print.h"
#include "progress.h"
#include "resume.h"

typedef struct records_run {
    const cli_options *options;
    records_process process;
    line_reader lines;
    cli_rules rules;
    FILE *out;         /* stdout, or the file that is gone on with */
    uint64_t answered; /* records that have an answer from before */
    uint64_t last;     /* the line of the last record that was read */
    bool had_bad, had_incomplete;
    progress progress; /* of the thread that writes */
} records_run;

/* Of the thread that writes. */
static bool write_answer(void *context, const answer *a) {
    records_run *run = context;
    if (!a->out.len) {
        print_problem("out of memory");
        return false;
    }
    run->had_incomplete |= a->status == TPT_INCOMPLETE;
    run->had_bad |= a->status != TPT_OK && a->status != TPT_INCOMPLETE;
    progress_step(&run->progress);
    return fwrite(a->out.data, 1, a->out.len, run->out) == a->out.len;
}

/* Each answer at once: whoever waits for one has it, and what stands in the file is whole but for its last line. */
static bool write_and_flush(void *context, const answer *a) {
    records_run *run = context;
    return write_answer(run, a) && fflush(run->out) == 0;
}

/* ---- Reading ---- */

/* The next record that has no answer yet, into *a. */
static line_status read_record(records_run *run, answer *a) {
    const char *line = NULL;
    size_t len = 0;
    for (;;) {
        line_status status = interrupt_came() ? LINE_END : lines_next(&run->lines, &line, &len);
        if (interrupt_came()) return LINE_END; /* the line may be half of one */
        if (status == LINE_END || status == LINE_BROKEN) return status;
        a->too_long = status == LINE_TOO_LONG;
        if (!a->too_long && line_is_blank(line, len)) continue;
        if (run->answered) {
            run->answered--;
            continue;
        }
        a->number = run->last = run->lines.number;
        a->line.len = 0;
        if (a->too_long || bytes_add(&a->line, line, len)) return LINE_READ;
        print_problem("out of memory");
        run->lines.no_memory = true;
        return LINE_BROKEN;
    }
}

static int status_of(const records_run *run, line_status last) {
    if (ferror(run->out) || run->lines.no_memory) return STATUS_FAILED;
    if (last == LINE_BROKEN || run->had_bad) return STATUS_INPUT;
    return run->had_incomplete ? STATUS_INCOMPLETE : STATUS_DONE;
}

/* ---- One thread, or many ---- */

static int run_alone(records_run *run) {
    records_worker worker = {.options = run->options, .session = run->rules.session};
    answer a = {0};
    line_status last;
    bool good = true;
    while (good && (last = read_record(run, &a)) == LINE_READ) {
        answer_find(&a, &worker, run->process);
        good = write_answer(run, &a);
    }
    answer_free(&a);
    bytes_free(&worker.scratch);
    return good ? status_of(run, last) : STATUS_FAILED;
}

static int run_together(records_run *run) {
    pool *p = pool_start(run->options, run->rules.ruleset, run->process, write_and_flush, run);
    if (!p) return STATUS_FAILED;
    line_status last = LINE_READ;
    answer *a = NULL;
    while (last == LINE_READ && (a = pool_next(p)))
        if ((last = read_record(run, a)) == LINE_READ) pool_add(p);
    bool written = pool_end(p);
    return a && written ? status_of(run, last) : STATUS_FAILED;
}

static int run_records(records_run *run) {
    int status = rules_open(run->options, &run->rules);
    if (status != STATUS_DONE) return status;
    progress_start(&run->progress, fileno(run->out));
    status = run->options->jobs > 1 ? run_together(run) : run_alone(run);
    progress_end(&run->progress);
    rules_close(&run->rules);
    return status;
}

/* Asked to stop: what was answered is whole, and the one who asked sees that the run was cut short. */
static void end_early(const records_run *run, const cli_options *options) {
    if (!interrupt_came()) return;
    if (!options->resume) fflush(run->out);
    print_problem("stopped after line %llu%s", (unsigned long long)run->last,
                  options->resume ? "; the same command goes on from there" : "");
    interrupt_obey();
}

int records_go(const cli_options *options, records_process process) {
    if (options->word_count > 1) return print_usage_problem("batch and assert read one file");
    records_run run = {.options = options, .process = process, .out = stdout};
    const char *path = options->word_count ? options->words[0] : "-";
    if (options->resume && !(run.out = resume_open(options->resume, &run.answered))) return STATUS_FAILED;
    int status = STATUS_INPUT;
    interrupt_catch();
    if (lines_open(&run.lines, path, options->limits.line, options->jobs > 1 ? NULL : run.out)) {
        status = run_records(&run);
        lines_close(&run.lines);
    }
    if (options->resume && !resume_close(run.out, options->resume)) status = STATUS_FAILED;
    end_early(&run, options);
    return status;
}

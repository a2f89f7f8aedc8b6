/*
 * What the command costs as a process: its start, its peak memory, records a second. See docs/performance.md.
 *
 *   tpt_bench_process [--quick] TPTRIAGE DATA     DATA was made by pack.py
 *
 * This program must stay small: a child's peak memory is never told as less than what its parent had.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS 201

extern char **environ;

typedef struct run {
    double millis, cpu_millis;
    double megabytes; /* peak */
} run;

static void die(const char *what) {
    fprintf(stderr, "tpt_bench_process: %s\n", what);
    exit(1);
}

static double millis_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double millis_of(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3; }

static pid_t spawn(const char *const *arguments) {
    posix_spawn_file_actions_t actions;
    pid_t child;
    if (posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) != 0 ||
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn(&child, arguments[0], &actions, NULL, (char *const *)arguments, environ) != 0)
        die("a program cannot be started");
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

/* Runs a program to its end, its output thrown away; its status must be 0. */
static run run_program(const char *const *arguments) {
    struct rusage usage;
    int status;
    double start = millis_now();
    pid_t child = spawn(arguments);
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        die("a program failed");
    return (run){millis_now() - start, millis_of(usage.ru_utime) + millis_of(usage.ru_stime),
                 (double)usage.ru_maxrss / 1024};
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

/* ---- Start ------------------------------------------------------------------------------------------------------------------------ */

static void measure_start(const char *command, int runs) {
    const char *nothing[] = {"/bin/true", NULL}, *ours[] = {command, "--json", "stiff neck", NULL};
    double base[MAX_RUNS], whole[MAX_RUNS], more[MAX_RUNS], cpu[MAX_RUNS];
    run last = {0};
    run_program(nothing);
    run_program(ours);
    for (int i = 0; i < runs; i++) {
        base[i] = run_program(nothing).millis;
        last = run_program(ours);
        whole[i] = last.millis;
        more[i] = whole[i] - base[i];
        cpu[i] = last.cpu_millis;
    }
    printf("| command, one text | what | |\n|---|---|---:|\n");
    printf("| `tptriage --json \"stiff neck\"` | over `/bin/true` (median of %d pairs) | %.1f ms |\n", runs,
           median(more, runs));
    printf("| | from start to end | %.1f ms |\n", median(whole, runs));
    printf("| | of that, processor time | %.1f ms |\n", median(cpu, runs));
    printf("| | peak memory | %.1f MB |\n", last.megabytes);
    printf("| `/bin/true` | from start to end | %.1f ms |\n", median(base, runs));
}

/* ---- Batch -------------------------------------------------------------------------------------------------------------------------- */

typedef struct records {
    char path[4096];
    long count;
    double bytes;
} records;

static records records_of(const char *data, long count) {
    records out = {.count = count};
    snprintf(out.path, sizeof out.path, "%s/records-%ld.ndjson", data, count);
    FILE *file = fopen(out.path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) die("no records: see pack.py");
    out.bytes = (double)ftell(file);
    fclose(file);
    return out;
}

static run run_batch(const char *command, const char *path, const char *jobs) {
    const char *arguments[] = {command, "batch", "--jobs", jobs, path, NULL};
    return run_program(arguments);
}

static void print_batch(const records *of, const char *jobs, double millis, double cpu_millis,
                        double megabytes) {
    printf("| %ld | %s | %.0f | %.2f | %.3f | %.1f |\n", of->count, jobs, (double)of->count / millis * 1e3,
           of->bytes / millis / 1e3, cpu_millis / (double)of->count, megabytes);
}

/* The first of `sizes` that takes so long that the start does not matter much. */
static records *long_enough(const char *command, records sizes[], int count) {
    double start = run_batch(command, "/dev/null", "1").millis;
    for (int i = 0; i + 1 < count; i++)
        if (run_batch(command, sizes[i].path, "1").millis > 2 * start + 1000) return &sizes[i];
    return &sizes[count - 1];
}

/* One thread and two in turns; what a batch of no records takes is taken off. */
static void measure_jobs(const char *command, records *of, int runs) {
    const char *jobs[] = {"1", "2"};
    double millis[2][MAX_RUNS], cpu_millis[2][MAX_RUNS], gain[MAX_RUNS];
    run last[2];
    for (int i = 0; i < runs; i++) {
        run start = run_batch(command, "/dev/null", "1");
        for (int j = 0; j < 2; j++) {
            last[j] = run_batch(command, of->path, jobs[j]);
            millis[j][i] = last[j].millis - start.millis;
            cpu_millis[j][i] = last[j].cpu_millis - start.cpu_millis;
        }
        gain[i] = millis[0][i] / millis[1][i];
    }
    for (int j = 0; j < 2; j++)
        print_batch(of, jobs[j], median(millis[j], runs), median(cpu_millis[j], runs), last[j].megabytes);
    printf("\nTwo threads do %.2f times as much as one.\n", median(gain, runs));
}

static void measure_memory(const char *command, records *few, records *many) {
    double less = run_batch(command, few->path, "2").megabytes,
           more = run_batch(command, many->path, "2").megabytes;
    printf("Peak memory of two threads: %.1f MB for %ld records, %.1f MB for %ld (%.2f times as much).\n",
           less, few->count, more, many->count, more / less);
}

static void measure_batch(const char *command, const char *data, bool quick) {
    records sizes[] = {records_of(data, 1000), records_of(data, 10000), records_of(data, 100000)};
    printf(
        "\n| `tptriage batch`, records | jobs | records a second | MB of input a second | peak memory, MB |\n"
        "|---:|---:|---:|---:|---:|\n");
    measure_jobs(command, long_enough(command, sizes, quick ? 1 : 3), quick ? 1 : 5);
    measure_memory(command, &sizes[0], &sizes[quick ? 1 : 2]);
}

int main(int argc, char **argv) {
    bool quick = argc == 4 && strcmp(argv[1], "--quick") == 0;
    if (argc != 3 && !quick) die("usage: tpt_bench_process [--quick] TPTRIAGE DATA");
    measure_start(argv[argc - 2], quick ? 11 : 101);
    measure_batch(argv[argc - 2], argv[argc - 1], quick);
    return 0;
}

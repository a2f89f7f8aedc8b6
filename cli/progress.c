#define _POSIX_C_SOURCE 200809L
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define FIRST_AFTER 1.0 /* seconds: a short run shows nothing */
#define EVERY 0.2       /* seconds */

static double now(void) {
    struct timespec time = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_start(progress *p, int out) {
    *p = (progress){.shown = isatty(STDERR_FILENO) && !isatty(out)};
    if (p->shown) p->began = p->drew = now();
}

void progress_step(progress *p) {
    p->done++;
    if (!p->shown) return;
    double at = now(), since = at - p->began;
    if (since < FIRST_AFTER || at - p->drew < EVERY) return;
    p->drew = at;
    p->drawn = true;
    fprintf(stderr, "\r%llu records, %.0f a second ", (unsigned long long)p->done, (double)p->done / since);
    fflush(stderr);
}

void progress_end(progress *p) {
    if (p->drawn) fputs("\r\033[K", stderr);
    p->drawn = false;
}

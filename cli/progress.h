/* How far a long run is, on a terminal that nothing else is written to; silent everywhere else. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
    bool shown;         /* is there anybody to look? */
    bool drawn;         /* does the line stand on the terminal? */
    uint64_t done;      /* records so far */
    double began, drew; /* seconds of a clock that only runs forward */
} progress;

/* `out` is the file descriptor that answers go to: if that is a terminal, they are progress enough. */
void progress_start(progress *p, int out);

/* One more record was answered. */
void progress_step(progress *p);

/* Takes the line away. */
void progress_end(progress *p);

#endif

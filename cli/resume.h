/* A file of answers that a run left unfinished, gone on with. */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Opens the file for more answers, or a new one; cuts off a last line that is not whole, and counts the answers that stay.
 * Reports and returns NULL when it cannot.
 */
FILE *resume_open(const char *path, uint64_t *answered);

/* Reports and returns false when not all could be written. */
bool resume_close(FILE *file, const char *path);

#endif

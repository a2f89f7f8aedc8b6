#define _POSIX_C_SOURCE 200809L
#include "resume.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "print.h"

static FILE *report(FILE *file, const char *path) {
    print_problem("cannot go on with %s: %s", path, strerror(errno));
    if (file) fclose(file);
    return NULL;
}

/* Counts the lines that end; *whole is where the last of them ends. */
static uint64_t count_lines(FILE *file, off_t *whole) {
    char block[64 * 1024];
    uint64_t lines = 0;
    off_t at = 0;
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0; at += (off_t)got)
        for (size_t i = 0; i < got; i++)
            if (block[i] == '\n') {
                lines++;
                *whole = at + (off_t)i + 1;
            }
    return lines;
}

FILE *resume_open(const char *path, uint64_t *answered) {
    off_t whole = 0;
    FILE *file = fopen(path, "r+b");
    if (!file && errno == ENOENT) file = fopen(path, "w+b");
    if (!file) return report(file, path);
    *answered = count_lines(file, &whole);
    if (ferror(file) || ftruncate(fileno(file), whole) != 0 || fseeko(file, whole, SEEK_SET) != 0)
        return report(file, path);
    return file;
}

bool resume_close(FILE *file, const char *path) {
    bool good = !ferror(file);
    errno = 0;
    if (fclose(file) == 0 && good) return true;
    print_problem("cannot write %s%s%s", path, errno ? ": " : "", errno ? strerror(errno) : "");
    return false;
}

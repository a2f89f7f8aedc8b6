/* Bytes, files and lines: see input.h. Folders are in paths.c. */
#define _POSIX_C_SOURCE 200809L
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interrupt.h"
#include "print.h"

enum { READ_SIZE = 64 * 1024 }; /* what a pipe holds on Linux: one read empties it */

bool bytes_reserve(cli_bytes *bytes, size_t more) {
    if (bytes->capacity - bytes->len >= more) return true;
    size_t capacity = bytes->capacity ? bytes->capacity : READ_SIZE;
    while (capacity - bytes->len < more) {
        if (capacity > SIZE_MAX / 2) return false;
        capacity *= 2;
    }
    char *data = realloc(bytes->data, capacity);
    if (!data) return false;
    bytes->data = data;
    bytes->capacity = capacity;
    return true;
}

bool bytes_add(cli_bytes *bytes, const char *data, size_t len) {
    if (len == 0) return true;
    if (!bytes_reserve(bytes, len)) return false;
    memcpy(bytes->data + bytes->len, data, len);
    bytes->len += len;
    return true;
}

void bytes_free(cli_bytes *bytes) {
    free(bytes->data);
    bytes->data = NULL;
    bytes->len = bytes->capacity = 0;
}

const char *input_name(const char *path) { return strcmp(path, "-") == 0 ? "stdin" : path; }

static bool report_unreadable(const char *path) {
    print_problem("cannot read %s: %s", input_name(path), strerror(errno));
    return false;
}

static bool open_input(const char *path, int *out) {
    *out = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    return *out >= 0 || report_unreadable(path);
}

static void close_input(int file) {
    if (file > STDIN_FILENO) close(file);
}

/* Reads once, whatever there is. Reports and returns false on failure; *at_end when there is no more. */
static bool read_some(const char *path, int file, cli_bytes *out, bool *at_end) {
    if (!bytes_reserve(out, READ_SIZE)) {
        errno = ENOMEM;
        return report_unreadable(path);
    }
    ssize_t got;
    do {
        got = read(file, out->data + out->len, READ_SIZE);
    } while (got < 0 && errno == EINTR && !interrupt_came());
    if (got < 0 && errno == EINTR) got = 0; /* asked to stop: there is no more */
    if (got < 0) return report_unreadable(path);
    out->len += (size_t)got;
    *at_end = got == 0;
    return true;
}

static bool read_to_end(const char *path, int file, cli_bytes *out) {
    bool at_end = false;
    while (!at_end) {
        if (!read_some(path, file, out, &at_end)) return false;
        if (out->len <= INPUT_LIMIT) continue;
        print_problem("%s is over the limit of %zu MiB", input_name(path), INPUT_LIMIT / (1024 * 1024));
        return false;
    }
    return true;
}

bool input_read(const char *path, cli_bytes *out) {
    int file;
    if (!open_input(path, &file)) return false;
    bool done = read_to_end(path, file, out);
    close_input(file);
    return done;
}

void input_skip_mark(const char **data, size_t *len) {
    if (*len < 3 || memcmp(*data, "\xEF\xBB\xBF", 3) != 0) return;
    *data += 3;
    *len -= 3;
}

bool lines_open(line_reader *lines, const char *path, size_t longest, FILE *flush) {
    *lines = (line_reader){.path = path, .longest = longest, .flush = flush};
    return open_input(path, &lines->file);
}

void lines_close(line_reader *lines) {
    close_input(lines->file);
    bytes_free(&lines->buffer);
}

/* Drops the lines already handed out, or all of a line that is too long, and reads on. */
static bool read_more(line_reader *lines) {
    cli_bytes *buffer = &lines->buffer;
    if (buffer->len - lines->start > lines->longest) lines->skipping = true;
    if (lines->skipping) lines->start = buffer->len;
    if (lines->start) memmove(buffer->data, buffer->data + lines->start, buffer->len - lines->start);
    buffer->len -= lines->start;
    lines->start = 0;
    lines->scanned = buffer->len;
    if (lines->flush && fflush(lines->flush) != 0) return false;
    if (!bytes_reserve(buffer, READ_SIZE)) {
        print_problem("out of memory");
        lines->no_memory = true;
        return false;
    }
    return read_some(lines->path, lines->file, buffer, &lines->at_end);
}

/* Hands out the buffer from start to `end`; the next line begins `after` it. */
static line_status take_line(line_reader *lines, size_t end, size_t after, const char **line, size_t *len) {
    bool too_long = lines->skipping || end - lines->start > lines->longest;
    *line = lines->buffer.data + lines->start;
    *len = end - lines->start;
    if (++lines->number == 1 && !too_long) input_skip_mark(line, len);
    lines->start = lines->scanned = after;
    lines->skipping = false;
    return too_long ? LINE_TOO_LONG : LINE_READ;
}

line_status lines_next(line_reader *lines, const char **line, size_t *len) {
    for (;;) {
        size_t fresh = lines->buffer.len - lines->scanned;
        const char *from = fresh ? lines->buffer.data + lines->scanned : NULL;
        const char *feed = fresh ? memchr(from, '\n', fresh) : NULL;
        if (feed) {
            size_t end = (size_t)(feed - lines->buffer.data);
            return take_line(lines, end, end + 1, line, len);
        }
        lines->scanned = lines->buffer.len;
        if (lines->at_end) break;
        if (!read_more(lines)) return LINE_BROKEN;
    }
    if (lines->buffer.len == lines->start && !lines->skipping) return LINE_END;
    return take_line(lines, lines->buffer.len, lines->buffer.len, line, len);
}

bool line_is_blank(const char *line, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
    }
    return true;
}

/*
 * Reading: a growing buffer, whole files and stdin, lines of any length, and the files under a folder.
 * Nothing here knows JSON. Memory is bounded: nothing longer than INPUT_LIMIT is kept.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The most that is kept of a text, a record or a line: what the library could take at its own limit. */
#define INPUT_LIMIT ((size_t)16 * 1024 * 1024)

/* ---- Bytes ---- */

/* Growing bytes. Start from {0}. */
typedef struct cli_bytes {
    char *data; /* NULL while nothing was added */
    size_t len;
    size_t capacity;
} cli_bytes;

/* Makes room for `more` bytes after len, or adds them. False when memory ran out. */
bool bytes_reserve(cli_bytes *bytes, size_t more);
bool bytes_add(cli_bytes *bytes, const char *data, size_t len);
void bytes_free(cli_bytes *bytes);

/* ---- Files ---- */

/* What to call a file in messages: "-" is "stdin". */
const char *input_name(const char *path);

/*
 * Reads all of a file, or of stdin for "-". Reports and returns false when it cannot be read or is over
 * the limit; *out is to be freed in either case.
 */
bool input_read(const char *path, cli_bytes *out);

/* Drops a UTF-8 byte order mark from the front: JSON has none, but editors write it. */
void input_skip_mark(const char **data, size_t *len);

/* ---- Lines ---- */

typedef enum line_status {
    LINE_READ,
    LINE_TOO_LONG, /* over the limit: skipped, but counted */
    LINE_END,
    LINE_BROKEN /* the file cannot be read on, which is reported; or the flushed stream has its error mark */
} line_status;

typedef struct line_reader {
    const char *path;
    int file;
    size_t longest;  /* bytes of a line */
    FILE *flush;     /* or NULL: flushed before more is read, so that whoever waits for answers has them */
    uint64_t number; /* of the line last read, from 1 */
    cli_bytes buffer;
    size_t start;   /* of the next line in the buffer */
    size_t scanned; /* up to here the buffer has no line feed after start */
    bool at_end;
    bool skipping;  /* in a line that is too long */
    bool no_memory; /* why a file was broken, if so */
} line_reader;

/*
 * Opens a file, or stdin for "-". Lines of more than `longest` bytes, at most INPUT_LIMIT, are too long.
 * Reports and returns false when it cannot. Close with lines_close.
 */
bool lines_open(line_reader *lines, const char *path, size_t longest, FILE *flush);

/* The next line without its line feed; it lasts until the next call. The last may lack a line feed. */
line_status lines_next(line_reader *lines, const char **line, size_t *len);

void lines_close(line_reader *lines);

/* Whether a line holds nothing but JSON's white space. */
bool line_is_blank(const char *line, size_t len);

/* ---- Folders ---- */

typedef struct path_list {
    char **items;
    size_t count;
    size_t capacity;
} path_list;

/*
 * Adds `path` itself if it is no folder; else every file under it whose name ends in `suffix`, in the
 * order of the names' bytes. Links to folders and names with a leading dot are passed over.
 * Reports and returns false when something cannot be read.
 */
bool paths_collect(path_list *paths, const char *path, const char *suffix);

void paths_free(path_list *paths);

#endif

/* Messages and the terminal: see print.h. */
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command.h"

void clean_line(char *line) {
    for (unsigned char *byte = (unsigned char *)line; *byte; byte++) {
        if (*byte < 0x20 || *byte == 0x7F) *byte = '?';
    }
}

static void print_line(const char *suffix, const char *format, va_list arguments) {
    char line[PRINT_ERROR_SIZE + 256];
    vsnprintf(line, sizeof line, format, arguments);
    clean_line(line);
    fprintf(stderr, "tptriage: %s%s\n", line, suffix);
}

void print_problem(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print_line("", format, arguments);
    va_end(arguments);
}

int print_usage_problem(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print_line("; try 'tptriage --help'", format, arguments);
    va_end(arguments);
    return STATUS_USAGE;
}

/* Appends to a NUL-terminated string in `size` bytes, cutting what does not fit. */
PRINT_FORMAT(3, 4) static void append(char *out, size_t size, const char *format, ...) {
    size_t len = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out + len, size - len, format, arguments);
    va_end(arguments);
}

void format_error(char *out, size_t size, const char *source, const tpt_error *error) {
    const char *named = error->source[0] ? error->source : source;
    out[0] = '\0';
    if (named[0]) append(out, size, "%s:", named);
    if (error->line) append(out, size, "%u:", (unsigned)error->line);
    if (error->line && error->column) append(out, size, "%u:", (unsigned)error->column);
    if (out[0]) append(out, size, " ");
    append(out, size, "%s", error->message[0] ? error->message : tpt_status_name(error->code));
    if (error->pointer[0]) append(out, size, " (%s)", error->pointer);
    clean_line(out);
}

void print_error(const char *source, const tpt_error *error) {
    char line[PRINT_ERROR_SIZE];
    format_error(line, sizeof line, source, error);
    print_problem("%s%s%s", line, error->hint[0] ? "; " : "", error->hint);
}

void print_json_string(const char *text) {
    tpt_write_json_string(text, TPT_NUL_TERMINATED, tpt_write_to_file, stdout);
}

bool print_in_color(color_mode mode) {
    if (mode != COLOR_AUTO) return mode == COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (no_color && *no_color) return false;
    if (!terminal || strcmp(terminal, "dumb") == 0) return false;
    return isatty(STDOUT_FILENO) == 1;
}

unsigned print_width(void) {
    struct winsize window;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_col > 80) return 80;
    return window.ws_col < 40 ? 40 : window.ws_col;
}

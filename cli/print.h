/*
 * Everything the command says on stderr, and what it says on stdout besides results. Messages are one
 * line, impersonal, and never repeat a person's text. Bytes that would steer a terminal are shown as '?'.
 */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <stddef.h>
#include <stdio.h>
#include <tptriage/tptriage.h>

#include "options.h"

#if defined(__GNUC__)
#define PRINT_FORMAT(text, first) __attribute__((format(printf, text, first)))
#else
#define PRINT_FORMAT(text, first)
#endif

/* "tptriage: MESSAGE" on stderr. */
void print_problem(const char *format, ...) PRINT_FORMAT(1, 2);

/* The same, with where to find help. Returns STATUS_USAGE, for callers that leave with it. */
int print_usage_problem(const char *format, ...) PRINT_FORMAT(1, 2);

/* "tptriage: SOURCE:LINE:COLUMN: MESSAGE (POINTER); HINT" on stderr; `source` where the error names none. */
void print_error(const char *source, const tpt_error *error);

/* The room that format_error needs for any error and most paths; longer ones are cut. */
#define PRINT_ERROR_SIZE 1536

/*
 * "SOURCE:LINE:COLUMN: MESSAGE (POINTER)", without the parts that the error does not have.
 *   source   stands in where the error names none; "" for none
 */
void format_error(char *out, size_t size, const char *source, const tpt_error *error);

/* Replaces control bytes by '?'. */
void clean_line(char *line);

/* Whether stdout takes colours, by --color, NO_COLOR and TERM. */
bool print_in_color(color_mode mode);

/* The columns of stdout's terminal, 40 to 80; 80 where it is none. */
unsigned print_width(void);

/* Writes a text to stdout as a JSON string. */
void print_json_string(const char *text);

#endif

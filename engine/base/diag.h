/* Filling a tpt_error, and from an offset to line and column. */
#ifndef TPT_BASE_DIAG_H
#define TPT_BASE_DIAG_H

#include <stdarg.h>

#include "tptriage/tptriage.h"

/* Clears *error, sets the code and a formatted message; error may be NULL. Returns the code. */
tpt_status tpt__error_set(tpt_error *error, tpt_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Copies into a fixed field, cut on a character boundary. */
void tpt__error_copy(char *field, size_t size, const char *text);

/* Line and column (1-based, column in code points) of a byte offset. */
void tpt__position(const char *text, size_t offset, uint32_t *line, uint32_t *column);

#endif

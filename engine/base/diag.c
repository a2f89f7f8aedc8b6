#include "base/diag.h"

#include <stdio.h>
#include <string.h>

/* Drops a UTF-8 sequence that was cut at the end. */
static void trim_cut_character(char *text) {
    size_t len = strlen(text), start = len;
    while (start && ((unsigned char)text[start - 1] & 0xC0) == 0x80) start--;
    if (!start) return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < needed) text[start - 1] = '\0';
}

void tpt__error_copy(char *field, size_t size, const char *text) {
    snprintf(field, size, "%s", text);
    trim_cut_character(field);
}

tpt_status tpt__error_set(tpt_error *error, tpt_status code, const char *format, ...) {
    if (!error) return code;
    memset(error, 0, sizeof *error);
    error->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    trim_cut_character(error->message);
    return code;
}

void tpt__position(const char *text, size_t offset, uint32_t *line, uint32_t *column) {
    uint32_t lines = 1, columns = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            lines++;
            columns = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            columns++;
        }
    }
    *line = lines;
    *column = columns;
}

const char *tpt_status_name(tpt_status status) {
    switch (status) {
    case TPT_OK: return "ok";
    case TPT_INCOMPLETE: return "incomplete";
    case TPT_CANCELLED: return "cancelled";
    case TPT_E_MEMORY: return "memory";
    case TPT_E_ARGUMENT: return "argument";
    case TPT_E_BUSY: return "busy";
    case TPT_E_BUFFER: return "buffer";
    case TPT_E_WRITE: return "write";
    case TPT_E_FILE: return "file";
    case TPT_E_JSON: return "json";
    case TPT_E_SCHEMA: return "schema";
    case TPT_E_REFERENCE: return "reference";
    case TPT_E_PATTERN: return "pattern";
    case TPT_E_VERSION: return "version";
    case TPT_E_INPUT: return "input";
    case TPT_E_TOO_LONG: return "too_long";
    case TPT_E_EXPECTATION: return "expectation";
    }
    return "unknown";
}

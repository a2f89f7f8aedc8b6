/* See limits.h. */
#include "limits.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "input.h"

typedef struct limit_row {
    const char *name;
    size_t at, width; /* of the field in cli_limits */
    uint64_t most;
} limit_row;

#define FIELD(name) offsetof(cli_limits, name), sizeof((cli_limits *)NULL)->name

static const limit_row rows[] = {{"text", FIELD(session.max_text_bytes), INPUT_LIMIT},
                                 {"steps", FIELD(session.max_steps), UINT64_MAX},
                                 {"confirms", FIELD(session.max_confirms), UINT64_MAX},
                                 {"match", FIELD(session.max_match), UINT32_MAX},
                                 {"match-depth", FIELD(session.max_match_depth), UINT32_MAX},
                                 {"match-heap", FIELD(session.max_match_heap_kib), UINT32_MAX},
                                 {"nesting", FIELD(session.max_nesting), 1000},
                                 {"line", FIELD(line), INPUT_LIMIT}};

const char limits_wanted[] = "NAME=NUMBER: text or line (up to 16777216 bytes), steps, confirms, match, "
                             "match-depth, match-heap (KiB), "
                             "nesting (up to 1000)";

static const limit_row *find(const char *name, size_t len) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0) return &rows[i];
    return NULL;
}

/* From 1 to `most`, in digits alone; 0 for anything else. */
static uint64_t read_number(const char *digits, uint64_t most) {
    uint64_t number = 0;
    for (; *digits; digits++) {
        if (*digits < '0' || *digits > '9') return 0;
        uint64_t digit = (uint64_t)(*digits - '0');
        if (number > (UINT64_MAX - digit) / 10) return 0;
        number = number * 10 + digit;
    }
    return number <= most ? number : 0;
}

static void store(cli_limits *limits, const limit_row *row, uint64_t number) {
    void *field = (char *)limits + row->at;
    if (row->width == sizeof(uint32_t)) *(uint32_t *)field = (uint32_t)number;
    else *(uint64_t *)field = number;
}

bool limits_take(cli_limits *limits, const char *value) {
    size_t len = strcspn(value, "=");
    const limit_row *row = value[len] ? find(value, len) : NULL;
    uint64_t number = row ? read_number(value + len + 1, row->most) : 0;
    if (number) store(limits, row, number);
    return number != 0;
}

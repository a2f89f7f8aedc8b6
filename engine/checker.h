/* What the parts of the check of a case share. */
#ifndef TPT_CHECKER_H
#define TPT_CHECKER_H

#include <string.h>

#include "base/json.h"
#include "report/result.h"

typedef struct checker {
    const tpt_result *r;
    const tpt__json *json;
    size_t *failures;
    void (*report)(const char *message, void *context);
    void *context;
    tpt_error *error;
} checker;

/* A failed expectation: `format` has two %s. */
void tpt__check_failed(checker *c, const char *format, const char *what, const char *got);

/* An expectation that is not of the form; returns the error. */
tpt_status tpt__check_malformed(checker *c, const tpt__json_node *node, const char *what);

/* Is a member of "expect" what it must be, an object or a list of strings? Returns the error. */
tpt_status tpt__check_shape(checker *c, const tpt__json_node *node, tpt__json_type type);

/* Does one of a list of names fit? */
bool tpt__check_any(checker *c, const tpt__json_node *list, bool (*fits)(const checker *c, const char *id));

/*
 * The members of "expect": each knows those of one part of the answer. TPT__NOT_MINE for a member of another part.
 * check_answer.c: urgency, flags, conditions, areas, therapies, criteria, questions; check_reading.c: findings, facts, words.
 */
#define TPT__NOT_MINE ((tpt_status)-1)
tpt_status tpt__check_answer(checker *c, const tpt__json_node *node);
tpt_status tpt__check_reading(checker *c, const tpt__json_node *node);

#endif

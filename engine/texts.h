/* A column of texts in the layout of Apache Arrow: checked as a whole before the first row is read. */
#ifndef TPT_TEXTS_H
#define TPT_TEXTS_H

#include "tptriage/tptriage.h"

/* Copies what the caller filled of `given`, and checks that every row lies within the data; TPT_E_ARGUMENT names the row. */
tpt_status tpt__texts_check(const tpt_texts *given, tpt_texts *out, tpt_error *error);

/* A row of a checked column; false where it is null, and then of no length. */
bool tpt__texts_row(const tpt_texts *texts, size_t row, const char **text, size_t *len);

#endif

#include "texts.h"

#include <string.h>

#include "base/diag.h"

static int64_t offset_at(const tpt_texts *texts, size_t at) {
    at += texts->first;
    return texts->offsets64 ? texts->offsets64[at] : texts->offsets32[at];
}

static tpt_status check_shape(const tpt_texts *texts, tpt_error *error) {
    if (!texts->offsets32 == !texts->offsets64)
        return tpt__error_set(error, TPT_E_ARGUMENT, "one of offsets32 and offsets64 must be given");
    if (texts->first > SIZE_MAX / sizeof(int64_t) - 1 ||
        texts->count > SIZE_MAX / sizeof(int64_t) - 1 - texts->first)
        return tpt__error_set(error, TPT_E_ARGUMENT, "first and count are beyond all memory");
    if (!texts->data && texts->data_len) return tpt__error_set(error, TPT_E_ARGUMENT, "the data is NULL");
    return TPT_OK;
}

/* Null rows too: Arrow wants their offsets in order like all others. */
static tpt_status check_offsets(const tpt_texts *texts, tpt_error *error) {
    int64_t start = offset_at(texts, 0);
    if (start < 0) return tpt__error_set(error, TPT_E_ARGUMENT, "the first offset is below zero");
    for (size_t i = 0; i < texts->count; i++) {
        int64_t end = offset_at(texts, i + 1);
        if (end < start) return tpt__error_set(error, TPT_E_ARGUMENT, "row %zu ends before it begins", i);
        if ((uint64_t)end > texts->data_len)
            return tpt__error_set(error, TPT_E_ARGUMENT, "row %zu ends beyond the data", i);
        start = end;
    }
    return TPT_OK;
}

tpt_status tpt__texts_check(const tpt_texts *given, tpt_texts *out, tpt_error *error) {
    *out = (tpt_texts)TPT_TEXTS_INIT;
    memcpy(out, given, given->size < sizeof *out ? given->size : sizeof *out);
    if (!out->count) return TPT_OK; /* an empty column of Arrow may have no buffers at all */
    tpt_status status = check_shape(out, error);
    return status == TPT_OK ? check_offsets(out, error) : status;
}

bool tpt__texts_row(const tpt_texts *texts, size_t row, const char **text, size_t *len) {
    size_t bit = texts->first + row;
    *text = "";
    *len = 0;
    if (texts->validity && !(texts->validity[bit / 8] >> bit % 8 & 1)) return false;
    int64_t start = offset_at(texts, row);
    *len = (size_t)(offset_at(texts, row + 1) - start);
    if (*len) *text = texts->data + start;
    return true;
}

/* One record and its answer: what stands between reading a line and writing one. */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "records.h"

typedef struct answer {
    cli_bytes line;  /* the record */
    uint64_t number; /* of its line */
    bool too_long;   /* it was not kept */
    cli_bytes out;   /* the answer, with its line feed */
    tpt_status status;
    bool is_done; /* of the pool */
} answer;

/* Answers the record; what went wrong becomes the answer. Only memory can fail: then `out` is empty. */
void answer_find(answer *a, records_worker *worker, records_process process);

void answer_free(answer *a);

#endif

/*
 * Answers found by many threads and written in order. One thread reads (the caller), `jobs` threads answer, one writes. Between
 * them is a ring with room for a few answers each, so that memory stays flat however long the run.
 */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include "answer.h"

typedef struct pool pool;

/* Writes an answer; false when no more can be written. Called by one thread, in order. */
typedef bool (*pool_write)(void *context, const answer *a);

/* Starts the threads, a session each. NULL when that fails, which is reported. */
pool *pool_start(const cli_options *options, const tpt_ruleset *ruleset, records_process process,
                 pool_write write, void *context);

/* The next free answer, to be filled and given to pool_add. NULL when writing has failed: stop then. */
answer *pool_next(pool *p);
void pool_add(pool *p);

/* Waits until all is answered and written, and frees the pool. False when writing has failed. */
bool pool_end(pool *p);

#endif

#define _POSIX_C_SOURCE 200809L
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "interrupt.h"
#include "print.h"

#define ROOM_EACH 8 /* answers of the ring for each thread: enough that none waits for a slow neighbour */

struct pool {
    const cli_options *options;
    const tpt_ruleset *ruleset;
    records_process process;
    pool_write write;
    void *context;

    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t work;  /* a record was added, or the run ends */
    pthread_cond_t done;  /* an answer was found, or the run ends */
    pthread_cond_t room;  /* an answer was written */
    answer *ring;
    uint64_t size, added, taken, written; /* counts; added - written is at most size */
    bool closed, failed;

    pthread_t writer, *workers;
    records_worker *sessions;
    unsigned started;
};

static answer *at(const pool *p, uint64_t index) { return &p->ring[index % p->size]; }

/* ---- The threads ---- */

static answer *take(pool *p) {
    answer *taken = NULL;
    pthread_mutex_lock(&p->lock);
    while (p->taken == p->added && !p->closed) pthread_cond_wait(&p->work, &p->lock);
    if (p->taken < p->added) taken = at(p, p->taken++);
    pthread_mutex_unlock(&p->lock);
    return taken;
}

typedef struct worker_start {
    pool *pool;
    records_worker *worker;
} worker_start;

static void *work(void *context) {
    worker_start start = *(worker_start *)context;
    free(context);
    for (answer *a; (a = take(start.pool));) {
        answer_find(a, start.worker, start.pool->process);
        pthread_mutex_lock(&start.pool->lock);
        a->is_done = true;
        pthread_cond_signal(&start.pool->done);
        pthread_mutex_unlock(&start.pool->lock);
    }
    return NULL;
}

/* The oldest answer once it is found; NULL when there will be no more. */
static answer *oldest(pool *p) {
    pthread_mutex_lock(&p->lock);
    for (;;) {
        bool any = p->written < p->added;
        if ((any && at(p, p->written)->is_done) || (!any && p->closed)) break;
        pthread_cond_wait(&p->done, &p->lock);
    }
    answer *found = p->written < p->added ? at(p, p->written) : NULL;
    pthread_mutex_unlock(&p->lock);
    return found;
}

static void *write_all(void *context) {
    pool *p = context;
    bool good = true;
    for (answer *a; (a = oldest(p));) {
        good = good && p->write(p->context, a);
        pthread_mutex_lock(&p->lock);
        a->is_done = false;
        p->written++;
        p->failed = !good;
        pthread_cond_signal(&p->room);
        pthread_mutex_unlock(&p->lock);
    }
    return NULL;
}

/* ---- The pool ---- */

static void close_pool(pool *p) {
    pthread_mutex_lock(&p->lock);
    p->closed = true;
    pthread_cond_broadcast(&p->work);
    pthread_cond_broadcast(&p->done);
    pthread_mutex_unlock(&p->lock);
}

static void free_pool(pool *p) {
    for (uint64_t i = 0; p->ring && i < p->size; i++) answer_free(&p->ring[i]);
    for (unsigned i = 0; p->sessions && i < p->options->jobs; i++) {
        tpt_session_free(p->sessions[i].session);
        bytes_free(&p->sessions[i].scratch);
    }
    pthread_cond_destroy(&p->room);
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->work);
    pthread_mutex_destroy(&p->lock);
    free(p->ring);
    free(p->sessions);
    free(p->workers);
    free(p);
}

static bool start_worker(pool *p, unsigned index) {
    tpt_error error = {0};
    tpt_options options = p->options->limits.session;
    options.explain = p->options->explain;
    records_worker *worker = &p->sessions[index];
    worker->options = p->options;
    if (tpt_session_new(&worker->session, p->ruleset, &options, &error) != TPT_OK) {
        print_error("", &error);
        return false;
    }
    worker_start *start = malloc(sizeof *start);
    if (!start) return false;
    *start = (worker_start){p, worker};
    if (pthread_create(&p->workers[index], NULL, work, start) != 0) {
        free(start);
        return false;
    }
    p->started++;
    return true;
}

static bool start_all(pool *p) {
    if (!p->ring || !p->sessions || !p->workers) return false;
    for (unsigned i = 0; i < p->options->jobs; i++)
        if (!start_worker(p, i)) return false;
    return pthread_create(&p->writer, NULL, write_all, p) == 0;
}

static void join_workers(pool *p) {
    for (unsigned i = 0; i < p->started; i++) pthread_join(p->workers[i], NULL);
}

pool *pool_start(const cli_options *options, const tpt_ruleset *ruleset, records_process process,
                 pool_write write, void *context) {
    pool *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    *p = (pool){.options = options,
                .ruleset = ruleset,
                .process = process,
                .write = write,
                .context = context,
                .size = (uint64_t)options->jobs * ROOM_EACH};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    pthread_cond_init(&p->room, NULL);
    p->ring = calloc(p->size, sizeof *p->ring);
    p->sessions = calloc(options->jobs, sizeof *p->sessions);
    p->workers = calloc(options->jobs, sizeof *p->workers);
    interrupt_block();
    bool started = start_all(p);
    interrupt_unblock();
    if (started) return p;
    print_problem("cannot start %u jobs", options->jobs);
    close_pool(p);
    join_workers(p);
    free_pool(p);
    return NULL;
}

answer *pool_next(pool *p) {
    pthread_mutex_lock(&p->lock);
    while (p->added - p->written == p->size && !p->failed) pthread_cond_wait(&p->room, &p->lock);
    answer *next = p->failed ? NULL : at(p, p->added);
    pthread_mutex_unlock(&p->lock);
    return next;
}

void pool_add(pool *p) {
    pthread_mutex_lock(&p->lock);
    p->added++;
    pthread_cond_signal(&p->work);
    pthread_mutex_unlock(&p->lock);
}

bool pool_end(pool *p) {
    close_pool(p);
    join_workers(p);
    close_pool(p); /* the writer may have waited for the last answer */
    pthread_join(p->writer, NULL);
    bool good = !p->failed;
    free_pool(p);
    return good;
}

/*
 * Hot reload: new rules come into a program that goes on answering.
 *
 *   hot_reload FOLDER...      begins with the built-in rules, then goes on to those in each folder
 *
 * A ruleset must outlive its sessions, and only the program knows when the last of them is done. So the program
 * counts: a set of rules has one user for being the current one, and one for each worker with a session on it.
 * Who gives it back last frees it. Between two texts a worker looks whether the current rules are still its own.
 * Nobody waits for anybody: a call that is under way ends on the rules it began with.
 *
 * Rules that cannot be loaded change nothing. Loading is done by one thread, here the first.
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tptriage/tptriage.h>

#define WORKERS 4

static const char *const texts[] = {
    "stiff neck and headaches since I changed desks",
    "numb between my legs since yesterday and I can't pee",
    "low back ache from digging, eases when I lie down",
};

/* ---- The desk, where the current rules lie ---- */

/* One set of rules. All but `ruleset` belongs to the desk's lock. */
typedef struct rules {
    tpt_ruleset *ruleset;
    unsigned users;
    unsigned arrived; /* workers that have answered by it */
} rules;

typedef struct desk {
    pthread_mutex_t lock;
    pthread_cond_t arrival;
    rules *current;
    unsigned loaded, freed; /* sets of rules */
    unsigned wrong;         /* answers */
    bool closing;
} desk;

/* The current rules, with one more user. */
static rules *desk_take(desk *d) {
    pthread_mutex_lock(&d->lock);
    rules *taken = d->current;
    taken->users++;
    pthread_mutex_unlock(&d->lock);
    return taken;
}

/* Freed outside of the lock: nobody else can reach rules without users. NULL is accepted. */
static void desk_give_back(desk *d, rules *r) {
    if (!r) return;
    pthread_mutex_lock(&d->lock);
    bool last = --r->users == 0;
    if (last) d->freed++;
    pthread_mutex_unlock(&d->lock);
    if (!last) return;
    tpt_ruleset_free(r->ruleset);
    free(r);
}

/* Makes `ruleset` the current one; it is the desk's from now on. */
static bool desk_swap(desk *d, tpt_ruleset *ruleset) {
    rules *fresh = malloc(sizeof *fresh);
    if (!fresh) return false;
    *fresh = (rules){ruleset, 1, 0};
    pthread_mutex_lock(&d->lock);
    rules *old = d->current;
    d->current = fresh;
    d->loaded++;
    pthread_mutex_unlock(&d->lock);
    desk_give_back(d, old);
    return true;
}

/* ---- Workers ---- */

typedef struct worker {
    pthread_t thread;
    desk *desk;
    rules *rules; /* those of the session */
    tpt_session *session;
} worker;

/* Gives up the session first: rules outlive their sessions. */
static void leave(worker *w) {
    tpt_session_free(w->session);
    w->session = NULL;
    desk_give_back(w->desk, w->rules);
    w->rules = NULL;
}

/* Goes over to the current rules, if they are others. */
static bool catch_up(worker *w) {
    rules *now = desk_take(w->desk);
    if (now == w->rules) {
        desk_give_back(w->desk, now);
        return true;
    }
    leave(w);
    w->rules = now;
    return tpt_session_new(&w->session, now->ruleset, NULL, NULL) == TPT_OK;
}

/* Every answer names the rules that gave it. */
static bool answers_by(worker *w, const char *text) {
    const tpt_result *result;
    size_t len = 0;
    if (tpt_session_triage_text(w->session, text, TPT_NUL_TERMINATED, &result, NULL) != TPT_OK) return false;
    tpt_result_json(result, NULL, 0, &len);
    char *json = malloc(len + 1);
    bool right = json && tpt_result_json(result, json, len + 1, &len) == TPT_OK &&
                 strstr(json, tpt_ruleset_sha256(w->rules->ruleset));
    free(json);
    return right;
}

/* Notes an answer; true if there is more to do. */
static bool note(worker *w, bool right, bool first) {
    desk *d = w->desk;
    pthread_mutex_lock(&d->lock);
    if (!right) d->wrong++;
    if (first) w->rules->arrived++;
    bool more = !d->closing;
    pthread_cond_signal(&d->arrival);
    pthread_mutex_unlock(&d->lock);
    return more;
}

static void *work(void *context) {
    worker *w = context;
    bool more = true;
    for (unsigned i = 0; more; i++) {
        rules *before = w->rules;
        bool ready = catch_up(w);
        bool right = ready && answers_by(w, texts[i % (sizeof texts / sizeof *texts)]);
        more = note(w, right, w->rules != before);
    }
    leave(w);
    return NULL;
}

/* ---- The first thread: loads, swaps, looks on ---- */

static bool load(desk *d, const char *folder) {
    tpt_ruleset *ruleset = NULL;
    tpt_error error = {0};
    tpt_status status = folder ? tpt_ruleset_new_from_path(&ruleset, folder, NULL, &error)
                               : tpt_ruleset_new_embedded(&ruleset, NULL, &error);
    if (status != TPT_OK) {
        printf("kept what there was: %s: %s\n", tpt_status_name(status), error.message);
        return false;
    }
    printf("now %s %s\n", tpt_ruleset_id(ruleset), tpt_ruleset_version(ruleset));
    if (desk_swap(d, ruleset)) return true;
    tpt_ruleset_free(ruleset);
    return false;
}

/* Until each worker has answered by the current rules: only for the show, a program goes its way. */
static void await_all(desk *d) {
    pthread_mutex_lock(&d->lock);
    while (d->current->arrived < WORKERS) pthread_cond_wait(&d->arrival, &d->lock);
    pthread_mutex_unlock(&d->lock);
}

static void close_desk(desk *d) {
    pthread_mutex_lock(&d->lock);
    d->closing = true;
    pthread_mutex_unlock(&d->lock);
}

int main(int argc, char **argv) {
    desk d = {.lock = PTHREAD_MUTEX_INITIALIZER, .arrival = PTHREAD_COND_INITIALIZER};
    worker workers[WORKERS];
    if (!load(&d, NULL)) return 1;
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (worker){.desk = &d};
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) return 1;
    }
    await_all(&d);
    for (int i = 1; i < argc; i++) {
        if (load(&d, argv[i])) await_all(&d);
    }
    close_desk(&d);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers[i].thread, NULL);
    desk_give_back(&d, d.current);
    printf("%u wrong answers, %u sets of rules loaded, %u freed\n", d.wrong, d.loaded, d.freed);
    return d.wrong == 0 && d.loaded == d.freed ? 0 : 1;
}

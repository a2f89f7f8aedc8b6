#define _POSIX_C_SOURCE 200809L
#include "interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof *SIGNALS };

/* A handler can reach nothing but this. */
static volatile sig_atomic_t signal_that_came;

static void note(int number) { signal_that_came = number; }

void interrupt_catch(void) {
    struct sigaction action = {.sa_handler = note,
                               .sa_flags = (int)SA_RESETHAND}; /* no SA_RESTART: reading breaks off */
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        struct sigaction before;
        if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue; /* nohup */
        sigaction(SIGNALS[i], &action, NULL);
    }
}

bool interrupt_came(void) { return signal_that_came != 0; }

void interrupt_obey(void) {
    if (!signal_that_came) return;
    signal(signal_that_came, SIG_DFL);
    raise(signal_that_came);
}

static void mask(int how) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) sigaddset(&set, SIGNALS[i]);
    pthread_sigmask(how, &set, NULL);
}

void interrupt_block(void) { mask(SIG_BLOCK); }

void interrupt_unblock(void) { mask(SIG_UNBLOCK); }

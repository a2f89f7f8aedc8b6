/* One ruleset, many threads, a session each: every answer is the one that a single thread gives. */
#include <pthread.h>

#include "embedded_session.h"

#define THREADS 6
#define ROUNDS 4

static const char *const TEXTS[] = {
    "stiff neck and headaches, no fever",
    "Numb between my legs since yesterday and I can't pee",
    "my mum has fibromyalgia; my right wrist tingles at night, 3 weeks now",
    "worst headache of my life, came on in seconds",
    "low back ache from digging, eases when I lie down",
    "siatica down the left leg to the foot, on warfarin",
};
static char *alone[COUNT_OF(TEXTS)]; /* what one thread answers */

typedef struct visitor {
    pthread_t thread;
    unsigned number;
    unsigned wrong;
} visitor;

/* No cmocka in here: it jumps. */
static void *visit(void *context) {
    visitor *v = context;
    tpt_session *own = NULL;
    v->wrong = tpt_session_new(&own, rules, NULL, NULL) != TPT_OK;
    for (unsigned i = 0; own && i < ROUNDS * COUNT_OF(TEXTS); i++) {
        unsigned which = (i + v->number) % COUNT_OF(TEXTS);
        char *answer = triage_json(own, TEXTS[which]);
        if (strcmp(answer, alone[which]) != 0) v->wrong++;
        free(answer);
    }
    tpt_session_free(own);
    return NULL;
}

static void test_same_answers(void **state) {
    (void)state;
    visitor visitors[THREADS];
    for (unsigned i = 0; i < COUNT_OF(TEXTS); i++) alone[i] = triage_json(session, TEXTS[i]);
    for (unsigned i = 0; i < THREADS; i++) {
        visitors[i] = (visitor){.number = i};
        assert_int_equal(pthread_create(&visitors[i].thread, NULL, visit, &visitors[i]), 0);
    }
    unsigned wrong = 0;
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(visitors[i].thread, NULL);
        wrong += visitors[i].wrong;
    }
    for (unsigned i = 0; i < COUNT_OF(TEXTS); i++) free(alone[i]);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_answers)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

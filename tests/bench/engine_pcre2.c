/* What a first draft does: PCRE2 with its JIT compiler, one phrase after the other. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "engine.h"

typedef struct loop {
    pcre2_code **codes;
    size_t count;
    pcre2_match_data *match;
} loop;

static void loop_close(void *self) {
    loop *engine = self;
    for (size_t i = 0; i < engine->count; i++) pcre2_code_free(engine->codes[i]);
    pcre2_match_data_free(engine->match);
    free(engine->codes);
    free(engine);
}

static pcre2_code *compile(const char *regex) {
    int error;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, PCRE2_CASELESS | PCRE2_UTF,
                                     &error, &at, NULL);
    if (code && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0) return code;
    pcre2_code_free(code);
    return NULL;
}

static void *loop_open(const char *const *regexes, size_t count) {
    loop *engine = calloc(1, sizeof *engine);
    if (!engine) return NULL;
    engine->codes = calloc(count, sizeof *engine->codes);
    engine->match = pcre2_match_data_create(1, NULL);
    while (engine->codes && engine->match && engine->count < count) {
        engine->codes[engine->count] = compile(regexes[engine->count]);
        if (!engine->codes[engine->count]) break;
        engine->count++;
    }
    if (engine->count == count) return engine;
    loop_close(engine);
    return NULL;
}

static size_t loop_scan(void *self, const char *text, size_t len, uint32_t *found) {
    loop *engine = self;
    size_t count = 0;
    for (size_t i = 0; i < engine->count; i++)
        if (pcre2_jit_match(engine->codes[i], (PCRE2_SPTR)text, len, 0, 0, engine->match, NULL) >= 0)
            found[count++] = (uint32_t)i;
    return count;
}

const bench_engine bench_pcre2 = {"PCRE2 loop", loop_open, loop_scan, loop_close};

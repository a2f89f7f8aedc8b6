/*
 * Other engines, as the benchmark sees them: compile all phrases once, then say which of them stand in a text. Each engine is a
 * file of its own; one whose library is not on this machine is left out.
 */
#ifndef TPT_BENCH_ENGINE_H
#define TPT_BENCH_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bench_engine {
    const char *name;
    /* Compiles the regular expressions, caseless, for texts in UTF-8; NULL if it will not. They are borrowed. */
    void *(*open)(const char *const *regexes, size_t count);
    /* Writes the number of each regex that matches into `found` (room for all), once each, in any order; returns how many. */
    size_t (*scan)(void *self, const char *text, size_t len, uint32_t *found);
    void (*close)(void *self);
} bench_engine;

extern const bench_engine bench_hyperscan, bench_re2, bench_pcre2;

#ifdef __cplusplus
}
#endif

#endif

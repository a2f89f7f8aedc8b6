/* Hyperscan in block mode: one pass over the text for all phrases. */
#include <hs.h>
#include <stdlib.h>

#include "engine.h"

typedef struct hyperscan {
    hs_database_t *database;
    hs_scratch_t *scratch;
} hyperscan;

typedef struct finds {
    uint32_t *items;
    size_t count;
} finds;

static void hyperscan_close(void *self) {
    hyperscan *engine = self;
    hs_free_scratch(engine->scratch);
    hs_free_database(engine->database);
    free(engine);
}

static hs_error_t compile(const char *const *regexes, size_t count, hs_database_t **out) {
    unsigned *flags = calloc(count, sizeof *flags), *ids = calloc(count, sizeof *ids);
    hs_compile_error_t *error = NULL;
    hs_error_t status = HS_NOMEM;
    for (size_t i = 0; flags && ids && i < count; i++) {
        flags[i] = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH | HS_FLAG_UTF8;
        ids[i] = (unsigned)i;
    }
    if (flags && ids)
        status = hs_compile_multi(regexes, flags, ids, (unsigned)count, HS_MODE_BLOCK, NULL, out, &error);
    hs_free_compile_error(error);
    free(flags);
    free(ids);
    return status;
}

static void *hyperscan_open(const char *const *regexes, size_t count) {
    hyperscan *engine = calloc(1, sizeof *engine);
    if (!engine) return NULL;
    if (compile(regexes, count, &engine->database) == HS_SUCCESS &&
        hs_alloc_scratch(engine->database, &engine->scratch) == HS_SUCCESS)
        return engine;
    hyperscan_close(engine);
    return NULL;
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *context) {
    finds *found = context;
    (void)from;
    (void)to;
    (void)flags;
    found->items[found->count++] = id;
    return 0;
}

static size_t hyperscan_scan(void *self, const char *text, size_t len, uint32_t *found) {
    hyperscan *engine = self;
    finds all = {found, 0};
    hs_scan(engine->database, text, (unsigned)len, 0, engine->scratch, on_match, &all);
    return all.count;
}

const bench_engine bench_hyperscan = {"Hyperscan", hyperscan_open, hyperscan_scan, hyperscan_close};

/* A ruleset: the bundle of the frozen tables of every stage. Immutable once loaded; shared by threads. */
#ifndef TPT_REASON_RULESET_H
#define TPT_REASON_RULESET_H

#include <stdatomic.h>

#include "match/matcher.h"
#include "reason/rules.h"

typedef struct tpt__case_text {
    const char *text;
    size_t len;
} tpt__case_text;

/* A pack of the ruleset, or one that it extends. */
typedef struct tpt__pack_info {
    const char *id, *version;
    char sha256[65];
} tpt__pack_info;

/* An id that a pack has retired: a form that still gives it is told so. */
typedef struct tpt__retired_id {
    const char *id, *since, *instead; /* instead: "" where nothing takes its place */
} tpt__retired_id;

struct tpt_ruleset {
    tpt__arena arena;
    const char *title, *language;
    TPT__VEC(tpt__pack_info) packs; /* the lowest first */
    tpt__match_tables match;
    tpt__lexicon lexicon;
    tpt__rules rules;
    /* ids of an intake → index */
    tpt__map site_ids, finding_ids, fact_ids, input_ids, flag_ids, condition_ids, area_ids, therapy_ids;
    TPT__VEC(tpt__retired_id) retired;
    TPT__VEC(tpt__case_text) cases;
    tpt__json_piece json_tail; /* how every answer ends: packs, engine, disclaimer */
    size_t max_text_bytes;
    atomic_uint sessions; /* on it, now: the one thing that changes, and no answer depends on it */
};

#endif

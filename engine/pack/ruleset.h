/* A ruleset: the bundle of the frozen tables of every stage. Immutable once loaded; shared by threads. */
#ifndef TPT_PACK_RULESET_H
#define TPT_PACK_RULESET_H

#include "match/matcher.h"
#include "reason/rules.h"

typedef struct tpt__case_text {
    const char *text;
    size_t len;
} tpt__case_text;

struct tpt_ruleset {
    tpt__arena arena;
    const char *id, *version, *title, *language;
    char sha256[65];
    tpt__match_tables match;
    tpt__lexicon lexicon;
    tpt__rules rules;
    /* ids of an intake → index */
    tpt__map site_ids, finding_ids, fact_ids, input_ids, flag_ids, condition_ids, area_ids, therapy_ids;
    TPT__VEC(tpt__case_text) cases;
    TPT__VEC(const char *) lint; /* what the linter has to say, found while loading */
    size_t max_text_bytes;
};

/* Loads a pack's files into an empty ruleset whose arena is set up. Fills *error (may be NULL). */
tpt_status tpt__pack_load(tpt_ruleset *ruleset, const tpt_pack_file *files, size_t count, tpt_error *error);

/* Reads a folder's *.json and *.jsonl into the arena, in the order of their paths. */
tpt_status tpt__pack_read_folder(tpt__arena *arena, const char *path, tpt_pack_file **files, size_t *count, tpt_error *error);

#endif

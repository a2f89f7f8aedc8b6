/* The assert stage: from mentions to findings. */
#ifndef TPT_ASSERT_ASSERT_H
#define TPT_ASSERT_ASSERT_H

#include "assert/items.h"

/* Reads a matched text; `scene` receives findings and facts, and lives in `arena`. */
void tpt__assert_read(tpt__arena *arena, const tpt__lexicon *lexicon, const tpt__match_tables *tables,
                      const tpt__document *doc, const tpt__match_result *match, tpt__scene *scene);

/* What the text says of a span that somebody else found. */
typedef struct tpt__judgement {
    tpt__status status;
    bool negated, possible, historical, hypothetical, other; /* the axes of ConText */
    uint32_t cue_first, cue_last;                            /* tokens; equal: no cue */
    uint32_t scope_first, scope_last;
} tpt__judgement;

/* Judges `count` spans of tokens, in their order. The judgements live in `arena`. */
tpt__judgement *tpt__assert_spans(tpt__arena *arena, const tpt__lexicon *lexicon,
                                  const tpt__match_tables *tables, const tpt__document *doc,
                                  const tpt__match_result *match, const tpt__given *given, uint32_t count);

/*
 * Tokens that no lexicon knows, standing within two words of a place, a sensation or a word of intensity: what was not read.
 * Returns how many, with their numbers in `*out`.
 */
uint32_t tpt__assert_unread(const tpt__scene *scene, uint32_t **out);

#endif

/* The assert stage: from mentions to findings. */
#ifndef TPT_ASSERT_ASSERT_H
#define TPT_ASSERT_ASSERT_H

#include "assert/items.h"

/* Reads a matched text; `scene` receives findings and facts, and lives in `arena`. */
void tpt__assert_read(tpt__arena *arena, const tpt__lexicon *lexicon, const tpt__match_tables *tables,
                      const tpt__document *doc, const tpt__match_result *match, tpt__scene *scene);

/*
 * Tokens that no lexicon knows, standing within two words of a place, a sensation or a word of intensity: what was not read.
 * Returns how many, with their numbers in `*out`.
 */
uint32_t tpt__assert_unread(const tpt__scene *scene, uint32_t **out);

#endif

/* Cues and how far they reach: what status.c and persons.c share. */
#ifndef TPT_ASSERT_SCOPE_H
#define TPT_ASSERT_SCOPE_H

#include "assert/items.h"

#define TPT__SCOPE_MOST                                                                                      \
    200 /* tokens that a cue can reach, one way: no list of denials is longer, a runaway sentence may be */
#define TPT__LIST_ITEM_MOST 8 /* words of one item of a list up to what it names; as many may follow */

typedef struct tpt__scope {
    uint32_t first, last; /* tokens, last exclusive */
} tpt__scope;

const tpt__cue *tpt__cue_of(const tpt__scene *scene, const tpt__item *item);

bool tpt__is_cue(const tpt__scene *scene, const tpt__item *item, tpt__cue_kind kind);

/* Can a cue deny the item? Heads, attributes, operators and measures it can; only the first three open a list of what is denied. */
bool tpt__is_deniable(const tpt__scene *scene, const tpt__item *item);

/* A function, or an idiom of the loss of one. */
bool tpt__is_loss_when_denied(const tpt__scene *scene, const tpt__item *item);

bool tpt__terminator_at(const tpt__scene *scene, uint32_t token);

/* The word classes of a token: TPT__WORD_… */
uint16_t tpt__classes_at(const tpt__scene *scene, uint32_t token);

/* Is the clause that begins at `token` one more item of the list that a cue of that kind covers? */
bool tpt__is_list_item(const tpt__scene *scene, uint32_t token, tpt__cue_kind kind);

/* The tokens that a cue covers. */
tpt__scope tpt__scope_of(const tpt__scene *scene, const tpt__item *item, const tpt__cue *cue);

#endif

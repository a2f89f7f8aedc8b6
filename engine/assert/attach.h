/*
 * What the parts of attachment share. A ladder: 4 in one phrase, 3 in one clause, 2 a neighbouring clause, 1 the topic.
 *
 *   sides.c       lists of places, and which side each place is on
 *   sites.c       at which places something is felt
 *   spread.c      from where to where it goes
 *   operators.c   what governs a function ("can't", "fine")
 *   attributes.c  how bad, since when, how it began, what sets it off
 */
#ifndef TPT_ASSERT_ATTACH_H
#define TPT_ASSERT_ATTACH_H

#include "assert/items.h"

#define TPT__PHRASE_GAP 5    /* light words between a sensation and its site, in one phrase */
#define TPT__OPERAND_MOST 64 /* tokens that an operand can span, gaps and all */
#define TPT__START_STEPS 4   /* heads looked over for where a pain starts, or what lends it a place */

/* How a stretch of tokens parts what stands at its ends. */
typedef tpt__profile tpt__stretch;

/* What stands in the tokens first..last-1; the lead of `last` counts too, since it stands between. */
tpt__stretch tpt__read_stretch(const tpt__scene *scene, uint32_t first, uint32_t last);

tpt__item *tpt__item_or_null(tpt__scene *scene, uint32_t index);

/* Is it a head that is somewhere? */
bool tpt__wants_site(const tpt__scene *scene, const tpt__item *head);

/* Does a head hold its place in itself ("headache"), or has it been lent one? */
bool tpt__has_own_place(const tpt__item *head);

/* "numbness, tingling and pain in my feet": do two heads stand in one list? */
bool tpt__coordinated(const tpt__scene *scene, const tpt__item *a, const tpt__item *b);

/* The rung of the ladder on which a head has its best place; 0 where it has none. */
uint8_t tpt__best_rung(const tpt__item *head);

/* sites.c: puts a head at all places of a list. */
void tpt__attach_group(tpt__scene *scene, tpt__item *head, uint32_t group, uint8_t rung);

/* sides.c: lists of places, sides of places, sides of heads that hold their place themselves. */
void tpt__group_sites(tpt__scene *scene);
void tpt__attach_sides(tpt__scene *scene);
void tpt__read_side_of_heads(tpt__scene *scene, uint32_t side);
void tpt__read_pairs_of_heads(tpt__scene *scene);

/* spread.c: the way each place is told of, and what a head gets of it. */
void tpt__read_ways(tpt__scene *scene);
void tpt__give_ways(tpt__scene *scene, tpt__item *head);

#endif

/*
 * Layers: a pack that extends another. The files of both are in one list; those of the lower pack bear its path before their names
 * ("../msk/flags/head.json"). What the upper pack amends is put together before anything is declared, so no other loader knows of
 * layers (docs/rule-format.md, "A pack upon another").
 */
#ifndef TPT_PACK_LAYERS_H
#define TPT_PACK_LAYERS_H

#include "pack/loader.h"

#define TPT__MOST_LAYERS 8 /* packs one upon the other; more is a circle, or nobody's to understand */

/* Which pack each file is of, and its name within that pack. The files must be open. False if a pack below is not there. */
bool tpt__layers_find(tpt__loader *l);

/* Puts what upper packs amend together with what lower ones say, and takes away what they drop. */
void tpt__layers_merge(tpt__loader *l);

/* "extends" of a manifest, of the arena; NULL where it extends nothing, or is no JSON (which loading will tell). */
const char *tpt__layers_below(tpt__arena *arena, const tpt_pack_file *manifest);

#endif

/* The manifests of a pack and of those it extends: who it is, its language, its emergency numbers, its cases. */
#ifndef TPT_PACK_MANIFEST_H
#define TPT_PACK_MANIFEST_H

#include "pack/loader.h"

/* Lowest pack first, so that what is above has the last word. */
void tpt__load_manifests(tpt__loader *l);

/* Does a pack above the one of a case say that it holds no longer? The case is one object of JSON. */
bool tpt__skips_case(tpt__loader *l, uint32_t layer, const char *text, size_t len);

/* Warns of what is said to hold no longer and is no case; after all cases were asked for. */
void tpt__tell_unskipped(tpt__loader *l);

#endif

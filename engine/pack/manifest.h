/* The manifests of a pack and of those it extends: who it is, its language, its emergency numbers, its cases. */
#ifndef TPT_PACK_MANIFEST_H
#define TPT_PACK_MANIFEST_H

#include "pack/loader.h"

/* Lowest pack first, so that what is above has the last word. */
void tpt__load_manifests(tpt__loader *l);

/* The ids of cases of a pack that those above it say hold no longer. */
tpt__strings tpt__skipped_cases(tpt__loader *l, uint32_t layer);

#endif

/*
 * A frozen image of a loaded ruleset, which the build makes of the default pack (cmake/image.c): loading it is a copy and
 * some additions, where reading the pack is a hundred times as much.
 *
 *   moving   blocks with pointers in them, the ruleset first: copied into the arena, then each pointer is put right
 *   fixed    blocks without: used where they lie, so that their pages are shared and read only where they are needed
 *
 * A pointer is written as an offset: below moving_size into `moving`, else into `fixed`. All blocks begin on 8 bytes. Compiled
 * patterns are not among the blocks: they lie in `fixed` as bytes that PCRE2 takes back (match/pattern.h).
 *
 * An image is for the very engine that made it: `made_by` tells whose it is, and one of another is refused.
 */
#ifndef TPT_PACK_IMAGE_H
#define TPT_PACK_IMAGE_H

#include "reason/ruleset.h"

/* Which engine, on which machine: what must be the same for an image to fit. */
typedef struct tpt__image_maker {
    char version[16];
    uint32_t pointer_bytes, byte_order;
    uint64_t
        layout; /* a hash of the sizes of all structs of a ruleset, and of the word lists that it numbers */
} tpt__image_maker;

typedef struct tpt__image {
    tpt__image_maker made_by;
    const void *moving, *fixed;
    size_t moving_size, fixed_size;
    const uint32_t *pointers; /* where they stand in `moving`, in words of a pointer's size */
    size_t pointer_count;
    size_t patterns, patterns_size; /* compiled patterns: where in `fixed`, and how much */
} tpt__image;

tpt__image_maker tpt__image_this_maker(void);

/* Before a ruleset is written: gives up the room that its larger tables grew into. */
void tpt__image_fit(tpt_ruleset *ruleset);

/* The patterns of a ruleset, in order, in its arena. */
tpt__pattern **tpt__image_patterns(tpt_ruleset *ruleset);

/* Fills an empty ruleset whose arena is set up. TPT_E_VERSION with *error filled if the image does not fit. */
tpt_status tpt__image_load(tpt_ruleset *ruleset, const tpt__image *image, tpt_error *error);

#endif

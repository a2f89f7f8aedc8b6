/*
 * The default pack, built into the library: as a frozen image, or as its files sorted by path, as strcmp sorts them. The
 * definition is generated at build time from rules/msk, by cmake/image.c or cmake/embed.c. An uncounted NUL follows the bytes
 * of each file.
 */
#ifndef TPT_PACK_EMBEDDED_H
#define TPT_PACK_EMBEDDED_H

#include "pack/image.h"

typedef struct tpt__embedded {
    const tpt__image *image;    /* or NULL: the files are there */
    const tpt_pack_file *files; /* or NULL: the image is there */
    size_t file_count;
} tpt__embedded;

extern const tpt__embedded tpt__embedded_pack;

#endif

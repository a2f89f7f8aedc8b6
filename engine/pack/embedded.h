/*
 * The default pack, built into the library: its files sorted by path, as strcmp sorts them. The definition is
 * generated at build time from rules/msk by cmake/embed.c. An uncounted NUL follows the bytes of each file.
 */
#ifndef TPT_PACK_EMBEDDED_H
#define TPT_PACK_EMBEDDED_H

#include "tptriage/tptriage.h"

extern const tpt_pack_file tpt__embedded_pack[];
extern const size_t tpt__embedded_pack_count;

#endif

/* Loading packs: the only place that knows JSON rules. */
#ifndef TPT_PACK_PACK_H
#define TPT_PACK_PACK_H

#include "reason/ruleset.h"

/*
 * Loads a pack's files into an empty ruleset whose arena is set up. What only loading needs goes into `scratch`, to be freed
 * after it. Both arenas have the same trap. Fills *error (may be NULL).
 */
tpt_status tpt__pack_load(tpt_ruleset *ruleset, tpt__arena *scratch, const tpt_pack_file *files, size_t count,
                          tpt_error *error);

/* Loads them only to tell of all that is wrong or questionable in them, in the order of the pack. */
typedef void (*tpt__reporter)(const tpt_diagnostic *diagnostic, void *context);
void tpt__pack_look(tpt_ruleset *ruleset, tpt__arena *scratch, const tpt_pack_file *files, size_t count,
                    tpt__reporter report, void *context);

/* Reads a folder's *.json and *.jsonl into the arena, in the order of their paths. */
tpt_status tpt__pack_read_folder(tpt__arena *arena, const char *path, tpt_pack_file **files, size_t *count,
                                 tpt_error *error);

#endif

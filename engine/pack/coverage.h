/* Which rules the pack's own cases cover. */
#ifndef TPT_PACK_COVERAGE_H
#define TPT_PACK_COVERAGE_H

#include "reason/ruleset.h"

/* Counts the cases of every flag, condition, subtype, area and caution; in that order. The list lives in `arena`. */
typedef TPT__VEC(tpt_coverage) tpt__coverage_list;
tpt__coverage_list tpt__coverage(tpt__arena *arena, const tpt_ruleset *ruleset,
                                 void (*unknown)(const char *reference, void *context), void *context);

#endif

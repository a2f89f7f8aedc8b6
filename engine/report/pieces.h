/*
 * What the report says of a rule whatever the case, as JSON written ahead: an answer copies it and escapes nothing. The names and
 * the order of members are those of report/json.c, which writes what is left.
 */
#ifndef TPT_REPORT_PIECES_H
#define TPT_REPORT_PIECES_H

#include "reason/ruleset.h"

/* Fills every "json…" of a ruleset. All else is in. */
void tpt__report_freeze(tpt__arena *arena, tpt_ruleset *ruleset);

/* How a condition begins; `subtype` NULL: none fits. */
void tpt__write_condition_head(tpt__json_out *out, const tpt__condition_rule *rule,
                               const tpt__subtype *subtype);

#endif

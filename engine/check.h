/* Holding a result against what a case expects (docs/rule-format.md, "cases"). */
#ifndef TPT_CHECK_H
#define TPT_CHECK_H

#include "base/json.h"
#include "report/result.h"

tpt_status tpt__check(const tpt_result *result, const tpt__json *json, const tpt__json_node *expect,
                      size_t *failures, void (*report)(const char *message, void *context), void *context,
                      tpt_error *error);

#endif

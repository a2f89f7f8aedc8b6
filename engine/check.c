#include "check.h"

#include <stdio.h>

#include "base/diag.h"
#include "checker.h"

void tpt__check_failed(checker *c, const char *format, const char *what, const char *got) {
    char line[300];
    snprintf(line, sizeof line, format, what, got);
    (*c->failures)++;
    if (c->report) c->report(line, c->context);
}

tpt_status tpt__check_malformed(checker *c, const tpt__json_node *node, const char *what) {
    tpt_status status = tpt__error_set(c->error, TPT_E_EXPECTATION, "%s", what);
    tpt__json_locate(c->json, node, c->error);
    return status;
}

tpt_status tpt__check_shape(checker *c, const tpt__json_node *node, tpt__json_type type) {
    bool list = type == TPT__JSON_ARRAY;
    if (node->type != type)
        return tpt__check_malformed(c, node, list ? "a list is expected" : "an object is expected");
    for (const tpt__json_node *item = tpt__json_first(c->json, node); list && item;
         item = tpt__json_next(c->json, item))
        if (item->type != TPT__JSON_STRING) return tpt__check_malformed(c, item, "a string is expected");
    return TPT_OK;
}

bool tpt__check_any(checker *c, const tpt__json_node *list, bool (*fits)(const checker *c, const char *id)) {
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item))
        if (item->type == TPT__JSON_STRING && fits(c, item->text)) return true;
    return false;
}

/* A bare value would hold nothing to check, and so always pass. */
static bool is_bare(const tpt__json_node *node) {
    return node->type != TPT__JSON_ARRAY && node->type != TPT__JSON_OBJECT;
}

static tpt_status check_member(checker *c, const tpt__json_node *node) {
    if (is_bare(node)) return tpt__check_malformed(c, node, "a list or an object is expected");
    tpt_status status = tpt__check_answer(c, node);
    if (status == TPT__NOT_MINE) status = tpt__check_reading(c, node);
    return status == TPT__NOT_MINE ? tpt__check_malformed(c, node, "an unknown expectation") : status;
}

tpt_status tpt__check(const tpt_result *result, const tpt__json *json, const tpt__json_node *expect,
                      size_t *failures, void (*report)(const char *message, void *context), void *context,
                      tpt_error *error) {
    checker c = {result, json, failures, report, context, error};
    *failures = 0;
    if (!expect || expect->type != TPT__JSON_OBJECT || expect->child == TPT__NONE)
        return tpt__error_set(error, TPT_E_EXPECTATION,
                              "a case needs an \"expect\" object that expects something");
    for (const tpt__json_node *node = tpt__json_first(json, expect); node;
         node = tpt__json_next(json, node)) {
        tpt_status status = check_member(&c, node);
        if (status != TPT_OK) return status;
    }
    return TPT_OK;
}

#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"

typedef struct checker {
    const tpt_result *r;
    const tpt__json *json;
    size_t *failures;
    void (*report)(const char *message, void *context);
    void *context;
    tpt_error *error;
} checker;

static void failed(checker *c, const char *format, const char *what, const char *got) {
    char line[300];
    snprintf(line, sizeof line, format, what, got);
    (*c->failures)++;
    if (c->report) c->report(line, c->context);
}

static bool flag_is(const checker *c, const char *id, bool unclear, tpt__level least) {
    for (uint32_t i = 0; i < c->r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &c->r->outcome.flags.items[i];
        if (strcmp(c->r->ruleset->rules.flags.items[hit->flag].id, id) == 0 && hit->unclear == unclear &&
            hit->level >= least)
            return true;
    }
    return false;
}

static bool listed_condition(const checker *c, const char *id, uint32_t first) {
    for (uint32_t i = 0; i < c->r->outcome.conditions.count && i < first; i++)
        if (strcmp(c->r->ruleset->rules.conditions.items[c->r->outcome.conditions.items[i].condition].id,
                   id) == 0)
            return true;
    return false;
}

static bool has_area(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.areas.count; i++)
        if (strcmp(c->r->ruleset->rules.areas.items[c->r->outcome.areas.items[i].area].id, id) == 0)
            return true;
    return false;
}

static void check_flag(checker *c, const char *id) {
    if (!flag_is(c, id, false, TPT__ROUTINE)) failed(c, "flag %s is not raised%s", id, "");
}

static void check_not_flag(checker *c, const char *id) {
    if (flag_is(c, id, false, TPT__URGENT)) failed(c, "flag %s is raised%s", id, "");
}

static void check_unclear(checker *c, const char *id) {
    if (!flag_is(c, id, true, TPT__INSUFFICIENT)) failed(c, "flag %s is not unclear%s", id, "");
}

static void check_condition(checker *c, const char *id) {
    if (!listed_condition(c, id, UINT32_MAX)) failed(c, "condition %s is not listed%s", id, "");
}

static void check_not_condition(checker *c, const char *id) {
    if (listed_condition(c, id, UINT32_MAX)) failed(c, "condition %s is listed%s", id, "");
}

/* Lists of which every id must pass. */
static const struct {
    const char *key;
    void (*check)(checker *c, const char *id);
    size_t ids; /* which of the ruleset's ids it names */
} EACH[] = {
    {"flags", check_flag, offsetof(tpt_ruleset, flag_ids)},
    {"not_flags", check_not_flag, offsetof(tpt_ruleset, flag_ids)},
    {"unclear", check_unclear, offsetof(tpt_ruleset, flag_ids)},
    {"conditions", check_condition, offsetof(tpt_ruleset, condition_ids)},
    {"not_conditions", check_not_condition, offsetof(tpt_ruleset, condition_ids)},
};

static tpt_status malformed(checker *c, const tpt__json_node *node, const char *what) {
    tpt_status status = tpt__error_set(c->error, TPT_E_EXPECTATION, "%s", what);
    tpt__json_locate(c->json, node, c->error);
    return status;
}

static tpt_status check_each(checker *c, const tpt__json_node *list, size_t row) {
    const tpt__map *ids = (const tpt__map *)(const void *)((const char *)c->r->ruleset + EACH[row].ids);
    if (list->type != TPT__JSON_ARRAY) return malformed(c, list, "a list of ids is expected");
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        if (item->type != TPT__JSON_STRING || tpt__map_get(ids, item->text, item->len) == TPT__NONE)
            return malformed(c, item, "an id that the pack does not know");
        EACH[row].check(c, item->text);
    }
    return TPT_OK;
}

/* Lists of which one must fit. */
static bool any_fits(checker *c, const tpt__json_node *list, bool (*fits)(const checker *c, const char *id)) {
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item))
        if (item->type == TPT__JSON_STRING && fits(c, item->text)) return true;
    return false;
}

static bool urgency_is(const checker *c, const char *level) {
    return strcmp(tpt__level_names[c->r->outcome.level], level) == 0;
}

static bool top_is(const checker *c, const char *id) {
    return strcmp(id, "none") == 0 ? c->r->outcome.conditions.count == 0 : listed_condition(c, id, 1);
}

static void check_therapies(checker *c, const tpt__json_node *object) {
    static const char *const names[] = {"suggested", "caution", "avoid"};
    for (const tpt__json_node *list = tpt__json_first(c->json, object); list;
         list = tpt__json_next(c->json, list)) {
        for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
             item = tpt__json_next(c->json, item)) {
            const char *status = "not shown";
            for (uint32_t i = 0; i < c->r->outcome.therapies.count; i++) {
                const tpt__therapy_hit *hit = &c->r->outcome.therapies.items[i];
                if (item->text &&
                    strcmp(c->r->ruleset->rules.therapies.items[hit->therapy].id, item->text) == 0)
                    status = names[hit->advice];
            }
            bool fine = strcmp(list->key, "not_suggested") == 0 ? strcmp(status, "suggested") != 0
                                                                : strcmp(status, list->key) == 0;
            if (!fine) failed(c, "therapy %s is %s", item->text ? item->text : "?", status);
        }
    }
}

static bool finding_has(const checker *c, uint32_t rule, const char *status) {
    bool any = false;
    for (uint32_t i = 0; i < c->r->about.finding_count; i++) {
        const tpt__finding *finding = &c->r->about.findings[i];
        if (finding->rule != rule) continue;
        any = true;
        if (strcmp(tpt__status_names[finding->status], status) == 0) return true;
    }
    return strcmp(status, "none") == 0 && !any;
}

static tpt_status check_findings(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *item = tpt__json_first(c->json, object); item;
         item = tpt__json_next(c->json, item)) {
        uint32_t rule =
            item->key ? tpt__map_get(&c->r->ruleset->finding_ids, item->key, item->key_len) : TPT__NONE;
        if (rule == TPT__NONE || item->type != TPT__JSON_STRING)
            return malformed(c, item, "a finding's id with a status is expected");
        if (!finding_has(c, rule, item->text)) failed(c, "finding %s is not %s", item->key, item->text);
    }
    return TPT_OK;
}

static tpt_status check_member(checker *c, const tpt__json_node *node) {
    for (size_t i = 0; i < sizeof EACH / sizeof *EACH; i++)
        if (strcmp(EACH[i].key, node->key) == 0) return check_each(c, node, i);
    if (strcmp(node->key, "urgency") == 0) {
        if (!any_fits(c, node, urgency_is))
            failed(c, "urgency is %s%s", tpt__level_names[c->r->outcome.level], "");
    } else if (strcmp(node->key, "top") == 0) {
        if (!any_fits(c, node, top_is)) {
            const tpt__outcome *out = &c->r->outcome;
            failed(c, "the first condition is %s%s",
                   out->conditions.count
                       ? c->r->ruleset->rules.conditions.items[out->conditions.items[0].condition].id
                       : "none",
                   "");
        }
    } else if (strcmp(node->key, "areas") == 0) {
        if (!any_fits(c, node, has_area)) failed(c, "none of the areas is shown%s%s", "", "");
    } else if (strcmp(node->key, "therapies") == 0) {
        check_therapies(c, node);
    } else if (strcmp(node->key, "findings") == 0) {
        return check_findings(c, node);
    } else {
        return malformed(c, node, "an unknown expectation");
    }
    return TPT_OK;
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

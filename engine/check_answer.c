/* Expectations about the answer: urgency, flags, conditions, areas, therapies, criteria, questions. */
#include <stddef.h>

#include "checker.h"

/* Is it the rule's id, or one that it had before? */
static bool is_named(const tpt__map *ids, const char *id, uint32_t rule) {
    return tpt__map_get(ids, id, strlen(id)) == rule;
}

static bool flag_is(const checker *c, const char *id, bool unclear, tpt__level least) {
    for (uint32_t i = 0; i < c->r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &c->r->outcome.flags.items[i];
        if (is_named(&c->r->ruleset->flag_ids, id, hit->flag) && hit->unclear == unclear &&
            hit->level >= least)
            return true;
    }
    return false;
}

static bool listed_condition(const checker *c, const char *id, uint32_t first) {
    for (uint32_t i = 0; i < c->r->outcome.conditions.count && i < first; i++)
        if (is_named(&c->r->ruleset->condition_ids, id, c->r->outcome.conditions.items[i].condition))
            return true;
    return false;
}

static bool has_area(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.areas.count; i++)
        if (is_named(&c->r->ruleset->area_ids, id, c->r->outcome.areas.items[i].area)) return true;
    return false;
}

static void check_flag(checker *c, const char *id) {
    if (!flag_is(c, id, false, TPT__ROUTINE)) tpt__check_failed(c, "flag %s is not raised%s", id, "");
}

static void check_not_flag(checker *c, const char *id) {
    if (flag_is(c, id, false, TPT__URGENT)) tpt__check_failed(c, "flag %s is raised%s", id, "");
}

static void check_unclear(checker *c, const char *id) {
    if (!flag_is(c, id, true, TPT__INSUFFICIENT)) tpt__check_failed(c, "flag %s is not unclear%s", id, "");
}

static void check_condition(checker *c, const char *id) {
    if (!listed_condition(c, id, UINT32_MAX)) tpt__check_failed(c, "condition %s is not listed%s", id, "");
}

static void check_not_condition(checker *c, const char *id) {
    if (listed_condition(c, id, UINT32_MAX)) tpt__check_failed(c, "condition %s is listed%s", id, "");
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

/* Is it a list of ids that the pack has? */
static tpt_status check_ids(checker *c, const tpt__json_node *list, const tpt__map *ids) {
    tpt_status status = tpt__check_shape(c, list, TPT__JSON_ARRAY);
    if (status != TPT_OK) return status;
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item))
        if (tpt__map_get(ids, item->text, item->len) == TPT__NONE)
            return tpt__check_malformed(c, item, "an id that the pack does not know");
    return TPT_OK;
}

static tpt_status check_each(checker *c, const tpt__json_node *list, size_t row) {
    const tpt__map *ids = (const tpt__map *)(const void *)((const char *)c->r->ruleset + EACH[row].ids);
    tpt_status status = check_ids(c, list, ids);
    if (status != TPT_OK) return status;
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item))
        EACH[row].check(c, item->text);
    return TPT_OK;
}

static bool urgency_is(const checker *c, const char *level) {
    return strcmp(tpt__level_names[c->r->outcome.level], level) == 0;
}

static bool top_is(const checker *c, const char *id) {
    return strcmp(id, "none") == 0 ? c->r->outcome.conditions.count == 0 : listed_condition(c, id, 1);
}

static const char *const ADVICE[] = {"suggested", "caution", "avoid", "not_suggested", NULL};

static const char *advice_on(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.therapies.count; i++) {
        const tpt__therapy_hit *hit = &c->r->outcome.therapies.items[i];
        if (is_named(&c->r->ruleset->therapy_ids, id, hit->therapy)) return ADVICE[hit->advice];
    }
    return "not shown";
}

static tpt_status check_advice(checker *c, const tpt__json_node *list) {
    bool known = false;
    for (size_t i = 0; ADVICE[i]; i++) known = known || strcmp(ADVICE[i], list->key) == 0;
    if (!known) return tpt__check_malformed(c, list, "an unknown expectation of therapies");
    tpt_status status = check_ids(c, list, &c->r->ruleset->therapy_ids);
    if (status != TPT_OK) return status;
    bool must = strcmp(list->key, "not_suggested") != 0;
    const char *advice = must ? list->key : "suggested";
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        const char *is = advice_on(c, item->text);
        if ((strcmp(is, advice) == 0) != must) tpt__check_failed(c, "therapy %s is %s", item->text, is);
    }
    return TPT_OK;
}

static tpt_status check_therapies(checker *c, const tpt__json_node *object) {
    tpt_status status = TPT_OK;
    for (const tpt__json_node *list = tpt__json_first(c->json, object); list && status == TPT_OK;
         list = tpt__json_next(c->json, list))
        status = check_advice(c, list);
    return status;
}

static bool is_level(const char *name) {
    for (size_t i = 0; tpt__level_names[i]; i++)
        if (strcmp(tpt__level_names[i], name) == 0) return true;
    return false;
}

static tpt_status check_urgency(checker *c, const tpt__json_node *node) {
    for (const tpt__json_node *item = tpt__json_first(c->json, node); item;
         item = tpt__json_next(c->json, item))
        if (!is_level(item->text)) return tpt__check_malformed(c, item, "no level of urgency");
    if (!tpt__check_any(c, node, urgency_is))
        tpt__check_failed(c, "urgency is %s%s", tpt__level_names[c->r->outcome.level], "");
    return TPT_OK;
}

static tpt_status check_top(checker *c, const tpt__json_node *node) {
    const tpt__outcome *out = &c->r->outcome;
    const char *first = out->conditions.count
                            ? c->r->ruleset->rules.conditions.items[out->conditions.items[0].condition].id
                            : "none";
    if (!tpt__check_any(c, node, top_is)) tpt__check_failed(c, "the first condition is %s%s", first, "");
    return TPT_OK;
}

static const char *subtype_id(const checker *c, const tpt__condition_hit *hit) {
    const tpt__condition_rule *rule = &c->r->ruleset->rules.conditions.items[hit->condition];
    return hit->subtype == TPT__NONE ? "" : rule->subtypes.items[hit->subtype].id;
}

static bool has_subtype(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.conditions.count; i++)
        if (*id && strcmp(subtype_id(c, &c->r->outcome.conditions.items[i]), id) == 0) return true;
    return false;
}

static tpt_status check_subtype(checker *c, const tpt__json_node *node) {
    const tpt__outcome *out = &c->r->outcome;
    const char *first = out->conditions.count ? subtype_id(c, &out->conditions.items[0]) : "none";
    if (!tpt__check_any(c, node, has_subtype))
        tpt__check_failed(c, "the first subtype is %s%s", *first ? first : "none", "");
    return TPT_OK;
}

/* Conditions or subtypes that must not come first. */
static tpt_status check_not_top(checker *c, const tpt__json_node *list) {
    const tpt__outcome *out = &c->r->outcome;
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        bool first =
            top_is(c, item->text) ||
            (out->conditions.count && strcmp(subtype_id(c, &out->conditions.items[0]), item->text) == 0);
        if (first) tpt__check_failed(c, "the first condition is %s%s", item->text, "");
    }
    return TPT_OK;
}

static bool has_caution(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.therapies.count; i++) {
        const tpt__therapy_hit *hit = &c->r->outcome.therapies.items[i];
        for (uint32_t k = 0; k < hit->cautions.count; k++) {
            uint32_t caution = hit->cautions.items[k].caution;
            if (caution != TPT__NONE && strcmp(c->r->ruleset->rules.cautions.items[caution].id, id) == 0)
                return true;
        }
    }
    return false;
}

static tpt_status check_cautions(checker *c, const tpt__json_node *list) {
    if (!tpt__check_any(c, list, has_caution))
        tpt__check_failed(c, "none of the cautions is told%s%s", "", "");
    return TPT_OK;
}

static tpt_status check_not_cautions(checker *c, const tpt__json_node *list) {
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        if (has_caution(c, item->text)) tpt__check_failed(c, "the caution %s is told%s", item->text, "");
    }
    return TPT_OK;
}

/* Where the criteria of a condition that is listed stand. */
static const char *standing_of(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.conditions.count; i++) {
        const tpt__condition_hit *hit = &c->r->outcome.conditions.items[i];
        const tpt__condition_rule *rule = &c->r->ruleset->rules.conditions.items[hit->condition];
        for (uint32_t k = 0; k < rule->criteria.count; k++)
            if (strcmp(rule->criteria.items[k].id, id) == 0)
                return tpt__standing_names[hit->criteria.items[k].standing];
    }
    return "not shown";
}

static tpt_status check_criteria(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *item = tpt__json_first(c->json, object); item;
         item = tpt__json_next(c->json, item)) {
        if (!item->key || item->type != TPT__JSON_STRING)
            return tpt__check_malformed(c, item, "the id of criteria with where they stand is expected");
        const char *is = standing_of(c, item->key);
        if (strcmp(is, item->text) != 0) tpt__check_failed(c, "criteria %s are %s", item->key, is);
    }
    return TPT_OK;
}

static bool is_asked(const checker *c, const char *id) {
    for (uint32_t i = 0; i < c->r->outcome.questions.count; i++)
        if (strcmp(c->r->outcome.questions.items[i].id, id) == 0) return true;
    return false;
}

static tpt_status check_questions(checker *c, const tpt__json_node *list) {
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        if (!is_asked(c, item->text)) tpt__check_failed(c, "question %s is not asked%s", item->text, "");
    }
    return TPT_OK;
}

static tpt_status check_areas(checker *c, const tpt__json_node *node) {
    if (!tpt__check_any(c, node, has_area)) tpt__check_failed(c, "none of the areas is shown%s%s", "", "");
    return TPT_OK;
}

static const struct {
    const char *key;
    tpt__json_type type;
    tpt_status (*check)(checker *c, const tpt__json_node *node);
} MEMBERS[] = {
    {"urgency", TPT__JSON_ARRAY, check_urgency},
    {"top", TPT__JSON_ARRAY, check_top},
    {"not_top", TPT__JSON_ARRAY, check_not_top},
    {"subtype", TPT__JSON_ARRAY, check_subtype},
    {"areas", TPT__JSON_ARRAY, check_areas},
    {"cautions", TPT__JSON_ARRAY, check_cautions},
    {"not_cautions", TPT__JSON_ARRAY, check_not_cautions},
    {"questions", TPT__JSON_ARRAY, check_questions},
    {"therapies", TPT__JSON_OBJECT, check_therapies},
    {"criteria", TPT__JSON_OBJECT, check_criteria},
};

tpt_status tpt__check_answer(checker *c, const tpt__json_node *node) {
    for (size_t i = 0; i < sizeof EACH / sizeof *EACH; i++)
        if (strcmp(EACH[i].key, node->key) == 0) return check_each(c, node, i);
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++) {
        if (strcmp(MEMBERS[i].key, node->key) != 0) continue;
        tpt_status status = tpt__check_shape(c, node, MEMBERS[i].type);
        return status == TPT_OK ? MEMBERS[i].check(c, node) : status;
    }
    return TPT__NOT_MINE;
}

/* Expectations about the answer: urgency, flags, conditions, areas, therapies, criteria, questions. */
#include <stddef.h>

#include "checker.h"

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

static tpt_status check_each(checker *c, const tpt__json_node *list, size_t row) {
    const tpt__map *ids = (const tpt__map *)(const void *)((const char *)c->r->ruleset + EACH[row].ids);
    if (list->type != TPT__JSON_ARRAY) return tpt__check_malformed(c, list, "a list of ids is expected");
    for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
         item = tpt__json_next(c->json, item)) {
        if (item->type != TPT__JSON_STRING || tpt__map_get(ids, item->text, item->len) == TPT__NONE)
            return tpt__check_malformed(c, item, "an id that the pack does not know");
        EACH[row].check(c, item->text);
    }
    return TPT_OK;
}

static bool urgency_is(const checker *c, const char *level) {
    return strcmp(tpt__level_names[c->r->outcome.level], level) == 0;
}

static bool top_is(const checker *c, const char *id) {
    return strcmp(id, "none") == 0 ? c->r->outcome.conditions.count == 0 : listed_condition(c, id, 1);
}

static const char *advice_of(const checker *c, const char *id) {
    static const char *const names[] = {"suggested", "caution", "avoid"};
    for (uint32_t i = 0; i < c->r->outcome.therapies.count; i++) {
        const tpt__therapy_hit *hit = &c->r->outcome.therapies.items[i];
        if (strcmp(c->r->ruleset->rules.therapies.items[hit->therapy].id, id) == 0) return names[hit->advice];
    }
    return "not shown";
}

static tpt_status check_therapy(checker *c, const tpt__json_node *item, const char *wanted) {
    if (item->type != TPT__JSON_STRING)
        return tpt__check_malformed(c, item, "the id of a therapy is expected");
    const char *advice = advice_of(c, item->text);
    bool fine =
        strcmp(wanted, "not_suggested") == 0 ? strcmp(advice, "suggested") != 0 : strcmp(advice, wanted) == 0;
    if (!fine) tpt__check_failed(c, "therapy %s is %s", item->text, advice);
    return TPT_OK;
}

static tpt_status check_therapies(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *list = tpt__json_first(c->json, object); list;
         list = tpt__json_next(c->json, list)) {
        if (!list->key || list->type != TPT__JSON_ARRAY)
            return tpt__check_malformed(c, list, "an advice with a list of therapies is expected");
        for (const tpt__json_node *item = tpt__json_first(c->json, list); item;
             item = tpt__json_next(c->json, item)) {
            tpt_status status = check_therapy(c, item, list->key);
            if (status != TPT_OK) return status;
        }
    }
    return TPT_OK;
}

static tpt_status check_urgency(checker *c, const tpt__json_node *node) {
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
        if (strcmp(subtype_id(c, &c->r->outcome.conditions.items[i]), id) == 0) return true;
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
        if (item->type != TPT__JSON_STRING)
            return tpt__check_malformed(c, item, "the id of a condition is expected");
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
        if (item->type != TPT__JSON_STRING)
            return tpt__check_malformed(c, item, "the id of a caution is expected");
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
        if (item->type != TPT__JSON_STRING)
            return tpt__check_malformed(c, item, "the id of a question is expected");
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
    tpt_status (*check)(checker *c, const tpt__json_node *node);
} MEMBERS[] = {
    {"urgency", check_urgency},           {"top", check_top},         {"areas", check_areas},
    {"therapies", check_therapies},       {"subtype", check_subtype}, {"criteria", check_criteria},
    {"questions", check_questions},       {"not_top", check_not_top}, {"cautions", check_cautions},
    {"not_cautions", check_not_cautions},
};

tpt_status tpt__check_answer(checker *c, const tpt__json_node *node) {
    for (size_t i = 0; i < sizeof EACH / sizeof *EACH; i++)
        if (strcmp(EACH[i].key, node->key) == 0) return check_each(c, node, i);
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        if (strcmp(MEMBERS[i].key, node->key) == 0) return MEMBERS[i].check(c, node);
    return TPT__NOT_MINE;
}

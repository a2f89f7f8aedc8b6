/* The kind "conditions": weighted profiles, their criteria, and the scores that criteria count. */
#include "pack/loader.h"

#define MOST_POINTS 100 /* a whole score */

static void read_place(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "sites each_side");
    tpt__require(l, object, "sites");
    tpt__place *place = tpt__push(l->arena, &((tpt__score_rule *)context)->places);
    place->sites = tpt__get_references(l, object, "sites", TPT__KIND_SITE);
    place->each_side = tpt__get_bool(l, object, "each_side");
}

static void read_score_item(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "fact when");
    tpt__require(l, object, "fact");
    tpt__score_item item = {tpt__get_reference(l, object, "fact", TPT__KIND_FACT),
                            tpt__read_when(l, object, "when", false)};
    if (item.fact != TPT__NONE) *tpt__push(l->arena, &((tpt__score_rule *)context)->items) = item;
}

static void read_score(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label fact max places items");
    tpt__require(l, object, "max");
    tpt__score_rule *rule = tpt__push(l->arena, &l->ruleset->rules.scores);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->fact = tpt__get_reference(l, object, "fact", TPT__KIND_FACT);
    rule->max = tpt__get_between(l, object, "max", 0, 0, TPT__MOST);
    tpt__each_in(l, object, "places", rule, read_place);
    tpt__each_in(l, object, "items", rule, read_score_item);
}

static tpt__weight read_points(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "when points");
    tpt__require(l, object, "points");
    return (tpt__weight){.when = tpt__read_when(l, object, "when", true),
                         .points = (int32_t)tpt__get_between(l, object, "points", 0, 0, MOST_POINTS)};
}

static void read_weight(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__weight weight = read_points(l, object);
    weight.group = rule->group_count;
    if (weight.when != TPT__NONE) *tpt__push(l->arena, &rule->weights) = weight;
}

static void read_group(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "id cap items");
    if (rule->group_count == 8) {
        tpt__mistake(l, TPT__TOO_MANY, NULL, "more than eight groups");
        return;
    }
    tpt__get_optional(l, object, "id"); /* for people */
    rule->caps[rule->group_count] = (int32_t)tpt__get_between(l, object, "cap", 100, 0, MOST_POINTS);
    tpt__each_in(l, object, "items", rule, read_weight);
    rule->group_count++;
}

static void read_against(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__weight weight = read_points(l, object);
    if (weight.when != TPT__NONE) *tpt__push(l->arena, &rule->against) = weight;
}

static void read_subtype(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "id label icd10 when");
    tpt__subtype subtype = {.id = tpt__get_id(l, object, TPT__ID_SUBTYPE),
                            .label = tpt__get_string(l, object, "label")};
    subtype.icd10 = tpt__get_strings(l, object, "icd10");
    subtype.when = tpt__read_when(l, object, "when", true);
    if (subtype.when != TPT__NONE) *tpt__push(l->arena, &rule->subtypes) = subtype;
}

static void read_criterion(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__criteria_rule *rule = context;
    tpt__allow(l, object, "id text met not_met");
    tpt__criterion item = {.id = tpt__get_id(l, object, TPT__ID_PLAIN),
                           .text = tpt__get_string(l, object, "text")};
    item.met = tpt__read_when(l, object, "met", true);
    item.not_met = tpt__read_when(l, object, "not_met", false);
    if (item.met != TPT__NONE) *tpt__push(l->arena, &rule->items) = item;
}

static void read_criteria(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__criteria_rule rule = {0};
    tpt__allow(l, object, "id label items scores may_miss ranks sources");
    rule.id = tpt__get_id(l, object, TPT__ID_PLAIN);
    rule.label = tpt__get_string(l, object, "label");
    rule.scores = tpt__get_references(l, object, "scores", TPT__KIND_SCORE);
    rule.may_miss = (uint32_t)tpt__get_between(l, object, "may_miss", 0, 0, TPT__MOST);
    rule.ranks = tpt__get_bool(l, object, "ranks");
    tpt__each_in(l, object, "items", &rule, read_criterion);
    if (!rule.items.count) tpt__mistake(l, TPT__EMPTY, NULL, "criteria with no items");
    rule.sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
    *tpt__push(l->arena, &((tpt__condition_rule *)context)->criteria) = rule;
}

static void read_bands(tpt__loader *l, const tpt__tree *object, tpt__condition_rule *rule) {
    const tpt__tree *bands = tpt__get_object(l, object, "bands");
    size_t mark = tpt__enter(l, "bands");
    if (bands) tpt__allow(l, bands, "possible likely");
    rule->possible = (int32_t)tpt__get_between(l, bands, "possible", 30, 0, MOST_POINTS);
    rule->likely = (int32_t)tpt__get_between(l, bands, "likely", 55, 0, MOST_POINTS);
    tpt__leave(l, mark);
}

static void read_condition_question(tpt__loader *l, const tpt__tree *object, void *context) {
    *tpt__push(l->arena, &((tpt__condition_rule *)context)->questions) = tpt__read_question(l, object);
}

static void read_condition(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(
        l, object,
        "id label icd10 plain required bands groups against subtypes criteria outranks areas self_care watch "
        "questions course sources");
    tpt__condition_rule *rule = tpt__push(l->arena, &l->ruleset->rules.conditions);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->plain = tpt__get_string(l, object, "plain");
    rule->course = tpt__get_optional(l, object, "course");
    rule->icd10 = tpt__get_strings(l, object, "icd10");
    rule->required = tpt__read_when(l, object, "required", false);
    read_bands(l, object, rule);
    tpt__each_in(l, object, "groups", rule, read_group);
    tpt__each_in(l, object, "against", rule, read_against);
    tpt__each_in(l, object, "subtypes", rule, read_subtype);
    tpt__each_in(l, object, "criteria", rule, read_criteria);
    rule->outranks = tpt__get_references(l, object, "outranks", TPT__KIND_CONDITION);
    rule->areas = tpt__get_references(l, object, "areas", TPT__KIND_AREA);
    rule->self_care = tpt__get_references(l, object, "self_care", TPT__KIND_SELF_CARE);
    rule->watch = tpt__get_references(l, object, "watch", TPT__KIND_FLAG);
    tpt__each_in(l, object, "questions", rule, read_condition_question);
    rule->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

void tpt__load_conditions(tpt__loader *l) {
    tpt__each(l, "conditions", "scores", read_score);
    tpt__each(l, "conditions", "conditions", read_condition);
}

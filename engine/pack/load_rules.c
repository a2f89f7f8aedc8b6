/* The kinds "flags", "conditions", "trigger_points", "therapies", "urgency", "sources": what findings mean. */
#include <string.h>

#include "pack/loader.h"

static tpt__range read_range(tpt__loader *l, const tpt__tree *object, const char *key, bool *has) {
    const tpt__tree *range = tpt__tree_member(object, key);
    *has = range != NULL;
    if (!range) return (tpt__range){INT64_MIN, INT64_MAX};
    size_t mark = tpt__enter(l, key);
    tpt__allow(l, range, "min max");
    tpt__range out = {tpt__get_integer(l, range, "min", INT64_MIN),
                      tpt__get_integer(l, range, "max", INT64_MAX)};
    tpt__leave(l, mark);
    return out;
}

static uint32_t read_expr(tpt__loader *l, const tpt__tree *object);

typedef TPT__VEC(uint32_t) index_list;

static void read_child(tpt__loader *l, const tpt__tree *object, void *context) {
    uint32_t child = read_expr(l, object);
    *tpt__push(l->arena, (index_list *)context) = child;
}

static void read_finding_test(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object,
               "finding status site side onset course quality trigger severity duration ago or_unknown");
    expr->kind = TPT__EXPR_FINDING;
    expr->target = tpt__get_reference(l, object, "finding", TPT__KIND_FINDING);
    expr->want = (tpt__want)tpt__get_name(l, object, "status", tpt__want_names, TPT__WANT_PRESENT);
    expr->sites = tpt__get_references(l, object, "site", TPT__KIND_SITE);
    expr->qualities = tpt__get_references(l, object, "quality", TPT__KIND_CONCEPT);
    expr->triggers = tpt__get_references(l, object, "trigger", TPT__KIND_CONCEPT);
    expr->sides = tpt__get_names(l, object, "side", tpt__side_names);
    expr->onsets = tpt__get_names(l, object, "onset", tpt__onset_names);
    expr->courses = tpt__get_names(l, object, "course", tpt__course_names);
    expr->severity = read_range(l, object, "severity", &expr->has_severity);
    expr->duration = read_range(l, object, "duration", &expr->has_duration);
    expr->ago = read_range(l, object, "ago", &expr->has_ago);
    if (expr->target == TPT__NONE) expr->target = 0; /* a mistake, recorded: the pack is refused */
}

static void read_fact_test(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object, "fact min max or_unknown");
    expr->kind = TPT__EXPR_FACT;
    expr->target = tpt__get_reference(l, object, "fact", TPT__KIND_FACT);
    expr->value = (tpt__range){tpt__get_integer(l, object, "min", INT64_MIN),
                               tpt__get_integer(l, object, "max", INT64_MAX)};
    if (expr->target == TPT__NONE) expr->target = 0;
}

static void read_children(tpt__loader *l, const tpt__tree *object, tpt__expr *expr, const char *key,
                          tpt__op_kind kind) {
    index_list children = {0};
    tpt__allow(l, object, kind == TPT__EXPR_AT_LEAST ? "at_least of" : key);
    expr->kind = kind;
    tpt__each_in(l, object, key, &children, read_child);
    expr->children = (tpt__list){children.items, children.count};
    if (!children.count) tpt__mistake(l, TPT_E_SCHEMA, NULL, "\"%s\" is empty", key);
}

static void read_negation(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object, "not");
    size_t mark = tpt__enter(l, "not");
    uint32_t *child = TPT__NEW(l->arena, uint32_t, 1);
    *child = read_expr(l, tpt__tree_member(object, "not"));
    expr->kind = TPT__EXPR_NOT;
    expr->children = (tpt__list){child, 1};
    tpt__leave(l, mark);
}

static uint32_t read_expr(tpt__loader *l, const tpt__tree *object) {
    tpt__expr expr = {.kind = TPT__EXPR_ANY};
    if (tpt__tree_is_object(object)) expr.or_unknown = tpt__get_bool(l, object, "or_unknown");
    if (!tpt__tree_is_object(object)) tpt__mistake(l, TPT_E_SCHEMA, NULL, "a condition must be an object");
    else if (tpt__tree_member(object, "finding")) read_finding_test(l, object, &expr);
    else if (tpt__tree_member(object, "fact")) read_fact_test(l, object, &expr);
    else if (tpt__tree_member(object, "all")) read_children(l, object, &expr, "all", TPT__EXPR_ALL);
    else if (tpt__tree_member(object, "any")) read_children(l, object, &expr, "any", TPT__EXPR_ANY);
    else if (tpt__tree_member(object, "not")) read_negation(l, object, &expr);
    else if (tpt__tree_member(object, "at_least")) {
        expr.at_least = (uint32_t)tpt__get_integer(l, object, "at_least", 1);
        read_children(l, object, &expr, "of", TPT__EXPR_AT_LEAST);
    } else {
        tpt__mistake(l, TPT_E_SCHEMA, "use all, any, not, at_least with of, finding, or fact",
                     "a condition that asks nothing");
    }
    *tpt__push(l->arena, &l->ruleset->rules.exprs) = expr;
    return l->ruleset->rules.exprs.count - 1;
}

static uint32_t read_when(tpt__loader *l, const tpt__tree *object, const char *key, bool required) {
    const tpt__tree *member = tpt__tree_member(object, key);
    if (!member) {
        if (required) tpt__mistake(l, TPT_E_SCHEMA, NULL, "\"%s\" is missing", key);
        return TPT__NONE;
    }
    size_t mark = tpt__enter(l, key);
    uint32_t expr = read_expr(l, member);
    tpt__leave(l, mark);
    return expr;
}

/* Only mitigators may lower a flag. */
static void check_mitigators(tpt__loader *l, uint32_t index) {
    const tpt__expr *expr = &l->ruleset->rules.exprs.items[index];
    if (expr->kind == TPT__EXPR_FINDING &&
        l->ruleset->lexicon.findings.items[expr->target].type != TPT__FINDING_MITIGATOR)
        tpt__mistake(l, TPT_E_SCHEMA, "only findings of type mitigator may lower a flag",
                     "\"unless\" names \"%s\", which is no mitigator",
                     l->ruleset->lexicon.findings.items[expr->target].id);
    tpt__list children = expr->children;
    for (uint32_t i = 0; i < children.count; i++) check_mitigators(l, children.items[i]);
}

static tpt__question read_question(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id text could_change finding");
    tpt__get_reference(l, object, "finding", TPT__KIND_FINDING);
    return (tpt__question){tpt__get_string(l, object, "id"), tpt__get_string(l, object, "text"),
                           tpt__get_string(l, object, "could_change")};
}

static void read_flag_level(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__flag_rule *flag = context;
    tpt__allow(l, object, "level ambulance when advice");
    if (flag->level_count == 4) {
        tpt__mistake(l, TPT_E_SCHEMA, NULL, "more than four levels");
        return;
    }
    tpt__flag_level level = {.level =
                                 (tpt__level)tpt__get_name(l, object, "level", tpt__level_names, TPT__SOON)};
    level.ambulance = tpt__get_bool(l, object, "ambulance");
    level.when = read_when(l, object, "when", true);
    level.advice = tpt__get_optional(l, object, "advice");
    if (level.when != TPT__NONE) flag->levels[flag->level_count++] = level;
}

static void read_flag(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id cause title levels unless sites suppresses advice go_sooner question sources");
    tpt__flag_rule *flag = tpt__push(l->arena, &l->ruleset->rules.flags);
    flag->id = tpt__get_string(l, object, "id");
    flag->cause = tpt__get_string(l, object, "cause");
    flag->title = tpt__get_string(l, object, "title");
    flag->advice = tpt__get_string(l, object, "advice");
    tpt__each_in(l, object, "levels", flag, read_flag_level);
    if (!flag->level_count) tpt__mistake(l, TPT_E_SCHEMA, NULL, "a flag with no level");
    flag->unless = read_when(l, object, "unless", false);
    if (flag->unless != TPT__NONE) {
        size_t mark = tpt__enter(l, "unless");
        check_mitigators(l, flag->unless);
        tpt__leave(l, mark);
    }
    flag->sites = tpt__get_references(l, object, "sites", TPT__KIND_SITE);
    flag->suppresses = tpt__get_references(l, object, "suppresses", TPT__KIND_FLAG);
    flag->go_sooner = tpt__get_strings(l, object, "go_sooner");
    const tpt__tree *question = tpt__tree_member(object, "question");
    if (question) {
        size_t mark = tpt__enter(l, "question");
        flag->question = read_question(l, question);
        tpt__leave(l, mark);
    } else {
        tpt__mistake(l, TPT_E_SCHEMA, "ask what would settle it", "a flag with no question");
    }
    flag->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_weight(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "when points");
    tpt__weight weight = {.when = read_when(l, object, "when", true), .group = rule->group_count};
    weight.points = (int32_t)tpt__get_integer(l, object, "points", 0);
    if (weight.when != TPT__NONE) *tpt__push(l->arena, &rule->weights) = weight;
}

static void read_group(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "id cap items");
    if (rule->group_count == 8) {
        tpt__mistake(l, TPT_E_SCHEMA, NULL, "more than eight groups");
        return;
    }
    rule->caps[rule->group_count] = (int32_t)tpt__get_integer(l, object, "cap", 100);
    tpt__each_in(l, object, "items", rule, read_weight);
    rule->group_count++;
}

static void read_against(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "when points");
    tpt__weight weight = {.when = read_when(l, object, "when", true)};
    weight.points = (int32_t)tpt__get_integer(l, object, "points", 0);
    if (weight.when != TPT__NONE) *tpt__push(l->arena, &rule->against) = weight;
}

static void read_subtype(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__condition_rule *rule = context;
    tpt__allow(l, object, "id label icd10 when");
    tpt__subtype subtype = {.id = tpt__get_string(l, object, "id"),
                            .label = tpt__get_string(l, object, "label")};
    subtype.icd10 = tpt__get_strings(l, object, "icd10");
    subtype.when = read_when(l, object, "when", true);
    if (subtype.when != TPT__NONE) *tpt__push(l->arena, &rule->subtypes) = subtype;
}

static void read_condition_question(tpt__loader *l, const tpt__tree *object, void *context) {
    *tpt__push(l->arena, &((tpt__condition_rule *)context)->questions) = read_question(l, object);
}

static void read_condition(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object,
               "id label icd10 plain required bands groups against subtypes areas self_care questions course "
               "sources");
    tpt__condition_rule *rule = tpt__push(l->arena, &l->ruleset->rules.conditions);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->plain = tpt__get_string(l, object, "plain");
    rule->course = tpt__get_optional(l, object, "course");
    rule->icd10 = tpt__get_strings(l, object, "icd10");
    rule->required = read_when(l, object, "required", false);
    const tpt__tree *bands = tpt__tree_member(object, "bands");
    rule->possible = bands ? (int32_t)tpt__get_integer(l, bands, "possible", 30) : 30;
    rule->likely = bands ? (int32_t)tpt__get_integer(l, bands, "likely", 55) : 55;
    tpt__each_in(l, object, "groups", rule, read_group);
    tpt__each_in(l, object, "against", rule, read_against);
    tpt__each_in(l, object, "subtypes", rule, read_subtype);
    rule->areas = tpt__get_references(l, object, "areas", TPT__KIND_AREA);
    rule->self_care = tpt__get_references(l, object, "self_care", TPT__KIND_SELF_CARE);
    tpt__each_in(l, object, "questions", rule, read_condition_question);
    rule->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_zone(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "label primary spillover");
    tpt__zone zone = {tpt__get_references(l, object, "primary", TPT__KIND_SITE),
                      tpt__get_references(l, object, "spillover", TPT__KIND_SITE)};
    *tpt__push(l->arena, &((tpt__area_rule *)context)->parts) = zone;
}

static void read_area(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label where midline parts factors self_care cautions sources");
    tpt__area_rule *rule = tpt__push(l->arena, &l->ruleset->rules.areas);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->where = tpt__get_string(l, object, "where");
    rule->self_care = tpt__get_string(l, object, "self_care");
    rule->midline = tpt__get_bool(l, object, "midline");
    tpt__each_in(l, object, "parts", rule, read_zone);
    rule->factors = tpt__get_references(l, object, "factors", TPT__KIND_FINDING);
    rule->cautions = tpt__get_strings(l, object, "cautions");
    rule->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_indication(tpt__loader *l, const tpt__tree *object, void *context) {
    static const char *const directions[] = {"for", "against", NULL};
    tpt__allow(l, object, "condition grade why direction sources");
    tpt__indication indication = {.condition =
                                      tpt__get_reference(l, object, "condition", TPT__KIND_CONDITION)};
    indication.grade = (tpt__grade)tpt__get_name(l, object, "grade", tpt__grade_names, TPT__GRADE_NONE);
    indication.why = tpt__get_string(l, object, "why");
    indication.against = tpt__get_name(l, object, "direction", directions, 0) == 1;
    *tpt__push(l->arena, &((tpt__therapy_rule *)context)->indications) = indication;
}

static tpt__caution read_caution(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "when why");
    tpt__caution caution = {read_when(l, object, "when", true), tpt__get_string(l, object, "why")};
    if (caution.when == TPT__NONE) caution.when = 0;
    return caution;
}

static void read_avoid(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__caution caution = read_caution(l, object);
    *tpt__push(l->arena, &((tpt__therapy_rule *)context)->avoid) = caution;
}

static void read_care(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__caution caution = read_caution(l, object);
    *tpt__push(l->arena, &((tpt__therapy_rule *)context)->caution) = caution;
}

static void read_therapy(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label say conditions avoid caution sources");
    tpt__therapy_rule *rule = tpt__push(l->arena, &l->ruleset->rules.therapies);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->say = tpt__get_string(l, object, "say");
    tpt__each_in(l, object, "conditions", rule, read_indication);
    tpt__each_in(l, object, "avoid", rule, read_avoid);
    tpt__each_in(l, object, "caution", rule, read_care);
    rule->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_self_care(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id text conditions");
    tpt__self_care_rule *rule = tpt__push(l->arena, &l->ruleset->rules.self_care);
    rule->id = tpt__get_string(l, object, "id");
    rule->text = tpt__get_string(l, object, "text");
    rule->conditions = tpt__get_references(l, object, "conditions", TPT__KIND_CONDITION);
}

static void read_level(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id title advice ambulance_advice therapies trigger_points self_care go_sooner");
    tpt__level_rule *rule = &l->ruleset->rules.levels[tpt__get_name(l, object, "id", tpt__level_names, 0)];
    rule->title = tpt__get_string(l, object, "title");
    rule->advice = tpt__get_string(l, object, "advice");
    rule->ambulance_advice = tpt__get_optional(l, object, "ambulance_advice");
    rule->therapies = tpt__get_bool(l, object, "therapies");
    rule->trigger_points = tpt__get_bool(l, object, "trigger_points");
    rule->self_care = tpt__get_bool(l, object, "self_care");
    rule->go_sooner = tpt__get_strings(l, object, "go_sooner");
}

static void read_source(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id citation year url doi verified");
    tpt__source_rule *rule = tpt__push(l->arena, &l->ruleset->rules.sources);
    rule->id = tpt__get_string(l, object, "id");
    rule->citation = tpt__get_string(l, object, "citation");
    rule->url = tpt__get_optional(l, object, "url");
    rule->doi = tpt__get_optional(l, object, "doi");
    rule->year = tpt__get_integer(l, object, "year", 0);
    rule->verified = tpt__get_bool(l, object, "verified");
}

static void read_wording(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (strncmp(l->files[f].file->path, "urgency/", 8) != 0 || !l->files[f].tree) continue;
        l->current = &l->files[f];
        tpt__allow(l, l->current->tree, "levels wording disclaimer");
        const tpt__tree *wording = tpt__tree_member(l->current->tree, "wording");
        size_t mark = tpt__enter(l, "wording");
        for (const tpt__tree *word = tpt__tree_first(wording); word; word = tpt__tree_next(word)) {
            const char *key = tpt__tree_key(word);
            tpt__wording added = {tpt__arena_copy(l->arena, key, strlen(key)),
                                  tpt__get_string(l, wording, key)};
            *tpt__push(l->arena, &l->ruleset->rules.wording) = added;
        }
        tpt__leave(l, mark);
        const tpt__tree *disclaimer = tpt__tree_member(l->current->tree, "disclaimer");
        if (!disclaimer) continue;
        mark = tpt__enter(l, "disclaimer");
        l->ruleset->rules.disclaimer_short = tpt__get_string(l, disclaimer, "short");
        l->ruleset->rules.disclaimer_long = tpt__get_string(l, disclaimer, "long");
        tpt__leave(l, mark);
    }
    l->current = NULL;
}

/* A finding that a fact makes present: a temperature of 38 is a fever. */
static void read_finding_when(tpt__loader *l, const tpt__tree *object) {
    const char *id = tpt__get_string(l, object, "id");
    uint32_t index = tpt__map_get(&l->ids[TPT__KIND_FINDING], id, strlen(id));
    if (index != TPT__NONE)
        l->ruleset->lexicon.findings.items[index].when = read_when(l, object, "when", false);
}

static uint32_t fact_named(const tpt__loader *l, const char *id) {
    return tpt__map_get(&l->ids[TPT__KIND_FACT], id, strlen(id));
}

void tpt__load_rules(tpt__loader *l) {
    tpt__rules *rules = &l->ruleset->rules;
    rules->disclaimer_short = rules->disclaimer_long = "";
    rules->fact_duration = fact_named(l, "duration");
    rules->fact_severity = fact_named(l, "severity");
    rules->fact_age = fact_named(l, "age");
    rules->fact_sex = fact_named(l, "sex");
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++)
        rules->levels[i] = (tpt__level_rule){.title = "", .advice = ""};
    tpt__each(l, "sources", "sources", read_source);
    tpt__each(l, "urgency", "levels", read_level);
    read_wording(l);
    tpt__each(l, "findings", "findings", read_finding_when);
    tpt__each(l, "flags", "flags", read_flag);
    tpt__each(l, "conditions", "conditions", read_condition);
    tpt__each(l, "trigger_points", "areas", read_area);
    tpt__each(l, "therapies", "therapies", read_therapy);
    tpt__each(l, "therapies", "self_care", read_self_care);
}

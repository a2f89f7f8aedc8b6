/* The kinds "flags", "trigger_points", "therapies", "urgency", "sources": what findings mean. */
#include <string.h>

#include "pack/loader.h"

/* Only mitigators may lower a flag. An id that nothing defines is a mistake of its own. */
static void check_mitigators(tpt__loader *l, uint32_t index) {
    const tpt__expr *expr = &l->ruleset->rules.exprs.items[index];
    if (expr->kind == TPT__EXPR_FINDING && expr->target != TPT__NONE) {
        const tpt__finding_rule *finding = &l->ruleset->lexicon.findings.items[expr->target];
        if (finding->type != TPT__FINDING_MITIGATOR)
            tpt__mistake(l, TPT__NO_MITIGATOR, NULL, "\"unless\" names \"%s\", which is no mitigator",
                         finding->id);
    }
    tpt__list children = expr->children;
    for (uint32_t i = 0; i < children.count; i++) check_mitigators(l, children.items[i]);
}

static void read_flag_level(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__flag_rule *flag = context;
    tpt__allow(l, object, "level ambulance when advice");
    if (flag->level_count == 4) {
        tpt__mistake(l, TPT__TOO_MANY, NULL, "more than four levels");
        return;
    }
    tpt__flag_level level = {.level = (tpt__level)tpt__require_name(l, object, "level", tpt__level_names)};
    level.ambulance = tpt__get_bool(l, object, "ambulance");
    level.when = tpt__read_when(l, object, "when", true);
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
    if (!flag->level_count) tpt__mistake(l, TPT__EMPTY, NULL, "a flag with no level");
    flag->unless = tpt__read_when(l, object, "unless", false);
    if (flag->unless != TPT__NONE) {
        size_t mark = tpt__enter(l, "unless");
        check_mitigators(l, flag->unless);
        tpt__leave(l, mark);
    }
    flag->sites = tpt__get_references(l, object, "sites", TPT__KIND_SITE);
    flag->suppresses = tpt__get_references(l, object, "suppresses", TPT__KIND_FLAG);
    flag->go_sooner = tpt__get_strings(l, object, "go_sooner");
    const tpt__tree *question = tpt__get_object(l, object, "question");
    if (question) {
        size_t mark = tpt__enter(l, "question");
        flag->question = tpt__read_question(l, question);
        tpt__leave(l, mark);
    } else if (!tpt__tree_member(object, "question")) {
        tpt__mistake(l, TPT__NO_QUESTION, NULL, "a flag with no question");
    }
    flag->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_zone(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "primary spillover");
    tpt__zone zone = {.primary = tpt__get_references(l, object, "primary", TPT__KIND_SITE),
                      .spillover = tpt__get_references(l, object, "spillover", TPT__KIND_SITE)};
    *tpt__push(l->arena, &((tpt__area_rule *)context)->parts) = zone;
}

static void read_area(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label where sites midline parts factors self_care cautions sources");
    tpt__area_rule *rule = tpt__push(l->arena, &l->ruleset->rules.areas);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->where = tpt__get_string(l, object, "where");
    rule->self_care = tpt__get_string(l, object, "self_care");
    rule->midline = tpt__get_bool(l, object, "midline");
    rule->sites = tpt__get_references(l, object, "sites", TPT__KIND_SITE);
    tpt__each_in(l, object, "parts", rule, read_zone);
    rule->factors = tpt__get_references(l, object, "factors", TPT__KIND_FINDING);
    rule->cautions = tpt__get_strings(l, object, "cautions");
    rule->sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
}

static void read_indication(tpt__loader *l, const tpt__tree *object, void *context) {
    static const char *const directions[] = {"for", "against", NULL};
    tpt__allow(l, object, "condition grade why direction sources");
    tpt__require(l, object, "condition");
    tpt__get_references(l, object, "sources", TPT__KIND_SOURCE); /* for people */
    tpt__indication *indication = tpt__push(l->arena, &((tpt__therapy_rule *)context)->indications);
    indication->condition = tpt__get_reference(l, object, "condition", TPT__KIND_CONDITION);
    indication->grade = (tpt__grade)tpt__get_name(l, object, "grade", tpt__grade_names, TPT__GRADE_NONE);
    indication->why = tpt__get_string(l, object, "why");
    indication->against = tpt__get_name(l, object, "direction", directions, 0) == 1;
}

static void read_effect(tpt__loader *l, const tpt__tree *object, tpt__caution_rule *rule, bool avoid) {
    tpt__allow(l, object, "therapies why");
    tpt__require(l, object, "therapies");
    tpt__effect *effect = tpt__push(l->arena, &rule->effects);
    effect->therapies = tpt__get_references(l, object, "therapies", TPT__KIND_THERAPY);
    effect->avoid = avoid;
    effect->why = tpt__get_string(l, object, "why");
}

static void read_avoid(tpt__loader *l, const tpt__tree *object, void *context) {
    read_effect(l, object, context, true);
}

static void read_care(tpt__loader *l, const tpt__tree *object, void *context) {
    read_effect(l, object, context, false);
}

static void read_caution(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id when avoid caution sources");
    tpt__caution_rule rule = {.id = tpt__get_string(l, object, "id"),
                              .when = tpt__read_when(l, object, "when", true)};
    tpt__each_in(l, object, "avoid", &rule, read_avoid);
    tpt__each_in(l, object, "caution", &rule, read_care);
    if (!rule.effects.count) tpt__mistake(l, TPT__EMPTY, NULL, "a caution that says nothing of any therapy");
    rule.sources = tpt__get_references(l, object, "sources", TPT__KIND_SOURCE);
    if (rule.when != TPT__NONE) *tpt__push(l->arena, &l->ruleset->rules.cautions) = rule;
}

/* What is said of a therapy where no condition fits. */
static void read_otherwise(tpt__loader *l, const tpt__tree *object, tpt__therapy_rule *rule) {
    const tpt__tree *otherwise = tpt__get_object(l, object, "otherwise");
    if (!otherwise) return;
    size_t mark = tpt__enter(l, "otherwise");
    tpt__allow(l, otherwise, "grade why");
    rule->otherwise_grade =
        (tpt__grade)tpt__get_name(l, otherwise, "grade", tpt__grade_names, TPT__GRADE_NONE);
    rule->otherwise = tpt__get_string(l, otherwise, "why");
    tpt__leave(l, mark);
}

static void read_therapy(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label local say conditions otherwise sources");
    tpt__therapy_rule *rule = tpt__push(l->arena, &l->ruleset->rules.therapies);
    rule->id = tpt__get_string(l, object, "id");
    rule->label = tpt__get_string(l, object, "label");
    rule->say = tpt__get_string(l, object, "say");
    rule->local = tpt__get_bool(l, object, "local");
    tpt__each_in(l, object, "conditions", rule, read_indication);
    read_otherwise(l, object, rule);
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
    tpt__allow(l, object,
               "id title advice ambulance_advice therapies trigger_points self_care hands_off go_sooner");
    tpt__level_rule *rule = &l->ruleset->rules.levels[tpt__require_name(l, object, "id", tpt__level_names)];
    rule->title = tpt__get_string(l, object, "title");
    rule->advice = tpt__get_string(l, object, "advice");
    rule->ambulance_advice = tpt__get_optional(l, object, "ambulance_advice");
    rule->therapies = tpt__get_bool(l, object, "therapies");
    rule->trigger_points = tpt__get_bool(l, object, "trigger_points");
    rule->self_care = tpt__get_bool(l, object, "self_care");
    rule->hands_off = tpt__get_optional(l, object, "hands_off");
    rule->go_sooner = tpt__get_strings(l, object, "go_sooner");
}

static void read_source(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id citation year url doi verified");
    tpt__source_rule *rule = tpt__push(l->arena, &l->ruleset->rules.sources);
    rule->id = tpt__get_string(l, object, "id");
    rule->citation = tpt__get_string(l, object, "citation");
    rule->url = tpt__get_optional(l, object, "url");
    rule->doi = tpt__get_optional(l, object, "doi");
    rule->year = tpt__get_between(l, object, "year", 0, 0, 9999);
    rule->verified = tpt__get_bool(l, object, "verified");
}

/* The uppermost pack has the last word. */
static void set_wording(tpt__loader *l, const char *key, const char *text) {
    tpt__rules *rules = &l->ruleset->rules;
    for (uint32_t i = 0; i < rules->wording.count; i++)
        if (strcmp(rules->wording.items[i].key, key) == 0) {
            rules->wording.items[i].text = text;
            return;
        }
    *tpt__push(l->arena, &rules->wording) = (tpt__wording){tpt__arena_copy(l->arena, key, strlen(key)), text};
}

static void read_wording(tpt__loader *l) {
    for (uint32_t f = 0; f < l->file_count; f++) {
        if (!tpt__in_folder(l->files[f].name, "urgency") || !l->files[f].tree) continue;
        l->current = &l->files[f];
        const tpt__tree *wording = tpt__get_object(l, l->current->tree, "wording");
        size_t mark = tpt__enter(l, "wording");
        for (const tpt__tree *word = tpt__tree_first(wording); word; word = tpt__tree_next(word)) {
            set_wording(l, tpt__tree_key(word), tpt__get_string(l, wording, tpt__tree_key(word)));
        }
        tpt__leave(l, mark);
        const tpt__tree *disclaimer = tpt__get_object(l, l->current->tree, "disclaimer");
        if (!disclaimer) continue;
        mark = tpt__enter(l, "disclaimer");
        tpt__allow(l, disclaimer, "short long");
        l->ruleset->rules.disclaimer_short = tpt__get_string(l, disclaimer, "short");
        l->ruleset->rules.disclaimer_long = tpt__get_string(l, disclaimer, "long");
        tpt__leave(l, mark);
    }
    l->current = NULL;
}

/* A finding that a fact makes present: a temperature of 38 is a fever. */
static void read_finding_when(tpt__loader *l, const tpt__tree *object) {
    const tpt__tree *member = tpt__tree_member(object, "id");
    const char *id = member ? tpt__tree_string(member) : NULL;
    uint32_t index = id ? tpt__map_get(&l->ids[TPT__KIND_FINDING], id, strlen(id)) : TPT__NONE;
    if (index != TPT__NONE)
        l->ruleset->lexicon.findings.items[index].when = tpt__read_when(l, object, "when", false);
}

static uint32_t fact_named(const tpt__loader *l, const char *id) {
    return tpt__map_get(&l->ids[TPT__KIND_FACT], id, strlen(id));
}

void tpt__load_rules(tpt__loader *l) {
    tpt__rules *rules = &l->ruleset->rules;
    rules->disclaimer_short = rules->disclaimer_long = l->nothing;
    rules->fact_duration = fact_named(l, "duration");
    rules->fact_severity = fact_named(l, "severity");
    rules->fact_age = fact_named(l, "age");
    rules->fact_sex = fact_named(l, "sex");
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++)
        rules->levels[i].title = rules->levels[i].advice = l->nothing;
    tpt__each(l, "sources", "sources", read_source);
    tpt__each(l, "urgency", "levels", read_level);
    read_wording(l);
    tpt__each(l, "findings", "findings", read_finding_when);
    tpt__each(l, "flags", "flags", read_flag);
    tpt__load_conditions(l);
    tpt__each(l, "trigger_points", "areas", read_area);
    tpt__each(l, "therapies", "therapies", read_therapy);
    tpt__each(l, "therapies", "cautions", read_caution);
    tpt__each(l, "therapies", "self_care", read_self_care);
}

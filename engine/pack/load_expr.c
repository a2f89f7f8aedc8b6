/* Expressions over findings, facts and scores ("when"), and questions: what flags, conditions and therapies all read. */
#include "pack/loader.h"

static tpt__range read_range(tpt__loader *l, const tpt__tree *object, const char *key, bool *has) {
    const tpt__tree *range = tpt__get_object(l, object, key);
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

/* A target that nothing defines stays TPT__NONE: a mistake is recorded, and no such pack is ever run. */
static void read_finding_test(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object,
               "finding status site not_site side onset course quality trigger severity duration ago "
               "or_unknown known");
    expr->kind = TPT__EXPR_FINDING;
    expr->target = tpt__get_reference(l, object, "finding", TPT__KIND_FINDING);
    expr->want = (tpt__want)tpt__get_name(l, object, "status", tpt__want_names, TPT__WANT_PRESENT);
    expr->sites = tpt__get_references(l, object, "site", TPT__KIND_SITE);
    expr->not_sites = tpt__get_references(l, object, "not_site", TPT__KIND_SITE);
    expr->known = tpt__get_bool(l, object, "known");
    expr->qualities = tpt__get_references(l, object, "quality", TPT__KIND_CONCEPT);
    expr->triggers = tpt__get_references(l, object, "trigger", TPT__KIND_CONCEPT);
    expr->sides = tpt__get_names(l, object, "side", tpt__side_names);
    expr->onsets = tpt__get_names(l, object, "onset", tpt__onset_names);
    expr->courses = tpt__get_names(l, object, "course", tpt__course_names);
    expr->severity = read_range(l, object, "severity", &expr->has_severity);
    expr->duration = read_range(l, object, "duration", &expr->has_duration);
    expr->ago = read_range(l, object, "ago", &expr->has_ago);
}

static void read_fact_test(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object, "fact min max or_unknown");
    expr->kind = TPT__EXPR_FACT;
    expr->target = tpt__get_reference(l, object, "fact", TPT__KIND_FACT);
    expr->value = (tpt__range){tpt__get_integer(l, object, "min", INT64_MIN),
                               tpt__get_integer(l, object, "max", INT64_MAX)};
}

/* Bounds of a score, so that what nobody asked leaves it open. */
static void read_score_test(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object, "score min max");
    expr->kind = TPT__EXPR_SCORE;
    expr->target = tpt__get_reference(l, object, "score", TPT__KIND_SCORE);
    expr->value = (tpt__range){tpt__get_integer(l, object, "min", INT64_MIN),
                               tpt__get_integer(l, object, "max", INT64_MAX)};
}

static void read_children(tpt__loader *l, const tpt__tree *object, tpt__expr *expr, const char *key,
                          tpt__op_kind kind) {
    index_list children = {0};
    tpt__allow(l, object, kind == TPT__EXPR_AT_LEAST ? "at_least of" : key);
    expr->kind = kind;
    tpt__each_in(l, object, key, &children, read_child);
    expr->children = (tpt__list){children.items, children.count, 0};
    if (!children.count) tpt__mistake(l, TPT__EMPTY, NULL, "\"%s\" is empty", key);
}

static void read_negation(tpt__loader *l, const tpt__tree *object, tpt__expr *expr) {
    tpt__allow(l, object, "not");
    size_t mark = tpt__enter(l, "not");
    uint32_t *child = TPT__NEW(l->arena, uint32_t, 1);
    *child = read_expr(l, tpt__tree_member(object, "not"));
    expr->kind = TPT__EXPR_NOT;
    expr->children = (tpt__list){child, 1, 0};
    tpt__leave(l, mark);
}

static uint32_t read_expr(tpt__loader *l, const tpt__tree *object) {
    tpt__expr expr = {.kind = TPT__EXPR_ANY};
    if (tpt__tree_is_object(object)) expr.or_unknown = tpt__get_bool(l, object, "or_unknown");
    if (!tpt__tree_is_object(object))
        tpt__mistake(l, TPT__NOT_AN_OBJECT, NULL, "a condition must be an object");
    else if (tpt__tree_member(object, "finding")) read_finding_test(l, object, &expr);
    else if (tpt__tree_member(object, "fact")) read_fact_test(l, object, &expr);
    else if (tpt__tree_member(object, "score")) read_score_test(l, object, &expr);
    else if (tpt__tree_member(object, "all")) read_children(l, object, &expr, "all", TPT__EXPR_ALL);
    else if (tpt__tree_member(object, "any")) read_children(l, object, &expr, "any", TPT__EXPR_ANY);
    else if (tpt__tree_member(object, "not")) read_negation(l, object, &expr);
    else if (tpt__tree_member(object, "at_least")) {
        expr.at_least = (uint32_t)tpt__get_between(l, object, "at_least", 1, 1, TPT__MOST);
        read_children(l, object, &expr, "of", TPT__EXPR_AT_LEAST);
    } else {
        tpt__allow(l, object, "all any not at_least of finding fact score");
        tpt__mistake(l, TPT__EMPTY, "use all, any, not, at_least with of, finding, fact, or score",
                     "a condition that asks nothing");
    }
    *tpt__push(l->arena, &l->ruleset->rules.exprs) = expr;
    return l->ruleset->rules.exprs.count - 1;
}

uint32_t tpt__read_when(tpt__loader *l, const tpt__tree *object, const char *key, bool required) {
    const tpt__tree *member = tpt__tree_member(object, key);
    if (!member) {
        if (required) tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "\"%s\" is missing", key);
        return TPT__NONE;
    }
    size_t mark = tpt__enter(l, key);
    uint32_t expr = read_expr(l, member);
    tpt__leave(l, mark);
    return expr;
}

tpt__question tpt__read_question(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id text could_change finding fact");
    return (tpt__question){.id = tpt__get_id(l, object, TPT__ID_PLAIN),
                           .text = tpt__get_string(l, object, "text"),
                           .could_change = tpt__get_string(l, object, "could_change"),
                           .findings = tpt__get_references(l, object, "finding", TPT__KIND_FINDING),
                           .facts = tpt__get_references(l, object, "fact", TPT__KIND_FACT)};
}

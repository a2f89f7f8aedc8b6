#include "pack/coverage.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

typedef struct counter {
    tpt__arena *arena;
    tpt__coverage_list list;
    tpt__map at; /* "flag:cauda_equina" → its row */
    void (*unknown)(const char *reference, void *context);
    void *context;
} counter;

static void add_row(counter *c, const char *kind, const char *id, const char *label) {
    char key[160];
    int len = snprintf(key, sizeof key, "%s:%s", kind, id);
    const char *kept = tpt__arena_copy(c->arena, key, len < (int)sizeof key ? (size_t)len : sizeof key - 1);
    tpt__map_set(c->arena, &c->at, kept, strlen(kept), c->list.count); /* a map keeps no copy of its keys */
    *tpt__push(c->arena, &c->list) = (tpt_coverage){kind, id, label, 0, 0};
}

static void add_rows(counter *c, const tpt__rules *rules) {
    for (uint32_t i = 0; i < rules->flags.count; i++)
        add_row(c, "flag", rules->flags.items[i].id, rules->flags.items[i].title);
    for (uint32_t i = 0; i < rules->conditions.count; i++) {
        const tpt__condition_rule *rule = &rules->conditions.items[i];
        add_row(c, "condition", rule->id, rule->label);
        for (uint32_t k = 0; k < rule->subtypes.count; k++)
            add_row(c, "condition", rule->subtypes.items[k].id, rule->subtypes.items[k].label);
    }
    for (uint32_t i = 0; i < rules->areas.count; i++)
        add_row(c, "area", rules->areas.items[i].id, rules->areas.items[i].label);
    for (uint32_t i = 0; i < rules->cautions.count; i++)
        add_row(c, "caution", rules->cautions.items[i].id, "");
}

static void count_references(counter *c, const tpt__json *json, const char *key, bool positive) {
    const tpt__json_node *list = tpt__json_member(json, &json->items[0], key);
    if (!list || list->type != TPT__JSON_ARRAY) return;
    for (const tpt__json_node *item = tpt__json_first(json, list); item; item = tpt__json_next(json, item)) {
        if (item->type != TPT__JSON_STRING) continue;
        uint32_t row = tpt__map_get(&c->at, item->text, item->len);
        if (row == TPT__NONE) {
            if (c->unknown) c->unknown(item->text, c->context);
        } else if (positive) {
            c->list.items[row].positive++;
        } else {
            c->list.items[row].near_miss++;
        }
    }
}

tpt__coverage_list tpt__coverage(tpt__arena *arena, const tpt_ruleset *ruleset,
                                 void (*unknown)(const char *reference, void *context), void *context) {
    counter c = {.arena = arena, .unknown = unknown, .context = context};
    add_rows(&c, &ruleset->rules);
    for (uint32_t i = 0; i < ruleset->cases.count; i++) {
        tpt__json json;
        tpt_error error;
        const tpt__case_text *text = &ruleset->cases.items[i];
        if (tpt__json_parse(arena, text->text, text->len, &json, &error) != TPT_OK)
            continue; /* a failing case */
        count_references(&c, &json, "covers", true);
        count_references(&c, &json, "near_miss", false);
    }
    return c.list;
}

/* ---- The linter ---- */

typedef struct linter {
    tpt__arena *arena;
    tpt__lint_list list;
} linter;

static void say(linter *l, const char *format, const char *what, const char *id) {
    char line[240];
    int len = snprintf(line, sizeof line, format, what, id);
    *tpt__push(l->arena, &l->list) =
        tpt__arena_copy(l->arena, line, len < (int)sizeof line ? (size_t)len : strlen(line));
}

static void lint_unknown(const char *reference, void *context) {
    say(context, "cases: %s%s is no rule of the pack", reference, "");
}

static void lint_sources(linter *l, const tpt__rules *rules) {
    for (uint32_t i = 0; i < rules->flags.count; i++)
        if (!rules->flags.items[i].sources.count)
            say(l, "%s %s: no source", "flag", rules->flags.items[i].id);
    for (uint32_t i = 0; i < rules->conditions.count; i++)
        if (!rules->conditions.items[i].sources.count)
            say(l, "%s %s: no source", "condition", rules->conditions.items[i].id);
    for (uint32_t i = 0; i < rules->therapies.count; i++)
        if (!rules->therapies.items[i].sources.count)
            say(l, "%s %s: no source", "therapy", rules->therapies.items[i].id);
    for (uint32_t i = 0; i < rules->cautions.count; i++)
        if (!rules->cautions.items[i].sources.count)
            say(l, "%s %s: no source", "caution", rules->cautions.items[i].id);
}

/*
 * Nothing that is added may calm: within a flag only a mitigator may stand under "not", and nothing may rest on a denial. So every
 * flag can only rise with what is told (suppression never lets go of a higher level).
 */
static void lint_monotone(linter *l, const tpt_ruleset *ruleset, const char *flag, uint32_t index,
                          bool under_not) {
    const tpt__expr *expr = &ruleset->rules.exprs.items[index];
    if (expr->kind == TPT__EXPR_FINDING) {
        const tpt__finding_rule *finding = &ruleset->lexicon.findings.items[expr->target];
        bool calms = under_not && finding->type != TPT__FINDING_MITIGATOR;
        if (calms) say(l, "flag %s: %s calms it, and is no mitigator", flag, finding->id);
        if (expr->want == TPT__WANT_ABSENT) say(l, "flag %s: it rests on a denial of %s", flag, finding->id);
    }
    for (uint32_t i = 0; i < expr->children.count; i++)
        lint_monotone(l, ruleset, flag, expr->children.items[i], under_not != (expr->kind == TPT__EXPR_NOT));
}

static void lint_flags(linter *l, const tpt_ruleset *ruleset) {
    for (uint32_t i = 0; i < ruleset->rules.flags.count; i++) {
        const tpt__flag_rule *flag = &ruleset->rules.flags.items[i];
        for (uint32_t k = 0; k < flag->level_count; k++)
            lint_monotone(l, ruleset, flag->id, flag->levels[k].when, false);
    }
}

/* A rule that no case covers may have stopped working long ago. An area is only ever one of many, so it needs no near miss. */
static void lint_cases(linter *l, const tpt_ruleset *ruleset) {
    tpt__coverage_list list = tpt__coverage(l->arena, ruleset, lint_unknown, l);
    for (uint32_t i = 0; i < list.count; i++) {
        const tpt_coverage *row = &list.items[i];
        if (!row->positive) say(l, "%s %s: no case covers it", row->kind, row->id);
        if (!row->near_miss && strcmp(row->kind, "area") != 0)
            say(l, "%s %s: no near miss", row->kind, row->id);
    }
}

tpt__lint_list tpt__lint(tpt__arena *arena, const tpt_ruleset *ruleset) {
    linter l = {.arena = arena};
    const tpt__rules *rules = &ruleset->rules;
    lint_sources(&l, rules);
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++)
        if (!*rules->levels[i].title)
            say(&l, "urgency: no wording for the level %s%s", tpt__level_names[i], "");
    lint_flags(&l, ruleset);
    lint_cases(&l, ruleset);
    return l.list;
}

#include "pack/lint.h"

#include <stdio.h>
#include <string.h>

#include "pack/coverage.h"

static void say(tpt__loader *l, tpt__problem problem, tpt__kind kind, const char *id, const char *format,
                const char *what, const char *which) {
    char line[240];
    snprintf(line, sizeof line, format, what, which);
    tpt__remark(l, problem, kind, id, line);
}

static void lint_unknown(const char *reference, void *context) {
    say(context, TPT__UNKNOWN_RULE_IN_CASE, TPT__KIND_COUNT, "", "cases: %s%s is no rule of the pack",
        reference, "");
}

static void lint_source(tpt__loader *l, tpt__kind kind, const char *name, const char *id, tpt__list sources) {
    if (!sources.count) say(l, TPT__NO_SOURCE, kind, id, "%s %s: no source", name, id);
}

static void lint_sources(tpt__loader *l, const tpt__rules *rules) {
    for (uint32_t i = 0; i < rules->flags.count; i++)
        lint_source(l, TPT__KIND_FLAG, "flag", rules->flags.items[i].id, rules->flags.items[i].sources);
    for (uint32_t i = 0; i < rules->conditions.count; i++)
        lint_source(l, TPT__KIND_CONDITION, "condition", rules->conditions.items[i].id,
                    rules->conditions.items[i].sources);
    for (uint32_t i = 0; i < rules->therapies.count; i++)
        lint_source(l, TPT__KIND_THERAPY, "therapy", rules->therapies.items[i].id,
                    rules->therapies.items[i].sources);
    for (uint32_t i = 0; i < rules->cautions.count; i++)
        lint_source(l, TPT__KIND_CAUTION, "caution", rules->cautions.items[i].id,
                    rules->cautions.items[i].sources);
}

static void lint_wording(tpt__loader *l, const tpt__rules *rules) {
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++)
        if (!*rules->levels[i].title)
            say(l, TPT__NO_WORDING, TPT__KIND_COUNT, "", "urgency: no wording for the level %s%s",
                tpt__level_names[i], "");
}

/*
 * Nothing that is added may calm: within a flag only a mitigator may stand under "not", and nothing may rest on a denial. So every
 * flag can only rise with what is told (suppression never lets go of a higher level).
 */
static void lint_monotone(tpt__loader *l, const char *flag, uint32_t index, bool under_not) {
    const tpt__expr *expr = &l->ruleset->rules.exprs.items[index];
    if (expr->kind == TPT__EXPR_FINDING) {
        const tpt__finding_rule *finding = &l->ruleset->lexicon.findings.items[expr->target];
        if (under_not && finding->type != TPT__FINDING_MITIGATOR)
            say(l, TPT__CALMED, TPT__KIND_FLAG, flag, "flag %s: %s calms it, and is no mitigator", flag,
                finding->id);
        if (expr->want == TPT__WANT_ABSENT)
            say(l, TPT__RESTS_ON_DENIAL, TPT__KIND_FLAG, flag, "flag %s: it rests on a denial of %s", flag,
                finding->id);
    }
    for (uint32_t i = 0; i < expr->children.count; i++)
        lint_monotone(l, flag, expr->children.items[i], under_not != (expr->kind == TPT__EXPR_NOT));
}

static void lint_flags(tpt__loader *l) {
    for (uint32_t i = 0; i < l->ruleset->rules.flags.count; i++) {
        const tpt__flag_rule *flag = &l->ruleset->rules.flags.items[i];
        for (uint32_t k = 0; k < flag->level_count; k++)
            lint_monotone(l, flag->id, flag->levels[k].when, false);
    }
}

static tpt__kind kind_named(const char *name) {
    static const struct {
        const char *name;
        tpt__kind kind;
    } kinds[] = {{"flag", TPT__KIND_FLAG},
                 {"condition", TPT__KIND_CONDITION},
                 {"area", TPT__KIND_AREA},
                 {"caution", TPT__KIND_CAUTION}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) return kinds[i].kind;
    return TPT__KIND_COUNT;
}

/* A rule that no case covers may have stopped working long ago. An area is only ever one of many, so it needs no near miss. */
static void lint_cases(tpt__loader *l) {
    tpt__coverage_list list = tpt__coverage(l->arena, l->ruleset, lint_unknown, l);
    for (uint32_t i = 0; i < list.count; i++) {
        const tpt_coverage *row = &list.items[i];
        tpt__kind kind = kind_named(row->kind);
        if (!row->positive)
            say(l, TPT__NO_CASE, kind, row->id, "%s %s: no case covers it", row->kind, row->id);
        if (!row->near_miss && kind != TPT__KIND_AREA)
            say(l, TPT__NO_NEAR_MISS, kind, row->id, "%s %s: no near miss", row->kind, row->id);
    }
}

void tpt__lint(tpt__loader *l) {
    lint_sources(l, &l->ruleset->rules);
    lint_wording(l, &l->ruleset->rules);
    lint_flags(l);
    lint_cases(l);
}

/* A rule read out: its kind, what makes it hold, what it says, its sources. For those who write or review rules. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "reason/ruleset.h"
#include "report/layout.h"

#define WIDTH 100
#define DEEPEST 16 /* of an expression on the page */

typedef struct page {
    const tpt_ruleset *ruleset;
    tpt__arena *arena;
    tpt__layout layout;
    bool found;
} page;

static void line(page *p, uint32_t indent, const char *bullet, const char *text) {
    if (text && *text) tpt__layout_paragraph(&p->layout, TPT__PLAIN, indent, bullet, text);
}

static void title(page *p, const char *kind, const char *id, const char *label) {
    char text[240];
    snprintf(text, sizeof text, "%s %s: %s", kind, id, label);
    if (p->found) tpt__layout_blank(&p->layout);
    tpt__layout_paragraph(&p->layout, TPT__BOLD, 0, "", text);
    p->found = true;
}

/* ---- Expressions ---- */

static void add_bound(tpt__buf *out, int64_t value, int64_t open) {
    if (value != open) tpt__buf_add_int(out, value);
}

static void add_range(tpt__buf *out, const char *name, const tpt__range *range) {
    tpt__buf_add_string(out, ", ");
    tpt__buf_add_string(out, name);
    tpt__buf_add_string(out, " ");
    add_bound(out, range->min, INT64_MIN);
    tpt__buf_add_string(out, "..");
    add_bound(out, range->max, INT64_MAX);
}

static void add_bits(tpt__buf *out, const char *name, uint32_t bits, const char *const *names) {
    bool first = true;
    for (uint32_t i = 0; bits && names[i]; i++) {
        if (!(bits & (1u << i))) continue;
        tpt__buf_add_string(out, first ? ", " : "|");
        if (first) tpt__buf_add_string(out, name);
        tpt__buf_add_string(out, names[i]);
        first = false;
    }
}

static void add_sites(tpt__buf *out, const tpt_ruleset *ruleset, tpt__list sites) {
    for (uint32_t i = 0; i < sites.count; i++) {
        tpt__buf_add_string(out, i ? "|" : " at ");
        tpt__buf_add_string(out, ruleset->lexicon.sites.items[sites.items[i]].id);
    }
}

static void add_concepts(tpt__buf *out, const tpt_ruleset *ruleset, const char *name, tpt__list concepts) {
    for (uint32_t i = 0; i < concepts.count; i++) {
        tpt__buf_add_string(out, i ? "|" : name);
        tpt__buf_add_string(out, ruleset->lexicon.concepts.items[concepts.items[i]].id);
    }
}

static void add_not_sites(tpt__buf *out, const tpt_ruleset *ruleset, tpt__list sites) {
    for (uint32_t i = 0; i < sites.count; i++) {
        tpt__buf_add_string(out, i ? "|" : " but not at ");
        tpt__buf_add_string(out, ruleset->lexicon.sites.items[sites.items[i]].id);
    }
}

static void add_finding(tpt__buf *out, const tpt_ruleset *ruleset, const tpt__expr *expr) {
    tpt__buf_add_string(out, ruleset->lexicon.findings.items[expr->target].id);
    if (expr->want != TPT__WANT_PRESENT) {
        tpt__buf_add_string(out, " ");
        tpt__buf_add_string(out, tpt__want_names[expr->want]);
    }
    add_sites(out, ruleset, expr->sites);
    add_not_sites(out, ruleset, expr->not_sites);
    add_bits(out, "side ", expr->sides, tpt__side_names);
    add_bits(out, "onset ", expr->onsets, tpt__onset_names);
    add_bits(out, "course ", expr->courses, tpt__course_names);
    add_concepts(out, ruleset, ", quality ", expr->qualities);
    add_concepts(out, ruleset, ", trigger ", expr->triggers);
    if (expr->has_severity) add_range(out, "severity", &expr->severity);
    if (expr->has_duration) add_range(out, "minutes", &expr->duration);
    if (expr->has_ago) add_range(out, "minutes ago", &expr->ago);
}

static const char *leaf(page *p, const tpt__expr *expr) {
    tpt__buf out = {.arena = p->arena};
    if (expr->kind == TPT__EXPR_FINDING) {
        add_finding(&out, p->ruleset, expr);
    } else {
        bool fact = expr->kind == TPT__EXPR_FACT;
        tpt__buf_add_string(&out, fact ? p->ruleset->rules.facts.items[expr->target].id
                                       : p->ruleset->rules.scores.items[expr->target].id);
        add_range(&out, fact ? "fact" : "score", &expr->value);
    }
    if (expr->or_unknown) tpt__buf_add_string(&out, ", or unknown");
    if (expr->known) tpt__buf_add_string(&out, ", known");
    return tpt__buf_text(&out);
}

static void write_expr(page *p, uint32_t index, uint32_t indent, const char *bullet) {
    static const char *const heads[] = {"all of", "any of", "not"};
    const tpt__expr *expr = &p->ruleset->rules.exprs.items[index];
    char head[40];
    if (expr->kind > TPT__EXPR_AT_LEAST) {
        line(p, indent, bullet, leaf(p, expr));
        return;
    }
    if (expr->kind == TPT__EXPR_AT_LEAST) snprintf(head, sizeof head, "at least %u of", expr->at_least);
    else snprintf(head, sizeof head, "%s", heads[expr->kind]);
    line(p, indent, bullet, head);
    for (uint32_t i = 0; i < expr->children.count && indent < 2 * DEEPEST; i++)
        write_expr(p, expr->children.items[i], indent + 2, "- ");
}

/* ---- Sources and cases ---- */

static void write_sources(page *p, tpt__list sources) {
    if (sources.count) line(p, 2, "", "sources");
    for (uint32_t i = 0; i < sources.count; i++) {
        const tpt__source_rule *source = &p->ruleset->rules.sources.items[sources.items[i]];
        tpt__buf out = {.arena = p->arena};
        tpt__buf_add_string(&out, source->id);
        tpt__buf_add_string(&out, source->verified ? " (checked): " : " (not checked): ");
        tpt__buf_add_string(&out, source->citation);
        line(p, 4, "- ", tpt__buf_text(&out));
    }
}

/* ---- Kinds ---- */

static void describe_flag(page *p, const tpt__flag_rule *flag) {
    title(p, "flag", flag->id, flag->title);
    line(p, 2, "cause: ", flag->cause);
    for (uint32_t i = 0; i < flag->level_count; i++) {
        const tpt__flag_level *level = &flag->levels[i];
        char head[64];
        snprintf(head, sizeof head, "%s%s when", tpt__level_names[level->level],
                 level->ambulance ? ", by ambulance," : "");
        line(p, 2, "", head);
        write_expr(p, level->when, 4, "");
        line(p, 4, "says: ", level->advice);
    }
    if (flag->unless != TPT__NONE) {
        line(p, 2, "", "unless");
        write_expr(p, flag->unless, 4, "");
    }
    line(p, 2, "says: ", flag->advice);
    line(p, 2, "asks: ", flag->question.text);
    write_sources(p, flag->sources);
}

static void describe_condition(page *p, const tpt__condition_rule *rule) {
    char bands[80];
    title(p, "condition", rule->id, rule->label);
    if (rule->required != TPT__NONE) {
        line(p, 2, "", "required");
        write_expr(p, rule->required, 4, "");
    }
    snprintf(bands, sizeof bands, "possible from %d points on, likely from %d", rule->possible, rule->likely);
    line(p, 2, "", bands);
    for (uint32_t i = 0; i < rule->weights.count + rule->against.count; i++) {
        bool against = i >= rule->weights.count;
        const tpt__weight *weight =
            against ? &rule->against.items[i - rule->weights.count] : &rule->weights.items[i];
        char points[24];
        snprintf(points, sizeof points, "%c%d ", against ? '-' : '+', weight->points);
        write_expr(p, weight->when, 4, points);
    }
    for (uint32_t i = 0; i < rule->subtypes.count; i++) {
        line(p, 2, "subtype ", rule->subtypes.items[i].id);
        write_expr(p, rule->subtypes.items[i].when, 4, "");
    }
    for (uint32_t c = 0; c < rule->criteria.count; c++) {
        line(p, 2, "criteria ", rule->criteria.items[c].label);
        for (uint32_t i = 0; i < rule->criteria.items[c].items.count; i++) {
            line(p, 4, "- ", rule->criteria.items[c].items.items[i].text);
            write_expr(p, rule->criteria.items[c].items.items[i].met, 6, "");
        }
    }
    write_sources(p, rule->sources);
}

static const char *sites_of(page *p, tpt__list sites) {
    tpt__buf out = {.arena = p->arena};
    for (uint32_t i = 0; i < sites.count; i++) {
        if (i) tpt__buf_add_string(&out, ", ");
        tpt__buf_add_string(&out, p->ruleset->lexicon.sites.items[sites.items[i]].id);
    }
    return tpt__buf_text(&out);
}

static void describe_area(page *p, const tpt__area_rule *rule) {
    title(p, "area", rule->id, rule->label);
    line(p, 2, "", rule->where);
    for (uint32_t i = 0; i < rule->parts.count; i++) {
        line(p, 2, "felt at: ", sites_of(p, rule->parts.items[i].primary));
        line(p, 2, "also at: ", sites_of(p, rule->parts.items[i].spillover));
    }
    for (uint32_t i = 0; i < rule->factors.count; i++)
        line(p, 2, "kept going by: ", p->ruleset->lexicon.findings.items[rule->factors.items[i]].id);
    line(p, 2, "says: ", rule->self_care);
    for (uint32_t i = 0; i < rule->cautions.count; i++) line(p, 2, "care: ", rule->cautions.items[i]);
    write_sources(p, rule->sources);
}

static void describe_therapy(page *p, const tpt__therapy_rule *rule) {
    title(p, "therapy", rule->id, rule->label);
    line(p, 2, "says: ", rule->say);
    for (uint32_t i = 0; i < rule->indications.count; i++) {
        const tpt__indication *indication = &rule->indications.items[i];
        char head[120];
        snprintf(head, sizeof head, "%s %s (%s): ", indication->against ? "against" : "for",
                 p->ruleset->rules.conditions.items[indication->condition].id,
                 tpt__grade_names[indication->grade]);
        line(p, 2, head, indication->why);
    }
    line(p, 2, "otherwise: ", rule->otherwise);
    write_sources(p, rule->sources);
}

static void describe_caution(page *p, const tpt__caution_rule *rule) {
    title(p, "caution", rule->id, "");
    line(p, 2, "", "when");
    write_expr(p, rule->when, 4, "");
    for (uint32_t i = 0; i < rule->effects.count; i++) {
        const tpt__effect *effect = &rule->effects.items[i];
        line(p, 2, effect->avoid ? "avoid: " : "with care: ", effect->why);
        for (uint32_t t = 0; t < effect->therapies.count; t++)
            line(p, 4, "- ", p->ruleset->rules.therapies.items[effect->therapies.items[t]].id);
    }
    write_sources(p, rule->sources);
}

/* A subtype is shown with its condition. */
static bool names_condition(const tpt__condition_rule *rule, const char *id) {
    if (strcmp(rule->id, id) == 0) return true;
    for (uint32_t i = 0; i < rule->subtypes.count; i++)
        if (strcmp(rule->subtypes.items[i].id, id) == 0) return true;
    return false;
}

static void describe(page *p, const char *id) {
    const tpt__rules *rules = &p->ruleset->rules;
    for (uint32_t i = 0; i < rules->flags.count; i++)
        if (strcmp(rules->flags.items[i].id, id) == 0) describe_flag(p, &rules->flags.items[i]);
    for (uint32_t i = 0; i < rules->conditions.count; i++)
        if (names_condition(&rules->conditions.items[i], id))
            describe_condition(p, &rules->conditions.items[i]);
    for (uint32_t i = 0; i < rules->areas.count; i++)
        if (strcmp(rules->areas.items[i].id, id) == 0) describe_area(p, &rules->areas.items[i]);
    for (uint32_t i = 0; i < rules->therapies.count; i++)
        if (strcmp(rules->therapies.items[i].id, id) == 0) describe_therapy(p, &rules->therapies.items[i]);
    for (uint32_t i = 0; i < rules->cautions.count; i++)
        if (strcmp(rules->cautions.items[i].id, id) == 0) describe_caution(p, &rules->cautions.items[i]);
}

tpt_status tpt_ruleset_describe(const tpt_ruleset *ruleset, const char *id, tpt_write_fn write, void *context,
                                tpt_error *error) {
    if (!ruleset || !id || !write) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    tpt__arena arena;
    tpt__arena_init(&arena, &ruleset->arena.allocator);
    jmp_buf trap;
    if (setjmp(trap)) {
        tpt__arena_free(&arena);
        return tpt__error_set(error, TPT_E_MEMORY, "out of memory");
    }
    arena.trap = &trap;
    page p = {
        .ruleset = ruleset, .arena = &arena, .layout = {.write = write, .context = context, .width = WIDTH}};
    describe(&p, id);
    bool failed = p.layout.failed, found = p.found;
    tpt__arena_free(&arena);
    if (failed) return tpt__error_set(error, TPT_E_WRITE, "writing failed");
    if (!found) return tpt__error_set(error, TPT_E_REFERENCE, "no rule has the id \"%s\"", id);
    return TPT_OK;
}

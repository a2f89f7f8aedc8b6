#include "reason/index.h"

#include <string.h>

#include "reason/outcome.h"

/* ---- What a case says ------------------------------------------------------------------------------------------------- */

static void link_findings(tpt__case *about) {
    uint32_t rules = about->lexicon->findings.count;
    uint32_t *first = TPT__NEW(about->arena, uint32_t, rules + 1);
    uint32_t *next = TPT__NEW(about->arena, uint32_t, about->finding_count + 1);
    memset(first, 0xFF, (rules + 1) * sizeof *first); /* TPT__NONE */
    for (uint32_t i = about->finding_count; i-- > 0;) {
        next[i] = first[about->findings[i].rule];
        first[about->findings[i].rule] = i;
    }
    about->first_of = first;
    about->next_of = next;
}

/* The places that hurt, with all that they are part of. The root of all sites ("the whole body") says nothing but of itself. */
static void mark_places(tpt__case *about) {
    const tpt__lexicon *lexicon = about->lexicon;
    uint64_t *near = TPT__NEW(about->arena, uint64_t, tpt__bits_words(lexicon->sites.count));
    for (uint32_t i = 0; i < about->finding_count; i++) {
        if (!tpt__is_painful_place(about, &about->findings[i])) continue;
        uint32_t site = about->findings[i].site;
        tpt__bits_add(near, site);
        for (; lexicon->sites.items[site].parent != TPT__NONE; site = lexicon->sites.items[site].parent)
            tpt__bits_add(near, site);
    }
    about->near = near;
}

/* ---- At load time: expressions ------------------------------------------------------------------------------------- */

static void index_shapes(tpt__arena *arena, tpt__rules *rules) {
    tpt__shape *shapes = TPT__NEW(arena, tpt__shape, rules->exprs.count + 1);
    uint32_t *children = TPT__NEW(arena, uint32_t, rules->exprs.count + 1),
             count = 0; /* each is the child of one at most */
    for (uint32_t e = 0; e < rules->exprs.count; e++) {
        const tpt__expr *expr = &rules->exprs.items[e];
        shapes[e] = (tpt__shape){expr->kind, count, expr->children.count};
        for (uint32_t i = 0; i < expr->children.count; i++) children[count++] = expr->children.items[i];
    }
    rules->index.shapes = shapes;
    rules->index.children = children;
}

static void index_expressions(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    uint32_t *parents = TPT__NEW(arena, uint32_t, rules->exprs.count + 1);
    tpt__pairs of_finding = {0}, of_fact = {0};
    memset(parents, 0xFF, (rules->exprs.count + 1) * sizeof *parents); /* TPT__NONE */
    for (uint32_t e = 0; e < rules->exprs.count; e++) {
        const tpt__expr *expr = &rules->exprs.items[e];
        for (uint32_t i = 0; i < expr->children.count; i++) parents[expr->children.items[i]] = e;
        if (expr->kind == TPT__EXPR_FINDING) *tpt__push(arena, &of_finding) = (tpt__pair){expr->target, e};
        if (expr->kind == TPT__EXPR_FACT) *tpt__push(arena, &of_fact) = (tpt__pair){expr->target, e};
    }
    rules->index.parents = parents;
    tpt__groups_of(arena, &of_finding, lexicon->findings.count, &rules->index.of_finding);
    tpt__groups_of(arena, &of_fact, rules->facts.count, &rules->index.of_fact);
}

/* Marks an expression, all that hold it, and their verdict; what is marked already has its holders marked. */
static void touch(const tpt__rules *rules, uint64_t *touched, uint64_t *awake, uint32_t expr) {
    for (; expr != TPT__NONE && !tpt__bits_has(touched, expr); expr = rules->index.parents[expr]) {
        uint32_t verdict = rules->index.verdict_of[expr];
        tpt__bits_add(touched, expr);
        if (verdict != TPT__NONE) tpt__bits_add(awake, verdict);
    }
}

static uint32_t verdict_count(const tpt__rules *rules) {
    return rules->conditions.count + rules->flags.count;
}

static void own_condition(uint32_t *verdict_of, const tpt__condition_rule *rule, uint32_t verdict) {
    if (rule->required != TPT__NONE) verdict_of[rule->required] = verdict;
    for (uint32_t i = 0; i < rule->weights.count; i++) verdict_of[rule->weights.items[i].when] = verdict;
    for (uint32_t i = 0; i < rule->against.count; i++) verdict_of[rule->against.items[i].when] = verdict;
}

static void own_flag(uint32_t *verdict_of, const tpt__flag_rule *rule, uint32_t verdict) {
    if (rule->unless != TPT__NONE) verdict_of[rule->unless] = verdict;
    for (uint32_t i = 0; i < rule->level_count; i++) verdict_of[rule->levels[i].when] = verdict;
}

static void index_verdicts(tpt__arena *arena, tpt__rules *rules) {
    uint32_t *verdict_of = TPT__NEW(arena, uint32_t, rules->exprs.count + 1), verdict = 0;
    memset(verdict_of, 0xFF, (rules->exprs.count + 1) * sizeof *verdict_of); /* TPT__NONE */
    for (uint32_t i = 0; i < rules->conditions.count; i++)
        own_condition(verdict_of, &rules->conditions.items[i], verdict++);
    for (uint32_t i = 0; i < rules->flags.count; i++) own_flag(verdict_of, &rules->flags.items[i], verdict++);
    rules->index.verdict_of = verdict_of;
}

/* What fits, or is anything but not assessed, for a person who said nothing. */
static void mark_restless(const tpt__case *nobody, uint64_t *awake) {
    uint32_t conditions = nobody->rules->conditions.count;
    uint64_t *idle = TPT__NEW(nobody->arena, uint64_t, tpt__bits_words(nobody->rules->flags.count));
    tpt__outcome out = {.level = TPT__INSUFFICIENT};
    tpt__reason_conditions(nobody, &out);
    tpt__reason_flags(nobody, &out);
    for (uint32_t i = 0; i < out.conditions.count; i++)
        tpt__bits_add(awake, out.conditions.items[i].condition);
    for (uint32_t i = 0; i < out.not_assessed.count; i++) tpt__bits_add(idle, out.not_assessed.items[i]);
    for (uint32_t flag = 0; flag < nobody->rules->flags.count; flag++)
        if (!tpt__bits_has(idle, flag)) tpt__bits_add(awake, conditions + flag);
}

static void index_never(tpt__arena *arena, tpt__rules *rules, const tpt__case *nobody) {
    uint64_t *touched = TPT__NEW(arena, uint64_t, tpt__bits_words(rules->exprs.count));
    uint64_t *awake = TPT__NEW(arena, uint64_t, tpt__bits_words(verdict_count(rules)));
    for (uint32_t e = 0; e < rules->exprs.count; e++)
        if (rules->exprs.items[e].kind == TPT__EXPR_SCORE) touch(rules, touched, awake, e);
    mark_restless(nobody, awake);
    rules->index.never_silent = touched;
    rules->index.never_idle = awake;
}

/* A person who said nothing, of whom everything is evaluated in full. */
static tpt__case nobody_of(tpt__arena *arena, const tpt__rules *rules, const tpt__lexicon *lexicon) {
    int64_t *facts = TPT__NEW(arena, int64_t, rules->facts.count + 1);
    tpt__case nobody = {.arena = arena, .lexicon = lexicon, .rules = rules, .facts = facts};
    for (uint32_t i = 0; i < rules->facts.count; i++) facts[i] = TPT__UNKNOWN;
    link_findings(&nobody);
    mark_places(&nobody);
    return nobody;
}

static void index_silence(tpt__arena *arena, tpt__rules *rules, const tpt__case *nobody) {
    tpt__silence *silence = TPT__NEW(arena, tpt__silence, rules->exprs.count + 1);
    for (uint32_t e = 0; e < rules->exprs.count; e++) {
        tpt__verdict verdict = tpt__expr_value(nobody, e);
        uint32_t missing = tpt__answers_missing(nobody, e);
        silence[e] = (tpt__silence){(uint8_t)verdict.truth, verdict.strength, (uint16_t)missing};
    }
    rules->index.silence = silence;
}

static void index_inferred(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    TPT__VEC(uint32_t) inferred = {0};
    for (uint32_t i = 0; i < lexicon->findings.count; i++)
        if (lexicon->findings.items[i].when != TPT__NONE) *tpt__push(arena, &inferred) = i;
    rules->index.inferred = (tpt__list){inferred.items, inferred.count, 0};
}

/* ---- At load time: areas ---------------------------------------------------------------------------------------------- */

/* How well a zone covers a place that is named: just it 100, a wider zone 85, a part of it 60, a neighbour 25. */
enum { COVERS_JUST_IT = 100, COVERS_WIDER = 85, COVERS_PART = 60, COVERS_NEIGHBOUR = 25 };

static void raise_cover(uint8_t *cover, uint32_t site, uint8_t to) {
    if (cover[site] < to) cover[site] = to;
}

/* For all sites at once. `zones` has a bit for each zone. */
static void cover_sites(const tpt__lexicon *lexicon, tpt__list list, const uint64_t *zones, uint8_t *cover) {
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t at = list.items[i];
        raise_cover(cover, at, COVERS_JUST_IT);
        while ((at = lexicon->sites.items[at].parent) != TPT__NONE) raise_cover(cover, at, COVERS_PART);
    }
    for (uint32_t site = 0; site < lexicon->sites.count; site++) {
        tpt__list neighbours = lexicon->sites.items[site].neighbours;
        for (uint32_t at = site; at != TPT__NONE; at = lexicon->sites.items[at].parent)
            if (tpt__bits_has(zones, at)) raise_cover(cover, site, COVERS_WIDER);
        for (uint32_t i = 0; i < neighbours.count; i++)
            if (tpt__bits_has(zones, neighbours.items[i])) raise_cover(cover, site, COVERS_NEIGHBOUR);
    }
}

static uint8_t *cover_of(tpt__arena *arena, const tpt__lexicon *lexicon, tpt__list list) {
    uint8_t *cover = TPT__NEW(arena, uint8_t, lexicon->sites.count + 1);
    uint64_t *zones = TPT__NEW(arena, uint64_t, tpt__bits_words(lexicon->sites.count));
    for (uint32_t i = 0; i < list.count; i++) tpt__bits_add(zones, list.items[i]);
    cover_sites(lexicon, list, zones, cover);
    return cover;
}

static void index_zone(tpt__arena *arena, const tpt__lexicon *lexicon, tpt__zone *zone) {
    uint8_t *cover = cover_of(arena, lexicon, zone->primary);
    const uint8_t *spill = cover_of(arena, lexicon, zone->spillover);
    for (uint32_t site = 0; site < lexicon->sites.count; site++) raise_cover(cover, site, spill[site] / 2);
    zone->cover = cover;
}

static void index_areas(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    uint32_t words = tpt__bits_words(rules->areas.count);
    uint64_t *areas_at = TPT__NEW(arena, uint64_t, words * (lexicon->sites.count + 1));
    for (uint32_t i = 0; i < rules->areas.count; i++)
        for (uint32_t p = 0; p < rules->areas.items[i].parts.count; p++) {
            tpt__zone *zone = &rules->areas.items[i].parts.items[p];
            index_zone(arena, lexicon, zone);
            for (uint32_t site = 0; site < lexicon->sites.count; site++)
                if (zone->cover[site]) tpt__bits_add(areas_at + site * words, i);
        }
    rules->index.areas_at = areas_at;
    rules->index.area_words = words;
}

static void index_therapies(tpt__arena *arena, tpt__rules *rules) {
    tpt__pairs pairs = {0};
    for (uint32_t t = 0; t < rules->therapies.count; t++) {
        const tpt__therapy_rule *rule = &rules->therapies.items[t];
        for (uint32_t i = 0; i < rule->indications.count; i++)
            if (!rule->indications.items[i].against)
                *tpt__push(arena, &pairs) = (tpt__pair){rule->indications.items[i].condition, t};
    }
    tpt__groups_of(arena, &pairs, rules->conditions.count, &rules->index.therapies_of);
}

void tpt__rules_freeze(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    tpt__case nobody = nobody_of(arena, rules, lexicon);
    index_shapes(arena, rules);
    index_expressions(arena, rules, lexicon);
    index_verdicts(arena, rules);
    index_silence(arena, rules, &nobody);
    index_never(arena, rules, &nobody);
    index_inferred(arena, rules, lexicon);
    index_areas(arena, rules, lexicon);
    index_therapies(arena, rules);
}

/* ---- At run time: a case --------------------------------------------------------------------------------------------- */

static uint64_t *copy_bits(tpt__arena *arena, const uint64_t *set, uint32_t count) {
    uint64_t *copy = TPT__NEW(arena, uint64_t, tpt__bits_words(count));
    memcpy(copy, set, tpt__bits_words(count) * sizeof *copy);
    return copy;
}

static void mark_touched(tpt__case *about) {
    const tpt__rules *rules = about->rules;
    const tpt__groups *of_finding = &rules->index.of_finding, *of_fact = &rules->index.of_fact;
    uint64_t *touched = copy_bits(about->arena, rules->index.never_silent, rules->exprs.count);
    uint64_t *awake = copy_bits(about->arena, rules->index.never_idle, verdict_count(rules));
    for (uint32_t i = 0; i < about->finding_count; i++) {
        uint32_t rule = about->findings[i].rule;
        for (uint32_t at = of_finding->first[rule]; at < of_finding->first[rule + 1]; at++)
            touch(rules, touched, awake, of_finding->items[at]);
    }
    for (uint32_t fact = 0; fact < rules->facts.count; fact++)
        for (uint32_t at = of_fact->first[fact];
             about->facts[fact] != TPT__UNKNOWN && at < of_fact->first[fact + 1]; at++)
            touch(rules, touched, awake, of_fact->items[at]);
    about->touched = touched;
    about->awake = awake;
}

void tpt__case_index(tpt__case *about) {
    link_findings(about);
    mark_touched(about);
    mark_places(about);
}

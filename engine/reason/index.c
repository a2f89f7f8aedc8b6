#include "reason/index.h"

#include <string.h>

#include "reason/outcome.h"

/* ---- At load time: expressions ------------------------------------------------------------------------------------- */

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

/* Marks an expression and all that hold it; what is marked already has its holders marked. */
static void touch(const tpt__rules *rules, uint64_t *touched, uint32_t expr) {
    for (; expr != TPT__NONE && !tpt__bits_has(touched, expr); expr = rules->index.parents[expr])
        tpt__bits_add(touched, expr);
}

static void index_scores(tpt__arena *arena, tpt__rules *rules) {
    uint64_t *touched = TPT__NEW(arena, uint64_t, tpt__bits_words(rules->exprs.count));
    for (uint32_t e = 0; e < rules->exprs.count; e++)
        if (rules->exprs.items[e].kind == TPT__EXPR_SCORE) touch(rules, touched, e);
    rules->index.never_silent = touched;
}

/* Evaluates each expression in full for a person who said nothing. */
static void index_silence(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    int64_t *facts = TPT__NEW(arena, int64_t, rules->facts.count + 1);
    tpt__silence *silence = TPT__NEW(arena, tpt__silence, rules->exprs.count + 1);
    tpt__case nobody = {.arena = arena, .lexicon = lexicon, .rules = rules, .facts = facts};
    for (uint32_t i = 0; i < rules->facts.count; i++) facts[i] = TPT__UNKNOWN;
    tpt__case_index(&nobody);
    nobody.touched = NULL;
    for (uint32_t e = 0; e < rules->exprs.count; e++) {
        tpt__verdict verdict = tpt__expr_value(&nobody, e);
        uint32_t missing = tpt__answers_missing(&nobody, e);
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
    for (uint32_t i = 0; i < rules->areas.count; i++)
        for (uint32_t p = 0; p < rules->areas.items[i].parts.count; p++)
            index_zone(arena, lexicon, &rules->areas.items[i].parts.items[p]);
}

void tpt__rules_freeze(tpt__arena *arena, tpt__rules *rules, const tpt__lexicon *lexicon) {
    index_expressions(arena, rules, lexicon);
    index_scores(arena, rules);
    index_silence(arena, rules, lexicon);
    index_inferred(arena, rules, lexicon);
    index_areas(arena, rules, lexicon);
}

/* ---- At run time: a case --------------------------------------------------------------------------------------------- */

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

static void touch_group(const tpt__rules *rules, uint64_t *touched, const tpt__groups *groups, uint32_t key) {
    for (uint32_t i = groups->first[key]; i < groups->first[key + 1]; i++)
        touch(rules, touched, groups->items[i]);
}

static void mark_touched(tpt__case *about) {
    const tpt__rules *rules = about->rules;
    uint32_t size = tpt__bits_words(rules->exprs.count);
    uint64_t *touched = TPT__NEW(about->arena, uint64_t, size);
    memcpy(touched, rules->index.never_silent, size * sizeof *touched);
    for (uint32_t i = 0; i < about->finding_count; i++)
        touch_group(rules, touched, &rules->index.of_finding, about->findings[i].rule);
    for (uint32_t fact = 0; fact < rules->facts.count; fact++)
        if (about->facts[fact] != TPT__UNKNOWN) touch_group(rules, touched, &rules->index.of_fact, fact);
    about->touched = touched;
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

void tpt__case_index(tpt__case *about) {
    link_findings(about);
    mark_touched(about);
    mark_places(about);
}

/* Published criteria, item by item: met, not met, not asked. What nobody asked is never taken for met, nor for not met. */
#include "reason/outcome.h"

const char *const tpt__standing_names[] = {"not_met", "open", "probable", "met", NULL};

/* ---- Scores ---- */

/* How many of a place hurt: one, or each side of it; a side that was not said is one of the two. */
static int64_t count_place(const tpt__case *about, const tpt__place *place) {
    bool left = false, right = false, somewhere = false;
    for (uint32_t i = 0; i < about->finding_count; i++) {
        const tpt__finding *finding = &about->findings[i];
        if (finding->status != TPT__PRESENT || !tpt__is_painful_place(about, finding)) continue;
        if (!tpt__site_within_any(about->lexicon, finding->site, place->sites)) continue;
        tpt__side side = finding->attributes.side;
        left |= side == TPT__SIDE_LEFT || side == TPT__SIDE_BOTH;
        right |= side == TPT__SIDE_RIGHT || side == TPT__SIDE_BOTH;
        somewhere = true;
    }
    if (place->each_side && left && right) return 2;
    return somewhere;
}

static void add_item(const tpt__case *about, const tpt__score_item *item, tpt__bounds *sum) {
    int64_t value = about->facts[item->fact], most = about->rules->facts.items[item->fact].max;
    tpt__truth said = TPT__NOT_KNOWN;
    if (value == TPT__UNKNOWN && item->when != TPT__NONE) said = tpt__expr_value(about, item->when).truth;
    if (value != TPT__UNKNOWN) most = value;
    else if (said == TPT__FALSE) most = 0;
    sum->lower += value != TPT__UNKNOWN ? value : said == TPT__TRUE;
    sum->upper += most;
}

tpt__bounds tpt__score_bounds(const tpt__case *about, uint32_t score) {
    const tpt__score_rule *rule = &about->rules->scores.items[score];
    int64_t given = rule->fact == TPT__NONE ? TPT__UNKNOWN : about->facts[rule->fact];
    if (given != TPT__UNKNOWN) return (tpt__bounds){given, given};
    tpt__bounds bounds = {0, rule->items.count ? 0 : rule->max};
    for (uint32_t i = 0; i < rule->places.count; i++)
        bounds.lower += count_place(about, &rule->places.items[i]);
    for (uint32_t i = 0; i < rule->items.count; i++) add_item(about, &rule->items.items[i], &bounds);
    if (bounds.lower > rule->max) bounds.lower = rule->max;
    if (bounds.upper > rule->max) bounds.upper = rule->max;
    return bounds;
}

/* ---- Criteria ---- */

static tpt__truth item_status(const tpt__case *about, const tpt__criterion *item) {
    tpt__truth met = tpt__expr_value(about, item->met).truth;
    if (met == TPT__TRUE) return TPT__TRUE;
    if (item->not_met != TPT__NONE && tpt__expr_value(about, item->not_met).truth == TPT__TRUE)
        return TPT__FALSE;
    return met == TPT__FALSE && item->not_met == TPT__NONE ? TPT__FALSE : TPT__NOT_KNOWN;
}

static tpt__standing standing_for(const tpt__criteria_rule *rule, const tpt__truth *items) {
    uint32_t met = 0, missed = 0;
    for (uint32_t i = 0; i < rule->items.count; i++) {
        met += items[i] == TPT__TRUE;
        missed += items[i] == TPT__FALSE;
    }
    if (met == rule->items.count) return TPT__CRITERIA_MET;
    if (missed > rule->may_miss) return TPT__CRITERIA_NOT_MET;
    return missed && met + missed == rule->items.count ? TPT__CRITERIA_PROBABLE : TPT__CRITERIA_OPEN;
}

void tpt__judge_criteria(const tpt__case *about, tpt__condition_hit *hit) {
    const tpt__condition_rule *condition = &about->rules->conditions.items[hit->condition];
    for (uint32_t c = 0; c < condition->criteria.count; c++) {
        const tpt__criteria_rule *rule = &condition->criteria.items[c];
        tpt__truth *items = TPT__NEW(about->arena, tpt__truth, rule->items.count + 1);
        tpt__bounds *scores = TPT__NEW(about->arena, tpt__bounds, rule->scores.count + 1);
        for (uint32_t i = 0; i < rule->items.count; i++) items[i] = item_status(about, &rule->items.items[i]);
        for (uint32_t i = 0; i < rule->scores.count; i++)
            scores[i] = tpt__score_bounds(about, rule->scores.items[i]);
        *tpt__push(about->arena, &hit->criteria) =
            (tpt__criteria_hit){standing_for(rule, items), items, scores};
    }
}

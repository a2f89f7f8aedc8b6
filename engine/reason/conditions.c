/* Conditions: points for and against, subtypes, and the order among them. */
#include "reason/outcome.h"

#include "base/sort.h"

static int32_t points_of(const tpt__weight *weight, const tpt__verdict *verdict) {
    return weight->points * verdict->strength / 4;
}

static void add_part(const tpt__case *about, tpt__condition_hit *hit, bool against,
                     const tpt__verdict *verdict, int32_t points) {
    tpt__score_part part = {verdict->evidence_count ? verdict->evidence[0] : TPT__NONE, points};
    if (against) *tpt__push(about->arena, &hit->against) = part;
    else *tpt__push(about->arena, &hit->evidence) = part;
}

static int32_t score_for(const tpt__case *about, const tpt__condition_rule *rule, tpt__condition_hit *hit) {
    int32_t groups[8] = {0}, score = 0;
    for (uint32_t i = 0; i < rule->weights.count; i++) {
        const tpt__weight *weight = &rule->weights.items[i];
        if (!tpt__expr_may_count(about, weight->when)) continue;
        tpt__verdict verdict = tpt__expr_value(about, weight->when);
        if (verdict.truth < TPT__POSSIBLE || (verdict.truth == TPT__POSSIBLE && !verdict.evidence_count))
            continue;
        int32_t points = points_of(weight, &verdict);
        if (points) add_part(about, hit, false, &verdict, points);
        groups[weight->group] += points;
    }
    for (uint32_t g = 0; g < rule->group_count; g++)
        score += groups[g] < rule->caps[g] ? groups[g] : rule->caps[g];
    return score;
}

static int32_t score_against(const tpt__case *about, const tpt__condition_rule *rule,
                             tpt__condition_hit *hit) {
    int32_t score = 0;
    for (uint32_t i = 0; i < rule->against.count; i++) {
        if (!tpt__expr_may_be(about, rule->against.items[i].when, TPT__TRUE)) continue;
        tpt__verdict verdict = tpt__expr_value(about, rule->against.items[i].when);
        if (verdict.truth != TPT__TRUE) continue;
        int32_t points = points_of(&rule->against.items[i], &verdict);
        add_part(about, hit, true, &verdict, points);
        score += points;
    }
    return score;
}

static uint32_t subtype_of(const tpt__case *about, const tpt__condition_rule *rule) {
    for (uint32_t i = 0; i < rule->subtypes.count; i++)
        if (tpt__expr_value(about, rule->subtypes.items[i].when).truth == TPT__TRUE) return i;
    return TPT__NONE;
}

static void judge_condition(const tpt__case *about, uint32_t index, tpt__outcome *out) {
    const tpt__condition_rule *rule = &about->rules->conditions.items[index];
    tpt__condition_hit hit = {.condition = index, .subtype = TPT__NONE};
    if (rule->required != TPT__NONE && !tpt__expr_may_be(about, rule->required, TPT__POSSIBLE)) return;
    if (rule->required != TPT__NONE && tpt__expr_value(about, rule->required).truth < TPT__POSSIBLE) return;
    int32_t score = score_for(about, rule, &hit);
    score -= score_against(about, rule, &hit);
    hit.score = score < 0 ? 0 : score > 100 ? 100 : score;
    if (hit.score < rule->possible) return;
    hit.likely = hit.score >= rule->likely;
    hit.subtype = subtype_of(about, rule);
    tpt__judge_criteria(about, &hit);
    *tpt__push(about->arena, &out->conditions) = hit;
}

static int by_score(const void *left, const void *right) {
    const tpt__condition_hit *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->condition < b->condition ? -1 : a->condition > b->condition;
}

/* What the criteria that decide between conditions have come to. */
static tpt__standing standing_of(const tpt__case *about, const tpt__condition_hit *hit) {
    const tpt__condition_rule *rule = &about->rules->conditions.items[hit->condition];
    tpt__standing best = TPT__CRITERIA_NOT_MET;
    for (uint32_t i = 0; i < rule->criteria.count; i++)
        if (rule->criteria.items[i].ranks && hit->criteria.items[i].standing > best)
            best = hit->criteria.items[i].standing;
    return best;
}

/*
 * Does `later` belong before `earlier`? A definite diagnosis beats a probable one; of two probable ones, that which outranks
 * the other goes first (ICHD-3: migraine before tension-type headache).
 */
static bool goes_before(const tpt__case *about, const tpt__condition_hit *later,
                        const tpt__condition_hit *earlier) {
    const tpt__condition_rule *a = &about->rules->conditions.items[later->condition];
    const tpt__condition_rule *b = &about->rules->conditions.items[earlier->condition];
    bool over = tpt__list_has(a->outranks, earlier->condition);
    if (!over && !tpt__list_has(b->outranks, later->condition)) return false;
    tpt__standing mine = standing_of(about, later), theirs = standing_of(about, earlier);
    if (mine < TPT__CRITERIA_PROBABLE) return false;
    return mine > theirs || (mine == theirs && mine == TPT__CRITERIA_PROBABLE && over);
}

/* Two that change places change their scores' order too, so that the list still goes down. */
static void rank_by_criteria(const tpt__case *about, tpt__outcome *out) {
    for (uint32_t i = 0; i < out->conditions.count; i++) {
        for (uint32_t k = i + 1; k < out->conditions.count; k++) {
            tpt__condition_hit *earlier = &out->conditions.items[i], *later = &out->conditions.items[k];
            if (!goes_before(about, later, earlier)) continue;
            tpt__condition_hit moved = *later;
            if (moved.score < earlier->score) moved.score = earlier->score;
            moved.likely |= moved.score >= about->rules->conditions.items[moved.condition].likely;
            *later = *earlier;
            *earlier = moved;
        }
    }
}

void tpt__reason_conditions(const tpt__case *about, tpt__outcome *out) {
    for (uint32_t i = 0; i < about->rules->conditions.count; i++)
        if (tpt__condition_is_awake(about, i)) judge_condition(about, i, out);
    if (!out->conditions.count) return;
    tpt__sort(about->arena, out->conditions.items, out->conditions.count, sizeof *out->conditions.items,
              by_score);
    rank_by_criteria(about, out);
}

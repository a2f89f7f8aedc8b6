/* Therapies and self-care: what suits the conditions that fit, and what is against it. */
#include "reason/outcome.h"

/* A fact that nobody gave ("possible") gives no caution: a caution needs something that was said. */
static bool applies(const tpt__case *about, const tpt__caution_rule *caution) {
    if (!tpt__expr_may_count(about, caution->when)) return false;
    tpt__verdict verdict = tpt__expr_value(about, caution->when);
    return verdict.truth == TPT__TRUE || (verdict.truth == TPT__POSSIBLE && verdict.evidence_count);
}

typedef TPT__VEC(uint32_t) index_list;

static index_list cautions_of(const tpt__case *about) {
    index_list list = {0};
    for (uint32_t i = 0; i < about->rules->cautions.count; i++)
        if (applies(about, &about->rules->cautions.items[i])) *tpt__push(about->arena, &list) = i;
    return list;
}

/* Why a therapy is named: the first condition that it is for; where none fits, that there is pain of muscles. */
static void indicate(const tpt__case *about, const tpt__therapy_rule *rule, const tpt__outcome *out,
                     tpt__therapy_hit *hit) {
    for (uint32_t c = 0; c < out->conditions.count && !hit->why; c++) {
        for (uint32_t i = 0; i < rule->indications.count; i++) {
            const tpt__indication *indication = &rule->indications.items[i];
            if (indication->condition != out->conditions.items[c].condition || indication->against) continue;
            hit->why = indication->why;
            hit->grade = indication->grade;
        }
    }
    if (out->conditions.count || !rule->otherwise || !tpt__has_muscular_pain(about)) return;
    hit->why = rule->otherwise;
    hit->grade = rule->otherwise_grade;
}

/* What the cautions that apply say of a therapy: first what is to be avoided, then what needs care. */
static void add_cautions(const tpt__case *about, const index_list *apply, bool avoid, tpt__therapy_hit *hit) {
    for (uint32_t i = 0; i < apply->count; i++) {
        const tpt__caution_rule *rule = &about->rules->cautions.items[apply->items[i]];
        for (uint32_t e = 0; e < rule->effects.count; e++) {
            const tpt__effect *effect = &rule->effects.items[e];
            if (effect->avoid != avoid || !tpt__list_has(effect->therapies, hit->therapy)) continue;
            *tpt__push(about->arena, &hit->cautions) =
                (tpt__caution_hit){apply->items[i], avoid, effect->why};
            if (avoid) hit->advice = TPT__AVOID;
            else if (hit->advice != TPT__AVOID) hit->advice = TPT__CAUTION;
        }
    }
}

static void judge_therapy(const tpt__case *about, uint32_t index, const index_list *apply,
                          tpt__outcome *out) {
    const tpt__therapy_rule *rule = &about->rules->therapies.items[index];
    const char *hands_off = about->rules->levels[out->level].hands_off;
    tpt__therapy_hit hit = {.therapy = index, .advice = TPT__SUGGESTED};
    indicate(about, rule, out, &hit);
    if (!hit.why) return;
    add_cautions(about, apply, true, &hit);
    add_cautions(about, apply, false, &hit);
    if (rule->local && hands_off) {
        *tpt__push(about->arena, &hit.cautions) = (tpt__caution_hit){TPT__NONE, false, hands_off};
        if (hit.advice == TPT__SUGGESTED) hit.advice = TPT__CAUTION;
    }
    *tpt__push(about->arena, &out->therapies) = hit;
}

static bool cares_for(const tpt__case *about, const tpt__outcome *out, uint32_t item) {
    for (uint32_t c = 0; c < out->conditions.count; c++) {
        uint32_t condition = out->conditions.items[c].condition;
        if (!out->conditions.items[c].likely && c) continue;
        if (tpt__list_has(about->rules->conditions.items[condition].self_care, item) ||
            tpt__list_has(about->rules->self_care.items[item].conditions, condition))
            return true;
    }
    return false;
}

/* Those that a condition which fits is a reason for; where none fits, all that may suit pain of muscles. */
static const uint64_t *indicated(const tpt__case *about, const tpt__outcome *out) {
    const tpt__groups *therapies_of = &about->rules->index.therapies_of;
    uint64_t *set = TPT__NEW(about->arena, uint64_t, tpt__bits_words(about->rules->therapies.count));
    for (uint32_t t = 0; !out->conditions.count && t < about->rules->therapies.count; t++)
        if (about->rules->therapies.items[t].otherwise) tpt__bits_add(set, t);
    for (uint32_t c = 0; c < out->conditions.count; c++) {
        uint32_t condition = out->conditions.items[c].condition;
        for (uint32_t i = therapies_of->first[condition]; i < therapies_of->first[condition + 1]; i++)
            tpt__bits_add(set, therapies_of->items[i]);
    }
    return set;
}

void tpt__reason_therapies(const tpt__case *about, tpt__outcome *out) {
    const tpt__level_rule *level = &about->rules->levels[out->level];
    index_list apply = cautions_of(about);
    const uint64_t *may_suit = indicated(about, out);
    for (uint32_t i = 0; level->therapies && i < about->rules->therapies.count; i++)
        if (tpt__bits_has(may_suit, i)) judge_therapy(about, i, &apply, out);
    for (uint32_t i = 0; level->self_care && i < about->rules->self_care.count; i++)
        if (cares_for(about, out, i)) *tpt__push(about->arena, &out->self_care) = i;
}

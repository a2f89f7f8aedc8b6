/* From findings and facts to flags, conditions, urgency, areas, therapies, questions. Integers only; stable orders. */
#include "reason/outcome.h"

#include <string.h>

#include "base/sort.h"

#define SIX_WEEKS 60480
#define AREA_LIMIT 8 /* more areas than a person can look at help nobody */
#define AREA_FLOOR 20
#define AREA_FLOOR_ALONE 25 /* where no condition fits: only what is felt right where it hurts */
#define AREAS_OF_FIRST 4

const char *const tpt__level_names[] = {"insufficient", "self_care", "routine", "soon",
                                        "urgent",       "emergency", NULL};
const char *const tpt__grade_names[] = {"none", "very_low", "low", "moderate", "high", NULL};
const char *const tpt__want_names[] = {"present", "absent", "past", "past_or_present", NULL};
const char *const tpt__ask_names[] = {"named", "person", "complaint", NULL};

/* ---- Flags ----------------------------------------------------------------------------------------------------------------- */

/* Raised on findings of strength 3 and more, an emergency on 2; below that unclear: one level lower, with its question. */
static bool is_raised(const tpt__verdict *verdict, tpt__level level) {
    return verdict->truth == TPT__TRUE && verdict->strength >= (level == TPT__EMERGENCY ? 2 : 3);
}

/* By a finding; or, of an intake form, by a fact alone, which then has to suffice: "paracetamol_day_mg": 6000. */
static bool is_told(const tpt__verdict *verdict) {
    if (verdict->evidence_count) return verdict->truth >= TPT__POSSIBLE;
    return verdict->fact != TPT__NONE && verdict->truth == TPT__TRUE;
}

static bool is_mitigated(const tpt__case *about, const tpt__flag_rule *flag) {
    return flag->unless != TPT__NONE && tpt__expr_may_be(about, flag->unless, TPT__TRUE) &&
           tpt__expr_value(about, flag->unless).truth == TPT__TRUE;
}

/* The most urgent of a flag's levels, raised or unclear; a possible one counts one level lower. */
static void judge_flag(const tpt__case *about, uint32_t index, tpt__outcome *out) {
    const tpt__flag_rule *flag = &about->rules->flags.items[index];
    tpt__flag_hit best = {.flag = index, .level = TPT__INSUFFICIENT};
    if (is_mitigated(about, flag)) return;
    for (uint32_t i = 0; i < flag->level_count; i++) {
        if (!tpt__expr_may_count(about, flag->levels[i].when)) continue;
        tpt__verdict verdict = tpt__expr_value(about, flag->levels[i].when);
        if (!is_told(&verdict)) continue;
        bool raised = is_raised(&verdict, flag->levels[i].level);
        tpt__level level = raised ? flag->levels[i].level : flag->levels[i].level - 1;
        if (level < best.level || (level == best.level && !best.unclear)) continue;
        best = (tpt__flag_hit){.flag = index,
                               .level_index = i,
                               .level = level,
                               .unclear = !raised,
                               .verdict = verdict,
                               .ambulance = raised && flag->levels[i].ambulance};
    }
    if (best.level > TPT__SELF_CARE) *tpt__push(about->arena, &out->flags) = best;
    else *tpt__push(about->arena, &out->not_assessed) = index;
}

static int by_urgency(const void *left, const void *right) {
    const tpt__flag_hit *a = left, *b = right;
    if (a->level != b->level) return a->level > b->level ? -1 : 1;
    if (a->unclear != b->unclear) return a->unclear ? 1 : -1;
    return a->flag < b->flag ? -1 : a->flag > b->flag;
}

/* A general flag that a raised, no less urgent one names is not repeated. */
static bool is_suppressed(const tpt__case *about, const tpt__outcome *out, const tpt__flag_hit *hit) {
    for (uint32_t i = 0; i < out->flags.count; i++) {
        const tpt__flag_hit *other = &out->flags.items[i];
        if (other->unclear || other->level < hit->level) continue;
        if (tpt__list_has(about->rules->flags.items[other->flag].suppresses, hit->flag)) return true;
    }
    return false;
}

void tpt__reason_flags(const tpt__case *about, tpt__outcome *out) {
    for (uint32_t i = 0; i < about->rules->flags.count; i++) {
        if (tpt__flag_is_awake(about, i)) judge_flag(about, i, out);
        else *tpt__push(about->arena, &out->not_assessed) = i;
    }
    if (!out->flags.count) return;
    tpt__sort(about->arena, out->flags.items, out->flags.count, sizeof *out->flags.items, by_urgency);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->flags.count; i++)
        if (!is_suppressed(about, out, &out->flags.items[i])) out->flags.items[kept++] = out->flags.items[i];
    out->flags.count = kept;
}

/* ---- Urgency --------------------------------------------------------------------------------------------------------------- */

static bool says_something(const tpt__case *about) {
    for (uint32_t i = 0; i < about->finding_count; i++) {
        const tpt__finding *finding = &about->findings[i];
        tpt__finding_type type = about->lexicon->findings.items[finding->rule].type;
        bool complaint =
            type == TPT__FINDING_SYMPTOM || type == TPT__FINDING_FUNCTION_LOSS || type == TPT__FINDING_SIGN;
        if (complaint || finding->status == TPT__PRESENT || finding->status == TPT__PAST) return true;
    }
    return false;
}

/* Is there a reason not to stop at self-care: long, severe, or words that were not understood? */
static bool needs_routine(const tpt__case *about) {
    const tpt__rules *rules = about->rules;
    int64_t longest = rules->fact_duration == TPT__NONE ? TPT__UNKNOWN : about->facts[rules->fact_duration];
    int64_t worst = rules->fact_severity == TPT__NONE ? TPT__UNKNOWN : about->facts[rules->fact_severity];
    for (uint32_t i = 0; i < about->finding_count; i++) {
        const tpt__attributes *has = &about->findings[i].attributes;
        if (about->findings[i].status != TPT__PRESENT) continue;
        if (has->duration > longest) longest = has->duration;
        if (has->severity > worst) worst = has->severity;
    }
    return about->unread || about->incomplete || longest > SIX_WEEKS || longest == TPT__UNKNOWN || worst >= 8;
}

void tpt__reason_urgency(const tpt__case *about, tpt__outcome *out) {
    for (uint32_t i = 0; i < out->flags.count; i++) {
        const tpt__flag_hit *hit = &out->flags.items[i];
        if (hit->level > out->level) out->level = hit->level;
        if (hit->ambulance) out->ambulance = true;
    }
    if (out->level > TPT__SELF_CARE) return;
    if (!says_something(about)) out->level = about->incomplete ? TPT__ROUTINE : TPT__INSUFFICIENT;
    else out->level = needs_routine(about) ? TPT__ROUTINE : TPT__SELF_CARE;
}

/* ---- Trigger-point areas --------------------------------------------------------------------------------------------------- */

bool tpt__is_painful_place(const tpt__case *about, const tpt__finding *finding) {
    return finding->site != TPT__NONE &&
           (finding->status == TPT__PRESENT || finding->status == TPT__UNCLEAR) &&
           (about->lexicon->findings.items[finding->rule].type == TPT__FINDING_SYMPTOM ||
            about->lexicon->findings.items[finding->rule].muscular);
}

bool tpt__has_muscular_pain(const tpt__case *about) {
    for (uint32_t i = 0; i < about->finding_count; i++)
        if (about->findings[i].status == TPT__PRESENT && about->findings[i].strength >= 2 &&
            about->findings[i].site != TPT__NONE &&
            about->lexicon->findings.items[about->findings[i].rule].muscular)
            return true;
    return false;
}

/* A place that hurts, as the text names it. */
typedef struct sore {
    uint32_t site;
    uint8_t strength;
    tpt__side side;
    bool again; /* the site was named before */
} sore;

typedef TPT__VEC(sore) sore_list;

static sore_list sore_places(const tpt__case *about) {
    sore_list list = {0};
    for (uint32_t i = 0; i < about->finding_count; i++) {
        const tpt__finding *finding = &about->findings[i];
        if (!tpt__is_painful_place(about, finding)) continue;
        sore one = {finding->site, finding->site_strength, finding->attributes.side, false};
        for (uint32_t k = 0; k < list.count; k++) one.again |= list.items[k].site == one.site;
        *tpt__push(about->arena, &list) = one;
    }
    return list;
}

static void add_side(tpt__area_hit *hit, tpt__side side) {
    if (side != TPT__SIDE_LEFT && side != TPT__SIDE_RIGHT && side != TPT__SIDE_BOTH) return;
    if (!hit->side) hit->side = side;
    else if (hit->side != side) hit->side = TPT__SIDE_BOTH;
}

/* One place hit well, and how many of them. */
static int32_t score_zone(const tpt__zone *zone, const sore_list *places, tpt__area_hit *hit) {
    int32_t sum = 0, count = 0, top = 0;
    for (uint32_t i = 0; i < places->count; i++) {
        const sore *place = &places->items[i];
        int32_t best = zone->cover[place->site];
        if (best) add_side(hit, place->side);
        if (place->again) continue;
        count++;
        int32_t worth = best * place->strength / 4;
        sum += worth;
        if (worth > top) top = worth;
        if (best >= 50 && hit->site_count < 4) hit->sites[hit->site_count++] = place->site;
    }
    return count ? (top + sum / count) / 2 : 0;
}

static void score_zones(const tpt__area_rule *rule, const sore_list *places, tpt__area_hit *hit) {
    int32_t best = 0;
    for (uint32_t p = 0; p < rule->parts.count; p++) {
        tpt__area_hit part = {.area = hit->area, .factor = TPT__NONE};
        int32_t score = score_zone(&rule->parts.items[p], places, &part);
        if (score <= best) continue;
        best = score;
        *hit = part;
    }
    hit->score = best * 55 / 100;
}

/*
 * By area: a condition that fits adds most to the first area on its list; those that lead the list of the first condition are
 * always shown.
 */
static const int32_t *score_conditions(const tpt__case *about, const tpt__outcome *out) {
    int32_t *scores = TPT__NEW(about->arena, int32_t, about->rules->areas.count + 1);
    for (uint32_t c = 0; c < out->conditions.count; c++) {
        tpt__list areas = about->rules->conditions.items[out->conditions.items[c].condition].areas;
        for (uint32_t i = 0; i < areas.count; i++) {
            int32_t rank = i < 8 ? 35 - (int32_t)i * 3 : 12;
            int32_t score = rank * out->conditions.items[c].score / 100;
            if (c) score /= 2;
            else if (i < AREAS_OF_FIRST && score < AREA_FLOOR) score = AREA_FLOOR;
            if (score > scores[areas.items[i]]) scores[areas.items[i]] = score;
        }
    }
    return scores;
}

static void score_factors(const tpt__case *about, const tpt__area_rule *rule, tpt__area_hit *hit) {
    hit->factor = TPT__NONE;
    for (uint32_t i = 0; i < about->finding_count; i++) {
        if (about->findings[i].status != TPT__PRESENT ||
            !tpt__list_has(rule->factors, about->findings[i].rule))
            continue;
        if (hit->factor == TPT__NONE) hit->score += 10;
        hit->factor = i;
        return;
    }
}

static int by_area_score(const void *left, const void *right) {
    const tpt__area_hit *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->area < b->area ? -1 : a->area > b->area;
}

/* Does a warning that decides the level concern where the muscle lies? Such a place is left alone until it has been checked. */
static bool is_flagged(const tpt__case *about, const tpt__outcome *out, const tpt__area_rule *rule) {
    if (!about->rules->levels[out->level].hands_off) return false;
    for (uint32_t f = 0; f < out->flags.count; f++) {
        if (out->flags.items[f].level != out->level) continue;
        tpt__list region = about->rules->flags.items[out->flags.items[f].flag].sites;
        for (uint32_t s = 0; s < rule->sites.count; s++)
            for (uint32_t r = 0; r < region.count; r++)
                if (tpt__site_within(about->lexicon, rule->sites.items[s], region.items[r]) ||
                    tpt__site_within(about->lexicon, region.items[r], rule->sites.items[s]))
                    return true;
    }
    return false;
}

/* The areas that are felt at one of the places. */
static const uint64_t *areas_felt(const tpt__case *about, const sore_list *places) {
    const tpt__rule_index *index = &about->rules->index;
    uint64_t *felt = TPT__NEW(about->arena, uint64_t, index->area_words);
    for (uint32_t i = 0; i < places->count; i++)
        for (uint32_t w = 0; w < index->area_words; w++)
            felt[w] |= index->areas_at[places->items[i].site * index->area_words + w];
    return felt;
}

void tpt__reason_areas(const tpt__case *about, tpt__outcome *out) {
    int32_t floor = out->conditions.count ? AREA_FLOOR : AREA_FLOOR_ALONE;
    if (!about->rules->levels[out->level].trigger_points) return;
    if (!out->conditions.count && !tpt__has_muscular_pain(about)) return;
    sore_list places = sore_places(about);
    const int32_t *by_condition = score_conditions(about, out);
    const uint64_t *felt = areas_felt(about, &places);
    for (uint32_t i = 0; i < about->rules->areas.count; i++) {
        if (!by_condition[i] && !tpt__bits_has(felt, i)) continue;
        const tpt__area_rule *rule = &about->rules->areas.items[i];
        tpt__area_hit hit = {.area = i, .factor = TPT__NONE};
        score_zones(rule, &places, &hit);
        if (hit.score || by_condition[i]) score_factors(about, rule, &hit);
        hit.score += by_condition[i];
        if (hit.score > 100) hit.score = 100;
        if (rule->midline) hit.side = TPT__SIDE_NONE;
        if (hit.score >= floor && !is_flagged(about, out, rule)) *tpt__push(about->arena, &out->areas) = hit;
    }
    tpt__sort(about->arena, out->areas.items, out->areas.count, sizeof *out->areas.items, by_area_score);
    if (out->areas.count > AREA_LIMIT) out->areas.count = AREA_LIMIT;
}

void tpt__reason(const tpt__case *about, tpt__outcome *out) {
    memset(out, 0, sizeof *out);
    out->complete = !about->incomplete;
    tpt__reason_flags(about, out);
    tpt__reason_conditions(about, out);
    tpt__reason_urgency(about, out);
    tpt__reason_areas(about, out);
    tpt__reason_therapies(about, out);
    tpt__reason_questions(about, out);
}

/* Expressions in four values. And is the least, or the greatest; not turns true and false; a doubt stays a doubt. */
#include "reason/outcome.h"

#define NEW_MINUTES                                                                                          \
    60480 /* "new" for a complaint whose beginning is known: six weeks, the bound of "acute" */
#define STRONGEST 4

static void evaluate_touched(const tpt__case *about, uint32_t index, tpt__verdict *out);

/* Sets all of a verdict but the room for evidence, which is not looked at before it is filled. */
static void begin(tpt__verdict *out, tpt__truth truth, uint8_t strength) {
    out->truth = truth;
    out->strength = strength;
    out->evidence_count = 0;
    out->fact = TPT__NONE;
}

/* What is untouched is as it is where nothing was said. */
static inline void evaluate(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    if (tpt__expr_is_touched(about, index)) {
        evaluate_touched(about, index, out);
        return;
    }
    const tpt__silence *silence = &about->rules->index.silence[index];
    begin(out, (tpt__truth)silence->truth, silence->strength);
}

static void add_finding(tpt__verdict *into, uint32_t finding) {
    for (uint32_t k = 0; k < into->evidence_count; k++)
        if (into->evidence[k] == finding) return;
    if (into->evidence_count < TPT__EVIDENCE) into->evidence[into->evidence_count++] = finding;
}

static void add_evidence(tpt__verdict *into, const tpt__verdict *from) {
    if (into->fact == TPT__NONE) into->fact = from->fact;
    for (uint32_t i = 0; i < from->evidence_count; i++) add_finding(into, from->evidence[i]);
}

static bool marks_meet(tpt__list wanted, const uint32_t *marks, uint32_t count, const tpt__lexicon *lexicon) {
    if (!wanted.count) return true;
    for (uint32_t i = 0; i < count; i++)
        if (tpt__concept_is_any(lexicon, marks[i], wanted)) return true;
    return false;
}

/* A number against a range: unknown is possible; or true, or false, where the rule says so. */
static tpt__truth in_range(int64_t value, const tpt__range *range, bool or_unknown, bool known) {
    if (value == TPT__UNKNOWN) return known ? TPT__FALSE : or_unknown ? TPT__TRUE : TPT__POSSIBLE;
    return value >= range->min && value <= range->max ? TPT__TRUE : TPT__FALSE;
}

static int64_t fact_or(const tpt__case *about, int64_t value, uint32_t fact) {
    return value != TPT__UNKNOWN || fact == TPT__NONE ? value : about->facts[fact];
}

static bool side_meets(uint32_t wanted, tpt__side side) {
    if (!wanted || (wanted & (1u << side))) return true;
    bool one = side == TPT__SIDE_LEFT || side == TPT__SIDE_RIGHT;
    return one && (wanted & (1u << TPT__SIDE_ONE));
}

static tpt__truth course_meets(const tpt__case *about, const tpt__expr *expr, const tpt__finding *finding) {
    if (!expr->courses || (expr->courses & finding->attributes.course)) return TPT__TRUE;
    if (!(expr->courses & (1u << TPT__COURSE_NEW))) return TPT__FALSE;
    const uint32_t old = 1u << TPT__COURSE_UNCHANGED | 1u << TPT__COURSE_RECURRENT |
                         1u << TPT__COURSE_RESOLVED | 1u << TPT__COURSE_INTERMITTENT;
    if (finding->attributes.course & old) return TPT__FALSE;
    int64_t duration = fact_or(about, finding->attributes.duration, about->rules->fact_duration);
    return duration == TPT__UNKNOWN || duration <= NEW_MINUTES ? TPT__TRUE : TPT__FALSE;
}

static tpt__truth least(tpt__truth a, tpt__truth b) { return a < b ? a : b; }

/* How well a finding's fields meet the restrictions. */
static tpt__truth fields_meet(const tpt__case *about, const tpt__expr *expr, const tpt__finding *finding) {
    const tpt__attributes *has = &finding->attributes;
    if (expr->sites.count &&
        (finding->site == TPT__NONE || !tpt__site_within_any(about->lexicon, finding->site, expr->sites)))
        return TPT__FALSE;
    if (expr->not_sites.count && finding->site != TPT__NONE &&
        tpt__site_within_any(about->lexicon, finding->site, expr->not_sites))
        return TPT__FALSE;
    if (!side_meets(expr->sides, has->side)) return TPT__FALSE;
    if (expr->onsets && !(expr->onsets & (1u << has->onset))) return TPT__FALSE;
    if (!marks_meet(expr->qualities, has->qualities, has->quality_count, about->lexicon)) return TPT__FALSE;
    if (!marks_meet(expr->triggers, has->triggers, has->trigger_count, about->lexicon)) return TPT__FALSE;
    tpt__truth truth = course_meets(about, expr, finding);
    if (expr->has_severity) {
        int64_t severity = fact_or(about, has->severity, about->rules->fact_severity);
        tpt__truth met = severity == TPT__UNKNOWN && !expr->or_unknown
                             ? TPT__FALSE
                             : in_range(severity, &expr->severity, expr->or_unknown, expr->known);
        truth = least(truth, met);
    }
    if (expr->has_duration) {
        int64_t duration = fact_or(about, has->duration, about->rules->fact_duration);
        truth = least(truth, in_range(duration, &expr->duration, expr->or_unknown, expr->known));
    }
    if (expr->has_ago) truth = least(truth, in_range(has->ago, &expr->ago, true, expr->known));
    return truth;
}

static bool status_meets(tpt__want want, const tpt__finding *finding) {
    bool present = finding->status == TPT__PRESENT || finding->status == TPT__UNCLEAR;
    switch (want) {
    case TPT__WANT_ABSENT: return finding->status == TPT__ABSENT;
    case TPT__WANT_PAST: return finding->status == TPT__PAST;
    case TPT__WANT_PAST_OR_PRESENT: return present || finding->status == TPT__PAST;
    default: return present;
    }
}

/* How sure a finding is for an expression: where that asks for a place, no surer than the place. */
static uint8_t strength_for(const tpt__expr *expr, const tpt__finding *finding) {
    bool by_place = expr->sites.count && finding->site_strength < finding->strength;
    return by_place ? finding->site_strength : finding->strength;
}

/* What one finding makes of an expression: a weak or unclear one only makes it possible. */
static tpt__truth truth_of(const tpt__case *about, const tpt__expr *expr, const tpt__finding *finding) {
    if (!status_meets(expr->want, finding)) return TPT__FALSE;
    tpt__truth truth = fields_meet(about, expr, finding);
    bool weak = finding->status == TPT__UNCLEAR || strength_for(expr, finding) < 2;
    bool mitigates = about->lexicon->findings.items[finding->rule].type == TPT__FINDING_MITIGATOR;
    bool corrected = strength_for(expr, finding) < 3; /* what calms must be plainly said */
    if (mitigates && (weak || corrected || finding->hedged)) return TPT__FALSE;
    return weak ? least(truth, TPT__POSSIBLE) : truth;
}

static void finding_value(const tpt__case *about, const tpt__expr *expr, tpt__verdict *out) {
    bool denied = false;
    begin(out, TPT__NOT_KNOWN, 0);
    for (uint32_t i = about->first_of[expr->target]; i != TPT__NONE; i = about->next_of[i]) {
        const tpt__finding *finding = &about->findings[i];
        if (finding->status == TPT__ABSENT) denied = true;
        tpt__truth truth = truth_of(about, expr, finding);
        if (truth < TPT__POSSIBLE) continue;
        add_finding(out, i);
        if (truth > out->truth) out->truth = truth;
        if (strength_for(expr, finding) > out->strength) out->strength = strength_for(expr, finding);
    }
    if (out->truth == TPT__NOT_KNOWN && denied && expr->want != TPT__WANT_ABSENT) out->truth = TPT__FALSE;
}

static void fact_value(const tpt__case *about, const tpt__expr *expr, tpt__verdict *out) {
    int64_t value = about->facts[expr->target];
    bool possible = about->rules->facts.items[expr->target].unknown_is_possible;
    begin(out, TPT__NOT_KNOWN, STRONGEST);
    if (value == TPT__UNKNOWN)
        out->truth = expr->or_unknown ? TPT__TRUE : possible ? TPT__POSSIBLE : TPT__NOT_KNOWN;
    else out->truth = in_range(value, &expr->value, expr->or_unknown, false);
    if (value != TPT__UNKNOWN) out->fact = expr->target; /* "not" turns it round: then it speaks for that */
}

/* Between its bounds a score is not known. */
static void score_value(const tpt__case *about, const tpt__expr *expr, tpt__verdict *out) {
    tpt__bounds is = tpt__score_bounds(about, expr->target);
    bool surely = is.lower >= expr->value.min && is.upper <= expr->value.max;
    bool never = is.upper < expr->value.min || is.lower > expr->value.max;
    begin(out, surely ? TPT__TRUE : never ? TPT__FALSE : TPT__NOT_KNOWN, STRONGEST);
}

static void all_value(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    tpt__verdict child;
    begin(out, TPT__TRUE, STRONGEST);
    for (tpt__children c = tpt__children_of(about, index); c.at < c.end; c.at++) {
        evaluate(about, *c.at, &child);
        add_evidence(out, &child);
        if (child.strength < out->strength) out->strength = child.strength;
        out->truth = least(out->truth, child.truth);
    }
}

static void any_value(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    tpt__verdict child;
    begin(out, TPT__FALSE, 0);
    for (tpt__children c = tpt__children_of(about, index); c.at < c.end; c.at++) {
        evaluate(about, *c.at, &child);
        if (child.truth >= TPT__POSSIBLE) add_evidence(out, &child);
        if (child.truth > out->truth || (child.truth == out->truth && child.strength > out->strength))
            out->strength = child.strength;
        if (child.truth > out->truth) out->truth = child.truth;
    }
}

static void not_value(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    const tpt__verdict child = tpt__expr_value(about, *tpt__children_of(about, index).at);
    tpt__truth truth = child.truth;
    tpt__truth turned = truth == TPT__TRUE ? TPT__FALSE : truth == TPT__FALSE ? TPT__TRUE : truth;
    /* what nobody asked does not stand in the way of a warning: not(unknown) holds */
    if (truth == TPT__NOT_KNOWN) turned = TPT__TRUE;
    begin(out, turned, STRONGEST);
    if (!child.evidence_count) out->fact = child.fact;
}

/* Counts `strength` into the sorted list of the strongest; what is weaker than all of a full list adds nothing. */
static void keep_strongest(uint8_t *strongest, uint32_t wanted, uint8_t strength) {
    for (uint32_t i = 0; i < wanted; i++) {
        if (strength <= strongest[i]) continue;
        uint8_t weaker = strongest[i];
        strongest[i] = strength;
        strength = weaker;
    }
}

/* As strong as the weakest of the n strongest: one more weak finding never weakens what already held. */
static void at_least_value(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    const tpt__expr *expr = &about->rules->exprs.items[index];
    tpt__verdict child;
    uint8_t strongest[32] = {0};
    uint32_t sure = 0, maybe = 0, open = 0, wanted = expr->at_least < 32 ? expr->at_least : 32;
    begin(out, TPT__NOT_KNOWN, 0);
    for (tpt__children c = tpt__children_of(about, index); c.at < c.end; c.at++) {
        evaluate(about, *c.at, &child);
        sure += child.truth == TPT__TRUE;
        maybe += child.truth >= TPT__POSSIBLE;
        open += child.truth >= TPT__NOT_KNOWN;
        if (child.truth < TPT__POSSIBLE) continue;
        add_evidence(out, &child);
        if (child.truth == TPT__TRUE) keep_strongest(strongest, wanted, child.strength);
    }
    if (wanted) out->strength = strongest[wanted - 1];
    if (sure >= expr->at_least) out->truth = TPT__TRUE;
    else if (maybe >= expr->at_least) out->truth = TPT__POSSIBLE;
    else if (open < expr->at_least) out->truth = TPT__FALSE;
}

static void evaluate_touched(const tpt__case *about, uint32_t index, tpt__verdict *out) {
    const tpt__expr *expr = &about->rules->exprs.items[index];
    switch (tpt__kind_of(about, index)) {
    case TPT__EXPR_ALL: all_value(about, index, out); return;
    case TPT__EXPR_ANY: any_value(about, index, out); return;
    case TPT__EXPR_NOT: not_value(about, index, out); return;
    case TPT__EXPR_AT_LEAST: at_least_value(about, index, out); return;
    case TPT__EXPR_FINDING: finding_value(about, expr, out); return;
    case TPT__EXPR_FACT: fact_value(about, expr, out); return;
    case TPT__EXPR_SCORE: score_value(about, expr, out); return;
    }
}

tpt__verdict tpt__expr_value(const tpt__case *about, uint32_t index) {
    tpt__verdict verdict = {.truth = TPT__NOT_KNOWN, .fact = TPT__NONE};
    evaluate(about, index, &verdict);
    return verdict;
}

/* All of them must come to it, or one of them; a restriction of a finding may still fail. */
bool tpt__expr_may_be(const tpt__case *about, uint32_t index, tpt__truth truth) {
    if (!tpt__expr_is_touched(about, index)) return about->rules->index.silence[index].truth >= truth;
    tpt__op_kind kind = tpt__kind_of(about, index);
    if (kind != TPT__EXPR_ALL && kind != TPT__EXPR_ANY) return true;
    bool decides = kind == TPT__EXPR_ANY; /* what one child is, so is the whole */
    for (tpt__children c = tpt__children_of(about, index); c.at < c.end; c.at++)
        if (tpt__expr_may_be(about, *c.at, truth) == decides) return decides;
    return !decides;
}

bool tpt__expr_may_count(const tpt__case *about, uint32_t index) {
    return tpt__expr_may_be(about, index, tpt__expr_is_touched(about, index) ? TPT__POSSIBLE : TPT__TRUE);
}

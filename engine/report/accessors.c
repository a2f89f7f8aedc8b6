/* The public accessors of a result. */
#include "report/result.h"

const char *tpt_result_urgency(const tpt_result *result) { return tpt__level_names[result->outcome.level]; }

bool tpt_result_ambulance(const tpt_result *result) { return result->outcome.ambulance; }

bool tpt_result_complete(const tpt_result *result) { return result->outcome.complete; }

size_t tpt_result_flag_count(const tpt_result *result) { return result->outcome.flags.count; }

bool tpt_result_flag(const tpt_result *result, size_t index, tpt_flag_info *out) {
    if (index >= result->outcome.flags.count) return false;
    const tpt__flag_hit *hit = &result->outcome.flags.items[index];
    const tpt__flag_rule *rule = &result->ruleset->rules.flags.items[hit->flag];
    *out = (tpt_flag_info){rule->id,
                           rule->cause,
                           tpt__level_names[hit->level],
                           hit->unclear ? "unclear" : "raised",
                           rule->title,
                           tpt__flag_advice(result, hit)};
    return true;
}

size_t tpt_result_condition_count(const tpt_result *result) { return result->outcome.conditions.count; }

bool tpt_result_condition(const tpt_result *result, size_t index, tpt_condition_info *out) {
    if (index >= result->outcome.conditions.count) return false;
    const tpt__condition_hit *hit = &result->outcome.conditions.items[index];
    const tpt__condition_rule *rule = &result->ruleset->rules.conditions.items[hit->condition];
    const tpt__subtype *subtype = hit->subtype == TPT__NONE ? NULL : &rule->subtypes.items[hit->subtype];
    *out = (tpt_condition_info){rule->id, subtype ? subtype->id : "", subtype ? subtype->label : rule->label,
                                hit->likely ? "likely" : "possible", hit->score};
    return true;
}

size_t tpt_result_area_count(const tpt_result *result) { return result->outcome.areas.count; }

bool tpt_result_area(const tpt_result *result, size_t index, tpt_area_info *out) {
    if (index >= result->outcome.areas.count) return false;
    const tpt__area_hit *hit = &result->outcome.areas.items[index];
    jmp_buf trap;
    if (setjmp(trap)) { /* no memory left for its sentence */
        result->arena->trap = NULL;
        return false;
    }
    result->arena->trap = &trap;
    const tpt__area_rule *rule = &result->ruleset->rules.areas.items[hit->area];
    *out = (tpt_area_info){
        rule->id,  rule->label, rule->where, tpt__side_names[hit->side], tpt__area_why(result, hit),
        hit->score};
    result->arena->trap = NULL;
    return true;
}

size_t tpt_result_therapy_count(const tpt_result *result) { return result->outcome.therapies.count; }

bool tpt_result_therapy(const tpt_result *result, size_t index, tpt_therapy_info *out) {
    static const char *const advice[] = {"suggested", "caution", "avoid"};
    if (index >= result->outcome.therapies.count) return false;
    const tpt__therapy_hit *hit = &result->outcome.therapies.items[index];
    const tpt__therapy_rule *rule = &result->ruleset->rules.therapies.items[hit->therapy];
    *out = (tpt_therapy_info){rule->id, rule->label, advice[hit->advice], tpt__grade_names[hit->grade],
                              hit->why};
    return true;
}

size_t tpt_result_unmapped_count(const tpt_result *result) { return result->form.unmapped_count; }

const char *tpt_result_unmapped(const tpt_result *result, size_t index) {
    return index < result->form.unmapped_named ? result->form.unmapped[index] : NULL;
}

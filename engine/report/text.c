/* The answer for a worried person: what to do first, then what fits and why, in the pack's own words. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/explain.h"
#include "report/layout.h"
#include "report/result.h"

#define MAX_AREAS 5
#define MAX_CAUTIONS 3
#define MAX_THERAPIES 8
#define MAX_SELF_CARE 6

typedef struct page {
    const tpt_result *r;
    tpt__layout layout;
} page;

static const char *word(const page *p, const char *key) { return tpt__wording_for(p->r->ruleset, key); }

static void heading(page *p, const char *key) {
    tpt__layout_blank(&p->layout);
    tpt__layout_paragraph(&p->layout, TPT__BOLD, 0, "", word(p, key));
}

static void line(page *p, uint32_t indent, const char *bullet, const char *text) {
    if (*text) tpt__layout_paragraph(&p->layout, TPT__PLAIN, indent, bullet, text);
}

static tpt__buf buffer(const page *p) { return (tpt__buf){.arena = p->r->arena}; }

static const char *label_with_words(const page *p, const tpt__finding *finding) {
    tpt__buf out = buffer(p);
    tpt__buf_add_string(&out, p->r->ruleset->lexicon.findings.items[finding->rule].label);
    if (finding->span_count) {
        tpt__buf_add_string(&out, ": \"");
        tpt__buf_add_string(&out, tpt__explain_words(p->r, finding));
        tpt__buf_add_string(&out, "\"");
    }
    return tpt__buf_text(&out);
}

/* Findings of a verdict, a rule once. */
static void write_evidence(page *p, const uint32_t *evidence, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++)
            seen |= p->r->about.findings[evidence[k]].rule == p->r->about.findings[evidence[i]].rule;
        if (!seen) line(p, 4, "- ", label_with_words(p, &p->r->about.findings[evidence[i]]));
    }
}

/* Whom to call now; where that is not said, see write_number_for_later. */
static bool is_for_now(const page *p) {
    return p->r->outcome.level == TPT__EMERGENCY || p->r->outcome.level == TPT__INSUFFICIENT;
}

static void write_number(page *p) {
    tpt__buf out = buffer(p);
    const char *number = tpt__emergency_number(p->r);
    tpt__buf_add_string(&out, word(p, "call"));
    tpt__buf_add_string(&out, ": ");
    if (number) tpt__buf_add_string(&out, number);
    for (uint32_t i = 0; !number && i < p->r->ruleset->rules.numbers.count && i < 6; i++) {
        const tpt__number *known = &p->r->ruleset->rules.numbers.items[i];
        if (i) tpt__buf_add_string(&out, ", ");
        tpt__buf_add_string(&out, known->number);
        tpt__buf_add_string(&out, " ");
        tpt__buf_add_string(&out, known->name);
    }
    line(p, 2, "", tpt__buf_text(&out));
}

/* Beside the signs that would make it an emergency, so that nobody takes it for advice to call now. */
static void write_number_for_later(page *p) {
    const char *number = tpt__emergency_number(p->r);
    const char *template = word(p, "emergency_call");
    if (is_for_now(p) || !number || !*template) return;
    const char *const names[] = {"{number}", NULL};
    const char *const values[] = {number, NULL};
    tpt__buf out = buffer(p);
    tpt__fill(&out, template, names, values);
    line(p, 2, "", tpt__buf_text(&out));
}

static void write_urgency(page *p) {
    const tpt__outcome *out = &p->r->outcome;
    const tpt__level_rule *level = &p->r->ruleset->rules.levels[out->level];
    bool alarm = out->level >= TPT__URGENT;
    tpt__buf title = buffer(p);
    tpt__buf_add_string(&title, alarm ? "!! " : "");
    tpt__buf_add_string(&title, level->title);
    tpt__layout_paragraph(&p->layout, alarm ? TPT__ALARM : TPT__BOLD, 0, "", tpt__buf_text(&title));
    line(p, 2, "", out->ambulance && level->ambulance_advice ? level->ambulance_advice : level->advice);
    if (is_for_now(p)) write_number(p);
    if (!out->complete) line(p, 2, "! ", word(p, "incomplete_note"));
}

static void write_flags(page *p) {
    for (uint32_t i = 0; i < p->r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &p->r->outcome.flags.items[i];
        const tpt__flag_rule *flag = &p->r->ruleset->rules.flags.items[hit->flag];
        if (hit->unclear && hit->level < TPT__SOON) continue; /* its question is asked below */
        if (!i) heading(p, "because");
        tpt__buf title = buffer(p);
        tpt__buf_add_string(&title, flag->title);
        if (hit->unclear) {
            tpt__buf_add_string(&title, " (");
            tpt__buf_add_string(&title, word(p, "unclear"));
            tpt__buf_add_string(&title, ")");
        }
        line(p, 2, "* ", tpt__buf_text(&title));
        write_evidence(p, hit->verdict.evidence, hit->verdict.evidence_count);
        line(p, 4, "", tpt__flag_advice(p->r, hit));
    }
}

/* Criteria that are met, or all but met: what is still open is for the JSON, and for the questions below. */
static void write_criteria(page *p, const tpt__condition_hit *hit) {
    const tpt__condition_rule *rule = &p->r->ruleset->rules.conditions.items[hit->condition];
    for (uint32_t i = 0; i < hit->criteria.count; i++) {
        tpt__standing standing = hit->criteria.items[i].standing;
        if (standing < TPT__CRITERIA_PROBABLE) continue;
        tpt__buf out = buffer(p);
        tpt__buf_add_string(&out, rule->criteria.items[i].label);
        tpt__buf_add_string(&out, ": ");
        tpt__buf_add_string(&out,
                            word(p, standing == TPT__CRITERIA_MET ? "criteria_met" : "criteria_probable"));
        line(p, 4, "", tpt__buf_text(&out));
    }
}

static void write_condition(page *p, const tpt__condition_hit *hit) {
    const tpt__condition_rule *rule = &p->r->ruleset->rules.conditions.items[hit->condition];
    uint32_t evidence[8], count = 0;
    tpt__buf title = buffer(p);
    tpt__buf_add_string(&title,
                        hit->subtype == TPT__NONE ? rule->label : rule->subtypes.items[hit->subtype].label);
    tpt__buf_add_string(&title, " (");
    tpt__buf_add_string(&title, word(p, hit->likely ? "likely" : "possible"));
    tpt__buf_add_string(&title, ")");
    line(p, 2, "* ", tpt__buf_text(&title));
    line(p, 4, "", rule->plain);
    for (uint32_t i = 0; i < hit->evidence.count && count < 8; i++)
        if (hit->evidence.items[i].finding != TPT__NONE) evidence[count++] = hit->evidence.items[i].finding;
    write_evidence(p, evidence, count);
    write_criteria(p, hit);
}

static void write_conditions(page *p) {
    if (!p->r->outcome.conditions.count || !p->r->ruleset->rules.levels[p->r->outcome.level].therapies)
        return;
    heading(p, "fits");
    for (uint32_t i = 0; i < p->r->outcome.conditions.count && i < 3; i++)
        write_condition(p, &p->r->outcome.conditions.items[i]);
}

static void write_areas(page *p) {
    static const char *const sides[] = {"", "side_left", "side_right", "side_both"};
    if (!p->r->outcome.areas.count) return;
    heading(p, "areas");
    for (uint32_t i = 0; i < p->r->outcome.areas.count && i < MAX_AREAS; i++) {
        const tpt__area_hit *hit = &p->r->outcome.areas.items[i];
        const tpt__area_rule *rule = &p->r->ruleset->rules.areas.items[hit->area];
        tpt__buf title = buffer(p);
        tpt__buf_add_string(&title, rule->label);
        if (hit->side && hit->side <= TPT__SIDE_BOTH) {
            tpt__buf_add_string(&title, ", ");
            tpt__buf_add_string(&title, word(p, sides[hit->side]));
        }
        tpt__buf_add_string(&title, ": ");
        tpt__buf_add_string(&title, rule->where);
        line(p, 2, "* ", tpt__buf_text(&title));
        line(p, 4, "", tpt__area_why(p->r, hit));
    }
    line(p, 2, "", word(p, "areas_note"));
}

/* Sentences that stand on the page already. */
typedef TPT__VEC(const char *) sentences;

static bool is_said(const sentences *said, const char *sentence) {
    for (uint32_t i = 0; i < said->count; i++)
        if (said->items[i] == sentence) return true;
    return false;
}

/* What holds of several therapies is said once, with the first of them. */
static void write_cautions(page *p, const tpt__therapy_hit *hit, sentences *said) {
    for (uint32_t i = 0; i < hit->cautions.count && i < MAX_CAUTIONS; i++) {
        const char *why = hit->cautions.items[i].why;
        if (is_said(said, why)) continue;
        line(p, 4, "", why);
        *tpt__push(p->r->arena, said) = why;
    }
}

static void write_therapies(page *p) {
    static const char *const advice[] = {"suggested", "with_care", "avoid"};
    const tpt__outcome *out = &p->r->outcome;
    if (!p->r->ruleset->rules.levels[out->level].therapies && out->level >= TPT__URGENT) {
        tpt__layout_blank(&p->layout);
        line(p, 0, "", word(p, "therapies_withheld"));
    }
    if (!out->therapies.count) return;
    heading(p, "therapies");
    uint32_t shown = 0;
    sentences said = {0};
    for (uint32_t i = 0; i < out->therapies.count; i++) {
        const tpt__therapy_hit *hit = &out->therapies.items[i];
        const tpt__therapy_rule *rule = &p->r->ruleset->rules.therapies.items[hit->therapy];
        if (shown >= MAX_THERAPIES && hit->advice == TPT__SUGGESTED) continue;
        shown++;
        char grade[24];
        snprintf(grade, sizeof grade, "grade_%s", tpt__grade_names[hit->grade]);
        tpt__buf title = buffer(p);
        tpt__buf_add_string(&title, rule->label);
        tpt__buf_add_string(&title, " (");
        tpt__buf_add_string(&title, word(p, advice[hit->advice]));
        tpt__buf_add_string(&title, "; ");
        tpt__buf_add_string(&title, word(p, grade));
        tpt__buf_add_string(&title, ")");
        line(p, 2, hit->advice == TPT__SUGGESTED ? "* " : "! ", tpt__buf_text(&title));
        write_cautions(p, hit, &said);
    }
    line(p, 2, "", word(p, "session_note"));
}

static void write_lists(page *p) {
    const tpt__outcome *out = &p->r->outcome;
    if (out->self_care.count) heading(p, "self_care");
    for (uint32_t i = 0; i < out->self_care.count && i < MAX_SELF_CARE; i++)
        line(p, 2, "* ", p->r->ruleset->rules.self_care.items[out->self_care.items[i]].text);
    if (out->questions.count) heading(p, "questions");
    for (uint32_t i = 0; i < out->questions.count; i++) line(p, 2, "? ", out->questions.items[i].text);
    const tpt__level_rule *level = &p->r->ruleset->rules.levels[out->level];
    if (level->go_sooner.count) heading(p, "go_sooner");
    for (uint32_t i = 0; i < level->go_sooner.count; i++) line(p, 2, "- ", level->go_sooner.items[i]);
    write_number_for_later(p);
    if (p->r->unread_count) {
        heading(p, "unread");
        line(p, 2, "", word(p, "unread_note"));
    }
}

static void write_not_assessed(page *p) {
    tpt__buf out = buffer(p);
    const tpt__outcome *outcome = &p->r->outcome;
    uint32_t shown = 0;
    if (outcome->level == TPT__EMERGENCY) return; /* nothing could be more urgent */
    for (uint32_t i = 0; i < outcome->not_assessed.count && shown < 6; i++) {
        const tpt__flag_rule *flag = &p->r->ruleset->rules.flags.items[outcome->not_assessed.items[i]];
        if (!flag->level_count || flag->levels[0].level != TPT__EMERGENCY) continue;
        if (shown++) tpt__buf_add_string(&out, "; ");
        tpt__buf_add_string(&out, flag->title);
    }
    if (!shown) return;
    if (outcome->not_assessed.count > shown) {
        tpt__buf_add_string(&out, "; +");
        tpt__buf_add_int(&out, outcome->not_assessed.count - shown);
    }
    heading(p, "not_assessed");
    line(p, 2, "", tpt__buf_text(&out));
}

/* Where somebody has to be told today. */
static void write_handover(page *p) {
    const char *handover = tpt__handover(p->r);
    if (p->r->outcome.level < TPT__URGENT || !*handover) return;
    heading(p, "handover");
    line(p, 2, "", handover);
}

static void write_page(page *p, bool explain) {
    write_urgency(p);
    write_flags(p);
    write_handover(p);
    write_conditions(p);
    write_areas(p);
    write_therapies(p);
    write_lists(p);
    write_not_assessed(p);
    if (explain) tpt__explain_write(p->r, &p->layout);
    tpt__layout_blank(&p->layout);
    tpt__layout_paragraph(&p->layout, TPT__QUIET, 0, "", p->r->ruleset->rules.disclaimer_short);
}

/* Writing takes memory for its sentences; running out of it ends the page. */
static tpt_status write_guarded(page *p, bool explain) {
    tpt__arena *arena = p->r->arena;
    jmp_buf trap;
    if (setjmp(trap)) {
        arena->trap = NULL;
        return TPT_E_MEMORY;
    }
    arena->trap = &trap;
    write_page(p, explain);
    arena->trap = NULL;
    return p->layout.failed ? TPT_E_WRITE : TPT_OK;
}

tpt_status tpt_result_write_text(const tpt_result *result, const tpt_text_options *options,
                                 tpt_write_fn write, void *context) {
    static const tpt_text_options defaults = TPT_TEXT_OPTIONS_INIT;
    if (!result || !write) return TPT_E_ARGUMENT;
    if (!options) options = &defaults;
    uint32_t width = options->width ? options->width : 80;
    if (width < 40 || width > 200) return TPT_E_ARGUMENT;
    page p = {.r = result,
              .layout = {.write = write, .context = context, .width = width, .color = options->color}};
    return write_guarded(&p, options->explain);
}

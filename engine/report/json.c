/* The result contract as one line of JSON, written by hand: fixed order, integers, escaped strings. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/explain.h"
#include "report/members.h"
#include "report/pieces.h"
#include "report/result.h"

static const char *finding_id(const tpt_result *r, uint32_t finding) {
    return finding == TPT__NONE ? "" : r->ruleset->lexicon.findings.items[r->about.findings[finding].rule].id;
}

/* Ids of findings, each once; or the fact of a form that suffices by itself. */
static void member_evidence(writer *w, const tpt_result *r, const tpt__verdict *verdict) {
    open_list(w, "evidence");
    for (uint32_t i = 0; i < verdict->evidence_count; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++)
            seen |=
                r->about.findings[verdict->evidence[k]].rule == r->about.findings[verdict->evidence[i]].rule;
        if (!seen) element_word(w, finding_id(r, verdict->evidence[i]));
    }
    close(w, "]");
    if (!verdict->evidence_count && verdict->fact != TPT__NONE)
        member_word(w, "fact", r->ruleset->rules.facts.items[verdict->fact].id);
}

static void write_urgency(writer *w, const tpt_result *r) {
    const tpt__level_rule *level = &r->ruleset->rules.levels[r->outcome.level];
    const char *number = tpt__emergency_number(r);
    key(w, "urgency");
    open(w, "{");
    member_word(w, "level", tpt__level_names[r->outcome.level]);
    member_bool(w, "ambulance", r->outcome.ambulance);
    tpt__out_piece(w, r->outcome.ambulance ? level->json_ambulance : level->json_head);
    if (number) member(w, "emergency_number", number);
    open_list(w, "because");
    for (uint32_t i = 0; i < r->outcome.flags.count; i++)
        if (r->outcome.flags.items[i].level == r->outcome.level)
            tpt__out_piece(w, r->ruleset->rules.flags.items[r->outcome.flags.items[i].flag].json_id);
    close(w, "]");
    tpt__out_piece(w, level->json_tail);
    close(w, "}");
}

static void write_flags(writer *w, const tpt_result *r) {
    open_list(w, "flags");
    for (uint32_t i = 0; i < r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &r->outcome.flags.items[i];
        const tpt__flag_rule *flag = &r->ruleset->rules.flags.items[hit->flag];
        open_object(w);
        tpt__out_piece(w, flag->json_head);
        member_word(w, "level", tpt__level_names[hit->level]);
        member_bool(w, "ambulance", hit->ambulance);
        member_word(w, "status", hit->unclear ? "unclear" : "raised");
        member(w, "title", flag->title);
        member(w, "advice", tpt__flag_advice(r, hit));
        member_evidence(w, r, &hit->verdict);
        tpt__out_piece(w, flag->json_tail);
        close(w, "}");
    }
    close(w, "]");
}

static void write_parts(writer *w, const tpt_result *r, tpt__json_key name, const tpt__score_part *parts,
                        uint32_t count) {
    tpt__out_named(w, name);
    open(w, "[");
    for (uint32_t i = 0; i < count; i++) {
        open_object(w);
        member_word(w, "finding", finding_id(r, parts[i].finding));
        member_int(w, "points", parts[i].points);
        close(w, "}");
    }
    close(w, "]");
}

static void write_scores(writer *w, const tpt_result *r, const tpt__criteria_rule *rule,
                         const tpt__bounds *bounds) {
    open_list(w, "scores");
    for (uint32_t i = 0; i < rule->scores.count; i++) {
        const tpt__score_rule *score = &r->ruleset->rules.scores.items[rule->scores.items[i]];
        open_object(w);
        member(w, "id", score->id);
        member(w, "label", score->label);
        member_int(w, "lower", bounds[i].lower);
        member_int(w, "upper", bounds[i].upper);
        member_int(w, "max", score->max);
        close(w, "}");
    }
    close(w, "]");
}

static void write_criteria(writer *w, const tpt_result *r, const tpt__condition_hit *hit) {
    const tpt__condition_rule *condition = &r->ruleset->rules.conditions.items[hit->condition];
    open_list(w, "criteria");
    for (uint32_t c = 0; c < hit->criteria.count; c++) {
        const tpt__criteria_rule *rule = &condition->criteria.items[c];
        const tpt__criteria_hit *criteria = &hit->criteria.items[c];
        open_object(w);
        member(w, "id", rule->id);
        member(w, "label", rule->label);
        member_word(w, "status", tpt__standing_names[criteria->standing]);
        open_list(w, "items");
        for (uint32_t i = 0; i < rule->items.count; i++) {
            tpt__truth is = criteria->items[i];
            open_object(w);
            member(w, "id", rule->items.items[i].id);
            member(w, "text", rule->items.items[i].text);
            member_word(w, "status", is == TPT__TRUE ? "met" : is == TPT__FALSE ? "not_met" : "not_asked");
            close(w, "}");
        }
        close(w, "]");
        write_scores(w, r, rule, criteria->scores);
        member_sources(w, r->ruleset, rule->sources);
        close(w, "}");
    }
    close(w, "]");
}

static void write_conditions(writer *w, const tpt_result *r) {
    open_list(w, "conditions");
    for (uint32_t i = 0; i < r->outcome.conditions.count; i++) {
        const tpt__condition_hit *hit = &r->outcome.conditions.items[i];
        const tpt__condition_rule *rule = &r->ruleset->rules.conditions.items[hit->condition];
        const tpt__subtype *subtype = hit->subtype == TPT__NONE ? NULL : &rule->subtypes.items[hit->subtype];
        open_object(w);
        if (subtype) tpt__write_condition_head(w, rule, subtype);
        else tpt__out_piece(w, rule->json_head);
        member_int(w, "score", hit->score);
        member_word(w, "band", hit->likely ? "likely" : "possible");
        tpt__out_piece(w, rule->json_plain);
        write_parts(w, r, TPT__KEY("evidence"), hit->evidence.items, hit->evidence.count);
        write_parts(w, r, TPT__KEY("against"), hit->against.items, hit->against.count);
        write_criteria(w, r, hit);
        tpt__out_piece(w, rule->json_tail);
        close(w, "}");
    }
    close(w, "]");
}

static void write_areas(writer *w, const tpt_result *r) {
    open_list(w, "trigger_points");
    for (uint32_t i = 0; i < r->outcome.areas.count; i++) {
        const tpt__area_hit *hit = &r->outcome.areas.items[i];
        const tpt__area_rule *rule = &r->ruleset->rules.areas.items[hit->area];
        open_object(w);
        tpt__out_piece(w, rule->json_head);
        member_word(w, "side", tpt__side_names[hit->side]);
        member_int(w, "score", hit->score);
        member(w, "why", tpt__area_why(r, hit));
        tpt__out_piece(w, rule->json_tail);
        close(w, "}");
    }
    close(w, "]");
}

/* "caution" is the gravest, in words; "cautions" are all. */
static void write_cautions(writer *w, const tpt_result *r, const tpt__therapy_hit *hit) {
    if (!hit->cautions.count) return;
    member(w, "caution", hit->cautions.items[0].why);
    open_list(w, "cautions");
    for (uint32_t i = 0; i < hit->cautions.count; i++) {
        const tpt__caution_hit *caution = &hit->cautions.items[i];
        open_object(w);
        if (caution->caution != TPT__NONE)
            member(w, "id", r->ruleset->rules.cautions.items[caution->caution].id);
        member_word(w, "status", caution->avoid ? "avoid" : "caution");
        member(w, "why", caution->why);
        close(w, "}");
    }
    close(w, "]");
}

static void write_therapies(writer *w, const tpt_result *r) {
    static const char *const advice[] = {"suggested", "caution", "avoid"};
    open_list(w, "therapies");
    for (uint32_t i = 0; i < r->outcome.therapies.count; i++) {
        const tpt__therapy_hit *hit = &r->outcome.therapies.items[i];
        const tpt__therapy_rule *rule = &r->ruleset->rules.therapies.items[hit->therapy];
        open_object(w);
        tpt__out_piece(w, rule->json_head);
        member_word(w, "status", advice[hit->advice]);
        member_word(w, "grade", tpt__grade_names[hit->grade]);
        member(w, "why", hit->why);
        write_cautions(w, r, hit);
        tpt__out_piece(w, rule->json_tail);
        close(w, "}");
    }
    close(w, "]");
    open_list(w, "self_care");
    for (uint32_t i = 0; i < r->outcome.self_care.count; i++)
        tpt__out_piece(w, r->ruleset->rules.self_care.items[r->outcome.self_care.items[i]].json);
    close(w, "]");
}

static void write_sites(writer *w, const tpt_result *r, tpt__json_key name, const uint32_t *sites,
                        uint32_t count) {
    if (!count) return;
    tpt__out_named(w, name);
    open(w, "[");
    for (uint32_t i = 0; i < count; i++) element_word(w, r->ruleset->lexicon.sites.items[sites[i]].id);
    close(w, "]");
}

static void write_marks(writer *w, const tpt_result *r, tpt__json_key name, const uint32_t *marks,
                        uint32_t count) {
    if (!count) return;
    tpt__out_named(w, name);
    open(w, "[");
    for (uint32_t i = 0; i < count; i++) element_word(w, r->ruleset->lexicon.concepts.items[marks[i]].id);
    close(w, "]");
}

static void write_attributes(writer *w, const tpt_result *r, const tpt__attributes *has) {
    key(w, "attributes");
    open(w, "{");
    if (has->onset) member_word(w, "onset", tpt__onset_names[has->onset]);
    if (has->course) {
        open_list(w, "course");
        for (uint32_t i = 0; i < TPT__COURSE_COUNT; i++)
            if (has->course & (1u << i)) element_word(w, tpt__course_names[i]);
        close(w, "]");
    }
    if (has->severity != TPT__UNKNOWN) member_int(w, "severity", has->severity);
    if (has->duration != TPT__UNKNOWN) member_int(w, "since_minutes", has->duration);
    if (has->ago != TPT__UNKNOWN) member_int(w, "ago_minutes", has->ago);
    write_marks(w, r, TPT__KEY("quality"), has->qualities, has->quality_count);
    write_marks(w, r, TPT__KEY("trigger"), has->triggers, has->trigger_count);
    write_sites(w, r, TPT__KEY("spreads_from"), has->from, has->from_count);
    write_sites(w, r, TPT__KEY("spreads_to"), has->to, has->to_count);
    close(w, "}");
}

static void write_place(writer *w, const tpt_result *r, uint32_t first, uint32_t last) {
    const tpt__token *from = &r->doc->tokens[first], *to = &r->doc->tokens[last - 1];
    member_int(w, "start", from->start);
    member_int(w, "end", to->end);
    member_int(w, "start_char", from->start_char);
    member_int(w, "end_char", to->end_char);
}

/* The words of a span as they were read: corrected where they were corrected. */
static void write_read_as(writer *w, const tpt_result *r, const tpt__span *span) {
    tpt__buf out = {.arena = r->arena};
    for (uint32_t t = span->first; t < span->last; t++) {
        const char *corrected = tpt__read_as(r, t);
        if (t > span->first) tpt__buf_add_string(&out, " ");
        if (corrected) tpt__buf_add_string(&out, corrected);
        else tpt__buf_add(&out, tpt__token_text(r->doc, &r->doc->tokens[t]), r->doc->tokens[t].len);
    }
    member(w, "read_as", tpt__buf_text(&out));
}

static void write_span(writer *w, const tpt_result *r, const tpt__span *span) {
    open_object(w);
    member_word(w, "role", tpt__role_names[span->role]);
    write_place(w, r, span->first, span->last);
    write_read_as(w, r, span);
    close(w, "}");
}

/* The words that decided the status, and how far they reach. */
static void write_cue(writer *w, const tpt_result *r, const tpt__finding *finding) {
    const tpt__token *first = &r->doc->tokens[finding->cue_first],
                     *last = &r->doc->tokens[finding->cue_last - 1];
    key(w, "cue");
    tpt__out_text(w, r->doc->raw + first->start, last->end - first->start);
    if (finding->scope_first >= finding->scope_last) return;
    key(w, "scope");
    open(w, "{");
    write_place(w, r, finding->scope_first, finding->scope_last);
    close(w, "}");
}

static void element_of(const char *id, void *context) { element_word(context, id); }

static void write_finding(writer *w, const tpt_result *r, const tpt__finding *finding) {
    static const char *const times[] = {"now", "now", "now", "past", "hypothetical", "now"};
    static const char *const sources[] = {"text", "form", "inferred"};
    const tpt__finding_rule *rule = &r->ruleset->lexicon.findings.items[finding->rule];
    open_object(w);
    tpt__out_piece(w, rule->json_head);
    member_word(w, "status", tpt__status_names[finding->status]);
    member_word(w, "source", sources[finding->source]);
    member_int(w, "strength", finding->strength);
    member_word(w, "polarity", finding->status == TPT__ABSENT ? "negated" : "affirmed");
    member_word(w, "certainty",
                finding->status == TPT__UNCLEAR ? "unclear"
                : finding->hedged               ? "hedged"
                                                : "sure");
    member_word(w, "time", finding->transient ? "transient" : times[finding->status]);
    member_word(w, "who", finding->status == TPT__OTHER_PERSON ? "other" : "patient");
    if (finding->site != TPT__NONE) {
        member_word(w, "site", r->ruleset->lexicon.sites.items[finding->site].id);
        member_int(w, "site_strength", finding->site_strength);
    }
    member_word(w, "side", tpt__side_names[finding->attributes.side]);
    if (finding->disputed) member_bool(w, "disputed", true);
    write_attributes(w, r, &finding->attributes);
    open_list(w, "spans");
    for (uint32_t i = 0; i < finding->span_count; i++) write_span(w, r, &finding->spans[i]);
    close(w, "]");
    if (finding->span_count) member(w, "text", tpt__explain_words(r, finding));
    if (finding->cue_first < finding->cue_last) write_cue(w, r, finding);
    open_list(w, "rules");
    tpt__explain_rules(r, (uint32_t)(finding - r->about.findings), element_of, w);
    close(w, "]");
    close(w, "}");
}

static void write_read(writer *w, const tpt_result *r) {
    open_list(w, "findings");
    for (uint32_t i = 0; i < r->about.finding_count; i++) write_finding(w, r, &r->about.findings[i]);
    close(w, "]");
    open_list(w, "unread");
    for (uint32_t i = 0; i < r->unread_count; i++) {
        open_object(w);
        write_place(w, r, r->unread[i], r->unread[i] + 1);
        close(w, "}");
    }
    close(w, "]");
}

/* What was not read as it is written: respelt, corrected, parted. */
static void write_corrected(writer *w, const tpt_result *r) {
    open_list(w, "corrected");
    for (uint32_t t = 0; t < r->doc->count; t++) {
        const char *word = tpt__read_as(r, t);
        if (!word) continue;
        open_object(w);
        write_place(w, r, t, t + 1);
        member(w, "read_as", word);
        close(w, "}");
    }
    close(w, "]");
}

/* With explanations: each flag that did not fire, and what it lacked. */
static void write_silent(writer *w, const tpt_result *r) {
    open_list(w, "silent");
    for (uint32_t i = 0; i < r->ruleset->rules.flags.count; i++) {
        const char *lack = tpt__explain_lack(r, i);
        if (!*lack) continue;
        open_object(w);
        member(w, "id", r->ruleset->rules.flags.items[i].id);
        member(w, "lacks", lack);
        close(w, "}");
    }
    close(w, "]");
}

/* Does a condition ask about a finding, whatever it asks? */
static bool mentions(const tpt__rules *rules, uint32_t expr, uint32_t finding) {
    const tpt__expr *asked = &rules->exprs.items[expr];
    if (asked->kind == TPT__EXPR_FINDING && asked->target == finding) return true;
    for (uint32_t i = 0; i < asked->children.count; i++)
        if (mentions(rules, asked->children.items[i], finding)) return true;
    return false;
}

/* What is a finding leaves undecided the flags that ask about it; a word, a place or a cue may be part of any. */
static bool leaves_undecided(const tpt_result *r, const tpt__flag_rule *flag, const tpt__entry *entry) {
    const tpt__rules *rules = &r->ruleset->rules;
    if (entry->kind != TPT__OWNER_FINDING) return true;
    for (uint32_t k = 0; k < flag->level_count; k++)
        if (mentions(rules, flag->levels[k].when, entry->index)) return true;
    return flag->unless != TPT__NONE && mentions(rules, flag->unless, entry->index);
}

static bool is_undecided(const tpt_result *r, const tpt__flag_rule *flag) {
    const tpt__match_tables *tables = &r->ruleset->match;
    for (uint32_t i = 0; i < r->match->undecided.count; i++)
        if (leaves_undecided(r, flag, &tables->entries.items[r->match->undecided.items[i]])) return true;
    return r->match->out_of_steps;
}

static void write_undecided(writer *w, const tpt_result *r) {
    open_list(w, "undecided");
    for (uint32_t i = 0; i < r->ruleset->rules.flags.count; i++)
        if (is_undecided(r, &r->ruleset->rules.flags.items[i]))
            tpt__out_piece(w, r->ruleset->rules.flags.items[i].json_id);
    close(w, "]");
}

/* Answers of a form that its map gives no meaning. */
static void write_unmapped(writer *w, const tpt_result *r) {
    if (!r->form.unmapped_count) return;
    member_int(w, "unmapped_count", r->form.unmapped_count);
    const tpt__strings named = {r->form.unmapped, r->form.unmapped_named, 0};
    member_strings(w, "unmapped", named);
}

static void write_result(writer *w, const tpt_result *r) {
    open(w, "{");
    if (r->id) member(w, "id", r->id);
    member_int(w, "schema", 0);
    member_bool(w, "complete", r->outcome.complete);
    if (!r->outcome.complete) write_undecided(w, r);
    write_urgency(w, r);
    write_flags(w, r);
    write_conditions(w, r);
    write_areas(w, r);
    write_therapies(w, r);
    open_list(w, "questions");
    for (uint32_t i = 0; i < r->outcome.questions.count; i++)
        tpt__out_piece(w, r->outcome.questions.items[i].json);
    close(w, "]");
    open_list(w, "not_assessed");
    for (uint32_t i = 0; i < r->outcome.not_assessed.count; i++)
        tpt__out_piece(w, r->ruleset->rules.flags.items[r->outcome.not_assessed.items[i]].json_id);
    close(w, "]");
    write_read(w, r);
    write_corrected(w, r);
    write_unmapped(w, r);
    if (r->explain) write_silent(w, r);
    member(w, "handover", tpt__handover(r));
    tpt__out_piece(w, r->ruleset->json_tail);
    tpt__out_raw(w, "}", 1);
}

tpt_status tpt_result_write_json(const tpt_result *r, tpt_write_fn write, void *context) {
    if (!r || !write) return TPT_E_ARGUMENT;
    writer w = {.write = write, .context = context};
    jmp_buf trap;
    if (setjmp(trap)) {
        r->arena->trap = NULL;
        return TPT_E_MEMORY;
    }
    r->arena->trap = &trap;
    write_result(&w, r);
    r->arena->trap = NULL;
    return tpt__out_finish(&w);
}

static void write_bytes_of(writer *w, tpt__json_key name, tpt_span span) {
    tpt__out_named(w, name);
    open(w, "{");
    member_int(w, "start", (int64_t)span.start);
    member_int(w, "end", (int64_t)span.end);
    close(w, "}");
}

static void write_assertion(writer *w, const char *text, const tpt_span *span, const tpt_assertion *said) {
    open_object(w);
    member_int(w, "start", (int64_t)span->start);
    member_int(w, "end", (int64_t)span->end);
    member_word(w, "status", said->status);
    member_word(w, "negation", said->negation);
    member_word(w, "temporality", said->temporality);
    member_word(w, "experiencer", said->experiencer);
    if (said->cue.start < said->cue.end) {
        key(w, "cue");
        tpt__out_text(w, text + said->cue.start, said->cue.end - said->cue.start);
        write_bytes_of(w, TPT__KEY("scope"), said->scope);
    }
    close(w, "}");
}

tpt_status tpt__write_assertions(const char *id, size_t id_len, bool id_is_string, const char *text,
                                 const tpt_span *spans, const tpt_assertion *said, size_t count,
                                 bool complete, tpt_write_fn write, void *context) {
    writer w = {.write = write, .context = context};
    open(&w, "{");
    if (id) {
        key(&w, "id");
        if (id_is_string) tpt__out_text(&w, id, id_len);
        else tpt__out_raw(&w, id, id_len);
    }
    if (!complete) member_bool(&w, "complete", false);
    open_list(&w, "spans");
    for (size_t i = 0; i < count; i++) write_assertion(&w, text, &spans[i], &said[i]);
    close(&w, "]");
    tpt__out_raw(&w, "}", 1);
    return tpt__out_finish(&w);
}

tpt_status tpt_write_json_string(const char *text, size_t len, tpt_write_fn write, void *context) {
    if (!text || !write) return TPT_E_ARGUMENT;
    writer w = {.write = write, .context = context};
    tpt__out_text(&w, text, len == TPT_NUL_TERMINATED ? strlen(text) : len);
    return tpt__out_finish(&w);
}

typedef struct memory {
    char *buffer;
    size_t capacity, len;
} memory;

static bool to_memory(const char *bytes, size_t len, void *context) {
    memory *m = context;
    if (m->len + len < m->capacity) memcpy(m->buffer + m->len, bytes, len);
    m->len += len;
    return true;
}

tpt_status tpt_result_json(const tpt_result *result, char *buffer, size_t capacity, size_t *len) {
    if (!result || !len || (!buffer && capacity)) return TPT_E_ARGUMENT;
    memory m = {buffer, capacity, 0};
    tpt_status status = tpt_result_write_json(result, to_memory, &m);
    if (status != TPT_OK) return status;
    *len = m.len;
    if (m.len >= capacity) return TPT_E_BUFFER;
    buffer[m.len] = '\0';
    return TPT_OK;
}

bool tpt_write_to_file(const char *bytes, size_t len, void *context) {
    return fwrite(bytes, 1, len, (FILE *)context) == len;
}

#include "report/explain.h"

#include <string.h>

#include "base/buf.h"

#define SHOWN_CHOICES 4 /* of "one of these" in a formula */
#define FORMULA_DEPTH 4 /* of what it holds in turn */

static const char *wording(const tpt_result *r, const char *key) { return tpt__wording_for(r->ruleset, key); }

static const char *finding_id(const tpt_result *r, uint32_t rule) {
    return r->ruleset->lexicon.findings.items[rule].id;
}

/* ---- The text, with what was made of each word under it ------------------------------------------------------------ */

/* A mark under each word; its place here is its rank, the strongest last. */
typedef enum mark { NOT_USED, ELSEWHEN, DENIED, DOUBTFUL, SO, DECIDED, CORRECTED, NOT_READ } mark;
static const char MARKS[] = " .-%=:~?";

static mark mark_of_status(tpt__status status) {
    switch (status) {
    case TPT__PRESENT: return SO;
    case TPT__ABSENT: return DENIED;
    case TPT__UNCLEAR: return DOUBTFUL;
    default: return ELSEWHEN;
    }
}

static void raise_mark(uint8_t *marks, uint32_t token, mark to) {
    if (to > (mark)marks[token]) marks[token] = (uint8_t)to;
}

static uint8_t *marks_of(const tpt_result *r) {
    uint8_t *marks = TPT__NEW(r->arena, uint8_t, r->doc->count + 1);
    for (uint32_t i = 0; i < r->about.finding_count; i++) {
        const tpt__finding *finding = &r->about.findings[i];
        for (uint32_t s = 0; s < finding->span_count; s++)
            for (uint32_t t = finding->spans[s].first; t < finding->spans[s].last && t < r->doc->count; t++)
                raise_mark(marks, t,
                           finding->spans[s].role == TPT__ROLE_CUE ? DECIDED
                                                                   : mark_of_status(finding->status));
    }
    for (uint32_t t = 0; t < r->doc->count; t++)
        if (tpt__read_as(r, t)) raise_mark(marks, t, CORRECTED);
    for (uint32_t i = 0; i < r->unread_count; i++) raise_mark(marks, r->unread[i], NOT_READ);
    return marks;
}

/* The bytes from a token to the next, their white space as one space. */
static void add_token(const tpt_result *r, tpt__buf *text, uint32_t token) {
    const tpt__token *tokens = r->doc->tokens;
    bool last = token + 1 >= r->doc->count;
    uint32_t end = last ? (uint32_t)r->doc->raw_len : tokens[token + 1].start;
    for (uint32_t b = token ? tokens[token].start : 0; b < end; b++) {
        unsigned char c = (unsigned char)r->doc->raw[b];
        if (c > ' ' && c != 0x7F) tpt__buf_add(text, r->doc->raw + b, 1);
        else if (text->len && text->bytes[text->len - 1] != ' ') tpt__buf_add_string(text, " ");
    }
}

static void add_marks(tpt__buf *under, uint32_t columns, char sign) {
    for (uint32_t i = 0; i < columns; i++) tpt__buf_add(under, &sign, 1);
}

static void write_pair(tpt__layout *layout, tpt__buf *text, tpt__buf *under) {
    if (!text->len) return;
    while (under->len && under->bytes[under->len - 1] == ' ') under->bytes[--under->len] = '\0';
    tpt__layout_verbatim(layout, 2, tpt__buf_text(text));
    if (under->len) tpt__layout_verbatim(layout, 2, tpt__buf_text(under));
    text->len = under->len = 0;
}

static void write_marked_text(const tpt_result *r, tpt__layout *layout) {
    const uint8_t *marks = marks_of(r);
    tpt__buf text = {.arena = r->arena}, under = {.arena = r->arena};
    uint32_t used = 0;
    for (uint32_t t = 0; t < r->doc->count; t++) {
        tpt__buf word = {.arena = r->arena};
        add_token(r, &word, t);
        const tpt__token *token = &r->doc->tokens[t];
        uint32_t columns = tpt__layout_columns(tpt__buf_text(&word), word.len);
        uint32_t marked = tpt__layout_columns(r->doc->raw + token->start, token->end - token->start);
        bool new_line = t && r->doc->sentences[token->sentence].first == t &&
                        r->doc->sentences[token->sentence].line_start;
        if (used && (new_line || used + columns + 2 > layout->width)) {
            write_pair(layout, &text, &under);
            used = 0;
        }
        tpt__buf_add(&text, tpt__buf_text(&word), word.len);
        add_marks(&under, marked < columns ? marked : columns, MARKS[marks[t]]);
        add_marks(&under, marked < columns ? columns - marked : 0, ' ');
        used += columns;
    }
    write_pair(layout, &text, &under);
    if (r->doc->count) tpt__layout_paragraph(layout, TPT__QUIET, 2, "", wording(r, "legend"));
}

/* ---- Findings -------------------------------------------------------------------------------------------------------- */

const char *tpt__explain_words(const tpt_result *r, const tpt__finding *finding) {
    tpt__buf out = {.arena = r->arena};
    uint32_t last = TPT__NONE, next = 0;
    while (next < r->doc->count) { /* from span to span, in the order of the text */
        uint32_t first = TPT__NONE, end = 0;
        for (uint32_t s = 0; s < finding->span_count; s++) {
            const tpt__span *span = &finding->spans[s];
            uint32_t from = span->first > next ? span->first : next;
            if (from < span->last && (first == TPT__NONE || from < first)) {
                first = from;
                end = span->last;
            }
        }
        if (first == TPT__NONE) break;
        for (uint32_t t = first; t < end; t++) {
            const tpt__token *token = &r->doc->tokens[t];
            if (last != TPT__NONE) tpt__buf_add_string(&out, t == last + 1 ? " " : " ... ");
            tpt__buf_add(&out, r->doc->raw + token->start, token->end - token->start);
            last = t;
        }
        next = end;
    }
    return tpt__buf_text(&out);
}

void tpt__explain_rules(const tpt_result *r, uint32_t finding, void (*visit)(const char *id, void *context),
                        void *context) {
    for (uint32_t i = 0; i < r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &r->outcome.flags.items[i];
        for (uint32_t e = 0; e < hit->verdict.evidence_count; e++)
            if (hit->verdict.evidence[e] == finding)
                visit(r->ruleset->rules.flags.items[hit->flag].id, context);
    }
    for (uint32_t c = 0; c < r->outcome.conditions.count; c++) {
        const tpt__condition_hit *hit = &r->outcome.conditions.items[c];
        bool used = false;
        for (uint32_t i = 0; i < hit->evidence.count; i++) used |= hit->evidence.items[i].finding == finding;
        for (uint32_t i = 0; i < hit->against.count; i++) used |= hit->against.items[i].finding == finding;
        if (used) visit(r->ruleset->rules.conditions.items[hit->condition].id, context);
    }
}

static void add_rule(const char *id, void *context) {
    tpt__buf *out = context;
    if (out->len) tpt__buf_add_string(out, ", ");
    tpt__buf_add_string(out, id);
}

static void add_quoted(const tpt_result *r, tpt__buf *out, uint32_t first, uint32_t last) {
    const tpt__token *tokens = r->doc->tokens;
    tpt__buf_add_string(out, "\"");
    if (first < last)
        tpt__buf_add(out, r->doc->raw + tokens[first].start, tokens[last - 1].end - tokens[first].start);
    tpt__buf_add_string(out, "\"");
}

static void add_name(const tpt_result *r, tpt__buf *out, const tpt__finding *finding) {
    tpt__buf_add_string(out, finding_id(r, finding->rule));
    if (finding->site != TPT__NONE) {
        tpt__buf_add_string(out, " @ ");
        tpt__buf_add_string(out, r->ruleset->lexicon.sites.items[finding->site].id);
    }
    if (finding->attributes.side) {
        tpt__buf_add_string(out, " ");
        tpt__buf_add_string(out, tpt__side_names[finding->attributes.side]);
    }
}

static void write_finding(const tpt_result *r, tpt__layout *layout, uint32_t index) {
    const tpt__finding *finding = &r->about.findings[index];
    tpt__buf out = {.arena = r->arena}, rules = {.arena = r->arena};
    add_name(r, &out, finding);
    tpt__buf_add_string(&out, ": ");
    tpt__buf_add_string(&out, tpt__status_names[finding->status]);
    tpt__buf_add_string(&out, ", ");
    tpt__buf_add_int(&out, finding->strength);
    tpt__buf_add_string(&out, "/4");
    if (finding->span_count) {
        tpt__buf_add_string(&out, " \"");
        tpt__buf_add_string(&out, tpt__explain_words(r, finding));
        tpt__buf_add_string(&out, "\"");
    }
    tpt__layout_paragraph(layout, TPT__PLAIN, 2, "- ", tpt__buf_text(&out));
    if (finding->cue_first < finding->cue_last) {
        tpt__buf cue = {.arena = r->arena};
        add_quoted(r, &cue, finding->cue_first, finding->cue_last);
        tpt__buf_add_string(&cue, " > ");
        add_quoted(r, &cue, finding->scope_first, finding->scope_last);
        tpt__layout_paragraph(layout, TPT__PLAIN, 4, ": ", tpt__buf_text(&cue));
    }
    tpt__explain_rules(r, index, add_rule, &rules);
    if (rules.len) tpt__layout_paragraph(layout, TPT__PLAIN, 4, "> ", tpt__buf_text(&rules));
}

/* "stiffneck": one word of the text, of which two were made. */
static bool goes_on(const tpt__document *doc, uint32_t token) {
    return token && token < doc->count && doc->tokens[token].parted && doc->tokens[token - 1].parted &&
           doc->tokens[token].start == doc->tokens[token - 1].end;
}

static void write_corrections(const tpt_result *r, tpt__layout *layout) {
    for (uint32_t t = 0; t < r->doc->count; t++) {
        const char *corrected = tpt__read_as(r, t);
        if (!corrected || goes_on(r->doc, t)) continue;
        tpt__buf out = {.arena = r->arena};
        uint32_t last = t + 1;
        while (goes_on(r->doc, last)) last++;
        add_quoted(r, &out, t, last);
        tpt__buf_add_string(&out, " ");
        tpt__buf_add_string(&out, wording(r, "corrected"));
        for (uint32_t i = t; i < last; i++) {
            tpt__buf_add_string(&out, " ");
            const char *word = tpt__read_as(r, i);
            if (word) tpt__buf_add_string(&out, word);
            else tpt__buf_add(&out, tpt__token_text(r->doc, &r->doc->tokens[i]), r->doc->tokens[i].len);
        }
        tpt__layout_paragraph(layout, TPT__PLAIN, 2, "~ ", tpt__buf_text(&out));
    }
}

/* ---- Rules that fired ------------------------------------------------------------------------------------------------ */

static void write_flags(const tpt_result *r, tpt__layout *layout) {
    for (uint32_t i = 0; i < r->outcome.flags.count; i++) {
        const tpt__flag_hit *hit = &r->outcome.flags.items[i];
        tpt__buf out = {.arena = r->arena};
        tpt__buf_add_string(&out, r->ruleset->rules.flags.items[hit->flag].id);
        tpt__buf_add_string(&out, hit->unclear ? " ? " : " = ");
        tpt__buf_add_string(&out, tpt__level_names[hit->level]);
        for (uint32_t e = 0; e < hit->verdict.evidence_count; e++) {
            tpt__buf_add_string(&out, e ? ", " : ": ");
            tpt__buf_add_string(&out, finding_id(r, r->about.findings[hit->verdict.evidence[e]].rule));
        }
        if (!hit->verdict.evidence_count) {
            tpt__buf_add_string(&out, ": ");
            tpt__buf_add_string(&out, r->ruleset->rules.facts.items[hit->verdict.fact].id);
        }
        tpt__layout_paragraph(layout, TPT__PLAIN, 2, "! ", tpt__buf_text(&out));
    }
}

static void add_parts(const tpt_result *r, tpt__buf *sum, const tpt__score_part *parts, uint32_t count,
                      const char *sign) {
    for (uint32_t i = 0; i < count; i++) {
        tpt__buf_add_string(sum, sign);
        tpt__buf_add_int(sum, parts[i].points);
        if (parts[i].finding == TPT__NONE) continue;
        tpt__buf_add_string(sum, " ");
        tpt__buf_add_string(sum, finding_id(r, r->about.findings[parts[i].finding].rule));
    }
}

static void write_conditions(const tpt_result *r, tpt__layout *layout) {
    for (uint32_t c = 0; c < r->outcome.conditions.count; c++) {
        const tpt__condition_hit *hit = &r->outcome.conditions.items[c];
        tpt__buf sum = {.arena = r->arena};
        tpt__buf_add_string(&sum, r->ruleset->rules.conditions.items[hit->condition].id);
        tpt__buf_add_string(&sum, " = ");
        tpt__buf_add_int(&sum, hit->score);
        add_parts(r, &sum, hit->evidence.items, hit->evidence.count, " +");
        add_parts(r, &sum, hit->against.items, hit->against.count, " -");
        tpt__layout_paragraph(layout, TPT__PLAIN, 2, "# ", tpt__buf_text(&sum));
    }
}

/* ---- Rules that did not ---------------------------------------------------------------------------------------------- */

static const tpt__expr *expr_at(const tpt_result *r, uint32_t index) {
    return &r->ruleset->rules.exprs.items[index];
}

static tpt__truth truth_of(const tpt_result *r, uint32_t index) {
    return tpt__expr_value(&r->about, index).truth;
}

static void add_number(tpt__buf *out, int64_t value, int64_t open) {
    if (value != open) tpt__buf_add_int(out, value);
}

static void add_range(tpt__buf *out, const tpt__range *range) {
    tpt__buf_add_string(out, " ");
    add_number(out, range->min, INT64_MIN);
    tpt__buf_add_string(out, "..");
    add_number(out, range->max, INT64_MAX);
}

/* A finding that is asked for, its restrictions, and what is known of it. */
static void add_wanted(const tpt_result *r, tpt__buf *out, const tpt__expr *expr) {
    const tpt__lexicon *lexicon = &r->ruleset->lexicon;
    tpt__buf_add_string(out, finding_id(r, expr->target));
    for (uint32_t i = 0; i < expr->sites.count; i++) {
        tpt__buf_add_string(out, i ? "|" : " @ ");
        tpt__buf_add_string(out, lexicon->sites.items[expr->sites.items[i]].id);
    }
    for (uint32_t i = 0; i < TPT__ONSET_COUNT; i++) {
        if (!(expr->onsets & (1u << i))) continue;
        tpt__buf_add_string(out, " ");
        tpt__buf_add_string(out, tpt__onset_names[i]);
    }
    for (uint32_t i = 0; i < TPT__COURSE_COUNT; i++) {
        if (!(expr->courses & (1u << i))) continue;
        tpt__buf_add_string(out, " ");
        tpt__buf_add_string(out, tpt__course_names[i]);
    }
    if (expr->has_severity) add_range(out, &expr->severity);
    for (uint32_t i = 0; i < r->about.finding_count; i++) {
        if (r->about.findings[i].rule != expr->target) continue;
        tpt__buf_add_string(out, " (");
        tpt__buf_add_string(out, tpt__status_names[r->about.findings[i].status]);
        tpt__buf_add_string(out, ")");
        return;
    }
}

static void add_lack(const tpt_result *r, tpt__buf *out, uint32_t index, uint32_t depth);

/* Those of the children that do not hold, with a sign between; past the most that are shown, how many more. */
static void add_children(const tpt_result *r, tpt__buf *out, const tpt__expr *expr, const char *sign,
                         uint32_t most, uint32_t depth) {
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < expr->children.count; i++) {
        if (truth_of(r, expr->children.items[i]) == TPT__TRUE) continue;
        if (shown == most) {
            left++;
            continue;
        }
        if (shown++) tpt__buf_add_string(out, sign);
        add_lack(r, out, expr->children.items[i], depth + 1);
    }
    if (!left) return;
    tpt__buf_add_string(out, sign);
    tpt__buf_add_string(out, "+");
    tpt__buf_add_int(out, left);
}

static void add_lack(const tpt_result *r, tpt__buf *out, uint32_t index, uint32_t depth) {
    const tpt__expr *expr = expr_at(r, index);
    if (depth > FORMULA_DEPTH) {
        tpt__buf_add_string(out, "...");
        return;
    }
    switch (expr->kind) {
    case TPT__EXPR_FINDING: add_wanted(r, out, expr); return;
    case TPT__EXPR_FACT:
        tpt__buf_add_string(out, r->ruleset->rules.facts.items[expr->target].id);
        add_range(out, &expr->value);
        return;
    case TPT__EXPR_SCORE:
        tpt__buf_add_string(out, r->ruleset->rules.scores.items[expr->target].id);
        add_range(out, &expr->value);
        return;
    case TPT__EXPR_NOT:
        tpt__buf_add_string(out, "!");
        add_lack(r, out, expr->children.items[0], depth + 1);
        return;
    case TPT__EXPR_ALL: add_children(r, out, expr, " & ", UINT32_MAX, depth); return;
    case TPT__EXPR_AT_LEAST:
        tpt__buf_add_int(out, expr->at_least);
        tpt__buf_add_string(out, "x");
        break;
    case TPT__EXPR_ANY: break;
    }
    tpt__buf_add_string(out, "(");
    add_children(r, out, expr, " | ", SHOWN_CHOICES, depth);
    tpt__buf_add_string(out, ")");
}

/* How many parts of an expression hold already: what is near goes first. */
static uint32_t parts_met(const tpt_result *r, uint32_t index) {
    return tpt__expr_value(&r->about, index).evidence_count;
}

/* The level of a flag that comes nearest. */
static uint32_t nearest_level(const tpt_result *r, const tpt__flag_rule *flag) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < flag->level_count; i++)
        if (parts_met(r, flag->levels[i].when) > parts_met(r, flag->levels[best].when)) best = i;
    return best;
}

static bool has_fired(const tpt_result *r, uint32_t flag) {
    for (uint32_t i = 0; i < r->outcome.flags.count; i++)
        if (r->outcome.flags.items[i].flag == flag) return true;
    return false;
}

const char *tpt__explain_lack(const tpt_result *r, uint32_t index) {
    const tpt__flag_rule *flag = &r->ruleset->rules.flags.items[index];
    tpt__buf out = {.arena = r->arena};
    if (has_fired(r, index) || !flag->level_count) return "";
    if (flag->unless != TPT__NONE && truth_of(r, flag->unless) == TPT__TRUE) {
        tpt__verdict held = tpt__expr_value(&r->about, flag->unless);
        for (uint32_t i = 0; i < held.evidence_count; i++) {
            tpt__buf_add_string(&out, i ? " !" : "!");
            tpt__buf_add_string(&out, finding_id(r, r->about.findings[held.evidence[i]].rule));
        }
        return tpt__buf_text(&out);
    }
    uint32_t when = flag->levels[nearest_level(r, flag)].when;
    if (truth_of(r, when) == TPT__TRUE) return "";
    add_lack(r, &out, when, 0);
    return tpt__buf_text(&out);
}

static void write_silent(const tpt_result *r, tpt__layout *layout) {
    tpt__layout_blank(layout);
    tpt__layout_paragraph(layout, TPT__BOLD, 0, "", wording(r, "silent"));
    for (uint32_t near = 2; near-- > 0;) { /* first those of which something was said */
        for (uint32_t i = 0; i < r->ruleset->rules.flags.count; i++) {
            const tpt__flag_rule *flag = &r->ruleset->rules.flags.items[i];
            const char *lack = tpt__explain_lack(r, i);
            if (!*lack || (parts_met(r, flag->levels[nearest_level(r, flag)].when) > 0) != near) continue;
            tpt__buf out = {.arena = r->arena};
            tpt__buf_add_string(&out, flag->id);
            tpt__buf_add_string(&out, ": ");
            tpt__buf_add_string(&out, lack);
            tpt__layout_paragraph(layout, near ? TPT__PLAIN : TPT__QUIET, 2, "x ", tpt__buf_text(&out));
        }
    }
}

void tpt__explain_write(const tpt_result *r, tpt__layout *layout) {
    tpt__layout_blank(layout);
    tpt__layout_paragraph(layout, TPT__BOLD, 0, "", wording(r, "understood"));
    write_marked_text(r, layout);
    for (uint32_t i = 0; i < r->about.finding_count; i++) write_finding(r, layout, i);
    write_corrections(r, layout);
    write_flags(r, layout);
    write_conditions(r, layout);
    write_silent(r, layout);
}

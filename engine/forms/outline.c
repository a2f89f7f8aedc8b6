/* The outline of a ruleset's own form: see outline.h. */
#include "forms/outline.h"

#include <string.h>

#include "base/buf.h"
#include "base/json_write.h"
#include "report/result.h"

typedef struct builder {
    tpt__arena *arena;
    const tpt_ruleset *ruleset;
    tpt__outline *out;
    bool *finding_asked; /* by finding */
    bool *fact_asked;    /* by fact */
    bool *is_told;       /* by finding: some rule asks no more of it than yes or no */
    uint32_t depth;
} builder;

static const char *link_of(const builder *b, const char *kind, const char *id) {
    tpt__buf out = {.arena = b->arena};
    tpt__buf_add_string(&out, kind);
    tpt__buf_add_string(&out, ".");
    tpt__buf_add_string(&out, id);
    return tpt__buf_text(&out);
}

static tpt__outline_item *add(builder *b, tpt__field field, const char *link, const char *text) {
    tpt__outline_item *item = tpt__push(b->arena, &b->out->items);
    *item = (tpt__outline_item){field, b->depth, link, text, TPT__MEANS_IGNORE, TPT__NONE, false};
    return item;
}

static void add_words(builder *b, tpt__field field, tpt__means means, const char *link, const char *wording,
                      bool repeats) {
    tpt__outline_item *item = add(b, field, link, tpt__wording_for(b->ruleset, wording));
    item->means = means;
    item->repeats = repeats;
}

/* A group whose fields are still to come; empty ones are taken back. */
static uint32_t open_group(builder *b, const char *link, const char *text) {
    add(b, TPT__FIELD_GROUP, link, text);
    b->depth++;
    return b->out->items.count;
}

static void close_group(builder *b, uint32_t opened) {
    b->depth--;
    if (b->out->items.count == opened) b->out->items.count--;
}

/* A yes or no tells nothing of a finding that the rule wants at a place, on a side, or of a kind. */
static bool is_bare(const tpt__expr *expr) {
    return !expr->sites.count && !expr->not_sites.count && !expr->qualities.count && !expr->triggers.count &&
           !expr->sides && !expr->onsets && !expr->courses && !expr->has_severity && !expr->has_duration;
}

static bool *told_findings(tpt__arena *arena, const tpt_ruleset *ruleset) {
    bool *told = TPT__NEW(arena, bool, ruleset->lexicon.findings.count + 1);
    for (uint32_t i = 0; i < ruleset->rules.exprs.count; i++) {
        const tpt__expr *expr = &ruleset->rules.exprs.items[i];
        if (expr->kind == TPT__EXPR_FINDING && is_bare(expr)) told[expr->target] = true;
    }
    return told;
}

/* A tick without its context must not calm a warning: mitigators are left to words. */
static void add_finding(builder *b, uint32_t finding) {
    const tpt__finding_rule *rule = &b->ruleset->lexicon.findings.items[finding];
    if (b->finding_asked[finding] || !b->is_told[finding] || rule->type == TPT__FINDING_MITIGATOR) return;
    b->finding_asked[finding] = true;
    tpt__outline_item *item =
        add(b, TPT__FIELD_FINDING, link_of(b, "finding", rule->id), rule->label ? rule->label : rule->id);
    item->means = TPT__MEANS_FINDING;
    item->target = finding;
}

/* A fact is asked for in the first way that the pack has; one that it has no words for is not. */
static void add_fact(builder *b, uint32_t fact) {
    for (uint32_t i = 0; i < b->ruleset->rules.asks.count && !b->fact_asked[fact]; i++) {
        const tpt__ask *ask = &b->ruleset->rules.asks.items[i];
        if (ask->fact != fact) continue;
        b->fact_asked[fact] = true;
        tpt__outline_item *item = add(b, TPT__FIELD_FACT, link_of(b, "fact", ask->key), ask->text);
        item->means = TPT__MEANS_FACT;
        item->target = i;
    }
}

static void add_facts_about(builder *b, tpt__ask_place place) {
    for (uint32_t i = 0; i < b->ruleset->rules.asks.count; i++)
        if (b->ruleset->rules.asks.items[i].place == place) add_fact(b, b->ruleset->rules.asks.items[i].fact);
}

static void add_question(builder *b, const tpt__question *question) {
    if (!question->id) return;
    uint32_t opened = open_group(b, link_of(b, "question", question->id), question->text);
    for (uint32_t i = 0; i < question->findings.count; i++) add_finding(b, question->findings.items[i]);
    for (uint32_t i = 0; i < question->facts.count; i++) add_fact(b, question->facts.items[i]);
    close_group(b, opened);
}

/* ---- Expressions ---- */

#define HISTORY_TYPES                                                                                        \
    (1u << TPT__FINDING_HISTORY | 1u << TPT__FINDING_MEDICINE | 1u << TPT__FINDING_EXPOSURE |                \
     1u << TPT__FINDING_EVENT)

/* Findings of some types (bits), and facts, that an expression asks about. */
static void add_expr(builder *b, uint32_t index, uint32_t types) {
    if (index == TPT__NONE) return;
    const tpt__expr *expr = &b->ruleset->rules.exprs.items[index];
    for (uint32_t i = 0; i < expr->children.count; i++) add_expr(b, expr->children.items[i], types);
    if (expr->kind == TPT__EXPR_FACT) add_fact(b, expr->target);
    if (expr->kind != TPT__EXPR_FINDING || !is_bare(expr)) return;
    if (types & (1u << b->ruleset->lexicon.findings.items[expr->target].type)) add_finding(b, expr->target);
}

static void add_scores(builder *b, const tpt__criteria_rule *rule) {
    for (uint32_t i = 0; i < rule->scores.count; i++) {
        const tpt__score_rule *score = &b->ruleset->rules.scores.items[rule->scores.items[i]];
        for (uint32_t k = 0; k < score->items.count; k++) add_fact(b, score->items.items[k].fact);
    }
}

static void add_criteria(builder *b, const tpt__criteria_rule *rule) {
    const char *criteria = link_of(b, "criterion", rule->id);
    uint32_t opened = open_group(b, criteria, rule->label);
    for (uint32_t i = 0; i < rule->items.count; i++) {
        const tpt__criterion *item = &rule->items.items[i];
        uint32_t inner = open_group(b, link_of(b, criteria, item->id), item->text);
        add_expr(b, item->met, ~0u);
        add_expr(b, item->not_met, ~0u);
        close_group(b, inner);
    }
    add_scores(b, rule);
    close_group(b, opened);
}

/* ---- The parts of the form ---- */

static void add_complaint(builder *b) {
    const tpt_ruleset *ruleset = b->ruleset;
    uint32_t opened = open_group(b, "complaint", tpt__wording_for(ruleset, "form_complaint"));
    add_words(b, TPT__FIELD_TEXT, TPT__MEANS_TEXT, "text", "form_text", false);
    uint32_t places = open_group(b, "places", tpt__wording_for(ruleset, "form_places"));
    b->out->items.items[places - 1].repeats = true;
    add_words(b, TPT__FIELD_SITE, TPT__MEANS_SITE, "site", "form_place", false);
    add_words(b, TPT__FIELD_SIDE, TPT__MEANS_SIDE, "side", "form_side", false);
    close_group(b, places);
    add_facts_about(b, TPT__ASK_COMPLAINT);
    close_group(b, opened);
}

static void add_person(builder *b) {
    uint32_t opened = open_group(b, "person", tpt__wording_for(b->ruleset, "form_person"));
    add_facts_about(b, TPT__ASK_PERSON);
    close_group(b, opened);
}

static void add_signs(builder *b) {
    uint32_t opened = open_group(b, "signs", tpt__wording_for(b->ruleset, "form_signs"));
    for (uint32_t i = 0; i < b->ruleset->rules.flags.count; i++)
        add_question(b, &b->ruleset->rules.flags.items[i].question);
    close_group(b, opened);
}

static void add_patterns(builder *b) {
    uint32_t opened = open_group(b, "patterns", tpt__wording_for(b->ruleset, "form_patterns"));
    for (uint32_t i = 0; i < b->ruleset->rules.conditions.count; i++) {
        const tpt__condition_rule *rule = &b->ruleset->rules.conditions.items[i];
        for (uint32_t k = 0; k < rule->questions.count; k++) add_question(b, &rule->questions.items[k]);
        for (uint32_t k = 0; k < rule->criteria.count; k++) add_criteria(b, &rule->criteria.items[k]);
    }
    close_group(b, opened);
}

static void add_history(builder *b) {
    uint32_t opened = open_group(b, "history", tpt__wording_for(b->ruleset, "form_history"));
    for (uint32_t i = 0; i < b->ruleset->rules.cautions.count; i++)
        add_expr(b, b->ruleset->rules.cautions.items[i].when, HISTORY_TYPES);
    add_words(b, TPT__FIELD_STRING, TPT__MEANS_MEDICATIONS, "medications", "form_medications", true);
    add_words(b, TPT__FIELD_STRING, TPT__MEANS_HISTORY, "other_history", "form_other_history", true);
    close_group(b, opened);
}

void tpt__outline_build(tpt__arena *arena, const tpt_ruleset *ruleset, tpt__outline *out) {
    builder b = {arena,
                 ruleset,
                 out,
                 TPT__NEW(arena, bool, ruleset->lexicon.findings.count + 1),
                 TPT__NEW(arena, bool, ruleset->rules.facts.count + 1),
                 told_findings(arena, ruleset),
                 0};
    *out = (tpt__outline){{0}};
    add_complaint(&b);
    add_person(&b);
    add_signs(&b);
    add_patterns(&b);
    add_history(&b);
}

/* ---- Its map ------------------------------------------------------------------------------------------------------------- */

static void write_entry(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__outline_item *item) {
    tpt__out_open(out, NULL, "{");
    tpt__out_string(out, "linkId", item->link);
    if (item->means == TPT__MEANS_FINDING)
        tpt__out_string(out, "finding", ruleset->lexicon.findings.items[item->target].id);
    else if (item->means == TPT__MEANS_FACT)
        tpt__out_string(out, "fact", ruleset->rules.asks.items[item->target].key);
    else tpt__out_string(out, "as", tpt__means_names[item->means]);
    tpt__out_close(out, "}");
}

tpt_status tpt__outline_write_map(const tpt_ruleset *ruleset, const tpt__outline *outline, tpt_write_fn write,
                                  void *context) {
    tpt__json_out out = {.write = write, .context = context};
    tpt__out_open(&out, NULL, "{");
    tpt__out_string(&out, "title", ruleset->title);
    tpt__out_open(&out, "items", "[");
    for (uint32_t i = 0; i < outline->items.count; i++)
        if (outline->items.items[i].field != TPT__FIELD_GROUP)
            write_entry(&out, ruleset, &outline->items.items[i]);
    tpt__out_close(&out, "]");
    tpt__out_close(&out, "}");
    return tpt__out_finish(&out);
}

static bool add_to_buf(const char *bytes, size_t len, void *context) {
    tpt__buf_add(context, bytes, len);
    return true;
}

const char *tpt__outline_map(tpt__arena *arena, const tpt_ruleset *ruleset, size_t *len) {
    tpt__outline outline;
    tpt__buf out = {.arena = arena};
    tpt__outline_build(arena, ruleset, &outline);
    tpt__outline_write_map(ruleset, &outline, add_to_buf, &out);
    *len = out.len;
    return tpt__buf_text(&out);
}

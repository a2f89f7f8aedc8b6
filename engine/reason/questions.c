/*
 * Questions: the few whose answer could change the urgency or the order of conditions, worst first. A flag is worth asking about
 * when part of it was said already, at a place that hurts, and when it would be more urgent than what is known.
 */
#include "reason/outcome.h"

#include <stdlib.h>
#include <string.h>

#define QUESTION_LIMIT 6
#define FLAG_QUESTIONS 3
#define CONDITIONS_ASKED 2

static void ask(const tpt__case *about, tpt__outcome *out, const tpt__question *question) {
    if (!question->id || out->questions.count >= QUESTION_LIMIT) return;
    for (uint32_t i = 0; i < out->questions.count; i++)
        if (strcmp(out->questions.items[i].id, question->id) == 0) return;
    *tpt__push(about->arena, &out->questions) = *question;
}

/* A flag that nobody has asked about, and how much of it was said. */
typedef struct candidate {
    uint32_t flag, said;
    tpt__level level;
} candidate;

/* How many findings speak for a level that is still open; none where it is ruled out. */
static uint32_t said_for(const tpt__case *about, const tpt__flag_level *level) {
    tpt__verdict verdict = tpt__expr_value(about, level->when);
    return verdict.truth == TPT__FALSE ? 0 : verdict.evidence_count;
}

/* The root of all sites ("the whole body") is near to everything, so it says nothing. */
static bool covers_place(const tpt__lexicon *lexicon, uint32_t flag_site, uint32_t named) {
    bool root = lexicon->sites.items[flag_site].parent == TPT__NONE;
    return root ? flag_site == named : tpt__site_within(lexicon, named, flag_site);
}

static bool is_near(const tpt__case *about, const tpt__flag_rule *flag) {
    for (uint32_t i = 0; i < about->finding_count; i++) {
        if (!tpt__is_painful_place(about, &about->findings[i])) continue;
        for (uint32_t s = 0; s < flag->sites.count; s++)
            if (covers_place(about->lexicon, flag->sites.items[s], about->findings[i].site)) return true;
    }
    return false;
}

static candidate judge(const tpt__case *about, uint32_t index, tpt__level above) {
    const tpt__flag_rule *flag = &about->rules->flags.items[index];
    candidate best = {.flag = index};
    for (uint32_t i = 0; i < flag->level_count; i++) {
        if (flag->levels[i].level <= above) continue;
        uint32_t said = said_for(about, &flag->levels[i]);
        if (said <= best.said) continue;
        best.said = said;
        best.level = flag->levels[i].level;
    }
    if (best.said && !is_near(about, flag)) best.said = 0;
    return best;
}

/* The most urgent first, then that of which most was said. */
static int by_worth(const void *left, const void *right) {
    const candidate *a = left, *b = right;
    if (a->level != b->level) return a->level > b->level ? -1 : 1;
    if (a->said != b->said) return a->said > b->said ? -1 : 1;
    return a->flag < b->flag ? -1 : a->flag > b->flag;
}

static void ask_flags(const tpt__case *about, tpt__outcome *out) {
    candidate *list = TPT__NEW(about->arena, candidate, out->not_assessed.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < out->not_assessed.count; i++) {
        candidate one = judge(about, out->not_assessed.items[i], out->level);
        if (one.said && one.level >= TPT__URGENT) list[count++] = one;
    }
    if (count) qsort(list, count, sizeof *list, by_worth);
    for (uint32_t i = 0; i < count && i < FLAG_QUESTIONS; i++)
        ask(about, out, &about->rules->flags.items[list[i].flag].question);
}

/* What is unclear, then what would be more urgent, then what tells conditions apart. */
void tpt__reason_questions(const tpt__case *about, tpt__outcome *out) {
    const tpt__rules *rules = about->rules;
    for (uint32_t i = 0; i < out->flags.count; i++)
        if (out->flags.items[i].unclear && out->level < TPT__EMERGENCY)
            ask(about, out, &rules->flags.items[out->flags.items[i].flag].question);
    ask_flags(about, out);
    for (uint32_t c = 0;
         rules->levels[out->level].therapies && c < out->conditions.count && c < CONDITIONS_ASKED; c++) {
        const tpt__condition_rule *rule = &rules->conditions.items[out->conditions.items[c].condition];
        for (uint32_t i = 0; i < rule->questions.count; i++) ask(about, out, &rule->questions.items[i]);
    }
}

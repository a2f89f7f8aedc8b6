/*
 * Questions: the few whose answer could change the urgency or the order of conditions, worst first. A flag is worth asking about
 * when part of it was said already, at a place that hurts, and when it would be more urgent than what is known.
 */
#include "reason/outcome.h"

#include <string.h>

#include "base/sort.h"

#define QUESTION_LIMIT 6
#define FLAG_QUESTIONS 3
#define CONDITIONS_ASKED 2

static void ask(const tpt__case *about, tpt__outcome *out, const tpt__question *question) {
    if (!question->id || out->questions.count >= QUESTION_LIMIT) return;
    for (uint32_t i = 0; i < out->questions.count; i++)
        if (strcmp(out->questions.items[i].id, question->id) == 0) return;
    *tpt__push(about->arena, &out->questions) = *question;
}

/* ---- How many answers an expression is away from holding ---- */

#define FAR 2      /* so many, and more, are all alike: one answer is all that is asked for */
#define NEVER 1000 /* something in it was denied */

/* First those of which nothing was said, since they cost nothing and nearly always are enough. */
static uint32_t missing_of_all(const tpt__case *about, tpt__children children) {
    uint32_t sum = 0;
    for (const uint32_t *at = children.at; at < children.end && sum < FAR; at++)
        if (!tpt__expr_is_touched(about, *at)) sum += tpt__answers_missing(about, *at);
    for (const uint32_t *at = children.at; at < children.end && sum < FAR; at++)
        if (tpt__expr_is_touched(about, *at)) sum += tpt__answers_missing(about, *at);
    return sum < NEVER ? sum : NEVER;
}

/* The `wanted` children that are the nearest. */
static uint32_t missing_of_some(const tpt__case *about, tpt__children children, uint32_t wanted) {
    uint32_t at_distance[FAR] = {0}, sum = 0;
    for (; children.at < children.end; children.at++) {
        uint32_t missing = tpt__answers_missing(about, *children.at);
        if (missing < FAR) at_distance[missing]++;
    }
    for (uint32_t d = 0; d < FAR; d++)
        for (; wanted && at_distance[d]; at_distance[d]--, wanted--) sum += d;
    return wanted ? NEVER : sum;
}

static uint32_t missing_of_one(tpt__truth truth) {
    return truth >= TPT__POSSIBLE ? 0 : truth == TPT__FALSE ? NEVER : 1;
}

uint32_t tpt__answers_missing(const tpt__case *about, uint32_t index) {
    if (!tpt__expr_is_touched(about, index)) return about->rules->index.silence[index].missing;
    tpt__op_kind kind = tpt__kind_of(about, index);
    bool groups = kind == TPT__EXPR_ALL || kind == TPT__EXPR_ANY || kind == TPT__EXPR_AT_LEAST;
    if (!groups) return missing_of_one(tpt__expr_value(about, index).truth);
    if (tpt__expr_may_be(about, index, TPT__POSSIBLE) && tpt__expr_value(about, index).truth >= TPT__POSSIBLE)
        return 0;
    if (kind == TPT__EXPR_ALL) return missing_of_all(about, tpt__children_of(about, index));
    uint32_t wanted = kind == TPT__EXPR_ANY ? 1 : about->rules->exprs.items[index].at_least;
    return missing_of_some(about, tpt__children_of(about, index), wanted);
}

/* ---- What of it was said, in some form ---- */

typedef struct told {
    uint32_t rules[TPT__EVIDENCE], count;
} told;

static bool is_present(const tpt__case *about, uint32_t rule) {
    for (uint32_t i = about->first_of[rule]; i != TPT__NONE; i = about->next_of[i])
        if (about->findings[i].status == TPT__PRESENT) return true;
    return false;
}

/* Findings that are there, even where an attribute is missing: a headache, of which nobody said how it began. */
static void add_told(const tpt__case *about, uint32_t index, told *out) {
    if (!tpt__expr_is_touched(about, index)) return;
    for (tpt__children c = tpt__children_of(about, index); c.at < c.end; c.at++) add_told(about, *c.at, out);
    if (tpt__kind_of(about, index) != TPT__EXPR_FINDING) return;
    uint32_t finding = about->rules->exprs.items[index].target;
    if (!is_present(about, finding)) return;
    for (uint32_t i = 0; i < out->count; i++)
        if (out->rules[i] == finding) return;
    if (out->count < TPT__EVIDENCE) out->rules[out->count++] = finding;
}

/* ---- Flags ---- */

/* A flag that nobody has asked about, one answer away, and how much of it was said. */
typedef struct candidate {
    uint32_t flag, said;
    tpt__level level;
} candidate;

static uint32_t said_for(const tpt__case *about, const tpt__flag_level *level) {
    told findings = {.count = 0};
    if (!tpt__expr_is_touched(about, level->when)) return 0; /* nothing of it was said */
    if (tpt__answers_missing(about, level->when) > 1) return 0;
    add_told(about, level->when, &findings);
    return findings.count;
}

/* Is it about a place that hurts? */
static bool is_near(const tpt__case *about, const tpt__flag_rule *flag) {
    for (uint32_t s = 0; s < flag->sites.count; s++)
        if (tpt__bits_has(about->near, flag->sites.items[s])) return true;
    return false;
}

static candidate judge(const tpt__case *about, uint32_t index, tpt__level above) {
    const tpt__flag_rule *flag = &about->rules->flags.items[index];
    candidate best = {.flag = index};
    if (!is_near(about, flag)) return best;
    for (uint32_t i = 0; i < flag->level_count; i++) {
        if (flag->levels[i].level <= above) continue;
        uint32_t said = said_for(about, &flag->levels[i]);
        if (said <= best.said) continue;
        best.said = said;
        best.level = flag->levels[i].level;
    }
    return best;
}

/* The most urgent first, then that of which most was said. */
static int by_worth(const void *left, const void *right) {
    const candidate *a = left, *b = right;
    if (a->level != b->level) return a->level > b->level ? -1 : 1;
    if (a->said != b->said) return a->said > b->said ? -1 : 1;
    return a->flag < b->flag ? -1 : a->flag > b->flag;
}

/* Flags about a place that hurts go before the others. */
static void put_near_first(const tpt__case *about, tpt__outcome *out) {
    uint32_t count = out->not_assessed.count, near = 0, far = 0;
    uint32_t *flags = out->not_assessed.items, *others = TPT__NEW(about->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (is_near(about, &about->rules->flags.items[flags[i]])) flags[near++] = flags[i];
        else others[far++] = flags[i];
    }
    if (far) memcpy(flags + near, others, far * sizeof *flags);
}

/* Is it about the whole body? */
static bool is_of_all(const tpt__case *about, const tpt__flag_rule *flag) {
    for (uint32_t i = 0; i < flag->sites.count; i++)
        if (about->lexicon->sites.items[flag->sites.items[i]].parent == TPT__NONE) return true;
    return false;
}

static bool is_not_assessed(const tpt__outcome *out, uint32_t flag) {
    for (uint32_t i = 0; i < out->not_assessed.count; i++)
        if (out->not_assessed.items[i] == flag) return true;
    return false;
}

/* What the conditions that fit tell to watch for. */
static uint32_t ask_watched(const tpt__case *about, tpt__outcome *out) {
    uint32_t before = out->questions.count;
    for (uint32_t c = 0; c < out->conditions.count && c < CONDITIONS_ASKED; c++) {
        tpt__list watch = about->rules->conditions.items[out->conditions.items[c].condition].watch;
        uint32_t most = c ? 1 : FLAG_QUESTIONS - 1; /* the second condition adds one of its own */
        for (uint32_t i = 0, asked = 0; i < watch.count && asked < most; i++) {
            const tpt__flag_rule *flag = &about->rules->flags.items[watch.items[i]];
            if (!is_not_assessed(out, watch.items[i]) || flag->levels[0].level <= out->level) continue;
            if (!is_near(about, flag) && !is_of_all(about, flag)) continue;
            uint32_t known = out->questions.count;
            ask(about, out, &flag->question);
            asked += out->questions.count - known;
        }
    }
    return out->questions.count - before;
}

static void ask_flags(const tpt__case *about, tpt__outcome *out) {
    candidate *list = TPT__NEW(about->arena, candidate, out->not_assessed.count + 1);
    uint32_t count = 0;
    if (ask_watched(about, out)) return; /* whoever wrote the profile knows best */
    for (uint32_t i = 0; i < out->not_assessed.count; i++) {
        candidate one = judge(about, out->not_assessed.items[i], out->level);
        if (one.said && one.level >= TPT__URGENT) list[count++] = one;
    }
    tpt__sort(about->arena, list, count, sizeof *list, by_worth);
    for (uint32_t i = 0; i < count && i < FLAG_QUESTIONS; i++)
        ask(about, out, &about->rules->flags.items[list[i].flag].question);
}

/* What is unclear, then what would be more urgent, then what tells conditions apart. */
void tpt__reason_questions(const tpt__case *about, tpt__outcome *out) {
    const tpt__rules *rules = about->rules;
    for (uint32_t i = 0; i < out->flags.count; i++)
        if (out->flags.items[i].unclear && out->level < TPT__EMERGENCY)
            ask(about, out, &rules->flags.items[out->flags.items[i].flag].question);
    put_near_first(about, out);
    ask_flags(about, out);
    for (uint32_t c = 0;
         rules->levels[out->level].therapies && c < out->conditions.count && c < CONDITIONS_ASKED; c++) {
        const tpt__condition_rule *rule = &rules->conditions.items[out->conditions.items[c].condition];
        for (uint32_t i = 0; i < rule->questions.count; i++) ask(about, out, &rule->questions.items[i]);
    }
}

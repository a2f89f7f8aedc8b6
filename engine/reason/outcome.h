/* What reasoning gives: everything that the report shows, as indexes into the rules with their proof. */
#ifndef TPT_REASON_OUTCOME_H
#define TPT_REASON_OUTCOME_H

#include "reason/rules.h"

/* Four values, in order of certainty: false, unknown, possible (weak, unclear, or an unknown fact that may hold), true. */
typedef enum tpt__truth { TPT__FALSE, TPT__NOT_KNOWN, TPT__POSSIBLE, TPT__TRUE } tpt__truth;

#define TPT__EVIDENCE 12

typedef struct tpt__verdict {
    tpt__truth truth;
    uint8_t strength;                 /* of the weakest finding that it rests on */
    uint32_t evidence[TPT__EVIDENCE]; /* findings (of the case) that speak for it */
    uint32_t evidence_count;
    uint32_t fact; /* one that is known and speaks for it, too, or TPT__NONE */
} tpt__verdict;

typedef struct tpt__flag_hit {
    uint32_t flag, level_index;
    tpt__level level; /* after lowering */
    bool ambulance, unclear;
    tpt__verdict verdict;
} tpt__flag_hit;

typedef struct tpt__score_part {
    uint32_t finding; /* of the case, or TPT__NONE */
    int32_t points;
} tpt__score_part;

/* Where criteria stand, in order: one item that was not asked leaves them open. */
typedef enum tpt__standing {
    TPT__CRITERIA_NOT_MET,
    TPT__CRITERIA_OPEN,
    TPT__CRITERIA_PROBABLE,
    TPT__CRITERIA_MET,
    TPT__STANDING_COUNT
} tpt__standing;
extern const char *const tpt__standing_names[TPT__STANDING_COUNT + 1];

typedef struct tpt__bounds {
    int64_t lower, upper;
} tpt__bounds;

typedef struct tpt__criteria_hit {
    tpt__standing standing;
    const tpt__truth *items;   /* of each: true met, false not met, else not asked */
    const tpt__bounds *scores; /* of each score that is shown */
} tpt__criteria_hit;

typedef struct tpt__condition_hit {
    uint32_t condition, subtype; /* subtype TPT__NONE: none */
    int32_t score;
    bool likely;
    TPT__VEC(tpt__score_part) evidence;
    TPT__VEC(tpt__score_part) against;
    TPT__VEC(tpt__criteria_hit) criteria; /* in the order of the rule's */
} tpt__condition_hit;

typedef struct tpt__area_hit {
    uint32_t area;
    tpt__side side;
    int32_t score;
    uint32_t sites[4]; /* the places it may be felt at */
    uint32_t site_count;
    uint32_t factor; /* a finding of the case that keeps it going, or TPT__NONE */
} tpt__area_hit;

typedef enum tpt__advice { TPT__SUGGESTED, TPT__CAUTION, TPT__AVOID } tpt__advice;

typedef struct tpt__caution_hit {
    uint32_t caution; /* TPT__NONE: the level's own */
    bool avoid;
    const char *why;
} tpt__caution_hit;

typedef struct tpt__therapy_hit {
    uint32_t therapy;
    tpt__advice advice;
    tpt__grade grade;
    const char *why;                     /* the indication */
    TPT__VEC(tpt__caution_hit) cautions; /* the gravest first */
} tpt__therapy_hit;

typedef struct tpt__outcome {
    tpt__level level;
    bool ambulance, complete;
    TPT__VEC(tpt__flag_hit) flags;
    TPT__VEC(tpt__condition_hit) conditions;
    TPT__VEC(tpt__area_hit) areas;
    TPT__VEC(tpt__therapy_hit) therapies;
    TPT__VEC(uint32_t) self_care;
    TPT__VEC(tpt__question) questions;
    TPT__VEC(uint32_t) not_assessed; /* flags */
} tpt__outcome;

/* All that is known about one person. */
typedef struct tpt__case {
    tpt__arena *arena;
    const tpt__lexicon *lexicon;
    const tpt__rules *rules;
    const tpt__finding *findings;
    uint32_t finding_count;
    const uint32_t *first_of; /* a finding's rule → the first finding of it, or TPT__NONE */
    const uint32_t *next_of;  /* a finding → the next one of its rule, or TPT__NONE */
    const int64_t *facts;     /* by fact, TPT__UNKNOWN where not said */
    const uint64_t *touched;  /* expressions that rest on something said; NULL: evaluate all in full */
    const uint64_t *awake;    /* verdicts that rest on something said; NULL: all */
    const uint64_t *near;     /* places that hurt, and what they are part of */
    bool unread;              /* some words beside a complaint were not understood */
    bool incomplete;          /* a limit was hit */
} tpt__case;

/* index.c: fills what is derived from the findings and facts; again whenever these changed. */
void tpt__case_index(tpt__case *about);

/* expr.c */
tpt__verdict tpt__expr_value(const tpt__case *about, uint32_t expr);

/* Does an expression rest on something that was said? If not it has no evidence, and its value is that of silence. */
static inline bool tpt__expr_is_touched(const tpt__case *about, uint32_t expr) {
    return !about->touched || tpt__bits_has(about->touched, expr);
}

static inline tpt__op_kind tpt__kind_of(const tpt__case *about, uint32_t expr) {
    return (tpt__op_kind)about->rules->index.shapes[expr].kind;
}

/* The expressions that one holds, none for one that is no group: for (tpt__children c = …; c.at < c.end; c.at++). */
typedef struct tpt__children {
    const uint32_t *at, *end;
} tpt__children;

static inline tpt__children tpt__children_of(const tpt__case *about, uint32_t expr) {
    const tpt__rule_index *index = &about->rules->index;
    const uint32_t *first = index->children + index->shapes[expr].first_child;
    return (tpt__children){first, first + index->shapes[expr].child_count};
}

/* May the verdict on a condition, or on a flag, be other than in silence? If not the one does not fit, and the other is not assessed. */
static inline bool tpt__condition_is_awake(const tpt__case *about, uint32_t condition) {
    return !about->awake || tpt__bits_has(about->awake, condition);
}

static inline bool tpt__flag_is_awake(const tpt__case *about, uint32_t flag) {
    return !about->awake || tpt__bits_has(about->awake, about->rules->conditions.count + flag);
}

/* Could it come to `truth`? No is sure; yes is not. Far cheaper than its value, and for most rules the answer is no. */
bool tpt__expr_may_be(const tpt__case *about, uint32_t expr, tpt__truth truth);

/* Could it be true, or possible by what was said? */
bool tpt__expr_may_count(const tpt__case *about, uint32_t expr);

/* questions.c: how many answers an expression is away from holding. */
uint32_t tpt__answers_missing(const tpt__case *about, uint32_t expr);

/* criteria.c */
tpt__bounds tpt__score_bounds(const tpt__case *about, uint32_t score);
void tpt__judge_criteria(const tpt__case *about, tpt__condition_hit *hit);

/* Does the finding name a place that hurts? */
bool tpt__is_painful_place(const tpt__case *about, const tpt__finding *finding);

/* Is there plainly a pain that may come from muscles? */
bool tpt__has_muscular_pain(const tpt__case *about);

/* The stages of reasoning, in their order (reason.c calls them). */
void tpt__reason_flags(const tpt__case *about, tpt__outcome *out);
void tpt__reason_conditions(const tpt__case *about, tpt__outcome *out);
void tpt__reason_urgency(const tpt__case *about, tpt__outcome *out);
void tpt__reason_areas(const tpt__case *about, tpt__outcome *out);
void tpt__reason_therapies(const tpt__case *about, tpt__outcome *out);
void tpt__reason_questions(const tpt__case *about, tpt__outcome *out);

/* The case is indexed. */
void tpt__reason(const tpt__case *about, tpt__outcome *out);

#endif

/*
 * The frozen tables of rules: what findings and facts mean. Filled by the pack; references are indexes. What the report says of a
 * rule whatever the case lies beside it as JSON ("json…"); report/pieces.c writes it once all rules are in.
 */
#ifndef TPT_REASON_RULES_H
#define TPT_REASON_RULES_H

#include "assert/finding.h"
#include "base/json_write.h"
#include "reason/index.h"

typedef enum tpt__level {
    TPT__INSUFFICIENT,
    TPT__SELF_CARE,
    TPT__ROUTINE,
    TPT__SOON,
    TPT__URGENT,
    TPT__EMERGENCY,
    TPT__LEVEL_COUNT
} tpt__level;

typedef enum tpt__grade {
    TPT__GRADE_NONE,
    TPT__GRADE_VERY_LOW,
    TPT__GRADE_LOW,
    TPT__GRADE_MODERATE,
    TPT__GRADE_HIGH,
    TPT__GRADE_COUNT
} tpt__grade;

extern const char *const tpt__level_names[TPT__LEVEL_COUNT + 1];
extern const char *const tpt__grade_names[TPT__GRADE_COUNT + 1];

typedef struct tpt__range {
    int64_t min, max; /* INT64_MIN and INT64_MAX: open */
} tpt__range;

typedef enum tpt__op_kind {
    TPT__EXPR_ALL,
    TPT__EXPR_ANY,
    TPT__EXPR_NOT,
    TPT__EXPR_AT_LEAST,
    TPT__EXPR_FINDING,
    TPT__EXPR_FACT,
    TPT__EXPR_SCORE
} tpt__op_kind;

/* Which statuses a finding may have in an expression. */
typedef enum tpt__want {
    TPT__WANT_PRESENT,
    TPT__WANT_ABSENT,
    TPT__WANT_PAST,
    TPT__WANT_PAST_OR_PRESENT,
    TPT__WANT_COUNT
} tpt__want;
extern const char *const tpt__want_names[TPT__WANT_COUNT + 1];

typedef struct tpt__expr {
    tpt__op_kind kind;
    tpt__list children; /* expressions */
    uint32_t at_least;
    uint32_t target; /* finding, fact or score */
    tpt__want want;
    tpt__list sites, not_sites, qualities, triggers;
    uint32_t sides, onsets, courses; /* bits; 0: any */
    tpt__range severity, duration, ago, value;
    bool has_severity, has_duration, has_ago;
    bool or_unknown; /* a number that is not known meets its range */
    bool known;      /* it does not, not even possibly */
} tpt__expr;

typedef struct tpt__question {
    const char *id, *text, *could_change;
    tpt__list findings, facts; /* what an answer tells of: a form asks these one by one */
    tpt__json_piece json;
} tpt__question;

typedef struct tpt__strings {
    const char *const *items;
    uint32_t count;
    uint32_t spare; /* zero, as of tpt__list */
} tpt__strings;

typedef struct tpt__flag_level {
    tpt__level level;
    bool ambulance;
    uint32_t when;      /* expression */
    const char *advice; /* or NULL: the flag's */
} tpt__flag_level;

typedef struct tpt__flag_rule {
    const char *id, *cause, *title, *advice;
    tpt__flag_level levels[4];
    uint32_t level_count;
    uint32_t unless;             /* expression or TPT__NONE */
    tpt__list sites, suppresses; /* sites; flags */
    tpt__strings go_sooner;
    tpt__question question;
    tpt__list sources;
    tpt__json_piece json_id, json_head, json_tail; /* the id alone; id and cause; from the question on */
} tpt__flag_rule;

typedef struct tpt__weight {
    uint32_t when;
    int32_t points;
    uint32_t group; /* number of the group within its condition */
} tpt__weight;

typedef struct tpt__subtype {
    const char *id, *label;
    tpt__strings icd10;
    uint32_t when;
} tpt__subtype;

/* Places that count one, or one a side, where it hurts. */
typedef struct tpt__place {
    tpt__list sites;
    bool each_side;
} tpt__place;

/* A part of a sum: a fact, or at least one where `when` holds. */
typedef struct tpt__score_item {
    uint32_t fact, when; /* `when`: expression or TPT__NONE */
} tpt__score_item;

/* A score that criteria use: given as a fact, counted from places, or summed. What is not known leaves it between bounds. */
typedef struct tpt__score_rule {
    const char *id, *label;
    uint32_t fact; /* or TPT__NONE */
    int64_t max;
    TPT__VEC(tpt__place) places;
    TPT__VEC(tpt__score_item) items;
} tpt__score_rule;

typedef struct tpt__criterion {
    const char *id, *text;
    uint32_t met, not_met; /* expressions; `not_met` TPT__NONE: when `met` is false */
} tpt__criterion;

typedef struct tpt__criteria_rule {
    const char *id, *label;
    TPT__VEC(tpt__criterion) items;
    tpt__list scores;  /* shown with their bounds */
    uint32_t may_miss; /* so many not met still make it probable */
    bool ranks;        /* it decides between a condition and those that it outranks */
    tpt__list sources;
} tpt__criteria_rule;

typedef struct tpt__condition_rule {
    const char *id, *label, *plain, *course;
    tpt__strings icd10;
    uint32_t required; /* or TPT__NONE */
    int32_t possible, likely;
    int32_t caps[8];
    uint32_t group_count;
    TPT__VEC(tpt__weight) weights;
    TPT__VEC(tpt__weight) against;
    TPT__VEC(tpt__subtype) subtypes;
    TPT__VEC(tpt__criteria_rule) criteria;
    tpt__list outranks; /* conditions that give way where the criteria of both stand alike */
    tpt__list areas, self_care;
    tpt__list watch; /* flags to ask about where it fits, the most important first */
    TPT__VEC(tpt__question) questions;
    tpt__list sources;
    tpt__json_piece json_head, json_plain,
        json_tail; /* up to the codes, where no subtype fits; from the course on */
} tpt__condition_rule;

typedef struct tpt__zone {
    tpt__list primary, spillover;
    const uint8_t
        *cover; /* frozen: a site → how well the zone covers it, 0 to 100; what spills over counts half */
} tpt__zone;

typedef struct tpt__area_rule {
    const char *id, *label, *where, *self_care;
    bool midline;
    tpt__list sites; /* where the muscle lies */
    TPT__VEC(tpt__zone) parts;
    tpt__list factors; /* findings */
    tpt__strings cautions;
    tpt__list sources;
    tpt__json_piece json_head, json_tail; /* up to where it is; from self-care on */
} tpt__area_rule;

typedef struct tpt__indication {
    uint32_t condition;
    tpt__grade grade;
    const char *why;
    bool against;
} tpt__indication;

/* What a caution says of some therapies. */
typedef struct tpt__effect {
    tpt__list therapies;
    bool avoid; /* else: with care */
    const char *why;
} tpt__effect;

typedef struct tpt__caution_rule {
    const char *id;
    uint32_t when;
    TPT__VEC(tpt__effect) effects;
    tpt__list sources;
} tpt__caution_rule;

typedef struct tpt__therapy_rule {
    const char *id, *label, *say;
    bool local; /* done to a place of the body */
    TPT__VEC(tpt__indication) indications;
    tpt__grade otherwise_grade;
    const char
        *otherwise; /* why it may suit pain of muscles that fits no condition; NULL: it is not named then */
    tpt__list sources;
    tpt__json_piece json_head, json_tail; /* id and label; from the guidance on */
} tpt__therapy_rule;

typedef struct tpt__self_care_rule {
    const char *id, *text;
    tpt__list conditions;
    tpt__json_piece json;
} tpt__self_care_rule;

typedef struct tpt__level_rule {
    const char *title, *advice, *ambulance_advice;
    bool therapies, trigger_points, self_care;
    const char *hands_off; /* of what is done to a place, at this level; NULL: nothing */
    tpt__strings go_sooner;
    tpt__json_piece json_head, json_ambulance,
        json_tail; /* title and advice, for either; when to go sooner */
} tpt__level_rule;

typedef struct tpt__input_key {
    const char *key;
    uint32_t fact;
    int64_t num, den;
} tpt__input_key;

typedef struct tpt__code {
    const char *name;
    int64_t value;
} tpt__code;

typedef struct tpt__fact_rule {
    const char *id;
    int64_t min, max;
    bool unknown_is_possible;
    TPT__VEC(tpt__code) codes;
} tpt__fact_rule;

/* Where a form asks for a fact: with what hurts, with the person, or where a question or a criterion names it. */
typedef enum tpt__ask_place {
    TPT__ASK_NAMED,
    TPT__ASK_PERSON,
    TPT__ASK_COMPLAINT,
    TPT__ASK_COUNT
} tpt__ask_place;
extern const char *const tpt__ask_names[TPT__ASK_COUNT + 1];

typedef struct tpt__ask_answer {
    const char *code, *label;
} tpt__ask_answer;

/* How a form asks for a fact: in the unit of `key`, its id or another input key of it. */
typedef struct tpt__ask {
    uint32_t fact;
    const char *key, *text;
    int64_t num, den;
    tpt__ask_place place;
    TPT__VEC(tpt__ask_answer) answers;
} tpt__ask;

typedef struct tpt__source_rule {
    const char *id, *citation, *url, *doi;
    int64_t year;
    bool verified;
} tpt__source_rule;

typedef struct tpt__wording {
    const char *key, *text;
} tpt__wording;

typedef struct tpt__number {
    const char *country, *name, *number;
} tpt__number;

typedef struct tpt__rules {
    TPT__VEC(tpt__expr) exprs;
    TPT__VEC(tpt__flag_rule) flags;
    TPT__VEC(tpt__condition_rule) conditions;
    TPT__VEC(tpt__area_rule) areas;
    TPT__VEC(tpt__therapy_rule) therapies;
    TPT__VEC(tpt__caution_rule) cautions;
    TPT__VEC(tpt__self_care_rule) self_care;
    TPT__VEC(tpt__score_rule) scores;
    TPT__VEC(tpt__fact_rule) facts;
    TPT__VEC(tpt__input_key) inputs;
    TPT__VEC(tpt__ask) asks;
    TPT__VEC(tpt__source_rule) sources;
    TPT__VEC(tpt__wording) wording;
    tpt__map wording_of; /* frozen: a key → the first wording of it */
    TPT__VEC(tpt__number) numbers;
    tpt__level_rule levels[TPT__LEVEL_COUNT];
    const char *disclaimer_short, *disclaimer_long;
    uint32_t fact_duration, fact_severity, fact_age,
        fact_sex;          /* or TPT__NONE: facts that the engine itself falls back on */
    tpt__rule_index index; /* frozen */
} tpt__rules;

#endif

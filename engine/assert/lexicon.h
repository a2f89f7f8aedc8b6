/*
 * What the words mean: the frozen tables of sites, concepts, operators, cues, figures, measures and findings. Filled by the
 * pack, read by the assert stage. Every reference is an index into one of these tables; TPT__NONE is "none".
 */
#ifndef TPT_ASSERT_LEXICON_H
#define TPT_ASSERT_LEXICON_H

#include <stdbool.h>

#include "base/map.h"
#include "base/json_write.h"
#include "base/vec.h"

/* Kinds of match entries: what a mention is a mention of. */
typedef enum tpt__owner {
    TPT__OWNER_SITE,
    TPT__OWNER_CONCEPT,
    TPT__OWNER_OPERATOR,
    TPT__OWNER_CUE,
    TPT__OWNER_OPENER, /* of figures: "like", "as if" */
    TPT__OWNER_VEHICLE,
    TPT__OWNER_MEASURE,
    TPT__OWNER_FINDING, /* an idiom of a finding's own */
    TPT__OWNER_DENIAL,  /* a word that denies a finding: "afebrile" */
    TPT__OWNER_GIVEN    /* a span that somebody else found: index is its number */
} tpt__owner;

typedef enum tpt__type {
    TPT__TYPE_SENSATION,
    TPT__TYPE_QUALITY,
    TPT__TYPE_SIGN,
    TPT__TYPE_FUNCTION,
    TPT__TYPE_EVENT,
    TPT__TYPE_ACTIVITY,
    TPT__TYPE_CONTEXT,
    TPT__TYPE_TREATMENT,
    TPT__TYPE_MEDICINE,
    TPT__TYPE_HISTORY,
    TPT__TYPE_TRIGGER,
    TPT__TYPE_ATTRIBUTE,
    TPT__TYPE_SIDE,
    TPT__TYPE_PERSON,
    TPT__TYPE_COUNT
} tpt__type;

typedef enum tpt__side {
    TPT__SIDE_NONE,
    TPT__SIDE_LEFT,
    TPT__SIDE_RIGHT,
    TPT__SIDE_BOTH,
    TPT__SIDE_ONE,
    TPT__SIDE_ALTERNATING,
    TPT__SIDE_MIDLINE,
    TPT__SIDE_COUNT,
    TPT__SIDE_SAME = TPT__SIDE_COUNT, /* as the place before: only until sides are attached */
    TPT__SIDE_OTHER,                  /* the opposite one */
    TPT__SIDE_ALSO                    /* the opposite one as well */
} tpt__side;

typedef enum tpt__onset {
    TPT__ONSET_NONE,
    TPT__ONSET_SUDDEN,
    TPT__ONSET_HOURS,
    TPT__ONSET_DAYS,
    TPT__ONSET_GRADUAL,
    TPT__ONSET_AFTER_EVENT,
    TPT__ONSET_COUNT
} tpt__onset;

typedef enum tpt__course {
    TPT__COURSE_NEW,
    TPT__COURSE_CHANGED,
    TPT__COURSE_WORSENING,
    TPT__COURSE_CONSTANT,
    TPT__COURSE_INTERMITTENT,
    TPT__COURSE_RECURRENT,
    TPT__COURSE_IMPROVING,
    TPT__COURSE_UNCHANGED,
    TPT__COURSE_RESOLVED,
    TPT__COURSE_COUNT
} tpt__course;

typedef enum tpt__operator {
    TPT__OP_NONE,
    TPT__OP_LOSS,
    TPT__OP_EFFORT,
    TPT__OP_INVOLUNTARY,
    TPT__OP_INTACT,
    TPT__OP_INEFFECTIVE,
    TPT__OP_EASING,
    TPT__OP_COUNT
} tpt__operator;

typedef enum tpt__cue_kind {
    TPT__CUE_NEGATION,
    TPT__CUE_DOUBT,
    TPT__CUE_HEDGE,
    TPT__CUE_PAST,
    TPT__CUE_TRANSIENT,
    TPT__CUE_HYPOTHETICAL,
    TPT__CUE_OTHER,
    TPT__CUE_PROXY,
    TPT__CUE_TERMINATOR,
    TPT__CUE_EXCEPTION,
    TPT__CUE_SILENCE,
    TPT__CUE_PSEUDO,
    TPT__CUE_COUNT
} tpt__cue_kind;

typedef enum tpt__direction { TPT__FORWARD, TPT__BACKWARD, TPT__BOTH, TPT__DIRECTION_COUNT } tpt__direction;

typedef enum tpt__finding_type {
    TPT__FINDING_SYMPTOM,
    TPT__FINDING_FUNCTION_LOSS,
    TPT__FINDING_SIGN,
    TPT__FINDING_EVENT,
    TPT__FINDING_EXPOSURE,
    TPT__FINDING_HISTORY,
    TPT__FINDING_MEDICINE,
    TPT__FINDING_CONTEXT,
    TPT__FINDING_MITIGATOR,
    TPT__FINDING_TYPE_COUNT
} tpt__finding_type;

/* The names that the pack and the result use; the last entry of each is NULL. */
extern const char *const tpt__type_names[TPT__TYPE_COUNT + 1];
extern const char *const tpt__side_names[TPT__SIDE_COUNT + 1]; /* "" for none */
extern const char *const tpt__side_words[TPT__SIDE_COUNT + 4]; /* what a word of the pack can say of a side */
extern const char *const tpt__onset_names[TPT__ONSET_COUNT + 1];
extern const char *const tpt__course_names[TPT__COURSE_COUNT + 1];
extern const char *const tpt__operator_names[TPT__OP_COUNT + 1];
extern const char *const tpt__cue_names[TPT__CUE_COUNT + 1];
extern const char *const tpt__direction_names[TPT__DIRECTION_COUNT + 1];
extern const char *const tpt__finding_type_names[TPT__FINDING_TYPE_COUNT + 1];

#define TPT__UNKNOWN INT64_MIN /* a numeric attribute or fact that nothing said */
#define TPT__MARKS 6
#define TPT__PLACES 4

/* Fields of a finding, of a head, and what a concept gives. */
typedef struct tpt__attributes {
    tpt__onset onset;
    tpt__side side;
    uint32_t course;                /* bits, 1 << tpt__course */
    bool spreads;                   /* it goes from one place to another */
    int64_t severity;               /* 0 to 10, or TPT__UNKNOWN */
    int64_t duration;               /* minutes since it began */
    int64_t ago;                    /* minutes since an event */
    uint32_t qualities[TPT__MARKS]; /* concepts */
    uint32_t quality_count;
    uint32_t triggers[TPT__MARKS]; /* concepts */
    uint32_t trigger_count;
    uint32_t from[TPT__PLACES]; /* sites that it spreads from, */
    uint32_t from_count;
    uint32_t to[TPT__PLACES]; /* and to */
    uint32_t to_count;
} tpt__attributes;

typedef struct tpt__list {
    const uint32_t *items;
    uint32_t count;
    uint32_t
        spare; /* zero, where else there would be padding with anything in it: images are the same each time */
} tpt__list;

typedef struct tpt__site {
    const char *id, *label;
    uint32_t parent;
    tpt__list neighbours;
    bool sided;
} tpt__site;

typedef struct tpt__concept {
    const char *id;
    tpt__type type;
    tpt__list is;    /* more general concepts */
    tpt__list sites; /* built in */
    bool self;       /* of a person: the one who hurts, whoever writes ("the patient") */
    uint32_t fact;   /* of a person: a fact where they are the one who hurts, or TPT__NONE; */
    int64_t fact_value;
    tpt__attributes gives;
} tpt__concept;

typedef struct tpt__operator_rule {
    tpt__operator id;
    uint32_t acts_on; /* bits, 1 << tpt__type */
    tpt__direction direction;
    uint32_t reach; /* tokens */
} tpt__operator_rule;

typedef struct tpt__cue {
    tpt__cue_kind kind;
    tpt__direction direction;
    uint32_t reach; /* tokens; 0: to the end of its clause */
    bool concord;
    bool verbal, /* it denies a verb: where the lexicon knows none of what it denies, it ends at the comma */
        nominal; /* it denies a thing, so it ends at the verb after that thing: "no imaging is advised for the cyst" */
    bool lists;        /* what it denies is a list, if only of two with a comma: "denies fever, rash" */
    bool ends_section; /* ends what a heading covers, wherever it stands: "PMH: … C/o back pain" */
    bool section;      /* only as a heading, and over all that stands under it: "FAMILY HISTORY:" */
    int64_t least;     /* minutes: only where the length of time that it names is no shorter; 0: always */
    uint32_t spares;   /* bits, 1 << tpt__finding_type: findings that it does not touch */
} tpt__cue;

typedef struct tpt__figure {
    const char *id;
    uint32_t concept;
    tpt__attributes gives;
    tpt__list not_sites;
} tpt__figure;

/* Words that open figures: one phrase of the pack, whatever figures name it. */
typedef struct tpt__opener {
    TPT__VEC(uint32_t) figures;
} tpt__opener;

typedef enum tpt__take {
    TPT__TAKE_NUMBER,
    TPT__TAKE_DURATION,
    TPT__TAKE_WHEN,
    TPT__TAKE_OTHER,
    TPT__TAKE_VALUE
} tpt__take;

typedef struct tpt__slot_range {
    uint32_t slot;    /* which of the quantities, from 0 */
    int64_t min, max; /* whole numbers */
} tpt__slot_range;

typedef enum tpt__attach_field {
    TPT__ATTACH_NOTHING,
    TPT__ATTACH_DURATION,
    TPT__ATTACH_SEVERITY,
    TPT__ATTACH_AGO
} tpt__attach_field;

typedef struct tpt__measure {
    uint32_t fact; /* or TPT__NONE: only attaches */
    tpt__take take;
    int64_t value;    /* for TPT__TAKE_VALUE */
    int64_t denied;   /* the fact's value where it is denied ("not pregnant"), or TPT__UNKNOWN */
    int64_t past;     /* and where it is told of the past ("smoked for years": 1), or TPT__UNKNOWN */
    uint32_t slot;    /* which slot holds the value, from 0; TPT__NONE: the last of its kind */
    int64_t min, max; /* of the value taken, in whole units */
    int64_t num, den; /* from the value taken to the fact's unit, */
    int64_t add;      /* and then this much more: "68 next birthday" */
    tpt__slot_range where[3];
    uint32_t where_count;
    tpt__attach_field attach;
} tpt__measure;

/* One way to compose a finding. */
typedef struct tpt__element {
    uint32_t finding;
    tpt__list concepts;
    uint32_t any_of_types; /* bits: "@trigger" */
    tpt__operator op;
    tpt__list sites, not_sites, with;
    bool any_site;
    uint32_t need_onset, need_side, need_course; /* bits over the enums; 0: no need */
    tpt__list need_qualities, need_triggers;
    bool need_spread;         /* from one place to another */
    tpt__list need_spread_to; /* to one of these */
    uint32_t sites_at_least;
} tpt__element;

typedef struct tpt__finding_rule {
    const char *id, *label;
    const char *brief; /* in a clinician's words, with {site} and {side}; "": not worth telling */
    tpt__finding_type type;
    bool always_real;      /* a supposition does not touch it: "if it gets worse I will kill myself" */
    bool placed;           /* it is always somewhere: a place that is only guessed at is better than none */
    bool muscular;         /* pain that may come from muscles, whether or not a condition fits */
    tpt__attributes gives; /* of its idioms */
    uint32_t when; /* an expression of the rules over facts that also makes it present, or TPT__NONE */
    tpt__json_piece json_head; /* frozen: id and label, as the report writes them */
} tpt__finding_rule;

typedef struct tpt__lexicon {
    TPT__VEC(tpt__site) sites;
    TPT__VEC(tpt__concept) concepts;
    TPT__VEC(tpt__operator_rule) operators;
    TPT__VEC(tpt__cue) cues;
    TPT__VEC(tpt__figure) figures;
    TPT__VEC(tpt__opener) openers;
    TPT__VEC(tpt__measure) measures;
    TPT__VEC(tpt__element) elements;
    TPT__VEC(tpt__list) elements_of; /* a concept → the elements that it can be the head of, in order */
    TPT__VEC(tpt__finding_rule) findings;
    uint32_t bare_site;    /* the concept that a place named alone stands for, or TPT__NONE */
    tpt__map third_person; /* words: "he", "her" */
    tpt__map pairs;        /* words that name a place on both sides: "legs" */
    bool negative_concord;
    bool side_follows; /* a side stands after its place, as in "brazo izquierdo" */
} tpt__lexicon;

/* An attribute record in which nothing is said. */
tpt__attributes tpt__attributes_none(void);

/* Adds what `from` says to `into`; what `into` has said already stays, but for courses, qualities and triggers, which add up. */
void tpt__attributes_merge(tpt__attributes *into, const tpt__attributes *from);

void tpt__mark_add(uint32_t marks[TPT__MARKS], uint32_t *count, uint32_t concept);

void tpt__place_add(uint32_t places[TPT__PLACES], uint32_t *count, uint32_t site);

/* Is `site` the same as `root` or below it? */
bool tpt__site_within(const tpt__lexicon *lexicon, uint32_t site, uint32_t root);

/* Is `site` within any of a list? */
bool tpt__site_within_any(const tpt__lexicon *lexicon, uint32_t site, tpt__list roots);

/* Is `concept` the same as `general`, or one of it? */
bool tpt__concept_is(const tpt__lexicon *lexicon, uint32_t concept, uint32_t general);

bool tpt__concept_is_any(const tpt__lexicon *lexicon, uint32_t concept, tpt__list generals);

bool tpt__list_has(tpt__list list, uint32_t item);

/* Can `concept` be the head of `element`? */
bool tpt__element_takes(const tpt__lexicon *lexicon, const tpt__element *element, uint32_t concept);

/* After all is in: fills what is derived from it. */
void tpt__lexicon_freeze(tpt__arena *arena, tpt__lexicon *lexicon);

#endif

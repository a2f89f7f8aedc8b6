/*
 * Items: the mentions of a text as the assert stage works on them. A *head* is an item that findings are made of (a sensation,
 * a quality, a function, an event, an idiom…); sites, sides, attributes and operators attach to heads; cues cover them.
 *
 * The stage in order:  items → sites and sides → operators → cues → ellipsis → attributes → composition   (assert.c)
 */
#ifndef TPT_ASSERT_ITEMS_H
#define TPT_ASSERT_ITEMS_H

#include "assert/finding.h"
#include "match/matcher.h"

#define TPT__HEAD_SITES 12

typedef enum tpt__way { TPT__NO_WAY, TPT__FROM, TPT__TOWARD } tpt__way;

typedef struct tpt__item {
    tpt__owner owner;
    uint32_t index;       /* of the site, concept, operator, cue, measure or finding */
    uint32_t mention;     /* TPT__NONE for one that the engine assumed */
    uint32_t first, last; /* tokens */
    uint32_t clause, sentence;
    uint8_t strength;
    bool denial;  /* a word of the pack that denies a finding: "afebrile" */
    bool gone;    /* silenced */
    bool revived; /* stands within a longer mention, whose tokens stay that one's */
    bool
        assumed; /* the site right before it as a complaint of its own: gone, unless nothing else is said of it */
    uint32_t figure; /* the figure it came from, or TPT__NONE */
    tpt__attributes attributes;

    /* of a site */
    uint32_t group; /* sites in one list share a number; TPT__NONE otherwise */
    tpt__way way;   /* the way that something spreads there */

    /* of a head */
    struct {
        uint32_t site; /* index of the site */
        uint32_t item; /* the item that named it, or TPT__NONE where it is built in */
        uint8_t rung;  /* of the attachment ladder, 4 to 1 */
    } sites[TPT__HEAD_SITES];
    uint32_t site_count;
    tpt__side own_side;     /* said of it with no place: "the right knee is fine, the left one swells" */
    bool has_operand;       /* of an operator: it governs something */
    uint32_t op_item;       /* the operator that governs it, or TPT__NONE */
    uint32_t negations;     /* how many, after concord */
    uint32_t last_negation; /* the item of the last one counted */
    bool holds_negation;    /* among its own words */
    bool doubted, hedged, past, transient, hypothetical, other;
    uint32_t spared;   /* bits, 1 << tpt__finding_type: findings that what is past does not make past */
    uint32_t cue_item; /* what set its status, or TPT__NONE */
    uint32_t scope_first, scope_last; /* the tokens that it reaches */
} tpt__item;

/* What stands before a token, counted: two of these give what stands between two places, at once. */
typedef struct tpt__profile {
    uint32_t fillers, breaks, joins, words, heads, sites; /* tokens before this one, each of one kind */
    uint32_t stops;                                       /* of these, terminators */
    uint32_t commas, hard_leads;                          /* leads of the tokens before this one */
} tpt__profile;

/* For an item, the nearest others of a kind in the order of the text; TPT__NONE where there is none. */
typedef struct tpt__nearest {
    uint32_t site_before, site_after;
    uint32_t head_before, head_after; /* heads that take attributes */
} tpt__nearest;

typedef struct tpt__group {
    uint32_t first; /* its first site, an item */
    bool has_head;
} tpt__group;

typedef struct tpt__fact_value {
    uint32_t fact;
    int64_t value;
    uint32_t first, last; /* tokens; first == last where a form gave it */
} tpt__fact_value;

/* A span that somebody else's recogniser found, in tokens. */
typedef struct tpt__given {
    uint32_t first, last; /* last exclusive; first == last where no token is in it */
} tpt__given;

typedef struct tpt__scene {
    tpt__arena *arena;
    const tpt__lexicon *lexicon;
    const tpt__match_tables *tables;
    const tpt__document *doc;
    const tpt__match_result *match;
    const tpt__given *given; /* spans to judge, in any order; NULL for a triage */
    uint32_t given_count;
    TPT__VEC(tpt__item) items; /* in order of place; sorted and complete once built */
    uint32_t *item_at;         /* token → an item that names it, or TPT__NONE */
    uint32_t *first_item;      /* token → the first item that begins at or after it; one more for the end */
    tpt__profile *profile;     /* by token; one more for the end */
    tpt__nearest *nearest;     /* by item */
    uint32_t *candidates;      /* numbers of the match stage's candidates, by their first token… */
    uint32_t *candidates_at;   /* …token → the first of them; one more for the end */
    TPT__VEC(tpt__group) groups;
    TPT__VEC(tpt__fact_value) facts;
    TPT__VEC(tpt__finding) findings;
    uint32_t *finding_of_rule;  /* a finding's rule → the last finding of it, or TPT__NONE */
    TPT__VEC(uint32_t) earlier; /* a finding → the one of its rule before it, or TPT__NONE */
    uint32_t *regions;          /* memo of compose.c, by element */
    bool patient_is_other;      /* the one who hurts is not the one who writes */
} tpt__scene;

/* Makes the items, reads figures, and drops what is silenced. */
void tpt__items_build(tpt__scene *scene);

/* Does the sentence begin with a heading ("FAMILY HISTORY:"), alone on its line or before a colon? */
bool tpt__is_heading(const tpt__scene *scene, uint32_t sentence, uint32_t last);

/* Fills `nearest`; again whenever items came back. */
void tpt__items_link(tpt__scene *scene);

/* The items that begin at the tokens first..last-1 are those from the first number to before the second. */
static inline uint32_t tpt__items_from(const tpt__scene *scene, uint32_t token) {
    return scene->first_item[token < scene->doc->count ? token : scene->doc->count];
}

/* A head: what findings can be made of. */
bool tpt__item_is_head(const tpt__scene *scene, const tpt__item *item);

bool tpt__item_is_type(const tpt__scene *scene, const tpt__item *item, tpt__type type);

/*
 * Calls `visit` with each phrase of an owner that a mention silenced because its words are all within it: an idiom still names
 * the places that it contains ("neck is stiff" is at the neck). `visit` says whether it took the phrase.
 */
void tpt__items_within(tpt__scene *scene, tpt__item *item, tpt__owner owner,
                       bool (*visit)(tpt__scene *scene, tpt__item *item, const tpt__mention *inner));

/* A head that side, duration, course and the like attach to. */
bool tpt__item_takes_attributes(const tpt__scene *scene, const tpt__item *item);
bool tpt__item_is_complaint(const tpt__scene *scene, const tpt__item *item);

/* sites.c, operators.c, attributes.c, spread.c */
void tpt__attach_sites(tpt__scene *scene);
void tpt__attach_operators(tpt__scene *scene);
void tpt__attach_attributes(tpt__scene *scene);
void tpt__attach_spread(tpt__scene *scene);

/* status.c; persons.c, which it ends with */
void tpt__apply_cues(tpt__scene *scene);
void tpt__apply_persons(tpt__scene *scene);

/* ellipsis.c */
void tpt__read_ellipsis(tpt__scene *scene);

/* compose.c */
void tpt__compose(tpt__scene *scene);

#endif

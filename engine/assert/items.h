/*
 * Items: the mentions of a text as the assert stage works on them. A *head* is an item that findings are made of (a sensation,
 * a quality, a function, an event, an idiom…); sites, sides, attributes and operators attach to heads; cues cover them.
 *
 * The stage in order:  items → sites and sides → operators → cues → attributes → composition   (assert.c)
 */
#ifndef TPT_ASSERT_ITEMS_H
#define TPT_ASSERT_ITEMS_H

#include "assert/finding.h"
#include "match/matcher.h"

#define TPT__HEAD_SITES 12

typedef struct tpt__item {
    tpt__owner owner;
    uint32_t index;       /* of the site, concept, operator, cue, measure or finding */
    uint32_t mention;     /* TPT__NONE for one that the engine assumed */
    uint32_t first, last; /* tokens */
    uint32_t clause, sentence;
    uint8_t strength;
    bool gone;       /* silenced */
    uint32_t figure; /* the figure it came from, or TPT__NONE */
    tpt__attributes attributes;

    /* of a site */
    uint32_t group; /* sites in one list share a number; TPT__NONE otherwise */
    bool has_head;

    /* of a head */
    struct {
        uint32_t site; /* index of the site */
        uint32_t item; /* the item that named it, or TPT__NONE where it is built in */
        uint8_t rung;  /* of the attachment ladder, 4 to 1 */
    } sites[TPT__HEAD_SITES];
    uint32_t site_count;
    uint32_t op_item;       /* the operator that governs it, or TPT__NONE */
    uint32_t negations;     /* how many, after concord */
    uint32_t last_negation; /* the item of the last one counted */
    bool doubted, hedged, past, transient, hypothetical, other;
    uint32_t cue_item; /* what set its status, or TPT__NONE */
} tpt__item;

typedef struct tpt__fact_value {
    uint32_t fact;
    int64_t value;
    uint32_t first, last; /* tokens; first == last where a form gave it */
} tpt__fact_value;

typedef struct tpt__scene {
    tpt__arena *arena;
    const tpt__lexicon *lexicon;
    const tpt__match_tables *tables;
    const tpt__document *doc;
    const tpt__match_result *match;
    TPT__VEC(tpt__item) items; /* in order of place */
    uint32_t *item_at;         /* token → an item that names it, or TPT__NONE */
    TPT__VEC(tpt__fact_value) facts;
    TPT__VEC(tpt__finding) findings;
    bool patient_is_other; /* the one who hurts is not the one who writes */
} tpt__scene;

/* Makes the items, reads figures, and drops what is silenced. */
void tpt__items_build(tpt__scene *scene);

/* A head: what findings can be made of. */
bool tpt__item_is_head(const tpt__scene *scene, const tpt__item *item);

bool tpt__item_is_type(const tpt__scene *scene, const tpt__item *item, tpt__type type);

/*
 * Calls `visit` with each phrase of an owner that a mention silenced because its words are all within it: an idiom still names
 * the places that it contains ("neck is stiff" is at the neck). `visit` says whether it took the phrase.
 */
void tpt__items_within(tpt__scene *scene, tpt__item *item, tpt__owner owner,
                       bool (*visit)(tpt__scene *scene, tpt__item *item, const tpt__mention *inner));

/* attach.c */
void tpt__attach_sites(tpt__scene *scene);
void tpt__attach_operators(tpt__scene *scene);
void tpt__attach_attributes(tpt__scene *scene);

/* status.c */
void tpt__apply_cues(tpt__scene *scene);

/* compose.c */
void tpt__compose(tpt__scene *scene);

#endif

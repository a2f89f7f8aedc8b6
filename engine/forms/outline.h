/*
 * The outline of the form that a ruleset asks for: free text, places with side, facts, the questions of its flags finding by
 * finding, what tells its conditions apart, history that cautions use. All of it from the pack. The Questionnaire and
 * its map are two ways to write one outline, so they cannot disagree.
 */
#ifndef TPT_FORMS_OUTLINE_H
#define TPT_FORMS_OUTLINE_H

#include "forms/form_map.h"

typedef enum tpt__field {
    TPT__FIELD_GROUP,
    TPT__FIELD_TEXT,   /* words, in lines */
    TPT__FIELD_STRING, /* a few words */
    TPT__FIELD_SITE,
    TPT__FIELD_SIDE,
    TPT__FIELD_FINDING, /* yes or no */
    TPT__FIELD_FACT     /* a number, or one of its codes */
} tpt__field;

typedef struct tpt__outline_item {
    tpt__field field;
    uint32_t depth; /* 0: at the top; the items of a group follow it, one deeper */
    const char *link, *text;
    tpt__means means; /* of a field that is no group */
    uint32_t target;  /* finding, or number of the ask */
    bool repeats;
} tpt__outline_item;

typedef struct tpt__outline {
    TPT__VEC(tpt__outline_item) items;
} tpt__outline;

/* What is asked twice in the pack is asked once, where it stands first. */
void tpt__outline_build(tpt__arena *arena, const tpt_ruleset *ruleset, tpt__outline *out);

/* The map of the outline, as JSON. */
tpt_status tpt__outline_write_map(const tpt_ruleset *ruleset, const tpt__outline *outline, tpt_write_fn write,
                                  void *context);
const char *tpt__outline_map(tpt__arena *arena, const tpt_ruleset *ruleset, size_t *len);

#endif

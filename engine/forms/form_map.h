/*
 * What the answers of somebody's form mean, in the ids of a ruleset: one entry for each item. Read from JSON once (see
 * docs/forms.md), checked against the ruleset, then immutable and shared by threads.
 */
#ifndef TPT_FORMS_FORM_MAP_H
#define TPT_FORMS_FORM_MAP_H

#include "base/json.h"
#include "reason/ruleset.h"

typedef enum tpt__means {
    TPT__MEANS_IGNORE,
    TPT__MEANS_TEXT,
    TPT__MEANS_MEDICATIONS,
    TPT__MEANS_HISTORY,
    TPT__MEANS_COUNTRY,
    TPT__MEANS_ID,
    TPT__MEANS_SITE,
    TPT__MEANS_SIDE,
    TPT__MEANS_NAMED, /* so many have a name of their own: "as" */
    TPT__MEANS_FINDING = TPT__MEANS_NAMED,
    TPT__MEANS_FACT,
    TPT__MEANS_ANSWERS, /* nothing but what its answers say */
    TPT__MEANS_COUNT
} tpt__means;
extern const char *const tpt__means_names[TPT__MEANS_NAMED + 1];

/* From a number of the form to an input key of the ruleset: (number + add) × num ÷ den. */
typedef struct tpt__scale {
    const char *unit; /* of a quantity: its code, or how it is written; NULL for a bare number */
    const char *key;
    int64_t add, num, den; /* add: in thousandths */
} tpt__scale;

/* An answer that is told by its code, and what it stands for. */
typedef struct tpt__form_answer {
    const char *system; /* NULL: of any */
    const char *code;
    bool is_record;       /* it means a piece of a record: */
    tpt_intake intake;    /* this, */
    const int64_t *facts; /* and these, by fact */
    const char *word;     /* else a site, a side, or words; */
    tpt_answer truth;     /* of a finding; */
    int64_t value;        /* of a fact, TPT__UNKNOWN: none */
} tpt__form_answer;

typedef struct tpt__form_entry {
    const char *name;          /* linkId or key; NULL: by the code of the item, */
    const char *system, *code; /* system NULL: of any */
    tpt__means means;
    uint32_t target;    /* finding or fact */
    bool false_is_none; /* false says nothing: a box that was left empty */
    tpt__scale scale;
    TPT__VEC(tpt__scale) units;
    TPT__VEC(tpt__form_answer) answers;
} tpt__form_entry;

struct tpt_form_map {
    tpt__arena arena;
    const tpt_ruleset *ruleset;
    TPT__VEC(tpt__form_entry) entries;
    tpt__map by_name;
    const char *country;      /* where the form does not say; or NULL */
    tpt__form_entry anywhere; /* answers that mean the same in every item */
};

/* The entry of an item by its name, or NULL. */
const tpt__form_entry *tpt__form_entry_named(const tpt_form_map *map, const char *name);

/* The entry of an item by its code, or NULL. */
const tpt__form_entry *tpt__form_entry_coded(const tpt_form_map *map, const char *system, const char *code);

/* What an entry says of an answer by its code, or NULL. */
const tpt__form_answer *tpt__form_answer_coded(const tpt__form_entry *entry, const char *system,
                                               const char *code);

#endif

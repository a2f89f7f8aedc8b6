/*
 * Quantities: "3 wks", "a fortnight", "38.1C", "2/52", "yesterday", "in 2015". The words are the pack's (units, numerals,
 * calendar); the reading of value and unit is general.
 */
#ifndef TPT_TEXT_QUANTITY_H
#define TPT_TEXT_QUANTITY_H

#include "text/document.h"

typedef enum tpt__dimension {
    TPT__DIM_NUMBER,   /* a bare number; value times 1000 */
    TPT__DIM_DURATION, /* a length of time; minutes */
    TPT__DIM_WHEN,     /* a point in the past; minutes ago */
    TPT__DIM_YEAR,     /* a calendar year: surely past, how long is not known (there is no clock here) */
    TPT__DIM_OTHER /* a unit of the pack's own kind (temperature, years of age…); value in thousandths of it */
} tpt__dimension;

typedef struct tpt__unit {
    tpt__dimension dimension;
    uint32_t class_word; /* for TPT__DIM_OTHER: the word id of its slot, such as "<temperature_c>" */
    int64_t num, den;    /* result = value × num ÷ den */
} tpt__unit;

#define TPT__SHAPES                                                                                          \
    1024 /* of words: by their length, first and last byte. Few are alike, and most words have none of a small set */

/* Frozen tables, filled by the pack. Keys of the maps are folded; phrases have single spaces. */
typedef struct tpt__quantity_tables {
    tpt__map numerals; /* word → index into numeral_milli */
    int64_t *numeral_milli;
    bool *numeral_article;  /* by the same index: a number only before a unit ("a week") */
    tpt__map numeral_joins; /* words that stand between tens and units: "y" */
    tpt__map units;         /* word → index into units */
    tpt__unit *unit_items;
    tpt__map calendar; /* phrase of 1 to 3 words → minutes ago */
    uint64_t openers[TPT__SHAPES /
                     TPT__BITS]; /* frozen: how words look that a numeral or a calendar phrase begins with */
} tpt__quantity_tables;

typedef struct tpt__quantity {
    tpt__dimension dimension;
    uint32_t class_word;
    uint32_t first, last; /* tokens, last exclusive */
    int64_t value;
} tpt__quantity;

/* After all is in: fills what is derived from it. */
void tpt__quantities_freeze(tpt__quantity_tables *tables);

/* Finds all quantities, shorter and longer ones alike ("3", "3 weeks"), in order of their first token. */
void tpt__quantities_find(tpt__arena *arena, const tpt__document *doc, const tpt__quantity_tables *tables,
                          tpt__quantity **out, uint32_t *count);

#endif

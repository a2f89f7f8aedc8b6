/* A finding: what the text or the form says, in the pack's names, with its proof. The record of the result contract. */
#ifndef TPT_ASSERT_FINDING_H
#define TPT_ASSERT_FINDING_H

#include "assert/lexicon.h"

typedef enum tpt__status {
    TPT__PRESENT,
    TPT__ABSENT,
    TPT__UNCLEAR,
    TPT__PAST,
    TPT__HYPOTHETICAL,
    TPT__OTHER_PERSON,
    TPT__STATUS_COUNT
} tpt__status;

typedef enum tpt__source { TPT__FROM_TEXT, TPT__FROM_FORM, TPT__INFERRED } tpt__source;

typedef enum tpt__role {
    TPT__ROLE_SENSATION,
    TPT__ROLE_OP,
    TPT__ROLE_SITE,
    TPT__ROLE_CUE,
    TPT__ROLE_ATTRIBUTE,
    TPT__ROLE_COUNT
} tpt__role;

extern const char *const tpt__status_names[TPT__STATUS_COUNT + 1];
extern const char *const tpt__role_names[TPT__ROLE_COUNT + 1];

#define TPT__SPANS 8

typedef struct tpt__span {
    tpt__role role;
    uint32_t first, last; /* tokens, last exclusive */
} tpt__span;

typedef struct tpt__finding {
    uint32_t rule; /* index into the lexicon's findings */
    tpt__status status;
    tpt__source source;
    uint8_t strength;      /* 1 to 4 */
    uint8_t site_strength; /* of its place alone: lower where the place is only guessed at */
    bool hedged;
    bool transient;
    bool disputed; /* the text and the form say different things */
    uint32_t site; /* or TPT__NONE */
    tpt__attributes attributes;
    tpt__span spans[TPT__SPANS];
    uint32_t span_count;
    uint32_t cue;                     /* index of the cue that set the status, or TPT__NONE */
    uint32_t cue_first, cue_last;     /* its tokens; equal: no cue */
    uint32_t scope_first, scope_last; /* the tokens that it reaches */
} tpt__finding;

#endif

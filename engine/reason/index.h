/*
 * What is derived from the rules once all are in, so that a case costs what was said in it and not what could have been.
 *
 * Most expressions ask for findings and facts that nobody spoke of. What these come to is always the same: it is worked out once
 * ("silence"). A case then marks the expressions that rest on something said, and only those are evaluated. So it is with whole
 * verdicts: one on each condition, and after them one on each flag. One that rests on nothing said is idle: the condition does not
 * fit, the flag is not assessed.
 */
#ifndef TPT_REASON_INDEX_H
#define TPT_REASON_INDEX_H

#include "base/bits.h"
#include "base/groups.h"
#include "assert/lexicon.h"

/* What an expression comes to where nothing was said. */
typedef struct tpt__silence {
    uint8_t truth, strength;
    uint16_t missing; /* answers until it holds */
} tpt__silence;

/* How an expression is built: of many, this is all that is looked at. */
typedef struct tpt__shape {
    uint32_t kind;                     /* a tpt__op_kind */
    uint32_t first_child, child_count; /* into `children` */
} tpt__shape;

typedef struct tpt__rule_index {
    const tpt__shape *shapes;     /* by expression */
    const uint32_t *children;     /* expressions, those of one beside each other */
    const uint32_t *parents;      /* an expression → the one that holds it, or TPT__NONE */
    tpt__groups of_finding;       /* a finding's rule → the expressions that ask for it */
    tpt__groups of_fact;          /* a fact → the same */
    const uint64_t *never_silent; /* scores count too many things: what rests on one is always evaluated */
    const tpt__silence *silence;  /* by expression */
    const uint32_t *verdict_of;   /* an expression → the verdict that it is a part of, or TPT__NONE */
    const uint64_t
        *never_idle;    /* verdicts that rest on what is never silent, or come to something in silence */
    tpt__list inferred; /* findings' rules that facts can make present */
    const uint64_t *areas_at; /* for each site a set of the areas that are felt there, `area_words` long */
    uint32_t area_words;
    tpt__groups therapies_of; /* a condition → the therapies that it is a reason for */
} tpt__rule_index;

struct tpt__rules;

/* Fills the index and all else that is derived. The rules have no mistakes. */
void tpt__rules_freeze(tpt__arena *arena, struct tpt__rules *rules, const tpt__lexicon *lexicon);

#endif

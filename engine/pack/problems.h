/* Everything that can be wrong in a pack, each with a stable code. docs/pack-problems.md tells of each; a test compares the two. */
#ifndef TPT_PACK_PROBLEMS_H
#define TPT_PACK_PROBLEMS_H

#include "tptriage/tptriage.h"

typedef enum tpt__problem {
    /* the file */
    TPT__BAD_JSON,
    TPT__DUPLICATE_KEY,
    TPT__NOT_AN_OBJECT,
    TPT__OUTSIDE_FOLDERS,
    TPT__NO_MANIFEST,
    TPT__NEWER_ENGINE,
    /* the shape */
    TPT__UNKNOWN_KEY,
    TPT__MISSING_MEMBER,
    TPT__WRONG_TYPE,
    TPT__UNKNOWN_NAME,
    TPT__OUT_OF_RANGE,
    TPT__TOO_MANY,
    TPT__EMPTY,
    /* ids */
    TPT__BAD_ID,
    TPT__DUPLICATE_ID,
    TPT__UNKNOWN_ID,
    TPT__RETIRED_ID,
    TPT__CIRCLE,
    /* packs that extend others */
    TPT__BAD_EXTENDS,
    TPT__AMENDS_NOTHING,
    TPT__LOWERED,
    /* language */
    TPT__BAD_TERM,
    TPT__BAD_REGEX,
    TPT__UNFILTERED_REGEX,
    TPT__UNPROVEN_WORDS,
    TPT__BAD_RESPELLING,
    TPT__UNKNOWN_WORD_LIST,
    /* rules */
    TPT__NO_MITIGATOR,
    TPT__NO_QUESTION,
    /* what the linter finds in a pack that loads */
    TPT__NO_SOURCE,
    TPT__NO_CASE,
    TPT__NO_NEAR_MISS,
    TPT__UNKNOWN_RULE_IN_CASE,
    TPT__UNKNOWN_CASE,
    TPT__CALMED,
    TPT__RESTS_ON_DENIAL,
    TPT__NO_WORDING,
    TPT__RUNAWAY_REGEX,
    TPT__ALLOWED_LOWER,
    TPT__SKIPPED_CASE,
    TPT__PROBLEM_COUNT
} tpt__problem;

typedef struct tpt__problem_info {
    const char *code;  /* stable: scripts and editors rely on it */
    tpt_status status; /* what loading answers; TPT_OK for what the linter finds */
    const char *hint;  /* what to do about it, where nothing better is known; or NULL */
    bool note;         /* worth knowing, and no fault */
} tpt__problem_info;

extern const tpt__problem_info tpt__problems[TPT__PROBLEM_COUNT];

#endif

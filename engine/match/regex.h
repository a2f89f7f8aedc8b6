/* The shape of a regular expression, for those who read it without running it: where its parts end, and how often they stand. */
#ifndef TPT_MATCH_REGEX_H
#define TPT_MATCH_REGEX_H

#include <stdbool.h>

/* How often a part stands. */
typedef struct tpt__times {
    bool optional, once; /* may be left out; stands exactly once */
} tpt__times;

/* What a group begins with. */
typedef struct tpt__opening {
    const char *sign;
    bool denies, ahead, behind; /* what must not be there; what is looked at before, and behind, its place */
} tpt__opening;

/* Past the class that begins at `at`; NULL where it has no end, a class within it, or an escape that reaches past itself. */
const char *tpt__regex_after_class(const char *at);

/* Past the bracket that closes the group which begins at `at`; NULL where there is none, or such an escape. */
const char *tpt__regex_after_group(const char *at);

/* Moves past a repetition, if there is one. */
tpt__times tpt__regex_times(const char **at);

/* Of a group that begins at `at`. Names, conditions, verbs and switches go by "(": a '?' or a '*' follows. */
const tpt__opening *tpt__regex_opening(const char *at);

#endif

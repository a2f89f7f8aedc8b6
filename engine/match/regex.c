#include "match/regex.h"

#include <stdlib.h>
#include <string.h>

/* Past one character or escape; NULL for an escape that quotes what follows, ends that, or takes it: \Q, \E, \c. */
static const char *after_one(const char *at) {
    if (*at != '\\' || !at[1]) return at + 1;
    return strchr("QEc", at[1]) ? NULL : at + 2;
}

const char *tpt__regex_after_class(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++; /* the first one is a character */
    while (at && *at && *at != ']') at = *at == '[' && at[1] == ':' ? NULL : after_one(at);
    return at && *at ? at + 1 : NULL;
}

const char *tpt__regex_after_group(const char *at) {
    unsigned depth = 0;
    while (at && *at) {
        if (*at == '(') depth++;
        if (*at == ')' && --depth == 0) return at + 1;
        at = *at == '[' ? tpt__regex_after_class(at) : after_one(at);
    }
    return NULL;
}

tpt__times tpt__regex_times(const char **at) {
    tpt__times out = {.once = true};
    char c = **at;
    if (c == '{') {
        size_t len = strspn(*at + 1, "0123456789,");
        if (!len || (*at)[1 + len] != '}') return out; /* braces of the text */
        out = (tpt__times){.optional = (*at)[1] == ',' || strtoul(*at + 1, NULL, 10) == 0};
        *at += len + 2;
    } else if (c == '?' || c == '*' || c == '+') {
        out = (tpt__times){.optional = c != '+'};
        ++*at;
    } else {
        return out;
    }
    if (**at == '?' || **at == '+') ++*at; /* lazy, or possessive */
    return out;
}

const tpt__opening *tpt__regex_opening(const char *at) {
    static const tpt__opening openings[] = {{"(?:", false, false, false}, {"(?>", false, false, false},
                                            {"(?=", false, true, false},  {"(?!", true, true, false},
                                            {"(?<=", false, false, true}, {"(?<!", true, false, true},
                                            {"(", false, false, false}};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(at, openings[i].sign, strlen(openings[i].sign)) == 0) return &openings[i];
    return NULL;
}

#include "match/pattern.h"

#include <stdio.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A pattern confirms a phrase of a complaint: what needs more than this is running away. */
#define MATCH_LIMIT 100000u
#define DEPTH_LIMIT 1000u
#define NESTING_MOST 64 /* groups within groups that are looked at */
#define HEAP_LIMIT_KIB 1024u

struct tpt__pattern {
    pcre2_code *code;
};

struct tpt__pattern_scratch {
    pcre2_match_context *context;
    pcre2_match_data *data;
};

/* PCRE2 takes memory through the arena, which frees it as a whole. */
static void *from_arena(PCRE2_SIZE size, void *arena) { return tpt__arena_alloc(arena, size); }

static void to_arena(void *block, void *arena) {
    (void)block;
    (void)arena;
}

tpt__pattern *tpt__pattern_compile(tpt__arena *arena, const char *regex, size_t *offset, char *message,
                                   size_t size) {
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    int code;
    PCRE2_SIZE at;
    tpt__pattern *pattern = TPT__NEW(arena, tpt__pattern, 1);
    pattern->code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
                                  PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &at, context);
    if (pattern->code) return pattern;
    *offset = at;
    PCRE2_UCHAR text[200];
    pcre2_get_error_message(code, text, sizeof text);
    snprintf(message, size, "%s", (const char *)text);
    return NULL;
}

/* Past a character class, an escape, or one character. */
static const char *after_atom(const char *at) {
    if (*at == '\\') return at[1] ? at + 2 : at + 1;
    if (*at != '[') return at + 1;
    at++;
    if (*at == '^') at++;
    if (*at == ']') at++; /* the first one is a character */
    while (*at && *at != ']') at += *at == '\\' && at[1] ? 2 : 1;
    return *at ? at + 1 : at;
}

/* Reads a repetition: is it endless, and may it give back what it took? */
static const char *after_repetition(const char *at, bool *endless) {
    *endless = false;
    if (*at == '*' || *at == '+') {
        *endless = true;
        at++;
    } else if (*at == '?') {
        at++;
    } else if (*at == '{' && strspn(at + 1, "0123456789,") && at[1 + strspn(at + 1, "0123456789,")] == '}') {
        const char *end = at + 1 + strspn(at + 1, "0123456789,");
        *endless = end[-1] == ',';
        at = end + 1;
    } else {
        return at;
    }
    if (*at == '+') *endless = false; /* possessive */
    return *at == '+' || *at == '?' ? at + 1 : at;
}

bool tpt__pattern_may_run_away(const char *regex) {
    bool inner[NESTING_MOST] = {false}, atomic[NESTING_MOST] = {false};
    size_t depth = 0;
    for (const char *at = regex; *at;) {
        bool endless, closes = *at == ')', within = false;
        if (*at == '(') {
            if (++depth == NESTING_MOST) return true;
            inner[depth] = false;
            atomic[depth] = strncmp(at, "(?>", 3) == 0;
            at++;
            continue;
        }
        if (closes && depth) {
            within = inner[depth] && !atomic[depth];
            depth--;
        }
        at = after_repetition(after_atom(at), &endless);
        if (closes && within && endless) return true;
        if (endless || within) inner[depth] = true;
    }
    return false;
}

tpt__pattern_scratch *tpt__pattern_scratch_new(tpt__arena *arena) {
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    tpt__pattern_scratch *scratch = TPT__NEW(arena, tpt__pattern_scratch, 1);
    scratch->context = pcre2_match_context_create(general);
    scratch->data = pcre2_match_data_create(8, general);
    pcre2_set_match_limit(scratch->context, MATCH_LIMIT);
    pcre2_set_depth_limit(scratch->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch->context, HEAP_LIMIT_KIB);
    return scratch;
}

tpt__pattern_outcome tpt__pattern_match(const tpt__pattern *pattern, tpt__pattern_scratch *scratch,
                                        const char *text, size_t len, size_t from, bool anchored,
                                        size_t *start, size_t *end) {
    uint32_t options = PCRE2_NO_UTF_CHECK | (anchored ? PCRE2_ANCHORED : 0);
    int count =
        pcre2_match(pattern->code, (PCRE2_SPTR)text, len, from, options, scratch->data, scratch->context);
    if (count == PCRE2_ERROR_NOMATCH) return TPT__PATTERN_NO;
    if (count < 0) return TPT__PATTERN_UNDECIDED;
    const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer(scratch->data);
    *start = bounds[0];
    *end = bounds[1];
    return TPT__PATTERN_YES;
}

#include "match/pattern.h"

#include <stdio.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A pattern confirms a phrase of a complaint: what needs more than this is running away. */
#define CONFIRMS 1000000u /* searches in a text: that of 16 MiB that needs more was made to */
#define MATCH_LIMIT 100000u
#define DEPTH_LIMIT 1000u
#define NESTING_MOST 64 /* groups within groups that are looked at */
#define HEAP_LIMIT_KIB 1024u

struct tpt__pattern {
    pcre2_code *code;
    const char *regex;
};

struct tpt__pattern_scratch {
    pcre2_match_context *context;
    pcre2_match_data *data;
    uint64_t confirms, left; /* searches in one text, and how many it may still have */
};

/* PCRE2 takes memory through the arena, which frees it as a whole. */
static void *from_arena(PCRE2_SIZE size, void *arena) { return tpt__arena_alloc(arena, size); }

static void to_arena(void *block, void *arena) {
    (void)block;
    (void)arena;
}

static pcre2_code *compile(tpt__arena *arena, const char *regex, int *code, size_t *offset) {
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    return pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, code, offset, context);
}

tpt__pattern *tpt__pattern_compile(tpt__arena *arena, const char *regex, size_t *offset, char *message,
                                   size_t size) {
    int code;
    tpt__pattern *pattern = TPT__NEW(arena, tpt__pattern, 1);
    pattern->regex = regex;
    pattern->code = compile(arena, regex, &code, offset);
    if (pattern->code) return pattern;
    PCRE2_UCHAR text[200];
    pcre2_get_error_message(code, text, sizeof text);
    snprintf(message, size, "%s", (const char *)text);
    return NULL;
}

/* ---- Frozen: a line that names the PCRE2 that wrote them, then what that makes of its codes ------------------------ */

#define LIBRARY_BYTES 64

/* What must be the same for a compiled form to fit. PCRE2 itself compares less. */
static void name_library(char out[LIBRARY_BYTES]) {
    char version[32] = "", unicode[24] = "";
    uint32_t link = 0;
    memset(out, 0, LIBRARY_BYTES);
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof version)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    if (pcre2_config(PCRE2_CONFIG_UNICODE_VERSION, NULL) <= (int)sizeof unicode)
        pcre2_config(PCRE2_CONFIG_UNICODE_VERSION, unicode);
    pcre2_config(PCRE2_CONFIG_LINKSIZE, &link);
    snprintf(out, LIBRARY_BYTES, "%s/%s/%u", version, unicode, (unsigned)link);
}

static const pcre2_code **codes_of(tpt__arena *arena, tpt__pattern *const *patterns, uint32_t count) {
    const pcre2_code **codes = TPT__NEW(arena, const pcre2_code *, count + 1);
    for (uint32_t i = 0; i < count; i++) codes[i] = patterns[i]->code;
    return codes;
}

const void *tpt__patterns_freeze(tpt__arena *arena, tpt__pattern *const *patterns, uint32_t count,
                                 size_t *size) {
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    uint8_t *bytes = NULL;
    PCRE2_SIZE len = 0;
    *size = 0;
    int32_t done =
        pcre2_serialize_encode(codes_of(arena, patterns, count), (int32_t)count, &bytes, &len, general);
    for (uint32_t i = 0; i < count; i++) patterns[i]->code = NULL;
    if (done != (int32_t)count) return NULL;
    char *frozen = tpt__arena_alloc(arena, LIBRARY_BYTES + len);
    name_library(frozen);
    memcpy(frozen + LIBRARY_BYTES, bytes, len);
    *size = LIBRARY_BYTES + len;
    return frozen;
}

static bool decode(tpt__arena *arena, pcre2_code **codes, uint32_t count, const void *bytes, size_t size) {
    char library[LIBRARY_BYTES];
    name_library(library);
    if (size <= LIBRARY_BYTES || memcmp(bytes, library, LIBRARY_BYTES) != 0) return false;
    const uint8_t *encoded = (const uint8_t *)bytes + LIBRARY_BYTES;
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    return pcre2_serialize_get_number_of_codes(encoded) == (int32_t)count &&
           pcre2_serialize_decode(codes, (int32_t)count, encoded, general) == (int32_t)count;
}

bool tpt__patterns_thaw(tpt__arena *arena, tpt__pattern *const *patterns, uint32_t count, const void *bytes,
                        size_t size) {
    pcre2_code **codes = TPT__NEW(arena, pcre2_code *, count + 1);
    bool fits = count && decode(arena, codes, count, bytes, size);
    for (uint32_t i = 0; i < count; i++) {
        int code;
        size_t offset;
        patterns[i]->code = fits ? codes[i] : compile(arena, patterns[i]->regex, &code, &offset);
        if (!patterns[i]->code) return false;
    }
    return true;
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

tpt__pattern_scratch *tpt__pattern_scratch_new(tpt__arena *arena, const tpt__pattern_limits *limits) {
    static const tpt__pattern_limits none = {0};
    if (!limits) limits = &none;
    pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, arena);
    tpt__pattern_scratch *scratch = TPT__NEW(arena, tpt__pattern_scratch, 1);
    scratch->context = pcre2_match_context_create(general);
    scratch->data = pcre2_match_data_create(8, general);
    scratch->confirms = scratch->left = limits->confirms ? limits->confirms : CONFIRMS;
    pcre2_set_match_limit(scratch->context, limits->match ? limits->match : MATCH_LIMIT);
    pcre2_set_depth_limit(scratch->context, limits->depth ? limits->depth : DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch->context, limits->heap_kib ? limits->heap_kib : HEAP_LIMIT_KIB);
    return scratch;
}

void tpt__pattern_begin(tpt__pattern_scratch *scratch) { scratch->left = scratch->confirms; }

tpt__pattern_outcome tpt__pattern_match(const tpt__pattern *pattern, tpt__pattern_scratch *scratch,
                                        const char *text, size_t len, size_t from, bool anchored,
                                        size_t *start, size_t *end) {
    if (!scratch->left) return TPT__PATTERN_UNDECIDED;
    scratch->left--;
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

#include "match/proof.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "match/regex.h"
#include "text/fold.h"

#define PATHS_MOST 1024 /* ways that are walked at once; an expression of more is not proven */
#define MEMBERS_MOST 20 /* of a class that are walked one by one */
#define ROUNDS_MOST 8   /* of a repetition, before what it writes counts as unknown */
#define DEPTH_MOST 16   /* groups within groups */

/* A way through the expression that holds no word yet: what it has written last. Two ways that begin the same word are one. */
typedef struct path {
    char text[TPT__PROOF_TAIL];
    bool begins[TPT__PROOF_TAIL]; /* a word may begin at this byte: an edge goes before it, or it is a sign */
    uint8_t from, len;            /* text[from..len) may become one of the words */
    bool at_edge;                 /* what is written next begins at an edge */
} path;

typedef TPT__VEC(path) paths;

typedef struct prover {
    tpt__arena *arena;
    const char *const *words;
    uint32_t word_count;
    uint32_t depth;
    bool lost; /* something that it does not know, or too much of it */
} prover;

typedef enum character_kind { SIGN, LETTER, NEVER } character_kind; /* NEVER: no folded text has it */

/* ---- Ways ------------------------------------------------------------------------------------------------------------------ */

static bool same_path(const path *a, const path *b) {
    size_t len = (size_t)(a->len - a->from);
    return len == (size_t)(b->len - b->from) && a->at_edge == b->at_edge &&
           memcmp(a->text + a->from, b->text + b->from, len) == 0 &&
           memcmp(a->begins + a->from, b->begins + b->from, len * sizeof *a->begins) == 0;
}

static void add_path(prover *p, paths *set, const path *added) {
    for (uint32_t i = 0; i < set->count; i++)
        if (same_path(&set->items[i], added)) return;
    if (set->count == PATHS_MOST) p->lost = true;
    else *tpt__push(p->arena, set) = *added;
}

static void add_all(prover *p, paths *set, const paths *added) {
    for (uint32_t i = 0; i < added->count; i++) add_path(p, set, &added->items[i]);
}

static paths copy_of(prover *p, const paths *set) {
    paths out = {0};
    add_all(p, &out, set);
    return out;
}

/* Has it just written one of the words? A word that ends in a letter needs an edge after it. */
static bool holds(const prover *p, const path *at, bool edge_follows) {
    if (!edge_follows && !at->at_edge) return false;
    for (uint32_t i = 0; i < p->word_count; i++) {
        size_t len = strlen(p->words[i]);
        if (!len || len > at->len || !at->begins[at->len - len]) continue;
        if (memcmp(at->text + at->len - len, p->words[i], len) == 0) return true;
    }
    return false;
}

/* Forgets what was written: the next byte begins at an edge, or nothing is known of it. */
static path forgotten(bool at_edge) { return (path){.at_edge = at_edge}; }

/* ---- What an expression writes --------------------------------------------------------------------------------------------- */

/* What is known of a text's end, and of \b: what was written ends there, and what comes begins there. */
static void take_edge(prover *p, paths *set) {
    paths out = {0};
    for (uint32_t i = 0; i < set->count; i++) {
        path *at = &set->items[i];
        if (holds(p, at, true)) continue;
        at->at_edge = true;
        add_path(p, &out, at);
    }
    *set = out;
}

static void take_unknown(prover *p, paths *set) {
    bool any = set->count != 0;
    path unknown = forgotten(false);
    *set = (paths){0};
    if (any) add_path(p, set, &unknown);
}

/* One of many signs. */
static void take_some_sign(prover *p, paths *set) {
    take_edge(p, set);
    bool any = set->count != 0;
    path edge = forgotten(true);
    *set = (paths){0};
    if (any) add_path(p, set, &edge);
}

/* Is what was written from byte `from` on the beginning of a word? */
static bool begins_word(const prover *p, const path *at, size_t from) {
    if (!at->begins[from]) return false;
    for (uint32_t i = 0; i < p->word_count; i++)
        if (strncmp(p->words[i], at->text + from, at->len - from) == 0) return true;
    return false;
}

/* Drops what no word needs, so that there is room for `size` bytes more; false if there is none. */
static bool make_room(path *at, size_t size) {
    if (at->len + size <= TPT__PROOF_TAIL) return true;
    at->len = (uint8_t)(at->len - at->from);
    memmove(at->text, at->text + at->from, at->len);
    memmove(at->begins, at->begins + at->from, at->len * sizeof *at->begins);
    at->from = 0;
    return at->len + size <= TPT__PROOF_TAIL;
}

static path written(const prover *p, path at, const char *bytes, size_t size, bool is_sign) {
    if (!make_room(&at, size)) return forgotten(is_sign);
    at.begins[at.len] = is_sign || at.at_edge;
    for (size_t i = 1; i < size; i++) at.begins[at.len + i] = false;
    memcpy(at.text + at.len, bytes, size);
    at.len = (uint8_t)(at.len + size);
    at.at_edge = is_sign;
    while (at.from < at.len && !begins_word(p, &at, at.from)) at.from++;
    return at;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static character_kind kind_of(const prover *p, const char *bytes, size_t size) {
    char one[5] = {0};
    bool valid;
    if (size == 1) return *bytes >= 'A' && *bytes <= 'Z' ? NEVER : is_letter(*bytes) ? LETTER : SIGN;
    memcpy(one, bytes, size);
    if (strcmp(tpt__fold_string(p->arena, one), one) != 0) return NEVER;
    uint32_t point = tpt__utf8_decode(bytes, size, &size, &valid);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category <= UTF8PROC_CATEGORY_PC
               ? LETTER
               : SIGN; /* marks and joining signs count as letters: they may be no edge */
}

static void take_character(prover *p, paths *set, const char *bytes, size_t size) {
    paths out = {0};
    character_kind kind = kind_of(p, bytes, size);
    for (uint32_t i = 0; kind != NEVER && i < set->count; i++) {
        path next = set->items[i];
        if (kind == SIGN && holds(p, &next, true)) continue;
        next = written(p, next, bytes, size, kind == SIGN);
        if (kind == SIGN && holds(p, &next, false)) continue;
        add_path(p, &out, &next);
    }
    *set = out;
}

/* ---- Classes --------------------------------------------------------------------------------------------------------------- */

typedef struct members {
    char bytes[MEMBERS_MOST][4];
    uint8_t sizes[MEMBERS_MOST];
    uint32_t count;
    bool known, some_sign; /* all of them are here; also any space */
} members;

static size_t character_size(const char *at) {
    size_t size;
    bool valid;
    tpt__utf8_decode(at, strlen(at), &size, &valid);
    return size;
}

static void add_member(members *m, const char *bytes, size_t size) {
    if (m->count == MEMBERS_MOST) {
        m->known = false;
        return;
    }
    memcpy(m->bytes[m->count], bytes, size);
    m->sizes[m->count++] = (uint8_t)size;
}

static void add_range(members *m, char first, char last) {
    if ((unsigned char)first >= 0x80 || (unsigned char)last >= 0x80) m->known = false;
    for (int c = first; m->known && c <= last; c++) add_member(m, &(char){(char)c}, 1);
}

static void add_escaped(members *m, char c) {
    static const char names[] = "nrt", meant[] = "\n\r\t";
    const char *named = strchr(names, c);
    if (named) add_member(m, &meant[named - names], 1);
    else if (is_letter(c) || (unsigned char)c >= 0x80) m->known = false;
    else add_member(m, &c, 1);
}

/* Gives what stands past it. A range of what is escaped is not known here. */
static const char *read_member(members *m, const char *at) {
    if (*at == '\\' && at[1] == 's') {
        m->some_sign = true;
        return at + 2;
    }
    size_t size = *at == '\\' ? 2 : character_size(at);
    bool range = at[size] == '-' && at[size + 1] != ']';
    if (range && (*at == '\\' || at[size + 1] == '\\')) m->known = false;
    if (range && m->known) {
        add_range(m, *at, at[size + 1]);
        return at + size + 1 + character_size(at + size + 1);
    }
    if (*at == '\\') add_escaped(m, at[1]);
    else add_member(m, at, size);
    return at + size;
}

static void take_class(prover *p, paths *set, const char *at, const char *end) {
    members m = {.known = at[1] != '^'};
    for (at++; m.known && at < end - 1;) at = read_member(&m, at);
    if (!m.known) {
        take_unknown(p, set);
        return;
    }
    paths out = {0};
    for (uint32_t i = 0; i < m.count; i++) {
        paths one = copy_of(p, set);
        take_character(p, &one, m.bytes[i], m.sizes[i]);
        add_all(p, &out, &one);
    }
    if (m.some_sign) {
        take_some_sign(p, set);
        add_all(p, &out, set);
    }
    *set = out;
}

/* ---- Walking --------------------------------------------------------------------------------------------------------------- */

static const char *take_alternatives(prover *p, const char *at, paths *set);

static void take_escape(prover *p, paths *set, char c) {
    if (c == 'b' || c == 'A' || c == 'Z' || c == 'z') take_edge(p, set);
    else if (c == 'K') return; /* where the match begins */
    else if (c == 's' || c == 'W') take_some_sign(p, set);
    else if (c && strchr("dwDSN123456789", c)) take_unknown(p, set);
    else if (c == 'n') take_character(p, set, "\n", 1);
    else if (c == 'r') take_character(p, set, "\r", 1);
    else if (c == 't') take_character(p, set, "\t", 1);
    else take_character(p, set, &c, 1); /* a sign that stands for itself */
}

/* Ahead: a way whose every way on holds a word is done with. */
static void look_ahead(prover *p, const char *at, paths *set) {
    paths out = {0};
    for (uint32_t i = 0; i < set->count; i++) {
        paths on = {0};
        add_path(p, &on, &set->items[i]);
        take_alternatives(p, at, &on);
        if (on.count) add_path(p, &out, &set->items[i]);
    }
    *set = out;
}

/* Behind: what stands there was written before. It tells of a way that remembers nothing what that wrote last. */
static void look_behind(prover *p, const char *at, paths *set) {
    paths behind = {0}, out = {0};
    path unknown = forgotten(false);
    add_path(p, &behind, &unknown);
    take_alternatives(p, at, &behind);
    for (uint32_t i = 0; behind.count && i < set->count; i++) {
        if (set->items[i].from < set->items[i].len) add_path(p, &out, &set->items[i]);
        for (uint32_t b = 0; set->items[i].from == set->items[i].len && b < behind.count; b++) {
            path both = behind.items[b];
            both.at_edge |= set->items[i].at_edge;
            add_path(p, &out, &both);
        }
    }
    *set = out;
}

static void take_group(prover *p, const char *at, paths *set) {
    const tpt__opening *opens = tpt__regex_opening(at);
    at += strlen(opens->sign);
    if (p->depth == DEPTH_MOST) {
        p->lost = true;
        return;
    }
    p->depth++;
    if (opens->denies) (void)0; /* it says nothing of what is there */
    else if (opens->ahead) look_ahead(p, at, set);
    else if (opens->behind) look_behind(p, at, set);
    else take_alternatives(p, at, set);
    p->depth--;
}

/* Past one character, escape, class or group; NULL where it has no end. */
static const char *after_atom(const char *at) {
    if (*at == '(') return tpt__regex_after_group(at);
    if (*at == '[') return tpt__regex_after_class(at);
    if (*at == '\\') return at[1] ? at + 2 : NULL;
    return at + character_size(at);
}

static void take_atom(prover *p, const char *at, const char *end, paths *set) {
    if (*at == '(') take_group(p, at, set);
    else if (*at == '[') take_class(p, set, at, end);
    else if (*at == '\\') take_escape(p, set, at[1]);
    else if (*at == '^' || *at == '$') take_edge(p, set);
    else if (*at == '.') take_unknown(p, set);
    else if (strchr("?*+", *at)) p->lost = true; /* of what takes no room */
    else take_character(p, set, at, (size_t)(end - at));
}

/* So often, until it writes nothing new. */
static void take_repeated(prover *p, const char *at, const char *end, bool optional, paths *set) {
    paths out = {0}, turn = copy_of(p, set);
    if (optional) add_all(p, &out, set);
    for (uint32_t round = 0; turn.count && !p->lost; round++) {
        uint32_t before = out.count;
        take_atom(p, at, end, &turn);
        if (round == ROUNDS_MOST) take_unknown(p, &turn);
        add_all(p, &out, &turn);
        if (out.count == before) break;
    }
    *set = out;
}

/* Up to a bar, or the end of a group or of all. */
static const char *take_sequence(prover *p, const char *at, paths *set) {
    while (!p->lost && *at && *at != '|' && *at != ')') {
        const char *end = after_atom(at), *next = end;
        if (!end) {
            p->lost = true;
            break;
        }
        tpt__times times = tpt__regex_times(&next);
        paths without = {0};
        if (times.optional) without = copy_of(p, set);
        bool endless = !times.once && !(times.optional && next == end + 1 && *end == '?');
        if (endless) take_repeated(p, at, end, times.optional, set);
        else take_atom(p, at, end, set);
        add_all(p, set, &without);
        at = next;
    }
    return at;
}

static const char *take_alternatives(prover *p, const char *at, paths *set) {
    paths out = {0};
    for (;;) {
        paths branch = copy_of(p, set);
        at = take_sequence(p, at, &branch);
        add_all(p, &out, &branch);
        if (p->lost || *at != '|') break;
        at++;
    }
    *set = out;
    return at;
}

/* Past one thing that this walker knows, wherever it stands; NULL for all else: names, conditions, verbs, switches, \E, \x41. */
static const char *after_known(const char *at) {
    static const char escapes[] = "bAzZKsWdwDSNnrt123456789";
    if (*at == '[') return tpt__regex_after_class(at);
    if (*at == '(') {
        at += strlen(tpt__regex_opening(at)->sign);
        return *at == '?' || *at == '*' ? NULL : at;
    }
    if (*at != '\\') return at + 1;
    if (!at[1] || (unsigned char)at[1] >= 0x80) return NULL;
    return !is_letter(at[1]) || strchr(escapes, at[1]) ? at + 2 : NULL;
}

/* What comes late may change what stands before it, also where no way leads. */
static bool knows_all(const char *regex) {
    while (regex && *regex) regex = after_known(regex);
    return regex != NULL;
}

bool tpt__proof_holds(tpt__arena *scratch, const char *regex, const char *const *words, uint32_t count,
                      char tail[TPT__PROOF_TAIL + 1]) {
    prover p = {.arena = scratch, .words = words, .word_count = count};
    paths set = {0};
    path start = forgotten(false);
    tail[0] = '\0';
    if (!knows_all(regex)) return false;
    add_path(&p, &set, &start);
    const char *end = take_alternatives(&p, regex, &set);
    if (p.lost || *end) return false;
    if (!set.count) return true;
    memcpy(tail, set.items[0].text, set.items[0].len);
    tail[set.items[0].len] = '\0';
    return false;
}

#include "match/needs.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"

#define RUN_MOST 28     /* letters of a run that are kept */
#define RUNS_MOST 48    /* alternatives; a place of more proves nothing */
#define NEEDS_MOST 4    /* places of an expression: the most telling */
#define NESTING_MOST 12 /* groups within groups */
#define TRIPLE 3
#define TRIPLE_BITS 15 /* five of each letter */

/* Letters have a number each, digits share five, and all else is an edge: what parts words. */
#define EDGE 0

static uint8_t letter_of(char c) {
    if (c >= 'a' && c <= 'z') return (uint8_t)(1 + c - 'a');
    if (c >= 'A' && c <= 'Z') return (uint8_t)(1 + c - 'A');
    if (c >= '0' && c <= '9') return (uint8_t)(27 + (c - '0') % 5);
    return EDGE;
}

/* ---- Reading an expression ------------------------------------------------------------------------------------------- */

typedef struct run {
    uint8_t letters[RUN_MOST];
    uint32_t len;
} run;

typedef struct place {
    run runs[RUNS_MOST];
    uint32_t count;
} place;

typedef struct sequence {
    place places[NEEDS_MOST];
    uint32_t count;
    run open;  /* letters in a row, so far */
    bool edge; /* a \b was read just now */
} sequence;

typedef struct reader {
    const char *at;
    uint32_t depth;
    bool lost; /* something that this reader does not know */
} reader;

/* How telling a place is: long runs, and few of them. */
static uint32_t worth(const place *p) {
    uint32_t shortest = RUN_MOST;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->runs[i].len < shortest) shortest = p->runs[i].len;
    return shortest * RUNS_MOST - p->count;
}

static void add_place(sequence *s, const place *added) {
    uint32_t at = 0;
    if (!added->count) return;
    if (s->count < NEEDS_MOST) {
        s->places[s->count++] = *added;
        return;
    }
    for (uint32_t i = 1; i < NEEDS_MOST; i++)
        if (worth(&s->places[i]) < worth(&s->places[at])) at = i;
    if (worth(added) > worth(&s->places[at])) s->places[at] = *added;
}

static void push(run *r, uint8_t letter) {
    if (r->len < RUN_MOST) r->letters[r->len++] = letter;
}

/* The run is over. After its last letter a \b says that an edge follows. */
static void close_run(sequence *s) {
    if (s->edge && s->open.len && s->open.letters[s->open.len - 1] != EDGE) push(&s->open, EDGE);
    if (s->open.len >= TRIPLE) {
        place one = {.runs = {s->open}, .count = 1};
        add_place(s, &one);
    }
    s->open.len = 0;
    s->edge = false;
}

/* One more letter. Before the first one a \b says that an edge goes before it. */
static void add_letter(sequence *s, char c) {
    uint8_t letter = letter_of(c);
    if (s->open.len == RUN_MOST) close_run(s);
    if (s->edge && !s->open.len && letter != EDGE) push(&s->open, EDGE);
    s->edge = false;
    push(&s->open, letter);
}

typedef struct times {
    bool optional, once; /* may be left out; stands exactly once */
} times;

static times read_times(reader *r) {
    times out = {.once = true};
    char c = *r->at;
    if (c == '{') {
        size_t len = strspn(r->at + 1, "0123456789,");
        if (!len || r->at[1 + len] != '}') return out; /* braces of the text */
        out = (times){.optional = r->at[1] == ',' || strtoul(r->at + 1, NULL, 10) == 0};
        r->at += len + 2;
    } else if (c == '?' || c == '*' || c == '+') {
        out = (times){.optional = c != '+'};
        r->at++;
    } else {
        return out;
    }
    if (*r->at == '?' || *r->at == '+') r->at++; /* lazy, or possessive */
    return out;
}

/* A character that stands for itself. */
static void read_letter(reader *r, sequence *s, char c) {
    times t = read_times(r);
    if (!t.optional) add_letter(s, c);
    if (!t.once) close_run(s);
}

/* Something that may be one of many characters. */
static void read_unknown(reader *r, sequence *s) {
    read_times(r);
    close_run(s);
}

/* Past a class; a class within it is not known here. */
static const char *after_class(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++; /* the first one is a character */
    for (; *at && *at != ']'; at += *at == '\\' && at[1] ? 2 : 1)
        if (*at == '[' && at[1] == ':') return NULL;
    return *at ? at + 1 : NULL;
}

static void read_class(reader *r, sequence *s) {
    const char *end = after_class(r->at);
    if (!end) r->lost = true;
    else r->at = end;
    read_unknown(r, s);
}

static void read_escape(reader *r, sequence *s) {
    char c = r->at[1];
    r->at += c ? 2 : 1;
    if (c == 'b') s->edge = true;
    else if (c == 'K') return; /* where the match begins */
    else if (c && strchr("wdsWDSN", c)) read_unknown(r, s);
    else if (c && strchr("ntr", c)) read_letter(r, s, ' ');
    else if (letter_of(c) != EDGE || !c) r->lost = true;
    else read_letter(r, s, c);
}

/* Past the bracket that closes the group which begins at `at`; NULL where there is none. */
static const char *after_group(const char *at) {
    uint32_t depth = 0;
    while (at && *at) {
        if (*at == '(') depth++;
        if (*at == ')' && --depth == 0) return at + 1;
        if (*at == '[') at = after_class(at);
        else at += *at == '\\' && at[1] ? 2 : 1;
    }
    return NULL;
}

static void read_group(reader *r, sequence *s, bool edge_after);

/* Up to a bar or the end of a group. `edge_after`: an edge follows it. */
static void read_sequence(reader *r, sequence *s, bool edge_after) {
    while (!r->lost && *r->at && *r->at != '|' && *r->at != ')') {
        unsigned char c = (unsigned char)*r->at;
        if (c == '\\') read_escape(r, s);
        else if (c == '[') read_class(r, s);
        else if (c == '(') read_group(r, s, edge_after);
        else {
            r->at++;
            if (c == '^' || c == '$') continue;
            if (c == '?' || c == '*' || c == '+') r->lost = true; /* of what takes no room */
            else if (c == '.' || c >= 0x80) read_unknown(r, s);
            else read_letter(r, s, (char)c);
        }
    }
    if (edge_after && s->open.len) s->edge = true;
    close_run(s);
}

static const place *best_place(const sequence *s) {
    const place *best = NULL;
    for (uint32_t i = 0; i < s->count; i++)
        if (!best || worth(&s->places[i]) > worth(best)) best = &s->places[i];
    return best;
}

/* Of several branches each must give a place, and the text has to hold a run of one of these. */
static void join_branch(place *joined, const sequence *branch, bool *open) {
    const place *best = best_place(branch);
    if (!best || joined->count + best->count > RUNS_MOST) *open = true;
    for (uint32_t i = 0; best && !*open && i < best->count; i++)
        joined->runs[joined->count++] = best->runs[i];
}

/* Alternatives up to the end of a group. A single one gives all its places. */
static void read_branches(reader *r, sequence *out, bool edge_before, bool edge_after, bool counts) {
    place joined = {.count = 0};
    bool open = false, several = false;
    for (;;) {
        sequence branch = {.edge = edge_before};
        read_sequence(r, &branch, edge_after);
        several |= *r->at == '|';
        if (several) join_branch(&joined, &branch, &open);
        for (uint32_t i = 0; !several && counts && i < branch.count; i++) add_place(out, &branch.places[i]);
        if (r->lost || *r->at != '|') break;
        r->at++;
    }
    if (several && !open && counts) add_place(out, &joined);
}

typedef struct opening {
    const char *sign;
    bool denies, ahead, behind; /* what must not be there; what is looked at before, and behind, its place */
} opening;

static const opening *opening_at(const char *at) {
    static const opening openings[] = {{"(?:", false, false, false}, {"(?>", false, false, false},
                                       {"(?=", false, true, false},  {"(?!", true, true, false},
                                       {"(?<=", false, false, true}, {"(?<!", true, false, true},
                                       {"(", false, false, false}};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(at, openings[i].sign, strlen(openings[i].sign)) == 0) return &openings[i];
    return NULL;
}

/* Is there an edge after a group: a \b, or the end of a branch that an edge follows? */
static bool edge_follows(const char *end, bool edge_after) {
    if (strncmp(end, "\\b", 2) == 0) return true;
    return edge_after && (*end == '|' || *end == ')');
}

static void read_group(reader *r, sequence *s, bool edge_after) {
    const opening *opens = opening_at(r->at);
    const char *end = after_group(r->at);
    bool before = s->edge && !s->open.len;
    close_run(s);
    r->at += strlen(opens->sign);
    if (!end || *r->at == '?' || *r->at == '*' || ++r->depth > NESTING_MOST) {
        r->lost = true; /* names, conditions, verbs, switches */
        return;
    }
    reader after = {.at = end};
    times t = read_times(&after);
    bool counts = !opens->denies && !t.optional;
    read_branches(r, s, before && t.once && !opens->behind,
                  t.once && !opens->ahead && edge_follows(end, edge_after), counts);
    if (*r->at != ')') r->lost = true;
    r->at = after.at;
    r->depth--;
}

/* ---- What is kept of it ---------------------------------------------------------------------------------------------------- */

static uint16_t triple_of(const uint8_t *letters) {
    return (uint16_t)(letters[0] << 10 | letters[1] << 5 | letters[2]);
}

/* Triples spread over the run, its first and its last among them. */
static tpt__need_run keep_run(const run *r) {
    tpt__need_run out;
    uint32_t last = r->len - TRIPLE;
    for (uint32_t i = 0; i < TPT__NEED_TRIPLES; i++) {
        uint32_t at = last < TPT__NEED_TRIPLES ? i : i * last / (TPT__NEED_TRIPLES - 1);
        out.triples[i] = triple_of(r->letters + (at < last ? at : last));
    }
    return out;
}

static tpt__need keep_place(tpt__arena *arena, const place *p) {
    tpt__need_run *runs = TPT__NEW(arena, tpt__need_run, p->count);
    for (uint32_t i = 0; i < p->count; i++) runs[i] = keep_run(&p->runs[i]);
    return (tpt__need){runs, p->count};
}

tpt__needs tpt__needs_of(tpt__arena *arena, const char *regex) {
    reader r = {.at = regex};
    sequence whole = {.count = 0};
    read_branches(&r, &whole, false, false, true);
    if (r.lost || *r.at || !whole.count) return (tpt__needs){NULL, 0};
    tpt__need *items = TPT__NEW(arena, tpt__need, whole.count);
    for (uint32_t i = 0; i < whole.count; i++) items[i] = keep_place(arena, &whole.places[i]);
    return (tpt__needs){items, whole.count};
}

/* ---- A text ------------------------------------------------------------------------------------------------------------------ */

/* Before and after the text there are edges. */
const uint64_t *tpt__needs_look(tpt__arena *arena, const char *text, size_t len) {
    uint64_t *look = TPT__NEW(arena, uint64_t, tpt__bits_words(1u << TRIPLE_BITS));
    uint32_t triple = 0; /* the last three letters: at first, edges */
    for (size_t i = 0; i < len; i++) {
        triple = (triple << 5 | letter_of(text[i])) & ((1u << TRIPLE_BITS) - 1);
        tpt__bits_add(look, triple);
    }
    tpt__bits_add(look, (triple << 5) & ((1u << TRIPLE_BITS) - 1));
    return look;
}

static bool run_is_there(const tpt__need_run *r, const uint64_t *look) {
    for (uint32_t i = 0; i < TPT__NEED_TRIPLES; i++)
        if (!tpt__bits_has(look, r->triples[i])) return false;
    return true;
}

static bool need_is_met(const tpt__need *need, const uint64_t *look) {
    for (uint32_t i = 0; i < need->count; i++)
        if (run_is_there(&need->runs[i], look)) return true;
    return false;
}

bool tpt__needs_met(const tpt__needs *needs, const uint64_t *look) {
    for (uint32_t i = 0; i < needs->count; i++)
        if (!need_is_met(&needs->items[i], look)) return false;
    return true;
}

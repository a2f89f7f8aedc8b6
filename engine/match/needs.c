#include "match/needs.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"

#define RUN_MOST 28               /* letters of a run that are kept */
#define RUNS_MOST TPT__NEED_LEADS /* alternatives; a place of more proves nothing */
#define NEEDS_MOST 4              /* places of an expression: the most telling */
#define NESTING_MOST 12           /* groups within groups */
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

/* What is known of how a match begins. */
typedef enum lead_state {
    LEAD_OPEN,  /* so far all may be left out, or takes no room */
    LEAD_KNOWN, /* with one of the letters that were seen */
    LEAD_LOST
} lead_state;

typedef struct sequence {
    place places[NEEDS_MOST];
    uint32_t count;
    run open;        /* letters in a row, so far */
    uint32_t before; /* of these stand before the sequence */
    bool edge;       /* a \b was read just now */
    place leads;
    tpt__need_bytes bytes; /* that it may begin with, where these are no letters in a row */
    lead_state state;
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

static void add_lead(sequence *s, const uint8_t *letters, uint32_t len) {
    if (s->leads.count == RUNS_MOST) s->state = LEAD_LOST;
    if (s->state != LEAD_OPEN) return;
    run *lead = &s->leads.runs[s->leads.count++];
    lead->len = len < TRIPLE ? len : TRIPLE;
    memcpy(lead->letters, letters, lead->len);
}

/* The run is over. After its last letter a \b says that an edge follows. */
static void close_run(sequence *s) {
    uint32_t before = s->before;
    bool begins = s->open.len > before;
    if (s->edge && s->open.len && s->open.letters[s->open.len - 1] != EDGE) push(&s->open, EDGE);
    if (begins) add_lead(s, s->open.letters + before, s->open.len - before);
    if (begins && s->state == LEAD_OPEN) s->state = LEAD_KNOWN;
    if (s->open.len >= TRIPLE) {
        place one = {.runs = {s->open}, .count = 1};
        add_place(s, &one);
    }
    s->open.len = s->before = 0;
    s->edge = false;
}

/* One more letter. Before the first one a \b says that an edge goes before it. */
static void add_letter(sequence *s, char c) {
    uint8_t letter = letter_of(c);
    if (s->open.len == RUN_MOST) close_run(s);
    if (s->edge && !s->open.len && letter != EDGE) {
        push(&s->open, EDGE);
        s->before = 1;
    }
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
    uint8_t letter = letter_of(c);
    if (!t.optional) add_letter(s, c);
    if (!t.once) close_run(s);
    if (t.optional) add_lead(s, &letter, 1); /* with this one, or with what follows it */
}

static void join_bytes(tpt__need_bytes *into, const tpt__need_bytes *from) {
    into->ascii[0] |= from->ascii[0];
    into->ascii[1] |= from->ascii[1];
    into->others |= from->others;
}

/* Something that may be one of many characters; `set` holds them all, or is NULL where they are not known. */
static void read_unknown(reader *r, sequence *s, const tpt__need_bytes *set) {
    times t = read_times(r);
    close_run(s);
    if (s->state != LEAD_OPEN) return;
    if (set) join_bytes(&s->bytes, set);
    s->state = !set ? LEAD_LOST : t.optional ? LEAD_OPEN : LEAD_KNOWN;
}

static void add_range(tpt__need_bytes *set, unsigned char first, unsigned char last) {
    if (last >= 0x80) set->others = true;
    for (unsigned c = first; c <= last && c < 0x80; c++) tpt__bits_add(set->ascii, c);
}

/* \d or \s, which know of Unicode, or a sign that stands for itself; false for all else. */
static bool add_escape(tpt__need_bytes *set, char c) {
    if (c == 'd' || c == 's') set->others = true;
    if (c == 'd') add_range(set, '0', '9');
    else if (c == 's') add_range(set, ' ', ' '), add_range(set, '\t', '\r');
    else if (c == 'n' || c == 'r' || c == 't') add_range(set, '\t', '\r');
    else if (c && letter_of(c) == EDGE) add_range(set, (unsigned char)c, (unsigned char)c);
    else return false;
    return true;
}

/* Past a class; a class within it is not known here. */
static const char *after_class(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++; /* the first one is a character */
    for (; *at && *at != ']'; at += *at == '\\' && at[1] ? 2 : 1)
        if (*at == '[' && at[1] == ':') return NULL;
    return *at ? at + 1 : NULL;
}

/* The members of a class that ends before `end`; false where they are not known. */
static bool read_members(const char *at, const char *end, tpt__need_bytes *set) {
    if (*++at == '^') return false;
    while (at < end - 1) {
        unsigned char c = (unsigned char)*at;
        bool range = at[1] == '-' && at + 2 < end - 1;
        if (c == '\\' && !add_escape(set, at[1])) return false;
        if (c != '\\') add_range(set, c, range ? (unsigned char)at[2] : c);
        if (range && (c == '\\' || at[2] == '\\')) return false;
        at += c == '\\' ? 2 : range ? 3 : 1;
    }
    return true;
}

static void read_class(reader *r, sequence *s) {
    const char *end = after_class(r->at);
    tpt__need_bytes set = {.others = false};
    bool known = end && read_members(r->at, end, &set);
    if (!end) r->lost = true;
    else r->at = end;
    read_unknown(r, s, known ? &set : NULL);
}

static void read_escape(reader *r, sequence *s) {
    char c = r->at[1];
    tpt__need_bytes set = {.others = false};
    r->at += c ? 2 : 1;
    if (c == 'b') s->edge = true;
    else if (c == 'K') return; /* where the match begins */
    else if (c && strchr("ds", c)) read_unknown(r, s, add_escape(&set, c) ? &set : NULL);
    else if (c && strchr("wWDSN", c)) read_unknown(r, s, NULL);
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
            else if (c == '.' || c >= 0x80) read_unknown(r, s, NULL);
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

/* Leads of a branch are leads of what holds it. */
static void join_leads(sequence *out, const sequence *branch, lead_state *joined) {
    if (branch->state == LEAD_LOST) *joined = LEAD_LOST;
    if (branch->state == LEAD_OPEN && *joined == LEAD_KNOWN) *joined = LEAD_OPEN;
    if (out->state == LEAD_OPEN) join_bytes(&out->bytes, &branch->bytes);
    for (uint32_t i = 0; i < branch->leads.count; i++)
        add_lead(out, branch->leads.runs[i].letters, branch->leads.runs[i].len);
}

/* What goes before a group and is known to all its branches. */
typedef struct context {
    run before;                   /* the last letters */
    bool edge_before, edge_after; /* a \b */
    bool counts;                  /* it must be there */
} context;

/* Alternatives up to the end of a group. A single one gives all its places. */
static lead_state read_branches(reader *r, sequence *out, const context *c) {
    place joined = {.count = 0};
    lead_state leads = LEAD_KNOWN;
    bool open = false, several = false;
    for (;;) {
        sequence branch = {.open = c->before, .before = c->before.len, .edge = c->edge_before};
        read_sequence(r, &branch, c->edge_after);
        several |= *r->at == '|';
        if (several) join_branch(&joined, &branch, &open);
        for (uint32_t i = 0; !several && c->counts && i < branch.count; i++)
            add_place(out, &branch.places[i]);
        join_leads(out, &branch, &leads);
        if (r->lost || *r->at != '|') break;
        r->at++;
    }
    if (several && !open && c->counts) add_place(out, &joined);
    return leads;
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

/* The last letters of the run before a group: with them even a short branch has a triple. */
static run last_letters(const sequence *s) {
    run out = {.len = s->open.len < TRIPLE - 1 ? s->open.len : TRIPLE - 1};
    memcpy(out.letters, s->open.letters + s->open.len - out.len, out.len);
    return out;
}

/* What a group takes from what goes before it, and from what follows. Of one that repeats, no turn has both. */
static context context_of(const sequence *s, const opening *opens, times t, const char *end,
                          bool edge_after) {
    context c = {.counts = !opens->denies && !t.optional};
    if (t.once && !opens->behind) {
        c.before = last_letters(s);
        c.edge_before = s->edge;
    }
    c.edge_after = t.once && !opens->ahead && edge_follows(end, edge_after);
    return c;
}

static void read_group(reader *r, sequence *s, bool edge_after) {
    const opening *opens = opening_at(r->at);
    const char *end = after_group(r->at);
    r->at += strlen(opens->sign);
    if (!end || *r->at == '?' || *r->at == '*' || ++r->depth > NESTING_MOST) {
        r->lost = true; /* names, conditions, verbs, switches */
        return;
    }
    reader after = {.at = end};
    times t = read_times(&after);
    context c = context_of(s, opens, t, end, edge_after);
    close_run(s);
    if (opens->denies || opens->ahead || opens->behind) { /* takes no room: no way to begin */
        lead_state state = s->state;
        uint32_t leads = s->leads.count;
        tpt__need_bytes bytes = s->bytes;
        read_branches(r, s, &c);
        s->leads.count = leads;
        s->bytes = bytes;
        s->state = state;
    } else {
        lead_state leads = read_branches(r, s, &c);
        if (s->state == LEAD_OPEN && !(leads == LEAD_KNOWN && t.optional)) s->state = leads;
    }
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

/* Member by member: padding that was copied along would differ from one image of a ruleset to the next. */
static void keep_place(tpt__arena *arena, const place *p, tpt__need *out) {
    tpt__need_run *runs = TPT__NEW(arena, tpt__need_run, p->count);
    for (uint32_t i = 0; i < p->count; i++) runs[i] = keep_run(&p->runs[i]);
    out->runs = runs;
    out->count = p->count;
}

static void keep_leads(tpt__arena *arena, const sequence *whole, tpt__needs *out) {
    tpt__need_lead *leads = TPT__NEW(arena, tpt__need_lead, whole->leads.count + 1);
    for (uint32_t i = 0; i < whole->leads.count; i++) {
        const run *lead = &whole->leads.runs[i];
        uint8_t letters[TRIPLE] = {0}, mask[TRIPLE] = {0};
        memcpy(letters, lead->letters, lead->len);
        memset(mask, 31, lead->len);
        leads[i] = (tpt__need_lead){triple_of(letters), triple_of(mask)};
    }
    out->leads = leads;
    out->lead_count = whole->leads.count;
    out->bytes = whole->bytes;
    out->leads_known = true;
}

tpt__needs tpt__needs_of(tpt__arena *arena, const char *regex) {
    static const context nothing = {.counts = true};
    reader r = {.at = regex};
    sequence whole = {.count = 0};
    tpt__needs out = {.count = 0};
    lead_state leads = read_branches(&r, &whole, &nothing);
    if (r.lost || *r.at) return out;
    tpt__need *items = TPT__NEW(arena, tpt__need, whole.count + 1);
    for (uint32_t i = 0; i < whole.count; i++) keep_place(arena, &whole.places[i], &items[i]);
    out.items = items;
    out.count = whole.count;
    if (leads == LEAD_KNOWN && whole.state == LEAD_OPEN) keep_leads(arena, &whole, &out);
    return out;
}

/* ---- A text ------------------------------------------------------------------------------------------------------------------ */

#define TRIPLES (1u << TRIPLE_BITS)

/* Before and after the text there are edges. */
tpt__look tpt__needs_look(tpt__arena *arena, const char *text, size_t len) {
    uint64_t *triples = TPT__NEW(arena, uint64_t, tpt__bits_words(TRIPLES));
    uint16_t *triple_at = TPT__NEW(arena, uint16_t, len + TRIPLE);
    uint32_t triple = 0; /* the last three letters: at first, edges */
    for (size_t i = 0; i < len + TRIPLE - 1; i++) {
        triple = (triple << 5 | (i < len ? letter_of(text[i]) : EDGE)) & (TRIPLES - 1);
        tpt__bits_add(triples, triple);
        if (i >= TRIPLE - 1) triple_at[i - (TRIPLE - 1)] = (uint16_t)triple;
    }
    return (tpt__look){text, len, triples, triple_at};
}

static bool run_is_there(const tpt__need_run *r, const tpt__look *look) {
    for (uint32_t i = 0; i < TPT__NEED_TRIPLES; i++)
        if (!tpt__bits_has(look->triples, r->triples[i])) return false;
    return true;
}

static bool need_is_met(const tpt__need *need, const tpt__look *look) {
    for (uint32_t i = 0; i < need->count; i++)
        if (run_is_there(&need->runs[i], look)) return true;
    return false;
}

bool tpt__needs_met(const tpt__needs *needs, const tpt__look *look) {
    for (uint32_t i = 0; i < needs->count; i++)
        if (!need_is_met(&needs->items[i], look)) return false;
    return true;
}

bool tpt__needs_starts(const tpt__needs *needs, const tpt__look *look, tpt__starts *out) {
    out->count = out->first_letters = 0;
    out->bytes = needs->bytes;
    for (uint32_t i = 0; i < needs->lead_count; i++) {
        const tpt__need_lead *lead = &needs->leads[i];
        bool whole = lead->mask == TRIPLES - 1;
        if (whole && !tpt__bits_has(look->triples, lead->letters)) continue;
        out->leads[out->count++] = *lead;
        out->first_letters |= 1u << (lead->letters >> 10);
    }
    return out->count || out->bytes.ascii[0] || out->bytes.ascii[1] || out->bytes.others;
}

static bool leads_at(const tpt__starts *starts, uint16_t triple) {
    if (!(starts->first_letters >> (triple >> 10) & 1)) return false;
    for (uint32_t i = 0; i < starts->count; i++)
        if ((triple & starts->leads[i].mask) == starts->leads[i].letters) return true;
    return false;
}

/* Never within a character: a lead is ASCII, and no other begins with less than 0xC0. */
size_t tpt__needs_next(const tpt__starts *starts, const tpt__look *look, size_t from) {
    for (; from < look->len; from++) {
        unsigned char c = (unsigned char)look->text[from];
        if (c >= 0x80 ? c >= 0xC0 && starts->bytes.others
                      : leads_at(starts, look->triple_at[from]) || tpt__bits_has(starts->bytes.ascii, c))
            return from;
    }
    return look->len + 1;
}

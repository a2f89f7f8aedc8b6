#include "match/needs.h"

#include <string.h>

#include "base/bits.h"
#include "match/regex.h"

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

/* How a match may begin: one to three letters. */
typedef struct lead {
    uint8_t letters[TRIPLE];
    uint32_t len;
    bool after_edge;
} lead;

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
    uint32_t before; /* of these stand before the match, or are no lead of it */
    char first;      /* the character of the first of the others */
    bool edge;       /* a \b was read just now */
    bool ends_at_edge;
    lead leads[RUNS_MOST];
    uint32_t lead_count;
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

static void add_lead(sequence *s, const lead *added) {
    if (s->state != LEAD_OPEN) return;
    if (s->lead_count == RUNS_MOST) s->state = LEAD_LOST;
    else s->leads[s->lead_count++] = *added;
}

/* With a sign alone: it is looked for as what it is, not as one of all edges. */
static void add_character_lead(sequence *s, char c, bool after_edge) {
    lead one = {.letters = {letter_of(c)}, .len = 1, .after_edge = after_edge};
    if (one.letters[0] != EDGE) add_lead(s, &one);
    else if (s->state == LEAD_OPEN) tpt__bits_add(s->bytes.ascii, (unsigned char)c);
}

/* The match begins with the run that is open. */
static void add_run_lead(sequence *s) {
    uint32_t len = s->open.len - s->before;
    bool after_edge = s->before && s->open.letters[s->before - 1] == EDGE;
    lead added = {.len = len < TRIPLE ? len : TRIPLE, .after_edge = after_edge};
    memcpy(added.letters, s->open.letters + s->before, added.len);
    if (len == 1) add_character_lead(s, s->first, after_edge);
    else add_lead(s, &added);
    if (s->state == LEAD_OPEN) s->state = LEAD_KNOWN;
}

/* The run is over, and what begins with it goes on elsewhere. */
static void drop_run(sequence *s) {
    s->open.len = s->before = 0;
    s->edge = false;
}

/* The run is over. After its last letter a \b says that an edge follows. */
static void close_run(sequence *s) {
    bool begins = s->open.len > s->before;
    if (s->edge && s->open.len && s->open.letters[s->open.len - 1] != EDGE) push(&s->open, EDGE);
    if (begins) add_run_lead(s);
    if (s->open.len >= TRIPLE) {
        place one = {.runs = {s->open}, .count = 1};
        add_place(s, &one);
    }
    drop_run(s);
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
    if (s->open.len == s->before) s->first = c;
    push(&s->open, letter);
}

/* A character that stands for itself. */
static void read_letter(reader *r, sequence *s, char c) {
    tpt__times t = tpt__regex_times(&r->at);
    bool after_edge = s->edge && !s->open.len;
    if (!t.optional) add_letter(s, c);
    if (!t.once) close_run(s);
    if (t.optional) add_character_lead(s, c, after_edge); /* with this one, or with what follows it */
}

static void join_bytes(tpt__need_bytes *into, const tpt__need_bytes *from) {
    into->ascii[0] |= from->ascii[0];
    into->ascii[1] |= from->ascii[1];
    into->others |= from->others;
}

static bool has_letters(const tpt__need_bytes *set) {
    static const tpt__need_bytes letters = {{UINT64_C(0x03FF000000000000), UINT64_C(0x07FFFFFE07FFFFFE)},
                                            false};
    return (set->ascii[0] & letters.ascii[0]) || (set->ascii[1] & letters.ascii[1]);
}

/* Something that may be one of many characters; `set` holds them all, or is NULL where they are not known. */
static void read_unknown(reader *r, sequence *s, const tpt__need_bytes *set) {
    tpt__times t = tpt__regex_times(&r->at);
    bool is_edge = set && !t.optional && !has_letters(set), goes_on = is_edge && s->open.len > s->before;
    if (goes_on) push(&s->open, EDGE);
    if (goes_on && t.once && !set->others) { /* one byte: the run goes over it */
        s->edge = false;
        return;
    }
    close_run(s);
    s->edge = is_edge;
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

/* The members of a class that ends before `end`; false where they are not known. */
static bool read_members(const char *at, const char *end, tpt__need_bytes *set) {
    if (*++at == '^') return false;
    while (at < end - 1) {
        unsigned char c = (unsigned char)*at;
        size_t size = c == '\\' ? 2 : 1;
        bool range = at[size] == '-' && at + size + 1 < end - 1;
        if (range && (c == '\\' || at[size + 1] == '\\')) return false;
        if (c == '\\' && !add_escape(set, at[1])) return false;
        if (c != '\\') add_range(set, c, range ? (unsigned char)at[2] : c);
        at += range ? 3 : size;
    }
    return true;
}

static void read_class(reader *r, sequence *s) {
    const char *end = tpt__regex_after_class(r->at);
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
    if (c && strchr("bAzZ", c)) s->edge = true;
    else if (c == 'K') return; /* where the match begins */
    else if (c && strchr("ds", c)) read_unknown(r, s, add_escape(&set, c) ? &set : NULL);
    else if ((unsigned char)c >= 0x80 || (c && strchr("wWDSN", c))) read_unknown(r, s, NULL);
    else if (c >= '1' && c <= '9') { /* what a group took, be it nothing */
        r->at += strspn(r->at, "0123456789");
        read_unknown(r, s, NULL);
    } else if (c && strchr("ntr", c)) read_letter(r, s, c == 'n' ? '\n' : c == 't' ? '\t' : '\r');
    else if (letter_of(c) != EDGE || !c) r->lost = true;
    else read_letter(r, s, c);
}

/* What goes before a group and is known to all its branches, and what comes after it. */
typedef struct context {
    run before;                   /* the last letters */
    uint32_t own;                 /* of these begin the match, and go on in the group */
    char first;                   /* the character of the first of its own */
    run after;                    /* the first letters */
    bool edge_before, edge_after; /* a \b */
    bool counts;                  /* it must be there */
} context;

static void read_group(reader *r, sequence *s, const context *outer);

/* What follows the group that holds it goes on with the letters that it ends with. */
static void end_sequence(sequence *s, const context *c) {
    s->ends_at_edge = s->edge || (s->open.len && s->open.letters[s->open.len - 1] == EDGE);
    bool open = s->open.len != 0;
    for (uint32_t i = 0; open && i < c->after.len; i++) push(&s->open, c->after.letters[i]);
    if (open && c->edge_after && !c->after.len) s->edge = true;
    close_run(s);
}

/* Up to a bar or the end of a group. */
static void read_sequence(reader *r, sequence *s, const context *outer) {
    while (!r->lost && *r->at && *r->at != '|' && *r->at != ')') {
        unsigned char c = (unsigned char)*r->at;
        if (c == '\\') read_escape(r, s);
        else if (c == '[') read_class(r, s);
        else if (c == '(') read_group(r, s, outer);
        else {
            r->at++;
            if (c == '^' || c == '$') s->edge = true;
            else if (c == '?' || c == '*' || c == '+') r->lost = true; /* of what takes no room */
            else if (c == '.' || c >= 0x80) read_unknown(r, s, NULL);
            else read_letter(r, s, (char)c);
        }
    }
    end_sequence(s, outer);
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
    for (uint32_t i = 0; i < branch->lead_count; i++) add_lead(out, &branch->leads[i]);
}

/* Alternatives up to the end of a group. A single one gives all its places. */
static lead_state read_branches(reader *r, sequence *out, const context *c) {
    place joined = {.count = 0};
    lead_state leads = LEAD_KNOWN;
    bool open = false, several = false, end_at_edge = true;
    for (;;) {
        sequence branch = {
            .open = c->before, .before = c->before.len - c->own, .first = c->first, .edge = c->edge_before};
        read_sequence(r, &branch, c);
        end_at_edge &= branch.ends_at_edge;
        several |= *r->at == '|';
        if (several) join_branch(&joined, &branch, &open);
        for (uint32_t i = 0; !several && c->counts && i < branch.count; i++)
            add_place(out, &branch.places[i]);
        join_leads(out, &branch, &leads);
        if (r->lost || *r->at != '|') break;
        r->at++;
    }
    if (several && !open && c->counts) add_place(out, &joined);
    out->ends_at_edge = end_at_edge;
    return leads;
}

/* Is there an edge after a group: a \b, or the end of a branch that an edge follows? */
static bool edge_follows(const char *end, bool edge_after) {
    if (strncmp(end, "\\b", 2) == 0) return true;
    return edge_after && (*end == '|' || *end == ')');
}

/* The last letters of the run before a group: with them even a short branch has a triple. With `own` letters, one more. */
static run last_letters(const sequence *s, uint32_t own) {
    uint32_t most = own < TRIPLE - 1 ? TRIPLE - 1 : own + 1;
    run out = {.len = s->open.len < most ? s->open.len : most};
    memcpy(out.letters, s->open.letters + s->open.len - out.len, out.len);
    return out;
}

/* Past a character that stands for itself, just once; NULL if none stands at `at`. */
static const char *after_plain(const char *at, char *c) {
    *c = *at == '\\' ? at[1] : *at;
    if (!*c || (unsigned char)*c >= 0x80) return NULL;
    if (*at == '\\' ? letter_of(*c) != EDGE : strchr("()[{|.^$?*+", *c) != NULL) return NULL;
    at += *at == '\\' ? 2 : 1;
    return *at && strchr("?*+{", *at) ? NULL : at;
}

/* The first letters after a group; where it ends a branch, what follows that. */
static run letters_after(const char *end, const run *outer) {
    run out = {.len = 0};
    char c;
    if (strncmp(end, "\\b", 2) == 0) end += 2;
    for (const char *next; out.len < TRIPLE - 1 && (next = after_plain(end, &c)); end = next)
        push(&out, letter_of(c));
    for (uint32_t i = 0; (*end == '|' || *end == ')') && out.len < TRIPLE - 1 && i < outer->len; i++)
        push(&out, outer->letters[i]);
    return out;
}

/* How many letters of the open run, the last ones, begin the match and leave room for what follows in a lead. */
static uint32_t own_letters(const sequence *s) {
    uint32_t len = s->open.len - s->before;
    return s->state == LEAD_OPEN && len < TRIPLE ? len : 0;
}

/* What a group takes from what goes before it, and from what follows. Of one that repeats, no turn has both. */
static context context_of(const sequence *s, const tpt__opening *opens, tpt__times t, const char *end,
                          const context *outer) {
    bool takes_room = !opens->denies && !opens->ahead && !opens->behind;
    context c = {.counts = !opens->denies && !t.optional};
    if (t.once && takes_room) c.own = own_letters(s);
    if (t.once && !opens->behind) {
        c.before = last_letters(s, c.own);
        c.edge_before = s->edge;
    }
    if (t.once && takes_room) {
        c.first = s->first;
        c.after = letters_after(end, &outer->after);
    }
    c.edge_after = t.once && !opens->ahead && edge_follows(end, outer->edge_after);
    return c;
}

static void read_group(reader *r, sequence *s, const context *outer) {
    const tpt__opening *opens = tpt__regex_opening(r->at);
    const char *end = tpt__regex_after_group(r->at);
    r->at += strlen(opens->sign);
    if (!end || *r->at == '?' || *r->at == '*' || ++r->depth > NESTING_MOST) {
        r->lost = true; /* names, conditions, verbs, switches */
        return;
    }
    reader after = {.at = end};
    tpt__times t = tpt__regex_times(&after.at);
    context c = context_of(s, opens, t, end, outer);
    bool at_edge = s->edge && !s->open.len;
    if (c.own) drop_run(s);
    else close_run(s);
    if (opens->denies || opens->ahead || opens->behind) { /* takes no room: no way to begin */
        lead_state state = s->state;
        uint32_t leads = s->lead_count;
        tpt__need_bytes bytes = s->bytes;
        read_branches(r, s, &c);
        s->lead_count = leads;
        s->bytes = bytes;
        s->state = state;
        s->edge = at_edge || (opens->behind && c.counts && s->ends_at_edge);
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
    tpt__need_lead *leads = TPT__NEW(arena, tpt__need_lead, whole->lead_count + 1);
    for (uint32_t i = 0; i < whole->lead_count; i++) {
        const lead *from = &whole->leads[i];
        uint8_t letters[TRIPLE] = {0}, mask[TRIPLE] = {0};
        memcpy(letters, from->letters, from->len);
        memset(mask, 31, from->len);
        leads[i].letters = triple_of(letters);
        leads[i].mask = triple_of(mask);
        leads[i].after_edge = from->after_edge;
    }
    out->leads = leads;
    out->lead_count = whole->lead_count;
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

static uint32_t first_letter(uint16_t triple) { return triple >> (TRIPLE_BITS / TRIPLE * (TRIPLE - 1)); }

bool tpt__needs_starts(const tpt__needs *needs, const tpt__look *look, tpt__starts *out) {
    out->count = out->first_letters = 0;
    out->bytes = needs->bytes;
    for (uint32_t i = 0; i < needs->lead_count; i++) {
        const tpt__need_lead *known = &needs->leads[i];
        bool whole = known->mask == TRIPLES - 1;
        if (whole && !tpt__bits_has(look->triples, known->letters)) continue;
        out->leads[out->count++] = *known;
        out->first_letters |= 1u << first_letter(known->letters);
    }
    return out->count || out->bytes.ascii[0] || out->bytes.ascii[1] || out->bytes.others;
}

static bool leads_at(const tpt__starts *starts, const tpt__look *look, size_t at) {
    uint16_t triple = look->triple_at[at];
    if (!(starts->first_letters >> first_letter(triple) & 1)) return false;
    bool after_edge = !at || first_letter(look->triple_at[at - 1]) == EDGE;
    for (uint32_t i = 0; i < starts->count; i++)
        if ((triple & starts->leads[i].mask) == starts->leads[i].letters &&
            (after_edge || !starts->leads[i].after_edge))
            return true;
    return false;
}

/* Never within a character: a lead is ASCII, and no other begins with less than 0xC0. */
size_t tpt__needs_next(const tpt__starts *starts, const tpt__look *look, size_t from) {
    for (; from < look->len; from++) {
        unsigned char c = (unsigned char)look->text[from];
        if (c >= 0x80 ? c >= 0xC0 && starts->bytes.others
                      : leads_at(starts, look, from) || tpt__bits_has(starts->bytes.ascii, c))
            return from;
    }
    return look->len + 1;
}

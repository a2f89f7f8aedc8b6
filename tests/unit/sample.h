/*
 * Texts that a regular expression may match, made from the expression itself: a branch of each alternation, a character of each
 * class, the content of what is looked ahead or behind for. What the look-arounds forbid is not heeded, so that a sample may fail to
 * match; who asks for one tries it.
 */
#ifndef TPT_TEST_SAMPLE_H
#define TPT_TEST_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_BYTES 1000

typedef struct sampler {
    uint32_t chance; /* the state of a linear congruence: the same samples each time */
    char text[SAMPLE_BYTES + 1];
    size_t len;
} sampler;

static inline uint32_t sample_pick(sampler *s, uint32_t count) {
    s->chance = s->chance * 1664525u + 1013904223u;
    return (s->chance >> 8) % count;
}

static inline void sample_add(sampler *s, const char *bytes, size_t len) {
    if (s->len + len > SAMPLE_BYTES) return;
    memcpy(s->text + s->len, bytes, len);
    s->len += len;
    s->text[s->len] = '\0';
}

static inline size_t sample_char(const char *at) { /* bytes of the character there */
    size_t len = 1;
    while ((at[len] & 0xC0) == 0x80) len++;
    return len;
}

static inline const char *sample_class_end(const char *at) { /* past the ']' */
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++;
    while (*at && *at != ']') at += *at == '\\' && at[1] ? 2 : 1;
    return *at ? at + 1 : at;
}

static inline const char *sample_atom_end(const char *at) {
    if (*at == '\\') return at[1] ? at + 2 : at + 1;
    if (*at == '[') return sample_class_end(at);
    if (*at != '(') return at + sample_char(at);
    for (at++; *at && *at != ')';) at = sample_atom_end(at);
    return *at ? at + 1 : at;
}

/* One character of what an escape stands for; what stands for a place adds none. */
static inline void sample_escape(sampler *s, char letter) {
    static const char *const of[][2] = {{"d", "0123456789"}, {"w", "abeinorstx"}, {"s", "  \n"}, {"n", "\n"},
                                        {"D", "ax "},        {"W", " ,'."},       {"S", "ax,1"}, {"R", "\n"},
                                        {"h", " "},          {"t", "\t"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (*of[i][0] == letter) sample_add(s, of[i][1] + sample_pick(s, (uint32_t)strlen(of[i][1])), 1);
    if (!strchr("dwsnDWSRhtbBKAzZGQEpP", letter)) sample_add(s, &letter, 1);
}

/* A member of a class: of all that stand in it, each as likely. */
static inline void sample_member(sampler *s, const char *at, const char *end) {
    uint32_t seen = 0, chosen = sample_pick(s, 40);
    for (int round = 0; round < 2; round++) {
        uint32_t count = seen ? seen : 1;
        const char *member = at;
        seen = 0;
        while (member < end) {
            const char *next = *member == '\\' ? member + 2 : member + sample_char(member);
            bool range = next + 1 < end && *next == '-' && (unsigned char)*member < 0x80;
            if (round && seen == chosen % count) {
                char low = (char)(*member + (range ? sample_pick(s, (uint32_t)(next[1] - *member + 1)) : 0));
                if (*member == '\\') sample_escape(s, member[1]);
                else if (range) sample_add(s, &low, 1);
                else sample_add(s, member, (size_t)(next - member));
                return;
            }
            seen++;
            member = range ? next + 2 : next;
        }
    }
}

static inline void sample_class(sampler *s, const char *at, const char *end) {
    static const char others[] = "aeinorst   xyz";
    if (at[1] != '^') {
        sample_member(s, at + 1, end - 1);
        return;
    }
    for (int tries = 0; tries < 20; tries++) {
        const char *other = others + sample_pick(s, sizeof others - 1);
        if (memchr(at, *other, (size_t)(end - at))) continue;
        sample_add(s, other, 1);
        return;
    }
}

static inline void sample_branches(sampler *s, const char *at, const char *end);

/* "(?:", "(?=", "(?<name>", "(": where the content begins; NULL for what must not be there, and for options. */
static inline const char *sample_group_content(const char *at) {
    if (at[1] != '?') return at + 1;
    if (at[2] == '!' || (at[2] == '<' && at[3] == '!')) return NULL;
    if (at[2] == '<' && at[3] == '=') return at + 4;
    if (strchr(":=>|", at[2])) return at + 3;
    if (at[2] == '<' || at[2] == 'P') return strchr(at, '>') + 1;
    return NULL;
}

static inline void sample_atom(sampler *s, const char *at, const char *end) {
    if (*at == '\\') sample_escape(s, at[1]);
    else if (*at == '[') sample_class(s, at, end);
    else if (*at == '.') sample_add(s, "a", 1);
    else if (*at == '(') {
        const char *content = sample_group_content(at);
        if (content) sample_branches(s, content, end - 1);
    } else if (*at != '^' && *at != '$') sample_add(s, at, (size_t)(end - at));
}

/* How often, after an atom: *at is moved past it. */
typedef struct sample_range {
    uint32_t low, high;
} sample_range;

static inline sample_range sample_times(const char **at) {
    sample_range times = {1, 1};
    if (**at == '*' || **at == '+' || **at == '?') {
        times.low = **at == '+';
        times.high = **at == '?' ? 1 : times.low + 2;
        ++*at;
    } else if (**at == '{' && strspn(*at + 1, "0123456789")) {
        char *rest;
        times.low = times.high = (uint32_t)strtoul(*at + 1, &rest, 10);
        if (*rest == ',')
            times.high = rest[1] == '}' ? times.low + 2 : (uint32_t)strtoul(rest + 1, &rest, 10);
        *at = strchr(rest, '}') + 1;
    } else {
        return times;
    }
    if (**at == '?' || **at == '+') ++*at;
    return times;
}

/* Almost anything, many times over, stands for words in between. */
static inline void sample_gap(sampler *s, uint32_t low) {
    static const char *const gaps[] = {" ", " ", " the ", " it "};
    size_t before = s->len;
    const char *gap = gaps[sample_pick(s, 4)];
    sample_add(s, gap, strlen(gap));
    while (s->len < before + low && s->len < SAMPLE_BYTES) sample_add(s, "so ", 3);
}

static inline bool sample_is_gap(const char *atom, sample_range times) {
    return times.high > 3 &&
           (*atom == '.' || strncmp(atom, "[^", 2) == 0 || strncmp(atom, "[\\s\\S]", 6) == 0);
}

static inline void sample_sequence(sampler *s, const char *at, const char *end) {
    while (at < end) {
        const char *atom = at, *atom_end = sample_atom_end(at);
        at = atom_end;
        sample_range times = sample_times(&at);
        if (sample_is_gap(atom, times)) {
            sample_gap(s, times.low);
            continue;
        }
        uint32_t most = times.high > times.low + 4 ? times.low + 4 : times.high;
        for (uint32_t left = times.low + sample_pick(s, most - times.low + 1); left; left--)
            sample_atom(s, atom, atom_end);
    }
}

/* One of the alternatives of at..end, each as likely. */
static inline void sample_branches(sampler *s, const char *at, const char *end) {
    uint32_t count = 1, chosen;
    for (const char *p = at; p < end; p = sample_atom_end(p)) count += *p == '|';
    chosen = sample_pick(s, count);
    for (const char *p = at; p <= end; p = p < end ? sample_atom_end(p) : p + 1) {
        if (p < end && *p != '|') continue;
        if (!chosen--) {
            sample_sequence(s, at, p);
            return;
        }
        at = p + 1;
    }
}

/* The sample is in s->text. `before` and `after` stand around it. */
static inline void sample_make(sampler *s, const char *regex, const char *before, const char *after) {
    s->len = 0;
    s->text[0] = '\0';
    sample_add(s, before, strlen(before));
    sample_branches(s, regex, regex + strlen(regex));
    sample_add(s, after, strlen(after));
}

#endif

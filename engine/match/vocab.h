/*
 * The vocabulary: a number for each word that any term of the pack uses, and the ways in which a written word can be
 * read as one of them: exact, inflected (the language's suffix rules), respelt (its respellings), fuzzy (see fuzzy.h).
 *
 * Slots are words too: "<n>", "<dur>", "<function>". A word written "=wee" in a term is a word of its own, which only
 * the exact form reads.
 */
#ifndef TPT_MATCH_VOCAB_H
#define TPT_MATCH_VOCAB_H

#include "base/groups.h"
#include "base/map.h"
#include "base/vec.h"
#include "match/wordset.h"
#include "text/document.h"

/* How sure a reading is (docs/rule-format.md): the strength that a finding starts from. */
enum {
    TPT__STRENGTH_EXACT = 4,
    TPT__STRENGTH_RESPELT = 3,
    TPT__STRENGTH_FUZZY = 2,
    TPT__STRENGTH_ASSUMED = 1
};

/* What a word does to the words around it. The language's lists say so; a token has the classes of its plain readings. */
enum {
    TPT__WORD_LIGHT = 1,        /* carries no content: "the", "of" */
    TPT__WORD_JOINS = 2,        /* continues a list: "and" */
    TPT__WORD_BREAKS = 4,       /* begins a statement of its own: "i", "is" */
    TPT__WORD_FIRST_PERSON = 8, /* "my" */
    TPT__WORD_TRANSPARENT = 16, /* a side ("left"): may stand inside any phrase without parting it */
    TPT__WORD_FROM = 32,        /* the way that something spreads: "from" */
    TPT__WORD_TOWARD = 64,      /* "down", "to" */
    TPT__WORD_OR = 128,         /* continues a list of what is denied: "or", "nor" */
    TPT__WORD_OPENS = 256,  /* opens a thing that is known already, or another phrase: "the", "her", "with" */
    TPT__WORD_REASON = 512, /* gives the reason of a loss: "can not sleep for the pain" */
    TPT__WORD_RELATIVE = 1024,    /* goes on about someone after a comma: "my mother, who falls" */
    TPT__WORD_AT = 2048,          /* says where, and no direction: "down by the ankle" */
    TPT__WORD_ECHO = 4096,        /* stands for a predicate that was said before: "my feet don't" */
    TPT__WORD_SINCE = 8192,       /* dates what was said by what comes next: "no fever since the operation" */
    TPT__WORD_PREDICATIVE = 16384 /* says how a place or power before it is: "speech slurred" */
};

typedef struct tpt__word {
    const char *text;
    uint32_t len;
    bool content;     /* a term of a concept uses it: spelling correction may lead to it */
    bool guarded;     /* a denial uses it: where it is short, spelling correction may never lead to it */
    uint16_t classes; /* TPT__WORD_… */
} tpt__word;

typedef struct tpt__suffix {
    const char *strip, *add;
    uint32_t strip_len, add_len, min;
    bool undouble; /* "stopped": stop */
} tpt__suffix;

/* One way to read a form that is no word of its own: "cuz" as because, "can't" as can not. */
typedef struct tpt__respelling {
    const uint32_t *words;
    uint32_t word_count;
    const uint32_t *left; /* only after one of these words */
    uint32_t left_count;
    uint32_t next; /* next respelling of the same form, or TPT__NONE */
} tpt__respelling;

/* A rule of what sounds the same: "ph" as f. */
typedef struct tpt__sound {
    const char *from, *to;
    uint32_t from_len, to_len;
    bool at_start, at_end; /* only there in a word */
} tpt__sound;

/* What hangs on to a word and is no part of it: "'s". */
typedef struct tpt__enclitic {
    const char *text;
    uint32_t len;
} tpt__enclitic;

/* A word that a correction may lead to. */
typedef struct tpt__target {
    uint32_t word;
    const char *text; /* without the "=" of a word of exact form */
    uint32_t len;
    uint32_t letters; /* the set of them */
    const char *sound;
    uint32_t sound_len;
} tpt__target;

/* What is known of a form as it is written: found by one look-up. */
typedef struct tpt__form {
    uint32_t word, twin; /* the word itself, and its "=" twin that only the exact form reads; or TPT__NONE */
    uint32_t respelling; /* the first, or TPT__NONE */
    uint32_t bent_first, bent_last; /* words that it is an inflection of, or that are of it; into `bent` */
} tpt__form;

/* The form that a token is noted with: its number from the first one on; or that it was looked up, and is none. */
enum { TPT__FORM_NONE = 1, TPT__FORM_FIRST = 2 };

#define TPT__TWIN_BYTES 64 /* of a twin with its "=" and a NUL: longer words have none */

typedef struct tpt__vocab {
    tpt__arena *arena;
    tpt__map ids;
    TPT__VEC(tpt__word) words;
    TPT__VEC(tpt__suffix) suffixes;
    tpt__groups suffixes_of; /* the last byte of a form → the suffixes that it may have */
    tpt__map uninflected;
    tpt__map respelling_of; /* form → first respelling */
    TPT__VEC(tpt__respelling) respellings;
    tpt__map bases; /* base form → first of base_links */
    TPT__VEC(struct tpt__base_link {
        uint32_t word;
        uint32_t next;
    })
    base_links;
    tpt__map form_of; /* frozen: words, respellings, what is never inflected → into `written` */
    TPT__VEC(tpt__form) written;
    TPT__VEC(uint32_t) bent;
    tpt__forms forms; /* words that typography would part */
    TPT__VEC(tpt__enclitic) enclitics;
    TPT__VEC(tpt__sound) sounds;
    tpt__groups sounds_of;          /* a byte → the sounds that begin with it */
    TPT__VEC(tpt__target) targets;  /* by length */
    const uint32_t *target_letters; /* of each, and a hash of its sound: looked at first */
    const uint32_t *target_sounds;
    uint32_t targets_from[33]; /* a length → its first target; one more for the end */
    tpt__map known;            /* words of quantities and dates, which no term may name: no slips either */
    uint32_t common[4];        /* numbers of tpt__wordsets */
    uint32_t common_count;
    void *term_scratch; /* term.c's working place, made once */
} tpt__vocab;

/* A bit for each word: of two sets of words that share none, no word is in both. */
static inline uint64_t tpt__word_bit(uint32_t word) { return (uint64_t)1 << (word * 0x9E3779B1u >> 26); }

/* The number of a word, made if needed. The text is copied. */
uint32_t tpt__vocab_intern(tpt__vocab *vocab, const char *text, size_t len);

/* The number of a word, or TPT__NONE. */
uint32_t tpt__vocab_find(const tpt__vocab *vocab, const char *text, size_t len);

/* Adds a respelling; words and left are copied. */
void tpt__vocab_respell(tpt__vocab *vocab, const char *form, const uint32_t *words, uint32_t word_count,
                        const uint32_t *left, uint32_t left_count);

/* After all terms are in: indexes base forms. */
void tpt__vocab_freeze(tpt__vocab *vocab);

/* Frozen: what is known of a form; NULL where it is no word, respelling or the like. It may still be an inflection. */
const tpt__form *tpt__vocab_form(const tpt__vocab *vocab, const char *text, size_t len);

/* As the next, for a form that was looked up already (or NULL). */
void tpt__vocab_bent(const tpt__vocab *vocab, const tpt__form *form, const char *text, size_t len,
                     void (*visit)(uint32_t word, void *context), void *context);

/* Calls `visit` with each word that `text` is an inflection of (or that is an inflection of it), not the word itself. */
void tpt__vocab_inflections(const tpt__vocab *vocab, const char *text, size_t len,
                            void (*visit)(uint32_t word, void *context), void *context);

/* Calls `visit` with each base form that the suffix rules make of a form, known or not. */
void tpt__vocab_bases(const tpt__vocab *vocab, const char *text, size_t len,
                      void (*visit)(const char *base, size_t len, void *context), void *context);

/* Makes known each word of a phrase. */
void tpt__vocab_know(tpt__vocab *vocab, const char *phrase);

/* Is it known otherwise, or on a common-word list (then it is never corrected)? */
bool tpt__vocab_is_common(const tpt__vocab *vocab, const char *text, size_t len);

#endif

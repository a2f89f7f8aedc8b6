/*
 * A text as words, numbers and signs, in clauses and sentences, each with its place in the input.
 *
 *   "Neck's stiff, 3wks.  Fever: no"
 *    neck s  stiff | 3 wks . fever : no        tokens
 *    ------------- clause 0   ----- clause 2   a clause ends at , ; : ( ) and a free-standing dash
 *    -------------------- sentence 0           a sentence at . ! ? and at the end of a line
 *
 * Knows typography, not language: which words mean what is for later stages.
 */
#ifndef TPT_TEXT_DOCUMENT_H
#define TPT_TEXT_DOCUMENT_H

#include "base/bits.h"
#include "base/map.h"
#include "text/fold.h"

typedef enum tpt__token_kind {
    TPT__TOKEN_WORD,   /* letters, with inner apostrophes */
    TPT__TOKEN_NUMBER, /* digits, perhaps with a fraction */
    TPT__TOKEN_SIGN,   /* a sign within a clause that phrases may pass over: - / " + & * … */
    TPT__TOKEN_EMOJI   /* a pictograph: a word of its own */
} tpt__token_kind;

/* What parts a token from the one before it. */
typedef enum tpt__lead {
    TPT__LEAD_NONE, /* nothing or space */
    TPT__LEAD_COMMA,
    TPT__LEAD_COLON,
    TPT__LEAD_PAREN,
    TPT__LEAD_DASH,
    TPT__LEAD_SEMICOLON,
    TPT__LEAD_SENTENCE /* a full stop, a question mark, a line's end */
} tpt__lead;

typedef struct tpt__token {
    tpt__token_kind kind;
    tpt__lead lead;
    uint32_t text, len;            /* in the folded text */
    uint32_t start, end;           /* bytes of the input */
    uint32_t start_char, end_char; /* code points of the input */
    uint32_t clause, sentence;     /* counted through the text */
    int64_t milli;                 /* a number's value times 1000 */
    uint32_t form;                 /* match's: what it knows of the written word; 0: not looked up */
    bool common;                   /* match's: it is on a list of common words */
    bool parted;                   /* it was written in one with its neighbour: "stiffneck" */
} tpt__token;

typedef struct tpt__sentence {
    uint32_t first, last; /* tokens, last exclusive */
    bool question;        /* ends with a question mark */
    bool line_start;      /* begins a line */
    bool after_blank;     /* begins after an empty line, or begins the text */
} tpt__sentence;

typedef struct tpt__document {
    const char *raw;
    size_t raw_len;
    tpt__folded folded;
    tpt__token *tokens;
    uint32_t count;
    tpt__sentence *sentences;
    uint32_t sentence_count;
    uint32_t clause_count;
} tpt__document;

/* Forms that the language knows as one word though typography would part them. Keys are folded. */
typedef struct tpt__forms {
    tpt__map mixed; /* of letters and digits: "b4", "c6". Any other such run is parted: "54yo" is 54 and yo */
    tpt__map sign;  /* with a sign in it: "w/o", "-ve", "[ ]" */
    size_t sign_longest; /* bytes of the longest of these */
    uint64_t sign_starts
        [256][256 / TPT__BITS]; /* the two bytes that they begin with: for each first one, the second ones */
    uint64_t signs[256 / TPT__BITS]; /* the first bytes in them that are of no word */
} tpt__forms;

/* Adds a form if it is one that typography would part. */
void tpt__forms_add(tpt__arena *arena, tpt__forms *forms, const char *text, size_t len);

/* Reads a text. The document lives in `arena`; `text` and `forms` must outlive it. */
void tpt__document_read(tpt__arena *arena, const char *text, size_t len, const tpt__forms *forms,
                        tpt__document *out);

/*
 * Parts words that were run together. `part` is asked about each word: it fills the lengths of its parts, in folded bytes, and
 * returns how many there are; 0 or 1 leave the word alone. It may note the form; the parts have none.
 */
#define TPT__PARTS 8
void tpt__document_part(tpt__arena *arena, tpt__document *doc,
                        uint32_t (*part)(const tpt__document *doc, tpt__token *token,
                                         uint32_t lens[TPT__PARTS], void *context),
                        void *context);

/* The folded bytes of a token. */
static inline const char *tpt__token_text(const tpt__document *doc, const tpt__token *token) {
    return doc->folded.text + token->text;
}

#endif

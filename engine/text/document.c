#include "text/document.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "base/vec.h"

/* A line shorter than this ends where its writer ended it; a longer one may have been wrapped by a program. */
#define WRAP_COLUMN 60

#define BYTES_A_TOKEN 5 /* of usual text, with the space */

#define LEADER_LEAST 5 /* dots of a leader; fewer are a pause */

typedef enum char_class {
    SPACE,
    LETTER,
    DIGIT,
    APOSTROPHE,
    STOP,
    COMMA,
    COLON,
    SEMICOLON,
    PAREN,
    LINE,
    SIGN,
    PICTURE
} char_class;

typedef struct splitter {
    tpt__arena *arena;
    const tpt__forms *forms;
    tpt__document *doc;
    TPT__VEC(tpt__token) tokens;
    TPT__VEC(tpt__sentence) sentences;
    size_t at;         /* in the folded text */
    size_t line_start; /* where the current line began */
    tpt__lead lead;    /* what stands before the next token */
    uint32_t lines;    /* ends of lines since the last token */
} splitter;

/* Of ASCII, one row for sixteen characters. Folded text has no capitals. */
static const uint8_t ASCII[] = {
#define _ SPACE
#define L LETTER
#define D DIGIT
#define S SIGN
    _, _,    _, _, _, _, _, _,          _,     _,     LINE,  _,         _,         LINE,  _,    _, /* */
    _, _,    _, _, _, _, _, _,          _,     _,     _,     _,         _,         _,     _,    _, /* */
    _, STOP, S, S, S, S, S, APOSTROPHE, PAREN, PAREN, S,     S,         COMMA,     S,     STOP, S, /* space */
    D, D,    D, D, D, D, D, D,          D,     D,     COLON, SEMICOLON, S,         S,     S,    STOP, /* 0 */
    S, S,    S, S, S, S, S, S,          S,     S,     S,     S,         S,         S,     S,    S,    /* @ */
    S, S,    S, S, S, S, S, S,          S,     S,     S,     PAREN,     S,         PAREN, S,    S,    /* P */
    S, L,    L, L, L, L, L, L,          L,     L,     L,     L,         L,         L,     L,    L,    /* ` */
    L, L,    L, L, L, L, L, L,          L,     L,     L,     PAREN,     SEMICOLON, PAREN, S,    _     /* p */
#undef _
#undef L
#undef D
#undef S
};

static char_class class_of_category(utf8proc_category_t category, uint32_t point) {
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return LETTER;
    case UTF8PROC_CATEGORY_ND: return SIGN; /* digits fold to ASCII; others are no numbers that we read */
    case UTF8PROC_CATEGORY_SO: return point == TPT__REPLACEMENT ? SIGN : PICTURE;
    case UTF8PROC_CATEGORY_ZS: return SPACE;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return LINE;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF: return SPACE;
    case UTF8PROC_CATEGORY_PD: return SEMICOLON; /* en and em dash */
    default: return SIGN;
    }
}

/* Of a byte, as far as it is ASCII; the NUL at the end of the text is a space. Anything else is no LETTER here. */
static inline char_class ascii_class(const splitter *s, size_t at) {
    unsigned char byte = (unsigned char)s->doc->folded.text[at];
    return byte < sizeof ASCII ? (char_class)ASCII[byte] : SIGN;
}

static char_class class_at(const splitter *s, size_t at, size_t *size) {
    bool valid;
    *size = 1;
    if (at >= s->doc->folded.len) return LINE;
    unsigned char byte = (unsigned char)s->doc->folded.text[at];
    if (byte < sizeof ASCII) return (char_class)ASCII[byte];
    uint32_t point = tpt__utf8_decode(s->doc->folded.text + at, s->doc->folded.len - at, size, &valid);
    return class_of_category(utf8proc_category((utf8proc_int32_t)point), point);
}

static void strengthen(splitter *s, tpt__lead lead) {
    if (lead > s->lead) s->lead = lead;
}

static void open_sentence(splitter *s) {
    tpt__sentence *sentence = tpt__push(s->arena, &s->sentences);
    sentence->first = sentence->last = s->tokens.count;
    sentence->line_start = s->tokens.count == 0 || s->lines > 0;
    sentence->after_blank = s->tokens.count == 0 || s->lines > 1;
}

static void end_sentence(splitter *s, bool question) {
    strengthen(s, TPT__LEAD_SENTENCE);
    if (question && s->sentences.count) s->sentences.items[s->sentences.count - 1].question = true;
}

static void add_token(splitter *s, tpt__token_kind kind, size_t from, size_t to) {
    tpt__token *before = s->tokens.count ? &s->tokens.items[s->tokens.count - 1] : NULL;
    uint32_t clause = before ? before->clause : 0;
    bool new_sentence = !before || s->lead == TPT__LEAD_SENTENCE;
    if (before && s->lead != TPT__LEAD_NONE) clause++;
    if (new_sentence) open_sentence(s);
    tpt__token *token = tpt__push(s->arena, &s->tokens);
    token->kind = kind;
    token->lead = before ? s->lead : TPT__LEAD_SENTENCE;
    token->text = (uint32_t)from;
    token->len = (uint32_t)(to - from);
    token->clause = clause;
    token->sentence = s->sentences.count - 1;
    s->sentences.items[token->sentence].last = s->tokens.count;
    s->lead = TPT__LEAD_NONE;
    s->lines = 0;
}

/* Digits, one fraction: "38.1". Commas between digits are left out: they part lists more often than thousands. */
static size_t number_end(const splitter *s, size_t at) {
    const char *text = s->doc->folded.text;
    size_t len = s->doc->folded.len;
    while (at < len && text[at] >= '0' && text[at] <= '9') at++;
    if (at + 1 < len && text[at] == '.' && text[at + 1] >= '0' && text[at + 1] <= '9')
        for (at++; at < len && text[at] >= '0' && text[at] <= '9';) at++;
    return at;
}

static int64_t number_milli(const char *text, size_t len) {
    int64_t whole = 0, rest = 0, place = 100;
    size_t i = 0;
    for (; i < len && text[i] != '.'; i++)
        if (whole < 1000000000000) whole = whole * 10 + (text[i] - '0');
    for (i++; i < len && place; i++, place /= 10) rest += (text[i] - '0') * place;
    return whole * 1000 + rest;
}

static void add_number(splitter *s, size_t from, size_t to) {
    add_token(s, TPT__TOKEN_NUMBER, from, to);
    s->tokens.items[s->tokens.count - 1].milli = number_milli(s->doc->folded.text + from, to - from);
}

/* The end of a run of letters, digits and inner apostrophes. */
static size_t run_end(const splitter *s, size_t at, bool *has_digit, bool *has_letter) {
    size_t size, next_size;
    for (;; at += size) {
        while (ascii_class(s, at) == LETTER) at++, *has_letter = true; /* nearly all of a text */
        char_class c = class_at(s, at, &size);
        if (at >= s->doc->folded.len) return at;
        if (c == DIGIT) *has_digit = true;
        else if (c == LETTER) *has_letter = true;
        else if (c != APOSTROPHE || class_at(s, at + size, &next_size) != LETTER ||
                 at + size >= s->doc->folded.len)
            return at;
    }
}

/* Parts "54yo", "10d", "l5s1" where letters and digits meet. */
static void add_parted(splitter *s, size_t from, size_t to) {
    const char *text = s->doc->folded.text;
    while (from < to) {
        size_t end = from;
        if (text[from] >= '0' && text[from] <= '9') {
            end = number_end(s, from);
            if (end > to) end = to;
            add_number(s, from, end);
        } else {
            while (end < to && !(text[end] >= '0' && text[end] <= '9')) end++;
            add_token(s, TPT__TOKEN_WORD, from, end);
        }
        from = end;
    }
}

static void read_run(splitter *s) {
    bool has_digit = false, has_letter = false;
    size_t from = s->at, to = run_end(s, from, &has_digit, &has_letter);
    const char *text = s->doc->folded.text;
    if (has_digit && !has_letter) {
        to = number_end(s, from);
        add_number(s, from, to);
    } else if (has_digit && tpt__map_get(&s->forms->mixed, text + from, to - from) == TPT__NONE) {
        add_parted(s, from, to);
    } else {
        add_token(s, TPT__TOKEN_WORD, from, to);
    }
    s->at = to;
}

static bool is_lower_case(const tpt__document *doc, uint32_t at) {
    bool valid;
    size_t size;
    if (at >= doc->raw_len) return false;
    uint32_t point = tpt__utf8_decode(doc->raw + at, doc->raw_len - at, &size, &valid);
    return valid && utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_LL;
}

/* "C. diff", "E. coli": a capital alone, and lower case after it. */
static bool is_initial(const splitter *s) {
    const tpt__folded *folded = &s->doc->folded;
    size_t size;
    if (s->at < 1 || s->at + 2 >= folded->len || folded->text[s->at + 1] != ' ') return false;
    if (class_at(s, s->at - 1, &size) != LETTER || class_at(s, s->at + 2, &size) != LETTER) return false;
    if (s->at > 1 && class_at(s, s->at - 2, &size) != SPACE) return false;
    return !is_lower_case(s->doc, folded->origin[s->at - 1]) &&
           is_lower_case(s->doc, folded->origin[s->at + 2]);
}

/* A point ends no sentence inside an abbreviation, an address or a number ("e.g.", "youtu.be"). */
static bool stop_is_inner(const splitter *s) {
    size_t size;
    if (s->doc->folded.text[s->at] != '.' || s->at + 1 >= s->doc->folded.len) return false;
    char_class next = class_at(s, s->at + 1, &size);
    return is_initial(s) || next == LETTER ||
           (next == DIGIT && s->at && class_at(s, s->at - 1, &size) == DIGIT);
}

/* "?meningitis": a doubt about what follows. */
static bool stop_is_query(const splitter *s) {
    const char *text = s->doc->folded.text;
    size_t size;
    if (text[s->at] != '?' || class_at(s, s->at + 1, &size) != LETTER) return false;
    char_class before = s->at ? class_at(s, s->at - 1, &size) : LINE;
    return before == SPACE || before == LINE || before == PAREN || before == SIGN;
}

/* "being sick ........ no": a leader, as on a form. Gives its length, or 0. */
static size_t leader_here(const splitter *s) {
    size_t end = s->at;
    while (end < s->doc->folded.len && s->doc->folded.text[end] == '.') end++;
    return end - s->at >= LEADER_LEAST ? end - s->at : 0;
}

static void read_stop(splitter *s) {
    size_t leader = leader_here(s);
    if (leader) {
        strengthen(s, TPT__LEAD_COLON);
        s->at += leader;
        return;
    }
    if (stop_is_query(s)) {
        add_token(s, TPT__TOKEN_SIGN, s->at, s->at + 1);
        s->at++;
        return;
    }
    bool inner = stop_is_inner(s);
    if (!inner) end_sentence(s, s->doc->folded.text[s->at] == '?');
    s->at++;
}

/* A line's end is a sentence's end, unless the line was long and goes on in lower case: a wrapped paragraph. */
static void read_line_end(splitter *s) {
    size_t size, next = s->at + 1;
    bool is_long = s->at - s->line_start >= WRAP_COLUMN;
    if (s->doc->folded.text[s->at] == '\r' && next < s->doc->folded.len && s->doc->folded.text[next] == '\n')
        next++;
    uint32_t origin = s->doc->folded.origin[next < s->doc->folded.len ? next : s->doc->folded.len];
    bool lower = is_lower_case(s->doc, origin);
    if (!(is_long && lower && class_at(s, next, &size) == LETTER)) end_sentence(s, false);
    s->at = next;
    s->line_start = next;
    s->lines++;
}

/* A hyphen between letters joins; with a space on a side, or doubled, it parts; before '>' it is an arrow. */
static void read_sign(splitter *s, size_t size) {
    const char *text = s->doc->folded.text;
    bool dash = text[s->at] == '-';
    bool arrow = dash && text[s->at + 1] == '>';
    bool free_standing =
        dash && !arrow &&
        (s->at == 0 || text[s->at - 1] == ' ' || text[s->at + 1] == ' ' || text[s->at + 1] == '-');
    if (arrow) size++;
    if (free_standing) {
        strengthen(s, TPT__LEAD_DASH);
    } else if (s->tokens.count && s->lead == TPT__LEAD_NONE) {
        add_token(s, TPT__TOKEN_SIGN, s->at, s->at + size);
    } else if (s->tokens.count == 0 || s->lead != TPT__LEAD_NONE) {
        /* a sign that opens a clause says nothing of its own, but for "+" as in "+ve" */
        if (text[s->at] == '+') add_token(s, TPT__TOKEN_SIGN, s->at, s->at + size);
    }
    s->at += size;
}

/* ---- Forms with a sign in them ----------------------------------------------------------------------------------- */

static bool is_word_class(char_class c) { return c == LETTER || c == DIGIT; }

static bool is_word_byte(unsigned char c) {
    return c >= 0x80 || c == '\'' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Where the first sign of a form stands; its length if it has none. */
static size_t first_sign(const char *text, size_t len) {
    size_t at = 0;
    while (at < len && is_word_byte((unsigned char)text[at])) at++;
    return at;
}

/* By the first two bytes of a form, and by its first sign: nearly every place of a text ends here. `sign` is set to where that is. */
static bool may_be_sign_form(const tpt__forms *forms, const char *text, size_t longest, size_t *sign) {
    if (longest < 2 || !tpt__bits_has(forms->sign_starts[(unsigned char)text[0]], (unsigned char)text[1]))
        return false;
    *sign = first_sign(text, longest);
    return *sign < longest && tpt__bits_has(forms->signs, (unsigned char)text[*sign]);
}

/* The bytes of the longest known form that stands here as a word of its own, or 0. */
static size_t sign_form_here(const splitter *s) {
    const char *text = s->doc->folded.text + s->at;
    size_t left = s->doc->folded.len - s->at, size, sign;
    size_t longest = left < s->forms->sign_longest ? left : s->forms->sign_longest;
    if (!may_be_sign_form(s->forms, text, longest, &sign)) return 0;
    bool begins_word = is_word_class(class_at(s, s->at, &size));
    if (begins_word && s->at > 0 && is_word_class(class_at(s, s->at - 1, &size))) return 0;
    for (size_t len = longest; len > 1 && len > sign; len--) {
        if (tpt__map_get(&s->forms->sign, text, len) == TPT__NONE) continue;
        bool ends_word = is_word_class(class_at(s, s->at + len - 1, &size));
        if (!ends_word || !is_word_class(class_at(s, s->at + len, &size))) return len;
    }
    return 0;
}

static bool is_mixed(const char *text, size_t len) {
    bool digit = false, letter = false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] >= '0' && text[i] <= '9') digit = true;
        else letter = true;
    }
    return digit && letter;
}

void tpt__forms_add(tpt__arena *arena, tpt__forms *forms, const char *text, size_t len) {
    size_t sign = first_sign(text, len);
    if (len > 1 && sign < len) {
        tpt__map_set(arena, &forms->sign, text, len, 1);
        tpt__bits_add(forms->sign_starts[(unsigned char)text[0]], (unsigned char)text[1]);
        tpt__bits_add(forms->signs, (unsigned char)text[sign]);
        if (len > forms->sign_longest) forms->sign_longest = len;
    } else if (is_mixed(text, len)) {
        tpt__map_set(arena, &forms->mixed, text, len, 1);
    }
}

static void read_next(splitter *s) {
    size_t size, form = sign_form_here(s);
    if (form) {
        add_token(s, TPT__TOKEN_WORD, s->at, s->at + form);
        s->at += form;
        return;
    }
    char_class c = class_at(s, s->at, &size);
    switch (c) {
    case LETTER:
    case DIGIT: read_run(s); return;
    case PICTURE: add_token(s, TPT__TOKEN_EMOJI, s->at, s->at + size); break;
    case STOP: read_stop(s); return;
    case LINE: read_line_end(s); return;
    case SIGN: read_sign(s, size); return;
    case COMMA: strengthen(s, TPT__LEAD_COMMA); break;
    case COLON: strengthen(s, TPT__LEAD_COLON); break;
    case PAREN: strengthen(s, TPT__LEAD_PAREN); break;
    case SEMICOLON: strengthen(s, TPT__LEAD_SEMICOLON); break;
    case SPACE:
    case APOSTROPHE: break;
    }
    s->at += size;
}

/* A place in the input, and how many code points lie before it. It only goes forwards. */
typedef struct char_count {
    uint32_t at, chars;
} char_count;

static uint32_t chars_before(const tpt__document *doc, char_count *count, uint32_t at) {
    if (doc->folded.ascii) return at;
    for (size_t size; count->at < at; count->at += (uint32_t)size, count->chars++) {
        bool valid;
        tpt__utf8_decode(doc->raw + count->at, doc->raw_len - count->at, &size, &valid);
    }
    return count->chars;
}

/* Places in the input, in bytes and code points; tokens come in order, so one walk is enough. */
static void place_tokens(tpt__document *doc) {
    char_count count = {0, 0};
    for (uint32_t i = 0; i < doc->count; i++) {
        tpt__token *token = &doc->tokens[i];
        token->start = doc->folded.origin[token->text];
        token->end = doc->folded.origin[token->text + token->len];
        token->start_char = chars_before(doc, &count, token->start);
        token->end_char = chars_before(doc, &count, token->end);
    }
}

void tpt__document_read(tpt__arena *arena, const char *text, size_t len, const tpt__forms *forms,
                        tpt__document *out) {
    *out = (tpt__document){.raw = text, .raw_len = len};
    tpt__fold(arena, text, len, &out->folded);
    splitter s = {.arena = arena, .forms = forms, .doc = out};
    tpt__reserve(arena, &s.tokens, (uint32_t)(out->folded.len / BYTES_A_TOKEN) + 1);
    while (s.at < out->folded.len) read_next(&s);
    out->tokens = s.tokens.items;
    out->count = s.tokens.count;
    out->sentences = s.sentences.items;
    out->sentence_count = s.sentences.count;
    out->clause_count = out->count ? out->tokens[out->count - 1].clause + 1 : 0;
    place_tokens(out);
}

/* ---- Words run together --------------------------------------------------------------------------------------------- */

typedef struct parter {
    tpt__arena *arena;
    tpt__document *doc;
    TPT__VEC(tpt__token) tokens;
} parter;

static void add_parts(parter *p, const tpt__token *whole, const uint32_t *lens, uint32_t count) {
    uint32_t at = whole->text;
    for (uint32_t i = 0; i < count; i++) {
        tpt__token *token = tpt__push(p->arena, &p->tokens);
        *token = *whole;
        token->text = at;
        token->len = lens[i];
        token->parted = true;
        token->form = 0;
        if (i) token->lead = TPT__LEAD_NONE;
        at += lens[i];
    }
}

void tpt__document_part(tpt__arena *arena, tpt__document *doc,
                        uint32_t (*part)(const tpt__document *doc, tpt__token *token,
                                         uint32_t lens[TPT__PARTS], void *context),
                        void *context) {
    parter p = {.arena = arena, .doc = doc};
    uint32_t lens[TPT__PARTS];
    bool any = false;
    for (uint32_t i = 0; i < doc->count; i++) {
        tpt__token *token = &doc->tokens[i];
        uint32_t count = token->kind == TPT__TOKEN_WORD ? part(doc, token, lens, context) : 0;
        if (count > 1 && !any) { /* only now is a copy needed */
            any = true;
            for (uint32_t k = 0; k < i; k++) *tpt__push(arena, &p.tokens) = doc->tokens[k];
        }
        if (count > 1) add_parts(&p, token, lens, count);
        else if (any) *tpt__push(arena, &p.tokens) = *token;
    }
    if (!any) return;
    doc->tokens = p.tokens.items;
    doc->count = p.tokens.count;
    for (uint32_t s = 0; s < doc->sentence_count; s++) doc->sentences[s].first = UINT32_MAX;
    for (uint32_t i = 0; i < doc->count; i++) {
        tpt__sentence *sentence = &doc->sentences[doc->tokens[i].sentence];
        if (sentence->first == UINT32_MAX) sentence->first = i;
        sentence->last = i + 1;
    }
    place_tokens(doc);
}

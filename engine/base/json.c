#include "base/json.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

typedef struct reader {
    tpt__arena *arena;
    tpt__json *json;
    size_t at;
    uint32_t depth, depth_most;
    uint32_t open; /* the array or object being filled, for the pointer of an error */
    tpt_error *error;
} reader;

static bool value(reader *r, uint32_t parent, const char *key, uint32_t key_len);

/* Reports a mistake at `offset` and gives false, so that callers can return it. */
static bool fail(reader *r, size_t offset, const char *message) {
    tpt__error_set(r->error, TPT_E_JSON, "%s", message);
    if (!r->error) return false;
    if (r->json->count) tpt__json_locate(r->json, &r->json->items[r->open], r->error);
    tpt__position(r->json->source, offset, &r->error->line, &r->error->column);
    return false;
}

static int peek(const reader *r) { return r->at < r->json->len ? (unsigned char)r->json->source[r->at] : -1; }

static void skip_space(reader *r) {
    for (int c = peek(r); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(r)) r->at++;
}

static bool expected(reader *r, const char *what) {
    char message[96];
    snprintf(message, sizeof message, peek(r) < 0 ? "ends too early: %s expected" : "%s expected", what);
    return fail(r, r->at, message);
}

static bool hex4(reader *r, uint32_t *unit) {
    *unit = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        int c = peek(r);
        int digit = c >= '0' && c <= '9'                 ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                         : -1;
        if (digit < 0) return expected(r, "four hexadecimal digits after \\u");
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

/* After "\u": one code point, from one or two escapes. */
static bool unicode_escape(reader *r, size_t start, tpt__buf *out) {
    uint32_t point, low;
    if (!hex4(r, &point)) return false;
    if (point == 0) return fail(r, start, "\\u0000 in a string: it would cut the text there");
    if (point >= 0xDC00 && point <= 0xDFFF) return fail(r, start, "a lone low surrogate in a string");
    if (point >= 0xD800 && point <= 0xDBFF) {
        if (r->at + 1 >= r->json->len || memcmp(r->json->source + r->at, "\\u", 2) != 0)
            return fail(r, start, "a lone high surrogate in a string");
        r->at += 2;
        if (!hex4(r, &low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return fail(r, start, "a lone high surrogate in a string");
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    char bytes[4];
    tpt__buf_add(out, bytes, tpt__utf8_encode(point, bytes));
    return true;
}

static bool escape(reader *r, tpt__buf *out) {
    static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    size_t start = r->at++;
    int c = peek(r);
    if (c == 'u') {
        r->at++;
        return unicode_escape(r, start, out);
    }
    const char *name = c > 0 ? strchr(names, c) : NULL;
    if (!name) return fail(r, start, "an unknown escape in a string");
    tpt__buf_add(out, &means[name - names], 1);
    r->at++;
    return true;
}

/* One character that stands for itself. */
static bool plain(reader *r, tpt__buf *out) {
    size_t size;
    bool valid;
    const char *here = r->json->source + r->at;
    uint32_t point = tpt__utf8_decode(here, r->json->len - r->at, &size, &valid);
    if (!valid) return fail(r, r->at, "ill-formed UTF-8 in a string");
    if (point < 0x20) return fail(r, r->at, "a control character in a string: write it as an escape");
    tpt__buf_add(out, here, size);
    r->at += size;
    return true;
}

/* Up to the first byte that does not simply stand for itself: the end, an escape, a control character, one outside ASCII. */
static size_t plain_run(const reader *r) {
    const unsigned char *from = (const unsigned char *)r->json->source + r->at, *at = from;
    const unsigned char *end = (const unsigned char *)r->json->source + r->json->len;
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\') at++;
    return (size_t)(at - from);
}

static bool string(reader *r, const char **text, uint32_t *len) {
    tpt__buf out = {.arena = r->arena};
    size_t start = r->at;
    if (peek(r) != '"') return expected(r, "a string");
    r->at++;
    size_t run = plain_run(r);
    const char *first = r->json->source + r->at;
    r->at += run;
    if (peek(r) == '"') {
        r->at++;
        *text = tpt__arena_copy(r->arena, first, run);
        *len = (uint32_t)run;
        return true;
    }
    tpt__buf_add(&out, first, run);
    while (peek(r) != '"') {
        if (peek(r) < 0) return fail(r, start, "a string that never ends");
        if (!(peek(r) == '\\' ? escape(r, &out) : plain(r, &out))) return false;
    }
    r->at++;
    *text = tpt__arena_copy(r->arena, tpt__buf_text(&out), out.len);
    *len = (uint32_t)out.len;
    return true;
}

static bool is_digit(int c) { return c >= '0' && c <= '9'; }

static bool digits(reader *r) {
    if (!is_digit(peek(r))) return expected(r, "a digit");
    while (is_digit(peek(r))) r->at++;
    return true;
}

static bool number(reader *r, tpt__json_node *node) {
    size_t start = r->at;
    if (peek(r) == '-') r->at++;
    if (peek(r) == '0') r->at++;
    else if (!digits(r)) return false;
    if (is_digit(peek(r))) return fail(r, start, "a number with a leading zero");
    if (peek(r) == '.') {
        r->at++;
        if (!digits(r)) return false;
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->at++;
        if (peek(r) == '+' || peek(r) == '-') r->at++;
        if (!digits(r)) return false;
    }
    node->text = tpt__arena_copy(r->arena, r->json->source + start, r->at - start);
    node->len = (uint32_t)(r->at - start);
    return true;
}

static bool literal(reader *r, const char *word) {
    size_t len = strlen(word);
    if (r->json->len - r->at < len || memcmp(r->json->source + r->at, word, len) != 0)
        return expected(r, "a value");
    r->at += len;
    return true;
}

/* The keys of one object: a few in a list, more in a table. */
#define LISTED_KEYS 12

typedef struct key_set {
    struct {
        const char *text;
        uint32_t len;
    } listed[LISTED_KEYS];
    uint32_t count;
    tpt__map table;
} key_set;

static bool has_key(const key_set *keys, const char *key, uint32_t len) {
    for (uint32_t i = 0; i < keys->count && i < LISTED_KEYS; i++)
        if (keys->listed[i].len == len && memcmp(keys->listed[i].text, key, len) == 0) return true;
    return keys->count > LISTED_KEYS && tpt__map_get(&keys->table, key, len) != TPT__NONE;
}

static void add_key(tpt__arena *arena, key_set *keys, const char *key, uint32_t len) {
    if (keys->count < LISTED_KEYS) {
        keys->listed[keys->count].text = key;
        keys->listed[keys->count].len = len;
    } else {
        tpt__map_set(arena, &keys->table, key, len, 1);
    }
    keys->count++;
}

/* Members or elements up to the closing sign. */
static bool members(reader *r, uint32_t self, int close) {
    key_set keys;
    bool object = close == '}';
    keys.count = 0;
    keys.table = (tpt__map){0};
    for (skip_space(r); peek(r) != close; skip_space(r)) {
        const char *key = NULL;
        uint32_t key_len = 0;
        size_t key_at = r->at;
        r->open = self;
        if (object) {
            if (!string(r, &key, &key_len)) return false;
            if (has_key(&keys, key, key_len)) {
                r->json->key_twice = true;
                fail(r, key_at, "a key that stands twice in one object");
                if (r->error) {
                    snprintf(r->error->message, sizeof r->error->message,
                             "key \"%.100s\" stands twice in one object", key);
                    tpt__error_copy(r->error->hint, sizeof r->error->hint, "keep one of the two");
                }
                return false;
            }
            add_key(r->arena, &keys, key, key_len);
            skip_space(r);
            if (peek(r) != ':') return expected(r, "':' after a key");
            r->at++;
            skip_space(r);
        }
        if (!value(r, self, key, key_len)) return false;
        r->open = self;
        skip_space(r);
        if (peek(r) == close) break;
        if (peek(r) != ',') return expected(r, object ? "',' or '}'" : "',' or ']'");
        size_t comma = r->at++;
        skip_space(r);
        if (peek(r) == close) return fail(r, comma, "a comma with nothing after it");
    }
    r->at++;
    return true;
}

static bool container(reader *r, uint32_t self, int close) {
    if (++r->depth > r->depth_most) return fail(r, r->at, "nested too deep");
    r->at++;
    bool fine = members(r, self, close);
    r->depth--;
    return fine;
}

static uint32_t add_node(reader *r, uint32_t parent, const char *key, uint32_t key_len) {
    uint32_t index = r->json->count;
    tpt__json_node *node = tpt__push(r->arena, r->json);
    *node = (tpt__json_node){.offset = (uint32_t)r->at,
                             .next = TPT__NONE,
                             .child = TPT__NONE,
                             .parent = parent,
                             .key = key,
                             .key_len = key_len};
    return index;
}

/* Children are linked behind the last one; `child` of an open container holds its last child until it closes. */
static void link_child(reader *r, uint32_t parent, uint32_t index, uint32_t *last) {
    if (*last == TPT__NONE) r->json->items[parent].child = index;
    else r->json->items[*last].next = index;
    *last = index;
}

static bool value(reader *r, uint32_t parent, const char *key, uint32_t key_len) {
    uint32_t self = add_node(r, parent, key, key_len);
    int c = peek(r);
    tpt__json_node *node = &r->json->items[self];
    const char *text;
    uint32_t len;
    switch (c) {
    case '{': node->type = TPT__JSON_OBJECT; return container(r, self, '}');
    case '[': node->type = TPT__JSON_ARRAY; return container(r, self, ']');
    case '"':
        if (!string(r, &text, &len)) return false;
        node->type = TPT__JSON_STRING;
        node->text = text;
        node->len = len;
        return true;
    case 't': node->type = TPT__JSON_TRUE; return literal(r, "true");
    case 'f': node->type = TPT__JSON_FALSE; return literal(r, "false");
    case 'n': node->type = TPT__JSON_NULL; return literal(r, "null");
    default:
        if (c != '-' && !is_digit(c)) return expected(r, "a value");
        node->type = TPT__JSON_NUMBER;
        return number(r, node);
    }
}

/* Nodes stand in document order, so one pass with the last child of each parent links the tree. */
static void link_all(reader *r) {
    uint32_t *last = TPT__NEW(r->arena, uint32_t, r->json->count);
    for (uint32_t i = 0; i < r->json->count; i++) last[i] = TPT__NONE;
    for (uint32_t i = 1; i < r->json->count; i++) {
        uint32_t parent = r->json->items[i].parent;
        link_child(r, parent, i, &last[parent]);
    }
}

/* The quote that ends a string, or the end. */
static const char *after_string(const char *at, const char *end) {
    for (const char *quote = at; (quote = memchr(quote, '"', (size_t)(end - quote))); quote++) {
        const char *slash = quote;
        while (slash > at && slash[-1] == '\\') slash--;
        if ((quote - slash) % 2 == 0) return quote;
    }
    return end;
}

/* How many values a document holds at most: one, and one for each element and member. */
static uint32_t count_values(const char *text, size_t len) {
    uint32_t count = 1;
    for (const char *at = text, *end = text + len; at < end; at++) {
        if (*at == '"') at = after_string(at + 1, end);
        else count += *at == ',' || *at == '{' || *at == '[';
    }
    return count;
}

tpt_status tpt__json_parse(tpt__arena *arena, const char *text, size_t len, tpt__json *out,
                           tpt_error *error) {
    return tpt__json_parse_within(arena, text, len, 0, out, error);
}

tpt_status tpt__json_parse_within(tpt__arena *arena, const char *text, size_t len, uint32_t depth,
                                  tpt__json *out, tpt_error *error) {
    if (!depth) depth = TPT__JSON_DEPTH;
    if (depth > TPT__JSON_DEPTH_MOST) depth = TPT__JSON_DEPTH_MOST;
    *out = (tpt__json){.source = text, .len = len};
    reader r = {.arena = arena, .json = out, .error = error, .depth_most = depth};
    if (len > UINT32_MAX / 2) return tpt__error_set(error, TPT_E_TOO_LONG, "a document of over 2 GiB");
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) r.at = 3; /* a byte order mark at the start */
    out->capacity = count_values(text, len);
    out->items = TPT__NEW(arena, tpt__json_node, out->capacity);
    skip_space(&r);
    bool fine = value(&r, TPT__NONE, NULL, 0);
    if (fine) {
        skip_space(&r);
        r.open = 0;
        fine = r.at == len || fail(&r, r.at, "text after the end of the document");
    }
    link_all(&r);
    return fine ? TPT_OK : TPT_E_JSON;
}

const tpt__json_node *tpt__json_first(const tpt__json *json, const tpt__json_node *parent) {
    return parent->child == TPT__NONE ? NULL : &json->items[parent->child];
}

const tpt__json_node *tpt__json_next(const tpt__json *json, const tpt__json_node *node) {
    return node->next == TPT__NONE ? NULL : &json->items[node->next];
}

const tpt__json_node *tpt__json_member(const tpt__json *json, const tpt__json_node *object, const char *key) {
    if (!object || object->type != TPT__JSON_OBJECT) return NULL;
    size_t len = strlen(key);
    for (const tpt__json_node *node = tpt__json_first(json, object); node; node = tpt__json_next(json, node))
        if (node->key_len == len && memcmp(node->key, key, len) == 0) return node;
    return NULL;
}

bool tpt__json_milli(const tpt__json_node *node, int64_t *milli) {
    if (!node || node->type != TPT__JSON_NUMBER || strpbrk(node->text, "eE")) return false;
    const char *p = node->text;
    bool negative = *p == '-';
    if (negative) p++;
    int64_t whole = 0, rest = 0;
    for (; is_digit(*p); p++) {
        if (whole > INT64_MAX / 100000) return false;
        whole = whole * 10 + (*p - '0');
    }
    int64_t place = 100;
    if (*p == '.') {
        for (p++; is_digit(*p) && place; p++, place /= 10) rest += (*p - '0') * place;
        if (is_digit(*p) && *p >= '5') rest++;
    }
    *milli = (negative ? -1 : 1) * (whole * 1000 + rest);
    return true;
}

bool tpt__json_integer(const tpt__json_node *node, int64_t *value_out) {
    int64_t milli;
    if (!tpt__json_milli(node, &milli)) return false;
    const char *point = strchr(node->text, '.');
    if (point && point[1 + strspn(point + 1, "0")])
        return false; /* 1.0004 is no whole number, though it rounds to one */
    *value_out = milli / 1000;
    return true;
}

/* How many siblings come before a node. */
static uint32_t index_in_parent(const tpt__json *json, const tpt__json_node *node) {
    uint32_t index = 0, self = (uint32_t)(node - json->items);
    for (uint32_t i = node->parent + 1; i < self; i++)
        if (json->items[i].parent == node->parent) index++;
    return index;
}

/* A key that did not fit may end within a character: that is taken off. */
static void cut_on_character(char *text, size_t len) {
    size_t start = len, size;
    bool valid;
    while (start && (text[start - 1] & 0xC0) == 0x80) start--;
    if (start) start--;
    if (start == len) return;
    tpt__utf8_decode(text + start, len - start, &size, &valid);
    if (!valid) text[start] = '\0';
}

/* Writes the pointer from the root down to `node`; stops adding when the field is full. */
static void write_pointer(const tpt__json *json, const tpt__json_node *node, char *out, size_t size) {
    if (node->parent == TPT__NONE) return;
    const tpt__json_node *parent = &json->items[node->parent];
    write_pointer(json, parent, out, size);
    size_t used = strlen(out);
    char number[12];
    const char *step = node->key;
    if (!step) snprintf(number, sizeof number, "%u", index_in_parent(json, node));
    if (used + 2 >= size) return;
    out[used++] = '/';
    for (const char *p = step ? step : number; *p && used + 3 < size; p++) {
        if (*p == '~' || *p == '/') {
            out[used++] = '~';
            out[used++] = *p == '~' ? '0' : '1';
        } else {
            out[used++] = *p;
        }
    }
    out[used] = '\0';
    cut_on_character(out, used);
}

void tpt__json_locate(const tpt__json *json, const tpt__json_node *node, tpt_error *error) {
    if (!error) return;
    error->pointer[0] = '\0';
    write_pointer(json, node, error->pointer, sizeof error->pointer);
    tpt__position(json->source, node->offset, &error->line, &error->column);
}

/* Does a reference token of a pointer, with its ~0 and ~1, name a key? */
static bool names_key(const char *token, size_t len, const tpt__json_node *node) {
    uint32_t at = 0;
    for (size_t i = 0; i < len; i++, at++) {
        char c = token[i];
        if (c == '~' && i + 1 < len) c = token[++i] == '1' ? '/' : '~';
        if (at >= node->key_len || node->key[at] != c) return false;
    }
    return at == node->key_len;
}

static const tpt__json_node *child_named(const tpt__json *json, const tpt__json_node *parent,
                                         const char *token, size_t len) {
    char number[16];
    uint32_t index = 0;
    for (const tpt__json_node *node = tpt__json_first(json, parent); node;
         node = tpt__json_next(json, node), index++) {
        if (node->key && names_key(token, len, node)) return node;
        int digits = snprintf(number, sizeof number, "%u", index);
        if (!node->key && (size_t)digits == len && memcmp(number, token, len) == 0) return node;
    }
    return NULL;
}

const tpt__json_node *tpt__json_at(const tpt__json *json, const char *pointer) {
    const tpt__json_node *node = json->count ? &json->items[0] : NULL;
    while (node && *pointer == '/') {
        size_t len = strcspn(++pointer, "/");
        node = child_named(json, node, pointer, len);
        pointer += len;
    }
    return node;
}

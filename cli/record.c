/*
 * The scanner of records: see record.h. Recursive descent over RFC 8259's grammar. It keeps nothing but
 * the outline of the outermost object.
 */
#include "record.h"

#include <string.h>

/* Deeper than any record the library takes; far from the end of any stack. */
enum { DEPTH_LIMIT = 256 };

typedef struct scanner {
    const char *at;
    const char *end;
    int depth;
    record_outline outline;
    int id_count;
    bool is_unsure; /* an escape in a key could spell any name */
} scanner;

static bool scan_value(scanner *scan);

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool is_hex(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static void skip_space(scanner *scan) {
    while (scan->at < scan->end && memchr(" \t\r\n", *scan->at, 4)) scan->at++;
}

static bool take(scanner *scan, char byte) {
    if (scan->at == scan->end || *scan->at != byte) return false;
    scan->at++;
    return true;
}

static bool take_word(scanner *scan, const char *word) {
    size_t len = strlen(word);
    if ((size_t)(scan->end - scan->at) < len || memcmp(scan->at, word, len) != 0) return false;
    scan->at += len;
    return true;
}

static bool take_digits(scanner *scan) {
    const char *start = scan->at;
    while (scan->at < scan->end && is_digit(*scan->at)) scan->at++;
    return scan->at > start;
}

static bool scan_number(scanner *scan) {
    take(scan, '-');
    if (!take(scan, '0') && !take_digits(scan)) return false;
    if (take(scan, '.') && !take_digits(scan)) return false;
    if (!take(scan, 'e') && !take(scan, 'E')) return true;
    if (!take(scan, '+')) take(scan, '-');
    return take_digits(scan);
}

/* What follows a backslash. */
static bool scan_escape(scanner *scan) {
    if (scan->at == scan->end) return false;
    char byte = *scan->at++;
    if (byte != 'u') return memchr("\"\\/bfnrt", byte, 8) != NULL;
    for (int i = 0; i < 4; i++) {
        if (scan->at == scan->end || !is_hex(*scan->at++)) return false;
    }
    return true;
}

static bool scan_string(scanner *scan) {
    if (!take(scan, '"')) return false;
    while (scan->at < scan->end) {
        unsigned char byte = (unsigned char)*scan->at++;
        if (byte == '"') return true;
        if (byte < 0x20) return false;
        if (byte == '\\' && !scan_escape(scan)) return false;
    }
    return false;
}

/* How many bytes the UTF-8 sequence at `at` has; 0 where it is ill-formed (Unicode, table 3-7). */
static size_t sequence_length(const unsigned char *at, const unsigned char *end) {
    static const struct {
        unsigned char first, last, low, high; /* the lead byte's range, the second byte's range */
        size_t len;
    } rows[] = {
        {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (*at < rows[i].first || *at > rows[i].last) continue;
        if ((size_t)(end - at) < rows[i].len) return 0;
        if (rows[i].len > 1 && (at[1] < rows[i].low || at[1] > rows[i].high)) return 0;
        for (size_t tail = 2; tail < rows[i].len; tail++) {
            if (at[tail] < 0x80 || at[tail] > 0xBF) return 0;
        }
        return rows[i].len;
    }
    return 0;
}

static bool is_utf8(const char *text, size_t len) {
    const unsigned char *at = (const unsigned char *)text, *end = at + len;
    while (at < end) {
        size_t step = sequence_length(at, end);
        if (step == 0) return false;
        at += step;
    }
    return true;
}

/* Four hex digits: NUL, or half of a surrogate pair. */
static bool is_doubtful_code(const char *code) {
    bool is_surrogate = (code[0] == 'd' || code[0] == 'D') && code[1] > '7'; /* letters too are above '7' */
    return is_surrogate || memcmp(code, "0000", 4) == 0;
}

/* Whether pairs are whole is left to the library: an id with such an escape is not repeated. */
static bool has_doubtful_escape(const char *text, size_t len) {
    for (size_t i = 0; i + 5 < len; i++) {
        if (text[i] != '\\') continue;
        if (text[i + 1] == 'u' && is_doubtful_code(text + i + 2)) return true;
        i++; /* the escaped character, which may be a backslash */
    }
    return false;
}

static bool is_id(const char *text, size_t len) {
    if (*text == '-' || is_digit(*text)) return true;
    return *text == '"' && is_utf8(text, len) && !has_doubtful_escape(text, len);
}

static void note_member(scanner *scan, const char *key, size_t key_len, const char *value) {
    size_t value_len = (size_t)(scan->at - value);
    if (memchr(key, '\\', key_len)) scan->is_unsure = true;
    if (key_len == 9 && memcmp(key, "\"country\"", 9) == 0) scan->outline.has_country = true;
    if (key_len != 4 || memcmp(key, "\"id\"", 4) != 0) return;
    scan->id_count++;
    if (!is_id(value, value_len)) return;
    scan->outline.id = value;
    scan->outline.id_len = value_len;
}

static bool scan_member(scanner *scan) {
    skip_space(scan);
    const char *key = scan->at;
    if (!scan_string(scan)) return false;
    size_t key_len = (size_t)(scan->at - key);
    skip_space(scan);
    if (!take(scan, ':')) return false;
    skip_space(scan);
    const char *value = scan->at;
    if (!scan_value(scan)) return false;
    if (scan->depth == 1) note_member(scan, key, key_len, value);
    return true;
}

static bool scan_element(scanner *scan) {
    skip_space(scan);
    return scan_value(scan);
}

/* What stands between the brackets, and the closing one. */
static bool scan_items(scanner *scan, bool (*scan_item)(scanner *), char close) {
    skip_space(scan);
    if (scan->depth == 1) scan->outline.is_empty = scan->at < scan->end && *scan->at == close;
    if (take(scan, close)) return true;
    do {
        if (!scan_item(scan)) return false;
        skip_space(scan);
    } while (take(scan, ','));
    return take(scan, close);
}

static bool scan_nested(scanner *scan, bool (*scan_item)(scanner *), char close) {
    if (++scan->depth > DEPTH_LIMIT) return false;
    scan->at++;
    if (!scan_items(scan, scan_item, close)) return false;
    scan->depth--;
    return true;
}

static bool scan_value(scanner *scan) {
    if (scan->at == scan->end) return false;
    switch (*scan->at) {
    case '{': return scan_nested(scan, scan_member, '}');
    case '[': return scan_nested(scan, scan_element, ']');
    case '"': return scan_string(scan);
    case 't': return take_word(scan, "true");
    case 'f': return take_word(scan, "false");
    case 'n': return take_word(scan, "null");
    default: return scan_number(scan);
    }
}

bool record_scan(const char *json, size_t len, record_outline *out) {
    if (len == 0) return false;
    scanner scan = {.at = json, .end = json + len};
    skip_space(&scan);
    if (scan.at == scan.end || *scan.at != '{' || !scan_value(&scan)) return false;
    scan.outline.close = scan.at - 1;
    skip_space(&scan);
    if (scan.at != scan.end) return false;
    if (scan.id_count != 1 || scan.is_unsure) scan.outline.id = NULL;
    if (scan.is_unsure) scan.outline.has_country = true;
    *out = scan.outline;
    return true;
}

void record_plain_id(const record_outline *outline, char *out, size_t size) {
    const char *text = outline->id;
    size_t len = outline->id_len;
    out[0] = '\0';
    if (!text) return;
    if (*text == '"') {
        text++;
        len -= 2;
    }
    if (len >= size) return;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 0x20 || text[i] > 0x7E || text[i] == '\\') return;
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

/* The member goes last, so that every line and column in an error about the others stays right. */
bool record_with_country(const char *json, size_t len, const char *country, cli_bytes *out) {
    record_outline outline;
    out->len = 0;
    if (!record_scan(json, len, &outline) || outline.has_country) return bytes_add(out, json, len);
    size_t before = (size_t)(outline.close - json);
    return bytes_add(out, json, before) && bytes_add(out, outline.is_empty ? "" : ",", !outline.is_empty) &&
           bytes_add(out, "\"country\":\"", 11) && bytes_add(out, country, 2) && bytes_add(out, "\"", 1) &&
           bytes_add(out, outline.close, len - before);
}

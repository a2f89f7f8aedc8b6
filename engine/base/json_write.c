#include "base/json_write.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"

static void hand_on(tpt__json_out *out, const char *bytes, size_t len) {
    if (len && !out->failed && !out->write(bytes, len, out->context)) out->failed = true;
}

void tpt__out_flushed(tpt__json_out *out, const char *bytes, size_t len) {
    hand_on(out, out->block, out->used);
    out->used = 0;
    if (len > sizeof out->block) hand_on(out, bytes, len);
    else tpt__out_raw(out, bytes, len);
}

/* ---- Strings ------------------------------------------------------------------------------------------------------------- */

static bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

/* Eight bytes at once: the high bit of a byte is set where it is zero, or less than `least`, and was not set before. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define STRIDE sizeof(uint64_t)

static uint64_t less_than(uint64_t bytes, uint8_t least) {
    return (bytes - EACH(least)) & ~bytes & EACH(0x80);
}

static bool stride_is_plain(const char *text) {
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return !((bytes & EACH(0x80)) | less_than(bytes, 0x20) | less_than(bytes ^ EACH('"'), 1) |
             less_than(bytes ^ EACH('\\'), 1));
}

/* How many bytes from the start stand in JSON as they are: nearly always all. The last stride overlaps the one before. */
static size_t plain_run(const char *text, size_t len) {
    size_t run = 0;
    while (run + STRIDE <= len && stride_is_plain(text + run)) run += STRIDE;
    if (run < len && len - run < STRIDE && len >= STRIDE && stride_is_plain(text + len - STRIDE)) return len;
    while (run < len && is_plain((unsigned char)text[run])) run++;
    return run;
}

static void put_replacement(tpt__json_out *out) {
    tpt__out_raw(out, TPT__REPLACEMENT_UTF8, sizeof TPT__REPLACEMENT_UTF8 - 1);
}

/* NUL is shown as U+FFFD: many readers of JSON, ours too, refuse it or end a string there. */
static void put_special(tpt__json_out *out, unsigned char c) {
    static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *found = strchr(named, c);
    char code[8];
    if (!c) {
        put_replacement(out);
    } else if (found) {
        code[0] = '\\';
        code[1] = names[found - named];
        tpt__out_raw(out, code, 2);
    } else {
        tpt__out_raw(out, code, (size_t)snprintf(code, sizeof code, "\\u%04x", c));
    }
}

/* A character beyond ASCII as it is; an ill-formed part of a quoted text as U+FFFD. Gives the bytes that it took. */
static size_t put_beyond_ascii(tpt__json_out *out, const char *text, size_t len) {
    size_t size;
    bool valid;
    tpt__utf8_decode(text, len, &size, &valid);
    if (valid) tpt__out_raw(out, text, size);
    else put_replacement(out);
    return size;
}

static void put_in_parts(tpt__json_out *out, const char *text, size_t len, size_t plain) {
    tpt__out_raw(out, "\"", 1);
    tpt__out_raw(out, text, plain);
    for (size_t at = plain; at < len;) {
        size_t run = plain_run(text + at, len - at);
        tpt__out_raw(out, text + at, run);
        at += run;
        if (at == len) break;
        if ((unsigned char)text[at] >= 0x80) at += put_beyond_ascii(out, text + at, len - at);
        else put_special(out, (unsigned char)text[at++]);
    }
    tpt__out_raw(out, "\"", 1);
}

void tpt__out_text(tpt__json_out *out, const char *text, size_t len) {
    size_t plain = plain_run(text, len), room = sizeof out->block - out->used;
    if (plain < len || len + 2 > room) {
        put_in_parts(out, text, len, plain);
        return;
    }
    char *at = out->block + out->used;
    at[0] = '"';
    memcpy(at + 1, text, len);
    at[len + 1] = '"';
    out->used += len + 2;
}

/* ---- Values -------------------------------------------------------------------------------------------------------------- */

void tpt__out_number(tpt__json_out *out, int64_t value) {
    char digits[TPT__DIGITS];
    tpt__out_raw(out, digits, tpt__digits(value, digits));
}

void tpt__out_key(tpt__json_out *out, const char *name) {
    tpt__out_separate(out);
    if (!name) return;
    tpt__out_text(out, name, strlen(name));
    tpt__out_raw(out, ":", 1);
}

void tpt__out_open(tpt__json_out *out, const char *name, const char *sign) {
    tpt__out_key(out, name);
    tpt__out_begin(out, sign);
}

void tpt__out_string(tpt__json_out *out, const char *name, const char *text) {
    tpt__out_key(out, name);
    tpt__out_text(out, text ? text : "", text ? strlen(text) : 0);
}

void tpt__out_int(tpt__json_out *out, const char *name, int64_t value) {
    tpt__out_key(out, name);
    tpt__out_number(out, value);
}

void tpt__out_bool(tpt__json_out *out, const char *name, bool value) {
    tpt__out_key(out, name);
    tpt__out_raw(out, value ? "true" : "false", value ? 4 : 5);
}

tpt_status tpt__out_finish(tpt__json_out *out) {
    tpt__out_flushed(out, "", 0);
    return out->failed ? TPT_E_WRITE : TPT_OK;
}

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

static void flush(tpt__json_out *out) {
    if (out->used && !out->failed && !out->write(out->block, out->used, out->context)) out->failed = true;
    out->used = 0;
}

void tpt__out_raw(tpt__json_out *out, const char *bytes, size_t len) {
    while (len) {
        size_t part = sizeof out->block - out->used;
        if (part > len) part = len;
        memcpy(out->block + out->used, bytes, part);
        out->used += part;
        bytes += part;
        len -= part;
        if (out->used == sizeof out->block) flush(out);
    }
}

/* A byte that may not stand in a string as it is. */
static void put_escape(tpt__json_out *out, unsigned char byte) {
    static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *found = byte ? strchr(named, byte) : NULL;
    char code[8];
    int len = found ? snprintf(code, sizeof code, "\\%c", names[found - named])
                    : snprintf(code, sizeof code, "\\u%04x", byte);
    tpt__out_raw(out, code, (size_t)len);
}

static void put_string(tpt__json_out *out, const char *text) {
    tpt__out_raw(out, "\"", 1);
    while (*text) {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\') plain++;
        tpt__out_raw(out, text, plain);
        text += plain;
        if (*text) put_escape(out, (unsigned char)*text++);
    }
    tpt__out_raw(out, "\"", 1);
}

void tpt__out_key(tpt__json_out *out, const char *name) {
    if (out->comma) tpt__out_raw(out, ",", 1);
    out->comma = true;
    if (!name) return;
    put_string(out, name);
    tpt__out_raw(out, ":", 1);
}

void tpt__out_open(tpt__json_out *out, const char *name, const char *sign) {
    tpt__out_key(out, name);
    tpt__out_raw(out, sign, 1);
    out->comma = false;
}

void tpt__out_close(tpt__json_out *out, const char *sign) {
    tpt__out_raw(out, sign, 1);
    out->comma = true;
}

void tpt__out_string(tpt__json_out *out, const char *name, const char *text) {
    tpt__out_key(out, name);
    put_string(out, text ? text : "");
}

void tpt__out_int(tpt__json_out *out, const char *name, int64_t value) {
    char digits[24];
    tpt__out_key(out, name);
    tpt__out_raw(out, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

void tpt__out_bool(tpt__json_out *out, const char *name, bool value) {
    tpt__out_key(out, name);
    tpt__out_raw(out, value ? "true" : "false", value ? 4 : 5);
}

tpt_status tpt__out_finish(tpt__json_out *out) {
    flush(out);
    return out->failed ? TPT_E_WRITE : TPT_OK;
}

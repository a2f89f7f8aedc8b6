/* UTF-8, one code point at a time, by the Unicode standard's table of well-formed sequences (D92). */
#ifndef TPT_BASE_UTF8_H
#define TPT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TPT__REPLACEMENT 0xFFFDu
#define TPT__REPLACEMENT_UTF8 "\xEF\xBF\xBD"

/*
 * The code point at text[0..len), len > 0, and in *size how many bytes it takes. An ill-formed part gives
 * U+FFFD and the size of its maximal subpart (Unicode chapter 3, "best practice"), with *valid false.
 */
static inline uint32_t tpt__utf8_decode(const char *text, size_t len, size_t *size, bool *valid);

/* The same where text[0] is no ASCII. */
uint32_t tpt__utf8_decode_long(const char *text, size_t len, size_t *size, bool *valid);

static inline uint32_t tpt__utf8_decode(const char *text, size_t len, size_t *size, bool *valid) {
    if ((uint8_t)*text >= 0x80) return tpt__utf8_decode_long(text, len, size, valid);
    *size = 1;
    *valid = true;
    return (uint8_t)*text;
}

/* Writes a code point (not a surrogate, at most 0x10FFFF) and gives the number of bytes, 1 to 4. */
size_t tpt__utf8_encode(uint32_t point, char out[4]);

#endif

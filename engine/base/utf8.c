#include "base/utf8.h"

typedef struct lead_class {
    uint8_t first, last; /* lead bytes */
    uint8_t low, high;   /* what the second byte may be */
    uint8_t size, mask;
} lead_class;

static const lead_class LEADS[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2, 0x1F}, {0xE0, 0xE0, 0xA0, 0xBF, 3, 0x0F}, {0xE1, 0xEC, 0x80, 0xBF, 3, 0x0F},
    {0xED, 0xED, 0x80, 0x9F, 3, 0x0F}, {0xEE, 0xEF, 0x80, 0xBF, 3, 0x0F}, {0xF0, 0xF0, 0x90, 0xBF, 4, 0x07},
    {0xF1, 0xF3, 0x80, 0xBF, 4, 0x07}, {0xF4, 0xF4, 0x80, 0x8F, 4, 0x07},
};

static const lead_class *class_of(uint8_t lead) {
    for (size_t i = 0; i < sizeof LEADS / sizeof *LEADS; i++)
        if (lead >= LEADS[i].first && lead <= LEADS[i].last) return &LEADS[i];
    return NULL;
}

uint32_t tpt__utf8_decode_long(const char *text, size_t len, size_t *size, bool *valid) {
    const uint8_t *bytes = (const uint8_t *)text;
    *size = 1;
    *valid = true;
    const lead_class *lead = class_of(bytes[0]);
    uint32_t point = lead ? bytes[0] & lead->mask : 0;
    for (size_t i = 1; lead && i < lead->size; i++, *size = i) {
        uint8_t low = i == 1 ? lead->low : 0x80, high = i == 1 ? lead->high : 0xBF;
        if (i >= len || bytes[i] < low || bytes[i] > high) {
            *valid = false;
            return TPT__REPLACEMENT;
        }
        point = point << 6 | (bytes[i] & 0x3Fu);
    }
    *valid = lead != NULL;
    return lead ? point : TPT__REPLACEMENT;
}

size_t tpt__utf8_encode(uint32_t point, char out[4]) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const uint8_t marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size; i-- > 1; point >>= 6) out[i] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)(marks[size] | point);
    return size;
}

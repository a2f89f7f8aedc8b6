#include "match/fuzzy.h"

#include <string.h>

#define MAX_LEN 32
#define MIN_LEN 4

/* A part of up to three letters must be a word of these: "sis" is in too many words. */
#define SHORT_CLASSES (TPT__WORD_LIGHT | TPT__WORD_BREAKS | TPT__WORD_FIRST_PERSON)

/* Optimal string alignment distance, or limit + 1 when it is more. */
static uint32_t distance(const char *a, uint32_t a_len, const char *b, uint32_t b_len, uint32_t limit) {
    uint8_t rows[3][MAX_LEN + 1];
    uint8_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (uint32_t j = 0; j <= b_len; j++) last[j] = (uint8_t)j;
    for (uint32_t i = 1; i <= a_len; i++) {
        uint8_t least = row[0] = (uint8_t)i;
        for (uint32_t j = 1; j <= b_len; j++) {
            uint8_t cost = (uint8_t)(last[j - 1] + (a[i - 1] != b[j - 1]));
            if (last[j] + 1 < cost) cost = (uint8_t)(last[j] + 1);
            if (row[j - 1] + 1 < cost) cost = (uint8_t)(row[j - 1] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < cost)
                cost = (uint8_t)(before[j - 2] + 1);
            row[j] = cost;
            if (cost < least) least = cost;
        }
        if (least > limit) return limit + 1;
        uint8_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b_len];
}

static uint32_t limit_for(size_t len) { return len >= 7 ? 2 : 1; }

/* "sooo" and "achhhe" are said louder, not spelt otherwise: runs of three and more letters shrink to one. */
static uint32_t squeeze(const char *text, size_t len, char out[MAX_LEN]) {
    uint32_t count = 0;
    for (size_t i = 0; i < len; i++) {
        bool run = i + 2 < len && text[i] == text[i + 1] && text[i] == text[i + 2];
        bool in_run = i >= 2 && text[i] == text[i - 1] && text[i] == text[i - 2];
        if (!run && !in_run) out[count++] = text[i];
        else if (!in_run && (i == 0 || text[i - 1] != text[i])) out[count++] = text[i];
    }
    return count;
}

static bool is_target(const tpt__word *word) {
    return word->content && !word->guarded && !(word->classes & TPT__WORD_LIGHT) && word->len >= MIN_LEN - 1 &&
           word->len <= MAX_LEN - 2 && word->text[0] != '<' && word->text[0] != '=';
}

uint32_t tpt__fuzzy_find(const tpt__vocab *vocab, const char *text, size_t len,
                         uint32_t out[TPT__FUZZY_MAX]) {
    char form[MAX_LEN];
    if (len < MIN_LEN || len > MAX_LEN - 2) return 0;
    uint32_t form_len = squeeze(text, len, form), count = 0, best = limit_for(form_len) + 1;
    if (form_len < MIN_LEN - (form_len < len)) return 0;
    for (uint32_t id = 0; id < vocab->words.count; id++) {
        const tpt__word *word = &vocab->words.items[id];
        if (!is_target(word) || word->len + 2 < form_len || form_len + 2 < word->len) continue;
        bool same_start = word->text[0] == form[0];
        uint32_t limit = best < limit_for(form_len) ? best : limit_for(form_len);
        if (limit_for(word->len) < limit) limit = limit_for(word->len);
        if (limit > 1 && !same_start) limit = 1;
        uint32_t found = distance(form, form_len, word->text, word->len, limit);
        if (found > limit || (found && !same_start && form_len < 6)) continue;
        if (found < best) {
            best = found;
            count = 0;
        }
        if (count < TPT__FUZZY_MAX) out[count++] = id;
    }
    return count;
}

static bool may_split_off(const tpt__vocab *vocab, const char *text, uint32_t len, uint32_t *id) {
    *id = tpt__vocab_find(vocab, text, len);
    if (*id == TPT__NONE && tpt__map_get(&vocab->respelling_of, text, len) == TPT__NONE) return false;
    if (len >= 4) return true;
    const tpt__word *word = *id == TPT__NONE ? NULL : &vocab->words.items[*id];
    return word ? word->guarded || (word->classes & SHORT_CLASSES) : len >= 3;
}

uint32_t tpt__fuzzy_split(const tpt__vocab *vocab, const char *text, size_t len, uint32_t out[8],
                          uint32_t lens[8]) {
    uint8_t words[MAX_LEN + 1], from[MAX_LEN + 1];
    if (len < 7 || len > MAX_LEN) return 0;
    memset(words, 0xFF, sizeof words);
    words[0] = 0;
    for (uint32_t end = 2; end <= len; end++) {
        for (uint32_t start = 0; start + 2 <= end; start++) {
            uint32_t id;
            if (words[start] >= 8 || words[start] + 1 >= words[end] ||
                !may_split_off(vocab, text + start, end - start, &id))
                continue;
            words[end] = (uint8_t)(words[start] + 1);
            from[end] = (uint8_t)start;
        }
    }
    if (words[len] < 2 || words[len] > 8) return 0;
    uint32_t count = words[len];
    for (uint32_t end = (uint32_t)len, i = count; i-- > 0; end = from[end]) {
        lens[i] = end - from[end];
        out[i] = tpt__vocab_find(vocab, text + from[end], lens[i]);
    }
    return count;
}

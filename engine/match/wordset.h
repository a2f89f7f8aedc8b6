/*
 * A set of words that a language knows, as a Bloom filter: a word on it is never "corrected".
 * A false positive (about one in a thousand) leaves one misspelling uncorrected; it can never change a word.
 * The sets are made at build time from the system's word lists by cmake/embed.c, which shares the hash below.
 */
#ifndef TPT_MATCH_WORDSET_H
#define TPT_MATCH_WORDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tpt__wordset {
    const char *name;    /* as the pack's "common_words" names it: "english" */
    const uint8_t *bits; /* (bit_count + 7) / 8 bytes */
    uint32_t bit_count;  /* > 0 */
    uint32_t hash_count; /* probes a word */
    uint32_t word_count; /* how many went in */
} tpt__wordset;

/* FNV-1a, 64 bits. The probe i is (low half + i * (high half | 1)) mod bit_count, in 32 bits before the mod. */
static inline uint64_t tpt__wordset_hash(const char *word, size_t len) {
    uint64_t hash = 14695981039346656037ull;
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)word[i]) * 1099511628211ull;
    return hash;
}

static inline uint32_t tpt__wordset_probe(uint64_t hash, uint32_t i, uint32_t bit_count) {
    return ((uint32_t)hash + i * ((uint32_t)(hash >> 32) | 1u)) % bit_count;
}

static inline bool tpt__wordset_has(const tpt__wordset *set, const char *word, size_t len) {
    uint64_t hash = tpt__wordset_hash(word, len);
    for (uint32_t i = 0; i < set->hash_count; i++) {
        uint32_t bit = tpt__wordset_probe(hash, i, set->bit_count);
        if (!(set->bits[bit >> 3] & (1u << (bit & 7)))) return false;
    }
    return true;
}

/* The sets built into the library, and how many. Generated. */
extern const tpt__wordset tpt__wordsets[];
extern const size_t tpt__wordset_count;

#endif

/*
 * SHA-256 (FIPS 180-4), for the hash that names a pack. Written here because the ready libraries that carry it
 * (OpenSSL, nettle) are each larger than this engine; checked in the tests against the standard's vectors.
 */
#ifndef TPT_BASE_SHA256_H
#define TPT_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct tpt__sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    uint8_t block[64];
} tpt__sha256;

void tpt__sha256_init(tpt__sha256 *sha);
void tpt__sha256_add(tpt__sha256 *sha, const void *bytes, size_t len);
void tpt__sha256_hex(tpt__sha256 *sha, char out[65]);

#endif

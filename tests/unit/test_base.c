/* Arenas, maps, UTF-8, SHA-256. */
#include "support.h"

#include "base/map.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "base/vec.h"

static void test_arena_reuses_pages(void **state) {
    (void)state;
    tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    for (int round = 0; round < 3; round++) {
        tpt__arena_reset(&arena);
        for (int i = 0; i < 100; i++) {
            char *block = tpt__arena_alloc(&arena, 5000);
            for (int k = 0; k < 5000; k++) assert_int_equal(block[k], 0);
            memset(block, 'x', 5000);
        }
        if (round) assert_int_equal(arena.blocks, *(uint64_t *)*state);
        *state = &arena.blocks;
    }
    tpt__arena_free(&arena);
}

static void test_map(void **state) {
    (void)state;
    tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    tpt__map map = {0};
    static char keys[500][8];
    for (uint32_t i = 0; i < 500; i++) {
        int len = snprintf(keys[i], sizeof keys[i], "k%u", i);
        tpt__map_set(&arena, &map, keys[i], (size_t)len, i);
    }
    assert_int_equal(tpt__map_get(&map, "k0", 2), 0);
    assert_int_equal(tpt__map_get(&map, "k499", 4), 499);
    assert_int_equal(tpt__map_get(&map, "k500", 4), TPT__NONE);
    assert_int_equal(map.count, 500);
    tpt__arena_free(&arena);
}

static void decodes(const char *text, size_t len, uint32_t point, size_t size, bool valid) {
    size_t got_size;
    bool got_valid;
    assert_int_equal(tpt__utf8_decode(text, len, &got_size, &got_valid), point);
    assert_int_equal(got_size, size);
    assert_int_equal(got_valid, valid);
}

static void test_utf8(void **state) {
    (void)state;
    decodes("a", 1, 'a', 1, true);
    decodes("\xc3\xa9", 2, 0xE9, 2, true);
    decodes("\xf0\x9f\x98\x80", 4, 0x1F600, 4, true);
    decodes("\xc3", 1, TPT__REPLACEMENT, 1, false);
    decodes("\xc0\x80", 2, TPT__REPLACEMENT, 1, false);      /* overlong */
    decodes("\xed\xa0\x80", 3, TPT__REPLACEMENT, 1, false);  /* a surrogate */
    decodes("\xf0\x9f\x98z", 4, TPT__REPLACEMENT, 3, false); /* the maximal ill-formed part is one */
    char out[4];
    assert_int_equal(tpt__utf8_encode(0x1F600, out), 4);
    assert_memory_equal(out, "\xf0\x9f\x98\x80", 4);
}

static void hashes(const char *text, const char *hex) {
    tpt__sha256 sha;
    char out[65];
    tpt__sha256_init(&sha);
    tpt__sha256_add(&sha, text, strlen(text));
    tpt__sha256_hex(&sha, out);
    assert_string_equal(out, hex);
}

static void test_sha256(void **state) { /* the vectors of FIPS 180-4's examples */
    (void)state;
    hashes("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hashes("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hashes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_arena_reuses_pages), cmocka_unit_test(test_map),
                                       cmocka_unit_test(test_utf8), cmocka_unit_test(test_sha256)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

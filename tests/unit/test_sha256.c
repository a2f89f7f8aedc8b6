/* SHA-256 against the vectors of FIPS 180-4. */
#include "support.h"

#include "base/sha256.h"

static void check(const char *text, size_t len, const char *hex) {
    for (size_t step = 1; step <= len + 1; step += 1 + step / 2) { /* in pieces of every size: the same */
        tpt__sha256 sha;
        char out[65];
        tpt__sha256_init(&sha);
        for (size_t at = 0; at < len; at += step)
            tpt__sha256_add(&sha, text + at, len - at < step ? len - at : step);
        tpt__sha256_hex(&sha, out);
        assert_string_equal(out, hex);
    }
}

static void test_vectors(void **state) {
    (void)state;
    check("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmn"
          "opqrstnopqrstu",
          112, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

static void test_million(void **state) {
    (void)state;
    tpt__sha256 sha;
    char block[1000], out[65];
    memset(block, 'a', sizeof block);
    tpt__sha256_init(&sha);
    for (int i = 0; i < 1000; i++) tpt__sha256_add(&sha, block, sizeof block);
    tpt__sha256_hex(&sha, out);
    assert_string_equal(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors), cmocka_unit_test(test_million)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

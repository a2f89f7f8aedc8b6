/* The hash table from strings to numbers. */
#include "support.h"

#include "base/map.h"

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

/* A map has copies of its keys, of any bytes, and tells what an exchange replaces. */
static void test_keys_are_its_own(void **state) {
    (void)state;
    tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    tpt__map map = {0};
    char key[4] = {'a', 0, 'b', 'c'};
    assert_int_equal(tpt__map_exchange(&arena, &map, key, 4, 7), TPT__NONE);
    assert_int_equal(tpt__map_exchange(&arena, &map, "", 0, 1), TPT__NONE);
    assert_int_equal(tpt__map_exchange(&arena, &map, key, 4, 8), 7);
    key[0] = 'x';
    assert_int_equal(tpt__map_get(&map, key, 4), TPT__NONE);
    assert_int_equal(tpt__map_get(&map, "a\0bc", 4), 8);
    assert_int_equal(tpt__map_get(&map, "", 0), 1);
    uint32_t found = 0;
    for (uint32_t i = 0; i < map.capacity; i++) {
        const char *known = tpt__map_key(&map, i);
        if (known && map.slots[i].len == 4) found += memcmp(known, "a\0bc", 5) == 0;
    }
    assert_int_equal(found, 1);
    tpt__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_map), cmocka_unit_test(test_keys_are_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_map)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Arenas: zeroed, aligned, kept over a reset, counted, and the jump when memory runs out. */
#include "support.h"

#include <stdalign.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

static void test_blocks(void **state) {
    (void)state;
    tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *block = tpt__arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(block[i], 0);
        memset(block, 0xFF, size);
    }
    unsigned char *large = tpt__arena_alloc(&arena, 1 << 20);
    large[(1 << 20) - 1] = 1;
    assert_string_equal(tpt__arena_copy(&arena, "abcdef", 3), "abc");
    assert_string_equal(tpt__arena_copy(&arena, "", 0), "");
    tpt__arena_free(&arena);
    tpt__arena_free(&arena); /* empty now: harmless */
}

static void test_reset_keeps_pages(void **state) {
    (void)state;
    counting blocks = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
    tpt__arena arena;
    tpt__arena_init(&arena, &allocator);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            char *block = tpt__arena_alloc(&arena, 5000);
            assert_int_equal(block[4999], 0);
            memset(block, 1, 5000);
        }
        assert_int_equal(arena.blocks, blocks.asked);
        if (round == 0) blocks.fail_at = blocks.asked + 1; /* from now on there is no more */
        tpt__arena_reset(&arena);
    }
    assert_true(blocks.live > 1);
    tpt__arena_free(&arena);
    assert_int_equal(blocks.live, 0);
}

typedef struct pages {
    size_t count, bytes;
} pages;

static void add_page(void *bytes, size_t size, void *context) {
    pages *p = context;
    assert_non_null(bytes);
    p->count++;
    p->bytes += size;
}

/* What the image of a pack is made of: every block alone, and nothing left over behind a copy. */
static void test_a_page_for_each_block(void **state) {
    (void)state;
    tpt__arena arena;
    pages p = {0, 0};
    tpt__arena_init(&arena, NULL);
    arena.page_bytes = 0;
    tpt__arena_alloc(&arena, 100);
    const char *copy = tpt__arena_copy(&arena, "abc", 3);
    for (size_t i = 3; i < alignof(max_align_t); i++) assert_int_equal(copy[i], 0);
    tpt__arena_alloc(&arena, 200);
    tpt__arena_each_page(&arena, add_page, &p);
    assert_int_equal(p.count, 3);
    assert_in_range(p.bytes, 304, 304 + 3 * alignof(max_align_t));
    tpt__arena_free(&arena);
}

static void test_fit(void **state) {
    (void)state;
    tpt__arena arena;
    TPT__VEC(uint32_t) numbers = {0};
    tpt__arena_init(&arena, NULL);
    for (uint32_t i = 0; i < 9; i++) *tpt__push(&arena, &numbers) = i;
    tpt__fit(&arena, &numbers);
    assert_int_equal(numbers.capacity, 9);
    for (uint32_t i = 0; i < 9; i++) assert_int_equal(numbers.items[i], i);
    const uint32_t *fitted = numbers.items;
    tpt__fit(&arena, &numbers);
    assert_ptr_equal(numbers.items, fitted);
    numbers.count = 0; /* of nothing nothing is kept, and more may come */
    tpt__fit(&arena, &numbers);
    assert_int_equal(numbers.capacity, 0);
    *tpt__push(&arena, &numbers) = 5;
    assert_int_equal(numbers.items[0], 5);
    tpt__arena_free(&arena);
}

static void test_out_of_memory_jumps(void **state) {
    (void)state;
    counting blocks = {0, 1, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
    static tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, &allocator);
    arena.trap = &trap;
    if (setjmp(trap) == 0) {
        tpt__arena_alloc(&arena, 1);
        fail_msg("came back");
    }
    assert_int_equal(blocks.live, 0);
    static const size_t beyond[] = {SIZE_MAX, SIZE_MAX - 20, SIZE_MAX - 5};
    blocks.fail_at = 0; /* no sum of sizes may come out small */
    for (volatile size_t i = 0; i < COUNT_OF(beyond); i++) {
        if (setjmp(trap)) continue;
        tpt__arena_alloc(&arena, beyond[i]);
        fail_msg("came back");
    }
    if (setjmp(trap) == 0) {
        tpt__arena_copy(&arena, "a", SIZE_MAX);
        fail_msg("came back");
    }
    assert_int_equal(blocks.live, 0);
    tpt__arena_free(&arena);
}

static void test_map(void **state) {
    (void)state;
    tpt__arena arena;
    tpt__map map = {0};
    char *keys[1000];
    tpt__arena_init(&arena, NULL);
    assert_int_equal(tpt__map_get(&map, "a", 1), TPT__NONE);
    for (uint32_t i = 0; i < 1000; i++) {
        char key[16];
        int len = snprintf(key, sizeof key, "key%u", i);
        keys[i] = tpt__arena_copy(&arena, key, (size_t)len);
        tpt__map_set(&arena, &map, keys[i], (size_t)len, i);
    }
    for (uint32_t i = 0; i < 1000; i++) assert_int_equal(tpt__map_get(&map, keys[i], strlen(keys[i])), i);
    tpt__map_set(&arena, &map, keys[5], strlen(keys[5]), 77);
    assert_int_equal(map.count, 1000);
    assert_int_equal(tpt__map_get(&map, "key5", 4), 77);
    assert_int_equal(tpt__map_get(&map, "key", 3), TPT__NONE);
    tpt__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_page_for_each_block),
                                       cmocka_unit_test(test_fit),
                                       cmocka_unit_test(test_blocks),
                                       cmocka_unit_test(test_reset_keeps_pages),
                                       cmocka_unit_test(test_out_of_memory_jumps),
                                       cmocka_unit_test(test_map)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

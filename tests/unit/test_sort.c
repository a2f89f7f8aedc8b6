/* Sorting: whatever the number and size of items, they are in order, and what compares equal stays as it stood. */
#include "support.h"

#include "base/sort.h"

#define MOST 300

typedef struct card {
    uint32_t key, place; /* place: where it stood */
    char padding[40];
} card;

static int by_key(const void *left, const void *right) {
    const card *a = left, *b = right;
    return a->key < b->key ? -1 : a->key > b->key;
}

static int by_byte(const void *left, const void *right) {
    return *(const unsigned char *)left - *(const unsigned char *)right;
}

static int set_up(void **state) {
    static tpt__arena arena;
    tpt__arena_init(&arena, NULL);
    *state = &arena;
    return 0;
}

static int tear_down(void **state) {
    tpt__arena_free(*state);
    return 0;
}

/* `kinds` keys, in an order that looks like none. */
static void deal(card *cards, uint32_t count, uint32_t kinds) {
    uint32_t chance = count * 2654435761u + kinds;
    for (uint32_t i = 0; i < count; i++) {
        chance = chance * 1664525u + 1013904223u;
        cards[i] = (card){(chance >> 16) % kinds, i, "what hangs on it"};
    }
}

static void check(const card *cards, uint32_t count) {
    bool seen[MOST] = {false};
    for (uint32_t i = 0; i < count; i++) {
        assert_false(seen[cards[i].place]);
        seen[cards[i].place] = true;
        assert_string_equal(cards[i].padding, "what hangs on it");
        if (!i) continue;
        assert_true(cards[i - 1].key <= cards[i].key);
        if (cards[i - 1].key == cards[i].key) assert_true(cards[i - 1].place < cards[i].place);
    }
}

static void test_any_number(void **state) {
    card cards[MOST];
    for (uint32_t count = 0; count <= MOST; count++) {
        for (uint32_t kinds = 1; kinds <= 1000; kinds *= 10) {
            deal(cards, count, kinds);
            tpt__sort(*state, cards, count, sizeof *cards, by_key);
            check(cards, count);
        }
        tpt__arena_reset(*state);
    }
}

static void test_in_order_already(void **state) {
    card cards[MOST];
    for (uint32_t i = 0; i < MOST; i++) cards[i] = (card){i / 7, i, "what hangs on it"};
    tpt__sort(*state, cards, MOST, sizeof *cards, by_key);
    check(cards, MOST);
    for (uint32_t i = 0; i < MOST; i++) cards[i] = (card){MOST - i, i, "what hangs on it"};
    tpt__sort(*state, cards, MOST, sizeof *cards, by_key);
    check(cards, MOST);
}

static void test_bytes(void **state) {
    char bytes[] = "the quick brown fox";
    tpt__sort(*state, bytes, sizeof bytes - 1, 1, by_byte);
    assert_string_equal(bytes, "   bcefhiknooqrtuwx");
    tpt__sort(*state, NULL, 0, 8, by_byte);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_any_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_in_order_already, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

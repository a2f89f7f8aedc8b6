/*
 * How well slips of the finger are corrected, on the words of the embedded pack: each word of it is misspelt in every way that a
 * fixed sequence of chances makes, and must be among the readings of the slip; and correct text, the pack's own sentences, must
 * stay as it is.
 */
#include "support.h"

#include <ctype.h>

#include "base/json.h"
#include "match/fuzzy.h"
#include "match/matcher.h"
#include "pack/pack.h"
#include "reason/ruleset.h"

#define SLIPS_A_WORD 4 /* of one edit; and as many of two */

typedef struct score {
    uint32_t asked, right;
} score;

static uint32_t chance = 2463534242u; /* xorshift: the same on every machine */

static uint32_t roll(uint32_t sides) {
    chance ^= chance << 13;
    chance ^= chance >> 17;
    chance ^= chance << 5;
    return chance % sides;
}

/* One slip: a letter lost, doubled, changed, put in, or swapped with its neighbour. */
static void slip(char *word) {
    size_t len = strlen(word), at = roll((uint32_t)len);
    char letter = (char)('a' + roll(26)), swapped = word[at];
    switch (roll(5)) {
    case 0: memmove(word + at, word + at + 1, len - at); break;
    case 1: memmove(word + at + 1, word + at, len - at + 1); break;
    case 2: word[at] = letter; break;
    case 3:
        memmove(word + at + 1, word + at, len - at + 1);
        word[at] = letter;
        break;
    default:
        if (at + 1 == len) return;
        word[at] = word[at + 1];
        word[at + 1] = swapped;
    }
}

static bool is_plain(const tpt__word *word) {
    for (uint32_t i = 0; i < word->len; i++)
        if (word->text[i] < 'a' || word->text[i] > 'z') return false;
    return word->content && word->len >= 4;
}

/* Does some reading of the text's first token lead to the word? */
static bool reads_as(tpt__arena *arena, const tpt_ruleset *rules, const char *text, uint32_t word) {
    tpt__document doc;
    tpt__lattice lattice;
    tpt__document_read(arena, text, strlen(text), &rules->match.vocab.forms, &doc);
    tpt__lattice_build(arena, &rules->match.vocab, &doc, &rules->match.quantities, &rules->match.slots,
                       &lattice);
    for (uint32_t e = lattice.nodes.items[0].first_edge; e != TPT__NONE; e = lattice.edges.items[e].next)
        if (lattice.edges.items[e].word == word) return true;
    return false;
}

static bool is_known(const tpt__vocab *vocab, const char *text) {
    uint32_t near[TPT__FUZZY_MAX];
    size_t len = strlen(text);
    if (tpt__vocab_find(vocab, text, len) != TPT__NONE || tpt__vocab_is_common(vocab, text, len) ||
        tpt__map_get(&vocab->respelling_of, text, len) != TPT__NONE)
        return true;
    return tpt__lattice_knows(vocab, text, len) && tpt__fuzzy_find(vocab, text, len, 1, near) == 0;
}

static score measure(const tpt_ruleset *rules, uint32_t slips, uint32_t least) {
    tpt__arena arena;
    score out = {0, 0};
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    for (uint32_t id = 0; id < rules->match.vocab.words.count; id++) {
        const tpt__word *word = &rules->match.vocab.words.items[id];
        if (!is_plain(word) || word->len < least || word->len > 24) continue;
        for (uint32_t i = 0; i < SLIPS_A_WORD; i++) {
            char text[64];
            memcpy(text, word->text, word->len + 1);
            for (uint32_t s = 0; s < slips; s++) slip(text);
            /* a slip that makes a word is no misspelling, and must not be changed */
            if (strcmp(text, word->text) == 0 || is_known(&rules->match.vocab, text)) continue;
            out.asked++;
            out.right += reads_as(&arena, rules, text, id);
            tpt__arena_reset(&arena);
        }
    }
    tpt__arena_free(&arena);
    return out;
}

static double percent(score s) { return s.asked ? 100.0 * s.right / s.asked : 0; }

static const tpt_ruleset *the_rules(void **state) { return *state; }

static int load(void **state) {
    tpt_ruleset *rules = NULL;
    if (tpt_ruleset_new_embedded(&rules, NULL, NULL) != TPT_OK) return -1;
    *state = rules;
    return 0;
}

static int unload(void **state) {
    tpt_ruleset_free(*state);
    return 0;
}

static void test_one_slip(void **state) {
    score found = measure(the_rules(state), 1, 4);
    print_message("one slip: %u of %u, %.1f %%\n", found.right, found.asked, percent(found));
    assert_true(found.asked > 10000);
    assert_true(percent(found) >= 95.0);
}

static void test_two_slips(void **state) {
    score found = measure(the_rules(state), 2, 7);
    print_message("two slips, seven letters and more: %u of %u, %.1f %%\n", found.right, found.asked,
                  percent(found));
    assert_true(found.asked > 10000);
    assert_true(percent(found) >= 85.0);
}

/* ---- Correct text --------------------------------------------------------------------------------------------------- */

static void count_changed(tpt__arena *arena, const tpt_ruleset *rules, const char *text, size_t len,
                          score *out) {
    tpt__document doc;
    tpt__lattice lattice;
    tpt__match_read(arena, &rules->match, text, len, &doc);
    tpt__lattice_build(arena, &rules->match.vocab, &doc, &rules->match.quantities, &rules->match.slots,
                       &lattice);
    for (uint32_t t = 0; t < doc.count; t++) {
        bool changed = doc.tokens[t].parted;
        for (uint32_t e = lattice.nodes.items[t].first_edge; e != TPT__NONE; e = lattice.edges.items[e].next)
            changed |= lattice.edges.items[e].strength == TPT__STRENGTH_FUZZY;
        if (doc.tokens[t].kind != TPT__TOKEN_WORD) continue;
        out->asked++;
        out->right += !changed;
    }
}

/* What the pack says to people, in its own files: sentences, so strings with a space and a capital. */
static void test_correct_text_stays(void **state) {
    tpt__arena arena;
    jmp_buf trap;
    score out = {0, 0};
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    tpt_pack_file *files;
    size_t file_count;
    assert_int_equal(tpt__pack_read_folder(&arena, "rules/msk", &files, &file_count, NULL), TPT_OK);
    for (size_t f = 0; f < file_count; f++) {
        static const char *const spoken[] = {"flags/", "conditions/", "therapies/", "trigger_points/",
                                             "urgency/"};
        const tpt_pack_file *file = &files[f];
        bool speaks = false;
        for (size_t i = 0; i < 5; i++) speaks |= strncmp(file->path, spoken[i], strlen(spoken[i])) == 0;
        tpt__json json;
        if (!speaks || tpt__json_parse(&arena, file->data, file->size, &json, NULL) != TPT_OK) continue;
        for (uint32_t n = 0; n < json.count; n++) {
            const tpt__json_node *node = &json.items[n];
            bool sentence = node->type == TPT__JSON_STRING && node->len > 20 && strchr(node->text, ' ') &&
                            isupper((unsigned char)node->text[0]);
            if (sentence) count_changed(&arena, the_rules(state), node->text, node->len, &out);
        }
    }
    print_message("correct words: %u, changed %u, %.2f %%\n", out.asked, out.asked - out.right,
                  100.0 - percent(out));
    assert_true(out.asked > 10000);
    assert_true(percent(out) > 99.7);
    tpt__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_slip),
        cmocka_unit_test(test_two_slips),
        cmocka_unit_test(test_correct_text_stays),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

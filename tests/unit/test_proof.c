/* Which expressions are shown to hold one of their words in every match; never one that has a match without. */
#include "support.h"

#include "match/proof.h"

static const struct {
    const char *regex, *words; /* parted by bars */
    bool proven;
    const char *tail; /* of one that is not */
} rows[] = {
    /* edges */
    {"\\bback\\b", "back", true, ""},
    {"\\bback", "back", false, "back"},
    {"back\\b", "back", false, "back"},
    {"^back$", "back", true, ""},
    {"\\Aback\\z", "back", true, ""},
    {"(?:^|[.,])back(?=[.,]|$)", "back", true, ""},
    {" back ", "back", true, ""},
    {"\\sback\\W", "back", true, ""},
    {"\\wback\\b", "back", false, "back"},
    {"_back\\b", "back", false, "_back"},
    {"\\b\xC3\xA9"
     "back\\b",
     "back", true, ""}, /* folded texts have no such letter, but e and a mark */
    {"\xE2\x86\x92"
     "back\\b",
     "back", true, ""},               /* an arrow is a sign */
    {"\\bBACK\\b", "back", true, ""}, /* no folded text has capitals: nothing matches */

    /* branches */
    {"\\b(?:back|neck)\\b", "back|neck", true, ""},
    {"\\b(?:back|neck|arm)\\b", "back|neck", false, "arm"},
    {"\\b(?:back|neck\\b)", "back|neck", false, "back"},
    {"\\bback\\b|\\bneck\\b", "back|neck", true, ""},
    {"\\bba(?:ck|re)s?\\b", "back|backs|bare|bares", true, ""},
    {"\\bba(?:ck|re)s?\\b", "back|backs|bare", false, "bares"},
    {"\\b(?>back|neck)\\b", "back|neck", true, ""},
    {"\\b(back|neck)\\b", "back|neck", true, ""},

    /* what may be left out, and what may come again */
    {"\\bbacks?\\b", "back", false, "backs"},
    {"\\bbacks?\\b", "back|backs", true, ""},
    {"\\b(?:my )?back\\b", "back", true, ""},
    {"\\b(?:my )?back\\b", "my", false, "back"},
    {"\\b(?:my |her ){0,3}back\\b", "back", true, ""},
    {"\\b(?:my |her )+back\\b", "my|her", true, ""},
    {"\\b(?:a|b)*back\\b", "back", false, NULL},
    {"\\bback+\\b", "back", false, NULL},
    {"\\bback{1}\\b", "back", false, NULL}, /* "once" is not read */
    {"\\bback *", "back", false, "back"},
    {"\\bback +", "back", true, ""},
    {"[^.]{0,20}\\bback\\b.*", "back", true, ""},
    {"\\b(?:\\w+ ){1,2}back\\b", "back", true, ""},

    /* classes */
    {"\\b[bp]ack\\b", "back|pack", true, ""},
    {"\\b[bp]ack\\b", "back", false, "pack"},
    {"\\b[4-6]0\\b", "40|50|60", true, ""},
    {"\\b[4-6]0\\b", "40|50", false, "60"},
    {"\\b[4-6]\\d\\b", "40|41|42", false, NULL},
    {"\\bback[ ,-]", "back", true, ""},
    {"\\bback[\\s,.]", "back", true, ""},
    {"\\bback[\\n\\r\\t\\]]", "back", true, ""},
    {"\\bback[\\d]", "back", false, NULL},
    {"\\bback[ \\\xC3\xA9]", "back", false, NULL},
    {"\\bback[ -\xC3\xA9]", "back", false, NULL},
    {"\\bback[\\s\\w]", "back", false, NULL},
    {"\\bback[^a-z]", "back", false, NULL},
    {"\\bback[+-\\|]", "back", false, NULL},
    {"\\bback[+-\\]]", "back", false, NULL},
    {"\\bback[\\+-5]", "back", false, NULL},
    {"\\bback[+\\-|]", "back", true, ""},
    {"\\bback[+|-]", "back", true, ""},
    {"\\bdon['\xE2\x80\x99]?t\\b", "don't|dont", true, ""}, /* a folded text has no such quote */

    /* what is looked for around it */
    {"\\bback\\b(?= pain)", "pain", false, "back"},
    {"\\bback\\b(?= pain\\b)", "pain", true, ""},
    {"\\bback(?= pain)", "back", true, ""},
    {"\\bback(?= *pain)", "back", false, "back"},
    {"(?<=\\bmy )back\\b", "my", true, ""},
    {"(?<=my )back\\b", "my", false, NULL},
    {"(?<=my )back\\b", "back", true, ""},
    {"(?<=my|her)back\\b", "back", false, NULL},
    {"\\b(?!back)pain\\b", "back", false, "pain"},
    {"(?<!back )pain\\b", "back", false, "pain"},
    {"\\bmy \\Kback\\b", "my", true, ""},
    {"\\bback(?<=k)\\b", "back", true, ""}, /* what it has written it knows better */
    {"\\bback(?<=my)s\\b", "back|my", false, NULL},
    {"\\bback\\t|\\bneck\\r", "back|neck", true, ""},

    /* the same letters, but parted otherwise */
    {"\\b(?:b\\ba|ba)xe\\b", "back|axe", false, NULL},
    {"\\b(?:ba|b\\ba)xe\\b", "back|axe", false, NULL},

    /* words with signs */
    {"\\bdown's\\b", "down's", true, ""},
    {"\\bdown's\\b", "down", true, ""},
    {"\\bdown's\\b", "s", true, ""},
    {"\\bdown'?s", "down|downs", false, "downs"},
    {"\\[ \\] pain", "[ ]", true, ""},
    {"\xE2\x98\x90 ?pain", "\xE2\x98\x90", true, ""},

    /* what it does not know */
    {"(?<part>back)\\b", "back", false, ""},
    {"(?i)\\bback\\b", "back", false, ""},
    {"\\b(?|back)\\b", "back", false, ""},
    {"\\bb\\x61ck\\b", "back", false, ""},
    {"\\bback\\b(*ACCEPT)", "back", false, ""},
    {"\\*\\E*", "*", false, ""}, /* the last sign is of the first one */
    {"\\bback\\b(?:x\\E?)", "back", false, ""},
    {"\\bback\\b\\cA", "back", false, ""},
    {"[\\E]\\bback\\b]", "back", false, ""},
    {"[\\c]]\\bback\\b]", "back", false, ""},
    {"\\b(back)?(?(1)|x)", "back", false, ""},
    {"\\bback\\b[[:alpha:]]", "back", false, ""},
    {"\\b(back|neck) \\1\\b", "back", false, NULL},
    {"\\bback\\b)", "back", false, ""},
    {"", "back", false, ""},
    {"\\bback\\b", "", false, "back"},
    {"\\bback\\b\\", "back", false, ""},
    {"\\bback\\b[a", "back", false, ""},
    {"\\bback\\b[a\\", "back", false, ""},
    {"\\bback\\b(a", "back", false, ""},
    {"\\bback\\b(a[", "back", false, ""},
    {"\\bback\\b(a\\", "back", false, ""},
    {"*\\bback\\b", "back", false, ""},
    {"?\\bback\\b", "back", false, ""},
    {"+\\bback\\b", "back", false, ""},
    {"\\bbba*\\b", "bb|bba|bbaa|bbaaa|bbaaaa|bbaaaaa|bbaaaaaa|bbaaaaaaa", false, NULL},
};

static uint32_t split(char *words, const char *out[8]) {
    uint32_t count = 0;
    for (char *word = strtok(words, "|"); word; word = strtok(NULL, "|")) out[count++] = word;
    return count;
}

static void test_rows(void **state) {
    (void)state;
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char spelled[80], tail[TPT__PROOF_TAIL + 1];
        const char *words[8];
        snprintf(spelled, sizeof spelled, "%s", rows[i].words);
        bool proven = tpt__proof_holds(&arena, rows[i].regex, words, split(spelled, words), tail);
        if (proven != rows[i].proven) fail_msg("%s, %s: %d", rows[i].regex, rows[i].words, proven);
        if (rows[i].tail && strcmp(tail, rows[i].tail) != 0) fail_msg("%s: \"%s\"", rows[i].regex, tail);
        tpt__arena_reset(&arena);
    }
    tpt__arena_free(&arena);
}

/* Long words, many of them, and expressions that branch without end: it gives up, or it ends soon. */
static void test_size(void **state) {
    (void)state;
    static char regex[60000];
    char tail[TPT__PROOF_TAIL + 1];
    const char *const words[] = {"pneumonoultramicroscopicsilicovolcanoconiosis"};
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    assert_false(
        tpt__proof_holds(&arena, "\\bpneumonoultramicroscopicsilicovolcanoconiosis\\b", words, 1, tail));
    for (size_t i = 0; i < 2000; i++) strcat(regex, "(?:a|b|[c-q]*)(?= x)?");
    assert_false(tpt__proof_holds(&arena, regex, words, 1, tail));
    memset(regex, '(', 1000);
    memset(regex + 1000, ')', 1000);
    regex[2000] = '\0';
    assert_false(tpt__proof_holds(&arena, regex, words, 1, tail));
    tpt__arena_free(&arena);
}

/* Each place between two letters may be an edge or none: more ways than it walks, though each holds the word. */
static void test_too_many_ways(void **state) {
    (void)state;
    static const char *const letters[] = {"aaaaaaaaaaaaaaaa"};
    char regex[200] = "\\b", tail[TPT__PROOF_TAIL + 1];
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    for (size_t i = 0; i < 4; i++) strcat(regex, "a(?:\\b)?");
    assert_true(tpt__proof_holds(&arena, strcat(regex, "aaaaaaaaaaaa\\b"), letters, 1, tail));
    strcpy(regex, "\\b");
    for (size_t i = 0; i < 16; i++) strcat(regex, i < 15 ? "a(?:\\b)?" : "a\\b");
    assert_false(tpt__proof_holds(&arena, regex, letters, 1, tail));
    assert_string_equal(tail, "");
    tpt__arena_free(&arena);
}

/* A word of no letters is in no match. */
static void test_empty_word(void **state) {
    (void)state;
    static const char *const words[] = {"", "neck"};
    char tail[TPT__PROOF_TAIL + 1];
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    arena.trap = &trap;
    assert_false(tpt__proof_holds(&arena, "\\bback\\b", words, 2, tail));
    assert_true(tpt__proof_holds(&arena, "\\bneck\\b", words, 2, tail));
    tpt__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_size),
                                       cmocka_unit_test(test_too_many_ways),
                                       cmocka_unit_test(test_empty_word)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

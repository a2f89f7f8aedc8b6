/* What a pattern needs of a text: never more than a match of it has, and enough to tell most texts apart. */
#include "support.h"

#include "match/needs.h"
#include "match/pattern.h"

typedef struct bench {
    tpt__arena arena;
    tpt__pattern_scratch *scratch;
} bench;

static int set_up(void **state) {
    bench *b = calloc(1, sizeof *b);
    tpt__arena_init(&b->arena, NULL);
    b->scratch = tpt__pattern_scratch_new(&b->arena, NULL);
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    bench *b = *state;
    tpt__arena_free(&b->arena);
    free(b);
    return 0;
}

/* Where the first match begins and ends, tried everywhere; SIZE_MAX: nowhere. */
static size_t search(bench *b, const char *regex, const char *text, size_t *end) {
    size_t offset, start = SIZE_MAX;
    char message[100];
    tpt__pattern *pattern = tpt__pattern_compile(&b->arena, regex, &offset, message, sizeof message);
    if (!pattern) fail_msg("%s: %s", regex, message);
    if (tpt__pattern_match(pattern, b->scratch, text, strlen(text), 0, false, &start, end) !=
        TPT__PATTERN_YES)
        return SIZE_MAX;
    return start;
}

/* The same, but where its needs and leads allow it. `tried` counts the places. */
static size_t search_filtered(bench *b, const char *regex, const char *text, size_t *end, size_t *tried) {
    size_t offset, start, len = strlen(text);
    char message[100];
    tpt__pattern *pattern = tpt__pattern_compile(&b->arena, regex, &offset, message, sizeof message);
    tpt__needs needs = tpt__needs_of(&b->arena, regex);
    tpt__look look = tpt__needs_look(&b->arena, text, len);
    tpt__starts starts;
    *tried = 0;
    if (!tpt__needs_met(&needs, &look)) return SIZE_MAX;
    if (!needs.leads_known) {
        *tried = 1;
        return search(b, regex, text, end);
    }
    if (!tpt__needs_starts(&needs, &look, &starts)) return SIZE_MAX;
    for (size_t at = 0; (at = tpt__needs_next(&starts, &look, at)) <= len; at++) {
        ++*tried;
        if (tpt__pattern_match(pattern, b->scratch, text, len, at, true, &start, end) == TPT__PATTERN_YES)
            return start;
    }
    return SIZE_MAX;
}

/* Each with a text that it matches and one that it does not. */
static const struct {
    const char *regex, *hit, *miss;
} patterns[] = {
    {"\\bwoke\\b(?= (?:up |with ))", "i woke with it", "i woke and it went up"},
    {"\\b(?:woke|woken)\\b(?= up)", "woken up", "awoken up"},
    {"(?<=\\bleg|\\blegs)\\s+limp\\b", "my leg limp", "my leg limps"},
    {"(?<=e )?miss(?:ed|ing)", "dismissed", "dismiss"},
    {"(?<!not )\\bpositive\\b(?! for)", "it is positive", "not positive"},
    {"\\bfeet? first\\b", "fee first", "fe first"},
    {"\\bsoo+re?x*y?\\b", "soooory", "sory"},
    {"\\b(?:left |right )?side hurts?\\b", "side hurts", "side hurting"},
    {"\\b(?:just |only )*(?:today|now)\\b", "just only now", "just only then"},
    {"\\b(?:ab|cd)+\\b", "abcd", "abce"},
    {"\\b(?:foo|bar )+\\b", "foobar x", "foobarx"},
    {"fo{2}d|dri{0,1}nk|[ab]c", "drnk", "foo d"},
    {"\\bha(?= ?x ?\\d)", "ha x3", "ha y3"},
    {"(?:^|[.;] )\\Kas (?=since|dx)", "x; as dx", "has dx"},
    {"\\b(\\d{1,2}):\\d\\d\\b[^.]{0,9}\\1", "10:30 to 10", "10:30 to 11"},
    {"([ab]|)\\1c[\\d]", "aac1", "abd1"},
    {"\\b(?i:ABC)\\b", "abc", "abd"},
    {"\\bna\xC3\xAFve?t?\\b", "na\xC3\xAFv", "naiv"},
    {"\\bmal\\b", "na\xC3\xAF mal", "mal\xC3\xA0"},
    {"x|", "y", NULL},
    {"(?=foo)f", "foo", "fob"},
    {"\\bdon['\xE2\x80\x99]t\\b", "i don't", "i don t"},
    {"[]x]y{1}z\\.5", "]yz.5", "]yz 5"},
    {"(?:(?:a|b)c|d(?:e|f))\\b", "xdf", "xdg"},
    {"\\bno\\b\\K pain", "no pain", "no  pain"},
    {"\\d+ ?mg", "\xD9\xA3 mg", "a mg"},
    {"\\s*[a-c-]?x(?=y)", "\xC2\xA0-xy", "xz"},
    {"[.,;\\n]\\s*had|^ho", "\nhad", "ahad"},
    {"[^a]b|[\xC3\xA9z]d",
     "\xC3\xA9"
     "d",
     "ab"},
    {"[\\r\\t]x", "\tx", "ax"},
    {"a\\tb\\r\\n", "a\tb\r\n", "a b\r\n"},
    {"[a\\-z]x", "-x", "bx"}, /* no range: the hyphen is a member */
    {"[ -\\]]x", "5x", "ax"}, /* a range from a space to a bracket */
    {"[\xC3\xA9\xC3\xA8]x",
     "\xC3\xA8"
     "x",
     "ex"},
    {"[[:digit:]]x", "4x", "ax"},
    {"\\p{Lu}x", "Ax", "ax"},
    {"(?:ab|cd)e", "cde", "cdf"},
    {"(?:ab|cd)e?f", "abf", "abg"},
    {"(((((((((((((((ab)))))))))))))))", "ab", "ac"},
    {"(?<part>ab)c", "abc", "bc"},
    {"(a)?(?(1)b|c)d", "cd", "bd"},
    {"\\b[a-f]?(?:aa|ab|ac|ad|ae|af|ag|ah|ai|aj|ak|al|am|an|ao|ap|aq|ar|as|at|au|av|aw|ax|ay|az|"
     "ba|bb|bc|bd|be|bf|bg|bh|bi|bj|bk|bl|bm|bn|bo|bp|bq|br|bs|bt|bu|bv|bw|bx|by|bz)\\b",
     "fbz", "gbz"}, /* of so many beginnings none is kept */
    {"\\baa\\b|\\bab\\b|\\bac\\b|\\bad\\b|\\bae\\b|\\baf\\b|\\bag\\b|\\bah\\b|\\bai\\b|\\baj\\b|\\bak\\b|"
     "\\bal\\b|\\bam\\b|\\ban\\b|\\bao\\b|\\bap\\b|\\baq\\b|\\bar\\b|\\bas\\b|\\bat\\b|\\bau\\b|\\bav\\b|"
     "\\baw\\b|\\bax\\b|\\bay\\b|\\baz\\b|\\bba\\b|\\bbb\\b|\\bbc\\b|\\bbd\\b|\\bbe\\b|\\bbf\\b|\\bbg\\b|"
     "\\bbh\\b|\\bbi\\b|\\bbj\\b|\\bbk\\b|\\bbl\\b|\\bbm\\b|\\bbn\\b|\\bbo\\b|\\bbp\\b|\\bbq\\b|\\bbr\\b|"
     "\\bbs\\b|\\bbt\\b|\\bbu\\b|\\bbv\\b|\\bbw\\b|\\bbx\\b|\\bby\\b|\\bbz\\b",
     "bz", "ca"},
};

static void test_never_more_than_a_match_has(void **state) {
    bench *b = *state;
    for (size_t p = 0; p < COUNT_OF(patterns); p++) {
        for (size_t t = 0; t < COUNT_OF(patterns); t++) {
            const char *texts[] = {patterns[t].hit, patterns[t].miss};
            for (size_t i = 0; i < 2 && texts[i]; i++) {
                size_t end = 0, filtered_end = 0, tried;
                size_t start = search(b, patterns[p].regex, texts[i], &end);
                size_t filtered = search_filtered(b, patterns[p].regex, texts[i], &filtered_end, &tried);
                if (t == p && (start == SIZE_MAX) != (i == 1))
                    fail_msg("%s: %s", patterns[p].regex, texts[i]);
                if (start != filtered || end != filtered_end)
                    fail_msg("%s: %s: filtered, it begins at %zu, not %zu", patterns[p].regex, texts[i],
                             filtered, start);
            }
        }
    }
}

/* How often a pattern is tried on a text, at most. */
static void test_tells_texts_apart(void **state) {
    bench *b = *state;
    static const struct {
        const char *regex, *text;
        size_t tried;
    } cases[] = {
        {"\\bwoke\\b(?= (?:up |with ))", "i woke without a headache, up all night",
         0}, /* "up", but not " up " after woke */
        {"\\b(?:paracetamol|codeine)\\b.{0,9}\\b(?:plus|and)\\b", "took codeine", 0},
        {"\\b(?:paracetamol|codeine)\\b.{0,9}\\b(?:plus|and)\\b", "and then i took codeine and slept", 1},
        {"(?:^|[.;] )\\Kas (?=since|dx)", "as always, since monday", 0},
        {"\\bher\\b", "there are others", 0},
        {"\\b(\\d{1,2})[:.]\\d\\d\\b.{0,9}\\1", "it came on at ten", 0},
        {"(?i)\\bher\\b", "nothing of it", 1}, /* what is not known is tried */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t end, tried;
        search_filtered(b, cases[i].regex, cases[i].text, &end, &tried);
        if (tried != cases[i].tried)
            fail_msg("%s: \"%s\" tried %zu times", cases[i].regex, cases[i].text, tried);
    }
}

/* Of what it cannot read to the end it claims nothing, and reads no byte beyond. */
static void test_unknown(void **state) {
    bench *b = *state;
    static const char *const regexes[] = {
        "back\\",    "back[a",          "back[a\\",    "(back",    "(back\\",  "(back[a",     "back)",
        "?back",     "*back",           "+back",       "(?i:back", "(?i)back", "(*FAIL)back", "(?<part>back)",
        "back\\x62", "back[[:alpha:]]", "[\\E]X3x[?]", "[\\Q]x",   "[\\c]]x",  "(\\c)x)back"};
    for (size_t i = 0; i < COUNT_OF(regexes); i++) {
        char *exact = strdup(regexes[i]); /* the sanitizer knows where it ends */
        tpt__needs needs = tpt__needs_of(&b->arena, exact);
        if (needs.count || needs.leads_known) fail_msg("%s", regexes[i]);
        free(exact);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_never_more_than_a_match_has, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tells_texts_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

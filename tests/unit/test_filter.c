/*
 * The words of a pattern that decide whether it is tried at all: with and without them the pack's own cases are answered alike, and
 * each pattern finds what is made to match it. A failure is a pattern of the pack whose words are not in all that it matches.
 */
#include "sample.h"
#include "support.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/json.h"
#include "reason/ruleset.h"

#ifndef SAMPLES
#define SAMPLES 16 /* of each pattern */
#endif
#define EVERY 3 /* of the cases: all of them would take long under a sanitizer */

static void test_same_answers(void **state) {
    (void)state;
    tpt_ruleset *rules = NULL;
    tpt_session *filtered = NULL, *unfiltered = NULL;
    tpt_options options = TPT_OPTIONS_INIT;
    options.unfiltered = true;
    assert_int_equal(tpt_ruleset_new_from_path(&rules, "rules/msk", NULL, NULL), TPT_OK);
    assert_int_equal(tpt_session_new(&filtered, rules, NULL, NULL), TPT_OK);
    assert_int_equal(tpt_session_new(&unfiltered, rules, &options, NULL), TPT_OK);
    size_t len = 0, compared = 0, differ = 0;
    const char *record;
    for (size_t i = 0; (record = tpt_ruleset_case(rules, i, &len)); i += EVERY) {
        size_t bare_len;
        char *bare = without_expectations(record, len, &bare_len);
        char *a = answer_of(filtered, bare, bare_len), *b = answer_of(unfiltered, bare, bare_len);
        compared += a && b;
        if (!a != !b || (a && b && strcmp(a, b) != 0)) {
            print_error("differs: %s\n", bare);
            differ++;
        }
        free(a);
        free(b);
        free(bare);
    }
    tpt_session_free(filtered);
    tpt_session_free(unfiltered);
    tpt_ruleset_free(rules);
    assert_true(compared > 1000);
    assert_int_equal(differ, 0);
}

/* ---- Samples of each pattern ------------------------------------------------------------------------------------ */

typedef struct sampling {
    tpt_ruleset *rules;
    tpt__pattern_scratch *scratch;
    tpt__arena kept, arena; /* `arena` is reset for each sample */
    sampler sampler;
    size_t patterns, matched, missed;
} sampling;

/* Has the walk found, by a pattern, just the tokens that a match of bytes start..end of the folded text touches? */
static bool is_found(const tpt__document *doc, const tpt__match_result *match, size_t start, size_t end) {
    uint32_t first = TPT__NONE, last = 0;
    for (uint32_t i = 0; i < doc->count; i++) {
        if (doc->tokens[i].text + doc->tokens[i].len <= start || doc->tokens[i].text >= end) continue;
        if (first == TPT__NONE) first = i;
        last = i + 1;
    }
    for (uint32_t i = 0; i < match->candidate_count; i++) {
        const tpt__mention *mention = &match->candidates[i];
        if (mention->words[0] == TPT__NONE && mention->first == first && mention->last == last) return true;
    }
    return first == TPT__NONE; /* no token, no mention */
}

/* True where the sample matches; then the walk has to find it. */
static bool try_sample(sampling *s, const tpt__pattern *pattern, const char *regex) {
    tpt__document doc;
    tpt__match_result match;
    size_t start, end;
    tpt__arena_reset(&s->arena);
    tpt__match_read(&s->arena, &s->rules->match, s->sampler.text, s->sampler.len, &doc);
    if (tpt__pattern_match(pattern, s->scratch, doc.folded.text, doc.folded.len, 0, false, &start, &end) !=
        TPT__PATTERN_YES)
        return false;
    tpt__match(&s->arena, &s->rules->match, &doc, s->scratch, 1000000, NULL, false, &match);
    if (!is_found(&doc, &match, start, end)) {
        print_error("%s\n    does not find: %s\n", regex, s->sampler.text);
        s->missed++;
    }
    return true;
}

static void try_pattern(sampling *s, const char *regex) {
    static const char *const around[][2] = {{"", ""}, {"my ", " now"}, {"i ", "."}, {"x'", "'x"}, {"3", "3"}};
    char message[160];
    size_t offset, matched = 0;
    tpt__pattern *pattern = tpt__pattern_compile(&s->kept, regex, &offset, message, sizeof message);
    assert_non_null(pattern);
    s->patterns++;
    for (uint32_t i = 0; i < SAMPLES; i++) {
        const char *const *sides = around[i % COUNT_OF(around)];
        sample_make(&s->sampler, regex, sides[0], sides[1]);
        matched += try_sample(s, pattern, regex);
    }
    s->matched += matched > 0;
    if (!matched) print_message("no sample matches: %s\n", regex);
}

static void try_file(sampling *s, const char *path) {
    static char bytes[1 << 21];
    tpt__json json;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_int_equal(tpt__json_parse(&s->kept, bytes, len, &json, NULL), TPT_OK);
    for (uint32_t i = 0; i < json.count; i++)
        if (json.items[i].key && strcmp(json.items[i].key, "regex") == 0) try_pattern(s, json.items[i].text);
}

static void try_folder(sampling *s, const char *folder) {
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char path[512];
        const char *name = entries[i]->d_name;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (strlen(name) > 5 && strcmp(name + strlen(name) - 5, ".json") == 0) try_file(s, path);
        free(entries[i]);
    }
    free(entries);
}

/* A sample is made for a pattern alone, and no text of its context. */
static void forget_contexts(tpt_ruleset *rules) {
    for (uint32_t i = 0; i < rules->match.patterns.count; i++)
        rules->match.patterns.items[i].contexts.count = 0;
}

static void test_samples_are_found(void **state) {
    static sampling s;
    jmp_buf trap;
    (void)state;
    if (setjmp(trap)) fail_msg("out of memory");
    s.sampler.chance = 1;
    tpt__arena_init(&s.kept, NULL);
    tpt__arena_init(&s.arena, NULL);
    s.kept.trap = s.arena.trap = &trap;
    s.scratch = tpt__pattern_scratch_new(&s.kept, NULL);
    assert_int_equal(tpt_ruleset_new_from_path(&s.rules, "rules/msk", NULL, NULL), TPT_OK);
    forget_contexts(s.rules);
    try_folder(&s, "rules/msk/findings");
    try_folder(&s, "rules/msk/lexicon");
    tpt_ruleset_free(s.rules);
    tpt__arena_free(&s.arena);
    tpt__arena_free(&s.kept);
    assert_true(s.patterns > 500);
    assert_true(s.matched * 20 > s.patterns * 19); /* the samples are good enough to say anything */
    assert_int_equal(s.missed, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_answers),
                                       cmocka_unit_test(test_samples_are_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

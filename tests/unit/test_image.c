/*
 * The frozen image of the pack that is built in: it answers as the folder that it was made of does, one that does not fit is
 * refused, and its memory is the caller's.
 */
#include "support.h"

#include "pack/embedded.h"
#include "pack/pack.h"

#define EVERY 20 /* of the cases: all of them would take long under a sanitizer */
#define FOLDER "rules/msk"

static tpt_ruleset *built_in, *folder;

static int set_up(void **state) {
    (void)state;
    if (tpt_ruleset_new_embedded(&built_in, NULL, NULL) != TPT_OK) return -1;
    return tpt_ruleset_new_from_path(&folder, FOLDER, NULL, NULL) == TPT_OK ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    tpt_ruleset_free(built_in);
    tpt_ruleset_free(folder);
    return 0;
}

/* ---- The same as the folder ------------------------------------------------------------------------------------------ */

static void test_same_pack(void **state) {
    (void)state;
    assert_string_equal(tpt_ruleset_id(built_in), tpt_ruleset_id(folder));
    assert_string_equal(tpt_ruleset_version(built_in), tpt_ruleset_version(folder));
    assert_string_equal(tpt_ruleset_sha256(built_in), tpt_ruleset_sha256(folder));
    size_t len;
    assert_null(tpt_ruleset_case(built_in, 0, &len));
}

/* Cases of the folder, answered by two rulesets. Gives how many were compared. */
static size_t compare_answers(const tpt_ruleset *a, const tpt_ruleset *b, size_t every) {
    tpt_session *one = NULL, *other = NULL;
    tpt_options options = TPT_OPTIONS_INIT;
    options.explain = true;
    assert_int_equal(tpt_session_new(&one, a, &options, NULL), TPT_OK);
    assert_int_equal(tpt_session_new(&other, b, &options, NULL), TPT_OK);
    size_t len = 0, bare_len, compared = 0;
    const char *record;
    for (size_t i = 0; (record = tpt_ruleset_case(folder, i, &len)); i += every) {
        char *bare = without_expectations(record, len, &bare_len);
        char *expected = answer_of(one, bare, bare_len), *got = answer_of(other, bare, bare_len);
        assert_int_equal(!expected, !got);
        if (expected) assert_string_equal(expected, got);
        compared += expected != NULL;
        free(expected);
        free(got);
        free(bare);
    }
    tpt_session_free(one);
    tpt_session_free(other);
    return compared;
}

static void test_same_answers(void **state) {
    (void)state;
    assert_true(compare_answers(folder, built_in, EVERY) > 300);
}

typedef struct text {
    char *bytes;
    size_t len;
} text;

static bool add_text(const char *bytes, size_t len, void *context) {
    text *to = context;
    to->bytes = realloc(to->bytes, to->len + len + 1);
    memcpy(to->bytes + to->len, bytes, len);
    to->len += len;
    to->bytes[to->len] = '\0';
    return true;
}

/* Reads out every rule that coverage counts: all texts, all sources. */
static void compare_rule(const tpt_coverage *row, void *context) {
    text a = {NULL, 0}, b = {NULL, 0};
    assert_int_equal(tpt_ruleset_describe(folder, row->id, add_text, &a, NULL), TPT_OK);
    assert_int_equal(tpt_ruleset_describe(built_in, row->id, add_text, &b, NULL), TPT_OK);
    assert_string_equal(a.bytes, b.bytes);
    free(a.bytes);
    free(b.bytes);
    ++*(size_t *)context;
}

static void test_same_rules(void **state) {
    (void)state;
    size_t compared = 0, rules = tpt_ruleset_coverage(folder, compare_rule, &compared);
    assert_int_equal(compared, rules);
    assert_true(compared > 100);
}

/* ---- One that does not fit ------------------------------------------------------------------------------------------- */

/* A ruleset of an image, as the public call makes it. `error` is filled where it is refused. */
static tpt_status load_image(tpt_ruleset *out, const tpt__image *image, tpt_error *error) {
    jmp_buf trap;
    memset(out, 0, sizeof *out);
    tpt__arena_init(&out->arena, NULL);
    if (setjmp(trap)) fail_msg("out of memory");
    out->arena.trap = &trap;
    tpt_status status = tpt__image_load(out, image, error);
    out->arena.trap = NULL;
    return status;
}

static tpt__image an_image(void) {
    if (!tpt__embedded_pack.image) skip(); /* TPT_EMBED_IMAGE is off */
    return *tpt__embedded_pack.image;
}

static void refuses(const tpt__image *image, const char *why) {
    tpt_ruleset ruleset;
    tpt_error error = {0};
    assert_int_equal(load_image(&ruleset, image, &error), TPT_E_VERSION);
    if (!strstr(error.message, why)) fail_msg("\"%s\" does not name the %s", error.message, why);
    tpt__arena_free(&ruleset.arena);
}

static void test_misfits(void **state) {
    (void)state;
    tpt__image image = an_image();
    strcpy(image.made_by.version, "0.0.9");
    refuses(&image, "version");
    image = an_image();
    image.made_by.pointer_bytes ^= 12;
    refuses(&image, "pointers");
    image = an_image();
    image.made_by.byte_order ^= 5;
    refuses(&image, "order");
    image = an_image();
    image.made_by.layout++;
    refuses(&image, "layout");
}

/* Another PCRE2 than at build time: its compiled patterns are left alone, and the regexes compiled. */
static void test_other_pcre2(void **state) {
    (void)state;
    tpt__image image = an_image();
    tpt_ruleset ruleset;
    assert_true(image.patterns_size > 0);
    char *fixed = malloc(image.fixed_size);
    memcpy(fixed, image.fixed, image.fixed_size);
    fixed[image.patterns] ^= 1; /* its version, and what follows is nonsense */
    memset(fixed + image.patterns + image.patterns_size / 2, 0xA5, image.patterns_size / 2);
    image.fixed = fixed;
    assert_int_equal(load_image(&ruleset, &image, NULL), TPT_OK);
    ruleset.max_text_bytes = 1000;
    assert_true(compare_answers(built_in, &ruleset, 10 * EVERY) > 20);
    tpt__arena_free(&ruleset.arena);
    free(fixed);
}

/* Its expressions are then looked at as those of any pack are: one that cannot be compiled is told of. */
static void test_broken_pattern(void **state) {
    (void)state;
    tpt__image image = an_image();
    tpt_ruleset ruleset;
    tpt_error error = {0};
    size_t broken = 0;
    char *fixed = malloc(image.fixed_size);
    memcpy(fixed, image.fixed, image.fixed_size);
    fixed[image.patterns] ^= 1;
    for (size_t i = 0; i + 3 < image.fixed_size; i++)
        if (memcmp(fixed + i, "(?:", 3) == 0) fixed[i + 2] = '{', broken++;
    assert_true(broken > 100);
    image.fixed = fixed;
    assert_int_equal(load_image(&ruleset, &image, &error), TPT_E_PATTERN);
    assert_int_equal(error.code, TPT_E_PATTERN);
    assert_non_null(strstr(error.message, "cannot be compiled"));
    tpt__arena_free(&ruleset.arena);
    free(fixed);
}

/* ---- What is made ready to be frozen ----------------------------------------------------------------------------------- */

#define ASSERT_FITS(list) assert_int_equal((list).capacity, (list).count)

static void assert_trie_fits(const tpt__trie *trie) {
    ASSERT_FITS(trie->nodes);
    ASSERT_FITS(trie->edges);
    ASSERT_FITS(trie->outputs);
}

/* Tables without room to grow, which hold what they held. */
static void test_fit(void **state) {
    (void)state;
    static const char complaint[] = "a stiff neck, suddenly a headache, no rash, and i am unable to pee";
    tpt_ruleset *tables = tiny_rules();
    tpt_session *session = new_session(tables, NULL);
    char *before = triage_json(session, complaint);
    assert_true(tables->match.vocab.words.capacity > tables->match.vocab.words.count);
    uint32_t words = tables->match.vocab.words.count, exprs = tables->rules.exprs.count;
    tpt__image_fit(tables);
    assert_int_equal(tables->match.vocab.words.count, words);
    assert_int_equal(tables->rules.exprs.count, exprs);
    assert_trie_fits(&tables->match.phrases);
    assert_trie_fits(&tables->match.frames);
    ASSERT_FITS(tables->match.vocab.words);
    ASSERT_FITS(tables->match.vocab.targets);
    ASSERT_FITS(tables->match.vocab.base_links);
    ASSERT_FITS(tables->match.vocab.respellings);
    ASSERT_FITS(tables->match.entries);
    ASSERT_FITS(tables->match.patterns);
    ASSERT_FITS(tables->lexicon.concepts);
    ASSERT_FITS(tables->lexicon.elements);
    ASSERT_FITS(tables->lexicon.findings);
    ASSERT_FITS(tables->rules.exprs);
    char *after = triage_json(session, complaint);
    assert_string_equal(before, after);
    free(before);
    free(after);
    tpt_session_free(session);
    tpt_ruleset_free(tables);
}

/* ---- Memory ---------------------------------------------------------------------------------------------------------- */

/* Fails the Nth allocation for N = 1, 2, … until all succeeds: a clean error each time, and nothing lost. */
static void test_allocation_sweep(void **state) {
    (void)state;
    an_image();
    tpt_status status = TPT_E_MEMORY;
    size_t fail_at = 0;
    while (status == TPT_E_MEMORY) {
        counting blocks = {0, ++fail_at, 0};
        tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
        tpt_options options = TPT_OPTIONS_INIT;
        tpt_ruleset *rules = NULL;
        options.allocator = &allocator;
        status = tpt_ruleset_new_embedded(&rules, &options, NULL);
        if (status == TPT_OK) assert_int_equal(blocks.asked, blocks.live);
        tpt_ruleset_free(rules);
        assert_int_equal(blocks.live, 0);
    }
    assert_int_equal(status, TPT_OK);
    assert_true(fail_at > 3 && fail_at < 100); /* loading is a copy: few blocks */
}

/* What is made ready at build time must stay small: what moves is copied at each start. */
static void test_size(void **state) {
    (void)state;
    tpt__image image = an_image();
    assert_true(image.moving_size < (size_t)8 << 20);
    assert_true(image.moving_size + image.fixed_size < (size_t)32 << 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_pack),
                                       cmocka_unit_test(test_same_answers),
                                       cmocka_unit_test(test_same_rules),
                                       cmocka_unit_test(test_misfits),
                                       cmocka_unit_test(test_other_pcre2),
                                       cmocka_unit_test(test_allocation_sweep),
                                       cmocka_unit_test(test_broken_pattern),
                                       cmocka_unit_test(test_fit),
                                       cmocka_unit_test(test_size)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

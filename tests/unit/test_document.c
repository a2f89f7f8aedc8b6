/* Words, clauses, sentences, lines of forms, and where each token stands in the input. */
#include "support.h"

#include "text/document.h"

static tpt__arena arena;
static tpt__forms forms;

static int set_up(void **state) {
    (void)state;
    tpt__arena_init(&arena, NULL);
    forms = (tpt__forms){0};
    static const char *const known[] = {"c6", "-ve", "w/o", "[ ]", "(r)", "plain", "/"};
    for (size_t i = 0; i < COUNT_OF(known); i++) tpt__forms_add(&arena, &forms, known[i], strlen(known[i]));
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tpt__arena_free(&arena);
    return 0;
}

static tpt__document read_text(const char *text) {
    tpt__document doc;
    tpt__document_read(&arena, text, strlen(text), &forms, &doc);
    return doc;
}

/* Tokens joined: a space within a clause, " | " between clauses, " || " between sentences. */
static const char *shape(const char *text, char out[400]) {
    tpt__document doc = read_text(text);
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < doc.count; i++) {
        const tpt__token *token = &doc.tokens[i], *before = token - 1;
        const char *gap = !i                                    ? ""
                          : token->sentence != before->sentence ? " || "
                          : token->clause != before->clause     ? " | "
                                                                : " ";
        used += (size_t)snprintf(out + used, 400 - used, "%s%.*s", gap, (int)token->len,
                                 tpt__token_text(&doc, token));
    }
    return out;
}

static void test_shapes(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \n\t ", ""},
        {"...", ""},
        {"Stiff NECK", "stiff neck"},
        {"stiff, sore; hot", "stiff | sore | hot"},
        {"Neck stiff. Head sore! Why?", "neck stiff || head sore || why"},
        {"fever: no", "fever | no"},
        {"Fever: no\nRash: yes", "fever | no || rash | yes"},
        {"Fever: no\r\nRash: yes", "fever | no || rash | yes"},
        {"pain (left) arm", "pain | left | arm"},
        {"pain - worse", "pain | worse"},
        {"pain -- worse", "pain | worse"},
        {"pain \xE2\x80\x94 worse", "pain | worse"},
        {"can't", "can't"},
        {"can\xE2\x80\x99t", "can't"},
        {"'quoted'", "quoted"},
        {"54yo", "54 yo"},
        {"10d", "10 d"},
        {"c6", "c6"},
        {"c7", "c 7"},
        {"fever -ve, w/o rash", "fever -ve | w/o rash"},
        {"how/off w/other", "how / off w / other"}, /* the known form is a word of its own */
        {"[ ] fever [x] rash", "[ ] fever | x | rash"},
        {"(R) neck", "(r) neck"},
        {"being sick ........ no", "being sick | no"},
        {"swallowing... fine", "swallowing || fine"},
        {"chest ?clot", "chest ? clot"},
        {"why? clot", "why || clot"},
        {"38.1C", "38.1 c"},
        {"3.5 weeks.", "3.5 weeks"},
        {"2/52", "2 / 52"},
        {"3-4 weeks", "3 - 4 weeks"},
        {"10.Neck", "10 neck"},
        {"CAF\xC3\x89 CAFE\xCC\x81", "cafe\xCC\x81 cafe\xCC\x81"}, /* composed or not: the same */
        {"\xEF\xBC\xA8\xEF\xBC\xA9", "hi"},                        /* full-width letters */
        {"so\xC2\xADre", "sore"},                                  /* soft hyphen */
        {"sore \xF0\x9F\x98\xAD head", "sore \xF0\x9F\x98\xAD head"},
        {"sore\xC2\xA0head sore\xE1\x9A\x80head",
         "sore head sore head"}, /* no-break space; a mark of Ogham that is a space */
        {"sore\xE2\x80\xA8head\xE2\x80\xA9neck", "sore || head || neck"}, /* line and paragraph separators */
        {"sore\x07head", "sore head"},
        {"\xCB\x88sore \xE0\xA4\x95\xE0\xA4\xBE",
         "\xCB\x88sore \xE0\xA4\x95\xE0\xA4\xBE"}, /* letters that modify, and marks that join */
        {"38.1c 1c c1", "38.1 c 1 c c 1"},
        {"E. coli bad", "e coli bad"},
        {"had E. coli", "had e coli"},
        {"of typE. coli", "of type || coli"}, /* no capital alone */
        {"(E. coli", "e || coli"},
        {"pain -> leg", "pain -> leg"},
        {"pain-> leg", "pain -> leg"},
        {"-> leg", "leg"},
        {"3.5w/o 3 w/o", "3.5 w / o 3 w/o"}, /* within a word it is no form */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char out[400];
        if (strcmp(shape(cases[i][0], out), cases[i][1]) != 0)
            fail_msg("%s -> %s, not %s", cases[i][0], out, cases[i][1]);
    }
}

static void test_kinds_and_numbers(void **state) {
    (void)state;
    tpt__document doc = read_text("pain 7 of 10, 38.1 \xF0\x9F\x98\xAD + 0.0009");
    assert_int_equal(doc.tokens[0].kind, TPT__TOKEN_WORD);
    assert_int_equal(doc.tokens[1].kind, TPT__TOKEN_NUMBER);
    assert_int_equal(doc.tokens[1].milli, 7000);
    assert_int_equal(doc.tokens[3].milli, 10000);
    assert_int_equal(doc.tokens[4].milli, 38100);
    assert_int_equal(doc.tokens[4].lead, TPT__LEAD_COMMA);
    assert_int_equal(doc.tokens[5].kind, TPT__TOKEN_EMOJI);
    assert_int_equal(doc.tokens[6].kind, TPT__TOKEN_SIGN);
    assert_int_equal(doc.tokens[7].milli, 0);
    doc = read_text("99999999999999999999999999999999");
    assert_int_equal(doc.count, 1);
    assert_true(doc.tokens[0].milli > 0); /* huge, but no overflow */
}

static void test_sentences(void **state) {
    (void)state;
    tpt__document doc = read_text("Is it bad? My neck hurts. I am 40");
    assert_int_equal(doc.sentence_count, 3);
    assert_true(doc.sentences[0].question);
    assert_false(doc.sentences[1].question);
    assert_false(doc.sentences[2].question);
    assert_int_equal(doc.sentences[0].first, 0);
    assert_int_equal(doc.sentences[0].last, 3);
    assert_int_equal(doc.sentences[1].first, 3);
    assert_int_equal(doc.sentences[2].last, doc.count);
    assert_int_equal(doc.clause_count, 3);
    assert_int_equal(read_text("").sentence_count, 0);
    assert_int_equal(read_text("").clause_count, 0);
}

/* A long line that goes on in lower case was wrapped by a program; a short one was ended by its writer. */
static void test_lines(void **state) {
    (void)state;
    tpt__document doc = read_text("PMH: fits. None now\nNeck\n\nBack");
    assert_int_equal(doc.sentence_count, 4);
    static const bool line_start[] = {true, false, true, true}, after_blank[] = {true, false, false, true};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(doc.sentences[i].line_start, line_start[i]);
        assert_int_equal(doc.sentences[i].after_blank, after_blank[i]);
    }
}

static void test_wrapped_lines(void **state) {
    (void)state;
    assert_int_equal(
        read_text("my neck has been really stiff and sore for about three weeks\nand now my head")
            .sentence_count,
        1);
    assert_int_equal(
        read_text("my neck has been really stiff and sore for about three weeks\nAnd now my head")
            .sentence_count,
        2);
    assert_int_equal(read_text("stiff neck\nand now my head").sentence_count, 2);
}

static void assert_place(const tpt__token *token, uint32_t start, uint32_t end, uint32_t start_char,
                         uint32_t end_char) {
    assert_int_equal(token->start, start);
    assert_int_equal(token->end, end);
    assert_int_equal(token->start_char, start_char);
    assert_int_equal(token->end_char, end_char);
}

static void test_places(void **state) {
    (void)state;
    tpt__document doc = read_text("Caf\xC3\xA9 \xF0\x9F\x98\xAD sore"); /* e acute: 2 bytes; the face: 4 */
    assert_int_equal(doc.count, 3);
    assert_place(&doc.tokens[0], 0, 5, 0, 4);
    assert_place(&doc.tokens[1], 6, 10, 5, 6);
    assert_place(&doc.tokens[2], 11, 15, 7, 11);
}

/* One code point that folds to several letters is still one place. */
static void test_places_of_ligatures(void **state) {
    (void)state;
    tpt__document doc = read_text("sti\xEF\xAC\x80 neck"); /* U+FB00 is ff */
    assert_int_equal(doc.tokens[0].len, 5);
    assert_place(&doc.tokens[0], 0, 6, 0, 4);
    assert_place(&doc.tokens[1], 7, 11, 5, 9);
}

static void test_places_after_ill_formed(void **state) {
    (void)state;
    tpt__document doc = read_text("\xFF\xFE pain \xE2\x82 neck \xC3"); /* two, one (a cut sequence), one */
    uint32_t words = 0;
    for (uint32_t i = 0; i < doc.count; i++) {
        if (doc.tokens[i].kind != TPT__TOKEN_WORD) continue;
        if (!words++) assert_place(&doc.tokens[i], 3, 7, 3, 7);
        else assert_place(&doc.tokens[i], 11, 15, 10, 14);
    }
    assert_int_equal(words, 2);
}

/* Any bytes give tokens in order, inside the input, none overlapping. */
static void test_any_bytes(void **state) {
    (void)state;
    uint32_t seed = 12345;
    for (int round = 0; round < 400; round++) {
        unsigned char bytes[64];
        size_t len = (size_t)round % (sizeof bytes + 1);
        static const char often[] = "a1.' -\n\xE2\x80\x99\xF0\x9F\x98\xAD";
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = seed >> 31 ? (unsigned char)(seed >> 16)
                                  : (unsigned char)often[(seed >> 16) % (sizeof often - 1)];
        }
        char *copy = malloc(len ? len : 1);
        memcpy(copy, bytes, len);
        tpt__document doc;
        tpt__document_read(&arena, copy, len, &forms, &doc);
        uint32_t at = 0;
        for (uint32_t i = 0; i < doc.count; i++) {
            const tpt__token *token = &doc.tokens[i];
            assert_true(token->start >= (i ? doc.tokens[i - 1].start : 0) && token->end >= token->start &&
                        token->end <= len);
            assert_true(token->start_char <= token->start && token->end_char <= token->end && token->len > 0);
            assert_true(token->text >= at);
            at = token->text + token->len;
        }
        free(copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds_and_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sentences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrapped_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places_of_ligatures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places_after_ill_formed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_any_bytes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Phrases, gaps, optional words, alternatives; inflection, spelling; which of overlapping mentions stand. */
#include "support.h"

#include "match/fuzzy.h"
#include "match/matcher.h"

typedef struct bench {
    tpt__arena arena;
    tpt__match_tables tables;
    tpt__pattern_scratch *scratch;
    tpt__document doc;
    tpt__match_result result;
    bool frozen;
} bench;

static int set_up(void **state) {
    bench *b = calloc(1, sizeof *b);
    tpt__arena_init(&b->arena, NULL);
    b->tables.vocab.arena = &b->arena;
    tpt__trie_init(&b->arena, &b->tables.phrases);
    tpt__trie_init(&b->arena, &b->tables.frames);
    b->tables.slots.number = tpt__vocab_intern(&b->tables.vocab, "<n>", 3);
    b->tables.slots.duration = tpt__vocab_intern(&b->tables.vocab, "<dur>", 5);
    b->tables.slots.when = tpt__vocab_intern(&b->tables.vocab, "<when>", 6);
    b->tables.slots.year = tpt__vocab_intern(&b->tables.vocab, "<year>", 6);
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

static const char *try_term(bench *b, const char *term, tpt__term_use use, uint32_t slot) {
    uint32_t entry = b->tables.entries.count;
    *tpt__push(&b->arena, &b->tables.entries) = (tpt__entry){.index = entry, .slot = slot};
    return tpt__term_add(&b->arena, &b->tables.vocab, &b->tables.phrases, &b->tables.frames, term, use,
                         entry);
}

/* The number of the entry that the term is of. */
static uint32_t add(bench *b, const char *term) {
    assert_null(try_term(b, term, TPT__TERM_CONTENT, TPT__NONE));
    return b->tables.entries.count - 1;
}

static uint32_t add_cue(bench *b, const char *term) {
    assert_null(try_term(b, term, TPT__TERM_DENIAL, TPT__NONE));
    b->tables.entries.items[b->tables.entries.count - 1].plain_only = true;
    return b->tables.entries.count - 1;
}

static void add_sound(bench *b, const char *from, const char *to) {
    *tpt__push(&b->arena, &b->tables.vocab.sounds) =
        (tpt__sound){from, to, (uint32_t)strlen(from), (uint32_t)strlen(to), false, false};
}

static void add_suffix(bench *b, const char *strip, const char *to, bool undouble) {
    *tpt__push(&b->arena, &b->tables.vocab.suffixes) =
        (tpt__suffix){strip, to, (uint32_t)strlen(strip), (uint32_t)strlen(to), 3, undouble};
}

static void match_within(bench *b, const char *text, uint64_t steps) {
    if (!b->frozen) {
        tpt__match_freeze(&b->arena, &b->tables);
        b->frozen = true;
    }
    tpt__match_read(&b->arena, &b->tables, text, strlen(text), &b->doc);
    tpt__match(&b->arena, &b->tables, &b->doc, b->scratch, steps, NULL, false, &b->result);
}

static uint32_t count_of(bench *b, const char *text) {
    match_within(b, text, 1000000);
    return b->result.mentions.count;
}

/* The only mention in a text; fails when there is none or are several. */
static const tpt__mention *only(bench *b, const char *text) {
    if (count_of(b, text) != 1) fail_msg("%s: %u mentions", text, b->result.mentions.count);
    return &b->result.mentions.items[0];
}

static void test_phrases(void **state) {
    bench *b = *state;
    uint32_t entry = add(b, "stiff neck");
    const tpt__mention *mention = only(b, "a STIFF neck");
    assert_int_equal(mention->entry, entry);
    assert_int_equal(mention->first, 1);
    assert_int_equal(mention->last, 3);
    assert_int_equal(mention->token_count, 2);
    assert_int_equal(mention->literals, 2);
    assert_int_equal(mention->strength, TPT__STRENGTH_EXACT);
    assert_int_equal(count_of(b, "stiff-neck"), 1); /* a sign within a phrase may be passed over */
    assert_int_equal(count_of(b, "neck stiff"), 0);
    assert_int_equal(count_of(b, "stiff, neck"), 0); /* never over the end of a clause */
    assert_int_equal(count_of(b, "stiff. neck"), 0);
    assert_int_equal(count_of(b, "stiff old neck"), 0);
    assert_int_equal(count_of(b, "stiff neck stiff neck"), 2);
    assert_int_equal(count_of(b, ""), 0);
}

static void test_gaps(void **state) {
    bench *b = *state;
    add(b, "keep {0,2} down");
    assert_int_equal(count_of(b, "keep down"), 1);
    const tpt__mention *mention = only(b, "keep the food down");
    assert_int_equal(mention->token_count, 2); /* what stands in the gap is not taken */
    assert_int_equal(mention->tokens[1], 3);
    assert_int_equal(count_of(b, "keep all the food down"), 0);
    assert_int_equal(count_of(b, "keep, food down"), 1); /* a comma may stand in a gap */
    assert_int_equal(count_of(b, "keep. down"), 0);      /* the end of a sentence may not */
}

static void test_least_gap(void **state) {
    bench *b = *state;
    add(b, "keep {1,2} down");
    assert_int_equal(count_of(b, "keep down"), 0);
    assert_int_equal(count_of(b, "keep it down"), 1);
}

static void test_optional_words_and_choices(void **state) {
    bench *b = *state;
    uint32_t over = add(b, "all? over"), pee = add(b, "go|went pee|wee");
    assert_int_equal(only(b, "over")->entry, over);
    assert_int_equal(only(b, "all over")->token_count, 2);
    assert_int_equal(only(b, "went wee")->entry, pee);
    assert_int_equal(count_of(b, "go"), 0);
    assert_int_equal(count_of(b, "pee"), 0);
}

static void test_longest_wins(void **state) {
    bench *b = *state;
    add(b, "sore");
    uint32_t throat = add(b, "sore throat");
    assert_int_equal(only(b, "sore throat")->entry, throat);
    assert_int_equal(count_of(b, "sore sore throat"), 2);
    assert_true(b->result.candidate_count > b->result.mentions.count); /* the silenced ones are kept apart */
}

static void test_several_senses(void **state) {
    bench *b = *state;
    add(b, "cold");
    add(b, "cold");
    assert_int_equal(count_of(b, "cold"), 2);
}

static void test_inflection(void **state) {
    bench *b = *state;
    add_suffix(b, "ies", "y", false);
    add_suffix(b, "s", "", false);
    add_suffix(b, "ed", "", true);
    add_suffix(b, "ing", "e", false);
    tpt__map_set(&b->arena, &b->tables.vocab.uninflected, "news", 4, 1);
    b->tables.vocab.common[b->tables.vocab.common_count++] = 0; /* else "news" is a misspelt "new" */
    uint32_t neck = add(b, "neck"), injury = add(b, "injury"), stop = add(b, "stop"), ache = add(b, "aching");
    add(b, "new");
    assert_int_equal(only(b, "necks")->entry, neck);
    assert_int_equal(only(b, "injuries")->entry, injury);
    assert_int_equal(only(b, "stopped")->entry, stop);
    assert_int_equal(only(b, "ache")->entry, ache); /* the other way round too */
    assert_int_equal(count_of(b, "neck's"), 1);     /* a possessive is dropped */
}

/* A suffix is taken off what leaves a stem, and off no word beyond all length. */
static void test_odd_inflection(void **state) {
    bench *b = *state;
    char word[201];
    *tpt__push(&b->arena, &b->tables.vocab.suffixes) = (tpt__suffix){"ing", "", 3, 0, 0, true};
    *tpt__push(&b->arena, &b->tables.vocab.suffixes) = (tpt__suffix){"s", "", 1, 0, 0, false};
    add(b, "a");
    uint32_t run = add(b, "run");
    memset(word, 'x', sizeof word - 2);
    word[sizeof word - 2] = word[sizeof word - 1] = '\0';
    uint32_t longest = add(b, word);
    assert_int_equal(only(b, "running")->entry, run);
    assert_int_equal(count_of(b, "aaing"), 0); /* too short to have been doubled */
    assert_int_equal(count_of(b, "ing"), 0);
    assert_int_equal(count_of(b, "runing"), 0);
    assert_int_equal(only(b, word)->entry, longest);
    word[sizeof word - 2] = 's';
    assert_int_equal(count_of(b, word), 0);
}

/* What a respelling opens to may be as long as it likes, or be meant just so. */
static void test_odd_respelling(void **state) {
    bench *b = *state;
    char word[101], term[110];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    uint32_t whole = tpt__vocab_intern(&b->tables.vocab, word, sizeof word - 1),
             bends = tpt__vocab_intern(&b->tables.vocab, "=bends", 6);
    tpt__vocab_respell(&b->tables.vocab, "ex", &whole, 1, NULL, 0);
    tpt__vocab_respell(&b->tables.vocab, "bendz", &bends, 1, NULL, 0);
    snprintf(term, sizeof term, "%s pain", word);
    uint32_t entry = add(b, term), exact = add(b, "=bends");
    assert_int_equal(only(b, "ex pain")->entry, entry);
    assert_int_equal(only(b, "bendz")->entry, exact);
}

static void test_exact_form(void **state) {
    bench *b = *state;
    add_suffix(b, "s", "", false);
    b->tables.vocab.common[b->tables.vocab.common_count++] = 0; /* "bend" is a word */
    add(b, "=bends");
    assert_int_equal(count_of(b, "bends"), 1);
    assert_int_equal(count_of(b, "bend"), 0);
    assert_int_equal(count_of(b, "bedns"), 1); /* but a slip is a slip */
}

static void test_spelling(void **state) {
    bench *b = *state;
    uint32_t numbness = add(b, "numbness");
    assert_int_equal(only(b, "numness")->entry, numbness);
    assert_int_equal(b->result.mentions.items[0].strength, TPT__STRENGTH_FUZZY);
    assert_int_equal(only(b, "nubmness")->entry, numbness); /* neighbours swapped */
    assert_int_equal(only(b, "numb ness")->token_count, 2); /* two words that are one */
}

/* Two words are one only where that is a long one, of a complaint, and not parted by more than a space. */
static void test_joined(void **state) {
    bench *b = *state;
    add(b, "numbness");
    add(b, "pains");
    add_cue(b, "without");
    add(b, "without strength");
    assert_int_equal(count_of(b, "numb ness"), 1);
    assert_int_equal(count_of(b, "numb, ness"), 0);
    assert_int_equal(count_of(b, "pa ins"), 0);
    assert_int_equal(count_of(b, "with out"), 0);
    assert_int_equal(count_of(b, "numb 5"), 0);
    char text[100] = "numb ";
    memset(text + 5, 'n', 70);
    assert_int_equal(count_of(b, text), 0);
}

static void test_spelling_leaves_others_alone(void **state) {
    bench *b = *state;
    add(b, "numbness");
    assert_int_equal(count_of(b, "nimbleness"), 0);
    assert_int_equal(count_of(b, "umbrella"), 0);
    assert_true(b->result.lattice.unknown[0]);
}

/* A slip of the finger must not become a denial. */
static void test_spelling_never_makes_a_cue(void **state) {
    bench *b = *state;
    uint32_t without = add_cue(b, "without"), no = add_cue(b, "nor");
    add(b, "without strength"); /* content, too: the cue stays out of reach */
    add(b, "nor strength");
    assert_int_equal(count_of(b, "wihtout"), 0);
    assert_int_equal(count_of(b, "withut"), 0);
    assert_int_equal(count_of(b, "nro"), 0);
    assert_int_equal(only(b, "without")->entry, without);
    assert_int_equal(only(b, "nor")->entry, no);
}

static void test_spelling_limits(void **state) {
    bench *b = *state;
    uint32_t near[TPT__FUZZY_MAX];
    add(b, "tingle");
    add(b, "arm");
    tpt__vocab_freeze(&b->tables.vocab);
    const tpt__vocab *vocab = &b->tables.vocab;
    assert_int_equal(tpt__fuzzy_find(vocab, "tignle", 6, 1, near), 1);
    assert_int_equal(near[0], tpt__vocab_find(vocab, "tingle", 6));
    assert_int_equal(tpt__fuzzy_find(vocab, "tignel", 6, 2, near), 0); /* two edits in six letters */
    assert_int_equal(tpt__fuzzy_find(vocab, "tin", 3, 2, near), 0);
    assert_int_equal(tpt__fuzzy_find(vocab, "amr", 3, 1, near), 1); /* the same letters, in three */
    assert_int_equal(tpt__fuzzy_find(vocab, "arc", 3, 2, near), 0);
    assert_int_equal(tpt__fuzzy_find(vocab, "ti", 2, 2, near), 0);
    char longest[100];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(tpt__fuzzy_find(vocab, longest, sizeof longest, 2, near), 0);
    assert_int_equal(tpt__fuzzy_find(vocab, longest, 32, 2, near), 0);
    assert_int_equal(tpt__fuzzy_find(vocab, longest, 30, 2, near), 0);
}

/* What sounds the same is near, whatever its letters. */
static void test_sound(void **state) {
    bench *b = *state;
    add_sound(b, "ph", "f");
    add_sound(b, "y", "");
    add_sound(b, "i", "");
    uint32_t physio = add(b, "physioth");
    assert_int_equal(only(b, "fisyoth")->entry, physio);
    assert_int_equal(b->result.mentions.items[0].strength, TPT__STRENGTH_FUZZY);
}

static void test_said_louder(void **state) {
    bench *b = *state;
    uint32_t sore = add(b, "sore"), dizzy = add(b, "dizzy");
    add_cue(b, "no");
    assert_int_equal(only(b, "soooore")->entry, sore);
    assert_int_equal(b->result.mentions.items[0].strength, TPT__STRENGTH_RESPELT);
    assert_int_equal(only(b, "dizzzzyyy")->entry, dizzy);
    assert_int_equal(count_of(b, "nooo"), 0); /* a denial must be plain */
}

static void test_parted(void **state) {
    bench *b = *state;
    uint32_t lens[TPT__PARTS];
    add(b, "stiff neck");
    add(b, "move");
    tpt__vocab_freeze(&b->tables.vocab);
    assert_int_equal(tpt__fuzzy_split(&b->tables.vocab, "stiffneck", 9, lens), 2);
    assert_int_equal(lens[0], 5);
    assert_int_equal(lens[1], 4);
    assert_int_equal(tpt__fuzzy_split(&b->tables.vocab, "stiffneckx", 10, lens), 0);
    assert_int_equal(tpt__fuzzy_split(&b->tables.vocab, "neck", 4, lens), 0);
    char longest[100];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(tpt__fuzzy_split(&b->tables.vocab, longest, sizeof longest, lens), 0);
}

/* Each part is a token of its own, at its own bytes, and less sure than a written word. */
static void test_parts_are_tokens(void **state) {
    bench *b = *state;
    add(b, "stiff neck");
    assert_int_equal(count_of(b, "a stiffneck. stiffneck"), 2);
    assert_int_equal(b->doc.count, 5);
    assert_int_equal(b->doc.sentence_count, 2);
    assert_int_equal(b->doc.sentences[1].first, 3);
    assert_int_equal(b->doc.tokens[4].start, 18);
    assert_int_equal(b->doc.tokens[4].end, 22);
    assert_int_equal(b->result.mentions.items[0].strength, TPT__STRENGTH_RESPELT);
}

static void test_respelling(void **state) {
    bench *b = *state;
    uint32_t can = tpt__vocab_intern(&b->tables.vocab, "can", 3),
             not = tpt__vocab_intern(&b->tables.vocab, "not", 3);
    uint32_t head = tpt__vocab_intern(&b->tables.vocab, "head", 4),
             me = tpt__vocab_intern(&b->tables.vocab, "me", 2);
    tpt__vocab_respell(&b->tables.vocab, "can't", (uint32_t[]){can, not }, 2, NULL, 0);
    tpt__vocab_respell(&b->tables.vocab, "ed", &head, 1, &me, 1);
    uint32_t feel = add(b, "can not feel"), hurts = add(b, "head hurts");
    assert_int_equal(only(b, "can't feel")->entry, feel);
    assert_int_equal(only(b, "can\xE2\x80\x99t feel")->entry, feel);
    assert_int_equal(only(b, "can not feel")->entry, feel);
    assert_int_equal(only(b, "me ed hurts")->entry, hurts); /* only after one of its left words */
    assert_int_equal(count_of(b, "the ed hurts"), 0);
}

/* A respelling in a term is opened, but not one that needs its context, nor one of many words. */
static void test_respelling_in_term(void **state) {
    bench *b = *state;
    tpt__vocab *vocab = &b->tables.vocab;
    uint32_t head = tpt__vocab_intern(vocab, "head", 4), me = tpt__vocab_intern(vocab, "me", 2), words[5];
    static const char *const many[] = {"do", "you", "know", "what", "now"};
    for (uint32_t i = 0; i < 5; i++) words[i] = tpt__vocab_intern(vocab, many[i], strlen(many[i]));
    tpt__vocab_respell(vocab, "'ead", &head, 1, NULL, 0);
    tpt__vocab_respell(vocab, "a'ed", &head, 1, &me, 1);
    tpt__vocab_respell(vocab, "d'know", words, 5, NULL, 0);
    uint32_t aches = add(b, "'ead aches"), hurts = add(b, "a'ed hurts"), known = add(b, "d'know pain");
    assert_int_equal(only(b, "head aches")->entry, aches);
    assert_int_equal(only(b, "a'ed hurts")->entry, hurts);
    assert_int_equal(only(b, "d'know pain")->entry, known);
    assert_int_equal(count_of(b, "do you know what now pain"), 0);
}

/* A mention keeps some values and some tokens, and the rest of it is not lost to others. */
static void test_many_slots(void **state) {
    bench *b = *state;
    uint32_t entry = add(b, "<n> <n> <n> <n> <n> over");
    const tpt__mention *mention = only(b, "1 2 3 4 5 over");
    assert_int_equal(mention->entry, entry);
    assert_int_equal(mention->value_count, TPT__MENTION_VALUES);
    for (uint32_t i = 0; i < TPT__MENTION_VALUES; i++)
        assert_int_equal(b->result.lattice.quantities[mention->values[i]].value, 1000 * (i + 1));
    assert_int_equal(mention->last, 6);
}

/* As many tokens as a mention has room for. */
static void test_many_tokens(void **state) {
    bench *b = *state;
    uint32_t entry = add(b, "a b c d e f g h i j k l m n o p");
    const tpt__mention *mention = only(b, "so a b c d e f g h i j k l m n o p q");
    assert_int_equal(mention->entry, entry);
    assert_int_equal(mention->token_count, TPT__MENTION_TOKENS);
    assert_int_equal(mention->tokens[TPT__MENTION_TOKENS - 1], 16);
}

static void test_slots(void **state) {
    bench *b = *state;
    uint32_t of_ten = add(b, "<n> of <n>");
    const tpt__mention *mention = only(b, "7 of 10");
    assert_int_equal(mention->entry, of_ten);
    assert_int_equal(mention->value_count, 2);
    assert_int_equal(b->result.lattice.quantities[mention->values[0]].value, 7000);
    assert_int_equal(b->result.lattice.quantities[mention->values[1]].value, 10000);
}

static void test_frames(void **state) {
    bench *b = *state;
    uint32_t slot = tpt__vocab_intern(&b->tables.vocab, "<function>", 10);
    assert_null(try_term(b, "pee", TPT__TERM_CONTENT, slot));
    uint32_t hard = add_cue(b, "hard to <function>");
    assert_int_equal(count_of(b, "hard to pee"), 2); /* the frame and what fills it both stand */
    assert_int_equal(b->result.mentions.items[0].entry, hard);
    assert_int_equal(count_of(b, "hard to see"), 0);
}

/* A slot of one letter is a slot, too. */
static void test_short_slot(void **state) {
    bench *b = *state;
    uint32_t slot = tpt__vocab_intern(&b->tables.vocab, "<f>", 3);
    assert_null(try_term(b, "pee", TPT__TERM_CONTENT, slot));
    uint32_t hard = add_cue(b, "hard to <f>");
    assert_int_equal(count_of(b, "hard to pee"), 2);
    assert_int_equal(b->result.mentions.items[0].entry, hard);
}

static void test_bad_terms(void **state) {
    bench *b = *state;
    static const char *const bad[] = {
        "",
        "  ",
        "all?",
        "{0,3} down",
        "keep {0,3}",
        "a {3,1} b",
        "a {0,9} b",
        "a {x} b",
        "a {0,0} b",
        "a {-1,2} b",
        "a {1,2}? b",
        "a {1} b",
        "a||b",
        "a|",
        "a b c d e f g h i j k l m n o p q r s t u v w x y",
        "a|b c|d e|f g|h i|j k|l m|n o|p q|r s|t u|v w|x a|b c|d e|f g|h i|j k|l m|n o|p"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (!try_term(b, bad[i], TPT__TERM_CONTENT, TPT__NONE)) fail_msg("taken: %s", bad[i]);
}

/* Up to 32 words at one place, up to 16 words one after the other, and up to 24 places with the gaps. */
static void test_largest_terms(void **state) {
    bench *b = *state;
    char term[400] = "w0", word[16];
    for (int i = 1; i < 32; i++) {
        snprintf(word, sizeof word, "|w%d", i);
        strcat(term, word);
    }
    uint32_t entry = add(b, term);
    assert_non_null(try_term(b, strcat(term, "|w32"), TPT__TERM_CONTENT, TPT__NONE));
    strcpy(term, "x0");
    for (int i = 1; i < 16; i++) strcat(term, i % 2 ? " {0,1} a|b" : " c");
    assert_null(try_term(b, term, TPT__TERM_CONTENT, TPT__NONE));
    assert_non_null(try_term(b, strcat(term, " d"), TPT__TERM_CONTENT, TPT__NONE));
    strcpy(term, "z0");
    for (int i = 1; i < 13; i++) strcat(term, " {0,1} a");
    assert_non_null(try_term(b, term, TPT__TERM_CONTENT, TPT__NONE));
    strcpy(term, "y0");
    for (int i = 1; i < 16; i++) strcat(term, " a|b|c");
    assert_non_null(
        try_term(b, term, TPT__TERM_CONTENT, TPT__NONE)); /* each is fine, but all together are too many */
    assert_int_equal(only(b, "so w31 it is")->entry, entry);
}

/* Many alternatives have a chain of their own; it reads what the paths written out would. */
static void test_chain(void **state) {
    bench *b = *state;
    add(b, "my|the|his left|right? knee|hip|elbow {0,2} hurts|aches|throbs badly?");
    assert_int_equal(count_of(b, "my left knee hurts"), 1);
    assert_int_equal(count_of(b, "the hip really badly aches"), 1);
    assert_int_equal(count_of(b, "his elbow throbs badly"), 1);
    assert_int_equal(count_of(b, "her elbow throbs"), 0);
    assert_int_equal(count_of(b, "my left hurts"), 0);
    assert_int_equal(count_of(b, "my knee so very really hurts"), 0);
}

static void test_steps(void **state) {
    bench *b = *state;
    add(b, "stiff neck");
    match_within(b, "stiff neck stiff neck", 1);
    assert_true(b->result.out_of_steps);
    match_within(b, "stiff neck stiff neck", 1000);
    assert_false(b->result.out_of_steps);
    assert_int_equal(b->result.mentions.count, 2);
}

static void test_patterns(void **state) {
    bench *b = *state;
    size_t offset = 0;
    char message[100];
    assert_null(tpt__pattern_compile(&b->arena, "a(b", &offset, message, sizeof message));
    assert_int_equal(offset, 3);
    assert_true(strlen(message) > 0);
    add(b, "nerve"); /* entry 0: what the pattern below is of */
    uint32_t *word = TPT__NEW(&b->arena, uint32_t, 1);
    *word = tpt__vocab_intern(&b->tables.vocab, "c", 1);
    const char *regex = "\\bc[5-7]\\b";
    *tpt__push(&b->arena, &b->tables.patterns) = (tpt__pattern_entry){
        .pattern = tpt__pattern_compile(&b->arena, regex, &offset, message, sizeof message),
        .words = word,
        .word_count = 1,
        .needs = tpt__needs_of(&b->arena, regex)};
    assert_int_equal(only(b, "trouble at C6 now")->entry, 0);
    assert_int_equal(b->result.mentions.items[0].first, 2);
    assert_int_equal(count_of(b, "c6 c7"), 2);
    assert_int_equal(count_of(b, "c9"), 0);
    assert_int_equal(count_of(b, "nothing of it"), 0);
    assert_int_equal(b->result.confirms, 0); /* without its word it is never run */
}

static uint32_t add_expression(bench *b, const char *regex, uint32_t entry, const char *word) {
    size_t offset;
    char message[100];
    tpt__pattern_entry *added = tpt__push(&b->arena, &b->tables.patterns);
    added->pattern = tpt__pattern_compile(&b->arena, regex, &offset, message, sizeof message);
    assert_non_null(added->pattern);
    added->entry = entry;
    added->needs = tpt__needs_of(&b->arena, regex);
    if (word) {
        uint32_t *words = TPT__NEW(&b->arena, uint32_t, 1);
        *words = tpt__vocab_intern(&b->tables.vocab, word, strlen(word));
        added->words = words;
        added->word_count = 1;
    }
    return b->tables.patterns.count - 1;
}

/* NULL: none. Returns its number. */
static uint32_t add_context(bench *b, const char *holds, const char *lacks) {
    tpt__context *context = tpt__push(&b->arena, &b->tables.contexts);
    if (holds) *tpt__push(&b->arena, &context->holds) = add_expression(b, holds, TPT__NONE, NULL);
    if (lacks) *tpt__push(&b->arena, &context->lacks) = add_expression(b, lacks, TPT__NONE, NULL);
    return b->tables.contexts.count - 1;
}

/* A word that no run of letters makes is looked for as it stands: at the edge of one, or alone, and with more than two joints. */
static void test_words_with_apostrophes(void **state) {
    bench *b = *state;
    static const char *const words[] = {"'", "'tis", "don'", "a'b'c'd", "don't"};
    static const char *const texts[] = {"z'z", "x'tis sore", "i don'", "as a'b'c'd says", "i don't"};
    for (uint32_t i = 0; i < COUNT_OF(words); i++) {
        add(b, "nerve");
        add_expression(b, words[i], b->tables.entries.count - 1, words[i]);
    }
    for (uint32_t i = 0; i < COUNT_OF(texts); i++) {
        bool found = false;
        count_of(b, texts[i]);
        for (uint32_t c = 0; c < b->result.candidate_count; c++) found |= b->result.candidates[c].entry == i;
        if (!found) fail_msg("%s: %s is not found", texts[i], words[i]);
    }
}

static void count_only_in(bench *b, uint32_t pattern, uint32_t context) {
    *tpt__push(&b->arena, &b->tables.patterns.items[pattern].contexts) = context;
}

/* "ring" counts where she is told of and nothing of one's own; "wait" where she is told of. */
static void set_up_contexts(bench *b, const char *own) {
    add(b, "nerve");
    add(b, "bone");
    uint32_t her = add_context(b, "\\b(?:she|her)\\b", NULL), not_me = add_context(b, NULL, own);
    uint32_t ring = add_expression(b, "\\bring\\b", 0, "ring"),
             wait = add_expression(b, "\\bwait\\b", 1, "wait");
    count_only_in(b, ring, her);
    count_only_in(b, ring, not_me);
    count_only_in(b, wait, her);
}

static void test_contexts(void **state) {
    bench *b = *state;
    set_up_contexts(b, "\\bmy (?:neck|back)\\b");
    assert_int_equal(count_of(b, "should i ring"), 0);
    assert_int_equal(count_of(b, "she is pale, should i ring"), 1);
    assert_int_equal(count_of(b, "should i ring or wait, ring or wait? she is pale"), 4);
    assert_int_equal(b->result.confirms,
                     5); /* of these one for the contexts: she is looked for once, and "my" is not there */
    assert_int_equal(count_of(b, "she is pale, should i ring or wait? and my back hurts"), 1);
    assert_int_equal(b->result.mentions.items[0].entry, 1);
    assert_int_equal(count_of(b, "she says my back is fine"), 0);
    assert_int_equal(b->result.confirms, 0); /* no pattern matches, so no context is looked at */
    assert_int_equal(count_of(b, ""), 0);
}

/* A context that nothing tells leaves its patterns undecided, as if they were so themselves. */
static void test_undecided_context(void **state) {
    bench *b = *state;
    set_up_contexts(b, "\\bm(?:a+)+[bd]");
    assert_int_equal(
        count_of(b, "she should ring or wait maaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"), 1);
    assert_int_equal(b->result.mentions.items[0].entry, 1);
    assert_int_equal(b->result.undecided.count, 1);
    assert_int_equal(b->result.undecided.items[0], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_phrases),
        TEST(test_gaps),
        TEST(test_least_gap),
        TEST(test_optional_words_and_choices),
        TEST(test_longest_wins),
        TEST(test_several_senses),
        TEST(test_inflection),
        TEST(test_odd_inflection),
        TEST(test_odd_respelling),
        TEST(test_exact_form),
        TEST(test_spelling),
        TEST(test_joined),
        TEST(test_spelling_leaves_others_alone),
        TEST(test_spelling_never_makes_a_cue),
        TEST(test_spelling_limits),
        TEST(test_sound),
        TEST(test_said_louder),
        TEST(test_parted),
        TEST(test_parts_are_tokens),
        TEST(test_respelling),
        TEST(test_respelling_in_term),
        TEST(test_slots),
        TEST(test_many_slots),
        TEST(test_many_tokens),
        TEST(test_frames),
        TEST(test_short_slot),
        TEST(test_bad_terms),
        TEST(test_largest_terms),
        TEST(test_chain),
        TEST(test_steps),
        TEST(test_patterns),
        TEST(test_words_with_apostrophes),
        TEST(test_contexts),
        TEST(test_undecided_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

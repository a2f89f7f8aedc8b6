#include "match/fuzzy.h"

#include <string.h>

#define MAX_LEN 32
#define MIN_LEN 3     /* letters of a form, and of a word, that are worth a search */
#define LONG 7        /* letters from which a second edit is likelier than another word */
#define LIGHT_LEAST 6 /* letters of a small word that is worth one: "between" */
#define KEEPS_FIRST 4 /* up to this many letters the first one must stand */

/* A part of up to three letters must be a word of these: "sis" is in too many words. */
#define SHORT_CLASSES (TPT__WORD_LIGHT | TPT__WORD_BREAKS | TPT__WORD_FIRST_PERSON)

#define TOO_MANY 100 /* edits: beyond every limit */

/*
 * Optimal string alignment distance, or more than `limit` when it is more, of forms whose lengths differ by no more than that. A
 * cell so far from the diagonal that no way through it stays within the limit is never looked at.
 */
static uint32_t distance_within(const char *a, uint32_t a_len, const char *b, uint32_t b_len,
                                uint32_t limit) {
    uint8_t rows[3][MAX_LEN + 2];
    uint8_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (uint32_t j = 0; j <= b_len; j++) last[j] = (uint8_t)j;
    for (uint32_t i = 1; i <= a_len; i++) {
        uint32_t from = i > limit ? i - limit : 1, to = i + limit < b_len ? i + limit : b_len;
        uint8_t least = row[from - 1] = from == 1 ? (uint8_t)i : TOO_MANY;
        for (uint32_t j = from; j <= to; j++) {
            uint8_t cost = (uint8_t)(last[j - 1] + (a[i - 1] != b[j - 1]));
            if (last[j] + 1 < cost) cost = (uint8_t)(last[j] + 1);
            if (row[j - 1] + 1 < cost) cost = (uint8_t)(row[j - 1] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < cost)
                cost = (uint8_t)(before[j - 2] + 1);
            row[j] = cost;
            if (cost < least) least = cost;
        }
        if (least > limit) return limit + 1;
        row[to + 1] = TOO_MANY;
        uint8_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b_len];
}

/* With one edit to spend: what is left is one letter on a side, or two that changed places. */
static bool is_one_edit(const char *a, uint32_t a_len, const char *b, uint32_t b_len) {
    if (a_len <= 1 && b_len <= 1) return true;
    return a_len == 2 && b_len == 2 && a[0] == b[1] && a[1] == b[0];
}

/* Two forms without what they have in common at their start and their end, which no edit need touch. */
static uint32_t distance(const char *a, uint32_t a_len, const char *b, uint32_t b_len, uint32_t limit) {
    while (a_len && b_len && *a == *b) a++, b++, a_len--, b_len--;
    while (a_len && b_len && a[a_len - 1] == b[b_len - 1]) a_len--, b_len--;
    uint32_t longer = a_len > b_len ? a_len - b_len : b_len - a_len;
    if (longer > limit) return limit + 1;
    if (!a_len || !b_len) return longer;
    if (limit == 1) return is_one_edit(a, a_len, b, b_len) ? 1 : 2;
    return distance_within(a, a_len, b, b_len, limit);
}

/* The set of letters, by ASCII; all others share a bit. */
static uint32_t letters_of(const char *text, size_t len) {
    uint32_t set = 0;
    for (size_t i = 0; i < len; i++) set |= 1u << (text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' : 26);
    return set;
}

/* How many bits are set, in steps that a compiler can take for several numbers at once. */
static uint32_t count_bits(uint32_t set) {
    set -= set >> 1 & 0x55555555u;
    set = (set & 0x33333333u) + (set >> 2 & 0x33333333u);
    set = (set + (set >> 4)) & 0x0F0F0F0Fu;
    set += set >> 8;
    return (set + (set >> 16)) & 0x3Fu;
}

/* ---- Sound ------------------------------------------------------------------------------------------------------------- */

static const tpt__sound *sound_at(const tpt__vocab *vocab, const char *text, size_t len, size_t at) {
    const tpt__sound *best = NULL;
    uint32_t first = (uint8_t)text[at];
    for (uint32_t i = vocab->sounds_of.first[first]; i < vocab->sounds_of.first[first + 1]; i++) {
        const tpt__sound *sound = &vocab->sounds.items[vocab->sounds_of.items[i]];
        if (sound->at_start && at) continue;
        if (at + sound->from_len > len || memcmp(text + at, sound->from, sound->from_len) != 0) continue;
        if (sound->at_end && at + sound->from_len != len) continue;
        if (!best || sound->from_len > best->from_len ||
            (sound->from_len == best->from_len && sound->at_start))
            best = sound;
    }
    return best;
}

/* What a form sounds like: the language's rules, longest first, and no letter twice in a row. Returns its length. */
static size_t sound_of(const tpt__vocab *vocab, const char *text, size_t len, char out[MAX_LEN]) {
    size_t used = 0;
    for (size_t at = 0; at < len && used < MAX_LEN - 4;) {
        const tpt__sound *sound = sound_at(vocab, text, len, at);
        const char *to = sound ? sound->to : text + at;
        size_t to_len = sound ? sound->to_len : 1;
        for (size_t i = 0; i < to_len && used < MAX_LEN - 1; i++)
            if (!used || out[used - 1] != to[i]) out[used++] = to[i];
        at += sound ? sound->from_len : 1;
    }
    return used;
}

/* ---- The words that a correction may lead to ---------------------------------------------------------------------------- */

/* "=arm" reads no inflection, but a slip is a slip: it stands for the word where that is not one of its own. */
static const char *plain_text(const tpt__word *word, uint32_t *len) {
    uint32_t skip = word->text[0] == '=' && word->len > 1;
    *len = word->len - skip;
    return word->text + skip;
}

/* A short word of a cue ("not") is no aim even for the phrases of findings that hold it ("not mine any more"). */
static bool is_target(const tpt__vocab *vocab, const tpt__word *word) {
    uint32_t len;
    const char *text = plain_text(word, &len);
    if (!word->content || word->text[0] == '<' || len < MIN_LEN || len > MAX_LEN - 2) return false;
    if (word->guarded && len <= MIN_LEN) return false;
    if ((word->classes & TPT__WORD_LIGHT) && len < LIGHT_LEAST) return false;
    uint32_t plain = text == word->text ? TPT__NONE : tpt__vocab_find(vocab, text, len);
    return plain == TPT__NONE || !vocab->words.items[plain].content; /* else that one is the aim */
}

static void add_target(tpt__vocab *vocab, uint32_t id) {
    tpt__target target = {.word = id};
    char sound[MAX_LEN];
    target.text = plain_text(&vocab->words.items[id], &target.len);
    size_t len = sound_of(vocab, target.text, target.len, sound);
    target.letters = letters_of(target.text, target.len);
    target.sound = tpt__arena_copy(vocab->arena, sound, len);
    target.sound_len = (uint32_t)len;
    *tpt__push(vocab->arena, &vocab->targets) = target;
}

static uint32_t hash_sound(const char *sound, size_t len) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)sound[i]) * 16777619u;
    return hash;
}

static void index_targets(tpt__vocab *vocab) {
    uint32_t *letters = TPT__NEW(vocab->arena, uint32_t, vocab->targets.count + 1);
    uint32_t *sounds = TPT__NEW(vocab->arena, uint32_t, vocab->targets.count + 1);
    for (uint32_t i = 0; i < vocab->targets.count; i++) {
        const tpt__target *target = &vocab->targets.items[i];
        letters[i] = target->letters;
        sounds[i] = hash_sound(target->sound, target->sound_len);
    }
    vocab->target_letters = letters;
    vocab->target_sounds = sounds;
}

static void index_sounds(tpt__vocab *vocab) {
    tpt__pairs pairs = {0};
    for (uint32_t i = 0; i < vocab->sounds.count; i++)
        *tpt__push(vocab->arena, &pairs) = (tpt__pair){(uint8_t)vocab->sounds.items[i].from[0], i};
    tpt__groups_of(vocab->arena, &pairs, UINT8_MAX + 1, &vocab->sounds_of);
}

void tpt__fuzzy_freeze(tpt__vocab *vocab) {
    index_sounds(vocab);
    vocab->targets.count = 0;
    for (uint32_t len = 0; len < MAX_LEN; len++) {
        vocab->targets_from[len] = vocab->targets.count;
        for (uint32_t id = 0; id < vocab->words.count; id++) {
            uint32_t plain;
            plain_text(&vocab->words.items[id], &plain);
            if (plain == len && is_target(vocab, &vocab->words.items[id])) add_target(vocab, id);
        }
    }
    vocab->targets_from[MAX_LEN] = vocab->targets.count;
    index_targets(vocab);
}

/* ---- The search ---------------------------------------------------------------------------------------------------------- */

typedef struct search {
    const tpt__vocab *vocab;
    const char *text;
    uint32_t len, letters, edits;
    char sound[MAX_LEN];
    size_t sound_len;
    uint32_t sound_hash;
    uint32_t best; /* edits */
    uint32_t count;
    uint32_t words[TPT__FUZZY_MAX], costs[TPT__FUZZY_MAX];
} search;

static bool sounds_same(const search *s, const tpt__target *target) {
    return s->sound_len == target->sound_len && memcmp(s->sound, target->sound, s->sound_len) == 0;
}

/* How many edits may part the form from a word; 0: none may. */
static uint32_t edits_allowed(const search *s, const tpt__target *word, bool same_sound) {
    bool same_start = word->text[0] == s->text[0];
    if (same_sound && s->edits > 1 && s->len > KEEPS_FIRST) return s->len >= LONG ? 4 : 2;
    if (!same_start && s->len <= KEEPS_FIRST) return 0;
    if (s->len <= MIN_LEN || word->len <= MIN_LEN) /* "amr" and "nek", but not "gtn" */
        return same_start && (same_sound || s->letters == word->letters) ? 1 : 0;
    return s->edits > 1 && s->len >= LONG - 1 && word->len >= LONG ? 2 : 1;
}

/* Among words that are as near, the likelier slip: same start, same sound, same end, same length. */
static uint32_t cost_of(const search *s, const tpt__target *word, bool same_sound) {
    uint32_t cost = word->len > s->len ? word->len - s->len : s->len - word->len;
    if (word->text[0] != s->text[0]) cost += 4;
    if (!same_sound) cost += 3;
    if (word->text[word->len - 1] != s->text[s->len - 1]) cost += 2;
    return cost;
}

static void keep(search *s, uint32_t word, uint32_t cost) {
    uint32_t at = s->count;
    if (at == TPT__FUZZY_MAX && cost >= s->costs[--at]) return;
    for (; at > 0 && s->costs[at - 1] > cost; at--) {
        s->words[at] = s->words[at - 1];
        s->costs[at] = s->costs[at - 1];
    }
    s->words[at] = word;
    s->costs[at] = cost;
    if (s->count < TPT__FUZZY_MAX) s->count++;
}

static void try_target(search *s, const tpt__target *target) {
    bool same_sound = sounds_same(s, target);
    uint32_t allowed = edits_allowed(s, target, same_sound);
    if (allowed > s->best) allowed = s->best;
    uint32_t found = allowed ? distance(s->text, s->len, target->text, target->len, allowed) : 1;
    if (!allowed || found > allowed) return;
    if (found < s->best) {
        s->best = found;
        s->count = 0;
    }
    keep(s, target->word, cost_of(s, target, same_sound));
}

#define ROW 32 /* targets that are looked at in one go */

/* Which of a row may be near: an edit changes two of the letters at most; what sounds the same may be further away. */
static bool find_near(const search *s, uint32_t from, uint32_t count, uint32_t near[ROW]) {
    const uint32_t *letters = s->vocab->target_letters + from, *sounds = s->vocab->target_sounds + from;
    uint32_t most = 2 * (s->best < s->edits ? s->best : s->edits), by_sound = s->edits > 1, any = 0;
    for (uint32_t i = 0; i < count; i++) {
        near[i] = (count_bits(s->letters ^ letters[i]) <= most) | (by_sound & (sounds[i] == s->sound_hash));
        any |= near[i];
    }
    return any;
}

static void search_row(search *s, uint32_t from, uint32_t count) {
    uint32_t near[ROW];
    if (!find_near(s, from, count, near)) return;
    for (uint32_t i = 0; i < count; i++)
        if (near[i]) try_target(s, &s->vocab->targets.items[from + i]);
}

uint32_t tpt__fuzzy_find(const tpt__vocab *vocab, const char *text, size_t len, uint32_t edits,
                         uint32_t out[TPT__FUZZY_MAX]) {
    if (len < MIN_LEN || len > MAX_LEN - 2) return 0;
    search s = {.vocab = vocab, .text = text, .len = (uint32_t)len, .edits = edits, .best = UINT32_MAX};
    s.letters = letters_of(text, len);
    s.sound_len = sound_of(vocab, text, len, s.sound);
    s.sound_hash = hash_sound(s.sound, s.sound_len);
    uint32_t reach = edits + (edits > 1), from = s.len > MIN_LEN + reach ? s.len - reach : MIN_LEN;
    uint32_t to = s.len + reach < MAX_LEN - 1 ? s.len + reach : MAX_LEN - 2;
    for (uint32_t at = vocab->targets_from[from], end = vocab->targets_from[to + 1]; at < end; at += ROW)
        search_row(&s, at, end - at < ROW ? end - at : ROW);
    memcpy(out, s.words, s.count * sizeof *out);
    return s.count;
}

/* ---- Letters said louder ------------------------------------------------------------------------------------------------- */

#define RUNS 3

/* Copies the form with each run of three and more as one letter or as two, by the bits of `choice`. */
static size_t shrink(const char *text, size_t len, uint32_t choice, char out[MAX_LEN], uint32_t *runs) {
    size_t used = 0;
    *runs = 0;
    for (size_t at = 0; at < len;) {
        size_t run = 1;
        while (at + run < len && text[at + run] == text[at]) run++;
        size_t keep = run;
        if (run >= 3) keep = *runs < RUNS ? 1 + (choice >> (*runs)++ & 1) : 1;
        for (size_t i = 0; i < keep && used < MAX_LEN - 1; i++) out[used++] = text[at];
        at += run;
    }
    return used;
}

bool tpt__fuzzy_unstretch(const char *text, size_t len,
                          void (*visit)(const char *text, size_t len, void *context), void *context) {
    char form[MAX_LEN];
    uint32_t runs;
    shrink(text, len, 0, form, &runs);
    for (uint32_t choice = 0; runs && choice < 1u << runs; choice++) {
        uint32_t same;
        size_t used = shrink(text, len, choice, form, &same);
        visit(form, used, context);
    }
    return runs > 0;
}

/* ---- Words run together ---------------------------------------------------------------------------------------------------- */

/* "da" is "the". */
static bool opens_to_small_word(const tpt__vocab *vocab, const char *text, uint32_t len) {
    uint32_t at = tpt__map_get(&vocab->respelling_of, text, len);
    const tpt__respelling *open = at == TPT__NONE ? NULL : &vocab->respellings.items[at];
    return open && open->word_count == 1 && (vocab->words.items[open->words[0]].classes & SHORT_CLASSES);
}

static bool may_split_off(const tpt__vocab *vocab, const char *text, uint32_t len, uint32_t *id) {
    *id = tpt__vocab_find(vocab, text, len);
    if (*id == TPT__NONE && tpt__map_get(&vocab->respelling_of, text, len) == TPT__NONE) return false;
    if (len >= 4) return true;
    const tpt__word *word = *id == TPT__NONE ? NULL : &vocab->words.items[*id];
    if (!word && len == 2) return opens_to_small_word(vocab, text, len);
    return word ? word->guarded || (word->classes & SHORT_CLASSES) : len >= 3;
}

uint32_t tpt__fuzzy_split(const tpt__vocab *vocab, const char *text, size_t len, uint32_t lens[TPT__PARTS]) {
    uint8_t words[MAX_LEN + 1], from[MAX_LEN + 1];
    if (len < TPT__SPLIT_LEAST || len > MAX_LEN) return 0;
    memset(words, 0xFF, sizeof words);
    words[0] = 0;
    for (uint32_t end = 2; end <= len; end++) {
        for (uint32_t start = 0; start + 2 <= end; start++) {
            uint32_t id;
            if (words[start] >= TPT__PARTS || words[start] + 1 >= words[end] ||
                !may_split_off(vocab, text + start, end - start, &id))
                continue;
            words[end] = (uint8_t)(words[start] + 1);
            from[end] = (uint8_t)start;
        }
    }
    if (words[len] < 2 || words[len] > TPT__PARTS) return 0;
    for (uint32_t end = (uint32_t)len, i = words[len]; i-- > 0; end = from[end]) lens[i] = end - from[end];
    return words[len];
}

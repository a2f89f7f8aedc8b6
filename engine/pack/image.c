#include "pack/image.h"

#include <string.h>

#include "base/diag.h"

/* Every struct that a ruleset holds: a change of one is seen by its size. */
static uint64_t layout_hash(void) {
    static const size_t sizes[] = {sizeof(tpt_ruleset),        sizeof(tpt__pack_info),
                                   sizeof(tpt__retired_id),    sizeof(tpt__map_slot),
                                   sizeof(tpt__word),          sizeof(tpt__suffix),
                                   sizeof(tpt__respelling),    sizeof(struct tpt__base_link),
                                   sizeof(tpt__enclitic),      sizeof(tpt__sound),
                                   sizeof(tpt__target),        sizeof(tpt__unit),
                                   sizeof(tpt__trie_node),     sizeof(tpt__trie_edge),
                                   sizeof(tpt__trie_gap),      sizeof(tpt__trie_output),
                                   sizeof(tpt__entry),         sizeof(tpt__pattern_entry),
                                   sizeof(tpt__context),       sizeof(tpt__site),
                                   sizeof(tpt__concept),       sizeof(tpt__operator_rule),
                                   sizeof(tpt__cue),           sizeof(tpt__figure),
                                   sizeof(tpt__opener),        sizeof(tpt__measure),
                                   sizeof(tpt__element),       sizeof(tpt__list),
                                   sizeof(tpt__finding_rule),  sizeof(tpt__expr),
                                   sizeof(tpt__flag_rule),     sizeof(tpt__condition_rule),
                                   sizeof(tpt__weight),        sizeof(tpt__subtype),
                                   sizeof(tpt__criteria_rule), sizeof(tpt__criterion),
                                   sizeof(tpt__question),      sizeof(tpt__area_rule),
                                   sizeof(tpt__zone),          sizeof(tpt__therapy_rule),
                                   sizeof(tpt__indication),    sizeof(tpt__caution_rule),
                                   sizeof(tpt__effect),        sizeof(tpt__self_care_rule),
                                   sizeof(tpt__score_rule),    sizeof(tpt__place),
                                   sizeof(tpt__score_item),    sizeof(tpt__fact_rule),
                                   sizeof(tpt__code),          sizeof(tpt__input_key),
                                   sizeof(tpt__source_rule),   sizeof(tpt__wording),
                                   sizeof(tpt__number)};
    uint64_t hash = tpt__wordset_hash((const char *)sizes, sizeof sizes);
    for (size_t i = 0; i < tpt__wordset_count; i++)
        hash ^= (i + 1) * tpt__wordset_hash(tpt__wordsets[i].name, strlen(tpt__wordsets[i].name));
    return hash;
}

tpt__image_maker tpt__image_this_maker(void) {
    const uint32_t order = 0x01020304;
    const unsigned char *first = (const unsigned char *)&order;
    return (tpt__image_maker){.version = TPT_VERSION_STRING,
                              .pointer_bytes = sizeof(void *),
                              .byte_order = *first,
                              .layout = layout_hash()};
}

/* What does not fit, or NULL. */
static const char *misfit(const tpt__image_maker *image) {
    tpt__image_maker this = tpt__image_this_maker();
    if (strcmp(image->version, this.version) != 0) return "version of the engine";
    if (image->pointer_bytes != this.pointer_bytes) return "size of pointers";
    if (image->byte_order != this.byte_order) return "order of bytes";
    return image->layout != this.layout ? "layout of tables" : NULL;
}

static void fit_trie(tpt__arena *arena, tpt__trie *trie) {
    tpt__fit(arena, &trie->nodes);
    tpt__fit(arena, &trie->edges);
    tpt__fit(arena, &trie->gaps);
    tpt__fit(arena, &trie->outputs);
}

void tpt__image_fit(tpt_ruleset *ruleset) {
    tpt__arena *arena = &ruleset->arena;
    tpt__vocab *vocab = &ruleset->match.vocab;
    fit_trie(arena, &ruleset->match.phrases);
    fit_trie(arena, &ruleset->match.frames);
    tpt__fit(arena, &vocab->words);
    tpt__fit(arena, &vocab->targets);
    tpt__fit(arena, &vocab->base_links);
    tpt__fit(arena, &vocab->respellings);
    tpt__fit(arena, &ruleset->match.entries);
    tpt__fit(arena, &ruleset->match.patterns);
    tpt__fit(arena, &ruleset->lexicon.concepts);
    tpt__fit(arena, &ruleset->lexicon.elements);
    tpt__fit(arena, &ruleset->lexicon.findings);
    tpt__fit(arena, &ruleset->rules.exprs);
}

tpt__pattern **tpt__image_patterns(tpt_ruleset *ruleset) {
    uint32_t count = ruleset->match.patterns.count;
    tpt__pattern **patterns = TPT__NEW(&ruleset->arena, tpt__pattern *, count + 1);
    for (uint32_t i = 0; i < count; i++) patterns[i] = ruleset->match.patterns.items[i].pattern;
    return patterns;
}

/* The blocks that move, in the arena and with their pointers put right. */
static char *move(tpt__arena *arena, const tpt__image *image) {
    char *moved = tpt__arena_copy(arena, image->moving, image->moving_size);
    uintptr_t to_moving = (uintptr_t)moved, to_fixed = (uintptr_t)image->fixed - image->moving_size;
    uintptr_t *words = (void *)moved;
    for (size_t i = 0; i < image->pointer_count; i++) {
        uintptr_t *pointer = &words[image->pointers[i]];
        *pointer += *pointer < image->moving_size ? to_moving : to_fixed;
    }
    return moved;
}

/* The frozen ruleset itself comes first among the blocks; what is this ruleset's own stays. */
static void take_over(tpt_ruleset *ruleset, const char *moved) {
    size_t max_text_bytes = ruleset->max_text_bytes;
    tpt__arena arena = ruleset->arena;
    memcpy(ruleset, moved, sizeof *ruleset);
    ruleset->arena = arena;
    ruleset->max_text_bytes = max_text_bytes;
}

tpt_status tpt__image_load(tpt_ruleset *ruleset, const tpt__image *image, tpt_error *error) {
    const char *unfit = misfit(&image->made_by);
    if (unfit)
        return tpt__error_set(error, TPT_E_VERSION, "the pack that is built in was made for another %s",
                              unfit);
    take_over(ruleset, move(&ruleset->arena, image));
    if (!tpt__patterns_thaw(&ruleset->arena, tpt__image_patterns(ruleset), ruleset->match.patterns.count,
                            (const char *)image->fixed + image->patterns, image->patterns_size))
        return tpt__error_set(error, TPT_E_PATTERN,
                              "a pattern of the pack that is built in cannot be compiled");
    return TPT_OK;
}

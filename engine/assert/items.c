#include "assert/items.h"

#include <string.h>

#define FIGURE_REACH 4 /* words between "like" and what it is like */

const char *const tpt__status_names[] = {"present",      "absent", "unclear", "past",
                                         "hypothetical", "other",  NULL};
const char *const tpt__role_names[] = {"sensation", "op", "site", "cue", "attribute", NULL};

#define TYPE_BIT(type) (1u << (type))

static const uint32_t HEAD_TYPES =
    TYPE_BIT(TPT__TYPE_SENSATION) | TYPE_BIT(TPT__TYPE_QUALITY) | TYPE_BIT(TPT__TYPE_SIGN) |
    TYPE_BIT(TPT__TYPE_FUNCTION) | TYPE_BIT(TPT__TYPE_EVENT) | TYPE_BIT(TPT__TYPE_ACTIVITY) |
    TYPE_BIT(TPT__TYPE_CONTEXT) | TYPE_BIT(TPT__TYPE_TREATMENT) | TYPE_BIT(TPT__TYPE_MEDICINE) |
    TYPE_BIT(TPT__TYPE_HISTORY) | TYPE_BIT(TPT__TYPE_TRIGGER);

bool tpt__item_is_type(const tpt__scene *scene, const tpt__item *item, tpt__type type) {
    return !item->gone && item->owner == TPT__OWNER_CONCEPT &&
           scene->lexicon->concepts.items[item->index].type == type;
}

bool tpt__item_is_head(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone) return false;
    if (item->owner == TPT__OWNER_FINDING) return true;
    return item->owner == TPT__OWNER_CONCEPT &&
           (HEAD_TYPES & TYPE_BIT(scene->lexicon->concepts.items[item->index].type));
}

static void add_item(tpt__scene *scene, uint32_t mention_index) {
    const tpt__mention *mention = &scene->match->mentions.items[mention_index];
    const tpt__entry *entry = &scene->tables->entries.items[mention->entry];
    const tpt__token *token = &scene->doc->tokens[mention->first];
    tpt__item *item = tpt__push(scene->arena, &scene->items);
    item->owner = (tpt__owner)entry->kind;
    item->index = entry->index;
    item->mention = mention_index;
    item->first = mention->first;
    item->last = mention->last;
    item->clause = token->clause;
    item->sentence = token->sentence;
    item->strength = mention->strength;
    item->figure = item->group = item->op_item = item->last_negation = item->cue_item = TPT__NONE;
    item->attributes = tpt__attributes_none();
    if (item->owner == TPT__OWNER_CONCEPT)
        tpt__attributes_merge(&item->attributes, &scene->lexicon->concepts.items[item->index].gives);
    if (item->owner == TPT__OWNER_FINDING)
        tpt__attributes_merge(&item->attributes, &scene->lexicon->findings.items[item->index].gives);
    for (uint32_t t = 0; t < mention->token_count; t++)
        scene->item_at[mention->tokens[t]] = scene->items.count - 1;
}

/* The "like" of a figure that stands shortly before its vehicle, or NULL. */
static tpt__item *figure_opening(tpt__scene *scene, const tpt__item *vehicle) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->owner != TPT__OWNER_FIGURE_AFTER || item->index != vehicle->index) continue;
        if (item->sentence == vehicle->sentence && item->last <= vehicle->first &&
            vehicle->first - item->last <= FIGURE_REACH)
            return item;
    }
    return NULL;
}

/* The literal event between "like" and the vehicle never happened. */
static void silence_between(tpt__scene *scene, uint32_t first, uint32_t last, const tpt__item *keep) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item != keep && item->first >= first && item->last <= last &&
            tpt__item_is_type(scene, item, TPT__TYPE_EVENT))
            item->gone = true;
    }
}

static void read_figures(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *vehicle = &scene->items.items[i];
        if (vehicle->owner != TPT__OWNER_VEHICLE) continue;
        tpt__item *opening = figure_opening(scene, vehicle);
        const tpt__figure *figure = &scene->lexicon->figures.items[vehicle->index];
        if (!opening) {
            vehicle->gone = true;
            continue;
        }
        silence_between(scene, opening->first, vehicle->last, vehicle);
        vehicle->owner = TPT__OWNER_CONCEPT;
        vehicle->figure = vehicle->index;
        vehicle->index = figure->concept;
        vehicle->attributes = figure->gives;
        tpt__attributes_merge(&vehicle->attributes, &scene->lexicon->concepts.items[figure->concept].gives);
    }
}

static bool is_contained(const tpt__mention *inner, const tpt__mention *outer) {
    for (uint32_t i = 0; i < inner->token_count; i++) {
        bool named = false;
        for (uint32_t k = 0; k < outer->token_count && !named; k++)
            named = inner->tokens[i] == outer->tokens[k];
        if (!named) return false;
    }
    return inner->token_count > 0;
}

void tpt__items_within(tpt__scene *scene, tpt__item *item, tpt__owner owner,
                       bool (*visit)(tpt__scene *scene, tpt__item *item, const tpt__mention *inner)) {
    if (item->mention == TPT__NONE) return;
    const tpt__mention *outer = &scene->match->mentions.items[item->mention];
    uint32_t covered = item->first; /* longest first, so that "low back" is no back */
    for (uint32_t i = 0; i < scene->match->candidate_count; i++) {
        const tpt__mention *inner = &scene->match->candidates[i];
        if (scene->tables->entries.items[inner->entry].kind != (uint32_t)owner || inner->strength < 3)
            continue;
        if (inner->token_count >= outer->token_count || inner->first < covered || !is_contained(inner, outer))
            continue;
        if (visit(scene, item, inner)) covered = inner->last;
    }
}

/* "worst headache of my life" says how bad, and of what; "headache every day" how often, and what. */
static bool revive_head(tpt__scene *scene, tpt__item *item, const tpt__mention *inner) {
    uint32_t index = scene->tables->entries.items[inner->entry].index;
    if (scene->lexicon->concepts.items[index].type != TPT__TYPE_SENSATION) return false;
    tpt__item head = *item;
    head.owner = TPT__OWNER_CONCEPT;
    head.index = index;
    head.attributes = tpt__attributes_none();
    tpt__attributes_merge(&head.attributes, &scene->lexicon->concepts.items[index].gives);
    *tpt__push(scene->arena, &scene->items) = head;
    return true;
}

static void revive_heads(tpt__scene *scene) {
    uint32_t count = scene->items.count;
    for (uint32_t i = 0; i < count; i++) {
        tpt__item item = scene->items.items[i]; /* a copy: reviving may move the list */
        if (tpt__item_is_type(scene, &item, TPT__TYPE_ATTRIBUTE) || item.owner == TPT__OWNER_MEASURE)
            tpt__items_within(scene, &item, TPT__OWNER_CONCEPT, revive_head);
    }
}

static bool is_silencer(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner == TPT__OWNER_FIGURE_AFTER) return true;
    if (item->owner != TPT__OWNER_CUE) return false;
    tpt__cue_kind kind = scene->lexicon->cues.items[item->index].kind;
    return kind == TPT__CUE_SILENCE || kind == TPT__CUE_PSEUDO;
}

void tpt__items_build(tpt__scene *scene) {
    scene->item_at = TPT__NEW(scene->arena, uint32_t, scene->doc->count + 1);
    for (uint32_t i = 0; i < scene->doc->count; i++) scene->item_at[i] = TPT__NONE;
    for (uint32_t i = 0; i < scene->match->mentions.count; i++) add_item(scene, i);
    read_figures(scene);
    revive_heads(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (is_silencer(scene, &scene->items.items[i])) scene->items.items[i].gone = true;
}

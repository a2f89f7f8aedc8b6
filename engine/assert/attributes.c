/* Which attributes and measures a head has: how bad, since when, how it began, what sets it off. */
#include "assert/attach.h"

#define BEARER_STEPS 8     /* heads looked over for the one that an attribute is of */
#define ATTRIBUTE_REACH 48 /* tokens of one clause over which an attribute speaks */

/*
 * How far an attribute is from a complaint, or UINT32_MAX: one before is nearer than one after, one in its sentence than
 * others; one that is denied is the last choice.
 */
static uint32_t attribute_cost(const tpt__scene *scene, const tpt__item *attribute, uint32_t head_index) {
    if (head_index == TPT__NONE) return UINT32_MAX;
    const tpt__item *head = &scene->items.items[head_index];
    bool before = head->first < attribute->first;
    uint32_t cost = before ? attribute->first - head->first : head->first - attribute->first + 2;
    if (head->negations % 2 && !tpt__item_is_type(scene, head, TPT__TYPE_FUNCTION)) cost += 10000;
    if (head->sentence == attribute->sentence) return cost;
    uint32_t apart = before ? attribute->sentence - head->sentence : head->sentence - attribute->sentence;
    if (apart > (before ? 2u : 1u)) return UINT32_MAX;
    return cost + 1000 * apart + (before ? 0 : 500);
}

/* The nearest complaint on both sides, looking over a few heads; else the nearest head of any kind. */
static uint32_t bearer_of(const tpt__scene *scene, uint32_t index) {
    const tpt__item *attribute = &scene->items.items[index];
    uint32_t best = TPT__NONE, best_cost = UINT32_MAX;
    for (uint32_t any = 0; any < 2 && best == TPT__NONE; any++) {
        uint32_t at[2] = {scene->nearest[index].head_before, scene->nearest[index].head_after};
        for (uint32_t way = 0; way < 2; way++) {
            for (uint32_t steps = 0; at[way] != TPT__NONE && steps < BEARER_STEPS; steps++) {
                uint32_t cost = attribute_cost(scene, attribute, at[way]);
                if (cost < best_cost &&
                    (any || tpt__item_is_complaint(scene, &scene->items.items[at[way]]))) {
                    best = at[way];
                    best_cost = cost;
                }
                at[way] = way ? scene->nearest[at[way]].head_after : scene->nearest[at[way]].head_before;
            }
        }
    }
    return best;
}

/* "Knee 7/10", "my back is getting worse": how bad a bare place is says that it is complained of. */
static void confirm(tpt__item *head, const tpt__attributes *given) {
    bool bad = given->severity != TPT__UNKNOWN && given->severity >= 1;
    bool worsens = given->course & (1u << TPT__COURSE_WORSENING);
    if (!head->assumed || head->gone || !(bad || worsens)) return;
    if (head->strength < TPT__STRENGTH_RESPELT) head->strength = TPT__STRENGTH_RESPELT;
    if (head->site_count) head->sites[0].rung = 3;
}

/* The worst that was said stands: of "started at a 2, now a 9", and of a pain that exploded and is "down to a 4 now". */
static void receive(tpt__item *head, const tpt__attributes *given) {
    int64_t before = head->attributes.severity;
    tpt__attributes_merge(&head->attributes, given);
    if (before != TPT__UNKNOWN && given->severity != TPT__UNKNOWN && given->severity > before)
        head->attributes.severity = given->severity;
    confirm(head, given);
}

/*
 * Gives to every head of the clause that is not too far, if one of them is a complaint; where the clause has none, to the nearest
 * complaint. How long ago something was is told of what was done, too.
 */
static void give(tpt__scene *scene, uint32_t index, const tpt__attributes *given) {
    const tpt__item *attribute = &scene->items.items[index];
    uint32_t from = attribute->first > ATTRIBUTE_REACH ? attribute->first - ATTRIBUTE_REACH : 0;
    uint32_t start = tpt__items_from(scene, from),
             end = tpt__items_from(scene, attribute->last + ATTRIBUTE_REACH);
    bool complaint = false, dated = false;
    for (uint32_t i = start; i < end; i++) {
        const tpt__item *head = &scene->items.items[i];
        complaint |= head->clause == attribute->clause && tpt__item_is_complaint(scene, head);
    }
    for (uint32_t i = start; i < end; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!tpt__item_takes_attributes(scene, head) || head->clause != attribute->clause) continue;
        if (!complaint && given->ago == TPT__UNKNOWN) continue;
        receive(head, given);
        dated = true;
    }
    uint32_t bearer = complaint || dated ? TPT__NONE : bearer_of(scene, index);
    if (bearer == TPT__NONE) return;
    uint32_t token = scene->items.items[bearer].first;
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++)
        if (tpt__item_takes_attributes(scene, &scene->items.items[i])) /* a word of two senses: both */
            receive(&scene->items.items[i], given);
}

/* A trigger that eases, or does nothing, sets nothing off. */
static bool is_eased(const tpt__scene *scene, const tpt__item *trigger) {
    if (trigger->op_item == TPT__NONE) return false;
    tpt__operator op = scene->lexicon->operators.items[scene->items.items[trigger->op_item].index].id;
    return op == TPT__OP_EASING || op == TPT__OP_INEFFECTIVE || op == TPT__OP_INTACT;
}

static bool value_in_range(const tpt__scene *scene, const tpt__mention *mention,
                           const tpt__slot_range *range) {
    if (range->slot >= mention->value_count) return false;
    const tpt__quantity *quantity = &scene->match->lattice.quantities[mention->values[range->slot]];
    int64_t value = quantity->dimension == TPT__DIM_NUMBER || quantity->dimension == TPT__DIM_OTHER ||
                            quantity->dimension == TPT__DIM_YEAR
                        ? quantity->value / 1000
                        : quantity->value;
    return value >= range->min && value <= range->max;
}

/* The last quantity of the kind that the measure takes. */
static bool taken_value(const tpt__scene *scene, const tpt__measure *measure, const tpt__mention *mention,
                        int64_t *value) {
    if (measure->take == TPT__TAKE_VALUE) {
        *value = measure->value;
        return true;
    }
    for (uint32_t v = mention->value_count; v-- > 0;) {
        const tpt__quantity *quantity = &scene->match->lattice.quantities[mention->values[v]];
        bool fits = (measure->take == TPT__TAKE_NUMBER && quantity->dimension == TPT__DIM_NUMBER) ||
                    (measure->take == TPT__TAKE_DURATION && quantity->dimension == TPT__DIM_DURATION) ||
                    (measure->take == TPT__TAKE_WHEN && quantity->dimension == TPT__DIM_WHEN) ||
                    (measure->take == TPT__TAKE_OTHER && quantity->dimension == TPT__DIM_OTHER);
        if (!fits || (measure->slot != TPT__NONE && measure->slot != v)) continue;
        bool milli = measure->take == TPT__TAKE_NUMBER || measure->take == TPT__TAKE_OTHER;
        int64_t whole = milli ? quantity->value / 1000 : quantity->value;
        if (whole < measure->min || whole > measure->max) return false;
        int64_t scaled = quantity->value * measure->num, by = measure->den * (milli ? 1000 : 1);
        *value = (scaled + by / 2) / by + measure->add;
        return true;
    }
    return false;
}

/* The fact that a measure tells; none where the pack gives none. */
static void tell(tpt__scene *scene, const tpt__item *item, uint32_t fact, int64_t value) {
    if (fact == TPT__NONE || value == TPT__UNKNOWN) return;
    *tpt__push(scene->arena, &scene->facts) = (tpt__fact_value){fact, value, item->first, item->last};
}

static void read_measure(tpt__scene *scene, uint32_t index) {
    const tpt__item *item = &scene->items.items[index];
    const tpt__measure *measure = &scene->lexicon->measures.items[item->index];
    const tpt__mention *mention = &scene->match->mentions.items[item->mention];
    int64_t value;
    if (item->hypothetical || item->other) return;
    if (item->negations % 2) {
        if (!item->doubted && !item->past) tell(scene, item, measure->fact, measure->denied);
        return;
    }
    if (item->past && !measure->attach) {
        tell(scene, item, measure->fact, measure->past);
        return;
    }
    for (uint32_t i = 0; i < measure->where_count; i++)
        if (!value_in_range(scene, mention, &measure->where[i])) return;
    if (!taken_value(scene, measure, mention, &value)) return;
    tell(scene, item, measure->fact, value);
    tpt__attributes given = tpt__attributes_none();
    if (measure->attach == TPT__ATTACH_DURATION) given.duration = value;
    if (measure->attach == TPT__ATTACH_SEVERITY) given.severity = value;
    if (measure->attach == TPT__ATTACH_AGO) given.ago = value;
    if (measure->attach != TPT__ATTACH_NOTHING) give(scene, index, &given);
}

void tpt__attach_attributes(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone) continue;
        if (item->owner == TPT__OWNER_MEASURE) read_measure(scene, i);
        if (tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) && item->negations % 2 == 0 &&
            !item->hypothetical)
            give(scene, i, &item->attributes);
        if (tpt__item_is_type(scene, item, TPT__TYPE_QUALITY) ||
            (tpt__item_is_type(scene, item, TPT__TYPE_TRIGGER) && !is_eased(scene, item) &&
             item->negations % 2 == 0)) {
            tpt__attributes given = tpt__attributes_none();
            bool quality = tpt__item_is_type(scene, item, TPT__TYPE_QUALITY);
            if (quality && item->negations % 2 == 0)
                tpt__mark_add(given.qualities, &given.quality_count, item->index);
            else if (!quality) tpt__mark_add(given.triggers, &given.trigger_count, item->index);
            give(scene, i, &given);
        }
    }
}

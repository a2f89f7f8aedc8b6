/* The way that something spreads: "from my neck down to the hand". */
#include "assert/attach.h"

#define WAY_GAP 4 /* small words between "down to" and where it goes */

/* "confined to my knee": a word within a phrase that denies or governs tells no way. */
static bool is_held(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    if (at == TPT__NONE) return false;
    const tpt__item *item = &scene->items.items[at];
    return item->owner == TPT__OWNER_CUE || item->owner == TPT__OWNER_OPERATOR ||
           (item->owner == TPT__OWNER_FINDING && item->negations % 2);
}

/* The nearest word of direction before a site, with nothing but small words between. */
static tpt__way way_to(const tpt__scene *scene, const tpt__item *site) {
    const tpt__document *doc = scene->doc;
    for (uint32_t t = site->first, steps = 0; t > 0 && steps < WAY_GAP; steps++) {
        if (doc->tokens[t].lead != TPT__LEAD_NONE) return TPT__NO_WAY;
        uint16_t classes = scene->match->lattice.classes[--t];
        if (is_held(scene, t)) return TPT__NO_WAY;
        if (classes & TPT__WORD_FROM) return TPT__FROM;
        if (classes & TPT__WORD_TOWARD) return TPT__TOWARD;
        if (classes & TPT__WORD_AT) return TPT__NO_WAY;
        uint32_t at = scene->item_at[t];
        bool side = at != TPT__NONE && tpt__item_is_type(scene, &scene->items.items[at], TPT__TYPE_SIDE);
        if (!side && !(classes & TPT__WORD_LIGHT)) return TPT__NO_WAY;
    }
    return TPT__NO_WAY;
}

/* A site without a word of its own goes on where its list does, and is the start where a later one is the aim. */
void tpt__read_ways(tpt__scene *scene) {
    for (uint32_t g = 0; g < scene->groups.count; g++) {
        tpt__way last = TPT__NO_WAY;
        bool aims = false;
        for (uint32_t at = scene->groups.items[g].first; at != TPT__NONE && scene->items.items[at].group == g;
             at = scene->nearest[at].site_after) {
            tpt__item *site = &scene->items.items[at];
            site->way = way_to(scene, site);
            if (site->way == TPT__NO_WAY) site->way = last;
            last = site->way;
            aims |= last == TPT__TOWARD;
        }
        for (uint32_t at = scene->groups.items[g].first; at != TPT__NONE && scene->items.items[at].group == g;
             at = scene->nearest[at].site_after) {
            tpt__item *site = &scene->items.items[at];
            if (aims && site->way == TPT__NO_WAY) site->way = TPT__FROM;
            if (!aims) site->way = TPT__NO_WAY;
        }
    }
}

static void add_way(tpt__attributes *to, const tpt__item *site) {
    if (site->way == TPT__FROM) tpt__place_add(to->from, &to->from_count, site->index);
    if (site->way == TPT__TOWARD) tpt__place_add(to->to, &to->to_count, site->index);
}

/* What has its place in itself starts there, and goes to the places that follow in its clause, if nothing else is felt between. */
static void give_aims(tpt__scene *scene, tpt__item *head) {
    uint32_t index = (uint32_t)(head - scene->items.items), at = scene->nearest[index].site_after;
    while (at != TPT__NONE && scene->items.items[at].first < head->last) at = scene->nearest[at].site_after;
    if (at == TPT__NONE || scene->items.items[at].way != TPT__TOWARD) return;
    if (scene->items.items[at].clause != head->clause) return;
    uint32_t next = scene->nearest[index].head_after;
    while (next != TPT__NONE && scene->items.items[next].first < head->last)
        next = scene->nearest[next].head_after;
    if (next != TPT__NONE && scene->items.items[next].last <= scene->items.items[at].first &&
        !scene->items.items[next].assumed)
        return;
    uint32_t group = scene->items.items[at].group;
    for (uint32_t s = 0; s < head->site_count; s++)
        if (head->sites[s].item == TPT__NONE)
            tpt__place_add(head->attributes.from, &head->attributes.from_count, head->sites[s].site);
    for (; at != TPT__NONE && scene->items.items[at].group == group; at = scene->nearest[at].site_after)
        if (scene->items.items[at].way == TPT__TOWARD)
            tpt__place_add(head->attributes.to, &head->attributes.to_count, scene->items.items[at].index);
}

/* What is at a list of places spreads as the list does; so does a place of the list alone. */
void tpt__give_ways(tpt__scene *scene, tpt__item *head) {
    if (tpt__has_own_place(head)) give_aims(scene, head);
    uint32_t item = head->site_count ? head->sites[0].item : TPT__NONE;
    if (item == TPT__NONE) return;
    uint32_t group = scene->items.items[item].group, at = scene->groups.items[group].first;
    for (uint32_t steps = 0;
         at != TPT__NONE && scene->items.items[at].group == group && steps < TPT__HEAD_SITES;
         at = scene->nearest[at].site_after, steps++)
        add_way(&head->attributes, &scene->items.items[at]);
}

/* ---- Where what spreads comes from ---- */

static bool is_affirmed(const tpt__item *head) {
    return head->negations % 2 == 0 && !head->hypothetical && !head->other;
}

/* What is felt somewhere, and said before: "pain in my back …, and it goes into the leg". */
static tpt__item *start_of_spread(tpt__scene *scene, uint32_t index) {
    const tpt__item *aim = &scene->items.items[index];
    uint32_t at = scene->nearest[index].head_before;
    for (uint32_t steps = 0; at != TPT__NONE && steps < TPT__START_STEPS;
         steps++, at = scene->nearest[at].head_before) {
        tpt__item *head = &scene->items.items[at];
        if (head->sentence + 1 < aim->sentence) return NULL;
        if (tpt__wants_site(scene, head) && head->site_count && tpt__best_rung(head) >= 3 &&
            is_affirmed(head) && !tpt__item_is_type(scene, head, TPT__TYPE_EVENT) &&
            !head->attributes.to_count)
            return head;
    }
    return NULL;
}

void tpt__attach_spread(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *aim = &scene->items.items[i], *start;
        if (!tpt__wants_site(scene, aim) || !aim->attributes.to_count || aim->attributes.from_count ||
            !is_affirmed(aim))
            continue;
        if (aim->assumed && aim->attributes.spreads) { /* it is the same pain, and plainly said to be there */
            aim->strength = TPT__STRENGTH_RESPELT;
            aim->sites[0].rung = 3;
        }
        if (!(start = start_of_spread(scene, i))) continue;
        for (uint32_t s = 0; s < start->site_count; s++)
            tpt__place_add(aim->attributes.from, &aim->attributes.from_count, start->sites[s].site);
        for (uint32_t t = 0; t < aim->attributes.to_count; t++)
            tpt__place_add(start->attributes.to, &start->attributes.to_count, aim->attributes.to[t]);
        for (uint32_t s = 0; s < start->site_count; s++)
            tpt__place_add(start->attributes.from, &start->attributes.from_count, start->sites[s].site);
    }
}

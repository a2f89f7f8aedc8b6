/* Lists of places ("neck, shoulder and arm"), and which side each of them is on. */
#include "assert/attach.h"

#define OTHER_SIDE_REACH 2 /* sentences over which "the other one" looks back */
#define SIDE_GAP 3         /* light words between a side and its site */

/* "swollen ankle, neck fine": a place of which it is said at once that it is well. */
static bool is_called_well(const tpt__scene *scene, const tpt__item *site) {
    if (site->last >= scene->doc->count || scene->doc->tokens[site->last].clause != site->clause)
        return false;
    uint32_t at = scene->item_at[site->last];
    const tpt__item *op = at == TPT__NONE ? NULL : &scene->items.items[at];
    return op && !op->gone && op->owner == TPT__OWNER_OPERATOR &&
           scene->lexicon->operators.items[op->index].id == TPT__OP_INTACT;
}

static bool continues_group(const tpt__scene *scene, const tpt__item *before, const tpt__item *site) {
    if (before->sentence != site->sentence) return false;
    tpt__stretch s = tpt__read_stretch(scene, before->last, site->first);
    if (s.commas && !s.joins && is_called_well(scene, site)) return false;
    return !s.heads && !s.words && !s.breaks && !s.hard_leads && s.commas <= 1 &&
           s.fillers + s.joins <= TPT__PHRASE_GAP;
}

void tpt__group_sites(tpt__scene *scene) {
    tpt__item *before = NULL;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        bool same = before && before->last > item->first; /* one word, two sites */
        if (same || (before && continues_group(scene, before, item))) {
            item->group = before->group;
        } else {
            item->group = scene->groups.count;
            tpt__push(scene->arena, &scene->groups)->first = i;
        }
        before = item;
    }
}

/* What names a side says more than "one": "one of my arms, the left". */
static bool says_more(tpt__side now, tpt__side side) {
    return now == TPT__SIDE_NONE ||
           (now == TPT__SIDE_ONE && (side == TPT__SIDE_LEFT || side == TPT__SIDE_RIGHT));
}

static void set_side(tpt__scene *scene, tpt__item *site, tpt__side side) {
    if (!scene->lexicon->sites.items[site->index].sided || !says_more(site->attributes.side, side)) return;
    site->attributes.side = side;
}

/* Has the clause of a side nothing but it and small words? */
static bool is_alone_in_clause(const tpt__scene *scene, const tpt__item *side) {
    const tpt__document *doc = scene->doc;
    uint32_t last = side->last;
    while (last < doc->count && doc->tokens[last].clause == side->clause && last - side->last < SIDE_GAP)
        last++;
    if (last < doc->count && doc->tokens[last].clause == side->clause) return false;
    const tpt__profile *from = &scene->profile[side->last], *to = &scene->profile[last];
    return to->words == from->words && to->heads == from->heads && to->sites == from->sites;
}

/* A word that begins a statement, or another side; but "the right of my neck" is the neck's right. */
static bool has_hard_break(const tpt__scene *scene, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t < last; t++) {
        uint16_t classes = scene->match->lattice.classes[t];
        uint32_t at = scene->item_at[t];
        if ((classes & TPT__WORD_BREAKS) && !(classes & TPT__WORD_LIGHT)) return true;
        if (at != TPT__NONE && tpt__item_is_type(scene, &scene->items.items[at], TPT__TYPE_SIDE)) return true;
    }
    return false;
}

/* Is little enough between a side and a site? */
static bool side_reaches(const tpt__scene *scene, const tpt__item *side, const tpt__item *site) {
    bool follows = site->first >= side->last || site->first == side->first;
    if (site->sentence != side->sentence) return false;
    if (!follows && side->attributes.side > TPT__SIDE_SAME) return false; /* "…, now the other one" */
    tpt__stretch s = follows ? tpt__read_stretch(scene, side->last, site->first)
                             : tpt__read_stretch(scene, site->last, side->first);
    bool plain =
        !s.hard_leads && !s.commas && !s.words && s.fillers + s.joins + s.breaks <= SIDE_GAP &&
        !has_hard_break(scene, follows ? side->last : site->last, follows ? site->first : side->first);
    bool bracket = !follows && s.hard_leads == 1 && !s.words && !s.heads; /* "shoulder (left)" */
    bool apposed = !follows && s.commas == 1 && !s.hard_leads && !s.words && !s.heads && !s.sites &&
                   is_alone_in_clause(scene, side); /* "neck pain, left side" */
    if (!plain && !bracket && !apposed) return false;
    return !follows || (!s.joins && !s.heads);
}

/* The site that a side stands within ("back of left leg"), or the next on the side that the language prefers, or the other. */
static tpt__item *site_of_side(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    tpt__item *before = tpt__item_or_null(scene, scene->nearest[index].site_before);
    tpt__item *after = tpt__item_or_null(scene, scene->nearest[index].site_after);
    if (before && before->last >= side->last) return before;
    if (after && after->first <= side->first && after->last >= side->last) return after;
    tpt__item *first = scene->lexicon->side_follows ? before : after;
    tpt__item *second = scene->lexicon->side_follows ? after : before;
    if (first && side_reaches(scene, side, first)) return first;
    return second && side_reaches(scene, side, second) ? second : NULL;
}

/* Sets a side on all sites of a sentence that have none; false where the sentence has no site. */
static bool spread_over_sentence(tpt__scene *scene, uint32_t sentence, tpt__side side) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    bool placed = false;
    for (uint32_t i = tpt__items_from(scene, range->first); i < tpt__items_from(scene, range->last); i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        set_side(scene, item, side);
        placed = true;
    }
    return placed;
}

/* ---- "Same side", "the other one": a side that is told by the side of a place before ---- */

static bool is_told_by_another(tpt__side side) { return side >= TPT__SIDE_COUNT; }

static tpt__side opposite_of(tpt__side side) {
    if (side == TPT__SIDE_LEFT) return TPT__SIDE_RIGHT;
    return side == TPT__SIDE_RIGHT ? TPT__SIDE_LEFT : side;
}

/* The place before an item, in its sentence or one of the two before it, whose side is told. */
static tpt__item *sided_place_before(tpt__scene *scene, uint32_t index) {
    uint32_t sentence = scene->items.items[index].sentence;
    for (uint32_t at = scene->nearest[index].site_before; at != TPT__NONE;
         at = scene->nearest[at].site_before) {
        tpt__item *site = &scene->items.items[at];
        if (site->sentence + OTHER_SIDE_REACH < sentence) return NULL;
        if (site->attributes.side && !is_told_by_another(site->attributes.side)) return site;
    }
    return NULL;
}

/* What found no site of its own speaks for those of its sentence, else for those of the last that has some. */
static void spread_side(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    if (spread_over_sentence(scene, side->sentence, side->attributes.side)) return;
    const tpt__item *before = tpt__item_or_null(scene, scene->nearest[index].site_before);
    if (before) spread_over_sentence(scene, before->sentence, side->attributes.side);
}

/* A side that no place took speaks of what is felt next, unless a place stands between. */
static void give_own_side(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    uint32_t after = scene->nearest[index].head_after, site = scene->nearest[index].site_after;
    if (after == TPT__NONE || (site != TPT__NONE && site < after)) return;
    tpt__item *head = &scene->items.items[after];
    if (head->clause == side->clause && !head->own_side) head->own_side = side->attributes.side;
}

/* Gives the side of the last of a list to those before it that have none. */
static void spread_over_group(tpt__scene *scene, const tpt__item *last) {
    for (uint32_t at = scene->groups.items[last->group].first; &scene->items.items[at] < last;
         at = scene->nearest[at].site_after)
        set_side(scene, &scene->items.items[at], last->attributes.side);
}

/* "looking over my left shoulder" is one phrase: its side is of nothing else. */
static bool is_within_head(const tpt__scene *scene, const tpt__item *side) {
    uint32_t from = side->first > TPT__OPERAND_MOST ? side->first - TPT__OPERAND_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, side->first + 1); i++) {
        const tpt__item *head = &scene->items.items[i];
        if (tpt__item_is_head(scene, head) && head->first <= side->first && head->last >= side->last)
            return true;
    }
    return false;
}

static bool is_within_site(const tpt__item *side, const tpt__item *site) {
    return site && site->first <= side->first && site->last >= side->last;
}

/* "left neck and shoulder": a list goes on, on the same side; "toes of the left foot" are on the side of their foot. */
static void share_sides(tpt__scene *scene) {
    tpt__item *before = NULL;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        if (before && before->group == item->group) {
            if (before->attributes.side) set_side(scene, item, before->attributes.side);
            if (item->attributes.side && tpt__site_within(scene->lexicon, before->index, item->index))
                set_side(scene, before, item->attributes.side);
        }
        before = item;
    }
}

static bool names_a_pair(const tpt__scene *scene, const tpt__item *site) {
    for (uint32_t t = site->first; t < site->last; t++) {
        const tpt__token *word = &scene->doc->tokens[t];
        if (tpt__map_get(&scene->lexicon->pairs, tpt__token_text(scene->doc, word), word->len) != TPT__NONE)
            return true;
    }
    return false;
}

/* "my legs": both, where nothing said of which. */
static void read_pairs(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE || item->attributes.side) continue;
        if (names_a_pair(scene, item)) set_side(scene, item, TPT__SIDE_BOTH);
    }
}

static tpt__side resolved(tpt__side told, const tpt__item *before) {
    if (!before) return TPT__SIDE_ONE;
    return told == TPT__SIDE_SAME ? before->attributes.side : opposite_of(before->attributes.side);
}

/* The place that follows a side in the next clause: "and, on the other side, the thumb". */
static tpt__item *place_after_comma(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    uint32_t after = scene->nearest[index].site_after, head = scene->nearest[index].head_after;
    if (after == TPT__NONE || head < after || !is_alone_in_clause(scene, side)) return NULL;
    tpt__item *site = &scene->items.items[after];
    return site->sentence == side->sentence && site->clause == side->clause + 1 ? site : NULL;
}

/* "On the other side, the thumb is numb"; "now the right one too": what is at the place before is on both sides. */
static void resolve_side_alone(tpt__scene *scene, uint32_t index) {
    tpt__side told = scene->items.items[index].attributes.side;
    tpt__item *before = sided_place_before(scene, index), *after = place_after_comma(scene, index);
    if (!before) return;
    if (told == TPT__SIDE_OTHER && after) set_side(scene, after, resolved(told, before));
    tpt__side side = before->attributes.side;
    if (told == TPT__SIDE_ALSO && (side == TPT__SIDE_LEFT || side == TPT__SIDE_RIGHT))
        before->attributes.side = TPT__SIDE_BOTH;
}

static void resolve_sides(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        bool place = !item->gone && item->owner == TPT__OWNER_SITE;
        if (place && is_told_by_another(item->attributes.side))
            item->attributes.side = resolved(item->attributes.side, sided_place_before(scene, i));
        if (tpt__item_is_type(scene, item, TPT__TYPE_SIDE) && !site_of_side(scene, i))
            resolve_side_alone(scene, i);
    }
}

void tpt__attach_sides(tpt__scene *scene) {
    uint32_t spread =
        TPT__NONE; /* the last sentence that was spread over: a second side adds nothing there */
    for (uint32_t within = 2;
         within-- > 0;) { /* what a place holds in itself is surer than what stands beside it */
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *side = &scene->items.items[i];
            if (!tpt__item_is_type(scene, side, TPT__TYPE_SIDE)) continue;
            tpt__item *site = site_of_side(scene, i);
            if (!site || (within && !is_within_site(side, site))) continue;
            if (says_more(site->attributes.side, side->attributes.side))
                site->attributes.side = side->attributes.side;
            if (side->first >= site->last && scene->doc->tokens[side->first].clause != site->clause)
                spread_over_group(scene, site); /* "shoulder, elbow and wrist, all on the right" */
        }
    }
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *side = &scene->items.items[i];
        if (!tpt__item_is_type(scene, side, TPT__TYPE_SIDE) || site_of_side(scene, i) ||
            is_within_head(scene, side) || side->attributes.side > TPT__SIDE_SAME)
            continue;
        if (side->attributes.side == TPT__SIDE_SAME) {
            const tpt__item *before = sided_place_before(scene, i);
            side->attributes.side = before ? before->attributes.side : TPT__SIDE_ONE;
        }
        give_own_side(scene, i);
        if (side->sentence == spread) continue;
        spread_side(scene, i);
        spread = side->sentence;
    }
    resolve_sides(scene);
    share_sides(scene);
    read_pairs(scene);
}

/* ---- Sides of heads that hold their place themselves: "left sided headache", "can't lift my right arm" ---- */

/* "eye watering same side": one of the two, where no place tells which. */
static void give_side(tpt__item *head, const tpt__item *side) {
    tpt__side told = side->attributes.side;
    if (!head->attributes.side) head->attributes.side = is_told_by_another(told) ? TPT__SIDE_ONE : told;
}

/* A side within an idiom, or else right beside one. */
void tpt__read_side_of_heads(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    uint32_t from = side->first > TPT__OPERAND_MOST ? side->first - TPT__OPERAND_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, side->last + SIDE_GAP + 1);
         i++) {
        tpt__item *head = &scene->items.items[i];
        if (!tpt__item_is_head(scene, head) || !tpt__has_own_place(head) || head->sentence != side->sentence)
            continue;
        if (head->first < side->last && head->last > side->first) give_side(head, side);
        else if (side_reaches(scene, side, head)) give_side(head, side);
    }
}

/* "my legs stopped working": an idiom that names a pair is of both. */
void tpt__read_pairs_of_heads(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!tpt__item_is_head(scene, head) || head->attributes.side || !tpt__has_own_place(head)) continue;
        if (names_a_pair(scene, head)) head->attributes.side = TPT__SIDE_BOTH;
    }
}

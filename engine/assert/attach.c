/*
 * Attachment: which site a sensation is at, which side a site is on, which operator governs a function, and which
 * attributes a head has. A ladder: 4 in one phrase, 3 in one clause, 2 a neighbouring clause, 1 the topic.
 */
#include "assert/items.h"

#define PHRASE_GAP 5 /* light words between a sensation and its site, in one phrase */
#define SIDE_GAP 3   /* light words between a side and its site */
#define HEADING_MOST 5 /* tokens of a line that names a place */
#define LABEL_BEFORE 2 /* tokens before the label of a form line */
#define WAY_GAP 4    /* small words between "down to" and where it goes */
#define BEARER_STEPS 8 /* heads looked over for the one that an attribute is of */
#define START_STEPS 4  /* heads looked back over for where a pain starts */
#define OPERAND_MOST 64    /* tokens that an operand can span, gaps and all */
#define ATTRIBUTE_REACH 48 /* tokens of one clause over which an attribute speaks: beyond that it is a run-on */

/* How a stretch of tokens parts what stands at its ends. */
typedef tpt__profile stretch;

/* What stands in the tokens first..last-1; the lead of `last` counts too, since it stands between. */
static stretch read_stretch(const tpt__scene *scene, uint32_t first, uint32_t last) {
    uint32_t led = last < scene->doc->count ? last + 1 : last;
    const tpt__profile *from = &scene->profile[first], *to = &scene->profile[last],
                       *lead = &scene->profile[led];
    if (first > last) return (stretch){0};
    return (stretch){.fillers = to->fillers - from->fillers,
                     .breaks = to->breaks - from->breaks,
                     .joins = to->joins - from->joins,
                     .words = to->words - from->words,
                     .heads = to->heads - from->heads,
                     .sites = to->sites - from->sites,
                     .stops = to->stops - from->stops,
                     .commas = lead->commas - from->commas,
                     .hard_leads = lead->hard_leads - from->hard_leads};
}

static tpt__item *item_or_null(tpt__scene *scene, uint32_t index) {
    return index == TPT__NONE ? NULL : &scene->items.items[index];
}

/* ---- Site groups: "neck, shoulder and arm", "from the bum down to the foot" ------------------------------------------ */

static bool continues_group(const tpt__scene *scene, const tpt__item *before, const tpt__item *site) {
    if (before->sentence != site->sentence) return false;
    stretch s = read_stretch(scene, before->last, site->first);
    return !s.heads && !s.words && !s.breaks && !s.hard_leads && s.commas <= 1 &&
           s.fillers + s.joins <= PHRASE_GAP;
}

static void group_sites(tpt__scene *scene) {
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
    return now == TPT__SIDE_NONE || (now == TPT__SIDE_ONE && (side == TPT__SIDE_LEFT || side == TPT__SIDE_RIGHT));
}

static void set_side(tpt__scene *scene, tpt__item *site, tpt__side side) {
    if (!scene->lexicon->sites.items[site->index].sided || !says_more(site->attributes.side, side)) return;
    site->attributes.side = side;
}

/* Has the clause of a side nothing but it and small words? */
static bool is_alone_in_clause(const tpt__scene *scene, const tpt__item *side) {
    const tpt__document *doc = scene->doc;
    uint32_t last = side->last;
    while (last < doc->count && doc->tokens[last].clause == side->clause && last - side->last < SIDE_GAP) last++;
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
    stretch s = follows ? read_stretch(scene, side->last, site->first)
                        : read_stretch(scene, site->last, side->first);
    bool plain = !s.hard_leads && !s.commas && !s.words && s.fillers + s.joins + s.breaks <= SIDE_GAP &&
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
    tpt__item *before = item_or_null(scene, scene->nearest[index].site_before);
    tpt__item *after = item_or_null(scene, scene->nearest[index].site_after);
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

/* What found no site of its own speaks for those of its sentence, else for those of the last that has some. */
static void spread_side(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    if (spread_over_sentence(scene, side->sentence, side->attributes.side)) return;
    const tpt__item *before = item_or_null(scene, scene->nearest[index].site_before);
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
    uint32_t from = side->first > OPERAND_MOST ? side->first - OPERAND_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, side->first + 1); i++) {
        const tpt__item *head = &scene->items.items[i];
        if (tpt__item_is_head(scene, head) && head->first <= side->first && head->last >= side->last) return true;
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

static void attach_sides(tpt__scene *scene) {
    uint32_t spread = TPT__NONE; /* the last sentence that was spread over: a second side adds nothing there */
    for (uint32_t within = 2; within-- > 0;) { /* what a place holds in itself is surer than what stands beside it */
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *side = &scene->items.items[i];
            if (!tpt__item_is_type(scene, side, TPT__TYPE_SIDE)) continue;
            tpt__item *site = site_of_side(scene, i);
            if (!site || (within && !is_within_site(side, site))) continue;
            if (says_more(site->attributes.side, side->attributes.side)) site->attributes.side = side->attributes.side;
            if (side->first >= site->last && scene->doc->tokens[side->first].clause != site->clause)
                spread_over_group(scene, site); /* "shoulder, elbow and wrist, all on the right" */
        }
    }
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *side = &scene->items.items[i];
        if (!tpt__item_is_type(scene, side, TPT__TYPE_SIDE) || site_of_side(scene, i) || is_within_head(scene, side))
            continue;
        give_own_side(scene, i);
        if (side->sentence == spread) continue;
        spread_side(scene, i);
        spread = side->sentence;
    }
    share_sides(scene);
}

/* ---- Sites of heads ---------------------------------------------------------------------------------------------------- */

static void add_site(tpt__scene *scene, tpt__item *head, uint32_t site, uint32_t item, uint8_t rung) {
    if (head->figure != TPT__NONE &&
        tpt__site_within_any(scene->lexicon, site, scene->lexicon->figures.items[head->figure].not_sites))
        return;
    for (uint32_t i = 0; i < head->site_count; i++)
        if (head->sites[i].site == site) return;
    if (head->site_count == TPT__HEAD_SITES) return;
    head->sites[head->site_count].site = site;
    head->sites[head->site_count].item = item;
    head->sites[head->site_count++].rung = rung;
}

/* "had physio and my neck is still bad": what was done to a place says nothing of how it is. */
static bool says_what_is_felt(const tpt__scene *scene, const tpt__item *head) {
    return !tpt__item_is_type(scene, head, TPT__TYPE_TREATMENT) &&
           !tpt__item_is_type(scene, head, TPT__TYPE_EVENT);
}

static bool has_own_place(const tpt__item *head) {
    return head->site_count > 0 && head->sites[0].item == TPT__NONE;
}

/* "toothache going to my ear": what has its place in itself goes there, and is not there. */
static bool is_aim_of(const tpt__item *head, const tpt__item *site) {
    return has_own_place(head) && site->way == TPT__TOWARD;
}

/* Puts a head at all sites of a list. A list is a run of sites, so they stand together. */
static void add_group(tpt__scene *scene, tpt__item *head, uint32_t group, uint8_t rung) {
    uint32_t at = scene->groups.items[group].first;
    if (says_what_is_felt(scene, head)) scene->groups.items[group].has_head = true;
    for (; at != TPT__NONE && scene->items.items[at].group == group && head->site_count < TPT__HEAD_SITES;
         at = scene->nearest[at].site_after)
        if (!is_aim_of(head, &scene->items.items[at])) add_site(scene, head, scene->items.items[at].index, at, rung);
}

/* "Scalp: sore lying down", "Pain: low back": what begins a line, and what is said of it after the colon. */
static bool on_form_line(const tpt__scene *scene, const tpt__item *label, stretch s) {
    const tpt__sentence *line = &scene->doc->sentences[label->sentence];
    return s.hard_leads == 1 && !s.commas && s.words <= 1 && !s.heads && !s.sites &&
           label->first - line->first <= LABEL_BEFORE;
}

/* How near a site stands: the less the nearer; UINT32_MAX where the rung does not hold. */
static uint32_t nearness(const tpt__scene *scene, const tpt__item *head, const tpt__item *site,
                         uint8_t rung) {
    if (head->sentence != site->sentence) return UINT32_MAX;
    bool follows = site->first >= head->last;
    bool inside = site->first < head->last && head->first < site->last;
    if (inside) return 0;
    stretch s =
        follows ? read_stretch(scene, head->last, site->first) : read_stretch(scene, site->last, head->first);
    uint32_t between = s.fillers + s.breaks + s.words * 2 + s.heads * 2 + s.joins * 3 + s.sites;
    switch (rung) {
    case 4:
        if (s.commas || s.hard_leads || s.sites || s.words > 1 || s.heads > 1 || between > PHRASE_GAP)
            return UINT32_MAX;
        return between * 2 + !follows;
    case 3:
        if (site->clause != head->clause && !on_form_line(scene, follows ? head : site, s)) return UINT32_MAX;
        return between * 2 + !follows;
    default: /* a neighbouring clause, rather the one before */
        if (s.commas + s.hard_leads > 1) return UINT32_MAX;
        return between * 2 + follows;
    }
}

/* What lies between grows with the distance, so only the nearest site on each side can be the one. */
static bool attach_by_rung(tpt__scene *scene, uint32_t index, uint8_t rung) {
    tpt__item *head = &scene->items.items[index];
    const uint32_t sides[] = {scene->nearest[index].site_before, scene->nearest[index].site_after};
    uint32_t best = UINT32_MAX, group = TPT__NONE;
    for (uint32_t i = 0; i < 2; i++) {
        const tpt__item *site = item_or_null(scene, sides[i]);
        uint32_t near = site ? nearness(scene, head, site, rung) : UINT32_MAX;
        if (near >= best) continue;
        best = near;
        group = site->group;
    }
    if (group != TPT__NONE) add_group(scene, head, group, rung);
    return group != TPT__NONE;
}

/* What holds its place in itself, and is spoken of after the last place that is named: "full movement in the neck, it aches". */
static const tpt__item *placed_topic(const tpt__scene *scene, uint32_t index, uint32_t site) {
    uint32_t at = scene->nearest[index].head_before;
    for (uint32_t steps = 0; at != TPT__NONE && steps < START_STEPS; steps++, at = scene->nearest[at].head_before) {
        const tpt__item *head = &scene->items.items[at];
        if (site != TPT__NONE && head->first < scene->items.items[site].first) return NULL;
        if (head->site_count && head->sites[0].item == TPT__NONE) return head;
    }
    return NULL;
}

static bool add_inner_site(tpt__scene *scene, tpt__item *head, const tpt__mention *inner) {
    add_site(scene, head, scene->tables->entries.items[inner->entry].index, TPT__NONE, 4);
    return true;
}

/* "it hurts when I turn my neck": what sets it off names the place, in a phrase of its own. */
static bool attach_place_of_trigger(tpt__scene *scene, uint32_t index) {
    tpt__item *head = &scene->items.items[index];
    if (!tpt__item_is_type(scene, head, TPT__TYPE_SENSATION)) return false;
    for (uint32_t i = index + 1, steps = 0; i < scene->items.count && steps < START_STEPS; steps++, i++) {
        tpt__item lender = scene->items.items[i]; /* a copy: what lends a place keeps none */
        if (lender.clause != head->clause || lender.owner != TPT__OWNER_CONCEPT) break;
        tpt__items_within(scene, &lender, TPT__OWNER_SITE, add_inner_site);
        for (uint32_t s = 0; s < lender.site_count; s++) add_site(scene, head, lender.sites[s].site, TPT__NONE, 3);
        if (head->site_count) return true;
    }
    return false;
}

/* The topic: the last place spoken of before, else the place of what sets it off, else the first place after. */
static void attach_topic(tpt__scene *scene, uint32_t index) {
    uint32_t site = scene->nearest[index].site_before;
    const tpt__item *topic = placed_topic(scene, index, site);
    for (uint32_t i = 0; topic && i < topic->site_count; i++)
        add_site(scene, &scene->items.items[index], topic->sites[i].site, TPT__NONE, 1);
    if (topic || (site == TPT__NONE && attach_place_of_trigger(scene, index))) return;
    if (site == TPT__NONE) site = scene->nearest[index].site_after;
    if (site != TPT__NONE) add_group(scene, &scene->items.items[index], scene->items.items[site].group, 1);
}

/* A line that names a place and nothing else: "L hand:". */
static bool is_place_heading(const tpt__scene *scene, uint32_t sentence) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    const tpt__profile *from = &scene->profile[range->first], *to = &scene->profile[range->last];
    return range->line_start && to->sites > from->sites && to->words == from->words && to->heads == from->heads &&
           range->last - range->first <= HEADING_MOST;
}

/* The place that heads the lines above, up to an empty line. */
static bool attach_heading(tpt__scene *scene, uint32_t index) {
    tpt__item *head = &scene->items.items[index];
    uint32_t site = scene->nearest[index].site_before, sentence = head->sentence;
    if (site == TPT__NONE || !scene->doc->sentences[sentence].line_start) return false;
    if (!is_place_heading(scene, scene->items.items[site].sentence)) return false;
    for (; sentence > scene->items.items[site].sentence; sentence--)
        if (scene->doc->sentences[sentence].after_blank) return false;
    add_group(scene, head, scene->items.items[site].group, 3);
    return true;
}

static bool wants_site(const tpt__scene *scene, const tpt__item *head) {
    if (!tpt__item_is_head(scene, head)) return false;
    if (head->owner == TPT__OWNER_FINDING) return true;
    tpt__type type = scene->lexicon->concepts.items[head->index].type;
    return type == TPT__TYPE_SENSATION || type == TPT__TYPE_QUALITY || type == TPT__TYPE_SIGN ||
           type == TPT__TYPE_FUNCTION || type == TPT__TYPE_EVENT || type == TPT__TYPE_TREATMENT;
}

static void attach_one(tpt__scene *scene, uint32_t index) {
    tpt__item *head = &scene->items.items[index];
    if (head->owner == TPT__OWNER_CONCEPT) {
        tpt__list built_in = scene->lexicon->concepts.items[head->index].sites;
        for (uint32_t i = 0; i < built_in.count; i++) add_site(scene, head, built_in.items[i], TPT__NONE, 4);
    }
    if (head->owner == TPT__OWNER_FINDING) tpt__items_within(scene, head, TPT__OWNER_SITE, add_inner_site);
    bool placed = head->site_count > 0;
    if (head->owner == TPT__OWNER_FINDING && placed) return; /* an idiom knows its place */
    if (attach_by_rung(scene, index, 4) || placed || head->owner == TPT__OWNER_FINDING) return;
    if (attach_by_rung(scene, index, 3) || attach_heading(scene, index) || attach_by_rung(scene, index, 2)) return;
    attach_topic(scene, index);
}

/* "numbness, tingling and pain in my feet": heads in one list share the site of the one that has it. */
static bool coordinated(const tpt__scene *scene, const tpt__item *a, const tpt__item *b) {
    if (a->sentence != b->sentence) return false;
    stretch s = read_stretch(scene, a->last, b->first);
    return !s.words && !s.sites && !s.breaks && !s.heads && !s.hard_leads && s.commas <= 1 && s.fillers <= 3;
}

static uint8_t best_rung(const tpt__item *head) {
    uint8_t best = 0;
    for (uint32_t i = 0; i < head->site_count; i++)
        if (head->sites[i].rung > best) best = head->sites[i].rung;
    return best;
}

static void share_sites(tpt__scene *scene, tpt__item *from, tpt__item *to) {
    if (best_rung(from) < 3 || best_rung(to) >= 3) return;
    to->site_count = 0;
    for (uint32_t i = 0; i < from->site_count; i++)
        add_site(scene, to, from->sites[i].site, from->sites[i].item, from->sites[i].rung);
}

static tpt__item *next_placed(tpt__scene *scene, uint32_t from) {
    for (uint32_t i = from; i < scene->items.count; i++)
        if (wants_site(scene, &scene->items.items[i])) return &scene->items.items[i];
    return NULL;
}

static void share_over_lists(tpt__scene *scene) {
    for (uint32_t pass = 0; pass < 3; pass++) { /* a list of four needs three steps */
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *head = &scene->items.items[i], *next;
            if (!wants_site(scene, head) || !(next = next_placed(scene, i + 1)) ||
                !coordinated(scene, head, next))
                continue;
            share_sites(scene, next, head);
            share_sites(scene, head, next);
        }
    }
}

/* A place of which nothing is said is a complaint of its own, weakly. */
static void assume_bare_sites(tpt__scene *scene) {
    for (uint32_t i = 1; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        const tpt__item *site = item - 1;
        if (!item->assumed || scene->groups.items[site->group].has_head) continue;
        item->gone = false;
        add_site(scene, item, site->index, i - 1, TPT__STRENGTH_ASSUMED);
    }
}

/* ---- Sides of heads that hold their place themselves: "left sided headache", "can't lift my right arm" ------------- */

static void give_side(tpt__item *head, const tpt__item *side) {
    if (!head->attributes.side) head->attributes.side = side->attributes.side;
}

/* A side within an idiom, or else right beside one. */
static void read_side_of_heads(tpt__scene *scene, uint32_t index) {
    const tpt__item *side = &scene->items.items[index];
    uint32_t from = side->first > OPERAND_MOST ? side->first - OPERAND_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, side->last + SIDE_GAP + 1); i++) {
        tpt__item *head = &scene->items.items[i];
        if (!tpt__item_is_head(scene, head) || !has_own_place(head) || head->sentence != side->sentence) continue;
        if (head->first < side->last && head->last > side->first) give_side(head, side);
        else if (side_reaches(scene, side, head)) give_side(head, side);
    }
}

/* ---- The way that something spreads: "from my neck down to the hand" ------------------------------------------------- */

/* The nearest word of direction before a site, with nothing but small words between. */
static tpt__way way_to(const tpt__scene *scene, const tpt__item *site) {
    const tpt__document *doc = scene->doc;
    for (uint32_t t = site->first, steps = 0; t > 0 && steps < WAY_GAP; steps++) {
        if (doc->tokens[t].lead != TPT__LEAD_NONE) return TPT__NO_WAY;
        uint16_t classes = scene->match->lattice.classes[--t];
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
static void read_ways(tpt__scene *scene) {
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
    while (next != TPT__NONE && scene->items.items[next].first < head->last) next = scene->nearest[next].head_after;
    if (next != TPT__NONE && scene->items.items[next].last <= scene->items.items[at].first && !scene->items.items[next].assumed)
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
static void give_ways(tpt__scene *scene, tpt__item *head) {
    if (has_own_place(head)) give_aims(scene, head);
    uint32_t item = head->site_count ? head->sites[0].item : TPT__NONE;
    if (item == TPT__NONE) return;
    uint32_t group = scene->items.items[item].group, at = scene->groups.items[group].first;
    for (uint32_t steps = 0; at != TPT__NONE && scene->items.items[at].group == group && steps < TPT__HEAD_SITES;
         at = scene->nearest[at].site_after, steps++)
        add_way(&head->attributes, &scene->items.items[at]);
}

void tpt__attach_sites(tpt__scene *scene) {
    group_sites(scene);
    attach_sides(scene);
    read_ways(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (wants_site(scene, &scene->items.items[i])) attach_one(scene, i);
    share_over_lists(scene);
    assume_bare_sites(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__item_is_type(scene, &scene->items.items[i], TPT__TYPE_SIDE)) read_side_of_heads(scene, i);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (wants_site(scene, &scene->items.items[i])) give_ways(scene, &scene->items.items[i]);
    tpt__items_link(scene);
}

/* ---- Operators ---------------------------------------------------------------------------------------------------------- */

static bool operator_fits(const tpt__scene *scene, const tpt__item *op, const tpt__item *operand,
                          uint32_t *away) {
    const tpt__operator_rule *rule = &scene->lexicon->operators.items[op->index];
    if (operand->gone || operand->owner != TPT__OWNER_CONCEPT || operand->sentence != op->sentence)
        return false;
    bool place = operand->assumed && rule->id == TPT__OP_INTACT; /* "the back is fine" */
    if (!place && !(rule->acts_on & (1u << scene->lexicon->concepts.items[operand->index].type))) return false;
    bool after = operand->first >= op->last;
    if (!after && operand->last > op->first) return false;
    if ((after && rule->direction == TPT__FORWARD) ||
        (!after && rule->direction == TPT__BACKWARD)) { /* as its name says */
    } else if (rule->direction != TPT__BOTH) {
        return false;
    }
    stretch s =
        after ? read_stretch(scene, op->last, operand->first) : read_stretch(scene, operand->last, op->first);
    uint32_t leads = s.commas + s.hard_leads;
    bool form_line = leads == 1 && s.words == 0 && (!after || s.hard_leads);
    *away = after ? operand->first - op->last : op->first - operand->last;
    return *away <= rule->reach && !s.stops && (leads == 0 || form_line);
}

/* The nearest operand within reach of an operator, or NULL. */
static tpt__item *operand_of(tpt__scene *scene, const tpt__item *op) {
    uint32_t reach = scene->lexicon->operators.items[op->index].reach, nearest = UINT32_MAX, away;
    uint32_t back = reach + OPERAND_MOST, from = op->first > back ? op->first - back : 0;
    tpt__item *operand = NULL;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, op->last + reach + 1); i++) {
        tpt__item *item = &scene->items.items[i];
        if (!operator_fits(scene, op, item, &away) || away >= nearest) continue;
        nearest = away;
        operand = item;
    }
    return operand;
}

static bool become_cue(tpt__scene *scene, tpt__item *op, const tpt__mention *inner) {
    op->owner = TPT__OWNER_CUE;
    op->index = scene->tables->entries.items[inner->entry].index;
    op->first = inner->first;
    op->last = inner->last;
    return false; /* the first and longest is the one: it takes the place of the operator */
}

/* Does the operator's phrase say something in another sense: as an operator that governs, or as what only looks like a "no"? */
static bool has_another_sense(const tpt__scene *scene, const tpt__item *op) {
    for (uint32_t i = tpt__items_from(scene, op->first); i < tpt__items_from(scene, op->first + 1); i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->last != op->last) continue;
        if (item->owner == TPT__OWNER_OPERATOR && item->has_operand) return true;
        if (item->owner == TPT__OWNER_CUE && scene->lexicon->cues.items[item->index].kind == TPT__CUE_PSEUDO)
            return true;
    }
    return false;
}

/* "would not support a diagnosis": what governs nothing is the negation that it holds. */
static void fall_back_on_cue(tpt__scene *scene, tpt__item *op) {
    uint32_t mention = op->mention;
    if (has_another_sense(scene, op)) return;
    tpt__items_within(scene, op, TPT__OWNER_CUE, become_cue);
    if (op->owner == TPT__OWNER_CUE) op->mention = mention;
}

/* A word of two senses is governed in both. */
static void govern_other_senses(tpt__scene *scene, uint32_t op, const tpt__item *operand) {
    const tpt__operator_rule *rule = &scene->lexicon->operators.items[scene->items.items[op].index];
    for (uint32_t i = tpt__items_from(scene, operand->first); i < tpt__items_from(scene, operand->first + 1); i++) {
        tpt__item *item = &scene->items.items[i];
        if (item == operand || item->gone || item->last != operand->last || item->owner != TPT__OWNER_CONCEPT) continue;
        bool takes = rule->acts_on & (1u << scene->lexicon->concepts.items[item->index].type);
        if (takes && item->op_item == TPT__NONE) item->op_item = op;
    }
}

/* An operator after its operand speaks of those before it, too; one before it of those after it. */
static bool governs_backward(const tpt__scene *scene, uint32_t op) {
    return op != TPT__NONE &&
           scene->lexicon->operators.items[scene->items.items[op].index].direction != TPT__FORWARD;
}

static bool governs_forward(const tpt__scene *scene, uint32_t op, const tpt__item *operand) {
    return op != TPT__NONE && scene->items.items[op].first < operand->first;
}

/* "neither bladder nor bowels have leaked", "speech and swallowing fine": functions in one list share what governs one of them. */
static void share_operators(tpt__scene *scene) {
    uint32_t before = TPT__NONE;
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *item = &scene->items.items[i];
            if (!tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION)) continue;
            tpt__item *other = item_or_null(scene, before);
            before = i;
            if (!other || item->first < other->last || !coordinated(scene, other, item)) continue;
            if (other->op_item == TPT__NONE && governs_backward(scene, item->op_item))
                other->op_item = item->op_item;
            if (item->op_item == TPT__NONE && governs_forward(scene, other->op_item, other))
                item->op_item = other->op_item;
        }
        before = TPT__NONE;
    }
}

void tpt__attach_operators(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *op = &scene->items.items[i], *operand;
        if (op->gone || op->owner != TPT__OWNER_OPERATOR) continue;
        if (!(operand = operand_of(scene, op))) continue;
        op->has_operand = true;
        govern_other_senses(scene, i, operand);
        /* of two operators the one that says more stands: "can not … any more" over a plain "can" */
        bool plain =
            operand->op_item == TPT__NONE ||
            scene->lexicon->operators.items[scene->items.items[operand->op_item].index].id == TPT__OP_INTACT;
        if (plain) operand->op_item = i;
    }
    share_operators(scene);
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *op = &scene->items.items[i];
        if (!op->gone && op->owner == TPT__OWNER_OPERATOR && !op->has_operand) fall_back_on_cue(scene, op);
    }
}

/* ---- Attributes and measures -------------------------------------------------------------------------------------------- */

/* What is complained of: what is felt or seen, and a function that is lost. */
static bool is_complaint(const tpt__scene *scene, const tpt__item *item) {
    if (!tpt__item_takes_attributes(scene, item)) return false;
    if (item->owner == TPT__OWNER_FINDING) {
        tpt__finding_type type = scene->lexicon->findings.items[item->index].type;
        return type == TPT__FINDING_SYMPTOM || type == TPT__FINDING_SIGN || type == TPT__FINDING_FUNCTION_LOSS;
    }
    if (tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION)) return item->negations || item->op_item != TPT__NONE;
    return tpt__item_is_type(scene, item, TPT__TYPE_SENSATION) ||
           tpt__item_is_type(scene, item, TPT__TYPE_QUALITY) || tpt__item_is_type(scene, item, TPT__TYPE_SIGN);
}

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
                if (cost < best_cost && (any || is_complaint(scene, &scene->items.items[at[way]]))) {
                    best = at[way];
                    best_cost = cost;
                }
                at[way] = way ? scene->nearest[at[way]].head_after : scene->nearest[at[way]].head_before;
            }
        }
    }
    return best;
}

/* "Knee 7/10": how bad a bare place is says that it is complained of. */
static void confirm(tpt__item *head, const tpt__attributes *given) {
    if (!head->assumed || head->gone || given->severity == TPT__UNKNOWN || given->severity < 1) return;
    if (head->strength < TPT__STRENGTH_RESPELT) head->strength = TPT__STRENGTH_RESPELT;
    if (head->site_count) head->sites[0].rung = 3;
}

/*
 * Gives to every head of the clause that is not too far, if one of them is a complaint; where the clause has none, to the nearest
 * complaint. How long ago something was is told of what was done, too.
 */
static void give(tpt__scene *scene, uint32_t index, const tpt__attributes *given) {
    const tpt__item *attribute = &scene->items.items[index];
    uint32_t from = attribute->first > ATTRIBUTE_REACH ? attribute->first - ATTRIBUTE_REACH : 0;
    uint32_t start = tpt__items_from(scene, from), end = tpt__items_from(scene, attribute->last + ATTRIBUTE_REACH);
    bool complaint = false, dated = false;
    for (uint32_t i = start; i < end; i++) {
        const tpt__item *head = &scene->items.items[i];
        complaint |= head->clause == attribute->clause && is_complaint(scene, head);
    }
    for (uint32_t i = start; i < end; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!tpt__item_takes_attributes(scene, head) || head->clause != attribute->clause) continue;
        if (!complaint && given->ago == TPT__UNKNOWN) continue;
        tpt__attributes_merge(&head->attributes, given);
        confirm(head, given);
        dated = true;
    }
    uint32_t bearer = complaint || dated ? TPT__NONE : bearer_of(scene, index);
    if (bearer == TPT__NONE) return;
    uint32_t token = scene->items.items[bearer].first;
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++)
        if (tpt__item_takes_attributes(scene, &scene->items.items[i])) /* a word of two senses: both */
        {
            tpt__attributes_merge(&scene->items.items[i].attributes, given);
            confirm(&scene->items.items[i], given);
        }
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

/* ---- Where what spreads comes from ------------------------------------------------------------------------------------- */

static bool is_affirmed(const tpt__item *head) {
    return head->negations % 2 == 0 && !head->hypothetical && !head->other;
}

/* What is felt somewhere, and said before: "pain in my back …, and it goes into the leg". */
static tpt__item *start_of_spread(tpt__scene *scene, uint32_t index) {
    const tpt__item *aim = &scene->items.items[index];
    uint32_t at = scene->nearest[index].head_before;
    for (uint32_t steps = 0; at != TPT__NONE && steps < START_STEPS; steps++, at = scene->nearest[at].head_before) {
        tpt__item *head = &scene->items.items[at];
        if (head->sentence + 1 < aim->sentence) return NULL;
        if (wants_site(scene, head) && head->site_count && best_rung(head) >= 3 && is_affirmed(head) &&
            !tpt__item_is_type(scene, head, TPT__TYPE_EVENT) && !head->attributes.to_count)
            return head;
    }
    return NULL;
}

void tpt__attach_spread(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *aim = &scene->items.items[i], *start;
        if (!wants_site(scene, aim) || !aim->attributes.to_count || aim->attributes.from_count || !is_affirmed(aim))
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

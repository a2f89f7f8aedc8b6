/* At which places something is felt, and which places are complained of though nothing is said of them. */
#include "assert/attach.h"

#define HEADING_MOST 5 /* tokens of a line that names a place */
#define ONLY_MOST 16   /* mentions of the only place of a text */
#define LABEL_BEFORE 2 /* tokens before the label of a form line */

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

/* "toothache going to my ear": what has its place in itself goes there, and is not there. */
static bool is_aim_of(const tpt__item *head, const tpt__item *site) {
    return tpt__has_own_place(head) && site->way == TPT__TOWARD;
}

/* Puts a head at all sites of a list. A list is a run of sites, so they stand together. */
void tpt__attach_group(tpt__scene *scene, tpt__item *head, uint32_t group, uint8_t rung) {
    uint32_t at = scene->groups.items[group].first;
    if (says_what_is_felt(scene, head)) scene->groups.items[group].has_head = true;
    for (; at != TPT__NONE && scene->items.items[at].group == group && head->site_count < TPT__HEAD_SITES;
         at = scene->nearest[at].site_after)
        if (!is_aim_of(head, &scene->items.items[at]))
            add_site(scene, head, scene->items.items[at].index, at, rung);
}

/* "Scalp: sore lying down", "Pain: low back": what begins a line, and what is said of it after the colon. */
static bool on_form_line(const tpt__scene *scene, const tpt__item *label, tpt__stretch s) {
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
    tpt__stretch s = follows ? tpt__read_stretch(scene, head->last, site->first)
                             : tpt__read_stretch(scene, site->last, head->first);
    uint32_t between = s.fillers + s.breaks + s.words * 2 + s.heads * 2 + s.joins * 3 + s.sites;
    switch (rung) {
    case 4:
        if (s.joins && tpt__has_own_place(head)) return UINT32_MAX; /* "stiff neck and headaches" */
        if (s.commas || s.hard_leads || s.stops || s.sites || s.words > 1 || s.heads > 1 ||
            between > TPT__PHRASE_GAP)
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
        const tpt__item *site = tpt__item_or_null(scene, sides[i]);
        uint32_t near = site ? nearness(scene, head, site, rung) : UINT32_MAX;
        if (near >= best) continue;
        best = near;
        group = site->group;
    }
    if (group != TPT__NONE) tpt__attach_group(scene, head, group, rung);
    return group != TPT__NONE;
}

/* What holds its place in itself, and is spoken of after the last place that is named: "full movement in the neck, it aches". */
static const tpt__item *placed_topic(const tpt__scene *scene, uint32_t index, uint32_t site) {
    uint32_t at = scene->nearest[index].head_before;
    for (uint32_t steps = 0; at != TPT__NONE && steps < TPT__START_STEPS;
         steps++, at = scene->nearest[at].head_before) {
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
    for (uint32_t i = index + 1, steps = 0; i < scene->items.count && steps < TPT__START_STEPS;
         steps++, i++) {
        tpt__item lender = scene->items.items[i]; /* a copy: what lends a place keeps none */
        if (lender.clause != head->clause || lender.owner != TPT__OWNER_CONCEPT) break;
        tpt__items_within(scene, &lender, TPT__OWNER_SITE, add_inner_site);
        for (uint32_t s = 0; s < lender.site_count; s++)
            add_site(scene, head, lender.sites[s].site, TPT__NONE, 3);
        if (head->site_count) return true;
    }
    return false;
}

/* Is there but one place in the whole text, so that whatever is felt is felt there? */
static bool is_only_place(const tpt__scene *scene, uint32_t site) {
    const tpt__item *only = &scene->items.items[site];
    uint32_t seen = 0;
    for (uint32_t i = 0; i < scene->items.count && seen < ONLY_MOST; i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        seen++;
        if (!tpt__site_within(scene->lexicon, item->index, only->index) &&
            !tpt__site_within(scene->lexicon, only->index, item->index))
            return false;
    }
    return seen < ONLY_MOST;
}

/* "my new knee is red": what holds its place in itself stands for the place, within its clause and up to a comma. */
static bool is_said_of(const tpt__scene *scene, const tpt__item *topic, const tpt__item *head) {
    return tpt__best_rung(topic) == 4 && topic->sentence == head->sentence && topic->clause == head->clause &&
           !tpt__read_stretch(scene, topic->last, head->first).commas;
}

/* The topic: the last place spoken of before, else the place of what sets it off, else the first place after. */
static void attach_topic(tpt__scene *scene, uint32_t index) {
    uint32_t site = scene->nearest[index].site_before;
    const tpt__item *topic = placed_topic(scene, index, site);
    uint8_t lent = topic && is_said_of(scene, topic, &scene->items.items[index]) ? 3 : 1;
    for (uint32_t i = 0; topic && i < topic->site_count; i++)
        add_site(scene, &scene->items.items[index], topic->sites[i].site, TPT__NONE, lent);
    if (topic || (site == TPT__NONE && attach_place_of_trigger(scene, index))) return;
    if (site == TPT__NONE) site = scene->nearest[index].site_after;
    if (site == TPT__NONE) return;
    uint8_t rung = is_only_place(scene, site) ? 2 : 1;
    tpt__attach_group(scene, &scene->items.items[index], scene->items.items[site].group, rung);
}

/* A sentence that names a place and nothing else: "L hand:", "My testicle." */
static bool is_place_alone(const tpt__scene *scene, uint32_t sentence) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    const tpt__profile *from = &scene->profile[range->first], *to = &scene->profile[range->last];
    return to->sites > from->sites && to->words == from->words && to->heads == from->heads &&
           range->last - range->first <= HEADING_MOST;
}

static bool is_place_heading(const tpt__scene *scene, uint32_t sentence) {
    return scene->doc->sentences[sentence].line_start && is_place_alone(scene, sentence);
}

/* "My testicle. Sudden pain.", "Numb and cold. Left arm.": a place that is a sentence of its own, right before or after. */
static bool attach_place_alone(tpt__scene *scene, uint32_t index) {
    tpt__item *head = &scene->items.items[index];
    const tpt__item *before = tpt__item_or_null(scene, scene->nearest[index].site_before);
    const tpt__item *after = tpt__item_or_null(scene, scene->nearest[index].site_after);
    const tpt__item *site = NULL;
    if (before && before->sentence + 1 == head->sentence && is_place_alone(scene, before->sentence))
        site = before;
    else if (after && after->sentence == head->sentence + 1 && is_place_alone(scene, after->sentence))
        site = after;
    if (site) tpt__attach_group(scene, head, site->group, 2);
    return site != NULL;
}

/* The place that heads the lines above, up to an empty line. */
static bool attach_heading(tpt__scene *scene, uint32_t index) {
    tpt__item *head = &scene->items.items[index];
    uint32_t site = scene->nearest[index].site_before, sentence = head->sentence;
    if (site == TPT__NONE || !scene->doc->sentences[sentence].line_start) return false;
    if (!is_place_heading(scene, scene->items.items[site].sentence)) return false;
    for (; sentence > scene->items.items[site].sentence; sentence--)
        if (scene->doc->sentences[sentence].after_blank) return false;
    tpt__attach_group(scene, head, scene->items.items[site].group, 3);
    return true;
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
    if (attach_by_rung(scene, index, 3) || attach_heading(scene, index) || attach_by_rung(scene, index, 2))
        return;
    if (attach_place_alone(scene, index)) return;
    attach_topic(scene, index);
}

static void share_sites(tpt__scene *scene, tpt__item *from, tpt__item *to) {
    if (tpt__best_rung(from) < 3 || tpt__best_rung(to) >= 3) return;
    to->site_count = 0;
    for (uint32_t i = 0; i < from->site_count; i++)
        add_site(scene, to, from->sites[i].site, from->sites[i].item, from->sites[i].rung);
}

static tpt__item *next_placed(tpt__scene *scene, uint32_t from) {
    for (uint32_t i = from; i < scene->items.count; i++)
        if (tpt__wants_site(scene, &scene->items.items[i])) return &scene->items.items[i];
    return NULL;
}

static void share_over_lists(tpt__scene *scene) {
    for (uint32_t pass = 0; pass < 3; pass++) { /* a list of four needs three steps */
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *head = &scene->items.items[i], *next;
            if (!tpt__wants_site(scene, head) || !(next = next_placed(scene, i + 1)) ||
                !tpt__coordinated(scene, head, next))
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

void tpt__attach_sites(tpt__scene *scene) {
    tpt__group_sites(scene);
    tpt__attach_sides(scene);
    tpt__read_ways(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__wants_site(scene, &scene->items.items[i])) attach_one(scene, i);
    share_over_lists(scene);
    assume_bare_sites(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__item_is_type(scene, &scene->items.items[i], TPT__TYPE_SIDE))
            tpt__read_side_of_heads(scene, i);
    tpt__read_pairs_of_heads(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__wants_site(scene, &scene->items.items[i])) tpt__give_ways(scene, &scene->items.items[i]);
    tpt__items_link(scene);
}

/*
 * Attachment: which site a sensation is at, which side a site is on, which operator governs a function, and which
 * attributes a head has. A ladder: 4 in one phrase, 3 in one clause, 2 a neighbouring clause, 1 the topic.
 */
#include "assert/items.h"

#define PHRASE_GAP 5 /* light words between a sensation and its site, in one phrase */
#define SIDE_GAP 3   /* light words between a side and its site */

static uint8_t token_flags(const tpt__scene *scene, uint32_t token) {
    return scene->match->lattice.flags[token];
}

/* Words that carry nothing of their own: light, joining, or signs. */
static bool is_filler(const tpt__scene *scene, uint32_t token) {
    if (scene->doc->tokens[token].kind == TPT__TOKEN_SIGN) return true;
    return token_flags(scene, token) & (TPT__TOKEN_IS_LIGHT | TPT__TOKEN_IS_JOIN);
}

static bool item_is_modifier(const tpt__scene *scene, const tpt__item *item) {
    return tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) ||
           tpt__item_is_type(scene, item, TPT__TYPE_SIDE);
}

/* How a stretch of tokens parts what stands at its ends. */
typedef struct stretch {
    uint32_t fillers, breaks, joins, words, heads, sites, commas, hard_leads;
} stretch;

/* Reads the tokens first..last-1; the lead of `last` counts too, since it stands between. */
static stretch read_stretch(const tpt__scene *scene, uint32_t first, uint32_t last) {
    stretch s = {0};
    for (uint32_t t = first; t <= last && t < scene->doc->count; t++) {
        tpt__lead lead = scene->doc->tokens[t].lead;
        if (lead == TPT__LEAD_COMMA) s.commas++;
        else if (lead != TPT__LEAD_NONE) s.hard_leads++;
        if (t == last) break;
        uint32_t at = scene->item_at[t];
        const tpt__item *item = at == TPT__NONE ? NULL : &scene->items.items[at];
        uint8_t flags = token_flags(scene, t);
        if (item && item->owner == TPT__OWNER_SITE && !item->gone) s.sites++;
        else if (item && tpt__item_is_head(scene, item)) s.heads++;
        else if (item && item_is_modifier(scene, item)) s.fillers++;
        else if (flags & TPT__TOKEN_IS_JOIN) s.joins++;
        else if (flags & TPT__TOKEN_IS_BREAK) s.breaks++;
        else if (is_filler(scene, t)) s.fillers++;
        else s.words++;
    }
    return s;
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
    uint32_t group = 0;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        if (before && before->last > item->first) item->group = before->group; /* one word, two sites */
        else item->group = before && continues_group(scene, before, item) ? before->group : ++group;
        before = item;
    }
}

static void set_side(tpt__scene *scene, tpt__item *site, tpt__side side) {
    if (!scene->lexicon->sites.items[site->index].sided || site->attributes.side) return;
    site->attributes.side = side;
}

/* The first site after a side, or the last before it, with little between. */
static tpt__item *site_of_side(tpt__scene *scene, const tpt__item *side) {
    tpt__item *before = NULL;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE || item->sentence != side->sentence) continue;
        bool follows = item->first >= side->last || item->first == side->first;
        stretch s = follows ? read_stretch(scene, side->last, item->first)
                            : read_stretch(scene, item->last, side->first);
        if (item->first <= side->first && item->last >= side->last) return item; /* "back of left leg" */
        if (s.hard_leads || s.commas || s.words || s.breaks || s.fillers + s.joins > SIDE_GAP) {
            if (!(s.hard_leads == 1 && !follows && !s.words && !s.heads)) continue; /* "shoulder (left)" */
        }
        if (follows && !s.joins && !s.heads) return item;
        if (!follows) before = item;
    }
    return before;
}

static void spread_side_over_clause(tpt__scene *scene, const tpt__item *side) {
    uint32_t last_sentence = TPT__NONE;
    bool placed = false;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        if (item->sentence == side->sentence) {
            set_side(scene, item, side->attributes.side);
            placed = true;
        } else if (item->sentence < side->sentence) {
            last_sentence = item->sentence;
        }
    }
    for (uint32_t i = 0; !placed && last_sentence != TPT__NONE && i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (!item->gone && item->owner == TPT__OWNER_SITE && item->sentence == last_sentence)
            set_side(scene, item, side->attributes.side);
    }
}

static void attach_sides(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *side = &scene->items.items[i];
        if (!tpt__item_is_type(scene, side, TPT__TYPE_SIDE)) continue;
        tpt__item *site = site_of_side(scene, side);
        if (site) set_side(scene, site, side->attributes.side);
    }
    for (uint32_t i = 0; i < scene->items.count;
         i++) { /* what found no site of its own speaks for those without a side */
        tpt__item *side = &scene->items.items[i];
        if (tpt__item_is_type(scene, side, TPT__TYPE_SIDE) && !site_of_side(scene, side))
            spread_side_over_clause(scene, side);
    }
    tpt__item *before = NULL; /* "left neck and shoulder": a list goes on, on the same side */
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_SITE) continue;
        if (before && before->group == item->group && before->attributes.side)
            set_side(scene, item, before->attributes.side);
        before = item;
    }
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

static void add_group(tpt__scene *scene, tpt__item *head, uint32_t group, uint8_t rung) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *site = &scene->items.items[i];
        if (site->gone || site->owner != TPT__OWNER_SITE || site->group != group) continue;
        add_site(scene, head, site->index, i, rung);
        site->has_head = true;
    }
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
        if (site->clause != head->clause) return UINT32_MAX;
        return between * 2 + !follows;
    default: /* a neighbouring clause, rather the one before */
        if (s.commas + s.hard_leads > 1) return UINT32_MAX;
        return between * 2 + follows;
    }
}

static bool attach_by_rung(tpt__scene *scene, tpt__item *head, uint8_t rung) {
    uint32_t best = UINT32_MAX, group = TPT__NONE;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *site = &scene->items.items[i];
        if (site->gone || site->owner != TPT__OWNER_SITE) continue;
        uint32_t near = nearness(scene, head, site, rung);
        if (near < best) {
            best = near;
            group = site->group;
        }
    }
    if (group != TPT__NONE) add_group(scene, head, group, rung);
    return group != TPT__NONE;
}

/* The topic: the last place spoken of before, else the first one after. */
static void attach_topic(tpt__scene *scene, tpt__item *head) {
    uint32_t before = TPT__NONE, after = TPT__NONE;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *site = &scene->items.items[i];
        if (site->gone || site->owner != TPT__OWNER_SITE) continue;
        if (site->first < head->first) before = site->group;
        else if (after == TPT__NONE) after = site->group;
    }
    if (before != TPT__NONE || after != TPT__NONE)
        add_group(scene, head, before != TPT__NONE ? before : after, 1);
}

static bool wants_site(const tpt__scene *scene, const tpt__item *head) {
    if (!tpt__item_is_head(scene, head)) return false;
    if (head->owner == TPT__OWNER_FINDING) return true;
    tpt__type type = scene->lexicon->concepts.items[head->index].type;
    return type == TPT__TYPE_SENSATION || type == TPT__TYPE_QUALITY || type == TPT__TYPE_SIGN ||
           type == TPT__TYPE_FUNCTION || type == TPT__TYPE_EVENT || type == TPT__TYPE_TREATMENT;
}

static bool add_inner_site(tpt__scene *scene, tpt__item *head, const tpt__mention *inner) {
    add_site(scene, head, scene->tables->entries.items[inner->entry].index, TPT__NONE, 4);
    return true;
}

static void attach_one(tpt__scene *scene, tpt__item *head) {
    if (head->owner == TPT__OWNER_CONCEPT) {
        tpt__list built_in = scene->lexicon->concepts.items[head->index].sites;
        for (uint32_t i = 0; i < built_in.count; i++) add_site(scene, head, built_in.items[i], TPT__NONE, 4);
    }
    if (head->owner == TPT__OWNER_FINDING) tpt__items_within(scene, head, TPT__OWNER_SITE, add_inner_site);
    bool placed = head->site_count > 0;
    if (head->owner == TPT__OWNER_FINDING && placed) return; /* an idiom knows its place */
    if (attach_by_rung(scene, head, 4) || placed || head->owner == TPT__OWNER_FINDING) return;
    if (attach_by_rung(scene, head, 3) || attach_by_rung(scene, head, 2)) return;
    attach_topic(scene, head);
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

/* A place named alone is a complaint of its own, weakly: "R bum cheek, R hamstring". */
static void assume_bare_sites(tpt__scene *scene) {
    if (scene->lexicon->bare_site == TPT__NONE) return;
    uint32_t count = scene->items.count;
    for (uint32_t i = 0; i < count; i++) {
        tpt__item site = scene->items.items[i];
        if (site.gone || site.owner != TPT__OWNER_SITE || site.has_head) continue;
        tpt__item *head = tpt__push(scene->arena, &scene->items);
        *head = site;
        head->owner = TPT__OWNER_CONCEPT;
        head->index = scene->lexicon->bare_site;
        head->mention = TPT__NONE;
        head->strength = TPT__STRENGTH_ASSUMED;
        head->attributes = tpt__attributes_none();
        head->group = TPT__NONE;
        add_site(scene, head, site.index, i, TPT__STRENGTH_ASSUMED);
    }
}

void tpt__attach_sites(tpt__scene *scene) {
    group_sites(scene);
    attach_sides(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (wants_site(scene, &scene->items.items[i])) attach_one(scene, &scene->items.items[i]);
    share_over_lists(scene);
    assume_bare_sites(scene);
}

/* ---- Operators ---------------------------------------------------------------------------------------------------------- */

static bool operator_fits(const tpt__scene *scene, const tpt__item *op, const tpt__item *operand,
                          uint32_t *away) {
    const tpt__operator_rule *rule = &scene->lexicon->operators.items[op->index];
    if (operand->gone || operand->owner != TPT__OWNER_CONCEPT || operand->sentence != op->sentence)
        return false;
    if (!(rule->acts_on & (1u << scene->lexicon->concepts.items[operand->index].type))) return false;
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
    bool form_line = !after && leads == 1 && s.words == 0;
    *away = after ? operand->first - op->last : op->first - operand->last;
    return *away <= rule->reach && (leads == 0 || form_line);
}

void tpt__attach_operators(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *op = &scene->items.items[i];
        if (op->gone || op->owner != TPT__OWNER_OPERATOR) continue;
        uint32_t nearest = UINT32_MAX, away;
        tpt__item *operand = NULL;
        for (uint32_t h = 0; h < scene->items.count; h++) {
            tpt__item *item = &scene->items.items[h];
            if (operator_fits(scene, op, item, &away) && away < nearest) {
                nearest = away;
                operand = item;
            }
        }
        if (!operand) continue;
        /* of two operators the one that says more stands: "can not … any more" over a plain "can" */
        bool plain =
            operand->op_item == TPT__NONE ||
            scene->lexicon->operators.items[scene->items.items[operand->op_item].index].id == TPT__OP_INTACT;
        if (plain) operand->op_item = i;
    }
}

/* ---- Attributes and measures -------------------------------------------------------------------------------------------- */

static bool takes_attributes(const tpt__scene *scene, const tpt__item *head) {
    if (!tpt__item_is_head(scene, head)) return false;
    return head->owner == TPT__OWNER_FINDING || !tpt__item_is_type(scene, head, TPT__TYPE_TRIGGER);
}

/* The sentence's nearest head: before, else after; else the last of the sentence before, else the first of the next. */
static tpt__item *nearest_head(tpt__scene *scene, const tpt__item *attribute) {
    tpt__item *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!takes_attributes(scene, head)) continue;
        bool before = head->first < attribute->first;
        uint32_t cost = before ? attribute->first - head->first : (head->first - attribute->first) + 2;
        if (head->sentence != attribute->sentence) {
            uint32_t apart =
                before ? attribute->sentence - head->sentence : head->sentence - attribute->sentence;
            if (apart > (before ? 2u : 1u)) continue;
            cost += 1000 * apart + (before ? 0 : 500);
        }
        if (cost < best_cost) {
            best_cost = cost;
            best = head;
        }
    }
    return best;
}

static void give(tpt__scene *scene, const tpt__item *attribute, const tpt__attributes *given) {
    bool placed = false;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!takes_attributes(scene, head) || head->clause != attribute->clause) continue;
        tpt__attributes_merge(&head->attributes, given);
        placed = true;
    }
    tpt__item *head = placed ? NULL : nearest_head(scene, attribute);
    if (head) tpt__attributes_merge(&head->attributes, given);
}

static bool is_eased(const tpt__scene *scene, const tpt__item *trigger) {
    if (trigger->op_item == TPT__NONE) return false;
    return scene->lexicon->operators.items[scene->items.items[trigger->op_item].index].id == TPT__OP_EASING;
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
        *value = (scaled + by / 2) / by;
        return true;
    }
    return false;
}

static void read_measure(tpt__scene *scene, const tpt__item *item) {
    const tpt__measure *measure = &scene->lexicon->measures.items[item->index];
    const tpt__mention *mention = &scene->match->mentions.items[item->mention];
    int64_t value;
    if (item->negations % 2 || item->hypothetical || item->other) return; /* "not pregnant" */
    for (uint32_t i = 0; i < measure->where_count; i++)
        if (!value_in_range(scene, mention, &measure->where[i])) return;
    if (!taken_value(scene, measure, mention, &value)) return;
    if (measure->fact != TPT__NONE)
        *tpt__push(scene->arena, &scene->facts) =
            (tpt__fact_value){measure->fact, value, item->first, item->last};
    tpt__attributes given = tpt__attributes_none();
    if (measure->attach == TPT__ATTACH_DURATION) given.duration = value;
    if (measure->attach == TPT__ATTACH_SEVERITY) given.severity = value;
    if (measure->attach == TPT__ATTACH_AGO) given.ago = value;
    if (measure->attach != TPT__ATTACH_NOTHING) give(scene, item, &given);
}

void tpt__attach_attributes(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->gone) continue;
        if (item->owner == TPT__OWNER_MEASURE) read_measure(scene, item);
        if (tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) && item->negations % 2 == 0 &&
            !item->hypothetical)
            give(scene, item, &item->attributes);
        if (tpt__item_is_type(scene, item, TPT__TYPE_QUALITY) ||
            (tpt__item_is_type(scene, item, TPT__TYPE_TRIGGER) && !is_eased(scene, item) &&
             item->negations % 2 == 0)) {
            tpt__attributes given = tpt__attributes_none();
            bool quality = tpt__item_is_type(scene, item, TPT__TYPE_QUALITY);
            if (quality && item->negations % 2 == 0)
                tpt__mark_add(given.qualities, &given.quality_count, item->index);
            else if (!quality) tpt__mark_add(given.triggers, &given.trigger_count, item->index);
            give(scene, item, &given);
        }
    }
}

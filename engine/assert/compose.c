/* Composition: heads, sites, operators and attributes into the findings that rules use. */
#include "assert/assert.h"

#include <string.h>

#define UNREAD_REACH 6 /* tokens from a word that was not read to a word of the complaint */
#define WITH_REACH 100 /* tokens of the sentence within which "with" is looked for */

/* What a function's operator and its negations say together (docs/rule-format.md, "Operators"). */
typedef struct reading {
    tpt__operator op;
    bool affirmed;
    bool denies_all; /* the function is said to work: every loss of it is denied */
    bool says_something;
} reading;

static tpt__operator operator_of(const tpt__scene *scene, const tpt__item *head) {
    if (head->op_item == TPT__NONE) return TPT__OP_NONE;
    return scene->lexicon->operators.items[scene->items.items[head->op_item].index].id;
}

/* Negations over a head and over its operator, each cue once. */
static uint32_t negations_of(const tpt__scene *scene, const tpt__item *head) {
    uint32_t count = head->negations;
    if (head->op_item == TPT__NONE) return count;
    const tpt__item *op = &scene->items.items[head->op_item];
    return op->negations > count ? op->negations : count;
}

static reading read_function(tpt__operator op, bool negated) {
    if (op == TPT__OP_NONE) return (reading){TPT__OP_LOSS, true, false, negated};
    if (op == TPT__OP_INTACT) return (reading){TPT__OP_LOSS, negated, !negated, true};
    return (reading){op, !negated, false, true};
}

static reading read_head(const tpt__scene *scene, const tpt__item *head) {
    tpt__operator op = operator_of(scene, head);
    bool negated = negations_of(scene, head) % 2 == 1;
    if (tpt__item_is_type(scene, head, TPT__TYPE_FUNCTION)) return read_function(op, negated);
    if (op == TPT__OP_EASING && negated) return (reading){TPT__OP_INEFFECTIVE, true, false, true};
    if (op == TPT__OP_INTACT) return (reading){TPT__OP_NONE, negated, false, true};
    if (op == TPT__OP_INEFFECTIVE && tpt__item_is_type(scene, head, TPT__TYPE_TRIGGER))
        return (reading){TPT__OP_NONE, negated, false, true}; /* "coughing makes no difference" */
    return (reading){op, !negated, false, true};
}

static bool concept_fits(const tpt__scene *scene, const tpt__element *element, const tpt__item *head) {
    return !head->gone && head->owner == TPT__OWNER_CONCEPT &&
           tpt__element_takes(scene->lexicon, element, head->index);
}

/* The strength of `with`: some other item of those concepts in the same sentence; 0 where none is. */
static uint8_t with_strength(const tpt__scene *scene, const tpt__element *element, const tpt__item *head) {
    if (!element->with.count) return TPT__STRENGTH_EXACT;
    uint32_t from = head->first > WITH_REACH ? head->first - WITH_REACH : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, head->last + WITH_REACH);
         i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item == head || item->gone || item->owner != TPT__OWNER_CONCEPT ||
            item->sentence != head->sentence)
            continue;
        if (item->negations % 2 == 0 && tpt__concept_is_any(scene->lexicon, item->index, element->with))
            return item->strength < TPT__STRENGTH_RESPELT ? item->strength : TPT__STRENGTH_RESPELT;
    }
    return 0;
}

static bool marks_meet(tpt__list needed, const uint32_t *marks, uint32_t count) {
    if (!needed.count) return true;
    for (uint32_t i = 0; i < count; i++)
        if (tpt__list_has(needed, marks[i])) return true;
    return false;
}

static bool spreads_to_one_of(const tpt__lexicon *lexicon, tpt__list sites, const tpt__attributes *has) {
    for (uint32_t i = 0; i < has->to_count; i++)
        if (tpt__site_within_any(lexicon, has->to[i], sites)) return true;
    return !sites.count;
}

static bool needs_met(const tpt__lexicon *lexicon, const tpt__element *element, const tpt__attributes *has) {
    if (element->need_onset && !(element->need_onset & (1u << has->onset))) return false;
    if (element->need_side && !(element->need_side & (1u << has->side))) return false;
    if (element->need_course && !(element->need_course & has->course)) return false;
    if (element->need_spread && !has->to_count) return false;
    if (!spreads_to_one_of(lexicon, element->need_spread_to, has)) return false;
    return marks_meet(element->need_qualities, has->qualities, has->quality_count) &&
           marks_meet(element->need_triggers, has->triggers, has->trigger_count);
}

static tpt__status status_of(const tpt__item *head, const tpt__item *op, bool affirmed,
                             tpt__finding_type type) {
    bool past =
        (head->past && !(head->spared & 1u << type)) || (op && op->past && !(op->spared & 1u << type));
    if (head->other || (op && op->other)) return TPT__OTHER_PERSON;
    if (head->hypothetical || (op && op->hypothetical)) return TPT__HYPOTHETICAL;
    if (head->doubted || (op && op->doubted)) return TPT__UNCLEAR;
    if (past) return affirmed ? TPT__PAST : TPT__ABSENT;
    return affirmed ? TPT__PRESENT : TPT__ABSENT;
}

static void add_span(tpt__finding *finding, tpt__role role, uint32_t first, uint32_t last) {
    for (uint32_t i = 0; i < finding->span_count; i++)
        if (finding->spans[i].first == first && finding->spans[i].last == last) return;
    if (finding->span_count < TPT__SPANS)
        finding->spans[finding->span_count++] = (tpt__span){role, first, last};
}

/* The cue of what is covered by one: a head, what governs it, or the place that is denied. */
static void add_cue_of(const tpt__scene *scene, tpt__finding *finding, const tpt__item *bearer) {
    if (bearer->cue_item == TPT__NONE) return;
    const tpt__item *cue = &scene->items.items[bearer->cue_item];
    if (cue->owner == TPT__OWNER_CUE) finding->cue = cue->index;
    finding->cue_first = cue->first;
    finding->cue_last = cue->last;
    finding->scope_first = bearer->scope_first;
    finding->scope_last = bearer->scope_last;
    add_span(finding, TPT__ROLE_CUE, cue->first, cue->last);
}

static void add_cue(const tpt__scene *scene, tpt__finding *finding, const tpt__item *head) {
    finding->cue = TPT__NONE;
    bool governed = head->cue_item == TPT__NONE && head->op_item != TPT__NONE;
    add_cue_of(scene, finding, governed ? &scene->items.items[head->op_item] : head);
}

static tpt__finding finding_of(const tpt__scene *scene, uint32_t rule, const tpt__item *head, bool affirmed) {
    const tpt__item *op = head->op_item == TPT__NONE ? NULL : &scene->items.items[head->op_item];
    tpt__finding finding = {.rule = rule,
                            .status =
                                status_of(head, op, affirmed, scene->lexicon->findings.items[rule].type),
                            .source = TPT__FROM_TEXT,
                            .strength = head->strength,
                            .hedged = head->hedged,
                            .transient = head->transient,
                            .site = TPT__NONE,
                            .attributes = head->attributes};
    if (finding.status == TPT__HYPOTHETICAL && scene->lexicon->findings.items[rule].always_real)
        finding.status = affirmed ? TPT__PRESENT : TPT__ABSENT;
    if (head->transient) finding.attributes.course |= 1u << TPT__COURSE_RESOLVED;
    add_span(&finding, TPT__ROLE_SENSATION, head->first, head->last);
    if (op) {
        add_span(&finding, TPT__ROLE_OP, op->first, op->last);
        if (op->strength < finding.strength) finding.strength = op->strength;
    }
    add_cue(scene, &finding, head);
    return finding;
}

static bool same_finding(const tpt__finding *a, const tpt__finding *b) {
    return a->rule == b->rule && a->site == b->site && a->status == b->status &&
           a->attributes.side == b->attributes.side;
}

/* The same thing said twice is one finding, as strong as its best saying. Returns its number. */
static uint32_t keep(tpt__scene *scene, const tpt__finding *said) {
    tpt__finding settled = *said, *finding = &settled;
    if (settled.attributes.side >= TPT__SIDE_COUNT)
        settled.attributes.side = TPT__SIDE_ONE; /* nothing tells which */
    for (uint32_t at = scene->finding_of_rule[finding->rule]; at != TPT__NONE;
         at = scene->earlier.items[at]) {
        tpt__finding *known = &scene->findings.items[at];
        if (!same_finding(known, finding)) continue;
        tpt__attributes_merge(&known->attributes, &finding->attributes);
        if (finding->strength > known->strength) known->strength = finding->strength;
        if (finding->site_strength > known->site_strength) known->site_strength = finding->site_strength;
        for (uint32_t s = 0; s < finding->span_count; s++)
            add_span(known, finding->spans[s].role, finding->spans[s].first, finding->spans[s].last);
        return at;
    }
    *tpt__push(scene->arena, &scene->findings) = *finding;
    *tpt__push(scene->arena, &scene->earlier) = scene->finding_of_rule[finding->rule];
    scene->finding_of_rule[finding->rule] = scene->findings.count - 1;
    return scene->findings.count - 1;
}

/* "the pain is not in the chest": what is felt, then a "no" that covers nothing felt, and a place where it is not. */
static bool is_denied_place(const tpt__scene *scene, const tpt__item *head, uint32_t index) {
    const tpt__item *site = &scene->items.items[index];
    if (site->negations % 2 == 0 || head->negations || head->op_item != TPT__NONE ||
        head->clause != site->clause)
        return false;
    const tpt__item *cue = &scene->items.items[site->cue_item];
    uint32_t last = scene->nearest[index].head_before;
    return head->last <= cue->first && cue->last <= site->first &&
           (last == TPT__NONE || scene->items.items[last].first <= head->first);
}

/* `guessed`: the finding stands without its place, which must not weaken it. */
static uint32_t keep_at_site(tpt__scene *scene, tpt__finding finding, const tpt__item *head, uint32_t index,
                             bool guessed) {
    uint32_t from = head->sites[index].item;
    uint8_t strength = finding.strength;
    finding.site = head->sites[index].site;
    if (head->sites[index].rung < finding.strength) finding.strength = head->sites[index].rung;
    if (from != TPT__NONE) {
        const tpt__item *site = &scene->items.items[from];
        add_span(&finding, TPT__ROLE_SITE, site->first, site->last);
        if (site->strength < finding.strength) finding.strength = site->strength;
        bool elsewhere = head->own_side && site->first < head->first && head->sites[index].rung < 4;
        if (site->attributes.side) finding.attributes.side = site->attributes.side;
        if (elsewhere) finding.attributes.side = head->own_side;
        if (is_denied_place(scene, head, from) && finding.status == TPT__PRESENT) {
            finding.status = TPT__ABSENT;
            add_cue_of(scene, &finding, site);
        }
    }
    finding.site_strength = finding.strength;
    if (guessed) finding.strength = strength;
    return keep(scene, &finding);
}

static bool site_fits(const tpt__scene *scene, const tpt__element *element, uint32_t site) {
    if (tpt__site_within_any(scene->lexicon, site, element->not_sites)) return false;
    return !element->sites.count || tpt__site_within_any(scene->lexicon, site, element->sites);
}

/* One finding for each fitting site; one without a site where the element asks for none. */
static void place(tpt__scene *scene, const tpt__element *element, const tpt__item *head,
                  const tpt__finding *finding) {
    bool placed = false, barred = false;
    for (uint32_t i = 0; i < head->site_count; i++) {
        if (!site_fits(scene, element, head->sites[i].site)) {
            barred = true;
            continue;
        }
        tpt__finding at = *finding;
        if (element->need_side) {
            uint32_t item = head->sites[i].item;
            tpt__side side =
                item == TPT__NONE ? head->attributes.side : scene->items.items[item].attributes.side;
            if (!(element->need_side & (1u << (side ? side : head->attributes.side)))) continue;
        }
        /* where none is asked for, a place that is only guessed at must not weaken what was said */
        bool guessed = !element->sites.count && !element->any_site && head->sites[i].rung < 3;
        if (guessed && !scene->lexicon->findings.items[element->finding].placed) continue;
        keep_at_site(scene, at, head, i, guessed);
        placed = true;
    }
    bool free = !element->sites.count && !element->any_site && !(barred && element->not_sites.count);
    if (!placed && free && (!element->need_side || (element->need_side & (1u << head->attributes.side))))
        keep(scene, finding);
}

static uint32_t region_of(const tpt__scene *scene, uint32_t site) {
    const tpt__site *sites = scene->lexicon->sites.items;
    while (sites[site].parent != TPT__NONE && sites[sites[site].parent].parent != TPT__NONE)
        site = sites[site].parent;
    return site;
}

/* In how many separate regions, left and right counted apart, does something of this element sit? */
static uint32_t count_regions(const tpt__scene *scene, const tpt__element *element) {
    uint32_t regions[32], count = 0;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *head = &scene->items.items[i];
        if (!concept_fits(scene, element, head) || negations_of(scene, head) % 2) continue;
        for (uint32_t s = 0; s < head->site_count && count < 32; s++) {
            uint32_t region = region_of(scene, head->sites[s].site), seen = 0;
            while (seen < count && regions[seen] != region) seen++;
            if (seen == count) regions[count++] = region;
        }
    }
    return count;
}

/* The same for every head, so counted once. */
static uint32_t regions_with(const tpt__scene *scene, const tpt__element *element) {
    uint32_t *known = &scene->regions[element - scene->lexicon->elements.items];
    if (!*known) *known = count_regions(scene, element) + 1;
    return *known - 1;
}

static void compose_element(tpt__scene *scene, const tpt__element *element, const tpt__item *head) {
    reading said = read_head(scene, head);
    if (!said.says_something) return;
    bool denied = said.denies_all && element->op != TPT__OP_NONE && element->op != TPT__OP_INTACT;
    if (!denied && said.op != element->op) return;
    uint8_t with = with_strength(scene, element, head);
    tpt__element relaxed = *element;
    relaxed.need_side = 0; /* read at the site, in place() */
    if (!with || !needs_met(scene->lexicon, &relaxed, &head->attributes)) return;
    if (element->sites_at_least && regions_with(scene, element) < element->sites_at_least) return;
    tpt__finding finding = finding_of(scene, element->finding, head, denied ? false : said.affirmed);
    if (with < finding.strength) finding.strength = with;
    if (tpt__item_is_type(scene, head, TPT__TYPE_TRIGGER))
        tpt__mark_add(finding.attributes.triggers, &finding.attributes.trigger_count, head->index);
    if (tpt__item_is_type(scene, head, TPT__TYPE_QUALITY) ||
        tpt__item_is_type(scene, head, TPT__TYPE_SENSATION))
        tpt__mark_add(finding.attributes.qualities, &finding.attributes.quality_count, head->index);
    place(scene, element, head, &finding);
}

static void compose_idiom(tpt__scene *scene, const tpt__item *head) {
    tpt__finding finding = finding_of(scene, head->index, head, head->negations % 2 == 0);
    if (!head->site_count) {
        keep(scene, &finding);
        return;
    }
    for (uint32_t i = 0; i < head->site_count; i++) keep_at_site(scene, finding, head, i, true);
}

/* Is something said to be felt, lost or seen? What was done to a place says nothing of how it is. */
static bool says_what_is_wrong(const tpt__scene *scene, const tpt__item *head) {
    if (!tpt__item_is_head(scene, head) || head->owner == TPT__OWNER_GIVEN) return false;
    if (tpt__item_is_type(scene, head, TPT__TYPE_FUNCTION)) return read_head(scene, head).says_something;
    return !tpt__item_is_type(scene, head, TPT__TYPE_TREATMENT) &&
           !tpt__item_is_type(scene, head, TPT__TYPE_EVENT);
}

/* "Low back, top of the bum. No tingling.": what is denied two sentences on does not use up the place. */
static bool uses_place(const tpt__item *head, uint32_t s) {
    return head->sites[s].item != TPT__NONE && (head->negations % 2 == 0 || head->sites[s].rung > 1);
}

/* "it feels odd in my shoulder": a place with nothing but a function that nothing is said of is complained of all the same. */
static void revive_silent_places(tpt__scene *scene) {
    bool *spoken = TPT__NEW(scene->arena, bool, scene->groups.count + 1);
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *head = &scene->items.items[i];
        if (!says_what_is_wrong(scene, head)) continue;
        for (uint32_t s = 0; s < head->site_count; s++)
            if (uses_place(head, s)) spoken[scene->items.items[head->sites[s].item].group] = true;
    }
    for (uint32_t i = 1; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        const tpt__item *site = head - 1;
        if (!head->assumed || !head->gone || spoken[site->group]) continue;
        head->gone = false;
        head->sites[0].site = site->index;
        head->sites[0].item = i - 1;
        head->sites[0].rung = TPT__STRENGTH_ASSUMED;
        head->site_count = 1;
    }
}

static bool is_felt(const tpt__scene *scene, const tpt__item *head) {
    return !head->assumed && says_what_is_wrong(scene, head) && tpt__item_is_complaint(scene, head) &&
           head->negations % 2 == 0 && !head->hypothetical && !head->other;
}

/* "R bum cheek, R hamstring, R calf.": where nothing else is complained of, the places are what the person came for. */
static void believe_bare_places(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (is_felt(scene, &scene->items.items[i])) return;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!head->assumed || head->gone || !head->site_count) continue;
        if (head->strength < TPT__STRENGTH_FUZZY) head->strength = TPT__STRENGTH_FUZZY;
        if (head->sites[0].rung < TPT__STRENGTH_FUZZY) head->sites[0].rung = TPT__STRENGTH_FUZZY;
    }
}

void tpt__compose(tpt__scene *scene) {
    const tpt__lexicon *lexicon = scene->lexicon;
    revive_silent_places(scene);
    believe_bare_places(scene);
    scene->regions = TPT__NEW(scene->arena, uint32_t, lexicon->elements.count + 1);
    scene->finding_of_rule = TPT__NEW(scene->arena, uint32_t, lexicon->findings.count + 1);
    for (uint32_t i = 0; i < lexicon->findings.count; i++) scene->finding_of_rule[i] = TPT__NONE;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *head = &scene->items.items[i];
        bool attribute = tpt__item_is_type(scene, head, TPT__TYPE_ATTRIBUTE); /* "it does not radiate" */
        if ((!tpt__item_is_head(scene, head) && !attribute) || head->owner == TPT__OWNER_GIVEN) continue;
        if (head->owner == TPT__OWNER_FINDING) {
            compose_idiom(scene, head);
            continue;
        }
        tpt__list elements = lexicon->elements_of.items[head->index];
        for (uint32_t e = 0; e < elements.count; e++)
            compose_element(scene, &lexicon->elements.items[elements.items[e]], head);
    }
}

static void read_items(tpt__arena *arena, const tpt__lexicon *lexicon, const tpt__match_tables *tables,
                       const tpt__document *doc, const tpt__match_result *match, tpt__scene *scene) {
    scene->arena = arena;
    scene->lexicon = lexicon;
    scene->tables = tables;
    scene->doc = doc;
    scene->match = match;
    tpt__items_build(scene);
    tpt__attach_sites(scene);
    tpt__attach_operators(scene);
    tpt__apply_cues(scene);
    tpt__read_ellipsis(scene);
}

tpt__judgement *tpt__assert_spans(tpt__arena *arena, const tpt__lexicon *lexicon,
                                  const tpt__match_tables *tables, const tpt__document *doc,
                                  const tpt__match_result *match, const tpt__given *given, uint32_t count) {
    tpt__scene scene = {.given = given, .given_count = count};
    tpt__judgement *out = TPT__NEW(arena, tpt__judgement, count + 1);
    for (uint32_t i = 0; i < count; i++) out[i] = (tpt__judgement){.status = TPT__PRESENT};
    read_items(arena, lexicon, tables, doc, match, &scene);
    for (uint32_t i = 0; i < scene.items.count; i++) {
        const tpt__item *item = &scene.items.items[i];
        if (item->owner != TPT__OWNER_GIVEN) continue;
        bool negated = item->negations % 2 == 1;
        tpt__judgement *judged = &out[item->index];
        tpt__status status = status_of(item, NULL, !negated, TPT__FINDING_SYMPTOM);
        bool over = item->transient && status == TPT__PRESENT; /* "resolved": it was, and is no more */
        *judged = (tpt__judgement){.status = over ? TPT__PAST : status,
                                   .negated = (negated && !item->doubted) || over,
                                   .possible = item->doubted || (item->hedged && !negated && !over),
                                   .historical = item->past || over,
                                   .hypothetical = item->hypothetical,
                                   .other = item->other};
        if (item->cue_item == TPT__NONE) continue;
        judged->cue_first = scene.items.items[item->cue_item].first;
        judged->cue_last = scene.items.items[item->cue_item].last;
        judged->scope_first = item->scope_first;
        judged->scope_last = item->scope_last;
    }
    return out;
}

void tpt__assert_read(tpt__arena *arena, const tpt__lexicon *lexicon, const tpt__match_tables *tables,
                      const tpt__document *doc, const tpt__match_result *match, tpt__scene *scene) {
    memset(scene, 0, sizeof *scene);
    read_items(arena, lexicon, tables, doc, match, scene);
    tpt__attach_attributes(scene);
    tpt__attach_spread(scene);
    tpt__compose(scene);
}

/* A place, or a word of what is felt, how badly, or since when. */
static bool is_of_complaint(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    const tpt__item *item = at == TPT__NONE ? NULL : &scene->items.items[at];
    return item && !item->gone &&
           (item->owner == TPT__OWNER_SITE || item->owner == TPT__OWNER_CONCEPT ||
            item->owner == TPT__OWNER_MEASURE || item->owner == TPT__OWNER_FINDING);
}

static bool is_small_word(const tpt__scene *scene, uint32_t token) {
    return scene->doc->tokens[token].kind == TPT__TOKEN_SIGN ||
           (scene->match->lattice.classes[token] & (TPT__WORD_LIGHT | TPT__WORD_JOINS | TPT__WORD_BREAKS));
}

/* Is a word of the complaint within two words, small ones not counted, on one side? */
static bool near_on(const tpt__scene *scene, uint32_t token, bool ahead) {
    uint32_t words = 0, sentence = scene->doc->tokens[token].sentence;
    for (uint32_t steps = 1; steps <= UNREAD_REACH && words < 2; steps++) {
        if (ahead ? token + steps >= scene->doc->count : token < steps) return false;
        uint32_t t = ahead ? token + steps : token - steps;
        if (scene->doc->tokens[t].sentence != sentence) return false;
        if (is_of_complaint(scene, t)) return true;
        if (!is_small_word(scene, t)) words++;
    }
    return false;
}

static bool near_complaint(const tpt__scene *scene, uint32_t token) {
    return near_on(scene, token, false) || near_on(scene, token, true);
}

uint32_t tpt__assert_unread(const tpt__scene *scene, uint32_t **out) {
    uint32_t count = 0;
    *out = TPT__NEW(scene->arena, uint32_t, scene->doc->count + 1);
    for (uint32_t t = 0; t < scene->doc->count; t++)
        if (scene->match->lattice.unknown[t] && scene->doc->tokens[t].len >= 4 && near_complaint(scene, t))
            (*out)[count++] = t;
    return count;
}

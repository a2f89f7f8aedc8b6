#include "assert/scope.h"

#include <string.h>

#define FIGURE_REACH 4 /* words between "like" and what it is like */
#define OPENER_MOST 4  /* words of "like" itself */
#define INNER_MOST 64  /* phrases looked at within one mention: it has at most sixteen words */

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
    if (item->owner == TPT__OWNER_FINDING || item->owner == TPT__OWNER_GIVEN) return true;
    return item->owner == TPT__OWNER_CONCEPT &&
           (HEAD_TYPES & TYPE_BIT(scene->lexicon->concepts.items[item->index].type));
}

bool tpt__item_takes_attributes(const tpt__scene *scene, const tpt__item *item) {
    if (!tpt__item_is_head(scene, item)) return false;
    return item->owner != TPT__OWNER_CONCEPT || !tpt__item_is_type(scene, item, TPT__TYPE_TRIGGER);
}

/* What is complained of: what is felt or seen, and a function that is lost. */
bool tpt__item_is_complaint(const tpt__scene *scene, const tpt__item *item) {
    if (!tpt__item_takes_attributes(scene, item)) return false;
    if (item->owner == TPT__OWNER_FINDING) {
        tpt__finding_type type = scene->lexicon->findings.items[item->index].type;
        return type == TPT__FINDING_SYMPTOM || type == TPT__FINDING_SIGN ||
               type == TPT__FINDING_FUNCTION_LOSS;
    }
    if (tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION))
        return item->negations || item->op_item != TPT__NONE;
    return tpt__item_is_type(scene, item, TPT__TYPE_SENSATION) ||
           tpt__item_is_type(scene, item, TPT__TYPE_QUALITY) ||
           tpt__item_is_type(scene, item, TPT__TYPE_SIGN);
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
    if (item->owner == TPT__OWNER_DENIAL) {
        item->owner = TPT__OWNER_FINDING;
        item->negations = 1;
        item->denial = true;
        return;
    }
    if (item->owner == TPT__OWNER_CONCEPT)
        tpt__attributes_merge(&item->attributes, &scene->lexicon->concepts.items[item->index].gives);
    if (item->owner == TPT__OWNER_FINDING)
        tpt__attributes_merge(&item->attributes, &scene->lexicon->findings.items[item->index].gives);
}

static bool opens(const tpt__lexicon *lexicon, uint32_t opener, uint32_t figure) {
    const tpt__opener *of = &lexicon->openers.items[opener];
    for (uint32_t i = 0; i < of->figures.count; i++)
        if (of->figures.items[i] == figure) return true;
    return false;
}

/* Where the "like" of a figure stands shortly before its vehicle: a token, or TPT__NONE. A longer opener of another figure is one too. */
static uint32_t figure_opening(const tpt__scene *scene, const tpt__item *vehicle) {
    uint32_t sentence_start = scene->doc->sentences[vehicle->sentence].first;
    for (uint32_t t = vehicle->first;
         t-- > sentence_start && vehicle->first - t <= FIGURE_REACH + OPENER_MOST;) {
        for (uint32_t at = scene->candidates_at[t]; at < scene->candidates_at[t + 1]; at++) {
            const tpt__mention *opener = &scene->match->candidates[scene->candidates[at]];
            const tpt__entry *entry = &scene->tables->entries.items[opener->entry];
            if (entry->kind != TPT__OWNER_OPENER || !opens(scene->lexicon, entry->index, vehicle->index))
                continue;
            if (opener->last <= vehicle->first && vehicle->first - opener->last <= FIGURE_REACH) return t;
        }
    }
    return TPT__NONE;
}

/* The literal event between "like" and the vehicle never happened. */
static void silence_between(tpt__scene *scene, uint32_t first, const tpt__item *vehicle) {
    tpt__item *item = (tpt__item *)vehicle;
    while (item > scene->items.items && (item - 1)->first >= first) item--;
    for (; item < scene->items.items + scene->items.count && item->first < vehicle->last; item++)
        if (item != vehicle && item->last <= vehicle->last && tpt__item_is_type(scene, item, TPT__TYPE_EVENT))
            item->gone = true;
}

static void read_figures(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *vehicle = &scene->items.items[i];
        if (vehicle->owner != TPT__OWNER_VEHICLE) continue;
        uint32_t opening = figure_opening(scene, vehicle);
        const tpt__figure *figure = &scene->lexicon->figures.items[vehicle->index];
        if (opening == TPT__NONE) {
            vehicle->gone = true;
            continue;
        }
        silence_between(scene, opening, vehicle);
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

/* Candidates within a mention, in their order: longest first, so that "low back" is no back. */
static uint32_t inner_candidates(const tpt__scene *scene, const tpt__mention *outer,
                                 uint32_t out[INNER_MOST]) {
    uint32_t count = 0;
    for (uint32_t at = scene->candidates_at[outer->first]; at < scene->candidates_at[outer->last]; at++) {
        const tpt__mention *inner = &scene->match->candidates[scene->candidates[at]];
        if (count == INNER_MOST) break;
        if (inner->token_count >= outer->token_count || !is_contained(inner, outer)) continue;
        uint32_t place = count++;
        for (; place > 0 && out[place - 1] > scene->candidates[at]; place--) out[place] = out[place - 1];
        out[place] = scene->candidates[at];
    }
    return count;
}

void tpt__items_within(tpt__scene *scene, tpt__item *item, tpt__owner owner,
                       bool (*visit)(tpt__scene *scene, tpt__item *item, const tpt__mention *inner)) {
    if (item->mention == TPT__NONE) return;
    uint32_t within[INNER_MOST],
        count = inner_candidates(scene, &scene->match->mentions.items[item->mention], within);
    uint32_t covered = item->first;
    for (uint32_t i = 0; i < count; i++) {
        const tpt__mention *inner = &scene->match->candidates[within[i]];
        if (scene->tables->entries.items[inner->entry].kind != (uint32_t)owner || inner->strength < 3 ||
            inner->first < covered)
            continue;
        if (visit(scene, item, inner)) covered = inner->last;
    }
}

/* The first of the mentions that read the same words as an item; TPT__NONE where it is no mention. */
static uint32_t first_twin(const tpt__scene *scene, const tpt__item *item) {
    const tpt__mention *all = scene->match->mentions.items; /* in order of place */
    uint32_t i = item->mention;
    while (i != TPT__NONE && i > 0 && all[i - 1].first == item->first) i--;
    return i;
}

static bool is_twin(const tpt__scene *scene, const tpt__item *item, uint32_t mention) {
    const tpt__mention *all = scene->match->mentions.items;
    return mention < scene->match->mentions.count && all[mention].first == item->first;
}

/* "I'm a dad of two": a phrase in the first person that tells what the word for a person tells is of the writer. */
static bool is_writer(const tpt__scene *scene, const tpt__item *phrase, uint32_t person) {
    uint16_t classes = scene->match->lattice.classes[phrase->first];
    bool i_am = (classes & TPT__WORD_FIRST_PERSON) && !(classes & TPT__WORD_LIGHT); /* and not "my" */
    uint32_t fact = scene->lexicon->concepts.items[person].fact;
    if (!i_am || fact == TPT__NONE || scene->lexicon->concepts.items[person].self) return false;
    for (uint32_t i = first_twin(scene, phrase); is_twin(scene, phrase, i); i++) {
        const tpt__mention *twin = &scene->match->mentions.items[i];
        const tpt__entry *entry = &scene->tables->entries.items[twin->entry];
        if (twin->last == phrase->last && entry->kind == TPT__OWNER_MEASURE &&
            scene->lexicon->measures.items[entry->index].fact == fact)
            return true;
    }
    return false;
}

/* "worst headache of my life" says how bad, and of what; "my lad is 9" how old, and who. */
static bool revive_head(tpt__scene *scene, tpt__item *item, const tpt__mention *inner) {
    uint32_t index = scene->tables->entries.items[inner->entry].index;
    tpt__type type = scene->lexicon->concepts.items[index].type;
    if (type != TPT__TYPE_SENSATION && type != TPT__TYPE_PERSON) return false;
    if (type == TPT__TYPE_PERSON && is_writer(scene, item, index)) return false;
    tpt__item head = *item;
    head.owner = TPT__OWNER_CONCEPT;
    head.index = index;
    head.attributes = tpt__attributes_none();
    tpt__attributes_merge(&head.attributes, &scene->lexicon->concepts.items[index].gives);
    head.revived = true;
    *tpt__push(scene->arena, &scene->items) = head;
    return true;
}

/* "paracetamol on 20 days a month": how often, and what. */
static bool revive_finding(tpt__scene *scene, tpt__item *item, const tpt__mention *inner) {
    tpt__item head = *item;
    head.owner = TPT__OWNER_FINDING;
    head.index = scene->tables->entries.items[inner->entry].index;
    head.attributes = scene->lexicon->findings.items[head.index].gives;
    head.revived = true;
    *tpt__push(scene->arena, &scene->items) = head;
    return true;
}

/* "asking for my dad": whose sex it tells, and that he is the one who hurts. */
static bool revive_proxy(tpt__scene *scene, tpt__item *item, const tpt__mention *inner) {
    uint32_t index = scene->tables->entries.items[inner->entry].index;
    if (scene->lexicon->cues.items[index].kind != TPT__CUE_PROXY) return false;
    tpt__item cue = *item;
    cue.owner = TPT__OWNER_CUE;
    cue.index = index;
    cue.revived = true;
    *tpt__push(scene->arena, &scene->items) = cue;
    return true;
}

/* "never smoked" is a denial of the pack as well: the "smoked" in it is not told of by itself. */
static bool is_denial_too(const tpt__scene *scene, const tpt__item *item) {
    for (uint32_t i = first_twin(scene, item); is_twin(scene, item, i); i++) {
        const tpt__mention *twin = &scene->match->mentions.items[i];
        if (twin->last == item->last && scene->tables->entries.items[twin->entry].kind == TPT__OWNER_DENIAL)
            return true;
    }
    return false;
}

static void revive_heads(tpt__scene *scene) {
    uint32_t count = scene->items.count;
    for (uint32_t i = 0; i < count; i++) {
        const tpt__item *longer = &scene->items.items[i];
        bool measure = longer->owner == TPT__OWNER_MEASURE;
        if (!measure && !tpt__item_is_type(scene, longer, TPT__TYPE_ATTRIBUTE)) continue;
        tpt__item item = *longer; /* a copy: reviving may move the list */
        tpt__items_within(scene, &item, TPT__OWNER_CONCEPT, revive_head);
        if (!measure) continue;
        if (!is_denial_too(scene, &item)) tpt__items_within(scene, &item, TPT__OWNER_FINDING, revive_finding);
        tpt__items_within(scene, &item, TPT__OWNER_CUE, revive_proxy);
    }
}

static bool is_silencer(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner == TPT__OWNER_OPENER) return true;
    if (item->owner != TPT__OWNER_CUE) return false;
    tpt__cue_kind kind = scene->lexicon->cues.items[item->index].kind;
    return kind == TPT__CUE_SILENCE || kind == TPT__CUE_PSEUDO;
}

/* A place named alone may be a complaint of its own, weakly: "R bum cheek, R hamstring". Attachment decides. */
static tpt__item assumed_head(const tpt__scene *scene, const tpt__item *site) {
    tpt__item head = *site;
    head.owner = TPT__OWNER_CONCEPT;
    head.index = scene->lexicon->bare_site;
    head.mention = TPT__NONE;
    head.strength = TPT__STRENGTH_ASSUMED;
    head.attributes = tpt__attributes_none();
    head.gone = head.assumed = true;
    return head;
}

/* ---- Headings ---------------------------------------------------------------------------------------------------------- */

bool tpt__is_heading(const tpt__scene *scene, uint32_t sentence, uint32_t last) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    if (last >= range->last) return range->line_start && last == range->last; /* alone on its line */
    tpt__lead lead = scene->doc->tokens[last].lead;
    return lead == TPT__LEAD_COLON || (lead == TPT__LEAD_DASH && range->line_start);
}

/* A cue that speaks for a section is one only as its heading. */
static bool is_no_heading(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone || item->owner != TPT__OWNER_CUE || !scene->lexicon->cues.items[item->index].section)
        return false;
    return item->first != scene->doc->sentences[item->sentence].first ||
           !tpt__is_heading(scene, item->sentence, item->last);
}

/* "3 days ago" is not long past; a cue may ask for more. */
static bool is_too_recent(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone || item->owner != TPT__OWNER_CUE || !scene->lexicon->cues.items[item->index].least)
        return false;
    const tpt__mention *mention = &scene->match->mentions.items[item->mention];
    for (uint32_t v = 0; v < mention->value_count; v++)
        if (scene->match->lattice.quantities[mention->values[v]].value >=
            scene->lexicon->cues.items[item->index].least)
            return false;
    return true;
}

/* ---- Spans that somebody else found ------------------------------------------------------------------------------------ */

/* No phrase was matched over their words, so what a pattern or a gap lays over them is all that can be in the way. */
static void add_given(tpt__scene *scene) {
    for (uint32_t g = 0; g < scene->given_count; g++) {
        if (scene->given[g].first >= scene->given[g].last) continue;
        const tpt__token *token = &scene->doc->tokens[scene->given[g].first];
        tpt__item *item = tpt__push(scene->arena, &scene->items);
        *item = (tpt__item){.owner = TPT__OWNER_GIVEN,
                            .index = g,
                            .mention = TPT__NONE,
                            .first = scene->given[g].first,
                            .last = scene->given[g].last,
                            .clause = token->clause,
                            .sentence = token->sentence,
                            .strength = TPT__STRENGTH_EXACT,
                            .figure = TPT__NONE,
                            .group = TPT__NONE,
                            .op_item = TPT__NONE,
                            .last_negation = TPT__NONE,
                            .cue_item = TPT__NONE,
                            .attributes = tpt__attributes_none()};
    }
}

/* ---- Order and indexes ------------------------------------------------------------------------------------------------- */

/* Candidates by their first token, in their own order: a counting sort. */
static void index_candidates(tpt__scene *scene) {
    uint32_t tokens = scene->doc->count, count = scene->match->candidate_count;
    uint32_t *at = scene->candidates_at = TPT__NEW(scene->arena, uint32_t, tokens + 2);
    scene->candidates = TPT__NEW(scene->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) at[scene->match->candidates[i].first + 1]++;
    for (uint32_t t = 0; t <= tokens; t++) at[t + 1] += at[t];
    for (uint32_t i = count; i-- > 0;) scene->candidates[--at[scene->match->candidates[i].first + 1]] = i;
    for (uint32_t t = 0; t <= tokens; t++) at[t] = at[t + 1]; /* each had moved down to its start */
    at[tokens] = at[tokens + 1] = count;
}

static bool may_stand_alone(const tpt__scene *scene, const tpt__item *item) {
    return item->owner == TPT__OWNER_SITE && !item->gone && scene->lexicon->bare_site != TPT__NONE;
}

/* Items by their first token, in their own order, each site with its assumed head after it: a counting sort, too. */
static void sort_items(tpt__scene *scene) {
    uint32_t tokens = scene->doc->count, count = scene->items.count;
    const tpt__item *items = scene->items.items;
    uint32_t *ends = TPT__NEW(scene->arena, uint32_t, tokens + 2);
    for (uint32_t i = 0; i < count; i++)
        ends[items[i].first + 1] += may_stand_alone(scene, &items[i]) ? 2 : 1;
    for (uint32_t t = 0; t <= tokens; t++) ends[t + 1] += ends[t];
    scene->first_item = TPT__NEW(scene->arena, uint32_t, tokens + 1);
    memcpy(scene->first_item, ends, (tokens + 1) * sizeof *ends);
    uint32_t total = ends[tokens];
    tpt__item *sorted = TPT__NEW(scene->arena, tpt__item, total + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *end = &ends[items[i].first];
        sorted[(*end)++] = items[i];
        if (may_stand_alone(scene, &items[i])) sorted[(*end)++] = assumed_head(scene, &items[i]);
    }
    scene->items.items = sorted;
    scene->items.count = total;
    scene->items.capacity = total + 1;
}

static void place_items(tpt__scene *scene) {
    for (uint32_t t = 0; t <= scene->doc->count; t++) scene->item_at[t] = TPT__NONE;
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->revived || item->mention == TPT__NONE) continue;
        const tpt__mention *mention = &scene->match->mentions.items[item->mention];
        for (uint32_t t = 0; t < mention->token_count; t++) scene->item_at[mention->tokens[t]] = i;
    }
    for (uint32_t i = 0; i < scene->items.count; i++) {
        const tpt__item *item = &scene->items.items[i];
        for (uint32_t t = item->first; item->owner == TPT__OWNER_GIVEN && t < item->last; t++)
            scene->item_at[t] = i;
    }
}

static bool is_modifier(const tpt__scene *scene, const tpt__item *item) {
    return tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) ||
           tpt__item_is_type(scene, item, TPT__TYPE_SIDE);
}

/* What kind of word a token is between two others: the counter of it in a profile. */
static uint32_t *profile_counter(const tpt__scene *scene, uint32_t token, tpt__profile *counts) {
    uint32_t at = scene->item_at[token];
    uint16_t classes = scene->match->lattice.classes[token];
    const tpt__item *item = at == TPT__NONE ? NULL : &scene->items.items[at];
    if (item && item->owner == TPT__OWNER_SITE && !item->gone) return &counts->sites;
    if (item && tpt__item_is_head(scene, item)) return &counts->heads;
    if (item && is_modifier(scene, item)) return &counts->fillers;
    if (classes & TPT__WORD_JOINS) return &counts->joins;
    if (classes & TPT__WORD_BREAKS) return &counts->breaks;
    bool filler = scene->doc->tokens[token].kind == TPT__TOKEN_SIGN || (classes & TPT__WORD_LIGHT);
    return filler ? &counts->fillers : &counts->words;
}

static void build_profile(tpt__scene *scene) {
    tpt__profile counts = {0};
    scene->profile = TPT__NEW(scene->arena, tpt__profile, scene->doc->count + 1);
    for (uint32_t t = 0; t < scene->doc->count; t++) {
        scene->profile[t] = counts;
        tpt__lead lead = scene->doc->tokens[t].lead;
        if (lead == TPT__LEAD_COMMA) counts.commas++;
        else if (lead != TPT__LEAD_NONE) counts.hard_leads++;
        ++*profile_counter(scene, t, &counts);
        counts.stops += tpt__terminator_at(scene, t);
    }
    scene->profile[scene->doc->count] = counts;
}

void tpt__items_link(tpt__scene *scene) {
    uint32_t count = scene->items.count, site = TPT__NONE, head = TPT__NONE;
    if (!scene->nearest) scene->nearest = TPT__NEW(scene->arena, tpt__nearest, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        scene->nearest[i].site_before = site;
        scene->nearest[i].head_before = head;
        if (!scene->items.items[i].gone && scene->items.items[i].owner == TPT__OWNER_SITE) site = i;
        if (tpt__item_takes_attributes(scene, &scene->items.items[i])) head = i;
    }
    site = head = TPT__NONE;
    for (uint32_t i = count; i-- > 0;) {
        scene->nearest[i].site_after = site;
        scene->nearest[i].head_after = head;
        if (!scene->items.items[i].gone && scene->items.items[i].owner == TPT__OWNER_SITE) site = i;
        if (tpt__item_takes_attributes(scene, &scene->items.items[i])) head = i;
    }
}

void tpt__items_build(tpt__scene *scene) {
    scene->item_at = TPT__NEW(scene->arena, uint32_t, scene->doc->count + 1);
    index_candidates(scene);
    tpt__reserve(scene->arena, &scene->items, scene->match->mentions.count);
    for (uint32_t i = 0; i < scene->match->mentions.count; i++) add_item(scene, i);
    read_figures(scene);
    revive_heads(scene);
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (is_silencer(scene, &scene->items.items[i]) || is_no_heading(scene, &scene->items.items[i]) ||
            is_too_recent(scene, &scene->items.items[i]))
            scene->items.items[i].gone = true;
    if (scene->given_count) add_given(scene);
    sort_items(scene);
    place_items(scene);
    build_profile(scene);
    tpt__items_link(scene);
}

#include "assert/lexicon.h"

const char *const tpt__type_names[] = {"sensation", "quality",   "sign",      "function", "event",
                                       "activity",  "context",   "treatment", "medicine", "history",
                                       "trigger",   "attribute", "side",      "person",   NULL};
const char *const tpt__side_names[] = {"", "left", "right", "both", "one", "alternating", "midline", NULL};
const char *const tpt__side_words[] = {"",        "left", "right", "both", "one", "alternating",
                                       "midline", "same", "other", "also", NULL};
const char *const tpt__onset_names[] = {"", "sudden", "hours", "days", "gradual", "after_event", NULL};
const char *const tpt__course_names[] = {"new",       "changed",   "worsening", "constant", "intermittent",
                                         "recurrent", "improving", "unchanged", "resolved", NULL};
const char *const tpt__operator_names[] = {"",       "loss",        "effort", "involuntary",
                                           "intact", "ineffective", "easing", NULL};
const char *const tpt__cue_names[] = {"negation",     "doubt",  "hedge", "past",       "transient",
                                      "hypothetical", "other",  "proxy", "terminator", "exception",
                                      "silence",      "pseudo", NULL};
const char *const tpt__direction_names[] = {"forward", "backward", "both", NULL};
const char *const tpt__finding_type_names[] = {"symptom", "function_loss", "sign",    "event",     "exposure",
                                               "history", "medicine",      "context", "mitigator", NULL};

tpt__attributes tpt__attributes_none(void) {
    return (tpt__attributes){.severity = TPT__UNKNOWN, .duration = TPT__UNKNOWN, .ago = TPT__UNKNOWN};
}

static void add_once(uint32_t *list, uint32_t *count, uint32_t most, uint32_t item) {
    for (uint32_t i = 0; i < *count; i++)
        if (list[i] == item) return;
    if (*count < most) list[(*count)++] = item;
}

void tpt__mark_add(uint32_t marks[TPT__MARKS], uint32_t *count, uint32_t concept) {
    add_once(marks, count, TPT__MARKS, concept);
}

void tpt__place_add(uint32_t places[TPT__PLACES], uint32_t *count, uint32_t site) {
    add_once(places, count, TPT__PLACES, site);
}

void tpt__attributes_merge(tpt__attributes *into, const tpt__attributes *from) {
    if (!into->onset) into->onset = from->onset;
    if (!into->side) into->side = from->side;
    if (into->severity == TPT__UNKNOWN || (from->severity != TPT__UNKNOWN && from->severity > into->severity))
        into->severity = from->severity;
    if (into->duration == TPT__UNKNOWN) into->duration = from->duration;
    if (into->ago == TPT__UNKNOWN) into->ago = from->ago;
    into->course |= from->course;
    into->spreads |= from->spreads;
    for (uint32_t i = 0; i < from->quality_count; i++)
        tpt__mark_add(into->qualities, &into->quality_count, from->qualities[i]);
    for (uint32_t i = 0; i < from->trigger_count; i++)
        tpt__mark_add(into->triggers, &into->trigger_count, from->triggers[i]);
    for (uint32_t i = 0; i < from->from_count; i++)
        tpt__place_add(into->from, &into->from_count, from->from[i]);
    for (uint32_t i = 0; i < from->to_count; i++) tpt__place_add(into->to, &into->to_count, from->to[i]);
}

bool tpt__list_has(tpt__list list, uint32_t item) {
    for (uint32_t i = 0; i < list.count; i++)
        if (list.items[i] == item) return true;
    return false;
}

bool tpt__site_within(const tpt__lexicon *lexicon, uint32_t site, uint32_t root) {
    for (; site != TPT__NONE; site = lexicon->sites.items[site].parent)
        if (site == root) return true;
    return false;
}

bool tpt__site_within_any(const tpt__lexicon *lexicon, uint32_t site, tpt__list roots) {
    for (uint32_t i = 0; i < roots.count; i++)
        if (tpt__site_within(lexicon, site, roots.items[i])) return true;
    return false;
}

bool tpt__concept_is(const tpt__lexicon *lexicon, uint32_t concept, uint32_t general) {
    if (concept == general) return true;
    tpt__list is = lexicon->concepts.items[concept].is;
    for (uint32_t i = 0; i < is.count; i++)
        if (tpt__concept_is(lexicon, is.items[i], general)) return true;
    return false;
}

bool tpt__concept_is_any(const tpt__lexicon *lexicon, uint32_t concept, tpt__list generals) {
    for (uint32_t i = 0; i < generals.count; i++)
        if (tpt__concept_is(lexicon, concept, generals.items[i])) return true;
    return false;
}

bool tpt__element_takes(const tpt__lexicon *lexicon, const tpt__element *element, uint32_t concept) {
    if (element->any_of_types & (1u << lexicon->concepts.items[concept].type)) return true;
    return tpt__concept_is_any(lexicon, concept, element->concepts);
}

void tpt__lexicon_freeze(tpt__arena *arena, tpt__lexicon *lexicon) {
    for (uint32_t c = 0; c < lexicon->concepts.count; c++) {
        TPT__VEC(uint32_t) takes = {0};
        for (uint32_t e = 0; e < lexicon->elements.count; e++)
            if (tpt__element_takes(lexicon, &lexicon->elements.items[e], c)) *tpt__push(arena, &takes) = e;
        *tpt__push(arena, &lexicon->elements_of) = (tpt__list){takes.items, takes.count, 0};
    }
}

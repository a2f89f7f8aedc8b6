/*
 * Ellipsis: what is said of a second thing without being said again. "Hands tingle, feet don't"; "he asked whether it goes into
 * the arm, and it doesn't". A word that stands for a whole predicate ("does", "is": the language's `echoes`) ends the clause.
 */
#include "assert/attach.h"
#include "assert/scope.h"

#define PREDICATE_STEPS 6 /* heads looked back over for the one that is meant */
#define EXCEPTION_REACH 5 /* tokens between what is denied, the exception, and its place */
#define TAIL_MOST 3       /* words of "so do my", and of "either" after the echo */

/* A word that stands for a predicate said before, and whether it denies it. */
typedef struct echo {
    bool found, denies;
    uint32_t first; /* its first token */
    uint32_t cue;   /* the negation, an item, or TPT__NONE */
} echo;

static bool ends_clause(const tpt__scene *scene, uint32_t token) {
    return token + 1 >= scene->doc->count || scene->doc->tokens[token + 1].lead != TPT__LEAD_NONE;
}

/* The negation that holds a token ("don't", "I do not"), an item, or TPT__NONE. */
static uint32_t negation_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && tpt__is_cue(scene, &scene->items.items[at], TPT__CUE_NEGATION) ? at : TPT__NONE;
}

/* "does a bit", "does too": how much, and small words. */
static bool is_tail(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    bool how_much = at != TPT__NONE && tpt__item_is_type(scene, &scene->items.items[at], TPT__TYPE_ATTRIBUTE);
    return how_much || (tpt__classes_at(scene, token) & TPT__WORD_LIGHT);
}

/* An echo that begins at a token and has nothing after it in its clause: "does", "doesn't", "does not". */
static echo echo_at(const tpt__scene *scene, uint32_t token) {
    echo e = {.first = token, .cue = TPT__NONE};
    if (token >= scene->doc->count || !(tpt__classes_at(scene, token) & TPT__WORD_ECHO)) return e;
    e.cue = negation_at(scene, token);
    if (e.cue == TPT__NONE && !ends_clause(scene, token) &&
        (e.cue = negation_at(scene, token + 1)) != TPT__NONE)
        token++;
    e.denies = e.cue != TPT__NONE;
    for (uint32_t steps = 0; steps < TAIL_MOST && !ends_clause(scene, token) && is_tail(scene, token + 1);
         steps++)
        token++;
    bool closed = ends_clause(scene, token) || tpt__terminator_at(scene, token + 1);
    e.found = closed || (tpt__classes_at(scene, token + 1) & TPT__WORD_JOINS);
    return e;
}

/* "my feet don't": only small words between the place and the echo. */
static echo echo_after(const tpt__scene *scene, const tpt__item *site) {
    uint32_t t = site->last;
    for (; t < scene->doc->count && scene->doc->tokens[t].clause == site->clause; t++) {
        if (tpt__classes_at(scene, t) & TPT__WORD_ECHO) return echo_at(scene, t);
        if (!(tpt__classes_at(scene, t) & TPT__WORD_LIGHT)) break;
    }
    return (echo){.found = false};
}

/* "and so do my feet", "neither does the foot". */
static echo echo_before(const tpt__scene *scene, const tpt__item *site) {
    if (!ends_clause(scene, site->last - 1)) return (echo){.found = false};
    for (uint32_t t = site->first, steps = 0; t > 1 && steps < TAIL_MOST; steps++) {
        if (scene->doc->tokens[t].lead != TPT__LEAD_NONE) break;
        uint16_t classes = tpt__classes_at(scene, --t);
        if (classes & TPT__WORD_ECHO) {
            echo e = {.found = scene->doc->tokens[t].lead == TPT__LEAD_NONE,
                      .first = t,
                      .cue = negation_at(scene, t - 1)};
            e.denies = e.cue != TPT__NONE;
            return e;
        }
        if (!(classes & (TPT__WORD_LIGHT | TPT__WORD_FIRST_PERSON | TPT__WORD_OPENS))) break;
    }
    return (echo){.found = false};
}

static bool is_real(const tpt__scene *scene, const tpt__item *head) {
    return (!head->assumed || head->op_item != TPT__NONE) && head->site_count && !head->hypothetical &&
           !head->other && !tpt__item_is_type(scene, head, TPT__TYPE_EVENT) &&
           !tpt__item_is_type(scene, head, TPT__TYPE_TREATMENT);
}

/* What was said before, of another place in this sentence or the one before it. */
static const tpt__item *predicate_before(const tpt__scene *scene, uint32_t index) {
    const tpt__item *echoing = &scene->items.items[index];
    uint32_t at = scene->nearest[index].head_before;
    for (uint32_t steps = 0; at != TPT__NONE && steps < PREDICATE_STEPS;
         steps++, at = scene->nearest[at].head_before) {
        const tpt__item *head = &scene->items.items[at];
        if (head->sentence + 1 < echoing->sentence) return NULL;
        if (is_real(scene, head)) return head;
    }
    return NULL;
}

/* Makes the bare place a head of what was said before; an idiom with a place of its own only lends that something is felt. */
static void take_over(tpt__scene *scene, uint32_t index, const tpt__item *said, echo e) {
    tpt__item *head = &scene->items.items[index];
    if (said->owner == TPT__OWNER_CONCEPT || said->sites[0].item != TPT__NONE) {
        head->owner = said->owner;
        head->index = said->index;
        head->op_item = said->op_item;
        if (said->owner == TPT__OWNER_CONCEPT)
            tpt__attributes_merge(&head->attributes, &scene->lexicon->concepts.items[said->index].gives);
    }
    head->strength = said->strength < TPT__STRENGTH_RESPELT ? said->strength : TPT__STRENGTH_RESPELT;
    head->sites[0].rung = 3;
    head->negations = e.denies;
    head->cue_item = e.cue;
    head->scope_first = scene->items.items[index - 1].first;
    head->scope_last = e.first > head->scope_first ? e.first : scene->items.items[index - 1].last;
}

static void read_echoed_places(tpt__scene *scene) {
    for (uint32_t i = 1; i < scene->items.count; i++) {
        const tpt__item *head = &scene->items.items[i], *said;
        if (!head->assumed || head->gone || head->op_item != TPT__NONE) continue;
        echo e = echo_after(scene, head - 1);
        if (!e.found) e = echo_before(scene, head - 1);
        if (e.found && (said = predicate_before(scene, i))) take_over(scene, i, said, e);
    }
}

/* "It doesn't.", "…, which I do", "… and it hasn't": a clause of somebody and an echo. Where it begins, or TPT__NONE. */
static uint32_t start_of_answer(const tpt__scene *scene, uint32_t token) {
    const uint16_t who = TPT__WORD_FIRST_PERSON | TPT__WORD_BREAKS;
    const tpt__token *tokens = scene->doc->tokens;
    if (token == 0 || tokens[token].lead != TPT__LEAD_NONE || !(tpt__classes_at(scene, token - 1) & who))
        return TPT__NONE;
    uint32_t first = token - 1;
    if (tokens[first].lead != TPT__LEAD_NONE) return first;
    if (first == 0) return TPT__NONE;
    bool led = (tpt__classes_at(scene, first - 1) & (TPT__WORD_JOINS | TPT__WORD_RELATIVE)) ||
               tpt__terminator_at(scene, first - 1);
    return led ? first - 1 : TPT__NONE;
}

/* What was only asked, feared or guessed is told after all: yes, or no. */
static void tell_after_all(tpt__scene *scene, uint32_t from, uint32_t to, echo e) {
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, to); i++) {
        tpt__item *item = &scene->items.items[i];
        if (!item->hypothetical && !item->doubted && !item->hedged) continue;
        item->hypothetical = item->doubted = item->hedged = false;
        if (e.denies && item->last_negation != e.cue)
            item->negations++; /* "come back if I can't pee. I haven't." */
        item->cue_item = e.cue;
        item->scope_first = from;
        item->scope_last = to;
    }
}

static void read_answers(tpt__scene *scene) {
    for (uint32_t t = 1; t < scene->doc->count; t++) {
        if (!(tpt__classes_at(scene, t) & TPT__WORD_ECHO)) continue;
        echo e = echo_at(scene, t);
        uint32_t start = e.found ? start_of_answer(scene, t) : TPT__NONE;
        if (start == TPT__NONE) continue;
        uint32_t sentence = scene->doc->tokens[t].sentence;
        if (start == scene->doc->sentences[sentence].first && sentence > 0) sentence--;
        tell_after_all(scene, scene->doc->sentences[sentence].first, start, e);
    }
}

/* Is there a finding of it that has a place? A fever has none. */
static bool can_be_somewhere(const tpt__scene *scene, const tpt__item *head) {
    if (head->owner != TPT__OWNER_CONCEPT) return false;
    tpt__list elements = scene->lexicon->elements_of.items[head->index];
    for (uint32_t e = 0; e < elements.count; e++) {
        const tpt__element *element = &scene->lexicon->elements.items[elements.items[e]];
        if (element->sites.count || element->any_site) return true;
    }
    return false;
}

/* The last thing felt before an item in its sentence, if it is denied and could be elsewhere; TPT__NONE where there is none. */
static uint32_t denied_before(const tpt__scene *scene, const tpt__item *next, uint32_t reach) {
    for (uint32_t i = tpt__items_from(scene, next->first); i-- > 0;) {
        const tpt__item *item = &scene->items.items[i];
        if (item->sentence != next->sentence || next->first > item->last + reach) break;
        bool felt = tpt__wants_site(scene, item) && !item->assumed && tpt__item_is_complaint(scene, item);
        if (!felt) continue;
        bool elsewhere = !tpt__has_own_place(item) && can_be_somewhere(scene, item);
        return item->negations % 2 && elsewhere ? i : TPT__NONE;
    }
    return TPT__NONE;
}

/* The place that an exception names: "apart from my little finger"; TPT__NONE where it names anything else. */
static uint32_t place_excepted(const tpt__scene *scene, uint32_t index) {
    const tpt__item *exception = &scene->items.items[index];
    uint32_t site = scene->nearest[index].site_after;
    if (site == TPT__NONE) return TPT__NONE;
    const tpt__item *place = &scene->items.items[site];
    if (place->sentence != exception->sentence || place->first > exception->last + EXCEPTION_REACH)
        return TPT__NONE;
    tpt__stretch between = tpt__read_stretch(scene, exception->last, place->first);
    return between.heads || between.hard_leads ? TPT__NONE : site;
}

static bool stands_at(const tpt__scene *scene, const tpt__item *head, uint32_t group, uint8_t rung) {
    for (uint32_t s = 0; s < head->site_count; s++)
        if (head->sites[s].item != TPT__NONE && head->sites[s].rung >= rung &&
            scene->items.items[head->sites[s].item].group == group)
            return true;
    return false;
}

/* "other than my ankle, which is puffy", "apart from a sore knee": something else is said of the place. */
static bool is_spoken_for(const tpt__scene *scene, const tpt__item *exception, const tpt__item *place) {
    for (uint32_t i = tpt__items_from(scene, exception->last); i < scene->items.count; i++) {
        const tpt__item *head = &scene->items.items[i];
        if (head->clause > place->clause + 1 || head->sentence != place->sentence) break;
        if (!tpt__wants_site(scene, head) || head->assumed || head->negations % 2) continue;
        if (stands_at(scene, head, place->group, 3)) return true;
    }
    return false;
}

/* It is felt after all, and at the place that was excepted. */
static void except(tpt__scene *scene, tpt__item *felt, const tpt__item *place) {
    felt->negations++;
    felt->cue_item = TPT__NONE;
    felt->site_count = 0;
    tpt__attach_group(scene, felt, place->group, TPT__STRENGTH_RESPELT);
}

/* "no numbness or tingling apart from my little finger": it is numb, or tingles, and there. */
static void except_before(tpt__scene *scene, const tpt__item *exception, const tpt__item *place) {
    const tpt__item *next = exception;
    for (uint32_t head = denied_before(scene, next, EXCEPTION_REACH); head != TPT__NONE;) {
        tpt__item *felt = &scene->items.items[head];
        except(scene, felt, place);
        next = felt;
        head = denied_before(scene, next, EXCEPTION_REACH);
        if (head != TPT__NONE && !tpt__coordinated(scene, &scene->items.items[head], next)) head = TPT__NONE;
    }
}

/* "Apart from my knee nothing hurts": what is denied next. */
static void except_after(tpt__scene *scene, const tpt__item *place) {
    for (uint32_t i = tpt__items_from(scene, place->last); i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (head->sentence != place->sentence || head->first > place->last + EXCEPTION_REACH) return;
        bool felt = tpt__wants_site(scene, head) && !head->assumed && can_be_somewhere(scene, head);
        if (!felt) continue;
        if (head->negations % 2 && stands_at(scene, head, place->group, 1)) except(scene, head, place);
        return;
    }
}

static void read_exception(tpt__scene *scene, uint32_t index) {
    const tpt__item *exception = &scene->items.items[index];
    uint32_t site = place_excepted(scene, index);
    if (site == TPT__NONE || is_spoken_for(scene, exception, &scene->items.items[site])) return;
    bool begins = exception->first == scene->doc->sentences[exception->sentence].first;
    if (begins) except_after(scene, &scene->items.items[site]);
    else except_before(scene, exception, &scene->items.items[site]);
}

static void read_exceptions(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__is_cue(scene, &scene->items.items[i], TPT__CUE_EXCEPTION)) read_exception(scene, i);
}

/* How far on the other side of what is denied something may still be felt at its place: "no chest pain, just pressure". */
static bool is_beyond(const tpt__scene *scene, const tpt__item *place, const tpt__item *head) {
    return head->first >= place->last && tpt__read_stretch(scene, place->last, head->first).commas > 1;
}

/* "sore muscles, no chest pain": a place that is named only to deny it, and was lent to what is felt before, or well after. */
static bool is_lent_denied_place(tpt__scene *scene, const tpt__item *head) {
    if (!tpt__wants_site(scene, head) || head->assumed || head->negations % 2 || !head->site_count)
        return false;
    const tpt__item *place = tpt__item_or_null(scene, head->sites[0].item);
    if (!place || head->sites[0].rung > 2 || place->negations % 2 == 0 || place->cue_item == TPT__NONE)
        return false;
    return head->last <= scene->items.items[place->cue_item].first || is_beyond(scene, place, head);
}

/* The last place before an item in its sentence that is not denied; TPT__NONE where there is none. */
static uint32_t affirmed_place_before(const tpt__scene *scene, uint32_t index) {
    uint32_t sentence = scene->items.items[index].sentence;
    for (uint32_t at = scene->nearest[index].site_before; at != TPT__NONE;
         at = scene->nearest[at].site_before) {
        const tpt__item *place = &scene->items.items[at];
        if (place->sentence != sentence) break;
        if (place->negations % 2 == 0) return at;
    }
    return TPT__NONE;
}

/* It is felt elsewhere: at the place spoken of before, if any. */
static void withdraw_denied_places(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *head = &scene->items.items[i];
        if (!is_lent_denied_place(scene, head)) continue;
        uint32_t before = affirmed_place_before(scene, i);
        bool after_all = head->first >= scene->items.items[head->sites[0].item].last;
        if (after_all && before == TPT__NONE) continue; /* better where it may not be than nowhere */
        head->site_count = 0;
        if (before != TPT__NONE) tpt__attach_group(scene, head, scene->items.items[before].group, 2);
    }
}

void tpt__read_ellipsis(tpt__scene *scene) {
    read_exceptions(scene);
    withdraw_denied_places(scene);
    read_echoed_places(scene);
    read_answers(scene);
}

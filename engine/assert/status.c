/* What the cues say of what they cover: denied, doubted, past, hypothetical, someone else's. */
#include "assert/scope.h"

#define TAKEN_BACK_STEPS 3 /* words between a "no" and the cue that it takes back */
#define PHRASE_MOST 24     /* tokens that a phrase can span, gaps and all */

static bool is_negation_within(tpt__scene *scene, tpt__item *item, const tpt__mention *inner) {
    const tpt__cue *cue = &scene->lexicon->cues.items[scene->tables->entries.items[inner->entry].index];
    if (cue->kind == TPT__CUE_NEGATION) item->holds_negation = true;
    return true;
}

/* "no feeling in my feet, none": the idiom has its "no" in itself. */
static bool holds_negation(tpt__scene *scene, tpt__item *item) {
    tpt__items_within(scene, item, TPT__OWNER_CUE, is_negation_within);
    return item->holds_negation;
}

/* Negations in one clause agree or cancel, as the pack says; the same words in two lists of the pack are one. */
static void count_negation(tpt__scene *scene, tpt__item *item, uint32_t cue_index, const tpt__cue *cue) {
    const tpt__item *now = &scene->items.items[cue_index], *last = NULL;
    if (item->last_negation != TPT__NONE) last = &scene->items.items[item->last_negation];
    bool same = last && last->first < now->last && now->first < last->last;
    bool agrees = scene->lexicon->negative_concord && cue->concord && (last || holds_negation(scene, item));
    if (!same && !agrees) item->negations++;
    item->last_negation = cue_index;
}

/* "can't really walk" is a loss, said softly; "I don't think it's numb" is a denial, said doubtfully. */
static void doubt(tpt__scene *scene, tpt__item *item, uint32_t cue_index, const tpt__cue *cue) {
    if (tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION) && item->op_item == TPT__NONE) {
        count_negation(scene, item, cue_index, cue);
        item->hedged = true;
    } else {
        item->doubted = true;
    }
}

/* "couldn't": what governs the function has the "not" in itself. */
static bool is_part_of_operator(const tpt__scene *scene, const tpt__item *item, const tpt__item *cue) {
    if (item->op_item == TPT__NONE) return false;
    const tpt__item *op = &scene->items.items[item->op_item];
    return cue->first >= op->first && cue->last <= op->last;
}

/* "can't get it down, it just won't swallow": what is lost in its own clause is not given back by a "no" of another. */
static bool is_lost_elsewhere(const tpt__scene *scene, const tpt__item *item, const tpt__item *cue) {
    if (item->op_item == TPT__NONE) return false;
    const tpt__item *op = &scene->items.items[item->op_item];
    tpt__operator id = scene->lexicon->operators.items[op->index].id;
    return (id == TPT__OP_LOSS || id == TPT__OP_EFFORT) && op->clause != cue->clause;
}

/* What happened once, and what one has had: a date before a comma is told of these, not of a pain that goes on. */
static bool is_datable(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner != TPT__OWNER_FINDING) return tpt__item_is_type(scene, item, TPT__TYPE_EVENT);
    tpt__finding_type type = scene->lexicon->findings.items[item->index].type;
    return type == TPT__FINDING_EVENT || type == TPT__FINDING_HISTORY;
}

/*
 * "no fever, stiff neck": a pair with no "or" may be a list of what is not, or a denial and then what is. A triage leaves the
 * second open, as it does whatever is denied doubtfully. Of a note's given spans the list is by far the likelier, and a box
 * that was left empty stands for the whole of its line.
 */
static bool is_bare_pair(const tpt__scene *scene, const tpt__item *cue, tpt__scope s) {
    const tpt__document *doc = scene->doc;
    if (scene->given || tpt__cue_of(scene, cue)->lists || doc->tokens[cue->first].kind == TPT__TOKEN_SIGN)
        return false;
    uint32_t leads = 0;
    for (uint32_t t = s.first; t < s.last; t++) {
        if (tpt__classes_at(scene, t) & TPT__WORD_JOINS) return false;
        if (doc->tokens[t].lead != TPT__LEAD_NONE && t > s.first) leads++;
    }
    return leads == 1;
}

/* A "no" that comes over a comma. It denies what is felt, seen or had; it makes no loss of a function. */
static void deny_far(tpt__scene *scene, tpt__item *item, uint32_t cue_index, tpt__scope s) {
    const tpt__item *cue = &scene->items.items[cue_index];
    if (!is_bare_pair(scene, cue, s)) count_negation(scene, item, cue_index, tpt__cue_of(scene, cue));
    else if (tpt__item_takes_attributes(scene, item) && !tpt__item_is_type(scene, item, TPT__TYPE_ACTIVITY))
        item->doubted = true;
}

/* "no weakness, face symmetrical", "no pain, can't breathe", "can't get it down, it just won't swallow" */
static bool is_beyond_denial(tpt__scene *scene, tpt__item *item, const tpt__item *cue, bool far) {
    if (far && (tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION) || item->denial)) return true;
    return (far && holds_negation(scene, item)) || is_lost_elsewhere(scene, item, cue);
}

static void cover(tpt__scene *scene, tpt__item *item, uint32_t cue_index, tpt__scope s) {
    const tpt__cue *cue = tpt__cue_of(scene, &scene->items.items[cue_index]);
    if (is_part_of_operator(scene, item, &scene->items.items[cue_index])) return;
    bool far = scene->items.items[cue_index].clause < item->clause;
    if (cue->kind == TPT__CUE_NEGATION && is_beyond_denial(scene, item, &scene->items.items[cue_index], far))
        return;
    bool begins = scene->items.items[cue_index].first == scene->doc->sentences[item->sentence].first;
    if (cue->kind == TPT__CUE_PAST && far && begins && !is_datable(scene, item)) return;
    switch (cue->kind) {
    case TPT__CUE_NEGATION:
        if (far) deny_far(scene, item, cue_index, s);
        else count_negation(scene, item, cue_index, cue);
        break;
    case TPT__CUE_DOUBT: doubt(scene, item, cue_index, cue); break;
    case TPT__CUE_HEDGE:
        item->hedged = true;
        if (item->cue_item != TPT__NONE) return; /* it changes no status, so what does goes before it */
        break;
    case TPT__CUE_PAST:
        item->past = true;
        item->spared |= cue->spares;
        break;
    case TPT__CUE_TRANSIENT: item->transient = true; break;
    case TPT__CUE_HYPOTHETICAL: item->hypothetical = true; break;
    case TPT__CUE_OTHER: item->other = true; break;
    default: return;
    }
    item->cue_item = cue_index;
    item->scope_first = s.first;
    item->scope_last = s.last;
}

/* "no pain when walking": what is denied is the pain, and walking is only when. */
static bool is_circumstance(const tpt__scene *scene, const tpt__item *item, bool denies,
                            const tpt__item *first) {
    return denies && first && item->op_item == TPT__NONE && item->first >= first->last &&
           tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION) && !tpt__is_loss_when_denied(scene, first);
}

static void cover_scope(tpt__scene *scene, tpt__scope s, uint32_t cue_index) {
    const tpt__item *first = NULL; /* the first thing that is felt or done */
    bool denies = tpt__cue_of(scene, &scene->items.items[cue_index])->kind == TPT__CUE_NEGATION;
    for (uint32_t i = tpt__items_from(scene, s.first); i < tpt__items_from(scene, s.last); i++) {
        tpt__item *item = &scene->items.items[i];
        if (denies && !item->gone && item->owner == TPT__OWNER_SITE)
            cover(scene, item, cue_index, s); /* "it's not in my chest" */
        if (!tpt__is_deniable(scene, item) || is_circumstance(scene, item, denies, first)) continue;
        if (!first && tpt__item_is_head(scene, item) && !item->assumed) first = item;
        cover(scene, item, cue_index, s);
    }
}

/* "had no fits": a "no" in the gap of a phrase denies all of it; but not "baby not feeding, floppy", where it ends before. */
static void cover_around(tpt__scene *scene, uint32_t cue_index, tpt__scope reach) {
    const tpt__item *cue = &scene->items.items[cue_index];
    uint32_t from = cue->first > PHRASE_MOST ? cue->first - PHRASE_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, cue->first); i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->last >= cue->last && item->last <= reach.last && tpt__is_deniable(scene, item))
            cover(scene, item, cue_index, (tpt__scope){item->first, item->last});
    }
}

/* "has not resolved", "is never absent": a "no" over a cue that looks back takes its word away. */
static bool is_taken_back(const tpt__scene *scene, const tpt__item *item) {
    const uint16_t small = TPT__WORD_LIGHT | TPT__WORD_ECHO;
    for (uint32_t t = item->first, steps = 0; t > 0 && steps < TAKEN_BACK_STEPS; steps++) {
        if (scene->doc->tokens[t].lead != TPT__LEAD_NONE) return false;
        uint32_t at = scene->item_at[--t];
        if (at != TPT__NONE && tpt__is_cue(scene, &scene->items.items[at], TPT__CUE_NEGATION)) return true;
        if (!(tpt__classes_at(scene, t) & small)) return false;
    }
    return false;
}

static void apply_cue(tpt__scene *scene, uint32_t index) {
    const tpt__item *item = &scene->items.items[index];
    const tpt__cue *cue = tpt__cue_of(scene, item);
    if (cue->kind >= TPT__CUE_PROXY) return;
    bool looks_back = cue->direction == TPT__BACKWARD &&
                      (cue->kind == TPT__CUE_NEGATION || cue->kind == TPT__CUE_TRANSIENT);
    if (looks_back && is_taken_back(scene, item)) return;
    tpt__scope reach = tpt__scope_of(scene, item, cue);
    cover_scope(scene, reach, index);
    if (cue->kind == TPT__CUE_NEGATION && cue->direction != TPT__BACKWARD) cover_around(scene, index, reach);
}

void tpt__apply_cues(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (!scene->items.items[i].gone && scene->items.items[i].owner == TPT__OWNER_CUE) apply_cue(scene, i);
    tpt__apply_persons(scene);
}

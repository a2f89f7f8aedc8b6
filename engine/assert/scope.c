/*
 * How far a cue reaches. A scope runs over its clause and over the list that follows; it ends at a terminator, at a word that
 * begins a statement of its own, and always at the sentence. A heading reaches to the next one.
 */
#include "assert/scope.h"

#define UNKNOWN_MOST 3  /* words of one that no lexicon knows */
#define UNKNOWN_PARTS 8 /* such items looked over at once */
#define HEADING_MOST 6  /* words of a heading */

const tpt__cue *tpt__cue_of(const tpt__scene *scene, const tpt__item *item) {
    return &scene->lexicon->cues.items[item->index];
}

bool tpt__is_cue(const tpt__scene *scene, const tpt__item *item, tpt__cue_kind kind) {
    return !item->gone && item->owner == TPT__OWNER_CUE && tpt__cue_of(scene, item)->kind == kind;
}

/* What a cue can cover. */
static bool is_covered_kind(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone) return false;
    return tpt__item_is_head(scene, item) || tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) ||
           item->owner == TPT__OWNER_OPERATOR;
}

/* "not pregnant", "doesn't go down the leg": a measure and a bare place can be denied, but it opens no list of what is denied. */
bool tpt__is_deniable(const tpt__scene *scene, const tpt__item *item) {
    return is_covered_kind(scene, item) || (!item->gone && item->owner == TPT__OWNER_MEASURE);
}

bool tpt__terminator_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && (tpt__is_cue(scene, &scene->items.items[at], TPT__CUE_TERMINATOR) ||
                               tpt__is_cue(scene, &scene->items.items[at], TPT__CUE_EXCEPTION));
}

static bool negation_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && tpt__is_cue(scene, &scene->items.items[at], TPT__CUE_NEGATION);
}

static bool covered_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && is_covered_kind(scene, &scene->items.items[at]);
}

uint16_t tpt__classes_at(const tpt__scene *scene, uint32_t token) {
    return scene->match->lattice.classes[token];
}

/* "bladder as normal" and "back pain for 3 weeks" say something of their own. */
static bool says_its_own(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++) {
        const tpt__item *item = &scene->items.items[i]; /* a word of several senses */
        if (item->gone) continue;
        if ((item->owner == TPT__OWNER_OPERATOR && item->has_operand) || item->owner == TPT__OWNER_MEASURE)
            return true;
    }
    return false;
}

/* "I'm not pregnant" is one phrase of the pack, and a statement. */
static bool begins_own_phrase(const tpt__scene *scene, uint32_t token) {
    const tpt__item *item = &scene->items.items[scene->item_at[token]];
    return item->first == token && (tpt__classes_at(scene, token) & TPT__WORD_FIRST_PERSON) &&
           tpt__is_deniable(scene, item);
}

static bool is_after_light(const tpt__scene *scene, uint32_t token) {
    return token > 0 && (tpt__classes_at(scene, token - 1) & TPT__WORD_LIGHT);
}

/* "my", not "I", after "in" or "of": "no numbness in my legs or …" */
static bool is_within_phrase(const tpt__scene *scene, uint32_t token) {
    const uint16_t my = TPT__WORD_FIRST_PERSON | TPT__WORD_LIGHT;
    return (tpt__classes_at(scene, token) & my) == my && is_after_light(scene, token);
}

/* A word that begins a statement of its own. */
static bool begins_statement(const tpt__scene *scene, uint32_t token) {
    uint16_t classes = tpt__classes_at(scene, token);
    if (!(classes & TPT__WORD_BREAKS)) return false;
    if (scene->item_at[token] != TPT__NONE && !begins_own_phrase(scene, token)) return false;
    /* "not thrown up or had the runs": a verb after "or" goes on with what is denied */
    if (token > 0 && (classes & TPT__WORD_ECHO) && (tpt__classes_at(scene, token - 1) & TPT__WORD_OR))
        return false;
    bool ends = token + 1 >= scene->doc->count || scene->doc->tokens[token + 1].lead != TPT__LEAD_NONE;
    return !is_within_phrase(scene, token) &&
           !(is_after_light(scene, token) && ends); /* "with it, or a rash" */
}

/* Does an item name a place or a power ("speech") right before a word that says how it is, or end in such a word itself? */
static bool tells_how(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone) return false;
    bool idiom = item->owner == TPT__OWNER_FINDING || item->owner == TPT__OWNER_CONCEPT;
    if (idiom && item->last - item->first > 1 &&
        (tpt__classes_at(scene, item->last - 1) & TPT__WORD_PREDICATIVE) &&
        !(tpt__classes_at(scene, item->first) & TPT__WORD_PREDICATIVE))
        return true;
    bool named = item->owner == TPT__OWNER_SITE || tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION);
    return named && item->last < scene->doc->count &&
           scene->doc->tokens[item->last].clause == scene->doc->tokens[item->first].clause &&
           (tpt__classes_at(scene, item->last) & TPT__WORD_PREDICATIVE);
}

/* "no headache, speech slurred": a clause that says how something is states it, and is no item of a list of what is not. */
static bool states_how(const tpt__scene *scene, uint32_t token) {
    const uint16_t opens = TPT__WORD_LIGHT | TPT__WORD_TRANSPARENT | TPT__WORD_FIRST_PERSON;
    const tpt__document *doc = scene->doc;
    uint32_t clause = doc->tokens[token].clause;
    for (uint32_t t = token; t < doc->count && doc->tokens[t].clause == clause; t++) {
        for (uint32_t i = tpt__items_from(scene, t); i < tpt__items_from(scene, t + 1); i++)
            if (tells_how(scene, &scene->items.items[i])) return true;
        if (!(tpt__classes_at(scene, t) & opens)) return false;
    }
    return false;
}

/* What a clause can be to a list of what is denied. */
typedef enum list_part {
    NO_PART,
    UNKNOWN_PART, /* a word or two that no lexicon knows: a part if the list goes on after it */
    PART
} list_part;

/* Is the clause that begins at `token` one more item of a list: something to cover, and no statement of its own? */
static list_part list_part_at(const tpt__scene *scene, uint32_t token, tpt__cue_kind kind) {
    const tpt__document *doc = scene->doc;
    uint32_t clause = doc->tokens[token].clause, words = 0;
    bool covered = false;
    if (tpt__classes_at(scene, token) & TPT__WORD_OPENS) return NO_PART; /* "no fever, the headache …" */
    if (kind == TPT__CUE_NEGATION && states_how(scene, token)) return NO_PART;
    for (uint32_t t = token; t < doc->count && doc->tokens[t].clause == clause; t++) {
        if (doc->tokens[t].kind == TPT__TOKEN_WORD) words++;
        if (words > (covered ? 2 * TPT__LIST_ITEM_MOST : TPT__LIST_ITEM_MOST)) return NO_PART;
        if (tpt__terminator_at(scene, t)) { /* "never fainted, headache yes" */
            bool last = t + 1 >= doc->count || doc->tokens[t + 1].clause != clause;
            if (last && covered) return NO_PART;
            break;
        }
        if (negation_at(scene, t)) return NO_PART;
        if (covered_at(scene, t)) covered = true;
        if ((tpt__classes_at(scene, t) & TPT__WORD_BREAKS) && !(covered && is_within_phrase(scene, t)))
            return NO_PART;
        if (kind != TPT__CUE_HYPOTHETICAL && says_its_own(scene, t))
            return NO_PART; /* "return if unable to pee" */
    }
    if (covered) return PART;
    return words && words <= UNKNOWN_MOST ? UNKNOWN_PART : NO_PART;
}

/* A list may run over parts that no lexicon knows to one that it does: "no wheezes, rales, or fever". */
bool tpt__is_list_item(const tpt__scene *scene, uint32_t token, tpt__cue_kind kind) {
    const tpt__document *doc = scene->doc;
    for (uint32_t parts = 0; parts < UNKNOWN_PARTS; parts++) {
        list_part part = list_part_at(scene, token, kind);
        if (part != UNKNOWN_PART) return part == PART;
        uint32_t clause = doc->tokens[token].clause, sentence = doc->tokens[token].sentence;
        while (token < doc->count && doc->tokens[token].clause == clause) token++;
        if (token >= doc->count || doc->tokens[token].sentence != sentence ||
            doc->tokens[token].lead != TPT__LEAD_COMMA)
            return false;
    }
    return false;
}

/* Where each item of a list has a "no" of its own, one without is no item: "nil vomiting, nil rash, headache". */
static bool each_has_its_own(const tpt__scene *scene, const tpt__item *cue) {
    uint32_t i = tpt__items_from(scene, cue->first);
    for (; i-- > 0 && scene->items.items[i].clause + 1 >= cue->clause;) {
        const tpt__item *other = &scene->items.items[i];
        if (other->sentence == cue->sentence && other->clause + 1 == cue->clause &&
            tpt__is_cue(scene, other, TPT__CUE_NEGATION))
            return true;
        if (cue->first - other->first > TPT__SCOPE_MOST) return false;
    }
    return false;
}

/* "… and I am numb": what was supposed ends where someone says how it is with them. */
static bool tells_of_writer(const tpt__scene *scene, uint32_t token) {
    const tpt__document *doc = scene->doc;
    if (token + 2 >= doc->count || doc->tokens[token].sentence != doc->tokens[token + 2].sentence)
        return false;
    uint16_t join = tpt__classes_at(scene, token), who = tpt__classes_at(scene, token + 1),
             verb = tpt__classes_at(scene, token + 2);
    bool and = (join & TPT__WORD_JOINS) && !(join & TPT__WORD_OR);
    return and&&(who & TPT__WORD_FIRST_PERSON) && (verb & TPT__WORD_BREAKS);
}

/* A function, or an idiom of the loss of one. */
bool tpt__is_loss_when_denied(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner == TPT__OWNER_FINDING)
        return scene->lexicon->findings.items[item->index].type == TPT__FINDING_FUNCTION_LOSS;
    return tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION);
}

static bool begins_item(const tpt__scene *scene, uint32_t token) {
    return tpt__items_from(scene, token) < tpt__items_from(scene, token + 1);
}

/* Is a word, in one of its senses, something that is lost when it is denied? "walk" is also what sets a pain off. */
static bool is_lost_at(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++)
        if (!scene->items.items[i].gone && tpt__is_loss_when_denied(scene, &scene->items.items[i]))
            return true;
    return false;
}

/* Is what the rest of a clause names first something felt, rather than one more function? */
static bool names_another_kind(const tpt__scene *scene, uint32_t token) {
    uint32_t clause = scene->doc->tokens[token].clause;
    for (uint32_t t = token; t < scene->doc->count && scene->doc->tokens[t].clause == clause; t++) {
        uint32_t at = scene->item_at[t];
        if (at == TPT__NONE || !tpt__item_is_head(scene, &scene->items.items[at])) continue;
        return !is_lost_at(scene, t);
    }
    return false;
}

/* "can't pee and bad back pain": what "and" adds to a lost function is lost too only if it is a function. */
static bool adds_another_kind(const tpt__scene *scene, uint32_t token) {
    uint16_t classes = tpt__classes_at(scene, token);
    if (!(classes & TPT__WORD_JOINS) || (classes & TPT__WORD_OR)) return false;
    return token + 1 < scene->doc->count &&
           scene->doc->tokens[token + 1].clause == scene->doc->tokens[token].clause &&
           names_another_kind(scene, token + 1);
}

/* Does something that is felt, seen or had begin at a token? What is done, or sets things off, is no such thing. */
static bool is_thing_at(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++) {
        const tpt__item *item = &scene->items.items[i];
        if (!tpt__item_is_head(scene, item) || item->assumed || tpt__is_loss_when_denied(scene, item))
            continue;
        bool done = tpt__item_is_type(scene, item, TPT__TYPE_TRIGGER) ||
                    tpt__item_is_type(scene, item, TPT__TYPE_ACTIVITY) ||
                    tpt__item_is_type(scene, item, TPT__TYPE_CONTEXT);
        if (!done) return true;
    }
    return false;
}

/* What a denial has covered so far. */
typedef struct reached {
    bool any;
    bool thing;     /* anything that is no verb */
    bool inability; /* first of all a function, which is lost */
    bool lacking;   /* the last of it is such a function */
} reached;

/*
 * "can't swallow, red blotches", "won't drink, fever", "won't shut and the mouth sags": what is denied of a verb, and not of a
 * thing ("not had fever, rash"), goes on to other verbs alone. So it is with "can't walk since the operation, calf swollen".
 */
static bool ends_inability(const tpt__scene *scene, const tpt__item *cue, uint32_t token,
                           const reached *covered) {
    bool of_verb = tpt__cue_of(scene, cue)->verbal && (covered->inability || !covered->thing);
    return (covered->lacking || of_verb) && names_another_kind(scene, token);
}

/* "can't bend it 3 days after the operation": since when something is lost is not denied with it. */
static bool dates_loss(const tpt__scene *scene, uint32_t token, const reached *covered) {
    if (!covered->inability) return false;
    const tpt__lattice *lattice = &scene->match->lattice;
    for (uint32_t e = lattice->nodes.items[token].first_edge; e != TPT__NONE;
         e = lattice->edges.items[e].next) {
        uint32_t quantity = lattice->edges.items[e].quantity;
        if (quantity != TPT__NONE && lattice->quantities[quantity].dimension == TPT__DIM_DURATION)
            return true;
    }
    return false;
}

static bool happens_at(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->gone) continue;
        if (tpt__item_is_type(scene, item, TPT__TYPE_EVENT)) return true;
        if (item->owner != TPT__OWNER_FINDING) continue;
        tpt__finding_type type = scene->lexicon->findings.items[item->index].type;
        if (type == TPT__FINDING_EVENT || type == TPT__FINDING_EXPOSURE) return true;
    }
    return false;
}

/* "no fever since the operation": what is denied is dated by something that was so. "After meals" is no such thing. */
static bool dates_by_event(const tpt__scene *scene, uint32_t token) {
    const tpt__document *doc = scene->doc;
    if (!(tpt__classes_at(scene, token) & TPT__WORD_SINCE)) return false;
    uint32_t clause = doc->tokens[token].clause, most = token + TPT__LIST_ITEM_MOST;
    for (uint32_t t = token; t < doc->count && t <= most && doc->tokens[t].clause == clause; t++) {
        if (happens_at(scene, t)) return true;
        if (is_thing_at(scene, t) || (tpt__classes_at(scene, t) & TPT__WORD_JOINS)) return false;
    }
    return false;
}

static bool is_and_at(const tpt__scene *scene, uint32_t token) {
    uint16_t classes = tpt__classes_at(scene, token);
    return (classes & TPT__WORD_JOINS) && !(classes & TPT__WORD_OR);
}

/* "no tingling and the strength is all there": a function of which something is said itself. */
static bool says_it_works(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    const tpt__item *item = at == TPT__NONE ? NULL : &scene->items.items[at];
    if (!item || item->op_item == TPT__NONE || !tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION))
        return false;
    const tpt__item *op = &scene->items.items[item->op_item];
    return scene->lexicon->operators.items[op->index].id == TPT__OP_INTACT && op->first >= item->last;
}

/* "no further imaging is recommended for the cyst": the verb of what is denied, after which it says no more. */
static bool is_verb_of_thing(const tpt__scene *scene, const tpt__item *cue, uint32_t token) {
    if (!tpt__cue_of(scene, cue)->nominal || token < cue->last + 1) return false;
    const uint16_t verb = TPT__WORD_ECHO | TPT__WORD_BREAKS;
    if ((tpt__classes_at(scene, token) & verb) != verb || scene->item_at[token] != TPT__NONE) return false;
    const uint16_t not_a_thing = TPT__WORD_BREAKS | TPT__WORD_RELATIVE | TPT__WORD_JOINS;
    return !(tpt__classes_at(scene, token - 1) & not_a_thing) && token + 1 < scene->doc->count &&
           scene->doc->tokens[token + 1].lead == TPT__LEAD_NONE;
}

/* "35 years ago, when I was 17, someone …": a time that begins the sentence is told of what comes after its comma. */
static bool dates_what_follows(const tpt__scene *scene, const tpt__item *cue, bool covered) {
    if (tpt__cue_of(scene, cue)->kind != TPT__CUE_PAST || covered) return false;
    for (uint32_t t = scene->doc->sentences[cue->sentence].first; t < cue->first; t++)
        if (!(tpt__classes_at(scene, t) & TPT__WORD_LIGHT)) return false;
    return true;
}

static tpt__scope forward_scope(const tpt__scene *scene, const tpt__item *cue, uint32_t reach) {
    const tpt__document *doc = scene->doc;
    tpt__scope s = {cue->first,
                    cue->last}; /* from its first word: a cue with a gap covers what stands in it */
    /* what is supposed runs on over "or I …": "come back if I go numb or I can not pee" */
    tpt__cue_kind kind = tpt__cue_of(scene, cue)->kind;
    bool negation = kind == TPT__CUE_NEGATION;
    bool breaks =
        kind != TPT__CUE_HYPOTHETICAL && kind != TPT__CUE_HEDGE; /* "I suspect the pain is from …" */
    bool alone = each_has_its_own(scene, cue), joined = false, closed = false;
    reached covered = {.any = false};
    uint32_t parts = 0; /* of the list, so far */
    for (uint32_t t = cue->last; t < doc->count && doc->tokens[t].sentence == cue->sentence; t++) {
        if (t - cue->last >= TPT__SCOPE_MOST) break;
        tpt__lead lead = doc->tokens[t].lead;
        bool list_opens = t == cue->last && (lead == TPT__LEAD_COLON || lead == TPT__LEAD_PAREN);
        if (t == cue->last && lead == TPT__LEAD_COMMA && !dates_what_follows(scene, cue, covered.any))
            break;                                                   /* "weakness denied, tingling …" */
        if (covered.any && negation && negation_at(scene, t)) break; /* "no fever no rash" */
        if (kind == TPT__CUE_HYPOTHETICAL && covered.any && tells_of_writer(scene, t)) break;
        if (kind == TPT__CUE_OTHER && (tpt__classes_at(scene, t) & TPT__WORD_FIRST_PERSON)) break;
        if (covered.lacking &&
            ((tpt__classes_at(scene, t) & TPT__WORD_REASON) || adds_another_kind(scene, t)))
            break;
        if (dates_loss(scene, t, &covered)) break;
        if (negation && (covered.thing || covered.inability) && dates_by_event(scene, t)) break;
        if (lead != TPT__LEAD_NONE && closed)
            break; /* "no fever or rash, back pain": the list was complete */
        if (lead != TPT__LEAD_NONE && !list_opens) {
            if (negation && ends_inability(scene, cue, t, &covered)) break;
            bool dated = lead == TPT__LEAD_COMMA && dates_what_follows(scene, cue, covered.any);
            if (!dated && (lead > TPT__LEAD_COMMA || alone || !tpt__is_list_item(scene, t, kind))) break;
            /* "no fever, and a stiff neck": after one item alone, "and" begins what is so */
            uint16_t classes = tpt__classes_at(scene, t);
            if (!parts++ && covered.any && (classes & TPT__WORD_JOINS) && !(classes & TPT__WORD_OR)) break;
        }
        if (negation && t > cue->last && is_and_at(scene, t) &&
            (ends_inability(scene, cue, t + 1, &covered) || states_how(scene, t + 1)))
            break;
        if (tpt__terminator_at(scene, t)) break;
        if (covered.any && breaks && (begins_statement(scene, t) || says_it_works(scene, t))) break;
        if (is_verb_of_thing(scene, cue, t)) break;
        if (reach && t - cue->last >= reach) break;
        if (covered.any && (tpt__classes_at(scene, t) & TPT__WORD_JOINS)) joined = true;
        if (covered_at(scene, t)) {
            closed = joined;
            bool lost = negation && is_lost_at(scene, t);
            if (!covered.any) covered.inability = lost;
            covered.any = true;
            covered.thing |= is_thing_at(scene, t);
            if (begins_item(scene, t)) covered.lacking = lost;
        }
        s.last = t + 1;
    }
    return s;
}

/* Does the clause that ends with `token` have a "no" of its own? */
static bool is_denied_already(const tpt__scene *scene, uint32_t token) {
    uint32_t clause = scene->doc->tokens[token].clause;
    for (uint32_t steps = 0; steps <= TPT__LIST_ITEM_MOST; steps++, token--) {
        if (negation_at(scene, token)) return true;
        if (!token || scene->doc->tokens[token - 1].clause != clause) return false;
    }
    return false;
}

/* "FAST negative", of something that no lexicon knows: it says nothing of what the clauses before it name. */
static bool is_of_something_else(const tpt__scene *scene, uint32_t first, const tpt__item *cue) {
    for (uint32_t t = first; t < cue->first; t++)
        if (covered_at(scene, t)) return false;
    return first < cue->first;
}

/* In capitals, and before a colon: a heading that no cue knows. */
static bool begins_with_capitals(const tpt__scene *scene, uint32_t sentence) {
    const tpt__document *doc = scene->doc;
    const tpt__sentence *range = &doc->sentences[sentence];
    for (uint32_t t = range->first; t < range->last && t - range->first < HEADING_MOST; t++) {
        if (t > range->first && doc->tokens[t].lead == TPT__LEAD_COLON) return true;
        if (doc->tokens[t].kind != TPT__TOKEN_WORD ||
            (t > range->first && doc->tokens[t].lead != TPT__LEAD_NONE))
            return false;
        for (uint32_t b = doc->tokens[t].start; b < doc->tokens[t].end; b++)
            if (doc->raw[b] >= 'a' && doc->raw[b] <= 'z') return false;
        if (doc->raw[doc->tokens[t].end - 1] == ':')
            return true; /* "PC:" is one word to a pack that respells it */
    }
    return false;
}

static bool begins_section(const tpt__scene *scene, uint32_t sentence) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    for (uint32_t i = tpt__items_from(scene, range->first); i < tpt__items_from(scene, range->first + 1);
         i++) {
        const tpt__item *item = &scene->items.items[i]; /* of a word of two senses, one may be a heading */
        if (!item->gone && item->owner == TPT__OWNER_CUE && tpt__cue_of(scene, item)->section) return true;
    }
    return range->after_blank || begins_with_capitals(scene, sentence);
}

/* "PMH: lung cancer, chemo finished in May. C/o back pain": what begins the present ends the section in running text. */
static tpt__scope until_section_ends(const tpt__scene *scene, tpt__scope s) {
    for (uint32_t i = tpt__items_from(scene, s.first); i < tpt__items_from(scene, s.last); i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->gone || item->owner != TPT__OWNER_CUE || !tpt__cue_of(scene, item)->ends_section) continue;
        return (tpt__scope){s.first, item->first};
    }
    return s;
}

/* From a heading to the next. */
static tpt__scope section_scope(const tpt__scene *scene, const tpt__item *cue) {
    uint32_t sentence = cue->sentence + 1;
    bool alone = cue->last == scene->doc->sentences[cue->sentence].last; /* an empty line may follow it */
    while (sentence < scene->doc->sentence_count &&
           (!begins_section(scene, sentence) || (alone && sentence == cue->sentence + 1)))
        sentence++;
    return until_section_ends(scene, (tpt__scope){cue->last, scene->doc->sentences[sentence - 1].last});
}

/* Is there nothing but small words before a cue in its sentence? "mmm, not really" */
static bool begins_sentence(const tpt__scene *scene, const tpt__item *cue) {
    for (uint32_t t = scene->doc->sentences[cue->sentence].first; t < cue->first; t++)
        if (!(tpt__classes_at(scene, t) & TPT__WORD_LIGHT)) return false;
    return true;
}

/* Back to the start of the clause; over a colon or a dash to what a form line asks; over a list before that. */
static tpt__scope backward_scope(const tpt__scene *scene, const tpt__item *cue, uint32_t reach) {
    const tpt__document *doc = scene->doc;
    tpt__scope s = {cue->first, cue->last}; /* what stands in its own gaps and slots, too */
    uint32_t sentence = cue->sentence;
    bool over_colon = false; /* the cue stands alone: "fever, chills, rash: none" */
    for (uint32_t t = cue->first; t > 0; t--) {
        tpt__lead lead = doc->tokens[t].lead; /* what parts t from the token before it */
        bool starts_clause = t == cue->first;
        if (starts_clause && lead != TPT__LEAD_NONE) over_colon = true;
        if (lead == TPT__LEAD_SENTENCE) {
            bool answer = begins_sentence(scene, cue) && sentence == cue->sentence && sentence > 0 &&
                          scene->doc->sentences[sentence - 1].question;
            if (!answer) break;
            sentence--;
        } else if (lead != TPT__LEAD_NONE && !starts_clause) {
            bool answer = tpt__cue_of(scene, cue)->direction == TPT__BOTH && t < cue->first && !over_colon;
            if (lead != TPT__LEAD_COMMA || answer || !tpt__is_list_item(scene, t, TPT__CUE_NEGATION) ||
                is_denied_already(scene, t - 1) || is_of_something_else(scene, t, cue))
                break;
        }
        if (doc->tokens[t - 1].sentence != sentence || tpt__terminator_at(scene, t - 1)) break;
        if ((reach && cue->first - t >= reach) || cue->first - t >= TPT__SCOPE_MOST) break;
        s.first = t - 1;
    }
    return s;
}

static bool covers_any(const tpt__scene *scene, tpt__scope s) {
    for (uint32_t t = s.first; t < s.last; t++)
        if (covered_at(scene, t)) return true;
    return false;
}

/* Does nothing follow a cue in its clause? "no knocks" speaks of knocks, though no lexicon knows them. */
static bool ends_clause(const tpt__scene *scene, const tpt__item *cue) {
    return cue->last >= scene->doc->count || scene->doc->tokens[cue->last].lead != TPT__LEAD_NONE;
}

static bool begins_clause(const tpt__scene *scene, const tpt__item *cue) {
    return scene->doc->tokens[cue->first].lead != TPT__LEAD_NONE;
}

/* "Swollen glands? None that I can find." */
static bool answers_question(const tpt__scene *scene, const tpt__item *cue) {
    return cue->sentence > 0 && scene->doc->sentences[cue->sentence - 1].question &&
           begins_sentence(scene, cue);
}

/* "Nah the pain stays put", "no it's my elbow": an answer, and then a statement that it does not touch. */
static bool is_answer_before_statement(const tpt__scene *scene, const tpt__item *cue) {
    if (scene->doc->tokens[cue->first].lead != TPT__LEAD_SENTENCE || ends_clause(scene, cue)) return false;
    return tpt__classes_at(scene, cue->last) & (TPT__WORD_OPENS | TPT__WORD_BREAKS);
}

/* "I may have lost weight but I'm not certain": a clause of doubt alone is about the one before it. */
static tpt__scope doubted_before(const tpt__scene *scene, const tpt__item *item, tpt__scope back) {
    if (tpt__cue_of(scene, item)->kind != TPT__CUE_DOUBT || covers_any(scene, back) ||
        !ends_clause(scene, item))
        return back;
    const tpt__document *doc = scene->doc;
    uint32_t t = back.first;
    if (t == 0 || doc->tokens[t].lead == TPT__LEAD_SENTENCE) return back;
    uint32_t clause = doc->tokens[t - 1].clause;
    while (t > 0 && doc->tokens[t - 1].sentence == item->sentence && doc->tokens[t - 1].clause >= clause &&
           back.last - t < TPT__SCOPE_MOST)
        t--;
    return (tpt__scope){t, back.last};
}

tpt__scope tpt__scope_of(const tpt__scene *scene, const tpt__item *item, const tpt__cue *cue) {
    if (cue->section) return section_scope(scene, item);
    if (cue->direction == TPT__BACKWARD)
        return doubted_before(scene, item, backward_scope(scene, item, cue->reach));
    tpt__scope ahead = forward_scope(scene, item, cue->reach);
    if (cue->direction == TPT__FORWARD) return ahead;
    if (cue->kind == TPT__CUE_NEGATION && is_answer_before_statement(scene, item))
        ahead = (tpt__scope){item->first, item->last};
    tpt__scope back = doubted_before(scene, item, backward_scope(scene, item, cue->reach));
    /* a time within a clause is told of what stands before it: "the arm that I broke as a child aches" */
    bool of_time = cue->kind == TPT__CUE_PAST || cue->kind == TPT__CUE_TRANSIENT;
    if (of_time && !begins_clause(scene, item) && covers_any(scene, back)) return back;
    bool closes = ends_clause(scene, item) || answers_question(scene, item) ||
                  (item->last < scene->doc->count && tpt__terminator_at(scene, item->last));
    return !covers_any(scene, ahead) && closes ? back : ahead;
}

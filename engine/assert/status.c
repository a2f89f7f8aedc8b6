/*
 * Cues and their scopes: what is denied, past, hypothetical, someone else's. A scope runs over its clause and over the list that
 * follows; it ends at a terminator, at a word that begins a statement of its own, and always at the sentence.
 */
#include "assert/items.h"

#define SCOPE_MOST 200 /* tokens that a cue can reach, one way: no list of denials is longer, a runaway sentence may be */
#define LIST_ITEM_MOST 8 /* words of one item of a list up to what it names; as many may follow */
#define UNKNOWN_MOST 3   /* words of one that no lexicon knows */
#define UNKNOWN_PARTS 8  /* such items looked over at once */
#define PHRASE_MOST 24   /* tokens that a phrase can span, gaps and all */
#define HEADING_MOST 6   /* words of a heading */

typedef struct scope {
    uint32_t first, last; /* tokens, last exclusive */
} scope;

static const tpt__cue *cue_of(const tpt__scene *scene, const tpt__item *item) {
    return &scene->lexicon->cues.items[item->index];
}

static bool is_cue(const tpt__scene *scene, const tpt__item *item, tpt__cue_kind kind) {
    return !item->gone && item->owner == TPT__OWNER_CUE && cue_of(scene, item)->kind == kind;
}

/* What a cue can cover. */
static bool is_covered_kind(const tpt__scene *scene, const tpt__item *item) {
    if (item->gone) return false;
    return tpt__item_is_head(scene, item) || tpt__item_is_type(scene, item, TPT__TYPE_ATTRIBUTE) ||
           item->owner == TPT__OWNER_OPERATOR;
}

/* "not pregnant", "doesn't go down the leg": a measure and a bare place can be denied, but it opens no list of what is denied. */
static bool is_deniable(const tpt__scene *scene, const tpt__item *item) {
    return is_covered_kind(scene, item) || (!item->gone && item->owner == TPT__OWNER_MEASURE);
}

static bool terminator_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && is_cue(scene, &scene->items.items[at], TPT__CUE_TERMINATOR);
}

static bool negation_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && is_cue(scene, &scene->items.items[at], TPT__CUE_NEGATION);
}

static bool covered_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && is_covered_kind(scene, &scene->items.items[at]);
}

static uint16_t classes_at(const tpt__scene *scene, uint32_t token) {
    return scene->match->lattice.classes[token];
}

/* "bladder as normal" and "back pain for 3 weeks" say something of their own. */
static bool says_its_own(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = tpt__items_from(scene, token); i < tpt__items_from(scene, token + 1); i++) {
        const tpt__item *item = &scene->items.items[i]; /* a word of several senses */
        if (item->gone) continue;
        if ((item->owner == TPT__OWNER_OPERATOR && item->has_operand) || item->owner == TPT__OWNER_MEASURE) return true;
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
    if (classes_at(scene, token) & TPT__WORD_OPENS) return NO_PART; /* "no fever, the headache …" */
    for (uint32_t t = token; t < doc->count && doc->tokens[t].clause == clause; t++, words++) {
        if (words > (covered ? 2 * LIST_ITEM_MOST : LIST_ITEM_MOST)) return NO_PART;
        if (terminator_at(scene, t)) { /* "never fainted, headache yes" */
            bool last = t + 1 >= doc->count || doc->tokens[t + 1].clause != clause;
            if (last && covered) return NO_PART;
            break;
        }
        if (negation_at(scene, t)) return NO_PART;
        if (covered_at(scene, t)) covered = true;
        if (classes_at(scene, t) & TPT__WORD_BREAKS) return NO_PART;
        if (kind != TPT__CUE_HYPOTHETICAL && says_its_own(scene, t)) return NO_PART; /* "return if unable to pee" */
    }
    if (covered) return PART;
    return words && words <= UNKNOWN_MOST ? UNKNOWN_PART : NO_PART;
}

/* A list may run over parts that no lexicon knows to one that it does: "no wheezes, rales, or fever". */
static bool is_list_item(const tpt__scene *scene, uint32_t token, tpt__cue_kind kind) {
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
            is_cue(scene, other, TPT__CUE_NEGATION))
            return true;
        if (cue->first - other->first > SCOPE_MOST) return false;
    }
    return false;
}

/* "I'm not pregnant" is one phrase of the pack, and a statement. */
static bool begins_own_phrase(const tpt__scene *scene, uint32_t token) {
    const tpt__item *item = &scene->items.items[scene->item_at[token]];
    return item->first == token && (classes_at(scene, token) & TPT__WORD_FIRST_PERSON) && is_deniable(scene, item);
}

/* A word that begins a statement of its own; "my" after "in" or "of" is none ("no numbness in my legs or …"). */
static bool begins_statement(const tpt__scene *scene, uint32_t token) {
    uint16_t classes = classes_at(scene, token);
    if (!(classes & TPT__WORD_BREAKS)) return false;
    if (scene->item_at[token] != TPT__NONE && !begins_own_phrase(scene, token)) return false;
    /* "not thrown up or had the runs": a verb after "or" goes on with what is denied */
    if (token > 0 && (classes & TPT__WORD_ECHO) && (classes_at(scene, token - 1) & TPT__WORD_OR)) return false;
    bool after_light = token > 0 && (classes_at(scene, token - 1) & TPT__WORD_LIGHT);
    bool ends = token + 1 >= scene->doc->count || scene->doc->tokens[token + 1].lead != TPT__LEAD_NONE;
    return !(after_light && ((classes & TPT__WORD_FIRST_PERSON) || ends)); /* nor is "it" in "with it, or a rash" */
}

/* "… and I am numb": what was supposed ends where someone says how it is with them. */
static bool tells_of_writer(const tpt__scene *scene, uint32_t token) {
    const tpt__document *doc = scene->doc;
    if (token + 2 >= doc->count || doc->tokens[token].sentence != doc->tokens[token + 2].sentence) return false;
    uint16_t join = classes_at(scene, token), who = classes_at(scene, token + 1), verb = classes_at(scene, token + 2);
    bool and = (join & TPT__WORD_JOINS) && !(join & TPT__WORD_OR);
    return and && (who & TPT__WORD_FIRST_PERSON) && (verb & TPT__WORD_BREAKS);
}

/* A function, or an idiom of the loss of one. */
static bool is_loss_when_denied(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner == TPT__OWNER_FINDING)
        return scene->lexicon->findings.items[item->index].type == TPT__FINDING_FUNCTION_LOSS;
    return tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION);
}

/* "can't pee and bad back pain": what "and" adds to a lost function is lost too only if it is a function. */
static bool adds_another_kind(const tpt__scene *scene, uint32_t token) {
    uint16_t classes = classes_at(scene, token);
    if (!(classes & TPT__WORD_JOINS) || (classes & TPT__WORD_OR)) return false;
    uint32_t clause = scene->doc->tokens[token].clause;
    for (uint32_t t = token + 1; t < scene->doc->count && scene->doc->tokens[t].clause == clause; t++) {
        uint32_t at = scene->item_at[t];
        if (at == TPT__NONE || !tpt__item_is_head(scene, &scene->items.items[at])) continue;
        return !is_loss_when_denied(scene, &scene->items.items[at]);
    }
    return false;
}

/* "no tingling and the strength is all there": a function of which something is said itself. */
static bool says_it_works(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    const tpt__item *item = at == TPT__NONE ? NULL : &scene->items.items[at];
    if (!item || item->op_item == TPT__NONE || !tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION)) return false;
    const tpt__item *op = &scene->items.items[item->op_item];
    return scene->lexicon->operators.items[op->index].id == TPT__OP_INTACT && op->first >= item->last;
}

static scope forward_scope(const tpt__scene *scene, const tpt__item *cue, uint32_t reach) {
    const tpt__document *doc = scene->doc;
    scope s = {cue->first, cue->last}; /* from its first word: a cue with a gap covers what stands in it */
    /* what is supposed runs on over "or I …": "come back if I go numb or I can not pee" */
    tpt__cue_kind kind = cue_of(scene, cue)->kind;
    bool negation = kind == TPT__CUE_NEGATION;
    bool breaks = kind != TPT__CUE_HYPOTHETICAL && kind != TPT__CUE_HEDGE; /* "I suspect the pain is from …" */
    bool covered = false, alone = each_has_its_own(scene, cue), joined = false, closed = false;
    uint32_t parts = 0;   /* of the list, so far */
    bool lacking = false; /* what is covered last is a function, so that it is lost */
    for (uint32_t t = cue->last; t < doc->count && doc->tokens[t].sentence == cue->sentence; t++) {
        if (t - cue->last >= SCOPE_MOST) break;
        tpt__lead lead = doc->tokens[t].lead;
        bool list_opens = t == cue->last && (lead == TPT__LEAD_COLON || lead == TPT__LEAD_PAREN);
        if (t == cue->last && lead == TPT__LEAD_COMMA) break; /* "weakness denied, tingling …" */
        if (covered && negation && negation_at(scene, t)) break; /* "no fever no rash" */
        if (kind == TPT__CUE_HYPOTHETICAL && covered && tells_of_writer(scene, t)) break;
        if (lacking && ((classes_at(scene, t) & TPT__WORD_REASON) || adds_another_kind(scene, t))) break;
        if (lead != TPT__LEAD_NONE && closed)
            break; /* "no fever or rash, back pain": the list was complete */
        if (lead != TPT__LEAD_NONE && !list_opens) {
            if (lead > TPT__LEAD_COMMA || alone || !is_list_item(scene, t, kind)) break;
            /* "no fever, and a stiff neck": after one item alone, "and" begins what is so */
            uint16_t classes = classes_at(scene, t);
            if (!parts++ && covered && (classes & TPT__WORD_JOINS) && !(classes & TPT__WORD_OR)) break;
        }
        if (terminator_at(scene, t)) break;
        if (covered && breaks && (begins_statement(scene, t) || says_it_works(scene, t))) break;
        if (reach && t - cue->last >= reach) break;
        if (covered && (classes_at(scene, t) & TPT__WORD_JOINS)) joined = true;
        if (covered_at(scene, t)) {
            closed = joined;
            covered = true;
            lacking = negation && is_loss_when_denied(scene, &scene->items.items[scene->item_at[t]]);
        }
        s.last = t + 1;
    }
    return s;
}

/* Does the clause that ends with `token` have a "no" of its own? */
static bool is_denied_already(const tpt__scene *scene, uint32_t token) {
    uint32_t clause = scene->doc->tokens[token].clause;
    for (uint32_t steps = 0; steps <= LIST_ITEM_MOST; steps++, token--) {
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
        if (doc->tokens[t].kind != TPT__TOKEN_WORD || (t > range->first && doc->tokens[t].lead != TPT__LEAD_NONE))
            return false;
        for (uint32_t b = doc->tokens[t].start; b < doc->tokens[t].end; b++)
            if (doc->raw[b] >= 'a' && doc->raw[b] <= 'z') return false;
        if (doc->raw[doc->tokens[t].end - 1] == ':') return true; /* "PC:" is one word to a pack that respells it */
    }
    return false;
}

static bool begins_section(const tpt__scene *scene, uint32_t sentence) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    for (uint32_t i = tpt__items_from(scene, range->first); i < tpt__items_from(scene, range->first + 1); i++) {
        const tpt__item *item = &scene->items.items[i]; /* of a word of two senses, one may be a heading */
        if (!item->gone && item->owner == TPT__OWNER_CUE && cue_of(scene, item)->section) return true;
    }
    return range->after_blank || begins_with_capitals(scene, sentence);
}

/* From a heading to the next. */
static scope section_scope(const tpt__scene *scene, const tpt__item *cue) {
    uint32_t sentence = cue->sentence + 1;
    bool alone = cue->last == scene->doc->sentences[cue->sentence].last; /* an empty line may follow it */
    while (sentence < scene->doc->sentence_count &&
           (!begins_section(scene, sentence) || (alone && sentence == cue->sentence + 1)))
        sentence++;
    return (scope){cue->last, scene->doc->sentences[sentence - 1].last};
}

/* Is there nothing but small words before a cue in its sentence? "mmm, not really" */
static bool begins_sentence(const tpt__scene *scene, const tpt__item *cue) {
    for (uint32_t t = scene->doc->sentences[cue->sentence].first; t < cue->first; t++)
        if (!(classes_at(scene, t) & TPT__WORD_LIGHT)) return false;
    return true;
}

/* Back to the start of the clause; over a colon or a dash to what a form line asks; over a list before that. */
static scope backward_scope(const tpt__scene *scene, const tpt__item *cue, uint32_t reach) {
    const tpt__document *doc = scene->doc;
    scope s = {cue->first, cue->last}; /* what stands in its own gaps and slots, too */
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
            bool answer = cue_of(scene, cue)->direction == TPT__BOTH && t < cue->first && !over_colon;
            if (lead != TPT__LEAD_COMMA || answer || !is_list_item(scene, t, TPT__CUE_NEGATION) || is_denied_already(scene, t - 1) ||
                is_of_something_else(scene, t, cue))
                break;
        }
        if (doc->tokens[t - 1].sentence != sentence || terminator_at(scene, t - 1)) break;
        if ((reach && cue->first - t >= reach) || cue->first - t >= SCOPE_MOST) break;
        s.first = t - 1;
    }
    return s;
}

static bool covers_any(const tpt__scene *scene, scope s) {
    for (uint32_t t = s.first; t < s.last; t++)
        if (covered_at(scene, t)) return true;
    return false;
}

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

static void cover(tpt__scene *scene, tpt__item *item, uint32_t cue_index, scope s) {
    const tpt__cue *cue = cue_of(scene, &scene->items.items[cue_index]);
    if (is_part_of_operator(scene, item, &scene->items.items[cue_index])) return;
    /* a "no" that comes over a comma denies symptoms; it makes no loss of a function */
    bool far = scene->items.items[cue_index].clause < item->clause;
    if (cue->kind == TPT__CUE_NEGATION && far && tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION)) return;
    switch (cue->kind) {
    case TPT__CUE_NEGATION: count_negation(scene, item, cue_index, cue); break;
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
static bool is_circumstance(const tpt__scene *scene, const tpt__item *item, bool denies, const tpt__item *first) {
    return denies && first && item->op_item == TPT__NONE && item->first >= first->last &&
           tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION) && !is_loss_when_denied(scene, first);
}

static void cover_scope(tpt__scene *scene, scope s, uint32_t cue_index) {
    const tpt__item *first = NULL; /* the first thing that is felt or done */
    bool denies = cue_of(scene, &scene->items.items[cue_index])->kind == TPT__CUE_NEGATION;
    for (uint32_t i = tpt__items_from(scene, s.first); i < tpt__items_from(scene, s.last); i++) {
        tpt__item *item = &scene->items.items[i];
        if (denies && !item->gone && item->owner == TPT__OWNER_SITE) cover(scene, item, cue_index, s); /* "it's not in my chest" */
        if (!is_deniable(scene, item) || is_circumstance(scene, item, denies, first)) continue;
        if (!first && tpt__item_is_head(scene, item) && !item->assumed) first = item;
        cover(scene, item, cue_index, s);
    }
}

/* "had no fits": a "no" in the gap of a phrase denies all of it. */
static void cover_around(tpt__scene *scene, uint32_t cue_index) {
    const tpt__item *cue = &scene->items.items[cue_index];
    uint32_t from = cue->first > PHRASE_MOST ? cue->first - PHRASE_MOST : 0;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, cue->first); i++) {
        tpt__item *item = &scene->items.items[i];
        if (item->last >= cue->last && is_deniable(scene, item)) cover(scene, item, cue_index, (scope){item->first, item->last});
    }
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
    return cue->sentence > 0 && scene->doc->sentences[cue->sentence - 1].question && begins_sentence(scene, cue);
}

/* "Nah the pain stays put", "no it's my elbow": an answer, and then a statement that it does not touch. */
static bool is_answer_before_statement(const tpt__scene *scene, const tpt__item *cue) {
    if (scene->doc->tokens[cue->first].lead != TPT__LEAD_SENTENCE || ends_clause(scene, cue)) return false;
    return classes_at(scene, cue->last) & (TPT__WORD_OPENS | TPT__WORD_BREAKS);
}

static scope scope_of(const tpt__scene *scene, const tpt__item *item, const tpt__cue *cue) {
    if (cue->section) return section_scope(scene, item);
    if (cue->direction == TPT__BACKWARD) return backward_scope(scene, item, cue->reach);
    scope ahead = forward_scope(scene, item, cue->reach);
    if (cue->direction == TPT__FORWARD) return ahead;
    if (cue->kind == TPT__CUE_NEGATION && is_answer_before_statement(scene, item)) ahead = (scope){item->first, item->last};
    scope back = backward_scope(scene, item, cue->reach);
    /* a time within a clause is told of what stands before it: "the arm that I broke as a child aches" */
    bool of_time = cue->kind == TPT__CUE_PAST || cue->kind == TPT__CUE_TRANSIENT;
    if (of_time && !begins_clause(scene, item) && covers_any(scene, back)) return back;
    bool closes = ends_clause(scene, item) || answers_question(scene, item) ||
                  (item->last < scene->doc->count && terminator_at(scene, item->last));
    return !covers_any(scene, ahead) && closes ? back : ahead;
}

static void apply_cue(tpt__scene *scene, uint32_t index) {
    const tpt__item *item = &scene->items.items[index];
    const tpt__cue *cue = cue_of(scene, item);
    if (cue->kind >= TPT__CUE_PROXY) return;
    cover_scope(scene, scope_of(scene, item, cue), index);
    if (cue->kind == TPT__CUE_NEGATION && cue->direction != TPT__BACKWARD) cover_around(scene, index);
}

/* ---- Who hurts ------------------------------------------------------------------------------------------------------------ */

/* "I have two kids, neck stiff": the clause is about the writer. */
static bool is_object_of_writer(const tpt__scene *scene, const tpt__item *person) {
    for (uint32_t t = person->first; t > 0 && scene->doc->tokens[t - 1].clause == person->clause; t--) {
        if (person->first - t >= LIST_ITEM_MOST) return false;
        if (t < person->first && (classes_at(scene, t - 1) & TPT__WORD_FIRST_PERSON)) return true;
    }
    return false;
}

/* From a person to the end of the clause, or to where the writer speaks of themself. */
static scope person_scope(const tpt__scene *scene, const tpt__item *person) {
    const tpt__document *doc = scene->doc;
    bool of_writer = is_object_of_writer(scene, person);
    scope s = {person->last, person->last};
    for (uint32_t t = person->last; t < doc->count && doc->tokens[t].sentence == person->sentence; t++) {
        if (t - person->last >= SCOPE_MOST) break;
        tpt__lead lead = doc->tokens[t].lead;
        bool heads_line = t == person->last && lead == TPT__LEAD_COLON; /* "Mother: breast cancer" */
        bool relative = lead == TPT__LEAD_COMMA && (classes_at(scene, t) & TPT__WORD_RELATIVE);
        bool item = lead == TPT__LEAD_COMMA && !of_writer && is_list_item(scene, t, TPT__CUE_OTHER);
        if (lead != TPT__LEAD_NONE && !heads_line && !relative && !item) break;
        if ((classes_at(scene, t) & TPT__WORD_FIRST_PERSON) || terminator_at(scene, t)) break;
        s.last = t + 1;
    }
    return s;
}

static bool is_third_person(const tpt__scene *scene, uint32_t token) {
    const tpt__token *word = &scene->doc->tokens[token];
    return tpt__map_get(&scene->lexicon->third_person, tpt__token_text(scene->doc, word), word->len) !=
           TPT__NONE;
}

/* "my" right before a person is no word of the writer's own body. */
static bool is_own_first_person(const tpt__scene *scene, uint32_t token) {
    if (!(classes_at(scene, token) & TPT__WORD_FIRST_PERSON)) return false;
    uint32_t next = token + 1 < scene->doc->count ? scene->item_at[token + 1] : TPT__NONE;
    return next == TPT__NONE || !tpt__item_is_type(scene, &scene->items.items[next], TPT__TYPE_PERSON);
}

/* Who a sentence speaks of. */
typedef struct speaks_of {
    bool first, third; /* in the first person of one's own body; of someone else, by pronoun or by name */
} speaks_of;

static speaks_of who_sentence_is_about(const tpt__scene *scene, uint32_t sentence) {
    const tpt__sentence *range = &scene->doc->sentences[sentence];
    speaks_of who = {false, false};
    for (uint32_t t = range->first; t < range->last; t++) {
        if (is_own_first_person(scene, t)) who.first = true;
        if (is_third_person(scene, t)) who.third = true;
    }
    return who;
}

/* "the patient": the text speaks of the one who hurts by that name, so that every other person is another. */
static bool names_the_patient(const tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (tpt__item_is_type(scene, &scene->items.items[i], TPT__TYPE_PERSON) &&
            scene->lexicon->concepts.items[scene->items.items[i].index].self)
            return true;
    return false;
}

/* "her mother": of the one who hurts, too, but another. */
static bool is_relative_of_other(const tpt__scene *scene, const tpt__item *person) {
    return person->first > 0 && is_third_person(scene, person->first - 1) &&
           scene->doc->tokens[person->first].lead == TPT__LEAD_NONE;
}

/* What somebody has had or takes is no complaint of now. */
static bool is_background(const tpt__scene *scene, const tpt__item *item) {
    if (item->owner != TPT__OWNER_FINDING) return false;
    tpt__finding_type type = scene->lexicon->findings.items[item->index].type;
    return type == TPT__FINDING_HISTORY || type == TPT__FINDING_MEDICINE;
}

/* Someone else hurts when the complaints are told in the third person, and none in the first. */
static bool other_is_patient(const tpt__scene *scene) {
    bool third = false;
    for (uint32_t s = 0; s < scene->doc->sentence_count; s++) {
        const tpt__sentence *range = &scene->doc->sentences[s];
        bool complaint = false, current = false, person = false;
        for (uint32_t i = tpt__items_from(scene, range->first); i < tpt__items_from(scene, range->last); i++) {
            const tpt__item *item = &scene->items.items[i];
            if (is_cue(scene, item, TPT__CUE_PROXY)) return true;
            if (tpt__item_is_type(scene, item, TPT__TYPE_PERSON)) person = true;
            bool tells = tpt__item_is_head(scene, item) && item->mention != TPT__NONE;
            if (!tells && (item->gone || item->owner != TPT__OWNER_SITE)) continue;
            complaint = true;
            if (!is_background(scene, item)) current = true;
        }
        if (!complaint) continue;
        speaks_of who = who_sentence_is_about(scene, s);
        if (who.first) return false;
        if (who.third || (person && current)) third = true;
    }
    return third;
}

static bool site_is_own(const tpt__scene *scene, const tpt__item *head) {
    for (uint32_t t = head->first; t < head->last; t++)
        if (is_own_first_person(scene, t))
            return true; /* "the bone at the back of my neck" within an idiom */
    for (uint32_t i = 0; i < head->site_count; i++) {
        if (head->sites[i].item == TPT__NONE || head->sites[i].rung < 3) continue;
        const tpt__item *site = &scene->items.items[head->sites[i].item];
        for (uint32_t t = site->first > 2 ? site->first - 2 : 0; t < site->first; t++)
            if (is_own_first_person(scene, t)) return true;
    }
    return false;
}

static void apply_persons(tpt__scene *scene) {
    bool named = scene->given || names_the_patient(scene);
    scene->patient_is_other = !named && other_is_patient(scene);
    for (uint32_t p = 0; p < scene->items.count; p++) {
        const tpt__item *person = &scene->items.items[p];
        if (!tpt__item_is_type(scene, person, TPT__TYPE_PERSON)) continue;
        const tpt__concept *who = &scene->lexicon->concepts.items[person->index];
        bool is_patient = who->self || (scene->patient_is_other && !is_relative_of_other(scene, person));
        if (is_patient && who->fact != TPT__NONE)
            *tpt__push(scene->arena, &scene->facts) =
                (tpt__fact_value){who->fact, who->fact_value, person->first, person->last};
        if (is_patient) continue;
        scope s = person_scope(scene, &scene->items.items[p]);
        for (uint32_t i = tpt__items_from(scene, s.first); i < tpt__items_from(scene, s.last); i++) {
            tpt__item *item = &scene->items.items[i];
            if (!is_deniable(scene, item) || site_is_own(scene, item)) continue;
            item->other = true;
            item->cue_item = p;
            item->scope_first = s.first;
            item->scope_last = s.last;
        }
    }
}

void tpt__apply_cues(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++)
        if (!scene->items.items[i].gone && scene->items.items[i].owner == TPT__OWNER_CUE) apply_cue(scene, i);
    apply_persons(scene);
}

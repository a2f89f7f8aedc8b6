/* Who hurts: the one who writes, the one they write for, or somebody who is only spoken of. */
#include "assert/scope.h"

/* "I have two kids, neck stiff": the clause is about the writer. */
static bool is_object_of_writer(const tpt__scene *scene, const tpt__item *person) {
    for (uint32_t t = person->first; t > 0 && scene->doc->tokens[t - 1].clause == person->clause; t--) {
        if (person->first - t >= TPT__LIST_ITEM_MOST) return false;
        if (t < person->first && (tpt__classes_at(scene, t - 1) & TPT__WORD_FIRST_PERSON)) return true;
    }
    return false;
}

/* From a person to the end of the clause, or to where the writer speaks of themself. */
static tpt__scope person_scope(const tpt__scene *scene, const tpt__item *person) {
    const tpt__document *doc = scene->doc;
    bool of_writer = is_object_of_writer(scene, person);
    tpt__scope s = {person->last, person->last};
    for (uint32_t t = person->last; t < doc->count && doc->tokens[t].sentence == person->sentence; t++) {
        if (t - person->last >= TPT__SCOPE_MOST) break;
        tpt__lead lead = doc->tokens[t].lead;
        bool heads_line = t == person->last && lead == TPT__LEAD_COLON; /* "Mother: breast cancer" */
        bool relative = lead == TPT__LEAD_COMMA && (tpt__classes_at(scene, t) & TPT__WORD_RELATIVE);
        bool item = lead == TPT__LEAD_COMMA && !of_writer && tpt__is_list_item(scene, t, TPT__CUE_OTHER);
        if (lead != TPT__LEAD_NONE && !heads_line && !relative && !item) break;
        if ((tpt__classes_at(scene, t) & TPT__WORD_FIRST_PERSON) || tpt__terminator_at(scene, t)) break;
        s.last = t + 1;
    }
    return s;
}

static bool is_third_person(const tpt__scene *scene, uint32_t token) {
    const tpt__token *word = &scene->doc->tokens[token];
    return tpt__map_get(&scene->lexicon->third_person, tpt__token_text(scene->doc, word), word->len) !=
           TPT__NONE;
}

/* Is a person named at a token, be it within a longer phrase ("my mum is 84")? */
static bool names_person(const tpt__scene *scene, uint32_t token) {
    for (uint32_t i = scene->candidates_at[token]; i < scene->candidates_at[token + 1]; i++) {
        const tpt__mention *mention = &scene->match->candidates[scene->candidates[i]];
        const tpt__entry *entry = &scene->tables->entries.items[mention->entry];
        if (entry->kind == TPT__OWNER_CONCEPT &&
            scene->lexicon->concepts.items[entry->index].type == TPT__TYPE_PERSON)
            return true;
    }
    return false;
}

static bool is_site_at(const tpt__scene *scene, uint32_t token) {
    uint32_t at = scene->item_at[token];
    return at != TPT__NONE && scene->items.items[at].owner == TPT__OWNER_SITE;
}

/* "my" before a person, or one word from it ("my diabetic husband"), is no word of the writer's own body. */
static bool is_own_first_person(const tpt__scene *scene, uint32_t token) {
    const uint16_t my = TPT__WORD_FIRST_PERSON | TPT__WORD_LIGHT;
    const tpt__document *doc = scene->doc;
    if (!(tpt__classes_at(scene, token) & TPT__WORD_FIRST_PERSON)) return false;
    if (token + 1 >= doc->count || doc->tokens[token + 1].clause != doc->tokens[token].clause) return true;
    if (names_person(scene, token + 1)) return false;
    if ((tpt__classes_at(scene, token) & my) != my || is_site_at(scene, token + 1)) return true;
    return token + 2 >= doc->count || doc->tokens[token + 2].clause != doc->tokens[token].clause ||
           !names_person(scene, token + 2);
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
        for (uint32_t i = tpt__items_from(scene, range->first); i < tpt__items_from(scene, range->last);
             i++) {
            const tpt__item *item = &scene->items.items[i];
            if (tpt__is_cue(scene, item, TPT__CUE_PROXY)) return true;
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

void tpt__apply_persons(tpt__scene *scene) {
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
        tpt__scope s = person_scope(scene, &scene->items.items[p]);
        for (uint32_t i = tpt__items_from(scene, s.first); i < tpt__items_from(scene, s.last); i++) {
            tpt__item *item = &scene->items.items[i];
            if (!tpt__is_deniable(scene, item) || site_is_own(scene, item)) continue;
            item->other = true;
            item->cue_item = p;
            item->scope_first = s.first;
            item->scope_last = s.last;
        }
    }
}

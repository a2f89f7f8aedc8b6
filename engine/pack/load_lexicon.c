/* The kinds "lexicon" and "findings": words into concepts, concepts into findings. */
#include <stdio.h>
#include <string.h>

#include "pack/loader.h"
#include "match/proof.h"
#include "text/fold.h"

#define DEFAULT_REACH 5
#define MOST_REACH 200   /* words: no cue reaches further in any case */
#define MOST_WHERE 3     /* bounds of other slots that a measure may have */
#define MOST_SLOT 15     /* a phrase has no more than 16 words */
#define MAX_GENERALITY 8 /* levels of "is": the pack has three; more is a cycle */

static void add_term(tpt__loader *l, const char *key, uint32_t index, const char *term, uint32_t entry,
                     tpt__term_use use) {
    tpt__match_tables *match = &l->ruleset->match;
    const char *wrong =
        tpt__term_add(l->arena, &match->vocab, &match->phrases, &match->frames, term, use, entry);
    if (!wrong) return;
    size_t mark = tpt__enter(l, key), inner = tpt__enter_index(l, index);
    tpt__mistake(l, TPT__BAD_TERM, NULL, "the term \"%s\": %s", term, wrong);
    tpt__leave(l, inner);
    tpt__leave(l, mark);
}

static void add_terms(tpt__loader *l, const tpt__tree *object, const char *key, uint32_t entry,
                      tpt__term_use use) {
    tpt__strings terms = tpt__get_strings(l, object, key);
    for (uint32_t i = 0; i < terms.count; i++) add_term(l, key, i, terms.items[i], entry, use);
}

/* Member by member: padding that was copied along would differ from one image of a ruleset to the next. */
static void set_needs(tpt__needs *out, tpt__needs needs) {
    out->items = needs.items;
    out->count = needs.count;
    out->leads_known = needs.leads_known;
    out->leads = needs.leads;
    out->lead_count = needs.lead_count;
    memcpy(out->bytes.ascii, needs.bytes.ascii, sizeof out->bytes.ascii);
    out->bytes.others = needs.bytes.others;
}

/* Does each match hold one of the words? If that cannot be shown, the author is told, and the words decide nothing. */
static bool words_proven(tpt__loader *l, const char *regex, const char *const *words, uint32_t count) {
    char tail[TPT__PROOF_TAIL + 1], message[TPT__PROOF_TAIL + 120];
    tpt__arena_reset(&l->one_file);
    bool proven = tpt__proof_holds(&l->one_file, regex, words, count, tail);
    snprintf(message, sizeof message, "a match may hold none of these words%s%s%s",
             tail[0] ? ", as one that goes by \"" : "", tail, tail[0] ? "\"" : "");
    size_t mark = tpt__enter(l, "words");
    if (!proven) tpt__warn(l, TPT__UNPROVEN_WORDS, message);
    tpt__leave(l, mark);
    return proven;
}

/* Adds the expression that stands at the current place: as written, since folding would turn \\S into \\s. NULL if it is none. */
static tpt__pattern_entry *add_pattern(tpt__loader *l, const char *regex) {
    size_t offset;
    char message[160];
    tpt__pattern *pattern = tpt__pattern_compile(l->arena, regex, &offset, message, sizeof message);
    if (!pattern) {
        tpt__mistake(l, TPT__BAD_REGEX, NULL, "a regular expression fails at its byte %zu: %s", offset,
                     message);
        return NULL;
    }
    if (tpt__pattern_may_run_away(regex))
        tpt__warn(l, TPT__RUNAWAY_REGEX,
                  "a regular expression that may run away: a repetition within a repetition");
    tpt__pattern_entry *entry = tpt__push(l->arena, &l->ruleset->match.patterns);
    entry->pattern = pattern;
    entry->entry = TPT__NONE;
    set_needs(&entry->needs, tpt__needs_of(l->arena, regex));
    return entry;
}

static void read_pattern(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "regex words context");
    const char *regex = tpt__get_string(l, object, "regex");
    size_t mark = tpt__enter(l, "regex");
    tpt__pattern_entry *entry = add_pattern(l, regex);
    tpt__leave(l, mark);
    tpt__list contexts = tpt__get_references(l, object, "context", TPT__KIND_CONTEXT);
    if (!entry) return;
    TPT__VEC(uint32_t) words = {0};
    TPT__VEC(const char *) folded = {0};
    tpt__strings spelled = tpt__get_strings(l, object, "words");
    for (uint32_t i = 0; i < spelled.count; i++) {
        const char *word = *tpt__push(l->scratch, &folded) = tpt__fold_string(l->arena, spelled.items[i]);
        *tpt__push(l->arena, &words) = tpt__vocab_intern(&l->ruleset->match.vocab, word, strlen(word));
    }
    if (!words.count) tpt__mistake(l, TPT__UNFILTERED_REGEX, NULL, "a pattern with no required words");
    entry->entry = *(const uint32_t *)context;
    entry->contexts.items = (uint32_t *)contexts.items;
    entry->contexts.count = contexts.count;
    entry->words = words.items;
    entry->word_count = words.count;
    entry->unproven = words.count && !words_proven(l, regex, folded.items, folded.count);
}

/* The expressions of a list are patterns, whose numbers go to `out`. */
static void read_context_list(tpt__loader *l, const tpt__tree *object, const char *key, tpt__numbers *out) {
    tpt__strings regexes = tpt__get_strings(l, object, key);
    const tpt__tree *list = tpt__tree_member(object, key);
    size_t mark = tpt__enter(l, key);
    if (list && tpt__tree_is_array(list) && !tpt__tree_first(list))
        tpt__mistake(l, TPT__EMPTY, NULL, "\"%s\" of a context is empty", key);
    for (uint32_t i = 0; i < regexes.count; i++) {
        size_t inner = tpt__enter_index(l, i);
        uint32_t number = l->ruleset->match.patterns.count;
        if (add_pattern(l, regexes.items[i])) *tpt__push(l->arena, out) = number;
        tpt__leave(l, inner);
    }
    tpt__leave(l, mark);
}

static void read_context(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id holds lacks");
    tpt__context *context = tpt__push(l->arena, &l->ruleset->match.contexts);
    context->id = tpt__get_string(l, object, "id");
    read_context_list(l, object, "holds", &context->holds);
    read_context_list(l, object, "lacks", &context->lacks);
    if (!tpt__tree_member(object, "holds") && !tpt__tree_member(object, "lacks"))
        tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "a context needs \"holds\" or \"lacks\"");
}

static uint32_t add_entry(tpt__loader *l, tpt__owner owner, uint32_t index, const char *slot, bool alone) {
    tpt__match_tables *match = &l->ruleset->match;
    uint32_t entry = match->entries.count;
    *tpt__push(l->arena, &match->entries) =
        (tpt__entry){.kind = owner,
                     .index = index,
                     .slot = slot ? tpt__vocab_intern(&match->vocab, slot, strlen(slot)) : TPT__NONE,
                     .alone = alone,
                     .plain_only = owner == TPT__OWNER_CUE || owner == TPT__OWNER_OPERATOR ||
                                   owner == TPT__OWNER_OPENER || owner == TPT__OWNER_DENIAL};
    return entry;
}

void tpt__read_terms(tpt__loader *l, const tpt__tree *object, tpt__owner owner, uint32_t index,
                     const char *slot, tpt__term_use use) {
    uint32_t entry = add_entry(l, owner, index, slot, tpt__get_bool(l, object, "alone"));
    add_terms(l, object, "terms", entry, use);
    add_terms(l, object, "frames", entry, use);
    tpt__each_in(l, object, "patterns", &entry, read_pattern);
}

tpt__attributes tpt__read_attributes(tpt__loader *l, const tpt__tree *object, const char *key) {
    tpt__attributes out = tpt__attributes_none();
    const tpt__tree *gives = tpt__get_object(l, object, key);
    if (!gives) return out;
    size_t mark = tpt__enter(l, key);
    tpt__allow(l, gives, "onset course side severity duration quality trigger ago spreads concept");
    out.onset = (tpt__onset)tpt__get_name(l, gives, "onset", tpt__onset_names, TPT__ONSET_NONE);
    out.side = (tpt__side)tpt__get_name(l, gives, "side", tpt__side_words, TPT__SIDE_NONE);
    out.course = tpt__get_names(l, gives, "course", tpt__course_names);
    out.spreads = tpt__get_bool(l, gives, "spreads");
    if (tpt__tree_member(gives, "severity")) out.severity = tpt__get_between(l, gives, "severity", 0, 0, 10);
    if (tpt__tree_member(gives, "duration"))
        out.duration = tpt__get_between(l, gives, "duration", 0, 0, TPT__MOST);
    if (tpt__tree_member(gives, "ago")) out.ago = tpt__get_between(l, gives, "ago", 0, 0, TPT__MOST);
    uint32_t quality = tpt__get_reference(l, gives, "quality", TPT__KIND_CONCEPT);
    uint32_t trigger = tpt__get_reference(l, gives, "trigger", TPT__KIND_CONCEPT);
    if (quality != TPT__NONE) tpt__mark_add(out.qualities, &out.quality_count, quality);
    if (trigger != TPT__NONE) tpt__mark_add(out.triggers, &out.trigger_count, trigger);
    tpt__leave(l, mark);
    return out;
}

static void read_site(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id label parent neighbours sided terms patterns");
    uint32_t index = l->ruleset->lexicon.sites.count;
    tpt__site *site = tpt__push(l->arena, &l->ruleset->lexicon.sites);
    site->id = tpt__get_string(l, object, "id");
    site->label = tpt__get_string(l, object, "label");
    site->parent = tpt__get_reference(l, object, "parent", TPT__KIND_SITE);
    site->neighbours = tpt__get_references(l, object, "neighbours", TPT__KIND_SITE);
    site->sided = tpt__get_bool(l, object, "sided");
    tpt__read_terms(l, object, TPT__OWNER_SITE, index, "<site>", TPT__TERM_CONTENT);
}

/* Sides may stand inside any phrase: "back of my left leg" is "back of my leg", on the left. */
static void mark_transparent(tpt__loader *l, const tpt__tree *object) {
    tpt__vocab *vocab = &l->ruleset->match.vocab;
    tpt__strings terms = tpt__get_strings(l, object, "terms");
    for (uint32_t i = 0; i < terms.count; i++) {
        if (strpbrk(terms.items[i], " {<|?")) continue;
        uint32_t word =
            tpt__vocab_intern(vocab, terms.items[i], strlen(terms.items[i])); /* may move the table */
        vocab->words.items[word].classes |= TPT__WORD_TRANSPARENT;
    }
}

/* "tells": {"fact": "sex", "value": 2} */
static void read_tells(tpt__loader *l, const tpt__tree *object, tpt__concept *concept) {
    const tpt__tree *tells = tpt__get_object(l, object, "tells");
    concept->fact = TPT__NONE;
    if (!tells) return;
    size_t mark = tpt__enter(l, "tells");
    tpt__allow(l, tells, "fact value");
    tpt__require(l, tells, "fact");
    concept->fact = tpt__get_reference(l, tells, "fact", TPT__KIND_FACT);
    concept->fact_value = tpt__get_integer(l, tells, "value", 1);
    tpt__leave(l, mark);
}

static void read_concept(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id type is site sites self tells gives terms patterns");
    uint32_t index = l->ruleset->lexicon.concepts.count;
    tpt__concept *concept = tpt__push(l->arena, &l->ruleset->lexicon.concepts);
    concept->id = tpt__get_string(l, object, "id");
    concept->type = (tpt__type)tpt__require_name(l, object, "type", tpt__type_names);
    concept->is = tpt__get_references(l, object, "is", TPT__KIND_CONCEPT);
    concept->sites =
        tpt__get_references(l, object, tpt__tree_member(object, "sites") ? "sites" : "site", TPT__KIND_SITE);
    concept->self = tpt__get_bool(l, object, "self");
    read_tells(l, object, concept);
    concept->gives = tpt__read_attributes(l, object, "gives");
    char slot[32];
    snprintf(slot, sizeof slot, "<%s>", tpt__type_names[concept->type]);
    if (concept->type == TPT__TYPE_SIDE) mark_transparent(l, object);
    tpt__read_terms(l, object, TPT__OWNER_CONCEPT, index, slot, TPT__TERM_CONTENT);
}

static void read_operator(tpt__loader *l, const tpt__tree *object) {
    static const char *const directions[] = {"after", "before", "both", NULL}; /* where the operand stands */
    tpt__allow(l, object, "id acts_on direction reach terms frames patterns");
    uint32_t index = l->ruleset->lexicon.operators.count;
    tpt__operator_rule *rule = tpt__push(l->arena, &l->ruleset->lexicon.operators);
    rule->id = (tpt__operator)tpt__require_name(l, object, "id", tpt__operator_names);
    rule->acts_on = tpt__get_names(l, object, "acts_on", tpt__type_names);
    rule->direction = (tpt__direction)tpt__get_name(l, object, "direction", directions, TPT__BOTH);
    rule->reach = (uint32_t)tpt__get_between(l, object, "reach", DEFAULT_REACH, 1, MOST_REACH);
    tpt__read_terms(l, object, TPT__OWNER_OPERATOR, index, NULL, TPT__TERM_CUE);
}

static void read_cue(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object,
               "kind direction reach concord alone verbal nominal lists section ends_section least spares "
               "terms patterns");
    uint32_t index = l->ruleset->lexicon.cues.count;
    tpt__cue *cue = tpt__push(l->arena, &l->ruleset->lexicon.cues);
    cue->kind = (tpt__cue_kind)tpt__require_name(l, object, "kind", tpt__cue_names);
    cue->direction =
        (tpt__direction)tpt__get_name(l, object, "direction", tpt__direction_names, TPT__FORWARD);
    cue->reach = (uint32_t)tpt__get_between(l, object, "reach", 0, 0, MOST_REACH);
    cue->concord = tpt__get_bool(l, object, "concord");
    cue->nominal = tpt__get_bool(l, object, "nominal");
    cue->lists = tpt__get_bool(l, object, "lists");
    cue->verbal = tpt__get_bool(l, object, "verbal");
    cue->section = tpt__get_bool(l, object, "section");
    cue->ends_section = tpt__get_bool(l, object, "ends_section");
    cue->least = tpt__get_between(l, object, "least", 0, 0, TPT__MOST);
    cue->spares = tpt__get_names(l, object, "spares", tpt__finding_type_names);
    bool denies = cue->kind == TPT__CUE_NEGATION || cue->kind == TPT__CUE_DOUBT;
    tpt__read_terms(l, object, TPT__OWNER_CUE, index, NULL, denies ? TPT__TERM_DENIAL : TPT__TERM_CUE);
}

/* Many figures are opened by the same words: one entry for each of these. */
static void add_openers(tpt__loader *l, const tpt__tree *object, uint32_t figure) {
    tpt__lexicon *lexicon = &l->ruleset->lexicon;
    tpt__strings terms = tpt__get_strings(l, object, "after");
    for (uint32_t i = 0; i < terms.count; i++) {
        size_t len = strlen(terms.items[i]);
        uint32_t opener = tpt__map_get(&l->openers, terms.items[i], len);
        if (opener == TPT__NONE) {
            opener = lexicon->openers.count;
            tpt__push(l->arena, &lexicon->openers);
            tpt__map_set(l->arena, &l->openers, terms.items[i], len, opener);
            add_term(l, "after", i, terms.items[i], add_entry(l, TPT__OWNER_OPENER, opener, NULL, false),
                     TPT__TERM_CUE);
        }
        *tpt__push(l->arena, &lexicon->openers.items[opener].figures) = figure;
    }
}

/* "gives": {"concept": "numb"} */
static uint32_t read_figure_concept(tpt__loader *l, const tpt__tree *object) {
    const tpt__tree *gives = tpt__tree_member(object, "gives");
    tpt__require(l, object, "gives");
    if (!gives || !tpt__tree_is_object(gives)) return 0;
    size_t mark = tpt__enter(l, "gives");
    tpt__require(l, gives, "concept");
    uint32_t concept = tpt__get_reference(l, gives, "concept", TPT__KIND_CONCEPT);
    tpt__leave(l, mark);
    return concept == TPT__NONE ? 0 : concept;
}

static void read_figure(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object, "id after terms gives not_sites");
    uint32_t index = l->ruleset->lexicon.figures.count;
    tpt__figure *figure = tpt__push(l->arena, &l->ruleset->lexicon.figures);
    figure->id = tpt__get_id(l, object, TPT__ID_PLAIN);
    figure->gives = tpt__read_attributes(l, object, "gives");
    figure->concept = read_figure_concept(l, object);
    figure->not_sites = tpt__get_references(l, object, "not_sites", TPT__KIND_SITE);
    tpt__read_terms(l, object, TPT__OWNER_VEHICLE, index, NULL, TPT__TERM_CONTENT);
    add_openers(l, object, index);
}

static void read_where(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__measure *measure = context;
    tpt__allow(l, object, "slot min max");
    if (measure->where_count == MOST_WHERE) {
        tpt__mistake(l, TPT__TOO_MANY, NULL, "more than three slots");
        return;
    }
    measure->where[measure->where_count++] = (tpt__slot_range){
        (uint32_t)tpt__get_between(l, object, "slot", 0, 0, MOST_SLOT),
        tpt__get_integer(l, object, "min", INT64_MIN), tpt__get_integer(l, object, "max", INT64_MAX)};
}

static tpt__attach_field attach_field(const char *fact) {
    static const struct {
        const char *fact;
        tpt__attach_field field;
    } fields[] = {{"duration", TPT__ATTACH_DURATION},
                  {"severity", TPT__ATTACH_SEVERITY},
                  {"event_ago", TPT__ATTACH_AGO},
                  {"ago", TPT__ATTACH_AGO}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].fact, fact) == 0) return fields[i].field;
    return TPT__ATTACH_NOTHING;
}

/* What the measure takes, and what is made of it. */
static void read_value(tpt__loader *l, const tpt__tree *object, tpt__measure *measure) {
    measure->value = tpt__get_between(l, object, "value", 1, -TPT__MOST, TPT__MOST);
    measure->add = tpt__get_between(l, object, "add", 0, -TPT__MOST, TPT__MOST);
    measure->denied = tpt__get_integer(l, object, "denied", TPT__UNKNOWN);
    measure->past = tpt__get_integer(l, object, "past", TPT__UNKNOWN);
    measure->slot = TPT__NONE;
    if (tpt__tree_member(object, "slot"))
        measure->slot = (uint32_t)tpt__get_between(l, object, "slot", 0, 0, MOST_SLOT);
    measure->min = tpt__get_integer(l, object, "min", INT64_MIN);
    measure->max = tpt__get_integer(l, object, "max", INT64_MAX);
    measure->num = tpt__get_between(l, object, "num", 1, 1, TPT__MOST);
    measure->den = tpt__get_between(l, object, "den", 1, 1, TPT__MOST);
}

static void read_measure(tpt__loader *l, const tpt__tree *object) {
    static const char *const takes[] = {"n", "dur", "when", "unit", "value", NULL};
    tpt__allow(l, object, "fact take slot value denied past add alone min max num den where attach terms");
    uint32_t index = l->ruleset->lexicon.measures.count;
    tpt__measure *measure = tpt__push(l->arena, &l->ruleset->lexicon.measures);
    const char *fact = tpt__get_string(l, object, "fact");
    measure->fact = tpt__map_get(&l->ids[TPT__KIND_FACT], fact, strlen(fact));
    bool attach = tpt__get_bool(l, object, "attach");
    if (attach) measure->attach = attach_field(fact);
    if (measure->fact == TPT__NONE && !measure->attach) tpt__get_reference(l, object, "fact", TPT__KIND_FACT);
    measure->take = (tpt__take)tpt__get_name(l, object, "take", takes, TPT__TAKE_VALUE);
    read_value(l, object, measure);
    tpt__each_in(l, object, "where", measure, read_where);
    tpt__read_terms(l, object, TPT__OWNER_MEASURE, index, NULL, TPT__TERM_CUE);
}

/* "concept": ids, and "@trigger" for any concept of a type. */
static void read_element_concepts(tpt__loader *l, const tpt__tree *object, tpt__element *element) {
    tpt__strings ids = tpt__get_strings(l, object, "concept");
    TPT__VEC(uint32_t) out = {0};
    size_t mark = tpt__enter(l, "concept");
    for (uint32_t i = 0; i < ids.count; i++) {
        if (ids.items[i][0] == '@') {
            element->any_of_types |= 1u << tpt__name_index(l, ids.items[i] + 1, tpt__type_names);
        } else {
            uint32_t index = tpt__refer(l, TPT__KIND_CONCEPT, ids.items[i]);
            if (index != TPT__NONE) *tpt__push(l->arena, &out) = index;
        }
    }
    tpt__leave(l, mark);
    element->concepts = (tpt__list){out.items, out.count, 0};
    if (!ids.count)
        tpt__mistake(l, TPT__MISSING_MEMBER, NULL, "a composition needs at least one \"concept\"");
}

static void read_needs(tpt__loader *l, const tpt__tree *object, tpt__element *element) {
    const tpt__tree *needs = tpt__get_object(l, object, "needs");
    if (!needs) return;
    size_t mark = tpt__enter(l, "needs");
    tpt__allow(l, needs, "onset side course quality trigger spreads spreads_to");
    element->need_onset = tpt__get_names(l, needs, "onset", tpt__onset_names);
    element->need_side = tpt__get_names(l, needs, "side", tpt__side_names);
    element->need_course = tpt__get_names(l, needs, "course", tpt__course_names);
    element->need_spread_to = tpt__get_references(l, needs, "spreads_to", TPT__KIND_SITE);
    element->need_spread = tpt__get_bool(l, needs, "spreads");
    element->need_qualities = tpt__get_references(l, needs, "quality", TPT__KIND_CONCEPT);
    element->need_triggers = tpt__get_references(l, needs, "trigger", TPT__KIND_CONCEPT);
    tpt__leave(l, mark);
}

/* "where": {"sites_at_least": 3} */
static void read_regions(tpt__loader *l, const tpt__tree *object, tpt__element *element) {
    const tpt__tree *where = tpt__get_object(l, object, "where");
    if (!where) return;
    size_t mark = tpt__enter(l, "where");
    tpt__allow(l, where, "sites_at_least");
    tpt__require(l, where, "sites_at_least");
    element->sites_at_least = (uint32_t)tpt__get_between(l, where, "sites_at_least", 0, 0, TPT__MOST);
    tpt__leave(l, mark);
}

static void read_element(tpt__loader *l, const tpt__tree *object, void *context) {
    tpt__allow(l, object, "concept op site not_site any_site with needs where");
    tpt__element *element = tpt__push(l->arena, &l->ruleset->lexicon.elements);
    element->finding = *(const uint32_t *)context;
    read_element_concepts(l, object, element);
    element->op = (tpt__operator)tpt__get_name(l, object, "op", tpt__operator_names, TPT__OP_NONE);
    element->sites = tpt__get_references(l, object, "site", TPT__KIND_SITE);
    element->not_sites = tpt__get_references(l, object, "not_site", TPT__KIND_SITE);
    element->any_site = tpt__get_bool(l, object, "any_site");
    element->with = tpt__get_references(l, object, "with", TPT__KIND_CONCEPT);
    read_needs(l, object, element);
    read_regions(l, object, element);
}

static void read_finding(tpt__loader *l, const tpt__tree *object) {
    tpt__allow(l, object,
               "id type label brief muscular placed always_real any terms denials patterns gives when");
    uint32_t index = l->ruleset->lexicon.findings.count;
    tpt__finding_rule *finding = tpt__push(l->arena, &l->ruleset->lexicon.findings);
    finding->id = tpt__get_string(l, object, "id");
    finding->label = tpt__get_string(l, object, "label");
    finding->brief = tpt__get_optional(l, object, "brief");
    if (!finding->brief) finding->brief = finding->label;
    finding->type = (tpt__finding_type)tpt__require_name(l, object, "type", tpt__finding_type_names);
    finding->always_real = tpt__get_bool(l, object, "always_real");
    finding->placed = tpt__get_bool(l, object, "placed");
    finding->muscular = tpt__get_bool(l, object, "muscular");
    finding->gives = tpt__read_attributes(l, object, "gives");
    finding->when = TPT__NONE; /* read once all findings stand: load_rules.c */
    tpt__each_in(l, object, "any", &index, read_element);
    tpt__read_terms(l, object, TPT__OWNER_FINDING, index, NULL, TPT__TERM_CONTENT);
    if (tpt__tree_member(object, "denials")) /* spelling correction never leads to one */
        add_terms(l, object, "denials", add_entry(l, TPT__OWNER_DENIAL, index, NULL, false), TPT__TERM_CUE);
}

/* TPT__NONE for one without an id, which has been told of. */
static uint32_t number_of(const tpt__loader *l, tpt__kind kind, const tpt__tree *object) {
    const tpt__tree *member = tpt__tree_member(object, "id");
    const char *id = member ? tpt__tree_string(member) : NULL;
    return id ? tpt__map_get(&l->ids[kind], id, strlen(id)) : TPT__NONE;
}

/* A site above itself, or a concept that is one of itself, would never end. */
static void check_site_cycle(tpt__loader *l, const tpt__tree *object) {
    const tpt__lexicon *lexicon = &l->ruleset->lexicon;
    uint32_t steps = 0;
    for (uint32_t at = number_of(l, TPT__KIND_SITE, object); at != TPT__NONE && steps <= lexicon->sites.count;
         steps++)
        at = lexicon->sites.items[at].parent;
    if (steps > lexicon->sites.count)
        tpt__mistake(l, TPT__CIRCLE, "give one of them another parent", "the site stands above itself");
}

static bool is_above_itself(const tpt__lexicon *lexicon, uint32_t concept, uint32_t depth) {
    tpt__list is = lexicon->concepts.items[concept].is;
    for (uint32_t i = 0; i < is.count; i++)
        if (depth == 0 || is_above_itself(lexicon, is.items[i], depth - 1)) return true;
    return false;
}

static void check_concept_cycle(tpt__loader *l, const tpt__tree *object) {
    uint32_t concept = number_of(l, TPT__KIND_CONCEPT, object);
    if (concept != TPT__NONE && is_above_itself(&l->ruleset->lexicon, concept, MAX_GENERALITY))
        tpt__mistake(l, TPT__CIRCLE, "take one \"is\" out",
                     "the concept is one of itself, or more than eight levels deep");
}

void tpt__load_lexicon(tpt__loader *l) {
    tpt__each(l, "lexicon", "contexts", read_context); /* first: the patterns of all others may name them */
    tpt__each(l, "lexicon", "sites", read_site);
    tpt__each(l, "lexicon", "concepts", read_concept);
    tpt__each(l, "lexicon", "sites", check_site_cycle);
    tpt__each(l, "lexicon", "concepts", check_concept_cycle);
    tpt__each(l, "lexicon", "operators", read_operator);
    tpt__each(l, "lexicon", "cues", read_cue);
    tpt__each(l, "lexicon", "figures", read_figure);
    tpt__each(l, "lexicon", "measures", read_measure);
    tpt__each(l, "findings", "findings", read_finding);
    if (!l->mistakes) tpt__lexicon_freeze(l->arena, &l->ruleset->lexicon); /* which may never end for those */
}

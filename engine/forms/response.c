/*
 * A FHIR R4 QuestionnaireResponse, alone or in a Bundle. Its items have no codes; these are looked up in the Questionnaire
 * where that comes along (in the Bundle, or contained). What would change the meaning of an answer and is not understood
 * here is refused, as FHIR asks.
 */
#include <string.h>

#include "forms/gather.h"

typedef struct walker {
    tpt__gather *g;
    tpt__map codes; /* linkId → node of its "code" in a Questionnaire */
} walker;

static const tpt__json_node *member(const walker *w, const tpt__json_node *object, const char *key) {
    return tpt__json_member(w->g->json, object, key);
}

static const char *string_of(const walker *w, const tpt__json_node *object, const char *key) {
    const tpt__json_node *node = object ? member(w, object, key) : NULL;
    return node && node->type == TPT__JSON_STRING ? node->text : NULL;
}

static const tpt__json_node *first_of(const walker *w, const tpt__json_node *list) {
    return list ? tpt__json_first(w->g->json, list) : NULL;
}

static const tpt__json_node *next_of(const walker *w, const tpt__json_node *item) {
    return tpt__json_next(w->g->json, item);
}

static bool is_resource(const walker *w, const tpt__json_node *node, const char *type) {
    const char *is = node && node->type == TPT__JSON_OBJECT ? string_of(w, node, "resourceType") : NULL;
    return is && strcmp(is, type) == 0;
}

/* A list of objects, or nothing. */
static tpt_status check_list(const walker *w, const tpt__json_node *list) {
    if (!list) return TPT_OK;
    if (list->type != TPT__JSON_ARRAY) return tpt__gather_refuse(w->g, list, "a list is expected here");
    for (const tpt__json_node *item = first_of(w, list); item; item = next_of(w, item))
        if (item->type != TPT__JSON_OBJECT)
            return tpt__gather_refuse(w->g, item, "an object is expected here");
    return TPT_OK;
}

/* What FHIR calls a modifier changes what is said; whoever does not know it must not read on. */
static tpt_status refuse_modifiers(const walker *w, const tpt__json_node *object) {
    static const char *const keys[] = {"modifierExtension", "implicitRules"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const tpt__json_node *node = member(w, object, keys[i]);
        if (node)
            return tpt__gather_refuse(w->g, node,
                                      "a modifier that is not known here can change what is said");
    }
    return TPT_OK;
}

/* ---- Codes of items, from a Questionnaire ---- */

static void note_codes(walker *w, const tpt__json_node *parent) {
    for (const tpt__json_node *item = first_of(w, member(w, parent, "item")); item; item = next_of(w, item)) {
        if (item->type != TPT__JSON_OBJECT) continue;
        const char *link = string_of(w, item, "linkId");
        const tpt__json_node *codes = member(w, item, "code");
        if (link && codes)
            tpt__map_set(w->g->arena, &w->codes, link, strlen(link), (uint32_t)(codes - w->g->json->items));
        note_codes(w, item);
    }
}

/* Is a Questionnaire the one that the response names ("url|version")? */
static bool answers_to(const walker *w, const tpt__json_node *questionnaire, const char *named) {
    const char *url = string_of(w, questionnaire, "url");
    size_t len = named ? strcspn(named, "|") : 0;
    return !named || !url || (strlen(url) == len && strncmp(url, named, len) == 0);
}

static const tpt__form_entry *entry_coded(const walker *w, const char *link) {
    uint32_t index = tpt__map_get(&w->codes, link, strlen(link));
    const tpt__json_node *codes = index == TPT__NONE ? NULL : &w->g->json->items[index];
    for (const tpt__json_node *code = first_of(w, codes); code; code = next_of(w, code)) {
        const char *word = code->type == TPT__JSON_OBJECT ? string_of(w, code, "code") : NULL;
        const tpt__form_entry *entry =
            word ? tpt__form_entry_coded(w->g->map, string_of(w, code, "system"), word) : NULL;
        if (entry) return entry;
    }
    return NULL;
}

/* ---- Answers ---- */

typedef tpt_status (*read_value)(walker *w, const tpt__json_node *value, tpt__reply *reply);

static tpt_status read_boolean(walker *w, const tpt__json_node *value, tpt__reply *reply) {
    if (value->type != TPT__JSON_TRUE && value->type != TPT__JSON_FALSE)
        return tpt__gather_refuse(w->g, value, "true or false is expected here");
    *reply = tpt__reply_of(value);
    return TPT_OK;
}

static tpt_status read_number(walker *w, const tpt__json_node *value, tpt__reply *reply) {
    if (value->type != TPT__JSON_NUMBER) return tpt__gather_refuse(w->g, value, "a number is expected here");
    *reply = tpt__reply_of(value);
    return TPT_OK;
}

static tpt_status read_string(walker *w, const tpt__json_node *value, tpt__reply *reply) {
    if (value->type != TPT__JSON_STRING) return tpt__gather_refuse(w->g, value, "a string is expected here");
    *reply = tpt__reply_of(value);
    return TPT_OK;
}

static tpt_status read_coding(walker *w, const tpt__json_node *value, tpt__reply *reply) {
    if (value->type != TPT__JSON_OBJECT) return tpt__gather_refuse(w->g, value, "an object is expected here");
    reply->system = string_of(w, value, "system");
    reply->code = string_of(w, value, "code");
    reply->words = string_of(w, value, "display");
    if (!reply->code) reply->code = reply->words; /* a coding without a code says what its words say */
    return TPT_OK;
}

/* "Less than 5 days" is no number of days. */
static tpt_status read_quantity(walker *w, const tpt__json_node *value, tpt__reply *reply) {
    if (value->type != TPT__JSON_OBJECT) return tpt__gather_refuse(w->g, value, "an object is expected here");
    const tpt__json_node *number = member(w, value, "value");
    if (!number) return TPT_OK;
    tpt_status status = read_number(w, number, reply);
    reply->is_number = reply->is_number && !member(w, value, "comparator");
    reply->unit = string_of(w, value, "unit");
    reply->unit_code = string_of(w, value, "code");
    return status;
}

static const struct {
    const char *key;
    read_value read; /* NULL: an answer that a form of complaints has no use for */
} VALUES[] = {
    {"valueBoolean", read_boolean},   {"valueDecimal", read_number},  {"valueInteger", read_number},
    {"valueDate", read_string},       {"valueDateTime", read_string}, {"valueTime", read_string},
    {"valueString", read_string},     {"valueUri", read_string},      {"valueCoding", read_coding},
    {"valueQuantity", read_quantity}, {"valueAttachment", NULL},      {"valueReference", NULL},
};

static tpt_status take_value(walker *w, const tpt__json_node *answer, const tpt__form_entry *entry,
                             const char *link) {
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        const tpt__json_node *value = member(w, answer, VALUES[i].key);
        if (!value) continue;
        tpt__reply reply = {.node = value};
        tpt_status status = VALUES[i].read ? VALUES[i].read(w, value, &reply) : TPT_OK;
        if (status != TPT_OK) return status;
        if (reply.code) return tpt__gather_take(w->g, entry, link, &reply);
        if (!entry || entry->means != TPT__MEANS_IGNORE) tpt__gather_unmapped(w->g, link);
        return TPT_OK;
    }
    return TPT_OK; /* said to be absent, by an extension or by nothing */
}

static tpt_status walk_items(walker *w, const tpt__json_node *parent);

/* An answer and the items under it: a side there is the side of this place. */
static tpt_status walk_answer(walker *w, const tpt__json_node *answer, const tpt__form_entry *entry,
                              const char *link) {
    bool has_items = member(w, answer, "item") != NULL;
    tpt__form_scope around = {0, NULL, NULL};
    if (has_items) around = tpt__scope_enter(w->g);
    tpt_status status = take_value(w, answer, entry, link);
    if (status == TPT_OK) status = walk_items(w, answer);
    if (status == TPT_OK && has_items) tpt__scope_leave(w->g, around);
    return status;
}

static tpt_status walk_answers(walker *w, const tpt__json_node *answers, const char *link) {
    const tpt__form_entry *entry = tpt__form_entry_named(w->g->map, link);
    if (!entry) entry = entry_coded(w, link);
    tpt_status status = check_list(w, answers);
    for (const tpt__json_node *answer = first_of(w, answers); answer && status == TPT_OK;
         answer = next_of(w, answer))
        status = walk_answer(w, answer, entry, link);
    return status;
}

static tpt_status walk_group(walker *w, const tpt__json_node *item) {
    if (!member(w, item, "item")) return TPT_OK;
    tpt__form_scope around = tpt__scope_enter(w->g);
    tpt_status status = walk_items(w, item);
    if (status == TPT_OK) tpt__scope_leave(w->g, around);
    return status;
}

static tpt_status walk_item(walker *w, const tpt__json_node *item) {
    const char *link = string_of(w, item, "linkId");
    if (!link || !*link) return tpt__gather_refuse(w->g, item, "an item needs a \"linkId\"");
    tpt_status status = refuse_modifiers(w, item);
    if (status == TPT_OK) status = walk_answers(w, member(w, item, "answer"), link);
    return status == TPT_OK ? walk_group(w, item) : status;
}

/* As deep as the JSON reader lets them nest. */
static tpt_status walk_items(walker *w, const tpt__json_node *parent) {
    const tpt__json_node *items = member(w, parent, "item");
    tpt_status status = check_list(w, items);
    for (const tpt__json_node *item = first_of(w, items); item && status == TPT_OK; item = next_of(w, item))
        status = walk_item(w, item);
    return status;
}

/* ---- The resource ---- */

static tpt_status check_status(const walker *w, const tpt__json_node *response) {
    static const char *const allowed[] = {"in-progress", "completed", "amended", "stopped"};
    const tpt__json_node *node = member(w, response, "status");
    if (!node) return tpt__gather_refuse(w->g, response, "the response has no \"status\"");
    for (size_t i = 0; node->type == TPT__JSON_STRING && i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp(allowed[i], node->text) == 0) return TPT_OK;
    if (node->type == TPT__JSON_STRING && strcmp(node->text, "entered-in-error") == 0)
        return tpt__gather_refuse(w->g, node,
                                  "the response was entered in error: it says nothing of anybody");
    return tpt__gather_refuse(w->g, node, "\"status\" must be in-progress, completed, amended or stopped");
}

static void note_contained(walker *w, const tpt__json_node *response) {
    const tpt__json_node *contained = member(w, response, "contained");
    for (const tpt__json_node *node = first_of(w, contained); node; node = next_of(w, node))
        if (is_resource(w, node, "Questionnaire")) note_codes(w, node);
}

static tpt_status walk_response(walker *w, const tpt__json_node *response) {
    tpt_status status = check_status(w, response);
    if (status == TPT_OK) status = refuse_modifiers(w, response);
    if (status != TPT_OK) return status;
    const tpt__json_node *subject = member(w, response, "subject");
    if (subject && subject->type == TPT__JSON_OBJECT) w->g->subject = string_of(w, subject, "reference");
    if (!w->g->intake.id) w->g->intake.id = string_of(w, response, "id");
    note_contained(w, response);
    return walk_items(w, response);
}

static const tpt__json_node *resource_of(const walker *w, const tpt__json_node *entry) {
    return entry->type == TPT__JSON_OBJECT ? member(w, entry, "resource") : NULL;
}

static void note_bundled(walker *w, const tpt__json_node *entries, const tpt__json_node *response) {
    const char *named = string_of(w, response, "questionnaire");
    for (const tpt__json_node *entry = first_of(w, entries); entry; entry = next_of(w, entry)) {
        const tpt__json_node *resource = resource_of(w, entry);
        if (is_resource(w, resource, "Questionnaire") && answers_to(w, resource, named))
            note_codes(w, resource);
    }
}

static tpt_status walk_bundle(walker *w, const tpt__json_node *bundle) {
    const tpt__json_node *entries = member(w, bundle, "entry"), *response = NULL;
    tpt_status status = check_list(w, entries);
    if (status != TPT_OK) return status;
    for (const tpt__json_node *entry = first_of(w, entries); entry; entry = next_of(w, entry)) {
        const tpt__json_node *resource = resource_of(w, entry);
        if (!is_resource(w, resource, "QuestionnaireResponse")) continue;
        if (response)
            return tpt__gather_refuse(w->g, resource,
                                      "the Bundle holds several QuestionnaireResponses: give one at a time");
        response = resource;
    }
    if (!response) return tpt__gather_refuse(w->g, bundle, "the Bundle holds no QuestionnaireResponse");
    note_bundled(w, entries, response);
    return walk_response(w, response);
}

tpt_status tpt__read_response(tpt__gather *g, const tpt__json_node *root) {
    walker w = {.g = g};
    if (is_resource(&w, root, "QuestionnaireResponse")) return walk_response(&w, root);
    if (is_resource(&w, root, "Bundle")) return walk_bundle(&w, root);
    return tpt__gather_refuse(g, root, "a QuestionnaireResponse, or a Bundle with one, is expected here");
}

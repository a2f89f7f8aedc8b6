/* Answers of a form, by the map, into an intake: see gather.h. */
#include "forms/gather.h"

#include <string.h>

#include "base/diag.h"
#include "forms/intake.h"

#define UNMAPPED_NAMES 16 /* so many items are named; all are counted */

tpt_status tpt__gather_refuse(const tpt__gather *g, const tpt__json_node *node, const char *what) {
    tpt_status status = tpt__error_set(g->error, TPT_E_INPUT, "%s", what);
    tpt__json_locate(g->json, node, g->error);
    return status;
}

void tpt__gather_unmapped(tpt__gather *g, const char *name) {
    g->unmapped_count++;
    for (uint32_t i = 0; i < g->unmapped.count; i++)
        if (strcmp(g->unmapped.items[i], name) == 0) return;
    if (g->unmapped.count < UNMAPPED_NAMES) *tpt__push(g->arena, &g->unmapped) = name;
}

/* ---- Places and their sides ---------------------------------------------------------------------------------------- */

tpt__form_scope tpt__scope_enter(tpt__gather *g) {
    tpt__form_scope around = {g->sites.count, g->side, g->side_name};
    g->side = g->side_name = NULL;
    return around;
}

/* A side that no place of its scope takes is not handed on: which other place it meant is not for us to guess. */
void tpt__scope_leave(tpt__gather *g, tpt__form_scope around) {
    for (uint32_t i = around.first_site; g->side && i < g->sites.count; i++)
        if (!g->sites.items[i].side) g->sites.items[i].side = g->side;
    if (g->side && around.first_site == g->sites.count) tpt__gather_unmapped(g, g->side_name);
    g->side = around.side;
    g->side_name = around.side_name;
}

/* ---- What an answer does ----------------------------------------------------------------------------------------------- */

static void add_text(tpt__gather *g, const char *words) {
    if (g->text.len) tpt__buf_add_string(&g->text, "\n");
    tpt__buf_add_string(&g->text, words);
}

static void add_finding(tpt__gather *g, uint32_t finding, tpt_answer answer) {
    *tpt__push(g->arena, &g->findings) =
        (tpt_finding_answer){g->map->ruleset->lexicon.findings.items[finding].id, answer};
}

/* Which of two different answers to count is not for us to say. */
static tpt_status set_fact(tpt__gather *g, uint32_t fact, int64_t value, const tpt__json_node *node) {
    if (value == TPT__UNKNOWN || g->facts[fact] == value) return TPT_OK;
    if (g->facts[fact] == TPT__UNKNOWN) {
        g->facts[fact] = value;
        return TPT_OK;
    }
    tpt_status status = tpt__error_set(g->error, TPT_E_INPUT, "two answers say different things of \"%s\"",
                                       g->map->ruleset->rules.facts.items[fact].id);
    tpt__json_locate(g->json, node, g->error);
    return status;
}

static tpt_status add_record(tpt__gather *g, const tpt__form_answer *answer, const tpt__json_node *node) {
    const tpt_intake *in = &answer->intake;
    tpt_status status = TPT_OK;
    if (in->text) add_text(g, in->text);
    if (in->id) g->intake.id = in->id;
    if (in->country) g->intake.country = in->country;
    for (size_t i = 0; i < in->site_count; i++) *tpt__push(g->arena, &g->sites) = in->sites[i];
    for (size_t i = 0; i < in->finding_count; i++) *tpt__push(g->arena, &g->findings) = in->findings[i];
    for (size_t i = 0; i < in->medication_count; i++)
        *tpt__push(g->arena, &g->medications) = in->medications[i];
    for (size_t i = 0; i < in->history_count; i++) *tpt__push(g->arena, &g->history) = in->history[i];
    for (uint32_t i = 0; i < g->map->ruleset->rules.facts.count && status == TPT_OK; i++)
        status = set_fact(g, i, answer->facts[i], node);
    return status;
}

/*
 * One for each meaning. `known` is what the map says of this answer by its code, or NULL; false in *taken: it means nothing here.
 */
typedef struct taking {
    tpt__gather *g;
    const tpt__form_entry *entry;
    const char *name;
    const tpt__reply *reply;
    const tpt__form_answer *known;
} taking;

static const char *words_of(const taking *t) {
    if (t->known) return t->known->word;
    return t->reply->words ? t->reply->words : t->reply->code;
}

static tpt_status take_nothing(const taking *t, bool *taken) {
    (void)t;
    *taken = true;
    return TPT_OK;
}

static tpt_status take_text(const taking *t, bool *taken) {
    add_text(t->g, words_of(t));
    *taken = true;
    return TPT_OK;
}

static tpt_status take_medication(const taking *t, bool *taken) {
    *tpt__push(t->g->arena, &t->g->medications) = words_of(t);
    *taken = true;
    return TPT_OK;
}

static tpt_status take_history(const taking *t, bool *taken) {
    *tpt__push(t->g->arena, &t->g->history) = words_of(t);
    *taken = true;
    return TPT_OK;
}

static tpt_status take_id(const taking *t, bool *taken) {
    t->g->intake.id = t->known ? t->known->word : t->reply->code;
    *taken = true;
    return TPT_OK;
}

static tpt_status take_country(const taking *t, bool *taken) {
    const char *code = t->known ? t->known->word : t->reply->code;
    *taken = strlen(code) == 2;
    if (*taken) t->g->intake.country = code;
    return TPT_OK;
}

/* Words where a place was to be chosen are read as words. */
static tpt_status take_site(const taking *t, bool *taken) {
    const char *id = t->known ? t->known->word : t->reply->code;
    bool is_site = tpt__map_get(&t->g->map->ruleset->site_ids, id, strlen(id)) != TPT__NONE;
    *taken = is_site || t->reply->is_plain;
    if (is_site) *tpt__push(t->g->arena, &t->g->sites) = (tpt_site_answer){id, NULL};
    else if (*taken) add_text(t->g, t->reply->code);
    return TPT_OK;
}

static tpt_status take_side(const taking *t, bool *taken) {
    const char *side = t->known ? t->known->word : t->reply->code;
    for (uint32_t i = 1; tpt__side_names[i] && !*taken; i++) *taken = strcmp(tpt__side_names[i], side) == 0;
    if (!*taken) return TPT_OK;
    t->g->side = side;
    t->g->side_name = t->name;
    return TPT_OK;
}

static tpt_status take_finding(const taking *t, bool *taken) {
    const char *code = t->reply->code;
    bool yes = strcmp(code, "true") == 0, no = strcmp(code, "false") == 0;
    *taken = t->known || yes || no || strcmp(code, "unknown") == 0;
    tpt_answer answer = t->known                         ? t->known->truth
                        : yes                            ? TPT_YES
                        : no && !t->entry->false_is_none ? TPT_NO
                                                         : TPT_UNKNOWN;
    if (answer != TPT_UNKNOWN) add_finding(t->g, t->entry->target, answer);
    return TPT_OK;
}

/* The scale of a number; NULL for a quantity in a unit that the map does not name. */
static const tpt__scale *scale_of(const tpt__form_entry *entry, const tpt__reply *reply) {
    if (!reply->unit && !reply->unit_code) return &entry->scale;
    for (uint32_t i = 0; i < entry->units.count; i++) {
        const tpt__scale *scale = &entry->units.items[i];
        if (reply->unit_code && strcmp(scale->unit, reply->unit_code) == 0) return scale;
        if (reply->unit && strcmp(scale->unit, reply->unit) == 0) return scale;
    }
    return NULL;
}

#define NUMBER_MOST                                                                                          \
    INT64_C(1000000000000) /* in thousandths: times a factor of a map it stays far from overflow */

static tpt_status take_number(const taking *t, const tpt__scale *scale) {
    tpt__gather *g = t->g;
    int64_t milli = t->reply->milli, *facts = TPT__NEW(g->arena, int64_t, g->map->ruleset->rules.facts.count);
    if (milli > NUMBER_MOST || milli < -NUMBER_MOST)
        return tpt__gather_refuse(g, t->reply->node, "the number is out of range");
    milli = (milli + scale->add) * scale->num / scale->den;
    tpt_status status = tpt__intake_fact(g->map->ruleset, scale->key, milli, facts, g->error);
    if (status == TPT_OK) return set_fact(g, t->entry->target, facts[t->entry->target], t->reply->node);
    tpt__json_locate(g->json, t->reply->node, g->error);
    return status;
}

static tpt_status take_fact(const taking *t, bool *taken) {
    int64_t value = t->known ? t->known->value : TPT__UNKNOWN;
    const tpt__scale *scale = scale_of(t->entry, t->reply);
    *taken = true;
    if (t->known || tpt__intake_code(t->g->map->ruleset, t->entry->target, t->reply->code, &value))
        return set_fact(t->g, t->entry->target, value, t->reply->node);
    if (t->reply->is_number && scale) return take_number(t, scale);
    *taken = strcmp(t->reply->code, "unknown") == 0;
    return TPT_OK;
}

static tpt_status take_answer_only(const taking *t, bool *taken) {
    (void)t;
    *taken = false; /* its answers were looked at before */
    return TPT_OK;
}

static tpt_status (*const TAKE[TPT__MEANS_COUNT])(const taking *, bool *) = {
    [TPT__MEANS_IGNORE] = take_nothing,
    [TPT__MEANS_TEXT] = take_text,
    [TPT__MEANS_MEDICATIONS] = take_medication,
    [TPT__MEANS_HISTORY] = take_history,
    [TPT__MEANS_COUNTRY] = take_country,
    [TPT__MEANS_ID] = take_id,
    [TPT__MEANS_SITE] = take_site,
    [TPT__MEANS_SIDE] = take_side,
    [TPT__MEANS_FINDING] = take_finding,
    [TPT__MEANS_FACT] = take_fact,
    [TPT__MEANS_ANSWERS] = take_answer_only,
};

tpt_status tpt__gather_take(tpt__gather *g, const tpt__form_entry *entry, const char *name,
                            const tpt__reply *reply) {
    const tpt__form_answer *known = entry ? tpt__form_answer_coded(entry, reply->system, reply->code) : NULL;
    const tpt__form_answer *anywhere =
        known ? NULL : tpt__form_answer_coded(&g->map->anywhere, reply->system, reply->code);
    taking t = {g, entry, name, reply, known};
    bool taken = false;
    if (known && known->is_record) return add_record(g, known, reply->node);
    if (anywhere) return add_record(g, anywhere, reply->node);
    tpt_status status = entry ? TAKE[entry->means](&t, &taken) : TPT_OK;
    if (status == TPT_OK && !taken) tpt__gather_unmapped(g, name);
    return status;
}

/* ---- Replies ------------------------------------------------------------------------------------------------------------- */

/* A number that was typed into a field for text: "42". */
static bool number_in(const tpt__json_node *node, int64_t *milli) {
    tpt__json_node number = *node;
    const char *digits = node->text + (*node->text == '-');
    size_t whole = strspn(digits, "0123456789");
    size_t rest = digits[whole] == '.' ? 1 + strspn(digits + whole + 1, "0123456789") : 0;
    number.type = TPT__JSON_NUMBER;
    if (!whole || rest == 1 || digits[whole + rest]) return false;
    return tpt__json_milli(&number, milli);
}

tpt__reply tpt__reply_of(const tpt__json_node *node) {
    tpt__reply reply = {.node = node, .is_plain = true};
    if (node->type == TPT__JSON_TRUE || node->type == TPT__JSON_FALSE) {
        reply.code = node->type == TPT__JSON_TRUE ? "true" : "false";
        reply.is_plain = false;
        return reply;
    }
    reply.code = node->text;
    reply.is_number =
        node->type == TPT__JSON_NUMBER ? tpt__json_milli(node, &reply.milli) : number_in(node, &reply.milli);
    return reply;
}

/* ---- The whole form ------------------------------------------------------------------------------------------------------ */

static void hand_over(tpt__gather *g, tpt_intake *out, tpt__form_note *note) {
    *out = g->intake;
    out->text = tpt__buf_text(&g->text);
    out->text_len = g->text.len;
    out->sites = g->sites.items;
    out->site_count = g->sites.count;
    out->findings = g->findings.items;
    out->finding_count = g->findings.count;
    out->medications = g->medications.items;
    out->medication_count = g->medications.count;
    out->history = g->history.items;
    out->history_count = g->history.count;
    *note = (tpt__form_note){g->unmapped.items, g->unmapped.count, g->unmapped_count, g->subject};
}

tpt_status tpt__form_read(tpt__arena *arena, const tpt_form_map *map, const tpt__json *json, tpt_intake *out,
                          int64_t *facts, tpt__form_note *note, tpt_error *error) {
    tpt__gather g = {.arena = arena,
                     .map = map,
                     .json = json,
                     .error = error,
                     .facts = facts,
                     .intake = TPT_INTAKE_INIT,
                     .text = {.arena = arena}};
    const tpt__json_node *root = &json->items[0];
    g.intake.country = map->country;
    if (root->type != TPT__JSON_OBJECT)
        return tpt__gather_refuse(&g, root, "a form's answers must be one JSON object");
    tpt__form_scope around = tpt__scope_enter(&g);
    tpt_status status = tpt__json_member(json, root, "resourceType") ? tpt__read_response(&g, root)
                                                                     : tpt__read_flat(&g, root);
    if (status != TPT_OK) return status;
    tpt__scope_leave(&g, around);
    hand_over(&g, out, note);
    return TPT_OK;
}

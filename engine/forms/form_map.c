/* Maps: read from JSON, checked, frozen. See form_map.h. */
#include "forms/form_map.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/nearest.h"
#include "forms/intake.h"
#include "forms/outline.h"

const char *const tpt__means_names[] = {"ignore", "text", "medications", "history", "country",
                                        "id",     "site", "side",        NULL};

/* ---- Looking up --------------------------------------------------------------------------------------------------- */

const tpt__form_entry *tpt__form_entry_named(const tpt_form_map *map, const char *name) {
    uint32_t index = tpt__map_get(&map->by_name, name, strlen(name));
    return index == TPT__NONE ? NULL : &map->entries.items[index];
}

/* A system that the map leaves out fits any. */
static bool same_code(const char *want_system, const char *want_code, const char *system, const char *code) {
    if (!want_code || strcmp(want_code, code) != 0) return false;
    return !want_system || (system && strcmp(want_system, system) == 0);
}

const tpt__form_entry *tpt__form_entry_coded(const tpt_form_map *map, const char *system, const char *code) {
    for (uint32_t i = 0; i < map->entries.count; i++) {
        const tpt__form_entry *entry = &map->entries.items[i];
        if (same_code(entry->code ? entry->system : NULL, entry->code, system, code)) return entry;
    }
    return NULL;
}

const tpt__form_answer *tpt__form_answer_coded(const tpt__form_entry *entry, const char *system,
                                               const char *code) {
    for (uint32_t i = 0; code && i < entry->answers.count; i++) {
        const tpt__form_answer *answer = &entry->answers.items[i];
        if (same_code(answer->system, answer->code, system, code)) return answer;
    }
    return NULL;
}

/* ---- Reading -------------------------------------------------------------------------------------------------------- */

typedef struct reader {
    tpt_form_map *map;
    const tpt_ruleset *ruleset;
    tpt__json json;
    tpt_error *error;
    uint32_t max_nesting;
} reader;

static tpt_status wrong(const reader *r, const tpt__json_node *node, tpt_status code, const char *what) {
    tpt_status status = tpt__error_set(r->error, code, "%s", what);
    tpt__json_locate(&r->json, node, r->error);
    return status;
}

static tpt_status wrong_member(const reader *r, const tpt__json_node *node, const char *key,
                               const char *what) {
    tpt_status status = tpt__error_set(r->error, TPT_E_SCHEMA, "\"%s\" must be %s", key, what);
    tpt__json_locate(&r->json, node, r->error);
    return status;
}

static void suggest(const reader *r, const char *word) {
    if (!r->error) return;
    snprintf(r->error->hint, sizeof r->error->hint, "did you mean \"%s\"?", word);
}

/* An id that the ruleset does not have. */
static tpt_status unknown_id(const reader *r, const tpt__json_node *node, const char *what, const char *id,
                             const tpt__map *ids) {
    const char *nearest = tpt__nearest_key(ids, id);
    tpt_status status = tpt__error_set(r->error, TPT_E_REFERENCE, "no %s has the id \"%s\"", what, id);
    if (nearest) suggest(r, nearest);
    for (uint32_t i = 0; i < r->ruleset->retired.count && r->error; i++) {
        const tpt__retired_id *dead = &r->ruleset->retired.items[i];
        if (strcmp(dead->id, id) != 0) continue;
        snprintf(r->error->hint, sizeof r->error->hint, "it was retired in version %s; %s%s", dead->since,
                 *dead->instead ? "use " : "nothing takes its place", dead->instead);
    }
    tpt__json_locate(&r->json, node, r->error);
    return status;
}

/* Complains of members that are not among `allowed`. */
static tpt_status check_keys(const reader *r, const tpt__json_node *object, const char *const *allowed) {
    if (object->type != TPT__JSON_OBJECT) return wrong(r, object, TPT_E_SCHEMA, "an object is expected here");
    for (const tpt__json_node *node = tpt__json_first(&r->json, object); node;
         node = tpt__json_next(&r->json, node)) {
        const char *nearest = NULL;
        uint32_t best = 3;
        for (uint32_t i = 0; allowed[i] && best; i++) {
            uint32_t apart = tpt__letters_apart(node->key, node->key_len, allowed[i], strlen(allowed[i]));
            if (apart < best) nearest = allowed[i], best = apart;
        }
        if (!best) continue;
        tpt_status status = tpt__error_set(r->error, TPT_E_SCHEMA, "unknown key \"%s\"", node->key);
        if (nearest) suggest(r, nearest);
        tpt__json_locate(&r->json, node, r->error);
        return status;
    }
    return TPT_OK;
}

static const tpt__json_node *member(const reader *r, const tpt__json_node *object, const char *key) {
    return tpt__json_member(&r->json, object, key);
}

/* A member that is a string, where there is one: else *out is left alone. */
static tpt_status read_string(const reader *r, const tpt__json_node *object, const char *key,
                              const char **out) {
    const tpt__json_node *node = member(r, object, key);
    if (!node) return TPT_OK;
    if (node->type != TPT__JSON_STRING || !node->len)
        return wrong_member(r, node, key, "a string that is not empty");
    *out = node->text;
    return TPT_OK;
}

typedef tpt_status (*read_object)(reader *r, const tpt__json_node *object, tpt__form_entry *entry);

/* Each object of a member that is a list. */
static tpt_status read_list(reader *r, const tpt__json_node *object, const char *key, tpt__form_entry *entry,
                            read_object read) {
    const tpt__json_node *list = member(r, object, key);
    if (!list) return TPT_OK;
    if (list->type != TPT__JSON_ARRAY) return wrong_member(r, list, key, "a list of objects");
    tpt_status status = TPT_OK;
    for (const tpt__json_node *item = tpt__json_first(&r->json, list); item && status == TPT_OK;
         item = tpt__json_next(&r->json, item))
        status = read(r, item, entry);
    return status;
}

/* ---- Numbers ---- */

static uint32_t fact_of_key(const tpt_ruleset *ruleset, const char *key) {
    uint32_t fact = tpt__map_get(&ruleset->fact_ids, key, strlen(key));
    uint32_t input = tpt__map_get(&ruleset->input_ids, key, strlen(key));
    if (fact != TPT__NONE) return fact;
    return input == TPT__NONE ? TPT__NONE : ruleset->rules.inputs.items[input].fact;
}

#define FACTOR_MOST 1000000 /* no unit that people use is further from another */

static tpt_status read_factor(const reader *r, const tpt__json_node *object, const char *key, int64_t *out) {
    const tpt__json_node *node = member(r, object, key);
    if (!node) return TPT_OK;
    if (!tpt__json_integer(node, out) || *out < 1 || *out > FACTOR_MOST)
        return wrong_member(r, node, key, "a whole number from 1 to 1000000");
    return TPT_OK;
}

/* "fact", "add", "num", "den": which fact a number tells of, and how. */
static tpt_status read_scale(const reader *r, const tpt__json_node *object, tpt__scale *scale) {
    const tpt__json_node *add = member(r, object, "add"), *fact = member(r, object, "fact");
    tpt_status status = read_string(r, object, "fact", &scale->key);
    scale->num = scale->den = 1;
    if (status == TPT_OK) status = read_factor(r, object, "num", &scale->num);
    if (status == TPT_OK) status = read_factor(r, object, "den", &scale->den);
    if (status != TPT_OK) return status;
    if (add && (!tpt__json_milli(add, &scale->add) || scale->add > FACTOR_MOST * INT64_C(1000) ||
                scale->add < -FACTOR_MOST * INT64_C(1000)))
        return wrong_member(r, add, "add", "a number");
    if (!fact || fact_of_key(r->ruleset, scale->key) != TPT__NONE) return TPT_OK;
    bool near_input = tpt__nearest_key(&r->ruleset->input_ids, scale->key) != NULL;
    return unknown_id(r, fact, "fact", scale->key,
                      near_input ? &r->ruleset->input_ids : &r->ruleset->fact_ids);
}

static tpt_status read_unit(reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    static const char *const keys[] = {"unit", "fact", "add", "num", "den", "note", NULL};
    tpt__scale scale = {.key = entry->scale.key};
    tpt_status status = check_keys(r, object, keys);
    if (status == TPT_OK) status = read_string(r, object, "unit", &scale.unit);
    if (status == TPT_OK) status = read_scale(r, object, &scale);
    if (status != TPT_OK) return status;
    if (!scale.unit) return wrong(r, object, TPT_E_SCHEMA, "\"unit\" is missing");
    if (!scale.key || fact_of_key(r->ruleset, scale.key) != entry->target)
        return wrong(r, object, TPT_E_SCHEMA, "the unit is of another fact than the item");
    *tpt__push(&r->map->arena, &entry->units) = scale;
    return TPT_OK;
}

/* ---- Answers ---- */

/* What a record's reader found wrong is here a mistake of the map. */
static tpt_status as_schema(const reader *r, tpt_status status) {
    if (status != TPT_E_INPUT) return status;
    if (r->error) r->error->code = TPT_E_SCHEMA;
    return TPT_E_SCHEMA;
}

static tpt_status is_truth(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                           tpt__form_answer *answer) {
    (void)entry;
    bool unknown = is->type == TPT__JSON_STRING && strcmp(is->text, "unknown") == 0;
    if (is->type != TPT__JSON_TRUE && is->type != TPT__JSON_FALSE && !unknown)
        return wrong_member(r, is, "is", "true, false or \"unknown\" for a finding");
    answer->truth = unknown ? TPT_UNKNOWN : is->type == TPT__JSON_TRUE ? TPT_YES : TPT_NO;
    return TPT_OK;
}

static int64_t *no_facts(tpt__arena *arena, const tpt_ruleset *ruleset) {
    int64_t *facts = TPT__NEW(arena, int64_t, ruleset->rules.facts.count + 1);
    for (uint32_t i = 0; i < ruleset->rules.facts.count; i++) facts[i] = TPT__UNKNOWN;
    return facts;
}

static tpt_status is_value(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                           tpt__form_answer *answer) {
    int64_t *facts = no_facts(&r->map->arena, r->ruleset);
    tpt_status status = tpt__intake_read_fact(r->ruleset, &r->json, entry->scale.key, is, facts, r->error);
    answer->value = facts[entry->target];
    return as_schema(r, status);
}

static tpt_status is_site(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                          tpt__form_answer *answer) {
    (void)entry;
    if (is->type != TPT__JSON_STRING) return wrong_member(r, is, "is", "the id of a site");
    if (tpt__map_get(&r->ruleset->site_ids, is->text, is->len) == TPT__NONE)
        return unknown_id(r, is, "site", is->text, &r->ruleset->site_ids);
    answer->word = is->text;
    return TPT_OK;
}

static bool is_side_name(const char *word) {
    for (uint32_t i = 1; tpt__side_names[i]; i++)
        if (strcmp(tpt__side_names[i], word) == 0) return true;
    return false;
}

static tpt_status is_side(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                          tpt__form_answer *answer) {
    (void)entry;
    if (is->type != TPT__JSON_STRING || !is_side_name(is->text))
        return wrong_member(r, is, "is", "a side: left, right, both");
    answer->word = is->text;
    return TPT_OK;
}

static tpt_status is_words(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                           tpt__form_answer *answer) {
    (void)entry;
    if (is->type != TPT__JSON_STRING) return wrong_member(r, is, "is", "words");
    answer->word = is->text;
    return TPT_OK;
}

static tpt_status is_nothing(reader *r, const tpt__json_node *is, tpt__form_entry *entry,
                             tpt__form_answer *answer) {
    (void)entry;
    (void)answer;
    return wrong(r, is, TPT_E_SCHEMA,
                 "\"is\" needs an item that means something: \"as\", \"finding\" or \"fact\"");
}

static tpt_status (*const IS[TPT__MEANS_COUNT])(reader *, const tpt__json_node *, tpt__form_entry *,
                                                tpt__form_answer *) = {
    [TPT__MEANS_IGNORE] = is_nothing, [TPT__MEANS_TEXT] = is_words,      [TPT__MEANS_MEDICATIONS] = is_words,
    [TPT__MEANS_HISTORY] = is_words,  [TPT__MEANS_COUNTRY] = is_words,   [TPT__MEANS_ID] = is_words,
    [TPT__MEANS_SITE] = is_site,      [TPT__MEANS_SIDE] = is_side,       [TPT__MEANS_FINDING] = is_truth,
    [TPT__MEANS_FACT] = is_value,     [TPT__MEANS_ANSWERS] = is_nothing,
};

/* The ids in a piece of a record; a record's own reader leaves them to the session. */
static tpt_status check_record(const reader *r, const tpt__json_node *means, const tpt_intake *intake) {
    const tpt__json_node *findings = member(r, means, "findings"), *sites = member(r, means, "sites");
    for (const tpt__json_node *node = findings ? tpt__json_first(&r->json, findings) : NULL; node;
         node = tpt__json_next(&r->json, node))
        if (tpt__map_get(&r->ruleset->finding_ids, node->key, node->key_len) == TPT__NONE)
            return unknown_id(r, node, "finding", node->key, &r->ruleset->finding_ids);
    const tpt__json_node *node = sites ? tpt__json_first(&r->json, sites) : NULL;
    for (size_t i = 0; i < intake->site_count; i++, node = tpt__json_next(&r->json, node)) {
        const tpt_site_answer *site = &intake->sites[i];
        if (tpt__map_get(&r->ruleset->site_ids, site->site, strlen(site->site)) == TPT__NONE)
            return unknown_id(r, node, "site", site->site, &r->ruleset->site_ids);
        if (site->side && !is_side_name(site->side))
            return wrong_member(r, node, "side", "left, right or both");
    }
    return TPT_OK;
}

static tpt_status read_means_of_answer(reader *r, const tpt__json_node *means, tpt__form_answer *answer) {
    int64_t *facts = no_facts(&r->map->arena, r->ruleset);
    answer->is_record = true;
    answer->facts = facts;
    tpt_status status = tpt__intake_from_object(&r->map->arena, r->ruleset, &r->json, means, &answer->intake,
                                                facts, NULL, r->error);
    return status == TPT_OK ? check_record(r, means, &answer->intake) : as_schema(r, status);
}

static tpt_status read_answer(reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    static const char *const keys[] = {"answer", "system", "is", "means", "note", NULL};
    tpt__form_answer answer = {.intake = TPT_INTAKE_INIT, .value = TPT__UNKNOWN};
    tpt_status status = check_keys(r, object, keys);
    if (status == TPT_OK) status = read_string(r, object, "answer", &answer.code);
    if (status == TPT_OK) status = read_string(r, object, "system", &answer.system);
    if (status != TPT_OK) return status;
    if (!answer.code) return wrong(r, object, TPT_E_SCHEMA, "\"answer\" is missing: the code of an answer");
    const tpt__json_node *is = member(r, object, "is"), *means = member(r, object, "means");
    if (!is == !means) return wrong(r, object, TPT_E_SCHEMA, "an answer needs either \"is\" or \"means\"");
    status = is ? IS[entry->means](r, is, entry, &answer) : read_means_of_answer(r, means, &answer);
    if (status == TPT_OK) *tpt__push(&r->map->arena, &entry->answers) = answer;
    return status;
}

/* ---- Entries ---- */

static tpt_status read_as(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    const char *as = NULL;
    tpt_status status = read_string(r, object, "as", &as);
    if (status != TPT_OK || !as) return status;
    for (uint32_t i = 0; i < TPT__MEANS_NAMED; i++)
        if (strcmp(tpt__means_names[i], as) == 0) {
            entry->means = (tpt__means)i;
            return TPT_OK;
        }
    return wrong_member(r, member(r, object, "as"), "as",
                        "text, site, side, medications, history, country, id or ignore");
}

static tpt_status read_finding(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    const char *id = NULL;
    tpt_status status = read_string(r, object, "finding", &id);
    if (status != TPT_OK || !id) return status;
    entry->means = TPT__MEANS_FINDING;
    entry->target = tpt__map_get(&r->ruleset->finding_ids, id, strlen(id));
    if (entry->target == TPT__NONE)
        return unknown_id(r, member(r, object, "finding"), "finding", id, &r->ruleset->finding_ids);
    return TPT_OK;
}

static tpt_status read_fact(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    tpt_status status = read_scale(r, object, &entry->scale);
    if (status != TPT_OK || !entry->scale.key) return status;
    entry->means = TPT__MEANS_FACT;
    entry->target = fact_of_key(r->ruleset, entry->scale.key);
    return TPT_OK;
}

/* "false": "unknown" */
static tpt_status read_false(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    const tpt__json_node *node = member(r, object, "false");
    if (!node) return TPT_OK;
    if (node->type != TPT__JSON_STRING || strcmp(node->text, "unknown") != 0)
        return wrong_member(r, node, "false", "\"unknown\", or be left out");
    entry->false_is_none = true;
    return TPT_OK;
}

static uint32_t count_members(const reader *r, const tpt__json_node *object, const char *const *keys) {
    uint32_t count = 0;
    for (uint32_t i = 0; keys[i]; i++) count += member(r, object, keys[i]) != NULL;
    return count;
}

/* Which item an entry is about: one of "linkId", "key" (the same) and "code". */
static tpt_status read_item_name(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    static const char *const ways[] = {"linkId", "key", "code", NULL};
    if (count_members(r, object, ways) != 1)
        return wrong(r, object, TPT_E_SCHEMA, "an entry needs one of \"linkId\", \"key\" and \"code\"");
    tpt_status status = read_string(r, object, "linkId", &entry->name);
    if (status == TPT_OK) status = read_string(r, object, "key", &entry->name);
    if (status == TPT_OK) status = read_string(r, object, "code", &entry->code);
    if (status == TPT_OK) status = read_string(r, object, "system", &entry->system);
    return status;
}

static tpt_status read_meaning(const reader *r, const tpt__json_node *object, tpt__form_entry *entry) {
    static const char *const ways[] = {"as", "finding", "fact", NULL};
    uint32_t count = count_members(r, object, ways);
    entry->means = TPT__MEANS_ANSWERS;
    if (count > 1 || (!count && !member(r, object, "answers")))
        return wrong(r, object, TPT_E_SCHEMA,
                     "an entry needs one of \"as\", \"finding\", \"fact\", or \"answers\"");
    tpt_status status = read_as(r, object, entry);
    if (status == TPT_OK) status = read_finding(r, object, entry);
    if (status == TPT_OK) status = read_fact(r, object, entry);
    if (status == TPT_OK) status = read_false(r, object, entry);
    return status;
}

static tpt_status add_entry(reader *r, const tpt__json_node *object, const tpt__form_entry *entry) {
    tpt__arena *arena = &r->map->arena;
    bool twice = entry->name ? tpt__form_entry_named(r->map, entry->name) != NULL
                             : tpt__form_entry_coded(r->map, entry->system, entry->code) != NULL;
    if (twice) return wrong(r, object, TPT_E_SCHEMA, "there are two entries for this item");
    *tpt__push(arena, &r->map->entries) = *entry;
    if (entry->name)
        tpt__map_set(arena, &r->map->by_name, entry->name, strlen(entry->name), r->map->entries.count - 1);
    return TPT_OK;
}

static tpt_status read_entry(reader *r, const tpt__json_node *object, tpt__form_entry *unused) {
    static const char *const keys[] = {"linkId",  "key",   "code",    "system", "as",
                                       "finding", "false", "fact",    "add",    "num",
                                       "den",     "units", "answers", "note",   NULL};
    (void)unused;
    tpt__form_entry entry = {.target = TPT__NONE};
    tpt_status status = check_keys(r, object, keys);
    if (status == TPT_OK) status = read_item_name(r, object, &entry);
    if (status == TPT_OK) status = read_meaning(r, object, &entry);
    if (status == TPT_OK) status = read_list(r, object, "units", &entry, read_unit);
    if (status == TPT_OK) status = read_list(r, object, "answers", &entry, read_answer);
    return status == TPT_OK ? add_entry(r, object, &entry) : status;
}

static tpt_status read_map(reader *r) {
    static const char *const keys[] = {"items", "answers", "country", "title", "note", NULL};
    const tpt__json_node *root = &r->json.items[0];
    tpt_status status = check_keys(r, root, keys);
    if (status == TPT_OK && !member(r, root, "items") && !member(r, root, "answers"))
        return wrong(r, root, TPT_E_SCHEMA, "a map needs \"items\"");
    r->map->anywhere.means = TPT__MEANS_ANSWERS;
    if (status == TPT_OK) status = read_string(r, root, "country", &r->map->country);
    if (status == TPT_OK && r->map->country && strlen(r->map->country) != 2)
        return wrong_member(r, member(r, root, "country"), "country", "a country's two letters");
    if (status == TPT_OK) status = read_list(r, root, "items", NULL, read_entry);
    if (status == TPT_OK) status = read_list(r, root, "answers", &r->map->anywhere, read_answer);
    return status;
}

/* ---- The public calls -------------------------------------------------------------------------------------------------- */

static tpt_form_map *map_alloc(const tpt_ruleset *ruleset, const tpt_options *options) {
    tpt__arena arena;
    tpt__arena_init(&arena, options ? options->allocator : NULL);
    tpt_form_map *map = arena.allocator.alloc(sizeof *map, arena.allocator.context);
    if (!map) return NULL;
    memset(map, 0, sizeof *map);
    map->arena = arena;
    map->ruleset = ruleset;
    return map;
}

void tpt_form_map_free(tpt_form_map *map) {
    if (!map) return;
    tpt_allocator allocator = map->arena.allocator;
    tpt__arena_free(&map->arena);
    allocator.release(map, allocator.context);
}

/* Without a map: the one of the form that the ruleset itself writes. */
static tpt_status fill_map(reader *r, const char *json, size_t len) {
    if (!json) {
        json = tpt__outline_map(&r->map->arena, r->ruleset, &len);
        r->max_nesting = 0; /* it is our own: no limit is meant for it */
    } else {
        if (len == TPT_NUL_TERMINATED) len = strlen(json);
        if (len > r->ruleset->max_text_bytes)
            return tpt__error_set(r->error, TPT_E_TOO_LONG, "longer than the limit of %zu bytes",
                                  r->ruleset->max_text_bytes);
    }
    tpt_status status = tpt__json_parse_within(&r->map->arena, json, len, r->max_nesting, &r->json, r->error);
    return status == TPT_OK ? read_map(r) : status;
}

tpt_status tpt_form_map_new(tpt_form_map **out, const tpt_ruleset *ruleset, const char *json, size_t len,
                            const tpt_options *options, tpt_error *error) {
    if (!out || !ruleset) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    tpt_form_map *map = map_alloc(ruleset, options);
    if (!map) return tpt__error_set(error, TPT_E_MEMORY, "out of memory");
    jmp_buf trap;
    if (setjmp(trap)) {
        tpt_form_map_free(map);
        return tpt__error_set(error, TPT_E_MEMORY, "out of memory while a map was read");
    }
    map->arena.trap = &trap;
    tpt_options given = {0};
    if (options) memcpy(&given, options, options->size < sizeof given ? options->size : sizeof given);
    reader r = {.map = map, .ruleset = ruleset, .error = error, .max_nesting = given.max_nesting};
    tpt_status status = fill_map(&r, json, len);
    map->arena.trap = NULL;
    if (status != TPT_OK) tpt_form_map_free(map);
    else *out = map;
    return status;
}

/* Records of JSON: see intake.h. */
#include "forms/intake.h"

#include <string.h>

#include "base/diag.h"
#include "base/vec.h"

tpt_status tpt__intake_fact(const tpt_ruleset *ruleset, const char *key, int64_t milli, int64_t *facts,
                            tpt_error *error) {
    const tpt__rules *rules = &ruleset->rules;
    uint32_t fact = tpt__map_get(&ruleset->fact_ids, key, strlen(key));
    int64_t num = 1, den = 1;
    if (fact == TPT__NONE) {
        uint32_t input = tpt__map_get(&ruleset->input_ids, key, strlen(key));
        if (input == TPT__NONE) return tpt__error_set(error, TPT_E_INPUT, "unknown key \"%s\"", key);
        fact = rules->inputs.items[input].fact;
        num = rules->inputs.items[input].num;
        den = rules->inputs.items[input].den;
    }
    const tpt__fact_rule *rule = &rules->facts.items[fact];
    if (milli > INT64_MAX / 4 / (num ? num : 1) || milli < -(INT64_MAX / 4 / (num ? num : 1)))
        return tpt__error_set(error, TPT_E_INPUT, "\"%s\" is out of range", key);
    int64_t scaled = milli * num, by = den * 1000;
    int64_t value = scaled < 0 ? -((-scaled + by / 2) / by) : (scaled + by / 2) / by;
    if (value < rule->min || value > rule->max)
        return tpt__error_set(error, TPT_E_INPUT,
                              "\"%s\" is out of range: %lld to %lld, in the unit of \"%s\"", key,
                              (long long)rule->min, (long long)rule->max, rule->id);
    facts[fact] = value;
    return TPT_OK;
}

typedef struct record {
    tpt__arena *arena;
    const tpt_ruleset *ruleset;
    const tpt__json *json;
    tpt_intake *out;
    int64_t *facts;
    const tpt__json_node **expect;
    tpt_error *error;
} record;

static tpt_status wrong(record *r, const tpt__json_node *node, const char *what) {
    tpt_status status = tpt__error_set(r->error, TPT_E_INPUT, "\"%s\" must be %s",
                                       node->key ? node->key : "an element", what);
    tpt__json_locate(r->json, node, r->error);
    return status;
}

static tpt_status read_text(record *r, const tpt__json_node *node) {
    if (node->type != TPT__JSON_STRING) return wrong(r, node, "a string");
    r->out->text = node->text;
    r->out->text_len = node->len;
    return TPT_OK;
}

static tpt_status read_id(record *r, const tpt__json_node *node) {
    if (node->type != TPT__JSON_STRING && node->type != TPT__JSON_NUMBER)
        return wrong(r, node, "a string or a number");
    r->out->id = node->text;
    return TPT_OK;
}

static tpt_status read_country(record *r, const tpt__json_node *node) {
    if (node->type != TPT__JSON_STRING || node->len != 2) return wrong(r, node, "a country's two letters");
    r->out->country = node->text;
    return TPT_OK;
}

static tpt_status read_words(record *r, const tpt__json_node *node, const char *const **out, size_t *count) {
    TPT__VEC(const char *) words = {0};
    if (node->type != TPT__JSON_ARRAY) return wrong(r, node, "a list of strings");
    for (const tpt__json_node *item = tpt__json_first(r->json, node); item;
         item = tpt__json_next(r->json, item)) {
        if (item->type != TPT__JSON_STRING) return wrong(r, item, "a string");
        *tpt__push(r->arena, &words) = item->text;
    }
    *out = words.items;
    *count = words.count;
    return TPT_OK;
}

static tpt_status read_medications(record *r, const tpt__json_node *node) {
    return read_words(r, node, &r->out->medications, &r->out->medication_count);
}

static tpt_status read_history(record *r, const tpt__json_node *node) {
    return read_words(r, node, &r->out->history, &r->out->history_count);
}

static tpt_status read_site(record *r, const tpt__json_node *object, tpt_site_answer *out) {
    *out = (tpt_site_answer){0};
    for (const tpt__json_node *item = tpt__json_first(r->json, object); item;
         item = tpt__json_next(r->json, item)) {
        bool site = item->key && strcmp(item->key, "site") == 0;
        if (!site && !(item->key && strcmp(item->key, "side") == 0))
            return wrong(r, item, "left out: a place has a \"site\" and a \"side\"");
        if (!site && item->type == TPT__JSON_NULL) continue;
        if (item->type != TPT__JSON_STRING) return wrong(r, item, "a string");
        *(site ? &out->site : &out->side) = item->text;
    }
    return out->site ? TPT_OK : wrong(r, object, "an object with a \"site\"");
}

static tpt_status read_sites(record *r, const tpt__json_node *node) {
    TPT__VEC(tpt_site_answer) sites = {0};
    if (node->type != TPT__JSON_ARRAY) return wrong(r, node, "a list of objects");
    for (const tpt__json_node *item = tpt__json_first(r->json, node); item;
         item = tpt__json_next(r->json, item)) {
        tpt_status status = read_site(r, item, tpt__push(r->arena, &sites));
        if (status != TPT_OK) return status;
    }
    r->out->sites = sites.items;
    r->out->site_count = sites.count;
    return TPT_OK;
}

static tpt_status read_findings(record *r, const tpt__json_node *node) {
    TPT__VEC(tpt_finding_answer) findings = {0};
    if (node->type != TPT__JSON_OBJECT) return wrong(r, node, "an object of finding ids");
    for (const tpt__json_node *item = tpt__json_first(r->json, node); item;
         item = tpt__json_next(r->json, item)) {
        bool unknown = item->type == TPT__JSON_NULL ||
                       (item->type == TPT__JSON_STRING && strcmp(item->text, "unknown") == 0);
        if (item->type != TPT__JSON_TRUE && item->type != TPT__JSON_FALSE && !unknown)
            return wrong(r, item, "true, false or \"unknown\"");
        *tpt__push(r->arena, &findings) =
            (tpt_finding_answer){item->key, unknown                        ? TPT_UNKNOWN
                                            : item->type == TPT__JSON_TRUE ? TPT_YES
                                                                           : TPT_NO};
    }
    r->out->findings = findings.items;
    r->out->finding_count = findings.count;
    return TPT_OK;
}

static tpt_status read_expect(record *r, const tpt__json_node *node) {
    if (!r->expect) {
        tpt_status status =
            tpt__error_set(r->error, TPT_E_INPUT, "unknown key \"expect\": it belongs into case files");
        tpt__json_locate(r->json, node, r->error);
        return status;
    }
    *r->expect = node;
    return TPT_OK;
}

static tpt_status skip(record *r, const tpt__json_node *node) {
    return r->expect ? TPT_OK : wrong(r, node, "left out: it belongs into case files");
}

/* Rules that a case stands for: pack/coverage.c reads them. */
static tpt_status skip_rules(record *r, const tpt__json_node *node) {
    const char *const *rules;
    size_t count;
    tpt_status status = skip(r, node);
    return status == TPT_OK ? read_words(r, node, &rules, &count) : status;
}

static const struct {
    const char *key;
    tpt_status (*read)(record *r, const tpt__json_node *node);
} MEMBERS[] = {
    {"text", read_text},
    {"id", read_id},
    {"country", read_country},
    {"medications", read_medications},
    {"history", read_history},
    {"sites", read_sites},
    {"findings", read_findings},
    {"expect", read_expect},
    {"covers", skip_rules},
    {"near_miss", skip_rules},
    {"note", skip},
};

bool tpt__intake_code(const tpt_ruleset *ruleset, uint32_t fact, const char *name, int64_t *value) {
    const tpt__fact_rule *rule = &ruleset->rules.facts.items[fact];
    for (uint32_t i = 0; name && i < rule->codes.count; i++)
        if (strcmp(rule->codes.items[i].name, name) == 0) {
            *value = rule->codes.items[i].value;
            return true;
        }
    return false;
}

static bool says_unknown(const tpt__json_node *node) {
    return node->type == TPT__JSON_NULL ||
           (node->type == TPT__JSON_STRING && strcmp(node->text, "unknown") == 0);
}

static const char *code_name(const tpt__json_node *node) {
    if (node->type == TPT__JSON_TRUE) return "true";
    if (node->type == TPT__JSON_FALSE) return "false";
    return node->type == TPT__JSON_STRING ? node->text : NULL;
}

tpt_status tpt__intake_read_fact(const tpt_ruleset *ruleset, const tpt__json *json, const char *key,
                                 const tpt__json_node *value, int64_t *facts, tpt_error *error) {
    uint32_t fact = tpt__map_get(&ruleset->fact_ids, key, strlen(key));
    bool known = fact != TPT__NONE || tpt__map_get(&ruleset->input_ids, key, strlen(key)) != TPT__NONE;
    int64_t milli = 0;
    if (says_unknown(value)) return TPT_OK;
    if (fact != TPT__NONE && tpt__intake_code(ruleset, fact, code_name(value), &facts[fact])) return TPT_OK;
    tpt_status status =
        known && !tpt__json_milli(value, &milli)
            ? tpt__error_set(error, TPT_E_INPUT, "\"%s\" must be a number, or one of its codes", key)
            : tpt__intake_fact(ruleset, key, milli, facts, error);
    if (status != TPT_OK) tpt__json_locate(json, value, error);
    return status;
}

static tpt_status read_member(record *r, const tpt__json_node *node) {
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        if (strcmp(MEMBERS[i].key, node->key) == 0) return MEMBERS[i].read(r, node);
    return tpt__intake_read_fact(r->ruleset, r->json, node->key, node, r->facts, r->error);
}

tpt_status tpt__intake_from_object(tpt__arena *arena, const tpt_ruleset *ruleset, const tpt__json *json,
                                   const tpt__json_node *object, tpt_intake *out, int64_t *facts,
                                   const tpt__json_node **expect, tpt_error *error) {
    record r = {arena, ruleset, json, out, facts, expect, error};
    if (object->type != TPT__JSON_OBJECT) {
        tpt_status status = tpt__error_set(error, TPT_E_INPUT, "a record must be one JSON object");
        tpt__json_locate(json, object, error);
        return status;
    }
    for (const tpt__json_node *node = tpt__json_first(json, object); node;
         node = tpt__json_next(json, node)) {
        tpt_status status = read_member(&r, node);
        if (status != TPT_OK) return status;
    }
    return TPT_OK;
}

tpt_status tpt__intake_from_record(tpt__arena *arena, const tpt_ruleset *ruleset, const tpt__json *json,
                                   tpt_intake *out, int64_t *facts, const tpt__json_node **expect,
                                   tpt_error *error) {
    return tpt__intake_from_object(arena, ruleset, json, &json->items[0], out, facts, expect, error);
}

/* ---- Records of spans -------------------------------------------------------------------------------------------------------- */

typedef struct span_reader {
    tpt__arena *arena;
    const tpt__json *json;
    tpt_error *error;
} span_reader;

static tpt_status wrong_span(const span_reader *r, const tpt__json_node *node, const char *what) {
    tpt_status status = tpt__error_set(r->error, TPT_E_INPUT, "%s", what);
    tpt__json_locate(r->json, node, r->error);
    return status;
}

static bool offset_of(const span_reader *r, const tpt__json_node *span, const char *key, size_t *out) {
    const tpt__json_node *node = tpt__json_member(r->json, span, key);
    int64_t value;
    if (!node || !tpt__json_integer(node, &value) || value < 0) return false;
    *out = (size_t)value;
    return true;
}

static tpt_status read_spans(const span_reader *r, const tpt__json_node *list, tpt__span_record *out) {
    TPT__VEC(tpt_span) spans = {0};
    if (list->type != TPT__JSON_ARRAY) return wrong_span(r, list, "\"spans\" must be a list of objects");
    for (const tpt__json_node *item = tpt__json_first(r->json, list); item;
         item = tpt__json_next(r->json, item)) {
        tpt_span span;
        if (item->type != TPT__JSON_OBJECT || !offset_of(r, item, "start", &span.start) ||
            !offset_of(r, item, "end", &span.end))
            return wrong_span(r, item, "a span must have \"start\" and \"end\", bytes of the text");
        if (span.start > span.end || span.end > out->text_len)
            return wrong_span(r, item, "the span is not within the text");
        *tpt__push(r->arena, &spans) = span;
    }
    out->spans = spans.items;
    out->span_count = spans.count;
    return TPT_OK;
}

tpt_status tpt__intake_spans(tpt__arena *arena, const tpt__json *json, tpt__span_record *out,
                             tpt_error *error) {
    span_reader r = {arena, json, error};
    const tpt__json_node *root = &json->items[0], *spans = NULL;
    *out = (tpt__span_record){.text = ""};
    if (root->type != TPT__JSON_OBJECT) return wrong_span(&r, root, "a record must be one JSON object");
    for (const tpt__json_node *node = tpt__json_first(json, root); node; node = tpt__json_next(json, node)) {
        if (strcmp(node->key, "id") == 0) {
            if (node->type != TPT__JSON_STRING && node->type != TPT__JSON_NUMBER)
                return wrong_span(&r, node, "\"id\" must be a string or a number");
            out->id = node;
        } else if (strcmp(node->key, "text") == 0) {
            if (node->type != TPT__JSON_STRING) return wrong_span(&r, node, "\"text\" must be a string");
            out->text = node->text;
            out->text_len = node->len;
        } else if (strcmp(node->key, "spans") == 0) {
            spans = node;
        } else {
            return wrong_span(&r, node, "an unknown key: a record has \"id\", \"text\" and \"spans\"");
        }
    }
    if (!spans) return wrong_span(&r, root, "a record must have \"spans\"");
    return read_spans(&r, spans, out); /* last, since they may stand before their text */
}

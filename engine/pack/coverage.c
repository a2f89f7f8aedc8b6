#include "pack/coverage.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

typedef struct counter {
    tpt__arena *arena;
    tpt__coverage_list list;
    tpt__map at; /* "flag:cauda_equina" → its row */
    void (*unknown)(const char *reference, void *context);
    void *context;
} counter;

static void add_row(counter *c, const char *kind, const char *id, const char *label) {
    char key[160];
    int len = snprintf(key, sizeof key, "%s:%s", kind, id);
    tpt__map_set(c->arena, &c->at, key, len < (int)sizeof key ? (size_t)len : sizeof key - 1, c->list.count);
    *tpt__push(c->arena, &c->list) = (tpt_coverage){kind, id, label, 0, 0};
}

static void add_rows(counter *c, const tpt__rules *rules) {
    for (uint32_t i = 0; i < rules->flags.count; i++)
        add_row(c, "flag", rules->flags.items[i].id, rules->flags.items[i].title);
    for (uint32_t i = 0; i < rules->conditions.count; i++) {
        const tpt__condition_rule *rule = &rules->conditions.items[i];
        add_row(c, "condition", rule->id, rule->label);
        for (uint32_t k = 0; k < rule->subtypes.count; k++)
            add_row(c, "condition", rule->subtypes.items[k].id, rule->subtypes.items[k].label);
    }
    for (uint32_t i = 0; i < rules->areas.count; i++)
        add_row(c, "area", rules->areas.items[i].id, rules->areas.items[i].label);
    for (uint32_t i = 0; i < rules->cautions.count; i++)
        add_row(c, "caution", rules->cautions.items[i].id, "");
}

static void count_references(counter *c, const tpt__json *json, const char *key, bool positive) {
    const tpt__json_node *list = tpt__json_member(json, &json->items[0], key);
    if (!list || list->type != TPT__JSON_ARRAY) return;
    for (const tpt__json_node *item = tpt__json_first(json, list); item; item = tpt__json_next(json, item)) {
        if (item->type != TPT__JSON_STRING) continue;
        uint32_t row = tpt__map_get(&c->at, item->text, item->len);
        if (row == TPT__NONE) {
            if (c->unknown) c->unknown(item->text, c->context);
        } else if (positive) {
            c->list.items[row].positive++;
        } else {
            c->list.items[row].near_miss++;
        }
    }
}

tpt__coverage_list tpt__coverage(tpt__arena *arena, const tpt_ruleset *ruleset,
                                 void (*unknown)(const char *reference, void *context), void *context) {
    counter c = {.arena = arena, .unknown = unknown, .context = context};
    add_rows(&c, &ruleset->rules);
    for (uint32_t i = 0; i < ruleset->cases.count; i++) {
        tpt__json json;
        tpt_error error;
        const tpt__case_text *text = &ruleset->cases.items[i];
        if (tpt__json_parse(arena, text->text, text->len, &json, &error) != TPT_OK)
            continue; /* a failing case */
        count_references(&c, &json, "covers", true);
        count_references(&c, &json, "near_miss", false);
    }
    return c.list;
}

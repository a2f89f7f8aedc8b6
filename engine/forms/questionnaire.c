/* The outline of a ruleset's form as a FHIR R4 Questionnaire. */
#include <stdio.h>

#include "base/diag.h"
#include "forms/fhir.h"
#include "forms/outline.h"
#include "report/result.h"

#define EXTENSION "http://hl7.org/fhir/StructureDefinition/"

/* A fact is a whole number, unless the unit that it is asked in is coarser than its own. */
static bool is_decimal(const tpt__ask *ask) { return ask->num > ask->den; }

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

static void write_bound(tpt__json_out *out, const tpt__ask *ask, const char *url, int64_t bound) {
    tpt__out_open(out, NULL, "{");
    tpt__out_string(out, "url", url);
    tpt__out_int(out, is_decimal(ask) ? "valueDecimal" : "valueInteger", bound);
    tpt__out_close(out, "}");
}

/* The range of the fact, in the unit that is asked for. */
static void write_bounds(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__ask *ask) {
    const tpt__fact_rule *fact = &ruleset->rules.facts.items[ask->fact];
    int64_t low = -floor_div(-fact->min * ask->den, ask->num), high = fact->max;
    if (high > INT32_MAX) high = INT32_MAX; /* an integer of FHIR */
    tpt__out_open(out, "extension", "[");
    write_bound(out, ask, EXTENSION "minValue", low);
    write_bound(out, ask, EXTENSION "maxValue", floor_div(high * ask->den, ask->num));
    tpt__out_close(out, "]");
}

static void write_option(tpt__json_out *out, const tpt_ruleset *ruleset, const char *kind, const char *code,
                         const char *display) {
    tpt__out_open(out, NULL, "{");
    tpt__fhir_coding(out, "valueCoding", ruleset, kind, code, display);
    tpt__out_close(out, "}");
}

static void write_sites(tpt__json_out *out, const tpt_ruleset *ruleset) {
    for (uint32_t i = 0; i < ruleset->lexicon.sites.count; i++) {
        const tpt__site *site = &ruleset->lexicon.sites.items[i];
        write_option(out, ruleset, "site", site->id, site->label ? site->label : site->id);
    }
}

static void write_sides(tpt__json_out *out, const tpt_ruleset *ruleset) {
    static const struct {
        tpt__side side;
        const char *wording;
    } sides[] = {
        {TPT__SIDE_LEFT, "side_left"}, {TPT__SIDE_RIGHT, "side_right"}, {TPT__SIDE_BOTH, "side_both"}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        write_option(out, ruleset, "side", tpt__side_names[sides[i].side],
                     tpt__wording_for(ruleset, sides[i].wording));
}

static void write_answers(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__ask *ask) {
    for (uint32_t i = 0; i < ask->answers.count; i++)
        write_option(out, ruleset, ask->key, ask->answers.items[i].code, ask->answers.items[i].label);
}

static const char *type_of(const tpt_ruleset *ruleset, const tpt__outline_item *item) {
    static const char *const types[] = {
        [TPT__FIELD_GROUP] = "group",  [TPT__FIELD_TEXT] = "text",   [TPT__FIELD_STRING] = "string",
        [TPT__FIELD_SITE] = "choice",  [TPT__FIELD_SIDE] = "choice", [TPT__FIELD_FINDING] = "boolean",
        [TPT__FIELD_FACT] = "integer",
    };
    if (item->field != TPT__FIELD_FACT) return types[item->field];
    const tpt__ask *ask = &ruleset->rules.asks.items[item->target];
    if (ask->answers.count) return "choice";
    return is_decimal(ask) ? "decimal" : "integer";
}

static void write_options(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__outline_item *item) {
    const tpt__ask *ask = item->field == TPT__FIELD_FACT ? &ruleset->rules.asks.items[item->target] : NULL;
    if (item->field != TPT__FIELD_SITE && item->field != TPT__FIELD_SIDE && !(ask && ask->answers.count))
        return;
    tpt__out_open(out, "answerOption", "[");
    if (item->field == TPT__FIELD_SITE) write_sites(out, ruleset);
    else if (item->field == TPT__FIELD_SIDE) write_sides(out, ruleset);
    else write_answers(out, ruleset, ask);
    tpt__out_close(out, "]");
}

static void write_field(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__outline_item *item) {
    const tpt__ask *ask = item->field == TPT__FIELD_FACT ? &ruleset->rules.asks.items[item->target] : NULL;
    if (ask && !ask->answers.count) write_bounds(out, ruleset, ask);
    tpt__out_string(out, "linkId", item->link);
    tpt__out_string(out, "text", item->text);
    tpt__out_string(out, "type", type_of(ruleset, item));
    if (item->repeats) tpt__out_bool(out, "repeats", true);
    write_options(out, ruleset, item);
}

/* Groups stay open until an item stands no deeper than they do. */
static void write_items(tpt__json_out *out, const tpt_ruleset *ruleset, const tpt__outline *outline) {
    uint32_t open = 0;
    tpt__out_open(out, "item", "[");
    for (uint32_t i = 0; i < outline->items.count; i++) {
        const tpt__outline_item *item = &outline->items.items[i];
        for (; open > item->depth; open--) {
            tpt__out_close(out, "]");
            tpt__out_close(out, "}");
        }
        tpt__out_open(out, NULL, "{");
        write_field(out, ruleset, item);
        if (item->field == TPT__FIELD_GROUP) {
            tpt__out_open(out, "item", "[");
            open++;
        } else {
            tpt__out_close(out, "}");
        }
    }
    for (; open; open--) {
        tpt__out_close(out, "]");
        tpt__out_close(out, "}");
    }
    tpt__out_close(out, "]");
}

static tpt_status write_questionnaire(const tpt_ruleset *ruleset, const tpt__outline *outline,
                                      tpt_write_fn write, void *context) {
    tpt__json_out out = {.write = write, .context = context};
    char url[200];
    snprintf(url, sizeof url, "urn:tptriage:%s:questionnaire", tpt__fhir_pack(ruleset));
    tpt__out_open(&out, NULL, "{");
    tpt__out_string(&out, "resourceType", "Questionnaire");
    tpt__out_string(&out, "language", ruleset->language);
    tpt__out_string(&out, "url", url);
    tpt__out_string(&out, "version", tpt__fhir_pack_version(ruleset));
    tpt__out_string(&out, "title", tpt__wording_for(ruleset, "form_title"));
    tpt__out_string(&out, "status", "draft");
    tpt__out_open(&out, "subjectType", "[");
    tpt__out_string(&out, NULL, "Patient");
    tpt__out_close(&out, "]");
    if (*ruleset->rules.disclaimer_short)
        tpt__out_string(&out, "description", ruleset->rules.disclaimer_short);
    write_items(&out, ruleset, outline);
    tpt__out_close(&out, "}");
    return tpt__out_finish(&out);
}

/* ---- The public calls -------------------------------------------------------------------------------------------------- */

typedef tpt_status (*write_outline)(const tpt_ruleset *ruleset, const tpt__outline *outline,
                                    tpt_write_fn write, void *context);

/* The outline lives in an arena of its own: the ruleset stays as it is. */
static tpt_status with_outline(const tpt_ruleset *ruleset, tpt_write_fn write, void *context,
                               write_outline writer) {
    tpt__arena arena;
    tpt__outline outline;
    jmp_buf trap;
    if (!ruleset || !write) return TPT_E_ARGUMENT;
    tpt__arena_init(&arena, &ruleset->arena.allocator);
    if (setjmp(trap)) {
        tpt__arena_free(&arena);
        return TPT_E_MEMORY;
    }
    arena.trap = &trap;
    tpt__outline_build(&arena, ruleset, &outline);
    tpt_status status = writer(ruleset, &outline, write, context);
    tpt__arena_free(&arena);
    return status;
}

tpt_status tpt_ruleset_write_questionnaire(const tpt_ruleset *ruleset, tpt_write_fn write, void *context) {
    return with_outline(ruleset, write, context, write_questionnaire);
}

tpt_status tpt_ruleset_write_form_map(const tpt_ruleset *ruleset, tpt_write_fn write, void *context) {
    return with_outline(ruleset, write, context, tpt__outline_write_map);
}

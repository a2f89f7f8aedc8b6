#include "report/pieces.h"

#include "base/buf.h"
#include "report/members.h"

typedef struct maker {
    tpt__arena *arena;
    tpt_ruleset *ruleset;
    tpt__buf written;
    writer w;
} maker;

static bool keep(const char *bytes, size_t len, void *context) {
    tpt__buf_add(context, bytes, len);
    return true;
}

/* What was written since the last piece. */
static tpt__json_piece piece(maker *m) {
    tpt__out_finish(&m->w);
    tpt__json_piece made = {tpt__arena_copy(m->arena, tpt__buf_text(&m->written), m->written.len),
                            m->written.len};
    m->written.len = 0;
    m->w.comma = false;
    return made;
}

static void make_question(maker *m, tpt__question *question) {
    open(&m->w, "{");
    member(&m->w, "id", question->id);
    member(&m->w, "text", question->text);
    member(&m->w, "could_change", question->could_change);
    close(&m->w, "}");
    question->json = piece(m);
}

static void make_level(maker *m, tpt__level_rule *level) {
    member(&m->w, "title", level->title);
    member(&m->w, "advice", level->advice);
    level->json_head = piece(m);
    member(&m->w, "title", level->title);
    member(&m->w, "advice", level->ambulance_advice ? level->ambulance_advice : level->advice);
    level->json_ambulance = piece(m);
    member_strings(&m->w, "go_sooner_if", level->go_sooner);
    level->json_tail = piece(m);
}

static void make_flag(maker *m, tpt__flag_rule *flag) {
    make_question(m, &flag->question);
    element(&m->w, flag->id);
    flag->json_id = piece(m);
    member(&m->w, "id", flag->id);
    member(&m->w, "cause", flag->cause);
    flag->json_head = piece(m);
    member(&m->w, "question", flag->question.text);
    member_strings(&m->w, "go_sooner_if", flag->go_sooner);
    member_sources(&m->w, m->ruleset, flag->sources);
    flag->json_tail = piece(m);
}

void tpt__write_condition_head(tpt__json_out *out, const tpt__condition_rule *rule,
                               const tpt__subtype *subtype) {
    member(out, "id", rule->id);
    member(out, "subtype", subtype ? subtype->id : "");
    member(out, "label", subtype ? subtype->label : rule->label);
    member_strings(out, "icd10", subtype && subtype->icd10.count ? subtype->icd10 : rule->icd10);
}

static void make_condition(maker *m, tpt__condition_rule *rule) {
    for (uint32_t i = 0; i < rule->questions.count; i++) make_question(m, &rule->questions.items[i]);
    tpt__write_condition_head(&m->w, rule, NULL);
    rule->json_head = piece(m);
    member(&m->w, "plain", rule->plain);
    rule->json_plain = piece(m);
    member(&m->w, "course", rule->course);
    member_sources(&m->w, m->ruleset, rule->sources);
    rule->json_tail = piece(m);
}

static void make_area(maker *m, tpt__area_rule *rule) {
    member(&m->w, "id", rule->id);
    member(&m->w, "label", rule->label);
    member(&m->w, "where", rule->where);
    rule->json_head = piece(m);
    member(&m->w, "self_care", rule->self_care);
    member_strings(&m->w, "cautions", rule->cautions);
    member_sources(&m->w, m->ruleset, rule->sources);
    rule->json_tail = piece(m);
}

static void make_therapy(maker *m, tpt__therapy_rule *rule) {
    member(&m->w, "id", rule->id);
    member(&m->w, "label", rule->label);
    rule->json_head = piece(m);
    member(&m->w, "guidance", rule->say);
    member_sources(&m->w, m->ruleset, rule->sources);
    rule->json_tail = piece(m);
}

static void make_self_care(maker *m, tpt__self_care_rule *rule) {
    open(&m->w, "{");
    member(&m->w, "id", rule->id);
    member(&m->w, "text", rule->text);
    close(&m->w, "}");
    rule->json = piece(m);
}

static void make_finding(maker *m, tpt__finding_rule *rule) {
    member(&m->w, "id", rule->id);
    member(&m->w, "label", rule->label);
    rule->json_head = piece(m);
}

static void write_packs(writer *w, const tpt_ruleset *ruleset) {
    open_list(w, "packs");
    for (uint32_t i = ruleset->packs.count; i-- > 0;) {
        const tpt__pack_info *pack = &ruleset->packs.items[i];
        open_object(w);
        member(w, "id", pack->id);
        member(w, "version", pack->version);
        member(w, "sha256", pack->sha256);
        close(w, "}");
    }
    close(w, "]");
}

static void make_tail(maker *m) {
    write_packs(&m->w, m->ruleset);
    member(&m->w, "engine", TPT_VERSION_STRING);
    member(&m->w, "disclaimer", m->ruleset->rules.disclaimer_short);
    m->ruleset->json_tail = piece(m);
}

static void index_wording(tpt__arena *arena, tpt__rules *rules) {
    for (uint32_t i = rules->wording.count; i-- > 0;) { /* so that the first of a key stays */
        const char *key = rules->wording.items[i].key;
        tpt__map_set(arena, &rules->wording_of, key, strlen(key), i);
    }
}

void tpt__report_freeze(tpt__arena *arena, tpt_ruleset *ruleset) {
    tpt__rules *rules = &ruleset->rules;
    index_wording(arena, rules);
    maker m = {.arena = arena, .ruleset = ruleset, .written = {.arena = arena}};
    m.w = (writer){.write = keep, .context = &m.written};
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++) make_level(&m, &rules->levels[i]);
    for (uint32_t i = 0; i < rules->flags.count; i++) make_flag(&m, &rules->flags.items[i]);
    for (uint32_t i = 0; i < rules->conditions.count; i++) make_condition(&m, &rules->conditions.items[i]);
    for (uint32_t i = 0; i < rules->areas.count; i++) make_area(&m, &rules->areas.items[i]);
    for (uint32_t i = 0; i < rules->therapies.count; i++) make_therapy(&m, &rules->therapies.items[i]);
    for (uint32_t i = 0; i < rules->self_care.count; i++) make_self_care(&m, &rules->self_care.items[i]);
    for (uint32_t i = 0; i < ruleset->lexicon.findings.count; i++)
        make_finding(&m, &ruleset->lexicon.findings.items[i]);
    make_tail(&m);
}

/*
 * A result as FHIR R4: a Bundle of the type collection. A GuidanceResponse says how it went and what to do; a RequestGroup
 * holds what is proposed, each a ServiceRequest; a DetectedIssue is a flag; a RiskAssessment holds the profiles that fit,
 * as predictions. Never a Condition: nothing here is a diagnosis. What FHIR has no place for stands in Parameters.
 *
 * Ids are made of a hash over the result itself: the same result has the same ids, and no other has them.
 */
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "forms/fhir.h"
#include "report/result.h"

#define UUID_SIZE 37

/* What entries there may be; of some kinds several, by number. */
typedef enum entry_kind {
    ENTRY_GUIDANCE,
    ENTRY_PARAMETERS,
    ENTRY_OUTCOME,
    ENTRY_GROUP,
    ENTRY_VISIT,
    ENTRY_FLAG,
    ENTRY_RISK,
    ENTRY_THERAPY
} entry_kind;

typedef struct bundle {
    const tpt_result *result;
    const tpt_ruleset *ruleset;
    tpt__json_out out;
    char seed[65];
    bool has_note; /* of the resource being written: FHIR has no empty lists */
} bundle;

/* ---- Ids ---- */

static bool add_to_hash(const char *bytes, size_t len, void *context) {
    tpt__sha256_add(context, bytes, len);
    return true;
}

/* Version 8 of RFC 9562: a UUID whose bits the maker chooses. */
static void uuid_of(const bundle *b, entry_kind kind, uint32_t index, char out[UUID_SIZE]) {
    char name[96], hex[65];
    tpt__sha256 sha;
    int len = snprintf(name, sizeof name, "%s/%d/%u", b->seed, (int)kind, index);
    tpt__sha256_init(&sha);
    tpt__sha256_add(&sha, name, (size_t)len);
    tpt__sha256_hex(&sha, hex);
    snprintf(out, UUID_SIZE, "%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17, hex + 20);
}

/* An element of a list of references, or a member. */
static void put_reference(bundle *b, const char *name, entry_kind kind, uint32_t index) {
    char uuid[UUID_SIZE], urn[UUID_SIZE + 9];
    uuid_of(b, kind, index, uuid);
    snprintf(urn, sizeof urn, "urn:uuid:%s", uuid);
    tpt__out_open(&b->out, name, "{");
    tpt__out_string(&b->out, "reference", urn);
    tpt__out_close(&b->out, "}");
}

static void open_entry(bundle *b, const char *type, entry_kind kind, uint32_t index) {
    char uuid[UUID_SIZE], urn[UUID_SIZE + 9];
    uuid_of(b, kind, index, uuid);
    snprintf(urn, sizeof urn, "urn:uuid:%s", uuid);
    tpt__out_open(&b->out, NULL, "{");
    tpt__out_string(&b->out, "fullUrl", urn);
    tpt__out_open(&b->out, "resource", "{");
    tpt__out_string(&b->out, "resourceType", type);
    tpt__out_string(&b->out, "id", uuid);
}

static void close_entry(bundle *b) {
    tpt__out_close(&b->out, "}");
    tpt__out_close(&b->out, "}");
}

/* ---- Pieces ---- */

static void open_list(bundle *b, const char *name) { tpt__out_open(&b->out, name, "["); }
static void close_list(bundle *b) { tpt__out_close(&b->out, "]"); }
static void open_object(bundle *b, const char *name) { tpt__out_open(&b->out, name, "{"); }
static void close_object(bundle *b) { tpt__out_close(&b->out, "}"); }

/* FHIR has no empty strings. */
static void put_text(bundle *b, const char *name, const char *text) {
    if (text && *text) tpt__out_string(&b->out, name, text);
}

/* Of whom it speaks: as the form said, else marked as not known. */
static void put_subject(bundle *b, const char *name) {
    open_object(b, name);
    if (b->result->form.subject) {
        tpt__out_string(&b->out, "reference", b->result->form.subject);
    } else {
        open_list(b, "extension");
        open_object(b, NULL);
        tpt__out_string(&b->out, "url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
        tpt__out_string(&b->out, "valueCode", "unknown");
        close_object(b);
        close_list(b);
    }
    close_object(b);
}

/* One of the notes that a resource ends with, or nothing where it says nothing. Then close_notes. */
static void put_note(bundle *b, const char *text) {
    if (!text || !*text) return;
    if (!b->has_note) open_list(b, "note");
    b->has_note = true;
    open_object(b, NULL);
    tpt__out_string(&b->out, "text", text);
    close_object(b);
}

static void close_notes(bundle *b) {
    if (b->has_note) close_list(b);
    b->has_note = false;
}

static void put_concept(bundle *b, const char *name, const char *kind, const char *code,
                        const char *display) {
    tpt__fhir_concept(&b->out, name, b->ruleset, kind, code, display);
}

static const char *const PRIORITY[TPT__LEVEL_COUNT] = {
    [TPT__INSUFFICIENT] = NULL, [TPT__SELF_CARE] = NULL, [TPT__ROUTINE] = "routine",
    [TPT__SOON] = "urgent",     [TPT__URGENT] = "asap",  [TPT__EMERGENCY] = "stat",
};

static const char *const SEVERITY[TPT__LEVEL_COUNT] = {
    [TPT__INSUFFICIENT] = "low", [TPT__SELF_CARE] = "low", [TPT__ROUTINE] = "low",
    [TPT__SOON] = "moderate",    [TPT__URGENT] = "high",   [TPT__EMERGENCY] = "high",
};

static const tpt__level_rule *level_of(const bundle *b) {
    return &b->ruleset->rules.levels[b->result->outcome.level];
}

static const char *advice_of(const bundle *b) {
    const tpt__level_rule *level = level_of(b);
    return b->result->outcome.ambulance && level->ambulance_advice ? level->ambulance_advice : level->advice;
}

/* Is there a proposal to be seen by somebody? */
static bool has_visit(const bundle *b) { return PRIORITY[b->result->outcome.level] != NULL; }

static bool has_group(const bundle *b) { return has_visit(b) || b->result->outcome.therapies.count; }

/* ---- The answer as a whole ---- */

static const char *guidance_status(const bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    if (!outcome->complete) return "failure";
    if (outcome->level == TPT__INSUFFICIENT) return "data-required";
    return outcome->questions.count ? "data-requested" : "success";
}

static void put_module(bundle *b) {
    char system[] = "urn:tptriage:pack";
    open_object(b, "moduleCodeableConcept");
    open_list(b, "coding");
    open_object(b, NULL);
    tpt__out_string(&b->out, "system", system);
    tpt__out_string(&b->out, "version", tpt__fhir_pack_version(b->ruleset));
    tpt__out_string(&b->out, "code", tpt__fhir_pack(b->ruleset));
    close_object(b);
    close_list(b);
    put_text(b, "text", b->ruleset->title);
    close_object(b);
}

static void put_guidance(bundle *b) {
    open_entry(b, "GuidanceResponse", ENTRY_GUIDANCE, 0);
    put_module(b);
    tpt__out_string(&b->out, "status", guidance_status(b));
    put_subject(b, "subject");
    put_note(b, level_of(b)->title);
    put_note(b, advice_of(b));
    put_note(b, b->ruleset->rules.disclaimer_short);
    close_notes(b);
    if (!b->result->outcome.complete) {
        open_list(b, "evaluationMessage");
        put_reference(b, NULL, ENTRY_OUTCOME, 0);
        close_list(b);
    }
    put_reference(b, "outputParameters", ENTRY_PARAMETERS, 0);
    if (has_group(b)) put_reference(b, "result", ENTRY_GROUP, 0);
    close_entry(b);
}

static void put_outcome(bundle *b) {
    open_entry(b, "OperationOutcome", ENTRY_OUTCOME, 0);
    open_list(b, "issue");
    open_object(b, NULL);
    tpt__out_string(&b->out, "severity", "warning");
    tpt__out_string(&b->out, "code", "too-costly");
    put_text(b, "diagnostics", tpt__wording_for(b->ruleset, "incomplete_note"));
    close_object(b);
    close_list(b);
    close_entry(b);
}

/* ---- Parameters: names and values ---- */

static void put_string_parameter(bundle *b, const char *name, const char *type, const char *text) {
    if (!text || !*text) return;
    open_object(b, NULL);
    tpt__out_string(&b->out, "name", name);
    tpt__out_string(&b->out, type, text);
    close_object(b);
}

static void put_bool_parameter(bundle *b, const char *name, bool value) {
    open_object(b, NULL);
    tpt__out_string(&b->out, "name", name);
    tpt__out_bool(&b->out, "valueBoolean", value);
    close_object(b);
}

static void open_parameter(bundle *b, const char *name) {
    open_object(b, NULL);
    tpt__out_string(&b->out, "name", name);
    open_list(b, "part");
}

static void close_parameter(bundle *b) {
    close_list(b);
    close_object(b);
}

static void put_area(bundle *b, const tpt__area_hit *hit) {
    const tpt__area_rule *rule = &b->ruleset->rules.areas.items[hit->area];
    open_parameter(b, "trigger_point");
    put_string_parameter(b, "id", "valueCode", rule->id);
    put_string_parameter(b, "label", "valueString", rule->label);
    put_string_parameter(b, "where", "valueString", rule->where);
    put_string_parameter(b, "side", "valueCode", tpt__side_names[hit->side]);
    put_string_parameter(b, "why", "valueString", tpt__area_why(b->result, hit));
    open_object(b, NULL);
    tpt__out_string(&b->out, "name", "score");
    tpt__out_int(&b->out, "valueInteger", hit->score);
    close_object(b);
    close_parameter(b);
}

static void put_question(bundle *b, const tpt__question *question) {
    open_parameter(b, "question");
    put_string_parameter(b, "id", "valueCode", question->id);
    put_string_parameter(b, "text", "valueString", question->text);
    close_parameter(b);
}

static void put_lists(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    const tpt__rules *rules = &b->ruleset->rules;
    for (uint32_t i = 0; i < outcome->areas.count; i++) put_area(b, &outcome->areas.items[i]);
    for (uint32_t i = 0; i < outcome->self_care.count; i++)
        put_string_parameter(b, "self_care", "valueString",
                             rules->self_care.items[outcome->self_care.items[i]].text);
    for (uint32_t i = 0; i < outcome->questions.count; i++) put_question(b, &outcome->questions.items[i]);
    for (uint32_t i = 0; i < outcome->not_assessed.count; i++)
        put_string_parameter(b, "not_assessed", "valueCode",
                             rules->flags.items[outcome->not_assessed.items[i]].id);
    for (uint32_t i = 0; i < b->result->form.unmapped_named; i++)
        put_string_parameter(b, "unmapped", "valueString", b->result->form.unmapped[i]);
}

static void put_parameters(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    open_entry(b, "Parameters", ENTRY_PARAMETERS, 0);
    open_list(b, "parameter");
    put_string_parameter(b, "id", "valueString", b->result->id);
    put_string_parameter(b, "urgency", "valueCode", tpt__level_names[outcome->level]);
    put_bool_parameter(b, "ambulance", outcome->ambulance);
    put_bool_parameter(b, "complete", outcome->complete);
    put_string_parameter(b, "emergency_number", "valueString", tpt__emergency_number(b->result));
    put_string_parameter(b, "handover", "valueString", tpt__handover(b->result));
    put_lists(b);
    put_string_parameter(b, "pack_sha256", "valueString",
                         b->ruleset->packs.items[b->ruleset->packs.count - 1].sha256);
    put_string_parameter(b, "engine", "valueString", TPT_VERSION_STRING);
    close_list(b);
    close_entry(b);
}

/* ---- Flags and profiles ---- */

static void put_evidence(bundle *b, const tpt__verdict *verdict) {
    if (!verdict->evidence_count) return;
    open_list(b, "evidence");
    open_object(b, NULL);
    open_list(b, "code");
    for (uint32_t i = 0; i < verdict->evidence_count; i++) {
        const tpt__finding *finding = &b->result->about.findings[verdict->evidence[i]];
        const tpt__finding_rule *rule = &b->ruleset->lexicon.findings.items[finding->rule];
        put_concept(b, NULL, "finding", rule->id, rule->label);
    }
    close_list(b);
    close_object(b);
    close_list(b);
}

static void put_flag(bundle *b, uint32_t index) {
    const tpt__flag_hit *hit = &b->result->outcome.flags.items[index];
    const tpt__flag_rule *flag = &b->ruleset->rules.flags.items[hit->flag];
    open_entry(b, "DetectedIssue", ENTRY_FLAG, index);
    tpt__out_string(&b->out, "status", hit->unclear ? "preliminary" : "final");
    put_concept(b, "code", "flag", flag->id, flag->title);
    tpt__out_string(&b->out, "severity", SEVERITY[hit->level]);
    put_subject(b, "patient");
    put_evidence(b, &hit->verdict);
    put_text(b, "detail", tpt__flag_advice(b->result, hit));
    close_entry(b);
}

/* The pack's own code, and the codes of ICD-10-CM that it names. */
static void put_profile_codes(bundle *b, const char *id, const char *label, tpt__strings icd10) {
    open_object(b, "outcome");
    open_list(b, "coding");
    tpt__fhir_coding(&b->out, NULL, b->ruleset, "condition", id, label);
    for (uint32_t i = 0; i < icd10.count; i++) {
        open_object(b, NULL);
        tpt__out_string(&b->out, "system", "http://hl7.org/fhir/sid/icd-10-cm");
        tpt__out_string(&b->out, "code", icd10.items[i]);
        close_object(b);
    }
    close_list(b);
    put_text(b, "text", label);
    close_object(b);
}

static void put_profile(bundle *b, const tpt__condition_hit *hit) {
    const tpt__condition_rule *rule = &b->ruleset->rules.conditions.items[hit->condition];
    const tpt__subtype *subtype = hit->subtype == TPT__NONE ? NULL : &rule->subtypes.items[hit->subtype];
    const char *band = hit->likely ? "likely" : "possible";
    open_object(b, NULL);
    put_profile_codes(b, subtype ? subtype->id : rule->id, subtype ? subtype->label : rule->label,
                      subtype && subtype->icd10.count ? subtype->icd10 : rule->icd10);
    put_concept(b, "qualitativeRisk", "band", band, tpt__wording_for(b->ruleset, band));
    put_text(b, "rationale", rule->plain);
    close_object(b);
}

static void put_risk(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    open_entry(b, "RiskAssessment", ENTRY_RISK, 0);
    tpt__out_string(&b->out, "status", "preliminary");
    put_subject(b, "subject");
    open_list(b, "prediction");
    for (uint32_t i = 0; i < outcome->conditions.count; i++) put_profile(b, &outcome->conditions.items[i]);
    close_list(b);
    put_note(b, tpt__wording_for(b->ruleset, "likely_note"));
    close_notes(b);
    close_entry(b);
}

/* ---- Proposals ---- */

static void open_proposal(bundle *b, entry_kind kind, uint32_t index) {
    open_entry(b, "ServiceRequest", kind, index);
    tpt__out_string(&b->out, "status", "draft");
    tpt__out_string(&b->out, "intent", "proposal");
}

static void put_visit(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    open_proposal(b, ENTRY_VISIT, 0);
    tpt__out_string(&b->out, "priority", PRIORITY[outcome->level]);
    put_concept(b, "code", "urgency", tpt__level_names[outcome->level], level_of(b)->title);
    put_subject(b, "subject");
    if (outcome->flags.count) {
        open_list(b, "supportingInfo");
        for (uint32_t i = 0; i < outcome->flags.count; i++) put_reference(b, NULL, ENTRY_FLAG, i);
        close_list(b);
    }
    put_note(b, advice_of(b));
    close_notes(b);
    close_entry(b);
}

static void put_therapy(bundle *b, uint32_t index) {
    const tpt__therapy_hit *hit = &b->result->outcome.therapies.items[index];
    const tpt__therapy_rule *rule = &b->ruleset->rules.therapies.items[hit->therapy];
    open_proposal(b, ENTRY_THERAPY, index);
    if (hit->advice == TPT__AVOID) tpt__out_bool(&b->out, "doNotPerform", true);
    put_concept(b, "code", "therapy", rule->id, rule->label);
    put_subject(b, "subject");
    put_note(b, hit->why);
    for (uint32_t i = 0; i < hit->cautions.count; i++) put_note(b, hit->cautions.items[i].why);
    put_note(b, rule->say);
    close_notes(b);
    close_entry(b);
}

static void put_action(bundle *b, entry_kind kind, uint32_t index, const char *title) {
    open_object(b, NULL);
    put_text(b, "title", title);
    put_reference(b, "resource", kind, index);
    close_object(b);
}

static void put_group(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    open_entry(b, "RequestGroup", ENTRY_GROUP, 0);
    tpt__out_string(&b->out, "status", "draft");
    tpt__out_string(&b->out, "intent", "proposal");
    put_subject(b, "subject");
    open_list(b, "action");
    if (has_visit(b)) put_action(b, ENTRY_VISIT, 0, level_of(b)->title);
    for (uint32_t i = 0; i < outcome->therapies.count; i++)
        put_action(b, ENTRY_THERAPY, i,
                   b->ruleset->rules.therapies.items[outcome->therapies.items[i].therapy].label);
    close_list(b);
    close_entry(b);
}

static void put_bundle(bundle *b) {
    const tpt__outcome *outcome = &b->result->outcome;
    tpt__out_open(&b->out, NULL, "{");
    tpt__out_string(&b->out, "resourceType", "Bundle");
    tpt__out_string(&b->out, "type", "collection");
    open_list(b, "entry");
    put_guidance(b);
    put_parameters(b);
    if (!outcome->complete) put_outcome(b);
    if (has_group(b)) put_group(b);
    if (has_visit(b)) put_visit(b);
    for (uint32_t i = 0; i < outcome->flags.count; i++) put_flag(b, i);
    if (outcome->conditions.count) put_risk(b);
    for (uint32_t i = 0; i < outcome->therapies.count; i++) put_therapy(b, i);
    close_list(b);
    tpt__out_close(&b->out, "}");
}

static tpt_status seed_of(const tpt_result *result, char seed[65]) {
    tpt__sha256 sha;
    tpt__sha256_init(&sha);
    tpt_status status = tpt_result_write_json(result, add_to_hash, &sha);
    tpt__sha256_hex(&sha, seed);
    return status;
}

tpt_status tpt_result_write_fhir(const tpt_result *result, tpt_write_fn write, void *context) {
    if (!result || !write) return TPT_E_ARGUMENT;
    bundle b = {.result = result, .ruleset = result->ruleset, .out = {.write = write, .context = context}};
    tpt_status status = seed_of(result, b.seed);
    if (status != TPT_OK) return status;
    jmp_buf trap;
    if (setjmp(trap)) {
        result->arena->trap = NULL;
        return TPT_E_MEMORY;
    }
    result->arena->trap = &trap;
    put_bundle(&b);
    result->arena->trap = NULL;
    return tpt__out_finish(&b.out);
}

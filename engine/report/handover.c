/* One line that the person can read out at the desk, in a clinician's words, from the findings alone. */
#include <string.h>

#include "base/buf.h"
#include "report/result.h"

#define HANDOVER_MOST 10 /* findings that are told, and as many that are denied */

#define SEVERE 7 /* of 10, from which on it is said */

/* Minutes, hours, days up to two weeks, weeks up to three months, then months, each with the pack's mark ("3/7", "2/52", "4/12"). */
static void add_duration(const tpt_result *result, tpt__buf *out, int64_t minutes) {
    static const struct {
        int64_t below, unit;
        const char *mark;
    } units[] = {{60, 1, "minutes_mark"},
                 {1440, 60, "hours_mark"},
                 {20160, 1440, "days_mark"},
                 {131040, 10080, "weeks_mark"},
                 {INT64_MAX, 43200, "months_mark"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (minutes >= units[i].below) continue;
        tpt__buf_add_int(out, (minutes + units[i].unit / 2) / units[i].unit);
        tpt__buf_add_string(out, tpt__wording_for(result->ruleset, units[i].mark));
        tpt__buf_add_string(out, " ");
        return;
    }
}

static void add_word(const tpt_result *result, tpt__buf *out, const char *key) {
    const char *text = tpt__wording_for(result->ruleset, key);
    if (*text) tpt__buf_add_string(out, text);
    if (*text) tpt__buf_add_string(out, " ");
}

/* How long, how sudden, how bad: "2 h sudden severe headache". */
static void add_attributes(const tpt_result *result, tpt__buf *out, const tpt__finding *finding) {
    const tpt__attributes *has = &finding->attributes;
    int64_t since = has->duration != TPT__UNKNOWN ? has->duration : has->ago;
    if (since != TPT__UNKNOWN && since > 0) add_duration(result, out, since);
    if (has->onset == TPT__ONSET_SUDDEN) add_word(result, out, "brief_sudden");
    if (has->severity != TPT__UNKNOWN && has->severity >= SEVERE) add_word(result, out, "brief_severe");
}

static void add_person(const tpt_result *result, tpt__buf *out) {
    const tpt__rules *rules = &result->ruleset->rules;
    int64_t age = rules->fact_age == TPT__NONE ? TPT__UNKNOWN : result->about.facts[rules->fact_age];
    int64_t sex = rules->fact_sex == TPT__NONE ? TPT__UNKNOWN : result->about.facts[rules->fact_sex];
    if (age != TPT__UNKNOWN) tpt__buf_add_int(out, age);
    if (sex == TPT__UNKNOWN) return;
    const tpt__fact_rule *fact = &rules->facts.items[rules->fact_sex];
    for (uint32_t i = 0; i < fact->codes.count; i++) {
        char initial = fact->codes.items[i].name[0];
        if (fact->codes.items[i].value == sex && sex) {
            char upper = (char)(initial >= 'a' && initial <= 'z' ? initial - 32 : initial);
            tpt__buf_add(out, &upper, 1);
            return;
        }
    }
}

/* "left", "bilateral"; "" where no side was said. */
static const char *side_word(const tpt_result *result, tpt__side side) {
    static const char *const keys[] = {
        [TPT__SIDE_LEFT] = "brief_left", [TPT__SIDE_RIGHT] = "brief_right", [TPT__SIDE_BOTH] = "brief_both"};
    if (side >= sizeof keys / sizeof *keys || !keys[side]) return "";
    return tpt__wording_for(result->ruleset, keys[side]);
}

/* A site's label up to its first comma or bracket, after its side: "left calf". */
static const char *place(const tpt_result *result, const tpt__finding *finding) {
    tpt__buf out = {.arena = result->arena};
    if (finding->site == TPT__NONE) return "";
    const char *label = result->ruleset->lexicon.sites.items[finding->site].label;
    const char *side = side_word(result, finding->attributes.side);
    size_t len = strcspn(label, ",(");
    while (len && label[len - 1] == ' ') len--;
    tpt__buf_add_string(&out, side);
    if (*side) tpt__buf_add_string(&out, " ");
    tpt__buf_add(&out, label, len);
    return tpt__buf_text(&out);
}

/* One or more spaces of a template whose slot was empty become none at an end, and one within. */
static void squeeze(char *text) {
    char *out = text;
    for (const char *in = text; *in; in++)
        if (*in != ' ' || (out > text && out[-1] != ' ' && in[1])) *out++ = *in;
    *out = '\0';
}

static char *brief_of(const tpt_result *result, const tpt__finding *finding) {
    const tpt__finding_rule *rule = &result->ruleset->lexicon.findings.items[finding->rule];
    bool placeless = strstr(rule->brief, "{site}") && finding->site == TPT__NONE;
    const char *const names[] = {"{site}", "{side}", NULL};
    const char *const values[] = {place(result, finding), side_word(result, finding->attributes.side), NULL};
    tpt__buf out = {.arena = result->arena};
    tpt__fill(&out, placeless ? rule->label : rule->brief, names, values);
    char *text = (char *)tpt__arena_copy(result->arena, tpt__buf_text(&out), out.len);
    squeeze(text);
    return text;
}

/* How many raised flags rest on a finding. */
static uint32_t weight_of(const tpt_result *result, uint32_t index) {
    uint32_t flags = 0;
    for (uint32_t i = 0; i < result->outcome.flags.count; i++) {
        const tpt__verdict *verdict = &result->outcome.flags.items[i].verdict;
        for (uint32_t k = 0; k < verdict->evidence_count; k++) flags += verdict->evidence[k] == index;
    }
    return flags;
}

/* The word that a finding is of; TPT__NONE where a form gave it. */
static uint32_t head_word(const tpt__finding *finding) {
    for (uint32_t i = 0; i < finding->span_count; i++)
        if (finding->spans[i].role == TPT__ROLE_SENSATION) return finding->spans[i].first;
    return TPT__NONE;
}

/* Of several findings that one word gave ("numb" is numbness and saddle numbness) the one that counts most, and names a place, is told. */
static bool says_less(const tpt_result *result, uint32_t index) {
    const tpt__finding *finding = &result->about.findings[index];
    uint32_t word = head_word(finding);
    if (weight_of(result, index)) return false; /* a warning rests on it */
    for (uint32_t i = 0; word != TPT__NONE && i < result->about.finding_count; i++) {
        const tpt__finding *other = &result->about.findings[i];
        if (i == index || other->status != finding->status || head_word(other) != word) continue;
        if (!*result->ruleset->lexicon.findings.items[other->rule].brief) continue;
        if (other->rule == finding->rule) continue;
        uint32_t mine = 2 * weight_of(result, index) + (finding->site != TPT__NONE);
        uint32_t theirs = 2 * weight_of(result, i) + (other->site != TPT__NONE);
        if (theirs > mine || (theirs == mine && i < index)) return true;
    }
    return false;
}

static bool is_told(const tpt_result *result, uint32_t index, tpt__status status) {
    const tpt__finding *finding = &result->about.findings[index];
    return finding->status == status && finding->strength >= 2 && !says_less(result, index) &&
           *result->ruleset->lexicon.findings.items[finding->rule].brief;
}

/* Each finding with this status in the order of the text, with how long it has been; the same words once. */
static uint32_t add_findings(const tpt_result *result, tpt__buf *out, tpt__status status, uint32_t limit) {
    const char *told[HANDOVER_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->about.finding_count && count < limit; i++) {
        const tpt__finding *finding = &result->about.findings[i];
        if (!is_told(result, i, status)) continue;
        const char *brief = brief_of(result, finding);
        bool seen = false;
        for (uint32_t k = 0; k < count; k++) seen |= strcmp(told[k], brief) == 0;
        if (seen) continue;
        if (count || status == TPT__ABSENT || out->len) tpt__buf_add_string(out, count ? ", " : " ");
        if (status == TPT__PRESENT) add_attributes(result, out, finding);
        tpt__buf_add_string(out, brief);
        told[count++] = brief;
    }
    return count;
}

const char *tpt__handover(const tpt_result *result) {
    tpt__buf out = {.arena = result->arena}, denied = {.arena = result->arena};
    add_person(result, &out);
    if (!add_findings(result, &out, TPT__PRESENT, HANDOVER_MOST) && !out.len) return "";
    if (add_findings(result, &denied, TPT__ABSENT, HANDOVER_MOST)) {
        tpt__buf_add_string(&out, "; ");
        tpt__buf_add_string(&out, tpt__wording_for(result->ruleset, "denies"));
        tpt__buf_add_string(&out, tpt__buf_text(&denied));
    }
    tpt__buf_add_string(&out, ".");
    return tpt__buf_text(&out);
}

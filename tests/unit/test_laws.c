/*
 * Laws of the answer, tried on many made-up people: what a form ticks, sentences in any order, slips of the finger. The numbers
 * are drawn by a generator with a fixed seed, so a failure comes again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "embedded_session.h"
#include "reason/outcome.h"
#include "reason/ruleset.h"

#define PEOPLE 1500
#define MOST_FINDINGS 5

static uint32_t seed = 20261125;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * below) >> 24);
}

static tpt__level level_named(const char *name) {
    for (uint32_t i = 0; i < TPT__LEVEL_COUNT; i++)
        if (strcmp(tpt__level_names[i], name) == 0) return (tpt__level)i;
    fail_msg("no level is called %s", name);
    return TPT__INSUFFICIENT;
}

/* ---- Forms ---- */

static const tpt__finding_rule *any_finding(bool mitigators) {
    for (;;) {
        const tpt__finding_rule *rule = &rules->lexicon.findings.items[draw(rules->lexicon.findings.count)];
        if (mitigators || rule->type != TPT__FINDING_MITIGATOR) return rule;
    }
}

static tpt__level level_of_form(const tpt_finding_answer *findings, size_t count) {
    const tpt_result *result;
    tpt_intake intake = TPT_INTAKE_INIT;
    intake.findings = findings;
    intake.finding_count = count;
    assert_int_equal(tpt_session_triage(session, &intake, &result, NULL), TPT_OK);
    return level_named(tpt_result_urgency(result));
}

static size_t draw_person(tpt_finding_answer *out) {
    size_t count = draw(MOST_FINDINGS + 1);
    for (size_t i = 0; i < count; i++) out[i] = (tpt_finding_answer){any_finding(true)->id, TPT_YES};
    return count;
}

static bool has(const tpt_finding_answer *findings, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(findings[i].finding, id) == 0) return true;
    return false;
}

static void what_is_added_never_calms(void **state) {
    (void)state;
    for (int person = 0; person < PEOPLE; person++) {
        tpt_finding_answer findings[MOST_FINDINGS + 1];
        size_t count = draw_person(findings);
        findings[count] = (tpt_finding_answer){any_finding(false)->id, TPT_YES};
        if (has(findings, count, findings[count].finding)) continue;
        tpt__level before = level_of_form(findings, count), after = level_of_form(findings, count + 1);
        if (after < before) fail_msg("%s brings %d down to %d", findings[count].finding, before, after);
    }
}

/* Below "soon" a denial may tell that there is a complaint at all. */
static void what_is_denied_never_alarms(void **state) {
    (void)state;
    for (int person = 0; person < PEOPLE; person++) {
        tpt_finding_answer findings[MOST_FINDINGS + 1];
        size_t count = draw_person(findings);
        findings[count] = (tpt_finding_answer){any_finding(true)->id, TPT_NO};
        if (has(findings, count, findings[count].finding)) continue;
        tpt__level before = level_of_form(findings, count), after = level_of_form(findings, count + 1);
        if (after > before && after > TPT__ROUTINE)
            fail_msg("no %s raises %d to %d", findings[count].finding, before, after);
    }
}

static void the_order_of_answers_does_not_matter(void **state) {
    (void)state;
    for (int person = 0; person < PEOPLE / 3; person++) {
        tpt_finding_answer there[MOST_FINDINGS + 1], back[MOST_FINDINGS + 1];
        size_t count = draw_person(there);
        for (size_t i = 0; i < count; i++) back[i] = there[count - 1 - i];
        assert_int_equal(level_of_form(there, count), level_of_form(back, count));
    }
}

/* ---- Texts ---- */

static tpt__level level_of_text(const char *text) {
    const tpt_result *result;
    assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    return level_named(tpt_result_urgency(result));
}

/* Each stands alone: it names what it is about. */
static const char *const sentences[] = {
    "My lower back aches when I bend.",
    "I have no fever.",
    "My left knee is swollen.",
    "I have a dull headache on both sides.",
    "I can not feel anything between my legs.",
    "My mum had a stroke in 2011.",
    "My neck has been stiff for three days.",
    "I take warfarin.",
    "I have chest pain.",
    "I am 62 years old.",
    "My right calf is hot and swollen.",
    "My thumb clicks.",
    "I passed out in the shower.",
    "My shoulders are tight from typing.",
    "I have pins and needles in my left hand.",
    "I have no chest pain.",
    "I slept badly.",
    "I want to end my life.",
    "My wee is burning.",
    "My elbow hurts when I grip a cup.",
};

static void the_order_of_sentences_does_not_matter(void **state) {
    (void)state;
    const size_t count = sizeof sentences / sizeof *sentences;
    for (size_t a = 0; a < count; a++) {
        for (size_t b = a + 1; b < count; b++) {
            char there[256], back[256];
            snprintf(there, sizeof there, "%s %s", sentences[a], sentences[b]);
            snprintf(back, sizeof back, "%s %s", sentences[b], sentences[a]);
            if (level_of_text(there) != level_of_text(back)) fail_msg("%s / %s", there, back);
        }
    }
}

static void a_second_complaint_never_calms(void **state) {
    (void)state;
    const size_t count = sizeof sentences / sizeof *sentences;
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < count; b++) {
            char both[256];
            snprintf(both, sizeof both, "%s %s", sentences[a], sentences[b]);
            if (level_of_text(both) < level_of_text(sentences[a])) fail_msg("%s", both);
        }
    }
}

/* Yes on a form is yes in a text. */
static const struct {
    const char *text, *finding;
} same[] = {
    {"I can not pee", "urinary_retention"},
    {"I have a fever", "fever"},
    {"I am coughing up blood", "coughing_blood"},
    {"I want to kill myself", "suicidal_intent"},
    {"I am vomiting blood", "vomiting_blood"},
    {"my stools are black and tarry", "black_stool"},
    {"I have foot drop", "foot_drop"},
    {"my face droops", "face_droop"},
    {"I have double vision", "double_vision"},
    {"I have lost weight", "weight_loss"},
    {"my testicle hurts", "testicular_pain"},
    {"I have a seizure", "seizure"},
    {"I was strangled", "strangled"},
    {"I took an overdose", "excess_medicine"},
    {"my hearing has gone in one ear", "hearing_loss"},
};

static void yes_on_a_form_is_yes_in_a_text(void **state) {
    (void)state;
    uint32_t tried = 0;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (tpt__map_get(&rules->finding_ids, same[i].finding, strlen(same[i].finding)) == TPT__NONE)
            continue;
        tpt_finding_answer yes = {same[i].finding, TPT_YES};
        tpt__level form = level_of_form(&yes, 1), text = level_of_text(same[i].text);
        tried++;
        if (form != text) fail_msg("%s: form %d, text %d", same[i].text, form, text);
    }
    assert_true(tried > 8);
}

/* ---- Slips of the finger ---- */

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/* Drops, doubles or swaps a letter within a longer word; false where there is none. */
static bool slip(const char *text, char *out, size_t size) {
    size_t len = strlen(text), starts[64], lengths[64], words = 0;
    if (len + 2 > size) return false;
    for (size_t at = 0; at < len && words < 64;) {
        size_t end = at;
        while (end < len && is_letter(text[end])) end++;
        if (end - at >= 6) {
            starts[words] = at;
            lengths[words++] = end - at;
        }
        at = end > at ? end : at + 1;
    }
    if (!words) return false;
    uint32_t word = draw((uint32_t)words), kind = draw(3);
    size_t at = starts[word] + 1 + draw((uint32_t)lengths[word] - 3);
    memcpy(out, text, len + 1);
    if (kind == 0) memmove(out + at, out + at + 1, len - at);
    else if (kind == 1) memmove(out + at + 1, out + at, len - at + 1);
    else {
        char letter = out[at];
        out[at] = out[at + 1];
        out[at + 1] = letter;
    }
    return true;
}

static bool shows_what_it_made_of_it(const tpt_result *result) {
    size_t len = 0;
    tpt_result_json(result, NULL, 0, &len);
    char *json = malloc(len + 1);
    assert_non_null(json);
    assert_int_equal(tpt_result_json(result, json, len + 1, &len), TPT_OK);
    bool shown = strstr(json, "\"unread\":[]") == NULL || strstr(json, "\"read_as\"") != NULL;
    free(json);
    return shown;
}

static const char *const emergencies[] = {
    "i suddenly have the worst headache of my life",
    "my chest is crushing and my left arm hurts",
    "numbness between my legs and trouble peeing since yesterday",
    "her speech is slurred and her face is drooping",
    "fever with a stiff neck and a rash that does not fade",
    "i swallowed all my tablets because i want to die",
    "coughing blood and breathless since the flight",
    "black tarry stools and dizzy after weeks of ibuprofen",
};

static void a_slip_never_calms_in_silence(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof emergencies / sizeof *emergencies; i++) {
        assert_int_equal(level_of_text(emergencies[i]), TPT__EMERGENCY);
        for (int tries = 0; tries < 60; tries++) {
            char text[256];
            const tpt_result *result;
            if (!slip(emergencies[i], text, sizeof text)) break;
            assert_int_equal(tpt_session_triage_text(session, text, TPT_NUL_TERMINATED, &result, NULL),
                             TPT_OK);
            bool calm = level_named(tpt_result_urgency(result)) <= TPT__SELF_CARE;
            if (calm && !shows_what_it_made_of_it(result)) fail_msg("%s", text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_never_calms),
        cmocka_unit_test(what_is_denied_never_alarms),
        cmocka_unit_test(the_order_of_answers_does_not_matter),
        cmocka_unit_test(the_order_of_sentences_does_not_matter),
        cmocka_unit_test(a_second_complaint_never_calms),
        cmocka_unit_test(yes_on_a_form_is_yes_in_a_text),
        cmocka_unit_test(a_slip_never_calms_in_silence),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

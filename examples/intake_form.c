/*
 * An intake form in a terminal: asks, one line for each answer, and triages what was said.
 *
 * An empty line leaves the answer out: unknown, which is not "no". The ids on the right of the table are those of
 * the built-in rules; an id that the rules do not have is refused by the library, by name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tptriage/tptriage.h>

#define LINE_MOST 4000

typedef enum answer_kind { WORDS, MEDICINES, SITE, SIDE, NUMBER, YES_OR_NO } answer_kind;

typedef struct question {
    const char *ask;
    answer_kind kind;
    const char *id; /* of a fact or a finding */
} question;

static const question questions[] = {
    {"What is the matter, in your own words?", WORDS, NULL},
    {"Where is it worst? (as neck, shoulder, low_back, knee)", SITE, NULL},
    {"On which side? (left, right, both)", SIDE, NULL},
    {"For how many days?", NUMBER, "duration_days"},
    {"How bad is it, from 0 to 10?", NUMBER, "severity"},
    {"How old are you?", NUMBER, "age"},
    {"Do you have a fever? (yes, no)", YES_OR_NO, "fever"},
    {"Have you lost weight without meaning to? (yes, no)", YES_OR_NO, "weight_loss"},
    {"Is it numb between your legs? (yes, no)", YES_OR_NO, "saddle_numbness"},
    {"Are you unable to pass urine? (yes, no)", YES_OR_NO, "urinary_retention"},
    {"Which medicines do you take?", MEDICINES, NULL},
};

enum { QUESTION_COUNT = sizeof questions / sizeof *questions };

/* What was answered. An intake borrows everything, so it all stays here until the call is over. */
typedef struct form {
    char words[LINE_MOST], medicines[LINE_MOST], site[64], side[16];
    const char *medication;
    tpt_site_answer place;
    tpt_fact_answer facts[QUESTION_COUNT];
    tpt_finding_answer findings[QUESTION_COUNT];
    size_t fact_count, finding_count;
} form;

/* ---- Answers: each is taken, or refused with a word on what it should be ---- */

static const char *take_text(char *out, size_t size, const char *answer) {
    if (strlen(answer) >= size) return "That is too long.";
    strcpy(out, answer);
    return NULL;
}

static const char *take_number(form *f, const char *fact, const char *answer) {
    char *end;
    long value = strtol(answer, &end, 10);
    if (*end) return "A whole number, please.";
    f->facts[f->fact_count++] = (tpt_fact_answer){fact, value};
    return NULL;
}

static const char *take_yes_or_no(form *f, const char *finding, const char *answer) {
    bool yes = strcmp(answer, "yes") == 0;
    if (!yes && strcmp(answer, "no") != 0) return "yes or no, please; nothing if you do not know.";
    f->findings[f->finding_count++] = (tpt_finding_answer){finding, yes ? TPT_YES : TPT_NO};
    return NULL;
}

static const char *take(form *f, const question *q, const char *answer) {
    switch (q->kind) {
    case WORDS: return take_text(f->words, sizeof f->words, answer);
    case MEDICINES: return take_text(f->medicines, sizeof f->medicines, answer);
    case SITE: return take_text(f->site, sizeof f->site, answer);
    case SIDE: return take_text(f->side, sizeof f->side, answer);
    case NUMBER: return take_number(f, q->id, answer);
    case YES_OR_NO: return take_yes_or_no(f, q->id, answer);
    }
    return NULL;
}

/* Questions go to stderr, so that stdout has the answer alone. False at the end of the input. */
static bool read_answer(const char *ask, char *line) {
    fprintf(stderr, "%s ", ask);
    if (!fgets(line, LINE_MOST, stdin)) return false;
    if (!strchr(line, '\n')) { /* what does not fit is not to be read as the next answer */
        for (int c = getchar(); c != '\n' && c != EOF;) c = getchar();
    }
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

static void ask_all(form *f) {
    static const char no_problem[] = "";
    char line[LINE_MOST];
    for (size_t i = 0; i < QUESTION_COUNT; i++) {
        const char *problem = no_problem;
        while (problem) {
            if (*problem) fprintf(stderr, "%s\n", problem);
            if (!read_answer(questions[i].ask, line)) return;
            problem = *line ? take(f, &questions[i], line) : NULL;
        }
    }
}

/* ---- Triage ---- */

static void fill_intake(form *f, tpt_intake *intake) {
    intake->text = f->words;
    intake->text_len = TPT_NUL_TERMINATED;
    intake->facts = f->facts;
    intake->fact_count = f->fact_count;
    intake->findings = f->findings;
    intake->finding_count = f->finding_count;
    if (f->site[0]) {
        f->place = (tpt_site_answer){f->site, f->side[0] ? f->side : NULL};
        intake->sites = &f->place;
        intake->site_count = 1;
    }
    if (f->medicines[0]) {
        f->medication = f->medicines;
        intake->medications = &f->medication;
        intake->medication_count = 1;
    }
}

static tpt_status triage(form *f, tpt_error *error) {
    tpt_ruleset *rules = NULL;
    tpt_session *session = NULL;
    const tpt_result *result;
    tpt_intake intake = TPT_INTAKE_INIT;
    fill_intake(f, &intake);

    tpt_status status = tpt_ruleset_new_embedded(&rules, NULL, error);
    if (status == TPT_OK) status = tpt_session_new(&session, rules, NULL, error);
    if (status == TPT_OK) status = tpt_session_triage(session, &intake, &result, error);
    /* An incomplete answer is an answer: it says itself what was left undecided. */
    if (status == TPT_OK || status == TPT_INCOMPLETE)
        status = tpt_result_write_text(result, NULL, tpt_write_to_file, stdout);
    tpt_session_free(session);
    tpt_ruleset_free(rules);
    return status;
}

int main(void) {
    static const form empty;
    form f = empty;
    tpt_error error = {0};
    ask_all(&f);
    fputc('\n', stderr);
    if (triage(&f, &error) == TPT_OK) return 0;
    fprintf(stderr, "%s%s%s\n", error.pointer, error.pointer[0] ? ": " : "", error.message);
    return 1;
}

/* Sessions: one text walks through all stages. Everything that a call makes is in the session's arena, reset by the next. */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "assert/assert.h"
#include "base/diag.h"
#include "check.h"
#include "base/buf.h"
#include "forms/gather.h"
#include "forms/intake.h"
#include "report/result.h"
#include "texts.h"

#define MAX_TEXT_BYTES ((size_t)16 << 20) /* offsets are 32 bits, and a complaint is no book */
#define DEFAULT_STEPS ((uint64_t)50 * 1000 * 1000)

struct tpt_session {
    tpt__arena arena; /* reset by every call */
    tpt__arena own;   /* lives as long as the session: the match block */
    const tpt_ruleset *ruleset;
    tpt__pattern_scratch *scratch;
    tpt_options options;
    atomic_flag busy;
    bool counted; /* among those on the ruleset */
    tpt_counters counters;
    tpt_result result;
};

static atomic_uint *sessions_on(const tpt_ruleset *ruleset) { return (atomic_uint *)&ruleset->sessions; }

tpt_status tpt_session_new(tpt_session **out, const tpt_ruleset *ruleset, const tpt_options *options,
                           tpt_error *error) {
    if (!out || !ruleset) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    tpt__arena own;
    tpt__arena_init(&own, options ? options->allocator : NULL);
    tpt_session *session = own.allocator.alloc(sizeof *session, own.allocator.context);
    if (!session) return tpt__error_set(error, TPT_E_MEMORY, "out of memory");
    memset(session, 0, sizeof *session);
    atomic_flag_clear(&session->busy);
    session->own = session->arena = own;
    session->ruleset = ruleset;
    if (options)
        memcpy(&session->options, options, options->size < sizeof *options ? options->size : sizeof *options);
    if (!session->options.max_text_bytes) session->options.max_text_bytes = ruleset->max_text_bytes;
    if (session->options.max_text_bytes > MAX_TEXT_BYTES) session->options.max_text_bytes = MAX_TEXT_BYTES;
    if (!session->options.max_steps) session->options.max_steps = DEFAULT_STEPS;
    const tpt__pattern_limits limits = {session->options.max_confirms, session->options.max_match,
                                        session->options.max_match_depth,
                                        session->options.max_match_heap_kib};
    jmp_buf trap;
    if (setjmp(trap)) {
        tpt_session_free(session);
        return tpt__error_set(error, TPT_E_MEMORY, "out of memory");
    }
    session->own.trap = &trap;
    session->scratch = tpt__pattern_scratch_new(&session->own, &limits);
    session->own.trap = NULL;
    atomic_fetch_add(sessions_on(ruleset), 1);
    session->counted = true;
    *out = session;
    return TPT_OK;
}

void tpt_session_free(tpt_session *session) {
    if (!session) return;
    if (session->counted) atomic_fetch_sub(sessions_on(session->ruleset), 1);
    tpt_allocator allocator = session->own.allocator;
    tpt__arena_free(&session->arena);
    tpt__arena_free(&session->own);
    allocator.release(session, allocator.context);
}

void tpt_session_counters(const tpt_session *session, tpt_counters *out) { *out = session->counters; }

/* ---- One call ------------------------------------------------------------------------------------------------------------------ */

/* What is asked, and what it takes to answer. */
typedef struct call {
    tpt_session *session;
    tpt_error *error;
    uint64_t blocks; /* taken from the allocator before the call */

    const tpt_intake *given_intake; /* one of the two is asked about */
    const char *record;
    size_t record_len;
    tpt__json json;          /* the record, read */
    const tpt_form_map *map; /* of a form, whose answers are the record; or NULL */
    tpt__form_note form;
    tpt_intake intake;
    int64_t *facts; /* by fact */
    const tpt_result **result;

    const tpt__json_node *expect; /* of a case */
    size_t *failures;
    void (*report)(const char *message, void *context);
    void *report_context;

    const tpt_span *spans; /* of an assertion */
    size_t span_count;
    tpt_assertion *assertions;
    tpt_write_fn write;
    void *write_context;
} call;

static int64_t *no_facts(tpt_session *session) {
    uint32_t count = session->ruleset->rules.facts.count;
    int64_t *facts = TPT__NEW(&session->arena, int64_t, count + 1);
    for (uint32_t i = 0; i < count; i++) facts[i] = TPT__UNKNOWN;
    return facts;
}

/* The person's text and the free words of the form, each on lines of its own: offsets into the text stay as they were. */
static void join_words(tpt__arena *arena, const tpt_intake *intake, const char **text, size_t *len) {
    tpt__buf out = {.arena = arena};
    if (!intake->medication_count && !intake->history_count) {
        *text = intake->text ? intake->text : "";
        *len = intake->text_len;
        return;
    }
    tpt__buf_add(&out, intake->text ? intake->text : "", intake->text_len);
    for (size_t i = 0; i < intake->medication_count + intake->history_count; i++) {
        bool medicine = i < intake->medication_count;
        tpt__buf_add_string(&out, "\n");
        tpt__buf_add_string(&out, medicine ? intake->medications[i]
                                           : intake->history[i - intake->medication_count]);
    }
    *text = tpt__buf_text(&out);
    *len = out.len;
}

static const tpt__retired_id *retired(const tpt_ruleset *ruleset, const char *id) {
    for (uint32_t i = 0; id && i < ruleset->retired.count; i++)
        if (strcmp(ruleset->retired.items[i].id, id) == 0) return &ruleset->retired.items[i];
    return NULL;
}

static tpt_status unknown_id(call *c, const char *what, const char *id) {
    const tpt__retired_id *dead = retired(c->session->ruleset, id);
    if (!dead)
        return tpt__error_set(c->error, TPT_E_INPUT, "no %s has the id \"%s\"", what, id ? id : "(NULL)");
    tpt_status status = tpt__error_set(
        c->error, TPT_E_INPUT, "the %s \"%s\" was retired in version %s of the pack", what, id, dead->since);
    if (c->error && *dead->instead)
        snprintf(c->error->hint, sizeof c->error->hint, "use \"%s\"", dead->instead);
    return status;
}

static tpt__finding form_finding(uint32_t rule, bool present) {
    return (tpt__finding){.rule = rule,
                          .status = present ? TPT__PRESENT : TPT__ABSENT,
                          .source = TPT__FROM_FORM,
                          .strength = 4,
                          .site_strength = 4,
                          .site = TPT__NONE,
                          .cue = TPT__NONE,
                          .attributes = tpt__attributes_none()};
}

/* Where a form denies what the text affirms the more urgent counts, and the finding says that the two disagree. */
static void add_form_finding(tpt__scene *scene, uint32_t rule, bool present) {
    bool disputed = false;
    for (uint32_t i = 0; i < scene->findings.count; i++) {
        tpt__finding *known = &scene->findings.items[i];
        if (known->rule != rule) continue;
        bool other = (known->status == TPT__PRESENT) != present &&
                     (known->status == TPT__PRESENT || known->status == TPT__ABSENT);
        if (other) known->disputed = disputed = true;
    }
    tpt__finding *added = tpt__push(scene->arena, &scene->findings);
    *added = form_finding(rule, present);
    added->disputed = disputed;
}

/* Does a finding take more than a place, as that it spreads from there? */
static bool needs_more(const tpt__element *element) {
    return element->need_onset || element->need_side || element->need_course ||
           element->need_qualities.count || element->need_triggers.count || element->need_spread ||
           element->need_spread_to.count || element->sites_at_least > 1;
}

/* A place ticked on a form is what the pack says of a place named alone, but surely so. */
static void add_form_site(tpt__scene *scene, uint32_t site, tpt__side side) {
    const tpt__lexicon *lexicon = scene->lexicon;
    for (uint32_t e = 0; lexicon->bare_site != TPT__NONE && e < lexicon->elements.count; e++) {
        const tpt__element *element = &lexicon->elements.items[e];
        if (element->op || element->with.count ||
            !tpt__concept_is_any(lexicon, lexicon->bare_site, element->concepts))
            continue;
        if (!element->sites.count || !tpt__site_within_any(lexicon, site, element->sites)) continue;
        if (tpt__site_within_any(lexicon, site, element->not_sites) || needs_more(element)) continue;
        tpt__finding *added = tpt__push(scene->arena, &scene->findings);
        *added = form_finding(element->finding, true);
        added->site = site;
        added->attributes.side = side;
    }
}

static tpt_status add_form(call *c, tpt__scene *scene) {
    const tpt_ruleset *ruleset = c->session->ruleset;
    for (size_t i = 0; i < c->intake.finding_count; i++) {
        const tpt_finding_answer *answer = &c->intake.findings[i];
        uint32_t rule = answer->finding
                            ? tpt__map_get(&ruleset->finding_ids, answer->finding, strlen(answer->finding))
                            : TPT__NONE;
        if (rule == TPT__NONE) return unknown_id(c, "finding", answer->finding);
        if (answer->answer != TPT_UNKNOWN) add_form_finding(scene, rule, answer->answer == TPT_YES);
    }
    for (size_t i = 0; i < c->intake.site_count; i++) {
        const tpt_site_answer *answer = &c->intake.sites[i];
        uint32_t site = answer->site ? tpt__map_get(&ruleset->site_ids, answer->site, strlen(answer->site))
                                     : TPT__NONE,
                 side = 0;
        if (site == TPT__NONE) return unknown_id(c, "site", answer->site);
        while (answer->side && tpt__side_names[side] && strcmp(tpt__side_names[side], answer->side) != 0)
            side++;
        if (answer->side && !tpt__side_names[side]) return unknown_id(c, "side", answer->side);
        add_form_site(scene, site, (tpt__side)side);
    }
    return TPT_OK;
}

/* A form's severity says that the places hurt which the text only names: "neck and shoulders", 4 of 10. */
static void confirm_places(const call *c, tpt__scene *scene) {
    uint32_t fact = c->session->ruleset->rules.fact_severity;
    if (fact == TPT__NONE || c->facts[fact] == TPT__UNKNOWN || c->facts[fact] < 1) return;
    for (uint32_t i = 0; i < scene->findings.count; i++) {
        tpt__finding *finding = &scene->findings.items[i];
        if (finding->source != TPT__FROM_TEXT || finding->strength != TPT__STRENGTH_ASSUMED) continue;
        finding->strength = finding->site_strength = TPT__STRENGTH_RESPELT;
    }
}

/*
 * What the text says of a fact counts where the form says nothing; out of range it is no fact. Of several durations the longest
 * tells since when ("for an hour each morning, four weeks now").
 */
static void add_text_facts(call *c, const tpt__scene *scene) {
    uint32_t duration = c->session->ruleset->rules.fact_duration;
    bool given_duration = duration != TPT__NONE && c->facts[duration] != TPT__UNKNOWN;
    for (uint32_t i = 0; i < scene->facts.count; i++) {
        const tpt__fact_value *said = &scene->facts.items[i];
        const tpt__fact_rule *rule = &c->session->ruleset->rules.facts.items[said->fact];
        if (said->value < rule->min || said->value > rule->max) continue;
        bool longer = said->fact == c->session->ruleset->rules.fact_duration && !given_duration &&
                      said->value > c->facts[said->fact];
        if (c->facts[said->fact] == TPT__UNKNOWN || longer) c->facts[said->fact] = said->value;
    }
}

/* Findings that facts make present; only what is surely so. Leaves the case indexed. */
static void add_inferred(tpt__case *about, tpt__scene *scene) {
    tpt__list inferred = about->rules->index.inferred;
    tpt__case_index(about);
    for (uint32_t i = 0; i < inferred.count; i++) {
        uint32_t when = about->lexicon->findings.items[inferred.items[i]].when;
        if (!tpt__expr_may_be(about, when, TPT__TRUE)) continue;
        if (tpt__expr_value(about, when).truth != TPT__TRUE) continue;
        tpt__finding *added = tpt__push(scene->arena, &scene->findings);
        *added = form_finding(inferred.items[i], true);
        added->source = TPT__INFERRED;
        about->findings = scene->findings.items;
        about->finding_count = scene->findings.count;
        tpt__case_index(about);
    }
}

/* "gb" is "GB". Not toupper, which asks the locale. */
static const char *capitals(tpt__arena *arena, const char *code) {
    char *out = tpt__arena_copy(arena, code, strlen(code));
    for (char *at = out; *at; at++)
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
    return out;
}

static void count_effort(tpt_session *session, const tpt__document *doc, const tpt__match_result *match,
                         uint64_t blocks) {
    session->counters = (tpt_counters){.tokens = doc->count,
                                       .readings = match->lattice.edges.count,
                                       .steps = match->steps,
                                       .mentions = match->mentions.count,
                                       .confirms = match->confirms,
                                       .allocations = session->arena.blocks - blocks};
}

static tpt_status walk(call *c) {
    tpt_session *session = c->session;
    tpt__arena *arena = &session->arena;
    const tpt_ruleset *ruleset = session->ruleset;
    const char *text;
    size_t len;
    join_words(arena, &c->intake, &text, &len);
    tpt__document *doc = TPT__NEW(arena, tpt__document, 1);
    tpt__match_result *match = TPT__NEW(arena, tpt__match_result, 1);
    tpt__scene *scene = TPT__NEW(arena, tpt__scene, 1);
    if (session->options.cancel && session->options.cancel(session->options.cancel_context))
        return TPT_CANCELLED;
    tpt__match_read(arena, &ruleset->match, text, len, doc);
    tpt__match(arena, &ruleset->match, doc, session->scratch, session->options.max_steps, NULL,
               session->options.unfiltered, match);
    if (session->options.cancel && session->options.cancel(session->options.cancel_context))
        return TPT_CANCELLED;
    tpt__assert_read(arena, &ruleset->lexicon, &ruleset->match, doc, match, scene);
    tpt_status status = add_form(c, scene);
    if (status != TPT_OK) return status;
    confirm_places(c, scene);
    add_text_facts(c, scene);

    tpt_result *result = &session->result;
    uint32_t *unread;
    *result = (tpt_result){
        .arena = arena, .ruleset = ruleset, .doc = doc, .scene = scene, .match = match, .form = c->form};
    result->explain = session->options.explain;
    if (c->intake.id) result->id = tpt__arena_copy(arena, c->intake.id, strlen(c->intake.id));
    if (c->intake.country) result->country = capitals(arena, c->intake.country);
    result->about = (tpt__case){.arena = arena,
                                .lexicon = &ruleset->lexicon,
                                .rules = &ruleset->rules,
                                .findings = scene->findings.items,
                                .finding_count = scene->findings.count,
                                .facts = c->facts,
                                .incomplete = match->out_of_steps || match->undecided.count};
    add_inferred(&result->about, scene);
    result->unread_count = tpt__assert_unread(scene, &unread);
    result->unread = unread;
    result->about.unread = result->unread_count > 0;
    tpt__reason(&result->about, &result->outcome);
    return result->outcome.complete ? TPT_OK : TPT_INCOMPLETE;
}

static tpt_status facts_of_intake(call *c) {
    for (size_t i = 0; i < c->intake.fact_count; i++) {
        const tpt_fact_answer *answer = &c->intake.facts[i];
        if (!answer->fact || answer->value > INT64_MAX / 1000 || answer->value < INT64_MIN / 1000)
            return tpt__error_set(c->error, TPT_E_INPUT, "a fact without an id, or out of range");
        tpt_status status =
            tpt__intake_fact(c->session->ruleset, answer->fact, answer->value * 1000, c->facts, c->error);
        if (status != TPT_OK) return status;
    }
    return TPT_OK;
}

static tpt_status too_long(call *c, size_t len) {
    if (len <= c->session->options.max_text_bytes) return TPT_OK;
    return tpt__error_set(c->error, TPT_E_TOO_LONG, "longer than the limit of %zu bytes",
                          c->session->options.max_text_bytes);
}

static tpt_status parse_record(call *c) {
    tpt_status status = too_long(c, c->record_len);
    if (status != TPT_OK) return status;
    return tpt__json_parse_within(&c->session->arena, c->record, c->record_len,
                                  c->session->options.max_nesting, &c->json, c->error);
}

/* What a call does once the session is its own and the trap is set. */
static tpt_status run_intake(call *c) {
    const tpt_intake *intake = c->given_intake;
    c->intake = (tpt_intake)TPT_INTAKE_INIT;
    memcpy(&c->intake, intake, intake->size < sizeof c->intake ? intake->size : sizeof c->intake);
    if (c->intake.text_len == TPT_NUL_TERMINATED)
        c->intake.text_len = c->intake.text ? strlen(c->intake.text) : 0;
    if (!c->intake.text && c->intake.text_len)
        return tpt__error_set(c->error, TPT_E_ARGUMENT, "the text is NULL");
    tpt_status status = too_long(c, c->intake.text_len);
    c->facts = no_facts(c->session);
    if (status == TPT_OK) status = facts_of_intake(c);
    return status == TPT_OK ? walk(c) : status;
}

static tpt_status run_record(call *c, bool is_case) {
    tpt_status status = parse_record(c);
    if (status != TPT_OK) return status;
    c->intake = (tpt_intake)TPT_INTAKE_INIT;
    c->facts = no_facts(c->session);
    status = tpt__intake_from_record(&c->session->arena, c->session->ruleset, &c->json, &c->intake, c->facts,
                                     is_case ? &c->expect : NULL, c->error);
    return status == TPT_OK ? walk(c) : status;
}

static tpt_status run_form(call *c) {
    tpt_status status = parse_record(c);
    if (status != TPT_OK) return status;
    c->facts = no_facts(c->session);
    status = tpt__form_read(&c->session->arena, c->map, &c->json, &c->intake, c->facts, &c->form, c->error);
    return status == TPT_OK ? walk(c) : status;
}

/* Sets the trap and does the job, on a session that was taken. */
static tpt_status work(tpt_session *session, call *c, tpt_status (*job)(call *c)) {
    c->session = session;
    c->blocks = session->arena.blocks;
    jmp_buf trap;
    tpt_status status;
    if (setjmp(trap)) {
        status = tpt__error_set(c->error, TPT_E_MEMORY, "out of memory");
    } else {
        session->arena.trap = &trap;
        tpt__arena_reset(&session->arena);
        status = job(c);
    }
    session->arena.trap = NULL; /* the frame that it points to ends here */
    return status;
}

static tpt_status take(tpt_session *session, tpt_error *error) {
    if (!session) return tpt__error_set(error, TPT_E_ARGUMENT, "the session is NULL");
    if (atomic_flag_test_and_set(&session->busy))
        return tpt__error_set(error, TPT_E_BUSY, "the session is in use by another call");
    return TPT_OK;
}

/* Takes the session, does the job, gives the session back. */
static tpt_status run(tpt_session *session, call *c, tpt_status (*job)(call *c)) {
    tpt_status status = take(session, c->error);
    if (status != TPT_OK) return status;
    status = work(session, c, job);
    atomic_flag_clear(&session->busy);
    return status;
}

static size_t length_of(const char *text, size_t len) {
    return len == TPT_NUL_TERMINATED ? strlen(text) : len;
}

/* Triages, then counts; the result is the caller's on success. */
static tpt_status finish(call *c, tpt_status status, const tpt_result **result) {
    bool done = status == TPT_OK || status == TPT_INCOMPLETE;
    if (done) count_effort(c->session, c->session->result.doc, c->session->result.match, c->blocks);
    if (done && result) *result = &c->session->result;
    return status;
}

static tpt_status triage_intake(call *c) { return finish(c, run_intake(c), c->result); }
static tpt_status triage_record(call *c) { return finish(c, run_record(c, false), c->result); }
static tpt_status triage_form(call *c) { return finish(c, run_form(c), c->result); }

static tpt_status check_record(call *c) {
    tpt_status status = finish(c, run_record(c, true), c->result);
    if (status != TPT_OK && status != TPT_INCOMPLETE) return status;
    return tpt__check(&c->session->result, &c->json, c->expect, c->failures, c->report, c->report_context,
                      c->error);
}

tpt_status tpt_session_triage(tpt_session *session, const tpt_intake *intake, const tpt_result **result,
                              tpt_error *error) {
    if (!intake || !result) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    call c = {.given_intake = intake, .result = result, .error = error};
    return run(session, &c, triage_intake);
}

tpt_status tpt_session_triage_text(tpt_session *session, const char *text, size_t len,
                                   const tpt_result **result, tpt_error *error) {
    tpt_intake intake = TPT_INTAKE_INIT;
    intake.text = text;
    intake.text_len = len;
    return tpt_session_triage(session, &intake, result, error);
}

tpt_status tpt_session_triage_json(tpt_session *session, const char *json, size_t len,
                                   const tpt_result **result, tpt_error *error) {
    if (!json || !result) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    call c = {.record = json, .record_len = length_of(json, len), .result = result, .error = error};
    return run(session, &c, triage_record);
}

tpt_status tpt_session_triage_form(tpt_session *session, const tpt_form_map *map, const char *json,
                                   size_t len, const tpt_result **result, tpt_error *error) {
    if (!map || !json || !result) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    if (session && session->ruleset != map->ruleset)
        return tpt__error_set(error, TPT_E_ARGUMENT, "the map was made for another ruleset");
    call c = {
        .record = json, .record_len = length_of(json, len), .map = map, .result = result, .error = error};
    return run(session, &c, triage_form);
}

tpt_status tpt_session_check_json(tpt_session *session, const char *json, size_t len, size_t *failures,
                                  void (*report)(const char *message, void *context), void *context,
                                  const tpt_result **result, tpt_error *error) {
    if (!json || !failures) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    call c = {.record = json,
              .record_len = length_of(json, len),
              .failures = failures,
              .report = report,
              .report_context = context,
              .result = result,
              .error = error};
    return run(session, &c, check_record);
}

/* ---- A column of texts -------------------------------------------------------------------------------------------------------- */

typedef struct column {
    tpt_texts texts;
    tpt_take_row_fn take_row;
    void *context;
} column;

/* One row, handed over while the session is still taken: nobody can end the life of its result. */
static tpt_status triage_row(tpt_session *session, const column *from, size_t index) {
    tpt_intake intake = TPT_INTAKE_INIT;
    tpt_error error = {0};
    tpt_text_row row = {.index = index};
    row.is_null = !tpt__texts_row(&from->texts, index, &intake.text, &intake.text_len);
    call c = {.given_intake = &intake, .result = &row.result, .error = &error};
    row.status = work(session, &c, triage_intake);
    if (row.status == TPT_CANCELLED) return TPT_CANCELLED;
    if (!row.result) row.error = &error;
    return from->take_row(&row, from->context) ? TPT_OK : TPT_CANCELLED;
}

tpt_status tpt_session_triage_texts(tpt_session *session, const tpt_texts *texts, tpt_take_row_fn take_row,
                                    void *context, tpt_error *error) {
    column from = {.take_row = take_row, .context = context};
    if (!texts || !take_row) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    tpt_status status = tpt__texts_check(texts, &from.texts, error);
    if (status == TPT_OK) status = take(session, error);
    if (status != TPT_OK) return status;
    for (size_t i = 0; status == TPT_OK && i < from.texts.count; i++) status = triage_row(session, &from, i);
    atomic_flag_clear(&session->busy);
    return status;
}

/* ---- Spans that somebody else found ------------------------------------------------------------------------------------------- */

/* The tokens that a span of bytes touches. */
static tpt__given tokens_of(const tpt__document *doc, const tpt_span *span) {
    uint32_t low = 0, high = doc->count; /* the first token that ends after the span begins */
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->tokens[mid].end <= span->start) low = mid + 1;
        else high = mid;
    }
    uint32_t last = low;
    while (last < doc->count && doc->tokens[last].start < span->end) last++;
    return (tpt__given){low, last};
}

static tpt_span bytes_of(const tpt__document *doc, uint32_t first, uint32_t last) {
    if (first >= last) return (tpt_span){0, 0};
    return (tpt_span){doc->tokens[first].start, doc->tokens[last - 1].end};
}

static tpt_assertion assertion_of(const tpt__document *doc, const tpt__judgement *judged) {
    return (tpt_assertion){.status = tpt__status_names[judged->status],
                           .negation = judged->negated    ? "negated"
                                       : judged->possible ? "possible"
                                                          : "affirmed",
                           .temporality = judged->hypothetical ? "hypothetical"
                                          : judged->historical ? "historical"
                                                               : "recent",
                           .experiencer = judged->other ? "other" : "patient",
                           .cue = bytes_of(doc, judged->cue_first, judged->cue_last),
                           .scope = bytes_of(doc, judged->scope_first, judged->scope_last)};
}

static tpt_status check_spans(call *c) {
    for (size_t i = 0; i < c->span_count; i++)
        if (c->spans[i].start > c->spans[i].end || c->spans[i].end > c->intake.text_len)
            return tpt__error_set(c->error, TPT_E_INPUT, "span %zu is not within the text", i);
    if (c->span_count > UINT32_MAX / 2)
        return tpt__error_set(c->error, TPT_E_INPUT, "there are too many spans");
    return too_long(c, c->intake.text_len);
}

static tpt_status assert_spans(call *c) {
    tpt__arena *arena = &c->session->arena;
    const tpt_ruleset *ruleset = c->session->ruleset;
    tpt_status status = check_spans(c);
    if (status != TPT_OK) return status;
    tpt__document doc;
    tpt__match_result match;
    tpt__match_read(arena, &ruleset->match, c->intake.text ? c->intake.text : "", c->intake.text_len, &doc);
    tpt__given *given = TPT__NEW(arena, tpt__given, c->span_count + 1);
    bool *barred = TPT__NEW(arena, bool, doc.count + 1); /* no phrase takes a word of a span */
    for (size_t i = 0; i < c->span_count; i++) {
        given[i] = tokens_of(&doc, &c->spans[i]);
        memset(barred + given[i].first, true, given[i].last - given[i].first);
    }
    tpt__match(arena, &ruleset->match, &doc, c->session->scratch, c->session->options.max_steps, barred,
               c->session->options.unfiltered, &match);
    const tpt__judgement *judged = tpt__assert_spans(arena, &ruleset->lexicon, &ruleset->match, &doc, &match,
                                                     given, (uint32_t)c->span_count);
    for (size_t i = 0; i < c->span_count; i++) c->assertions[i] = assertion_of(&doc, &judged[i]);
    count_effort(c->session, &doc, &match, c->blocks);
    return match.out_of_steps || match.undecided.count ? TPT_INCOMPLETE : TPT_OK;
}

tpt_status tpt_session_assert(tpt_session *session, const char *text, size_t len, const tpt_span *spans,
                              size_t count, tpt_assertion *out, tpt_error *error) {
    if ((!text && len) || (count && (!spans || !out)))
        return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    call c = {
        .intake = TPT_INTAKE_INIT, .spans = spans, .span_count = count, .assertions = out, .error = error};
    c.intake.text = text;
    c.intake.text_len = text ? length_of(text, len) : 0;
    return run(session, &c, assert_spans);
}

/* A record of text and spans, as one line of JSON with what is said of each span. */
static tpt_status assert_record(call *c) {
    tpt_status status = parse_record(c);
    tpt__span_record record;
    if (status == TPT_OK) status = tpt__intake_spans(&c->session->arena, &c->json, &record, c->error);
    if (status != TPT_OK) return status;
    c->intake.text = record.text;
    c->intake.text_len = record.text_len;
    c->spans = record.spans;
    c->span_count = record.span_count;
    c->assertions = TPT__NEW(&c->session->arena, tpt_assertion, record.span_count + 1);
    status = assert_spans(c);
    if (status != TPT_OK && status != TPT_INCOMPLETE) return status;
    tpt_status written =
        tpt__write_assertions(record.id ? record.id->text : NULL, record.id ? record.id->len : 0,
                              record.id && record.id->type == TPT__JSON_STRING, record.text, record.spans,
                              c->assertions, record.span_count, status == TPT_OK, c->write, c->write_context);
    return written == TPT_OK ? status : tpt__error_set(c->error, written, "the write callback failed");
}

tpt_status tpt_session_assert_json(tpt_session *session, const char *json, size_t len, tpt_write_fn write,
                                   void *context, tpt_error *error) {
    if (!json || !write) return tpt__error_set(error, TPT_E_ARGUMENT, "an argument is NULL");
    call c = {.record = json,
              .record_len = length_of(json, len),
              .write = write,
              .write_context = context,
              .error = error};
    return run(session, &c, assert_record);
}

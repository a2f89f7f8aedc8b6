/*
 * tptriage: from what hurts, in a person's own words, to how soon to be seen, which condition
 * profiles fit, which trigger-point areas are worth checking, and what may help.
 *
 * The ladder, from the shortest way to the finest:
 *
 *   1. One text, one answer:
 *
 *        tpt_ruleset *rules;  tpt_session *session;  const tpt_result *result;
 *        tpt_ruleset_new_embedded(&rules, NULL, NULL);
 *        tpt_session_new(&session, rules, NULL, NULL);
 *        tpt_session_triage_text(session, "stiff neck and headaches", TPT_NUL_TERMINATED, &result, NULL);
 *        tpt_result_write_json(result, tpt_write_to_file, stdout);
 *        tpt_session_free(session);  tpt_ruleset_free(rules);
 *
 *   2. Many texts: keep the session and call it again. After warm-up it allocates nothing. A column of
 *      texts (Apache Arrow's layout): tpt_session_triage_texts.
 *   3. Many threads: one ruleset for all, one session for each.
 *   4. Intake forms: tpt_intake (typed answers), tpt_session_triage_json (a JSON record), or the answers as
 *      FHIR, SurveyJS and Form.io give them, with a map: tpt_form_map, tpt_session_triage_form.
 *   5. Your own rules: tpt_ruleset_new_from_path, tpt_ruleset_new_from_memory.
 *   6. Your own allocator and limits: tpt_options.
 *
 * Ownership is readable from the shape: `T **out` makes something that the caller frees;
 * `const T *` is borrowed, until said. Free functions accept NULL. Out-parameters are written
 * only on success, unless said otherwise.
 *
 * Text is UTF-8, given by pointer and length in bytes. Ill-formed sequences are read as U+FFFD,
 * one for each maximal ill-formed part; they are never an error.
 *
 * Threads: a ruleset is immutable once made, and any number of threads may use it at once. A
 * session is one thread's scratch; a session that is called while a call on it is under way
 * answers TPT_E_BUSY. Rulesets are to be loaded by one thread at a time.
 *
 * This header is C99 and C++11.
 */
#ifndef TPTRIAGE_H
#define TPTRIAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(TPT_STATIC)
#define TPT_API
#elif defined(_WIN32)
#define TPT_API __declspec(dllimport)
#else
#define TPT_API __attribute__((visibility("default")))
#endif

/* ---- Version ------------------------------------------------------------------------------ */

#define TPT_VERSION_MAJOR 0
#define TPT_VERSION_MINOR 1
#define TPT_VERSION_PATCH 0
#define TPT_VERSION_STRING "0.1.0"

/* The version of the library that runs, "MAJOR.MINOR.PATCH". Never NULL; static. */
TPT_API const char *tpt_version(void);

/* ---- Status and errors --------------------------------------------------------------------- */

/* What a call answers. The numbers are pinned and grouped by ten. */
typedef enum tpt_status {
    TPT_OK = 0,
    TPT_INCOMPLETE = 1, /* a limit was hit: the result is there, says "complete": false */
    TPT_CANCELLED = 2,  /* a callback of the caller stopped it: there is no result */

    TPT_E_MEMORY = 10,   /* the allocator returned NULL */
    TPT_E_ARGUMENT = 11, /* a NULL or out-of-range argument: a mistake of the caller */
    TPT_E_BUSY = 12,     /* the session is in use by another call */
    TPT_E_BUFFER = 13,   /* the caller's buffer is too small; the needed length is given */
    TPT_E_WRITE = 14,    /* the caller's write callback failed */

    TPT_E_FILE = 20,      /* a file or folder cannot be read */
    TPT_E_JSON = 21,      /* not JSON, or JSON that loses something (duplicate keys, \u0000) */
    TPT_E_SCHEMA = 22,    /* JSON of the wrong shape: an unknown key, a wrong type, out of range */
    TPT_E_REFERENCE = 23, /* an id that nothing defines, or that two things define */
    TPT_E_PATTERN = 24,   /* a regular expression that PCRE2 refuses */
    TPT_E_VERSION = 25,   /* the pack asks for a newer engine, or was made ready for another one */

    TPT_E_INPUT = 30,      /* an intake or a record that says something impossible */
    TPT_E_TOO_LONG = 31,   /* text or record over the limit */
    TPT_E_EXPECTATION = 32 /* a case's "expect" is not of the form */
} tpt_status;

/* A short static name for a status, as "schema"; "unknown" for any other number. Never NULL. */
TPT_API const char *tpt_status_name(tpt_status status);

/*
 * Where and why something failed. It lives in the caller's memory, so that even running out of
 * memory can be reported. Every function that takes one accepts NULL. It is written on failure
 * only. The strings are NUL-terminated, cut at their size on a character boundary.
 * Texts that people wrote are never quoted in it; keys and ids of packs and records are.
 */
typedef struct tpt_error {
    tpt_status code;
    uint32_t line;     /* 1-based; 0 where there is no position */
    uint32_t column;   /* 1-based, in code points; 0 where there is no position */
    char source[256];  /* file as given or found, or "" */
    char pointer[160]; /* JSON pointer (RFC 6901) to what is wrong, or "" */
    char message[256]; /* one line: what is wrong */
    char hint[160];    /* one line: what to do about it, or "" */
} tpt_error;

/* ---- Options ------------------------------------------------------------------------------- */

/* Where memory comes from. The functions must be as thread-safe as their use is. */
typedef struct tpt_allocator {
    void *(*alloc)(size_t size, void *context);  /* size > 0; NULL means none left */
    void (*release)(void *block, void *context); /* block is never NULL */
    void *context;                               /* handed back; may be NULL */
} tpt_allocator;

/*
 * Options of a ruleset and of a session. Start from TPT_OPTIONS_INIT; zero means the default.
 * `size` lets the library grow the struct without breaking callers.
 */
typedef struct tpt_options {
    size_t size;                    /* sizeof(tpt_options) */
    const tpt_allocator *allocator; /* copied; NULL: malloc and free */
    size_t max_text_bytes;          /* longest text or record; default 1 MiB, at most 16 MiB */
    uint64_t max_steps;             /* budget of one triage, in matching steps; default 50 million.
                                       What it leaves undecided is named, never "no flag" */
    bool (*cancel)(void *context);  /* asked now and then; true ends the call with no result; or NULL */
    void *cancel_context;
    bool explain;    /* session: JSON results also tell what each silent flag lacks */
    bool unfiltered; /* session: try every pattern on every text, without a look at its required words first.
                        Slower, and the same answers: for tests of that */
    uint64_t max_confirms; /* session: searches of regular expressions in one text; default 1 million. What is
                                    left undecided by this limit and the next three is named, never "no flag" */
    uint32_t max_match;    /* session: PCRE2's match limit, for one search; default 100,000 */
    uint32_t max_match_depth;    /* session: PCRE2's depth limit; default 1,000 */
    uint32_t max_match_heap_kib; /* session: PCRE2's heap limit, in KiB; default 1,024 */
    uint32_t
        max_nesting; /* session and form map: arrays and objects within each other in a record, a form or a
                             map; default 128, at most 1,000. A pack's files have the default */
} tpt_options;

#define TPT_OPTIONS_INIT                                                                                     \
    { sizeof(tpt_options), NULL, 0, 0, NULL, NULL, false, false, 0, 0, 0, 0, 0 }

/* ---- Ruleset: immutable, shared by threads -------------------------------------------------- */

typedef struct tpt_ruleset tpt_ruleset;

/*
 * The pack that is built into the library: needs no file.
 *   out      receives the ruleset; free it with tpt_ruleset_free after its last session
 *   options  NULL for the defaults
 *   error    filled on failure; may be NULL
 * Returns TPT_OK, TPT_E_MEMORY, TPT_E_ARGUMENT, or TPT_E_VERSION (of a library that was put together wrongly: the pack in it
 * was made ready for another engine).
 */
TPT_API tpt_status tpt_ruleset_new_embedded(tpt_ruleset **out, const tpt_options *options, tpt_error *error);

/*
 * A pack from a folder (with pack.json in it). See docs/rule-format.md.
 *   path     NUL-terminated; not kept
 * Returns also TPT_E_FILE, TPT_E_JSON, TPT_E_SCHEMA, TPT_E_REFERENCE, TPT_E_PATTERN, TPT_E_VERSION.
 */
TPT_API tpt_status tpt_ruleset_new_from_path(tpt_ruleset **out, const char *path, const tpt_options *options,
                                             tpt_error *error);

/* One file of a pack in memory. The bytes are read during the call and may be released after it. */
typedef struct tpt_pack_file {
    const char *path; /* as in the pack's folder: "pack.json", "flags/spine.json"; NUL-terminated */
    const char *data; /* not NUL-terminated */
    size_t size;      /* bytes */
} tpt_pack_file;

/* A pack from memory, in any order of files. Returns as tpt_ruleset_new_from_path. */
TPT_API tpt_status tpt_ruleset_new_from_memory(tpt_ruleset **out, const tpt_pack_file *files, size_t count,
                                               const tpt_options *options, tpt_error *error);

/* Something wrong or questionable in a pack. All strings are NUL-terminated and live until the report returns. */
typedef struct tpt_diagnostic {
    const char *code;    /* stable, as "unknown-key"; docs/pack-problems.md tells of each */
    tpt_status status;   /* what loading the pack answers for it; TPT_OK: it loads all the same */
    const char *file;    /* as in the pack: "flags/spine.json"; "" where it is of no file */
    uint32_t line;       /* 1-based; 0 where there is no place */
    uint32_t column;     /* 1-based, in code points */
    const char *pointer; /* JSON pointer (RFC 6901) in the file */
    const char *message; /* one line: what is wrong */
    const char *hint;    /* one line: what to do, or "" */
    const char *excerpt; /* the line itself, cut to what is near, or "" */
    uint32_t caret;      /* code points of the excerpt before the place */
    bool note;           /* worth knowing, and no fault: what a pack lowers with leave, cases that it skips */
} tpt_diagnostic;

/*
 * Looks a pack over: all its mistakes in one go, and if it has none, what the linter finds (rules with no source or no
 * case, what could calm a flag, patterns that may run away).
 *   report   called for each, in the order of the pack's files; may be NULL
 *   count    how many there were; may be NULL
 * Returns TPT_OK when the pack could be looked over, whatever was found; TPT_E_FILE (the folder cannot be read),
 * TPT_E_MEMORY or TPT_E_ARGUMENT. Packs are loaded by one thread at a time.
 */
TPT_API tpt_status tpt_pack_lint_path(const char *path, const tpt_options *options,
                                      void (*report)(const tpt_diagnostic *diagnostic, void *context),
                                      void *context, size_t *count, tpt_error *error);

/* The same for files in memory. */
TPT_API tpt_status tpt_pack_lint_memory(const tpt_pack_file *files, size_t file_count,
                                        const tpt_options *options,
                                        void (*report)(const tpt_diagnostic *diagnostic, void *context),
                                        void *context, size_t *count, tpt_error *error);

/*
 * Frees a ruleset. Its sessions must be freed first: a library that is built without NDEBUG ends the program with a message
 * if one is not. NULL is accepted.
 */
TPT_API void tpt_ruleset_free(tpt_ruleset *ruleset);

/* Facts about the pack. The strings live as long as the ruleset. */
TPT_API const char *tpt_ruleset_id(const tpt_ruleset *ruleset);
TPT_API const char *tpt_ruleset_version(const tpt_ruleset *ruleset);
TPT_API const char *tpt_ruleset_sha256(const tpt_ruleset *ruleset); /* 64 hex digits */

/*
 * Findings of the linter about a pack that loads: one call for each. Returns how many there were. Where memory runs out, the
 * last one says so.
 *   report   called with a one-line message; NULL to count only
 */
TPT_API size_t tpt_ruleset_lint(const tpt_ruleset *ruleset,
                                void (*report)(const char *message, void *context), void *context);

/*
 * How many of the pack's own cases cover a rule.
 *   kind, id   "flag", "condition" (a subtype too), "area" or "caution", and the rule's id; with its label they live as
 *              long as the ruleset
 */
typedef struct tpt_coverage {
    const char *kind, *id, *label; /* label: how the answer names it, "" for a caution */
    size_t positive;               /* cases in which it must hold */
    size_t near_miss;              /* cases that are near it, and in which it must not */
} tpt_coverage;

/*
 * One call for each rule, in the order of the kinds above. Returns how many rules there are; 0 for NULL, and
 * where memory runs out.
 *   report   called with a row that lives until it returns; NULL to count only
 */
TPT_API size_t tpt_ruleset_coverage(const tpt_ruleset *ruleset,
                                    void (*report)(const tpt_coverage *row, void *context), void *context);

/*
 * The pack's own cases (its folder cases), one JSON object each, in order. The pack that is built in has none.
 * Returns the bytes of case `index` and their length, or NULL past the last. Lives as long as the ruleset.
 */
TPT_API const char *tpt_ruleset_case(const tpt_ruleset *ruleset, size_t index, size_t *len);

/* Where output goes: takes `len` bytes. False to stop: the writer then returns TPT_E_WRITE. */
typedef bool (*tpt_write_fn)(const char *bytes, size_t len, void *context);

/*
 * Reads a rule out for people: what makes it hold, what it says, its sources.
 *   id     of a flag, a condition or a subtype, an area, a therapy, a caution; all rules that have it are written
 * Returns TPT_OK, TPT_E_REFERENCE (no rule has the id), TPT_E_WRITE, TPT_E_MEMORY or TPT_E_ARGUMENT.
 */
TPT_API tpt_status tpt_ruleset_describe(const tpt_ruleset *ruleset, const char *id, tpt_write_fn write,
                                        void *context, tpt_error *error);

/* ---- Session: one thread's scratch ------------------------------------------------------------ */

typedef struct tpt_session tpt_session;
typedef struct tpt_result tpt_result;

/*
 * A session on a ruleset, which must outlive it.
 * Returns TPT_OK, TPT_E_MEMORY or TPT_E_ARGUMENT.
 */
TPT_API tpt_status tpt_session_new(tpt_session **out, const tpt_ruleset *ruleset, const tpt_options *options,
                                   tpt_error *error);

/* Frees a session, and its result with it. NULL is accepted. */
TPT_API void tpt_session_free(tpt_session *session);

/* An answer of a form. Strings are NUL-terminated and borrowed for the call. */
typedef struct tpt_fact_answer {
    const char *fact; /* id of a fact, or another input key of one ("duration_days") */
    int64_t value;    /* in the unit of that id; a coded fact takes its code */
} tpt_fact_answer;

typedef enum tpt_answer { TPT_NO = 0, TPT_YES = 1, TPT_UNKNOWN = 2 } tpt_answer;

typedef struct tpt_finding_answer {
    const char *finding; /* id of a finding */
    tpt_answer answer;   /* TPT_UNKNOWN is the same as leaving it out */
} tpt_finding_answer;

typedef struct tpt_site_answer {
    const char *site; /* id of a site */
    const char *side; /* "left", "right", "both", or NULL for not said */
} tpt_site_answer;

/*
 * What a person gave: free text, answers of a form, or both. Start from TPT_INTAKE_INIT.
 * Where text and form disagree on a warning sign the more urgent counts. An answer left out is
 * unknown, not no. Everything is borrowed for the call.
 */
typedef struct tpt_intake {
    size_t size;         /* sizeof(tpt_intake) */
    const char *id;      /* copied into the result; NULL for none */
    const char *text;    /* UTF-8; NULL with text_len 0 for none */
    size_t text_len;     /* bytes, or TPT_NUL_TERMINATED */
    const char *country; /* ISO 3166-1 alpha-2, for the emergency number; NULL: all are named */
    const tpt_site_answer *sites;
    size_t site_count;
    const tpt_finding_answer *findings;
    size_t finding_count;
    const tpt_fact_answer *facts;
    size_t fact_count;
    const char *const *medications; /* free words, read with the lexicon */
    size_t medication_count;
    const char *const *history; /* free words, read with the lexicon */
    size_t history_count;
} tpt_intake;

#define TPT_INTAKE_INIT                                                                                      \
    { sizeof(tpt_intake), NULL, NULL, 0, NULL, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0 }

/* A length that says: up to the terminating NUL. */
#define TPT_NUL_TERMINATED ((size_t)-1)

/*
 * Triage. The result lives in the session until its next call.
 *   result   receives it on TPT_OK and TPT_INCOMPLETE, else is left alone
 *   error    filled on failure; may be NULL
 * Returns TPT_OK; TPT_INCOMPLETE (the result stands, with what is undecided named); TPT_CANCELLED;
 * TPT_E_INPUT (an unknown id, a value out of range: the error names it), TPT_E_TOO_LONG,
 * TPT_E_BUSY, TPT_E_ARGUMENT, TPT_E_MEMORY. Empty text is no error: urgency "insufficient".
 */
TPT_API tpt_status tpt_session_triage(tpt_session *session, const tpt_intake *intake,
                                      const tpt_result **result, tpt_error *error);

/* The same for a text alone. */
TPT_API tpt_status tpt_session_triage_text(tpt_session *session, const char *text, size_t len,
                                           const tpt_result **result, tpt_error *error);

/*
 * The same for one JSON record (an object: text, id, country, sites, findings, medications, history
 * and any fact by its id). An unknown key is an error that names it. TPT_E_JSON with line, column
 * and pointer for a record that is not JSON.
 */
TPT_API tpt_status tpt_session_triage_json(tpt_session *session, const char *json, size_t len,
                                           const tpt_result **result, tpt_error *error);

/* ---- Forms: answers as FHIR, SurveyJS and Form.io give them ----------------------------------------------- */

/*
 * What the answers of a form mean, in the ids of a ruleset: for each item, by its linkId, code or key, whether it is free
 * text, a finding, a place, a fact... docs/forms.md has the format. Immutable once made; any number of threads may
 * use it at once.
 */
typedef struct tpt_form_map tpt_form_map;

/*
 * Reads a map and checks it against a ruleset, which must outlive it.
 *   out        receives the map; free it with tpt_form_map_free after the last call that uses it
 *   json, len  the map; the bytes may be released after the call. len may be TPT_NUL_TERMINATED.
 *              NULL: the map of the form that tpt_ruleset_write_questionnaire writes
 *   options    its allocator counts; NULL for the defaults
 *   error      filled on failure, with line, column, pointer, and "did you mean"; may be NULL
 * Returns TPT_OK, TPT_E_JSON, TPT_E_SCHEMA (an unknown key, a wrong type, an item that stands twice), TPT_E_REFERENCE
 * (a finding, site or fact that the ruleset does not have), TPT_E_TOO_LONG, TPT_E_MEMORY or TPT_E_ARGUMENT.
 */
TPT_API tpt_status tpt_form_map_new(tpt_form_map **out, const tpt_ruleset *ruleset, const char *json,
                                    size_t len, const tpt_options *options, tpt_error *error);

/* Frees a map. NULL is accepted. */
TPT_API void tpt_form_map_free(tpt_form_map *map);

/*
 * Triages the answers of a form: a FHIR R4 QuestionnaireResponse (alone, or the only one in a Bundle), or a flat form,
 * {"name": value} or {"data": {"key": value}}. The same as tpt_session_triage_json of a record that says the same.
 * What was not answered is unknown, not no. Answers that the map gives no meaning are counted, and no error.
 *   map   of the session's ruleset
 * Returns as tpt_session_triage_json. TPT_E_INPUT also for a response that was entered in error or has no known status,
 * for a FHIR modifier that is not known here, for a Bundle with none or several, and for two answers that say different
 * things of one fact.
 */
TPT_API tpt_status tpt_session_triage_form(tpt_session *session, const tpt_form_map *map, const char *json,
                                           size_t len, const tpt_result **result, tpt_error *error);

/*
 * Writes a form for a ruleset as a FHIR R4 Questionnaire: free text first, then places with their side, facts, the
 * questions of its flags, what tells its conditions apart, history and medicines. Same ruleset, same bytes.
 * Returns TPT_OK, TPT_E_WRITE, TPT_E_MEMORY or TPT_E_ARGUMENT.
 */
TPT_API tpt_status tpt_ruleset_write_questionnaire(const tpt_ruleset *ruleset, tpt_write_fn write,
                                                   void *context);

/* Writes the map of that form: what tpt_form_map_new takes for NULL. */
TPT_API tpt_status tpt_ruleset_write_form_map(const tpt_ruleset *ruleset, tpt_write_fn write, void *context);

/* ---- Cases ---------------------------------------------------------------------------------------------------- */

/*
 * Many texts in one piece of memory, as Apache Arrow lays out a column of strings: row i is the bytes
 * offsets[first + i] to offsets[first + i + 1] of `data`. Start from TPT_TEXTS_INIT. Everything is
 * borrowed for the call.
 */
typedef struct tpt_texts {
    size_t size;      /* sizeof(tpt_texts) */
    const char *data; /* UTF-8 of all rows; may be NULL where no row has text */
    size_t data_len;  /* bytes of data. Where it is not told (Arrow's C data interface): the last offset */
    const int32_t *offsets32; /* first + count + 1 of them, of Arrow's utf8 or binary */
    const int64_t *offsets64; /* or so many of its large_utf8 or large_binary; give one of the two */
    const uint8_t
        *validity; /* a bit a row, lowest first, 0 for null, also from `first` on; NULL: no row is null */
    size_t first;  /* rows to pass over: the offset of a sliced array */
    size_t count;  /* rows; with none, no pointer is looked at */
} tpt_texts;

#define TPT_TEXTS_INIT                                                                                       \
    { sizeof(tpt_texts), NULL, 0, NULL, NULL, NULL, 0, 0 }

/* What became of a row. It and all in it live until the function that takes it returns. */
typedef struct tpt_text_row {
    size_t index;             /* from 0, not counting `first` */
    tpt_status status;        /* as tpt_session_triage_text would answer */
    bool is_null;             /* its result is that of a person who said nothing: "insufficient" */
    const tpt_result *result; /* on TPT_OK and TPT_INCOMPLETE, else NULL */
    const tpt_error *error;   /* where there is no result, else NULL */
} tpt_text_row;

/* Takes a row. False to stop. It may not call the session that it comes from: that answers TPT_E_BUSY. */
typedef bool (*tpt_take_row_fn)(const tpt_text_row *row, void *context);

/*
 * Triage of each row, in order. A bad row is handed over with its error, and the next one follows.
 *   take_row   called once for each row
 *   error      filled on TPT_E_ARGUMENT and TPT_E_BUSY; may be NULL
 * Returns TPT_OK when all rows were handed over, whatever their status; TPT_CANCELLED when take_row or
 * the cancel callback stopped it; TPT_E_BUSY; TPT_E_ARGUMENT, before any row is handed over, for NULL
 * where it is forbidden and for offsets that go backwards or beyond the data. It ends the life of the
 * session's last result, and leaves none.
 */
TPT_API tpt_status tpt_session_triage_texts(tpt_session *session, const tpt_texts *texts,
                                            tpt_take_row_fn take_row, void *context, tpt_error *error);

/*
 * Runs one case: a record with "expect". On TPT_OK, `failures` tells how many expectations were not
 * met, and `report` (may be NULL) is called with a one-line message for each.
 *   result   receives the result, as for triage; may be NULL
 */
TPT_API tpt_status tpt_session_check_json(tpt_session *session, const char *json, size_t len,
                                          size_t *failures,
                                          void (*report)(const char *message, void *context), void *context,
                                          const tpt_result **result, tpt_error *error);

/* ---- Spans that somebody else found ------------------------------------------------------------ */

/* Bytes of a text, `end` exclusive. */
typedef struct tpt_span {
    size_t start, end;
} tpt_span;

/*
 * What a text says of a span: whether it is so, in the statuses of findings and on the axes of the
 * ConText algorithm (Harkema et al., J Biomed Inform 2009). All strings are static.
 */
typedef struct tpt_assertion {
    const char *status;      /* "present" "absent" "unclear" "past" "hypothetical" "other" */
    const char *negation;    /* "affirmed" "negated" "possible" */
    const char *temporality; /* "recent" "historical" "hypothetical" */
    const char *experiencer; /* "patient" "other" */
    tpt_span cue;            /* the words that decided; start == end where none did */
    tpt_span scope;          /* how far these words reach */
} tpt_assertion;

/*
 * Judges spans of a text: diseases, symptoms or whatever else another program found in it. Only the
 * pack's language and cues are used, none of its rules; words within a span are not cues.
 *   text, len   UTF-8; len may be TPT_NUL_TERMINATED. NULL with len 0: empty
 *   spans       `count` of them, in any order; they may overlap. Borrowed for the call
 *   out         receives `count` assertions, in the order of the spans
 * Returns TPT_OK; TPT_INCOMPLETE (a limit was hit: some cue may have been missed); TPT_E_INPUT (a span
 * is not within the text), TPT_E_TOO_LONG, TPT_E_BUSY, TPT_E_ARGUMENT, TPT_E_MEMORY. It ends the life
 * of the session's last result.
 */
TPT_API tpt_status tpt_session_assert(tpt_session *session, const char *text, size_t len,
                                      const tpt_span *spans, size_t count, tpt_assertion *out,
                                      tpt_error *error);

/*
 * The same for one JSON record, {"id", "text", "spans": [{"start", "end"}]}. Writes one line of JSON (no
 * line feed at its end): {"id", "spans": [{"start", "end", "status", "negation", "temporality",
 * "experiencer", "cue", "scope": {"start", "end"}}]}; "cue" and "scope" only where a cue decided.
 * Returns also TPT_E_JSON, and TPT_E_WRITE.
 */
TPT_API tpt_status tpt_session_assert_json(tpt_session *session, const char *json, size_t len,
                                           tpt_write_fn write, void *context, tpt_error *error);

/* What a session counted in its last call: for benchmarks and tests of effort. */
typedef struct tpt_counters {
    uint64_t tokens;      /* words, numbers, signs */
    uint64_t readings;    /* word readings in the lattice */
    uint64_t steps;       /* trie steps */
    uint64_t mentions;    /* concept mentions kept */
    uint64_t confirms;    /* PCRE2 matches tried */
    uint64_t allocations; /* blocks taken from the allocator during the call */
} tpt_counters;

/* Copies the counters of the last call. All zero before the first. */
TPT_API void tpt_session_counters(const tpt_session *session, tpt_counters *out);

/* ---- Result: borrowed from its session, until its next call ------------------------------------ */

/* Level names: "emergency" "urgent" "soon" "routine" "self_care" "insufficient". */
TPT_API const char *tpt_result_urgency(const tpt_result *result);
TPT_API bool tpt_result_ambulance(const tpt_result *result);
TPT_API bool tpt_result_complete(const tpt_result *result);

/* One line for each part of the answer. Strings live as long as the result; "" where there is none. */
typedef struct tpt_flag_info {
    const char *id, *cause, *level, *status /* "raised" or "unclear" */, *title, *advice;
} tpt_flag_info;
typedef struct tpt_condition_info {
    const char *id, *subtype, *label, *band /* "likely" or "possible" */;
    int score; /* 0-100 */
} tpt_condition_info;
typedef struct tpt_area_info {
    const char *id, *label, *where, *side /* "left" "right" "both" "" */, *why;
    int score; /* 0-100 */
} tpt_area_info;
typedef struct tpt_therapy_info {
    const char *id, *label, *status /* "suggested" "caution" "avoid" */, *grade, *why;
} tpt_therapy_info;

/*
 * How many there are; and number `index` (from 0). False, with *out left alone, past the last (of an area also
 * when no memory is left for its sentence).
 */
TPT_API size_t tpt_result_flag_count(const tpt_result *result);
TPT_API bool tpt_result_flag(const tpt_result *result, size_t index, tpt_flag_info *out);
TPT_API size_t tpt_result_condition_count(const tpt_result *result);
TPT_API bool tpt_result_condition(const tpt_result *result, size_t index, tpt_condition_info *out);
TPT_API size_t tpt_result_area_count(const tpt_result *result);
TPT_API bool tpt_result_area(const tpt_result *result, size_t index, tpt_area_info *out);
TPT_API size_t tpt_result_therapy_count(const tpt_result *result);
TPT_API bool tpt_result_therapy(const tpt_result *result, size_t index, tpt_therapy_info *out);

/*
 * Answers of a form that its map gives no meaning: how many, and the name of the item of some (linkId or key). NULL past
 * those that are named. They live as long as the result.
 */
TPT_API size_t tpt_result_unmapped_count(const tpt_result *result);
TPT_API const char *tpt_result_unmapped(const tpt_result *result, size_t index);

/* ---- Writing a result ------------------------------------------------------------------------- */

/* A tpt_write_fn for a stdio stream: context is a FILE *. */
TPT_API bool tpt_write_to_file(const char *bytes, size_t len, void *context);

/* The result contract as one line of JSON (no line feed at its end). Same input, same bytes. */
TPT_API tpt_status tpt_result_write_json(const tpt_result *result, tpt_write_fn write, void *context);

/*
 * The same into a buffer, with a NUL after it.
 *   buffer, capacity   may be NULL, 0 to ask for the length
 *   len                receives the length without the NUL, also on TPT_E_BUFFER
 */
TPT_API tpt_status tpt_result_json(const tpt_result *result, char *buffer, size_t capacity, size_t *len);

/*
 * The result as FHIR R4: a collection Bundle with a GuidanceResponse, what is proposed as ServiceRequests (intent
 * "proposal"), flags as DetectedIssues, profiles that fit as predictions of a RiskAssessment. Never a Condition. One line
 * of JSON; the ids are made of the result, so that the same result gives the same bytes.
 */
TPT_API tpt_status tpt_result_write_fhir(const tpt_result *result, tpt_write_fn write, void *context);

/* How the answer for a person is laid out. Start from TPT_TEXT_OPTIONS_INIT. */
typedef struct tpt_text_options {
    size_t size;
    uint32_t width; /* columns, 40 to 200; 0 means 80 */
    bool color;     /* ANSI colours; they are never the only sign */
    bool explain;   /* the sentence with what was read, corrected, denied, not understood, and why
                       each rule did or did not fire */
} tpt_text_options;

#define TPT_TEXT_OPTIONS_INIT                                                                                \
    { sizeof(tpt_text_options), 80, false, false }

/* The answer for a person, in plain words, ending with a line feed. options NULL: the defaults. */
TPT_API tpt_status tpt_result_write_text(const tpt_result *result, const tpt_text_options *options,
                                         tpt_write_fn write, void *context);

/* Writes `len` bytes of text as a JSON string, quotes included; ill-formed parts and NUL as U+FFFD. For programs that frame results. */
TPT_API tpt_status tpt_write_json_string(const char *text, size_t len, tpt_write_fn write, void *context);

#ifdef __cplusplus
}
#endif

#endif

/*
 * The SQLite extension: triage in SQL.
 *
 *   tptriage(text)           the answer as JSON
 *   tptriage_record(json)    the same for a JSON record: a form's answers, a text, or both
 *   tptriage_urgency(text)   the level of urgency alone
 *   tptriage_flags(text)     a table: a row for each flag
 *
 * A connection has one ruleset and one session, made at the first call and freed with the connection. SQLite lets one thread
 * at a time into a connection, and no call here runs another, so the session is never asked twice at once.
 */
#include <sqlite3ext.h>
#include <stdbool.h>
#include <string.h>
#include <tptriage/tptriage.h>

SQLITE_EXTENSION_INIT1

/* ---- What a connection has ------------------------------------------------------------------------------------------ */

typedef struct engine {
    tpt_ruleset *ruleset; /* NULL until the first call */
    tpt_session *session;
    unsigned users; /* registered functions and modules */
} engine;

static void engine_free(engine *e) {
    tpt_session_free(e->session);
    tpt_ruleset_free(e->ruleset);
    sqlite3_free(e);
}

static void leave(void *context) {
    engine *e = context;
    if (--e->users == 0) engine_free(e);
}

/* NULL, with the error filled, when there can be none. */
static tpt_session *session_of(engine *e, tpt_error *error) {
    if (!e->ruleset && tpt_ruleset_new_embedded(&e->ruleset, NULL, error) != TPT_OK) return NULL;
    if (!e->session && tpt_session_new(&e->session, e->ruleset, NULL, error) != TPT_OK) return NULL;
    return e->session;
}

/* ---- One call --------------------------------------------------------------------------------------------------------- */

typedef tpt_status (*ask_fn)(tpt_session *session, const char *bytes, size_t len, const tpt_result **result,
                             tpt_error *error);

/* What came of a call: a result, or why there is none. */
typedef struct answer {
    tpt_status status;
    const tpt_result *result;
    tpt_error error;
} answer;

static bool has_result(const answer *a) { return a->status == TPT_OK || a->status == TPT_INCOMPLETE; }

static tpt_status fail(answer *a, tpt_status status, const char *message) {
    a->error.code = status;
    sqlite3_snprintf(sizeof a->error.message, a->error.message, "%s", message);
    return status;
}

/* A number is no complaint, and bytes have no encoding: both are mistakes in the query. The text may hold NULs. */
static void ask(engine *e, sqlite3_value *value, ask_fn call, answer *a) {
    memset(a, 0, sizeof *a);
    if (sqlite3_value_type(value) != SQLITE_TEXT) {
        a->status = fail(a, TPT_E_ARGUMENT, "a text is wanted, not a number or a blob");
        return;
    }
    const char *bytes = (const char *)sqlite3_value_text(value);
    tpt_session *session = bytes ? session_of(e, &a->error) : NULL;
    a->status = session ? call(session, bytes, (size_t)sqlite3_value_bytes(value), &a->result, &a->error)
                : bytes ? a->error.code
                        : fail(a, TPT_E_MEMORY, "out of memory");
}

/*
 * Where only a part of the answer is asked for, nothing would tell that it is incomplete, and a flag that was not decided
 * would look as one that is not there.
 */
static void refuse_incomplete(answer *a) {
    if (a->status == TPT_INCOMPLETE)
        a->status =
            fail(a, TPT_E_TOO_LONG, "a limit was hit, and some flags are undecided: tptriage() names them");
}

static char *message_of(const char *name, const answer *a) {
    const tpt_error *error = &a->error;
    return sqlite3_mprintf("%s: %s%s%s%s%s", name, error->message, *error->pointer ? ", at " : "",
                           error->pointer, *error->hint ? ": " : "", error->hint);
}

/* ---- Functions ---------------------------------------------------------------------------------------------------------- */

typedef struct function {
    const char *name;
    ask_fn call;
    void (*give)(sqlite3_context *context, answer *a);
} function;

static bool append(const char *bytes, size_t len, void *context) {
    sqlite3_str_append(context, bytes, (int)len);
    return sqlite3_str_errcode(context) == SQLITE_OK;
}

#define SUBTYPE_JSON 'J' /* so that SQLite's JSON functions take it as JSON, not as a text */

static void give_json(sqlite3_context *context, answer *a) {
    sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(context));
    tpt_status status = tpt_result_write_json(a->result, append, out);
    int code = sqlite3_str_errcode(out), len = sqlite3_str_length(out);
    char *json = sqlite3_str_finish(out);
    if (code == SQLITE_TOOBIG) sqlite3_result_error_toobig(context);
    else if (status != TPT_OK || !json) sqlite3_result_error_nomem(context);
    else sqlite3_result_text(context, json, len, sqlite3_free);
    if (status != TPT_OK || !json) sqlite3_free(json);
    else sqlite3_result_subtype(context, SUBTYPE_JSON);
}

static void give_urgency(sqlite3_context *context, answer *a) {
    sqlite3_result_text(context, tpt_result_urgency(a->result), -1, SQLITE_TRANSIENT);
}

static const function FUNCTIONS[] = {
    {"tptriage", tpt_session_triage_text, give_json},
    {"tptriage_record", tpt_session_triage_json, give_json},
    {"tptriage_urgency", tpt_session_triage_text, give_urgency},
};

static void report(sqlite3_context *context, const char *name, const answer *a) {
    char *message = a->status == TPT_E_MEMORY ? NULL : message_of(name, a);
    if (message) sqlite3_result_error(context, message, -1);
    else sqlite3_result_error_nomem(context);
    sqlite3_free(message);
}

static void run(sqlite3_context *context, const function *f, sqlite3_value *value) {
    answer a;
    if (sqlite3_value_type(value) == SQLITE_NULL) return; /* NULL */
    ask(sqlite3_user_data(context), value, f->call, &a);
    if (f->give != give_json) refuse_incomplete(&a);
    if (has_result(&a)) f->give(context, &a);
    else report(context, f->name, &a);
}

/* SQLite hands one pointer over, and that is the engine: so each function of the table has an entry of its own. */
static void run_triage(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    run(context, &FUNCTIONS[0], values[0]);
}

static void run_record(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    run(context, &FUNCTIONS[1], values[0]);
}

static void run_urgency(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    run(context, &FUNCTIONS[2], values[0]);
}

/* ---- The table of flags ------------------------------------------------------------------------------------------------- */

enum { ID, CAUSE, LEVEL, STATUS, TITLE, FLAG_COLUMNS, TEXT = FLAG_COLUMNS };

static const char SCHEMA[] =
    "CREATE TABLE flags(id TEXT, cause TEXT, level TEXT, status TEXT, title TEXT, text HIDDEN)";

typedef struct table {
    sqlite3_vtab base;
    engine *engine;
} table;

/* Rows are copies: the result itself lives until the session's next call, which another part of the query may make. */
typedef struct row {
    char *columns[FLAG_COLUMNS];
} row;

typedef struct cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *text;
    row *rows;
    size_t count, at;
} cursor;

static int connect_table(sqlite3 *db, void *context, int count, const char *const *arguments,
                         sqlite3_vtab **out, char **error) {
    (void)count;
    (void)arguments;
    (void)error;
    int status = sqlite3_declare_vtab(db, SCHEMA);
    if (status != SQLITE_OK) return status;
    table *made = sqlite3_malloc(sizeof *made);
    if (!made) return SQLITE_NOMEM;
    *made = (table){.engine = context};
    *out = &made->base;
    return sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
}

static int disconnect_table(sqlite3_vtab *base) {
    sqlite3_free(base);
    return SQLITE_OK;
}

/* The argument is the only way in: without it there is nothing to triage. */
static int plan(sqlite3_vtab *base, sqlite3_index_info *info) {
    bool given = false;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != TEXT || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        given = true;
        if (!info->aConstraint[i].usable) continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1000;
        info->estimatedRows = 3;
        return SQLITE_OK;
    }
    if (given) return SQLITE_CONSTRAINT; /* another order of tables may do */
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("tptriage_flags: a text is wanted, as in tptriage_flags('stiff neck')");
    return SQLITE_ERROR;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
    (void)base;
    cursor *made = sqlite3_malloc(sizeof *made);
    if (!made) return SQLITE_NOMEM;
    *made = (cursor){.rows = NULL};
    *out = &made->base;
    return SQLITE_OK;
}

static void empty(cursor *c) {
    for (size_t i = 0; i < c->count; i++)
        for (size_t column = 0; column < FLAG_COLUMNS; column++) sqlite3_free(c->rows[i].columns[column]);
    sqlite3_free(c->rows);
    sqlite3_value_free(c->text);
    c->rows = NULL;
    c->text = NULL;
    c->count = c->at = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
    empty((cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

static bool copy_row(row *to, const tpt_flag_info *flag) {
    const char *const from[FLAG_COLUMNS] = {flag->id, flag->cause, flag->level, flag->status, flag->title};
    bool whole = true;
    for (size_t i = 0; i < FLAG_COLUMNS; i++) {
        to->columns[i] = sqlite3_mprintf("%s", from[i]);
        whole = whole && to->columns[i];
    }
    return whole;
}

static int fill(cursor *c, const tpt_result *result) {
    size_t count = tpt_result_flag_count(result);
    tpt_flag_info flag;
    c->rows = sqlite3_malloc64((count + 1) * sizeof *c->rows);
    if (!c->rows) return SQLITE_NOMEM;
    while (c->count < count && tpt_result_flag(result, c->count, &flag))
        if (!copy_row(&c->rows[c->count++], &flag)) return SQLITE_NOMEM;
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int plan_number, const char *plan_text, int count,
                  sqlite3_value **values) {
    (void)plan_number;
    (void)plan_text;
    cursor *c = (cursor *)base;
    answer a;
    empty(c);
    if (count != 1 || sqlite3_value_type(values[0]) == SQLITE_NULL) return SQLITE_OK; /* no text, no flags */
    ask(((table *)base->pVtab)->engine, values[0], tpt_session_triage_text, &a);
    refuse_incomplete(&a);
    if (a.status == TPT_E_MEMORY) return SQLITE_NOMEM;
    if (!has_result(&a)) {
        sqlite3_free(base->pVtab->zErrMsg);
        base->pVtab->zErrMsg = message_of("tptriage_flags", &a);
        return SQLITE_ERROR;
    }
    c->text = sqlite3_value_dup(values[0]);
    return c->text ? fill(c, a.result) : SQLITE_NOMEM;
}

static int next(sqlite3_vtab_cursor *base) {
    ((cursor *)base)->at++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base) { return ((cursor *)base)->at >= ((cursor *)base)->count; }

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int number) {
    cursor *c = (cursor *)base;
    if (number == TEXT) sqlite3_result_value(context, c->text);
    else sqlite3_result_text(context, c->rows[c->at].columns[number], -1, SQLITE_TRANSIENT);
    return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
    *out = (sqlite3_int64)((cursor *)base)->at;
    return SQLITE_OK;
}

/* Without xCreate: there in every connection, and nothing to create. */
static const sqlite3_module FLAGS = {
    .iVersion = 0,
    .xConnect = connect_table,
    .xBestIndex = plan,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = at_end,
    .xColumn = give_column,
    .xRowid = give_rowid,
};

/* ---- The entry ---------------------------------------------------------------------------------------------------------- */

#ifndef SQLITE_RESULT_SUBTYPE /* asked for from 3.45 on */
#define SQLITE_RESULT_SUBTYPE 0
#endif

/* Each registration is a user; SQLite calls `leave` for one that it refuses, too. */
static int register_all(sqlite3 *db, engine *e) {
    static void (*const ENTRIES[])(sqlite3_context *, int, sqlite3_value **) = {run_triage, run_record,
                                                                                run_urgency};
    const int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS | SQLITE_RESULT_SUBTYPE;
    int status = SQLITE_OK;
    for (size_t i = 0; status == SQLITE_OK && i < sizeof ENTRIES / sizeof *ENTRIES; i++) {
        e->users++;
        status = sqlite3_create_function_v2(db, FUNCTIONS[i].name, 1, how, e, ENTRIES[i], NULL, NULL, leave);
    }
    if (status != SQLITE_OK) return status;
    e->users++;
    return sqlite3_create_module_v2(db, "tptriage_flags", &FLAGS, e, leave);
}

__attribute__((visibility("default"))) int sqlite3_tptriage_init(sqlite3 *db, char **error,
                                                                 const sqlite3_api_routines *api);

int sqlite3_tptriage_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    (void)error;
    SQLITE_EXTENSION_INIT2(api);
    engine *e = sqlite3_malloc(sizeof *e);
    if (!e) return SQLITE_NOMEM;
    *e = (engine){.users = 1}; /* this call */
    int status = register_all(db, e);
    leave(e);
    return status;
}

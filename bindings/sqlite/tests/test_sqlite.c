/*
 * The SQLite extension in SQL: test_sqlite EXTENSION. Each row of the table below is a query and what it must give, in a
 * database of UTF-8 and in one of UTF-16; then connections that come, go and run at once. Prints TAP.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct query {
    const char *sql;
    const char *expected; /* rows and columns, joined by "|"; "-" for NULL */
    const char *error;    /* or how the message begins */
} query;

#define CAUDA "'my low back hurts, I am numb between the legs and cannot pee'"

static const query QUERIES[] = {
    /* what is asked */
    {"SELECT tptriage_urgency('stiff neck')", "routine", NULL},
    {"SELECT tptriage_urgency(" CAUDA ")", "emergency", NULL},
    {"SELECT tptriage_urgency('')", "insufficient", NULL},
    {"SELECT tptriage('stiff neck') ->> '$.urgency.level'", "routine", NULL},
    {"SELECT json_extract(json_object('a', tptriage('stiff neck')), '$.a.urgency.level')", "routine", NULL},
    {"SELECT typeof(tptriage('stiff neck')), json_valid(tptriage('stiff neck'))", "text|1", NULL},
    {"SELECT tptriage_record('{\"id\": \"p7\", \"text\": \"stiff neck\", \"age\": 44}') ->> '$.id'", "p7",
     NULL},
    {"SELECT tptriage_record(json_object('text', 'stiff neck')) = tptriage('stiff neck')", "1", NULL},
    {"SELECT id, cause, level, status FROM tptriage_flags(" CAUDA ")",
     "cauda_equina|cauda_equina|emergency|raised", NULL},
    {"SELECT title <> '' FROM tptriage_flags(" CAUDA ")", "1", NULL},
    {"SELECT count(*) FROM tptriage_flags('stiff neck')", "0", NULL},
    {"SELECT rowid, text FROM tptriage_flags('crushing chest pain') LIMIT 1", "0|crushing chest pain", NULL},
    /* over a table, and two calls in turn on the one session */
    {"SELECT n, id, tptriage_urgency('stiff neck') FROM (SELECT 1 AS n, " CAUDA
     " AS t UNION ALL SELECT 2, 'stiff neck' UNION ALL SELECT 3, NULL), tptriage_flags(t)",
     "1|cauda_equina|routine", NULL},
    {"SELECT a.id, b.id FROM tptriage_flags(" CAUDA ") a, tptriage_flags(a.title || '. ' || " CAUDA
     ") b LIMIT 1",
     "cauda_equina|cauda_equina", NULL},
    {"SELECT count(*) FROM tptriage_flags(" CAUDA ") WHERE level = 'emergency'", "1", NULL},
    {"SELECT count(*) FROM tptriage_flags WHERE text = " CAUDA, "1", NULL},
    /* NULL is NULL */
    {"SELECT tptriage(NULL), tptriage_urgency(NULL), tptriage_record(NULL)", "-|-|-", NULL},
    {"SELECT count(*) FROM tptriage_flags(NULL)", "0", NULL},
    /* a text may hold NULs and anything else */
    {"SELECT tptriage_urgency('stiff neck' || char(0) || ' and crushing chest pain')", "emergency", NULL},
    {"SELECT tptriage_urgency('crushing chest pain ' || char(0x1F600, 0x202E, 0xFFFD, 1))", "emergency",
     NULL},
    {"SELECT tptriage_urgency(CAST(x'63727573686E67206368657374207061696EFF' AS TEXT)) <> ''", "1", NULL},
    /* what is no text */
    {"SELECT tptriage(7)", NULL, "tptriage: a text is wanted, not a number or a blob"},
    {"SELECT tptriage(0.5)", NULL, "tptriage: a text is wanted"},
    {"SELECT tptriage(x'7374696666')", NULL, "tptriage: a text is wanted"},
    {"SELECT tptriage_urgency(x'')", NULL, "tptriage_urgency: a text is wanted"},
    {"SELECT * FROM tptriage_flags(7)", NULL, "tptriage_flags: a text is wanted"},
    {"SELECT * FROM tptriage_flags", NULL, "tptriage_flags: a text is wanted, as in"},
    {"SELECT * FROM tptriage_flags WHERE text > 'a'", NULL, "tptriage_flags: a text is wanted, as in"},
    {"SELECT tptriage()", NULL, "wrong number of arguments"},
    {"SELECT tptriage('a', 'b')", NULL, "wrong number of arguments"},
    {"INSERT INTO tptriage_flags VALUES (1, 2, 3, 4, 5)", NULL, "table tptriage_flags may not be modified"},
    {"CREATE VIRTUAL TABLE f USING tptriage_flags", NULL, "no such module"},
    /* what is no record, or too much */
    {"SELECT tptriage_record('{\"text\": \"stiff neck\", \"agee\": 44}')", NULL,
     "tptriage_record: unknown key \"agee\", at /agee"},
    {"SELECT tptriage_record('{\"text\": ')", NULL, "tptriage_record: ends too early"},
    {"SELECT tptriage_record('')", NULL, "tptriage_record: ends too early"},
    {"SELECT tptriage_record('{\"text\":' || replace(hex(zeroblob(500)), '0', '['))", NULL,
     "tptriage_record: "},
    {"SELECT tptriage(replace(hex(zeroblob(600000)), '0', 'x'))", NULL, "tptriage: longer than the limit"},
    {"SELECT tptriage_urgency(replace(hex(zeroblob(600000)), '0', 'x'))", NULL,
     "tptriage_urgency: longer than"},
    {"SELECT * FROM tptriage_flags(replace(hex(zeroblob(600000)), '0', 'x'))", NULL,
     "tptriage_flags: longer than"},
    /* after all that */
    {"SELECT tptriage_urgency('stiff neck')", "routine", NULL},
};

enum { QUERY_COUNT = sizeof QUERIES / sizeof *QUERIES };

static int tests, failures;

static void check(bool holds, const char *what, const char *detail) {
    printf("%sok %d - %s%s%s\n", holds ? "" : "not ", ++tests, what, *detail ? ": " : "", detail);
    failures += !holds;
}

static sqlite3 *open_database(const char *extension, const char *encoding, char **error) {
    sqlite3 *db = NULL;
    char pragma[64];
    *error = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) return db;
    snprintf(pragma, sizeof pragma, "PRAGMA encoding = '%s'", encoding);
    sqlite3_exec(db, pragma, NULL, NULL, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    sqlite3_load_extension(db, extension, NULL, error);
    return db;
}

static int add_row(void *out, int count, char **values, char **names) {
    (void)names;
    for (int i = 0; i < count; i++)
        sqlite3_str_appendf(out, "%s%s", i || sqlite3_str_length(out) ? "|" : "",
                            values[i] ? values[i] : "-");
    return 0;
}

static void run(sqlite3 *db, const query *q) {
    char *error = NULL;
    sqlite3_str *out = sqlite3_str_new(db);
    sqlite3_exec(db, q->sql, add_row, out, &error);
    const char *found = sqlite3_str_value(out);
    if (q->error)
        check(error && strncmp(error, q->error, strlen(q->error)) == 0, q->sql, error ? error : "no error");
    else
        check(!error && strcmp(found ? found : "", q->expected) == 0, q->sql,
              error   ? error
              : found ? found
                      : "");
    sqlite3_free(error);
    sqlite3_free(sqlite3_str_finish(out));
}

static void run_all(const char *extension, const char *encoding) {
    char *error;
    sqlite3 *db = open_database(extension, encoding, &error);
    check(!error, encoding, error ? error : "");
    for (int i = 0; !error && i < QUERY_COUNT; i++) run(db, &QUERIES[i]);
    sqlite3_free(error);
    check(sqlite3_close(db) == SQLITE_OK, "closes", "");
}

/* The extension twice in a connection, and a connection that never asks anything. */
static void load_twice(const char *extension) {
    char *error;
    sqlite3 *db = open_database(extension, "UTF-8", &error);
    check(!error && sqlite3_load_extension(db, extension, NULL, &error) == SQLITE_OK, "loads twice", "");
    run(db, &QUERIES[0]);
    check(sqlite3_load_extension(db, extension, "no_such_entry", &error) != SQLITE_OK,
          "another entry is refused", "");
    sqlite3_free(error);
    sqlite3_close(db);
    sqlite3_close(open_database(extension, "UTF-8", &error));
}

typedef struct worker {
    pthread_t thread;
    const char *extension;
    int rows;
} worker;

static int count_row(void *rows, int count, char **values, char **names) {
    (void)count;
    (void)names;
    *(int *)rows += values[0] && strcmp(values[0], "emergency") == 0;
    return 0;
}

static void *work(void *context) {
    worker *w = context;
    char *error;
    sqlite3 *db = open_database(w->extension, "UTF-8", &error);
    sqlite3_exec(db,
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) "
                 "SELECT tptriage_urgency(" CAUDA " || i) FROM n",
                 count_row, &w->rows, &error);
    sqlite3_free(error);
    sqlite3_close(db);
    return NULL;
}

static void run_at_once(const char *extension) {
    worker workers[4] = {{0}};
    bool all = true;
    for (int i = 0; i < 4; i++) {
        workers[i].extension = extension;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(workers[i].thread, NULL);
        all = all && workers[i].rows == 20;
    }
    check(all, "four connections in four threads", "");
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    run_all(arguments[1], "UTF-8");
    run_all(arguments[1], "UTF-16le");
    run_all(arguments[1], "UTF-16be");
    load_twice(arguments[1]);
    run_at_once(arguments[1]);
    printf("1..%d\n", tests);
    return failures != 0;
}

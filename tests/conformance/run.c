/*
 * The conformance suite, run through the C library: what goes in, and the exact bytes that must come out. README.md
 * beside this tells the format.
 *
 *   conformance check FILE...          runs every line and compares; status 1 if one differs
 *   conformance answer FILE            writes the answer to each line: what make.py puts into the suite
 *   conformance input KIND FILE...     writes what a subcommand (batch, assert) can be asked, a line each
 *   conformance compare KIND FILE...   reads the subcommand's answers to that, and compares
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/sha256.h"

typedef enum call { RECORD, TEXT, SPANS } call;

/* A line of the suite. What it points at lives in the arena until the next line. */
typedef struct line {
    const char *file;
    unsigned number;
    tpt__json json;
    const char *name;
    call call;
    const char *input;
    size_t input_len;
    bool as_written; /* errors also have the right line and column */
    const tpt__json_node *options;
} line;

/* What came out: the result, or an error. */
typedef struct answer {
    tpt__buf result;
    tpt_status status;
    tpt_error error;
} answer;

static tpt__arena arena;
static tpt_ruleset *rules;
static tpt_session *plain; /* for the lines without options */
static unsigned lines_run, lines_wrong;

static void die(const char *what, const char *which) {
    fprintf(stderr, "conformance: %s %s\n", what, which);
    exit(2);
}

/* ---- Reading a line ---------------------------------------------------------------------------------------------- */

static int sextet(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static const char *from_base64(const char *text, size_t *len) {
    char *out = TPT__NEW(&arena, char, strlen(text) + 1);
    unsigned bits = 0, held = 0;
    for (*len = 0; sextet(*text) >= 0; text++) {
        bits = bits << 6 | (unsigned)sextet(*text);
        if ((held += 6) < 8) continue;
        held -= 8;
        out[(*len)++] = (char)(bits >> held & 0xFF);
    }
    return out;
}

/* The bytes of an object or a list as they stand in the line. */
static size_t length_as_written(const char *at) {
    const char *start = at;
    int depth = 0;
    bool quoted = false;
    do {
        if (quoted && *at == '\\') at++;
        else if (*at == '"') quoted = !quoted;
        else if (!quoted && strchr("{[", *at)) depth++;
        else if (!quoted && strchr("}]", *at)) depth--;
        at++;
    } while (depth);
    return (size_t)(at - start);
}

static const struct {
    const char *key;
    call call;
    enum { OBJECT, STRING, BASE64 } form;
} INPUTS[] = {
    {"record", RECORD, OBJECT}, {"raw", RECORD, STRING},       {"raw_base64", RECORD, BASE64},
    {"text", TEXT, STRING},     {"text_base64", TEXT, BASE64}, {"assert", SPANS, OBJECT},
};

static bool read_input(line *l) {
    const tpt__json_node *node = NULL;
    size_t i = 0;
    while (i < sizeof INPUTS / sizeof *INPUTS &&
           !(node = tpt__json_member(&l->json, &l->json.items[0], INPUTS[i].key)))
        i++;
    if (!node) return false;
    l->call = INPUTS[i].call;
    l->as_written = INPUTS[i].form != OBJECT;
    l->input = INPUTS[i].form == OBJECT ? l->json.source + node->offset : node->text;
    l->input_len = INPUTS[i].form == OBJECT ? length_as_written(l->input) : node->len;
    if (INPUTS[i].form == BASE64) l->input = from_base64(node->text, &l->input_len);
    return true;
}

static const tpt__json_node *member(const line *l, const char *key) {
    return tpt__json_member(&l->json, &l->json.items[0], key);
}

static void read_line(line *l, const char *text, size_t len) {
    tpt_error error = {0};
    tpt__arena_reset(&arena);
    if (tpt__json_parse(&arena, text, len, &l->json, &error) != TPT_OK) die(l->file, error.message);
    const tpt__json_node *name = member(l, "name");
    if (!name || !read_input(l)) die(l->file, "has a line without a name or an input");
    l->name = name->text;
    l->options = member(l, "options");
}

/* Reads a whole line into *text, which grows; false at the end. */
static bool next_line(FILE *in, char **text, size_t *room, size_t *len) {
    *len = 0;
    for (int c = getc(in); c != EOF && c != '\n'; c = getc(in)) {
        if (*len + 1 >= *room) *text = realloc(*text, *room = *room ? 2 * *room : 65536);
        if (!*text) die("out of memory", "");
        (*text)[(*len)++] = (char)c;
    }
    return *len > 0;
}

typedef void (*each_fn)(line *l, void *context);

static void each_line(int count, char **files, each_fn each, void *context) {
    char *text = NULL;
    size_t room = 0, len;
    for (int i = 0; i < count; i++) {
        FILE *in = fopen(files[i], "rb");
        if (!in) die(files[i], strerror(errno));
        line l = {.file = files[i]};
        while (next_line(in, &text, &room, &len)) {
            l.number++;
            read_line(&l, text, len);
            each(&l, context);
        }
        fclose(in);
    }
    free(text);
}

/* ---- Answering --------------------------------------------------------------------------------------------------- */

static bool add_bytes(const char *bytes, size_t len, void *context) {
    tpt__buf_add(context, bytes, len);
    return true;
}

static int64_t number_option(const line *l, const char *key) {
    const tpt__json_node *node = tpt__json_member(&l->json, l->options, key);
    int64_t value = 0;
    return node && tpt__json_integer(node, &value) ? value : 0;
}

static tpt_session *session_for(const line *l) {
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_session *session = NULL;
    if (!l->options) return plain;
    const tpt__json_node *explain = tpt__json_member(&l->json, l->options, "explain");
    options.explain = explain && explain->type == TPT__JSON_TRUE;
    options.max_text_bytes = (size_t)number_option(l, "max_text_bytes");
    options.max_steps = (uint64_t)number_option(l, "max_steps");
    if (tpt_session_new(&session, rules, &options, NULL) != TPT_OK) die("no session for", l->name);
    return session;
}

static tpt_status ask(tpt_session *session, const line *l, answer *a) {
    const tpt_result *result = NULL;
    if (l->call == SPANS)
        return tpt_session_assert_json(session, l->input, l->input_len, add_bytes, &a->result, &a->error);
    tpt_status status = (l->call == TEXT ? tpt_session_triage_text : tpt_session_triage_json)(
        session, l->input, l->input_len, &result, &a->error);
    if (result && tpt_result_write_json(result, add_bytes, &a->result) != TPT_OK)
        die("cannot write", l->name);
    return status;
}

/* A change of any rule changes the hash of the pack: zeros stand for it, so that a difference shows what it did. */
static void hide_hash(char *text) {
    const char *hash = tpt_ruleset_sha256(rules);
    for (char *at = text; at && (at = strstr(at, hash));) memset(at, '0', strlen(hash));
}

static void find_answer(const line *l, answer *a) {
    tpt_session *session = session_for(l);
    *a = (answer){.result.arena = &arena};
    a->status = ask(session, l, a);
    if (a->result.bytes) hide_hash(a->result.bytes);
    if (session != plain) tpt_session_free(session);
}

/* ---- Comparing --------------------------------------------------------------------------------------------------- */

static void wrong(const line *l, const char *what, const char *expected, const char *found) {
    lines_wrong++;
    printf("not ok - %s:%u %s: %s\n  expected %s\n  found    %s\n", l->file, l->number, l->name, what,
           expected, found);
}

static void compare_string(const line *l, const tpt__json_node *error, const char *key, const char *found) {
    const tpt__json_node *node = tpt__json_member(&l->json, error, key);
    const char *expected = node ? node->text : "";
    if (strcmp(expected, found) != 0) wrong(l, key, expected, found);
}

static void compare_place(const line *l, const tpt__json_node *error, const char *key, uint32_t found) {
    char digits[20];
    snprintf(digits, sizeof digits, "%u", found);
    if (l->as_written) compare_string(l, error, key, digits);
}

static void compare_error(const line *l, const tpt__json_node *expected, const tpt_error *found) {
    compare_string(l, expected, "code", tpt_status_name(found->code));
    compare_string(l, expected, "pointer", found->pointer);
    compare_string(l, expected, "message", found->message);
    compare_string(l, expected, "hint", found->hint);
}

static void compare_hash(const line *l, const char *found, size_t len) {
    const tpt__json_node *bytes = member(l, "bytes"), *sha256 = member(l, "sha256");
    char digits[24], hex[65];
    tpt__sha256 sha;
    tpt__sha256_init(&sha);
    tpt__sha256_add(&sha, found, len);
    tpt__sha256_hex(&sha, hex);
    snprintf(digits, sizeof digits, "%zu", len);
    if (!bytes || !sha256) wrong(l, "the line", "a result, bytes and sha256, or an error", "none");
    else if (strcmp(digits, bytes->text) != 0) wrong(l, "bytes", bytes->text, digits);
    else if (strcmp(hex, sha256->text) != 0) wrong(l, "sha256", sha256->text, hex);
}

static void compare_result(const line *l, const char *found, size_t len) {
    const tpt__json_node *result = member(l, "result"), *error = member(l, "error");
    if (error) wrong(l, "status", "an error", "a result");
    else if (!result) compare_hash(l, found, len);
    else if (result->len != len || memcmp(result->text, found, len) != 0)
        wrong(l, "result", result->text, found);
}

static bool has_result(tpt_status status) { return status == TPT_OK || status == TPT_INCOMPLETE; }

static void check_line(line *l, void *context) {
    (void)context;
    answer a;
    lines_run++;
    find_answer(l, &a);
    const tpt__json_node *error = member(l, "error");
    if (has_result(a.status)) {
        compare_result(l, tpt__buf_text(&a.result), a.result.len);
    } else if (!error) {
        wrong(l, "status", "a result", a.error.message);
    } else {
        compare_error(l, error, &a.error);
        compare_place(l, error, "line", a.error.line);
        compare_place(l, error, "column", a.error.column);
    }
}

/* ---- Answers for make.py ------------------------------------------------------------------------------------------ */

static bool to_stdout(const char *bytes, size_t len, void *context) {
    (void)context;
    return fwrite(bytes, 1, len, stdout) == len;
}

static void print_member(const char *key, const char *text) {
    printf(", \"%s\": ", key);
    tpt_write_json_string(text, TPT_NUL_TERMINATED, to_stdout, NULL);
}

static void answer_line(line *l, void *context) {
    (void)context;
    answer a;
    find_answer(l, &a);
    if (has_result(a.status)) {
        printf("%s\n", tpt__buf_text(&a.result));
        return;
    }
    printf("{\"error\": {\"code\": \"%s\"", tpt_status_name(a.error.code));
    if (l->as_written) printf(", \"line\": %u, \"column\": %u", a.error.line, a.error.column);
    print_member("pointer", a.error.pointer);
    print_member("message", a.error.message);
    print_member("hint", a.error.hint);
    printf("}}\n");
}

/* ---- The command --------------------------------------------------------------------------------------------------- */

/* Whether a subcommand that reads a record a line can be asked this. */
static bool fits(const line *l, const char *kind) {
    if (l->options || l->call != (strcmp(kind, "assert") == 0 ? SPANS : RECORD)) return false;
    if (memchr(l->input, '\n', l->input_len) || memchr(l->input, '\r', l->input_len)) return false;
    return l->input_len > 0 && strspn(l->input, " \t") < l->input_len; /* it skips blank lines */
}

static void print_input(line *l, void *context) {
    if (fits(l, context) && fwrite(l->input, 1, l->input_len, stdout) == l->input_len) putchar('\n');
}

static const char *text_at(const tpt__json *json, const char *pointer) {
    const tpt__json_node *node = tpt__json_at(json, pointer);
    return node && node->text ? node->text : "";
}

/* {"line": 7, "error": {"code": ...}}: what the command writes for a bad record. */
static void compare_bad_record(const line *l, const tpt__json_node *expected, const char *text, size_t len) {
    tpt__json found;
    if (tpt__json_parse(&arena, text, len, &found, NULL) != TPT_OK) {
        wrong(l, "the answer", "JSON", text);
        return;
    }
    compare_string(l, expected, "code", text_at(&found, "/error/code"));
    compare_string(l, expected, "pointer", text_at(&found, "/error/pointer"));
    compare_string(l, expected, "message", text_at(&found, "/error/message"));
    compare_string(l, expected, "hint", text_at(&found, "/error/hint"));
}

static void compare_line(line *l, void *kind) {
    static char *text;
    static size_t room;
    size_t len;
    if (!fits(l, kind)) return;
    lines_run++;
    if (!next_line(stdin, &text, &room, &len)) die("no answer to", l->name);
    text[len] = '\0';
    hide_hash(text);
    const tpt__json_node *error = member(l, "error");
    if (error) compare_bad_record(l, error, text, len);
    else compare_result(l, text, len);
}

/* ---- The program ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int arguments; /* before the files */
    each_fn each;
    bool compares;
} MODES[] = {
    {"check", 2, check_line, true},
    {"answer", 2, answer_line, false},
    {"input", 3, print_input, false},
    {"compare", 3, compare_line, true},
};

static int report(void) {
    if (!lines_run) die("nothing was run", "");
    printf("%u lines, %u differ\n", lines_run, lines_wrong);
    if (lines_wrong) printf("if that is as it should be: ./dev conformance, and look at the difference\n");
    return lines_wrong != 0;
}

int main(int argc, char **argv) {
    size_t mode = 0, modes = sizeof MODES / sizeof *MODES;
    while (argc > 1 && mode < modes && strcmp(MODES[mode].name, argv[1]) != 0) mode++;
    if (argc < 2 || mode == modes || argc <= MODES[mode].arguments)
        die("usage: see", "tests/conformance/run.c");
    tpt__arena_init(&arena, NULL);
    if (tpt_ruleset_new_embedded(&rules, NULL, NULL) || tpt_session_new(&plain, rules, NULL, NULL))
        die("no session", "");
    int first = MODES[mode].arguments;
    each_line(argc - first, argv + first, MODES[mode].each, argv[2]);
    tpt_session_free(plain);
    tpt_ruleset_free(rules);
    tpt__arena_free(&arena);
    return MODES[mode].compares ? report() : 0;
}

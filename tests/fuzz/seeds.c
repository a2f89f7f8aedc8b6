/*
 * Makes what the fuzz targets begin with, from the packs and their cases: seeds and dictionaries.
 *
 *   fuzz_seeds OUT    in the project's folder; fills OUT/NAME/ and OUT/NAME.dict for each target
 */
#include <dirent.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/map.h"
#include "fuzz.h"

#define FILE_BYTES (1 << 21)
#define SEED_BYTES 2000 /* a longer seed slows the fuzzer down */
#define EVERY_TEXT 23   /* of so many records one is taken: each kind stands next to its like */
#define EVERY_RECORD 61
#define EVERY_PATTERN 3

typedef struct maker {
    tpt__arena arena;
    const char *out;
    tpt__map words[4];     /* of each dictionary */
    size_t seeds[4], seen; /* written for each target; looked at */
} maker;

enum { TEXT, RECORD, PACK, PATTERN };
static const char *const NAMES[] = {"text", "record", "pack", "pattern"};

/* ---- Writing ---------------------------------------------------------------------------------------------------- */

static void write_seed(maker *m, int target, const char *bytes, size_t len) {
    char path[1024];
    if (len > SEED_BYTES && target != PACK) return;
    snprintf(path, sizeof path, "%s/%s/seed_%03zu", m->out, NAMES[target], m->seeds[target]++);
    FILE *file = fopen(path, "wb");
    FUZZ_HOLDS(file && fwrite(bytes, 1, len, file) == len);
    fclose(file);
}

/* A line of a dictionary; each word once. */
static void add_word(maker *m, int target, const char *word, size_t len) {
    char path[1024];
    if (!len || len > 60 || tpt__map_get(&m->words[target], word, len) != TPT__NONE) return;
    tpt__map_set(&m->arena, &m->words[target], tpt__arena_copy(&m->arena, word, len), len, 1);
    snprintf(path, sizeof path, "%s/%s.dict", m->out, NAMES[target]);
    FILE *file = fopen(path, "ab");
    FUZZ_HOLDS(file != NULL);
    fputc('"', file);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)word[i];
        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\') fprintf(file, "\\x%02X", byte);
        else fputc(byte, file);
    }
    fputs("\"\n", file);
    fclose(file);
}

/* ---- Reading ------------------------------------------------------------------------------------------------------ */

typedef void visitor(maker *m, const char *path, const char *bytes, size_t len);

static void visit_file(maker *m, const char *path, visitor *visit) {
    char *bytes = malloc(FILE_BYTES);
    FILE *file = fopen(path, "rb");
    FUZZ_HOLDS(file && bytes);
    visit(m, path, bytes, fread(bytes, 1, FILE_BYTES, file));
    fclose(file);
    free(bytes);
}

static void visit_all(maker *m, const char *folder, visitor *visit) {
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    FUZZ_HOLDS(count > 0);
    for (int i = 0; i < count; i++) {
        char path[1024];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] == '.' || stat(path, &info) != 0) (void)0;
        else if (S_ISDIR(info.st_mode)) visit_all(m, path, visit);
        else visit_file(m, path, visit);
        free(entries[i]);
    }
    free(entries);
}

static bool parse(maker *m, const char *bytes, size_t len, tpt__json *json) {
    return tpt__json_parse(&m->arena, bytes, len, json, NULL) == TPT_OK;
}

/* ---- Records: texts, records, spans --------------------------------------------------------------------------------- */

static void add_spans(maker *m, const tpt__json_node *text) {
    char record[SEED_BYTES + 200];
    if (text->len < 20 || text->len > 400 || strpbrk(text->text, "\"\\\n\r\t")) return;
    int len =
        snprintf(record, sizeof record,
                 "{\"id\": %zu, \"text\": \"%s\", \"spans\": [{\"start\": 3, \"end\": 8}, {\"start\": 9, "
                 "\"end\": 14}]}",
                 m->seen, text->text);
    write_seed(m, RECORD, record, (size_t)len);
}

static void add_keys(maker *m, int target, const tpt__json *json) {
    for (uint32_t i = 0; i < json->count; i++)
        if (json->items[i].key) add_word(m, target, json->items[i].key, json->items[i].key_len);
}

static void add_record(maker *m, const char *line, size_t len) {
    tpt__json json;
    if (!len || !parse(m, line, len, &json)) return;
    const tpt__json_node *text = tpt__json_member(&json, &json.items[0], "text");
    m->seen++;
    add_keys(m, RECORD, &json);
    if (text && m->seen % EVERY_TEXT == 0) write_seed(m, TEXT, text->text, text->len);
    if (m->seen % EVERY_RECORD == 0) write_seed(m, RECORD, line, len);
    if (text && m->seen % (3 * EVERY_RECORD) == 0) add_spans(m, text);
}

static void visit_records(maker *m, const char *path, const char *bytes, size_t len) {
    (void)path;
    for (const char *at = bytes, *end = bytes + len; at < end;) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        if (!line) line = end;
        add_record(m, at, (size_t)(line - at));
        at = line + 1;
    }
}

/* ---- Rules: words, ids and patterns ----------------------------------------------------------------------------------- */

static void add_phrase(maker *m, const char *phrase) {
    while (*phrase) {
        size_t len = strcspn(phrase, " |?{}<>=,");
        add_word(m, TEXT, phrase, len);
        phrase += len + (phrase[len] != '\0');
    }
}

static void add_pattern(maker *m, const tpt__json *json, const tpt__json_node *object) {
    static size_t seen;
    const tpt__json_node *regex = tpt__json_member(json, object, "regex"),
                         *words = tpt__json_member(json, object, "words");
    tpt__buf seed = {.arena = &m->arena};
    if (!regex || !words || seen++ % EVERY_PATTERN) return;
    tpt__buf_add(&seed, regex->text, regex->len);
    for (int round = 0; round < 2; round++) { /* the words, then a text of them */
        tpt__buf_add_string(&seed, "\n");
        for (const tpt__json_node *word = tpt__json_first(json, words); word;
             word = tpt__json_next(json, word)) {
            tpt__buf_add(&seed, word->text, word->len);
            if (word->next != TPT__NONE) tpt__buf_add_string(&seed, " ");
        }
    }
    write_seed(m, PATTERN, tpt__buf_text(&seed), seed.len);
}

/* Is it an element of the list that the key names? */
static bool is_in(const tpt__json *json, const tpt__json_node *node, const char *list) {
    const char *key = node->parent == TPT__NONE ? NULL : json->items[node->parent].key;
    return node->type == TPT__JSON_STRING && key && strcmp(key, list) == 0;
}

static void visit_rules(maker *m, const char *path, const char *bytes, size_t len) {
    tpt__json json;
    if (!strstr(path, ".json") || strstr(path, ".jsonl") || !parse(m, bytes, len, &json)) return;
    add_keys(m, PACK, &json);
    for (uint32_t i = 0; i < json.count; i++) {
        const tpt__json_node *node = &json.items[i];
        if (is_in(&json, node, "terms")) add_phrase(m, node->text);
        if (node->key && strcmp(node->key, "id") == 0 &&
            (strstr(path, "/findings/") || strstr(path, "/facts/")))
            add_word(m, RECORD, node->text, node->len);
        if (node->type == TPT__JSON_OBJECT) add_pattern(m, &json, node);
    }
}

/* ---- Packs: each folder of bad files, and each file of the good ones, as an input ------------------------------------------ */

static void lay(tpt__buf *seed, const char *path, const char *bytes, size_t len) {
    tpt__buf_add_string(seed, "@");
    tpt__buf_add_string(seed, path);
    tpt__buf_add_string(seed, "\n");
    tpt__buf_add(seed, bytes, len);
}

/* "tests/packs/mini/flags/flags.json" is "flags/flags.json" in the pack. */
static const char *within(const char *path, unsigned folders) {
    while (folders--) path = strchr(path, '/') + 1;
    return path;
}

static void add_pack_file(maker *m, const char *path, const char *bytes, size_t len, unsigned folders) {
    tpt__buf seed = {.arena = &m->arena};
    if (!strstr(path, ".json") || len > 3 * SEED_BYTES) return;
    lay(&seed, within(path, folders), bytes, len);
    write_seed(m, PACK, tpt__buf_text(&seed), seed.len);
}

static void visit_good(maker *m, const char *path, const char *bytes, size_t len) {
    add_pack_file(m, path, bytes, len, 3);
}

static void visit_bad(maker *m, const char *path, const char *bytes, size_t len) {
    add_pack_file(m, path, bytes, len, 4);
}

static void add_signs(maker *m) {
    static const char *const signs[] = {
        "(?:",    "(?=", "(?!", "(?<=", "(?<!",      "(?>",          "(?|",     "\\b",   "\\w", "\\s",
        "\\d",    "\\K", "\\S", "[^",   "{0,",       ",}",           "*+",      "?+",    "*?",  "(?i)",
        "\\p{L}", "\\X", "\\R", "(?R)", "(*ACCEPT)", "\\1",          "(?<n>",   "(?(1)", "\\Q", "\\E",
        "$",      "^",   "\\A", "\\G",  "\xC3\xA9",  "\xE2\x80\x99", "\xCC\x81"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        add_word(m, PATTERN, signs[i], strlen(signs[i]));
}

/* What typography can do to a text; emoji, other scripts, ill-formed bytes. */
static void add_typography(maker *m) {
    static const char *const signs[] = {"'s",
                                        "n't",
                                        "\xE2\x80\x99",
                                        "...",
                                        "?!",
                                        " - ",
                                        "/",
                                        ": ",
                                        "; ",
                                        "\n- ",
                                        "\n\n",
                                        "(",
                                        ")",
                                        "\xC2\xAD",
                                        "\xE2\x80\x8D",
                                        "\xCC\x81",
                                        "\xF0\x9F\xA4\x95",
                                        "\xEF\xAC\x81",
                                        "\xC4\xB0",
                                        "\xC3\x9F",
                                        "\xFF",
                                        "\xC2\xBD",
                                        "3/7",
                                        "2/52",
                                        "10/10",
                                        "x",
                                        "1.5",
                                        "_",
                                        "0",
                                        "\xE2\x85\xA7"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) add_word(m, TEXT, signs[i], strlen(signs[i]));
}

static void make_folders(const maker *m) {
    mkdir(m->out, 0777);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", m->out, NAMES[i]);
        mkdir(path, 0777);
        snprintf(path, sizeof path, "%s/%s.dict", m->out, NAMES[i]);
        remove(path);
    }
}

int main(int argc, char **argv) {
    static maker m;
    jmp_buf trap;
    if (argc != 2 || setjmp(trap)) return 2;
    fuzz_arena_init(&m.arena, &trap);
    m.out = argv[1];
    make_folders(&m);
    add_signs(&m);
    add_typography(&m);
    visit_all(&m, "rules/msk/cases", visit_records);
    visit_all(&m, "tests/language", visit_records);
    visit_all(&m, "rules/msk", visit_rules);
    visit_all(&m, "tests/packs/mini", visit_good);
    visit_all(&m, "tests/packs/es", visit_good);
    visit_all(&m, "tests/packs/bad", visit_bad);
    tpt__arena_free(&m.arena);
    printf("%zu texts, %zu records, %zu packs, %zu patterns\n", m.seeds[TEXT], m.seeds[RECORD], m.seeds[PACK],
           m.seeds[PATTERN]);
    return 0;
}

/*
 * embed: turns data into C sources. A host tool, built first and run at build time; libc only.
 *
 *   embed pack OUT.c DIR              the .json files below DIR (cases are .jsonl), for engine/pack/embedded.h
 *   embed words OUT.c NAME LIST...    the words of the lists, for engine/match/wordset.h
 *
 * Same data, same bytes out: files go by strcmp of their paths, words are sorted, nothing says when or where.
 * Bytes are written as string literals, which compilers read many times faster than lists of integers.
 * Any failure ends the program with a message and status 1, and leaves no OUT.c behind.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "match/wordset.h"

/* One false positive in a thousand: ln(1000) / ln(2)^2 = 14.4 bits a word, and log2(1000) = 10 probes. */
enum { BITS_PER_10_WORDS = 144, HASH_COUNT = 10 };

/* Strings, each with memory of its own. */
typedef struct list {
    char **items;
    size_t count, capacity;
} list;

static _Noreturn void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *grow(void *block, size_t size) {
    void *grown = realloc(block, size);
    if (!grown) die("out of memory");
    return grown;
}

static void list_add(list *l, const char *bytes, size_t len) {
    if (l->count == l->capacity) {
        l->capacity = l->capacity ? 2 * l->capacity : 256;
        l->items = grow(l->items, l->capacity * sizeof *l->items);
    }
    char *copy = grow(NULL, len + 1);
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    l->items[l->count++] = copy;
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_sort(list *l) {
    if (l->count) qsort(l->items, l->count, sizeof *l->items, compare_strings);
}

static void list_free(list *l) {
    for (size_t i = 0; i < l->count; i++) free(l->items[i]);
    free(l->items);
}

/* "a/b", to be freed. An empty `a` gives "b". */
static char *join_path(const char *a, const char *b) {
    size_t size = strlen(a) + strlen(b) + 2;
    char *path = grow(NULL, size);
    snprintf(path, size, "%s%s%s", a, *a ? "/" : "", b);
    return path;
}

/* All bytes of a file, with a NUL after them; to be freed. */
static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    if (!file) die("%s: %s", path, strerror(errno));
    size_t capacity = 1 << 16, count = 0;
    char *bytes = grow(NULL, capacity);
    for (size_t got; (got = fread(bytes + count, 1, capacity - count - 1, file)) > 0;) {
        count += got;
        if (count == capacity - 1) bytes = grow(bytes, capacity *= 2);
    }
    if (ferror(file)) die("%s: %s", path, strerror(errno));
    fclose(file);
    bytes[count] = '\0';
    *len = count;
    return bytes;
}

/* The bytes as a string literal, a line of source for each line of text. Three octal digits end an escape
 * for sure; `?` is escaped against trigraphs. */
static void write_literal(FILE *out, const char *bytes, size_t len) {
    fputc('"', out);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\n') fputs(i + 1 < len ? "\\n\"\n\"" : "\\n", out);
        else if (byte == '"' || byte == '\\' || byte == '?') fprintf(out, "\\%c", byte);
        else if (byte >= 32 && byte < 127) fputc(byte, out);
        else fprintf(out, "\\%03o", byte);
    }
    fputc('"', out);
}

/* ---- pack ---------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len > end_len && strcmp(text + len - end_len, end) == 0;
}

/* Adds the rule files in `root`/`folder` and below, by their paths from `root`. Not the hidden ones. */
static void collect_files(const char *root, const char *folder, list *files) {
    char *path = *folder ? join_path(root, folder) : join_path("", root);
    DIR *dir = opendir(path);
    if (!dir) die("%s: %s", path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        char *relative = join_path(folder, entry->d_name);
        char *full = join_path(root, relative);
        struct stat status;
        if (stat(full, &status) != 0) die("%s: %s", full, strerror(errno));
        if (S_ISDIR(status.st_mode)) collect_files(root, relative, files);
        else if (ends_with(relative, ".json")) list_add(files, relative, strlen(relative));
        free(full);
        free(relative);
    }
    closedir(dir);
    free(path);
}

static void write_pack(FILE *out, const char *root) {
    list files = {0};
    collect_files(root, "", &files);
    if (files.count == 0) die("%s: no .json file in it", root);
    list_sort(&files);

    size_t *sizes = grow(NULL, files.count * sizeof *sizes);
    fputs("#include \"pack/embedded.h\"\n", out);
    for (size_t i = 0; i < files.count; i++) {
        char *path = join_path(root, files.items[i]);
        char *bytes = read_file(path, &sizes[i]);
        fprintf(out, "\nstatic const char file_%zu[] =\n", i);
        write_literal(out, bytes, sizes[i]);
        fputs(";\n", out);
        free(bytes);
        free(path);
    }
    fputs("\nstatic const tpt_pack_file files[] = {\n", out);
    for (size_t i = 0; i < files.count; i++) {
        fputs("    {", out);
        write_literal(out, files.items[i], strlen(files.items[i]));
        fprintf(out, ", file_%zu, %zu},\n", i, sizes[i]);
    }
    fprintf(out, "};\nconst tpt__embedded tpt__embedded_pack = {NULL, files, %zu};\n", files.count);
    free(sizes);
    list_free(&files);
}

/* ---- words --------------------------------------------------------------------------------- */

/* Adds the words of a list, one a line: lower case, without 's. Leaves out what is not all ASCII letters. */
static void collect_words(const char *path, list *words) {
    size_t size;
    char *bytes = read_file(path, &size);
    for (char *line = bytes, *next; line < bytes + size; line = next + 1) {
        next = line + strcspn(line, "\n");
        size_t len = (size_t)(next - line), letters = 0;
        if (len > 0 && line[len - 1] == '\r') len--;
        if (len > 2 && line[len - 2] == '\'' && line[len - 1] == 's') len -= 2;
        for (; letters < len; letters++) {
            if (line[letters] >= 'A' && line[letters] <= 'Z')
                line[letters] = (char)(line[letters] - 'A' + 'a');
            if (line[letters] < 'a' || line[letters] > 'z') break;
        }
        if (letters == len && len >= 2) list_add(words, line, len);
    }
    free(bytes);
}

/* Sorts the words and drops the second and further of the same. */
static void unify_words(list *words) {
    list_sort(words);
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (kept > 0 && strcmp(words->items[i], words->items[kept - 1]) == 0) free(words->items[i]);
        else words->items[kept++] = words->items[i];
    }
    words->count = kept;
}

/* The first prime from `n` on: then the probes of a word are all different bits. */
static uint32_t next_prime(uint32_t n) {
    for (n |= 1;; n += 2) {
        uint32_t divisor = 3;
        while (divisor <= n / divisor && n % divisor) divisor += 2;
        if (divisor > n / divisor) return n;
    }
}

static void write_words(FILE *out, const char *name, char **paths, int path_count) {
    list words = {0};
    for (int i = 0; i < path_count; i++) collect_words(paths[i], &words);
    unify_words(&words);
    if (words.count < 1000 || words.count > 10000000)
        die("%s: %zu words can't be right", paths[0], words.count);

    uint32_t bit_count = next_prime((uint32_t)(words.count * BITS_PER_10_WORDS / 10));
    size_t byte_count = (bit_count + 7) / 8;
    char *bits = grow(NULL, byte_count);
    memset(bits, 0, byte_count);
    for (size_t i = 0; i < words.count; i++) {
        uint64_t hash = tpt__wordset_hash(words.items[i], strlen(words.items[i]));
        for (uint32_t probe = 0; probe < HASH_COUNT; probe++) {
            uint32_t bit = tpt__wordset_probe(hash, probe, bit_count);
            bits[bit >> 3] = (char)((unsigned char)bits[bit >> 3] | 1u << (bit & 7));
        }
    }
    fputs("#include \"match/wordset.h\"\n\nstatic const uint8_t bits[] =\n", out);
    write_literal(out, bits, byte_count);
    fprintf(out, ";\n\nconst tpt__wordset tpt__wordsets[1] = {{\"%s\", bits, %uu, %uu, %zuu}};\n", name,
            (unsigned)bit_count, (unsigned)HASH_COUNT, words.count);
    fputs("const size_t tpt__wordset_count = 1;\n", out);
    free(bits);
    list_free(&words);
}

/* -------------------------------------------------------------------------------------------- */

/* Written beside and renamed, so that a failed run leaves nothing that a build would take for done. */
int main(int argc, char **argv) {
    bool pack = argc == 4 && strcmp(argv[1], "pack") == 0;
    bool words = argc >= 5 && strcmp(argv[1], "words") == 0;
    if (!pack && !words) die("usage: embed pack OUT.c DIR | embed words OUT.c NAME LIST...");

    size_t size = strlen(argv[2]) + sizeof ".new";
    char *unfinished = grow(NULL, size);
    snprintf(unfinished, size, "%s.new", argv[2]);
    FILE *out = fopen(unfinished, "wb");
    if (!out) die("%s: %s", unfinished, strerror(errno));
    fprintf(out, "/* Generated by cmake/embed.c. Do not edit. */\n");
    if (pack) write_pack(out, argv[3]);
    else write_words(out, argv[3], argv + 4, argc - 4);
    if (ferror(out) | fclose(out)) die("%s: cannot write", unfinished);
    if (rename(unfinished, argv[2]) != 0) die("%s: %s", argv[2], strerror(errno));
    free(unfinished);
    return 0;
}

/*
 * image: loads a pack and writes the frozen ruleset as a C source, for engine/pack/embedded.h. A host tool, built of the same
 * objects as the library and run at build time.
 *
 *   image OUT.c DIR [TRIES]     TRIES: how often it may run itself again, see run_again
 *
 * Nothing here knows the tables. The pack is loaded twice, each block of memory in a page of its own, and the two are laid side
 * by side: where two words differ and each points to the same place of the same block, there is a pointer. Followed from the
 * ruleset, pointers lead to all blocks that are in use; what loading left behind is dropped. Blocks without pointers that are
 * the same are written once.
 *
 * Same pack, same compiler, same bytes out, as far as the compiler leaves the padding of structs alone. Any failure ends the
 * program with a message and status 1, and leaves no OUT.c behind: a pack that does not load, or a ruleset that points outside
 * of its memory.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pack/embedded.h"
#include "pack/pack.h"

/* The library asks for one: this program has none. */
const tpt__embedded tpt__embedded_pack = {NULL, NULL, 0};

static _Noreturn void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("image: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *grow(void *block, size_t size) {
    void *grown = realloc(block, size ? size : 1);
    if (!grown) die("out of memory");
    return grown;
}

/* ---- A pack, loaded ------------------------------------------------------------------------------------------------- */

typedef struct block {
    char *bytes;
    size_t size;
} block;

typedef struct loaded {
    tpt_ruleset ruleset;
    tpt__arena scratch;
    block *blocks; /* in the order in which they were made; the ruleset is number 0 */
    size_t count;
    const void *patterns; /* compiled */
    size_t patterns_size;
} loaded;

static void add_block(void *bytes, size_t size, void *context) {
    loaded *into = context;
    if ((into->count & (into->count - 1)) == 0)
        into->blocks = grow(into->blocks, 2 * (into->count + 1) * sizeof *into->blocks);
    into->blocks[into->count++] = (block){bytes, size};
}

/* What only loading needs, and what a ruleset has of its own, is no part of an image. Cases are not built in. */
static void strip(tpt_ruleset *ruleset) {
    ruleset->match.vocab.arena = NULL;
    ruleset->match.vocab.term_scratch = NULL;
    memset(&ruleset->cases, 0, sizeof ruleset->cases);
    memset(&ruleset->arena, 0, sizeof ruleset->arena);
}

static void print_mistake(const tpt_diagnostic *found, void *folder) {
    if (found->status == TPT_OK) return; /* it loads all the same */
    fprintf(stderr, "%s/%s:%u:%u: %s [%s]%s%s\n", (const char *)folder, found->file, (unsigned)found->line,
            (unsigned)found->column, found->message, found->code, *found->hint ? "; " : "", found->hint);
}

/* Who writes rules has no library to look them over with before this has run: so it tells all that is wrong. */
static _Noreturn void refuse(char *folder) {
    tpt_error error = {0};
    if (tpt_pack_lint_path(folder, NULL, print_mistake, folder, NULL, &error) != TPT_OK)
        die("%s: %s", error.source, error.message);
    die("the pack in %s cannot be loaded", folder);
}

static void load(loaded *out, char *folder) {
    tpt_pack_file *files;
    size_t count;
    jmp_buf trap;
    memset(out, 0, sizeof *out);
    tpt__arena *arena = &out->ruleset.arena;
    tpt__arena_init(arena, NULL);
    arena->page_bytes = 0;
    tpt__arena_init(&out->scratch, NULL);
    if (setjmp(trap)) die("out of memory");
    arena->trap = out->scratch.trap = &trap;
    if (tpt__pack_read_folder(&out->scratch, folder, &files, &count, NULL) != TPT_OK ||
        tpt__pack_load(&out->ruleset, &out->scratch, files, count, NULL) != TPT_OK)
        refuse(folder);
    tpt__arena_free(&out->scratch);
    tpt__image_fit(&out->ruleset);
    out->patterns = tpt__patterns_freeze(arena, tpt__image_patterns(&out->ruleset),
                                         out->ruleset.match.patterns.count, &out->patterns_size);
    if (!out->patterns && out->ruleset.match.patterns.count) die("PCRE2 cannot write its compiled patterns");
    add_block(&out->ruleset, sizeof out->ruleset, out);
    tpt__arena_each_page(arena, add_block, out);
}

/* ---- Two of the same, side by side ---------------------------------------------------------------------------------- */

typedef struct place {
    size_t block, offset;
} place;

typedef struct pointer {
    place from, to;
} pointer;

typedef struct tracer {
    loaded a, b;
    const block **by_address; /* of a */
    bool *used, *moves;       /* by block: is it led to, has it pointers */
    size_t *todo, todo_count;
    pointer *pointers;
    size_t pointer_count;
    uintptr_t (*mapped)[2]; /* files that this program has in memory */
    size_t mapped_count;
    char **arguments; /* of this program */
    long tries;       /* that are left */
} tracer;

static int by_address(const void *left, const void *right) {
    const block *a = *(const block *const *)left, *b = *(const block *const *)right;
    return a->bytes < b->bytes ? -1 : a->bytes > b->bytes;
}

/* The block of the first loading that an address lies in, its end too. */
static bool locate(const tracer *t, uintptr_t address, place *out) {
    size_t low = 0, high = t->a.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)t->by_address[middle]->bytes <= address) low = middle + 1;
        else high = middle;
    }
    if (!low || address - (uintptr_t)t->by_address[low - 1]->bytes > t->by_address[low - 1]->size)
        return false;
    out->block = (size_t)(t->by_address[low - 1] - t->a.blocks);
    out->offset = address - (uintptr_t)t->by_address[low - 1]->bytes;
    return true;
}

#define TRIES 4

/*
 * Two small numbers side by side look like an address once in some hundred runs. The system lays a program out anew each time that
 * it runs, so what looks like one by chance does so no more, and what is one is found again.
 */
static void run_again(const tracer *t) {
    char left[24];
    snprintf(left, sizeof left, "%ld", t->tries - 1);
    if (t->tries > 0)
        execl(t->arguments[0], t->arguments[0], t->arguments[1], t->arguments[2], left, (char *)NULL);
}

static _Noreturn void point_outside(const tracer *t, place at) {
    run_again(t);
    die("block %zu of %zu bytes, at %zu: the ruleset points outside of its memory, "
        "or a struct was copied there with an address in its padding (fill its members one by one)",
        at.block, t->a.blocks[at.block].size, at.offset);
}

/*
 * A word that is the same in both is a number, unless it is the address of something outside: a constant of the program, say.
 * Those are told by the files that the system says are mapped, where it says so; not below 4 GiB, where numbers are.
 */
static void check_number(const tracer *t, place at, uintptr_t word) {
    if (word <= UINT32_MAX) return;
    for (size_t i = 0; i < t->mapped_count; i++)
        if (word >= t->mapped[i][0] && word < t->mapped[i][1]) point_outside(t, at);
}

static void use(tracer *t, size_t number) {
    if (t->used[number]) return;
    t->used[number] = true;
    t->todo[t->todo_count++] = number;
}

static void add_pointer(tracer *t, pointer found) {
    if ((t->pointer_count & (t->pointer_count - 1)) == 0)
        t->pointers = grow(t->pointers, 2 * (t->pointer_count + 1) * sizeof *t->pointers);
    t->pointers[t->pointer_count++] = found;
    t->moves[found.from.block] = true;
    use(t, found.to.block);
}

/*
 * Two words that are no pointers and begin alike: behind a value that is shorter than a word may be padding, of whose bytes C
 * says nothing. They are cleared, so that the image is the same each time.
 */
static void clear_padding(const tracer *t, place at) {
    char *a = t->a.blocks[at.block].bytes + at.offset;
    const char *b = t->b.blocks[at.block].bytes + at.offset;
    size_t same = 0;
    while (a[same] == b[same]) same++;
    if (!same)
        die("loading twice gives different things (block %zu of %zu bytes, at %zu)", at.block,
            t->a.blocks[at.block].size, at.offset);
    memset(a + same, 0, sizeof(void *) - same);
}

static void read_word(tracer *t, place at) {
    uintptr_t a, b;
    pointer found = {.from = at};
    memcpy(&a, t->a.blocks[at.block].bytes + at.offset, sizeof a);
    memcpy(&b, t->b.blocks[at.block].bytes + at.offset, sizeof b);
    if (a == b) check_number(t, at, a);
    else if (locate(t, a, &found.to) && found.to.block &&
             b == (uintptr_t)t->b.blocks[found.to.block].bytes + found.to.offset)
        add_pointer(t, found);
    else clear_padding(t, at);
}

static void read_mapped(tracer *t) {
    char line[512];
    unsigned long long from, to;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        if (!strchr(line, '/') || sscanf(line, "%llx-%llx", &from, &to) != 2) continue;
        t->mapped = grow(t->mapped, (t->mapped_count + 1) * sizeof *t->mapped);
        t->mapped[t->mapped_count][0] = (uintptr_t)from;
        t->mapped[t->mapped_count++][1] = (uintptr_t)to;
    }
    if (maps) fclose(maps);
}

static void compare_blocks(const tracer *t) {
    if (t->a.count != t->b.count) die("loading twice takes memory differently");
    for (size_t i = 0; i < t->a.count; i++)
        if (t->a.blocks[i].size != t->b.blocks[i].size) die("loading twice takes memory differently");
    if (t->a.patterns_size != t->b.patterns_size ||
        (t->a.patterns_size && memcmp(t->a.patterns, t->b.patterns, t->a.patterns_size) != 0))
        die("compiling the patterns twice gives different things");
}

/* From the ruleset to all that it leads to. */
static void trace(tracer *t) {
    compare_blocks(t);
    strip(&t->a.ruleset);
    strip(&t->b.ruleset);
    t->by_address = grow(NULL, t->a.count * sizeof *t->by_address);
    for (size_t i = 0; i < t->a.count; i++) t->by_address[i] = &t->a.blocks[i];
    qsort(t->by_address, t->a.count, sizeof *t->by_address, by_address);
    t->used = memset(grow(NULL, t->a.count), 0, t->a.count);
    t->moves = memset(grow(NULL, t->a.count), 0, t->a.count);
    t->todo = grow(NULL, t->a.count * sizeof *t->todo);
    read_mapped(t);
    use(t, 0);
    t->moves[0] = true;
    while (t->todo_count) {
        size_t number = t->todo[--t->todo_count];
        for (size_t at = 0; at + sizeof(void *) <= t->a.blocks[number].size; at += sizeof(void *))
            read_word(t, (place){number, at});
    }
}

/* ---- Laid out ------------------------------------------------------------------------------------------------------- */

typedef struct bytes {
    char *data;
    size_t size, capacity;
} bytes;

/* Adds to one of the two parts, on 8 bytes; gives the offset. */
static size_t add_bytes(bytes *to, const void *data, size_t size) {
    size_t at = (to->size + 7) / 8 * 8;
    if (at + size > to->capacity) to->data = grow(to->data, to->capacity = 2 * (at + size));
    memset(to->data + to->size, 0, at - to->size);
    if (size) memcpy(to->data + at, data, size);
    to->size = at + size;
    return at;
}

typedef struct layout {
    bytes moving, fixed;
    size_t *offsets;     /* by block: in its part */
    uint32_t *pointers;  /* sorted, in words */
    size_t *same, slots; /* a hash table over the blocks without pointers: number + 1, or 0 */
    size_t patterns;
} layout;

/* The block of the same bytes that was laid out before, or this one, which then takes its place. */
static size_t first_of_same(const tracer *t, layout *l, size_t number) {
    const block *wanted = &t->a.blocks[number];
    size_t at = (size_t)tpt__wordset_hash(wanted->bytes, wanted->size) & (l->slots - 1);
    for (; l->same[at]; at = (at + 1) & (l->slots - 1)) {
        const block *other = &t->a.blocks[l->same[at] - 1];
        if (other->size == wanted->size && memcmp(other->bytes, wanted->bytes, wanted->size) == 0)
            return l->same[at] - 1;
    }
    l->same[at] = number + 1;
    return number;
}

static void lay_out_block(const tracer *t, layout *l, size_t number) {
    const block *from = &t->a.blocks[number];
    if (!t->used[number]) return;
    if (t->moves[number]) {
        l->offsets[number] = add_bytes(&l->moving, from->bytes, from->size);
        return;
    }
    size_t first = first_of_same(t, l, number);
    if (first == number) l->offsets[number] = add_bytes(&l->fixed, from->bytes, from->size);
    else l->offsets[number] = l->offsets[first];
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Pointers become offsets, into the one part or beyond it into the other. */
static void write_pointers(const tracer *t, layout *l) {
    l->pointers = grow(NULL, t->pointer_count * sizeof *l->pointers);
    for (size_t i = 0; i < t->pointer_count; i++) {
        const pointer *p = &t->pointers[i];
        uintptr_t to = (t->moves[p->to.block] ? 0 : l->moving.size) + l->offsets[p->to.block] + p->to.offset;
        size_t from = l->offsets[p->from.block] + p->from.offset;
        memcpy(l->moving.data + from, &to, sizeof to);
        l->pointers[i] = (uint32_t)(from / sizeof to);
    }
    qsort(l->pointers, t->pointer_count, sizeof *l->pointers, by_number);
}

static void lay_out(const tracer *t, layout *l) {
    for (l->slots = 64; l->slots < 2 * t->a.count;) l->slots *= 2;
    l->same = memset(grow(NULL, l->slots * sizeof *l->same), 0, l->slots * sizeof *l->same);
    l->offsets = grow(NULL, t->a.count * sizeof *l->offsets);
    for (size_t i = 0; i < t->a.count; i++) lay_out_block(t, l, i);
    l->patterns = add_bytes(&l->fixed, t->a.patterns, t->a.patterns_size);
    l->moving.size = (l->moving.size + 7) / 8 * 8;
    if (l->moving.size + l->fixed.size > UINT32_MAX) die("larger than 4 GiB");
    write_pointers(t, l);
}

/* ---- Written -------------------------------------------------------------------------------------------------------- */

/* As a string literal, which compilers read many times faster than lists of integers. `?` is escaped against trigraphs. */
static void write_bytes(FILE *out, const char *name, const void *data, size_t size) {
    static const char digits[] = "01234567";
    const unsigned char *from = data;
    char *line = grow(NULL, 4 * 128 + 8);
    fprintf(out, "\nstatic const _Alignas(16) char %s[] =\n", name);
    for (size_t at = 0; at < size || at == 0; at += 128) {
        char *to = line;
        *to++ = '"';
        for (size_t i = at; i < size && i < at + 128; i++) {
            bool plain = from[i] >= ' ' && from[i] < 127 && !strchr("\"\\?", from[i]);
            /* a short escape ends where no digit follows it */
            bool brief = from[i] < 8 && !(i + 1 < size && from[i + 1] >= '0' && from[i + 1] <= '9');
            if (plain) {
                *to++ = (char)from[i];
                continue;
            }
            *to++ = '\\';
            if (!brief) *to++ = digits[from[i] >> 6];
            if (!brief) *to++ = digits[from[i] >> 3 & 7];
            *to++ = digits[from[i] & 7];
        }
        *to++ = '"';
        *to++ = '\n';
        fwrite(line, 1, (size_t)(to - line), out);
    }
    fputs(";\n", out);
    free(line);
}

static void write_image(FILE *out, const tracer *t, const layout *l) {
    tpt__image_maker maker = tpt__image_this_maker();
    fputs("/* Generated by cmake/image.c. Do not edit. */\n#include \"pack/embedded.h\"\n", out);
    write_bytes(out, "moving", l->moving.data, l->moving.size);
    write_bytes(out, "fixed", l->fixed.data, l->fixed.size);
    write_bytes(out, "pointers", l->pointers, t->pointer_count * sizeof *l->pointers);
    fprintf(out, "\nstatic const tpt__image image = {\n    {\"%s\", %u, %u, 0x%llxull},\n", maker.version,
            (unsigned)maker.pointer_bytes, (unsigned)maker.byte_order, (unsigned long long)maker.layout);
    fprintf(out, "    moving, fixed, %zu, %zu,\n", l->moving.size, l->fixed.size);
    fprintf(out, "    (const void *)pointers, %zu,\n    %zu, %zu};\n", t->pointer_count, l->patterns,
            t->a.patterns_size);
    fputs("const tpt__embedded tpt__embedded_pack = {&image, NULL, 0};\n", out);
}

/* Written beside and renamed, so that a failed run leaves nothing that a build would take for done. */
static void write_file(const char *path, const tracer *t, const layout *l) {
    size_t size = strlen(path) + sizeof ".new";
    char *unfinished = grow(NULL, size);
    snprintf(unfinished, size, "%s.new", path);
    FILE *out = fopen(unfinished, "wb");
    if (!out) die("%s: cannot be opened", unfinished);
    write_image(out, t, l);
    if (ferror(out) | fclose(out)) die("%s: cannot write", unfinished);
    if (rename(unfinished, path) != 0) die("%s: cannot be renamed", unfinished);
    free(unfinished);
}

int main(int argc, char **argv) {
    static tracer t;
    static layout l;
    if (argc != 3 && argc != 4) die("usage: image OUT.c DIR [TRIES]");
    t.arguments = argv;
    t.tries = argc == 4 ? strtol(argv[3], NULL, 10) : TRIES;
    load(&t.a, argv[2]);
    load(&t.b, argv[2]);
    trace(&t);
    lay_out(&t, &l);
    write_file(argv[1], &t, &l);
    return 0;
}

/*
 * What a text costs: our stages and the whole way, beside engines that only look for phrases. See docs/performance.md.
 *
 *   tpt_bench [--quick] DATA COUNT...     DATA was made by pack.py for these numbers of phrases
 *
 * All that is compared is measured in turns: a round runs each of them over the same texts for some fraction of a millisecond. A
 * time is the median of the rounds, a ratio the median of the rounds' ratios, so that a busy machine slows both sides of it.
 * Before that the engines must agree on which phrases stand in which text, and ours must have seen them all.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "stages.h"

#define MAX_ROUNDS 101
#define MAX_CELLS 16
#define LEAST_TURN 300000u /* nanoseconds; a shorter turn would measure the clock */
#define NOT_HERE NAN

typedef enum other { HYPERSCAN, RE2, PCRE2_LOOP, OTHER_COUNT } other;

/* NULL: not on this machine. */
static const bench_engine *const OTHERS[OTHER_COUNT] = {
#ifdef HAVE_HYPERSCAN
    [HYPERSCAN] = &bench_hyperscan,
#endif
#ifdef HAVE_RE2
    [RE2] = &bench_re2,
#endif
    [PCRE2_LOOP] = &bench_pcre2,
};
static const char *const OTHER_NAMES[OTHER_COUNT] = {"Hyperscan", "RE2::Set", "PCRE2 JIT loop"};

static const size_t LENGTHS[] = {80, 300, 3000};
#define LENGTH_COUNT (sizeof LENGTHS / sizeof *LENGTHS)

enum { COLUMNS = (int)STAGE_COUNT + (int)OTHER_COUNT };

/* Lines of a file, with the file's bytes behind them. */
typedef struct lines {
    char *bytes;
    char **items;
    size_t *lens;
    size_t count;
} lines;

/* One pack and one length of text: a row of each table. */
typedef struct cell {
    char pack[32];
    size_t length;
    double micros[COLUMNS];          /* a text */
    double whole_to[OTHER_COUNT];    /* ratios */
    double matching_to[OTHER_COUNT]; /* words and match alone: like for like */
    double effort[6];                /* means of the counters */
} cell;

/* How long a pack of phrases takes to be made ready, in milliseconds. */
typedef struct readiness {
    char pack[32];
    double load, others[OTHER_COUNT];
} readiness;

typedef struct bench {
    const char *data;
    int rounds;
    cell cells[MAX_CELLS];
    size_t cell_count;
    readiness ready[MAX_CELLS];
    size_t ready_count;
} bench;

static void die(const char *what, const char *why) {
    fprintf(stderr, "tpt_bench: %s: %s\n", what, why);
    exit(1);
}

static void *get(size_t count, size_t size) {
    void *block = calloc(count ? count : 1, size);
    if (!block) die("memory", "none left");
    return block;
}

/* ---- Files ------------------------------------------------------------------------------------------------------------------------ */

static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) die(path, "cannot be read");
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = get(*size + 1, 1);
    if (fread(bytes, 1, *size, file) != *size) die(path, "cannot be read");
    fclose(file);
    return bytes;
}

static lines read_lines(const char *path) {
    size_t size;
    lines out = {.bytes = read_file(path, &size)};
    out.items = get(size + 1, sizeof *out.items);
    out.lens = get(size + 1, sizeof *out.lens);
    for (char *at = out.bytes, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        *end = '\0';
        out.items[out.count] = at;
        out.lens[out.count++] = (size_t)(end - at);
    }
    return out;
}

static void free_lines(lines *l) {
    free(l->bytes);
    free(l->items);
    free(l->lens);
}

/* ---- The phrases in the other engines --------------------------------------------------------------------------------- */

typedef struct phrases {
    lines file;
    const char **findings, **regexes;
    void *engines[OTHER_COUNT];
    uint32_t *found;
} phrases;

static double millis_since(uint64_t start) { return (double)(bench_now() - start) / 1e6; }

static void open_engines(phrases *p, readiness *ready) {
    for (int e = 0; e < OTHER_COUNT; e++) {
        ready->others[e] = NOT_HERE;
        if (!OTHERS[e]) continue;
        uint64_t start = bench_now();
        p->engines[e] = OTHERS[e]->open(p->regexes, p->file.count);
        ready->others[e] = millis_since(start);
        if (!p->engines[e]) fprintf(stderr, "tpt_bench: %s does not compile the phrases\n", OTHERS[e]->name);
    }
}

static phrases open_phrases(const char *path, readiness *ready) {
    phrases p = {.file = read_lines(path)};
    p.findings = get(p.file.count, sizeof *p.findings);
    p.regexes = get(p.file.count, sizeof *p.regexes);
    p.found = get(p.file.count, sizeof *p.found);
    for (size_t i = 0; i < p.file.count; i++) {
        char *tab = strchr(p.file.items[i], '\t');
        if (!tab) die(path, "a line without a tab");
        *tab = '\0';
        p.findings[i] = p.file.items[i];
        p.regexes[i] = tab + 1;
    }
    open_engines(&p, ready);
    return p;
}

static void close_phrases(phrases *p) {
    for (int e = 0; e < OTHER_COUNT; e++)
        if (p->engines[e]) OTHERS[e]->close(p->engines[e]);
    free_lines(&p->file);
    free(p->findings);
    free(p->regexes);
    free(p->found);
}

/* ---- Do all see the same? ------------------------------------------------------------------------------------------------- */

static void ours_must_have_seen(const bench_stages *ours, const phrases *p, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!bench_stages_saw(ours, p->findings[p->found[i]]))
            die("a phrase that other engines find is not seen by ours", p->regexes[p->found[i]]);
}

/* Every engine's answer as a count and a sum: they come in any order. */
static void must_agree(bench_stages *ours, phrases *p, const bench_texts *texts) {
    for (size_t t = 0; t < texts->count; t++) {
        size_t counts[OTHER_COUNT] = {0}, first = OTHER_COUNT;
        uint64_t sums[OTHER_COUNT] = {0};
        bench_stages_read(ours, t);
        for (size_t e = 0; e < OTHER_COUNT; e++) {
            if (!p->engines[e]) continue;
            counts[e] = OTHERS[e]->scan(p->engines[e], texts->items[t], texts->lens[t], p->found);
            for (size_t i = 0; i < counts[e]; i++) sums[e] += p->found[i];
            ours_must_have_seen(ours, p, counts[e]);
            if (first == OTHER_COUNT) first = e;
            if (counts[e] != counts[first] || sums[e] != sums[first])
                die("engines disagree on the phrases of a text", texts->items[t]);
            if (!counts[e]) die("no phrase in a text", texts->items[t]);
        }
    }
}

/* ---- Measuring --------------------------------------------------------------------------------------------------------------- */

/* Each turn begins with a pass that is not measured: what the others' turns left of a cache should cost neither side. */
static void turn_of_ours(bench_stages *ours, size_t texts, double micros[COLUMNS]) {
    uint64_t spent[STAGE_COUNT] = {0};
    size_t passes = 0;
    bench_stages_pass(ours, spent);
    memset(spent, 0, sizeof spent);
    while (spent[STAGE_WHOLE] < LEAST_TURN) {
        bench_stages_pass(ours, spent);
        passes++;
    }
    for (int s = 0; s < STAGE_COUNT; s++) micros[s] = (double)spent[s] / 1e3 / (double)(passes * texts);
}

static void scan_all(const phrases *p, int e, const bench_texts *texts) {
    for (size_t t = 0; t < texts->count; t++)
        OTHERS[e]->scan(p->engines[e], texts->items[t], texts->lens[t], p->found);
}

static double turn_of_other(const phrases *p, int e, const bench_texts *texts) {
    if (!p || !p->engines[e]) return NOT_HERE;
    size_t passes = 0;
    scan_all(p, e, texts);
    uint64_t start = bench_now(), spent = 0;
    for (; spent < LEAST_TURN; passes++) {
        scan_all(p, e, texts);
        spent = bench_now() - start;
    }
    return (double)spent / 1e3 / (double)(passes * texts->count);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

static void sum_up(cell *c, double samples[][COLUMNS], int rounds) {
    double column[MAX_ROUNDS], whole[MAX_ROUNDS], matching[MAX_ROUNDS];
    for (int k = 0; k < COLUMNS; k++) {
        for (int r = 0; r < rounds; r++) column[r] = samples[r][k];
        c->micros[k] = median(column, rounds);
    }
    for (int e = 0; e < OTHER_COUNT; e++) {
        for (int r = 0; r < rounds; r++) {
            whole[r] = samples[r][STAGE_WHOLE] / samples[r][STAGE_COUNT + e];
            matching[r] = (samples[r][STAGE_WORDS] + samples[r][STAGE_MATCH]) / samples[r][STAGE_COUNT + e];
        }
        c->whole_to[e] = median(whole, rounds);
        c->matching_to[e] = median(matching, rounds);
    }
}

static void add_effort(cell *c, bench_stages *ours, size_t texts) {
    for (size_t t = 0; t < texts; t++) {
        tpt_counters one = bench_stages_effort(ours, t);
        uint64_t counts[] = {one.tokens,   one.readings, one.steps,
                             one.mentions, one.confirms, one.allocations};
        for (size_t k = 0; k < 6; k++) c->effort[k] += (double)counts[k] / (double)texts;
    }
}

/* `p` NULL: ours alone. */
static void measure(bench *b, const char *pack, const tpt_ruleset *rules, phrases *p, size_t length) {
    static double samples[MAX_ROUNDS][COLUMNS];
    char path[4096];
    uint64_t warm[STAGE_COUNT] = {0};
    cell *c = &b->cells[b->cell_count++];
    snprintf(c->pack, sizeof c->pack, "%s", pack);
    c->length = length;
    snprintf(path, sizeof path, "%s/texts-%zu", b->data, length);
    lines file = read_lines(path);
    bench_texts texts = {(const char *const *)file.items, file.lens, file.count};
    bench_stages *ours = bench_stages_open(rules, &texts);
    for (int i = 0; i < 3; i++) bench_stages_pass(ours, warm);
    if (p) must_agree(ours, p, &texts);
    for (int r = 0; r < b->rounds; r++) {
        turn_of_ours(ours, texts.count, samples[r]);
        for (int e = 0; e < OTHER_COUNT; e++) samples[r][STAGE_COUNT + e] = turn_of_other(p, e, &texts);
    }
    sum_up(c, samples, b->rounds);
    add_effort(c, ours, texts.count);
    bench_stages_close(ours);
    free_lines(&file);
}

static void measure_phrases(bench *b, const char *count) {
    char path[4096];
    tpt_ruleset *rules;
    tpt_error error;
    readiness *ready = &b->ready[b->ready_count++];
    snprintf(ready->pack, sizeof ready->pack, "%s", count);
    snprintf(path, sizeof path, "%s/%s/pack", b->data, count);
    uint64_t start = bench_now();
    if (tpt_ruleset_new_from_path(&rules, path, NULL, &error) != TPT_OK) die(error.source, error.message);
    ready->load = millis_since(start);
    snprintf(path, sizeof path, "%s/%s/regexes", b->data, count);
    phrases p = open_phrases(path, ready);
    for (size_t i = 0; i < LENGTH_COUNT; i++) measure(b, count, rules, &p, LENGTHS[i]);
    close_phrases(&p);
    tpt_ruleset_free(rules);
}

static void measure_embedded(bench *b) {
    tpt_ruleset *rules;
    readiness *ready = &b->ready[b->ready_count++];
    uint64_t start = bench_now();
    if (tpt_ruleset_new_embedded(&rules, NULL, NULL) != TPT_OK) die("the embedded pack", "does not load");
    *ready = (readiness){.load = millis_since(start)};
    for (int e = 0; e < OTHER_COUNT; e++) ready->others[e] = NOT_HERE;
    snprintf(ready->pack, sizeof ready->pack, "%s", tpt_ruleset_id(rules));
    for (size_t i = 0; i < LENGTH_COUNT; i++) measure(b, ready->pack, rules, NULL, LENGTHS[i]);
    tpt_ruleset_free(rules);
}

/* ---- Tables, in Markdown ------------------------------------------------------------------------------------------------------- */

/* Three digits that mean something. */
static void print_number(double value, const char *none) {
    if (isnan(value)) {
        printf(" %s |", none);
        return;
    }
    double size = fabs(value);
    printf(" %.*f |", size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3, value);
}

static void print_rule(int left, int right) {
    putchar('|');
    for (int i = 0; i < left + right; i++) fputs(i < left ? "---|" : "---:|", stdout);
    putchar('\n');
}

static bool is_embedded(const bench *b, const cell *c) {
    return strcmp(c->pack, b->ready[b->ready_count - 1].pack) == 0;
}

static void print_ratios(const bench *b) {
    printf("How many times as long as the other engine (below 1: faster). *Finding*: words and match, which "
           "find phrases "
           "as the others do.\n*Whole*: triage and JSON.\n\n| phrases | bytes |");
    for (int e = 0; e < OTHER_COUNT; e++)
        printf(" finding ÷ %s | whole ÷ %s |", OTHER_NAMES[e], OTHER_NAMES[e]);
    putchar('\n');
    print_rule(0, 2 + 2 * OTHER_COUNT);
    for (size_t i = 0; i < b->cell_count; i++) {
        const cell *c = &b->cells[i];
        if (is_embedded(b, c)) continue;
        printf("| %s | %zu |", c->pack, c->length);
        for (int e = 0; e < OTHER_COUNT; e++) {
            print_number(c->matching_to[e], "not here");
            print_number(c->whole_to[e], "not here");
        }
        putchar('\n');
    }
}

static void print_times(const bench *b) {
    printf("\nMicroseconds a text:\n\n| pack | bytes |");
    for (int s = 0; s < STAGE_COUNT; s++) printf(" %s |", bench_stage_names[s]);
    for (int e = 0; e < OTHER_COUNT; e++) printf(" %s |", OTHER_NAMES[e]);
    putchar('\n');
    print_rule(1, 1 + COLUMNS);
    for (size_t i = 0; i < b->cell_count; i++) {
        const cell *c = &b->cells[i];
        printf("| %s | %zu |", c->pack, c->length);
        for (int k = 0; k < COLUMNS; k++) print_number(c->micros[k], is_embedded(b, c) ? "" : "not here");
        putchar('\n');
    }
}

static void print_effort(const bench *b) {
    static const char *const NAMES[] = {"tokens", "readings", "steps", "mentions", "confirms", "allocations"};
    printf("\nCounted a text:\n\n| pack | bytes |");
    for (size_t k = 0; k < 6; k++) printf(" %s |", NAMES[k]);
    putchar('\n');
    print_rule(1, 7);
    for (size_t i = 0; i < b->cell_count; i++) {
        const cell *c = &b->cells[i];
        printf("| %s | %zu |", c->pack, c->length);
        for (int k = 0; k < 6; k++) print_number(c->effort[k], "");
        putchar('\n');
    }
}

static void print_readiness(const bench *b) {
    printf("\nMilliseconds until ready, once (ours: a whole pack from its files or from within the library; "
           "the others: "
           "the phrases alone):\n\n| pack | ours |");
    for (int e = 0; e < OTHER_COUNT; e++) printf(" %s |", OTHER_NAMES[e]);
    putchar('\n');
    print_rule(1, 1 + OTHER_COUNT);
    for (size_t i = 0; i < b->ready_count; i++) {
        const readiness *r = &b->ready[i];
        printf("| %s |", r->pack);
        print_number(r->load, "");
        for (int e = 0; e < OTHER_COUNT; e++)
            print_number(r->others[e], i + 1 < b->ready_count ? "not here" : "");
        putchar('\n');
    }
}

int main(int argc, char **argv) {
    static bench b = {.rounds = 31};
    int at = 1;
    if (at < argc && strcmp(argv[at], "--quick") == 0) {
        b.rounds = 5;
        at++;
    }
    if (at >= argc || (size_t)(argc - at) * LENGTH_COUNT > MAX_CELLS)
        die("usage", "tpt_bench [--quick] DATA COUNT...");
    b.data = argv[at++];
    for (; at < argc; at++) measure_phrases(&b, argv[at]);
    measure_embedded(&b);
    print_ratios(&b);
    print_times(&b);
    print_effort(&b);
    print_readiness(&b);
    return 0;
}

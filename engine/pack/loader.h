/*
 * What all loading of rules shares: the place in the file (for errors), typed reading of members, references by id.
 * A mistake is recorded and reported, and reading goes on with a harmless value, so that no reader needs an error path of
 * its own and one look at a pack tells of all its mistakes.
 */
#ifndef TPT_PACK_LOADER_H
#define TPT_PACK_LOADER_H

#include "base/json.h"
#include "base/nearest.h"
#include "reason/ruleset.h"
#include "pack/problems.h"
#include "pack/tree.h"

typedef enum tpt__kind {
    TPT__KIND_SITE,
    TPT__KIND_CONCEPT,
    TPT__KIND_FINDING,
    TPT__KIND_FACT,
    TPT__KIND_FLAG,
    TPT__KIND_CONDITION,
    TPT__KIND_AREA,
    TPT__KIND_THERAPY,
    TPT__KIND_CAUTION,
    TPT__KIND_SELF_CARE,
    TPT__KIND_SOURCE,
    TPT__KIND_SCORE,
    TPT__KIND_CONTEXT,
    TPT__KIND_COUNT
} tpt__kind;

/* Of what form an id is. */
typedef enum tpt__id_form {
    TPT__ID_PLAIN,   /* snake_case */
    TPT__ID_SUBTYPE, /* snake_case, with one dot: "rsi.carpal_tunnel" */
    TPT__ID_SOURCE,  /* as publishers name theirs: "NICE-NG59" */
} tpt__id_form;

typedef struct tpt__file {
    const tpt_pack_file *file;
    const char *name; /* within its pack: "flags/spine.json" */
    uint32_t layer;   /* 0: the pack itself; 1: what it extends, and so on */
    tpt__json json;   /* positions: read once something is wrong, see tpt__file_json */
    tpt__tree *tree;
    tpt__strings skipped; /* of a manifest: cases of the packs below */
    bool *was_skipped;    /* for each of these: there is such a case */
} tpt__file;

/* A rule that is no more: its id is never given to another. */
typedef struct tpt__retired {
    tpt__kind kind;
    const char *since, *instead; /* instead: "" where nothing takes its place */
    tpt__file *file;             /* where it is said */
    const char *pointer;
} tpt__retired;

typedef struct tpt__loader {
    tpt_ruleset *ruleset;
    tpt__arena *arena;   /* the ruleset's */
    tpt__arena *scratch; /* lives until the pack is loaded */
    tpt__arena one_file; /* emptied after each file that the strict reader looks through */
    const char *nothing; /* "" of the arena: a ruleset points at nothing outside of it */
    tpt__file *files;
    uint32_t file_count;
    uint32_t layer_count; /* 1 for a pack that extends none */
    tpt__file *current;
    char pointer[160]; /* where in the current file */
    tpt_error first;
    uint32_t mistakes;
    void (*report)(const tpt_diagnostic *diagnostic, void *context); /* or NULL */
    void *context;
    tpt__map ids[TPT__KIND_COUNT];
    tpt__map retired[TPT__KIND_COUNT]; /* id → its number among the dead */
    TPT__VEC(tpt__retired) dead;
    tpt__map openers;               /* of figures: term → opener */
    uint32_t next[TPT__KIND_COUNT]; /* number that the next declaration gets */
} tpt__loader;

/* Records a mistake at the current place. Without a hint the one of the problem is told. */
void tpt__mistake(tpt__loader *l, tpt__problem problem, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The positions of a file that the strict reader has let in. */
const tpt__json *tpt__file_json(tpt__loader *l, tpt__file *file);

/* One that the strict JSON reader found, in the current file. */
void tpt__mistake_in_json(tpt__loader *l, const tpt_error *error);

/* Something questionable at the current place, which keeps nothing from loading; or, of some problems, only worth knowing. */
void tpt__warn(tpt__loader *l, tpt__problem problem, const char *message);

/* Something that the linter found, at the rule with an id; its place is told if its file is open. */
void tpt__remark(tpt__loader *l, tpt__problem problem, tpt__kind kind, const char *id, const char *message);

/* Where the ids of each kind stand: "flags/….json" holds a member "flags". The last entry has no folder. */
typedef struct tpt__declaration {
    tpt__kind kind;
    const char *folder, *collection;
} tpt__declaration;
extern const tpt__declaration tpt__declarations[];

/* Is a file of a pack in one of its folders? */
bool tpt__in_folder(const char *path, const char *folder);

/* "did you mean …?" or what is known, into `hint`: of the words of `allowed`, parted by spaces. */
void tpt__suggest(char *hint, size_t size, const char *allowed, const char *word);

/* Goes down to a member or an element and back: the mark of `enter` is given to `leave`. */
size_t tpt__enter(tpt__loader *l, const char *key);
size_t tpt__enter_index(tpt__loader *l, uint32_t index);
void tpt__leave(tpt__loader *l, size_t mark);

/* Calls `read` for each object of a collection, over all files of a folder, in order. */
void tpt__each(tpt__loader *l, const char *folder, const char *collection,
               void (*read)(tpt__loader *, const tpt__tree *));

/* Calls `read` for each object of a member list. */
void tpt__each_in(tpt__loader *l, const tpt__tree *object, const char *key, void *context,
                  void (*read)(tpt__loader *, const tpt__tree *, void *));

/*
 * Complains of members that are not among `allowed` (words with spaces between). "note" always is, and so is "$schema" at
 * the top of a file, where editors look for it.
 */
void tpt__allow(tpt__loader *l, const tpt__tree *object, const char *allowed);

/* Complains of members that are not there, of those in `needed` (words with spaces between). */
void tpt__require(tpt__loader *l, const tpt__tree *object, const char *needed);

/* Members. "" / 0 / false / fallback where there is none; a wrong type is a mistake. */
const char *tpt__get_string(tpt__loader *l, const tpt__tree *object, const char *key);   /* required */
const char *tpt__get_optional(tpt__loader *l, const tpt__tree *object, const char *key); /* or NULL */
const char *tpt__get_filled(tpt__loader *l, const tpt__tree *object,
                            const char *key); /* or NULL; "" is a mistake */
int64_t tpt__get_integer(tpt__loader *l, const tpt__tree *object, const char *key, int64_t fallback);
bool tpt__get_bool(tpt__loader *l, const tpt__tree *object, const char *key);

#define TPT__MOST 1000000000 /* of a number that has no nearer bound: products of two still fit */

/* A whole number that is not less than `least` and not more than `most`. */
int64_t tpt__get_between(tpt__loader *l, const tpt__tree *object, const char *key, int64_t fallback,
                         int64_t least, int64_t most);

/* A member that is an object; NULL where there is none, and where it is anything else, which is a mistake. */
const tpt__tree *tpt__get_object(tpt__loader *l, const tpt__tree *object, const char *key);

/* The member "id", which there must be, in the form that ids of its kind have. */
const char *tpt__get_id(tpt__loader *l, const tpt__tree *object, tpt__id_form form);

/* Complains of an id that does not have its form; the current place is where it stands. */
void tpt__check_id(tpt__loader *l, const char *id, tpt__id_form form);

/* The number of a name in a NULL-terminated table; `fallback` where the member is missing; unknown is a mistake. */
uint32_t tpt__get_name(tpt__loader *l, const tpt__tree *object, const char *key, const char *const *names,
                       uint32_t fallback);

/* The same of a member that there must be. */
uint32_t tpt__require_name(tpt__loader *l, const tpt__tree *object, const char *key,
                           const char *const *names);

/* The number of a name in such a table, the name itself standing at the current place; unknown is a mistake, and 0. */
uint32_t tpt__name_index(tpt__loader *l, const char *name, const char *const *names);

/* A member that is a list of such names (or one of them), as bits. */
uint32_t tpt__get_names(tpt__loader *l, const tpt__tree *object, const char *key, const char *const *names);

/* A member that is a list of strings, or one string; none of them may be empty. */
tpt__strings tpt__get_strings(tpt__loader *l, const tpt__tree *object, const char *key);

/* References by id. */
uint32_t tpt__refer(tpt__loader *l, tpt__kind kind, const char *id);
uint32_t tpt__get_reference(tpt__loader *l, const tpt__tree *object, const char *key,
                            tpt__kind kind); /* or TPT__NONE */
tpt__list tpt__get_references(tpt__loader *l, const tpt__tree *object, const char *key, tpt__kind kind);

/* An expression that is a member; TPT__NONE where there is none, which is a mistake if it is required. */
uint32_t tpt__read_when(tpt__loader *l, const tpt__tree *object, const char *key, bool required);

tpt__question tpt__read_question(tpt__loader *l, const tpt__tree *object);

/* Reads what a concept, a figure or an idiom gives. */
tpt__attributes tpt__read_attributes(tpt__loader *l, const tpt__tree *object, const char *key);

/* Adds an entry and its terms and patterns. */
void tpt__read_terms(tpt__loader *l, const tpt__tree *object, tpt__owner owner, uint32_t index,
                     const char *slot, tpt__term_use use);

void tpt__load_language(tpt__loader *l);
void tpt__load_lexicon(tpt__loader *l);
void tpt__load_rules(tpt__loader *l);
void tpt__load_conditions(tpt__loader *l); /* a part of it */

#endif

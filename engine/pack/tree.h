/*
 * JSON trees of packs, built by cJSON from text that the strict reader (base/json.h) has let in. The only place that knows cJSON.
 * cJSON's parser writes a static of its own, so packs are loaded by one thread at a time, as the public header says.
 */
#ifndef TPT_PACK_TREE_H
#define TPT_PACK_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cJSON tpt__tree;

/* NULL when memory runs out. The caller frees. */
tpt__tree *tpt__tree_parse(const char *text, size_t len);
void tpt__tree_free(tpt__tree *tree);

const tpt__tree *tpt__tree_member(const tpt__tree *object, const char *key); /* or NULL */
const tpt__tree *tpt__tree_first(const tpt__tree *container);                /* or NULL */
const tpt__tree *tpt__tree_next(const tpt__tree *node);                      /* or NULL */
bool tpt__tree_is_hidden(const tpt__tree *element);
const char *tpt__tree_key(const tpt__tree *node);              /* NULL outside objects */
const char *tpt__tree_string(const tpt__tree *node);           /* NULL if it is none */
bool tpt__tree_integer(const tpt__tree *node, int64_t *value); /* false if it is none */
bool tpt__tree_is_object(const tpt__tree *node);
bool tpt__tree_is_array(const tpt__tree *node);
bool tpt__tree_bool(const tpt__tree *node, bool *value); /* false if it is none */
bool tpt__tree_equal(const tpt__tree *a, const tpt__tree *b);

/* Changing: of an object or a list, for packs that amend others. */
void tpt__tree_hide(tpt__tree *element); /* an element of a list is passed over from now on */
void tpt__tree_remove(tpt__tree *object, const char *key);   /* nothing happens where there is none */
void tpt__tree_move_missing(tpt__tree *to, tpt__tree *from); /* members of `from` that `to` has not */
bool tpt__tree_make_list(tpt__tree *object,
                         const char *key);             /* of a member that is one text; false: no memory */
void tpt__tree_append(tpt__tree *to, tpt__tree *from); /* the elements of `from` after those of `to` */

#endif

#include "pack/tree.h"

#include <cjson/cJSON.h>

#define INTEGER_MOST 9e15 /* doubles hold all whole numbers up to here */

tpt__tree *tpt__tree_parse(const char *text, size_t len) { return cJSON_ParseWithLength(text, len); }

void tpt__tree_free(tpt__tree *tree) { cJSON_Delete(tree); }

const tpt__tree *tpt__tree_member(const tpt__tree *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

const tpt__tree *tpt__tree_first(const tpt__tree *container) { return container ? container->child : NULL; }

const tpt__tree *tpt__tree_next(const tpt__tree *node) { return node->next; }

const char *tpt__tree_key(const tpt__tree *node) { return node->string; }

const char *tpt__tree_string(const tpt__tree *node) { return cJSON_GetStringValue(node); }

bool tpt__tree_integer(const tpt__tree *node, int64_t *value) {
    if (!cJSON_IsNumber(node) || !(node->valuedouble >= -INTEGER_MOST && node->valuedouble <= INTEGER_MOST))
        return false;
    int64_t whole = (int64_t)node->valuedouble;
    if ((double)whole != node->valuedouble) return false;
    *value = whole;
    return true;
}

bool tpt__tree_is_object(const tpt__tree *node) { return cJSON_IsObject(node); }

bool tpt__tree_is_array(const tpt__tree *node) { return cJSON_IsArray(node); }

bool tpt__tree_bool(const tpt__tree *node, bool *value) {
    *value = cJSON_IsTrue(node);
    return cJSON_IsBool(node);
}

bool tpt__tree_equal(const tpt__tree *a, const tpt__tree *b) { return cJSON_Compare(a, b, true); }

/* cJSON uses this number of numbers only. */
void tpt__tree_hide(tpt__tree *element) { element->valueint = 1; }

bool tpt__tree_is_hidden(const tpt__tree *element) {
    return cJSON_IsObject(element) && element->valueint == 1;
}

void tpt__tree_remove(tpt__tree *object, const char *key) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
}

/* A member keeps its key when it changes hands: so nothing is allocated. */
void tpt__tree_move_missing(tpt__tree *to, tpt__tree *from) {
    for (tpt__tree *member = from->child, *next; member; member = next) {
        next = member->next;
        if (!tpt__tree_member(to, member->string))
            cJSON_AddItemToArray(to, cJSON_DetachItemViaPointer(from, member));
    }
}

/* The list takes over the key of the text. */
bool tpt__tree_make_list(tpt__tree *object, const char *key) {
    tpt__tree *text = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!cJSON_IsString(text)) return true;
    tpt__tree *list = cJSON_CreateArray();
    if (!list) return false;
    cJSON_DetachItemViaPointer(object, text);
    list->string = text->string;
    text->string = NULL;
    cJSON_AddItemToArray(list, text);
    cJSON_AddItemToArray(object, list);
    return true;
}

void tpt__tree_append(tpt__tree *to, tpt__tree *from) {
    while (from->child) cJSON_AddItemToArray(to, cJSON_DetachItemViaPointer(from, from->child));
}

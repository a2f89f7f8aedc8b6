/*
 * A flat form: {"name": value} as SurveyJS gives it, {"data": {"key": value}} as Form.io does. A value may be a scalar, a
 * list of them (boxes that were ticked), an object of {"code": true} (boxes, ticked or not), or objects and lists of
 * objects with keys of their own (panels, grids), which are named "outer.inner", or "inner" alone.
 */
#include <stdio.h>
#include <string.h>

#include "forms/gather.h"

static bool is_scalar(const tpt__json_node *node) {
    return node->type != TPT__JSON_ARRAY && node->type != TPT__JSON_OBJECT;
}

/* Forms write null and "" for what nobody filled in. */
static bool is_unanswered(const tpt__json_node *node) {
    return node->type == TPT__JSON_NULL || (node->type == TPT__JSON_STRING && !node->len);
}

static const char *join_path(tpt__arena *arena, const char *outer, const char *inner) {
    if (!outer) return inner;
    tpt__buf out = {.arena = arena};
    tpt__buf_add_string(&out, outer);
    tpt__buf_add_string(&out, ".");
    tpt__buf_add_string(&out, inner);
    return tpt__buf_text(&out);
}

static tpt_status take_scalar(tpt__gather *g, const tpt__form_entry *entry, const char *path,
                              const tpt__json_node *node) {
    if (is_unanswered(node)) return TPT_OK;
    tpt__reply reply = tpt__reply_of(node);
    return tpt__gather_take(g, entry, path, &reply);
}

static tpt_status walk_object(tpt__gather *g, const char *path, const tpt__json_node *object);

/* One of the boxes of an item: {"fever": true}. An empty one says nothing. */
static tpt_status take_box(tpt__gather *g, const tpt__form_entry *entry, const char *path,
                           const tpt__json_node *box) {
    tpt__reply reply = {.node = box, .code = box->key};
    if (box->type == TPT__JSON_FALSE || is_unanswered(box)) return TPT_OK;
    if (box->type == TPT__JSON_TRUE) return tpt__gather_take(g, entry, path, &reply);
    tpt__gather_unmapped(g, join_path(g->arena, path, box->key));
    return TPT_OK;
}

static tpt_status take_boxes(tpt__gather *g, const tpt__form_entry *entry, const char *path,
                             const tpt__json_node *object) {
    const tpt__json_node *value = tpt__json_member(g->json, object, "value");
    if (value && is_scalar(value)) return take_scalar(g, entry, path, value); /* a choice with its label */
    tpt_status status = TPT_OK;
    for (const tpt__json_node *box = tpt__json_first(g->json, object); box && status == TPT_OK;
         box = tpt__json_next(g->json, box))
        status = take_box(g, entry, path, box);
    return status;
}

static tpt_status walk_value(tpt__gather *g, const tpt__form_entry *entry, const char *path,
                             const tpt__json_node *node) {
    if (is_scalar(node)) return take_scalar(g, entry, path, node);
    if (node->type == TPT__JSON_OBJECT)
        return entry ? take_boxes(g, entry, path, node) : walk_object(g, path, node);
    tpt_status status = TPT_OK;
    for (const tpt__json_node *item = tpt__json_first(g->json, node); item && status == TPT_OK;
         item = tpt__json_next(g->json, item))
        status = walk_value(g, entry, path, item);
    return status;
}

static tpt_status walk_member(tpt__gather *g, const char *outer, const tpt__json_node *node) {
    const char *path = join_path(g->arena, outer, node->key);
    const tpt__form_entry *entry = tpt__form_entry_named(g->map, path);
    if (!entry) entry = tpt__form_entry_named(g->map, node->key);
    return walk_value(g, entry, path, node);
}

/* A side belongs to the places of its own object: a row of a grid. */
static tpt_status walk_object(tpt__gather *g, const char *path, const tpt__json_node *object) {
    tpt__form_scope around = tpt__scope_enter(g);
    tpt_status status = TPT_OK;
    for (const tpt__json_node *node = tpt__json_first(g->json, object); node && status == TPT_OK;
         node = tpt__json_next(g->json, node))
        status = walk_member(g, path, node);
    if (status == TPT_OK) tpt__scope_leave(g, around);
    return status;
}

tpt_status tpt__read_flat(tpt__gather *g, const tpt__json_node *root) {
    const tpt__json_node *data = tpt__json_member(g->json, root, "data");
    bool wrapped = data && data->type == TPT__JSON_OBJECT && !tpt__form_entry_named(g->map, "data");
    return walk_object(g, NULL, wrapped ? data : root);
}

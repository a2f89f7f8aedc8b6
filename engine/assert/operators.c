/* Which operator governs a function: "can't turn my head", "bladder normal". */
#include "assert/attach.h"

static bool operator_fits(const tpt__scene *scene, const tpt__item *op, const tpt__item *operand,
                          uint32_t *away) {
    const tpt__operator_rule *rule = &scene->lexicon->operators.items[op->index];
    if (operand->gone || operand->owner != TPT__OWNER_CONCEPT || operand->sentence != op->sentence)
        return false;
    bool place = operand->assumed && rule->id == TPT__OP_INTACT; /* "the back is fine" */
    if (!place && !(rule->acts_on & (1u << scene->lexicon->concepts.items[operand->index].type)))
        return false;
    bool after = operand->first >= op->last;
    if (!after && operand->last > op->first) return false;
    if ((after && rule->direction == TPT__FORWARD) ||
        (!after && rule->direction == TPT__BACKWARD)) { /* as its name says */
    } else if (rule->direction != TPT__BOTH) {
        return false;
    }
    tpt__stretch s = after ? tpt__read_stretch(scene, op->last, operand->first)
                           : tpt__read_stretch(scene, operand->last, op->first);
    uint32_t leads = s.commas + s.hard_leads;
    bool form_line = leads == 1 && s.words == 0 && (!after || s.hard_leads);
    *away = after ? operand->first - op->last : op->first - operand->last;
    return *away <= rule->reach && !s.stops && (leads == 0 || form_line);
}

/* The nearest operand within reach of an operator, or NULL. */
static tpt__item *operand_of(tpt__scene *scene, const tpt__item *op) {
    uint32_t reach = scene->lexicon->operators.items[op->index].reach, nearest = UINT32_MAX, away;
    uint32_t back = reach + TPT__OPERAND_MOST, from = op->first > back ? op->first - back : 0;
    tpt__item *operand = NULL;
    for (uint32_t i = tpt__items_from(scene, from); i < tpt__items_from(scene, op->last + reach + 1); i++) {
        tpt__item *item = &scene->items.items[i];
        if (!operator_fits(scene, op, item, &away) || away >= nearest) continue;
        nearest = away;
        operand = item;
    }
    return operand;
}

static bool become_cue(tpt__scene *scene, tpt__item *op, const tpt__mention *inner) {
    op->owner = TPT__OWNER_CUE;
    op->index = scene->tables->entries.items[inner->entry].index;
    op->first = inner->first;
    op->last = inner->last;
    return false; /* the first and longest is the one: it takes the place of the operator */
}

/* Does the operator's phrase say something in another sense: as an operator that governs, or as what only looks like a "no"? */
static bool has_another_sense(const tpt__scene *scene, const tpt__item *op) {
    for (uint32_t i = tpt__items_from(scene, op->first); i < tpt__items_from(scene, op->first + 1); i++) {
        const tpt__item *item = &scene->items.items[i];
        if (item->last != op->last) continue;
        if (item->owner == TPT__OWNER_OPERATOR && item->has_operand) return true;
        if (item->owner == TPT__OWNER_CUE && scene->lexicon->cues.items[item->index].kind == TPT__CUE_PSEUDO)
            return true;
    }
    return false;
}

/* "would not support a diagnosis": what governs nothing is the negation that it holds. */
static void fall_back_on_cue(tpt__scene *scene, tpt__item *op) {
    uint32_t mention = op->mention;
    if (has_another_sense(scene, op)) return;
    tpt__items_within(scene, op, TPT__OWNER_CUE, become_cue);
    if (op->owner == TPT__OWNER_CUE) op->mention = mention;
}

/* A word of two senses is governed in both. */
static void govern_other_senses(tpt__scene *scene, uint32_t op, const tpt__item *operand) {
    const tpt__operator_rule *rule = &scene->lexicon->operators.items[scene->items.items[op].index];
    for (uint32_t i = tpt__items_from(scene, operand->first); i < tpt__items_from(scene, operand->first + 1);
         i++) {
        tpt__item *item = &scene->items.items[i];
        if (item == operand || item->gone || item->last != operand->last || item->owner != TPT__OWNER_CONCEPT)
            continue;
        bool takes = rule->acts_on & (1u << scene->lexicon->concepts.items[item->index].type);
        if (takes && item->op_item == TPT__NONE) item->op_item = op;
    }
}

/* An operator after its operand speaks of those before it, too; one before it of those after it. */
static bool governs_backward(const tpt__scene *scene, uint32_t op) {
    return op != TPT__NONE &&
           scene->lexicon->operators.items[scene->items.items[op].index].direction != TPT__FORWARD;
}

static bool governs_forward(const tpt__scene *scene, uint32_t op, const tpt__item *operand) {
    return op != TPT__NONE && scene->items.items[op].first < operand->first;
}

/* "neither bladder nor bowels have leaked", "speech and swallowing fine": functions in one list share what governs one of them. */
static void share_operators(tpt__scene *scene) {
    uint32_t before = TPT__NONE;
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < scene->items.count; i++) {
            tpt__item *item = &scene->items.items[i];
            if (!tpt__item_is_type(scene, item, TPT__TYPE_FUNCTION)) continue;
            tpt__item *other = tpt__item_or_null(scene, before);
            before = i;
            if (!other || item->first < other->last || !tpt__coordinated(scene, other, item)) continue;
            if (other->op_item == TPT__NONE && governs_backward(scene, item->op_item))
                other->op_item = item->op_item;
            if (item->op_item == TPT__NONE && governs_forward(scene, other->op_item, other))
                item->op_item = other->op_item;
        }
        before = TPT__NONE;
    }
}

void tpt__attach_operators(tpt__scene *scene) {
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *op = &scene->items.items[i], *operand;
        if (op->gone || op->owner != TPT__OWNER_OPERATOR) continue;
        if (!(operand = operand_of(scene, op))) continue;
        op->has_operand = true;
        govern_other_senses(scene, i, operand);
        /* of two operators the one that says more stands: "can not … any more" over a plain "can" */
        bool plain =
            operand->op_item == TPT__NONE ||
            scene->lexicon->operators.items[scene->items.items[operand->op_item].index].id == TPT__OP_INTACT;
        if (plain) operand->op_item = i;
    }
    share_operators(scene);
    for (uint32_t i = 0; i < scene->items.count; i++) {
        tpt__item *op = &scene->items.items[i];
        if (!op->gone && op->owner == TPT__OWNER_OPERATOR && !op->has_operand) fall_back_on_cue(scene, op);
    }
}

#include "assert/attach.h"

tpt__stretch tpt__read_stretch(const tpt__scene *scene, uint32_t first, uint32_t last) {
    uint32_t led = last < scene->doc->count ? last + 1 : last;
    const tpt__profile *from = &scene->profile[first], *to = &scene->profile[last],
                       *lead = &scene->profile[led];
    if (first > last) return (tpt__stretch){0};
    return (tpt__stretch){.fillers = to->fillers - from->fillers,
                          .breaks = to->breaks - from->breaks,
                          .joins = to->joins - from->joins,
                          .words = to->words - from->words,
                          .heads = to->heads - from->heads,
                          .sites = to->sites - from->sites,
                          .stops = to->stops - from->stops,
                          .commas = lead->commas - from->commas,
                          .hard_leads = lead->hard_leads - from->hard_leads};
}

tpt__item *tpt__item_or_null(tpt__scene *scene, uint32_t index) {
    return index == TPT__NONE ? NULL : &scene->items.items[index];
}

bool tpt__has_own_place(const tpt__item *head) {
    return head->site_count > 0 && head->sites[0].item == TPT__NONE;
}

bool tpt__wants_site(const tpt__scene *scene, const tpt__item *head) {
    if (!tpt__item_is_head(scene, head)) return false;
    if (head->owner == TPT__OWNER_FINDING) return true;
    tpt__type type = scene->lexicon->concepts.items[head->index].type;
    return type == TPT__TYPE_SENSATION || type == TPT__TYPE_QUALITY || type == TPT__TYPE_SIGN ||
           type == TPT__TYPE_FUNCTION || type == TPT__TYPE_EVENT || type == TPT__TYPE_TREATMENT;
}

bool tpt__coordinated(const tpt__scene *scene, const tpt__item *a, const tpt__item *b) {
    if (a->sentence != b->sentence) return false;
    tpt__stretch s = tpt__read_stretch(scene, a->last, b->first);
    return !s.words && !s.sites && !s.breaks && !s.heads && !s.hard_leads && s.commas <= 1 && s.fillers <= 3;
}

uint8_t tpt__best_rung(const tpt__item *head) {
    uint8_t best = 0;
    for (uint32_t i = 0; i < head->site_count; i++)
        if (head->sites[i].rung > best) best = head->sites[i].rung;
    return best;
}

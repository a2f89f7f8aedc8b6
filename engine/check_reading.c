/* Expectations about the reading: findings with their fields, facts, words that were not read or were corrected. */
#include <stdio.h>

#include "checker.h"

#define MINUTES_A_DAY 1440

/* ---- Findings: a status, or an object of a status and fields ---------------------------------------------------------- */

static const char *name_of_site(const checker *c, uint32_t site) {
    return c->r->ruleset->lexicon.sites.items[site].id;
}

static bool site_is_within(const checker *c, uint32_t site, const char *id) {
    uint32_t root = tpt__map_get(&c->r->ruleset->site_ids, id, strlen(id));
    return site != TPT__NONE && root != TPT__NONE && tpt__site_within(&c->r->ruleset->lexicon, site, root);
}

static bool has_place(const checker *c, const uint32_t *sites, uint32_t count, const char *id) {
    for (uint32_t i = 0; i < count; i++)
        if (site_is_within(c, sites[i], id)) return true;
    return false;
}

static bool has_mark(const checker *c, const uint32_t *marks, uint32_t count, const char *id) {
    const tpt__lexicon *lexicon = &c->r->ruleset->lexicon;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < lexicon->concepts.count; k++)
            if (strcmp(lexicon->concepts.items[k].id, id) == 0 && tpt__concept_is(lexicon, marks[i], k))
                return true;
    return false;
}

static bool fits_site(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    return site_is_within(c, f->site, v->text);
}
static bool fits_side(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    (void)c;
    return strcmp(tpt__side_names[f->attributes.side], v->text) == 0;
}
static bool fits_onset(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    (void)c;
    return strcmp(tpt__onset_names[f->attributes.onset], v->text) == 0;
}
static bool fits_course(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    (void)c;
    for (uint32_t i = 0; i < TPT__COURSE_COUNT; i++)
        if ((f->attributes.course & (1u << i)) && strcmp(tpt__course_names[i], v->text) == 0) return true;
    return false;
}
static bool fits_quality(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    return has_mark(c, f->attributes.qualities, f->attributes.quality_count, v->text);
}
static bool fits_trigger(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    return has_mark(c, f->attributes.triggers, f->attributes.trigger_count, v->text);
}
static bool fits_to(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    return has_place(c, f->attributes.to, f->attributes.to_count, v->text);
}
static bool fits_from(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    return has_place(c, f->attributes.from, f->attributes.from_count, v->text);
}
static bool fits_severity(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    int64_t value;
    (void)c;
    return tpt__json_integer(v, &value) && f->attributes.severity == value;
}
static bool fits_days(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    int64_t milli;
    (void)c;
    return tpt__json_milli(v, &milli) && f->attributes.duration == milli * MINUTES_A_DAY / 1000;
}
static bool fits_strength(const checker *c, const tpt__finding *f, const tpt__json_node *v) {
    int64_t value;
    (void)c;
    return tpt__json_integer(v, &value) && f->strength == value;
}

static const struct {
    const char *key;
    tpt__json_type type;
    bool (*fits)(const checker *c, const tpt__finding *finding, const tpt__json_node *value);
} FIELDS[] = {
    {"site", TPT__JSON_STRING, fits_site},         {"side", TPT__JSON_STRING, fits_side},
    {"onset", TPT__JSON_STRING, fits_onset},       {"course", TPT__JSON_STRING, fits_course},
    {"quality", TPT__JSON_STRING, fits_quality},   {"trigger", TPT__JSON_STRING, fits_trigger},
    {"spreads_to", TPT__JSON_STRING, fits_to},     {"spreads_from", TPT__JSON_STRING, fits_from},
    {"severity", TPT__JSON_NUMBER, fits_severity}, {"duration_days", TPT__JSON_NUMBER, fits_days},
    {"strength", TPT__JSON_NUMBER, fits_strength},
};

/* The row of FIELDS that a member names, or -1 where it is none or of the wrong type. */
static int field_of(const tpt__json_node *member) {
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (strcmp(FIELDS[i].key, member->key) == 0 && FIELDS[i].type == member->type) return (int)i;
    return -1;
}

static bool fields_fit(const checker *c, const tpt__finding *finding, const tpt__json_node *wanted) {
    if (wanted->type != TPT__JSON_OBJECT) return true;
    for (const tpt__json_node *member = tpt__json_first(c->json, wanted); member;
         member = tpt__json_next(c->json, member))
        if (field_of(member) >= 0 && !FIELDS[field_of(member)].fits(c, finding, member)) return false;
    return true;
}

/* "not_present": neither present nor unclear; "none": not there with any status. */
static bool finding_has(const checker *c, uint32_t rule, const char *status, const tpt__json_node *wanted) {
    bool none = strcmp(status, "none") == 0, not_present = strcmp(status, "not_present") == 0;
    for (uint32_t i = 0; i < c->r->about.finding_count; i++) {
        const tpt__finding *finding = &c->r->about.findings[i];
        if (finding->rule != rule || !fields_fit(c, finding, wanted)) continue;
        bool open = finding->status == TPT__PRESENT || finding->status == TPT__UNCLEAR;
        if (none || (not_present && open)) return false;
        if (strcmp(tpt__status_names[finding->status], status) == 0) return true;
    }
    return none || not_present;
}

static bool is_status(const char *name) {
    if (strcmp(name, "none") == 0 || strcmp(name, "not_present") == 0) return true;
    for (uint32_t i = 0; tpt__status_names[i]; i++)
        if (strcmp(tpt__status_names[i], name) == 0) return true;
    return false;
}

/* The status that an expectation names, or NULL where it is not of the form. */
static const char *wanted_status(const checker *c, const tpt__json_node *wanted) {
    const tpt__json_node *status = wanted;
    if (wanted->type == TPT__JSON_OBJECT) {
        status = tpt__json_member(c->json, wanted, "status");
        for (const tpt__json_node *member = tpt__json_first(c->json, wanted); member;
             member = tpt__json_next(c->json, member))
            if (member != status && field_of(member) < 0) return NULL;
    }
    if (!status || status->type != TPT__JSON_STRING || !is_status(status->text)) return NULL;
    return status->text;
}

/* What was read of a finding instead, for the message of a failure. */
static void describe_finding(const checker *c, uint32_t rule, char *out, size_t size) {
    size_t used = 0;
    *out = '\0';
    for (uint32_t i = 0; i < c->r->about.finding_count && used + 64 < size; i++) {
        const tpt__finding *f = &c->r->about.findings[i];
        if (f->rule != rule) continue;
        used += (size_t)snprintf(out + used, size - used, "%s%s%s%s%s%s", used ? ", " : "",
                                 tpt__status_names[f->status], f->site == TPT__NONE ? "" : " at ",
                                 f->site == TPT__NONE ? "" : name_of_site(c, f->site),
                                 f->attributes.side ? " " : "", tpt__side_names[f->attributes.side]);
    }
    if (!used) snprintf(out, size, "not found");
}

static tpt_status check_findings(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *item = tpt__json_first(c->json, object); item;
         item = tpt__json_next(c->json, item)) {
        uint32_t rule =
            item->key ? tpt__map_get(&c->r->ruleset->finding_ids, item->key, item->key_len) : TPT__NONE;
        const tpt__json_node *wanted = item->type == TPT__JSON_ARRAY ? tpt__json_first(c->json, item) : item;
        for (; wanted; wanted = item->type == TPT__JSON_ARRAY ? tpt__json_next(c->json, wanted) : NULL) {
            const char *status = rule == TPT__NONE ? NULL : wanted_status(c, wanted);
            if (!status)
                return tpt__check_malformed(c, wanted,
                                            "a finding's id with a status is expected, or with fields");
            if (finding_has(c, rule, status, wanted)) continue;
            char what[96], got[160];
            snprintf(what, sizeof what, "%s is not %s%s", item->key, status,
                     wanted->type == TPT__JSON_OBJECT ? " with these fields" : "");
            describe_finding(c, rule, got, sizeof got);
            tpt__check_failed(c, "finding %s: %s", what, got);
        }
    }
    return TPT_OK;
}

/* ---- Facts, words that were not read, corrections ------------------------------------------------------------------------ */

static tpt_status check_facts(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *item = tpt__json_first(c->json, object); item;
         item = tpt__json_next(c->json, item)) {
        uint32_t fact =
            item->key ? tpt__map_get(&c->r->ruleset->fact_ids, item->key, item->key_len) : TPT__NONE;
        int64_t wanted = TPT__UNKNOWN;
        bool number = item->type == TPT__JSON_NUMBER && tpt__json_integer(item, &wanted);
        if (fact == TPT__NONE || (!number && item->type != TPT__JSON_NULL))
            return tpt__check_malformed(c, item, "a fact's id with a whole number is expected, or null");
        if (c->r->about.facts[fact] == wanted) continue;
        char got[32] = "not known";
        if (c->r->about.facts[fact] != TPT__UNKNOWN)
            snprintf(got, sizeof got, "%lld", (long long)c->r->about.facts[fact]);
        tpt__check_failed(c, "fact %s is %s", item->key, got);
    }
    return TPT_OK;
}

static bool token_is(const checker *c, uint32_t token, const char *word) {
    const tpt__token *t = &c->r->doc->tokens[token];
    return strlen(word) == t->len && memcmp(tpt__token_text(c->r->doc, t), word, t->len) == 0;
}

static bool is_unread(const checker *c, const char *word) {
    for (uint32_t i = 0; i < c->r->unread_count; i++)
        if (token_is(c, c->r->unread[i], word)) return true;
    return false;
}

/* The words that must be unread; an empty list: none may be. */
static tpt_status check_unread(checker *c, const tpt__json_node *list) {
    const tpt__json_node *item = tpt__json_first(c->json, list);
    if (!item && c->r->unread_count) tpt__check_failed(c, "a word is unread%s%s", "", "");
    for (; item; item = tpt__json_next(c->json, item)) {
        if (!is_unread(c, item->text)) tpt__check_failed(c, "the word %s is not unread%s", item->text, "");
    }
    return TPT_OK;
}

/* A word as it is written, and what it must be read as; null: it must stay as it is. */
static tpt_status check_read_as(checker *c, const tpt__json_node *object) {
    for (const tpt__json_node *item = tpt__json_first(c->json, object); item;
         item = tpt__json_next(c->json, item)) {
        bool word = item->type == TPT__JSON_STRING;
        if (!item->key || (!word && item->type != TPT__JSON_NULL))
            return tpt__check_malformed(c, item, "a word and what it is read as is expected, or null");
        const char *got = NULL;
        for (uint32_t t = 0; t < c->r->doc->count && !got; t++)
            if (token_is(c, t, item->key)) got = tpt__read_as(c->r, t);
        if (word ? got && strcmp(got, item->text) == 0 : !got) continue;
        tpt__check_failed(c, "the word %s is read as %s", item->key, got ? got : "it is written");
    }
    return TPT_OK;
}

static const struct {
    const char *key;
    tpt__json_type type;
    tpt_status (*check)(checker *c, const tpt__json_node *node);
} MEMBERS[] = {
    {"findings", TPT__JSON_OBJECT, check_findings},
    {"facts", TPT__JSON_OBJECT, check_facts},
    {"unread", TPT__JSON_ARRAY, check_unread},
    {"read_as", TPT__JSON_OBJECT, check_read_as},
};

tpt_status tpt__check_reading(checker *c, const tpt__json_node *node) {
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++) {
        if (strcmp(MEMBERS[i].key, node->key) != 0) continue;
        tpt_status status = tpt__check_shape(c, node, MEMBERS[i].type);
        return status == TPT_OK ? MEMBERS[i].check(c, node) : status;
    }
    return TPT__NOT_MINE;
}

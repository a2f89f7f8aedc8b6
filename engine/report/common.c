/* What both writers need: wording, templates. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/result.h"

const char *tpt__wording_for(const tpt_ruleset *ruleset, const char *key) {
    uint32_t at = tpt__map_get(&ruleset->rules.wording_of, key, strlen(key));
    return at == TPT__NONE ? key : ruleset->rules.wording.items[at].text;
}

void tpt__fill(tpt__buf *out, const char *template, const char *const *names, const char *const *values) {
    for (const char *at = template; *at;) {
        size_t plain = strcspn(at, "{");
        bool replaced = false;
        if (plain) tpt__buf_add(out, at, plain);
        at += plain;
        for (uint32_t i = 0; *at && names[i] && !replaced; i++) {
            size_t len = strlen(names[i]);
            if (strncmp(at, names[i], len) != 0) continue;
            tpt__buf_add_string(out, values[i]);
            at += len;
            replaced = true;
        }
        if (*at && !replaced) tpt__buf_add(out, at++, 1);
    }
}

const char *tpt__area_why(const tpt_result *result, const tpt__area_hit *hit) {
    const tpt__area_rule *rule = &result->ruleset->rules.areas.items[hit->area];
    tpt__buf sites = {.arena = result->arena}, out = {.arena = result->arena};
    for (uint32_t i = 0; i < hit->site_count; i++) {
        if (i) tpt__buf_add_string(&sites, ", ");
        tpt__buf_add_string(&sites, result->ruleset->lexicon.sites.items[hit->sites[i]].label);
    }
    if (!hit->site_count) return "";
    const char *const names[] = {"{area}", "{sites}", NULL}, *const values[] = {rule->label,
                                                                                tpt__buf_text(&sites), NULL};
    tpt__fill(&out, tpt__wording_for(result->ruleset, "referral_why"), names, values);
    if (hit->factor != TPT__NONE) {
        const tpt__finding *factor = &result->about.findings[hit->factor];
        const char *const factor_names[] = {"{factors}", NULL};
        const char *const factor_values[] = {result->ruleset->lexicon.findings.items[factor->rule].label,
                                             NULL};
        tpt__buf_add_string(&out, "; ");
        tpt__fill(&out, tpt__wording_for(result->ruleset, "referral_factors"), factor_names, factor_values);
    }
    return tpt__buf_text(&out);
}

const char *tpt__flag_advice(const tpt_result *result, const tpt__flag_hit *hit) {
    const tpt__flag_rule *flag = &result->ruleset->rules.flags.items[hit->flag];
    const char *own = flag->levels[hit->level_index].advice;
    return own ? own : flag->advice;
}

const char *tpt__emergency_number(const tpt_result *result) {
    const tpt__rules *rules = &result->ruleset->rules;
    for (uint32_t i = 0; result->country && i < rules->numbers.count; i++)
        if (strcmp(rules->numbers.items[i].country, result->country) == 0)
            return rules->numbers.items[i].number;
    return NULL;
}

const char *tpt__read_as(const tpt_result *result, uint32_t token) {
    uint32_t at = result->scene->item_at[token];
    const tpt__item *item = at == TPT__NONE ? NULL : &result->scene->items.items[at];
    if (!item || item->mention == TPT__NONE) return NULL;
    const tpt__mention *mention = &result->match->mentions.items[item->mention];
    if (result->doc->tokens[token].parted)
        return tpt__arena_copy(result->arena, tpt__token_text(result->doc, &result->doc->tokens[token]),
                               result->doc->tokens[token].len);
    for (uint32_t i = 0; mention->strength < TPT__STRENGTH_EXACT && i < mention->token_count; i++) {
        if (mention->tokens[i] != token || mention->words[i] == TPT__NONE) continue;
        const tpt__word *word = &result->ruleset->match.vocab.words.items[mention->words[i]];
        const tpt__token *written = &result->doc->tokens[token];
        bool same = word->len == written->len &&
                    memcmp(word->text, tpt__token_text(result->doc, written), word->len) == 0;
        if (same || word->text[0] == '<') return NULL;
        return word->text + (word->text[0] == '=' && word->len > 1);
    }
    return NULL;
}

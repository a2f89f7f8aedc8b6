/* What the writers of FHIR share: see fhir.h. */
#include "forms/fhir.h"

#include <stdio.h>

static const tpt__pack_info *top_of(const tpt_ruleset *ruleset) {
    return &ruleset->packs.items[ruleset->packs.count - 1];
}

const char *tpt__fhir_pack(const tpt_ruleset *ruleset) { return top_of(ruleset)->id; }

const char *tpt__fhir_pack_version(const tpt_ruleset *ruleset) { return top_of(ruleset)->version; }

void tpt__fhir_coding(tpt__json_out *out, const char *name, const tpt_ruleset *ruleset, const char *kind,
                      const char *code, const char *display) {
    char system[200];
    snprintf(system, sizeof system, "urn:tptriage:%s:%s", tpt__fhir_pack(ruleset), kind);
    tpt__out_open(out, name, "{");
    tpt__out_string(out, "system", system);
    tpt__out_string(out, "code", code);
    if (display && *display) tpt__out_string(out, "display", display);
    tpt__out_close(out, "}");
}

void tpt__fhir_concept(tpt__json_out *out, const char *name, const tpt_ruleset *ruleset, const char *kind,
                       const char *code, const char *display) {
    tpt__out_open(out, name, "{");
    tpt__out_open(out, "coding", "[");
    tpt__fhir_coding(out, NULL, ruleset, kind, code, display);
    tpt__out_close(out, "]");
    if (display && *display) tpt__out_string(out, "text", display);
    tpt__out_close(out, "}");
}

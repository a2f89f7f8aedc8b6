/* Words that FHIR R4 itself defines, and what its writers share. */
#ifndef TPT_FORMS_FHIR_H
#define TPT_FORMS_FHIR_H

#include "base/json_write.h"
#include "reason/ruleset.h"

/* The id of the pack itself, not of one that it extends. */
const char *tpt__fhir_pack(const tpt_ruleset *ruleset);
const char *tpt__fhir_pack_version(const tpt_ruleset *ruleset);

/* A member that is a Coding of a pack's own code: {"system": "urn:tptriage:PACK:KIND", "code", "display"}. */
void tpt__fhir_coding(tpt__json_out *out, const char *name, const tpt_ruleset *ruleset, const char *kind,
                      const char *code, const char *display);

/* A member that is a CodeableConcept of such a coding, with its display as text. */
void tpt__fhir_concept(tpt__json_out *out, const char *name, const tpt_ruleset *ruleset, const char *kind,
                       const char *code, const char *display);

#endif

/* Why an answer is as it is: what was made of each word, what each finding led to, what each silent flag lacks. */
#ifndef TPT_REPORT_EXPLAIN_H
#define TPT_REPORT_EXPLAIN_H

#include "report/layout.h"
#include "report/result.h"

/* The explanation for a person at a terminal, under the headings of the pack. */
void tpt__explain_write(const tpt_result *result, tpt__layout *layout);

/* The words of the person that a finding rests on: "numb ... between my legs", without quotes. */
const char *tpt__explain_words(const tpt_result *result, const tpt__finding *finding);

/* Calls `visit` with each flag and condition that a finding (by number) speaks for or against, by id. */
void tpt__explain_rules(const tpt_result *result, uint32_t finding,
                        void (*visit)(const char *id, void *context), void *context);

/*
 * What a flag that did not fire lacks, as a formula of ids: "fever & (photophobia | rash | +3)"; "!" before a mitigator that
 * holds it back; "" for a flag that fired, or that a graver one stands for.
 */
const char *tpt__explain_lack(const tpt_result *result, uint32_t flag);

#endif

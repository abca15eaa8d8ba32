/*
 * reasons: why a reviewer returns or refuses, each with a place that the form declares.
 */
#ifndef CASEWORK_REASONS_H
#define CASEWORK_REASONS_H

#include "casework/work.h"

/* ERR_INPUT "reasons_required" with findings, when a decision that must say why does not, or does
 * not say where, or by which code of the vocabulary "reasons", or how to mend it where the rules
 * ask for that. outcome NULL: no event of the law. */
enum err reasons_check(struct casework *w, const char *kind, const struct law_event *outcome,
                       const json_t *reasons) MUST;

#endif

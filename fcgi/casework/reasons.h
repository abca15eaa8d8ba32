/*
 * reasons: why a reviewer returns or refuses, each with a place that the form declares.
 *
 * The rules may list reasons in a vocabulary, and say for which kinds of filings and at which
 * places of their forms each is meant.
 */
#ifndef CASEWORK_REASONS_H
#define CASEWORK_REASONS_H

#include "casework/work.h"

/* The items of the vocabulary "reasons", borrowed of the rules; NULL: they have none. */
const json_t *reasons_listed(struct casework *w);
/* The item may be given today in a decision on a filing of that kind, at some place of its form. */
bool reason_is_for(const struct casework *w, const json_t *item, const char *kind);

/* ERR_INPUT "reasons_required" with findings, when a decision that must say why does not, or does
 * not say where, or by a code that the vocabulary has not, or one that is not meant for that kind
 * and place, or does not say how to mend it where the rules ask for that. outcome NULL: no event of
 * the law. */
enum err reasons_check(struct casework *w, const char *kind, const struct law_event *outcome,
                       const json_t *reasons) MUST;

#endif

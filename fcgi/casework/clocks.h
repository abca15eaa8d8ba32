/*
 * clocks: the deadlines of a filing as they are stored, and what the rules must be told so that
 * each counts its own days.
 */
#ifndef CASEWORK_CLOCKS_H
#define CASEWORK_CLOCKS_H

#include "casework/work.h"

/* What the rules answered, as the rows of a filing that was handed in. */
enum err clocks_start(struct casework *w, const struct filing *x, const json_t *answer) MUST;
/* What reviewers had to keep is kept, or was not, by the decision. */
enum err clocks_stop(struct casework *w, const struct filing *x) MUST;

#endif

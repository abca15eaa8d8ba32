/*
 * desk: what a reviewer has before them: the queue of what they may do, the most urgent of it, and
 * what they have written and not decided.
 */
#ifndef CASEWORK_DESK_H
#define CASEWORK_DESK_H

#include "casework/review.h"

/* The stages that who works, a JSON array of codes; only: of these that one alone, NULL: all. */
const char *desk_stages(const struct casework *w, const char *only);

/* Words for what a task is routed by, as the set in use has them; the code where it has none. */
const char *desk_class_label(const struct casework *w, const char *code);
const char *desk_area_label(const struct casework *w, const char *code);
const char *desk_grade_label(const struct casework *w, const char *code);

/* A task is due soon while so many working days are left. */
long desk_soon_days(const struct casework *w);

#endif

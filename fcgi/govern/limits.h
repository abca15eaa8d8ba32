/*
 * Limits: the numbers of a set for people who do not edit text: listed with their law and the
 * comment above them, and changed by writing them into the texts where they stand.
 */
#ifndef GOVERN_LIMITS_H
#define GOVERN_LIMITS_H

#include "store/store.h"

struct limit_row {
    const char *name, *title, *law, *unit, *by, *value; /* value: JSON; unit and by may be NULL */
    const char *file, *layer, *note;                    /* note: the comment above it; "": none */
    long line, min, max; /* min and max: LONG_MIN where only the rules say */
};
/* In the order of the files. */
enum err govern_limits(struct arena *a, const struct rule_set *set, struct limit_row **rows, int *n,
                       struct fault *f) MUST;
/* changes (path → text or null; NULL: none) to the files of the set, with limits (name → value)
 * written into them. ERR_INPUT limit_unknown, limit_value, limit_hidden; where is
 * "/limits/NAME". */
enum err govern_limits_write(struct arena *a, const struct rule_set *set, const json_t *changes,
                             const json_t *limits, json_t **out, struct fault *f) MUST;

#endif

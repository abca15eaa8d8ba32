/* model/data_diff: two states of what was filled in, compared by the forms that asked for each. */
#ifndef MODEL_DATA_DIFF_H
#define MODEL_DATA_DIFF_H

#include "model/value_text.h"

/* One of two states, with the form of the set that it was filled in under. */
struct data_side {
    const json_t *form, *data;
    struct value_words words;
};
struct data_diff {
    struct buf *b; /* a list that is open */
    struct data_side before, after;
    const char *prefix, *title; /* before every pointer and section's label; "": nothing */
    const json_t *reasons;      /* list of {path}: what a reviewer asked for, as it stands after */
};
/* Appends rows {path, section_label, field_label, before, after, before_text, after_text, kind:
 * "added"|"removed"|"changed"|"moved", by_reason}, in the order of the form after; then what it
 * asks no longer. Items of lists are the same by their id, else by their content, their first field
 * or their place, so that one that was moved is not told as others. */
void data_diff(struct arena *a, const struct data_diff *x);

/* For each item of the list then, its place in the list now; -1: it is gone. field: of the list. */
int *data_items_now(struct arena *a, const json_t *field, const json_t *then, const json_t *now);

#endif

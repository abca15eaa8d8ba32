/* rule_next: which steps a rule set may take next, by whoever asks, and why not the others. Private
 * to this room. */
#ifndef HANDLE_RULE_NEXT_H
#define HANDLE_RULE_NEXT_H

#include "handle/context.h"

struct next_row {
    const char *step, *label, *why; /* why NULL: it is allowed */
    bool is_allowed;
};
extern const struct member next_members[];
/* Rows of struct next_row, in the order in which the steps are taken. */
enum err rule_set_next(struct context *c, const struct rule_set *x, struct rows *out) MUST;

#endif

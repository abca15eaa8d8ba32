/*
 * moves: what may be done with a filing now, by whoever asks.
 */
#ifndef CASEWORK_MOVES_H
#define CASEWORK_MOVES_H

#include "casework/work.h"

/* An event that the law allows there, to who asks, in its order; of reviewers only what the open
 * task allows: it is theirs to take, or they have taken it. No submit while the gate before the
 * kind is shut. In a snapshot. */
struct move_open {
    const char *event, *label;
    const char *verb; /* what the core does then, whatever the rules call it */
};
enum err casework_moves(struct casework *w, const struct filing *x, struct move_open **out,
                        int *n) MUST;

#endif

/*
 * moves: what may be done with a filing now, by whoever asks.
 */
#ifndef CASEWORK_MOVES_H
#define CASEWORK_MOVES_H

#include "casework/work.h"

/* An event that the law allows there, to who asks, in its order; of reviewers only what the open
 * task allows: it is theirs to take, or they have taken it. What the office does of its own accord
 * is there for whoever may propose it, while nothing is. No submit while the gate before the kind
 * is shut. In a snapshot. */
struct move_open {
    const char *event, *label;
    const char *verb; /* what the core does then, whatever the rules call it */
    /* JSON lists, of what is only proposed; NULL: of other moves. The articles to choose from, each
     * {"article", "text"}, and the roles that confirm it, in words. */
    const char *grounds, *confirmed_by;
};
enum err casework_moves(struct casework *w, const struct filing *x, struct move_open **out,
                        int *n) MUST;

#endif

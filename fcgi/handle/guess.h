/* guess: what people try until it fits, passwords and codes, is counted under a key and slowed
 * down. Private to this room. */
#ifndef HANDLE_GUESS_H
#define HANDLE_GUESS_H

#include "handle/context.h"

struct guess {
    const char *key; /* "account:<folded name>", "address:<addr>" */
    int most;        /* so many in the window, then a wait that doubles */
    struct attempts so_far;
};
/* Loads them. ERR_LIMIT, in the words of what there was too much of, while any must wait. */
enum err guesses_may(struct context *c, struct guess *g, int n, const char *what) MUST;
/* One more has failed, as loaded in this transaction. */
enum err guesses_failed(struct context *c, const struct guess *g, int n) MUST;

#endif

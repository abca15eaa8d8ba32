/*
 * moves: every recorded move of a filing is asked for again under two laws, with the one move
 * function: the same event, from the same state, by the same role, on its day. They are read in
 * batches; where a walk stands is kept in the lives. Private to this room.
 */
#ifndef MOVES_H
#define MOVES_H

#include "govern/lives.h"
#include "govern/replay.h"
#include "policy/policy.h"
#include "store/store.h"

struct walk {
    struct store *store;
    struct policy *base, *candidate;
    const char
        *as_of; /* the day on which all of it is made again; NULL: the days on which it was */
    long events, entries; /* the last that belong to it */
    replay_tell *tell;
    int64_t now; /* when it began: what stands is looked at as of then */
    json_t *lives;
    struct arena *a; /* lives as long as a batch */
};
typedef enum err walk_fn(struct walk *w, bool *is_done, struct fault *f);
/* The next batch; *is_done when there is none left. */
walk_fn moves_walk MUST;
/* The same of the steps of matters beside filings. */
walk_fn matters_walk MUST;

#endif

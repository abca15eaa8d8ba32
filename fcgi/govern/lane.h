/*
 * A lane: one batch of stored judgements on its way through a judge of the candidate's and, for
 * those that the base did not make itself, a judge of the base's. A lane never waits: lane_fd() is
 * readable when its judge has answered. Private to this room.
 */
#ifndef LANE_H
#define LANE_H

#include "policy/policy.h"
#include "store/store.h"

/* The two sets of a replay. */
struct replay_sets {
    struct rule_set candidate, base;
    const struct policy_limits *limits;
    const char *as_of; /* the day that all facts tell of; NULL: their own */
};

#define LANE_ROWS 128
enum lane_phase { LANE_IDLE, LANE_ASKING_CANDIDATE, LANE_ASKING_BASE, LANE_ANSWERED };

struct lane {
    const struct replay_sets *sets;
    struct policy *candidate, *base; /* base: NULL until it is needed */
    struct arena *arena;             /* lives as long as a batch */
    enum lane_phase phase;
    long seq; /* the batch's place among all */
    struct judgement *rows;
    int n;
    struct policy_outcome after[LANE_ROWS], before[LANE_ROWS]; /* of the rows */
    int asked[LANE_ROWS], asked_n; /* the rows that this phase asks about */
    int answered, in_hand;         /* of these, and how many the judge has now */
    bool is_single;                /* something went wrong in this batch: one at a time */
};

enum err lane_open(struct lane *l, const struct replay_sets *sets, struct fault *f) MUST;
void lane_close(struct lane *l); /* also one that is zeroed or did not open */
/* Starts the judge of the base, if it does not run yet. */
enum err lane_need_base(struct lane *l, struct fault *f) MUST;

/* Starts with the batch in rows and n. */
void lane_start(struct lane *l);
/* Goes on to the next phase when there is nothing to wait for. */
enum err lane_move(struct lane *l, struct fault *f) MUST;
/* -1 when no judge has anything in hand. */
int lane_fd(const struct lane *l);
/* Takes what the judge has answered, or waits for it until the judge's time is over, and hands it
 * the next questions. */
void lane_hear(struct lane *l);

/* True when both sides came to the same outcome. */
bool lane_is_same(const struct lane *l, int row);
/* Both answers whole, for one whose outcomes differ. An answer that a set does not give says
 * needs_human. */
enum err lane_before(struct lane *l, struct store *s, int row, json_t **out, struct fault *f) MUST;
json_t *lane_after(struct lane *l, int row);

#endif

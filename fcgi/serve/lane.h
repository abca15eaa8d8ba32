/*
 * lane: the process that answers how the pool is, on a socket of its own.
 *
 * It opens nothing and asks nobody: what it tells is in memory that the pool shares. So it answers
 * as fast as ever while all workers are busy, judges stand still, the writers' queue is held or the
 * disk does not answer.
 */
#ifndef SERVE_LANE_H
#define SERVE_LANE_H

#include "serve/pool.h"

/* Returns the exit status: 0 after TERM. */
int lane_main(struct pool *p, struct process *me);

/* What the processes of a pool tell of it: for the lane, and for workers. ctx is the pool. */
struct health_source lane_source(struct pool *p);

#endif

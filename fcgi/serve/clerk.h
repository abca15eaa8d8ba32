/* The processes that the room clerk's work runs in: the first of a pool, and the one that stays. */
#ifndef SERVE_CLERK_H
#define SERVE_CLERK_H

#include "courier/courier.h"
#include "serve/pool.h"

/* Where these settings send notices. */
struct courier clerk_courier(const struct settings *s);

/* Returns the exit status: 0 after TERM. */
int clerk_main(struct pool *p, struct process *me);
/* Runs in a process of its own before there are others, so that the master never opens the database
 * and no crash in a rule file can end it. Returns the exit status; its words go to standard error.
 */
int prepare_main(struct pool *p);

#endif

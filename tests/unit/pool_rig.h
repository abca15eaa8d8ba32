/*
 * pool_rig: the set-up of many processes on one database. Writers are forked and open their store
 * after that, as in the pool; what they were told stands in shared memory.
 */
#ifndef POOL_RIG_H
#define POOL_RIG_H

#include "store_rig.h"

#include <stdatomic.h>

enum { WRITERS = 8 };

extern struct store_shared *shared;
extern struct told {
    atomic_long acknowledged[WRITERS]; /* how often each was told that its write is safe */
    atomic_bool stop;                  /* to those who write until then */
    atomic_int at;                     /* how far a child has come, as its test counts */
} * told;

/* A new database, of which nobody was told anything. */
void fresh(void);

/* ---- writers --------------------------------------------------------------------------------- */

const char *key_of(int i); /* of writer i's own row; until the next call */
/* One write of writer i. Its row says how many it has made, and a counter that all share grows by
 * one. */
enum err write_once(struct store *in, int i);
void write_until_stopped(int i); /* for a child */

/* Counts the writes of writer i that are there: all that were acknowledged must be, and at most so
 * many more. */
long written(int i, int more);
/* Does that for all writers; and the file is sound. */
void check_told(int more);

/* ---- processes ------------------------------------------------------------------------------- */

pid_t child(void (*run)(int), int i);      /* it ends with status 0 unless run ends it otherwise */
bool reaches(atomic_int *what, int value); /* waits until the counter has come so far */
void settle(pid_t pid);                    /* waits until it has nothing to do, or has ended */
int reap(pid_t pid);                       /* its status */
int reap_or_kill(pid_t pid); /* the status of one that may hang when something is wrong */
void kill_hard(pid_t pid);   /* by -9, and buries it */

int pool_main(int argc, char **argv, const struct check_test *tests, size_t n);

#endif

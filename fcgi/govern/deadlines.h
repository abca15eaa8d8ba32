/* Running deadlines under another calendar: which would move, and moving them. */
#ifndef GOVERN_DEADLINES_H
#define GOVERN_DEADLINES_H

#include "policy/policy.h"
#include "store/store.h"

struct deadlines_moved {
    const char *groups; /* for store_deadline_moves() */
    long total;         /* deadlines in them */
};
/* Finds those of these groups of running deadlines that this judge's calendar counts otherwise. */
enum err govern_deadlines_moved(struct arena *a, struct policy *p,
                                const struct deadline_group *rows, int n,
                                struct deadlines_moved *out, struct fault *f) MUST;
/* Counts the running deadlines again under the active set, and their tasks with them; those that
 * were met or missed stay. Opens its transactions itself, some hundred deadlines in each; *is_done
 * is false when there are more: call again. */
enum err govern_deadlines_recount(struct store *s, const struct policy_limits *limits, long *moved,
                                  bool *is_done, struct fault *f) MUST;

/* Those that run although their day is over are missed, and each is told: in the history of its
 * filing, to whoever delivers notices, in the audit trail. Transactions and *is_done as above. */
enum err govern_deadlines_miss(struct store *s, const char *today, long *missed, bool *is_done,
                               struct fault *f) MUST;

#endif

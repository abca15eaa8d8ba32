/* Open deadlines under another calendar: which would move, and moving them. */
#ifndef GOVERN_DEADLINES_H
#define GOVERN_DEADLINES_H

#include "policy/policy.h"
#include "store/store.h"

/* Finds those that this judge's set counts otherwise: running ones, and those that stand still or
 * stood, whose stays are counted by its calendar, too. Sets groups and paused of the query that
 * lists them with store_deadline_moves(); total: how many there are. */
enum err govern_deadlines_moved(struct store *s, struct arena *a, struct policy *p,
                                struct deadline_moves_query *out, long *total,
                                struct fault *f) MUST;
/* Counts them again under the active set, and their tasks with them; those that were met or missed
 * stay. Opens its transactions itself, some hundred deadlines in each; *is_done is false when there
 * are more: call again. */
enum err govern_deadlines_recount(struct store *s, const struct policy_limits *limits, long *moved,
                                  bool *is_done, struct fault *f) MUST;

/* Those that run although their day is over are missed, and each is told: in the history of its
 * filing, to whoever delivers notices, in the audit trail. Transactions and *is_done as above. */
enum err govern_deadlines_miss(struct store *s, const char *today, long *missed, bool *is_done,
                               struct fault *f) MUST;

#endif

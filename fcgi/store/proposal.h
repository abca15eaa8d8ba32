/* store/proposal: what one person proposes about a filing in force, and how it ended. */
#ifndef STORE_PROPOSAL_H
#define STORE_PROPOSAL_H

#include "model/model.h"

struct store;

/* Sets id and at. ERR_CONFLICT when another waits about the filing. */
enum err store_proposal_add(struct store *s, struct proposal *x, struct fault *f) MUST;
/* Takes id, state, ended_by, ended_at and answer. ERR_STALE when it waits no more. */
enum err store_proposal_end(struct store *s, const struct proposal *x, struct fault *f) MUST;
/* The same of that which waits about a filing, if any. */
enum err store_proposal_end_of(struct store *s, const struct proposal *x, struct fault *f) MUST;

enum err store_proposal_load(struct store *s, struct arena *a, const char *id, struct proposal *out,
                             struct fault *f) MUST;
/* ERR_NOTFOUND when none does. */
enum err store_proposal_waiting(struct store *s, struct arena *a, const char *filing_id,
                                struct proposal *out, struct fault *f) MUST;

/* NULL when none does. */
enum err store_proposal_waiting_id(struct store *s, struct arena *a, const char *filing_id,
                                   const char **id, struct fault *f) MUST;

struct proposal_query {
    const char *account_id; /* for whom, or who proposed it */
    const char *events;     /* JSON list of what they may confirm, each "kind event" */
    bool is_over;           /* those that have ended */
    const char *cursor;
    int limit;
};
/* Without reasons; the oldest first, of those that have ended the newest. */
enum err store_proposal_list(struct store *s, struct arena *a, const struct proposal_query *q,
                             struct proposal **out, int *n, struct fault *f) MUST;

#endif

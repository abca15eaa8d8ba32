/* store/delivery: notices that leave the house, and what came of them. */
#ifndef STORE_DELIVERY_H
#define STORE_DELIVERY_H

#include "model/model.h"

struct store;

/* In the transaction of its notice. Sets x->id. */
enum err store_delivery_add(struct store *s, struct delivery *x, struct fault *f) MUST;
/* Whose addresses a notice to an organization or an account goes to. */
enum err store_delivery_people(struct store *s, struct arena *a, const char *to_id,
                               struct id_list *out, struct fault *f) MUST;

/* Those whose time has come: who took one out before and said nothing is no longer
 * waited for. */
enum err store_delivery_due(struct store *s, struct arena *a, int64_t now, int limit,
                            struct delivery **out, int *n, struct fault *f) MUST;
/* Sets x->mobile and x->email, which stay NULL where there are none any more. */
enum err store_delivery_address(struct store *s, struct arena *a, struct delivery *x,
                                struct fault *f) MUST;
/* ERR_NOTFOUND when nothing waits. */
enum err store_delivery_next(struct store *s, int64_t *due_at, struct fault *f) MUST;
/* It is out from now to the lease's end, for one more try. */
enum err store_delivery_out(struct store *s, struct delivery *x, int64_t lease_ends_at,
                            struct fault *f) MUST;
/* What came of its last try: a word. *is_ours: nobody took it out since. */
enum err store_delivery_end(struct store *s, const struct delivery *x, const char *outcome,
                            bool *is_ours, struct fault *f) MUST;
/* The try that nobody told the end of. */
enum err store_delivery_lost(struct store *s, const struct delivery *x, struct fault *f) MUST;
/* It is not taken out, and ends so. */
enum err store_delivery_leave(struct store *s, const struct delivery *x, struct fault *f) MUST;

struct delivery_query {
    const char *state, *cursor;
    int limit;
};
enum err store_delivery_list(struct store *s, struct arena *a, const struct delivery_query *q,
                             struct delivery **out, int *n, struct fault *f) MUST;
/* Of the last row of a page, for the page after it. */
const char *store_delivery_cursor(struct arena *a, const struct delivery *last);
enum err store_delivery_load(struct store *s, struct arena *a, const char *id, struct delivery *out,
                             struct fault *f) MUST;
/* Of one that is dead; ERR_CONFLICT when it is not. */
enum err store_delivery_again(struct store *s, const char *id, struct fault *f) MUST;
/* At most limit of those that are dead, the longest dead first; *n: so many. */
enum err store_delivery_again_all(struct store *s, int limit, long *n, struct fault *f) MUST;
enum err store_delivery_dead(struct store *s, long *n, struct fault *f) MUST;
/* Of one that is dead; ERR_CONFLICT when it is not. */
enum err store_delivery_drop(struct store *s, const char *id, struct fault *f) MUST;
/* At most so many that ended before. */
enum err store_delivery_prune(struct store *s, int64_t before, int limit, struct fault *f) MUST;

#endif

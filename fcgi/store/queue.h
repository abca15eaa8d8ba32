/*
 * queue: which rows of the queue a search has to look at, as sets of bits (posting.h).
 *
 * A row is listed by the clerk, under an ord, a moment after it came, and again when what it says
 * changed; what is not listed yet is always looked at. A set may name ords that no row has any
 * more, and rows that lack some of what is asked for: whoever reads them asks all of it again.
 */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include "store/review.h"
#include "store/rows.h"

/* Where to look: at ords, a JSON list, when they are few; else along the due dates, at those whose
 * bit is set, the first of which is `from`'s; at all when both are NULL. */
struct queue_found {
    const char *ords;
    struct bytes bits;
    long from;
};
enum err store_queue_find(struct store *s, struct arena *a, const struct task_query *q,
                          struct queue_found *out, struct fault *f) MUST;

/* Of what has waited nothing stays listed; the clerk lists anew what still waits. */
enum err store_queue_forget(struct store *s, struct fault *f) MUST;

#endif

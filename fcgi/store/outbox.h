/* store/outbox: moves of filings that nobody has been told of yet. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "model/model.h"

struct store;

/* In the transaction of the move itself: no notice is lost, and none is sent of what was undone. */
enum err store_outbox_add(struct store *s, const struct outbox_row *x, struct fault *f) MUST;

/* The oldest. Who takes them away writes what they say in the same transaction. */
enum err store_outbox_next(struct store *s, struct arena *a, int limit, struct outbox_row **out,
                           int *n, struct fault *f) MUST;
enum err store_outbox_delete(struct store *s, long n, struct fault *f) MUST;
enum err store_outbox_any(struct store *s, bool *out, struct fault *f) MUST;

#endif

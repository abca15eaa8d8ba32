/* store/uncalled: entries whose former names are still to be read from what was submitted for them.
 */
#ifndef STORE_UNCALLED_H
#define STORE_UNCALLED_H

#include "model/model.h"

struct store;

/* The first of them, at most so many, whole. */
enum err store_uncalled_next(struct store *s, struct arena *a, int limit, struct entry **out,
                             int *n, struct fault *f) MUST;
/* One is read. */
enum err store_uncalled_drop(struct store *s, const char *number, struct fault *f) MUST;

#endif

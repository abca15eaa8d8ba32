/* store/matter: complaints, orders and penalties beside filings, with their steps. */
#ifndef STORE_MATTER_H
#define STORE_MATTER_H

#include "model/model.h"

struct store;

/* Sets id and opened_at; its first step is added with it. */
enum err store_matter_add(struct store *s, struct matter *x, const struct matter_step *first,
                          struct fault *f) MUST;
/* As it stands after a step, which is added. ERR_STALE when another was made meanwhile. */
enum err store_matter_move(struct store *s, const struct matter *x, const struct matter_step *step,
                           struct fault *f) MUST;

enum err store_matter_load(struct store *s, struct arena *a, const char *id, struct matter *out,
                           struct fault *f) MUST;
/* By the hash of the code that its opener has. */
enum err store_matter_by_code(struct store *s, struct arena *a, const char *hash,
                              struct matter *out, struct fault *f) MUST;

struct matter_query {
    const char *account_id;       /* in whose scope: the most urgent first */
    const char *organization_id;  /* or whose, and told of: the newest first */
    const char *kind, *filing_id; /* NULL: any */
    bool is_over;
    const char *cursor;
    int limit;
};
enum err store_matter_list(struct store *s, struct arena *a, const struct matter_query *q,
                           struct matter **out, int *n, struct fault *f) MUST;
/* Where the page after this row begins. */
const char *store_matter_cursor(struct arena *a, const struct matter_query *q,
                                const struct matter *last);
enum err store_matter_in_scope(struct store *s, const char *id, const char *account_id, bool *out,
                               struct fault *f) MUST;
/* Oldest first. */
enum err store_matter_steps(struct store *s, struct arena *a, const char *matter_id,
                            struct matter_step **out, int *n, struct fault *f) MUST;

#endif

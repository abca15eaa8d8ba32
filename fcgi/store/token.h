/* store/token: tokens by which programs act for an account. */
#ifndef STORE_TOKEN_H
#define STORE_TOKEN_H

#include "model/model.h"

struct store;

/* Sets x->id and x->created_at. */
enum err store_token_add(struct store *s, struct bearer *x, struct fault *f) MUST;
/* The newest first, no more than a hundred. */
enum err store_token_list(struct store *s, struct arena *a, const char *account_id,
                          struct bearer **out, int *n, struct fault *f) MUST;
enum err store_token_count(struct store *s, const char *account_id, long *n, struct fault *f) MUST;
/* ERR_NOTFOUND when there is none, when it is over, or when its account is disabled. */
enum err store_token_account(struct store *s, struct arena *a, const char *hash, int64_t now,
                             struct live_session *out, struct fault *f) MUST;
/* It was used that day. */
enum err store_token_used(struct store *s, const char *id, const char *day, struct fault *f) MUST;
/* ERR_NOTFOUND when that account has none of that id. */
enum err store_token_delete(struct store *s, const char *id, const char *account_id,
                            struct fault *f) MUST;
enum err store_token_delete_all(struct store *s, const char *account_id, struct fault *f) MUST;

#endif

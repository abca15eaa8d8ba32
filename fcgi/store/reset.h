/* store/reset: links that set a password, and which of them were used. All but the reading of these
 * happens inside the caller's transaction. */
#ifndef STORE_RESET_H
#define STORE_RESET_H

#include "model/model.h"

struct store;

/* Takes all of x; a link that the account was given before is void. */
enum err store_reset_save(struct store *s, const struct reset *x, struct fault *f) MUST;
/* ERR_NOTFOUND when there is none, when it is over, or when its account is disabled. */
enum err store_reset_load(struct store *s, struct arena *a, const char *token_hash,
                          struct reset *out, struct fault *f) MUST;
enum err store_reset_delete(struct store *s, const char *account_id, struct fault *f) MUST;

/* Takes account_id, way and given_by. */
enum err store_reset_use_add(struct store *s, const struct reset_use *x, struct fault *f) MUST;
/* The last twenty of the account, the newest first, whether the owner has seen them or not. */
enum err store_reset_use_list(struct store *s, struct arena *a, const char *account_id,
                              struct reset_use **out, int *n, struct fault *f) MUST;
enum err store_reset_use_unseen(struct store *s, const char *account_id, long *n,
                                struct fault *f) MUST;
/* The owner has seen all that there are by now. */
enum err store_reset_use_see(struct store *s, const char *account_id, struct fault *f) MUST;

#endif

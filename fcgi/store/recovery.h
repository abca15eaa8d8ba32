/* store/recovery: who has lost a password and asks for a way back in; one row an account. */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include "model/model.h"

struct store;

enum { RECOVERY_TRIES_MAX = 5 };
#define RECOVERY_MS (3LL * 86400000)    /* a request lasts so long */
#define RECOVERY_CODE_MS (30LL * 60000) /* and a code: it is told on the telephone */

/* Makes one, or lets the one that is there last from now. */
enum err store_recovery_ask(struct store *s, const char *account_id, struct fault *f) MUST;
/* ERR_NOTFOUND when there is none, when it is too old, or when the account is disabled. */
enum err store_recovery_load(struct store *s, struct arena *a, const char *id, struct recovery *out,
                             struct fault *f) MUST;
enum err store_recovery_of_account(struct store *s, struct arena *a, const char *account_id,
                                   struct recovery *out, struct fault *f) MUST;

struct recovery_query {
    const char *cursor; /* an id */
    int limit;
};
/* The oldest first, without hashes and telephone numbers. */
enum err store_recovery_list(struct store *s, struct arena *a, const struct recovery_query *q,
                             struct recovery **out, int *n, struct fault *f) MUST;

/* Takes code_hash, ends_at and given_by; no tries. */
enum err store_recovery_code(struct store *s, const struct recovery *x, struct fault *f) MUST;
enum err store_recovery_try(struct store *s, const char *id, struct fault *f) MUST;
enum err store_recovery_delete(struct store *s, const char *id, struct fault *f) MUST;

#endif

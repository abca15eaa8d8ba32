/* store/factor: authenticators, and the codes for whoever has lost one. All of these write inside
 * the caller's transaction. */
#ifndef STORE_FACTOR_H
#define STORE_FACTOR_H

#include "model/model.h"

struct store;

#define FACTOR_NEW "new"   /* was shown; no code of it has come */
#define FACTOR_LIVE "live" /* each login asks for a code */

/* ERR_NOTFOUND when there is none in that state. */
enum err store_factor_load(struct store *s, struct arena *a, const char *account_id,
                           const char *state, struct factor *out, struct fault *f) MUST;
/* One that was shown before is forgotten; one that is live stays so until this one is confirmed. */
enum err store_factor_begin(struct store *s, const char *account_id, const char *secret,
                            struct fault *f) MUST;
/* A code of that step has come: it is live from now on, in place of any other. */
enum err store_factor_confirm(struct store *s, const char *account_id, int64_t step,
                              struct fault *f) MUST;
/* A code of that step was used. ERR_NOTFOUND when that or a later one was used before. */
enum err store_factor_use(struct store *s, const char *account_id, int64_t step,
                          struct fault *f) MUST;
/* With its codes. */
enum err store_factor_delete(struct store *s, const char *account_id, struct fault *f) MUST;

/* Codes that take the place of all others of the account; only their keyed hashes are stored. */
enum err store_factor_codes(struct store *s, const char *account_id, const char *const *codes,
                            int n, struct fault *f) MUST;
/* is_good: it was there and had not been used, and now it has. */
enum err store_factor_code_use(struct store *s, const char *account_id, const char *code,
                               bool *is_good, struct fault *f) MUST;
enum err store_factor_codes_left(struct store *s, const char *account_id, long *n,
                                 struct fault *f) MUST;

#endif

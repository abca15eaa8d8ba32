/* store/session: live logins, and failed ones. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "model/model.h"

struct store;

enum err store_session_add(struct store *s, const struct session *x, struct fault *f) MUST;
/* Lives until then, unless it is gone or another has prolonged it: x is as it was read. */
enum err store_session_prolong(struct store *s, const struct session *x, int64_t until,
                               struct fault *f) MUST;
/* It acts by that mandate from now on; NULL: for its own organization. */
enum err store_session_act(struct store *s, const char *token_hash, const char *mandate_id,
                           struct fault *f) MUST;
enum err store_session_delete(struct store *s, const char *token_hash, struct fault *f) MUST;
/* but_token_hash stays; NULL: none does. Tokens of programs end with them. */
enum err store_session_delete_all(struct store *s, const char *account_id,
                                  const char *but_token_hash, struct fault *f) MUST;

/* The oldest end where there are more than that many. */
enum err store_session_cap(struct store *s, const char *account_id, int most, struct fault *f) MUST;
/* Those that live, the newest first. */
enum err store_session_list(struct store *s, struct arena *a, const char *account_id,
                            struct session **out, int *n, struct fault *f) MUST;

/* From where an account has logged in; of address and of the keys below only a
 * keyed hash is kept. Only the last so many stay. */
enum err store_address_known(struct store *s, const char *account_id, const char *address, bool *is,
                             struct fault *f) MUST;
enum err store_address_note(struct store *s, const char *account_id, const char *address,
                            int64_t at, long most, struct fault *f) MUST;

/* What failed under a key, a keyed hash: see handle/guess.h. */
struct attempts {
    long failures;
    int64_t first_at, last_at, blocked_until;
};
/* Zeros when there are none. */
enum err store_attempts_load(struct store *s, const char *key, struct attempts *out,
                             struct fault *f) MUST;
enum err store_attempts_save(struct store *s, const char *key, const struct attempts *x,
                             struct fault *f) MUST;
enum err store_attempts_clear(struct store *s, const char *key, struct fault *f) MUST;

#endif

/* store/member: who belongs to an organization, and links by which somebody joins. All but the
 * reading happens inside the caller's transaction. */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H

#include "model/model.h"

struct store;

struct member_query {
    const char *organization_id;
    const char *cursor; /* an account's id */
    int limit;
};
/* By id. */
enum err store_member_list(struct store *s, struct arena *a, const struct member_query *q,
                           struct account **out, int *n, struct fault *f) MUST;
enum err store_member_count(struct store *s, const char *organization_id, long *n,
                            struct fault *f) MUST;
/* ERR_CONFLICT when the account is in an organization, or is no filer's. */
enum err store_member_join(struct store *s, const char *account_id, const char *organization_id,
                           enum membership member, struct fault *f) MUST;
/* ERR_NOTFOUND when it is no member of that organization. */
enum err store_member_set(struct store *s, const char *account_id, const char *organization_id,
                          enum membership member, struct fault *f) MUST;
/* The same, and when it is the owner. */
enum err store_member_leave(struct store *s, const char *account_id, const char *organization_id,
                            struct fault *f) MUST;

/* Sets x->id and x->given_at. */
enum err store_invitation_add(struct store *s, struct invitation *x, struct fault *f) MUST;
/* Those that are good, the newest first. */
enum err store_invitation_list(struct store *s, struct arena *a, const char *organization_id,
                               struct invitation **out, int *n, struct fault *f) MUST;
/* ERR_NOTFOUND when there is none, when it is over, or when its organization is frozen. */
enum err store_invitation_load(struct store *s, struct arena *a, const char *token_hash,
                               struct invitation *out, struct fault *f) MUST;
/* ERR_NOTFOUND when that organization has none of that id. */
enum err store_invitation_delete(struct store *s, const char *id, const char *organization_id,
                                 struct fault *f) MUST;

#endif

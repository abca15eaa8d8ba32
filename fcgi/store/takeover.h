/* store/takeover: requests to become the owner of an organization whose credit code is taken. All
 * but the reading happens inside the caller's transaction. */
#ifndef STORE_TAKEOVER_H
#define STORE_TAKEOVER_H

#include "model/model.h"

struct store;

/* Sets x->id, x->state and x->at, and keeps which files ($documents) go with it. ERR_CONFLICT when
 * the same person waits for the same organization. */
enum err store_takeover_add(struct store *s, struct takeover *x, const struct id_list *documents,
                            struct fault *f) MUST;
enum err store_takeover_load(struct store *s, struct arena *a, const char *id, struct takeover *out,
                             struct fault *f) MUST;
struct takeover_query {
    const char *account_id;      /* whose scope; with is_own: whose own */
    const char *organization_id; /* with is_own: that they own; NULL: none */
    bool is_own, is_over;
    const char *cursor; /* an id */
    int limit;
};
/* Those in a reviewer's scope that wait, the oldest first; else the newest first. */
enum err store_takeover_list(struct store *s, struct arena *a, const struct takeover_query *q,
                             struct takeover **out, int *n, struct fault *f) MUST;
enum err store_takeover_documents(struct store *s, struct arena *a, const char *id,
                                  struct attachment **out, int *n, struct fault *f) MUST;
/* Those that were admitted with a code, the first first; at most 50. */
enum err store_takeover_holders(struct store *s, struct arena *a, const char *credit_code,
                                struct takeover_holder **out, int *n, struct fault *f) MUST;
/* How many of a person's wait. */
enum err store_takeover_count(struct store *s, const char *account_id, long *n,
                              struct fault *f) MUST;
/* The present owner's answer. ERR_STALE when it is answered or over. */
enum err store_takeover_answer(struct store *s, const struct takeover *x,
                               const struct id_list *documents, struct fault *f) MUST;
/* It ends as x says. ERR_STALE when it had ended. */
enum err store_takeover_end(struct store *s, const struct takeover *x, struct fault *f) MUST;
/* One that was declined goes on as another, which the same person asks by the same code. */
enum err store_takeover_redirect(struct store *s, const char *id, const char *to_id,
                                 struct fault *f) MUST;

enum err store_organization_holds(struct store *s, const char *id, struct organization_holds *out,
                                  struct fault *f) MUST;
/* ERR_NOTFOUND when nobody owns it. */
enum err store_organization_owner(struct store *s, struct arena *a, const char *id,
                                  struct account *out, struct fault *f) MUST;
/* An owner, too, leaves so. ERR_NOTFOUND when they are not there. */
enum err store_member_release(struct store *s, const char *account_id, const char *organization_id,
                              struct fault *f) MUST;
/* What was given to people who have not come yet is void, and so is every mandate. */
enum err store_links_end(struct store *s, const char *organization_id, const char *by,
                         struct fault *f) MUST;

#endif

/* store/mandate: by which agents act for organizations. All but the reading happens inside the
 * caller's transaction. */
#ifndef STORE_MANDATE_H
#define STORE_MANDATE_H

#include "model/model.h"

struct store;

/* Sets x->id and x->given_at. */
enum err store_mandate_add(struct store *s, struct mandate *x, struct fault *f) MUST;
/* Of one that is limited: it is for this filing, or for all of this kind; the other is NULL. */
enum err store_mandate_scope_add(struct store *s, const char *id, const char *filing_id,
                                 const char *kind, struct fault *f) MUST;
/* Is it for that filing, for all of that kind, for that file in the hands of its agent? */
enum err store_mandate_reaches(struct store *s, const char *id, const char *filing_id, bool *out,
                               struct fault *f) MUST;
enum err store_mandate_reaches_kind(struct store *s, const char *id, const char *kind, bool *out,
                                    struct fault *f) MUST;
enum err store_mandate_reaches_file(struct store *s, const char *id, const char *attachment_id,
                                    const char *account_id, bool *out, struct fault *f) MUST;
/* The filings that a limited one is for and that are in their filers' hands. */
enum err store_mandate_drafts(struct store *s, struct arena *a, const char *id, struct id_list *out,
                              struct fault *f) MUST;
enum err store_mandate_load(struct store *s, struct arena *a, const char *id, struct mandate *out,
                            struct fault *f) MUST;
struct mandate_query {
    const char *organization_id; /* all that it gave; NULL: */
    const char *account_id;      /* those of this agent that are not over */
    const char *cursor;          /* an id */
    int limit;
};
/* The newest first. */
enum err store_mandate_list(struct store *s, struct arena *a, const struct mandate_query *q,
                            struct mandate **out, int *n, struct fault *f) MUST;
/* Of an organization, those that somebody acts by, may accept, or will act by. */
enum err store_mandate_count(struct store *s, const char *organization_id, long *n,
                             struct fault *f) MUST;
/* ERR_NOTFOUND when the link is void, or its organization is frozen. */
enum err store_mandate_by_token(struct store *s, struct arena *a, const char *token_hash,
                                struct mandate *out, struct fault *f) MUST;
/* ERR_NOTFOUND when somebody was faster, or it has been ended. */
enum err store_mandate_accept(struct store *s, const char *id, const char *account_id,
                              struct fault *f) MUST;
/* ERR_NOTFOUND when it has been ended. */
enum err store_mandate_end(struct store *s, const char *id, const char *by, struct fault *f) MUST;

#endif

/* store/attachment: uploaded files by content, and who may see them. */
#ifndef STORE_ATTACHMENT_H
#define STORE_ATTACHMENT_H

#include "model/model.h"

struct store;

/* Sets id, created_at. */
enum err store_attachment_add(struct store *s, struct attachment *x, struct fault *f) MUST;
enum err store_attachment_load(struct store *s, struct arena *a, const char *id,
                               struct attachment *out, struct fault *f) MUST;
struct attachment_query {
    const char *organization_id;
    const struct id_list *ids;
    const char *filing_id; /* for store_attachment_named() alone */
};
/* Those of the ids that are the organization's, by their ids. */
enum err store_attachment_own(struct store *s, struct arena *a, const struct attachment_query *q,
                              struct attachment **out, int *n, struct fault *f) MUST;
/* These, and those that any version of the filing names. */
enum err store_attachment_named(struct store *s, struct arena *a, const struct attachment_query *q,
                                struct attachment **out, int *n, struct fault *f) MUST;
struct attachment_list_query {
    const char *organization_id;
    const char *limited_by, *account_id; /* the mandate that says which filings', beside the own of
                                          * its agent; NULL: all */
    const char *filing_id;               /* NULL: whatever they are for */
    const struct id_list *named;         /* those that the filing names now; where it is NULL, the
                                          * drafts that the mandate is for do */
    const char *cursor;                  /* an attachment's id */
    int limit;
};
/* Newest first. */
enum err store_attachment_list(struct store *s, struct arena *a,
                               const struct attachment_list_query *q, struct attachment **out,
                               int *n, struct fault *f) MUST;
/* A submit names its attachments, so that reviewers of the filing may download them. ERR_NOTFOUND
 * when one is not there. */
enum err store_attachments_link(struct store *s, const char *filing_id, const struct id_list *ids,
                                struct fault *f) MUST;
/* Has a reviewer with this scope a task on a filing that names the attachment? */
enum err store_attachment_in_scope(struct store *s, const char *attachment_id,
                                   const char *account_id, bool *out, struct fault *f) MUST;

#endif

/* store/usage: how much an organization uses. */
#ifndef STORE_USAGE_H
#define STORE_USAGE_H

#include "model/model.h"

struct store;

enum usage {
    USAGE_ATTACHMENT_BYTES, /* equal content once */
    USAGE_ATTACHMENTS,
    USAGE_DRAFTS, /* in its filers' hands */
    USAGE_DRAFT_BYTES,
    USAGE_OPEN_FILINGS, /* with those that are being reviewed */
    USAGE_PRODUCTS,
    USAGE__MAX
};
enum err store_usage(struct store *s, const char *organization_id, enum usage of, int64_t *n,
                     struct fault *f) MUST;

struct complaints_open {
    long n, of_filing;
};
/* Complaints of the public that are open, in all and about that filing. */
enum err store_complaints_open(struct store *s, struct arena *a, const char *filing_id,
                               struct complaints_open *out, struct fault *f) MUST;

/* Of saves that lost, and of those of products, the newest stay. */
enum err store_kept_trim(struct store *s, const char *organization_id, long most,
                         struct fault *f) MUST;
enum err store_product_kept_trim(struct store *s, const char *organization_id, long most,
                                 struct fault *f) MUST;

#endif

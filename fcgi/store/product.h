/* store/product: products, and what filings cover of them. */
#ifndef STORE_PRODUCT_H
#define STORE_PRODUCT_H

#include "model/model.h"

struct store;

/* The caller has set x->id: the data names it. Sets revision 1, times. */
enum err store_product_add(struct store *s, struct product *x, struct fault *f) MUST;
enum err store_product_load(struct store *s, struct arena *a, const char *id, struct product *out,
                            struct fault *f) MUST;

struct product_query {
    const char *organization_id;
    const char *cursor; /* a product's id */
    int limit;          /* 0: all */
};
/* By id. */
enum err store_product_list(struct store *s, struct arena *a, const struct product_query *q,
                            struct product **out, int *n, struct fault *f) MUST;

/* Takes name, data, is_draft and missing where x->revision is still the stored one, and raises it.
 * ERR_STALE when it is not. */
enum err store_product_save(struct store *s, struct product *x, struct fault *f) MUST;
/* Notes that its last save changed something: a clock runs from the first change. */
enum err store_product_changed(struct store *s, const struct product *x, struct fault *f) MUST;
/* The row stays, marked, since filings name it; nothing loads or lists it any more. */
enum err store_product_delete(struct store *s, const char *id, struct fault *f) MUST;

/* Replaces what the filing covers. */
enum err store_coverage_set(struct store *s, const char *filing_id, const struct coverage *x, int n,
                            struct fault *f) MUST;
/* The coverage of a product by filings in review or in force. */
enum err store_coverage_of_product(struct store *s, struct arena *a, const char *product_id,
                                   struct coverage **out, int *n, struct fault *f) MUST;
/* Who names one product, or any of an organization's (NULL): filings in review or in force, a
 * row for each place that they cover; and those in their filer's hands, with their data. */
struct product_use_query {
    const char *organization_id, *product_id;
};
enum err store_product_uses(struct store *s, struct arena *a, const struct product_use_query *q,
                            struct product_use **out, int *n, struct fault *f) MUST;
enum err store_product_drafts(struct store *s, struct arena *a, const struct product_use_query *q,
                              struct product_use **out, int *n, struct fault *f) MUST;

/* Sets id. The newest twenty of a product stay. */
enum err store_product_kept_add(struct store *s, struct product_kept *x, struct fault *f) MUST;
/* Newest first. */
enum err store_product_kept_list(struct store *s, struct arena *a, const char *product_id,
                                 struct product_kept **out, int *n, struct fault *f) MUST;
enum err store_product_kept_load(struct store *s, struct arena *a, const char *product_id,
                                 const char *id, struct product_kept *out, struct fault *f) MUST;

/* What these filings have frozen with it. */
enum err store_product_filed(struct store *s, struct arena *a, const char *product_id,
                             struct filed_product **out, int *n, struct fault *f) MUST;

#endif

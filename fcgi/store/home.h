/* store/home: figures for the first page of an organization. */
#ifndef STORE_HOME_H
#define STORE_HOME_H

#include "model/model.h"

struct store;

struct product_counts {
    long total;
    long drafts; /* of them, those that cannot be filed yet */
};
enum err store_product_counts(struct store *s, const char *organization_id,
                              struct product_counts *out, struct fault *f) MUST;

#endif

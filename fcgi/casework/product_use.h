/*
 * product_use: who names a product: filings in review and in force by what they cover, and those
 * in their filer's hands by what is typed into them.
 */
#ifndef CASEWORK_PRODUCT_USE_H
#define CASEWORK_PRODUCT_USE_H

#include "casework/judging.h"

/* A row for each place that a filing names. product_id NULL: of all the organization's products. */
enum err product_uses(struct casework *w, const struct product_use_query *q,
                      struct product_use **out, int *n) MUST;
/* Those of one product as JSON: {filing, kind, title, state, state_label, path, function}. */
const char *product_uses_json(struct casework *w, const struct product_use *uses, int n,
                              const char *product_id);
/* The first use by a filing in review or in force; NULL: there is none. */
const struct product_use *product_use_live(const struct product_use *uses, int n);

#endif

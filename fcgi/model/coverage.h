/* model/coverage: what a filing covers of products, in words. */
#ifndef MODEL_COVERAGE_H
#define MODEL_COVERAGE_H

#include "base/base.h"

/* products: those of a version, parsed. JSON list, each {product, path, function, label, functions:
 * [{path, name}], functions_total}. */
const char *coverage_words(struct arena *a, const json_t *products);

#endif

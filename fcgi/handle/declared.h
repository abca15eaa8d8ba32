/* declared: words that the rules declare, as the choices of members. Private to this room. */
#ifndef DECLARED_H
#define DECLARED_H

#include "http/http.h"

#define PRODUCT_SCHEMA "ProductForm"
#define ACCOUNT_SCHEMA "AccountForm"
#define PRODUCT_BODY_SCHEMA "ProductBody" /* what is saved of it, whatever is missing yet */

words_fn declared_kinds, declared_actions, declared_outcomes, declared_stages, declared_pools;
/* Every state once, and "open" for all that stand in their filer's hands. */
words_fn declared_states;
#define STATES_OPEN "open"
/* The kinds of filings, and the core's nouns that have a form of the same ways: products. */
words_fn declared_forms;
/* The names in openapi.json of the schemas of their data. */
words_fn filing_data_schemas, form_data_schemas;

/* The name of one: "SubjectData" of kind subject. In the arena. */
const char *data_schema_name(struct arena *a, const char *kind);

#endif

/* texts: the SQL of sql/query and sql/schema. Build writes it into store/queries.h. */
#ifndef STORE_TEXTS_H
#define STORE_TEXTS_H

#include "store/queries.h"

struct sql_text {
    const char *name, *text;
};
extern const struct sql_text query_texts[], schema_steps[];
extern const char *const query_engines[]; /* the one that alone has it; NULL: all do */
extern const int schema_steps_n;
extern const char connection_sql[]; /* said to SQLite once per connection */
const char *query_name(enum query q);

#endif

/* The only file that holds the texts; sql/embed.awk has made them. */
#include "store/texts.h"

#include "base/base.h"

#define STORE_TEXTS
#include "store/queries.h"

const int schema_steps_n = (int)LEN(schema_steps);

const char *
query_name(enum query q)
{
    return query_texts[q].name;
}

/* register_row: an entry as one of a list. Private to this room. */
#ifndef HANDLE_REGISTER_ROW_H
#define HANDLE_REGISTER_ROW_H

#include "handle/route.h"

extern const struct member register_entry_row[];

/* The days that the query names, NULL where it does not. ERR_INPUT "date_invalid", "span_reversed":
 * the later before the earlier. */
struct span_asked {
    const char *from_name, *to_name;
    const char *from, *to;
};
enum err register_span(struct context *c, struct span_asked *x) MUST;

#endif

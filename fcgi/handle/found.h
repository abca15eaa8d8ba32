/* found: how many entries a search has, and under another choice. Private to this room. */
#ifndef HANDLE_FOUND_H
#define HANDLE_FOUND_H

#include "handle/context.h"

/* The facets of what is found: every code that some entry has, but those that none of these has. */
enum err found_count(struct casework *w, const struct entry_query *q, struct facets *out,
                     struct entry_total *total) MUST;

#endif

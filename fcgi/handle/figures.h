/* handle/figures: the months that a question about figures spans. Private to this room. */
#ifndef HANDLE_FIGURES_H
#define HANDLE_FIGURES_H

#include "handle/context.h"

/* From the members from and to of the query: the last twelve months when nobody says; at most
 * sixty. ERR_INPUT with the place of what is wrong. */
enum err figures_span(struct context *c, struct work_query *q) MUST;

#endif

/* found: how many entries a search has, and under another choice. Private to this room. */
#ifndef HANDLE_FOUND_H
#define HANDLE_FOUND_H

#include "handle/context.h"

/* All that an answer to this search hangs on but the register itself, whatever page of it is asked:
 * a question for store/answers.h. what: of which kind the answer is. In the arena. */
const char *found_question(struct casework *w, const char *what, const struct entry_query *q);
/* The facets of what is found: every code that some entry has, but those that none of these has.
 * Counted once as long as nobody commits, for all pages of one search. */
enum err found_count(struct casework *w, const struct entry_query *q, struct facets *out,
                     struct entry_total *total) MUST;

#endif

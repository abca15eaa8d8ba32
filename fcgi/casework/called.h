/*
 * called: what algorithms were called before changes that were approved when entries had no former
 * names yet. Each approved version says so; the history of an entry says which were approved, and
 * when.
 */
#ifndef CASEWORK_CALLED_H
#define CASEWORK_CALLED_H

#include "store/store.h"

/* Fills them in of at most so many entries, in the transaction that is open; *n: of how many, fewer
 * when none is left. forms: as a manifest has them. An entry that is called otherwise than its last
 * version says stays as it is, and what was erased has no name. */
enum err called_fill(struct store *s, struct arena *a, const json_t *forms, int limit, int *n,
                     struct fault *f) MUST;

#endif

/*
 * figures: what became of filings, counted from their history. What a line counts as is said by the
 * verb of its event and by where it led, as the law in use knows them; so it is counted within
 * seconds of the event, and not when somebody asks. Part of casework.h.
 */
#ifndef CASEWORK_FIGURES_H
#define CASEWORK_FIGURES_H

#include "store/store.h"

/* In the caller's transaction: counts the next few lines of the history. *is_done: there are no
 * more. ERR_AGAIN when somebody else has counted them. */
enum err figures_count(struct store *s, struct arena *a, const struct law *law, int few,
                       bool *is_done, struct fault *f) MUST;

/* Months come in their order, the others by what was received, the most first. manifest: words for
 * codes. */
enum err figures_load(struct store *s, struct arena *a, const json_t *manifest,
                      const struct law *law, const struct work_query *q, struct figures *out,
                      struct fault *f) MUST;

#endif

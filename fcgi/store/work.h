/* store/work: the history counted, line by line and each once; and the sums of it. */
#ifndef STORE_WORK_H
#define STORE_WORK_H

#include "model/model.h"

struct store;

/* The last line of the history that was counted, and when. */
enum err store_work_mark(struct store *s, long *event_n, int64_t *at, struct fault *f) MUST;
/* The last of the next few lines after that one; 0: there is none. */
enum err store_work_next(struct store *s, long after, int few, long *last, struct fault *f) MUST;
/* Lines after `after`, up to `last`; of an organization whose key is destroyed without reasons. */
enum err store_work_events(struct store *s, struct arena *a, long after, long last,
                           struct work_event **out, int *n, struct fault *f) MUST;
/* One more of a measure; word: a reason's code, or a clock's name, or "". */
enum err store_work_add(struct store *s, const struct work_cell *x, const char *measure,
                        const char *word, struct fault *f) MUST;
/* One more round at a stage, of so many days. */
enum err store_work_days_add(struct store *s, const struct work_cell *x, const char *stage,
                             long days, struct fault *f) MUST;
/* In the transaction of what was counted. ERR_AGAIN when somebody else has counted meanwhile. */
enum err store_work_mark_move(struct store *s, long from, long to, struct fault *f) MUST;

/* Sums by month, class, province, kind, action, or word. */
enum err store_work_sums(struct store *s, struct arena *a, const struct work_query *q,
                         const char *by, struct work_sum **out, int *n, struct fault *f) MUST;
/* Was anything ever counted of that "kind", "action" or "class"? Others may have been declared. */
enum err store_work_known(struct store *s, const char *by, const char *code, bool *out,
                          struct fault *f) MUST;
/* By stage, the shortest first. */
enum err store_work_spans(struct store *s, struct arena *a, const struct work_query *q,
                          struct work_span **out, int *n, struct fault *f) MUST;

#endif

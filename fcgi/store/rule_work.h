/* store/rule_work: rule texts that their editors have not finished. */
#ifndef STORE_RULE_WORK_H
#define STORE_RULE_WORK_H

#include "model/model.h"

struct store;

/* ERR_NOTFOUND when the account has none of that id. */
enum err store_rule_work_load(struct store *s, struct arena *a, const char *account_id,
                              const char *id, struct rule_work *out, struct fault *f) MUST;
/* Saved last, first; without the texts. */
enum err store_rule_work_list(struct store *s, struct arena *a, const char *account_id,
                              struct rule_work **out, int *n, struct fault *f) MUST;
/* Sets revision 1 and saved_at. */
enum err store_rule_work_add(struct store *s, struct rule_work *x, struct fault *f) MUST;
/* Where x->revision is still the stored one; raises it. ERR_STALE when it is not. */
enum err store_rule_work_save(struct store *s, struct rule_work *x, struct fault *f) MUST;
enum err store_rule_work_delete(struct store *s, const char *account_id, const char *id,
                                struct fault *f) MUST;

#endif

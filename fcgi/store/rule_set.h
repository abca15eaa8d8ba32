/* store/rule_set: rule sets and what happens to them: tried, signed, made active. */
#ifndef STORE_RULE_SET_H
#define STORE_RULE_SET_H

#include "model/model.h"

struct store;

/* OK when it is there already: its hash is over all that it holds. */
enum err store_rule_set_add(struct store *s, const struct rule_set *x, struct fault *f) MUST;
enum err store_rule_set_load(struct store *s, struct arena *a, const char *hash,
                             struct rule_set *out, struct fault *f) MUST;
/* The form of a kind as a set declares it, JSON. ERR_NOTFOUND when there is none, or the set was
 * never in use and is_any is false. */
struct set_form_query {
    const char *hash, *kind;
    bool is_any;
};
enum err store_rule_set_form(struct store *s, struct arena *a, const struct set_form_query *q,
                             const char **out, struct fault *f) MUST;
enum err store_rule_set_active(struct store *s, struct arena *a, struct rule_set *out,
                               struct fault *f) MUST;
/* The whole hash of the one set that begins so. ERR_NOTFOUND, ERR_CONFLICT hash_ambiguous. */
enum err store_rule_set_find(struct store *s, struct arena *a, const char *prefix,
                             const char **hash, struct fault *f) MUST;

struct rule_set_query {
    const char *cursor; /* made by store_rule_set_cursor() */
    int limit;
    bool with_withdrawn;
};
/* Newest first, without files and manifest. */
enum err store_rule_set_list(struct store *s, struct arena *a, const struct rule_set_query *q,
                             struct rule_set **out, int *n, struct fault *f) MUST;
const char *store_rule_set_cursor(struct arena *a, const struct rule_set *last);
/* A candidate is no longer meant; and it is again. Both are OK when it was so already. */
enum err store_withdrawal_add(struct store *s, const char *hash, const char *by,
                              struct fault *f) MUST;
enum err store_withdrawal_delete(struct store *s, const char *hash, struct fault *f) MUST;

/* Sets at. ERR_NOTFOUND when there is no such set. */
enum err store_activation_add(struct store *s, struct activation *x, struct fault *f) MUST;
/* The last of all says what is active. Workers ask several times a second, so it is cheap.
 * ERR_NOTFOUND before the first, here and in the two below. */
enum err store_activation_last(struct store *s, struct arena *a, struct activation *out,
                               struct fault *f) MUST;
enum err store_activation_last_of(struct store *s, struct arena *a, const char *kind,
                                  struct activation *out, struct fault *f) MUST;
/* The last that was no emergency: an emergency falls back to it. */
enum err store_activation_regular(struct store *s, struct arena *a, struct activation *out,
                                  struct fault *f) MUST;
/* Oldest first, of one set, or of all when hash is NULL. */
enum err store_activation_list(struct store *s, struct arena *a, const char *hash,
                               struct activation **out, int *n, struct fault *f) MUST;

/* Sets at. */
enum err store_rule_test_add(struct store *s, struct rule_test *x, struct fault *f) MUST;
enum err store_rule_test_newest(struct store *s, struct arena *a, const char *hash,
                                struct rule_test *out, struct fault *f) MUST;
struct rule_test_query {
    const char *rule_set;
    int limit;
};
/* Newest first, without reports. */
enum err store_rule_test_list(struct store *s, struct arena *a, const struct rule_test_query *q,
                              struct rule_test **out, int *n, struct fault *f) MUST;

/* An approval signs the newest replay of its set that is done. */
struct signable {
    const char *replay_id, *base, *report_hash;
};
enum err store_signable_load(struct store *s, struct arena *a, const char *hash,
                             struct signable *out, struct fault *f) MUST;
/* Sets at. */
enum err store_approval_add(struct store *s, struct approval *x, struct fault *f) MUST;
enum err store_approval_newest(struct store *s, struct arena *a, const char *hash,
                               struct approval *out, struct fault *f) MUST;
/* Oldest first. */
enum err store_approval_list(struct store *s, struct arena *a, const char *hash,
                             struct approval **out, int *n, struct fault *f) MUST;

#endif

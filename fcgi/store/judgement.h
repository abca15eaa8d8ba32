/* store/judgement: what the rules said, and how often each of them has spoken. */
#ifndef STORE_JUDGEMENT_H
#define STORE_JUDGEMENT_H

#include "model/model.h"

struct store;

/* Sets id, ord, n. */
enum err store_judgement_add(struct store *s, struct judgement *x, struct fault *f) MUST;
enum err store_judgement_load(struct store *s, struct arena *a, const char *filing_id, long n,
                              struct judgement *out, struct fault *f) MUST;
enum err store_judgement_by_ord(struct store *s, struct arena *a, long ord, struct judgement *out,
                                struct fault *f) MUST;
enum err store_judgement_newest(struct store *s, struct arena *a, const char *filing_id,
                                struct judgement *out, struct fault *f) MUST;

/* The last one on a version that the rules did not refuse: what it was handed in with. */
enum err store_judgement_accepted(struct store *s, struct arena *a, const char *filing_id,
                                  long version, struct judgement *out, struct fault *f) MUST;

/* How many findings it has; all 0 when there is none. */
enum err store_finding_counts(struct store *s, const char *filing_id, long version,
                              struct finding_counts *out, struct fault *f) MUST;

struct judgement_query {
    const char *filing_id;
    const char *cursor;   /* a judgement's n */
    bool is_with_refused; /* those of submits that the rules refused, too */
    int limit;
};
/* Newest first, without facts and answer. */
enum err store_judgement_list(struct store *s, struct arena *a, const struct judgement_query *q,
                              struct judgement **out, int *n, struct fault *f) MUST;

struct judgement_span {
    long after_ord, through_ord;
    int limit;
};
/* In the order in which they were made, with what a replay reads: ord, verdict, hashes, rule_set,
 * engine and facts. */
enum err store_judgement_scan(struct store *s, struct arena *a, const struct judgement_span *q,
                              struct judgement **out, int *n, struct fault *f) MUST;

/* Empties what was said of a draft that has been deleted. */
/* Of the filing's submits that were refused, those before the newest most hold no facts and no
 * answer any more. */
enum err store_judgement_trim(struct store *s, const char *filing_id, long most,
                              struct fault *f) MUST;
enum err store_judgement_erase(struct store *s, const char *filing_id, struct fault *f) MUST;

/* One more judgement under this set holds findings of these rules, each named once. */
enum err store_firings_add(struct store *s, const char *rule_set, const struct id_list *rules,
                           int64_t at, struct fault *f) MUST;
/* Under one set, by the rules' ids. */
enum err store_firing_list(struct store *s, struct arena *a, const char *rule_set,
                           struct firing **out, int *n, struct fault *f) MUST;
struct fired {
    long n, ever;    /* under one set, under all that there have been */
    int64_t last_at; /* 0: never */
};
enum err store_firing_of_rule(struct store *s, const char *rule, const char *rule_set,
                              struct fired *out, struct fault *f) MUST;

#endif

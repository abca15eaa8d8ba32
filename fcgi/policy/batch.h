/*
 * batch: many judgements at once, for replays. Only their outcomes come back: whole answers are
 * asked for one by one.
 */
#ifndef POLICY_BATCH_H
#define POLICY_BATCH_H

#include "policy/policy.h"

#define POLICY_BATCH_MAX 256
struct policy_facts {
    const char *text; /* one JSON object */
    size_t n;
};
/* A judgement without its words: outcomes with one hash say the same, wherever their rules stand.
 */
struct policy_outcome {
    enum { POLICY_ACCEPTABLE, POLICY_NOT_ACCEPTABLE, POLICY_NEEDS_HUMAN, POLICY_NO_ANSWER } what;
    char hash[SHA256_TEXT]; /* "" for POLICY_NO_ANSWER */
};
/* Hands over 1 to POLICY_BATCH_MAX questions, at most 16 MiB in all, and does not wait: the judge
 * works meanwhile. Between the two calls nothing else may be asked. ERR_RULE as for policy_ask. */
enum err policy_batch_start(struct policy *p, struct arena *a, const struct policy_facts *q, int n,
                            struct fault *f) MUST;
/* Readable when the answer comes. */
int policy_batch_fd(const struct policy *p);
/* Waits for the outcomes, in order. *got may be less than n: the last one then ran into a limit,
 * and the rest must be asked again. */
enum err policy_batch_end(struct policy *p, struct arena *a, struct policy_outcome *out, int n,
                          int *got, struct fault *f) MUST;

/* One question in two halves, as policy_ask() asks it: two judges can work at the same time.
 * Between the halves nothing else may be asked. After a start that failed there is no end. */
enum err policy_ask_start(struct policy *p, enum policy_verb verb, const char *facts,
                          struct fault *f) MUST;
enum err policy_ask_end(struct policy *p, struct arena *a, const char **answer,
                        struct fault *f) MUST;

#endif

/* What review.c and decide.c share: one decision on its way. */
#ifndef REVIEW_H
#define REVIEW_H

#include "handle/desk.h"

struct review {
    struct task task;
    struct filing filing;
    const char *outcome, *from_state;
    /* of an approval, as the rules publish it */
    const json_t *published;
    const char *number; /* of an algorithm */
    const char *class_code;
    long class_serial;
};

/* Asks the rules what an approval publishes. ERR_RULE when they give no answer: nothing is approved
 * then. */
enum err approval_prepare(struct desk *d, struct review *x) MUST;
/* The next stage's task, or what an approval, return or refusal changes beside the filing. */
enum err decision_effects(struct desk *d, const struct review *x) MUST;

#endif

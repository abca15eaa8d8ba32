/*
 * review: a task is taken, given back, decided.
 */
#ifndef CASEWORK_REVIEW_H
#define CASEWORK_REVIEW_H

#include "casework/frozen.h"
#include "casework/move.h"

/* Both set t as it stands then. Taking what one has already is no event. */
enum err casework_claim(struct casework *w, const char *task_id, struct task *t) MUST;
enum err casework_release(struct casework *w, const char *task_id, struct task *t) MUST;

/* A reviewer's decision under way. */
struct decision {
    struct task task;
    struct filing filing; /* as it will stand */
    struct move move;
    struct frozen frozen;    /* of an approval: what was submitted */
    const json_t *published; /* of an approval: what the rules publish */
    const char *number;      /* where one is issued */
    const char *class_code;
    long class_serial;
};
struct decision_order {
    const char *outcome; /* an event of the workflow */
    const json_t *reasons;
    const char *note; /* NULL: none; for staff only */
};
enum err casework_decision_decide(struct casework *w, const char *task_id,
                                  const struct decision_order *order, struct decision *x) MUST;
enum err casework_decision_store(struct casework *w, struct decision *x) MUST;

#endif

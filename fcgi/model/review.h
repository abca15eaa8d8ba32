/* model/review: work of reviewers. */
#ifndef MODEL_REVIEW_H
#define MODEL_REVIEW_H

#include "base/base.h"

/* A stage of a version to review. At most one task of a filing is not done. */
struct task {
    const char *id, *filing_id, *stage;
    const char *state; /* open, claimed, done */
    long version;
    const char *area, *class_code;          /* where the rules route it; "" when unknown */
    const char *clock;                      /* the deadline that it is due with; NULL for none */
    const char *due_on;                     /* NULL when the rules could not say */
    bool is_provisional;                    /* due_on lies beyond the decreed years */
    bool is_fault;                          /* the rules failed: a human must judge */
    const char *claimed_by;                 /* account id; NULL while open */
    const char *outcome, *reasons, *note;   /* NULL before done */
    int64_t opened_at, claimed_at, done_at; /* 0 before */
    /* joined */
    const char *kind, *action, *title, *organization_id, *organization_name, *claimed_by_name;
};

#endif

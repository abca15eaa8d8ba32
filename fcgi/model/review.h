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
    const char *pool, *grade;               /* to whom among those, and why; NULL for none */
    const char *clock;                      /* the deadline that it is due with; NULL for none */
    const char *due_on;                     /* NULL when the rules could not say */
    bool is_provisional;                    /* due_on lies beyond the decreed years */
    bool is_fault;                          /* the rules failed: a human must judge */
    const char *claimed_by;                 /* account id; NULL while open */
    const char *outcome, *reasons, *note;   /* NULL before done */
    int64_t opened_at, claimed_at, done_at; /* 0 before */
    /* joined */
    const char *kind, *action, *title, *organization_id, *organization_name, *claimed_by_name;
    const char *number;             /* of the filing; NULL before approval */
    const char *claimed_by_contact; /* their name; NULL when none is known */
    int64_t submitted_at;           /* of the version */
};

/* Somebody who reviews, and how much they have to do. */
struct colleague {
    const char *id, *username;
    const char *contact_name; /* NULL when none is known */
    long open;                /* that they could take */
    long claimed, overdue;    /* that they have, and what of it is late */
    long done;                /* that they decided lately */
};
/* How much there is to do of a stage in a province. */
struct workload_area {
    const char *stage, *province; /* two digits; "" where the rules could not say */
    long open, claimed, overdue;
};

/* How many tasks wait for one reviewer. */
struct task_counts {
    long open, mine; /* that they may take, that they have taken */
    long overdue, soon;
    long done; /* that they have decided */
};

/* What a reviewer has written and not decided. */
struct task_draft {
    const char *task_id, *account_id; /* about which, whose */
    const char *draft;                /* JSON object; NULL: nothing */
    int64_t saved_at;
};

/* What a reviewer sees: areas by the digits that they begin with, and one class and pool; "" is all
 * of them. */
struct scope {
    const char *area, *class_code, *pool;
};

/* Where a filing belongs: where its newest task was routed, or where it went since. */
struct jurisdiction {
    const char *area, *class_code, *pool; /* as of a task */
};

/* How one pool stands, for an organization of some area. */
struct pool_load {
    long reviewers; /* accounts in use that see its tasks there */
    long tasks;     /* not done, in the same province */
};

#endif

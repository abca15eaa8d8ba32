/* store/review: tasks of reviewers, and which of them each reviewer sees. */
#ifndef STORE_REVIEW_H
#define STORE_REVIEW_H

#include "model/model.h"

struct store;

/* Replaces what the reviewer had. */
enum err store_scope_set(struct store *s, const char *account_id, const struct scope *rows, int n,
                         struct fault *f) MUST;
/* JSON array of {"area","class","pool"}. */
enum err store_scope_json(struct store *s, struct arena *a, const char *account_id,
                          const char **out, struct fault *f) MUST;

/* area: of the organization that asks, all its digits. */
enum err store_pool_load(struct store *s, const char *pool, const char *area, struct pool_load *out,
                         struct fault *f) MUST;

/* Sets id, opened_at. ERR_CONFLICT while another task of the filing is not done. */
enum err store_task_add(struct store *s, struct task *x, struct fault *f) MUST;
/* The one of a filing that is not done. */
enum err store_task_open(struct store *s, struct arena *a, const char *filing_id, struct task *out,
                         struct fault *f) MUST;
enum err store_task_load(struct store *s, struct arena *a, const char *id, struct task *out,
                         struct fault *f) MUST;

struct task_query {
    const char *account_id; /* only tasks that this reviewer may work, in scope */
    const char *stages;     /* of these stages: a JSON array; NULL for any */
    const char *state;      /* open or claimed; NULL for both */
    bool is_done;           /* those done instead, the latest first; state says nothing then */
    bool is_mine;           /* only those that the reviewer has taken */
    const char *due_from, *due_before; /* days; NULL for any */
    const char *text;                  /* in title, organization or number; NULL for any */
    const char *kind, *class_code;     /* NULL for any */
    const char *cursor;                /* made by store_task_cursor() */
    int limit;
};
/* By due date, then id. Those without a due date come first: the rules failed, so they are the most
 * urgent. */
enum err store_task_list(struct store *s, struct arena *a, const struct task_query *q,
                         struct task **out, int *n, struct fault *f) MUST;
/* q: of the list that last ends a page of. */
const char *store_task_cursor(struct arena *a, const struct task_query *q, const struct task *last);

/* Is there a task that waits and is not listed under its words? It is found all the same, by a walk
 * over all that are not. */
enum err store_queue_has_unlisted(struct store *s, bool *out, struct fault *f) MUST;
/* Lists some, at most `most`, and lets go of places that are not used any more; *n: how many tasks
 * it took in hand. Inside a write. */
enum err store_queue_list(struct store *s, int most, int *n, struct fault *f) MUST;

struct task_counts_query {
    const char *account_id, *stages; /* as above */
    const char *today, *soon_until;  /* days: overdue is before the one, soon before the other */
};
enum err store_task_counts(struct store *s, const struct task_counts_query *q,
                           struct task_counts *out, struct fault *f) MUST;
/* The last one of an earlier version that was decided. ERR_NOTFOUND when there is none. */
enum err store_task_before(struct store *s, struct arena *a, const struct task *than,
                           struct task *out, struct fault *f) MUST;

/* What an account has written about a task. Loads nothing when there is nothing. */
enum err store_task_draft_save(struct store *s, const char *task_id, const char *account_id,
                               const char *draft, struct fault *f) MUST;
enum err store_task_draft_load(struct store *s, struct arena *a, const char *task_id,
                               const char *account_id, struct task_draft *out,
                               struct fault *f) MUST;
enum err store_task_draft_drop(struct store *s, const char *task_id, struct fault *f) MUST;

/* Takes state, claimed_by, claimed_at, outcome, reasons, note and done_at from x where the state is
 * still from_state; ERR_AGAIN otherwise. */
enum err store_task_move(struct store *s, const struct task *x, const char *from_state,
                         struct fault *f) MUST;
/* Removes the filing's task that is not done: a withdrawal ends the review. */
enum err store_task_drop(struct store *s, const char *filing_id, struct fault *f) MUST;

/* May this reviewer see the filing? Some task of it, done or not, lies in the scope, or the filing
 * went there with its organization. */
enum err store_filing_in_scope(struct store *s, const char *filing_id, const char *account_id,
                               bool *out, struct fault *f) MUST;
/* Has this reviewer charge of it? Where it belongs now lies in the scope. */
enum err store_filing_in_charge(struct store *s, const char *filing_id, const char *account_id,
                                bool *out, struct fault *f) MUST;
/* ERR_NOTFOUND of what was never handed in. */
enum err store_jurisdiction_load(struct store *s, struct arena *a, const char *filing_id,
                                 struct jurisdiction *out, struct fault *f) MUST;
/* A filing whose newest task is done belongs there until it has another; pool NULL: any. */
enum err store_transfer_set(struct store *s, const char *filing_id, const struct jurisdiction *x,
                            struct fault *f) MUST;
/* Those that one account has taken and not decided. */
enum err store_tasks_held(struct store *s, struct arena *a, const char *account_id,
                          struct task **out, int *n, struct fault *f) MUST;
/* The newest of each filing of an organization that is not over, but for one filing of it. */
enum err store_tasks_newest_of(struct store *s, struct arena *a, const struct filing *but,
                               struct task **out, int *n, struct fault *f) MUST;
/* t->area, class_code, pool and grade are stored. */
enum err store_task_reroute(struct store *s, const struct task *t, struct fault *f) MUST;
enum err store_task_in_scope(struct store *s, const char *task_id, const char *account_id,
                             bool *out, struct fault *f) MUST;
struct unassigned_query {
    const char *stage, *role; /* that works it */
    const char *for_area;     /* only open ones that somebody would see there; NULL: all */
    int limit;
};
/* Tasks of a stage that no account may see which works it, by due date. */
enum err store_tasks_unassigned(struct store *s, struct arena *a, const struct unassigned_query *q,
                                struct task **out, int *n, struct fault *f) MUST;
/* An open one is for whoever works its class in that area, of any pool. */
enum err store_task_pass_on(struct store *s, const char *task_id, const char *area,
                            struct fault *f) MUST;
/* The tasks of than's version that others than who has claimed it have decided, newest first. */
enum err store_task_decided_by_others(struct store *s, struct arena *a, const struct task *than,
                                      struct task **out, int *n, struct fault *f) MUST;
/* Has this account decided a stage of this version of the filing? */
enum err store_task_decided_by(struct store *s, const char *filing_id, long version,
                               const char *account_id, bool *out, struct fault *f) MUST;

/* ---- who has how much to do ------------------------------------------------------------------ */

struct colleague_query {
    const char *task_id, *role; /* that works its stage */
    const char *only;           /* this account alone; NULL: all */
};
/* Who could work a task and has it not, whoever has least at hand first. Sets neither open, overdue
 * nor done. */
enum err store_colleagues(struct store *s, struct arena *a, const struct colleague_query *q,
                          struct colleague **out, int *n, struct fault *f) MUST;
/* Would anybody of that role see the task t if it lay in that area? */
enum err store_area_is_worked(struct store *s, struct arena *a, const struct task *t,
                              const char *role, const char *area, bool *out, struct fault *f) MUST;
struct workload_query {
    const char *account_id;     /* of what this reviewer sees */
    const char *roles, *stages; /* JSON arrays */
    const char *today;
    int64_t since; /* ms: what was decided from then on is lately */
    const char *cursor;
    int limit;
};
/* By id; open is not set. */
enum err store_workload(struct store *s, struct arena *a, const struct workload_query *q,
                        struct colleague **out, int *n, struct fault *f) MUST;
enum err store_workload_areas(struct store *s, struct arena *a, const struct workload_query *q,
                              struct workload_area **out, int *n, struct fault *f) MUST;

#endif

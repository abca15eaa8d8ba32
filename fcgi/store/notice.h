/* store/notice: what people are told, what of it they have read, which reminders were sent. */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "model/model.h"

struct store;

/* Sets x->id. */
enum err store_notice_add(struct store *s, struct notice *x, struct fault *f) MUST;

/* Whose notices: the account's own, and those of the organization for which it files. */
struct notice_reader {
    const char *account_id;
    const char *organization_id; /* NULL: it files for none */
    const char *limited_by;      /* the mandate that names the filings; NULL: about all */
};
struct notice_query {
    struct notice_reader of;
    bool is_unread;     /* only those */
    const char *cursor; /* made by store_notice_cursor() */
    int limit;
};
/* The newest first. */
enum err store_notice_list(struct store *s, struct arena *a, const struct notice_query *q,
                           struct notice **out, int *n, struct fault *f) MUST;
const char *store_notice_cursor(struct arena *a, const struct notice *last);
/* ERR_NOTFOUND when it is not theirs. */
enum err store_notice_load(struct store *s, struct arena *a, const char *id,
                           const struct notice_reader *of, struct notice *out,
                           struct fault *f) MUST;
/* How many are unread; NOTICES_COUNTED stands for that many or more. */
#define NOTICES_COUNTED 100
enum err store_notice_unread(struct store *s, const struct notice_reader *of, long *n,
                             struct fault *f) MUST;
/* Is read by the account: the first time counts. */
enum err store_notice_read(struct store *s, long n, const char *account_id, struct fault *f) MUST;
/* So are all up to that one. */
enum err store_notice_read_all(struct store *s, const struct notice_reader *of, long n,
                               struct fault *f) MUST;
/* At most so many of those told before, and of the reminders sent before. */
enum err store_notice_prune(struct store *s, int64_t notices_before, int64_t reminders_before,
                            int limit, struct fault *f) MUST;

/* Accounts that work in a reviewers' role what the newest task of the filing is about. */
enum err store_notice_people(struct store *s, struct arena *a, const char *filing_id,
                             const char *role, struct id_list *out, struct fault *f) MUST;

/* ---- clocks ---------------------------------------------------------------------------------- */

struct reminder_query {
    const char *kind, *clock;
    const char *from, *to; /* days, both among them */
    const char *code;      /* of the declaration */
    long days;             /* which of its days */
    bool is_over;          /* they are missed and still owed; else they run */
    bool is_of_stage;      /* the clock is a stage's */
    int limit;
};
/* Those of which nothing was sent yet for that day, or for one that is nearer. */
enum err store_reminders_due(struct store *s, struct arena *a, const struct reminder_query *q,
                             struct reminder **out, int *n, struct fault *f) MUST;
/* In the transaction of its notices. */
enum err store_reminder_add(struct store *s, const struct reminder *x, const char *code, long days,
                            struct fault *f) MUST;
/* The filing's task that nobody has taken is for that pool. */
enum err store_task_to_pool(struct store *s, const char *filing_id, const char *pool,
                            struct fault *f) MUST;

#endif

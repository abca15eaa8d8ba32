/* store/deadline: what is due for filings, and how another calendar moves it. */
#ifndef STORE_DEADLINE_H
#define STORE_DEADLINE_H

#include "model/model.h"

struct store;

/* Replaces those of the filing. */
enum err store_deadlines_set(struct store *s, const char *filing_id, const struct deadline *x,
                             int n, struct fault *f) MUST;
enum err store_deadlines_list(struct store *s, struct arena *a, const char *filing_id,
                              struct deadline **out, int *n, struct fault *f) MUST;

/* The filing's task that is not done is due as its clock stands; with none while it stands still.
 */
enum err store_task_follow(struct store *s, const char *filing_id, struct fault *f) MUST;

/* Of an organization's filings, what runs or stands still. */
struct deadline_open {
    struct deadline deadline;
    long n;
    const char *kind, *action, *title, *filing_state;
};
struct deadline_query {
    const char *organization_id;
    const char *limited_by; /* the mandate that names the filings; NULL: all */
    const char *cursor;     /* made by store_deadline_open_cursor() */
    int limit;
};
/* By the day on which they end; those of which nobody can say it come first. */
enum err store_deadlines_open(struct store *s, struct arena *a, const struct deadline_query *q,
                              struct deadline_open **out, int *n, struct fault *f) MUST;
const char *store_deadline_open_cursor(struct arena *a, const struct deadline_open *last);

/* One ran out: the history of its filing has a line in nobody's name, whoever delivers notices has
 * a row, and the audit trail says which. */
enum err store_deadline_tell(struct store *s, const struct deadline *x, const struct filing *of,
                             struct fault *f) MUST;
/* Those that run although their day is over, of filings that are not. */
struct deadline_over {
    struct deadline deadline; /* its filing, name and day */
    struct filing filing;     /* its version and state */
    long n;
};
enum err store_deadlines_over(struct store *s, struct arena *a, const char *today, int limit,
                              struct deadline_over **out, int *n, struct fault *f) MUST;
/* Such a one is missed, and is told. */
enum err store_deadline_miss(struct store *s, const struct deadline_over *x, struct fault *f) MUST;

enum err store_deadlines_any_open(struct store *s, bool *out, struct fault *f) MUST;
/* What runs or stands still, of all filings, by how it was counted: few groups, however many there
 * are. paused: JSON array of {kind, name, state}, the states in which clocks stand still. */
enum err store_deadline_groups(struct store *s, struct arena *a, const char *paused,
                               struct deadline_group **out, int *n, struct fault *f) MUST;

struct deadline_moves_query {
    const char *groups; /* JSON array of {from, days, unit, rolls: 0|1, due_on, provisional: 0|1,
                           credit, stays, new_due_on, new_provisional: 0|1, new_waited,
                           new_credited} */
    const char *paused; /* as it was when they were listed */
    const char *cursor; /* made by store_deadline_cursor() */
    int limit;
};
/* The deadlines of these groups, by filing. */
enum err store_deadline_moves(struct store *s, struct arena *a,
                              const struct deadline_moves_query *q, struct deadline_move **out,
                              int *n, struct fault *f) MUST;
const char *store_deadline_cursor(struct arena *a, const struct deadline_move *last);
/* Moves one, and the filing's task that is due with it. *is_moved is false when the deadline has
 * changed since it was listed: then nothing happens. */
enum err store_deadline_move(struct store *s, const struct deadline_move *x, bool *is_moved,
                             struct fault *f) MUST;

#endif

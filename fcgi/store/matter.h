/* store/matter: complaints, orders and penalties beside filings, with their steps. */
#ifndef STORE_MATTER_H
#define STORE_MATTER_H

#include "model/model.h"

struct store;

/* Sets id and opened_at; its first step is added with it. */
enum err store_matter_add(struct store *s, struct matter *x, const struct matter_step *first,
                          struct fault *f) MUST;
/* As it stands after a step, which is added. ERR_STALE when another was made meanwhile. */
enum err store_matter_move(struct store *s, const struct matter *x, const struct matter_step *step,
                           struct fault *f) MUST;

enum err store_matter_load(struct store *s, struct arena *a, const char *id, struct matter *out,
                           struct fault *f) MUST;
/* By the hash of the code that its opener has. */
enum err store_matter_by_code(struct store *s, struct arena *a, const char *hash,
                              struct matter *out, struct fault *f) MUST;

struct matter_query {
    const char *account_id;       /* in whose scope: the most urgent first */
    const char *organization_id;  /* or whose, and told of: the newest first */
    const char *limited_by;       /* of those, what this mandate names the filings of; NULL: all */
    const char *kind, *filing_id; /* NULL: any */
    bool is_over;
    const char *cursor;
    int limit;
};
enum err store_matter_list(struct store *s, struct arena *a, const struct matter_query *q,
                           struct matter **out, int *n, struct fault *f) MUST;
/* Where the page after this row begins. */
const char *store_matter_cursor(struct arena *a, const struct matter_query *q,
                                const struct matter *last);
/* What is open beside a filing goes where that does. */
enum err store_matters_transfer(struct store *s, const char *filing_id,
                                const struct jurisdiction *x, struct fault *f) MUST;
enum err store_matter_in_scope(struct store *s, const char *id, const char *account_id, bool *out,
                               struct fault *f) MUST;
/* Oldest first. */
enum err store_matter_steps(struct store *s, struct arena *a, const char *matter_id,
                            struct matter_step **out, int *n, struct fault *f) MUST;

/* Of the step whose place is this revision. */
enum err store_matter_files_add(struct store *s, const struct matter *x, const struct id_list *ids,
                                struct fault *f) MUST;
/* Of all its steps, in their order. */
enum err store_matter_files(struct store *s, struct arena *a, const char *matter_id,
                            struct matter_file **out, int *n, struct fault *f) MUST;
/* Does a matter in the scope of that account hold it? */
enum err store_matter_file_in_scope(struct store *s, const char *attachment_id,
                                    const char *account_id, bool *out, struct fault *f) MUST;

/* Open ones, by kind and state. */
enum err store_matter_groups(struct store *s, struct arena *a, struct matter_group **out, int *n,
                             struct fault *f) MUST;

/* All that are open of the kind go from one state to another, with a step in nobody's name. */
enum err store_matters_land(struct store *s, const char *kind, const char *from, const char *to,
                            struct fault *f) MUST;

/* ---- terms ----------------------------------------------------------------------------------- */

/* Those that are over by that day, of which nothing was noted yet. */
enum err store_matters_over(struct store *s, struct arena *a, const char *today, int limit,
                            struct matter **out, int *n, struct fault *f) MUST;
/* Notes it, as one more step in nobody's name. */
enum err store_matter_miss(struct store *s, const struct matter *x, struct fault *f) MUST;

struct term_query {
    const char *kind, *states; /* JSON: a list of codes */
    const char *from, *to;     /* days, both among them */
    const char *code;          /* of the declaration */
    long days;                 /* which of its days */
    bool is_missed;            /* terms that are over; else those that run */
    int limit;
};
/* Those of which nothing was sent yet for that day, or for one that is nearer. */
enum err store_terms_due(struct store *s, struct arena *a, const struct term_query *q,
                         struct matter **out, int *n, struct fault *f) MUST;
/* In the transaction of its notices. */
enum err store_term_reminded(struct store *s, const struct matter *x, const char *code, long days,
                             struct fault *f) MUST;
/* Accounts that work in a reviewers' role what the matter is about. */
enum err store_matter_people(struct store *s, struct arena *a, const char *id, const char *role,
                             struct id_list *out, struct fault *f) MUST;
/* Who of the office made its last step and still may: one, or none. */
enum err store_matter_handler(struct store *s, struct arena *a, const char *id, struct id_list *out,
                              struct fault *f) MUST;

#endif

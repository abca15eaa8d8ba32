/* store/replay: replays of stored judgements under a candidate, what they found changed, and what
 * they read beside. */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "model/model.h"

struct store;

/* Sets id, state, asked_at, and through and total: every judgement stored by now belongs to it. */
enum err store_replay_add(struct store *s, struct replay *x, struct fault *f) MUST;
enum err store_replay_load(struct store *s, struct arena *a, const char *id, struct replay *out,
                           struct fault *f) MUST;
enum err store_replay_latest(struct store *s, struct arena *a, const char *rule_set,
                             struct replay *out, struct fault *f) MUST;
/* The oldest that has not ended; ERR_NOTFOUND when there is none. */
enum err store_replay_open(struct store *s, struct arena *a, struct replay *out,
                           struct fault *f) MUST;
/* Takes done, at_ord and tally; the state becomes running. ERR_NOTFOUND when it has ended. */
enum err store_replay_progress(struct store *s, const struct replay *x, struct fault *f) MUST;
/* The same, with state, report, report_hash and fault: it has ended. */
enum err store_replay_end(struct store *s, const struct replay *x, struct fault *f) MUST;

enum err store_replay_hit_add(struct store *s, const struct replay_hit *x, struct fault *f) MUST;
/* Fills the joined members of x by x->ord. */
enum err store_replay_whose(struct store *s, struct arena *a, struct replay_hit *x,
                            struct fault *f) MUST;
/* Counts the filings that have hits. */
enum err store_replay_filings(struct store *s, const char *id, int64_t *out, struct fault *f) MUST;

struct replay_hits_query {
    const char *replay_id, *kind, *rule; /* kind and rule NULL for any */
    const char *cursor;                  /* a hit's ord */
    int limit;
};
/* In the order of the judgements. */
enum err store_replay_hits(struct store *s, struct arena *a, const struct replay_hits_query *q,
                           struct replay_hit **out, int *n, struct fault *f) MUST;

/* ---- lives ----------------------------------------------------------------------------------- */

struct replay_moves_query {
    const char *after_filing; /* "": from the first */
    long after_n, through;    /* events */
    int limit;
};
/* The moves of filings that are there, by filing and in their order; landings are among them. */
enum err store_replay_moves(struct store *s, struct arena *a, const struct replay_moves_query *q,
                            struct replay_move **out, int *n, struct fault *f) MUST;
struct replay_steps_query {
    const char *after_matter; /* "": from the first */
    long after_n;
    int64_t through; /* time */
    int limit;
};
/* The steps of matters beside filings, by matter and in their order. */
enum err store_replay_steps(struct store *s, struct arena *a, const struct replay_steps_query *q,
                            struct replay_step **out, int *n, struct fault *f) MUST;
/* What the rules said last of a version that was handed in, with its facts. ERR_NOTFOUND when that
 * is not kept. */
enum err store_replay_filed(struct store *s, struct arena *a, const char *filing_id, long version,
                            struct judgement *out, struct fault *f) MUST;

/* The last event and entry, and how many judgements are erased. */
struct replay_bounds {
    long events, entries, erased;
};
enum err store_replay_bounds(struct store *s, struct replay_bounds *out, struct fault *f) MUST;

struct replay_entries_query {
    long after_ord, through;
    int limit;
};
enum err store_replay_entries(struct store *s, struct arena *a,
                              const struct replay_entries_query *q, struct replay_entry **out,
                              int *n, struct fault *f) MUST;
struct replay_standing_query {
    const char *after; /* an id; "": from the first */
    int limit;
};
/* Filings in their filers' hands, and products; by id. */
enum err store_replay_drafts(struct store *s, struct arena *a,
                             const struct replay_standing_query *q, struct replay_standing **out,
                             int *n, struct fault *f) MUST;
enum err store_replay_products(struct store *s, struct arena *a,
                               const struct replay_standing_query *q, struct replay_standing **out,
                               int *n, struct fault *f) MUST;

#endif

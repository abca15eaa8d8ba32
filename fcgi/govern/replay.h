/*
 * Replays: whom would a candidate hit? Stored judgements are made again by the candidate, with the
 * clock of their day, and compared with what the base says: the stored outcome where the base
 * itself made it, otherwise the base is asked again, too. They are read in their order, a batch per
 * judge, as many judges as there are cores; nothing but the replay's own rows is written. Progress
 * is stored twice a second, so a replay that was cut off goes on where it stopped and ends with the
 * same report.
 */
#ifndef GOVERN_REPLAY_H
#define GOVERN_REPLAY_H

#include "policy/policy.h"
#include "store/store.h"

#include <signal.h>

/*
 * What the rules would be told of something that is there, by who knows how filings are worked: a
 * room that this one does not know. The facts are made for the set in policy, which may read others
 * than another set does.
 */
struct replay_asked {
    enum { ASKED_DRAFT, ASKED_PRODUCT, ASKED_ENTRY } what;
    struct store *store;
    struct policy *policy;
    struct arena *arena;
    const char *id;    /* of the filing or product */
    const char *today; /* YYYY-MM-DD */
    int64_t now;
    const char *filed_on; /* of an entry, as are version and serial */
    long version, serial;
};
/* ERR_INPUT, ERR_NOTFOUND and others: nothing can be made of it. */
typedef enum err replay_tell(const struct replay_asked *q, const char **facts, struct fault *f);

struct replay_options {
    struct store *store; /* opened by whoever runs this */
    const struct world *world;
    const struct policy_limits *limits;
    replay_tell *tell; /* NULL: entries, drafts and products are not looked at */
    int judges;        /* 0: as many as cores */
    const volatile sig_atomic_t
        *is_over; /* NULL: never; otherwise stops after the batch in hand, to be resumed */
    void (*progress)(void *ctx, const struct replay *x); /* NULL allowed */
    void *ctx;
};
/* Runs or resumes one replay to its end, which is "done" with a report or "failed" with a fault;
 * both are OK here. ERR_AGAIN when it was stopped by is_over. Others: the database. */
enum err govern_replay_run(const struct replay_options *o, const char *id, struct fault *f) MUST;

/* The queue of a database: runs what is queued, one after the other, until there is nothing. One
 * process at a time, by a lock beside the database; ERR_BUSY when another has it. */
enum err govern_replay_work(const struct replay_options *o, const char *db_path,
                            struct fault *f) MUST;
/* Starts a process that does that: `suanbei replayer --db …`, niced, which ends with the caller.
 * Returns its pid, 0 when it did not start. */
pid_t govern_replay_spawn(const char *db_path, const char *key_path,
                          const struct policy_limits *limits);
/* The main function of that process. */
int govern_replay_main(int argc, char **argv, replay_tell *tell);

/* The report of a replay that is done as a page, with the first GOVERN_PAGE_HITS of its hits. */
#define GOVERN_PAGE_HITS 500
enum err govern_replay_page(struct store *s, const struct replay *x, struct buf *out,
                            struct fault *f) MUST;

#endif

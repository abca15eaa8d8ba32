/* model/replay: stored judgements made again under a candidate. */
#ifndef MODEL_REPLAY_H
#define MODEL_REPLAY_H

#include "base/base.h"

/* A candidate judges again beside the set that is active. The row is its progress, so that one that
 * was cut off goes on where it stopped. */
struct replay {
    const char *id, *rule_set, *base;
    const char *state;                /* queued, running, done, failed */
    long through;                     /* the last judgement (ord) that belongs to it */
    long total, done;                 /* judgements that belong to it, judged so far */
    long at_ord;                      /* the last one judged */
    const char *tally;                /* JSON: what has been counted up to at_ord */
    const char *report, *report_hash; /* NULL before done */
    const char *fault;                /* NULL unless failed */
    const char *asked_by;             /* account id; NULL: the command line */
    const char *as_of; /* the day on which all of it is made again; NULL: each on its own */
    int64_t asked_at, ended_at; /* ended_at 0 before */
};

/* A judgement that came out otherwise. */
struct replay_hit {
    const char *replay_id;
    long ord;
    const char *kinds;  /* words joined by spaces */
    const char *rules;  /* ids, each between spaces */
    const char *change; /* JSON: before and after, without values of fields */
    /* joined: whose judgement it is */
    const char *filing_id, *title, *organization, *number;
    long n, version;
};

/* A move of a filing, as a replay walks it again. */
struct replay_move {
    const char *filing_id, *kind, *action;
    const char *actor_role, *what;
    const char *from_state, *to_state; /* from_state NULL at creation */
    long version, n;
    int64_t at;
};

/* A step of a matter beside a filing, as a replay walks it again: what was said at it, no words. */
struct replay_step {
    const char *matter_id, *kind, *event, *actor_role;
    const char *from_state, *to_state; /* from_state NULL: it was opened */
    const char *type;                  /* of an opening; NULL: none */
    const char *due_on, *was_due_on;   /* that ran from then on, and until then; NULL: none did */
    const char *asked_on;
    long n, amount, files;
    long made;    /* so often the same was done before */
    bool is_same; /* by somebody who made a step before */
    bool has_text;
    int64_t at;
};

/* An entry of the register, with what its number was made of. */
struct replay_entry {
    const char *filing_id, *kind, *filed_on, *history;
    long ord;
    long serial; /* its place among the organization's of its class */
};

/* What stands: a filing in its filer's hands, or a product (kind NULL). */
struct replay_standing {
    const char *id, *kind;
};

#endif

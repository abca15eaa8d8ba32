/*
 * model/filing: a case, what was frozen of it, and its history.
 *
 * Kinds, actions, states and events are codes that the active rule set declares: see model/law.h.
 */
#ifndef MODEL_FILING_H
#define MODEL_FILING_H

#include "base/base.h"

struct id_list {
    const char **ids;
    int n;
};

struct filing {
    const char *id, *organization_id, *organization_name; /* the name is joined */
    const char *kind, *action, *state;
    const char *standing;     /* of the state: see enum standing */
    bool is_single;           /* one live filing of its kind an organization */
    const char *of;           /* the earlier filing that the action concerns; NULL without one */
    long version;             /* 1, 2, …: grows when a returned filing is edited again */
    long revision;            /* grows with every save; the ETag */
    const char *number;       /* NULL before approval */
    const char *data;         /* JSON object, passed on unread */
    const char *rule_set;     /* of the last submit; NULL before */
    const char *checked_with; /* the set when it was made, or last checked or submitted */
    const char *title;        /* a short name for lists, from the data; "" before */
    const char *text_hash;    /* of the version submitted last; NULL before, and of a newer one */
    int64_t created_at, updated_at;
    int64_t submitted_at;    /* 0 before */
    const char *saved_by;    /* account id; NULL before the first save */
    long missing;            /* errors that the rules found when they last looked; -1: never */
    const char *state_label; /* for people, as the law in use says; not stored */
    /* joined in lists */
    long open_reasons;             /* of reviewers, that it has not been handed in again after */
    const char *due_on, *due_unit; /* of the deadline that runs out first; NULL: none runs */
};

/* A submission, frozen: what is reviewed, decided and published comes from it. */
struct version {
    const char *filing_id;
    long n;
    const char *data, *data_hash;
    /* JSON list of the covered products as they stood, each {"covers": [{path?, function?}, …],
     * "revision": the product's, "tree": the product with its id}; an empty object covers all of
     * it. Versions of old do not say the revision */
    const char *products;
    const char *shown;        /* beside its data: see casework/shown.h; NULL in versions of old */
    const char *revisions;    /* JSON object of those of the products, by id; NULL with shown */
    bool has_other_products;  /* joined: one has another revision by now */
    const char *promise;      /* the text that was declared to be true, as it was shown */
    const char *text_hash;    /* of its long texts; "" when it has none */
    const char *submitted_by; /* account id */
    const char *remote_addr;
    int64_t submitted_at;
};

/* Other filings of the same organization that the rules see alike. */
struct beside {
    const char *kind, *title, *state, *standing, *number;
    bool is_same_text;
    long n; /* how many these are */
};

/* One line of a filing's history. */
struct event {
    const char *filing_id;
    long version;
    const char *actor_id, *actor_name; /* the name is joined; a filer is not shown it */
    const char *actor_role;            /* filer, a reviewers' role, system */
    const char *what;                  /* create, or an event that the rules declare */
    const char *from_state, *to_state; /* NULL at creation; NULL when nothing moved */
    const char *reasons;               /* JSON array or NULL */
    const char *note;                  /* for staff only; NULL without one */
    const char *data_hash;             /* of the version concerned */
    const char *clock;                 /* of one that ran out, its name; NULL where it is of none */
    const char *mandate_id;            /* by which an agent did it; NULL: the actor is none */
    int64_t at;
    long n;         /* its place among all; the store gives it */
    long reasons_n; /* how many there are, told by the store */
    long round;     /* its number among those with reasons, where it is asked for as such */
};
/* Events with reasons of versions before one. */
struct event_query {
    const char *filing_id;
    long below;
    int limit;
};

/* A move of a filing that nobody has been told of yet. */
struct outbox_row {
    const char *filing_id;
    long version;
    const char *event, *from_state, *to_state; /* from_state NULL at creation */
    const char *actor_role;                    /* as in struct event */
    const char *clock;                         /* as in struct event */
    const char *matter_id;   /* beside it, of whose step it is; NULL: of the filing itself */
    const char *takeover_id; /* of which it tells, what happened to it being event; NULL: of none */
    const char *person;      /* account that alone is told; NULL: whomever the rules name */
    int64_t at;
    long n; /* its place among all; the store gives it */
};

/* A save that lost against a newer one is kept, so that nothing typed is lost. */
struct kept {
    const char *id, *filing_id, *account_id;
    long base_revision; /* the revision that it was typed over */
    const char *data;
    const char *title; /* of the filing, as it was typed there; NULL for none */
    int64_t at;
};

#endif

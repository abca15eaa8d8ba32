/*
 * handle: what each request does: validate, load, decide, store, reply.
 *
 * A dispatcher is one worker's: its store, its judge, its arena. It finds the route, who is asking
 * and whether they may, looks for a stored reply, runs the row's decide half in a read snapshot,
 * begins the write transaction when the row writes, settles what was decided upon, runs its store
 * half, commits, and only then is there a reply to send. A row that lost a race (ERR_AGAIN) is run
 * again from the start.
 *
 * The room has a file for each noun.
 */
#ifndef HANDLE_H
#define HANDLE_H

#include "casework/casework.h"
#include "govern/govern.h"
#include "handle/health.h"
#include "http/http.h"

/* How an instance is set up, as far as a request is concerned. */
struct settings {
    const char *db_path, *blob_folder;
    const char *key_path;     /* the master keys; NULL: master.key beside the database */
    const char *fonts_folder; /* with Noto CJK, which letters are pressed in; NULL: Debian's */
    const char *open_folder;  /* in memory: plain copies of files, while nginx sends them */
    int64_t open_bytes_max;   /* of all of them */
    bool is_watching;         /* rules.mode = watch: the folder alone says which set is active */
    struct policy_limits policy;
    int busy_timeout_ms;
    int slow_ms;            /* a request that takes longer leaves a line in the log; 0: none does */
    int64_t session_ms;     /* a session that is not used for so long ends */
    int64_t session_max_ms; /* and any that is so old */
    int64_t staff_session_ms, staff_session_max_ms; /* the same of staff */
    int sessions_max;                               /* of one account; the oldest end */
    int tokens_max, token_days_max; /* of one account; how long a program's token may live */
    /* Below the first, nothing new is begun; below the second, nothing is saved: what is left is
     * for logging in, for review and for administration. */
    int64_t free_bytes_min, free_bytes_reserve;
    int64_t reserve_file_bytes; /* a file of so many is let go when there is nothing left */
    /* So many failed logins of one account or from one address in the window, then a wait. */
    int login_account_failures, login_address_failures;
    int login_account_failures_all; /* of one account from all addresses that are new to it */
    int64_t login_window_ms, login_wait_ms, login_wait_max_ms;

    bool is_trial;             /* said on every page; administrators may give passwords */
    const char *second_factor; /* who must have one: staff, all, off */
    bool is_first_change;      /* a password that somebody else has seen must be changed */
    int password_min;          /* characters */
    int password_classes;      /* of lower case, capitals, digits, others: so many; 0: never mind */
    int password_days;         /* then it must be changed; 0: never */
    int password_history;      /* so many of the last are not used again; 0: never mind */
    int64_t login_address_wait_ms, login_address_wait_max_ms; /* for who else is behind it */
    struct quotas quotas;
    /* Where the head of the audit trail goes when it has moved, and how often it is looked at: to
     * the standard input of a command, to the end of a file, to syslog. NULL, false: not. */
    const char *audit_head_command, *audit_head_file;
    bool audit_head_syslog;
    int audit_head_ms;
    /* Where notices go that leave the house, as struct courier has it; NULL: nowhere. How often one
     * is tried, and after how long at first and at most. */
    const char *outbox_command, *outbox_url, *outbox_secret_file, *outbox_ca_file;
    int outbox_timeout_ms, outbox_tries_max;
    int64_t outbox_wait_ms, outbox_wait_max_ms;
};
extern const struct settings settings_default;

/* The memory that the processes of a pool share, but for the pool's own. It is made before the
 * first fork. */
struct dispatcher_shared {
    struct store_shared *store;
    struct govern_shared rules;
};
size_t dispatcher_shared_size(void);
/* Lays it out in that much zeroed memory. */
struct dispatcher_shared *dispatcher_shared_init(void *memory);

/* How the pool is: see status_answer in meta.c. */
struct counter_status {
    const char *name, *title, *kind;
    long value;
};
struct process_status {
    const char *role, *state;
    long pid, generation, requests, request_ms;
    int64_t started_at;
};
/* A minute of the last hour. */
struct sample_status {
    int64_t at;                    /* its end */
    long seconds, busy;            /* busy: the most workers that were seen at work */
    long requests, writes, errors; /* errors: replies of 5xx */
    long request_ms, judge_faults; /* request_ms: in all requests together */
};
struct pool_status {
    const char *is_there; /* NULL: there is no pool */
    int64_t started_at;
    long workers, idle, busy, max_busy, respawns, kills, rules_generation;
    struct rows counters, processes; /* struct counter_status, struct process_status */
    struct rows samples;             /* struct sample_status, the oldest first */
};

struct dispatcher_options {
    const struct settings *settings;
    const struct world *world;
    struct dispatcher_shared *shared; /* NULL: alone (tests, command line) */
    /* Says how the pool is, for GET /status; NULL: there is no pool. */
    void (*status)(void *ctx, struct arena *a, struct pool_status *out);
    void *status_ctx;
    /* How the pool is, for /readyz and /metrics; NULL: there is no pool. */
    const struct health_source *health;
    /* Adds one to a counter of the pool, by its name there; NULL: nobody counts. */
    void (*count)(void *ctx, const char *counter);
    void *count_ctx;
    /* Asked before somebody who has not logged in gets what costs much: false while too many others
     * have it; NULL: never too many. */
    bool (*guest)(void *ctx);
    void *guest_ctx;
    /* The same before a rule editor's texts get a judge of their own. */
    bool (*trial)(void *ctx);
    void *trial_ctx;
    /* The same before a large file is taken into memory. */
    bool (*upload)(void *ctx);
    void *upload_ctx;
    /* The same before a letter is pressed, by a process of its own. */
    bool (*press)(void *ctx);
    void *press_ctx;
    /* Asked (true) before a password is hashed, and told (false) when that is over: false while too
     * many others hash. It may wait a moment for its turn. */
    bool (*hash)(void *ctx, bool begins);
    void *hash_ctx;
    /* Lines of the audit trail wait in this ring of the pool's, from 1 on; 0: none, each is written
     * at once. */
    int ring;
};

struct dispatcher;
enum err dispatcher_open(struct dispatcher **out, const struct dispatcher_options *options,
                         struct fault *f) MUST;
void dispatcher_close(struct dispatcher *o); /* NULL allowed */
/* Answers one request. *r is valid until the next call of dispatcher_next() or dispatcher_close().
 * Always leaves a reply. */
void dispatcher_answer(struct dispatcher *o, const struct request *q, struct reply *r);
/* The arena that *r lives in, for serve to build the request in; reset at the start by
 * dispatcher_next(). */
struct arena *dispatcher_next(struct dispatcher *o);
/* After the reply is sent: true unless something is open that must not be (the worker then ends and
 * is replaced). */
bool dispatcher_is_clean(struct dispatcher *o);

/* The row that the last request was answered by; -1: none. */
int dispatcher_route(const struct dispatcher *o);
/* How many rows the route table has, and a row's method and path as it stands there. */
size_t handle_routes_n(void);
const char *handle_route_method(size_t i);
const char *handle_route_path(size_t i);

/* The route table, and the table of who may do what, for the command line. */
void handle_routes_json(struct buf *b);
void handle_acts_json(struct buf *b);

#endif

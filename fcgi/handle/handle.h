/*
 * handle: what each request does: validate, load, decide, store, reply.
 *
 * An office is one worker's: its store, its judge, its arena. office_answer() is the dispatcher. It
 * finds the route, who is asking and whether they may, replays a stored reply, runs the row's
 * prepare step in a read snapshot or in none, begins the write transaction when the row says that
 * it writes, runs the handler, commits, and only then is there a reply to send. A handler that lost
 * a race (ERR_AGAIN) is run once more from the start.
 */
#ifndef HANDLE_H
#define HANDLE_H

#include "govern/govern.h"
#include "http/http.h"
#include "policy/policy.h"
#include "store/store.h"

/* How an instance is set up, as far as a request is concerned. */
struct settings {
    const char *db_path, *blob_folder;
    bool is_watching; /* rules.mode = watch: the folder alone says which set is active */
    struct policy_limits policy;
    int busy_timeout_ms;
    int64_t session_ms, free_bytes_min;
    /* So many failed logins of one account or from one address in the window, then a wait. */
    int login_account_failures, login_address_failures;
    int64_t login_window_ms, login_wait_ms, login_wait_max_ms;
};
extern const struct settings settings_default;

/* The memory that the processes of a pool share, but for the pool's own. It is made before the
 * first fork. */
struct office_shared {
    struct store_shared *store;
    struct govern_shared rules;
};
size_t office_shared_size(void);
/* Lays it out in that much zeroed memory. */
struct office_shared *office_shared_init(void *memory);

struct office_options {
    const struct settings *settings;
    const struct world *world;
    struct office_shared *shared; /* NULL: alone (tests, command line) */
    /* Writes the members that GET /status has from the pool; NULL: there is no pool. */
    void (*status)(void *ctx, struct buf *members);
    void *status_ctx;
    /* Adds one to a counter of the pool, by its name there; NULL: nobody counts. */
    void (*count)(void *ctx, const char *counter);
    void *count_ctx;
};

struct office;
enum err office_open(struct office **out, const struct office_options *options,
                     struct fault *f) MUST;
void office_close(struct office *o); /* NULL allowed */
/* Answers one request. *r is valid until the next call of office_next() or office_close(). Always
 * leaves a reply. */
void office_answer(struct office *o, const struct request *q, struct reply *r);
/* The arena that *r lives in, for serve to build the request in; reset at the start by
 * office_next(). */
struct arena *office_next(struct office *o);
/* After the reply is sent: true unless something is open that must not be (the worker then ends and
 * is replaced). */
bool office_is_clean(struct office *o);

/* The route table and openapi.json, for the command line. */
void handle_routes_json(struct buf *b);

#endif

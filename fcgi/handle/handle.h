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

#include <stdatomic.h>

struct settings {
    const char *db_path, *blob_folder;
    const char *rules_folder, *rules_local; /* rules_local may be NULL */
    bool is_watching;                       /* rules.mode = watch */
    struct policy_limits policy;
    int busy_timeout_ms;
    int64_t session_ms, free_bytes_min;
    int login_account_failures,
        login_address_failures; /* so many failures in the window, then a wait */
    int64_t login_window_ms, login_wait_ms, login_wait_max_ms;
};
extern const struct settings settings_default;

/* The last edit of the rules folder that was not taken over. One writer (the clerk); seq is odd
 * while it writes. */
struct rules_refusal {
    atomic_uint seq;
    int64_t at; /* 0: the folder and the active set agree */
    char where[128], text[400];
};

/* What a pool shares with its offices; in shared memory, zeroed and made before fork. */
struct office_shared {
    struct store_shared *store;
    atomic_ulong rules_generation; /* grows when another set becomes active */
    struct rules_refusal refusal;
};

struct office_options {
    const struct settings *settings;
    const struct world *world;
    struct office_shared *shared; /* NULL: alone (tests, command line) */
    void (*status)(void *ctx,
                   struct buf *members); /* the pool board's members for GET /status; NULL: none */
    void *status_ctx;
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

/* The clerk: timed work of the pool, one process. clerk_tick() returns the milliseconds until it
 * wants to be called again. */
struct clerk;
enum err clerk_open(struct clerk **out, const struct office_options *options, struct fault *f) MUST;
int clerk_tick(struct clerk *c);
void clerk_close(struct clerk *c);

/* Before the pool starts: makes the database, and sees to the rules (govern_start): in watch mode,
 * or with no set yet, the folder's. When that is not good the last good set stays active and *why
 * says what is wrong (OK all the same). ERR_RULE when no set serves. */
enum err office_prepare(const struct office_options *options, struct fault *why) MUST;

/* The route table and openapi.json, for the command line. */
void handle_routes_json(struct buf *b);

#endif

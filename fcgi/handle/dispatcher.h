/* The inside of a dispatcher. Private to the files that answer, and those that show what is loaded.
 */
#ifndef HANDLE_DISPATCHER_H
#define HANDLE_DISPATCHER_H

#include "handle/context.h"

struct form_of {
    const char *rule_set, *kind, *action;
};
struct form_text {
    struct form_of of;
    const char *text; /* GET /forms/:kind as it is sent, but for the action */
};

#define CHANGES_KEPT 32
struct changes {
    const char *from, *kind,
        *text; /* rules_changed of a draft of this kind that was checked with this set */
};

struct dispatcher {
    const struct settings *settings;
    const struct world *world;
    struct govern_shared *rules; /* NULL: alone */
    struct store *store;
    struct policy *policy;
    const struct route *route; /* of the last request; NULL: none */
    struct arena *arena;       /* the request's */
    struct arena *set_arena;   /* what is written once per rule set */
    struct form_text *forms;   /* ends with text NULL */
    const char *vocabulary;
    struct areas areas;                   /* rows NULL until somebody asks for them; in set_arena */
    struct changes changes[CHANGES_KEPT]; /* in set_arena */
    int changes_n;
    char workdays_on[DATE_TEXT]; /* today when workdays was asked for; "" before */
    const json_t *workdays;      /* dates around it; in set_arena */
    struct buf handbook;         /* p NULL until somebody asks for it */
    unsigned long generation;
    int64_t refresh_at; /* monotonic ms; not before */
    void (*status)(void *ctx, struct arena *a, struct pool_status *out);
    void *status_ctx;
    const struct health_source *health;
    void (*count)(void *ctx, const char *counter);
    void *count_ctx;
    bool (*guest)(void *ctx);
    void *guest_ctx;
    bool (*trial)(void *ctx);
    void *trial_ctx;
    bool (*upload)(void *ctx);
    void *upload_ctx;
    bool (*press)(void *ctx);
    void *press_ctx;
    bool (*hash)(void *ctx, bool begins);
    void *hash_ctx;
};

/* Takes over another active set when the pool's generation moved. */
void dispatcher_refresh(struct dispatcher *o);
/* Counts one more of what nobody can see in a reply, by the name of a counter of the pool. */
void dispatcher_count(struct dispatcher *o, const char *counter);
/* set_text.c: writes what is sent as it is for as long as the set in use stays. */
void set_text_write(struct dispatcher *o);
/* GET /forms/:kind of any set, but for the action. */
const char *form_text(struct arena *a, const struct form_of *of, const json_t *whole);

#endif

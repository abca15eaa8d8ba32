/*
 * db: one connection and its statements: the values they take, the shapes that rows are read into
 * and the ways to run them, whichever engine the store lies in (engine.h).
 *
 * A function db_* binds every $n of a statement and leaves it ended, whatever happens: a statement
 * left open would hold its snapshot.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "model/model.h"
#include "store/engine.h"
#include "store/rows.h"
#include "store/seams.h"
#include "store/slowest.h"
#include "store/texts.h"

#include <stdatomic.h>
#include <string.h>

enum { PARAMETERS_MAX = 28, COLUMNS_MAX = 40, SEALED_MAX = 6, IDS_KEPT = 1024 };

/* A column that is sealed, at its place among a statement's, and those that name its row. */
struct sealed_column {
    const struct column *column;
    unsigned char i, id[2], id_n;
};

/* The columns of a statement's rows, found in a map. Found when the statement first runs, and again
 * when the engine has prepared it anew because the schema changed under it. */
struct columns_read {
    const struct row_map *map;
    int times_prepared, n, sealed_n;
    const struct column *column[COLUMNS_MAX];
    struct sealed_column sealed[SEALED_MAX];
};

/* Which member each parameter of a statement is, found when one first runs with a map; NULL: a
 * value beside the row. */
struct parameters_named {
    const struct row_map *map;
    const struct column *member[PARAMETERS_MAX];
};

struct store_shared;
struct key_ring;
struct kept_rows;
struct answers;
struct postings;
struct store {
    const struct engine *engine;
    const char *path; /* see store_options: in the engine's memory */
    const struct world *world;
    struct store_shared *shared;
    struct key_ring *keys;
    bool is_keyless; /* the master keys are missing: nothing is written */
    /* Raised when one begins, unless it reads the state of the database that the one before read.
     */
    long transaction;
    struct kept_rows *kept;
    struct answers *answers;
    struct postings *postings;
    struct arena *sealed;      /* what is bound to the statement that runs */
    struct seal_mac audit_key; /* see chain.h */
    bool has_audit_key, has_held_key;
    unsigned char held_key[SEAL_TIE_KEY_BYTES], column_key[SEAL_TIE_KEY_BYTES]; /* see held.c */
    const char *address, *request_id; /* of whoever asks; NULL: nobody */
    struct waiting *waiting;          /* see waiting.c; NULL: nothing waits */
    int busy_timeout_ms;
    bool is_reading, is_writing, is_queued;
    /* A log lay beside the file, and nobody has compared the database with its witness yet: it may
     * be the log of another, and is not moved into the file. */
    bool is_log_doubted;
    bool has_failed;         /* without shared: what shared->has_failed is with it */
    struct slowest slowest;  /* of what was asked of the database since somebody began to look */
    int64_t began_us;        /* the statement that runs */
    atomic_bool *is_damaged; /* of the pool: a page is not what was written; NULL: alone */
    struct arena *scratch;
    char ids[IDS_KEPT][ID_TEXT]; /* a ring, so that an id that *_add() sets is good for a thousand
                                    more */
    unsigned ids_n;
    struct columns_read read[Q__MAX];
    struct parameters_named named[Q__MAX];
    bool is_write[Q__MAX];
    unsigned char count[Q__MAX]; /* of parameters */
};

/* ---- running --------------------------------------------------------------------------------- */

/* One row goes into a struct, all rows into an array in the arena, with their number. The arena
 * holds their texts; NULL when the map has none. */
struct into {
    struct arena *arena;
    const struct row_map *map;
    void *row;
    void **rows;
    int *n;
};
#define ROW(arena_, map_, out_) ((struct into){.arena = (arena_), .map = (map_), .row = (out_)})
#define ROWS(arena_, map_, out_, n_)                                                               \
    ((struct into){.arena = (arena_), .map = (map_), .rows = (void **)(out_), .n = (n_)})

/* Runs a statement without rows. changed: rows that it changed, NULL allowed. No value of it is
 * sealed: where a column is, its statement names its parameters. */
enum err db_run(struct store *s, enum query q, long *changed, struct values v,
                struct fault *f) MUST;
/* The values of a statement whose parameters are named: one that bears the name of a column of the
 * map takes that member of row, sealed where it is SEALED, the others take what more holds, in
 * their order. Good until the next such statement. all is room for PARAMETERS_MAX. */
enum err db_named(struct store *s, enum query q, const struct row_map *map, const void *row,
                  struct values more, struct value *all, struct values *out, struct fault *f) MUST;
/* Runs such a statement, an INSERT mostly. */
enum err db_put(struct store *s, enum query q, const struct row_map *map, const void *row,
                struct values more, struct fault *f) MUST;
/* The same of one that may change no row. */
enum err db_change(struct store *s, enum query q, const struct row_map *map, const void *row,
                   struct values more, long *changed, struct fault *f) MUST;
/* The first row into a ROW(); ERR_NOTFOUND when there is none, or, as "key_erased", when the key
 * of what it must hold was destroyed: what is not sealed is in the row then. */
enum err db_one(struct store *s, enum query q, struct into into, struct values v,
                struct fault *f) MUST;
/* All rows into ROWS(), but those whose key was destroyed. */
enum err db_all(struct store *s, enum query q, struct into into, struct values v,
                struct fault *f) MUST;
/* The ids of all rows, whose one column is "id". */
enum err db_ids(struct store *s, enum query q, struct arena *a, struct id_list *out,
                struct values v, struct fault *f) MUST;
/* The first column of the first row; ERR_NOTFOUND when there is none. */
enum err db_number(struct store *s, enum query q, int64_t *out, struct values v,
                   struct fault *f) MUST;
/* Gives take the first column of the first row where it lies: it is gone when take has returned,
 * and take runs no statement. ERR_NOTFOUND when there is none. */
enum err db_bytes(struct store *s, enum query q, void (*take)(void *ctx, const void *p, size_t n),
                  void *ctx, struct values v, struct fault *f) MUST;
/* Does the first column of the first row say more than 0? For EXISTS and count(*). */
enum err db_is(struct store *s, enum query q, bool *out, struct values v, struct fault *f) MUST;

/* A table that holds sealed columns, and its statements of sealing.sql: a noun that declares a
 * member SEALED names them with SEALING, and sealing.c lists what it names. */
struct sealing {
    const char *name;
    enum query next, row, seal;
    const struct row_map *map;
};
#define SEALING(name_, upper_, map_)                                                               \
    const struct sealing name_##_sealing = {#name_, Q_SEAL_##upper_##_NEXT, Q_SEAL_##upper_##_ROW, \
                                            Q_SEAL_##upper_, &(map_)};
extern const struct sealing account_sealing, attachment_sealing, event_sealing, filing_sealing,
    judgement_sealing, kept_sealing, letter_sealing, product_sealing, product_kept_sealing,
    reply_sealing, task_sealing, task_draft_sealing, version_sealing, matter_step_sealing,
    proposal_sealing, takeover_sealing, organization_contact_sealing;

/* ---- what came of it ------------------------------------------------------------------------- */

/* Something was done that began then; label lives for good. */
void db_took(struct store *s, const char *label, int64_t since_us);
enum err db_storage_failed(struct fault *f) MUST;
enum err db_not_found(struct fault *f, enum query q) MUST;
/* err, or ERR_NOTFOUND when nothing changed. */
enum err db_some(enum err err, long changed, enum query q, struct fault *f) MUST;
/* A revision or a state was not the expected one: ERR_NOTFOUND when `exists` counts no such id,
 * else err. */
enum err db_lost(struct store *s, enum query exists, const char *id, enum err err,
                 struct fault *f) MUST;

/* A list for json_each(): JSON array of {member: id}, in the scratch arena, which the caller resets
 * when the statement has run. */
const char *db_id_list(struct store *s, const char *member, const struct id_list *list);

/* A new id, in memory of the store's. */
const char *db_new_id(struct store *s);
/* Bytes of the database and of its log. */
int64_t db_file_bytes(struct store *s);
int64_t db_log_bytes(struct store *s);

/*
 * Reads the cursor of a list into values, one for each letter of parts: i an id, n a number from
 * 1, p a place from 0, d a day or nothing, h a hash. A dot joins the parts. NULL is the first page
 * and leaves the values as they are. Another text is ERR_INPUT with code "cursor_invalid".
 */
enum err db_cursor(struct arena *a, const char *cursor, const char *parts, struct value *out,
                   struct fault *f) MUST;

#endif

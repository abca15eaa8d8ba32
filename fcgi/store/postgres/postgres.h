/*
 * postgres: the engine that several hosts may share. Its schema is made of SQLite's while building
 * (sql/dialect), its statements are the same.
 *
 * A statement is prepared when it first runs; all of its rows are in memory from first() to
 * finish(). Writers queue on a row of the database (postgres.sql), and a commit is acknowledged
 * when a small transaction after it has been waited for: until then it holds nobody up.
 */
#ifndef STORE_POSTGRES_POSTGRES_H
#define STORE_POSTGRES_POSTGRES_H

#include "store/db.h"
#include "store/postgres/libpq.h"

/* A statement as PostgreSQL takes it, its parameters numbered; their names, where they have any. */
struct postgres_statement {
    const char *text;
    const char *parameter[PARAMETERS_MAX];
    bool is_prepared;
    struct pg_result *result; /* while it runs */
    int row;
};

struct postgres_store {
    struct store base; /* first: a store is cast to what holds it */
    const struct libpq *pq;
    struct pg_conn *conn;
    struct arena *texts;      /* as long as the store */
    struct arena *bytes;      /* what rows of running statements hold in bytes */
    int running;              /* statements */
    int run_n;                /* that were run, for who counts them */
    struct pg_result *tagged; /* the row that was tagged last */
    struct postgres_statement statement[Q__MAX];
};

static inline struct postgres_store *
postgres_of(struct store *s)
{
    return (struct postgres_store *)s;
}

extern const struct engine postgres_engine;

/* What the server said of a statement, as an answer to the caller; releases it. */
enum err postgres_fault(struct store *s, struct pg_result *r, const char *where,
                        struct fault *f) MUST;

/* ---- before it is served from: suits.c ------------------------------------------------------- */

enum err postgres_unreached(struct postgres_store *x, struct fault *f) MUST;
/* Version, encoding, role, collation and schema of what was connected to; each refusal says the
 * cure. */
enum err postgres_suits(struct store *s, struct fault *f) MUST;

/* ---- a statement: statement.c ---------------------------------------------------------------- */

/* Numbers the parameters of every statement and counts them; none is sent yet. */
enum err postgres_read_texts(struct store *s, struct fault *f) MUST;
enum err postgres_first(struct store *s, enum query q, struct values v, bool *is_row,
                        struct fault *f) MUST;
enum err postgres_next(struct store *s, enum query q, bool *is_row, struct fault *f) MUST;
void postgres_finish(struct store *s, enum query q);
/* first() and finish(). */
enum err postgres_say(struct store *s, enum query q, struct fault *f) MUST;
long postgres_changed(struct store *s, enum query q);
const char *postgres_parameter_name(struct store *s, enum query q, int i);
bool postgres_is_idle(struct store *s);

/* Prepares a statement when it first runs. */
enum err postgres_prepare(struct store *s, enum query q, struct fault *f) MUST;

/* ---- what rows are held by: tags.c ----------------------------------------------------------- */

enum err postgres_tag_row(struct store *s, enum query q, const char *row_key,
                          const struct tagging *x, int *columns, struct fault *f) MUST;
enum err postgres_hold(struct store *s, struct fault *f) MUST;

/* ---- its row: row.c -------------------------------------------------------------------------- */

const struct column *postgres_read(struct store *s, enum query q,
                                   const struct column *const *columns, int n, struct arena *a,
                                   void *out);
int64_t postgres_number(struct store *s, enum query q, int i);
const char *postgres_text(struct store *s, enum query q, int i);
const void *postgres_bytes(struct store *s, enum query q, int i, size_t *n);
enum cell_kind postgres_cell(struct store *s, enum query q, int i, const void **p, size_t *n);
/* Bytes as the server says them, \x and two digits each, n characters. */
struct bytes postgres_unhex(struct arena *a, const char *text, size_t n);
int postgres_times_prepared(struct store *s, enum query q);
int postgres_columns(struct store *s, enum query q);
const char *postgres_column_name(struct store *s, enum query q, int i);

#endif

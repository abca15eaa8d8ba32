/*
 * engine: what a database does for db.h, a table of functions for each that a store may lie in.
 * Private to this room: nouns use db.h, and only what opens a store names an engine.
 *
 * A statement runs from first() to finish(). Where first() or next() fails, the statement has ended
 * and its fault is the answer. What number(), text(), bytes() and cell() give lies in the row: it
 * is gone with the next call of next() or finish().
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/rows.h"
#include "store/texts.h"

struct store;
struct store_options;

/* What a column holds that may be sealed: one that an earlier program wrote is a text. */
enum cell_kind { CELL_NULL, CELL_TEXT, CELL_SEALED };

/* What becomes of the columns of a row, in their order: ROW_TAG bytes of a digest each, with the
 * key, over type and value. */
enum { ROW_TAG = 8 };
struct tagging {
    const unsigned char *key; /* of seal_short() */
    unsigned char *out;       /* room for max columns */
    int max;
    const char **names; /* of the columns, good until the next row is tagged; NULL: not wanted */
};

struct engine {
    /* ---- opening ---- */
    struct store *(*make)(void); /* zeroed, with what the engine keeps of its own */
    /* The connection, the schema brought forward or, with is_as_found, looked at, and every
     * statement with its parameters counted. */
    enum err (*open)(struct store *s, const struct store_options *options, struct fault *f);
    /* Last: from now on the pool's queue decides who writes. */
    enum err (*join_pool)(struct store *s, struct fault *f);
    void (*close)(struct store *s); /* and releases it */
    /* It is the database that it should be: what its log holds is its own. */
    void (*trust)(struct store *s);
    /* One transaction while a store is opened, where no pool is asked yet. where lives for good. */
    enum err (*opening_begin)(struct store *s, const char *where, struct fault *f);
    enum err (*opening_end)(struct store *s, const char *where, bool is_kept, struct fault *f);

    /* ---- a statement ---- */
    enum err (*first)(struct store *s, enum query q, struct values v, bool *is_row,
                      struct fault *f);
    enum err (*next)(struct store *s, enum query q, bool *is_row, struct fault *f);
    void (*finish)(struct store *s, enum query q);
    long (*changed)(struct store *s, enum query q); /* rows, before finish() */

    /* ---- its row ---- */
    /* The first n columns into their members of out; a column that is NULL is passed over, and one
     * that is SEALED is left to whoever has the keys. Texts are copied into the arena. The column
     * that holds something sealed and is read as a text; NULL when there is none. */
    const struct column *(*read)(struct store *s, enum query q, const struct column *const *columns,
                                 int n, struct arena *a, void *out);
    int64_t (*number)(struct store *s, enum query q, int i);
    const char *(*text)(struct store *s, enum query q, int i);             /* NULL for NULL */
    const void *(*bytes)(struct store *s, enum query q, int i, size_t *n); /* NULL for NULL */
    enum cell_kind (*cell)(struct store *s, enum query q, int i, const void **p, size_t *n);
    /* The digests of the one row that a statement finds whose only parameter is row_key; it may run
     * within another. ERR_NOTFOUND: there is none. */
    enum err (*tag_row)(struct store *s, enum query q, const char *row_key, const struct tagging *x,
                        int *columns, struct fault *f);
    /* The lines of held that the transaction wrote have their digests from now on. */
    enum err (*hold)(struct store *s, struct fault *f);

    /* ---- its shape ---- */
    /* Another number: the columns may be others, because the schema changed under it. */
    int (*times_prepared)(struct store *s, enum query q);
    int (*columns)(struct store *s, enum query q);
    const char *(*column_name)(struct store *s, enum query q, int i);
    const char *(*parameter_name)(struct store *s, enum query q, int i); /* from 0 */

    /* ---- transactions: transaction.h and commit.h say what they promise ---- */
    enum err (*read_begin)(struct store *s, struct fault *f);
    void (*read_end)(struct store *s);
    enum err (*write_begin)(struct store *s, struct fault *f);
    enum err (*write_commit)(struct store *s, struct fault *f);
    void (*write_rollback)(struct store *s);
    bool (*is_idle)(struct store *s);
    enum err (*settle)(struct store *s, struct fault *f);
    enum err (*checkpoint)(struct store *s, struct fault *f);
    enum err (*write_anew)(struct store *s, struct fault *f);
    enum err (*cut_log)(struct store *s, bool *is_cut, struct fault *f);

    /* ---- files ---- */
    int64_t (*file_bytes)(struct store *s);
    int64_t (*log_bytes)(struct store *s);
    bool (*is_in_place)(struct store *s); /* nobody moved or removed the file under us */
    enum err (*copy)(struct store *s, const char *path, struct fault *f);
};

#endif

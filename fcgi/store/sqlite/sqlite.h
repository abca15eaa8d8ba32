/*
 * sqlite: the engine in one file of one machine. What names SQLite is in this folder, and nothing
 * outside of it includes this header but whoever opens a store.
 *
 * open.c says all that SQLite is told before the first request, statement.c runs one statement,
 * commit.c is the one way to write, gather.c writes a commit in one piece, schema.c takes the
 * schema's steps, functions.c and sight.c are what statements call, files.c asks of its files.
 */
#ifndef STORE_SQLITE_SQLITE_H
#define STORE_SQLITE_SQLITE_H

#include "store/db.h"

#include <sqlite3.h>

struct sqlite_store {
    struct store base; /* first: a store is cast to what holds it */
    sqlite3 *db;
    int64_t data_version;  /* as SQLite told it last: of what others commit */
    int64_t changes;       /* of ours, as counted then */
    long log_pages;        /* in the write-ahead log after the last commit of ours */
    struct arena *folding; /* of one call of a function in a statement */
    sqlite3_stmt *statement[Q__MAX];
    /* $n → SQLite's index: it numbers parameters by their first appearance in the text */
    unsigned char place[Q__MAX][PARAMETERS_MAX + 1];
};

static inline struct sqlite_store *
sqlite_of(struct store *s)
{
    return (struct sqlite_store *)s;
}

extern const struct engine sqlite_engine;

/* An SQLite result code as an answer to the caller. where: the statement. */
enum err sqlite_fault(struct store *s, int rc, const char *where, struct fault *f) MUST;

/* ---- opening --------------------------------------------------------------------------------- */

struct store *sqlite_make(void);
enum err sqlite_open(struct store *s, const struct store_options *options, struct fault *f) MUST;
enum err sqlite_join_pool(struct store *s, struct fault *f) MUST;
void sqlite_close(struct store *s);
void sqlite_trust(struct store *s);
enum err sqlite_opening_begin(struct store *s, const char *where, struct fault *f) MUST;
enum err sqlite_opening_end(struct store *s, const char *where, bool is_kept, struct fault *f) MUST;

/* The steps of sql/schema, taken forward only. Two processes that open a new file at once meet at
 * BEGIN EXCLUSIVE; the second finds the work done. ERR_CONFLICT when a newer program has made the
 * database. */
enum err sqlite_schema_update(struct store *s, struct fault *f) MUST;
/* Takes no step: ERR_CONFLICT where one is left to take, or a newer program has taken more. */
enum err sqlite_schema_is_current(struct store *s, bool may_be_new, struct fault *f) MUST;
/* Statements that are run once and give no rows. */
enum err sqlite_script(struct store *s, const char *text, const char *where, struct fault *f) MUST;

/*
 * What statements may call; before the schema is brought forward, for its steps call them, too:
 * fold(text) and username_key(text), the one folding of text (model/fold); grams(text);
 * told_of_name(account id), which tells the log that its name looks like an older account's; and
 * what posting.h tells.
 */
enum err sqlite_functions_open(struct store *s, struct fault *f) MUST;
/*
 * What a reviewer sees of the queue, asked of one row after the other of a statement, where a
 * question to the table of scopes for each of fifty thousand rows would take too long.
 *
 * in_scope(scopes, area, class_code, pool) says what the view reviewer_scope says. scopes: a line
 * each of area, class and pool, a blank between them, nothing for any; NULL: none at all. What has
 * no area is in everybody's scope. holds(text, words): instr() without copies.
 */
enum err sqlite_sight_open(struct store *s, struct fault *f) MUST;

/* held_tags(n, tags of line n - 1, noun, row_key), as held.h tells; NULL without the trail's key.
 */
enum err sqlite_tags_open(struct store *s, struct fault *f) MUST;
enum err sqlite_hold(struct store *s, struct fault *f) MUST;
enum err sqlite_tag_row(struct store *s, enum query q, const char *row_key, const struct tagging *x,
                        int *columns, struct fault *f) MUST;

/* ---- transactions: commit.c ------------------------------------------------------------------ */

enum err sqlite_read_begin(struct store *s, struct fault *f) MUST;
void sqlite_read_end(struct store *s);
enum err sqlite_write_begin(struct store *s, struct fault *f) MUST;
enum err sqlite_write_commit(struct store *s, struct fault *f) MUST;
void sqlite_write_rollback(struct store *s);
bool sqlite_is_idle(struct store *s);
enum err sqlite_settle(struct store *s, struct fault *f) MUST;
enum err sqlite_checkpoint(struct store *s, struct fault *f) MUST;
enum err sqlite_write_anew(struct store *s, struct fault *f) MUST;
enum err sqlite_cut_log(struct store *s, bool *is_cut, struct fault *f) MUST;
/* SQLite tells how long its log is after a commit. */
int sqlite_log_hook(void *store, sqlite3 *db, const char *schema, int pages);
/* The fsync that a fault test replaces or calls. */
int sqlite_sync_log(struct store *s);

/* ---- a statement: statement.c ---------------------------------------------------------------- */

enum err sqlite_first(struct store *s, enum query q, struct values v, bool *is_row,
                      struct fault *f) MUST;
enum err sqlite_next(struct store *s, enum query q, bool *is_row, struct fault *f) MUST;
void sqlite_finish(struct store *s, enum query q);
const struct column *sqlite_read(struct store *s, enum query q, const struct column *const *columns,
                                 int n, struct arena *a, void *out);
long sqlite_changed(struct store *s, enum query q);
int64_t sqlite_number(struct store *s, enum query q, int i);
const char *sqlite_text(struct store *s, enum query q, int i);
const void *sqlite_bytes(struct store *s, enum query q, int i, size_t *n);
enum cell_kind sqlite_cell(struct store *s, enum query q, int i, const void **p, size_t *n);
int sqlite_times_prepared(struct store *s, enum query q);
int sqlite_columns(struct store *s, enum query q);
const char *sqlite_column_name(struct store *s, enum query q, int i);
const char *sqlite_parameter_name(struct store *s, enum query q, int i);

/* ---- files: files.c -------------------------------------------------------------------------- */

/* Bytes of the database and of its log, asked of SQLite: opening a file ourselves would drop its
 * locks. */
int64_t sqlite_file_bytes(struct store *s);
int64_t sqlite_log_bytes(struct store *s);
bool sqlite_is_in_place(struct store *s);
enum err sqlite_copy(struct store *s, const char *path, struct fault *f) MUST;

#endif

/*
 * db: what the files of the store share, and nobody else sees: statements, values, rows to structs.
 *
 * Each noun's file holds one table of fields per struct, in the order of its SELECT; the first
 * `own` of them are columns of the table itself, in the order of its INSERT, and the rest are
 * joined. db_* bind every $n of a statement and leave it reset, whatever happens.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "store/store.h"
#include "store/queries.h"

#include <sqlite3.h>
#include <string.h>

enum { PARAMETERS_MAX = 20, IDS_KEPT = 1024 };

struct store {
    sqlite3 *db;
    const struct world *world;
    struct store_shared *shared;
    int busy_timeout_ms;
    bool is_reading, is_writing, is_queued;
    bool has_failed; /* without shared: what shared->has_failed is with it */
    long log_pages;  /* in the write-ahead log after the last commit of ours */
    struct arena *scratch;
    char ids[IDS_KEPT][ID_TEXT]; /* the last ids made: what *_add() sets points here, good for a
                                    thousand more */
    unsigned ids_n;
    sqlite3_stmt *statement[Q__MAX];
    bool is_write[Q__MAX];
    unsigned char count[Q__MAX];                     /* of parameters */
    unsigned char place[Q__MAX][PARAMETERS_MAX + 1]; /* $n → SQLite's index: it numbers by first
                                                        appearance in the text */
};

const char *db_name(enum query q);

/* ---- values and rows ------------------------------------------------------------------------- */

struct value {
    bool is_text;
    const char *text; /* NULL is NULL; must live until the call returns */
    int64_t number;
};
#define T(x) ((struct value){.is_text = true, .text = (x)})
#define N(x) ((struct value){.number = (x)})
/* Values for $1, $2, … */
struct values {
    const struct value *v;
    int n;
};
#define VALUES(...)                                                                                \
    ((struct values){(const struct value[]){__VA_ARGS__},                                          \
                     (int)LEN(((const struct value[]){__VA_ARGS__}))})
#define BOUND(v_, n_) ((struct values){(v_), (n_)})
#define NONE ((struct values){NULL, 0})

enum field_type {
    FIELD_TEXT,
    FIELD_EMPTY /* "" in the database is NULL in the struct */,
    FIELD_LONG,
    FIELD_INT64,
    FIELD_INT,
    FIELD_BOOL
};
struct field {
    unsigned short type, offset;
};
#define FIELD(type_, struct_, member_)                                                             \
    {                                                                                              \
        FIELD_##type_, (unsigned short)offsetof(struct struct_, member_)                           \
    }
struct shape {
    const struct field *fields;
    int own, n;
    size_t size;
};
#define SHAPE(fields_, own_, struct_)                                                              \
    {                                                                                              \
        fields_, own_, LEN(fields_), sizeof(struct struct_)                                        \
    }

/* Where rows go: one into a struct of the shape, or all into an array that the arena holds, with
 * their number. The arena holds their texts; NULL when the shape has none. */
struct into {
    struct arena *arena;
    const struct shape *shape;
    void *row;
    void **rows;
    int *n;
};
#define ROW(arena_, shape_, out_)                                                                  \
    ((struct into){.arena = (arena_), .shape = (shape_), .row = (out_)})
#define ROWS(arena_, shape_, out_, n_)                                                             \
    ((struct into){.arena = (arena_), .shape = (shape_), .rows = (void **)(out_), .n = (n_)})

/* Runs a statement without rows. changed: rows that it changed, NULL allowed. */
enum err db_run(struct store *s, enum query q, long *changed, struct values v,
                struct fault *f) MUST;
/* Inserts the own fields of row as $1…, and more values after them. */
enum err db_put(struct store *s, enum query q, const struct shape *shape, const void *row,
                struct values more, struct fault *f) MUST;
/* The own fields of row, for statements that are run in another way; v holds PARAMETERS_MAX.
 * Returns how many. */
int db_values(const struct shape *shape, const void *row, struct value *v);
/* The first row into a ROW(); ERR_NOTFOUND when there is none. */
enum err db_one(struct store *s, enum query q, struct into into, struct values v,
                struct fault *f) MUST;
/* All rows into ROWS(). */
enum err db_all(struct store *s, enum query q, struct into into, struct values v,
                struct fault *f) MUST;
/* The first column of the first row; ERR_NOTFOUND when there is none. */
enum err db_number(struct store *s, enum query q, int64_t *out, struct values v,
                   struct fault *f) MUST;

/*
 * Reads the cursor of a list into values, one for each letter of parts: i an id, n a number from
 * 1, p a place from 0, d a day or nothing, h a hash. A dot joins the parts. NULL is the first page
 * and leaves the values as they are. Another text is ERR_INPUT with code "cursor_invalid".
 */
enum err db_cursor(struct arena *a, const char *cursor, const char *parts, struct value *out,
                   struct fault *f) MUST;

/* What an SQLite result code means to a caller. where: the statement. */
enum err db_fault(struct store *s, int rc, const char *where, struct fault *f) MUST;
enum err db_storage_failed(struct fault *f) MUST;
/* Of SQLITE_FCNTL_FILE_POINTER or JOURNAL_POINTER, asked of SQLite: opening the file ourselves
 * would drop its locks. */
int64_t db_file_bytes(struct store *s, int which);
/* A new id, in memory of the store's. */
const char *db_new_id(struct store *s);
/* No such row. */
enum err db_not_found(struct fault *f, enum query q) MUST;
/* err, or ERR_NOTFOUND when nothing changed. */
enum err db_some(enum err err, long changed, enum query q, struct fault *f) MUST;
/* A revision or state was not as expected: ERR_NOTFOUND when `exists` says that there is no such
 * id, else err. */
enum err db_lost(struct store *s, enum query exists, const char *id, enum err err,
                 struct fault *f) MUST;

/* ---- commit ---------------------------------------------------------------------------------- */

/* Returns when everything committed until now is on disk, by an fsync of our own. */
enum err commit_settle(struct store *s, struct fault *f) MUST;
int commit_log_hook(void *store, sqlite3 *db, const char *schema, int pages);

/* Seams for fault tests: the fsync of the log (0 or an SQLite code), a call at each step of a
 * writing process, and the statement that fails as on a full disk. */
enum commit_step {
    STEP_QUEUED,
    STEP_BEGUN,
    STEP_COMMITTED,
    STEP_COUNTED,
    STEP_LEADING,
    STEP_SYNCED
};
struct commit_seams {
    int (*sync)(struct store *s);
    void (*step)(enum commit_step step); /* NULL: none */
    long fail_at; /* counted down by each statement, the one that reaches 0 fails; 0: none */
};
extern struct commit_seams commit_seams;
int commit_sync_real(struct store *s);
bool commit_fails_now(void);

/* ---- text ------------------------------------------------------------------------------------ */

/* As searches and usernames compare it: ASCII in lower case, full-width forms half, white space
 * left out. */
char *text_fold(struct arena *a, const char *s);

#endif

/*
 * store_rig: the set-up of what uses the store. A fresh database in a folder of its own, opened as
 * s, with an organization, a filer, a reviewer and one algorithm filing in it.
 */
#ifndef STORE_RIG_H
#define STORE_RIG_H

#include "rig.h"

/* Reviewers by the roles that the shipped rules declare. */
#define REVIEWS(names_) ((struct role_set){ROLE_REVIEWER, (names_)})
#define PRELIMINARY_REVIEWER REVIEWS(" preliminary_reviewer ")
#define FINAL_REVIEWER REVIEWS(" final_reviewer ")
#define BOTH_REVIEWERS REVIEWS(" preliminary_reviewer final_reviewer ")
#include "store/commit.h"
#include "store/sqlite/sqlite.h"
#include "store/store.h"

extern struct fault fault;
extern struct store *s;
extern char rig_folder[64], rig_path[96];

/* The call succeeds. */
#define GOOD(call) CHECK_ERR(call, OK, &fault)
/* In one write transaction. */
#define WRITE(...)                                                                                 \
    do {                                                                                           \
        GOOD(store_write_begin(s, &fault));                                                        \
        __VA_ARGS__;                                                                               \
        GOOD(store_write_commit(s, &fault));                                                       \
        CHECK(store_is_idle(s));                                                                   \
    } while (0)

/* A clock that goes on by a millisecond whenever it is read, so that ids grow. */
extern int64_t rig_time;
extern const struct world rig_world;

/* A new, empty folder in `below`, with rig_path in it; the one before is removed. */
void rig_folder_new(const char *below);
/* Of the database of the rig, in the engine that the environment's STORE names: sqlite, or postgres
 * on the server of PGHOST, which tests/postgres.sh starts. */
struct store_options rig_options(void);
bool rig_is_postgres(void);
struct store *rig_open(struct store_shared *shared); /* that database */
struct store_shared *rig_shared(void);               /* memory that forked processes share */

extern struct organization rig_org;
extern struct account rig_filer, rig_reviewer;
extern struct filing rig_filing;
void rig_people(void);
struct filing rig_new_filing(const char *kind); /* a draft of rig_org, not yet stored */
struct filing rig_added_filing(void);           /* a draft of an algorithm, stored */

/* Raw SQL, as somebody with the file might say it; the result code. */
int rig_sql(struct store *in, const char *sql);
const char *rig_sql_text(const char *sql); /* of s: its first value, "" when there is none */
long rig_number(struct store *in, const char *sql); /* its first value; -1 when there is none */

/* Wraps all keys of in anew, a few in a transaction: what was cut off goes on. */
void rig_wrap_all(struct store *in);
/* Another master key for in; drops_old: the one before it goes, after it was refused to go while a
 * key hangs on it. */
void rig_rotate(struct store *in, bool drops_old);

int rig_statements(void); /* that s has run since this was asked last */

/* s becomes a new database with those people in it; the one before is gone. */
void rig_store_new(void);

/* The same on PostgreSQL: a database for each rig, from one that holds the schema; its result codes
 * are those of SQLite. A text is NULL when there is no row. */
extern char rig_address[96];
void rig_postgres_begin(void);
void rig_postgres_outside(const char *sql); /* said beside that database */
void rig_postgres_end(void);
int rig_postgres_sql(struct store *in, const char *sql);
int rig_postgres_statements(void);
const char *rig_postgres_text(struct store *in, const char *sql);

/* A program whose tests share one database; begin (NULL allowed) runs before the first of them. */
int rig_store_main(int argc, char **argv, void (*begin)(void), const struct check_test *tests,
                   size_t n);

#endif

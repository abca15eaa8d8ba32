/* Opening: everything that is said to SQLite before the first request. */
#include "store/open.h"
#include "store/sqlite/gather.h"
#include "store/sqlite/sqlite.h"
#include "store/witness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define LOG_PAGES_LONG 1000 /* SQLite's own measure */

/* Going to WAL takes the whole file for a moment and SQLite does not call the busy handler for it:
 * we wait ourselves. */
static enum err
turn_on_log(struct store *s, struct fault *f)
{
    int64_t until = mono_ms() + s->busy_timeout_ms;
    int rc;
    while ((rc = sqlite3_exec(sqlite_of(s)->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) !=
           SQLITE_OK) {
        if ((rc & 0xff) != SQLITE_BUSY || mono_ms() > until)
            return sqlite_fault(s, rc, "journal_mode", f);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return OK;
}

/* SQLite moves a log into the file by itself when it is long, and when the last who has the file
 * open closes it. */
static int
let_log_move(struct store *s, bool may_move)
{
    sqlite3 *db = sqlite_of(s)->db;
    int rc = sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !may_move, NULL);

    return rc == SQLITE_OK ? sqlite3_wal_autocheckpoint(db, may_move ? LOG_PAGES_LONG : 0) : rc;
}

static bool
has_log(const char *path)
{
    char log[1024];
    struct stat st;

    snprintf(log, sizeof log, "%s-wal", path);
    return stat(log, &st) == 0 && st.st_size > 0;
}

void
sqlite_trust(struct store *s)
{
    if (s->is_log_doubted)
        (void)let_log_move(s, true);
    s->is_log_doubted = false;
}

static enum err
configure(struct store *s, struct fault *f)
{
    static const struct {
        int option, value;
    } options[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                   {SQLITE_DBCONFIG_DQS_DML, 0},
                   {SQLITE_DBCONFIG_DQS_DDL, 0},
                   {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}};

    for (size_t i = 0; i < LEN(options); i++) {
        int now = -1,
            rc = sqlite3_db_config(sqlite_of(s)->db, options[i].option, options[i].value, &now);
        if (rc != SQLITE_OK || now != options[i].value)
            return sqlite_fault(s, rc ? rc : SQLITE_ERROR, "db_config", f);
    }

    if (s->is_log_doubted && let_log_move(s, false) != SQLITE_OK)
        return sqlite_fault(s, SQLITE_ERROR, "log", f);
    sqlite3_busy_timeout(sqlite_of(s)->db, s->busy_timeout_ms);
    /* For a new file only, and before the log. A move writes some forty pages, mostly of indexes,
     * and few bytes in each: smaller ones are less to write than larger ones, which hold a draft
     * whole, spare a save. */
    enum err err = sqlite_script(s, "PRAGMA page_size = 4096", "page_size", f);
    if (err)
        return err;
    if ((err = turn_on_log(s, f)))
        return err;

    return sqlite_script(s, connection_sql, "connection", f);
}

/* ---- statements ------------------------------------------------------------------------------ */

/* SQLite numbers $2 before $1 when $2 stands first, so each name is looked up, once. */
static enum err
map_parameters(struct store *s, enum query q, struct fault *f)
{
    struct sqlite_store *x = sqlite_of(s);
    sqlite3_stmt *st = x->statement[q];
    int n = sqlite3_bind_parameter_count(st);
    if (n > PARAMETERS_MAX)
        return fail(f, ERR_BUG, "parameters_many", query_name(q), "语句的参数过多");

    bool is_named = n > 0 && strspn(sqlite3_bind_parameter_name(st, 1) + 1, "0123456789") == 0;
    for (int i = 1; i <= n && !is_named; i++) {
        const char *name = sqlite3_bind_parameter_name(st, i);
        long k = name != NULL && name[0] == '$' ? strtol(name + 1, NULL, 10) : 0;
        if (k < 1 || k > n || x->place[q][k] != 0)
            return fail(f, ERR_BUG, "parameter_name", query_name(q), "参数应为 $1 到 $%d 各一个",
                        n);
        x->place[q][k] = (unsigned char)i;
    }
    for (int i = 1; i <= n && is_named; i++)
        x->place[q][i] = (unsigned char)i;

    s->count[q] = (unsigned char)n;
    return OK;
}

static enum err
prepare_all(struct store *s, struct fault *f)
{
    for (int q = 0; q < Q__MAX; q++) {
        const char *tail = "";
        if (query_engines[q] != NULL && !str_is(query_engines[q], "sqlite"))
            continue;
        int rc = sqlite3_prepare_v3(sqlite_of(s)->db, query_texts[q].text, -1,
                                    SQLITE_PREPARE_PERSISTENT, &sqlite_of(s)->statement[q], &tail);
        if (rc != SQLITE_OK) {
            log_line(LOG_ERROR_, "store: %s: %s", query_texts[q].name,
                     sqlite3_errmsg(sqlite_of(s)->db));
            return fail(f, ERR_BUG, "statement_broken", query_texts[q].name, "SQL 语句有误：%s",
                        sqlite3_errmsg(sqlite_of(s)->db));
        }
        if (tail[strspn(tail, " \n")] != '\0')
            return fail(f, ERR_BUG, "statement_trailing", query_texts[q].name,
                        "SQL 语句之后还有内容");
        enum err err = map_parameters(s, (enum query)q, f);
        if (err)
            return err;
        s->is_write[q] = !sqlite3_stmt_readonly(sqlite_of(s)->statement[q]);
    }

    return OK;
}

/* ---- open, close ----------------------------------------------------------------------------- */

/* Half of it may be the database of before. */
static enum err
is_in_place(const char *path, struct fault *f)
{
    char mark[1024];
    const char *slash = strrchr(path, '/');

    snprintf(mark, sizeof mark, "%.*s" RESTORE_UNFINISHED, slash ? (int)(slash - path) + 1 : 0,
             path);
    if (!file_exists(mark))
        return OK;
    return fail(f, ERR_CONFLICT, "restore_unfinished", mark,
                "上一次恢复在中途断了，数据库和附件可能不配套。请再运行一次 suanbei restore");
}

static enum err
open_file(struct store *s, const struct store_options *options, struct fault *f)
{
    const char *path = options->path;
    bool is_as_found = options->is_as_found;
    char folder[512];

    enum err err = is_in_place(path, f);
    if (err)
        return err;
    if (is_as_found && !file_exists(path))
        return fail(f, ERR_NOTFOUND, "state_missing", path, "没有这个数据库文件");
    if ((err = witness_knows_none(path, f)))
        return err;
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL && slash != folder) {
        *slash = '\0';
        if ((err = file_make_folder(folder, 0700, f)))
            return err;
    }

    s->is_log_doubted = has_log(path);
    /* Personal data: the database, its log and its index are nobody else's to read. */
    mode_t mask = umask(077);
    int rc = sqlite3_open_v2(path, &sqlite_of(s)->db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                 SQLITE_OPEN_EXRESCODE,
                             GATHER_LAYER);
    err = rc == SQLITE_OK ? configure(s, f) : sqlite_fault(s, rc, "open", f);
    if (!err) {
        s->path = sqlite3_db_filename(sqlite_of(s)->db, "main");
        err = sqlite_functions_open(s, f);
    }
    if (!err)
        err = sqlite_sight_open(s, f);
    if (!err)
        err = sqlite_tags_open(s, f);
    if (!err)
        err = is_as_found || options->is_schema_kept ? sqlite_schema_is_current(s, !is_as_found, f)
                                                     : sqlite_schema_update(s, f);
    umask(mask);

    return err;
}

struct store *
sqlite_make(void)
{
    struct sqlite_store *x = must_alloc(sizeof *x);

    x->folding = arena_new();
    return &x->base;
}

enum err
sqlite_open(struct store *s, const struct store_options *options, struct fault *f)
{
    /* A process here is one thread: no mutexes, no shared counters. SQLite refuses it from the
     * second store on, which has it already. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int rc = gather_register();
    if (rc != SQLITE_OK)
        return fail(f, ERR_BUG, "store_broken", "gather", "不能打开数据库：%s", sqlite3_errstr(rc));

    enum err err = open_file(s, options, f);
    if (!err)
        err = prepare_all(s, f);
    if (err && s->is_log_doubted && f != NULL)
        snprintf(f->text + strlen(f->text), sizeof f->text - strlen(f->text), WITNESS_LOG);
    return err;
}

/* Under a pool the log is synced by the pool, and moved into the database outside the queue. */
enum err
sqlite_join_pool(struct store *s, struct fault *f)
{
    if (s->shared == NULL)
        return OK;
    sqlite_trust(s); /* compared before there was a pool */
    enum err err = sqlite_script(s, "PRAGMA synchronous = NORMAL", "synchronous", f);
    if (err)
        return err;

    sqlite3_wal_hook(sqlite_of(s)->db, sqlite_log_hook, s);
    /* After storage has failed it opens all the same, to say so to whoever asks. */
    err = sqlite_settle(s, f);
    return err == ERR_BUSY ? OK : err;
}

void
sqlite_close(struct store *s)
{
    struct sqlite_store *x = sqlite_of(s);

    for (int q = 0; q < Q__MAX; q++)
        sqlite3_finalize(x->statement[q]);
    sqlite3_close(x->db);
    arena_free(x->folding);
    free(x);
}

enum err
sqlite_opening_begin(struct store *s, const char *where, struct fault *f)
{
    return sqlite_script(s, "BEGIN IMMEDIATE", where, f);
}

enum err
sqlite_opening_end(struct store *s, const char *where, bool is_kept, struct fault *f)
{
    if (is_kept)
        return sqlite_script(s, "COMMIT", where, f);
    (void)sqlite3_exec(sqlite_of(s)->db, "ROLLBACK", NULL, NULL, NULL);
    return OK;
}

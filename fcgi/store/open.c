/* Opening: everything that is said to SQLite before the first request. */
#include "store/open.h"
#include "store/audit.h"
#include "store/commit.h"
#include "store/folding.h"
#include "store/gather.h"
#include "store/sight.h"
#include "store/posting.h"
#include "store/answers.h"
#include "store/kept.h"
#include "store/key.h"
#include "store/schema.h"
#include "store/transaction.h"
#include "store/waiting.h"
#include "store/witness.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* Going to WAL takes the whole file for a moment and SQLite does not call the busy handler for it:
 * we wait ourselves. */
static enum err
turn_on_log(struct store *s, struct fault *f)
{
    int64_t until = mono_ms() + s->busy_timeout_ms;
    int rc;
    while ((rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) != SQLITE_OK) {
        if ((rc & 0xff) != SQLITE_BUSY || mono_ms() > until)
            return db_fault(s, rc, "journal_mode", f);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return OK;
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
        int now = -1, rc = sqlite3_db_config(s->db, options[i].option, options[i].value, &now);
        if (rc != SQLITE_OK || now != options[i].value)
            return db_fault(s, rc ? rc : SQLITE_ERROR, "db_config", f);
    }

    sqlite3_busy_timeout(s->db, s->busy_timeout_ms);
    /* For a new file only, and before the log. A move writes some forty pages, mostly of indexes,
     * and few bytes in each: smaller ones are less to write than larger ones, which hold a draft
     * whole, spare a save. */
    enum err err = schema_script(s, "PRAGMA page_size = 4096", "page_size", f);
    if (err)
        return err;
    if ((err = turn_on_log(s, f)))
        return err;

    return schema_script(s, connection_sql, "connection", f);
}

/* ---- statements ------------------------------------------------------------------------------ */

/* SQLite numbers $2 before $1 when $2 stands first, so each name is looked up, once. */
static enum err
map_parameters(struct store *s, enum query q, struct fault *f)
{
    sqlite3_stmt *st = s->statement[q];
    int n = sqlite3_bind_parameter_count(st);
    if (n > PARAMETERS_MAX)
        return fail(f, ERR_BUG, "parameters_many", query_name(q), "语句的参数过多");

    bool is_named = n > 0 && strspn(sqlite3_bind_parameter_name(st, 1) + 1, "0123456789") == 0;
    for (int i = 1; i <= n && !is_named; i++) {
        const char *name = sqlite3_bind_parameter_name(st, i);
        long k = name != NULL && name[0] == '$' ? strtol(name + 1, NULL, 10) : 0;
        if (k < 1 || k > n || s->place[q][k] != 0)
            return fail(f, ERR_BUG, "parameter_name", query_name(q), "参数应为 $1 到 $%d 各一个",
                        n);
        s->place[q][k] = (unsigned char)i;
    }
    for (int i = 1; i <= n && is_named; i++)
        s->place[q][i] = (unsigned char)i;

    s->count[q] = (unsigned char)n;
    return OK;
}

static enum err
prepare_all(struct store *s, struct fault *f)
{
    for (int q = 0; q < Q__MAX; q++) {
        const char *tail = "";
        int rc = sqlite3_prepare_v3(s->db, query_texts[q].text, -1, SQLITE_PREPARE_PERSISTENT,
                                    &s->statement[q], &tail);
        if (rc != SQLITE_OK) {
            log_line(LOG_ERROR_, "store: %s: %s", query_texts[q].name, sqlite3_errmsg(s->db));
            return fail(f, ERR_BUG, "statement_broken", query_texts[q].name, "SQL 语句有误：%s",
                        sqlite3_errmsg(s->db));
        }
        if (tail[strspn(tail, " \n")] != '\0')
            return fail(f, ERR_BUG, "statement_trailing", query_texts[q].name,
                        "SQL 语句之后还有内容");
        enum err err = map_parameters(s, (enum query)q, f);
        if (err)
            return err;
        s->is_write[q] = !sqlite3_stmt_readonly(s->statement[q]);
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
open_file(struct store *s, const char *path, bool is_as_found, struct fault *f)
{
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

    /* Personal data: the database, its log and its index are nobody else's to read. */
    mode_t mask = umask(077);
    int rc = sqlite3_open_v2(path, &s->db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                 SQLITE_OPEN_EXRESCODE,
                             GATHER_LAYER);
    err = rc == SQLITE_OK ? configure(s, f) : db_fault(s, rc, "open", f);
    if (!err)
        err = folding_open(s, f);
    if (!err)
        err = sight_open(s, f);
    if (!err)
        err = posting_open(s, f);
    if (!err)
        err = is_as_found ? schema_is_current(s, f) : schema_update(s, f);
    umask(mask);

    return err;
}

/* Under a pool the log is synced by the pool, and moved into the database outside the queue. */
static enum err
join_pool(struct store *s, struct fault *f)
{
    if (s->shared == NULL)
        return OK;
    enum err err = schema_script(s, "PRAGMA synchronous = NORMAL", "synchronous", f);
    if (err)
        return err;

    sqlite3_wal_hook(s->db, commit_log_hook, s);
    /* After storage has failed, writes are refused from now on; reading goes on. */
    err = commit_settle(s, f);
    return err == ERR_BUSY ? OK : err;
}

/* A process of a pool that goes on without its keys answers so, instead of not at all. */
static enum err
open_keys(struct store *s, const struct store_options *options, struct fault *f)
{
    enum err err = key_open(s, options->key_path, options->path, f);
    if (!err || !options->may_lack_key)
        return err;
    log_line(LOG_ERROR_, "store: %s; nothing sealed is read or written until it is mended",
             f->text);
    *f = (struct fault){0};
    return OK;
}

enum err
store_open(struct store **out, const struct store_options *options, struct fault *f)
{
    /* A process here is one thread: no mutexes, no shared counters. SQLite refuses it from the
     * second store on, which has it already. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int rc = gather_register();
    if (rc != SQLITE_OK)
        return fail(f, ERR_BUG, "store_broken", "gather", "不能打开数据库：%s", sqlite3_errstr(rc));

    struct store *s = must_alloc(sizeof *s);
    *out = NULL;
    s->world = options->world ? options->world : &world_real;
    s->shared = options->shared;
    s->is_damaged = commit_damage(s->shared);
    s->busy_timeout_ms = options->busy_timeout_ms > 0 ? options->busy_timeout_ms : 5000;
    s->scratch = arena_new();
    s->sealed = arena_new();
    s->folding = arena_new();
    s->kept = kept_new();
    s->answers = answers_new();

    enum err err = open_file(s, options->path, options->is_as_found, f);
    if (!err)
        err = prepare_all(s, f);
    if (!err)
        err = open_keys(s, options, f);
    if (!err && !s->is_keyless)
        err = audit_open(s, f);
    if (!err)
        err = join_pool(s, f);
    if (err) {
        store_close(s);
        return err;
    }

    *out = s;
    return OK;
}

void
store_close(struct store *s)
{
    if (s == NULL)
        return;
    if (s->is_writing)
        store_write_rollback(s);
    if (s->is_reading)
        store_read_end(s);
    for (int q = 0; q < Q__MAX; q++)
        sqlite3_finalize(s->statement[q]);
    sqlite3_close(s->db);
    key_close(s);
    arena_free(s->sealed);
    arena_free(s->folding);
    kept_free(s->kept);
    answers_free(s->answers);
    waiting_close(s->waiting);
    seal_mac_forget(&s->audit_key);
    arena_free(s->scratch);
    free(s);
}

/* Statements whose values are taken as they stand; what is sealed goes through db.c. */
#include "store/statement.h"

/* ---- what came of it ------------------------------------------------------------------------- */

enum err
db_storage_failed(struct fault *f)
{
    enum err err = fail(f, ERR_BUSY, "storage_failed", "",
                        "存储出错，内容没有可靠保存，系统已停止写入，请联系运维人员");
    if (f != NULL)
        f->retry_after_s = 60;
    return err;
}

/* A constraint is an answer to the caller, not a fault of the database; OK when rc is none. */
static enum err
constraint_fault(int rc, const char *where, struct fault *f)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return fail(f, ERR_CONFLICT, "exists", where, "已有相同的记录");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return fail(f, ERR_CONFLICT, "reference_missing", where, "所引用的记录不存在");
    case SQLITE_CONSTRAINT_TRIGGER:
        return fail(f, ERR_CONFLICT, "append_only", where, "留痕记录不能修改或删除");
    default:
        return OK;
    }
}

enum err
db_fault(struct store *s, int rc, const char *where, struct fault *f)
{
    /* The fence behind the row maps: a column that is sealed was to take a text. */
    if (rc == SQLITE_CONSTRAINT_TRIGGER && str_starts(sqlite3_errmsg(s->db), "unsealed "))
        return fail(f, ERR_BUG, "plain_text", where, "不能以明文保存加密的内容");
    enum err err = constraint_fault(rc, where, f);
    if (err)
        return err;
    if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC)
        s->has_failed = true;

    /* The code alone: SQLite's text may quote values. */
    log_line(LOG_ERROR_, "store: %s: %s (%d)", where, sqlite3_errstr(rc), rc);
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        err = fail(f, ERR_BUSY, "busy", where, "系统繁忙，请稍后再试");
        if (f != NULL)
            f->retry_after_s = 1;
        return err;

    case SQLITE_FULL:
        return fail(f, ERR_BUSY, "storage_full", where,
                    "存储空间不足，暂时无法保存，请联系运维人员");
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return fail(f, ERR_BUSY, "storage_failed", where, "存储出错，内容没有保存，请稍后再试");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        if (s->is_damaged != NULL)
            atomic_store(s->is_damaged, true);
        return fail(f, ERR_BUG, "store_damaged", where, "数据库的一页与写入时不同（%d）", rc);
    default:
        return fail(f, ERR_BUG, "store_broken", where, "数据库语句出错（%d）", rc);
    }
}

enum err
db_not_found(struct fault *f, enum query q)
{
    return fail(f, ERR_NOTFOUND, "not_found", query_name(q), "没有这条记录");
}

enum err
db_some(enum err err, long changed, enum query q, struct fault *f)
{
    return err || changed > 0 ? err : db_not_found(f, q);
}

/* ---- how long ----------------------------------------------------------------------------------
 */

void
db_took(struct store *s, const char *label, int64_t since_us)
{
    int64_t us = mono_us() - since_us;

    if (us > s->slowest.us)
        s->slowest = (struct slowest){label, us};
}

void
store_slowest_begin(struct store *s)
{
    s->slowest = (struct slowest){0};
}

struct slowest
store_slowest(const struct store *s)
{
    return s->slowest;
}

/* ---- starting and ending a statement --------------------------------------------------------- */

/* A statement that writes needs a transaction: alone it would commit behind the back of the pool's
 * queue. */
enum err
statement_start(struct store *s, enum query q, struct values v, struct fault *f)
{
    if (s->is_write[q] && !s->is_writing)
        return fail(f, ERR_BUG, "write_outside_transaction", query_name(q), "写入语句不在事务中");
    if (v.n != s->count[q])
        return fail(f, ERR_BUG, "parameter_count", query_name(q), "语句需要 %d 个参数，给了 %d 个",
                    s->count[q], v.n);
    if (seams_fail_now())
        return db_fault(s, SQLITE_FULL, query_name(q), f);

    s->began_us = mono_us();
    for (int i = 0; i < v.n; i++) {
        int rc = row_bind(s->statement[q], s->place[q][i + 1], &v.v[i]);
        if (rc != SQLITE_OK)
            return db_fault(s, rc, query_name(q), f);
    }
    return OK;
}

/* Reset releases a statement's locks and its hold on the log, and the values bound are the caller's
 * again. */
enum err
statement_finish(struct store *s, enum query q, int rc, struct fault *f)
{
    sqlite3_reset(s->statement[q]);
    db_took(s, query_name(q), s->began_us);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? OK : db_fault(s, rc, query_name(q), f);
}

/* ---- the ways to run ------------------------------------------------------------------------- */

enum err
db_run(struct store *s, enum query q, long *changed, struct values v, struct fault *f)
{
    enum err err = statement_start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    if (changed != NULL)
        *changed = (long)sqlite3_changes64(s->db);
    return statement_finish(s, q, rc, f);
}

enum err
db_number(struct store *s, enum query q, int64_t *out, struct values v, struct fault *f)
{
    enum err err = statement_start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(s->statement[q], 0);
    err = statement_finish(s, q, rc, f);
    return err || rc == SQLITE_ROW ? err : db_not_found(f, q);
}

enum err
db_bytes(struct store *s, enum query q, void (*take)(void *ctx, const void *p, size_t n), void *ctx,
         struct values v, struct fault *f)
{
    enum err err = statement_start(s, q, v, f);
    if (err)
        return err;

    sqlite3_stmt *st = s->statement[q];
    int rc = sqlite3_step(st);
    const void *p = rc == SQLITE_ROW ? sqlite3_column_blob(st, 0) : NULL;
    if (p != NULL)
        take(ctx, p, (size_t)sqlite3_column_bytes(st, 0));
    err = statement_finish(s, q, rc, f);
    return err || rc == SQLITE_ROW ? err : db_not_found(f, q);
}

enum err
db_is(struct store *s, enum query q, bool *out, struct values v, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, q, &n, v, f);
    *out = n > 0;
    return err;
}

enum err
db_lost(struct store *s, enum query exists, const char *id, enum err lost, struct fault *f)
{
    bool is_there = false;
    enum err err = db_is(s, exists, &is_there, VALUES(T(id)), f);
    if (err)
        return err;
    if (!is_there)
        return db_not_found(f, exists);
    return fail(f, lost, lost == ERR_STALE ? "stale" : "busy", query_name(exists),
                "内容已在别处更新，请重新读取后再试");
}

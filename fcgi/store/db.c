#include "store/db.h"

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

/* ---- starting and ending a statement --------------------------------------------------------- */

/* A statement that writes needs a transaction: alone it would commit behind the back of the pool's
 * queue. */
static enum err
start(struct store *s, enum query q, struct values v, struct fault *f)
{
    if (s->is_write[q] && !s->is_writing)
        return fail(f, ERR_BUG, "write_outside_transaction", query_name(q), "写入语句不在事务中");
    if (v.n != s->count[q])
        return fail(f, ERR_BUG, "parameter_count", query_name(q), "语句需要 %d 个参数，给了 %d 个",
                    s->count[q], v.n);
    if (seams_fail_now())
        return db_fault(s, SQLITE_FULL, query_name(q), f);

    for (int i = 0; i < v.n; i++) {
        int rc = row_bind(s->statement[q], s->place[q][i + 1], &v.v[i]);
        if (rc != SQLITE_OK)
            return db_fault(s, rc, query_name(q), f);
    }
    return OK;
}

/* Reset releases a statement's locks and its hold on the log, and the values bound are the caller's
 * again. */
static enum err
finish(struct store *s, enum query q, int rc, struct fault *f)
{
    sqlite3_reset(s->statement[q]);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? OK : db_fault(s, rc, query_name(q), f);
}

/* Finds the columns of a statement in the map, once; asked after the first step, which is when
 * SQLite prepares anew. A newer program may have added columns under us: those are passed over. */
static enum err
match(struct store *s, enum query q, const struct row_map *map, struct fault *f)
{
    sqlite3_stmt *st = s->statement[q];
    struct columns_read *x = &s->read[q];
    int times = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_REPREPARE, 0);
    if (x->map == map && x->times_prepared == times)
        return OK;

    int n = sqlite3_column_count(st);
    if (n > COLUMNS_MAX)
        return fail(f, ERR_BUG, "columns_many", query_name(q), "语句有 %d 列，过多", n);
    for (int i = 0; i < n; i++) {
        x->column[i] = row_column(map, sqlite3_column_name(st, i));
        if (x->column[i] == NULL && times == 0)
            return fail(f, ERR_BUG, "column_unknown", query_name(q), "结构中没有“%s”一列",
                        sqlite3_column_name(st, i));
    }

    x->map = map;
    x->times_prepared = times;
    x->n = n;
    return OK;
}

/* ---- the ways to run ------------------------------------------------------------------------- */

enum err
db_run(struct store *s, enum query q, long *changed, struct values v, struct fault *f)
{
    enum err err = start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    if (changed != NULL)
        *changed = (long)sqlite3_changes64(s->db);
    return finish(s, q, rc, f);
}

struct values
db_named(struct store *s, enum query q, const struct row_map *map, const void *row,
         struct values more, struct value *all)
{
    sqlite3_stmt *st = s->statement[q];
    int k = 0;

    for (int i = 0; i < s->count[q]; i++) {
        const struct column *column = row_column(map, sqlite3_bind_parameter_name(st, i + 1) + 1);
        bool is_member = column != NULL && column->type != COLUMN_SKIPPED;
        if (!is_member && k == more.n)
            return BOUND(all, i); /* too few: the statement will say so */
        all[i] = is_member ? row_value(column, row) : more.v[k++];
    }
    return BOUND(all, s->count[q]);
}

enum err
db_put(struct store *s, enum query q, const struct row_map *map, const void *row,
       struct values more, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    return db_run(s, q, NULL, db_named(s, q, map, row, more, all), f);
}

enum err
db_one(struct store *s, enum query q, struct into into, struct values v, struct fault *f)
{
    enum err err = start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    enum err matched = match(s, q, into.map, f);
    if (rc == SQLITE_ROW && !matched) {
        memset(into.row, 0, into.map->size);
        row_read(s->statement[q], s->read[q].column, s->read[q].n, into.arena, into.row);
    }

    if ((err = finish(s, q, rc, f)))
        return err;
    if (matched)
        return matched;
    return rc == SQLITE_ROW ? OK : db_not_found(f, q);
}

/* The list, twice as long when it is full. */
static char *
room_for(struct arena *a, char *list, int n, size_t *cap, size_t size)
{
    if ((size_t)n < *cap)
        return list;
    char *larger = arena_alloc(a, 2 * *cap * size);
    memcpy(larger, list, *cap * size);
    *cap *= 2;
    return larger;
}

enum err
db_all(struct store *s, enum query q, struct into into, struct values v, struct fault *f)
{
    size_t cap = 16, size = into.map->size;
    char *list = arena_alloc(into.arena, cap * size);

    *into.n = 0;
    *into.rows = list;
    enum err err = start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    enum err matched = match(s, q, into.map, f);
    for (; rc == SQLITE_ROW && !matched; rc = sqlite3_step(s->statement[q])) {
        list = room_for(into.arena, list, *into.n, &cap, size);
        row_read(s->statement[q], s->read[q].column, s->read[q].n, into.arena,
                 list + (size_t)(*into.n)++ * size);
    }

    *into.rows = list;
    err = finish(s, q, rc, f);
    return err ? err : matched;
}

enum err
db_number(struct store *s, enum query q, int64_t *out, struct values v, struct fault *f)
{
    enum err err = start(s, q, v, f);
    if (err)
        return err;

    int rc = sqlite3_step(s->statement[q]);
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(s->statement[q], 0);
    err = finish(s, q, rc, f);
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

/* ---- lists, ids, files
 * ---------------------------------------------------------------------------- */

const char *
db_id_list(struct store *s, const char *member, const struct id_list *list)
{
    struct buf b = BUF(s->scratch);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < list->n; i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, member, list->ids[i]);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

const char *
db_new_id(struct store *s)
{
    char *id = s->ids[s->ids_n++ % IDS_KEPT];
    id_new(s->world, id);
    return id;
}

static int64_t
file_bytes(struct store *s, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(s->db, "main", which, &file) == SQLITE_OK && file != NULL &&
        file->pMethods != NULL)
        (void)file->pMethods->xFileSize(file, &size);
    return size;
}

int64_t
db_file_bytes(struct store *s)
{
    return file_bytes(s, SQLITE_FCNTL_FILE_POINTER);
}

int64_t
db_log_bytes(struct store *s)
{
    return file_bytes(s, SQLITE_FCNTL_JOURNAL_POINTER);
}

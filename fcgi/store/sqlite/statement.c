#include "store/sqlite/sqlite.h"

/* ---- what came of it ------------------------------------------------------------------------- */

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
sqlite_fault(struct store *s, int rc, const char *where, struct fault *f)
{
    /* The fence behind the row maps: a column that is sealed was to take a text. */
    if (rc == SQLITE_CONSTRAINT_TRIGGER &&
        str_starts(sqlite3_errmsg(sqlite_of(s)->db), "unsealed "))
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

/* ---- running --------------------------------------------------------------------------------- */

static int
bind(sqlite3_stmt *st, int place, const struct value *v)
{
    if (v->type == VALUE_NUMBER)
        return sqlite3_bind_int64(st, place, v->number);
    if (v->type == VALUE_BYTES && v->bytes.p != NULL)
        return sqlite3_bind_blob(st, place, v->bytes.p, (int)v->bytes.n, SQLITE_STATIC);
    if (v->type == VALUE_BYTES || v->text == NULL)
        return sqlite3_bind_null(st, place);
    return sqlite3_bind_text(st, place, v->text, -1, SQLITE_STATIC);
}

/* Reset releases a statement's locks and its hold on the log, and the values bound are the caller's
 * again. */
void
sqlite_finish(struct store *s, enum query q)
{
    sqlite3_reset(sqlite_of(s)->statement[q]);
    db_took(s, query_name(q), s->began_us);
}

static enum err
step(struct store *s, enum query q, bool *is_row, struct fault *f)
{
    int rc = sqlite3_step(sqlite_of(s)->statement[q]);

    *is_row = rc == SQLITE_ROW;
    if (*is_row || rc == SQLITE_DONE)
        return OK;
    sqlite_finish(s, q);
    return sqlite_fault(s, rc, query_name(q), f);
}

enum err
sqlite_first(struct store *s, enum query q, struct values v, bool *is_row, struct fault *f)
{
    struct sqlite_store *x = sqlite_of(s);
    sqlite3_stmt *st = x->statement[q];
    const unsigned char *place = x->place[q];

    if (seams_fail_now())
        return sqlite_fault(s, SQLITE_FULL, query_name(q), f);
    s->began_us = mono_us();
    for (int i = 0; i < v.n; i++) {
        int rc = bind(st, place[i + 1], &v.v[i]);
        if (rc != SQLITE_OK)
            return sqlite_fault(s, rc, query_name(q), f);
    }
    return step(s, q, is_row, f);
}

enum err
sqlite_next(struct store *s, enum query q, bool *is_row, struct fault *f)
{
    return step(s, q, is_row, f);
}

long
sqlite_changed(struct store *s, enum query q)
{
    (void)q;
    return (long)sqlite3_changes64(sqlite_of(s)->db);
}

/* ---- the row --------------------------------------------------------------------------------- */

static const char *
text_of(sqlite3_stmt *st, int i, struct arena *a)
{
    const char *text = (const char *)sqlite3_column_text(st, i);
    return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(st, i)) : NULL;
}

static struct bytes
bytes_of(sqlite3_stmt *st, int i, struct arena *a)
{
    const void *p = sqlite3_column_blob(st, i);
    size_t n = (size_t)sqlite3_column_bytes(st, i);

    if (sqlite3_column_type(st, i) == SQLITE_NULL)
        return (struct bytes){0};
    char *copy = arena_alloc(a, n + 1);
    if (n > 0)
        memcpy(copy, p, n);
    return (struct bytes){copy, n};
}

static void
read_one(sqlite3_stmt *st, int i, struct arena *a, const struct column *column, void *out)
{
    void *p = (char *)out + column->offset;
    const char *text;

    switch (column->type) {
    case COLUMN_TEXT:
        *(const char **)p = text_of(st, i, a);
        break;
    case COLUMN_EMPTY:
        text = text_of(st, i, a);
        *(const char **)p = text && *text ? text : NULL;
        break;
    case COLUMN_LONG:
        *(long *)p = (long)sqlite3_column_int64(st, i);
        break;

    case COLUMN_INT:
        *(int *)p = sqlite3_column_int(st, i);
        break;
    case COLUMN_BOOL:
        *(bool *)p = sqlite3_column_int(st, i) != 0;
        break;
    case COLUMN_BYTES:
        *(struct bytes *)p = bytes_of(st, i, a);
        break;
    default:
        break;
    }
}

const struct column *
sqlite_read(struct store *s, enum query q, const struct column *const *columns, int n,
            struct arena *a, void *out)
{
    sqlite3_stmt *st = sqlite_of(s)->statement[q];

    for (int i = 0; i < n; i++) {
        if (columns[i] == NULL)
            continue;
        if (column_is_text(columns[i]) && sqlite3_column_type(st, i) == SQLITE_BLOB)
            return columns[i];
        read_one(st, i, a, columns[i], out);
    }
    return NULL;
}

int64_t
sqlite_number(struct store *s, enum query q, int i)
{
    return sqlite3_column_int64(sqlite_of(s)->statement[q], i);
}

const char *
sqlite_text(struct store *s, enum query q, int i)
{
    return (const char *)sqlite3_column_text(sqlite_of(s)->statement[q], i);
}

const void *
sqlite_bytes(struct store *s, enum query q, int i, size_t *n)
{
    sqlite3_stmt *st = sqlite_of(s)->statement[q];
    const void *p = sqlite3_column_blob(st, i);

    *n = (size_t)sqlite3_column_bytes(st, i);
    return p;
}

enum cell_kind
sqlite_cell(struct store *s, enum query q, int i, const void **p, size_t *n)
{
    sqlite3_stmt *st = sqlite_of(s)->statement[q];
    int type = sqlite3_column_type(st, i);

    if (type == SQLITE_NULL)
        return CELL_NULL;
    *p =
        type == SQLITE_TEXT ? (const void *)sqlite3_column_text(st, i) : sqlite3_column_blob(st, i);
    *n = (size_t)sqlite3_column_bytes(st, i);
    return type == SQLITE_TEXT ? CELL_TEXT : CELL_SEALED;
}

/* ---- the shape ------------------------------------------------------------------------------- */

int
sqlite_times_prepared(struct store *s, enum query q)
{
    return sqlite3_stmt_status(sqlite_of(s)->statement[q], SQLITE_STMTSTATUS_REPREPARE, 0);
}

int
sqlite_columns(struct store *s, enum query q)
{
    return sqlite3_column_count(sqlite_of(s)->statement[q]);
}

const char *
sqlite_column_name(struct store *s, enum query q, int i)
{
    return sqlite3_column_name(sqlite_of(s)->statement[q], i);
}

const char *
sqlite_parameter_name(struct store *s, enum query q, int i)
{
    return sqlite3_bind_parameter_name(sqlite_of(s)->statement[q], i + 1) + 1;
}

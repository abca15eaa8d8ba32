#include "store/db.h"

#include <stdlib.h>

/* ---- results --------------------------------------------------------------------------------- */

enum err
db_storage_failed(struct fault *f)
{
    enum err err = fail(f, ERR_BUSY, "storage_failed", "",
                        "存储出错，内容没有可靠保存，系统已停止写入，请联系运维人员");
    if (f != NULL)
        f->retry_after_s = 60;
    return err;
}

enum err
db_fault(struct store *s, int rc, const char *where, struct fault *f)
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
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
        s->has_failed = true;
        break;
    default:
        break;
    }

    /* The code alone: SQLite's text may quote values. */
    log_line(LOG_ERROR_, "store: %s: %s (%d)", where, sqlite3_errstr(rc), rc);
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        (void)fail(f, ERR_BUSY, "busy", where, "系统繁忙，请稍后再试");
        if (f != NULL)
            f->retry_after_s = 1;
        return ERR_BUSY;
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
    return fail(f, ERR_NOTFOUND, "not_found", db_name(q), "没有这条记录");
}

enum err
db_some(enum err err, long changed, enum query q, struct fault *f)
{
    return err || changed > 0 ? err : db_not_found(f, q);
}

const char *
db_new_id(struct store *s)
{
    char *id = s->ids[s->ids_n++ % IDS_KEPT];
    id_new(s->world, id);
    return id;
}

enum err
db_lost(struct store *s, enum query exists, const char *id, enum err err, struct fault *f)
{
    int64_t n;
    enum err e = db_number(s, exists, &n, VALUES(T(id)), f);
    if (e || n == 0)
        return e ? e : db_not_found(f, exists);
    return fail(f, err, err == ERR_STALE ? "stale" : "busy", db_name(exists),
                "内容已在别处更新，请重新读取后再试");
}

int64_t
db_file_bytes(struct store *s, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(s->db, "main", which, &file) == SQLITE_OK && file != NULL &&
        file->pMethods != NULL)
        (void)file->pMethods->xFileSize(file, &size);
    return size;
}

/* ---- binding --------------------------------------------------------------------------------- */

static int
bind_one(sqlite3_stmt *st, int place, const struct value *v)
{
    if (!v->is_text)
        return sqlite3_bind_int64(st, place, v->number);
    if (v->text == NULL)
        return sqlite3_bind_null(st, place);
    return sqlite3_bind_text(st, place, v->text, -1, SQLITE_STATIC);
}

static struct value
value_of(const struct field *field, const void *row)
{
    const void *p = (const char *)row + field->offset;

    switch (field->type) {
    case FIELD_TEXT:
        return T(*(const char *const *)p);
    case FIELD_EMPTY: {
        const char *text = *(const char *const *)p;
        return T(text ? text : "");
    }
    case FIELD_LONG:
        return N(*(const long *)p);
    case FIELD_INT64:
        return N(*(const int64_t *)p);
    case FIELD_INT:
        return N(*(const int *)p);
    default:
        return N(*(const bool *)p);
    }
}

/* Makes a statement ready to step. One that writes needs a transaction: alone it would commit
 * behind the back of the pool's queue. */
static enum err
start(struct store *s, enum query q, struct values v, struct fault *f)
{
    if (s->is_write[q] && !s->is_writing)
        return fail(f, ERR_BUG, "write_outside_transaction", db_name(q), "写入语句不在事务中");
    if (v.n != s->count[q])
        return fail(f, ERR_BUG, "parameter_count", db_name(q), "语句需要 %d 个参数，给了 %d 个",
                    s->count[q], v.n);
    if (commit_fails_now())
        return db_fault(s, SQLITE_FULL, db_name(q), f);

    for (int i = 0; i < v.n; i++) {
        int rc = bind_one(s->statement[q], s->place[q][i + 1], &v.v[i]);
        if (rc != SQLITE_OK)
            return db_fault(s, rc, db_name(q), f);
    }
    return OK;
}

/* Ends a statement: reset releases its locks and its hold on the log, and the values bound are the
 * caller's again. */
static enum err
finish(struct store *s, enum query q, int rc, struct fault *f)
{
    sqlite3_reset(s->statement[q]);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? OK : db_fault(s, rc, db_name(q), f);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const char *
column_text(sqlite3_stmt *st, int i, struct arena *a)
{
    const unsigned char *text = sqlite3_column_text(st, i);
    if (text == NULL)
        return NULL;
    size_t n = (size_t)sqlite3_column_bytes(st, i);
    char *copy = arena_bytes(a, n + 1);
    memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

static void
read_row(sqlite3_stmt *st, struct arena *a, const struct shape *shape, void *out)
{
    for (int i = 0; i < shape->n; i++) {
        const struct field *field = &shape->fields[i];
        void *p = (char *)out + field->offset;
        switch (field->type) {
        case FIELD_TEXT:
            *(const char **)p = column_text(st, i, a);
            break;
        case FIELD_EMPTY: {
            const char *text = column_text(st, i, a);
            *(const char **)p = text && *text ? text : NULL;
            break;
        }
        case FIELD_LONG:
            *(long *)p = (long)sqlite3_column_int64(st, i);
            break;
        case FIELD_INT64:
            *(int64_t *)p = sqlite3_column_int64(st, i);
            break;
        case FIELD_INT:
            *(int *)p = sqlite3_column_int(st, i);
            break;
        default:
            *(bool *)p = sqlite3_column_int(st, i) != 0;
        }
    }
}

static enum err
fits(struct store *s, enum query q, const struct shape *shape, struct fault *f)
{
    int n = sqlite3_column_count(s->statement[q]);
    return n == shape->n ? OK
                         : fail(f, ERR_BUG, "column_count", db_name(q),
                                "语句有 %d 列，结构需要 %d 列", n, shape->n);
}

/* ---- the five ways to run -------------------------------------------------------------------- */

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

int
db_values(const struct shape *shape, const void *row, struct value *v)
{
    for (int i = 0; i < shape->own; i++)
        v[i] = value_of(&shape->fields[i], row);
    return shape->own;
}

enum err
db_put(struct store *s, enum query q, const struct shape *shape, const void *row,
       struct values more, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    int k = db_values(shape, row, all);

    for (int i = 0; i < more.n && k < PARAMETERS_MAX; i++)
        all[k++] = more.v[i];
    return db_run(s, q, NULL, BOUND(all, k), f);
}

enum err
db_one(struct store *s, enum query q, struct into into, struct values v, struct fault *f)
{
    sqlite3_stmt *st = s->statement[q];
    enum err err = fits(s, q, into.shape, f);
    if (err)
        return err;
    if ((err = start(s, q, v, f)))
        return err;

    int rc = sqlite3_step(st);
    if (rc == SQLITE_ROW) {
        memset(into.row, 0, into.shape->size);
        read_row(st, into.arena, into.shape, into.row);
    }

    err = finish(s, q, rc, f);
    return err || rc == SQLITE_ROW ? err : db_not_found(f, q);
}

/* Doubles the array when it is full. */
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
    size_t cap = 16, size = into.shape->size;
    char *list = arena_alloc(into.arena, cap * size);
    int rc;

    *into.n = 0;
    *into.rows = list;
    sqlite3_stmt *st = s->statement[q];
    enum err err = fits(s, q, into.shape, f);
    if (err)
        return err;
    if ((err = start(s, q, v, f)))
        return err;

    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        list = room_for(into.arena, list, *into.n, &cap, size);
        read_row(st, into.arena, into.shape, list + (size_t)(*into.n)++ * size);
    }

    *into.rows = list;
    return finish(s, q, rc, f);
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

/* ---- cursors --------------------------------------------------------------------------------- */

/* Digits without a sign, a space or a leading zero, and few enough for an int64_t. */
static bool
is_number(const char *text, int64_t least, struct value *out)
{
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 18 || text[n] != '\0' || (n > 1 && text[0] == '0'))
        return false;
    *out = N(strtoll(text, NULL, 10));
    return out->number >= least;
}

static bool
is_part(char part, const char *text, struct value *out)
{
    if (part == 'n' || part == 'p')
        return is_number(text, part == 'n', out);

    *out = T(text);
    switch (part) {
    case 'i':
        return id_valid(text);
    case 'd':
        return *text == '\0' || date_valid(text);
    default:
        return strlen(text) == SHA256_TEXT - 1 && strspn(text, "0123456789abcdef") == strlen(text);
    }
}

enum err
db_cursor(struct arena *a, const char *cursor, const char *parts, struct value *out,
          struct fault *f)
{
    if (cursor == NULL)
        return OK;

    for (; *parts; parts++, out++) {
        const char *dot = strchr(cursor, '.');
        size_t n = dot && parts[1] ? (size_t)(dot - cursor) : strlen(cursor);
        if (!is_part(*parts, arena_strndup(a, cursor, n), out) || (parts[1] && dot == NULL))
            return fail(f, ERR_INPUT, "cursor_invalid", "/cursor", "翻页位置无效，请从第一页开始");
        cursor += n + 1;
    }
    return OK;
}

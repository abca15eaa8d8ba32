#include "store/copy.h"
#include "store/db.h"
#include "store/transaction.h"

static const struct column count_columns[] = {COLUMN(table_count, name), COLUMN(table_count, n)};
static const struct row_map count_map = ROW_MAP(count_columns, table_count);

/* No transaction of ours may be open. */
enum err
store_copy(struct store *s, const char *path, struct fault *f)
{
    if (s->is_reading || s->is_writing)
        return fail(f, ERR_BUG, "transaction_open", "copy_into", "事务已经开始");
    if (file_exists(path))
        return fail(f, ERR_CONFLICT, "copy_there", path, "已有这个文件，没有动它");
    return s->engine->copy(s, path, f);
}

static enum err
damaged(struct fault *f, const char *what)
{
    return fail(f, ERR_DAMAGED, "database_damaged", "", "数据库文件已损坏：%s", what);
}

enum err
store_copy_check(struct store *s, struct fault *f)
{
    struct arena *a = arena_new();
    struct id_list list = {0};
    enum err err = db_ids(s, Q_COPY_INTEGRITY, a, &list, NONE, f);

    if (!err && (list.n != 1 || !str_is(list.ids[0], "ok")))
        err = damaged(f, list.n > 0 ? list.ids[0] : "integrity_check");
    if (!err)
        err = db_ids(s, Q_COPY_DANGLING, a, &list, NONE, f);
    if (!err && list.n > 0)
        err = damaged(f, arena_printf(a, "表 %s 中有一行指向不存在的内容", list.ids[0]));
    arena_free(a);
    return err;
}

enum err
store_copy_counts(struct store *s, struct arena *a, struct table_count **out, int *n,
                  struct fault *f)
{
    return db_all(s, Q_COPY_COUNTS, ROWS(a, &count_map, out, n), NONE, f);
}

enum err
store_copy_blobs(struct store *s, struct arena *a, struct id_list *out, struct fault *f)
{
    return db_ids(s, Q_COPY_BLOBS, a, out, NONE, f);
}

enum err
store_copy_schema(struct store *s, long *out, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_COPY_SCHEMA, &n, NONE, f);

    *out = (long)n;
    return err;
}

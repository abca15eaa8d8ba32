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

/* ---- starting -------------------------------------------------------------------------------- */

/* A statement that writes needs a transaction: alone it would commit behind the back of the pool's
 * queue. */
enum err
statement_first(struct store *s, enum query q, struct values v, bool *is_row, struct fault *f)
{
    if (s->is_write[q] && !s->is_writing)
        return fail(f, ERR_BUG, "write_outside_transaction", query_name(q), "写入语句不在事务中");
    if (v.n != s->count[q])
        return fail(f, ERR_BUG, "parameter_count", query_name(q), "语句需要 %d 个参数，给了 %d 个",
                    s->count[q], v.n);
    return s->engine->first(s, q, v, is_row, f);
}

/* ---- the ways to run ------------------------------------------------------------------------- */

enum err
db_run(struct store *s, enum query q, long *changed, struct values v, struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    if (changed != NULL)
        *changed = s->engine->changed(s, q);
    s->engine->finish(s, q);
    return OK;
}

enum err
db_number(struct store *s, enum query q, int64_t *out, struct values v, struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    if (is_row)
        *out = s->engine->number(s, q, 0);
    s->engine->finish(s, q);
    return is_row ? OK : db_not_found(f, q);
}

enum err
db_bytes(struct store *s, enum query q, void (*take)(void *ctx, const void *p, size_t n), void *ctx,
         struct values v, struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    size_t n = 0;
    const void *p = is_row ? s->engine->bytes(s, q, 0, &n) : NULL;
    if (p != NULL)
        take(ctx, p, n);
    s->engine->finish(s, q);
    return is_row ? OK : db_not_found(f, q);
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

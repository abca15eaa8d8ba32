/* Transactions, as the engine has them. */
#include "store/transaction.h"
#include "store/commit.h"
#include "store/shared.h"

static enum err
none_is_open(struct store *s, const char *where, struct fault *f)
{
    return s->is_reading || s->is_writing
               ? fail(f, ERR_BUG, "transaction_open", where, "事务已经开始")
               : OK;
}

enum err
store_read_begin(struct store *s, struct fault *f)
{
    enum err err = none_is_open(s, "begin_read", f);
    return err ? err : s->engine->read_begin(s, f);
}

void
store_read_end(struct store *s)
{
    if (s->is_reading)
        s->engine->read_end(s);
}

enum err
store_write_begin(struct store *s, struct fault *f)
{
    enum err err = none_is_open(s, "begin_write", f);
    return err ? err : s->engine->write_begin(s, f);
}

enum err
store_write_commit(struct store *s, struct fault *f)
{
    if (!s->is_writing)
        return fail(f, ERR_BUG, "transaction_missing", "commit", "没有开始的事务");
    enum err err = s->engine->hold(s, f);
    if (!err)
        return s->engine->write_commit(s, f);
    s->engine->write_rollback(s);
    return err;
}

void
store_write_rollback(struct store *s)
{
    if (s->is_writing)
        s->engine->write_rollback(s);
}

bool
store_is_idle(struct store *s)
{
    return !s->is_reading && !s->is_writing && !s->is_queued && s->engine->is_idle(s);
}

/* ---- beside them ----------------------------------------------------------------------------- */

enum err
store_checkpoint(struct store *s, struct fault *f)
{
    enum err err = none_is_open(s, "checkpoint", f);
    return err ? err : s->engine->checkpoint(s, f);
}

enum err
commit_settle(struct store *s, struct fault *f)
{
    return s->engine->settle(s, f);
}

enum err
commit_write_anew(struct store *s, struct fault *f)
{
    enum err err = none_is_open(s, "write_anew", f);
    return err ? err : s->engine->write_anew(s, f);
}

enum err
commit_cut_log(struct store *s, bool *is_cut, struct fault *f)
{
    enum err err = none_is_open(s, "checkpoint", f);

    *is_cut = false;
    return err ? err : s->engine->cut_log(s, is_cut, f);
}

void
commit_stop(struct store *s)
{
    s->has_failed = true;
    if (s->shared != NULL)
        atomic_store(&s->shared->has_failed, true);
}

/* ---- at the start ---------------------------------------------------------------------------- */

enum err
commit_opening_begin(struct store *s, const char *where, struct fault *f)
{
    enum err err = s->engine->opening_begin(s, where, f);

    s->is_writing = !err;
    return err;
}

enum err
commit_opening_end(struct store *s, const char *where, enum err err, struct fault *f)
{
    s->is_writing = false;
    if (!err)
        return s->engine->opening_end(s, where, true, f);
    struct fault why;
    (void)!s->engine->opening_end(s, where, false, &why);
    return err;
}

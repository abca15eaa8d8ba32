/* Opening, transactions, and the table of all. */
#include "store/key.h"
#include "store/open.h"
#include "store/postgres/postgres.h"

#include <stdlib.h>

/* ---- opening --------------------------------------------------------------------------------- */

static struct store *
make(void)
{
    struct postgres_store *x = must_alloc(sizeof *x);

    x->texts = arena_new();
    x->bytes = arena_new();
    return &x->base;
}

static enum err
open_connection(struct store *s, const struct store_options *options, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    enum err err = libpq_load(&x->pq, f);
    if (err)
        return err;

    s->path = arena_strdup(x->texts, options->path);
    x->conn = x->pq->connect(options->address);
    if (x->conn == NULL || x->pq->status(x->conn) != 0)
        return postgres_unreached(x, f);
    if ((err = postgres_read_texts(s, f)))
        return err;
    if ((err = postgres_suits(s, f)))
        return err;
    return postgres_say(s, Q_POSTGRES_SESSION, f);
}

static enum err
join_pool(struct store *s, struct fault *f)
{
    (void)s;
    (void)f;
    return OK;
}

static void
close_connection(struct store *s)
{
    struct postgres_store *x = postgres_of(s);

    if (x->tagged != NULL)
        x->pq->clear(x->tagged);
    if (x->conn != NULL)
        x->pq->finish(x->conn);
    arena_free(x->texts);
    arena_free(x->bytes);
    free(x);
}

/* ---- transactions ---------------------------------------------------------------------------- */

static enum err
read_begin(struct store *s, struct fault *f)
{
    enum err err = postgres_say(s, Q_POSTGRES_READ, f);

    s->is_reading = !err;
    s->transaction += !err;
    return err;
}

static void
read_end(struct store *s)
{
    struct fault f;

    s->is_reading = false;
    if (postgres_say(s, Q_POSTGRES_ROLLBACK, &f))
        log_line(LOG_WARN_, "store: a read did not end: %s", f.code);
}

static void
write_rollback(struct store *s)
{
    struct fault f;

    s->is_writing = s->is_queued = false;
    if (postgres_say(s, Q_POSTGRES_ROLLBACK, &f))
        log_line(LOG_WARN_, "store: a write was not taken back: %s", f.code);
}

static enum err
enter_queue(struct store *s, struct fault *f)
{
    enum err err = postgres_say(s, Q_POSTGRES_WRITE, f);
    if (err)
        return err;
    err = postgres_say(s, Q_POSTGRES_LATER, f);
    if (!err) {
        int64_t since = mono_us();
        err = postgres_say(s, Q_POSTGRES_QUEUE, f);
        db_took(s, "queue", since);
    }
    if (err) {
        write_rollback(s);
        return err;
    }
    s->is_writing = s->is_queued = true;
    s->transaction++;
    return OK;
}

static enum err
write_begin(struct store *s, struct fault *f)
{
    enum err err = key_look_again(s, f);
    return err ? err : enter_queue(s, f);
}

static enum err
settle(struct store *s, struct fault *f)
{
    int64_t since = mono_us();
    enum err err = postgres_say(s, Q_POSTGRES_SETTLE, f);

    db_took(s, "fsync", since);
    return err;
}

/* A transaction in which a statement failed is over: its COMMIT is a ROLLBACK that says it went
 * well, so it is asked for before. */
static enum err
write_commit(struct store *s, struct fault *f)
{
    const struct postgres_store *x = postgres_of(s);
    enum { IN_ERROR = 3 }; /* PQTRANS_INERROR */

    if (x->pq->transaction(x->conn) == IN_ERROR) {
        write_rollback(s);
        return fail(f, ERR_BUSY, "storage_failed", "commit", "存储出错，内容没有保存，请稍后再试");
    }
    enum err err = postgres_say(s, Q_POSTGRES_COMMIT, f);
    s->is_writing = s->is_queued = false;
    return err ? err : settle(s, f);
}

static enum err
opening_begin(struct store *s, const char *where, struct fault *f)
{
    (void)where;
    return enter_queue(s, f);
}

static enum err
opening_end(struct store *s, const char *where, bool is_kept, struct fault *f)
{
    (void)where;
    if (is_kept)
        return write_commit(s, f);
    write_rollback(s);
    return OK;
}

/* ---- what it does by itself ------------------------------------------------------------------ */

static enum err
checkpoint(struct store *s, struct fault *f)
{
    (void)s;
    (void)f;
    return OK;
}

static enum err
write_anew(struct store *s, struct fault *f)
{
    (void)s;
    return fail(f, ERR_BUG, "engine_other", "write_anew", "PostgreSQL 不由本程序整理");
}

static enum err
cut_log(struct store *s, bool *is_cut, struct fault *f)
{
    (void)s;
    (void)f;
    *is_cut = true;
    return OK;
}

static int64_t
file_bytes(struct store *s)
{
    struct fault f;
    int64_t n = 0;
    return db_number(s, Q_POSTGRES_BYTES, &n, NONE, &f) ? 0 : n;
}

static int64_t
log_bytes(struct store *s)
{
    (void)s;
    return 0;
}

static bool
is_in_place(struct store *s)
{
    (void)s;
    return true;
}

static enum err
copy(struct store *s, const char *path, struct fault *f)
{
    (void)s;
    return fail(f, ERR_BUG, "engine_other", path, "PostgreSQL 的副本由 pg_dump 制作");
}

/* Its log is the server's. */
static void
trust(struct store *s)
{
    (void)s;
}

const struct engine postgres_engine = {
    .make = make,
    .open = open_connection,
    .join_pool = join_pool,
    .close = close_connection,
    .trust = trust,
    .opening_begin = opening_begin,
    .opening_end = opening_end,

    .first = postgres_first,
    .next = postgres_next,
    .finish = postgres_finish,
    .changed = postgres_changed,

    .read = postgres_read,
    .number = postgres_number,
    .text = postgres_text,
    .bytes = postgres_bytes,
    .cell = postgres_cell,
    .tag_row = postgres_tag_row,
    .hold = postgres_hold,

    .times_prepared = postgres_times_prepared,
    .columns = postgres_columns,
    .column_name = postgres_column_name,
    .parameter_name = postgres_parameter_name,

    .read_begin = read_begin,
    .read_end = read_end,
    .write_begin = write_begin,
    .write_commit = write_commit,
    .write_rollback = write_rollback,
    .is_idle = postgres_is_idle,
    .settle = settle,
    .checkpoint = checkpoint,
    .write_anew = write_anew,
    .cut_log = cut_log,

    .file_bytes = file_bytes,
    .log_bytes = log_bytes,
    .is_in_place = is_in_place,
    .copy = copy,
};

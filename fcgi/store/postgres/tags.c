/* What rows are held by: digests of their columns, equal to those of SQLite over the same row. */
#include "store/held.h"
#include "store/postgres/postgres.h"

#include <stdlib.h>

/* SQLite's numbers of its types: a digest is by a key for the type. */
enum { TAG_NUMBER = 1, TAG_TEXT = 3, TAG_BYTES = 4, TAG_NULL = 5 };

struct typed {
    unsigned char type;
    int64_t number;
    const void *p;
    size_t n;
};

static struct typed
value_of(const struct postgres_store *x, int i, struct arena *a)
{
    const struct pg_result *r = x->tagged;
    unsigned type = x->pq->type(r, i);
    const char *text = x->pq->value(r, 0, i);
    size_t n = (size_t)x->pq->length(r, 0, i);

    if (x->pq->is_null(r, 0, i))
        return (struct typed){.type = TAG_NULL};
    if (type == PG_INT8 || type == PG_INT4)
        return (struct typed){.type = TAG_NUMBER, .number = strtoll(text, NULL, 10)};
    if (type != PG_BYTEA)
        return (struct typed){.type = TAG_TEXT, .p = text, .n = n};
    const struct bytes bytes = postgres_unhex(a, text, n);
    return (struct typed){.type = TAG_BYTES, .p = bytes.p, .n = bytes.n};
}

static void
tag_column(const struct postgres_store *x, int i, const unsigned char *key, unsigned char *out)
{
    unsigned char typed[SEAL_SHORT_BYTES];
    struct typed v = value_of(x, i, x->bytes);

    if (v.p == NULL) {
        v.p = &v.number;
        v.n = sizeof v.number;
    }
    memcpy(typed, key, sizeof typed);
    typed[0] ^= v.type;
    const uint64_t h = seal_short(typed, v.p, v.n);
    memcpy(out, &h, ROW_TAG);
}

/* A table's own number of its rows, which SQLite does not tell either, is passed over. */
static int
tag_columns(const struct postgres_store *x, const struct tagging *tagging)
{
    int all = x->pq->columns(x->tagged), n = 0;

    for (int i = 0; i < all && n < tagging->max; i++) {
        const char *name = x->pq->name(x->tagged, i);
        if (str_is(name, "rowid"))
            continue;
        tag_column(x, i, tagging->key, tagging->out + (size_t)n * ROW_TAG);
        if (tagging->names != NULL)
            tagging->names[n] = name;
        n++;
    }
    return n;
}

enum err
postgres_tag_row(struct store *s, enum query q, const char *row_key, const struct tagging *tagging,
                 int *columns, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    enum err err = postgres_prepare(s, q, f);

    *columns = 0;
    if (err)
        return err;
    if (x->tagged != NULL)
        x->pq->clear(x->tagged);
    x->tagged = x->pq->run(x->conn, query_name(q), 1, &row_key, NULL, NULL, 0);
    if (x->tagged == NULL || x->pq->result(x->tagged) != PG_TUPLES_OK) {
        err = postgres_fault(s, x->tagged, query_name(q), f);
        x->tagged = NULL;
        return err;
    }
    if (x->pq->rows(x->tagged) == 0)
        return fail(f, ERR_NOTFOUND, "held_gone", row_key, "没有这一行");
    *columns = tag_columns(x, tagging);
    return OK;
}

/* A trigger of the server has no key: it writes lines without digests. Those that somebody else's
 * transaction left so stay so, and tell of it. */
enum err
postgres_hold(struct store *s, struct fault *f)
{
    long filled;

    return s->has_audit_key ? held_fill(s, Q_POSTGRES_HELD_OPEN, &filled, f) : OK;
}

#include "store/product.h"
#include "store/db.h"

#include <limits.h>

static const struct column product_columns[] = {
    COLUMN(product, id),       COLUMN(product, organization_id), SEALED(product, name),
    COLUMN(product, revision), COLUMN(product, created_at),      COLUMN(product, updated_at),
    SEALED(product, data),     COLUMN(product, is_draft),        COLUMN(product, missing),
    SKIPPED("deleted_at"),
};
static const struct row_map product_map = ROW_MAP(product_columns, product);
SEALING(product, PRODUCT, product_map)

static const struct column coverage_columns[] = {
    COLUMN(coverage, filing_id),
    COLUMN(coverage, product_id),
    COLUMN(coverage, path_id),
    COLUMN(coverage, function_id),
};
static const struct row_map coverage_map = ROW_MAP(coverage_columns, coverage);

static const struct column filed_columns[] = {
    COLUMN(filed_product, filing_id),
    COLUMN(filed_product, title),
    COLUMN(filed_product, number),
    COLUMN(filed_product, standing),
    SEALED_OF(filed_product, products, version_cells, "products"),
    COLUMN(filed_product, submitted_at),
    COLUMN(filed_product, changed_at),
    COLUMN(filed_product, n),
};
static const struct row_map filed_map = ROW_MAP(filed_columns, filed_product);

enum err
store_product_add(struct store *s, struct product *x, struct fault *f)
{
    x->revision = 1;
    x->created_at = x->updated_at = world_now(s->world);
    return db_put(s, Q_PRODUCT_ADD, &product_map, x, NONE, f);
}

enum err
store_product_load(struct store *s, struct arena *a, const char *id, struct product *out,
                   struct fault *f)
{
    return db_one(s, Q_PRODUCT_BY_ID, ROW(a, &product_map, out), VALUES(T(id)), f);
}

enum err
store_product_list(struct store *s, struct arena *a, const struct product_query *q,
                   struct product **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    return db_all(s, Q_PRODUCT_LIST, ROWS(a, &product_map, out, n),
                  VALUES(T(q->organization_id), at[0], N(q->limit > 0 ? q->limit : INT_MAX)), f);
}

enum err
store_product_save(struct store *s, struct product *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err = db_change(s, Q_PRODUCT_SAVE, &product_map, x, VALUES(N(now)), &changed, f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_PRODUCT_EXISTS, x->id, ERR_STALE, f);

    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_product_changed(struct store *s, const struct product *x, struct fault *f)
{
    return db_run(s, Q_PRODUCT_CHANGE_ADD, NULL, VALUES(T(x->id), N(x->updated_at)), f);
}

enum err
store_product_delete(struct store *s, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_PRODUCT_DELETE, &changed, VALUES(T(id), N(world_now(s->world))), f);
    if ((err = db_some(err, changed, Q_PRODUCT_DELETE, f)))
        return err;
    return db_run(s, Q_PRODUCT_KEPT_CLEAR, NULL, VALUES(T(id)), f);
}

/* ---- saves that lost ------------------------------------------------------------------------- */

static const struct column kept_columns[] = {
    COLUMN(product_kept, id),
    COLUMN(product_kept, product_id),
    COLUMN(product_kept, account_id),
    COLUMN(product_kept, base_revision),
    SEALED(product_kept, data),
    COLUMN(product_kept, at),
    SKIPPED("n"),
};
static const struct row_map kept_map = ROW_MAP(kept_columns, product_kept);
SEALING(product_kept, PRODUCT_KEPT, kept_map)

enum err
store_product_kept_add(struct store *s, struct product_kept *x, struct fault *f)
{
    x->id = db_new_id(s);
    enum err err = db_put(s, Q_PRODUCT_KEPT_ADD, &kept_map, x, NONE, f);
    return err ? err : db_run(s, Q_PRODUCT_KEPT_TRIM, NULL, VALUES(T(x->product_id)), f);
}

enum err
store_product_kept_list(struct store *s, struct arena *a, const char *product_id,
                        struct product_kept **out, int *n, struct fault *f)
{
    return db_all(s, Q_PRODUCT_KEPT_LIST, ROWS(a, &kept_map, out, n), VALUES(T(product_id)), f);
}

enum err
store_product_kept_load(struct store *s, struct arena *a, const char *product_id, const char *id,
                        struct product_kept *out, struct fault *f)
{
    return db_one(s, Q_PRODUCT_KEPT_BY_ID, ROW(a, &kept_map, out), VALUES(T(product_id), T(id)), f);
}

/* ---- coverage -------------------------------------------------------------------------------- */

static const char *
coverage_json(struct store *s, const struct coverage *x, int n)
{
    struct buf b = BUF(s->scratch);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++, x++) {
        buf_open(&b, NULL, '{');
        buf_json_int(&b, "n", i);
        buf_json_str(&b, "product", x->product_id);
        buf_json_str(&b, "path", x->path_id);
        buf_json_str(&b, "function", x->function_id);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

enum err
store_coverage_set(struct store *s, const char *filing_id, const struct coverage *x, int n,
                   struct fault *f)
{
    enum err err = db_run(s, Q_COVERAGE_CLEAR, NULL, VALUES(T(filing_id)), f);
    if (!err && n > 0)
        err = db_run(s, Q_COVERAGE_ADD, NULL, VALUES(T(filing_id), T(coverage_json(s, x, n))), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_coverage_of_product(struct store *s, struct arena *a, const char *product_id,
                          struct coverage **out, int *n, struct fault *f)
{
    return db_all(s, Q_COVERAGE_OF_PRODUCT, ROWS(a, &coverage_map, out, n), VALUES(T(product_id)),
                  f);
}

static const struct column use_columns[] = {
    COLUMN(product_use, product_id),  COLUMN(product_use, path_id),
    COLUMN(product_use, function_id), COLUMN(product_use, filing_id),
    COLUMN(product_use, kind),        COLUMN(product_use, action),
    COLUMN(product_use, title),       COLUMN(product_use, state),
    COLUMN(product_use, standing),    SEALED_OF(product_use, data, named_filing_cells, "data"),
};
static const struct row_map use_map = ROW_MAP(use_columns, product_use);

enum err
store_product_uses(struct store *s, struct arena *a, const struct product_use_query *q,
                   struct product_use **out, int *n, struct fault *f)
{
    return db_all(s, Q_PRODUCT_USES, ROWS(a, &use_map, out, n),
                  VALUES(T(q->organization_id), T(q->product_id)), f);
}

enum err
store_product_drafts(struct store *s, struct arena *a, const struct product_use_query *q,
                     struct product_use **out, int *n, struct fault *f)
{
    enum err err =
        db_all(s, Q_PRODUCT_DRAFTS, ROWS(a, &use_map, out, n), VALUES(T(q->organization_id)), f);
    int kept = 0;

    /* What is typed is sealed: whether it names the product is seen here. */
    for (int i = 0; !err && i < *n; i++)
        if (q->product_id == NULL || strstr((*out)[i].data, q->product_id) != NULL)
            (*out)[kept++] = (*out)[i];
    *n = kept;
    return err;
}

enum err
store_product_filed(struct store *s, struct arena *a, const char *product_id,
                    struct filed_product **out, int *n, struct fault *f)
{
    return db_all(s, Q_PRODUCT_FILED, ROWS(a, &filed_map, out, n), VALUES(T(product_id)), f);
}

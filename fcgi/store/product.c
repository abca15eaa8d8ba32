#include "store/db.h"

#include <limits.h>

static const struct field product_fields[] = {
    FIELD(TEXT, product, id),          FIELD(TEXT, product, organization_id),
    FIELD(TEXT, product, name),        FIELD(LONG, product, revision),
    FIELD(INT64, product, created_at), FIELD(INT64, product, updated_at),
    FIELD(TEXT, product, data),
};
static const struct shape product_shape = SHAPE(product_fields, 7, product);

static const struct field coverage_fields[] = {
    FIELD(TEXT, coverage, filing_id),
    FIELD(TEXT, coverage, product_id),
    FIELD(TEXT, coverage, path_id),
    FIELD(TEXT, coverage, function_id),
};
static const struct shape coverage_shape = SHAPE(coverage_fields, 4, coverage);

static const struct field attachment_fields[] = {
    FIELD(TEXT, attachment, id),          FIELD(TEXT, attachment, organization_id),
    FIELD(TEXT, attachment, sha256),      FIELD(TEXT, attachment, media_type),
    FIELD(TEXT, attachment, filename),    FIELD(TEXT, attachment, uploaded_by),
    FIELD(INT64, attachment, size_bytes), FIELD(INT64, attachment, created_at),
};
static const struct shape attachment_shape = SHAPE(attachment_fields, 8, attachment);

/* ---- products -------------------------------------------------------------------------------- */

enum err
store_product_add(struct store *s, struct product *x, struct fault *f)
{
    x->revision = 1;
    x->created_at = x->updated_at = world_now(s->world);
    return db_put(s, Q_PRODUCT_ADD, &product_shape, x, NONE, f);
}

enum err
store_product_load(struct store *s, struct arena *a, const char *id, struct product *out,
                   struct fault *f)
{
    return db_one(s, Q_PRODUCT_BY_ID, ROW(a, &product_shape, out), VALUES(T(id)), f);
}

enum err
store_product_list(struct store *s, struct arena *a, const struct product_query *q,
                   struct product **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    return db_all(s, Q_PRODUCT_LIST, ROWS(a, &product_shape, out, n),
                  VALUES(T(q->organization_id), at[0], N(q->limit > 0 ? q->limit : INT_MAX)), f);
}

enum err
store_product_save(struct store *s, struct product *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err = db_run(s, Q_PRODUCT_SAVE, &changed,
                          VALUES(T(x->id), N(x->revision), T(x->name), T(x->data), N(now)), f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_PRODUCT_EXISTS, x->id, ERR_STALE, f);

    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_product_delete(struct store *s, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_PRODUCT_DELETE, &changed, VALUES(T(id), N(world_now(s->world))), f);
    return db_some(err, changed, Q_PRODUCT_DELETE, f);
}

enum err
store_coverage_of_product(struct store *s, struct arena *a, const char *product_id,
                          struct coverage **out, int *n, struct fault *f)
{
    return db_all(s, Q_COVERAGE_OF_PRODUCT, ROWS(a, &coverage_shape, out, n), VALUES(T(product_id)),
                  f);
}

enum err
store_coverage_set(struct store *s, const char *filing_id, const struct coverage *x, int n,
                   struct fault *f)
{
    enum err err = db_run(s, Q_COVERAGE_CLEAR, NULL, VALUES(T(filing_id)), f);
    for (int i = 0; !err && i < n; i++, x++)
        err = db_run(s, Q_COVERAGE_ADD, NULL,
                     VALUES(T(filing_id), N(i), T(x->product_id), T(x->path_id), T(x->function_id)),
                     f);
    return err;
}

/* ---- attachments ----------------------------------------------------------------------------- */

enum err
store_attachment_add(struct store *s, struct attachment *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->created_at = world_now(s->world);
    return db_put(s, Q_ATTACHMENT_ADD, &attachment_shape, x, NONE, f);
}

enum err
store_attachment_load(struct store *s, struct arena *a, const char *id, struct attachment *out,
                      struct fault *f)
{
    return db_one(s, Q_ATTACHMENT_BY_ID, ROW(a, &attachment_shape, out), VALUES(T(id)), f);
}

enum err
store_attachment_has(struct store *s, const char *sha256, bool *out, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_ATTACHMENT_HAS, &n, VALUES(T(sha256)), f);
    *out = n > 0;
    return err;
}

enum err
store_attachment_link(struct store *s, const char *filing_id, const char *attachment_id,
                      struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_ATTACHMENT_EXISTS, &n, VALUES(T(attachment_id)), f);
    if (err || n == 0)
        return err ? err : db_not_found(f, Q_ATTACHMENT_EXISTS);
    return db_run(s, Q_ATTACHMENT_LINK, NULL, VALUES(T(attachment_id), T(filing_id)), f);
}

enum err
store_attachment_in_scope(struct store *s, const char *attachment_id, const char *account_id,
                          bool *out, struct fault *f)
{
    int64_t n = 0;
    enum err err =
        db_number(s, Q_ATTACHMENT_IN_SCOPE, &n, VALUES(T(attachment_id), T(account_id)), f);
    *out = n > 0;
    return err;
}

#include "store/attachment.h"
#include "store/db.h"

static const struct column attachment_columns[] = {
    COLUMN(attachment, id),         COLUMN(attachment, organization_id),
    COLUMN(attachment, sha256),     COLUMN(attachment, media_type),
    SEALED(attachment, filename),   COLUMN(attachment, uploaded_by),
    COLUMN(attachment, size_bytes), COLUMN(attachment, created_at),
    EMPTY(attachment, stored_as),   COLUMN(attachment, key_n),
    EMPTY(attachment, made_of),
};
static const struct row_map attachment_map = ROW_MAP(attachment_columns, attachment);
SEALING(attachment, ATTACHMENT, attachment_map)

/* A list names every file. */
static void
name_erased(struct attachment *list, int n)
{
    for (int i = 0; i < n; i++)
        if (list[i].filename == NULL)
            list[i].filename = "（已销毁）";
}

enum err
store_attachment_add(struct store *s, struct attachment *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->created_at = world_now(s->world);
    return db_put(s, Q_ATTACHMENT_ADD, &attachment_map, x, NONE, f);
}

enum err
store_attachment_load(struct store *s, struct arena *a, const char *id, struct attachment *out,
                      struct fault *f)
{
    enum err err = db_one(s, Q_ATTACHMENT_BY_ID, ROW(a, &attachment_map, out), VALUES(T(id)), f);

    if (!err)
        name_erased(out, 1);
    return err;
}

enum err
store_attachment_own(struct store *s, struct arena *a, const struct attachment_query *q,
                     struct attachment **out, int *n, struct fault *f)
{
    const char *list = db_id_list(s, "id", q->ids);
    enum err err = db_all(s, Q_ATTACHMENT_OWN, ROWS(a, &attachment_map, out, n),
                          VALUES(T(list), T(q->organization_id)), f);
    arena_reset(s->scratch);
    name_erased(*out, *n);
    return err;
}

enum err
store_attachment_named(struct store *s, struct arena *a, const struct attachment_query *q,
                       struct attachment **out, int *n, struct fault *f)
{
    const char *list = db_id_list(s, "id", q->ids);
    enum err err = db_all(s, Q_ATTACHMENT_NAMED, ROWS(a, &attachment_map, out, n),
                          VALUES(T(list), T(q->organization_id), T(q->filing_id)), f);
    arena_reset(s->scratch);
    name_erased(*out, *n);
    return err;
}

enum err
store_attachment_list(struct store *s, struct arena *a, const struct attachment_list_query *q,
                      struct attachment **out, int *n, struct fault *f)
{
    struct value at[] = {T("~")}; /* above all ids */
    const struct id_list none = {0};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    const char *list = db_id_list(s, "id", q->named ? q->named : &none);
    err = db_all(s, Q_ATTACHMENT_LIST, ROWS(a, &attachment_map, out, n),
                 VALUES(T(q->organization_id), T(q->filing_id), T(list), at[0], N(q->limit),
                        T(q->limited_by), T(q->account_id)),
                 f);
    arena_reset(s->scratch);
    name_erased(*out, *n);
    return err;
}

/* The links alone would call a missing attachment a conflict. */
static enum err
link_all(struct store *s, const char *filing_id, const char *list, struct fault *f)
{
    int64_t missing = 0;
    enum err err = db_number(s, Q_ATTACHMENT_MISSING, &missing, VALUES(T(list)), f);
    if (err)
        return err;
    if (missing > 0)
        return db_not_found(f, Q_ATTACHMENT_MISSING);
    return db_run(s, Q_ATTACHMENTS_LINK, NULL, VALUES(T(list), T(filing_id)), f);
}

enum err
store_attachments_link(struct store *s, const char *filing_id, const struct id_list *ids,
                       struct fault *f)
{
    enum err err = ids->n > 0 ? link_all(s, filing_id, db_id_list(s, "id", ids), f) : OK;
    arena_reset(s->scratch);
    return err;
}

enum err
store_attachment_in_scope(struct store *s, const char *attachment_id, const char *account_id,
                          bool *out, struct fault *f)
{
    return db_is(s, Q_ATTACHMENT_IN_SCOPE, out, VALUES(T(attachment_id), T(account_id)), f);
}

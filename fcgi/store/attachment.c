#include "store/attachment.h"
#include "store/db.h"

static const struct column attachment_columns[] = {
    COLUMN(attachment, id),         COLUMN(attachment, organization_id),
    COLUMN(attachment, sha256),     COLUMN(attachment, media_type),
    COLUMN(attachment, filename),   COLUMN(attachment, uploaded_by),
    COLUMN(attachment, size_bytes), COLUMN(attachment, created_at),
};
static const struct row_map attachment_map = ROW_MAP(attachment_columns, attachment);

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
    return db_one(s, Q_ATTACHMENT_BY_ID, ROW(a, &attachment_map, out), VALUES(T(id)), f);
}

enum err
store_attachment_has(struct store *s, const char *sha256, bool *out, struct fault *f)
{
    return db_is(s, Q_ATTACHMENT_HAS, out, VALUES(T(sha256)), f);
}

/* The link alone would call a missing attachment a conflict. */
enum err
store_attachment_link(struct store *s, const char *filing_id, const char *attachment_id,
                      struct fault *f)
{
    bool is_there = false;
    enum err err = db_is(s, Q_ATTACHMENT_EXISTS, &is_there, VALUES(T(attachment_id)), f);
    if (err)
        return err;
    if (!is_there)
        return db_not_found(f, Q_ATTACHMENT_EXISTS);
    return db_run(s, Q_ATTACHMENT_LINK, NULL, VALUES(T(attachment_id), T(filing_id)), f);
}

enum err
store_attachment_in_scope(struct store *s, const char *attachment_id, const char *account_id,
                          bool *out, struct fault *f)
{
    return db_is(s, Q_ATTACHMENT_IN_SCOPE, out, VALUES(T(attachment_id), T(account_id)), f);
}

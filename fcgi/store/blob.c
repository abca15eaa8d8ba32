#include "store/blob.h"
#include "store/db.h"
#include "store/key.h"
#include "store/shared.h"
#include "store/transaction.h"

#include <stdio.h>
#include <string.h>

static const struct column file_columns[] = {
    COLUMN(attachment, id),         COLUMN(attachment, organization_id),
    COLUMN(attachment, sha256),     COLUMN(attachment, uploaded_by),
    COLUMN(attachment, size_bytes),
};
static const struct row_map file_map = ROW_MAP(file_columns, attachment);

static const struct column sealed_columns[] = {
    COLUMN(attachment, id),
    COLUMN(attachment, size_bytes),
    COLUMN(attachment, stored_as),
    COLUMN(attachment, key_n),
};
static const struct row_map sealed_map = ROW_MAP(sealed_columns, attachment);

const char *
store_blob_owner(const struct attachment *x)
{
    return x->organization_id ? x->organization_id : x->uploaded_by;
}

enum err
store_blob_key(struct store *s, const char *owner, struct seal_key *out, int64_t *n,
               struct fault *f)
{
    enum err err = store_key_for(s, owner, out, n, f);
    if (err != ERR_NOTFOUND)
        return err;
    if ((err = store_write_begin(s, f)))
        return err;
    if (!(err = store_key_for(s, owner, out, n, f)))
        return store_write_commit(s, f);
    store_write_rollback(s);
    return err;
}

void
store_blob_name(const struct seal_key *k, const char *sha256, char out[BLOB_NAME])
{
    char text[96];

    _Static_assert(BLOB_NAME == SEAL_HASH_TEXT, "a name is a keyed hash");
    snprintf(text, sizeof text, "attachment %s", sha256);
    seal_hash(k, text, strlen(text), out);
}

enum err
store_blob_has(struct store *s, const char *name, bool *out, struct fault *f)
{
    return db_is(s, Q_BLOB_HAS, out, VALUES(T(name)), f);
}

enum err
store_blob_in_the_clear(struct store *s, struct arena *a, const char *after, struct attachment *out,
                        struct fault *f)
{
    return db_one(s, Q_BLOB_IN_THE_CLEAR, ROW(a, &file_map, out), VALUES(T(after ? after : "")), f);
}

enum err
store_blob_next(struct store *s, struct arena *a, const char *after, struct attachment *out,
                struct fault *f)
{
    return db_one(s, Q_BLOB_NEXT, ROW(a, &sealed_map, out), VALUES(T(after ? after : "")), f);
}

void
store_blob_lost(struct store *s, long n)
{
    if (s->shared != NULL)
        atomic_store(&s->shared->files_lost, n);
}

enum err
store_blob_seal(struct store *s, const struct attachment *x, const char *name, int64_t key_n,
                struct fault *f)
{
    return db_run(s, Q_BLOB_SEAL, NULL,
                  VALUES(T(x->organization_id), T(x->uploaded_by), T(x->sha256), T(name), N(key_n)),
                  f);
}

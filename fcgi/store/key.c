#include "store/key.h"
#include "store/db.h"
#include "store/schema.h"

#include <stdio.h>
#include <string.h>

struct key_row {
    long n;
    const char *owner, *master;
    struct bytes wrapped;
    int64_t created_at;
};
static const struct column key_columns[] = {
    COLUMN(key_row, n),       COLUMN(key_row, owner),      COLUMN(key_row, master),
    COLUMN(key_row, wrapped), COLUMN(key_row, created_at), SKIPPED("erased_at"),
};
static const struct row_map key_map = ROW_MAP(key_columns, key_row);

#define WRAPPED_BYTES (SEAL_KEY_BYTES + SEAL_MORE)
#define PLACE_TEXT 96

/* A wrapped key is bound to whose it is, so that no two can be exchanged. */
static const char *
place_of(const char *owner, char out[PLACE_TEXT])
{
    snprintf(out, PLACE_TEXT, "sealing_key %s", owner);
    return out;
}

static enum err
unwrap(struct store *s, const struct key_row *x, struct seal_key *out, struct fault *f)
{
    char place[PLACE_TEXT];
    const struct seal_key *master;

    if (x->wrapped.p == NULL)
        return fail(f, ERR_NOTFOUND, "key_erased", "", "这项内容的密钥已销毁，内容不能再读取");
    if ((master = masters_find(&s->masters, x->master)) == NULL)
        return fail(f, ERR_BUSY, "key_missing", "",
                    "主密钥文件中没有所需的密钥，内容暂时不能读写，请联系运维人员");
    if (x->wrapped.n != WRAPPED_BYTES ||
        !unseal(master, place_of(x->owner, place), x->wrapped.p, x->wrapped.n, out->bytes))
        return fail(f, ERR_BUSY, "key_missing", "",
                    "主密钥与数据不符，内容暂时不能读写，请联系运维人员");
    return OK;
}

static enum err
make(struct store *s, const char *owner, struct seal_key *out, struct fault *f)
{
    const struct master_key *master = &s->masters.keys[0];
    unsigned char wrapped[WRAPPED_BYTES];
    char place[PLACE_TEXT];

    if (s->masters.n == 0)
        return fail(f, ERR_BUSY, "key_missing", "", "没有主密钥，内容暂时不能读写，请联系运维人员");
    seal_key_new(s->world, out);
    seal(s->world, &master->key, 0, place_of(owner, place), out->bytes, sizeof out->bytes, wrapped);
    struct key_row x = {.owner = owner,
                        .master = master->name,
                        .wrapped = {wrapped, sizeof wrapped},
                        .created_at = world_now(s->world)};
    return db_put(s, Q_KEY_ADD, &key_map, &x, NONE, f);
}

enum err
store_key_for(struct store *s, const char *owner, struct seal_key *out, int64_t *n, struct fault *f)
{
    struct arena *a = arena_new();
    struct key_row x;
    enum err err = db_one(s, Q_KEY_BY_OWNER, ROW(a, &key_map, &x), VALUES(T(owner)), f);
    if (err == ERR_NOTFOUND && s->is_writing) {
        if (!(err = make(s, owner, out, f)))
            *n = sqlite3_last_insert_rowid(s->db);
    } else if (!err && !(err = unwrap(s, &x, out, f)))
        *n = x.n;
    arena_free(a);
    return err;
}

enum err
store_key_load(struct store *s, int64_t n, struct seal_key *out, struct fault *f)
{
    struct arena *a = arena_new();
    struct key_row x;
    enum err err = db_one(s, Q_KEY_BY_N, ROW(a, &key_map, &x), VALUES(N(n)), f);
    if (!err)
        err = unwrap(s, &x, out, f);
    arena_free(a);
    return err;
}

enum err
store_key_erase(struct store *s, const char *owner, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_KEY_ERASE, &changed, VALUES(T(owner), N(world_now(s->world))), f);
    return db_some(err, changed, Q_KEY_ERASE, f);
}

/* ---- at the start ---------------------------------------------------------------------------- */

/* Under the write lock: of two that begin at once, the second reads what the first wrote. */
static enum err
begin_keys(struct store *s, const char *path, struct fault *f)
{
    struct seal_key key;
    int64_t n;
    enum err err = masters_read(path, &s->masters, f);
    if (err == ERR_NOTFOUND) {
        bool is_any = false;
        struct fault other;
        if (db_is(s, Q_KEY_ANY, &is_any, NONE, &other) || is_any)
            return err;
        if ((err = masters_add(&s->masters, s->world, f)))
            return err;
        err = masters_write(path, &s->masters, f);
    }
    if (!err)
        err = store_key_for(s, KEY_SYSTEM, &key, &n, f);
    seal_key_forget(&key);
    return err;
}

enum err
key_open(struct store *s, const char *path, const char *db_path, struct fault *f)
{
    char beside[512];
    struct seal_key key;
    int64_t n;
    const char *slash = strrchr(db_path, '/');

    snprintf(beside, sizeof beside, "%.*smaster.key", slash ? (int)(slash + 1 - db_path) : 0,
             db_path);
    if (path == NULL)
        path = beside;
    enum err err = masters_read(path, &s->masters, f);
    if (!err)
        err = store_key_for(s, KEY_SYSTEM, &key, &n, f);
    if (err != ERR_NOTFOUND)
        return err;

    if ((err = schema_script(s, "BEGIN IMMEDIATE", "key", f)))
        return err;
    s->is_writing = true;
    err = begin_keys(s, path, f);
    s->is_writing = false;
    if (!err)
        return schema_script(s, "COMMIT", "key", f);
    (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

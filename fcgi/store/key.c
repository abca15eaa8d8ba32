#include "store/key.h"
#include "store/commit.h"
#include "store/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRAPPED_BYTES (SEAL_KEY_BYTES + SEAL_MORE)
#define OWNER_TEXT 64
#define PLACE_TEXT 96

struct key_row {
    int64_t n;
    char owner[OWNER_TEXT], master[MASTER_NAME_TEXT];
    unsigned char wrapped[WRAPPED_BYTES];
    bool is_erased;
};

/* Kept by its number: one that is needed again pushes out one that shares its slot. */
enum { KEYS_KEPT = 256 };
struct kept_key {
    struct key_row row;
    long transaction; /* in which the row was read last */
    struct seal_key key;
};
struct key_ring {
    char path[512];
    struct masters masters, next; /* next: while the file is read again */
    struct kept_key kept[KEYS_KEPT];
    struct { /* what one transaction seals is one owner's, mostly */
        char owner[OWNER_TEXT];
        int64_t n;
        long transaction;
    } last;
};

/* ---- rows ------------------------------------------------------------------------------------ */

/* Both statements name the columns in this order. */
static void
read_row(struct store *s, enum query q, struct key_row *out)
{
    size_t n;
    const char *owner = s->engine->text(s, q, 1), *master = s->engine->text(s, q, 2);

    memset(out, 0, sizeof *out);
    out->n = s->engine->number(s, q, 0);
    snprintf(out->owner, sizeof out->owner, "%s", owner ? owner : "");
    snprintf(out->master, sizeof out->master, "%s", master ? master : "");
    const void *wrapped = s->engine->bytes(s, q, 3, &n);
    out->is_erased = wrapped == NULL;
    if (n == WRAPPED_BYTES)
        memcpy(out->wrapped, wrapped, n); /* another length: zeros, which do not open */
}

static enum err
find_row(struct store *s, enum query q, struct values v, struct key_row *out, struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    if (is_row)
        read_row(s, q, out);
    s->engine->finish(s, q);
    return is_row ? OK : db_not_found(f, q);
}

/* ---- wrapping -------------------------------------------------------------------------------- */

static enum err
key_missing(struct fault *f, const char *text)
{
    enum err err =
        fail(f, ERR_BUSY, "key_missing", "", "%s，内容暂时不能读写，请联系运维人员", text);
    if (f != NULL)
        f->retry_after_s = 60;
    return err;
}

/* A wrapped key is bound to whose it is, so that no two can be exchanged. */
static const char *
place_of(const char *owner, char out[PLACE_TEXT])
{
    snprintf(out, PLACE_TEXT, "sealing_key %s", owner);
    return out;
}

/* What was known stays when the file cannot be read. */
static enum err
read_again(struct store *s, struct fault *f)
{
    struct key_ring *ring = s->keys;
    enum err err = masters_read(ring->path, &ring->next, f);

    if (!err)
        ring->masters = ring->next;
    return err;
}

/* A master key that is not known may have come into the file since it was read. */
static const struct seal_key *
find_master(struct store *s, const char *name)
{
    const struct masters *masters = &s->keys->masters;
    const struct seal_key *found = masters_find(masters, name);
    struct fault f;

    if (found != NULL || read_again(s, &f))
        return found;
    return masters_find(masters, name);
}

static enum err
unwrap(struct store *s, const struct key_row *x, struct seal_key *out, struct fault *f)
{
    char place[PLACE_TEXT];
    const struct seal_key *master = find_master(s, x->master);

    if (master == NULL)
        return key_missing(f, "主密钥文件中没有所需的密钥");
    if (!unseal(master, place_of(x->owner, place), x->wrapped, sizeof x->wrapped, out->bytes))
        return key_missing(f, "主密钥与数据不符");
    return OK;
}

static void
wrap(struct store *s, const struct master_key *master, const char *owner,
     const struct seal_key *key, unsigned char out[WRAPPED_BYTES])
{
    char place[PLACE_TEXT];

    seal(s->world, &master->key, 0, place_of(owner, place), key->bytes, sizeof key->bytes, out);
}

/* The file is read again: a rotation may have ended since, and a key that was wrapped by a master
 * key which has left the file would be lost. */
static enum err
make(struct store *s, const char *owner, int64_t *n, struct fault *f)
{
    const struct master_key *master = &s->keys->masters.keys[0];
    unsigned char wrapped[WRAPPED_BYTES];
    struct seal_key key;
    struct fault why;

    if (read_again(s, &why))
        return key_missing(f, "主密钥文件缺失或有误");
    seal_key_new(s->world, &key);
    wrap(s, master, owner, &key, wrapped);
    seal_key_forget(&key);
    return db_number(
        s, Q_KEY_ADD, n,
        VALUES(T(owner), B(wrapped, sizeof wrapped), T(master->name), N(world_now(s->world))), f);
}

/* ---- lending --------------------------------------------------------------------------------- */

static bool
is_fresh(const struct store *s, long transaction)
{
    return (s->is_reading || s->is_writing) && transaction == s->transaction;
}

static enum err
lend(struct store *s, const struct key_row *row, const struct seal_key **out, struct fault *f)
{
    struct kept_key *kept = &s->keys->kept[row->n % KEYS_KEPT];
    bool is_known = kept->row.n == row->n && memcmp(&kept->row, row, sizeof *row) == 0;

    if (!is_known) {
        memset(kept, 0, sizeof *kept);
        enum err err = unwrap(s, row, &kept->key, f);
        if (err)
            return err;
        kept->row = *row;
    }
    kept->transaction = s->transaction;
    *out = &kept->key;
    return OK;
}

enum err
key_by_n(struct store *s, int64_t n, const struct seal_key **out, struct fault *f)
{
    struct kept_key *kept = &s->keys->kept[(uint64_t)n % KEYS_KEPT];
    struct key_row row;

    if (kept->row.n == n && is_fresh(s, kept->transaction)) {
        *out = &kept->key;
        return OK;
    }
    enum err err = find_row(s, Q_KEY_BY_N, VALUES(N(n)), &row, f);
    if (err == ERR_NOTFOUND)
        return key_missing(f, "没有封存这项内容的密钥");
    if (!err && row.is_erased) {
        memset(kept, 0, sizeof *kept);
        return fail(f, ERR_NOTFOUND, "key_erased", "", "这项内容的密钥已销毁，内容不能再读取");
    }
    return err ? err : lend(s, &row, out, f);
}

enum err
key_of_owner(struct store *s, const char *owner, const struct seal_key **out, int64_t *n,
             struct fault *f)
{
    struct key_ring *ring = s->keys;
    struct key_row row;

    if (is_fresh(s, ring->last.transaction) && strcmp(ring->last.owner, owner) == 0) {
        *n = ring->last.n;
        return key_by_n(s, *n, out, f);
    }
    enum err err = find_row(s, Q_KEY_BY_OWNER, VALUES(T(owner)), &row, f);
    if (!err)
        err = lend(s, &row, out, f);
    else if (err == ERR_NOTFOUND && s->is_writing && !(err = make(s, owner, &row.n, f)))
        err = key_by_n(s, row.n, out, f);
    if (err)
        return err;

    *n = ring->last.n = row.n;
    ring->last.transaction = s->transaction;
    snprintf(ring->last.owner, sizeof ring->last.owner, "%s", owner);
    return OK;
}

enum err
store_key_for(struct store *s, const char *owner, struct seal_key *out, int64_t *n, struct fault *f)
{
    const struct seal_key *key;
    enum err err = key_of_owner(s, owner, &key, n, f);
    if (!err)
        *out = *key;
    return err;
}

enum err
store_key_load(struct store *s, int64_t n, struct seal_key *out, struct fault *f)
{
    const struct seal_key *key;
    enum err err = key_by_n(s, n, &key, f);
    if (!err)
        *out = *key;
    return err;
}

enum err
store_lookup_hash(struct store *s, const char *text, char out[SEAL_HASH_TEXT], struct fault *f)
{
    const struct seal_key *key;
    int64_t n;
    enum err err = key_of_owner(s, KEY_LOOKUP, &key, &n, f);
    if (err == ERR_NOTFOUND)
        return key_missing(f, "没有查找用的密钥");
    if (!err)
        seal_hash(key, text, strlen(text), out);
    return err;
}

void
key_forget_all(struct store *s)
{
    s->transaction++;
}

enum err
store_key_erase(struct store *s, const char *owner, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_KEY_ERASE, &changed, VALUES(T(owner), N(world_now(s->world))), f);

    key_forget_all(s);
    return db_some(err, changed, Q_KEY_ERASE, f);
}

enum err
store_key_replace(struct store *s, const char *owner, struct fault *f)
{
    long changed = 0;

    /* What they made must come out alike for ever. */
    if (strcmp(owner, KEY_LOOKUP) == 0 || strcmp(owner, KEY_AUDIT) == 0)
        return fail(f, ERR_INPUT, "key_fixed", "", "密钥 %s 不能更换，只能用新的主密钥封装", owner);
    key_forget_all(s);
    enum err err = db_run(s, Q_KEY_REPLACE, &changed, VALUES(T(owner), N(world_now(s->world))), f);
    return db_some(err, changed, Q_KEY_REPLACE, f);
}

/* ---- the file -------------------------------------------------------------------------------- */

const char *
store_masters_path(const struct store *s)
{
    return s->keys->path;
}

const struct masters *
store_masters(const struct store *s)
{
    return &s->keys->masters;
}

enum err
store_masters_add(struct store *s, struct fault *f)
{
    struct key_ring *ring = s->keys;
    enum err err = read_again(s, f);
    if (err)
        return err;
    if ((err = masters_add(&ring->masters, s->world, f)))
        return err;
    return masters_write(ring->path, &ring->masters, f);
}

static enum err
wrap_anew(struct store *s, const struct key_row *row, struct fault *f)
{
    const struct master_key *master = &s->keys->masters.keys[0];
    unsigned char wrapped[WRAPPED_BYTES];
    struct seal_key key;
    enum err err = unwrap(s, row, &key, f);
    if (err)
        return err;

    wrap(s, master, row->owner, &key, wrapped);
    seal_key_forget(&key);
    return db_run(s, Q_KEY_WRAP, NULL,
                  VALUES(N(row->n), B(wrapped, sizeof wrapped), T(master->name)), f);
}

enum err
store_keys_wrap(struct store *s, int most, int *n, struct fault *f)
{
    struct key_row row = {0};
    enum err err = read_again(s, f);

    *n = 0;
    while (!err && *n < most) {
        err = find_row(s, Q_KEY_WRAPPED_BY_OTHERS,
                       VALUES(T(s->keys->masters.keys[0].name), N(row.n)), &row, f);
        if (!err && !(err = wrap_anew(s, &row, f)))
            ++*n;
    }
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_masters_drop(struct store *s, struct fault *f)
{
    struct masters *masters = &s->keys->masters;
    bool is_any = false;
    enum err err = read_again(s, f);
    if (!err)
        err = db_is(s, Q_KEY_ANY_OF_OTHERS, &is_any, VALUES(T(masters->keys[0].name)), f);
    if (err)
        return err;
    if (is_any)
        return fail(f, ERR_CONFLICT, "master_keys_used", "",
                    "还有密钥由旧主密钥封装，请先运行 suanbei keys rotate 完成轮换");
    masters->n = 1;
    return masters_write(s->keys->path, masters, f);
}

/* ---- at the start ---------------------------------------------------------------------------- */

/* The file fits when it opens the system's key. */
static enum err
take_keys(struct store *s, struct fault *f)
{
    const struct seal_key *key;
    int64_t n;
    enum err err = key_of_owner(s, KEY_SYSTEM, &key, &n, f);
    if (err)
        return err;
    return key_of_owner(s, KEY_LOOKUP, &key, &n, f);
}

/* Under the write lock: of two that begin at once, the second reads what the first wrote. */
static enum err
begin_keys(struct store *s, struct fault *f)
{
    struct key_ring *ring = s->keys;
    enum err err = masters_read(ring->path, &ring->masters, f);
    if (err == ERR_NOTFOUND) {
        bool is_any = false;
        struct fault other;
        if (db_is(s, Q_KEY_ANY, &is_any, NONE, &other) || is_any)
            return err;
        if ((err = masters_add(&ring->masters, s->world, f)))
            return err;
        err = masters_write(ring->path, &ring->masters, f);
    }
    return err ? err : take_keys(s, f);
}

static enum err
prove(struct store *s, struct fault *f)
{
    enum err err = masters_read(s->keys->path, &s->keys->masters, f);
    if (!err)
        err = take_keys(s, f);
    if (err != ERR_NOTFOUND)
        return err;

    if ((err = commit_opening_begin(s, "key", f)))
        return err;
    s->transaction++;
    return commit_opening_end(s, "key", begin_keys(s, f), f);
}

/* What systemd's LoadCredential gives comes first. */
static void
find_file(const char *path, const char *db_path, char *out, size_t size)
{
    const char *given = getenv("CREDENTIALS_DIRECTORY"), *slash = strrchr(db_path, '/');

    if (given != NULL) {
        snprintf(out, size, "%s/master.key", given);
        if (file_exists(out))
            return;
    }
    if (path != NULL)
        snprintf(out, size, "%s", path);
    else
        snprintf(out, size, "%.*smaster.key", slash ? (int)(slash + 1 - db_path) : 0, db_path);
}

enum err
key_open(struct store *s, const char *path, const char *db_path, struct fault *f)
{
    s->keys = seal_memory(sizeof *s->keys);
    find_file(path, db_path, s->keys->path, sizeof s->keys->path);
    enum err err = prove(s, f);
    s->is_keyless = err != OK;
    if (err == ERR_BUSY && f != NULL && str_is(f->code, "key_missing"))
        return fail(f, err, "key_missing", s->keys->path,
                    "主密钥文件 %s 与这个数据库不符，请换回原来的文件，或从备份恢复",
                    s->keys->path);
    return err;
}

enum err
key_look_again(struct store *s, struct fault *f)
{
    struct fault why;

    if (!s->is_keyless)
        return OK;
    if (prove(s, &why))
        return key_missing(f, "主密钥文件缺失或与数据不符");
    s->is_keyless = false;
    return OK;
}

void
key_close(struct store *s)
{
    seal_memory_free(s->keys);
    s->keys = NULL;
}

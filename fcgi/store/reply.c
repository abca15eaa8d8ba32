#include "store/reply.h"
#include "store/commit.h"
#include "store/key.h"

#include <stdio.h>

static const struct column reply_columns[] = {
    COLUMN(stored_reply, scope),        COLUMN(stored_reply, key),
    COLUMN(stored_reply, request_hash), COLUMN(stored_reply, status),
    SEALED(stored_reply, headers),      SEALED(stored_reply, body),
    COLUMN(stored_reply, created_at),
};
static const struct row_map reply_map = ROW_MAP(reply_columns, stored_reply);
SEALING(reply, REPLY, reply_map)

/* Whoever stored the reply may have been killed before its fsync: giving it again is acknowledging
 * it, so it must be on disk. */
enum err
store_reply_load(struct store *s, struct arena *a, const char *scope, const char *key,
                 struct stored_reply *out, struct fault *f)
{
    enum err err = db_one(s, Q_REPLY_BY_KEY, ROW(a, &reply_map, out), VALUES(T(scope), T(key)), f);
    return err ? err : commit_settle(s, f);
}

enum err
store_reply_hash(struct store *s, const char *request_hash, char out[SEAL_HASH_TEXT],
                 struct fault *f)
{
    char text[128];

    snprintf(text, sizeof text, "reply:%s", request_hash);
    return store_lookup_hash(s, text, out, f);
}

enum err
store_reply_add(struct store *s, const char *scope, const char *key, const struct stored_reply *x,
                struct fault *f)
{
    struct stored_reply row = *x;

    row.scope = scope;
    row.key = key;
    row.created_at = world_now(s->world);
    enum err err = db_put(s, Q_REPLY_ADD, &reply_map, &row, NONE, f);
    return err == ERR_CONFLICT ? fail(f, ERR_AGAIN, "busy", "reply_add", "同一个请求正在处理")
                               : err;
}

#include "store/audit.h"
#include "store/db.h"

#include <stdio.h>

static const struct column audit_columns[] = {
    COLUMN(audit_line, n),
    COLUMN(audit_line, at),
    COLUMN(audit_line, actor_id),
    COLUMN(audit_line, action),
    COLUMN(audit_line, object),
    COLUMN(audit_line, detail),
    COLUMN(audit_line, prev_hash),
    COLUMN(audit_line, hash),
    COLUMN(audit_line, actor_name),
    COLUMN_AS(audit_line, actor_roles.bits, "actor_roles"),
    {COLUMN_OF(COLUMN_EMPTY, audit_line, actor_roles.reviews, "actor_reviews")},
    COLUMN(audit_line, object_title),
};
static const struct row_map audit_map = ROW_MAP(audit_columns, audit_line);

static const char before_all[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* The hash of the line before, a newline, and this line as a JSON array: the schema says so to
 * whoever verifies. */
static void
chain_hash(struct arena *a, const struct audit_line *x, const char *prev, char out[SHA256_TEXT])
{
    struct buf b = BUF(a);

    buf_printf(&b, "%s\n[%ld,%lld", prev, x->n, (long long)x->at);
    buf_json_item(&b, x->actor_id);
    buf_json_item(&b, x->action);
    buf_json_item(&b, x->object);
    buf_json_item(&b, x->detail);
    buf_puts(&b, "]");
    sha256_hex(b.p, b.n, out);
}

enum err
store_audit_add(struct store *s, const char *actor_id, const char *action, const char *object,
                const char *detail, struct fault *f)
{
    struct audit_line last = {.hash = before_all};
    char hash[SHA256_TEXT];
    enum err err = db_one(s, Q_AUDIT_LAST, ROW(s->scratch, &audit_map, &last), NONE, f);
    if (err && err != ERR_NOTFOUND)
        return err;

    struct audit_line x = {.n = last.n + 1,
                           .at = world_now(s->world),
                           .actor_id = actor_id,
                           .action = action,
                           .object = object,
                           .detail = detail,
                           .prev_hash = last.hash,
                           .hash = hash};
    chain_hash(s->scratch, &x, last.hash, hash);
    err = db_put(s, Q_AUDIT_ADD, &audit_map, &x, NONE, f);
    arena_reset(s->scratch);
    return err;
}

#define TIME_OR_NULL(ms_) ((ms_) ? N(ms_) : T(NULL))

enum err
store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                 struct audit_line **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;

    return db_all(s, Q_AUDIT_LIST, ROWS(a, &audit_map, out, n),
                  VALUES(at[0], N(q->limit), TIME_OR_NULL(q->from), TIME_OR_NULL(q->before),
                         T(q->actor_id), T(q->action), T(q->object), T(q->text), T(q->actions)),
                  f);
}

enum err
store_audit_has(struct store *s, const char *actor_id, const char *action, const char *object,
                bool *out, struct fault *f)
{
    return db_is(s, Q_AUDIT_HAS, out, VALUES(T(actor_id), T(action), T(object)), f);
}

/* The line stands where it must, names the line before, and has the hash of what it says. */
static bool
is_whole(struct arena *a, const struct audit_line *x, long n, const char *prev)
{
    char hash[SHA256_TEXT];
    chain_hash(a, x, prev, hash);
    return x->n == n && str_is(x->prev_hash, prev) && str_is(x->hash, hash);
}

enum err
store_audit_verify(struct store *s, struct audit_verdict *out, struct fault *f)
{
    enum { PIECE = 500 };
    struct audit_line *rows;
    int n = PIECE;
    enum err err = OK;
    *out = (struct audit_verdict){0};
    memcpy(out->head, before_all, sizeof out->head);

    while (!err && n == PIECE && out->broken_at == 0) {
        err = db_all(s, Q_AUDIT_WALK, ROWS(s->scratch, &audit_map, &rows, &n),
                     VALUES(N(out->lines), N(PIECE)), f);
        for (int i = 0; !err && i < n && out->broken_at == 0; i++) {
            out->lines++;
            if (!is_whole(s->scratch, &rows[i], out->lines, out->head))
                out->broken_at = out->lines;
            snprintf(out->head, sizeof out->head, "%s", rows[i].hash);
        }
        arena_reset(s->scratch);
    }

    return err;
}

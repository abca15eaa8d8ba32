/* The audit trail: the auditor's. */
#include "handle/desk.h"

enum err
handle_audit_list(struct desk *d)
{
    int limit, n;
    struct audit_line *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct audit_query q = {.cursor = desk_query(d, "cursor"), .limit = limit + 1};
    if ((err = store_audit_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        const struct audit_line *x = &rows[i];
        buf_puts(&b, i ? ",{" : "{");
        buf_json_int(&b, "n", x->n);
        buf_json_time(&b, "at", x->at);
        buf_json_str(&b, "actor", x->actor_id);
        buf_json_str(&b, "actor_name", x->actor_name);
        buf_json_str(&b, "action", x->action);
        buf_json_str(&b, "object", x->object);
        buf_json_raw(&b, "detail", x->detail);
        buf_json_str(&b, "hash", x->hash);
        buf_puts(&b, "}");
    }

    desk_reply_list(d, &b, n > limit ? arena_printf(d->arena, "%ld", rows[limit - 1].n) : NULL);
    return OK;
}

enum err
handle_audit_verify(struct desk *d)
{
    struct audit_verdict x;
    struct buf b = BUF(d->arena);
    enum err err = store_audit_verify(d->store, &x, &d->fault);
    if (err)
        return err;

    buf_puts(&b, "{");
    buf_json_int(&b, "lines", x.lines);
    buf_json_bool(&b, "is_intact", x.broken_at == 0);
    buf_json_str(&b, "head", x.head);
    buf_json_raw(&b, "broken_at", x.broken_at ? arena_printf(d->arena, "%ld", x.broken_at) : NULL);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

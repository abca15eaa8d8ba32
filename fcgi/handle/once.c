/* One Idempotency-Key, one effect: the reply to a keyed request is stored with what it did. */
#include "handle/route.h"
#include "handle/once.h"

#include <string.h>

static bool
is_keyed(const struct context *c)
{
    return (c->route->flags & ROUTE_KEYED) && c->request->idempotency_key != NULL;
}

static const char *
scope_of(const struct context *c)
{
    return c->work.who ? c->work.who->id : "-";
}

static enum err
send_again(struct context *c, const struct stored_reply *x)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);
    json_t *headers, *value;
    const char *name;
    enum err err = json_read(w->arena, x->headers, strlen(x->headers), &headers, &w->fault);
    if (err)
        return err;

    buf_puts(&b, x->body);
    reply_json(c->reply, x->status, &b);
    json_object_foreach(headers, name, value)
        reply_header(c->reply, name, json_string_value(value));
    return OK;
}

enum err
once_look(struct context *c, const char *request_hash, bool *is_answered)
{
    struct casework *w = &c->work;
    struct stored_reply x;
    const char *key = c->request->idempotency_key;

    *is_answered = false;
    if (!is_keyed(c))
        return OK;
    if (strlen(key) > 200 || *key == '\0')
        return fail(&w->fault, ERR_INPUT, "idempotency_key_invalid", "",
                    "Idempotency-Key 应为 1 到 200 个字符");

    enum err err = store_reply_load(w->store, w->arena, scope_of(c), key, &x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (!str_is(x.request_hash, request_hash))
        return fail(&w->fault, ERR_INPUT, "idempotency_mismatch", "",
                    "同一个 Idempotency-Key 已用于另一个请求，请换一个");
    *is_answered = true;
    return send_again(c, &x);
}

static const char *
headers_json(struct context *c)
{
    struct buf b = BUF(c->work.arena);

    buf_open(&b, NULL, '{');
    for (int i = 0; i < c->reply->headers_n; i++)
        buf_json_str(&b, c->reply->headers[i].name, c->reply->headers[i].value);
    buf_close(&b);
    return b.p;
}

enum err
once_keep(struct context *c, const char *request_hash)
{
    struct casework *w = &c->work;
    const struct reply *r = c->reply;
    struct stored_reply x = {.request_hash = request_hash, .status = r->status};

    if (!is_keyed(c) || r->status >= 300)
        return OK;
    x.headers = headers_json(c);
    x.body = r->body_n ? r->body : "";
    return store_reply_add(w->store, scope_of(c), c->request->idempotency_key, &x, &w->fault);
}

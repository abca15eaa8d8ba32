/* One Idempotency-Key, one effect: the reply to a keyed request is stored with what it did. */
#include "handle/route.h"
#include "handle/once.h"
#include "handle/pages.h"

#include <string.h>

bool
once_is_asked(const struct context *c)
{
    return c->key != NULL;
}

enum err
once_key(struct context *c)
{
    const char *sent = c->request->idempotency_key;

    c->key = NULL;
    if (!(c->route->flags & ROUTE_KEYED) || sent == NULL)
        return OK;
    if ((c->key = http_key(c->work.arena, sent)) != NULL)
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "idempotency_key_invalid", "",
                "Idempotency-Key 应为 1 到 200 个英文字母、数字或符号");
}

/* What an agent did for one organization is no answer to what is asked for another. */
void
once_hash(const struct context *c, const char *content, size_t n, char out[SHA256_TEXT])
{
    const struct request *q = c->request;
    const char *mandate = c->work.who != NULL ? c->work.who->mandate_id : NULL;
    struct sha256 h;

    sha256_start(&h);
    sha256_add(&h, http_method_name(q->method), strlen(http_method_name(q->method)));
    sha256_add(&h, q->path, strlen(q->path) + 1);
    sha256_add(&h, content, n);
    if (mandate != NULL)
        sha256_add(&h, mandate, strlen(mandate) + 1);
    sha256_end(&h, out);
}

/* A reply of before there were keys lives on for a day. */
static enum err
is_the_same(struct context *c, const struct stored_reply *x, const char *request_hash, bool *is)
{
    char print[SEAL_HASH_TEXT];

    *is = str_is(x->request_hash, request_hash);
    if (*is)
        return OK;
    enum err err = store_reply_hash(c->work.store, request_hash, print, &c->work.fault);
    *is = !err && str_is(x->request_hash, print);
    return err;
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
    if (pages_is_asked(c->request))
        c->reply->content_type = "text/html; charset=utf-8";
    return OK;
}

enum err
once_look(struct context *c, const char *request_hash, bool *is_answered)
{
    struct casework *w = &c->work;
    struct stored_reply x;
    bool is_same;

    *is_answered = false;
    if (!once_is_asked(c))
        return OK;

    enum err err = store_reply_load(w->store, w->arena, scope_of(c), c->key, &x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = is_the_same(c, &x, request_hash, &is_same)))
        return err;
    if (!is_same)
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
    char print[SEAL_HASH_TEXT];
    struct stored_reply x = {.request_hash = print, .status = r->status};

    if (!once_is_asked(c) || r->status >= 300)
        return OK;
    enum err err = store_reply_hash(w->store, request_hash, print, &w->fault);
    if (err)
        return err;
    x.headers = headers_json(c);
    x.body = r->body_n ? r->body : "";
    return store_reply_add(w->store, scope_of(c), c->key, &x, &w->fault);
}

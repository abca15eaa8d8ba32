#include "handle/context.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- asking ---------------------------------------------------------------------------------- */

const char *
context_query(struct context *c, const char *name)
{
    return http_query(c->work.arena, c->request->query, name);
}

const char *const *
context_query_list(struct context *c, const char *name)
{
    return http_query_list(c->work.arena, c->request->query, name);
}

const char *
context_origin(struct context *c)
{
    const struct request *q = c->request;
    return q->host ? arena_printf(c->work.arena, "%s://%s", q->is_https ? "https" : "http", q->host)
                   : "";
}

enum err
context_limit(struct context *c, int *limit)
{
    const char *text = context_query(c, "limit");

    *limit = 20;
    if (text == NULL)
        return OK;
    bool is_number = strspn(text, "0123456789") == strlen(text) && strlen(text) <= 3;
    long n = is_number ? strtol(text, NULL, 10) : 0;
    if (n < 1 || n > 100)
        return fail(&c->work.fault, ERR_INPUT, "limit_invalid", "/limit",
                    "limit 应为 1 到 100 的整数");
    *limit = (int)n;
    return OK;
}

/* What the client's text was typed over, as far as its first tag says so. */
static long
revision_of(const char *tags)
{
    const char *first = strstr(tags, "\"r");
    char *end;
    long n = first != NULL ? strtol(first + 2, &end, 10) : 0;
    return n > 0 && *end == '"' ? n : 0;
}

enum err
context_save_match(struct context *c, long revision, long *if_match)
{
    const struct request *q = c->request;
    const char *tag = revision ? etag_text(c->work.arena, revision) : NULL;
    const char *none = q->if_none_match;
    struct fault *f = &c->work.fault;

    if (none != NULL && tag != NULL && http_tags_name(none, tag, TAG_WEAK))
        return fail(f, ERR_STALE, "precondition_failed", "",
                    "内容已经存在，而 If-None-Match 要求它不存在或已改动，没有保存");
    bool is_new = tag == NULL && none != NULL && http_tags_name(none, NULL, TAG_WEAK);
    if (q->if_match == NULL && !is_new)
        return fail(f, ERR_INPUT, "if_match_required", "",
                    "保存时请带上 If-Match，值为读取时得到的 ETag");

    *if_match = -1;
    if (is_new || http_tags_name(q->if_match, NULL, TAG_STRONG))
        return OK;
    *if_match = revision;
    if (http_tags_name(q->if_match, tag, TAG_STRONG))
        return OK;
    /* A weak tag does not count, and one of the future is nobody's. */
    long over = revision_of(q->if_match);
    *if_match = over < revision ? over : 0;
    return OK;
}

const char *
command_text(const struct context *c, const char *name)
{
    return json_str(c->command, name);
}

const char *
session_cookie(const struct request *q)
{
    return q->is_https ? "__Host-suanbei" : "suanbei_session";
}

/* ---- answering ------------------------------------------------------------------------------- */

static unsigned
roles_of(const struct context *c)
{
    return c->work.who ? c->work.who->roles.bits : 0;
}

static int
status_of(const struct context *c)
{
    return c->route->status ? c->route->status : 200;
}

void
reply_row(struct context *c, const void *row)
{
    struct buf b = BUF(c->work.arena);

    members_object(&b, NULL, c->route->answer, row, roles_of(c));
    reply_json(c->reply, status_of(c), &b);
}

void
reply_text(struct context *c, const char *json)
{
    struct buf b = BUF(c->work.arena);

    buf_puts(&b, json);
    reply_json(c->reply, status_of(c), &b);
}

void
reply_same(struct context *c, const char *etag, const char *json)
{
    const char *known = c->request->if_none_match;

    if (known != NULL && http_tags_name(known, etag, TAG_WEAK))
        c->reply->status = 304;
    else
        reply_text(c, json);
    reply_header(c->reply, "ETag", etag);
    reply_header(c->reply, "Cache-Control", "public, no-cache");
}

void
reply_nothing(struct context *c)
{
    c->reply->status = 204;
}

/* Grown by and by, a long page would be copied as often. */
static void
make_room(struct buf *b, const struct page *p)
{
    enum { BESIDE = 1000 };
    size_t n = BESIDE;

    for (int i = 0; i < p->n; i++)
        n += strlen(p->texts[i]) + 1;
    buf_room(b, n);
}

void
reply_page(struct context *c, const struct page *p)
{
    struct buf b = BUF(c->work.arena);

    if (p->texts != NULL)
        make_room(&b, p);
    buf_open(&b, NULL, '{');
    buf_open(&b, "items", '[');
    for (int i = 0; i < p->n; i++) {
        if (p->texts != NULL)
            buf_raw_item(&b, p->texts[i]);
        else
            members_object(&b, NULL, c->route->answer, (const char *)p->rows + (size_t)i * p->size,
                           roles_of(c));
    }
    buf_close(&b);
    buf_json_str(&b, "next", p->next);
    if (p->beside != NULL)
        members_write(&b, c->route->beside, p->beside, roles_of(c));
    buf_close(&b);
    reply_json(c->reply, status_of(c), &b);
}

const char *
etag_text(struct arena *a, long revision)
{
    return arena_printf(a, "\"r%ld\"", revision);
}

void
reply_etag(struct context *c, long revision)
{
    reply_header(c->reply, "ETag", etag_text(c->work.arena, revision));
}

void
reply_location(struct context *c, const char *noun, const char *id)
{
    reply_header(c->reply, "Location", arena_printf(c->work.arena, "/api/v1/%s/%s", noun, id));
}

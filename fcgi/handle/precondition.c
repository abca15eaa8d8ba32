/* RFC 9110, section 13, for every row: what does not hold is 412, and nothing was done. */
#include "handle/precondition.h"
#include "handle/route.h"

#include <strings.h>

static bool
is_asked(const struct context *c)
{
    return c->request->if_match != NULL || c->request->if_none_match != NULL;
}

static enum err
not_matched(struct context *c, const char *tag)
{
    struct fault *f = &c->work.fault;

    if (tag == NULL)
        return fail(f, ERR_STALE, "precondition_failed", "",
                    "这个地址的内容没有版本标记，不能用 If-Match 比较，没有办理。请去掉 If-Match");
    c->beside.etag = tag;
    reply_header(c->reply, "ETag", tag);
    return fail(f, ERR_STALE, "stale", "",
                "内容在您读取之后已有改动（或 If-Match 不是读取时得到的 ETag），没有办理。"
                "请重新读取，确认后再办理");
}

enum err
precondition_holds(struct context *c, const char *tag)
{
    const struct request *q = c->request;

    if (q->if_match != NULL && !http_tags_name(q->if_match, tag, TAG_STRONG))
        return not_matched(c, tag);
    if (q->if_none_match != NULL && http_tags_name(q->if_none_match, tag, TAG_WEAK))
        return fail(&c->work.fault, ERR_STALE, "precondition_failed", "",
                    "内容已经存在，而 If-None-Match 要求它不存在或已改动，没有办理");
    return OK;
}

enum err
precondition_first(struct context *c)
{
    const char *tag = NULL;

    if (c->route->tag == NULL || !is_asked(c))
        return OK;
    enum err err = c->route->tag(c, &tag);
    return err ? err : precondition_holds(c, tag);
}

static const char *
header_of(const struct reply *r, const char *name)
{
    for (int i = 0; i < r->headers_n; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

static void
not_modified(struct reply *r)
{
    r->status = 304;
    r->content_type = NULL;
    r->body = NULL;
    r->body_n = 0;
}

enum err
precondition_last(struct context *c)
{
    const struct request *q = c->request;
    struct reply *r = c->reply;
    bool is_done = r->status >= 200 && r->status < 300;
    /* A file is nginx's to send, and so are the conditions under which it is sent. */
    bool is_passed_on = header_of(r, "X-Accel-Redirect") != NULL;

    if (!is_asked(c) || !is_done || is_passed_on || c->route->tag != NULL ||
        c->route->flags & ROUTE_MATCHES)
        return OK;
    if (q->method != GET)
        return precondition_holds(c, NULL);

    const char *tag = header_of(r, "ETag");
    if (q->if_match != NULL && !http_tags_name(q->if_match, tag, TAG_STRONG))
        return not_matched(c, tag);
    if (q->if_none_match != NULL && tag != NULL && http_tags_name(q->if_none_match, tag, TAG_WEAK))
        not_modified(r);
    return OK;
}

#include "handle/office.h"

#include <stdlib.h>
#include <string.h>

#define TRIES_MAX 4
#define BODY_MAX (64 * 1024)
#define BODY_LARGE_MAX (1024 * 1024)
#define API "/api/v1"

/* ---- finding the row ------------------------------------------------------------------------- */

/* path is as nginx decoded it. */
static bool
path_matches(struct arena *a, const char *pattern, const char *path, const char **params)
{
    int n = 0;

    for (;;) {
        if (*pattern == ':') {
            size_t len = strcspn(path, "/");
            if (len == 0)
                return false;
            params[n++] = arena_strndup(a, path, len);
            pattern += strcspn(pattern, "/");
            path += len;
        } else if (*pattern != *path) {
            return false;
        } else if (*pattern == '\0') {
            return true;
        } else {
            pattern++;
            path++;
        }
    }
}

static enum err
find_route(struct desk *d)
{
    const char *path = d->request->path;
    struct buf allowed = BUF(d->arena);

    buf_puts(&allowed, "");
    if (str_starts(path, API))
        path += strlen(API);
    for (size_t i = 0; i < routes_n; i++) {
        const char *params[2] = {NULL, NULL};
        if (!path_matches(d->arena, routes[i].path, path, params))
            continue;
        if (routes[i].method == d->request->method) {
            d->route = &routes[i];
            memcpy(d->params, params, sizeof params);
            return OK;
        }
        buf_printf(&allowed, "%s%s", allowed.n ? ", " : "", http_method_name(routes[i].method));
    }

    if (allowed.n == 0)
        return fail(&d->fault, ERR_NOTFOUND, "not_found", "", "没有这个地址，请对照接口说明检查");
    reply_header(d->reply, "Allow", allowed.p);
    return fail(&d->fault, ERR_INPUT, "method_not_allowed", "", "这个地址不支持该方法，可用：%s",
                allowed.p);
}

/* ---- who is asking --------------------------------------------------------------------------- */

/* A browser's unsafe request with a cookie must prove that it comes from our own pages. */
static bool
is_same_origin(const struct request *q)
{
    if (q->origin != NULL) {
        const char *host = strstr(q->origin, "://");
        return host != NULL && str_is(host + 3, q->host);
    }
    return str_is(q->sec_fetch_site, "same-origin");
}

static enum err
find_account(struct desk *d)
{
    const struct request *q = d->request;
    const char *token = NULL;
    bool is_cookie = false;
    char hash[SHA256_TEXT];

    if (q->authorization != NULL && str_starts(q->authorization, "Bearer "))
        token = q->authorization + 7;
    else if ((token = http_cookie(d->arena, q->cookie, "suanbei_session")) != NULL)
        is_cookie = true;

    if (is_cookie && q->method != GET && !is_same_origin(q))
        return fail(&d->fault, ERR_DENIED, "origin_required", "",
                    "请求不是从本站页面发出的，已拒绝。请打开本站页面再操作");
    if (!is_cookie && q->method != GET && q->sec_fetch_site != NULL && !is_same_origin(q) &&
        !str_is(q->sec_fetch_site, "none"))
        return fail(&d->fault, ERR_DENIED, "origin_required", "",
                    "请求来自其他网站的页面，已拒绝。请打开本站页面再操作");
    if (token == NULL || strlen(token) != TOKEN_TEXT - 1)
        return OK;

    sha256_hex(token, strlen(token), hash);
    struct account *who = arena_alloc(d->arena, sizeof *who);
    enum err err = store_session_account(d->store, d->arena, hash, d->now, who, &d->fault);
    if (err == ERR_NOTFOUND)
        return OK;
    if (err)
        return err;

    d->who = who;
    d->token_hash = arena_strdup(d->arena, hash);
    return OK;
}

static enum err
may_ask(struct desk *d)
{
    unsigned who = d->route->who;
    if (who & WHO_PUBLIC)
        return OK;
    if (d->who == NULL)
        return fail(&d->fault, ERR_AUTH, "login_required", "", "请先登录；登录可能已过期");
    if ((who & WHO_ACCOUNT) || (who & d->who->roles))
        return OK;
    return fail(&d->fault, ERR_DENIED, "role_required", "",
                "您的账号没有进行此操作的角色，请换用相应账号，或联系系统管理员");
}

/* Every value is text, and one of its choices where the row lists them. */
static enum err
check_query(struct desk *d)
{
    const char *query = d->request->query;
    if (*query != '\0' && http_unescape(d->arena, query, strlen(query)) == NULL)
        return fail(&d->fault, ERR_INPUT, "query_malformed", "",
                    "地址中的参数不是有效的 UTF-8 百分号编码，请重新编码");

    for (const struct member *p = d->route->query; p != NULL && p->name != NULL; p++) {
        const char *value = p->choices ? http_query(d->arena, query, p->name) : NULL;
        if (value != NULL && !member_allows(p, value))
            return fail(&d->fault, ERR_INPUT, "parameter_invalid",
                        arena_printf(d->arena, "/%s", p->name), "%s没有“%s”这个值", p->title,
                        value);
    }
    return OK;
}

/* ---- the body -------------------------------------------------------------------------------- */

/* What makes two requests the same: method, path and content. */
static void
hash_request(const struct request *q, const char *content, size_t n, char out[SHA256_TEXT])
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, http_method_name(q->method), strlen(http_method_name(q->method)));
    sha256_add(&h, q->path, strlen(q->path) + 1);
    sha256_add(&h, content, n);
    sha256_end(&h, out);
}

static enum err
read_command(struct desk *d, char request_hash[SHA256_TEXT])
{
    const struct route *r = d->route;
    const struct request *q = d->request;
    const char *text = "";
    size_t n = 0;
    json_t *command;
    enum err err;

    if (!(r->flags & ROUTE_STREAMS) &&
        (err = http_body(d->arena, q, r->flags & ROUTE_LARGE ? BODY_LARGE_MAX : BODY_MAX, &text, &n,
                         &d->fault)))
        return err;

    hash_request(q, text, n, request_hash);
    bool is_form = r->flags & ROUTE_FORM_BODY;
    if ((r->body == NULL && !is_form) || (n == 0 && (r->flags & ROUTE_OPTIONAL_BODY)))
        return OK;
    if (q->content_type == NULL || strncasecmp(q->content_type, "application/json", 16) != 0)
        return fail(&d->fault, ERR_INPUT, "media_type_unsupported", "",
                    "请求内容的类型应为 application/json，请写明 Content-Type");
    if ((err = json_read(d->arena, text, n, &command, &d->fault)))
        return err;

    static const struct member anything[] = {{0}};
    struct findings fs;
    findings_start(&fs, d->arena);
    if (!is_form || !json_is_object(command))
        members_check(is_form ? anything : r->body, command, &fs);
    if (fs.count > 0)
        return desk_findings(d, "members_invalid", "请求内容不符合接口说明", &fs);
    d->command = command;

    return OK;
}

/* ---- one key, one effect --------------------------------------------------------------------- */

static const char *
reply_scope(const struct desk *d)
{
    return d->who ? d->who->id : "-";
}

static const char *
headers_json(struct desk *d)
{
    struct buf b = BUF(d->arena);
    buf_puts(&b, "{");
    for (int i = 0; i < d->reply->headers_n; i++)
        buf_json_str(&b, d->reply->headers[i].name, d->reply->headers[i].value);
    buf_puts(&b, "}");
    return b.p;
}

/* True in *done when a stored reply answers this request. */
static enum err
replay(struct desk *d, const char *request_hash, bool *done)
{
    struct stored_reply x;
    const char *key = d->request->idempotency_key, *name;
    json_t *headers, *value;

    *done = false;
    if (!(d->route->flags & ROUTE_KEYED) || key == NULL)
        return OK;
    if (strlen(key) > 200 || *key == '\0')
        return fail(&d->fault, ERR_INPUT, "idempotency_key_invalid", "",
                    "Idempotency-Key 应为 1 到 200 个字符");

    enum err err = store_reply_load(d->store, d->arena, reply_scope(d), key, &x, &d->fault);
    if (err == ERR_NOTFOUND)
        return OK;
    if (err)
        return err;
    if (!str_is(x.request_hash, request_hash))
        return fail(&d->fault, ERR_INPUT, "idempotency_mismatch", "",
                    "同一个 Idempotency-Key 已用于另一个请求，请换一个");
    if ((err = json_read(d->arena, x.headers, strlen(x.headers), &headers, &d->fault)))
        return err;

    struct buf b = BUF(d->arena);
    buf_puts(&b, x.body);
    reply_json(d->reply, x.status, &b);
    json_object_foreach(headers, name, value)
    {
        reply_header(d->reply, name, json_string_value(value));
    }

    *done = true;
    return OK;
}

static enum err
remember(struct desk *d, const char *request_hash)
{
    const struct reply *r = d->reply;
    if (!(d->route->flags & ROUTE_KEYED) || d->request->idempotency_key == NULL || r->status >= 300)
        return OK;
    struct stored_reply x = {request_hash, r->status, headers_json(d), r->body_n ? r->body : ""};
    return store_reply_add(d->store, reply_scope(d), d->request->idempotency_key, &x, &d->fault);
}

/* ---- running the row ------------------------------------------------------------------------- */

static enum err
run_write(struct desk *d, const char *request_hash)
{
    enum err err = store_write_begin(d->store, &d->fault);
    if (err)
        return err;

    err = d->route->handler(d);
    if (!err)
        err = remember(d, request_hash);
    if (err) {
        store_write_rollback(d->store);
        return err;
    }
    if ((err = store_write_commit(d->store, &d->fault)))
        return err;

    /* Before the reply: whoever has it finds the new set, whichever worker is asked. */
    if (d->has_new_rules)
        govern_announce(d->office->rules);
    return OK;
}

/* A streamed body can be read only once, and is known only then: its prepare step comes before the
 * look for a stored reply. */
static enum err
receive(struct desk *d, char request_hash[SHA256_TEXT])
{
    enum err err = d->received == NULL ? d->route->prepare(d) : OK;
    if (err)
        return err;
    hash_request(d->request, d->received, strlen(d->received), request_hash);
    store_read_end(d->store);
    return store_read_begin(d->store, &d->fault);
}

static enum err
run(struct desk *d, char request_hash[SHA256_TEXT])
{
    bool is_replayed = false, is_stream = d->route->flags & ROUTE_STREAMS;
    enum err err = is_stream ? receive(d, request_hash) : OK;
    if (err)
        return err;
    if ((err = replay(d, request_hash, &is_replayed)))
        return err;
    if (is_replayed)
        return err;
    if (!is_stream && d->route->prepare != NULL && (err = d->route->prepare(d)))
        return err;
    if (!(d->route->flags & ROUTE_WRITES))
        return d->route->handler ? d->route->handler(d) : OK;
    store_read_end(d->store);

    return run_write(d, request_hash);
}

static enum err
answer(struct desk *d)
{
    char request_hash[SHA256_TEXT];
    enum err err = find_route(d);
    if (err)
        return err;
    if ((err = check_query(d)))
        return err;
    if ((err = store_read_begin(d->store, &d->fault)))
        return err;
    if ((err = find_account(d)))
        return err;
    if ((err = may_ask(d)))
        return err;
    if ((err = read_command(d, request_hash)))
        return err;

    for (int try = 0; try < TRIES_MAX; try++) {
        if (try > 0 && (err = store_read_begin(d->store, &d->fault)))
            return err;
        err = run(d, request_hash);
        store_read_end(d->store);
        if (err != ERR_AGAIN)
            break;
        d->reply->headers_n = 0;
        d->findings = d->extra = NULL;
        d->has_new_rules = false;
        if (d->received == NULL)
            d->carry = NULL;
    }

    return err;
}

void
office_answer(struct office *o, const struct request *q, struct reply *r)
{
    memset(r, 0, sizeof *r);
    office_refresh(o);
    struct desk d = {.office = o,
                     .store = o->store,
                     .policy = o->policy,
                     .arena = o->arena,
                     .world = o->world,
                     .settings = o->settings,
                     .request = q,
                     .reply = r,
                     .now = world_now(o->world)};
    date_beijing(d.now, d.today);
    enum err err = answer(&d);
    store_read_end(o->store);

    if (err) {
        d.fault.err = err;
        reply_problem(r, o->arena, &d.fault, q->request_id, d.findings, d.extra);
    }

    bool is_cacheable = false;
    for (int i = 0; i < r->headers_n; i++)
        is_cacheable |= str_is(r->headers[i].name, "Cache-Control");
    if (!is_cacheable)
        reply_header(r, "Cache-Control", "no-store");
}

/* ---- the desk -------------------------------------------------------------------------------- */

void
desk_loaded(struct desk *d)
{
    store_read_end(d->store);
}

enum err
desk_findings(struct desk *d, const char *code, const char *text, struct findings *fs)
{
    d->findings = findings_end(fs);
    return fail(&d->fault, ERR_INPUT, code, "", "%s，共 %d 处", text, fs->count);
}

bool
desk_is(const struct desk *d, unsigned roles)
{
    return d->who != NULL && (d->who->roles & roles);
}

const char *
desk_etag(struct desk *d, long revision)
{
    return arena_printf(d->arena, "\"r%ld\"", revision);
}

long
desk_if_match(const struct desk *d)
{
    const char *s = d->request->if_match;
    char *end;

    if (s == NULL)
        return 0;
    if (str_is(s, "*"))
        return -1;

    if (str_starts(s, "W/"))
        s += 2;
    if (!str_starts(s, "\"r"))
        return 0;
    long revision = strtol(s + 2, &end, 10);
    return str_is(end, "\"") && revision > 0 ? revision : 0;
}

const char *
desk_query(struct desk *d, const char *name)
{
    return http_query(d->arena, d->request->query, name);
}

enum err
desk_save_match(struct desk *d, long *if_match)
{
    *if_match = desk_if_match(d);
    return *if_match != 0 ? OK
                          : fail(&d->fault, ERR_INPUT, "if_match_required", "",
                                 "保存时请带上 If-Match，值为读取时得到的 ETag");
}

enum err
desk_limit(struct desk *d, int *limit)
{
    const char *text = desk_query(d, "limit");

    *limit = 20;
    if (text == NULL)
        return OK;

    char *end;
    long n = strtol(text, &end, 10);
    if (*end != '\0' || n < 1 || n > 100)
        return fail(&d->fault, ERR_INPUT, "limit_invalid", "", "limit 应为 1 到 100 的整数");
    *limit = (int)n;
    return OK;
}

void
desk_reply_list(struct desk *d, struct buf *b, const char *next)
{
    buf_puts(b, "]");
    buf_json_str(b, "next", next);
    buf_puts(b, "}");
    reply_json(d->reply, 200, b);
}

const json_t *
desk_manifest(const struct desk *d)
{
    return policy_manifest(d->policy);
}

const json_t *
desk_form(const struct desk *d, const char *kind)
{
    return json_object_get(json_object_get(desk_manifest(d), "forms"), kind);
}

enum err
desk_not_found(struct desk *d)
{
    return fail(&d->fault, ERR_NOTFOUND, "not_found", "",
                "没有找到，或不属于您的单位，请从列表中重新打开");
}

enum err
desk_audit(struct desk *d, const char *action, const char *object, const char *detail)
{
    return store_audit_add(d->store, d->who ? d->who->id : NULL, action, object, detail, &d->fault);
}

/* The dispatcher: finds the row, who asks and whether they may, and runs the row's halves. */
#include "handle/dispatcher.h"
#include "handle/once.h"
#include "handle/pages.h"
#include "handle/route.h"

#include <string.h>

#define TRIES_MAX 32
#define BODY_MAX (64 * 1024)
#define BODY_LARGE_MAX (1024 * 1024)
#define BODY_GUEST_MAX (512 * 1024)
#define BODY_GUEST_SMALL (8 * 1024) /* costs so little that nobody need wait his turn */
#define API "/api/v1"

/* ---- finding the row ------------------------------------------------------------------------- */

static enum err
find_route(struct context *c)
{
    const char *path = c->request->path, *allowed;

    if (str_starts(path, API))
        path += strlen(API);
    c->route = route_find(c, path, &allowed);
    if (c->route != NULL)
        return OK;
    if (*allowed == '\0')
        return fail(&c->work.fault, ERR_NOTFOUND, "not_found", "",
                    "没有这个地址，请对照接口说明检查");
    reply_header(c->reply, "Allow", allowed);
    return fail(&c->work.fault, ERR_INPUT, "method_not_allowed", "",
                "这个地址不支持该方法，可用：%s", allowed);
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
check_origin(struct context *c, bool is_cookie)
{
    const struct request *q = c->request;

    if (q->method == GET || is_same_origin(q))
        return OK;
    if (is_cookie)
        return fail(&c->work.fault, ERR_DENIED, "origin_required", "",
                    "请求不是从本站页面发出的，已拒绝。请打开本站页面再操作");
    if (q->sec_fetch_site != NULL && !str_is(q->sec_fetch_site, "none"))
        return fail(&c->work.fault, ERR_DENIED, "origin_required", "",
                    "请求来自其他网站的页面，已拒绝。请打开本站页面再操作");
    return OK;
}

/* Asked in every try: whoever was logged out or lost a role meanwhile acts no more. */
static enum err
find_account(struct context *c)
{
    const struct request *q = c->request;
    struct casework *w = &c->work;
    bool is_bearer = q->authorization != NULL && str_starts(q->authorization, "Bearer ");
    const char *token =
        is_bearer ? q->authorization + 7 : http_cookie(w->arena, q->cookie, "suanbei_session");
    char hash[SHA256_TEXT];

    w->who = NULL;
    c->session = NULL;
    enum err err = check_origin(c, !is_bearer && token != NULL);
    if (err)
        return err;
    if (token == NULL || strlen(token) != TOKEN_TEXT - 1)
        return OK;

    struct live_session *live = arena_alloc(w->arena, sizeof *live);
    sha256_hex(token, strlen(token), hash);
    err = store_session_account(w->store, w->arena, hash, w->now, live, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    live->session.token_hash = arena_strdup(w->arena, hash);
    live->session.account_id = live->account.id;
    w->who = &live->account;
    c->session = &live->session;
    return OK;
}

int64_t
session_end(const struct context *c, int64_t created_at)
{
    int64_t idle = c->work.now + c->settings->session_ms;
    int64_t most = created_at + c->settings->session_max_ms;
    return idle < most ? idle : most;
}

static bool
is_past_half(const struct context *c)
{
    const struct session *s = c->session;
    return s != NULL && s->expires_at - c->work.now < c->settings->session_ms / 2 &&
           session_end(c, s->created_at) > s->expires_at;
}

/* In a transaction of its own, once in half a session's life. Nobody is refused because his could
 * not be prolonged. */
static void
prolong(struct context *c)
{
    struct casework *w = &c->work;
    struct fault f = {0};
    int64_t end = session_end(c, c->session->created_at);
    enum err err = store_write_begin(w->store, &f);

    if (!err && (err = store_session_prolong(w->store, c->session, end, &f)))
        store_write_rollback(w->store);
    else if (!err)
        err = store_write_commit(w->store, &f);
    if (err)
        log_line(LOG_WARN_, "session: not prolonged: %s %s", f.code, f.where);
}

/* ---- the query ------------------------------------------------------------------------------- */

static const struct member *
query_member(const struct route *r, const char *name, size_t n)
{
    for (const struct member *m = r->query; m != NULL && m->type != M_END; m++)
        if (strlen(m->name) == n && strncmp(m->name, name, n) == 0)
            return m;
    return NULL;
}

/* How often the parameter that pair begins with comes from there on. */
static long
times_from(const char *pair, size_t name_n)
{
    long times = 0;

    for (const char *p = pair; *p != '\0'; p += *p == '&') {
        size_t k = strcspn(p, "&=");
        times += k == name_n && strncmp(p, pair, k) == 0;
        p += strcspn(p, "&");
    }
    return times;
}

/* A value that lists its choices is one of them; what else a value must be, its handler says. One
 * that is declared as a list may come up to max times. */
static enum err
check_parameter(struct context *c, const char *pair, size_t n)
{
    struct arena *a = c->work.arena;
    const char *equals = memchr(pair, '=', n);
    size_t name_n = equals ? (size_t)(equals - pair) : n;
    const char *name = http_unescape(a, pair, name_n);
    const struct member *m = query_member(c->route, pair, name_n);
    const char *where = arena_printf(a, "/%s", name);

    if (m == NULL)
        return fail(&c->work.fault, ERR_INPUT, "parameter_unknown", where,
                    "这个地址没有名为“%s”的参数，请对照接口说明检查", name);

    bool is_list = m->type == M_LIST;
    const char *value = http_query(a, is_list ? pair : c->request->query, m->name);
    if (value != NULL && !member_allows(is_list ? m->each : m, value, casework_law(&c->work), a))
        return fail(&c->work.fault, ERR_INPUT, "parameter_invalid", where, "%s没有“%s”这个值",
                    m->title, value);
    if (times_from(pair, name_n) > (is_list ? m->max : 1))
        return fail(&c->work.fault, ERR_INPUT, "parameter_repeated", where,
                    "参数“%s”最多给 %ld 次，请删去多余的", name, is_list ? m->max : 1L);
    return OK;
}

static enum err
check_query(struct context *c)
{
    const char *query = c->request->query;

    if (*query != '\0' && http_unescape(c->work.arena, query, strlen(query)) == NULL)
        return fail(&c->work.fault, ERR_INPUT, "query_malformed", "",
                    "地址中的参数不是有效的 UTF-8 百分号编码，请重新编码");
    for (const char *p = query; *p != '\0';) {
        size_t n = strcspn(p, "&");
        enum err err = n > 0 ? check_parameter(c, p, n) : OK;
        if (err)
            return err;
        p += n;
        p += *p == '&';
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
check_command(struct context *c, json_t *command)
{
    const struct route *r = c->route;
    struct findings fs;

    findings_start(&fs, c->work.arena);
    if (r->body_schema == NULL)
        members_check(r->body, command, casework_law(&c->work), &fs);
    else if (!json_is_object(command))
        members_check(no_members, command, NULL, &fs);
    bool is_told_later = r->flags & ROUTE_GATHERS && json_is_object(command);
    if (fs.count > 0 && !is_told_later)
        return casework_findings(&c->work, "members_invalid", "请求内容不符合接口说明", &fs);
    c->misfits = fs.count > 0 ? findings_end(&fs) : NULL;
    c->command = command;
    return OK;
}

static size_t
body_most(const struct context *c)
{
    if (!(c->route->flags & ROUTE_LARGE))
        return BODY_MAX;
    return c->work.who != NULL ? BODY_LARGE_MAX : BODY_GUEST_MAX;
}

static enum err
let_try(struct context *c)
{
    const struct dispatcher *o = c->dispatcher;
    struct fault *f = &c->work.fault;

    if (o->trial == NULL || o->trial(o->trial_ctx))
        return OK;
    enum err err = fail(f, ERR_BUSY, "trials_many", "",
                        "正在试运行的规则过多，请稍后再试；没有保存，也没有改变任何内容");
    f->retry_after_s = 1;
    return err;
}

/* Who has logged in never waits for those who have not. */
static enum err
let_guest(struct context *c)
{
    const struct dispatcher *o = c->dispatcher;
    struct fault *f = &c->work.fault;
    bool is_costly =
        c->route->flags & ROUTE_COSTLY && c->request->content_length > BODY_GUEST_SMALL;

    if (!is_costly || c->work.who != NULL || o->guest == NULL || o->guest(o->guest_ctx))
        return OK;
    enum err err =
        fail(f, ERR_BUSY, "guests_many", "", "未登录的大件检查过多，请稍后再试；登录后不必等候");
    f->retry_after_s = 1;
    return err;
}

/* Before the body is read. */
static enum err
let_in(struct context *c)
{
    return c->route->flags & ROUTE_TRIES ? let_try(c) : let_guest(c);
}

static enum err
read_command(struct context *c, char request_hash[SHA256_TEXT])
{
    const struct route *r = c->route;
    const struct request *q = c->request;
    struct casework *w = &c->work;
    size_t n = 0, most = body_most(c);
    const char *text = "";
    json_t *command;
    enum err err;

    if (!(r->flags & ROUTE_STREAMS) && (err = http_body(w->arena, q, most, &text, &n, &w->fault)))
        return err;
    hash_request(q, text, n, request_hash);
    if (r->body == NULL && r->body_schema == NULL)
        return OK;
    if (n == 0 && (r->flags & ROUTE_OPTIONAL_BODY))
        return OK;

    if (!file_media_is(q->content_type, "application/json"))
        return fail(&w->fault, ERR_INPUT, "media_type_unsupported", "",
                    "请求内容的类型应为 application/json，请写明 Content-Type");
    if ((err = json_read(w->arena, text, n, &command, &w->fault)))
        return err;
    return check_command(c, command);
}

/* ---- running the row ------------------------------------------------------------------------- */

/* What most rows decide upon is known before they run. */
static enum err
look_at_root(struct context *c)
{
    const struct account *who = c->work.who;

    c->work.root = (struct root){0};
    c->work.elsewhere = (struct elsewhere){0};
    if (c->route->root == ROOT_RULES)
        return casework_root(&c->work, ROOT_RULES_ID);
    if (c->route->root == ROOT_ORGANIZATION && who->organization_id != NULL)
        return casework_root(&c->work, who->organization_id);
    if (c->route->root == ROOT_ACCOUNT && who != NULL)
        return casework_root(&c->work, who->id);
    return OK;
}

/* In a read snapshot: what it decides upon is of one moment with the revision. */
static enum err
decide_half(struct context *c, void *between)
{
    enum err err = look_at_root(c);
    return err ? err : c->route->decide(c, between);
}

/* In the transaction. What was decided before it must still be true; what is only now looked at is.
 */
static enum err
store_half(struct context *c, void *between)
{
    const struct route *r = c->route;
    bool is_decided = r->decide != NULL, is_moved = r->flags & ROUTE_MOVES;
    enum err err = is_decided ? casework_settle(&c->work, is_moved) : look_at_root(c);
    if (err)
        return err;
    if ((err = r->store(c, between)))
        return err;
    return !is_decided && is_moved ? casework_settle(&c->work, true) : OK;
}

static enum err
run_write(struct context *c, void *between, const char *request_hash)
{
    struct casework *w = &c->work;
    bool is_answered = false;
    enum err err = store_write_begin(w->store, &w->fault);
    if (err)
        return err;

    /* The same request may have come twice at once: the first has stored its reply by now. */
    err = once_look(c, request_hash, &is_answered);
    if (!err && !is_answered)
        err = store_half(c, between);
    if (!err && !is_answered)
        err = once_keep(c, request_hash);
    if (err || is_answered) {
        store_write_rollback(w->store);
        return err;
    }

    if ((err = store_write_commit(w->store, &w->fault)))
        return err;
    /* Before the reply: whoever has it finds the new set, whichever worker is asked. */
    if (c->has_new_rules)
        govern_announce(c->dispatcher->rules);
    return OK;
}

/* A streamed body can be read only once, and is known only then: it comes before the look for a
 * stored reply, and is kept when the row runs again. */
static enum err
receive(struct context *c, void *between, char request_hash[SHA256_TEXT])
{
    struct casework *w = &c->work;
    enum err err = c->received == NULL ? c->route->decide(c, between) : OK;
    if (err)
        return err;

    hash_request(c->request, c->received, strlen(c->received), request_hash);
    store_read_end(w->store);
    if ((err = store_read_begin(w->store, &w->fault)))
        return err;
    return look_at_root(c);
}

/* One try, in a read snapshot that is open. */
static enum err
run(struct context *c, void *between, char request_hash[SHA256_TEXT])
{
    const struct route *r = c->route;
    bool is_answered = false, is_stream = r->flags & ROUTE_STREAMS;
    enum err err;

    if (is_stream && (err = receive(c, between, request_hash)))
        return err;
    if ((err = once_look(c, request_hash, &is_answered)) || is_answered)
        return err;

    if (r->read != NULL)
        return r->read(c);
    if (!is_stream && r->decide != NULL && (err = decide_half(c, between)))
        return err;
    store_read_end(c->work.store);
    return c->stores_nothing ? OK : run_write(c, between, request_hash);
}

static enum err
who_may(struct context *c)
{
    enum err err = find_account(c);
    return err ? err : casework_may(&c->work, c->route->act, NULL);
}

/* Who asks, of one moment with all that is read after it. */
static enum err
let_them(struct context *c)
{
    enum err err = store_read_begin(c->work.store, &c->work.fault);
    if (err)
        return err;
    if ((err = who_may(c)) || !is_past_half(c))
        return err;

    store_read_end(c->work.store);
    prolong(c);
    if ((err = store_read_begin(c->work.store, &c->work.fault)))
        return err;
    return who_may(c);
}

/* Nothing of a try that lost a race goes into the next. */
static void
forget(struct context *c, void *between)
{
    dispatcher_count(c->dispatcher, "again");
    c->reply->headers_n = 0;
    c->work.findings = NULL;
    c->beside = (struct problem_answer){0};
    c->has_new_rules = c->stores_nothing = false;
    if (c->received == NULL)
        memset(between, 0, c->route->between);
}

static enum err
run_again(struct context *c, void *between, char request_hash[SHA256_TEXT])
{
    enum err err;

    forget(c, between);
    if ((err = store_read_begin(c->work.store, &c->work.fault)))
        return err;
    if ((err = who_may(c)))
        return err;
    return run(c, between, request_hash);
}

/* The loser of a race is run again, never told that it is his mistake. */
static enum err
run_until_settled(struct context *c, char request_hash[SHA256_TEXT])
{
    void *between = arena_alloc(c->work.arena, c->route->between);
    enum err err = run(c, between, request_hash);

    for (int try = 1; err == ERR_AGAIN && try < TRIES_MAX; try++) {
        store_read_end(c->work.store);
        err = run_again(c, between, request_hash);
    }
    return err;
}

static enum err
answer(struct context *c)
{
    char request_hash[SHA256_TEXT];
    enum err err;

    if ((err = find_route(c)))
        return err;
    if (!pages_is_asked(c->request) && (err = check_query(c)))
        return err;
    if ((err = let_them(c)))
        return err;
    if ((err = let_in(c)))
        return err;
    if ((err = read_command(c, request_hash)))
        return err;
    return run_until_settled(c, request_hash);
}

void
dispatcher_answer(struct dispatcher *o, const struct request *q, struct reply *r)
{
    memset(r, 0, sizeof *r);
    dispatcher_refresh(o);
    struct context c = {.work = {.store = o->store,
                                 .policy = o->policy,
                                 .arena = o->arena,
                                 .world = o->world,
                                 .remote_addr = q->remote_addr,
                                 .now = world_now(o->world)},
                        .dispatcher = o,
                        .settings = o->settings,
                        .request = q,
                        .reply = r};
    date_beijing(c.work.now, c.work.today);

    enum err err = answer(&c);
    store_read_end(o->store);
    if (err) {
        c.work.fault.err = err;
        reply_refused(&c);
    }

    for (int i = 0; i < c.work.judge_faults; i++)
        dispatcher_count(o, "judge_faults");

    bool is_cacheable = false;
    for (int i = 0; i < r->headers_n; i++)
        is_cacheable |= str_is(r->headers[i].name, "Cache-Control");
    if (!is_cacheable)
        reply_header(r, "Cache-Control", "no-store");
}

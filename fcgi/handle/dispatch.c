/* The dispatcher: finds the row, who asks and whether they may, and runs the row's halves. */
#include "handle/dispatcher.h"
#include "handle/once.h"
#include "handle/pages.h"
#include "handle/room.h"
#include "handle/precondition.h"
#include "handle/route.h"

#include <stdio.h>
#include <string.h>

#define TRIES_MAX 32
#define BODY_MAX (64 * 1024)
#define BODY_LARGE_MAX (1024 * 1024)
#define BODY_GUEST_MAX (512 * 1024)
#define VALUES_MAX 150000
#define VALUES_GUEST_MAX 64000      /* in what he may send, each may be of eight bytes */
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
static enum err
check_origin(struct context *c, bool is_cookie)
{
    const struct request *q = c->request;
    enum origin from = q->method == GET ? ORIGIN_SAME : http_origin(q);
    bool is_foreign =
        from != ORIGIN_UNKNOWN || (q->sec_fetch_site != NULL && !str_is(q->sec_fetch_site, "none"));

    if (from == ORIGIN_SAME || (!is_cookie && !is_foreign))
        return OK;
    if (from == ORIGIN_SCHEME)
        return fail(
            &c->work.fault, ERR_DENIED, "origin_required", "",
            "页面是经 https 打开的，而本系统收到的是 http 请求，已拒绝。请联系运维人员：TLS "
            "在前面的设备上终止时，要在 nginx 中登记那台设备（见 README）");
    return fail(&c->work.fault, ERR_DENIED, "origin_required", "",
                is_cookie ? "请求不是从本站页面发出的，已拒绝。请打开本站页面再操作"
                          : "请求来自其他网站的页面，已拒绝。请打开本站页面再操作");
}

/* ERR_NOTFOUND when nobody is logged in by this token, and no program acts by it. A program says
 * its own in the header alone: one in a cookie would be sent by whatever page a browser shows. */
static enum err
find_session(struct context *c, const char *token, bool is_cookie)
{
    struct casework *w = &c->work;
    bool is_program = !is_cookie && str_starts(token, TOKEN_PREFIX);
    size_t begins = is_program ? strlen(TOKEN_PREFIX) : 0;
    char hash[SHA256_TEXT];
    if (strlen(token) != begins + TOKEN_TEXT - 1)
        return ERR_NOTFOUND;

    struct live_session *live = arena_alloc(w->arena, sizeof *live);
    sha256_hex(token, strlen(token), hash);
    enum err err = (is_program ? store_token_account : store_session_account)(
        w->store, w->arena, hash, w->now, live, &w->fault);
    if (err)
        return err;
    live->session.token_hash = arena_strdup(w->arena, hash);
    live->session.account_id = live->account.id;
    w->who = &live->account;
    c->session = &live->session;
    return OK;
}

/* Asked in every try: whoever was logged out or lost a role meanwhile acts no more. Of several
 * cookies of our name (an old one, or another instance's on another port) the living one counts. */
static enum err
find_account(struct context *c)
{
    const struct request *q = c->request;
    struct arena *a = c->work.arena;
    const char *bearer = http_bearer(a, q->authorization), *cookies = q->cookie;
    const char *name = session_cookie(q);
    const char *token = bearer ? bearer : http_cookie(a, &cookies, name);

    c->work.who = NULL;
    c->session = NULL;
    bool is_cookie = bearer == NULL && token != NULL;
    enum err err = check_origin(c, is_cookie);
    if (err || token == NULL)
        return err;

    err = find_session(c, token, is_cookie);
    while (err == ERR_NOTFOUND && is_cookie && (token = http_cookie(a, &cookies, name)) != NULL)
        err = find_session(c, token, is_cookie);
    return err == ERR_NOTFOUND ? OK : err;
}

static int64_t
idle_of(const struct context *c, const struct account *of)
{
    bool is_staff = of->roles.bits & ROLE__STAFF;
    return is_staff ? c->settings->staff_session_ms : c->settings->session_ms;
}

int64_t
session_end(const struct context *c, const struct account *of, int64_t created_at)
{
    bool is_staff = of->roles.bits & ROLE__STAFF;
    int64_t idle = c->work.now + idle_of(c, of);
    int64_t most =
        created_at + (is_staff ? c->settings->staff_session_max_ms : c->settings->session_max_ms);
    return idle < most ? idle : most;
}

static bool
is_past_half(const struct context *c)
{
    const struct session *s = c->session;
    return s != NULL && c->work.who->token_id == NULL &&
           s->expires_at - c->work.now < idle_of(c, c->work.who) / 2 &&
           session_end(c, c->work.who, s->created_at) > s->expires_at;
}

/* In a transaction of its own, once in half a session's life. Nobody is refused because his could
 * not be prolonged. */
static void
prolong(struct context *c)
{
    struct casework *w = &c->work;
    struct fault f = {0};
    int64_t end = session_end(c, c->work.who, c->session->created_at);
    enum err err = store_write_begin(w->store, &f);

    if (!err && (err = store_session_prolong(w->store, c->session, end, &f)))
        store_write_rollback(w->store);
    else if (!err)
        err = store_write_commit(w->store, &f);
    if (err)
        log_line(LOG_WARN_, "session: not prolonged: %s %s", f.code, f.where);
}

/* A token has been used today. Nobody is refused because that could not be noted. */
static void
note_use(struct context *c)
{
    struct casework *w = &c->work;
    struct fault f = {0};
    enum err err = store_write_begin(w->store, &f);

    if (!err && (err = store_token_used(w->store, w->who->token_id, w->today, &f)))
        store_write_rollback(w->store);
    else if (!err)
        err = store_write_commit(w->store, &f);
    if (err)
        log_line(LOG_WARN_, "token: its use is not noted: %s %s", f.code, f.where);
}

static bool
is_first_today(const struct context *c)
{
    const struct account *who = c->work.who;
    return who != NULL && who->token_id != NULL && !str_is(who->token_used_on, c->work.today);
}

/* ---- the query ------------------------------------------------------------------------------- */

static const struct member *
query_member(struct arena *a, const struct route *r, const char *pair)
{
    for (const struct member *m = r->query; m != NULL && m->type != M_END; m++)
        if (http_query_names(a, pair, m->name))
            return m;
    return NULL;
}

/* How often the parameter comes from there on. */
static long
times_from(struct arena *a, const char *pair, const char *name)
{
    long times = 0;

    for (const char *p = pair; *p != '\0'; p += *p == '&') {
        times += http_query_names(a, p, name);
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
    const struct member *m = query_member(a, c->route, pair);
    const char *where = arena_printf(a, "/%s", name);

    if (m == NULL)
        return fail(&c->work.fault, ERR_INPUT, "parameter_unknown", where,
                    "这个地址没有名为“%s”的参数，请对照接口说明检查", name);

    bool is_list = m->type == M_LIST;
    const char *value = http_query(a, is_list ? pair : c->request->query, m->name);
    if (value != NULL && !member_allows(is_list ? m->each : m, value, casework_law(&c->work), a))
        return fail(&c->work.fault, ERR_INPUT, "parameter_invalid", where, "%s没有“%s”这个值",
                    m->title, value);
    if (times_from(a, pair, name) > (is_list ? m->max : 1))
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

static enum err
check_command(struct context *c, json_t *command)
{
    const struct route *r = c->route;
    struct findings fs;

    findings_start(&fs, c->work.arena);
    if (r->body_schema == NULL)
        members_tidy(c->work.arena, r->body, command);
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
    enum err err = room_for(c, 0);
    if (err)
        return err;
    return c->route->flags & ROUTE_TRIES ? let_try(c) : let_guest(c);
}

/* What a page sends; it cannot send a header, so the key stands among what it sends. */
static enum err
read_form(struct context *c, const char *text, size_t n, char request_hash[SHA256_TEXT])
{
    struct casework *w = &c->work;
    bool is_form = http_is_form(c->request->content_type);
    json_t *command = is_form ? http_form(w->arena, text) : NULL;
    if (command == NULL)
        return fail(&w->fault, ERR_INPUT, "media_type_unsupported", "",
                    "请求内容应为表单（application/x-www-form-urlencoded），每项一次");

    const char *key = json_str(command, "key");
    if (c->route->flags & ROUTE_KEYED && key != NULL)
        c->key = http_key(w->arena, key);
    if (once_is_asked(c))
        once_hash(c, text, n, request_hash);
    return check_command(c, command);
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
    if (r->flags & ROUTE_FORM)
        return read_form(c, text, n, request_hash);
    if (once_is_asked(c))
        once_hash(c, text, n, request_hash);
    if (r->body == NULL && r->body_schema == NULL)
        return OK;
    if (n == 0 && (r->flags & ROUTE_OPTIONAL_BODY))
        return OK;

    if (!http_is_json(w->arena, q->content_type))
        return fail(&w->fault, ERR_INPUT, "media_type_unsupported", "",
                    "请求内容应为 UTF-8 编码的 JSON，请写明 Content-Type: application/json");
    size_t values = w->who != NULL ? VALUES_MAX : VALUES_GUEST_MAX;
    if ((err = json_read_most(w->arena, text, n, values, &command, &w->fault)))
        return err;
    json_make_whole(command);
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

static const char *
mandate_of(const struct context *c)
{
    return c->work.who != NULL ? c->work.who->mandate_id : NULL;
}

/* In a read snapshot: what it decides upon is of one moment with the revision. */
static enum err
decide_half(struct context *c, void *between)
{
    enum err err = look_at_root(c);
    c->decided_by = mandate_of(c);
    if (!err)
        err = precondition_first(c);
    return err ? err : c->route->decide(c, between);
}

static enum err who_may(struct context *c) MUST;

/* Who asks is asked in the transaction, too: nothing else would show that somebody was logged out,
 * or a token taken back, since. What was decided before keeps the root that it stood on; it was
 * decided for one organization, and an agent who has turned to another decides again. */
static enum err
look_now(struct context *c)
{
    enum err err = who_may(c);
    if (err)
        return err;
    if (c->route->decide == NULL)
        return look_at_root(c);
    return str_is(c->decided_by, mandate_of(c))
               ? OK
               : fail(&c->work.fault, ERR_AGAIN, "busy", "", "刚刚改为替另一个单位办理");
}

/* In the transaction. What was decided before it must still be true; what is only now looked at is.
 */
static enum err
store_half(struct context *c, void *between)
{
    const struct route *r = c->route;
    bool is_decided = r->decide != NULL, is_moved = r->flags & ROUTE_MOVES;
    enum err err = look_now(c);
    if (!err && is_decided)
        err = casework_settle(&c->work, is_moved);
    if (err)
        return err;
    if ((err = precondition_first(c)))
        return err;
    if ((err = r->store(c, between)))
        return err;
    if ((err = precondition_last(c)))
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

    once_hash(c, c->received, strlen(c->received), request_hash);
    store_read_end(w->store);
    if ((err = store_read_begin(w->store, &w->fault)))
        return err;
    c->decided_by = mandate_of(c);
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

    if (r->read != NULL) {
        err = r->read(c);
        return err ? err : precondition_last(c);
    }
    if (!is_stream && r->decide != NULL && (err = decide_half(c, between)))
        return err;
    store_read_end(c->work.store);
    return c->stores_nothing ? precondition_last(c) : run_write(c, between, request_hash);
}

static enum err
who_may(struct context *c)
{
    enum err err = find_account(c);
    if (err)
        return err;
    if ((err = due_look(c)))
        return err;
    return c->route->store != NULL ? casework_may_store(&c->work, c->route->act)
                                   : casework_may(&c->work, c->route->act, NULL);
}

/* Who asks, of one moment with all that is read after it. */
static enum err
let_them(struct context *c)
{
    enum err err = store_read_begin(c->work.store, &c->work.fault);
    if (err)
        return err;
    if ((err = who_may(c)))
        return err;
    bool is_first = is_first_today(c);
    if (!is_first && !is_past_half(c))
        return OK;

    store_read_end(c->work.store);
    if (is_first)
        note_use(c);
    else
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

/* Whoever sends one key twice at once may lose against himself, and is then told what the first was
 * told: its reply is there since the moment that it stood in the second's way. */
static enum err
run_once(struct context *c, char request_hash[SHA256_TEXT])
{
    struct fault lost;
    bool is_answered = false;
    enum err err = run_until_settled(c, request_hash);
    if (!err || !once_is_asked(c))
        return err;

    lost = c->work.fault;
    store_read_end(c->work.store);
    enum err again = store_read_begin(c->work.store, &c->work.fault);
    if (!again)
        again = once_look(c, request_hash, &is_answered);
    if (is_answered || again == ERR_INPUT)
        return again;
    c->work.fault = lost;
    return err;
}

static enum err
answer(struct context *c)
{
    char request_hash[SHA256_TEXT] = ""; /* of one that has a key */
    enum err err;

    if ((err = find_route(c)))
        return err;
    if (!pages_is_asked(c->request) && (err = check_query(c)))
        return err;
    if ((err = let_them(c)))
        return err;
    if ((err = let_in(c)))
        return err;
    if ((err = once_key(c)))
        return err;
    if ((err = read_command(c, request_hash)))
        return err;
    return run_once(c, request_hash);
}

/* ---- on record ------------------------------------------------------------------------------- */

static enum err
note(struct context *c, const char *action, const char *object, const char *detail, bool is_refused)
{
    struct casework *w = &c->work;
    const struct audit_note x = {.at = w->now,
                                 .actor_id = w->who ? w->who->id : NULL,
                                 .action = action,
                                 .object = object,
                                 .detail = detail,
                                 .address = c->request->remote_addr,
                                 .request_id = c->request->request_id};
    return store_audit_wait(w->store, &x, is_refused, &w->fault);
}

/* "filing.read" as "filing.unmask". */
static const char *
unmask_of(struct context *c, const char *reads)
{
    const char *dot = strrchr(reads, '.');
    return arena_printf(c->work.arena, "%.*s.unmask", (int)(dot - reads), reads);
}

/* By what somebody acts, where that is not the account alone. */
static void
write_means(struct buf *b, const struct account *who)
{
    if (who != NULL && who->token_id != NULL)
        buf_json_str(b, "token", who->token_id);
    if (who != NULL && who->mandate_id != NULL)
        buf_json_str(b, "mandate", who->mandate_id);
}

/* Who was shown what. */
static enum err
note_read(struct context *c, const char *reads)
{
    struct buf b = BUF(c->work.arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "route", c->route->name);
    write_means(&b, c->work.who);
    if (c->shown_filing != NULL)
        buf_json_str(&b, "filing", c->shown_filing);
    if (c->params[1] != NULL)
        buf_json_str(&b, "number", c->params[1]);
    if (c->unmasked != NULL)
        buf_json_str(&b, "unmasked", c->unmasked);
    buf_close(&b);
    return note(c, c->unmasked ? unmask_of(c, reads) : reads, c->params[0], b.p, false);
}

/* A name that was wrong, or a role that was missing. Nobody's answer hangs on it. */
static void
note_refused(struct context *c)
{
    struct buf b = BUF(c->work.arena);
    char code[sizeof c->work.fault.code];

    snprintf(code, sizeof code, "%s", c->work.fault.code);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "route", c->route->name);
    buf_json_int(&b, "status", c->reply->status);
    buf_json_str(&b, "code", code);
    write_means(&b, c->work.who);
    buf_close(&b);
    if (note(c, c->refused_as ? c->refused_as : "call.refused", c->refused_object, b.p, true))
        log_line(LOG_ERROR_, "audit: a refusal is not on record: %s", c->work.fault.text);
}

/* Before the reply goes out: what is not on record is not shown. */
static void
put_on_record(struct context *c)
{
    struct reply *r = c->reply;
    const char *reads = c->route ? route_reads(c->route) : NULL;
    bool is_refused = r->status == 401 || r->status == 403 || (c->refused_as && r->status >= 400);

    if (c->route == NULL || (!is_refused && (reads == NULL || r->status >= 300)))
        return;
    if (is_refused) {
        note_refused(c);
    } else if (note_read(c, reads)) {
        *r = (struct reply){0};
        reply_refused(c);
    }
}

/* ---- slow ------------------------------------------------------------------------------------ */

/* Which route it was, and what of it took longest: names of this program and of the rules alone. */
static void
tell_slow(struct context *c, int64_t us)
{
    const struct dispatcher *o = c->dispatcher;
    struct slowest slowest = store_slowest(o->store);
    const char *at, *label = slowest.label ? slowest.label : "-";
    int64_t asked = policy_slowest(o->policy, &at);

    if (o->settings->slow_ms == 0 || us / 1000 < o->settings->slow_ms)
        return;
    dispatcher_count(c->dispatcher, "slow");
    log_line(LOG_WARN_,
             "slow: request %s: %lld ms in %s %s; longest statement %s %lld ms, longest judgement "
             "%lld ms at %s",
             c->request->request_id, (long long)(us / 1000),
             c->route ? http_method_name(c->route->method) : "-", c->route ? c->route->path : "-",
             label, (long long)(slowest.us / 1000), (long long)(asked / 1000), *at ? at : "-");
}

void
dispatcher_answer(struct dispatcher *o, const struct request *q, struct reply *r)
{
    int64_t since = mono_us();

    memset(r, 0, sizeof *r);
    store_slowest_begin(o->store);
    dispatcher_refresh(o);
    policy_slowest_begin(o->policy);
    struct context c = {.work = {.store = o->store,
                                 .policy = o->policy,
                                 .arena = o->arena,
                                 .world = o->world,
                                 .remote_addr = q->remote_addr,
                                 .quotas = &o->settings->quotas,
                                 .now = world_now(o->world)},
                        .dispatcher = o,
                        .settings = o->settings,
                        .request = q,
                        .reply = r};
    date_beijing(c.work.now, c.work.today);
    store_audit_asker(o->store, q->remote_addr, q->request_id);

    enum err err = answer(&c);
    o->route = c.route;
    store_read_end(o->store);
    if (err) {
        c.work.fault.err = err;
        reply_refused(&c);
    }
    put_on_record(&c);
    tell_slow(&c, mono_us() - since);
    store_audit_asker(o->store, NULL, NULL);

    for (int i = 0; i < c.work.judge_faults; i++)
        dispatcher_count(o, "judge_faults");

    bool is_cacheable = false;
    for (int i = 0; i < r->headers_n; i++)
        is_cacheable |= str_is(r->headers[i].name, "Cache-Control");
    if (!is_cacheable)
        reply_header(r, "Cache-Control", "no-store");
}

/* What the service says of itself to programs that watch it. */
#include "handle/health.h"
#include "handle/dispatcher.h"
#include "handle/route.h"

#include <string.h>

#define API "/api/v1"

/* ---- GET /healthz ---------------------------------------------------------------------------- */

struct health_row {
    const char *status, *rule_set;
};
static const struct member health_members[] = {
    {"status", M_STRING, M_REQUIRED, .at = TEXT_AT(health_row, status), .title = "ok 或 ready"},
    {"rule_set", M_STRING, M_REQUIRED, .at = TEXT_AT(health_row, rule_set),
     .title = "规则集的哈希"},
    MEMBERS_END,
};

static void
reply_state(struct reply *r, struct arena *a, const struct health_row *row)
{
    struct buf b = BUF(a);

    members_object(&b, NULL, health_members, row, 0);
    reply_json(r, 200, &b);
}

static enum err
lives(const struct health *h, struct fault *f)
{
    if (h->ready > 0 && *h->rule_set != '\0')
        return OK;
    return fail(f, ERR_BUSY, "not_alive", "",
                "没有工作进程能够应答：正在启动，或者一再意外结束。一分钟后仍然如此，"
                "请运维人员查看日志");
}

/* ---- GET /readyz ----------------------------------------------------------------------------- */

static void
say(struct buf *b, const char *path, const char *message, const char *suggestion)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "rule", arena_printf(b->a, "ready.%s", path + 1));
    buf_json_str(b, "severity", "error");
    buf_json_str(b, "path", path);
    buf_json_str(b, "message", message);
    buf_json_str(b, "suggestion", suggestion);
    buf_close(b);
}

static const char *
late_text(struct buf *b, long ms, const char *what)
{
    return arena_printf(b->a, "已有 %ld 秒不能%s数据库", ms / 1000, what);
}

static const char disk[] = "请查看磁盘和日志：磁盘没有应答、别的程序锁住了数据库，或者一次写入过久";

static void
say_reading(struct buf *b, const struct health *h)
{
    if (*h->read_fault != '\0')
        say(b, "/readable", h->read_fault, "请查看日志，必要时由备份恢复（suanbei restore）");
    else if (h->read_ms > h->late_ms)
        say(b, "/readable", late_text(b, h->read_ms, "读取"), disk);
}

static void
say_database(struct buf *b, const struct health *h)
{
    if (!h->has_failed) /* which ends reading, too */
        say_reading(b, h);
    if (h->is_damaged)
        say(b, "/damaged", "数据库中有一页与写入时不同",
            "请停止服务，检查磁盘和内存，由最近的备份恢复（suanbei restore）");
    if (h->has_failed)
        say(b, "/storage", "一次写入没有可靠保存，或者数据库文件被移走，已停止写入",
            "请检查磁盘（内核日志、剩余空间），排除原因后重新启动服务");
    else if (*h->write_fault != '\0')
        say(b, "/writable", h->write_fault, "请查看日志，排除原因；密钥缺失时请放回密钥文件");
    else if (h->write_ms > h->late_ms)
        say(b, "/writable", late_text(b, h->write_ms, "写入"), disk);
    if (*h->witness != '\0')
        say(b, "/witness", h->witness, "请停止服务并查明经过；见 README 的“备份”一节");
}

/* A JSON list of what stands in the way, or NULL. */
static const char *
findings_of(const struct health *h, struct arena *a)
{
    struct buf b = BUF(a);
    struct fault f = {0};

    buf_open(&b, NULL, '[');
    if (lives(h, &f))
        say(&b, "/workers", f.text, "请查看日志中工作进程结束的原因");
    if (h->is_draining)
        say(&b, "/draining", "正在停止服务，不再接受新的请求", "请由其他主机应答，或待重新启动");
    if (*h->rule_set != '\0')
        say_database(&b, h);
    buf_close(&b);
    return str_is(b.p, "[]") ? NULL : b.p;
}

static void
ready_reply(const struct health *h, struct arena *a, const char *request_id, struct reply *r)
{
    const char *findings = findings_of(h, a);
    struct buf b = BUF(a);
    struct fault f = {0};

    if (findings == NULL) {
        reply_state(r, a, &(struct health_row){"ready", h->rule_set});
        return;
    }
    f.err = fail(&f, ERR_BUSY, "not_ready", "", "服务现在不能办理业务，原因逐条列在 findings 中");
    struct problem p = http_problem(&f, request_id, findings);
    members_object(&b, NULL, problem_members, &p, 0);
    reply_problem(r, &p, &b, 0);
}

/* ---- GET /metrics ---------------------------------------------------------------------------- */

static void
metrics_reply(const struct health_source *s, struct arena *a, struct reply *r)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    s->measure(s->ctx, &b);
    reply_json(r, 200, &b);
    r->content_type = "text/plain; version=0.0.4; charset=utf-8";
}

/* ---- alone ----------------------------------------------------------------------------------- */

/* What is told here has no tag. */
static enum err
may_ask(const struct request *q, struct reply *r, struct fault *f)
{
    if (q->method != GET) {
        reply_header(r, "Allow", "GET, HEAD");
        return fail(f, ERR_INPUT, "method_not_allowed", "",
                    "这个地址不支持该方法，可用：GET, HEAD");
    }
    if (q->query[strspn(q->query, "&")] != '\0')
        return fail(f, ERR_INPUT, "parameter_unknown", "",
                    "这个地址没有参数，请去掉问号及其后的内容");
    if (q->if_match == NULL || http_tags_name(q->if_match, "\"\"", TAG_STRONG))
        return OK;
    return fail(f, ERR_STALE, "precondition_failed", "",
                "这个地址的内容没有版本标记，不能用 If-Match 比较。请去掉 If-Match");
}

static enum err
answer(const struct health_source *s, struct arena *a, const struct request *q, struct reply *r,
       struct fault *f)
{
    const char *path = str_starts(q->path, API) ? q->path + strlen(API) : q->path;
    bool is_health = str_is(path, "/healthz"), is_ready = str_is(path, "/readyz");
    struct health h = {0};
    enum err err;

    if (!is_health && !is_ready && !str_is(path, "/metrics"))
        return fail(f, ERR_NOTFOUND, "not_found", "", "没有这个地址，请对照接口说明检查");
    if ((err = may_ask(q, r, f)))
        return err;
    if (!is_health && !is_ready) {
        metrics_reply(s, a, r);
        return OK;
    }

    s->tell(s->ctx, a, &h);
    if (is_ready) {
        ready_reply(&h, a, q->request_id, r);
        return OK;
    }
    if ((err = lives(&h, f)))
        return err;
    reply_state(r, a, &(struct health_row){"ok", h.rule_set});
    return OK;
}

void
health_answer(const struct health_source *s, struct arena *a, const struct request *q,
              struct reply *r)
{
    struct fault f = {0};

    memset(r, 0, sizeof *r);
    f.err = answer(s, a, q, r, &f);
    if (f.err)
        reply_fault(r, a, &f, q->request_id);
    reply_header(r, "Cache-Control", "no-store");
}

/* ---- in a worker ----------------------------------------------------------------------------- */

static enum err
health_get(struct context *c)
{
    reply_state(c->reply, c->work.arena,
                &(struct health_row){"ok", policy_rule_set(c->work.policy)});
    return OK;
}

static enum err
ready_get(struct context *c)
{
    const struct health_source *s = c->dispatcher->health;
    struct health h = {.rule_set = policy_rule_set(c->work.policy),
                       .ready = 1,
                       .read_fault = "",
                       .write_fault = "",
                       .witness = ""};

    if (s != NULL)
        s->tell(s->ctx, c->work.arena, &h);
    ready_reply(&h, c->work.arena, c->request->request_id, c->reply);
    return OK;
}

static enum err
metrics_get(struct context *c)
{
    const struct health_source *s = c->dispatcher->health;
    if (s == NULL)
        return fail(&c->work.fault, ERR_NOTFOUND, "not_found", "", "这里没有进程池，没有指标");
    metrics_reply(s, c->work.arena, c->reply);
    return OK;
}

static const char *const metrics_types[] = {"text/plain", NULL};

static const struct route rows[] = {
    {.method = GET,
     .path = "/healthz",
     .act = ACT_LOOK,
     .read = health_get,
     .answer = health_members,
     .name = "getHealth",
     .title = "是否在运行"},
    {.method = GET,
     .path = "/readyz",
     .act = ACT_READ_STATUS,
     .read = ready_get,
     .answer = health_members,
     .name = "getReadiness",
     .title = "能否办理业务；不能时为 503，findings 逐条说明原因"},
    {.method = GET,
     .path = "/metrics",
     .act = ACT_READ_STATUS,
     .read = metrics_get,
     .media_types = metrics_types,
     .name = "getMetrics",
     .title = "监控指标（Prometheus 文本格式）"},
};
ROUTES(health, rows);

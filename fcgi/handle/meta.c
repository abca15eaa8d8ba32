/* What the system says of itself: handbook, status, the contract. */
#include "handle/dispatcher.h"
#include "handle/openapi.h"
#include "handle/route.h"
#include "page/page.h"

/* ---- GET /rule-sets/active/handbook ---------------------------------------------------------- */

/* Of the set that judges here; the engine is part of the tag because another program may write the
 * page another way. */
static enum err
handbook_get(struct context *c)
{
    struct buf *b = &c->dispatcher->handbook;
    const char *set = policy_rule_set(c->work.policy);
    const char *etag = arena_printf(c->work.arena, "\"%s.%s\"", set, policy_engine());

    if (b->p == NULL)
        page_handbook(b, casework_manifest(&c->work), set, policy_engine());
    reply_html(c->reply, c->request,
               &(struct html){.etag = etag, .text = b->p, .n = b->n, .is_public = true});
    return OK;
}

/* ---- GET /instance --------------------------------------------------------------------------- */

/* What its pages tell before somebody logs in. */
struct instance_answer {
    bool is_trial;
    const char *second_factor;
    long password_min, password_classes;
    const char *disclaimer;
};
static const char *const factor_words[] = {"staff", "all", "off", NULL};
static const struct member instance_answer[] = {
    {"is_trial", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(instance_answer, is_trial),
     .title = "试用实例：不要求第二因素，不强制修改初始密码"},
    {"second_factor", M_STRING, M_REQUIRED, .choices = factor_words,
     .at = TEXT_AT(instance_answer, second_factor),
     .title = "谁必须绑定第二因素：staff 工作人员，all 所有人，off 不要求"},
    {"password_min", M_INTEGER, M_REQUIRED, .at = LONG_AT(instance_answer, password_min),
     .title = "密码至少几个字符"},
    {"password_classes", M_INTEGER, M_REQUIRED, .at = LONG_AT(instance_answer, password_classes),
     .title = "密码须含大写字母、小写字母、数字、其他字符中的几种；0 为不要求"},
    {"disclaimer", M_STRING, M_REQUIRED, .at = TEXT_AT(instance_answer, disclaimer),
     .title = "公示的声明，各页页脚所写，以规则集的为准"},
    MEMBERS_END,
};

static enum err
instance_get(struct context *c)
{
    const struct settings *s = c->settings;

    reply_row(c, &(struct instance_answer){s->is_trial, s->second_factor, s->password_min,
                                           s->password_classes,
                                           json_str(casework_manifest(&c->work), "disclaimer")});
    return OK;
}

/* ---- GET /status ----------------------------------------------------------------------------- */

struct status_answer {
    int64_t now, free_bytes;
    const char *rule_set;
    long unassigned;
    struct store_counts counts;
    struct pool_status pool; /* of the pool; zeroed when there is none */
};
static const struct member store_members[] = {
    {"accounts", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.accounts),
     .title = "账号"},
    {"organizations", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.organizations),
     .title = "单位"},
    {"filings", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.filings),
     .title = "备案事项"},
    {"drafts", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.drafts), .title = "草稿"},
    {"in_review", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.in_review),
     .title = "审核中"},
    {"unassigned", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, unassigned),
     .title = "没有人能够办理的审核任务，至多数到 200"},
    {"entries", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.entries),
     .title = "公示的备案"},
    {"attachments", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, counts.attachments),
     .title = "附件"},
    {"database_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(status_answer, counts.db_bytes),
     .title = "数据库的字节数"},
    {"wal_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(status_answer, counts.wal_bytes),
     .title = "预写日志的字节数"},
    {"free_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(status_answer, free_bytes),
     .title = "附件所在磁盘的可用字节数"},
    MEMBERS_END,
};
static const struct member counter_members[] = {
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(counter_status, name), .title = "计数器"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(counter_status, title), .title = "数的是什么"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(counter_status, kind),
     .title = "sum 累计，bytes 累计字节，peak 最大值"},
    {"value", M_INTEGER, M_REQUIRED, .at = LONG_AT(counter_status, value), .title = "现在的值"},
    MEMBERS_END,
};
static const struct member process_members[] = {
    {"pid", M_INTEGER, M_REQUIRED, .at = LONG_AT(process_status, pid), .title = "进程号"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(process_status, role),
     .title = "worker、clerk、probe 或 health"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(process_status, state), .title = "在做什么"},
    {"generation", M_INTEGER, M_REQUIRED, .at = LONG_AT(process_status, generation),
     .title = "第几代"},
    {"requests", M_INTEGER, M_REQUIRED, .at = LONG_AT(process_status, requests),
     .title = "处理过的请求"},
    {"request_ms", M_INTEGER, M_REQUIRED, .at = LONG_AT(process_status, request_ms),
     .title = "正在处理的请求已用的毫秒数"},
    {"started_at", M_TIME, M_REQUIRED, .at = TIME_AT(process_status, started_at),
     .title = "启动时间"},
    MEMBERS_END,
};
static const struct member sample_members[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(sample_status, at), .title = "到何时为止"},
    {"seconds", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, seconds), .title = "多少秒"},
    {"requests", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, requests),
     .title = "收到的请求"},
    {"writes", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, writes),
     .title = "已完成的写入请求"},
    {"errors", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, errors), .title = "出错的答复"},
    {"busy", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, busy),
     .title = "看到过的同时处理请求的最大数"},
    {"request_ms", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, request_ms),
     .title = "处理请求共用的毫秒数"},
    {"judge_faults", M_INTEGER, M_REQUIRED, .at = LONG_AT(sample_status, judge_faults),
     .title = "规则没有给出结论的次数"},
    MEMBERS_END,
};
static const struct member pool_members[] = {
    {"started_at", M_TIME, M_REQUIRED, .at = TIME_AT(status_answer, pool.started_at),
     .title = "启动时间"},
    {"workers", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.workers),
     .title = "工作进程应有的数目"},
    {"idle", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.idle), .title = "空闲的"},
    {"busy", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.busy),
     .title = "正在处理请求的"},
    {"max_busy", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.max_busy),
     .title = "同时处理请求最多时的数目"},
    {"respawns", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.respawns),
     .title = "重新启动的进程"},
    {"kills", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.kills),
     .title = "因超时而终止的进程"},
    {"rules_generation", M_INTEGER, M_REQUIRED, .at = LONG_AT(status_answer, pool.rules_generation),
     .title = "规则集可能更换过的次数"},
    {"counters", M_LIST, M_REQUIRED, .at = ROWS_AT(status_answer, pool.counters),
     .of = counter_members, .size = sizeof(struct counter_status), .title = "计数器"},
    MEMBERS_END,
};
static const struct member status_answer[] = {
    {"now", M_TIME, M_REQUIRED, .at = TIME_AT(status_answer, now), .title = "当前时间"},
    {"rule_set", M_STRING, M_REQUIRED, .at = TEXT_AT(status_answer, rule_set),
     .title = "规则集的哈希"},
    {"store", M_OBJECT, M_REQUIRED, .of = store_members, .title = "存储"},
    {"pool", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(status_answer, pool.is_there),
     .of = pool_members, .title = "进程池"},
    {"processes", M_LIST, M_REQUIRED, .at = ROWS_AT(status_answer, pool.processes),
     .of = process_members, .size = sizeof(struct process_status), .title = "进程一览"},
    {"samples", M_LIST, M_REQUIRED, .at = ROWS_AT(status_answer, pool.samples),
     .of = sample_members, .size = sizeof(struct sample_status),
     .title = "最近一小时，每分钟一行，旧的在前，最后一行的这一分钟还没有完"},
    MEMBERS_END,
};

static enum err
status_get(struct context *c)
{
    struct casework *w = &c->work;
    struct status_answer a = {.now = w->now,
                              .rule_set = policy_rule_set(w->policy),
                              .free_bytes = file_free_bytes(c->settings->blob_folder)};
    struct task *unassigned;
    int n = 0;
    enum err err = store_counts(w->store, &a.counts, &w->fault);
    if (err)
        return err;
    if ((err = casework_unassigned(w, &unassigned, &n)))
        return err;
    a.unassigned = n;
    if (c->dispatcher->status != NULL)
        c->dispatcher->status(c->dispatcher->status_ctx, w->arena, &a.pool);
    reply_row(c, &a);
    return OK;
}

/* ---- GET /openapi.json ----------------------------------------------------------------------- */

static enum err
openapi_get(struct context *c)
{
    struct buf b = BUF(c->work.arena);

    openapi_write(&b, json_object_get(casework_manifest(&c->work), "forms"),
                  casework_law(&c->work));
    reply_text(c, b.p);
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/rule-sets/active/handbook",
     .act = ACT_LOOK,
     .read = handbook_get,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getHandbook",
     .title = "正在使用的规则手册"},
    {.method = GET,
     .path = "/openapi.json",
     .act = ACT_LOOK,
     .read = openapi_get,
     .answer_schema = "OpenApi",
     .name = "getOpenapi",
     .title = "接口说明（本文件）"},
    {.method = GET,
     .path = "/instance",
     .act = ACT_LOOK,
     .read = instance_get,
     .answer = instance_answer,
     .name = "getInstance",
     .title = "这个实例是怎样设置的"},
    {.method = GET,
     .path = "/status",
     .act = ACT_READ_STATUS,
     .read = status_get,
     .answer = status_answer,
     .name = "getStatus",
     .title = "运行状况"},
};
ROUTES(meta, rows);

#include "http/http.h"

#include <string.h>

/* What a failure is to a client. Handlers never name a status; a few codes have one of their own
 * below. */
static const struct outcome {
    int status;
    const char *title;
    bool is_visible; /* whether the fault's words are for the client */
    enum log_level level;
} outcomes[ERR__MAX] = {
    [OK] = {500, "内部错误", false, LOG_ERROR_},
    [ERR_INPUT] = {400, "请求有误", true, LOG_DEBUG_},
    [ERR_AUTH] = {401, "请先登录", true, LOG_DEBUG_},
    [ERR_DENIED] = {403, "没有权限", true, LOG_INFO_},
    [ERR_NOTFOUND] = {404, "没有找到", true, LOG_DEBUG_},
    [ERR_CONFLICT] = {409, "当前状态不允许", true, LOG_DEBUG_},
    [ERR_STALE] = {412, "内容已被更新", true, LOG_DEBUG_},
    [ERR_LARGE] = {413, "内容过大", true, LOG_DEBUG_},
    [ERR_LIMIT] = {429, "操作过于频繁", true, LOG_INFO_},
    [ERR_BUSY] = {503, "系统繁忙", true, LOG_WARN_},
    [ERR_AGAIN] = {503, "系统繁忙", false, LOG_WARN_},
    [ERR_RULE] = {503, "规则暂不可用", true, LOG_WARN_},
    [ERR_DAMAGED] = {500, "存储的内容已损坏", true, LOG_ERROR_},
    [ERR_BUG] = {500, "内部错误", false, LOG_ERROR_},
};

static const struct {
    const char *code;
    int status;
} code_status[] = {
    {"if_match_required", 428},  {"idempotency_mismatch", 422}, {"media_type_unsupported", 415},
    {"method_not_allowed", 405}, {"attachment_type", 422},      {"attachment_empty", 422},
    {"date_invalid", 422},       {"storage_full", 507},         {"rule_set_incompatible", 409},
    {"reason_missing", 422},     {"ends_at_invalid", 422},      {"base_unknown", 422},
    {"kind_unknown", 422},       {"action_unknown", 422},       {"files_many", 422},
    {"file_invalid", 422},       {"changes_missing", 422},      {"limit_unknown", 422},
    {"limit_value", 422},        {"limit_hidden", 422},         {"key_erased", 410},
    {"json_values_many", 422},   {"answer_invalid", 422}};

void
reply_header(struct reply *r, const char *name, const char *value)
{
    if (value == NULL || r->headers_n >= REPLY_HEADERS || strpbrk(value, "\r\n") != NULL)
        return;
    r->headers[r->headers_n].name = name;
    r->headers[r->headers_n++].value = value;
}

void
reply_json(struct reply *r, int status, const struct buf *b)
{
    r->status = status;
    r->content_type = "application/json; charset=utf-8";
    r->body = b->p;
    r->body_n = b->n;
}

void
reply_html(struct reply *r, const struct request *q, const struct html *h)
{
    bool is_known = q->if_none_match != NULL && http_tags_name(q->if_none_match, h->etag, TAG_WEAK);

    reply_header(r, "ETag", h->etag);
    reply_header(r, "Cache-Control",
                 h->cache       ? h->cache
                 : h->is_public ? "public, no-cache"
                                : "private, no-cache");
    reply_header(r, "Content-Security-Policy",
                 h->policy ? h->policy
                           : "default-src 'none'; style-src 'unsafe-inline'; "
                             "frame-ancestors 'none'");
    r->status = is_known ? 304 : 200;
    if (is_known)
        return;
    r->content_type = "text/html; charset=utf-8";
    r->body = h->text;
    r->body_n = h->n;
}

static int
status_of(const struct fault *f, bool has_findings)
{
    for (size_t i = 0; i < LEN(code_status); i++)
        if (str_is(code_status[i].code, f->code))
            return code_status[i].status;
    if (f->err == ERR_INPUT && has_findings)
        return 422;
    return outcomes[f->err < ERR__MAX ? f->err : ERR_BUG].status;
}

/* What was filled in is at fault, and not the request: people read this line first. A key that came
 * with another body is a program's mistake. */
static const char *
title_of(const struct fault *f, int status)
{
    if (status == 422 && !str_is(f->code, "idempotency_mismatch"))
        return "填报内容有误";
    return outcomes[f->err < ERR__MAX ? f->err : ERR_BUG].title;
}

const char *const finding_severities[] = {"error", "warning", "notice", NULL};

const struct member finding_members[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"title", M_STRING, M_NULLABLE, .title = "规则名称"},
    {"severity", M_STRING, M_REQUIRED, .choices = finding_severities, .title = "程度"},
    {"path", M_STRING, M_REQUIRED, .title = "字段位置（JSON Pointer）"},
    {"field", M_STRING, M_NULLABLE, .title = "字段的名称，自上而下，如“基本信息 › 网站名称”"},
    {"value", M_STRING, M_NULLABLE, .title = "现在所填，至多 60 字；没有填写时为 null"},
    {"message", M_STRING, M_REQUIRED, .title = "说明"},
    {"suggestion", M_STRING, M_NULLABLE, .title = "修改建议"},
    {"law", M_STRING, M_NULLABLE, .title = "条款"},
    {"source", M_STRING, M_NULLABLE, .title = "规则文件与行"},
    {"fault", M_BOOLEAN, .title = "为 true 时不是规则的意见，而是规则执行出错"},
    MEMBERS_END,
};

const struct member problem_members[] = {
    {"type", M_STRING, M_REQUIRED, .at = TEXT_AT(problem, type), .title = "问题类型"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(problem, title), .title = "概要"},
    {"status", M_INTEGER, M_REQUIRED, .at = LONG_AT(problem, status), .title = "HTTP 状态码"},
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(problem, code), .title = "供程序识别的代码"},
    {"detail", M_STRING, M_REQUIRED, .at = TEXT_AT(problem, detail), .title = "说明"},
    {"request_id", M_STRING, M_REQUIRED, .at = TEXT_AT(problem, request_id), .title = "请求编号"},
    {"where", M_STRING, .at = TEXT_AT(problem, where), .title = "位置"},
    {"findings", M_LIST, M_JSON, .at = TEXT_AT(problem, findings), .of = finding_members,
     .title = "数据中的问题"},
    MEMBERS_END,
};

struct problem
http_problem(const struct fault *f, const char *request_id, const char *findings)
{
    const struct outcome *o = &outcomes[f->err < ERR__MAX ? f->err : ERR_BUG];
    const char *code = f->err == ERR_AGAIN ? "busy" : "internal_error";
    int status = status_of(f, findings != NULL);

    log_line(o->level, "request %s: %d %s %s at %s: %s", request_id, status, err_name(f->err),
             f->code, f->where, f->text);

    return (struct problem){
        .type = "about:blank",
        .title = title_of(f, status),
        .status = status,
        .code = o->is_visible && f->code[0] ? f->code : code,
        .detail =
            o->is_visible
                ? f->text
                : "系统内部出错，内容没有改变。请稍后再试，仍不行时请把请求编号告诉运维人员。",
        .request_id = request_id,
        .where = o->is_visible && f->where[0] ? f->where : NULL,
        .findings = findings,
    };
}

void
reply_problem(struct reply *r, const struct problem *p, const struct buf *b, int retry_after_s)
{
    reply_json(r, (int)p->status, b);
    r->content_type = "application/problem+json; charset=utf-8";
    if (retry_after_s > 0 || p->status == 503)
        reply_header(r, "Retry-After",
                     arena_printf(b->a, "%d", retry_after_s > 0 ? retry_after_s : 2));
    if (p->status == 401)
        reply_header(r, "WWW-Authenticate", "Bearer");
}

void
reply_fault(struct reply *r, struct arena *a, const struct fault *f, const char *request_id)
{
    struct problem p = http_problem(f, request_id, NULL);
    struct buf b = BUF(a);

    members_object(&b, NULL, problem_members, &p, 0);
    reply_problem(r, &p, &b, f->retry_after_s);
}

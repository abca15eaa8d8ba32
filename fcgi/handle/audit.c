/* The audit trail: the auditor's. */
#include "handle/route.h"

/* Codes and hashes, never values of a person: which of them there are depends on the action. */
static const struct member detail_members[] = {
    {"rule_set", M_STRING, .title = "规则集"},
    {"base", M_STRING, .title = "所依据或对照的规则集"},
    {"origin", M_STRING, .title = "规则集的来源"},
    {"kind", M_STRING, .title = "怎样启用的"},
    {"reason", M_STRING, .title = "理由"},
    {"ends_at", M_TIME, .title = "紧急启用何时自动结束"},
    {"approved_by", M_ID, .title = "审批人的账号编号"},
    {"replay", M_ID, .title = "重放"},
    {"state", M_STRING, .title = "重放的结局"},
    {"decisions", M_INTEGER, .title = "重放过的决定数"},
    {"report", M_STRING, M_NULLABLE, .title = "重放报告的哈希；没有完成时为 null"},
    {"report_hash", M_STRING, .title = "所签的重放报告的哈希"},
    {"outcome", M_STRING, .title = "用例是否通过"},
    {"fault", M_STRING, .title = "用例没有通过的原因（代码）"},
    {"code", M_STRING, .title = "规则出错的原因（代码）"},
    {"rule", M_STRING, .title = "出错的规则"},
    {"where", M_STRING, M_NULLABLE, .title = "规则出错之处"},
    {"facts_hash", M_STRING, .title = "事实的哈希"},
    {"name", M_STRING, .title = "期限的名称"},
    {"from", M_STRING, .title = "之前的规则集，或之前的到期日"},
    {"to", M_DATE, .title = "之后的到期日"},
    {"provisional", M_BOOLEAN, .title = "之后的到期日是否暂估"},
    MEMBERS_END,
};
static const struct member audit_answer[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(audit_line, n), .title = "序号，从 1 起不缺号"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(audit_line, at), .title = "何时"},
    {"actor", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(audit_line, actor_id),
     .title = "何人的账号编号；空为系统"},
    {"actor_name", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(audit_line, actor_name),
     .title = "何人的用户名"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(audit_line, action), .title = "做了什么"},
    {"object", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(audit_line, object),
     .title = "对什么"},
    {"detail", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON, .at = TEXT_AT(audit_line, detail),
     .of = detail_members, .title = "细节：代码和哈希"},
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(audit_line, hash),
     .title = "本行的哈希，接着上一行算出"},
    MEMBERS_END,
};

static enum err
audit_list(struct context *c)
{
    struct casework *w = &c->work;
    struct audit_query q = {.cursor = context_query(c, "cursor")};
    struct audit_line *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_audit_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.rows = rows, .size = sizeof *rows, .n = n < limit ? n : limit};
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].n);
    reply_page(c, &p);
    return OK;
}

struct verdict_answer {
    long lines, broken_at;
    bool is_intact;
    const char *head;
};
static const struct member verdict_answer[] = {
    {"lines", M_INTEGER, M_REQUIRED, .at = LONG_AT(verdict_answer, lines), .title = "读过的行数"},
    {"is_intact", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(verdict_answer, is_intact),
     .title = "哈希链是否完好"},
    {"head", M_STRING, M_REQUIRED, .at = TEXT_AT(verdict_answer, head),
     .title = "最后一行的哈希；另存一份，可发现末尾被截去"},
    {"broken_at", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(verdict_answer, broken_at),
     .title = "第一处不符的行"},
    MEMBERS_END,
};

static enum err
audit_verify(struct context *c)
{
    struct audit_verdict x;
    enum err err = store_audit_verify(c->work.store, &x, &c->work.fault);
    if (err)
        return err;

    struct verdict_answer a = {.lines = x.lines,
                               .is_intact = x.broken_at == 0,
                               .head = x.head,
                               .broken_at = x.broken_at ? x.broken_at : NO_NUMBER};
    reply_row(c, &a);
    return OK;
}

static const struct route rows[] = {
    {.method = GET,
     .path = "/audit",
     .act = ACT_READ_AUDIT,
     .read = audit_list,
     .query = paged_query,
     .answer = audit_answer,
     .is_list = true,
     .name = "listAudit",
     .title = "审计记录，新的在前"},
    {.method = GET,
     .path = "/audit/verify",
     .act = ACT_READ_AUDIT,
     .read = audit_verify,
     .answer = verdict_answer,
     .name = "verifyAudit",
     .title = "核验审计记录的哈希链"},
};
ROUTES(audit, rows);

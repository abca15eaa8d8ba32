/* Problems as this room sends them, with what goes beside some of them. */
#include "handle/judgement.h"
#include "handle/pages.h"
#include "handle/route.h"

const struct member product_use_members[] = {
    {"filing", M_ID, M_REQUIRED, .title = "备案事项编号"},
    {"kind", M_STRING, M_REQUIRED, .title = "种类"},
    {"title", M_STRING, M_REQUIRED, .title = "简称"},
    {"state", M_STRING, M_REQUIRED, .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .title = "状态（中文）"},
    {"path", M_ID, M_REQUIRED | M_NULLABLE, .title = "功能访问路径编号；勾选整个产品时为 null"},
    {"function", M_ID, M_REQUIRED | M_NULLABLE, .title = "功能编号；勾选整条路径时为 null"},
    MEMBERS_END,
};
const struct member problem_answer_members[] = {
    {.type = M_WITH, .of = problem_members, .at = offsetof(struct problem_answer, problem)},
    {"etag", M_STRING, .at = TEXT_AT(problem_answer, etag), .title = "较新内容的 ETag"},
    {"kept", M_ID, .at = TEXT_AT(problem_answer, kept), .title = "这次内容另存于此"},
    {"used_by", M_LIST, M_JSON, .at = TEXT_AT(problem_answer, used_by), .of = product_use_members,
     .title = "用到这个产品的备案事项"},
    {"verdict", M_STRING, .at = TEXT_AT(problem_answer, verdict), .title = "规则的结论"},
    {"deadlines", M_LIST, M_JSON, .at = TEXT_AT(problem_answer, deadlines), .of = deadline_members,
     .title = "期限"},
    {"route", M_OBJECT, M_JSON, .at = TEXT_AT(problem_answer, route), .of = task_route_members,
     .title = "送审去向"},
    {"rule_set", M_STRING, .at = TEXT_AT(problem_answer, rule_set), .title = "规则集的哈希"},
    {"facts_hash", M_STRING, .at = TEXT_AT(problem_answer, facts_hash), .title = "事实的哈希"},
    {"engine", M_STRING, .at = TEXT_AT(problem_answer, engine), .title = "引擎版本"},
    MEMBERS_END,
};

void
reply_refused(struct context *c)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);

    if (pages_is_asked(c->request)) {
        pages_refused(c);
        return;
    }
    c->beside.problem = http_problem(&w->fault, c->request->request_id, w->findings);
    if (w->findings != NULL && c->route != NULL && c->route->refused != NULL)
        c->beside.problem.title = c->route->refused;
    members_object(&b, NULL, problem_answer_members, &c->beside, 0);
    reply_problem(c->reply, &c->beside.problem, &b, w->fault.retry_after_s);
}

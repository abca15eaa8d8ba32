/* Problems as this room sends them, with what goes beside some of them. */
#include "handle/judgement.h"
#include "handle/pages.h"
#include "handle/route.h"

const struct member problem_answer_members[] = {
    {.type = M_WITH, .of = problem_members, .at = offsetof(struct problem_answer, problem)},
    {"etag", M_STRING, .at = TEXT_AT(problem_answer, etag), .title = "较新内容的 ETag"},
    {"kept", M_ID, .at = TEXT_AT(problem_answer, kept), .title = "这次内容另存于此"},
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

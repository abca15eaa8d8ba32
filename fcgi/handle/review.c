/* The reviewer's queue: tasks taken, given back, decided. */
#include "handle/calendar.h"
#include "handle/declared.h"
#include "handle/history.h"
#include "handle/route.h"

/* ---- what they are --------------------------------------------------------------------------- */

static const char *const task_states[] = {"open", "claimed", "done", NULL};

/* A task as it is shown; of a decision also what became of the filing. */
struct task_answer {
    struct task task;
    const char *stage_label, *pool_label;
    long days_left; /* working days, negative when overdue; NO_NUMBER when the rules could not say,
                       or nothing is left to do */
    const char *filing_state, *number;
};
static const struct member organization_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.organization_id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.organization_name),
     .title = "单位名称"},
    MEMBERS_END,
};
static const struct member claimer_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.claimed_by), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.claimed_by_name),
     .title = "用户名"},
    MEMBERS_END,
};
static const struct member task_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.id), .title = "任务编号"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.filing_id),
     .title = "备案事项编号"},
    {"stage", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.stage), .title = "阶段"},
    {"stage_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, stage_label),
     .title = "阶段（中文）"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.state), .choices = task_states,
     .title = "状态"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.kind), .title = "种类"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.action), .title = "办理事项"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.title), .title = "简称"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, task.version), .title = "版本"},
    {"area", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.area), .title = "行政区划代码"},
    {"class", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.class_code),
     .title = "算法类别代码"},
    {"pool", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.pool),
     .title = "审核小组的代码；不分组的为 null"},
    {"pool_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, pool_label),
     .title = "审核小组（中文）"},
    {"grade", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.grade),
     .title = "分派时的等级的代码"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.due_on),
     .title = "到期日"},
    {"days_left", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(task_answer, days_left),
     .title = "距到期的工作日数，逾期为负；已办结的为 null"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(task_answer, task.is_provisional),
     .title = "到期日是否暂估"},
    {"needs_human", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(task_answer, task.is_fault),
     .title = "规则出错，须人工判断"},
    {"organization", M_OBJECT, M_REQUIRED, .of = organization_members, .title = "单位"},
    {"claimed_by", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = claimer_members, .title = "领取人"},
    {"outcome", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.outcome),
     .choices_of = declared_outcomes, .title = "决定"},
    MEMBERS_END,
};
static const struct member decided_answer[] = {
    {.type = M_WITH, .of = task_answer},
    {"filing_state", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, filing_state),
     .title = "备案事项的新状态"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, number),
     .title = "备案编号"},
    MEMBERS_END,
};

static void
show(struct context *c, struct task_answer *x)
{
    const struct task *t = &x->task;
    bool has_left = t->due_on != NULL && !str_is(t->state, "done") &&
                    working_days_left(c, t->due_on, &x->days_left);

    x->stage_label = law_label_of_stage(casework_law(&c->work), t->stage);
    x->pool_label = law_label_of_pool(casework_law(&c->work), t->pool);
    if (!has_left)
        x->days_left = NO_NUMBER;
}

/* ---- GET /review/tasks ----------------------------------------------------------------------- */

static const struct member tasks_query[] = {
    {"stage", M_STRING, .choices_of = declared_stages, .title = "阶段"},
    {"state", M_STRING, .choices = task_states, .title = "状态"},
    PAGED,
    MEMBERS_END,
};

static enum err
task_list(struct context *c)
{
    struct casework *w = &c->work;
    struct task_query q = {.account_id = w->who->id,
                           .stage = context_query(c, "stage"),
                           .state = context_query(c, "state"),
                           .cursor = context_query(c, "cursor")};
    struct task *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_task_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct task_answer), .n = n < limit ? n : limit};
    struct task_answer *list = arena_alloc(w->arena, (size_t)(p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].task = rows[i];
        show(c, &list[i]);
    }

    p.rows = list;
    p.next = n > limit ? store_task_cursor(w->arena, &rows[limit - 1]) : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- GET /review/unassigned: whom a case waits for, and nothing of what is in it ------------- */

static const struct member unassigned_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.id), .title = "任务编号"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.kind), .title = "种类"},
    {"stage", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.stage), .title = "阶段"},
    {"stage_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, stage_label),
     .title = "阶段（中文）"},
    {"area", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.area), .title = "行政区划代码"},
    {"class", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.class_code),
     .title = "算法类别代码"},
    {"pool", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.pool),
     .title = "审核小组的代码；不分组的为 null"},
    {"pool_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, pool_label),
     .title = "审核小组（中文）"},
    {"grade", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.grade),
     .title = "分派时的等级的代码"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.due_on),
     .title = "到期日"},
    MEMBERS_END,
};

static enum err
unassigned_list(struct context *c)
{
    struct casework *w = &c->work;
    struct task *rows;
    int n;
    enum err err = casework_unassigned(w, &rows, &n);
    if (err)
        return err;

    struct task_answer *list = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *list);
    for (int i = 0; i < n; i++) {
        list[i].task = rows[i];
        show(c, &list[i]);
    }
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

/* ---- POST /review/tasks/:id/claim, …/release ------------------------------------------------- */

static enum err
task_claim_decide(struct context *c, struct handover *x)
{
    return casework_handover(&c->work, c->params[0], VERB_CLAIM, x);
}

static enum err
task_release_decide(struct context *c, struct handover *x)
{
    return casework_handover(&c->work, c->params[0], VERB_RELEASE, x);
}

static enum err
task_claim_store(struct context *c, struct handover *x)
{
    struct task_answer a = {0};
    enum err err = casework_claim(&c->work, c->params[0], x, &a.task);
    if (err)
        return err;
    show(c, &a);
    reply_row(c, &a);
    return OK;
}

static enum err
task_release_store(struct context *c, struct handover *x)
{
    struct task_answer a = {0};
    enum err err = casework_release(&c->work, c->params[0], x, &a.task);
    if (err)
        return err;
    show(c, &a);
    reply_row(c, &a);
    return OK;
}

/* ---- POST /review/tasks/:id/decision --------------------------------------------------------- */

static const struct member decision_body[] = {
    {"outcome", M_STRING, M_REQUIRED, .choices_of = declared_outcomes, .title = "决定"},
    {"reasons", M_LIST, .max = 200, .of = reason_members, .title = "理由；退回和不予备案时必填"},
    {"note", M_STRING, M_NULLABLE, .max = 4000, .title = "内部备注，不向填报方显示"},
    MEMBERS_END,
};

static enum err
decision_decide(struct context *c, struct decision *x)
{
    struct decision_order order = {.outcome = command_text(c, "outcome"),
                                   .reasons = json_object_get(c->command, "reasons"),
                                   .note = command_text(c, "note")};
    return casework_decision_decide(&c->work, c->params[0], &order, x);
}

static enum err
decision_store(struct context *c, struct decision *x)
{
    enum err err = casework_decision_store(&c->work, x);
    if (err)
        return err;

    struct task_answer a = {
        .task = x->task, .filing_state = x->filing.state, .number = x->filing.number};
    show(c, &a);
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(decision, struct decision)
HALVES(task_claim, struct handover)
HALVES(task_release, struct handover)

static const struct route rows[] = {
    {.method = GET,
     .path = "/review/tasks",
     .act = ACT_REVIEW,
     .read = task_list,
     .query = tasks_query,
     .answer = task_answer,
     .is_list = true,
     .name = "listReviewTasks",
     .title = "审核任务，按到期日排序"},
    {.method = GET,
     .path = "/review/unassigned",
     .act = ACT_KEEP_STAFF,
     .read = unassigned_list,
     .answer = unassigned_answer,
     .is_list = true,
     .name = "listUnassignedTasks",
     .title = "没有人能够办理的审核任务，供安排人员或范围"},
    {.method = POST,
     .path = "/review/tasks/:id/claim",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     DECIDES(task_claim),
     .body = no_members,
     .answer = task_answer,
     .name = "claimTask",
     .title = "领取"},
    {.method = POST,
     .path = "/review/tasks/:id/release",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     DECIDES(task_release),
     .body = no_members,
     .answer = task_answer,
     .name = "releaseTask",
     .title = "退回任务"},
    {.method = POST,
     .path = "/review/tasks/:id/decision",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     DECIDES(decision),
     .body = decision_body,
     .answer = decided_answer,
     .refused = "决定未作出",
     .name = "decideTask",
     .title = "作出审核决定"},
};
ROUTES(review, rows);

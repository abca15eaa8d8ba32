/* The reviewer's queue: tasks taken, given back, decided. */
#include "handle/calendar.h"
#include "handle/declared.h"
#include "handle/history.h"
#include "handle/route.h"
#include "handle/task.h"

static const struct member decided_answer[] = {
    {.type = M_WITH, .of = task_members},
    {"filing_state", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, filing_state),
     .title = "备案事项的新状态"},
    MEMBERS_END,
};

static enum err
reply_tasks(struct context *c, const struct task *rows, struct page *p)
{
    struct task_answer *list = arena_alloc(c->work.arena, ((size_t)p->n + 1) * sizeof *list);

    for (int i = 0; i < p->n; i++) {
        list[i].task = rows[i];
        enum err err = task_show(c, &list[i]);
        if (err)
            return err;
    }
    p->rows = list;
    p->size = sizeof *list;
    reply_page(c, p);
    return OK;
}

static enum err
reply_task(struct context *c, struct task_answer *a)
{
    struct casework *w = &c->work;
    struct filing x;
    enum err err = task_show(c, a);
    if (err)
        return err;
    if ((err = store_filing_load(w->store, w->arena, a->task.filing_id, &x, &w->fault)))
        return err;
    reply_etag(c, x.revision);
    reply_row(c, a);
    return OK;
}

/* ---- GET /review/tasks ----------------------------------------------------------------------- */

static const char *const yes_or_no[] = {"true", "false", NULL};
static const struct member one_state = {.type = M_STRING, .choices = task_states, .title = "状态"};
static const struct member tasks_query[] = {
    {"stage", M_STRING, .choices_of = declared_stages, .title = "阶段；不给即您承担的各阶段"},
    {"state", M_LIST, .max = 2, .each = &one_state,
     .title = "状态，可给两个；不给即待领取与审核中的。已办结的单独列出，最近的在前"},
    {"led", M_STRING, .choices = yes_or_no,
     .title = "true：改列您负责调派的各阶段的任务，不论由谁办理"},
    {"mine", M_STRING, .choices = yes_or_no, .title = "只要自己领取的"},
    {"overdue", M_STRING, .choices = yes_or_no, .title = "只要逾期的"},
    {"soon", M_STRING, .choices = yes_or_no, .title = "只要临近到期的，几个工作日由规则定"},
    {"q", M_STRING, .title = "简称、单位名称或备案编号中的文字"},
    {"kind", M_STRING, .choices_of = declared_kinds, .title = "种类"},
    {"class", M_STRING, .title = "算法类别代码"},
    PAGED,
    MEMBERS_END,
};
static const struct member counts_members[] = {
    {"open", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_counts, open), .title = "可以领取的"},
    {"mine", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_counts, mine), .title = "自己正在审核的"},
    {"overdue", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_counts, overdue),
     .title = "以上两种中逾期的"},
    {"soon", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_counts, soon),
     .title = "以上两种中临近到期的"},
    {"done", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_counts, done), .title = "自己已办结的"},
    MEMBERS_END,
};
static const struct member beside_tasks[] = {
    {"counts", M_OBJECT, M_REQUIRED, .of = counts_members, .title = "各有几件，不论以上条件"},
    MEMBERS_END,
};

static bool
is_yes(struct context *c, const char *name)
{
    return str_is(context_query(c, name), "true");
}

static enum err
chosen_states(struct context *c, struct task_query *q)
{
    const char *const *states = context_query_list(c, "state");
    int n = 0;

    for (; states[n] != NULL; n++) {
        q->is_done |= str_is(states[n], "done");
        q->state = states[n];
    }
    if (n > 1 && q->is_done)
        return fail(&c->work.fault, ERR_INPUT, "parameter_invalid", "/state",
                    "已办结的任务请单独列出：state 只给 done");
    if (n > 1 && !str_is(states[0], states[1]))
        q->state = NULL;
    return OK;
}

static enum err
chosen_text(struct context *c, const char **text)
{
    *text = context_query(c, "q");
    if (*text == NULL || utf8_length(*text) <= 100)
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "query_too_long", "/q", "检索词最多 100 个字");
}

/* Overdue and soon lie side by side. */
static void
choose_due(struct context *c, const char *soon_until, struct task_query *q)
{
    bool is_overdue = is_yes(c, "overdue"), is_soon = is_yes(c, "soon");

    if (!is_overdue && !is_soon)
        return;
    q->due_from = is_overdue ? DATE_EARLIEST : c->work.today;
    q->due_before = is_soon ? soon_until : c->work.today;
}

/* What the query chooses. */
static enum err
chosen_tasks(struct context *c, const char *soon_until, struct task_query *q)
{
    struct casework *w = &c->work;
    const char *stage = context_query(c, "stage");
    bool is_led = is_yes(c, "led");
    enum err err;

    *q = (struct task_query){.account_id = w->who->id,
                             .stages = (is_led ? desk_led_stages : desk_stages)(w, stage),
                             .is_mine = is_yes(c, "mine"),
                             .kind = context_query(c, "kind"),
                             .class_code = context_query(c, "class"),
                             .cursor = context_query(c, "cursor")};
    if ((err = context_limit(c, &q->limit)))
        return err;
    if ((err = chosen_states(c, q)))
        return err;
    choose_due(c, soon_until, q);
    return chosen_text(c, &q->text);
}

static enum err
task_list(struct context *c)
{
    struct casework *w = &c->work;
    struct task_counts_query of = {.account_id = w->who->id,
                                   .stages = desk_stages(w, NULL),
                                   .today = w->today,
                                   .soon_until = working_day_after(c, desk_soon_days(w) + 1)};
    struct task_counts counts;
    struct task_query q;
    struct task *rows;
    int n;
    enum err err;

    if ((err = chosen_tasks(c, of.soon_until, &q)))
        return err;
    if ((err = store_task_counts(w->store, &of, &counts, &w->fault)))
        return err;
    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_task_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.n = n < limit ? n : limit,
                     .next = n > limit ? store_task_cursor(w->arena, &q, &rows[limit - 1]) : NULL,
                     .beside = &counts};
    return reply_tasks(c, rows, &p);
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

    return reply_tasks(c, rows, &(struct page){.n = n});
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
    return reply_task(c, &a);
}

static enum err
task_release_store(struct context *c, struct handover *x)
{
    struct task_answer a = {0};
    enum err err = casework_release(&c->work, c->params[0], x, &a.task);
    if (err)
        return err;
    return reply_task(c, &a);
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

    struct task_answer a = {.task = x->task, .filing_state = x->filing.state};
    a.task.number = x->filing.number;
    return reply_task(c, &a);
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
     .answer = task_members,
     .is_list = true,
     .beside = beside_tasks,
     .name = "listReviewTasks",
     .title = "审核任务，按到期日排序；不能由您领取的不列"},
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
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     .tag = task_tag,
     DECIDES(task_claim),
     .body = no_members,
     .answer = task_members,
     .headers = HEADER_ETAG,
     .name = "claimTask",
     .title = "领取"},
    {.method = POST,
     .path = "/review/tasks/:id/release",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     .tag = task_tag,
     DECIDES(task_release),
     .body = no_members,
     .answer = task_members,
     .headers = HEADER_ETAG,
     .name = "releaseTask",
     .title = "退回任务"},
    {.method = POST,
     .path = "/review/tasks/:id/decision",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     .tag = task_tag,
     DECIDES(decision),
     .body = decision_body,
     .answer = decided_answer,
     .headers = HEADER_ETAG,
     .refused = "决定未作出",
     .name = "decideTask",
     .title = "作出审核决定"},
};
ROUTES(review, rows);

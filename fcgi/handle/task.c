/* A piece of review work, as answers hold it. */
#include "handle/task.h"
#include "handle/calendar.h"
#include "handle/declared.h"

const char *const task_states[] = {"open", "claimed", "done", NULL};

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
static const struct member finding_count_members[] = {
    {"error", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, findings.error), .title = "错误"},
    {"warning", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, findings.warning),
     .title = "提醒"},
    {"notice", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, findings.notice), .title = "提示"},
    MEMBERS_END,
};
const struct member task_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.id), .title = "任务编号"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(task_answer, task.filing_id),
     .title = "备案事项编号"},
    {"stage", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.stage), .title = "阶段"},
    {"stage_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, stage_label),
     .title = "阶段（中文）"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.state), .choices = task_states,
     .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, state_label),
     .title = "状态（中文）"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.kind), .title = "种类"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, kind_label),
     .title = "种类（中文）"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.action), .title = "办理事项"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.title), .title = "简称"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.number),
     .title = "备案编号"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, task.version), .title = "版本"},
    {"round", M_INTEGER, M_REQUIRED, .at = LONG_AT(task_answer, task.version),
     .title = "第几次提交"},
    {"submitted_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(task_answer, task.submitted_at),
     .title = "这个版本的提交时间"},
    {"area", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.area), .title = "行政区划代码"},
    {"area_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, area_label),
     .title = "行政区划（中文）"},
    {"class", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.class_code),
     .title = "算法类别代码"},
    {"class_label", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, class_label),
     .title = "算法类别（中文）"},
    {"pool", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.pool),
     .title = "审核小组的代码；不分组的为 null"},
    {"pool_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, pool_label),
     .title = "审核小组（中文）"},
    {"grade", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.grade),
     .title = "分派时的等级的代码"},
    {"grade_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, grade_label),
     .title = "分派时的等级（中文）"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.due_on),
     .title = "到期日"},
    {"days_left", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(task_answer, days_left),
     .title = "距到期的工作日数，逾期为负；已办结的为 null"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(task_answer, task.is_provisional),
     .title = "到期日是否暂估"},
    {"needs_human", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(task_answer, task.is_fault),
     .title = "规则出错，须人工判断"},
    {"findings", M_OBJECT, M_REQUIRED, .of = finding_count_members,
     .title = "规则对这个版本的意见各有几条"},
    {"organization", M_OBJECT, M_REQUIRED, .of = organization_members, .title = "单位"},
    {"organization_name", M_STRING, M_REQUIRED, .at = TEXT_AT(task_answer, task.organization_name),
     .title = "单位名称"},
    {"claimed_by", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = claimer_members, .title = "领取人"},
    {"claimed_by_name", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, taken_by),
     .title = "领取人的姓名，别人的遮盖；没有登记姓名的为用户名"},
    {"claimed_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(task_answer, task.claimed_at),
     .title = "领取时间"},
    {"done_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(task_answer, task.done_at),
     .title = "办结时间"},
    {"outcome", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(task_answer, task.outcome),
     .choices_of = declared_outcomes, .title = "决定"},
    MEMBERS_END,
};

enum err
task_show(struct context *c, struct task_answer *x)
{
    struct casework *w = &c->work;
    const struct law *l = casework_law(w);
    const struct task *t = &x->task;
    bool has_left = t->due_on != NULL && !str_is(t->state, "done") &&
                    working_days_left(c, t->due_on, &x->days_left);

    if (!has_left)
        x->days_left = NO_NUMBER;
    x->kind_label = law_label_of_kind(l, t->kind);
    x->stage_label = law_label_of_stage(l, t->stage);
    x->state_label = label_of(LABEL_TASK, t->state);
    x->pool_label = law_label_of_pool(l, t->pool);
    x->class_label = desk_class_label(w, t->class_code);
    x->area_label = desk_area_label(w, t->area);
    x->grade_label = desk_grade_label(w, t->grade);
    const char *name = t->claimed_by_contact;
    if (name != NULL && !str_is(t->claimed_by, w->who->id))
        name = mask_text(w->arena, MASK_NAME, name);
    x->taken_by = name ? name : t->claimed_by_name;
    return store_finding_counts(w->store, t->filing_id, t->version, &x->findings, &w->fault);
}

static enum err
tag_of(struct context *c, bool is_given, const char **tag)
{
    struct casework *w = &c->work;
    struct task t;
    struct filing x;
    enum err err =
        is_given ? casework_task_given(w, c->params[0], &t) : casework_task(w, c->params[0], &t);

    if (!err)
        err = store_filing_load(w->store, w->arena, t.filing_id, &x, &w->fault);
    *tag = err ? NULL : etag_text(w->arena, x.revision);
    return err;
}

enum err
task_tag(struct context *c, const char **tag)
{
    return tag_of(c, false, tag);
}

enum err
given_task_tag(struct context *c, const char **tag)
{
    return tag_of(c, true, tag);
}

/* The reviewer's desk: the queue, taking a task, giving it back, deciding it. What a decision does
 * is in decide.c. */
#include "handle/review.h"

#include <stdio.h>
#include <string.h>

static void
task_json(struct desk *d, struct buf *b, const struct task *t)
{
    long left = 0;
    bool has_left = t->due_on != NULL && working_days_left(d, t->due_on, &left);

    buf_puts(b, "{");
    buf_json_str(b, "id", t->id);
    buf_json_str(b, "filing", t->filing_id);
    buf_json_str(b, "stage", t->stage);
    buf_json_str(b, "stage_label", workflow_stage_label(desk_manifest(d), t->stage));
    buf_json_str(b, "state", t->state);
    buf_json_str(b, "kind", t->kind);
    buf_json_str(b, "action", t->action);
    buf_json_str(b, "title", t->title);
    buf_json_int(b, "version", t->version);
    buf_json_str(b, "area", t->area);
    buf_json_str(b, "class", t->class_code);
    buf_json_str(b, "due_on", t->due_on);
    buf_json_raw(b, "days_left", has_left ? arena_printf(d->arena, "%ld", left) : NULL);
    buf_json_bool(b, "provisional", t->is_provisional);
    buf_json_bool(b, "needs_human", t->is_fault);
    buf_key(b, "organization");
    buf_puts(b, "{");
    buf_json_str(b, "id", t->organization_id);
    buf_json_str(b, "name", t->organization_name);
    buf_puts(b, "}");

    if (t->claimed_by == NULL) {
        buf_json_raw(b, "claimed_by", NULL);
    } else {
        buf_key(b, "claimed_by");
        buf_puts(b, "{");
        buf_json_str(b, "id", t->claimed_by);
        buf_json_str(b, "username", t->claimed_by_name);
        buf_puts(b, "}");
    }

    buf_json_str(b, "outcome", t->outcome);
    buf_puts(b, "}");
}

enum err
handle_task_list(struct desk *d)
{
    int limit, n;
    struct task *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct task_query q = {.account_id = d->who->id,
                           .stage = desk_query(d, "stage"),
                           .state = desk_query(d, "state"),
                           .cursor = desk_query(d, "cursor"),
                           .limit = limit + 1};
    if ((err = store_task_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? "," : "");
        task_json(d, &b, &rows[i]);
    }

    desk_reply_list(d, &b, n > limit ? store_task_cursor(d->arena, &rows[limit - 1]) : NULL);
    return OK;
}

/* The task, if its filing lies in the reviewer's scope, and whether this person may work it at all.
 */
static enum err
review_load(struct desk *d, struct task *t, struct filing *x)
{
    bool is_in_scope = false, has_decided = false;
    enum err err = id_valid(d->params[0])
                       ? store_task_load(d->store, d->arena, d->params[0], t, &d->fault)
                       : ERR_NOTFOUND;
    if (err)
        return err == ERR_NOTFOUND ? desk_not_found(d) : err;
    if ((err = store_filing_in_scope(d->store, t->filing_id, d->who->id, &is_in_scope, &d->fault)))
        return err;
    if (!is_in_scope)
        return desk_not_found(d);
    if (!desk_is(d, workflow_stage_role(desk_manifest(d), t->stage)))
        return fail(&d->fault, ERR_DENIED, "role_required", "",
                    "您的账号不承担“%s”，请由承担该阶段的人员办理",
                    workflow_stage_label(desk_manifest(d), t->stage));
    if ((err = store_filing_load(d->store, d->arena, t->filing_id, x, &d->fault)))
        return err;
    if (str_is(x->organization_id, d->who->organization_id))
        return fail(&d->fault, ERR_DENIED, "own_organization", "",
                    "不能审核本单位的备案，请由其他人员接手");
    if ((err = store_task_decided_by(d->store, x->id, t->version, d->who->id, &has_decided,
                                     &d->fault)))
        return err;
    if (has_decided && !str_is(t->state, "done"))
        return fail(&d->fault, ERR_DENIED, "same_reviewer", "",
                    "您已作出前一阶段的审核决定，初审与复审须由不同人员进行");

    return OK;
}

static enum err
move_filing(struct desk *d, const struct task *t, struct filing *x, const char *event,
            struct event *e)
{
    const char *to = workflow_next(desk_manifest(d), x->kind, event, x->state, d->who->roles);

    *e = (struct event){.filing_id = x->id,
                        .version = x->version,
                        .actor_id = d->who->id,
                        .actor_role = role_name(workflow_stage_role(desk_manifest(d), t->stage)),
                        .what = event,
                        .from_state = x->state,
                        .to_state = to,
                        .at = d->now};
    if (to == NULL)
        return fail(&d->fault, ERR_CONFLICT, "move_not_allowed", "",
                    "备案处于“%s”，不能这样办理，请刷新任务列表",
                    workflow_label(desk_manifest(d), x->state));
    x->state = to;

    return store_filing_move(d->store, x, &d->fault);
}

static enum err
reply_task(struct desk *d, const char *id)
{
    struct task t;
    struct buf b = BUF(d->arena);
    enum err err = store_task_load(d->store, d->arena, id, &t, &d->fault);
    if (err)
        return err;
    task_json(d, &b, &t);
    reply_json(d->reply, 200, &b);
    return OK;
}

enum err
handle_task_claim(struct desk *d)
{
    struct task t;
    struct filing x;
    struct event e;
    enum err err = review_load(d, &t, &x);
    if (err)
        return err;
    if (str_is(t.state, "claimed") && str_is(t.claimed_by, d->who->id))
        return reply_task(d, t.id);
    if (!str_is(t.state, "open"))
        return fail(&d->fault, ERR_CONFLICT, "already_claimed", "", "%s",
                    str_is(t.state, "done") ? "这项审核已经办结，结果见备案的办理经过"
                                            : "这项审核已由其他人员接手，请选择其他任务");

    t.state = "claimed";
    t.claimed_by = d->who->id;
    t.claimed_at = d->now;
    if ((err = move_filing(d, &t, &x, "claim", &e)))
        return err;
    if ((err = store_task_move(d->store, &t, "open", &d->fault)))
        return err;
    if ((err = store_event_add(d->store, &e, &d->fault)))
        return err;
    if ((err = desk_audit(d, "task.claim", t.id, NULL)))
        return err;

    return reply_task(d, t.id);
}

static enum err
claimed_by_me(struct desk *d, const struct task *t)
{
    if (str_is(t->state, "claimed") && str_is(t->claimed_by, d->who->id))
        return OK;
    if (str_is(t->state, "claimed"))
        return fail(&d->fault, ERR_CONFLICT, "claimed_by_other", "",
                    "这项审核已由其他人员接手，请选择其他任务");

    return fail(&d->fault, ERR_CONFLICT,
                str_is(t->state, "done") ? "already_decided" : "not_claimed", "", "%s",
                str_is(t->state, "done") ? "这项审核已经办结，结果见备案的办理经过"
                                         : "请先接手这项审核");
}

enum err
handle_task_release(struct desk *d)
{
    struct task t;
    struct filing x;
    struct event e;
    enum err err;

    if ((err = review_load(d, &t, &x)))
        return err;
    if ((err = claimed_by_me(d, &t)))
        return err;

    t.state = "open";
    t.claimed_by = NULL;
    t.claimed_at = 0;
    if ((err = move_filing(d, &t, &x, "release", &e)))
        return err;
    if ((err = store_task_move(d->store, &t, "claimed", &d->fault)))
        return err;
    if ((err = store_event_add(d->store, &e, &d->fault)))
        return err;
    if ((err = desk_audit(d, "task.release", t.id, NULL)))
        return err;

    return reply_task(d, t.id);
}

/* ---- POST /review/tasks/:id/decision --------------------------------------------------------- */

/* A return or a refusal without a reason, a place and a way to mend it is none: 《规定》第二十五条.
 */
static enum err
reasons_check(struct desk *d)
{
    const json_t *reasons = json_object_get(d->command, "reasons");
    struct findings fs;
    size_t i;
    json_t *reason;

    findings_start(&fs, d->arena);
    if (!str_is(json_str(d->command, "outcome"), "pass") && json_array_size(reasons) == 0)
        findings_add(&fs, "review.reasons", "/reasons", "退回补正或不予备案必须说明理由",
                     "请至少写明一条理由，并指明所涉字段");
    json_array_foreach(reasons, i, reason)
    {
        const char *path = json_str(reason, "path");
        if (path != NULL && *path != '\0' && *path != '/')
            findings_add(&fs, "review.path", arena_printf(d->arena, "/reasons/%zu/path", i),
                         "字段位置应以 / 开头，例如 /basic/name", "请修改位置");
    }

    return fs.count > 0 ? desk_findings(d, "reasons_required", "审核决定没有作出", &fs) : OK;
}

enum err
handle_decision_prepare(struct desk *d)
{
    struct review *x = arena_alloc(d->arena, sizeof *x);

    d->carry = x;
    x->outcome = json_str(d->command, "outcome");
    enum err err;
    if ((err = reasons_check(d)))
        return err;
    if ((err = review_load(d, &x->task, &x->filing)))
        return err;
    if ((err = claimed_by_me(d, &x->task)))
        return err;

    x->from_state = x->filing.state;
    const char *to =
        workflow_next(desk_manifest(d), x->filing.kind, x->outcome, x->from_state, d->who->roles);
    if (to == NULL)
        return fail(&d->fault, ERR_CONFLICT, "move_not_allowed", "",
                    "备案处于“%s”，不能作出这个决定，请刷新任务列表",
                    workflow_label(desk_manifest(d), x->from_state));

    return str_is(to, "approved") ? approval_prepare(d, x) : OK;
}

enum err
handle_decision(struct desk *d)
{
    struct review *x = d->carry;
    struct task *t = &x->task;
    struct event e;
    const json_t *reasons = json_object_get(d->command, "reasons");
    enum err err;

    t->state = "done";
    t->outcome = x->outcome;
    t->reasons = json_array_size(reasons) > 0 ? json_text(d->arena, reasons) : NULL;
    t->note = json_str(d->command, "note");
    t->done_at = d->now;
    x->filing.number = x->number ? x->number : x->filing.number;
    if ((err = store_task_move(d->store, t, "claimed", &d->fault)))
        return err;
    if ((err = move_filing(d, t, &x->filing, x->outcome, &e)))
        return err;

    e.reasons = t->reasons;
    e.note = t->note;
    if ((err = store_event_add(d->store, &e, &d->fault)))
        return err;
    if ((err = decision_effects(d, x)))
        return err;
    if ((err = desk_audit(d, "task.decide", t->id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    struct task fresh;
    if ((err = store_task_load(d->store, d->arena, t->id, &fresh, &d->fault)))
        return err;

    task_json(d, &b, &fresh);
    b.n--;
    buf_json_str(&b, "filing_state", x->filing.state);
    buf_json_str(&b, "number", x->filing.number);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);

    return OK;
}

/* What a review decision does beside moving the filing. */
#include "handle/review.h"

#include <string.h>

enum err
approval_prepare(struct desk *d, struct review *x)
{
    struct version v;
    json_t *data, *published;
    const char *facts, *answer;
    struct filing *f = &x->filing;
    enum err err;

    if ((err = store_version_load(d->store, d->arena, f->id, x->task.version, &v, &d->fault)))
        return err;
    if ((err = json_read(d->arena, v.data, strlen(v.data), &data, &d->fault)))
        return err;

    x->class_code = x->task.class_code;
    if (str_is(f->kind, "algorithm") &&
        (err = store_number_peek(d->store, f->organization_id, x->class_code, &x->class_serial,
                                 &d->fault)))
        return err;

    struct buf issue = BUF(d->arena);
    buf_puts(&issue, "{");
    buf_json_int(&issue, "class_serial", x->class_serial);
    buf_json_str(&issue, "filed_on", d->today);
    buf_puts(&issue, "}");
    struct facts_of of = {.filing_id = f->id,
                          .kind = f->kind,
                          .action = f->action,
                          .organization_id = f->organization_id,
                          .version = v.n,
                          .data = v.data,
                          .parsed = data,
                          .issue = issue.p};
    if ((err = facts_build(d, &of, &facts)))
        return err;

    desk_loaded(d);
    if ((err = policy_ask(d->policy, d->arena, POLICY_PUBLISH, facts, &answer, &d->fault)))
        return err;
    if ((err = json_read(d->arena, answer, strlen(answer), &published, &d->fault)))
        return err;

    x->published = published;
    x->number = json_str(published, "number");
    if (str_is(f->kind, "algorithm") && x->number == NULL)
        return fail(&d->fault, ERR_RULE, "rule_error", "",
                    "编号规则没有给出备案编号，决定没有作出，请规则管理员检查 numbering.lua");

    return OK;
}

static enum err
approve_subject(struct desk *d, const struct review *x)
{
    const json_t *o = json_object_get(x->published, "organization");
    struct organization fresh;
    enum err err =
        store_organization_load(d->store, d->arena, x->filing.organization_id, &fresh, &d->fault);
    if (err)
        return err;

    if (json_str(o, "name") != NULL)
        fresh.name = json_str(o, "name");
    fresh.credit_code = json_str(o, "credit_code");
    fresh.area = json_str(o, "area") ? json_str(o, "area") : x->task.area;
    fresh.subject_filing_id = x->filing.id;
    return store_organization_approve(d->store, &fresh, &d->fault);
}

static const char *
or_empty(const char *s)
{
    return s ? s : "";
}

static enum err
publish(struct desk *d, const struct review *x)
{
    const json_t *p = json_object_get(x->published, "entry");
    struct buf history = BUF(d->arena);

    buf_puts(&history, "[{");
    buf_json_str(&history, "on", d->today);
    buf_json_str(&history, "what", "filed");
    buf_json_str(&history, "label", "准予备案并公示");
    buf_json_int(&history, "version", x->task.version);
    buf_puts(&history, "}]");
    struct entry e = {.number = x->number,
                      .filing_id = x->filing.id,
                      .organization_id = x->filing.organization_id,
                      .algorithm_name = or_empty(json_str(p, "algorithm_name")),
                      .algorithm_type = or_empty(json_str(p, "algorithm_type")),
                      .role = or_empty(json_str(p, "role")),
                      .organization = or_empty(json_str(p, "organization")),
                      .area = or_empty(json_str(p, "area")),
                      .products = or_empty(json_str(p, "products")),
                      .purpose = or_empty(json_str(p, "purpose")),
                      .status = "filed",
                      .filed_on = d->today,
                      .note = or_empty(json_str(p, "note")),
                      .disclosure = json_text(d->arena, json_object_get(p, "disclosure")),
                      .history = history.p};
    enum err err = store_number_take(d->store, x->filing.organization_id, x->class_code,
                                     x->class_serial, &d->fault);
    if (err)
        return err;

    err = store_entry_add(d->store, &e, &d->fault);
    if (err == ERR_CONFLICT)
        return fail(&d->fault, ERR_RULE, "number_taken", "",
                    "编号规则给出的编号 %s 已被使用，决定没有作出，请检查编号规则", x->number);
    return err;
}

static enum err
next_task(struct desk *d, const struct review *x, const char *stage)
{
    struct task t = x->task;
    t.stage = stage;
    t.state = "open";
    t.claimed_by = t.outcome = t.reasons = t.note = NULL;
    t.claimed_at = t.done_at = 0;
    return store_task_add(d->store, &t, &d->fault);
}

/* The review clock stops with the decision. */
static enum err
stop_clock(struct desk *d, const struct review *x)
{
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(d->store, d->arena, x->filing.id, &rows, &n, &d->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        if (str_starts(rows[i].name, "review") && str_is(rows[i].state, "running"))
            rows[i].state =
                rows[i].due_on != NULL && strcmp(d->today, rows[i].due_on) > 0 ? "missed" : "met";
    return store_deadlines_set(d->store, x->filing.id, rows, n, &d->fault);
}

enum err
decision_effects(struct desk *d, const struct review *x)
{
    const char *stage = workflow_stage(desk_manifest(d), x->filing.state);
    enum err err;

    if (stage != NULL)
        return next_task(d, x, stage);
    if ((err = stop_clock(d, x)))
        return err;
    if (str_is(x->filing.state, "approved"))
        return str_is(x->filing.kind, "subject") ? approve_subject(d, x) : publish(d, x);
    /* Returned or refused: nothing is covered by it any more. */
    return store_coverage_set(d->store, x->filing.id, NULL, 0, &d->fault);
}

/* Check, submit, withdraw, history: from a draft to a case that somebody must decide. */
#include "handle/desk.h"

#include <string.h>

/* ---- judging what is stored ------------------------------------------------------------------ */

static enum err
parse_data(struct desk *d, const struct filing *x, const json_t **data)
{
    json_t *parsed;
    enum err err = json_read(d->arena, x->data, strlen(x->data), &parsed, &d->fault);
    *data = parsed;
    return err;
}

/* The day on which version 1 was handed in; today while there is none. */
static enum err
first_day(struct desk *d, const struct filing *x, char day[DATE_TEXT])
{
    struct version first;
    memcpy(day, d->today, DATE_TEXT);
    if (x->version == 1)
        return OK;
    enum err err = store_version_load(d->store, d->arena, x->id, 1, &first, &d->fault);
    if (!err)
        date_beijing(first.submitted_at, day);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
judge_stored(struct desk *d, const struct filing *x, const json_t *data, const char *submitted_on,
             struct judged *j)
{
    char first[DATE_TEXT];
    enum err err = first_day(d, x, first);
    if (err)
        return err;

    struct facts_of of = {.filing_id = x->id,
                          .kind = x->kind,
                          .action = x->action,
                          .organization_id = x->organization_id,
                          .version = x->version,
                          .data = x->data,
                          .parsed = data,
                          .submitted_on = submitted_on,
                          .first_submitted_on = submitted_on || x->version > 1 ? first : NULL};

    return judge_filing(d, &of, j);
}

/* A finding that the rules gave a fault is for the audit trail too. */
static enum err
audit_fault(struct desk *d, const struct judged *j, const char *filing_id)
{
    if (!str_is(j->verdict, "needs_human"))
        return OK;
    struct buf b = BUF(d->arena);
    buf_puts(&b, "{");
    buf_json_str(&b, "rule_set", j->rule_set);
    buf_json_str(&b, "code", j->is_fault ? j->fault.code : "rule_error");
    buf_json_str(&b, "where", j->is_fault ? j->fault.where : NULL);
    buf_puts(&b, "}");
    return desk_audit(d, "rules.fault", filing_id, b.p);
}

/* ---- POST /filings/:id/check ----------------------------------------------------------------- */

struct check {
    struct filing filing;
    struct judged judgement;
};

enum err
handle_check_prepare(struct desk *d)
{
    struct check *x = arena_alloc(d->arena, sizeof *x);
    const json_t *data;

    d->carry = x;
    enum err err;
    if ((err = filing_own(d, d->params[0], &x->filing)))
        return err;
    if ((err = parse_data(d, &x->filing, &data)))
        return err;
    return judge_stored(d, &x->filing, data, NULL, &x->judgement);
}

enum err
handle_check(struct desk *d)
{
    struct check *x = d->carry;
    struct buf b = BUF(d->arena);
    enum err err;

    if ((err = store_filing_checked(d->store, x->filing.id, x->judgement.rule_set, &d->fault)))
        return err;
    if ((err = audit_fault(d, &x->judgement, x->filing.id)))
        return err;

    buf_puts(&b, x->judgement.answer);
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- POST /check: anybody, nothing stored ---------------------------------------------------- */

enum err
handle_public_check(struct desk *d)
{
    const char *kind = json_str(d->command, "kind"), *action = json_str(d->command, "action");
    const char *today = json_str(json_object_get(d->command, "clock"), "today");
    const json_t *data = json_object_get(d->command, "data");
    struct judged j;
    struct buf b = BUF(d->arena);

    if (desk_form(d, kind) == NULL)
        return fail(&d->fault, ERR_INPUT, "kind_unknown", "/kind",
                    "没有“%s”这种备案，请从 subject、product、algorithm 中选择", kind);

    enum err err = data_shape(d, kind, data, NULL);
    if (err)
        return err;

    struct facts_of of = {.kind = kind,
                          .action = action ? action : "initial",
                          .version = 1,
                          .data = json_canonical(d->arena, data),
                          .parsed = data,
                          .today = today};
    if ((err = judge_filing(d, &of, &j)))
        return err;

    buf_puts(&b, j.answer);
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- POST /filings/:id/submit ---------------------------------------------------------------- */

struct submit {
    struct filing filing;
    const json_t *data;
    struct judged judgement;
    const char *from_state;
    struct coverage *coverage;
    int coverage_n;
    const char **attachments;
    int attachments_n;
};

static enum err
declaration_check(struct desk *d)
{
    struct findings fs;
    if (json_is_true(json_object_get(d->command, "declaration")))
        return OK;
    findings_start(&fs, d->arena);
    findings_add(&fs, "submit.declaration", "/declaration",
                 "提交前须勾选“我承诺上述填报信息真实有效”", "请核对全部内容后勾选承诺，再提交");
    return desk_findings(d, "declaration_required", "没有作出真实性承诺，未提交", &fs);
}

static const char *
decision_members(struct desk *d, const struct judged *j)
{
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    buf_json_str(&b, "verdict", j->verdict);
    buf_json_raw(&b, "deadlines", json_text(d->arena, json_object_get(j->parsed, "deadlines")));
    buf_json_raw(&b, "route", json_text(d->arena, json_object_get(j->parsed, "route")));
    buf_json_str(&b, "rule_set", j->rule_set);
    buf_json_str(&b, "facts_hash", j->facts_hash);
    buf_json_str(&b, "engine", policy_engine());
    return b.p + 1;
}

enum err
handle_submit_prepare(struct desk *d)
{
    struct submit *x = arena_alloc(d->arena, sizeof *x);
    struct filing *f = &x->filing;

    d->carry = x;
    enum err err = filing_own(d, d->params[0], f);
    if (err)
        return err;

    x->from_state = f->state;
    /* Handed in again as it is: the version before is frozen already. */
    if (!str_is(f->state, "draft"))
        f->version++;
    if (workflow_next(desk_manifest(d), f->kind, "submit", f->state, d->who->roles) == NULL)
        return fail(&d->fault, ERR_CONFLICT, "already_submitted", "",
                    "备案处于“%s”，不能再提交；进展见办理经过",
                    workflow_label(desk_manifest(d), f->state));
    if ((err = declaration_check(d)))
        return err;
    if ((err = gate_check(d, f->kind)))
        return err;
    if ((err = parse_data(d, f, &x->data)))
        return err;
    if ((err = data_shape(d, f->kind, x->data, x->data)))
        return err;

    data_coverage(d, f->id, f->kind, x->data, &x->coverage, &x->coverage_n);
    data_attachments(d, f->kind, x->data, &x->attachments, &x->attachments_n);
    if ((err = judge_stored(d, f, x->data, d->today, &x->judgement)))
        return err;
    return OK;
}

/* The rules say no: that is a decision, too. The filing stays as it is. */
static enum err
refuse(struct desk *d, const struct submit *x)
{
    const struct judged *j = &x->judgement;
    bool is_stored = false;
    enum err err = decision_is_stored(d, &x->filing, j, &is_stored);
    if (err)
        return err;

    if (!is_stored) {
        struct buf detail = BUF(d->arena);
        buf_puts(&detail, "{");
        buf_json_str(&detail, "rule_set", j->rule_set);
        buf_json_str(&detail, "facts_hash", j->facts_hash);
        buf_puts(&detail, "}");
        if ((err = decision_store(d, &x->filing, "submit", j)))
            return err;
        if ((err = desk_audit(d, "filing.refused_submit", x->filing.id, detail.p)))
            return err;
    }

    (void)fail(&d->fault, ERR_INPUT, "not_acceptable", "",
               "填报内容还有问题，没有提交。请按 findings 逐条修改后再提交");
    reply_problem(d->reply, d->arena, &d->fault, d->request->request_id,
                  json_text(d->arena, json_object_get(j->parsed, "findings")),
                  decision_members(d, j));

    return OK;
}

static enum err
store_deadlines(struct desk *d, const char *filing_id, const json_t *list)
{
    size_t n = json_array_size(list);
    struct deadline *rows = arena_alloc(d->arena, (n + 1) * sizeof *rows);

    for (size_t i = 0; i < n; i++) {
        const json_t *x = json_array_get(list, i);
        rows[i] =
            (struct deadline){.filing_id = filing_id,
                              .name = json_str(x, "name"),
                              .from = json_str(x, "from"),
                              .due_on = json_str(x, "due_on"),
                              .state = json_str(x, "state"),
                              .days = (long)json_integer_value(json_object_get(x, "days")),
                              .is_provisional = json_is_true(json_object_get(x, "provisional"))};
    }

    return store_deadlines_set(d->store, filing_id, rows, (int)n, &d->fault);
}

/* The review deadline that a task is due on: the one of the route's stage, or the one of the whole
 * review. */
static const json_t *
review_deadline(const json_t *answer)
{
    size_t i;
    json_t *x;

    json_array_foreach(json_object_get(answer, "deadlines"), i, x)
    {
        const char *name = json_str(x, "name");
        if (name != NULL && str_starts(name, "review"))
            return x;
    }
    return NULL;
}

static enum err
open_task(struct desk *d, const struct submit *x)
{
    const json_t *answer = x->judgement.parsed, *route = json_object_get(answer, "route"),
                 *due = review_deadline(answer);
    const char *stage = workflow_stage(desk_manifest(d), x->filing.state);
    struct task t = {.filing_id = x->filing.id,
                     .version = x->filing.version,
                     .stage = stage ? stage : "preliminary",
                     .state = "open",
                     .area = json_str(route, "area") ? json_str(route, "area") : "",
                     .class_code = json_str(route, "class") ? json_str(route, "class") : "",
                     .due_on = json_str(due, "due_on"),
                     .is_provisional = json_is_true(json_object_get(due, "provisional")),
                     .is_fault = str_is(x->judgement.verdict, "needs_human")};
    return store_task_add(d->store, &t, &d->fault);
}

/* What was submitted, as it was, with who promised it and what the rules said. */
static enum err
freeze(struct desk *d, const struct submit *x)
{
    const struct filing *f = &x->filing;
    char hash[SHA256_TEXT];

    sha256_hex(f->data, strlen(f->data), hash);
    struct version v = {.filing_id = f->id,
                        .n = f->version,
                        .data = f->data,
                        .data_hash = hash,
                        .submitted_by = d->who->id,
                        .remote_addr = d->request->remote_addr,
                        .submitted_at = d->now};
    struct event e = {.filing_id = f->id,
                      .version = f->version,
                      .actor_id = d->who->id,
                      .actor_role = "filer",
                      .what = "submit",
                      .from_state = x->from_state,
                      .to_state = f->state,
                      .data_hash = hash,
                      .at = d->now};
    enum err err;
    if ((err = store_version_add(d->store, &v, &d->fault)))
        return err;
    if ((err = decision_store(d, f, "submit", &x->judgement)))
        return err;

    return store_event_add(d->store, &e, &d->fault);
}

enum err
handle_submit(struct desk *d)
{
    struct submit *x = d->carry;
    struct filing *f = &x->filing;
    enum err err;

    if (str_is(x->judgement.verdict, "not_acceptable"))
        return refuse(d, x);
    f->state = workflow_next(desk_manifest(d), f->kind, "submit", x->from_state, d->who->roles);
    f->rule_set = f->checked_with = x->judgement.rule_set;
    f->submitted_at = d->now;
    if ((err = store_filing_move(d->store, f, &d->fault)))
        return err;
    if ((err = freeze(d, x)))
        return err;
    if ((err = store_coverage_set(d->store, f->id, x->coverage, x->coverage_n, &d->fault)))
        return err;
    if ((err = store_deadlines(d, f->id, json_object_get(x->judgement.parsed, "deadlines"))))
        return err;
    if ((err = open_task(d, x)))
        return err;

    for (int i = 0; i < x->attachments_n; i++) {
        err = store_attachment_link(d->store, f->id, x->attachments[i], &d->fault);
        if (err && err != ERR_NOTFOUND)
            return err;
    }

    if ((err = audit_fault(d, &x->judgement, f->id)))
        return err;
    if ((err = desk_audit(d, "filing.submit", f->id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    filing_json(d, &b, f, true);
    b.n--;
    buf_json_raw(&b, "decision", x->judgement.answer);
    buf_puts(&b, "}");
    reply_header(d->reply, "ETag", desk_etag(d, f->revision));
    reply_json(d->reply, 200, &b);

    return OK;
}

/* ---- POST /filings/:id/withdraw -------------------------------------------------------------- */

enum err
handle_withdraw(struct desk *d)
{
    struct filing x;
    enum err err = filing_own(d, d->params[0], &x);
    if (err)
        return err;

    const char *from = x.state,
               *to = workflow_next(desk_manifest(d), x.kind, "withdraw", from, d->who->roles);
    if (to == NULL)
        return fail(&d->fault, ERR_CONFLICT, "not_withdrawable", "",
                    "备案处于“%s”，不能撤回；只有提交后、审核人员接手前可以撤回",
                    workflow_label(desk_manifest(d), from));

    x.state = to;
    struct event e = {.filing_id = x.id,
                      .version = x.version,
                      .actor_id = d->who->id,
                      .actor_role = "filer",
                      .what = "withdraw",
                      .from_state = from,
                      .to_state = to,
                      .at = d->now};
    if ((err = store_filing_move(d->store, &x, &d->fault)))
        return err;
    if ((err = store_task_drop(d->store, x.id, &d->fault)))
        return err;
    if ((err = store_deadlines_set(d->store, x.id, NULL, 0, &d->fault)))
        return err;
    if ((err = store_coverage_set(d->store, x.id, NULL, 0, &d->fault)))
        return err;
    if ((err = store_event_add(d->store, &e, &d->fault)))
        return err;
    if ((err = desk_audit(d, "filing.withdraw", x.id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    filing_json(d, &b, &x, true);
    reply_header(d->reply, "ETag", desk_etag(d, x.revision));
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- GET /filings/:id/history ---------------------------------------------------------------- */

enum err
handle_history(struct desk *d)
{
    struct filing x;
    struct event *rows;
    int n;
    struct buf b = BUF(d->arena);
    enum err err;

    if ((err = filing_visible(d, d->params[0], &x)))
        return err;
    if ((err = store_event_list(d->store, d->arena, x.id, &rows, &n, &d->fault)))
        return err;

    bool is_staff = desk_is(d, ROLE__REVIEWERS);
    buf_puts(&b, LIST_START);
    for (int i = 0; i < n; i++) {
        const struct event *e = &rows[i];
        bool is_shown = is_staff || str_is(e->actor_role, "filer");
        buf_puts(&b, i ? ",{" : "{");
        buf_json_time(&b, "at", e->at);
        buf_json_str(&b, "what", e->what);
        buf_json_int(&b, "version", e->version);
        buf_json_str(&b, "from_state", e->from_state);
        buf_json_str(&b, "to_state", e->to_state);
        buf_json_str(&b, "to_label",
                     e->to_state ? workflow_label(desk_manifest(d), e->to_state) : NULL);
        buf_json_str(&b, "role", e->actor_role);
        buf_json_str(&b, "actor", is_shown ? e->actor_name : NULL);
        buf_json_raw(&b, "reasons", e->reasons);
        if (is_staff)
            buf_json_str(&b, "note", e->note);
        buf_puts(&b, "}");
    }

    desk_reply_list(d, &b, NULL);
    return OK;
}

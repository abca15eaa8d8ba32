#include "casework/review.h"
#include "casework/access.h"
#include "casework/clocks.h"
#include "casework/concern.h"
#include "casework/filing.h"
#include "casework/letters.h"
#include "casework/reasons.h"

#include <string.h>

/* ---- taken, given back ----------------------------------------------------------------------- */

enum err
review_filing(struct casework *w, const char *task_id, struct task *t, struct filing *x)
{
    enum err err = casework_task(w, task_id, t);
    return err ? err : review_filing_of(w, t, x);
}

enum err
review_filing_of(struct casework *w, const struct task *t, struct filing *x)
{
    enum err err = store_filing_load(w->store, w->arena, t->filing_id, x, &w->fault);
    return err ? err : casework_root(w, x->organization_id);
}

struct move
review_move_of(struct casework *w, const struct task *t, struct filing *x, const char *audit)
{
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);
    const char *role = stage ? stage->role : role_name(ROLE_REVIEWER);

    return (struct move){
        .filing = x, .actor_role = role, .audit = audit, .object = t->id, .task = t};
}

static bool
is_mine(const struct casework *w, const struct task *t)
{
    return str_is(t->state, "claimed") && str_is(t->claimed_by, w->who->id);
}

static enum err
not_allowed(struct casework *w, const struct filing *x, const char *what)
{
    return fail(&w->fault, ERR_CONFLICT, "move_not_allowed", "",
                "该件当前状态为“%s”，%s，请刷新任务列表",
                law_label_of_state(casework_law(w), x->kind, x->action, x->state), what);
}

/* The task and its filing go together; t->state is where it stood before. */
enum err
review_move(struct casework *w, struct task *t, struct move *m, enum verb verb,
            const struct handover *asked)
{
    const char *task_state = verb == VERB_CLAIM ? "claimed" : "open";
    const char *from = t->state;
    struct law_question q = {.verb = verb};
    enum err err = move_find(w, m, &q);
    if (err)
        return err;
    if (m->by == NULL)
        return not_allowed(w, m->filing, "不能这样办理");
    if (asked->clocks != NULL && asked->by != m->by)
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这项审核刚刚由他人办理");

    m->clocks = asked->clocks;
    t->state = task_state;
    err = store_task_move(w->store, t, from, &w->fault);
    if (err)
        return err;
    if ((err = move_store(w, m)))
        return err;
    return store_task_load(w->store, w->arena, t->id, t, &w->fault);
}

enum err
casework_handover(struct casework *w, const char *task_id, enum verb verb, struct handover *x)
{
    struct law_question q = {.verb = verb};
    struct filing filing;
    struct task t;
    enum err err = review_filing(w, task_id, &t, &filing);

    *x = (struct handover){0};
    if (err || !clocks_hang_on_moves(w, filing.kind))
        return err;
    struct move m = review_move_of(w, &t, &filing, NULL);
    if ((err = move_find(w, &m, &q)) || m.by == NULL)
        return err;
    x->by = m.by;
    return clocks_ask(w, &filing, m.by, &x->clocks);
}

enum err
casework_claim(struct casework *w, const char *task_id, const struct handover *x, struct task *t)
{
    struct filing f;
    enum err err = review_filing(w, task_id, t, &f);
    if (err || is_mine(w, t))
        return err;
    if (!str_is(t->state, "open"))
        return fail(&w->fault, ERR_CONFLICT, "already_claimed", "", "%s",
                    str_is(t->state, "done") ? "这项审核已经办结，结果见备案的办理经过"
                                             : "这项审核已由其他人员领取，请选择其他任务");

    struct move m = review_move_of(w, t, &f, "task.claim");
    t->claimed_by = w->who->id;
    t->claimed_at = w->now;
    return review_move(w, t, &m, VERB_CLAIM, x);
}

enum err
review_is_mine(struct casework *w, const struct task *t)
{
    if (is_mine(w, t))
        return OK;
    if (str_is(t->state, "claimed"))
        return fail(&w->fault, ERR_CONFLICT, "claimed_by_other", "",
                    "这项审核已由其他人员领取，请选择其他任务");
    if (str_is(t->state, "done"))
        return fail(&w->fault, ERR_CONFLICT, "already_decided", "",
                    "这项审核已经办结，结果见备案的办理经过");
    return fail(&w->fault, ERR_CONFLICT, "not_claimed", "", "请先领取这项审核");
}

enum err
casework_claimed(struct casework *w, const char *task_id, struct task *t)
{
    enum err err = casework_task(w, task_id, t);
    return err ? err : review_is_mine(w, t);
}

enum err
casework_release(struct casework *w, const char *task_id, const struct handover *x, struct task *t)
{
    struct filing f;
    enum err err = review_filing(w, task_id, t, &f);
    if (err)
        return err;
    if ((err = review_is_mine(w, t)))
        return err;

    struct move m = review_move_of(w, t, &f, "task.release");
    t->claimed_by = NULL;
    t->claimed_at = 0;
    return review_move(w, t, &m, VERB_RELEASE, x);
}

/* ---- taken away ------------------------------------------------------------------------------ */

static struct move
move_of_office(struct casework *w, struct task *t, struct filing *x)
{
    struct move m = review_move_of(w, t, x, "task.release");

    m.is_of_office = true;
    m.actor_role = role_name(ROLE_SYSTEM_ADMIN);
    return m;
}

static enum err
look_at_held(struct casework *w, struct held *x)
{
    struct law_question q = {.verb = VERB_RELEASE};
    enum err err = store_filing_load(w->store, w->arena, x->task.filing_id, &x->filing, &w->fault);
    if (err)
        return err;
    if ((err = store_root_load(w->store, x->filing.organization_id, &x->root, &w->fault)))
        return err;

    struct move m = move_of_office(w, &x->task, &x->filing);
    if ((err = move_find(w, &m, &q)))
        return err;
    x->given_back.by = m.by;
    return clocks_facts(w, &x->filing, m.by, &x->facts);
}

enum err
casework_held(struct casework *w, const char *account_id, struct held_list *out)
{
    struct task *tasks;
    enum err err = store_tasks_held(w->store, w->arena, account_id, &tasks, &out->n, &w->fault);
    if (err)
        return err;

    out->rows = arena_alloc(w->arena, ((size_t)out->n + 1) * sizeof *out->rows);
    for (int i = 0; i < out->n; i++) {
        out->rows[i].task = tasks[i];
        if ((err = look_at_held(w, &out->rows[i])))
            return err;
    }
    for (int i = 0; i < out->n; i++) {
        struct held *x = &out->rows[i];
        if ((err = clocks_hear(w, x->facts, &x->given_back.clocks)))
            return err;
    }
    return OK;
}

static enum err
may_keep(struct casework *w, const struct account *of, const struct task *t, bool *out)
{
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);

    *out = !of->is_disabled && stage != NULL && role_set_has(&of->roles, stage->role);
    return *out ? store_task_in_scope(w->store, t->id, of->id, out, &w->fault) : OK;
}

static const struct held *
held_named(const struct held_list *list, const char *task_id)
{
    for (int i = 0; i < list->n; i++)
        if (str_is(list->rows[i].task.id, task_id))
            return &list->rows[i];
    return NULL;
}

static enum err
take_away(struct casework *w, struct task *t, const struct held *asked)
{
    struct filing x;
    enum err err = store_filing_load(w->store, w->arena, t->filing_id, &x, &w->fault);
    if (err)
        return err;
    if (asked == NULL || asked->filing.revision != x.revision)
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这位人员办理的审核刚刚有变动");
    if ((err = store_root_hold(w->store, x.organization_id, asked->root, &w->fault)))
        return err;

    struct move m = move_of_office(w, t, &x);
    t->claimed_by = NULL;
    t->claimed_at = 0;
    return review_move(w, t, &m, VERB_RELEASE, &asked->given_back);
}

enum err
casework_release_held(struct casework *w, const struct account *of, const struct held_list *held)
{
    struct task *now;
    int n;
    enum err err = store_tasks_held(w->store, w->arena, of->id, &now, &n, &w->fault);

    for (int i = 0; !err && i < n; i++) {
        bool keeps = true;
        if ((err = may_keep(w, of, &now[i], &keeps)) == OK && !keeps)
            err = take_away(w, &now[i], held_named(held, now[i].id));
    }
    return err;
}

enum err
casework_unassigned(struct casework *w, struct task **out, int *n)
{
    const struct law *l = casework_law(w);
    struct task *all = arena_alloc(w->arena, UNASSIGNED_MAX * sizeof *all), *rows;
    int more;

    *out = all;
    *n = 0;
    for (int i = 0; i < l->stages_n; i++) {
        struct unassigned_query q = {
            .stage = l->stages[i].code, .role = l->stages[i].role, .limit = UNASSIGNED_MAX - *n};
        enum err err = store_tasks_unassigned(w->store, w->arena, &q, &rows, &more, &w->fault);
        if (err)
            return err;
        for (int k = 0; k < more; k++)
            all[(*n)++] = rows[k];
    }
    return OK;
}

/* ---- decided --------------------------------------------------------------------------------- */

/* The numbering rules draw on this: the day, and the last serial of each counter of the series. */
static enum err
issue_json(struct casework *w, const struct decision *x, const char **out)
{
    struct buf b = BUF(w->arena);
    struct number_serial *rows;
    int n = 0;

    if (move_brings(&x->move, EFFECT_NUMBER)) {
        const struct law_kind *kind = law_kind(casework_law(w), x->filing.kind);
        enum err err = store_number_serials(w->store, w->arena, x->filing.organization_id,
                                            kind->series, &rows, &n, &w->fault);
        if (err)
            return err;
    }
    buf_open(&b, NULL, '{');
    buf_open(&b, "serials", '{');
    for (int i = 0; i < n; i++)
        buf_json_int(&b, rows[i].counter, rows[i].n);
    buf_close(&b);
    if (move_brings(&x->move, EFFECT_AMEND))
        buf_json_str(&b, "amended_on", w->today);
    buf_json_str(&b, "filed_on", w->today);
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* A rule that raised is named with what became of the decision, and whom to ask. */
static enum err
publication_failed(struct casework *w, enum err err)
{
    struct fault f = w->fault;

    if (err != ERR_RULE || !str_is(f.code, "rule_error"))
        return err;
    return fail(&w->fault, ERR_RULE, f.code, f.where,
                "编号或公示规则出错，决定没有作出，请规则管理员检查 %s：%s",
                *f.where ? f.where : "numbering.lua、publication.lua", f.text);
}

/* The rules are asked to publish the frozen version, with the number that it would get. */
static enum err
approval_facts(struct casework *w, struct decision *x, const char **facts)
{
    struct filing *f = &x->filing;
    struct organization o;
    struct version v;
    struct id_list attachments;
    const char *issue;
    enum err err;

    if ((err = store_version_load(w->store, w->arena, f->id, x->task.version, &v, &w->fault)))
        return err;
    if ((err = frozen_version(w, &v, &x->frozen)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, f->organization_id, &o, &w->fault)))
        return err;
    if ((err = issue_json(w, x, &issue)))
        return err;

    data_attachments(w, f->kind, x->frozen.data, &attachments);
    struct facts_of of = {.filing_id = f->id,
                          .kind = f->kind,
                          .action = f->action,
                          .version = v.n,
                          .data = v.data,
                          .parsed = x->frozen.data,
                          .title = f->title,
                          .products = x->frozen.trees,
                          .text_hash = v.text_hash,
                          .organization = &o,
                          .attachments = &attachments,
                          .issue = issue};
    return facts_build(w, &of, facts);
}

/* An effect draws on its member of the answer, which must be there. */
static const struct {
    enum effect effect;
    const char *member;
    json_type type;
    const char *words, *file;
} needs[] = {
    {EFFECT_NUMBER, "number", JSON_STRING, "编号规则没有给出备案编号", "numbering.lua"},
    {EFFECT_PUBLISH, "entry", JSON_OBJECT, "公示规则没有给出公示内容", "publication.lua"},
    {EFFECT_ADMIT, "organization", JSON_OBJECT, "公示规则没有给出单位信息", "publication.lua"},
};

/* What an amendment draws on hangs on what it changes. */
static bool
is_needed(struct casework *w, const struct decision *x, enum effect effect)
{
    const struct law_kind *admitting = law_admitting(casework_law(w));
    bool is_subject = admitting != NULL && str_is(admitting->code, x->filing.kind);

    if (move_brings(&x->move, effect))
        return true;
    if (!move_brings(&x->move, EFFECT_AMEND))
        return false;
    return effect == EFFECT_ADMIT ? is_subject
                                  : effect == EFFECT_PUBLISH && x->concerned.number != NULL;
}

static enum err
publication_check(struct casework *w, const struct decision *x)
{
    for (size_t i = 0; i < LEN(needs); i++) {
        const json_t *member = json_object_get(x->published, needs[i].member);
        bool is_there = member != NULL && json_typeof(member) == needs[i].type;
        if (!is_there && is_needed(w, x, needs[i].effect))
            return fail(&w->fault, ERR_RULE, "rule_error", "",
                        "%s，决定没有作出，请规则管理员检查 %s", needs[i].words, needs[i].file);
    }
    return OK;
}

/* ERR_RULE when the rules give no answer, or less than is needed: nothing is approved then. */
static enum err
ask_publication(struct casework *w, const char *facts, struct decision *x)
{
    json_t *published;
    const char *answer;
    enum err err;

    if ((err = policy_ask(w->policy, w->arena, POLICY_PUBLISH, facts, &answer, &w->fault)))
        return publication_failed(w, err);
    if ((err = json_read(w->arena, answer, strlen(answer), &published, &w->fault)))
        return err;

    x->published = published;
    x->number = json_str(published, "number");
    x->serial = (struct number_serial){
        .organization_id = x->filing.organization_id,
        .series = json_str(published, "series"),
        .counter = json_str(published, "counter"),
        .n = (long)json_integer_value(json_object_get(published, "serial")),
    };
    return publication_check(w, x);
}

static bool
is_approval(const struct decision *x)
{
    return move_brings(&x->move, EFFECT_PUBLISH) || move_brings(&x->move, EFFECT_ADMIT) ||
           move_brings(&x->move, EFFECT_AMEND);
}

enum err
casework_decision_decide(struct casework *w, const char *task_id,
                         const struct decision_order *order, struct decision *x)
{
    const char *facts;
    enum err err;

    if ((err = review_filing(w, task_id, &x->task, &x->filing)))
        return err;
    const struct law_event *outcome = law_event(casework_law(w), order->outcome);
    if ((err = reasons_check(w, x->filing.kind, outcome, order->reasons)))
        return err;
    if ((err = review_is_mine(w, &x->task)))
        return err;

    x->move = review_move_of(w, &x->task, &x->filing, "task.decide");
    struct law_question q = {.event = order->outcome};
    if ((err = move_find(w, &x->move, &q)))
        return err;
    if (x->move.by == NULL || !verb_is_decision(x->move.by->event->verb))
        return not_allowed(w, &x->filing, "不能作出这个决定");
    x->task.outcome = order->outcome;
    x->task.reasons =
        json_array_size(order->reasons) > 0 ? json_text(w->arena, order->reasons) : NULL;
    x->task.note = order->note;
    if (move_brings(&x->move, EFFECT_AMEND) || move_brings(&x->move, EFFECT_FINISH)) {
        if ((err = concern_standing(w, &x->filing, &x->concerned)))
            return err;
    }
    if (!is_approval(x))
        return clocks_ask(w, &x->filing, x->move.by, &x->move.clocks);

    if ((err = approval_facts(w, x, &facts)))
        return err;
    store_read_end(w->store);
    return ask_publication(w, facts, x);
}

enum err
casework_decision_store(struct casework *w, struct decision *x)
{
    struct task *t = &x->task;

    t->state = "done";
    t->done_at = w->now;
    enum err err = store_task_move(w->store, t, "claimed", &w->fault);
    if (err)
        return err;

    if (x->number != NULL)
        x->filing.number = x->number;
    x->move.reasons = t->reasons;
    x->move.note = t->note;
    x->move.decision = x;
    if ((err = move_store(w, &x->move)))
        return err;
    if ((err = store_task_draft_drop(w->store, t->id, &w->fault)))
        return err;
    return store_task_load(w->store, w->arena, t->id, t, &w->fault);
}

/* What the reviewer has written so far. */
static enum err
written_reasons(struct casework *w, const struct task *t, const char **out)
{
    struct task_draft draft = {0};
    json_t *read;
    enum err err = store_task_draft_load(w->store, w->arena, t->id, w->who->id, &draft, &w->fault);

    *out = NULL;
    if (err || draft.draft == NULL)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, draft.draft, strlen(draft.draft), &read, &w->fault)))
        return err;
    const json_t *reasons = json_object_get(read, "reasons");
    *out = reasons ? json_text(w->arena, reasons) : NULL;
    return OK;
}

enum err
casework_decision_letters(struct casework *w, const char *task_id, const char *outcome,
                          struct letter_draft **out, int *n)
{
    struct law_question q = {.event = outcome};
    struct filing x;
    struct task t;
    enum err err = review_filing(w, task_id, &t, &x);
    if (err)
        return err;

    struct move m = review_move_of(w, &t, &x, NULL);
    if ((err = move_find(w, &m, &q)))
        return err;
    if (m.by == NULL || !verb_is_decision(m.by->event->verb))
        return not_allowed(w, &x, "不能作出这个决定");
    if ((err = written_reasons(w, &t, &m.reasons)))
        return err;
    return letters_preview(w, &m, out, n);
}

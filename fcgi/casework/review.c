#include "casework/review.h"
#include "casework/access.h"
#include "casework/clocks.h"
#include "casework/filing.h"

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

enum err
review_not_allowed(struct casework *w, const struct filing *x, const char *what)
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
        return review_not_allowed(w, m->filing, "不能这样办理");
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

enum err
review_look_at_held(struct casework *w, struct held *x)
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
        if ((err = review_look_at_held(w, &out->rows[i])))
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

enum err
review_take_away(struct casework *w, struct task *t, const struct held *asked)
{
    struct filing x;
    enum err err = store_filing_load(w->store, w->arena, t->filing_id, &x, &w->fault);
    if (err)
        return err;
    if (asked->filing.revision != x.revision)
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这位人员办理的审核刚刚有变动");
    struct move m = move_of_office(w, t, &x);
    t->claimed_by = NULL;
    t->claimed_at = 0;
    return review_move(w, t, &m, VERB_RELEASE, &asked->given_back);
}

static enum err
take_away(struct casework *w, struct task *t, const struct held *asked)
{
    if (asked == NULL)
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这位人员办理的审核刚刚有变动");
    enum err err = store_root_hold(w->store, asked->filing.organization_id, asked->root, &w->fault);
    return err ? err : review_take_away(w, t, asked);
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

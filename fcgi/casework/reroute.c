#include "casework/reroute.h"
#include "casework/clocks.h"
#include "casework/moved.h"

#include <string.h>

/* ---- looked at ------------------------------------------------------------------------------- */

static bool
is_of_subject(struct casework *w, const struct decision *x)
{
    const struct law_kind *admitting = law_admitting(casework_law(w));

    return move_brings(&x->move, EFFECT_AMEND) && admitting != NULL &&
           str_is(admitting->code, x->filing.kind);
}

static bool
is_followed(struct casework *w, const struct decision *x)
{
    return casework_law(w)->are_routes_followed && is_of_subject(w, x);
}

static bool
is_done(const struct task *t)
{
    return str_is(t->state, "done");
}

/* Where it is, as its task says or as it went since; and what the rules are to be told. The subject
 * itself is what its change says. */
static enum err
look_at(struct casework *w, const struct decision *x, struct rerouted *row)
{
    struct task *t = &row->held.task;
    struct jurisdiction at;
    enum err err;

    if (!is_done(t)) {
        err = review_look_at_held(w, &row->held);
    } else if (!(err = store_filing_load(w->store, w->arena, t->filing_id, &row->held.filing,
                                         &w->fault)) &&
               !(err = store_jurisdiction_load(w->store, w->arena, t->filing_id, &at, &w->fault))) {
        t->area = at.area;
        t->class_code = at.class_code;
        t->pool = at.pool;
    }
    if (err)
        return err;
    const struct filing *about =
        str_is(t->filing_id, x->concerned.id) ? &x->filing : &row->held.filing;
    return clocks_facts_of(w, about, NULL, x->frozen.text, &row->facts);
}

enum err
reroute_look(struct casework *w, struct decision *x)
{
    struct rerouted_list *list = &x->rerouted;
    struct task *tasks;
    int n;

    *list = (struct rerouted_list){0};
    if (!is_followed(w, x))
        return OK;
    enum err err = store_tasks_newest_of(w->store, w->arena, &x->filing, &tasks, &n, &w->fault);
    if (err)
        return err;

    list->rows = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list->rows);
    for (; list->n < n; list->n++) {
        list->rows[list->n].held.task = tasks[list->n];
        if ((err = look_at(w, x, &list->rows[list->n])))
            return err;
    }
    return OK;
}

/* ---- asked ----------------------------------------------------------------------------------- */

static bool
is_same(const char *one, const char *other)
{
    return str_is(one ? one : "", other ? other : "");
}

/* The grade is of a review: what is done has no other. */
static bool
is_elsewhere(const struct task *t, const json_t *route)
{
    return !str_is(json_str(route, "area"), t->area) ||
           !str_is(json_str(route, "class"), t->class_code) ||
           !is_same(json_str(route, "pool"), t->pool) ||
           (!is_done(t) && !is_same(json_str(route, "grade"), t->grade));
}

enum err
reroute_ask(struct casework *w, struct decision *x)
{
    for (int i = 0; i < x->rerouted.n; i++) {
        struct rerouted *row = &x->rerouted.rows[i];
        struct judged said;
        enum err err = casework_judge(w, row->facts, &said);
        if (err && err != ERR_RULE)
            return err;
        const json_t *route = err ? NULL : json_object_get(said.parsed, "route");
        w->fault = (struct fault){0};
        if (route == NULL || !is_elsewhere(&row->held.task, route))
            continue;
        row->route = route;
        if (!str_is(row->held.task.state, "claimed"))
            continue;
        if ((err = clocks_hear(w, row->held.facts, &row->held.given_back.clocks)))
            return err;
    }
    return OK;
}

/* ---- stored ---------------------------------------------------------------------------------- */

/* A line of the history of a filing that goes to another area. */
static enum err
tell(struct casework *w, const char *filing_id, const char *area)
{
    const char *label = register_label(casework_manifest(w), "area", area);
    struct filing x;
    struct move told = {
        .filing = &x,
        .event = "rerouted",
        .actor_role = "system",
        .note = arena_printf(w->arena, "移交 %s", label ? label : area),
        .audit = "filing.reroute",
        .object = filing_id,
    };
    enum err err = store_filing_load(w->store, w->arena, filing_id, &x, &w->fault);
    if (err)
        return err;
    told.from = told.to = x.state;
    return move_record(w, &told);
}

/* Both by their ids: what was handed in, taken or given back since is seen. */
static bool
is_as_it_was(const struct rerouted_list *was, const struct task *now, int n)
{
    if (n != was->n)
        return false;
    for (int i = 0; i < n; i++) {
        const struct task *t = &was->rows[i].held.task;
        if (!str_is(t->id, now[i].id) || !str_is(t->state, now[i].state) ||
            (t->claimed_by != NULL && !str_is(t->claimed_by, now[i].claimed_by)))
            return false;
    }
    return true;
}

/* Its task goes, and who has it and cannot see it there gives it back. */
static enum err
go_open(struct casework *w, const struct rerouted *row, struct task t)
{
    bool stays = true;
    enum err err;

    t.area = json_str(row->route, "area");
    t.class_code = json_str(row->route, "class");
    t.pool = json_str(row->route, "pool");
    t.grade = json_str(row->route, "grade");
    if ((err = store_task_reroute(w->store, &t, &w->fault)))
        return err;
    if (t.claimed_by != NULL)
        err = store_task_in_scope(w->store, t.id, t.claimed_by, &stays, &w->fault);
    return err || stays ? err : review_take_away(w, &t, &row->held);
}

/* Where nobody works it, it goes where the rules send what nobody sees. */
static enum err
find_place(struct casework *w, const struct rerouted *row, struct jurisdiction *to)
{
    const struct law *l = casework_law(w);
    struct task t = row->held.task;
    const struct law_stage *stage = law_stage(l, t.stage);
    bool is_worked = true;
    enum err err = OK;

    *to = (struct jurisdiction){.area = json_str(row->route, "area"),
                                .class_code = json_str(row->route, "class"),
                                .pool = json_str(row->route, "pool")};
    t.class_code = to->class_code;
    if (l->nobody_area == NULL || stage == NULL || *to->area == '\0')
        return OK;
    err =
        store_area_is_worked(w->store, w->arena, &t, stage->role, to->area, &is_worked, &w->fault);
    if (err || is_worked)
        return err;
    err = store_area_is_worked(w->store, w->arena, &t, stage->role, l->nobody_area, &is_worked,
                               &w->fault);
    if (is_worked) {
        to->area = l->nobody_area;
        to->pool = NULL;
    }
    return err;
}

static enum err
go(struct casework *w, const struct rerouted *row, const struct task *now)
{
    const struct task *was = &row->held.task;
    struct jurisdiction to;
    enum err err = find_place(w, row, &to);
    if (err)
        return err;

    if (!is_done(now)) {
        to.area = json_str(row->route, "area"); /* the clerk passes on what nobody sees */
        err = go_open(w, row, *now);
    } else if (str_is(to.area, was->area) && str_is(to.class_code, was->class_code) &&
               is_same(to.pool, was->pool)) {
        return OK;
    } else {
        err = store_transfer_set(w->store, now->filing_id, &to, &w->fault);
    }
    if (!err)
        err = store_matters_transfer(w->store, now->filing_id, &to, &w->fault);
    return err ? err : tell(w, now->filing_id, to.area);
}

static enum err
follow(struct casework *w, const struct decision *x, const struct task *now, int n)
{
    enum err err = OK;

    if (!is_as_it_was(&x->rerouted, now, n))
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这个单位在办的审核刚刚有变动");
    for (int i = 0; i < n && !err; i++) {
        const struct rerouted *row = &x->rerouted.rows[i];
        err = row->route ? go(w, row, &now[i]) : OK;
    }
    return err;
}

/* Of what has no task that is open. */
static enum err
show(struct casework *w, const struct decision *x, const struct task *now, int n)
{
    struct filing one;
    enum err err = OK;

    for (int i = 0; i < n && !err; i++) {
        if (!is_done(&now[i]))
            continue;
        err = store_filing_load(w->store, w->arena, now[i].filing_id, &one, &w->fault);
        err = err ? err : moved_tell(w, x, &one);
    }
    return err;
}

enum err
reroute_store(struct casework *w, struct decision *x)
{
    struct task *now;
    int n;

    if (!is_of_subject(w, x))
        return OK;
    enum err err = store_tasks_newest_of(w->store, w->arena, &x->filing, &now, &n, &w->fault);
    if (!err && is_followed(w, x))
        err = follow(w, x, now, n);
    return err ? err : show(w, x, now, n);
}

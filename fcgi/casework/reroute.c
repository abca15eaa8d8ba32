#include "casework/reroute.h"
#include "casework/clocks.h"

#include <string.h>

/* ---- looked at ------------------------------------------------------------------------------- */

static bool
is_followed(struct casework *w, const struct decision *x)
{
    const struct law *l = casework_law(w);
    const struct law_kind *admitting = law_admitting(l);

    return l->are_routes_followed && move_brings(&x->move, EFFECT_AMEND) && admitting != NULL &&
           str_is(admitting->code, x->filing.kind);
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
    enum err err = store_tasks_open_of(w->store, w->arena, &x->filing, &tasks, &n, &w->fault);
    if (err)
        return err;

    list->rows = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list->rows);
    for (; list->n < n; list->n++) {
        struct rerouted *row = &list->rows[list->n];
        row->held.task = tasks[list->n];
        if ((err = review_look_at_held(w, &row->held)))
            return err;
        err = clocks_facts_of(w, &row->held.filing, NULL, x->frozen.text, &row->facts);
        if (err)
            return err;
    }
    return OK;
}

/* ---- asked ----------------------------------------------------------------------------------- */

static bool
is_elsewhere(const struct task *t, const json_t *route)
{
    static const char *const none = "";
    const char *pool = json_str(route, "pool"), *grade = json_str(route, "grade");

    return !str_is(json_str(route, "area"), t->area) ||
           !str_is(json_str(route, "class"), t->class_code) ||
           !str_is(pool ? pool : none, t->pool ? t->pool : none) ||
           !str_is(grade ? grade : none, t->grade ? t->grade : none);
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
        if (str_is(row->held.task.state, "open"))
            continue;
        if ((err = clocks_hear(w, row->held.facts, &row->held.given_back.clocks)))
            return err;
    }
    return OK;
}

/* ---- stored ---------------------------------------------------------------------------------- */

/* A line of the history of a filing that goes to another area. */
static enum err
tell(struct casework *w, struct filing *x, const char *area)
{
    const char *label = register_label(casework_manifest(w), "area", area);
    struct move told = {
        .filing = x,
        .event = "rerouted",
        .from = x->state,
        .to = x->state,
        .actor_role = "system",
        .note = arena_printf(w->arena, "移交 %s", label ? label : area),
        .audit = "filing.reroute",
        .object = x->id,
    };
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

static enum err
go(struct casework *w, const struct rerouted *row, struct task t)
{
    struct filing x;
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
    if (!err && !stays)
        err = review_take_away(w, &t, &row->held);
    if (!err)
        err = store_filing_load(w->store, w->arena, t.filing_id, &x, &w->fault);
    return err ? err : tell(w, &x, t.area);
}

/* The subject is another area's from now on, whatever is open. */
static enum err
tell_subject(struct casework *w, const struct decision *x)
{
    const json_t *now = json_object_get(x->published, "organization");
    const char *area = json_str(now, "area"), *form = NULL;
    struct filing of = x->concerned;
    json_t *before;
    enum err err = json_read(w->arena, of.data, strlen(of.data), &before, &w->fault);
    if (err)
        return err;

    form = json_str(casework_form(w, of.kind), "area_at");
    const char *was = form ? shape_text_at(before, form) : NULL;
    of.version++;
    return area == NULL || *area == '\0' || str_is(was, area) ? OK : tell(w, &of, area);
}

enum err
reroute_store(struct casework *w, struct decision *x)
{
    struct task *now;
    int n;

    if (!is_followed(w, x))
        return OK;
    enum err err = store_tasks_open_of(w->store, w->arena, &x->filing, &now, &n, &w->fault);
    if (err)
        return err;
    if (!is_as_it_was(&x->rerouted, now, n))
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这个单位在办的审核刚刚有变动");

    for (int i = 0; i < n; i++) {
        err = x->rerouted.rows[i].route ? go(w, &x->rerouted.rows[i], now[i]) : OK;
        if (err)
            return err;
    }
    return tell_subject(w, x);
}

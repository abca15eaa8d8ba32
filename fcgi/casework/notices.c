/* What follows from a move, and from a clock that comes to an end: who is told, and in what words.
 */
#include "casework/matter_notices.h"
#include "casework/telling.h"

#include <string.h>

static void
words_of_filing(const struct teller *t, const struct filing *x, const struct organization *o,
                struct words *w)
{
    const struct law *l = t->rules->law;

    w->title = telling_title(x->title);
    w->kind = law_label_of_kind(l, x->kind);
    w->action = law_label_of_action(l, x->action);
    w->state = law_label_of_state(l, x->kind, x->action, x->state);
    w->number = telling_number(x->number);
    w->organization = o->name;
    w->on = t->today;
}

/* ---- who is told ----------------------------------------------------------------------------- */

static void
one(struct teller *t, const char *id, struct id_list *out)
{
    out->ids = arena_alloc(t->arena, sizeof *out->ids);
    out->ids[out->n++] = id;
}

static enum err
of_role(struct teller *t, const struct filing *x, const char *role, struct id_list *out)
{
    return store_notice_people(t->store, t->arena, x->id, role, out, &t->fault);
}

/* Whoever has taken the task; before that, all who might. */
static enum err
of_task(struct teller *t, const struct filing *x, struct id_list *out)
{
    struct task task;
    enum err err = store_task_open(t->store, t->arena, x->id, &task, &t->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (task.claimed_by != NULL) {
        one(t, task.claimed_by, out);
        return OK;
    }
    const struct law_stage *stage = law_stage(t->rules->law, task.stage);
    return stage ? of_role(t, x, stage->role, out) : OK;
}

static enum err
recipients(struct teller *t, const struct filing *x, const char *to, struct id_list *out)
{
    *out = (struct id_list){0};
    if (t->only != NULL) {
        one(t, t->only, out);
        return OK;
    }
    if (str_is(to, TELL_REVIEWER))
        return of_task(t, x, out);
    if (!str_is(to, TELL_FILER))
        return of_role(t, x, to, out);
    one(t, x->organization_id, out);
    return OK;
}

/* to: where the declaration does not say it. */
static enum err
tell(struct teller *t, const struct filing *x, const json_t *declared, const char *to,
     const struct words *w)
{
    const char *own = json_str(declared, "to");
    struct telling said = {.declared = declared, .filing_id = x->id, .state = x->state, .words = w};
    struct id_list list;
    enum err err = recipients(t, x, own ? own : to, &list);

    return err ? err : telling_write(t, &said, &list);
}

static enum err
load(struct teller *t, const char *filing_id, struct filing *x, struct words *w)
{
    struct organization o;
    enum err err = store_filing_head(t->store, t->arena, filing_id, x, &t->fault);
    if (err)
        return err;
    if ((err = store_organization_load(t->store, t->arena, x->organization_id, &o, &t->fault)))
        return err;
    words_of_filing(t, x, &o, w);
    return OK;
}

/* ---- of a move ------------------------------------------------------------------------------- */

static enum err
words_of_clock(struct teller *t, const struct filing *x, const char *clock, struct words *w)
{
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(t->store, t->arena, x->id, &rows, &n, &t->fault);
    if (err)
        return err;

    w->clock = "期限";
    w->due_on = telling_due(t, NULL, false);
    for (int i = 0; i < n; i++) {
        const struct deadline *d = &rows[i];
        if (!str_is(d->name, clock))
            continue;
        w->clock = d->label;
        if (!str_is(d->state, "paused"))
            w->due_on = telling_due(t, d->due_on, d->is_provisional);
    }
    return OK;
}

/* ---- of a takeover --------------------------------------------------------------------------- */

#define ANSWER_CLOCK "答复" /* what its present owner's days are called */

/* Nobody, where there was no former owner. */
static enum err
takeover_recipients(struct teller *t, const struct filing *x, const struct takeover *of,
                    const char *to, struct id_list *out)
{
    *out = (struct id_list){0};
    if (str_is(to, TAKEOVER_TO_ASKER))
        one(t, of->by_id, out);
    else if (str_is(to, TAKEOVER_TO_ORGANIZATION))
        one(t, of->organization_id, out);
    else if (!str_is(to, TAKEOVER_TO_FORMER))
        return of_role(t, x, to, out);
    else if (of->former_id != NULL)
        one(t, of->former_id, out);
    return OK;
}

static enum err
tell_of_takeover(struct teller *t, const struct outbox_row *row, const struct filing *x,
                 struct words *w)
{
    struct takeover of = {0};
    size_t i;
    json_t *rule;
    enum err err = store_takeover_load(t->store, t->arena, row->takeover_id, &of, &t->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err; /* it was erased */

    w->clock = ANSWER_CLOCK;
    w->due_on = of.due_on;
    json_array_foreach(json_object_get(takeover_rules(t->rules->manifest), "tells"), i, rule)
    {
        struct telling said = {.declared = telling_notice(t, json_str(rule, "notice")),
                               .filing_id = x->id,
                               .takeover_id = of.id,
                               .state = x->state,
                               .words = w};
        struct id_list list;
        if (!str_is(json_str(rule, "on"), row->event))
            continue;
        if ((err = takeover_recipients(t, x, &of, json_str(rule, "to"), &list)))
            return err;
        if ((err = telling_write(t, &said, &list)))
            return err;
    }
    return OK;
}

/* ---- of a row of the outbox ------------------------------------------------------------------ */

static enum err
tell_of_row(struct teller *t, const struct outbox_row *row)
{
    struct words w = {0};
    struct filing x;
    size_t i;
    json_t *code;
    enum err err = load(t, row->filing_id, &x, &w);
    if (err)
        return err == ERR_NOTFOUND ? OK : err; /* it was erased */
    if (row->takeover_id != NULL) {
        w.on = telling_day_of(t, row->at);
        return tell_of_takeover(t, row, &x, &w);
    }
    t->only = row->person;

    const char *place = str_is(row->event, TELL_MISSED) ? row->clock : row->to_state;
    const char *key =
        arena_printf(t->arena, "%s %s %s %s", x.kind, x.action, row->event, place ? place : "");
    w.event = law_label_of_event(t->rules->law, row->event);
    w.state = law_label_of_state(t->rules->law, x.kind, x.action, row->to_state);
    w.on = telling_day_of(t, row->at);
    json_array_foreach(json_object_get(json_object_get(t->rules->manifest, "tells"), key), i, code)
    {
        const json_t *declared = telling_notice(t, json_string_value(code));
        const char *clock = json_str(declared, "clock");
        if (clock != NULL && (err = words_of_clock(t, &x, clock, &w)))
            return err;
        if ((err = tell(t, &x, declared, NULL, &w)))
            return err;
    }
    return OK;
}

enum err
notices_tell(struct teller *t, int limit, int *taken)
{
    struct outbox_row *rows;
    enum err err = store_outbox_next(t->store, t->arena, limit, &rows, taken, &t->fault);

    for (int i = 0; !err && i < *taken; i++) {
        err = rows[i].matter_id ? matter_notices_tell(t, &rows[i]) : tell_of_row(t, &rows[i]);
        t->only = NULL;
        if (!err)
            err = store_outbox_delete(t->store, rows[i].n, &t->fault);
    }
    return err;
}

/* ---- of a clock ------------------------------------------------------------------------------ */

static bool
is_of_a_stage(const struct law *l, const char *clock)
{
    for (int i = 0; i < l->stages_n; i++)
        if (l->stages[i].clock != NULL && str_is(l->stages[i].clock, clock))
            return true;
    return false;
}

static enum err
note_sent(struct teller *t, const struct turn *turn, const struct reminder *r)
{
    const char *code = json_str(turn->declared, "code");
    enum err err = store_reminder_add(t->store, r, code, turn->days, &t->fault);
    if (err)
        return err;
    return store_audit_add(t->store, NULL,
                           turn->is_over ? "deadline.escalated" : "deadline.reminded", r->filing_id,
                           telling_sent(t, turn, r->clock, r->due_on), &t->fault);
}

static enum err
send(struct teller *t, const struct turn *turn, const struct reminder *r)
{
    const json_t *declared = telling_notice(t, json_str(turn->declared, "notice"));
    const char *pool = json_str(turn->declared, "pool");
    struct words w = {0};
    struct filing x;
    enum err err = load(t, r->filing_id, &x, &w);
    if (err && err != ERR_NOTFOUND)
        return err;

    w.clock = r->label;
    w.due_on = telling_due(t, r->due_on, r->is_provisional);
    telling_span(t, turn, r->due_on, &w);
    if (!err && pool != NULL)
        err = store_task_to_pool(t->store, x.id, pool, &t->fault);
    if (!err)
        err = tell(t, &x, declared, json_str(turn->declared, "to"), &w);
    if (err && err != ERR_NOTFOUND)
        return err;
    return note_sent(t, turn, r);
}

static enum err
send_turn(struct teller *t, const struct turn *turn, int limit, int *sent)
{
    const json_t *declared = turn->declared;
    struct reminder_query q = {.kind = json_str(declared, "kind"),
                               .clock = json_str(declared, "clock"),
                               .code = json_str(declared, "code"),
                               .from = turn->from,
                               .to = turn->to,
                               .days = turn->days,
                               .is_over = turn->is_over,
                               .limit = limit};
    struct reminder *rows;
    int n;

    if (limit <= 0 || strcmp(turn->from, turn->to) > 0)
        return OK;
    q.is_of_stage = is_of_a_stage(t->rules->law, q.clock);
    enum err err = store_reminders_due(t->store, t->arena, &q, &rows, &n, &t->fault);
    for (int i = 0; !err && i < n; i++, (*sent)++)
        err = send(t, turn, &rows[i]);
    return err;
}

enum err
notices_remind(struct teller *t, int limit, int *sent)
{
    size_t i;
    json_t *one;
    enum err err = OK;

    *sent = 0;
    json_array_foreach(json_object_get(t->rules->manifest, "reminders"), i, one)
    {
        struct turn turn = telling_turn(one);
        for (size_t k = 0; !err && telling_next(t, &turn, k); k++)
            err = send_turn(t, &turn, limit - *sent, sent);
        if (err)
            return err;
    }
    return matter_notices_remind(t, limit, sent);
}

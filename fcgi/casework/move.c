/* The one place where a filing changes its state. */
#include "casework/move.h"
#include "casework/clocks.h"
#include "casework/judging.h"
#include "casework/letters.h"

#include <string.h>

/* ---- where an event leads -------------------------------------------------------------------- */

/* Conditions are of what was filed, which is looked at only when some move from here has any. */
enum err
move_find(struct casework *w, struct move *m, struct law_question *q)
{
    const struct filing *x = m->filing;
    enum err err;

    q->kind = x->kind;
    q->action = x->action;
    q->state = x->state;
    q->roles = m->is_of_office ? NULL : m->roles ? m->roles : &w->who->roles;
    q->today = w->today;
    if (q->facts == NULL && m->task != NULL && law_looks(casework_law(w), q) &&
        (err = casework_filed(w, x, &q->facts)))
        return err;

    m->by = law_next(casework_law(w), q);
    m->from = x->state;
    m->to = m->by ? m->by->to->code : NULL;
    m->event = m->by ? m->by->event->code : q->event;
    return OK;
}

/* ---- moving ---------------------------------------------------------------------------------- */

bool
move_brings(const struct move *m, enum effect effect)
{
    return m->by != NULL && (m->by->effects & EFFECT_BIT(effect)) != 0;
}

enum err
move_record(struct casework *w, const struct move *m)
{
    struct event e = {.filing_id = m->filing->id,
                      .version = m->filing->version,
                      .actor_id = w->who->id,
                      .actor_role = m->actor_role,
                      .what = m->event,
                      .from_state = m->from,
                      .to_state = m->to,
                      .reasons = m->reasons,
                      .note = m->note,
                      .data_hash = m->data_hash,
                      .at = w->now};
    struct outbox_row o = {.filing_id = e.filing_id,
                           .version = e.version,
                           .event = e.what,
                           .from_state = e.from_state,
                           .to_state = e.to_state,
                           .actor_role = e.actor_role,
                           .at = e.at};

    enum err err = store_event_add(w->store, &e, &w->fault);
    if (err)
        return err;
    if ((err = store_outbox_add(w->store, &o, &w->fault)))
        return err;
    return casework_audit(w, m->audit, m->object, NULL);
}

/* What enters or leaves the register has been passed by somebody else before, whatever the rules
 * say of stages. */
static enum err
two_people(struct casework *w, const struct move *m)
{
    struct task *tasks;
    int n = 0;

    if (!invariant_two_people(m->by))
        return OK;
    if (m->task != NULL) {
        enum err err =
            store_task_decided_by_others(w->store, w->arena, m->task, &tasks, &n, &w->fault);
        if (err)
            return err;
    }

    for (int i = 0; i < n; i++) {
        const struct law_event *outcome = law_event(casework_law(w), tasks[i].outcome);
        if (outcome != NULL && outcome->verb == VERB_PASS)
            return OK;
    }
    return fail(&w->fault, ERR_RULE, "two_people", "",
                "进入或离开登记簿须由两名不同人员先后通过，决定没有作出，请规则管理员检查流程");
}

enum err
move_store(struct casework *w, struct move *m)
{
    enum err err;

    if (invariant_broken(casework_law(w), m->by) != NULL)
        return fail(&w->fault, ERR_BUG, "invariant_broken", "", "%s", m->by->event->code);
    if ((err = two_people(w, m)))
        return err;

    m->filing->state = m->to;
    m->filing->standing = standing_name(m->by->to->standing);
    err = store_filing_move(w->store, m->filing, &w->fault);
    if (err == ERR_CONFLICT && m->filing->number != NULL)
        return number_taken(w, m->filing->number);
    if (err)
        return casework_found(w, err);
    if ((err = move_record(w, m)))
        return err;
    if (m->clocks != NULL && (err = clocks_go_on(w, m->filing, m->clocks)))
        return err;

    for (int i = 0; i < EFFECT__MAX; i++)
        if (move_brings(m, (enum effect)i) && (err = effect_run(w, m, (enum effect)i)))
            return err;
    return letters_issue(w, m);
}

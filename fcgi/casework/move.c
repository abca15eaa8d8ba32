/* The one place where a filing changes its state. */
#include "casework/move.h"
#include "casework/clocks.h"
#include "casework/judging.h"
#include "casework/letters.h"
#include "casework/review.h"

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
    if (q->facts == NULL && (m->task != NULL || m->is_of_authority) &&
        law_looks(casework_law(w), q) && (err = casework_filed(w, x, &q->facts)))
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
                      .actor_id = str_is(m->actor_role, "system") ? NULL : w->who->id,
                      .actor_role = m->actor_role,
                      .what = m->event,
                      .from_state = m->from,
                      .to_state = m->to,
                      .reasons = m->reasons,
                      .note = m->note,
                      .data_hash = m->data_hash,
                      .at = w->now};
    if (e.actor_id != NULL)
        e.mandate_id = w->who->mandate_id;
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

/* What an authority does of its own accord another person has proposed, of what is in force now. */
static enum err
proposed_by_another(struct casework *w, const struct move *m)
{
    struct proposal p;
    enum err err = store_proposal_waiting(w->store, w->arena, m->filing->id, &p, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    bool is_that = !err && str_is(p.event, m->event) && p.version == m->filing->version;
    bool is_another = is_that && w->who != NULL && !str_is(p.by_id, w->who->id);
    if (is_another && law_may_confirm(m->by, &w->who->roles))
        return OK;
    return fail(&w->fault, ERR_RULE, "two_people", "",
                "撤销、注销须由一人提议、另一人确认，决定没有作出");
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
    if (m->task == NULL && verb_by(m->by->event->verb) == BY_AUTHORITY)
        return proposed_by_another(w, m);
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

/* ---- another that hangs on it ---------------------------------------------------------------- */

/* The filing that was amended has a line of it in its own history. */
static enum err
tell_amended(struct casework *w, const struct move *m)
{
    struct filing of = m->decision->concerned;
    struct move told = {.filing = &of,
                        .event = "amended",
                        .from = of.state,
                        .to = of.state,
                        .actor_role = m->actor_role,
                        .audit = "filing.amend",
                        .object = of.id};

    of.version++;
    return move_record(w, &told);
}

static enum err
move_along(struct casework *w, struct move *m, enum verb verb)
{
    const struct law *l = casework_law(w);
    const struct filing *x = m->filing;
    struct law_question q = {.verb = verb};

    m->is_of_office = true;
    m->is_told = verb == VERB_DEREGISTER;
    m->object = x->id;
    enum err err = move_find(w, m, &q);
    if (err || m->by != NULL)
        return err ? err : move_store(w, m);
    return fail(
        &w->fault, ERR_CONFLICT, "of_not_movable", "",
        "与之相关的%s（%s）当前状态为“%s”，没有随之办理的走向，没有办理，请规则管理员检查流程",
        law_label_of_kind(l, x->kind), law_label_of_action(l, x->action),
        law_label_of_state(l, x->kind, x->action, x->state));
}

/* The filing that it is about is deregistered by a move of its own. */
static enum err
finish(struct casework *w, const struct move *m)
{
    struct filing of = m->decision->concerned;
    struct move end = {.filing = &of,
                       .actor_role = m->actor_role,
                       .audit = "filing.deregister",
                       .law = m->law ? m->law : m->by->law,
                       .task = m->task,
                       .decision = m->decision};
    return move_along(w, &end, VERB_DEREGISTER);
}

/* x is in force no more: what is open about it ends with it. */
static enum err
lapse(struct casework *w, const struct filing *x)
{
    struct filing open;
    enum err err = store_filing_open_of(w->store, w->arena, x->id, &open, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    struct move end = {.filing = &open, .actor_role = "system", .audit = "filing.lapse"};
    return move_along(w, &end, VERB_LAPSE);
}

/* What was proposed has come about, or can no more. */
static enum err
end_proposal(struct casework *w, const struct move *m)
{
    bool is_confirmed = m->task == NULL && verb_by(m->by->event->verb) == BY_AUTHORITY;
    struct proposal p = {.filing_id = m->filing->id,
                         .state = is_confirmed ? PROPOSAL_CONFIRMED : PROPOSAL_LAPSED,
                         .ended_by = is_confirmed ? w->who->id : NULL,
                         .ended_at = w->now};
    return store_proposal_end_of(w->store, &p, &w->fault);
}

static enum err
others_follow(struct casework *w, const struct move *m)
{
    bool is_left =
        m->by->from->standing == STANDING_IN_FORCE && m->by->to->standing != STANDING_IN_FORCE;

    if (move_brings(m, EFFECT_AMEND))
        return tell_amended(w, m);
    if (move_brings(m, EFFECT_FINISH))
        return finish(w, m);
    if (!is_left)
        return OK;
    enum err err = end_proposal(w, m);
    return err ? err : lapse(w, m->filing);
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
    if ((err = letters_issue(w, m)))
        return err;
    return others_follow(w, m);
}

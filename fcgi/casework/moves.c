/* What may be done with a filing now. */
#include "casework/moves.h"
#include "casework/access.h"
#include "casework/filing.h"
#include "casework/judging.h"

/* Who asks, before that filing. */
struct asker {
    struct casework *w;
    const struct filing *filing;
    bool may_fill, may_submit; /* as a member of the organization */
    bool is_free, is_mine;     /* the task: it waits for them, they have it */
};

/* A refusal is an answer; anything else is an error. */
static enum err
allowed(struct casework *w, enum err err, bool *out)
{
    *out = err == OK;
    if (err != ERR_DENIED && err != ERR_NOTFOUND && err != ERR_AUTH)
        return err;
    w->fault = (struct fault){0};
    return OK;
}

static enum err
look_at_task(struct asker *by)
{
    struct casework *w = by->w;
    struct task t;
    bool may = false;
    enum err err = store_task_open(w->store, w->arena, by->filing->id, &t, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    struct thing thing = {
        .organization_id = by->filing->organization_id, .filing_id = by->filing->id, .task = &t};
    if ((err = allowed(w, casework_may(w, ACT_REVIEW, &thing), &may)))
        return err;
    by->is_free = may && str_is(t.state, "open");
    by->is_mine = may && str_is(t.state, "claimed") && str_is(t.claimed_by, w->who->id);
    return OK;
}

static enum err
look_at(struct asker *by)
{
    struct thing thing = {.organization_id = by->filing->organization_id};
    struct casework *w = by->w;
    enum err err = allowed(w, casework_may(w, ACT_FILE, &thing), &by->may_fill);
    if (err)
        return err;
    if ((err = allowed(w, casework_may(w, ACT_SUBMIT, &thing), &by->may_submit)))
        return err;
    return casework_can(w, ACT_REVIEW) ? look_at_task(by) : OK;
}

/* What an authority does of its own accord is no turn in the life of a filing. */
static bool
is_theirs(const struct asker *by, enum verb verb)
{
    switch (verb_by(verb)) {
    case BY_FILER:
        return verb == VERB_SAVE ? by->may_fill : by->may_submit;
    case BY_REVIEWER:
        return verb == VERB_CLAIM ? by->is_free : by->is_mine;
    default:
        return false;
    }
}

/* Behind a gate that is shut nothing is handed in, whatever the law says of the state. */
static enum err
gate_is_open(struct asker *by, bool *out)
{
    struct casework *w = by->w;
    const struct organization o = {.id = by->filing->organization_id};
    enum err err = casework_gate(w, &o, by->filing->kind);

    *out = err == OK;
    if (err != ERR_CONFLICT)
        return err;
    w->fault = (struct fault){0};
    return OK;
}

/* Of a filer's draft the rules know nothing yet: then conditions are passed over. */
static enum err
may_take(struct asker *by, const struct law_event *event, const json_t **facts, bool *out)
{
    struct casework *w = by->w;
    const struct filing *x = by->filing;
    struct law_question q = {.kind = x->kind,
                             .action = x->action,
                             .state = x->state,
                             .event = event->code,
                             .roles = &w->who->roles,
                             .today = w->today};
    enum err err;

    if (verb_by(event->verb) == BY_REVIEWER && law_looks(casework_law(w), &q)) {
        if (*facts == NULL && (err = casework_filed(w, x, facts)))
            return err;
        q.facts = *facts;
    }
    *out = law_next(casework_law(w), &q) != NULL;
    return *out && event->verb == VERB_SUBMIT ? gate_is_open(by, out) : OK;
}

enum err
casework_moves(struct casework *w, const struct filing *x, struct move_open **out, int *n)
{
    const struct law *l = casework_law(w);
    struct asker by = {.w = w, .filing = x};
    const json_t *facts = NULL;
    enum err err = look_at(&by);
    if (err)
        return err;

    *out = arena_alloc(w->arena, ((size_t)l->events_n + 1) * sizeof **out);
    *n = 0;
    for (int i = 0; i < l->events_n; i++) {
        const struct law_event *event = &l->events[i];
        bool may = false;
        if (!is_theirs(&by, event->verb))
            continue;
        if ((err = may_take(&by, event, &facts, &may)))
            return err;
        if (may)
            (*out)[(*n)++] = (struct move_open){event->code, event->label, verb_name(event->verb)};
    }
    return OK;
}

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
    bool may_propose;          /* as the office: of its own accord */
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

/* Another's, about which nothing waits to be confirmed. */
static enum err
look_at_proposal(struct asker *by)
{
    struct casework *w = by->w;
    const char *id = NULL;
    enum err err;

    if (str_is(by->filing->organization_id, w->who->organization_id) ||
        law_standing(casework_law(w), by->filing->kind, by->filing->state) != STANDING_IN_FORCE)
        return OK;
    if ((err = store_proposal_waiting_id(w->store, w->arena, by->filing->id, &id, &w->fault)))
        return err;
    if (id != NULL)
        return OK;
    return store_filing_in_charge(w->store, by->filing->id, w->who->id, &by->may_propose,
                                  &w->fault);
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
    if (!casework_can(w, ACT_REVIEW))
        return OK;
    if ((err = look_at_proposal(by)))
        return err;
    return look_at_task(by);
}

static bool
is_theirs(const struct asker *by, enum verb verb)
{
    switch (verb_by(verb)) {
    case BY_FILER:
        return verb == VERB_SAVE ? by->may_fill : by->may_submit;
    case BY_REVIEWER:
        return verb == VERB_CLAIM ? by->is_free : by->is_mine;
    case BY_AUTHORITY:
        return by->may_propose;
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

/* What is chosen by its verb: the event that is found first. */
static bool
is_first(const struct law *l, const struct law_transition *t, struct law_question q)
{
    q.event = NULL;
    q.verb = t->event->verb;
    return law_next(l, &q) == t;
}

/* Of a filer's draft the rules know nothing yet: then conditions are passed over. *out NULL: it
 * leads nowhere. */
static enum err
may_take(struct asker *by, const struct law_event *event, const json_t **facts,
         const struct law_transition **out)
{
    struct casework *w = by->w;
    const struct filing *x = by->filing;
    struct law_question q = {.kind = x->kind,
                             .action = x->action,
                             .state = x->state,
                             .event = event->code,
                             .roles = &w->who->roles,
                             .today = w->today};
    const struct law *l = casework_law(w);
    bool is_open = true;
    enum err err;

    if (verb_by(event->verb) != BY_FILER && law_looks(l, &q)) {
        if (*facts == NULL && (err = casework_filed(w, x, facts)))
            return err;
        q.facts = *facts;
    }
    const struct law_transition *t = law_next(l, &q);
    if (t != NULL && verb_by(event->verb) == BY_AUTHORITY)
        is_open = is_first(l, t, q);
    if (t != NULL && event->verb == VERB_SUBMIT && (err = gate_is_open(by, &is_open)))
        return err;
    *out = is_open ? t : NULL;
    return OK;
}

/* ---- what is only proposed ------------------------------------------------------------------- */

static const char *
grounds_json(struct casework *w, const json_t *articles)
{
    const json_t *laws = json_object_get(casework_manifest(w), "laws");
    struct buf b = BUF(w->arena);
    size_t i;
    json_t *one;

    buf_open(&b, NULL, '[');
    json_array_foreach(articles, i, one)
    {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "article", json_string_value(one));
        buf_json_str(&b, "text", ground_words(w->arena, laws, json_string_value(one)));
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

static const char *
roles_json(struct casework *w, const json_t *roles)
{
    struct buf b = BUF(w->arena);
    size_t i;
    json_t *one;

    buf_open(&b, NULL, '[');
    json_array_foreach(roles, i, one)
        buf_json_item(&b, law_label_of_role(casework_law(w), json_string_value(one)));
    buf_close(&b);
    return b.p;
}

static struct move_open
move_shown(struct casework *w, const struct law_transition *t)
{
    struct move_open x = {t->event->code, t->event->label, verb_name(t->event->verb), NULL, NULL};

    if (verb_by(t->event->verb) != BY_AUTHORITY)
        return x;
    x.grounds = grounds_json(w, t->grounds);
    x.confirmed_by = roles_json(w, t->second);
    return x;
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
        const struct law_transition *t = NULL;
        if (!is_theirs(&by, event->verb))
            continue;
        if ((err = may_take(&by, event, &facts, &t)))
            return err;
        if (t != NULL)
            (*out)[(*n)++] = move_shown(w, t);
    }
    return OK;
}

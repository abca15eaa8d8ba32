#include "casework/hands.h"
#include "casework/access.h"
#include "casework/clocks.h"
#include "casework/desk.h"

/* ---- several at once ------------------------------------------------------------------------- */

/* A refusal is an answer about one of them; anything else ends it all. */
static enum err
noted(struct casework *w, enum err err, struct taken *x)
{
    if (err != ERR_CONFLICT && err != ERR_DENIED && err != ERR_NOTFOUND)
        return err;
    x->code = arena_strdup(w->arena, w->fault.code);
    x->why = arena_strdup(w->arena, w->fault.text);
    w->fault = (struct fault){0};
    return OK;
}

static enum err
look_at(struct casework *w, struct taken *x)
{
    struct law_question q = {.verb = VERB_CLAIM};
    struct filing filing;
    enum err err = review_filing(w, x->id, &x->task, &filing);
    if (err || !clocks_hang_on_moves(w, filing.kind))
        return err;

    struct move m = review_move_of(w, &x->task, &filing, NULL);
    if ((err = move_find(w, &m, &q)) || m.by == NULL)
        return err;
    x->handover.by = m.by;
    return clocks_facts(w, &filing, m.by, &x->facts);
}

enum err
hands_take_decide(struct casework *w, struct taken_list *x)
{
    enum err err;

    for (int i = 0; i < x->n; i++)
        if ((err = noted(w, look_at(w, &x->rows[i]), &x->rows[i])))
            return err;
    for (int i = 0; i < x->n; i++) {
        struct taken *one = &x->rows[i];
        if (one->facts != NULL && (err = clocks_hear(w, one->facts, &one->handover.clocks)))
            return err;
    }
    return OK;
}

enum err
hands_take_store(struct casework *w, struct taken_list *x)
{
    for (int i = 0; i < x->n; i++) {
        struct taken *one = &x->rows[i];
        one->code = one->why = NULL;
        enum err err = noted(w, casework_claim(w, one->id, &one->handover, &one->task), one);
        if (err)
            return err;
    }
    return OK;
}

enum err
hands_most_urgent(struct casework *w, int n, struct taken_list *out)
{
    struct task_query q = {
        .account_id = w->who->id, .stages = desk_stages(w, NULL), .state = "open", .limit = n};
    struct task *rows;
    enum err err = store_task_list(w->store, w->arena, &q, &rows, &out->n, &w->fault);
    if (err)
        return err;

    out->rows = arena_alloc(w->arena, ((size_t)out->n + 1) * sizeof *out->rows);
    for (int i = 0; i < out->n; i++)
        out->rows[i].id = rows[i].id;
    return OK;
}

/* ---- to whom --------------------------------------------------------------------------------- */

static struct colleague_query
who_could(const struct casework *w, const struct task *t, const char *only)
{
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);

    return (struct colleague_query){
        .task_id = t->id, .role = stage ? stage->role : NULL, .only = only};
}

enum err
hands_colleagues(struct casework *w, const struct task *t, struct colleague **out, int *n)
{
    struct colleague_query q = who_could(w, t, NULL);
    return store_colleagues(w->store, w->arena, &q, out, n, &w->fault);
}

static enum err
find_colleague(struct casework *w, const struct task *t, const char *id, struct account *out)
{
    struct colleague_query q = who_could(w, t, id);
    struct colleague *rows;
    int n = 0;
    enum err err = store_colleagues(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (err)
        return err;
    if (n == 0)
        return fail(&w->fault, ERR_CONFLICT, "cannot_work", "/to",
                    "不能改派给这个账号：须在用、承担“%s”、范围包括此件、不属于该单位、"
                    "没有办理过这次提交的其他阶段，且不是现在的办理人",
                    law_label_of_stage(casework_law(w), t->stage));
    return store_account_by_id(w->store, w->arena, id, out, &w->fault);
}

/* ---- to a colleague -------------------------------------------------------------------------- */

/* What waits may be given by whoever could take it; what somebody has, by them, or by who leads the
 * stage. */
static enum err
may_give(struct casework *w, const struct task *t)
{
    bool is_led = str_is(t->state, "claimed") && casework_leads(w, t);

    return str_is(t->state, "open") || is_led ? OK : review_is_mine(w, t);
}

static enum err
look_at_given(struct casework *w, const char *task_id, const char *to, struct reassigning *x)
{
    enum err err = casework_task_given(w, task_id, &x->task);
    if (err)
        return err;
    if ((err = review_filing_of(w, &x->task, &x->filing)))
        return err;
    if ((err = may_give(w, &x->task)))
        return err;
    return find_colleague(w, &x->task, to, &x->to);
}

enum err
hands_reassign_decide(struct casework *w, const char *task_id, const char *to,
                      struct reassigning *x)
{
    struct law_question q = {.verb = VERB_CLAIM};
    enum err err = look_at_given(w, task_id, to, x);
    if (err || !str_is(x->task.state, "open") || !clocks_hang_on_moves(w, x->filing.kind))
        return err;

    struct move m = review_move_of(w, &x->task, &x->filing, NULL);
    m.roles = &x->to.roles;
    if ((err = move_find(w, &m, &q)) || m.by == NULL)
        return err;
    x->claim.by = m.by;
    return clocks_ask(w, &x->filing, m.by, &x->claim.clocks);
}

/* By whoever works the stage, or else in the name of who leads it. Whom it is given to could take
 * it, so the transitions are theirs. */
static struct move
move_given(struct casework *w, struct reassigning *x, const char *audit, const char *note)
{
    const struct law_stage *stage = law_stage(casework_law(w), x->task.stage);
    struct move m = review_move_of(w, &x->task, &x->filing, audit);

    if (casework_leads(w, &x->task) && !role_set_has(&w->who->roles, stage->role))
        m.actor_role = stage->lead;
    m.roles = &x->to.roles;
    m.note = note;
    return m;
}

/* It goes back and is taken in one: between the two no time passes, so no clock notices. */
static enum err
give_back(struct casework *w, const char *note, struct reassigning *x)
{
    struct move m = move_given(w, x, "task.release", note);

    x->task.claimed_by = NULL;
    x->task.claimed_at = 0;
    return review_move(w, &x->task, &m, VERB_RELEASE, &(struct handover){0});
}

/* Who has it now, and who had it, are told unless they did it themselves. */
static enum err
tell_person(struct casework *w, const struct reassigning *x, const char *event, const char *person)
{
    struct outbox_row o = {.filing_id = x->filing.id,
                           .version = x->filing.version,
                           .event = event,
                           .from_state = x->filing.state,
                           .to_state = x->filing.state,
                           .actor_role = role_name(ROLE_REVIEWER),
                           .person = person,
                           .at = w->now};

    if (person == NULL || str_is(person, w->who->id))
        return OK;
    return store_outbox_add(w->store, &o, &w->fault);
}

enum err
hands_reassign_store(struct casework *w, const char *reason, struct reassigning *x)
{
    const char *to = x->to.id;
    enum err err = look_at_given(w, x->task.id, to, x);
    if (err)
        return err;
    const char *state = x->filing.state;
    bool was_taken = !str_is(x->task.state, "open");
    const char *had = x->task.claimed_by;
    const char *note = arena_printf(w->arena, "改派给 %s：%s", x->to.username, reason);
    if (was_taken && (err = give_back(w, note, x)))
        return err;

    struct move m = move_given(w, x, "task.reassign", note);
    x->task.claimed_by = to;
    x->task.claimed_at = w->now;
    if ((err = review_move(w, &x->task, &m, VERB_CLAIM, &x->claim)))
        return err;
    if (was_taken && !str_is(x->filing.state, state))
        return fail(&w->fault, ERR_CONFLICT, "move_not_allowed", "",
                    "按现行流程，这件不能直接改派，请先退回任务，由对方领取");
    if ((err = tell_person(w, x, "handed", to)))
        return err;
    return tell_person(w, x, "taken_off", had);
}

/* ---- to another area ------------------------------------------------------------------------- */

/* Nothing is handed over to where nobody would see it. */
static enum err
is_worked(struct casework *w, const struct task *t, const char *area)
{
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);
    bool is = false;

    if (str_is(t->area, area))
        return fail(&w->fault, ERR_CONFLICT, "area_same", "/area", "这件任务已经在这个地区");
    enum err err =
        store_area_is_worked(w->store, w->arena, t, stage ? stage->role : "", area, &is, &w->fault);
    if (err || is)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "area_nobody", "/area",
                "那个地区没有人员能办理“%s”的这类任务，请改派给人员，或请系统管理员安排范围",
                law_label_of_stage(casework_law(w), t->stage));
}

static enum err
look_at_passed(struct casework *w, const char *task_id, const char *area, struct passing *x)
{
    enum err err = review_filing(w, task_id, &x->task, &x->filing);
    if (err)
        return err;
    if ((err = review_is_mine(w, &x->task)))
        return err;
    return is_worked(w, &x->task, area);
}

enum err
hands_pass_decide(struct casework *w, const char *task_id, const char *area, struct passing *x)
{
    enum err err = look_at_passed(w, task_id, area, x);
    return err ? err : casework_handover(w, task_id, VERB_RELEASE, &x->release);
}

enum err
hands_pass_store(struct casework *w, const char *area, const char *reason, struct passing *x)
{
    const char *id = x->task.id;
    enum err err = look_at_passed(w, id, area, x);
    if (err)
        return err;

    struct move m = review_move_of(w, &x->task, &x->filing, "task.handover");
    m.note = arena_printf(w->arena, "移交 %s：%s", desk_area_label(w, area), reason);
    x->task.claimed_by = NULL;
    x->task.claimed_at = 0;
    if ((err = review_move(w, &x->task, &m, VERB_RELEASE, &x->release)))
        return err;
    if ((err = store_task_pass_on(w->store, id, area, &w->fault)))
        return err;
    if ((err = store_task_draft_drop(w->store, id, &w->fault)))
        return err;
    return store_task_load(w->store, w->arena, id, &x->task, &w->fault);
}

/* The effects of moves. */
#include "casework/clocks.h"
#include "casework/filing.h"
#include "casework/move.h"
#include "casework/review.h"

#include <string.h>

static const char *
or_empty(const char *s)
{
    return s ? s : "";
}

/* ---- what was submitted ---------------------------------------------------------------------- */

/* The version keeps the promise as it was made, and who made it. */
static enum err
freeze_version(struct casework *w, const struct move *m)
{
    const struct filing *x = m->filing;
    const struct frozen *f = &m->submission->frozen;
    const struct shown_frozen *shown = &m->submission->shown;
    struct version v = {.filing_id = x->id,
                        .n = x->version,
                        .data = f->text,
                        .data_hash = m->data_hash,
                        .products = f->products,
                        .shown = shown->text,
                        .revisions = shown->revisions,
                        .promise = frozen_promise(w, x->kind),
                        .text_hash = f->text_hash,
                        .submitted_by = w->who->id,
                        .remote_addr = w->remote_addr,
                        .submitted_at = w->now};
    return store_version_add(w->store, &v, &w->fault);
}

static enum err
keep_judgement(struct casework *w, const struct move *m)
{
    const struct judged *j = &m->submission->judged;
    enum err err = judgement_keep(w, m->filing, m->event, j);
    return err ? err : judgement_audit(w, m->filing, j);
}

static enum err
set_coverage(struct casework *w, const struct move *m)
{
    const struct coverage_list *c = &m->submission->coverage;
    return store_coverage_set(w->store, m->filing->id, c->rows, c->n, &w->fault);
}

static enum err
clear_coverage(struct casework *w, const struct move *m)
{
    return store_coverage_set(w->store, m->filing->id, NULL, 0, &w->fault);
}

/* A reviewer may download what the frozen version names. */
static enum err
link_attachments(struct casework *w, const struct move *m)
{
    return store_attachments_link(w->store, m->filing->id, &m->submission->attachments, &w->fault);
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static enum err
start_clocks(struct casework *w, const struct move *m)
{
    return clocks_start(w, m->filing, m->submission->judged.parsed);
}

static enum err
stop_clocks(struct casework *w, const struct move *m)
{
    return clocks_stop(w, m->filing);
}

static enum err
drop_clocks(struct casework *w, const struct move *m)
{
    return store_deadlines_set(w->store, m->filing->id, NULL, 0, &w->fault);
}

/* ---- tasks ----------------------------------------------------------------------------------- */

static const json_t *
answered_clock(const json_t *answer, const char *clock)
{
    size_t i;
    json_t *x;

    json_array_foreach(json_object_get(answer, "deadlines"), i, x)
    {
        if (clock != NULL && str_is(json_str(x, "name"), clock))
            return x;
    }
    return NULL;
}

/* While a clock stands still nobody can say when it ends. */
static const char *
due_of(const char *state, const char *due_on)
{
    return str_is(state, "paused") ? NULL : due_on;
}

/* A task is due with the clock of its stage. */
static enum err
open_task(struct casework *w, const struct move *m)
{
    const struct judged *j = &m->submission->judged;
    const struct law_stage *stage = m->by->to->stage;
    const json_t *route = json_object_get(j->parsed, "route");
    const json_t *due = answered_clock(j->parsed, stage->clock);
    struct task t = {.filing_id = m->filing->id,
                     .version = m->filing->version,
                     .stage = stage->code,
                     .state = "open",
                     .area = or_empty(json_str(route, "area")),
                     .class_code = or_empty(json_str(route, "class")),
                     .pool = json_str(route, "pool"),
                     .grade = json_str(route, "grade"),
                     .clock = stage->clock,
                     .due_on = due_of(json_str(due, "state"), json_str(due, "due_on")),
                     .is_provisional = json_is_true(json_object_get(due, "provisional")),
                     .is_fault = str_is(j->verdict, "needs_human")};
    return store_task_add(w->store, &t, &w->fault);
}

/* Where it is routed it takes over from the one before; when it is due, its own clock says. */
static enum err
next_task(struct casework *w, const struct move *m)
{
    const struct law_stage *stage = m->by->to->stage;
    struct task t = *m->task;
    struct deadline *rows;
    int n;
    enum err err = clocks_leave(w, m->filing, m->by->from->stage, m->by->to);
    if (err)
        return err;
    err = store_deadlines_list(w->store, w->arena, m->filing->id, &rows, &n, &w->fault);
    if (err)
        return err;

    t.stage = stage->code;
    t.state = "open";
    t.claimed_by = t.outcome = t.reasons = t.note = NULL;
    t.claimed_at = t.done_at = 0;
    t.clock = stage->clock;
    t.due_on = NULL;
    t.is_provisional = false;
    for (int i = 0; i < n; i++) {
        if (stage->clock == NULL || !str_is(rows[i].name, stage->clock))
            continue;
        t.due_on = due_of(rows[i].state, rows[i].due_on);
        t.is_provisional = rows[i].is_provisional;
    }
    return store_task_add(w->store, &t, &w->fault);
}

static bool
is_same_place(const struct jurisdiction *one, const struct jurisdiction *other)
{
    return str_is(one->area, other->area) && str_is(one->class_code, other->class_code) &&
           str_is(or_empty(one->pool), or_empty(other->pool));
}

/* Where it belongs it goes on belonging: a task of before may lie where its organization was then.
 */
static enum err
drop_task(struct casework *w, const struct move *m)
{
    const char *id = m->filing->id;
    struct jurisdiction at, before;
    enum err err = store_jurisdiction_load(w->store, w->arena, id, &at, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err; /* it has none */

    err = store_task_drop(w->store, id, &w->fault);
    if (!err)
        err = store_jurisdiction_load(w->store, w->arena, id, &before, &w->fault);
    if (err || is_same_place(&at, &before))
        return err == ERR_NOTFOUND ? OK : err;
    return store_transfer_set(w->store, id, &at, &w->fault);
}

/* ---- the register ---------------------------------------------------------------------------- */

/* x: the filing that says who the organization is. */
static enum err
admit_by(struct casework *w, const struct move *m, const struct filing *x)
{
    const json_t *o = json_object_get(m->decision->published, "organization");
    struct organization fresh;
    bool is_known;
    enum err err =
        store_organization_load(w->store, w->arena, x->organization_id, &fresh, &w->fault);
    if (err)
        return err;

    if (*or_empty(json_str(o, "name")) != '\0')
        fresh.name = json_str(o, "name");
    fresh.credit_code = data_credit_code(w, x->kind, m->decision->frozen.data);
    fresh.area = *or_empty(json_str(o, "area")) != '\0' ? json_str(o, "area") : m->task->area;
    is_known = str_is(fresh.subject_filing_id, x->id);
    fresh.subject_filing_id = x->id;
    fresh.subject_version = x->version;
    err = store_organization_approve(w->store, &fresh, &w->fault);
    if (err || is_known || !clocks_hang_on_admission(w))
        return err;
    return store_unasked_organization(w->store, x->organization_id, &w->fault);
}

static enum err
admit(struct casework *w, const struct move *m)
{
    return admit_by(w, m, m->filing);
}

static enum err
take_number(struct casework *w, const struct move *m)
{
    return store_number_take(w->store, &m->decision->serial, &w->fault);
}

const char *
history_line(struct casework *w, const struct filing *x, const char *before,
             const struct law_term *what)
{
    struct buf b = BUF(w->arena);

    if (before == NULL)
        buf_open(&b, NULL, '[');
    else
        buf_add(&b, before, strlen(before) - 1); /* without its closing bracket */
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "on", w->today);
    buf_json_str(&b, "what", what->code);
    buf_json_str(&b, "label", what->label);
    buf_json_int(&b, "version", x->version);
    buf_close(&b);
    buf_puts(&b, "]");
    return b.p;
}

enum err
number_taken(struct casework *w, const char *number)
{
    return fail(&w->fault, ERR_RULE, "number_taken", "",
                "编号规则给出的编号 %s 已被使用，决定没有作出，请检查编号规则", number);
}

static const struct law_term filed = {"filed", "予以备案并公示", NULL};

#define PUBLISHED(name_, title_, most_) .name_ = or_empty(json_str(published, #name_)),
#define LABELLED(name_, title_) .name_##_label = json_str(published, #name_ "_label"),

static enum err
publish(struct casework *w, const struct move *m)
{
    const char *number = m->decision->number;
    const json_t *published = json_object_get(m->decision->published, "entry");
    struct entry e = {.number = number,
                      .digits = json_str(m->decision->published, "digits"),
                      .filing_id = m->filing->id,
                      .organization_id = m->filing->organization_id,
                      ENTRY_PUBLISHED(PUBLISHED) ENTRY_CODES(LABELLED).status = "filed",
                      .filed_on = w->today,
                      .disclosure = json_text(w->arena, json_object_get(published, "disclosure")),
                      .history = history_line(w, m->filing, NULL, &filed)};

    enum err err = store_entry_add(w->store, &e, &w->fault);
    return err == ERR_CONFLICT ? number_taken(w, number) : err;
}

#define RENEWED(name_, title_, most_) e.name_ = or_empty(json_str(published, #name_));
#define RELABELLED(name_, title_) e.name_##_label = json_str(published, #name_ "_label");

static enum err
renew_entry(struct casework *w, const struct move *m, const struct filing *of)
{
    const json_t *published = json_object_get(m->decision->published, "entry");
    struct law_term what = {"amended", law_label_of_action(casework_law(w), m->filing->action),
                            NULL};
    struct entry e;
    enum err err =
        store_entry_load(w->store, w->arena, m->decision->concerned.number, &e, &w->fault);
    if (err)
        return casework_found(w, err);

    const struct entry before = e;
    ENTRY_PUBLISHED(RENEWED)
    ENTRY_CODES(RELABELLED)
    register_call(w->arena, &e, &before, w->today);
    e.disclosure = json_text(w->arena, json_object_get(published, "disclosure"));
    e.history = history_line(w, of, e.history, &what);
    return store_entry_renew(w->store, &e, &w->fault);
}

static enum err
renew(struct casework *w, const struct move *m, const struct filing *of)
{
    const struct law_kind *admitting = law_admitting(casework_law(w));

    if (admitting != NULL && str_is(admitting->code, of->kind))
        return admit_by(w, m, of);
    return m->decision->concerned.number != NULL ? renew_entry(w, m, of) : OK;
}

/* The version that was approved becomes the next one of the filing that it changes. */
static enum err
take_version(struct casework *w, const struct move *m, struct filing *of)
{
    struct version v;
    struct coverage_list coverage;
    struct id_list attachments;
    const json_t *data = m->decision->frozen.data;
    enum err err =
        store_version_load(w->store, w->arena, m->filing->id, m->filing->version, &v, &w->fault);
    if (err)
        return err;

    v.filing_id = of->id;
    v.n = of->version = of->version + 1;
    if ((err = store_version_add(w->store, &v, &w->fault)))
        return err;
    data_coverage(w, of, data, &coverage);
    data_attachments(w, of->kind, data, &attachments);
    if ((err = store_coverage_set(w->store, of->id, coverage.rows, coverage.n, &w->fault)))
        return err;
    if ((err = store_attachments_link(w->store, of->id, &attachments, &w->fault)))
        return err;

    of->data = v.data;
    of->text_hash = v.text_hash;
    of->title = m->filing->title;
    err = store_filing_save(w->store, of, &w->fault);
    return err == ERR_STALE ? ERR_AGAIN : err;
}

/* It is told of by whoever moved the other. */
static enum err
amend(struct casework *w, const struct move *m)
{
    struct filing of = m->decision->concerned;
    enum err err = take_version(w, m, &of);
    if (err)
        return err;

    of.rule_set = m->filing->rule_set;
    of.number = NULL; /* it has it already */
    if ((err = store_filing_move(w->store, &of, &w->fault)))
        return err;
    return renew(w, m, &of);
}

/* The entry stays as a tombstone: its number is never given again. */
static enum err
strike(struct casework *w, const struct move *m)
{
    struct entry e;
    enum err err = store_entry_load(w->store, w->arena, m->filing->number, &e, &w->fault);
    if (err)
        return casework_found(w, err);

    e.status = m->by->event->verb == VERB_REVOKE ? "revoked" : "deregistered";
    struct law_term what = {e.status, m->by->event->label, NULL};
    e.history = history_line(w, m->filing, e.history, &what);
    e.ended_by = m->task == NULL ? ENDED_BY_OFFICE : ENDED_BY_FILER; /* whose wish was reviewed */
    e.law = m->law ? m->law : m->by->law;
    return store_entry_strike(w->store, &e, &w->fault);
}

/* ---- by name --------------------------------------------------------------------------------- */

typedef enum err effect_fn(struct casework *w, const struct move *m);

static effect_fn *const effects[EFFECT__MAX] = {
    [EFFECT_FREEZE_VERSION] = freeze_version,
    [EFFECT_KEEP_JUDGEMENT] = keep_judgement,
    [EFFECT_SET_COVERAGE] = set_coverage,
    [EFFECT_CLEAR_COVERAGE] = clear_coverage,
    [EFFECT_LINK_ATTACHMENTS] = link_attachments,
    [EFFECT_START_CLOCKS] = start_clocks,
    [EFFECT_STOP_CLOCKS] = stop_clocks,
    [EFFECT_DROP_CLOCKS] = drop_clocks,
    [EFFECT_OPEN_TASK] = open_task,
    [EFFECT_NEXT_TASK] = next_task,
    [EFFECT_DROP_TASK] = drop_task,
    [EFFECT_ADMIT] = admit,
    [EFFECT_NUMBER] = take_number,
    [EFFECT_PUBLISH] = publish,
    [EFFECT_STRIKE] = strike,
    [EFFECT_AMEND] = amend,
};

enum err
effect_run(struct casework *w, const struct move *m, enum effect effect)
{
    return effects[effect] ? effects[effect](w, m) : OK; /* one moves another: move.c */
}

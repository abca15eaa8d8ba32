/* The verbs of the core, by name: a move brings them about. */
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
    struct version v = {.filing_id = x->id,
                        .n = x->version,
                        .data = x->data,
                        .data_hash = m->data_hash,
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
    const struct id_list *list = &m->submission->attachments;

    for (int i = 0; i < list->n; i++) {
        enum err err = store_attachment_link(w->store, m->filing->id, list->ids[i], &w->fault);
        if (err)
            return err;
    }
    return OK;
}

/* ---- clocks ---------------------------------------------------------------------------------- */

/* Counted by the calendar of working days alone? Then another calendar may count it again by its
 * first day. */
static bool
is_workdays(const json_t *x)
{
    const char *unit = json_str(x, "unit");
    return (unit == NULL || str_is(unit, "workday")) && json_object_get(x, "waited") == NULL;
}

static enum err
start_clocks(struct casework *w, const struct move *m)
{
    const json_t *list = json_object_get(m->submission->judged.parsed, "deadlines");
    size_t n = json_array_size(list);
    struct deadline *rows = arena_alloc(w->arena, (n + 1) * sizeof *rows);

    for (size_t i = 0; i < n; i++) {
        const json_t *x = json_array_get(list, i);
        rows[i] = (struct deadline){
            .filing_id = m->filing->id,
            .name = json_str(x, "name"),
            .from = is_workdays(x) ? json_str(x, "from") : NULL,
            .due_on = json_str(x, "due_on"),
            .state = json_str(x, "state"),
            .days = (long)json_integer_value(json_object_get(x, "days")),
            .is_provisional = json_is_true(json_object_get(x, "provisional")),
        };
    }
    return store_deadlines_set(w->store, m->filing->id, rows, (int)n, &w->fault);
}

/* The review clock stops with the decision. */
static enum err
stop_clocks(struct casework *w, const struct move *m)
{
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(w->store, w->arena, m->filing->id, &rows, &n, &w->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        bool is_running = str_starts(rows[i].name, "review") && str_is(rows[i].state, "running");
        bool is_late = rows[i].due_on != NULL && strcmp(w->today, rows[i].due_on) > 0;
        if (is_running)
            rows[i].state = is_late ? "missed" : "met";
    }
    return store_deadlines_set(w->store, m->filing->id, rows, n, &w->fault);
}

static enum err
drop_clocks(struct casework *w, const struct move *m)
{
    return store_deadlines_set(w->store, m->filing->id, NULL, 0, &w->fault);
}

/* ---- tasks ----------------------------------------------------------------------------------- */

/* A task is due on the first clock of review that the judgement names. */
static const json_t *
review_deadline(const json_t *answer)
{
    size_t i;
    json_t *x;

    json_array_foreach(json_object_get(answer, "deadlines"), i, x)
    {
        const char *name = json_str(x, "name");
        if (name != NULL && str_starts(name, "review"))
            return x;
    }
    return NULL;
}

static enum err
open_task(struct casework *w, const struct move *m)
{
    const struct judged *j = &m->submission->judged;
    const json_t *route = json_object_get(j->parsed, "route"), *due = review_deadline(j->parsed);
    const char *stage = workflow_stage(casework_manifest(w), m->to);
    struct task t = {.filing_id = m->filing->id,
                     .version = m->filing->version,
                     .stage = stage ? stage : "preliminary",
                     .state = "open",
                     .area = or_empty(json_str(route, "area")),
                     .class_code = or_empty(json_str(route, "class")),
                     .due_on = json_str(due, "due_on"),
                     .is_provisional = json_is_true(json_object_get(due, "provisional")),
                     .is_fault = str_is(j->verdict, "needs_human")};
    return store_task_add(w->store, &t, &w->fault);
}

/* The next stage takes over where and when it is due from the one before. */
static enum err
next_task(struct casework *w, const struct move *m)
{
    struct task t = *m->task;

    t.stage = workflow_stage(casework_manifest(w), m->to);
    t.state = "open";
    t.claimed_by = t.outcome = t.reasons = t.note = NULL;
    t.claimed_at = t.done_at = 0;
    return store_task_add(w->store, &t, &w->fault);
}

static enum err
drop_task(struct casework *w, const struct move *m)
{
    return store_task_drop(w->store, m->filing->id, &w->fault);
}

/* ---- the register ---------------------------------------------------------------------------- */

static enum err
admit_subject(struct casework *w, const struct move *m)
{
    const json_t *o = json_object_get(m->decision->published, "organization");
    struct organization fresh;
    enum err err =
        store_organization_load(w->store, w->arena, m->filing->organization_id, &fresh, &w->fault);
    if (err)
        return err;

    if (json_str(o, "name") != NULL)
        fresh.name = json_str(o, "name");
    fresh.credit_code = json_str(o, "credit_code");
    fresh.area = json_str(o, "area") ? json_str(o, "area") : m->task->area;
    fresh.subject_filing_id = m->filing->id;
    return store_organization_approve(w->store, &fresh, &w->fault);
}

static enum err
take_number(struct casework *w, const struct move *m)
{
    const struct decision *x = m->decision;
    return store_number_take(w->store, m->filing->organization_id, x->class_code, x->class_serial,
                             &w->fault);
}

static const char *
first_line(struct casework *w, const struct move *m)
{
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "on", w->today);
    buf_json_str(&b, "what", "filed");
    buf_json_str(&b, "label", "准予备案并公示");
    buf_json_int(&b, "version", m->task->version);
    buf_close(&b);
    buf_close(&b);
    return b.p;
}

enum err
number_taken(struct casework *w, const char *number)
{
    return fail(&w->fault, ERR_RULE, "number_taken", "",
                "编号规则给出的编号 %s 已被使用，决定没有作出，请检查编号规则", number);
}

#define PUBLISHED(name_, title_) .name_ = or_empty(json_str(published, #name_)),

static enum err
publish(struct casework *w, const struct move *m)
{
    const char *number = m->decision->number;
    const json_t *published = json_object_get(m->decision->published, "entry");
    struct entry e = {.number = number,
                      .filing_id = m->filing->id,
                      .organization_id = m->filing->organization_id,
                      ENTRY_PUBLISHED(PUBLISHED).status = "filed",
                      .filed_on = w->today,
                      .disclosure = json_text(w->arena, json_object_get(published, "disclosure")),
                      .history = first_line(w, m)};

    enum err err = store_entry_add(w->store, &e, &w->fault);
    return err == ERR_CONFLICT ? number_taken(w, number) : err;
}

/* ---- by name --------------------------------------------------------------------------------- */

typedef enum err effect_fn(struct casework *w, const struct move *m);

static const struct {
    const char *name;
    effect_fn *run;
} effects[] = {
    {"freeze_version", freeze_version},
    {"keep_judgement", keep_judgement},
    {"set_coverage", set_coverage},
    {"clear_coverage", clear_coverage},
    {"link_attachments", link_attachments},
    {"start_clocks", start_clocks},
    {"stop_clocks", stop_clocks},
    {"drop_clocks", drop_clocks},
    {"open_task", open_task},
    {"next_task", next_task},
    {"drop_task", drop_task},
    {"admit_subject", admit_subject},
    {"take_number", take_number},
    {"publish", publish},
};

static effect_fn *
effect_find(const char *name, size_t n)
{
    for (size_t i = 0; i < LEN(effects); i++)
        if (strlen(effects[i].name) == n && strncmp(effects[i].name, name, n) == 0)
            return effects[i].run;
    return NULL;
}

bool
effect_exists(const char *name, size_t n)
{
    return effect_find(name, n) != NULL;
}

enum err
effect_run(struct casework *w, const struct move *m, const char *name, size_t n)
{
    effect_fn *run = effect_find(name, n);

    if (run == NULL)
        return fail(&w->fault, ERR_BUG, "effect_unknown", "", "%.*s", (int)n, name);
    return run(w, m);
}

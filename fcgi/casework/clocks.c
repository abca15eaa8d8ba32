/* Deadlines of a filing: what they hang on, and how they are kept. */
#include "casework/clocks.h"
#include "casework/concern.h"

#include <string.h>

/* ---- declared -------------------------------------------------------------------------------- */

/* The deadline as the rules declare it for that kind; NULL where they do not. */
static const json_t *
declared_clock(const struct casework *w, const char *kind, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(casework_manifest(w), "deadlines"), i, one)
    {
        if (str_is(json_str(one, "name"), name) &&
            json_list_has(json_object_get(one, "kinds"), kind))
            return one;
    }
    return NULL;
}

const char *
clocks_label(const struct casework *w, const char *kind, const struct deadline *x)
{
    if (x->label != NULL && *x->label != '\0')
        return x->label;
    const char *title = json_str(declared_clock(w, kind, x->name), "title");
    return title ? title : x->name;
}

const char *
clocks_credit(const struct casework *w, const char *kind, const struct deadline *x)
{
    return x->credited > 0 ? json_str(declared_clock(w, kind, x->name), "credit") : NULL;
}

/* ---- started --------------------------------------------------------------------------------- */

static struct deadline
clock_of(const struct casework *w, const struct filing *x, const json_t *said)
{
    const json_t *declared = declared_clock(w, x->kind, json_str(said, "name"));
    const json_t *credit = json_object_get(said, "credit");

    return (struct deadline){
        .filing_id = x->id,
        .name = json_str(said, "name"),
        .label = json_str(said, "label"),
        .from = json_str(said, "from"),
        .days = (long)json_integer_value(json_object_get(said, "days")),
        .unit = json_str(said, "unit"),
        .is_rolling = json_is_true(json_object_get(declared, "rolls")),
        .waited = (long)json_integer_value(json_object_get(said, "waited")),
        .credited = (long)json_integer_value(json_object_get(said, "credited")),
        .credit = credit ? json_canonical(w->arena, credit) : NULL,
        .due_on = json_str(said, "due_on"),
        .is_provisional = json_is_true(json_object_get(said, "provisional")),
        .state = json_str(said, "state"),
    };
}

enum err
clocks_start(struct casework *w, const struct filing *x, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "deadlines");
    size_t n = json_array_size(list);
    struct deadline *rows = arena_alloc(w->arena, (n + 1) * sizeof *rows);

    for (size_t i = 0; i < n; i++)
        rows[i] = clock_of(w, x, json_array_get(list, i));
    return store_deadlines_set(w->store, x->id, rows, (int)n, &w->fault);
}

/* ---- asked about --------------------------------------------------------------------------- */

static const char *
day_of(struct casework *w, int64_t at)
{
    char on[DATE_TEXT];
    date_beijing(at, on);
    return arena_strdup(w->arena, on);
}

enum err
clocks_facts_of(struct casework *w, const struct filing *x, const struct law_transition *by,
                const char *subject, const char **facts)
{
    struct organization o;
    struct version v;
    struct frozen frozen;
    struct id_list attachments;
    struct course course;
    struct approved_days approval;
    const char *first;
    enum err err;

    if ((err = store_version_newest(w->store, w->arena, x->id, x->version, &v, &w->fault)))
        return err;
    if ((err = frozen_version(w, &v, &frozen)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, x->organization_id, &o, &w->fault)))
        return err;
    if ((err = frozen_first_day(w, x, NULL, &first)))
        return err;
    if ((err = clocks_course(w, x, by, &course)))
        return err;
    if ((err = concern_approval(w, x, &approval)))
        return err;

    data_attachments(w, x->kind, frozen.data, &attachments);
    struct facts_of of = {.filing_id = x->id,
                          .kind = x->kind,
                          .action = x->action,
                          .version = v.n,
                          .data = v.data,
                          .parsed = frozen.data,
                          .title = x->title,
                          .products = frozen.trees,
                          .text_hash = v.text_hash,
                          .organization = &o,
                          .subject = subject,
                          .attachments = &attachments,
                          .submitted_on = day_of(w, v.submitted_at),
                          .first_submitted_on = first,
                          .course = &course,
                          .approval = x->of ? &approval : NULL};
    return facts_build(w, &of, facts);
}

static bool
is_of_review(enum standing standing)
{
    return standing == STANDING_EDITABLE || standing == STANDING_REVIEW;
}

/* by NULL: where it stands. */
static enum err
ask_of(struct casework *w, const struct filing *x, const struct law_transition *by,
       const char **facts)
{
    struct deadline *rows;
    int n;

    if (x->submitted_at == 0 || !clocks_hang_on_moves(w, x->kind))
        return OK;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &rows, &n, &w->fault);
    if (err || n == 0) /* it was withdrawn, or never had one */
        return err;
    err = clocks_facts_of(w, x, by, NULL, facts);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
clocks_facts(struct casework *w, const struct filing *x, const struct law_transition *by,
             const char **facts)
{
    bool is_elsewhere = by != NULL && (by->from != by->to || by->from->stage != by->to->stage);

    *facts = NULL;
    return is_elsewhere && is_of_review(by->to->standing) ? ask_of(w, x, by, facts) : OK;
}

enum err
clocks_facts_here(struct casework *w, const struct filing *x, const char **facts)
{
    *facts = NULL;
    return is_of_review(standing_parse(x->standing)) ? ask_of(w, x, NULL, facts) : OK;
}

enum err
clocks_hear(struct casework *w, const char *facts, const struct judged **out)
{
    struct judged *said;
    enum err err;

    *out = NULL;
    if (facts == NULL)
        return OK;
    store_read_end(w->store);
    said = arena_alloc(w->arena, sizeof *said);
    err = casework_judge(w, facts, said);
    if (err == ERR_RULE) { /* a person has decided; clocks go on as they were */
        w->fault = (struct fault){0};
        err = OK;
    }
    *out = said;
    return err;
}

enum err
clocks_ask(struct casework *w, const struct filing *x, const struct law_transition *by,
           const struct judged **out)
{
    const char *facts;
    enum err err = clocks_facts(w, x, by, &facts);

    *out = NULL;
    return err ? err : clocks_hear(w, facts, out);
}

/* ---- gone on ----------------------------------------------------------------------------------
 */

static const struct deadline *
row_named(const struct deadline *rows, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (str_is(rows[i].name, name))
            return &rows[i];
    return NULL;
}

static bool
is_open(const struct deadline *x)
{
    return str_is(x->state, "running") || str_is(x->state, "paused");
}

static bool
has_run_out(const struct casework *w, const struct deadline *x)
{
    return str_is(x->state, "running") && x->due_on != NULL && strcmp(w->today, x->due_on) > 0;
}

/* While one stands still no day of it is lost. */
static const char *
ended(const struct casework *w, const struct deadline *x)
{
    return has_run_out(w, x) ? "missed" : "met";
}

/* Some rule failed: of what the answer does not name, nothing is known. Faults stand first. */
static bool
has_fault(const json_t *answer)
{
    const json_t *first = json_array_get(json_object_get(answer, "findings"), 0);
    return json_is_true(json_object_get(first, "fault"));
}

/* A row of before that the rules no longer name. */
static struct deadline
left_behind(const struct casework *w, const struct filing *x, const struct deadline *was)
{
    const json_t *declared = declared_clock(w, x->kind, was->name);
    struct deadline row = *was;

    if (is_open(&row) && !has_run_out(w, &row) &&
        json_list_has(json_object_get(declared, "paused"), x->state))
        row.state = "paused";
    else if (is_open(&row))
        row.state = ended(w, &row);
    return row;
}

/* The history tells once of each that ran out. */
static enum err
tell_missed(struct casework *w, const struct filing *x, const struct deadline *was,
            const struct deadline *is)
{
    if (was == NULL || !is_open(was) || !str_is(is->state, "missed"))
        return OK;
    return store_deadline_tell(w->store, is, x, &w->fault);
}

/* The rows as they stood, and as they stand from now on. */
static enum err
keep_rows(struct casework *w, const struct filing *x, const struct deadline *was, int was_n,
          const struct deadline *is, int is_n)
{
    for (int i = 0; i < is_n; i++) {
        enum err err = tell_missed(w, x, row_named(was, was_n, is[i].name), &is[i]);
        if (err)
            return err;
    }
    return store_deadlines_set(w->store, x->id, is, is_n, &w->fault);
}

static enum err
keep_answer(struct casework *w, const struct filing *x, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "deadlines");
    struct deadline *was, *is;
    int was_n, n = 0;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &was, &was_n, &w->fault);
    if (err)
        return err;

    is = arena_alloc(w->arena, (json_array_size(list) + (size_t)was_n + 1) * sizeof *is);
    for (size_t i = 0; i < json_array_size(list); i++, n++) {
        is[n] = clock_of(w, x, json_array_get(list, i));
        const struct deadline *old = row_named(was, was_n, is[n].name);
        if (old != NULL && str_is(old->state, "met") && str_is(old->from, is[n].from))
            is[n].state = "met"; /* by a decision, of which the rules know nothing */
    }
    for (int i = 0; i < was_n; i++)
        if (row_named(is, n, was[i].name) == NULL)
            is[n++] = has_fault(answer) ? was[i] : left_behind(w, x, &was[i]);
    if ((err = keep_rows(w, x, was, was_n, is, n)))
        return err;
    return store_task_follow(w->store, x->id, &w->fault);
}

enum err
clocks_go_on(struct casework *w, const struct filing *x, const struct judged *said)
{
    enum err err = said->parsed ? keep_answer(w, x, said->parsed) : OK;
    return err ? err : judgement_audit(w, x, said);
}

/* ---- of a draft ------------------------------------------------------------------------------ */

static const json_t *
value_at(const json_t *data, const char *pointer)
{
    while (*pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        data = json_object_getn(data, pointer, n);
        pointer += n;
    }
    return data;
}

/* None, null and an empty text are one: no day was stated. */
static bool
is_same(const json_t *x, const json_t *y)
{
    const char *one = json_string_value(x), *other = json_string_value(y);
    bool is_none = x == NULL || json_is_null(x) || (one != NULL && *one == '\0');
    bool is_other_none = y == NULL || json_is_null(y) || (other != NULL && *other == '\0');

    return is_none || is_other_none ? is_none == is_other_none : json_equal(x, y);
}

/* Does a clock of drafts of that kind read what differs? */
static bool
is_moved(const struct casework *w, const char *kind, const json_t *old, const json_t *data)
{
    size_t i, j;
    json_t *one, *pointer;

    json_array_foreach(json_object_get(casework_manifest(w), "deadlines"), i, one)
    {
        if (!json_list_has(json_object_get(one, "kinds"), kind))
            continue;
        json_array_foreach(json_object_get(one, "drafts"), j, pointer)
        {
            const char *at = json_string_value(pointer);
            if (!is_same(value_at(old, at), value_at(data, at)))
                return true;
        }
    }
    return false;
}

/* As a check builds them, without what no clock may read. */
static enum err
draft_facts(struct casework *w, const struct filing *x, const json_t *data, const char **facts)
{
    struct filing now = *x;
    struct organization o;
    struct frozen frozen;
    struct id_list attachments;
    struct course course;
    struct approved_days approval;
    enum err err;

    now.data = json_canonical(w->arena, data);
    if ((err = store_organization_load(w->store, w->arena, x->organization_id, &o, &w->fault)))
        return err;
    if ((err = freeze_filing(w, &now, &frozen)))
        return err;
    if ((err = clocks_course(w, x, NULL, &course)))
        return err;
    if ((err = concern_approval(w, x, &approval)))
        return err;

    data_attachments(w, x->kind, frozen.data, &attachments);
    struct facts_of of = {.filing_id = x->id,
                          .kind = x->kind,
                          .action = x->action,
                          .version = x->version,
                          .data = frozen.text,
                          .parsed = frozen.data,
                          .title = x->title,
                          .dropped = frozen.dropped,
                          .products = frozen.trees,
                          .text_hash = frozen.text_hash,
                          .organization = &o,
                          .attachments = &attachments,
                          .course = &course,
                          .approval = x->of ? &approval : NULL};
    return facts_build(w, &of, facts);
}

enum err
clocks_draft_facts(struct casework *w, const struct filing *x, const char **facts)
{
    json_t *data;
    enum err err = json_read(w->arena, x->data, strlen(x->data), &data, &w->fault);
    return err ? err : draft_facts(w, x, data, facts);
}

enum err
clocks_draft_ask(struct casework *w, const struct filing *x, const json_t *data,
                 const struct judged **out)
{
    const char *facts;
    json_t *old;
    enum err err = json_read(w->arena, x->data, strlen(x->data), &old, &w->fault);

    *out = NULL;
    if (err || !is_moved(w, x->kind, old, data))
        return err;
    if ((err = draft_facts(w, x, data, &facts)) == ERR_INPUT) {
        log_line(LOG_WARN_, "clocks: nothing is asked of draft %s: %s", x->id, w->fault.text);
        w->fault =
            (struct fault){0}; /* more than the rules may be told: it is saved all the same */
        return OK;
    }
    return err ? err : clocks_hear(w, facts, out);
}

/* A day may be stated when what is due by it is late already: the history tells that once, too, and
 * whoever is told of a clock that ran out is told of this one. */
static enum err
tell_late(struct casework *w, const struct filing *x, const struct deadline *was,
          const struct deadline *is)
{
    bool is_told =
        was != NULL &&
        (is_open(was) || (str_is(was->state, "missed") && str_is(was->due_on, is->due_on)));

    if (!str_is(is->state, "missed") || is_told)
        return OK;
    return store_deadline_tell(w->store, is, x, &w->fault);
}

/* Where a rule failed the clocks that were not named go on as they were. */
enum err
clocks_draft_keep(struct casework *w, const struct filing *x, const struct judged *said)
{
    const json_t *list = json_object_get(said->parsed, "deadlines");
    struct deadline *was, *is;
    int was_n, n = 0;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &was, &was_n, &w->fault);
    if (err || said->parsed == NULL)
        return err;

    is = arena_alloc(w->arena, (json_array_size(list) + (size_t)was_n + 1) * sizeof *is);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct deadline one = clock_of(w, x, json_array_get(list, i));
        if (json_object_get(declared_clock(w, x->kind, one.name), "drafts") != NULL)
            is[n++] = one;
    }
    for (int i = 0; i < was_n && has_fault(said->parsed); i++)
        if (row_named(is, n, was[i].name) == NULL)
            is[n++] = was[i];
    for (int i = 0; i < n; i++)
        if ((err = tell_late(w, x, row_named(was, was_n, is[i].name), &is[i])))
            return err;
    return keep_rows(w, x, was, was_n, is, n);
}

/* ---- stopped --------------------------------------------------------------------------------- */

/* The clock of some stage, which runs while reviewers work. */
static bool
is_of_a_stage(const struct law *l, const char *clock)
{
    for (int i = 0; i < l->stages_n; i++)
        if (l->stages[i].clock != NULL && str_is(l->stages[i].clock, clock))
            return true;
    return false;
}

enum err
clocks_leave(struct casework *w, const struct filing *x, const struct law_stage *left,
             const struct law_state *next)
{
    const char *clock = left ? left->clock : NULL;
    struct deadline *was, *is;
    int n;

    if (clock == NULL || law_clock_is_ahead(casework_law(w), next, clock))
        return OK;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &was, &n, &w->fault);
    if (err)
        return err;

    is = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *is);
    for (int i = 0; i < n; i++) {
        is[i] = was[i];
        if (str_is(was[i].name, clock) && is_open(&was[i]))
            is[i].state = ended(w, &was[i]);
    }
    return keep_rows(w, x, was, n, is, n);
}

/* Of what goes back to its filer, a clock that stands still goes on some day. */
static bool
is_stopped(const struct casework *w, const struct filing *x, const struct deadline *clock)
{
    if (str_is(x->standing, standing_name(STANDING_OVER)))
        return is_open(clock);
    if (!is_of_a_stage(casework_law(w), clock->name))
        return false;
    return str_is(clock->state, "running") ||
           (is_open(clock) && !str_is(x->standing, standing_name(STANDING_EDITABLE)));
}

enum err
clocks_stop(struct casework *w, const struct filing *x)
{
    struct deadline *was, *is;
    int n;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &was, &n, &w->fault);
    if (err)
        return err;

    is = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *is);
    for (int i = 0; i < n; i++) {
        is[i] = was[i];
        if (is_stopped(w, x, &was[i]))
            is[i].state = ended(w, &was[i]);
    }
    return keep_rows(w, x, was, n, is, n);
}

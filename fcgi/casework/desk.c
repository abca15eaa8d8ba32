#include "casework/desk.h"
#include "casework/access.h"

#include <string.h>

/* ---- the queue ------------------------------------------------------------------------------- */

enum { WORKED = 1, LED = 2 };

static bool
is_among(const struct casework *w, const struct law_stage *x, unsigned which)
{
    const struct role_set *mine = &w->who->roles;

    return ((which & WORKED) && role_set_has(mine, x->role)) ||
           ((which & LED) && x->lead != NULL && role_set_has(mine, x->lead));
}

static const char *
stages_among(const struct casework *w, unsigned which, const char *only)
{
    const struct law *l = casework_law(w);
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < l->stages_n; i++) {
        const struct law_stage *x = &l->stages[i];
        if (is_among(w, x, which) && (only == NULL || str_is(x->code, only)))
            buf_json_item(&b, x->code);
    }
    buf_close(&b);
    return b.p;
}

const char *
desk_stages(const struct casework *w, const char *only)
{
    return stages_among(w, WORKED, only);
}

const char *
desk_led_stages(const struct casework *w, const char *only)
{
    return stages_among(w, LED, only);
}

const char *
desk_known_stages(const struct casework *w)
{
    return stages_among(w, WORKED | LED, NULL);
}

const char *
desk_known_roles(const struct casework *w)
{
    const struct law *l = casework_law(w);
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < l->stages_n; i++)
        if (is_among(w, &l->stages[i], WORKED | LED))
            buf_json_item(&b, l->stages[i].role);
    buf_close(&b);
    return b.p;
}

#define SOON "soon_days"
enum { SOON_DEFAULT = 3, SOON_MAX = 60 };

long
desk_soon_days(const struct casework *w)
{
    const json_t *limit = json_object_get(json_object_get(casework_manifest(w), "limits"), SOON);
    json_int_t n = json_integer_value(limit);
    return n >= 1 && n <= SOON_MAX ? (long)n : SOON_DEFAULT;
}

static bool
is_allowed(struct casework *w, const struct task *t, struct filing *x)
{
    struct law_question q = {.kind = x->kind,
                             .action = x->action,
                             .state = x->state,
                             .verb = VERB_CLAIM,
                             .roles = &w->who->roles,
                             .today = w->today};

    return !str_is(t->state, "done") && law_next(casework_law(w), &q) != NULL;
}

/* The law may have come to another mind about a state since: such a task is passed over. */
enum err
desk_next(struct casework *w, const char *but, struct task *out)
{
    enum { LOOKED_AT = 20 };
    struct task_query q = {.account_id = w->who->id,
                           .stages = desk_stages(w, NULL),
                           .state = "open",
                           .limit = LOOKED_AT};
    struct filing x;
    struct task *rows;
    int n;
    enum err err = store_task_list(w->store, w->arena, &q, &rows, &n, &w->fault);

    *out = (struct task){0};
    for (int i = 0; !err && i < n && out->id == NULL; i++) {
        if (str_is(rows[i].id, but))
            continue;
        err = store_filing_load(w->store, w->arena, rows[i].filing_id, &x, &w->fault);
        if (!err && is_allowed(w, &rows[i], &x))
            *out = rows[i];
    }
    return err;
}

enum err
desk_take_decide(struct casework *w, struct taking *x)
{
    enum err err = desk_next(w, NULL, &x->task);
    if (err || x->task.id == NULL)
        return err;
    return casework_handover(w, x->task.id, VERB_CLAIM, &x->handover);
}

enum err
desk_take_store(struct casework *w, struct taking *x)
{
    if (x->task.id == NULL)
        return OK;
    enum err err = casework_claim(w, x->task.id, &x->handover, &x->task);
    if (err == ERR_CONFLICT || err == ERR_DENIED || err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_AGAIN, "busy", "", "这项审核刚刚由他人领取");
    return err;
}

/* ---- one task -------------------------------------------------------------------------------- */

static enum err
load_judgement(struct casework *w, struct desk *x)
{
    json_t *answer;
    enum err err = store_judgement_accepted(w->store, w->arena, x->filing.id, x->version.n,
                                            &x->judgement, &w->fault);
    if (err == ERR_NOTFOUND)
        x->judgement = (struct judgement){0};
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, x->judgement.answer, strlen(x->judgement.answer), &answer,
                         &w->fault)))
        return err;
    x->answer = answer;
    return OK;
}

/* What became of the version that was reviewed before, and what had been asked for. */
static enum err
compare_with_before(struct casework *w, struct desk *x, const struct state_of *now)
{
    struct task last;
    struct state_of before;
    enum err err = store_task_before(w->store, w->arena, &x->task, &last, &w->fault);

    x->reasons = x->diff = "[]";
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = compare_version(w, &x->filing, last.version, &before)))
        return err;
    if ((err = compare_reasons_before(w, now, &x->reasons)))
        return err;
    return compare_states(w, &before, now, &x->diff);
}

static enum err
load_compared(struct casework *w, struct desk *x)
{
    struct state_of now;
    enum err err = compare_version(w, &x->filing, x->version.n, &now);
    if (err)
        return err;
    x->files = shown_files(w->arena, &now.files);
    return compare_with_before(w, x, &now);
}

/* Who the organization is, to whoever may read that filing anyway. */
static enum err
load_subject(struct casework *w, struct desk *x)
{
    const struct law_kind *admitting = law_admitting(casework_law(w));
    const char *organization = x->filing.organization_id;

    if (admitting == NULL || str_is(x->filing.kind, admitting->code))
        return OK;
    enum err err = store_subject_approved(w->store, w->arena, organization, &x->filed, &w->fault);
    if (!err)
        err = casework_filing(w, ACT_READ_FILING, x->filed.filing_id, &x->subject);
    if (err != ERR_NOTFOUND && err != ERR_DENIED)
        return err;
    x->subject = (struct filing){0};
    w->fault = (struct fault){0};
    return OK;
}

enum err
desk_load(struct casework *w, const char *task_id, struct desk *x)
{
    struct task *t = &x->task;
    enum err err = casework_task(w, task_id, t);
    if (err)
        return err;
    if ((err = store_filing_load(w->store, w->arena, t->filing_id, &x->filing, &w->fault)))
        return err;
    if ((err = store_version_load(w->store, w->arena, t->filing_id, t->version, &x->version,
                                  &w->fault)))
        return err;
    if ((err = frozen_version(w, &x->version, &x->frozen)))
        return err;

    if ((err = load_judgement(w, x)))
        return err;
    if ((err = load_compared(w, x)))
        return err;
    if ((err = load_subject(w, x)))
        return err;
    return store_task_draft_load(w->store, w->arena, t->id, w->who->id, &x->draft, &w->fault);
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *
or_code(const char *label, const char *code)
{
    return label ? label : code ? code : "";
}

const char *
desk_class_label(const struct casework *w, const char *code)
{
    return or_code(register_label_meant(casework_manifest(w), "algorithm_type", code), code);
}

const char *
desk_area_label(const struct casework *w, const char *code)
{
    return or_code(register_label(casework_manifest(w), "area", code), code);
}

/* A grade mostly is a fact that the rules derive, of the codes of a vocabulary. */
const char *
desk_grade_label(const struct casework *w, const char *code)
{
    const json_t *manifest = casework_manifest(w);
    const char *label = NULL;
    size_t i;
    json_t *fact;

    if (code == NULL)
        return NULL;
    json_array_foreach(json_object_get(manifest, "derived"), i, fact)
    {
        const char *vocabulary = json_str(fact, "vocabulary");
        if (label == NULL && vocabulary != NULL)
            label = vocabulary_label(manifest, vocabulary, code);
    }
    return or_code(label, code);
}

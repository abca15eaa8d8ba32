/* What earlier rounds of a review asked for and got, and the versions to hold the reviewed one
 * against. */
#include "handle/compare.h"
#include "handle/masking.h"
#include "handle/route.h"
#include "handle/task.h"

/* ---- GET /review/tasks/:id/threads ----------------------------------------------------------- */

static const struct member round_members[] = {
    {.type = M_WITH, .of = open_reason_members},
    {"round", M_INTEGER, M_REQUIRED, .title = "第几轮意见"},
    {"version", M_INTEGER, M_REQUIRED, .title = "针对第几个版本"},
    {"what", M_STRING, M_REQUIRED, .title = "当时的决定"},
    {"what_label", M_STRING, M_REQUIRED, .title = "当时的决定（中文）"},
    {"role", M_STRING, M_REQUIRED, .title = "提出人的角色"},
    {"role_label", M_STRING, M_REQUIRED, .title = "提出人的角色（中文）"},
    {"answer_version", M_INTEGER, M_REQUIRED, .title = "在第几个版本中答复"},
    {"answer", M_STRING, M_REQUIRED | M_NULLABLE,
     .title = "那个版本在这里所填；没有填的、已删去的为 null"},
    MEMBERS_END,
};

struct threads_answer {
    const char *rows;
};
static const struct member threads_answer[] = {
    {"rows", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(threads_answer, rows), .of = round_members,
     .title = "同一处的连在一起，先提出的在前"},
    MEMBERS_END,
};

static enum err
mask_threads(struct context *c, const struct filing *x, struct rounds *r,
             const struct state_of *now)
{
    struct masking k;
    enum err err = masking_start(c, x, &k);
    if (err)
        return err;
    masking_set(&k, now->rule_set);
    for (int i = 0; i < r->states_n; i++)
        masking_set(&k, r->states[i].rule_set);

    masking_learn(&k, x->kind, now->data);
    for (int i = 0; i < r->states_n; i++)
        masking_learn(&k, x->kind, r->states[i].data);
    r->rows = masking_rows(&k, r->rows);
    return masking_end(&k);
}

static enum err
threads_list(struct context *c)
{
    struct casework *w = &c->work;
    struct rounds *r = arena_alloc(w->arena, sizeof *r);
    struct filing x;
    struct task t;
    struct state_of now;
    enum err err = casework_task(w, c->params[0], &t);
    if (err)
        return err;

    if ((err = store_filing_load(w->store, w->arena, t.filing_id, &x, &w->fault)))
        return err;
    if ((err = compare_version(w, &x, t.version, &now)))
        return err;
    if ((err = rounds_threads(w, &now, r)))
        return err;
    if ((err = mask_threads(c, &x, r, &now)))
        return err;
    c->shown_filing = x.id;
    reply_row(c, &(struct threads_answer){r->rows});
    return OK;
}

/* ---- GET /review/tasks/:id/diff -------------------------------------------------------------- */

static const struct member against_query[] = {
    {"against", M_STRING, .choices = base_choices,
     .title = "与哪一版对照：reviewed 上一次所审的，previous 上一次提交的，in_force "
              "经审核通过的；没有写时是能对照的第一种"},
    UNMASK,
    MEMBERS_END,
};
static const struct member base_members[] = {
    {"against", M_STRING, M_REQUIRED, .at = TEXT_AT(base, against), .choices = base_choices,
     .title = "哪一种"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(base, label), .title = "哪一种（中文）"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(base, filing.id),
     .title = "哪一件备案事项的：变更和注销是所针对的那一件"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(base, version), .title = "第几个版本"},
    {"submitted_at", M_TIME, M_REQUIRED, .at = TIME_AT(base, submitted_at), .title = "提交时间"},
    MEMBERS_END,
};
struct against_answer {
    const char *against;
    struct rows choices;
    const char *rows;
};
static const struct member against_answer[] = {
    {"against", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(against_answer, against),
     .choices = base_choices, .title = "与哪一版对照；没有可以对照的为 null"},
    {"choices", M_LIST, M_REQUIRED, .at = ROWS_AT(against_answer, choices), .of = base_members,
     .size = sizeof(struct base), .title = "可以对照的，同一版只列一次"},
    {"rows", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(against_answer, rows),
     .of = diff_row_members, .title = "不同之处，按表单的顺序"},
    MEMBERS_END,
};

static enum err
compare_with(struct context *c, const struct filing *x, const struct task *t,
             const struct base *base, const char **rows)
{
    struct casework *w = &c->work;
    struct state_of before, after;
    struct masking k;
    enum err err = compare_version(w, &base->filing, base->version, &before);
    if (err)
        return err;

    if ((err = compare_version(w, x, t->version, &after)))
        return err;
    if ((err = compare_states(w, &before, &after, rows)))
        return err;
    if ((err = masking_start(c, x, &k)))
        return err;
    masking_set(&k, before.rule_set);
    masking_set(&k, after.rule_set);
    masking_learn(&k, x->kind, before.data);
    masking_learn(&k, x->kind, after.data);
    *rows = masking_rows(&k, *rows);
    return masking_end(&k);
}

/* What was asked for; the first where nothing was; NULL: there is none. */
static enum err
chosen(struct context *c, const struct base *bases, int n, const struct base **out)
{
    const char *asked = context_query(c, "against");

    *out = n > 0 ? &bases[0] : NULL;
    if (asked == NULL)
        return OK;
    for (int i = 0; i < n; i++) {
        *out = &bases[i];
        if (str_is(asked, bases[i].against))
            return OK;
    }
    return fail(&c->work.fault, ERR_NOTFOUND, "version_none", "/against",
                "没有这样一版可以对照，或它与另一种是同一版；可以对照的见不带 against 的答复");
}

static enum err
against_get(struct context *c)
{
    struct casework *w = &c->work;
    struct against_answer a = {.rows = "[]"};
    struct base bases[BASES_MAX];
    const struct base *base;
    struct filing x;
    struct task t;
    int n;
    enum err err = casework_task(w, c->params[0], &t);
    if (err)
        return err;

    if ((err = store_filing_load(w->store, w->arena, t.filing_id, &x, &w->fault)))
        return err;
    if ((err = rounds_bases(w, &x, &t, bases, &n)))
        return err;
    if ((err = chosen(c, bases, n, &base)))
        return err;
    if (base != NULL && (err = compare_with(c, &x, &t, base, &a.rows)))
        return err;
    a.against = base ? base->against : NULL;
    a.choices = (struct rows){bases, n};
    c->shown_filing = x.id;
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/review/tasks/:id/threads",
     .act = ACT_REVIEW,
     .read = threads_list,
     .query = unmask_query,
     .answer = threads_answer,
     .reads = "threads.read",
     .name = "listReviewThreads",
     .title = "历轮意见和填报方的答复，逐处列出；最多最近二十轮"},
    {.method = GET,
     .path = "/review/tasks/:id/diff",
     .act = ACT_REVIEW,
     .read = against_get,
     .query = against_query,
     .answer = against_answer,
     .reads = "diff.read",
     .name = "compareReviewed",
     .title = "所审的版本与上一次所审、上一次提交或经审核通过的版本的不同之处"},
};
ROUTES(rounds, rows);

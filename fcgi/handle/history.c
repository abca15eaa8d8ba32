/* What happened to a filing, and saves that lost. */
#include "handle/history.h"
#include "handle/filing_data.h"
#include "handle/route.h"

#define AGENT_LABEL "代理人"

/* ---- GET /filings/:id/history ---------------------------------------------------------------- */

struct event_answer {
    struct event event;
    const char *what_label, *from_label, *to_label, *role_label, *actor, *clock_label;
    const char *principal; /* for whom an agent did it */
};
const struct member reason_members[] = {
    {"path", M_STRING, M_REQUIRED, .max = 500, .title = "所涉字段或部分；空为全件"},
    {"code", M_STRING, M_NULLABLE, .max = 100,
     .title = "理由的代码，取自词表 reasons；没有这个词表的规则集不用"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 2000, .title = "理由"},
    {"suggestion", M_STRING, M_NULLABLE, .max = 2000, .title = "补正建议"},
    MEMBERS_END,
};
static const struct member told_reason_members[] = {
    {.type = M_WITH, .of = reason_members},
    {"section_label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "部分的名称；涉及全件的为 null"},
    {"field_label", M_STRING, M_REQUIRED | M_NULLABLE,
     .title = "字段的名称，审核时的表单所称；涉及整个部分或全件的为 null"},
    {"code_label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "理由的代码（中文）"},
    MEMBERS_END,
};
static const struct member event_answer[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(event_answer, event.at), .title = "时间"},
    {"what", M_STRING, M_REQUIRED, .at = TEXT_AT(event_answer, event.what), .title = "事项"},
    {"what_label", M_STRING, M_REQUIRED, .at = TEXT_AT(event_answer, what_label),
     .title = "事项（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(event_answer, event.version), .title = "版本"},
    {"from_state", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, event.from_state),
     .title = "之前的状态"},
    {"from_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, from_label),
     .title = "之前的状态（中文）"},
    {"to_state", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, event.to_state),
     .title = "之后的状态"},
    {"to_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, to_label),
     .title = "之后的状态（中文）"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(event_answer, event.actor_role),
     .title = "办理人的角色"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(event_answer, role_label),
     .title = "办理人的角色（中文）"},
    {"actor", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, actor),
     .title = "办理人；审核人员不向填报方显示"},
    {"mandate", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, event.mandate_id),
     .title = "由代理人办理的，依据哪一份委托；其他的为 null"},
    {"principal", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, principal),
     .title = "由代理人办理的，委托它的单位；其他的为 null"},
    {"reasons", M_LIST, M_REQUIRED | M_NULLABLE | M_JSON,
     .at = TEXT_AT(event_answer, event.reasons), .of = told_reason_members, .title = "理由"},
    {"clock", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, event.clock),
     .title = "届满的是哪一条期限；其他事项为 null"},
    {"clock_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, clock_label),
     .title = "期限的中文名称"},
    {"note", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(event_answer, event.note),
     .who = ROLE_REVIEWER, .title = "内部备注"},
    MEMBERS_END,
};

/* A step of a matter beside the filing is noted as kind.event; NULL: it is none. */
static const char *
matter_step_label(struct casework *w, const char *what)
{
    const char *dot = strchr(what, '.');
    if (dot == NULL)
        return NULL;

    const char *kind = arena_strndup(w->arena, what, (size_t)(dot - what));
    const json_t *of = matter_kind(casework_manifest(w), kind);
    return of == NULL ? NULL
                      : arena_printf(w->arena, "%s：%s", matter_label(of, kind),
                                     matter_event_label(of, dot + 1));
}

static const char *
what_label(struct casework *w, const char *what)
{
    const struct law *l = casework_law(w);
    const char *own = label_find(LABEL_EVENT, what), *step = matter_step_label(w, what);
    if (step != NULL)
        return step;
    return law_event(l, what) == NULL && own != NULL ? own : law_label_of_event(l, what);
}

static enum err
show_event(struct context *c, const struct filing *x, const struct event *e,
           struct event_answer *out)
{
    struct casework *w = &c->work;
    const struct law *l = casework_law(w);
    bool is_shown = casework_can(w, ACT_REVIEW) || str_is(e->actor_role, role_name(ROLE_FILER));

    *out = (struct event_answer){.event = *e,
                                 .what_label = what_label(w, e->what),
                                 .role_label = rounds_role_label(l, e->actor_role),
                                 .actor = is_shown ? e->actor_name : NULL};
    if (e->mandate_id != NULL) {
        out->role_label = AGENT_LABEL;
        out->principal = x->organization_name;
    }
    if (e->from_state != NULL)
        out->from_label = law_label_of_state(l, x->kind, x->action, e->from_state);
    if (e->to_state != NULL)
        out->to_label = law_label_of_state(l, x->kind, x->action, e->to_state);
    if (e->clock != NULL)
        out->clock_label = clocks_label(w, x->kind, &(struct deadline){.name = e->clock});
    return e->reasons ? compare_labelled(w, x, e, &out->event.reasons) : OK;
}

static enum err
history_list(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct event *rows;
    int n;
    enum err err;

    if ((err = casework_filing(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    if ((err = store_event_list(w->store, w->arena, x.id, &rows, &n, &w->fault)))
        return err;

    struct event_answer *list = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        if ((err = show_event(c, &x, &rows[i], &list[i])))
            return err;
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

/* ---- GET /filings/:id/kept/:kept ------------------------------------------------------------- */

struct kept_answer {
    struct kept kept;
    const char *base_etag;
};
static const struct member kept_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(kept_answer, kept.id), .title = "编号"},
    {"base_etag", M_STRING, M_REQUIRED, .at = TEXT_AT(kept_answer, base_etag),
     .title = "当时依据的版本"},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL,
     .at = TEXT_AT(kept_answer, kept.data), .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    {"saved_at", M_TIME, M_REQUIRED, .at = TIME_AT(kept_answer, kept.at), .title = "保存时间"},
    MEMBERS_END,
};

static enum err
kept_get(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct kept_answer a;
    enum err err = casework_filing(w, ACT_READ_OWN, c->params[0], &x);
    if (err)
        return err;
    err = store_kept_load(w->store, w->arena, x.id, c->params[1], &a.kept, &w->fault);
    if (err)
        return casework_found(w, err);
    a.base_etag = etag_text(w->arena, a.kept.base_revision);
    reply_row(c, &a);
    return OK;
}

/* ---- GET /filings/:id/kept, DELETE …/kept/:kept ---------------------------------------------- */

static const struct member kept_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(kept, id), .title = "编号"},
    {"kept_at", M_TIME, M_REQUIRED, .at = TIME_AT(kept, at), .title = "保存时间"},
    {"base_revision", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(kept, base_revision),
     .title = "当时依据第几次修订；没有说明的为 null"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(kept, title), .title = "当时填写的简称"},
    MEMBERS_END,
};

static enum err
kept_list(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct kept *rows;
    int n;
    enum err err = casework_filing(w, ACT_READ_OWN, c->params[0], &x);
    if (err)
        return err;
    if ((err = store_kept_list(w->store, w->arena, x.id, &rows, &n, &w->fault)))
        return err;

    for (int i = 0; i < n; i++) {
        if (rows[i].base_revision <= 0)
            rows[i].base_revision = NO_NUMBER;
        rows[i].title = rows[i].title ? rows[i].title : "";
    }
    reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return OK;
}

static enum err
kept_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    enum err err = casework_filing(w, ACT_FILE, c->params[0], &x);
    if (err)
        return err;
    if ((err = store_kept_delete(w->store, x.id, c->params[1], &w->fault)))
        return casework_found(w, err);
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(kept_delete)

static const struct route rows[] = {
    {.method = GET,
     .path = "/filings/:id/kept",
     .act = ACT_READ_OWN,
     .read = kept_list,
     .answer = kept_row,
     .is_list = true,
     .name = "listKeptSaves",
     .title = "因版本冲突另存的各份内容，新的在前"},
    {.method = DELETE,
     .path = "/filings/:id/kept/:kept",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     STORES(kept_delete),
     .status = 204,
     .name = "deleteKeptSave",
     .title = "删去不再需要的一份另存内容"},
    {.method = GET,
     .path = "/filings/:id/kept/:kept",
     .act = ACT_READ_OWN,
     .read = kept_get,
     .answer = kept_answer,
     .reads = "kept.read",
     .name = "getKeptSave",
     .title = "因版本冲突另存的内容"},
    {.method = GET,
     .path = "/filings/:id/history",
     .act = ACT_READ_FILING,
     .read = history_list,
     .answer = event_answer,
     .is_list = true,
     .name = "listHistory",
     .title = "办理经过"},

};
ROUTES(history, rows);

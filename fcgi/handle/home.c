/* The first page of an organization: where its subject stands, what it has, what is due. */
#include "handle/home.h"
#include "handle/deadline.h"
#include "handle/filing.h"
#include "handle/inbox.h"
#include "handle/route.h"

/* ---- the subject ----------------------------------------------------------------------------- */

const struct member subject_members[] = {
    {"filing", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(subject, filing),
     .title = "主体信息的备案事项编号；尚未填报时为 null"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, state),
     .title = "状态；尚未填报时为 none"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, state_label),
     .title = "状态（中文）"},
    {"standing", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, standing),
     .title = "所处的阶段；尚未填报时为 none"},
    MEMBERS_END,
};

static enum err
subject_filing(struct casework *w, const struct organization *o, struct filing **out)
{
    const struct law_kind *kind = law_admitting(casework_law(w));
    struct filing_query q = {.organization_id = o->id, .limit = 1};
    struct filing *rows;
    int n = 0;

    *out = NULL;
    if (o->subject_filing_id != NULL) {
        struct filing *approved = arena_alloc(w->arena, sizeof *approved);
        *out = approved;
        return store_filing_load(w->store, w->arena, o->subject_filing_id, approved, &w->fault);
    }
    if (kind == NULL)
        return OK;

    q.kind = kind->code;
    enum err err = store_filing_list(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (!err && n > 0)
        *out = rows;
    return err;
}

enum err
subject_load(struct context *c, const struct organization *o, struct subject *out)
{
    struct casework *w = &c->work;
    struct filing *x;
    enum err err = subject_filing(w, o, &x);

    *out = (struct subject){.state = "none", .state_label = "尚未填报", .standing = "none"};
    if (err || x == NULL)
        return err;
    *out = (struct subject){
        .filing = x->id,
        .state = x->state,
        .state_label = law_label_of_state(casework_law(w), x->kind, x->action, x->state),
        .standing = x->standing,
    };
    return OK;
}

/* ---- GET /home ------------------------------------------------------------------------------- */

enum { LINES_SHOWN = 5, CLOCKS_SHOWN = 10 };

struct state_count {
    struct filing_count count;
    const char *kind_label, *label;
};
struct home {
    struct subject subject;
    struct product_counts products;
    struct rows by_state; /* struct state_count */
    long total;
    struct rows drafts, returned; /* struct filing_line */
    struct rows deadlines;        /* struct open_clock */
    long unread;
};

static const struct member state_count_members[] = {
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(state_count, count.kind), .title = "种类"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(state_count, kind_label),
     .title = "种类（中文）"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(state_count, count.state), .title = "状态"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(state_count, label), .title = "状态（中文）"},
    {"standing", M_STRING, M_REQUIRED, .at = TEXT_AT(state_count, count.standing),
     .title = "所处的阶段"},
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(state_count, count.n), .title = "几件"},
    MEMBERS_END,
};
static const struct member products_members[] = {
    {"total", M_INTEGER, M_REQUIRED, .at = LONG_AT(home, products.total), .title = "几个"},
    {"drafts", M_INTEGER, M_REQUIRED, .at = LONG_AT(home, products.drafts),
     .title = "其中尚未填完的"},
    MEMBERS_END,
};
static const struct member filings_members[] = {
    {"by_state", M_LIST, M_REQUIRED, .at = ROWS_AT(home, by_state), .of = state_count_members,
     .size = sizeof(struct state_count), .title = "按种类和状态"},
    {"total", M_INTEGER, M_REQUIRED, .at = LONG_AT(home, total), .title = "共几件"},
    MEMBERS_END,
};
static const struct member notices_members[] = {
    {"unread", M_INTEGER, M_REQUIRED, .at = LONG_AT(home, unread), .title = "未读"},
    MEMBERS_END,
};
static const struct member home_answer[] = {
    {"subject", M_OBJECT, M_REQUIRED, .at = offsetof(struct home, subject), .of = subject_members,
     .title = "主体信息"},
    {"products", M_OBJECT, M_REQUIRED, .of = products_members, .title = "产品及功能信息"},
    {"filings", M_OBJECT, M_REQUIRED, .of = filings_members, .title = "备案事项"},
    {"drafts", M_LIST, M_REQUIRED, .at = ROWS_AT(home, drafts), .of = filing_line_members,
     .size = sizeof(struct filing_line), .title = "可以修改、没有待补正理由的，最近改动的在前"},
    {"returned", M_LIST, M_REQUIRED, .at = ROWS_AT(home, returned), .of = filing_line_members,
     .size = sizeof(struct filing_line), .title = "待补正的，最近改动的在前"},
    {"deadlines", M_LIST, M_REQUIRED, .at = ROWS_AT(home, deadlines), .of = open_clock_members,
     .size = sizeof(struct open_clock), .title = "最先到期的期限"},
    {"notices", M_OBJECT, M_REQUIRED, .of = notices_members, .title = "通知"},
    MEMBERS_END,
};

static enum err
count_filings(struct casework *w, struct home *h)
{
    struct filing_query q = {.organization_id = w->who->organization_id,
                             .limited_by = w->who->limited_by};
    struct filing_count *rows;
    int n;
    enum err err = store_filing_counts(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (err)
        return err;

    struct state_count *list = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *list);
    for (int i = 0; i < n; i++) {
        list[i].count = rows[i];
        list[i].kind_label = law_label_of_kind(casework_law(w), rows[i].kind);
        list[i].label = law_label_of_state(casework_law(w), rows[i].kind, NULL, rows[i].state);
        h->total += rows[i].n;
    }
    h->by_state = (struct rows){list, n};
    return OK;
}

static enum err
some_lines(struct context *c, enum open_reasons reasons, struct rows *out)
{
    struct casework *w = &c->work;
    struct filing_query q = {.organization_id = w->who->organization_id,
                             .limited_by = w->who->limited_by,
                             .reasons = reasons,
                             .limit = LINES_SHOWN};
    struct filing *rows;
    int n;
    enum err err = store_filing_list(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (!err)
        *out = filing_lines(c, rows, n);
    return err;
}

static enum err
some_clocks(struct context *c, struct rows *out)
{
    struct casework *w = &c->work;
    struct deadline_query q = {.organization_id = w->who->organization_id,
                               .limited_by = w->who->limited_by,
                               .limit = CLOCKS_SHOWN};
    struct deadline_open *rows;
    int n;
    enum err err = store_deadlines_open(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (!err)
        *out = open_clocks(c, rows, n);
    return err;
}

static enum err
home_read(struct context *c)
{
    struct casework *w = &c->work;
    struct organization o;
    struct home h = {0};
    enum err err;

    if ((err = casework_organization(w, &o)))
        return err;
    if ((err = subject_load(c, &o, &h.subject)))
        return err;
    if ((err = store_product_counts(w->store, o.id, &h.products, &w->fault)))
        return err;
    if ((err = count_filings(w, &h)))
        return err;
    if ((err = some_lines(c, REASONS_NONE, &h.drafts)))
        return err;
    if ((err = some_lines(c, REASONS_OPEN, &h.returned)))
        return err;
    if ((err = some_clocks(c, &h.deadlines)))
        return err;
    if ((err = inbox_unread(c, &h.unread)))
        return err;
    reply_row(c, &h);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/home",
     .act = ACT_READ_OWN,
     .read = home_read,
     .answer = home_answer,
     .name = "getHome",
     .title = "填报人的首页：主体、产品、备案、待办与期限，一次给出"},
};
ROUTES(home, rows);

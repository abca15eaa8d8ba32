/* What has left the register, as the official notices of cancellation list it. */
#include "handle/csv.h"
#include "handle/pages.h"
#include "handle/register_row.h"
#include "handle/route.h"

static const char *const formats[] = {"json", "csv", NULL};

static const struct member cancellation_query[] = {
    {"from", M_STRING, .max = 10, .title = "注销时间，不早于这一天"},
    {"to", M_STRING, .max = 10, .title = "注销时间，不晚于这一天"},
    {"series", M_STRING, .choices = page_cancellation_series,
     .title = "algorithm：没有角色的（算法备案清单）；deep_synthesis：有角色的（深度合成清单）"},
    {"format", M_STRING, .choices = formats,
     .title = "csv：供表格软件打开，列与公布的注销公告相同；后面还有时，Link 写着下一页"},
    PAGED,
    MEMBERS_END,
};
struct cancellation_answer {
    struct entry entry;
    const char *status_label, *end_label;
};
static const struct member cancellation_answer[] = {
    {.type = M_WITH, .of = register_entry_row, .at = offsetof(struct cancellation_answer, entry)},
    {"status_label", M_STRING, M_REQUIRED, .at = TEXT_AT(cancellation_answer, status_label),
     .title = "状态（中文）：已注销，或已撤销"},
    {"end_label", M_STRING, M_REQUIRED, .at = TEXT_AT(cancellation_answer, end_label),
     .title = "怎样移出公示（中文）：备案主体办理注销，或主管部门依职权注销、撤销"},
    {"struck_on", M_DATE, M_REQUIRED, .at = TEXT_AT(cancellation_answer, entry.changed_on),
     .title = "注销时间"},
    MEMBERS_END,
};

/* ---- what is asked for ----------------------------------------------------------------------- */

/* As the query has it, and what was found. */
struct struck_page {
    const char *from, *to, *series;
    struct entry *rows;
    int n;
    long before;      /* so many come on the pages before */
    const char *next; /* NULL: there is no page after it */
};

static enum err
load(struct context *c, struct struck_page *x, int limit)
{
    struct casework *w = &c->work;
    struct struck_query q = {.from = x->from,
                             .to = x->to,
                             .is_with_role = x->series == NULL                                ? NULL
                                             : str_is(x->series, page_cancellation_series[1]) ? "1"
                                                                                              : "0",
                             .cursor = context_query(c, "cursor"),
                             .limit = limit + 1, /* one more says whether there is a next page */
                             .before = &x->before};
    enum err err = store_entries_struck(w->store, w->arena, &q, &x->rows, &x->n, &w->fault);
    if (err)
        return err;

    if (x->n > limit) {
        x->n = limit;
        x->next = store_struck_cursor(w->arena, &x->rows[limit - 1], x->before + limit);
    }
    register_relabel(policy_labels(w->policy), x->rows, x->n);
    return OK;
}

/* ---- as a table ------------------------------------------------------------------------------ */

static void
link_next(struct context *c, const char *next)
{
    struct buf b = BUF(c->work.arena);
    const char *const kept[] = {"series", "from", "to", "limit"};

    buf_printf(&b, "</api/v1/register/cancellations?format=csv&cursor=%s", next);
    for (size_t i = 0; i < LEN(kept); i++)
        if (context_query(c, kept[i]) != NULL)
            buf_printf(&b, "&%s=%s", kept[i], context_query(c, kept[i]));
    buf_puts(&b, ">; rel=\"next\"");
    reply_header(c->reply, "Link", b.p);
}

/* A row counts on from the pages before. */
static void
reply_table(struct context *c, const struct struck_page *list)
{
    struct buf b = BUF(c->work.arena);

    csv_start(&b);
    csv_row(&b, page_cancellation_heads(list->series), CANCELLATION_COLUMNS);
    for (int i = 0; i < list->n; i++) {
        const struct entry *x = &list->rows[i];
        const char *cells[CANCELLATION_COLUMNS] = {
            arena_printf(c->work.arena, "%ld", list->before + i + 1),
            x->algorithm_name,
            register_words(x, *x->role != '\0'),
            x->organization,
            x->products,
            x->purpose,
            x->number,
            x->changed_on};
        csv_row(&b, cells, CANCELLATION_COLUMNS);
    }
    reply_csv(c, &b);
    if (list->next != NULL)
        link_next(c, list->next);
}

/* ---- GET /register/cancellations ------------------------------------------------------------- */

static enum err
cancellation_list(struct context *c)
{
    struct struck_page x = {.series = context_query(c, "series")};
    struct span_asked span = {.from_name = "from", .to_name = "to"};
    int limit;
    enum err err;

    if ((err = register_span(c, &span)))
        return err;
    x.from = span.from;
    x.to = span.to;
    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = load(c, &x, limit)))
        return err;

    if (str_is(context_query(c, "format"), "csv")) {
        reply_table(c, &x);
    } else {
        struct cancellation_answer *list =
            arena_alloc(c->work.arena, ((size_t)x.n + 1) * sizeof *list);
        for (int i = 0; i < x.n; i++)
            list[i] = (struct cancellation_answer){
                x.rows[i], register_status_label(x.rows[i].status), register_end_label(&x.rows[i])};
        reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = x.n, .next = x.next});
    }
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return OK;
}

/* ---- as a page ------------------------------------------------------------------------------- */

static const struct member page_query[] = {
    {"series", M_STRING, .title = "哪一份清单；不认识的视为全部"},
    {"from", M_STRING, .title = "注销时间，不早于这一天"},
    {"to", M_STRING, .title = "注销时间，不晚于这一天"},
    {"cursor", M_STRING, .title = "翻页位置"},
    MEMBERS_END,
};

/* NULL where none was chosen, as an empty field of a form says. */
static const char *
day_asked(struct context *c, const char *name, struct cancellations_view *x)
{
    const char *day = context_query(c, name);

    if (day == NULL || *day == '\0')
        return NULL;
    if (date_valid(day))
        return day;
    x->refused = "注销时间请写成 2026-11-24 的样子";
    return NULL;
}

static enum err
cancellation_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct cancellations_view x = {0};
    struct struck_page found = {0};
    struct buf b = BUF(c->work.arena);

    x.from = found.from = day_asked(c, "from", &x);
    x.to = found.to = day_asked(c, "to", &x);
    for (const char *const *one = page_cancellation_series; *one != NULL; one++)
        if (str_is(*one, context_query(c, "series")))
            x.series = found.series = *one;
    if (x.refused == NULL) {
        enum err err = load(c, &found, CANCELLATION_ROWS);
        if (err)
            return err;
    }

    x.rows = found.rows;
    x.n = found.n;
    x.before = found.before;
    x.at = context_query(c, "cursor");
    x.next = found.next;
    page_cancellations(&b, &site, &x);
    pages_show(c, 200, &b);
    return OK;
}

static const struct route rows[] = {
    {.method = GET,
     .path = "/register/cancellations",
     .act = ACT_LOOK,
     .read = cancellation_list,
     .query = cancellation_query,
     .answer = cancellation_answer,
     .is_list = true,
     .media_types = csv_types,
     .name = "listCancellations",
     .title = "已注销、已撤销的备案，后注销的在前"},
    {.method = GET,
     .path = "/pages/register/cancellations",
     .act = ACT_LOOK,
     .read = cancellation_page,
     .query = page_query,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getCancellationsPage",
     .title = "已注销、已撤销的备案的页面"},
};
ROUTES(cancellation, rows);

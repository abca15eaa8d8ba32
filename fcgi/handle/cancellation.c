/* What has left the register, as the official notices of cancellation list it. */
#include "handle/csv.h"
#include "handle/register_row.h"
#include "handle/route.h"

static const char *const formats[] = {"json", "csv", NULL};
static const char *const series[] = {"algorithm", "deep_synthesis", NULL};

static const struct member cancellation_query[] = {
    {"from", M_STRING, .max = 10, .title = "注销时间，不早于这一天"},
    {"to", M_STRING, .max = 10, .title = "注销时间，不晚于这一天"},
    {"series", M_STRING, .choices = series,
     .title = "algorithm：没有角色的（算法备案清单）；deep_synthesis：有角色的（深度合成清单）"},
    {"format", M_STRING, .choices = formats,
     .title = "csv：供表格软件打开，列与公布的注销公告相同；后面还有时，Link 写着下一页"},
    PAGED,
    MEMBERS_END,
};
struct cancellation_answer {
    struct entry entry;
    const char *status_label;
};
static const struct member cancellation_answer[] = {
    {.type = M_WITH, .of = register_entry_row, .at = offsetof(struct cancellation_answer, entry)},
    {"status_label", M_STRING, M_REQUIRED, .at = TEXT_AT(cancellation_answer, status_label),
     .title = "状态（中文）：已注销，或已撤销"},
    {"struck_on", M_DATE, M_REQUIRED, .at = TEXT_AT(cancellation_answer, entry.changed_on),
     .title = "注销时间"},
    MEMBERS_END,
};

/* ---- what is asked for ----------------------------------------------------------------------- */

static enum err
load(struct context *c, struct entry **rows, int *n, const char **next)
{
    struct casework *w = &c->work;
    const char *list = context_query(c, "series");
    struct struck_query q = {.is_with_role = list == NULL              ? NULL
                                             : str_is(list, series[1]) ? "1"
                                                                       : "0",
                             .cursor = context_query(c, "cursor")};
    enum err err;

    *next = NULL;
    if ((err = register_day(c, "from", &q.from)))
        return err;
    if ((err = register_day(c, "to", &q.to)))
        return err;
    if ((err = context_limit(c, &q.limit)))
        return err;
    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_entries_struck(w->store, w->arena, &q, rows, n, &w->fault)))
        return err;

    if (*n > limit) {
        *n = limit;
        *next = store_struck_cursor(w->arena, &(*rows)[limit - 1]);
    }
    for (int i = 0; i < *n; i++)
        register_relabel(casework_manifest(w), &(*rows)[i]);
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

/* Each notice counts its own rows, and so does each page. */
static void
reply_table(struct context *c, const struct entry *rows, int n)
{
    const char *list = context_query(c, "series");
    const char *const heads[] = {
        "序号",
        "算法名称",
        list == NULL ? "类别/角色" : str_is(list, series[1]) ? "角色" : "算法类别",
        "主体名称",
        "应用产品",
        "主要用途",
        "备案编号",
        "注销时间"};
    struct buf b = BUF(c->work.arena);

    csv_start(&b);
    csv_row(&b, heads, LEN(heads));
    for (int i = 0; i < n; i++) {
        const struct entry *x = &rows[i];
        const char *cells[] = {arena_printf(c->work.arena, "%d", i + 1),
                               x->algorithm_name,
                               register_words(x, *x->role != '\0'),
                               x->organization,
                               x->products,
                               x->purpose,
                               x->number,
                               x->changed_on};
        csv_row(&b, cells, LEN(cells));
    }
    reply_csv(c, &b);
}

/* ---- GET /register/cancellations ------------------------------------------------------------- */

static enum err
cancellation_list(struct context *c)
{
    struct entry *rows;
    const char *next;
    int n;
    enum err err = load(c, &rows, &n, &next);
    if (err)
        return err;

    if (str_is(context_query(c, "format"), "csv")) {
        reply_table(c, rows, n);
        if (next != NULL)
            link_next(c, next);
    } else {
        struct cancellation_answer *list =
            arena_alloc(c->work.arena, ((size_t)n + 1) * sizeof *list);
        for (int i = 0; i < n; i++)
            list[i] = (struct cancellation_answer){rows[i], register_status_label(rows[i].status)};
        reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n, .next = next});
    }
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
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
};
ROUTES(cancellation, rows);

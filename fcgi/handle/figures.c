/* What became of filings: counted for everybody, and more narrowly for the office. */
#include "handle/csv.h"
#include "handle/figures.h"
#include "handle/route.h"
#include "page/page.h"

#include <string.h>

#define SPAN_MONTHS 12  /* when nobody says since when */
#define SPAN_LARGEST 60 /* a question sums over no more */

/* ---- what they are --------------------------------------------------------------------------- */

static const char *const formats[] = {"csv", "svg", NULL};
static const char *const table_or_picture[] = {"text/csv", "image/svg+xml", NULL};
#define SPAN_MEMBERS                                                                               \
    {"from", M_STRING, .max = 7, .title = "起始月份 YYYY-MM，缺省为十二个月"},                     \
        {"to", M_STRING, .max = 7, .title = "截止月份 YYYY-MM，缺省为本月"},                       \
        {"format", M_STRING, .choices = formats, .title = "csv：供表格软件打开；svg：一张图"},     \
    {                                                                                              \
        "by", M_STRING, .choices = page_charts,                                                    \
                        .title = "图按什么画，缺省为按月份；只用于 format=svg"     \
    }
static const struct member public_query[] = {SPAN_MEMBERS, MEMBERS_END};
static const struct member office_query[] = {
    SPAN_MEMBERS,
    {"kind", M_STRING, .max = 60, .title = "备案种类的代码"},
    {"action", M_STRING, .max = 60, .title = "办理事项的代码"},
    {"class", M_STRING, .max = 60, .title = "算法类别的代码，与任务的 class 相同"},
    {"province", M_STRING, .max = 2, .title = "省级行政区划代码的前两位"},
    MEMBERS_END,
};

#define COUNTED(name_, title_)                                                                     \
    {                                                                                              \
#name_, M_INTEGER, M_REQUIRED, .at = LONG_AT(figure, name_), .title = title_               \
    }
#define NAMED(struct_)                                                                             \
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(struct_, code), .title = "代码"},                 \
    {                                                                                              \
        "label", M_STRING, M_REQUIRED, .at = TEXT_AT(struct_, label), .title = "名称"            \
    }
static const struct member figure_members[] = {
    NAMED(figure),
    COUNTED(received, "收到"),
    COUNTED(accepted, "通过"),
    COUNTED(returned, "退回补正"),
    COUNTED(refused, "不予备案"),
    COUNTED(overdue, "超过期限"),
    MEMBERS_END,
};
static const struct member reason_members[] = {
    NAMED(figure),
    COUNTED(returned, "退回补正的理由"),
    COUNTED(refused, "不予备案的理由"),
    MEMBERS_END,
};
static const struct member stage_members[] = {
    NAMED(figure_stage),
    {"done", M_INTEGER, M_REQUIRED, .at = LONG_AT(figure_stage, done), .title = "审结的轮次"},
    {"median_days", M_INTEGER, M_REQUIRED, .at = LONG_AT(figure_stage, median_days),
     .title = "中位天数：半数轮次不超过这么多个自然日"},
    MEMBERS_END,
};

struct figures_answer {
    const char *from, *to;
    int64_t counted_at;
    struct figure total;
    struct rows months, kinds, classes, provinces, reasons, stages;
};
#define LISTED(name_, at_, of_, struct_, title_)                                                   \
    {                                                                                              \
        name_, M_LIST, M_REQUIRED, .at = ROWS_AT(figures_answer, at_), .of = of_,                  \
                                   .size = sizeof(struct struct_), .title = title_                 \
    }
static const struct member figures_answer[] = {
    {"from", M_STRING, M_REQUIRED, .at = TEXT_AT(figures_answer, from), .title = "起始月份"},
    {"to", M_STRING, M_REQUIRED, .at = TEXT_AT(figures_answer, to), .title = "截止月份"},
    {"counted_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(figures_answer, counted_at),
     .title = "统计到何时；尚未统计时为 null"},
    {"received", M_INTEGER, M_REQUIRED, .at = LONG_AT(figures_answer, total.received),
     .title = "收到"},
    {"accepted", M_INTEGER, M_REQUIRED, .at = LONG_AT(figures_answer, total.accepted),
     .title = "通过"},
    {"returned", M_INTEGER, M_REQUIRED, .at = LONG_AT(figures_answer, total.returned),
     .title = "退回补正"},
    {"refused", M_INTEGER, M_REQUIRED, .at = LONG_AT(figures_answer, total.refused),
     .title = "不予备案"},
    {"overdue", M_INTEGER, M_REQUIRED, .at = LONG_AT(figures_answer, total.overdue),
     .title = "超过期限"},
    LISTED("by_month", months, figure_members, figure, "按月"),
    LISTED("by_kind", kinds, figure_members, figure, "按备案种类"),
    LISTED("by_class", classes, figure_members, figure, "按算法类别"),
    LISTED("by_province", provinces, figure_members, figure, "按省级行政区划"),
    LISTED("by_reason", reasons, reason_members, figure, "按理由"),
    LISTED("by_stage", stages, stage_members, figure_stage, "按审核阶段"),
    MEMBERS_END,
};

/* ---- the span -------------------------------------------------------------------------------- */

static enum err
month_asked(struct context *c, const char *member, const char **out)
{
    const char *text = context_query(c, member);

    if (text == NULL)
        return OK;
    if (strlen(text) != MONTH_TEXT - 1 || !date_valid(arena_printf(c->work.arena, "%s-01", text)))
        return fail(&c->work.fault, ERR_INPUT, "month_invalid",
                    arena_printf(c->work.arena, "/%s", member), "请写月份，如 2026-11");
    *out = text;
    return OK;
}

static long
months_of(const char *month)
{
    return strtol(month, NULL, 10) * 12 + strtol(month + 5, NULL, 10) - 1;
}

static const char *
month_before(struct arena *a, const char *month, int many)
{
    long n = months_of(month) - many;
    return arena_printf(a, "%04ld-%02ld", n / 12, n % 12 + 1);
}

enum err
figures_span(struct context *c, struct work_query *q)
{
    struct casework *w = &c->work;
    enum err err;

    q->to = arena_strndup(w->arena, w->today, MONTH_TEXT - 1);
    if ((err = month_asked(c, "to", &q->to)))
        return err;
    q->from = month_before(w->arena, q->to, SPAN_MONTHS - 1);
    if ((err = month_asked(c, "from", &q->from)))
        return err;
    if (strcmp(q->from, q->to) > 0)
        return fail(&w->fault, ERR_INPUT, "span_invalid", "/from", "起始月份在截止月份之后");
    if (months_of(q->to) - months_of(q->from) >= SPAN_LARGEST)
        return fail(&w->fault, ERR_INPUT, "span_too_long", "/from", "一次至多统计 %d 个月",
                    SPAN_LARGEST);
    return OK;
}

/* ---- as a table ------------------------------------------------------------------------------ */

static const char *
number(struct context *c, long n)
{
    return arena_printf(c->work.arena, "%ld", n);
}

static void
table_of(struct context *c, struct buf *b, const char *by, const struct rows_of_figures *rows)
{
    for (int i = 0; i < rows->n; i++) {
        const struct figure *x = &rows->rows[i];
        const char *const cells[] = {by,
                                     x->code,
                                     x->label,
                                     number(c, x->received),
                                     number(c, x->accepted),
                                     number(c, x->returned),
                                     number(c, x->refused),
                                     number(c, x->overdue),
                                     NULL,
                                     NULL};
        csv_row(b, cells, LEN(cells));
    }
}

static void
reply_table(struct context *c, const struct figures *x)
{
    static const char *const heads[] = {"分类",     "代码",     "名称",     "收到",     "通过",
                                        "退回补正", "不予备案", "超过期限", "审结轮次", "中位天数"};
    const struct rows_of_figures total = {(struct figure *)(uintptr_t)&x->total, 1};
    struct buf b = BUF(c->work.arena);

    csv_start(&b);
    csv_row(&b, heads, LEN(heads));
    table_of(c, &b, "合计", &total);
    table_of(c, &b, "月份", &x->months);
    table_of(c, &b, "备案种类", &x->kinds);
    table_of(c, &b, "算法类别", &x->classes);
    table_of(c, &b, "行政区划", &x->provinces);
    table_of(c, &b, "理由", &x->reasons);
    for (int i = 0; i < x->stages_n; i++) {
        const struct figure_stage *s = &x->stages[i];
        const char *const cells[] = {"审核阶段",
                                     s->code,
                                     s->label,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     number(c, s->done),
                                     number(c, s->median_days)};
        csv_row(&b, cells, LEN(cells));
    }
    reply_csv(c, &b);
}

/* ---- as a picture ---------------------------------------------------------------------------- */

static void
reply_picture(struct context *c, const struct figures *x)
{
    const char *by = context_query(c, "by");
    struct buf b = BUF(c->work.arena);
    enum chart of = CHART_MONTH;

    while (by != NULL && of < CHART_STAGE && !str_is(page_charts[of], by))
        of++;
    page_chart(&b, x, of);
    c->reply->status = 200;
    c->reply->content_type = "image/svg+xml";
    c->reply->body = b.p;
    c->reply->body_n = b.n;
}

/* ---- GET /register/statistics/work, /review/figures ------------------------------------------ */

static enum err
answer(struct context *c, const struct work_query *q)
{
    const char *format = context_query(c, "format");
    struct casework *w = &c->work;
    struct figures x;

    if (context_query(c, "by") != NULL && !str_is(format, "svg"))
        return fail(&w->fault, ERR_INPUT, "parameter_invalid", "/by",
                    "by 只用于 format=svg：表格和 JSON 都包括各种分类");
    enum err err =
        figures_load(w->store, w->arena, casework_manifest(w), casework_law(w), q, &x, &w->fault);
    if (err)
        return err;
    if (str_is(format, "csv")) {
        reply_table(c, &x);
        return OK;
    }
    if (str_is(format, "svg")) {
        reply_picture(c, &x);
        return OK;
    }

    struct figures_answer a = {.from = q->from,
                               .to = q->to,
                               .counted_at = x.counted_at,
                               .total = x.total,
                               .months = {x.months.rows, x.months.n},
                               .kinds = {x.kinds.rows, x.kinds.n},
                               .classes = {x.classes.rows, x.classes.n},
                               .provinces = {x.provinces.rows, x.provinces.n},
                               .reasons = {x.reasons.rows, x.reasons.n},
                               .stages = {x.stages, x.stages_n}};
    reply_row(c, &a);
    return OK;
}

static enum err
public_figures(struct context *c)
{
    struct work_query q = {0};
    enum err err = figures_span(c, &q);

    if (!err)
        err = answer(c, &q);
    if (!err)
        reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return err;
}

/* One that neither the rules declare nor anything was counted of is a slip: noughts would read as
 * if nothing had been done. */
static enum err
code_known(struct context *c, const char *by, const char *code, bool is_declared)
{
    bool is_known = is_declared || code == NULL;
    struct casework *w = &c->work;

    if (is_known)
        return OK;
    enum err err = store_work_known(w->store, by, code, &is_known, &w->fault);
    if (err || is_known)
        return err;
    return fail(&w->fault, ERR_INPUT, "code_unknown", arena_printf(w->arena, "/%s", by),
                "没有代码为“%s”的这一项，没有统计。请核对代码，例如取自不加筛选时所列的", code);
}

static enum err
codes_known(struct context *c, const struct work_query *q)
{
    const struct law *l = casework_law(&c->work);
    const json_t *manifest = casework_manifest(&c->work);
    enum err err;

    if ((err = code_known(c, "kind", q->kind, q->kind != NULL && law_kind(l, q->kind) != NULL)))
        return err;
    if ((err = code_known(c, "action", q->action,
                          q->action != NULL && law_action(l, q->action) != NULL)))
        return err;
    return code_known(c, "class", q->class_code,
                      q->class_code != NULL && register_class_known(manifest, q->class_code));
}

static enum err
office_figures(struct context *c)
{
    struct work_query q = {.kind = context_query(c, "kind"),
                           .action = context_query(c, "action"),
                           .class_code = context_query(c, "class"),
                           .province = context_query(c, "province")};
    enum err err = figures_span(c, &q);

    if (!err && q.province != NULL && !register_area_known(casework_manifest(&c->work), q.province))
        return fail(&c->work.fault, ERR_INPUT, "area_unknown", "/province",
                    "没有代码为“%s”的省级行政区划，请填写代码的前两位，例如 44", q.province);
    if (!err)
        err = codes_known(c, &q);
    return err ? err : answer(c, &q);
}

static const struct route rows[] = {
    {.method = GET,
     .path = "/register/statistics/work",
     .act = ACT_LOOK,
     .read = public_figures,
     .query = public_query,
     .answer = figures_answer,
     .media_types = table_or_picture,
     .name = "getWorkFigures",
     .title = "办理情况的统计：收到、通过、退回、不予备案、超期，按月、类别、地区、理由、阶段"},
    {.method = GET,
     .path = "/review/figures",
     .act = ACT_READ_FIGURES,
     .read = office_figures,
     .query = office_query,
     .answer = figures_answer,
     .media_types = table_or_picture,
     .name = "getOfficeFigures",
     .title = "办理情况的统计，可按种类、事项、类别、地区筛选"},
};
ROUTES(figures, rows);

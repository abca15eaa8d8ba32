/* Figures of the register. */
#include "page/site.h"

#include <string.h>

/* A bar of so many hundredths, drawn beside a number that says the same. */
static void
write_bar(struct buf *b, long n, long most)
{
    buf_printf(b, "<svg aria-hidden=\"true\"><rect width=\"%ld%%\" height=\"12\"/></svg>",
               most > 0 ? 1 + n * 99 / most : 0);
}

static void
write_name(struct buf *b, const struct entry_count *x, const char *query)
{
    if (query == NULL) {
        buf_puts(b, "<th scope=\"row\">");
        page(b, "%s年", arena_strndup(b->a, x->code, 4));
        page(b, "%s月</th>", x->code[5] == '0' ? x->code + 6 : x->code + 5);
        return;
    }
    page(b, "<th scope=\"row\"><a href=\"/register?%s=", query);
    page_url(b, x->code);
    page(b,
         str_is(x->label, x->code) && strlen(x->code) == 4 ? "\">%s年</a></th>" : "\">%s</a></th>",
         x->label);
}

/* query: the member of a search that chooses a row; NULL: rows are months. */
static void
write_table(struct buf *b, const char *title, const char *query, const struct entry_count *rows,
            int n)
{
    long most = 0;

    if (n == 0)
        return;
    for (int i = 0; i < n; i++)
        most = rows[i].n > most ? rows[i].n : most;
    page(b,
         "<section class=\"card\"><table class=\"bars\"><caption><h2>%s</h2></caption>"
         "<thead class=\"away\"><tr><th scope=\"col\">%s</th><th scope=\"col\">备案数</th>"
         "<td></td></tr></thead><tbody>",
         title, title);
    for (int i = 0; i < n; i++) {
        buf_puts(b, "<tr>");
        write_name(b, &rows[i], query);
        page(b, "<td>%lld</td><td>", (long long)rows[i].n);
        write_bar(b, rows[i].n, most);
        buf_puts(b, "</td></tr>\n");
    }
    buf_puts(b, "</tbody></table></section>\n");
}

static void
write_figure(struct buf *b, const char *label, long n, const char *unit)
{
    page(b, "<div><dt>%s</dt><dd><b>%lld</b> %s</dd></div>", label, (long long)n, unit);
}

/* ---- what became of filings ------------------------------------------------------------------ */

static void
write_numbers(struct buf *b, const struct figure *x, bool is_reason)
{
    const long counts[] = {x->received, x->accepted, x->returned, x->refused, x->overdue};
    size_t first = is_reason ? 2 : 0, end = is_reason ? 4 : LEN(counts);

    page(b, "<tr><th scope=\"row\">%s</th>", x->label);
    for (size_t i = first; i < end; i++)
        page(b, "<td>%lld</td>", (long long)counts[i]);
    buf_puts(b, "</tr>\n");
}

static void
write_work_table(struct buf *b, const struct figures *all, const char *title, const char *first,
                 enum chart of)
{
    const struct rows_of_figures *const every[CHART__MAX] = {[CHART_MONTH] = &all->months,
                                                             [CHART_CLASS] = &all->classes,
                                                             [CHART_PROVINCE] = &all->provinces,
                                                             [CHART_REASON] = &all->reasons};
    const struct rows_of_figures *x = every[of];
    bool is_reason = of == CHART_REASON;

    if (x->n == 0)
        return;
    page(b, "<section class=\"card\"><h3>%s</h3>", title);
    page_chart(b, all, of);
    page(b,
         "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"%s\"><table class=\"work\">"
         "<caption class=\"away\">%s</caption><thead><tr><th scope=\"col\">%s</th>",
         title, title, first);
    if (!is_reason)
        buf_puts(b, "<th scope=\"col\">收到</th><th scope=\"col\">通过</th>");
    buf_puts(b, "<th scope=\"col\">退回补正</th><th scope=\"col\">不予备案</th>");
    buf_puts(b, is_reason ? "</tr></thead><tbody>\n"
                          : "<th scope=\"col\">超过期限</th></tr></thead><tbody>\n");
    for (int i = 0; i < x->n; i++)
        write_numbers(b, &x->rows[i], is_reason);
    buf_puts(b, "</tbody></table></div></section>\n");
}

static void
write_stages(struct buf *b, const struct figures *x)
{
    if (x->stages_n == 0)
        return;
    buf_puts(b, "<section class=\"card\"><h3>审核用时</h3>");
    page_chart(b, x, CHART_STAGE);
    buf_puts(b, "<table class=\"work\"><caption class=\"away\">审核用时</caption>"
                "<thead><tr><th scope=\"col\">阶段</th><th scope=\"col\">审结轮次</th>"
                "<th scope=\"col\">中位天数</th></tr></thead><tbody>\n");
    for (int i = 0; i < x->stages_n; i++)
        page(b, "<tr><th scope=\"row\">%s</th><td>%lld</td><td>%lld</td></tr>\n",
             x->stages[i].label, (long long)x->stages[i].done, (long long)x->stages[i].median_days);
    buf_puts(b, "</tbody></table><p class=\"hint\">中位天数：半数轮次在这么多个自然日之内审结。"
                "</p></section>\n");
}

static void
write_work(struct buf *b, const struct figures *x)
{
    buf_puts(b, "<h2>近十二个月的办理情况</h2>");
    if (x->months.n == 0) {
        buf_puts(b, "<p class=\"empty\">近十二个月还没有办理记录。</p>");
        return;
    }
    buf_puts(b, "<dl class=\"figures\">");
    write_figure(b, "收到", x->total.received, "件次");
    write_figure(b, "通过", x->total.accepted, "件次");
    write_figure(b, "退回补正", x->total.returned, "件次");
    write_figure(b, "不予备案", x->total.refused, "件次");
    write_figure(b, "超过期限", x->total.overdue, "件次");
    buf_puts(b, "</dl>\n<p class=\"hint\">包括各种备案；退回后重新提交的再计一次。"
                "<a href=\"/api/v1/register/statistics/work?format=csv\">下载表格（CSV）</a>，"
                "<a href=\"/api/v1/register/statistics/work\">供程序读取（JSON）</a>。</p>");
    buf_puts(b, "<div class=\"columns\">");
    write_work_table(b, x, "按月份", "月份", CHART_MONTH);
    write_work_table(b, x, "按算法类别", "类别", CHART_CLASS);
    write_work_table(b, x, "按行政区划", "地区", CHART_PROVINCE);
    write_work_table(b, x, "按理由", "理由", CHART_REASON);
    write_stages(b, x);
    buf_puts(b, "</div>");
}

void
page_statistics(struct buf *b, const struct page_site *site, const struct statistics_view *x)
{
    static const char *const titles[FACET__MAX] = {"按算法类别", "按行政区划", "按角色", "按年份"};

    site_open(b, site, "公示统计", AT_STATISTICS);
    buf_puts(b, "<div class=\"wrap\"><h1>公示统计</h1><dl class=\"figures\">");
    write_figure(b, "公示的备案", x->facets.total, "项");
    write_figure(b, "其中有效", x->in_force, "项");
    write_figure(b, "备案主体", x->organizations, "家");
    buf_puts(b, "</dl>\n");

    if (x->facets.total == 0)
        buf_puts(b, "<p class=\"empty\">还没有公示的备案，公示后这里会显示各项统计。</p>");
    else
        buf_puts(b, "<p class=\"hint\">各表包括已注销、已撤销的备案。</p>");
    buf_puts(b, "<div class=\"columns\">");
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        write_table(b, titles[facet], page_facet_names[facet], x->facets.rows[facet],
                    x->facets.n[facet]);
    write_table(b, "按月份", NULL, x->months, x->months_n);
    buf_puts(b, "</div>");
    write_work(b, &x->work);
    buf_puts(b, "</div>");
    site_close(b, site);
}

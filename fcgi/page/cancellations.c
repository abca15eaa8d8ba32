/* What has left the register, in the columns of the official notices of cancellation. */
#include "page/site.h"

#define HERE "/register/cancellations"

const char *const page_cancellation_series[] = {"algorithm", "deep_synthesis", NULL};
static const char *const series_labels[] = {"算法备案清单", "深度合成清单"};

const char *const *
page_cancellation_heads(const char *series)
{
    static const char *const heads[][CANCELLATION_COLUMNS] = {
        {"序号", "算法名称", "类别/角色", "主体名称", "应用产品", "主要用途", "备案编号",
         "注销时间"},
        {"序号", "算法名称", "算法类别", "主体名称", "应用产品", "主要用途", "备案编号",
         "注销时间"},
        {"序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "注销时间"},
    };

    for (size_t i = 0; i < LEN(series_labels); i++)
        if (str_is(series, page_cancellation_series[i]))
            return heads[i + 1];
    return heads[0];
}

/* ---- the form -------------------------------------------------------------------------------- */

static void
write_day(struct buf *b, const char *name, const char *label, const char *day)
{
    page(b,
         "<div><label for=\"%s\">%s</label><input type=\"date\" id=\"%s\" name=\"%s\" "
         "value=\"%s\"></div>",
         name, label, name, name, day ? day : "");
}

static void
write_form(struct buf *b, const struct cancellations_view *x)
{
    buf_puts(b, "<form class=\"search\" action=\"" HERE "\">"
                "<fieldset class=\"facets\"><legend class=\"away\">筛选</legend>"
                "<div><label for=\"series\">清单</label><select id=\"series\" name=\"series\">"
                "<option value=\"\">全部</option>");
    for (size_t i = 0; i < LEN(series_labels); i++)
        page(b,
             str_is(page_cancellation_series[i], x->series)
                 ? "<option value=\"%s\" selected>%s</option>"
                 : "<option value=\"%s\">%s</option>",
             page_cancellation_series[i], series_labels[i]);
    buf_puts(b, "</select></div>");
    write_day(b, "from", "注销时间从", x->from);
    write_day(b, "to", "注销时间到", x->to);
    buf_puts(b, "<button class=\"plain\">筛选</button></fieldset></form>\n");
    if (x->refused != NULL)
        page(b, "<p class=\"bad\" role=\"alert\">%s</p>", x->refused);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* On a narrow screen a row is a card, and each of its cells says what it is. */
static void
write_cell(struct buf *b, const char *head, const char *text)
{
    page(b, "<td data-head=\"%s\">", head);
    site_cut(b, text, 120);
    buf_puts(b, "</td>");
}

static void
write_row(struct buf *b, const char *const *heads, const struct entry *x, long n)
{
    buf_printf(b, "<tr><td data-head=\"%s\">%ld</td>", heads[0], n);
    page(b, "<td data-head=\"%s\"><div>", heads[1]);
    site_cut(b, x->algorithm_name, 60);
    page(b, " <span class=\"tag\">%s</span></div></td>", register_status_label(x->status));
    write_cell(b, heads[2], register_words(x, *x->role != '\0'));
    write_cell(b, heads[3], x->organization);
    write_cell(b, heads[4], x->products);
    write_cell(b, heads[5], x->purpose);
    page(b, "<td data-head=\"%s\"><a href=\"", heads[6]);
    site_entry_path(b, x->number);
    page(b, "\">%s</a></td><td data-head=\"%s\">", x->number, heads[7]);
    site_day(b, x->changed_on);
    buf_puts(b, "</td></tr>\n");
}

static void
write_table(struct buf *b, const struct cancellations_view *x)
{
    const char *const *heads = page_cancellation_heads(x->series);

    buf_puts(b, "<table class=\"cards-narrow\"><caption class=\"away\">注销、撤销的备案</caption>"
                "<thead><tr>");
    for (int i = 0; i < CANCELLATION_COLUMNS; i++)
        page(b, "<th scope=\"col\">%s</th>", heads[i]);
    buf_puts(b, "</tr></thead><tbody>\n");
    for (int i = 0; i < x->n; i++)
        write_row(b, heads, &x->rows[i], x->before + i + 1);
    buf_puts(b, "</tbody></table>\n");
}

/* The same choice of them, at another address; first: a member of the query that goes before. */
static void
write_address(struct buf *b, const struct cancellations_view *x, const char *path,
              const char *first)
{
    const char *const kept[][2] = {{"series", x->series}, {"from", x->from}, {"to", x->to}};
    const char *join = first ? "&amp;" : "?";

    page(b, "<a href=\"%s", path);
    page(b, first ? "?%s" : "", first);
    for (size_t i = 0; i < LEN(kept); i++) {
        if (kept[i][1] == NULL)
            continue;
        buf_printf(b, "%s%s=", join, kept[i][0]);
        page_url(b, kept[i][1]);
        join = "&amp;";
    }
    buf_puts(b, "\"");
}

static void
write_pager(struct buf *b, const struct cancellations_view *x)
{
    if (x->before == 0 && x->next == NULL)
        return;
    buf_puts(b, "<nav class=\"pager\" aria-label=\"翻页\">");
    if (x->before > 0) {
        write_address(b, x, HERE, NULL);
        buf_puts(b, ">回到第一页</a>");
    }
    if (x->next != NULL) {
        write_address(b, x, HERE, arena_printf(b->a, "cursor=%s", x->next));
        buf_puts(b, " rel=\"next\">下一页</a>");
    }
    buf_puts(b, "</nav>");
}

void
page_cancellations(struct buf *b, const struct page_site *site, const struct cancellations_view *x)
{
    site_open(b, site, x->refused ? "出错：注销、撤销的备案" : "注销、撤销的备案", AT_SEARCH);
    buf_puts(b, "<div class=\"wrap\"><p class=\"back\"><a href=\"/register\">公示查询</a></p>"
                "<h1>注销、撤销的备案</h1>"
                "<p class=\"lead\">已移出公示的备案，后注销的在前。编号不再给其他备案使用。</p>");
    write_form(b, x);
    bool is_limited = x->series != NULL || x->from != NULL || x->to != NULL || x->at != NULL;
    if (x->refused == NULL && x->n == 0)
        buf_puts(b, is_limited ? "<div class=\"empty\"><p>没有符合条件的。</p>"
                                 "<p><a href=\"" HERE "\">查看全部</a></p></div>"
                               : "<div class=\"empty\"><p>还没有注销、撤销的备案。</p></div>");
    if (x->n > 0)
        write_table(b, x);
    write_pager(b, x);
    if (x->n > 0) {
        const char *rows = arena_printf(b->a, "format=csv&limit=%d", CANCELLATION_ROWS);
        buf_puts(b, "<p class=\"downloads\">");
        write_address(b, x, "/api/v1" HERE,
                      x->at ? arena_printf(b->a, "%s&cursor=%s", rows, x->at) : rows);
        buf_puts(b, ">下载本页（CSV）</a></p>");
    }
    buf_puts(b, "</div>");
    site_close(b, site);
}

/* The register: a search, what narrows it, and a page of what was found. */
#include "page/site.h"

const char *const page_facet_names[FACET__MAX] = {"type", "area", "role", "year"};
static const char *const titles[FACET__MAX] = {"算法类别", "行政区划", "角色", "备案年份"};

/* ---- the form -------------------------------------------------------------------------------- */

static void
write_option(struct buf *b, const struct entry_count *x, const char *chosen)
{
    page(b, "<option value=\"%s\"", x->code);
    buf_puts(b, str_is(x->code, chosen) ? " selected>" : ">");
    site_cut(b, x->label, 24);
    page(b, "（%lld）</option>", (long long)x->n);
}

/* A choice that nothing has stays chosen, so that one sees what to take back. */
static void
write_chosen(struct buf *b, const struct page_site *site, enum facet facet, const char *code)
{
    static const char *const columns[FACET__MAX] = {"algorithm_type", "area", "role", NULL};
    const char *label =
        columns[facet] ? register_label(site->manifest, columns[facet], code) : NULL;

    write_option(b, &(struct entry_count){code, label ? label : code, 0}, code);
}

static void
write_facet(struct buf *b, const struct page_site *site, const struct search_view *x,
            enum facet facet)
{
    const char *name = page_facet_names[facet], *chosen = x->chosen[facet];
    bool is_there = chosen == NULL;

    page(b, "<div><label for=\"%s\">%s</label>", name, titles[facet]);
    page(b, "<select id=\"%s\" name=\"%s\"><option value=\"\">全部</option>", name, name);
    for (int i = 0; i < x->facets.n[facet]; i++) {
        write_option(b, &x->facets.rows[facet][i], chosen);
        is_there = is_there || str_is(x->facets.rows[facet][i].code, chosen);
    }
    if (!is_there)
        write_chosen(b, site, facet, chosen);
    buf_puts(b, "</select></div>");
}

static void
write_status(struct buf *b, const char *chosen)
{
    buf_puts(b, "<div><label for=\"status\">状态</label><select id=\"status\" name=\"status\">"
                "<option value=\"\">全部</option>");
    for (const char *const *code = register_statuses; *code != NULL; code++)
        page(b,
             str_is(*code, chosen) ? "<option value=\"%s\" selected>%s</option>"
                                   : "<option value=\"%s\">%s</option>",
             *code, register_status_label(*code));
    buf_puts(b, "</select></div>");
}

static void
write_day(struct buf *b, const char *name, const char *label, const char *day)
{
    page(b,
         "<div><label for=\"%s\">%s</label><input type=\"date\" id=\"%s\" name=\"%s\" "
         "value=\"%s\"></div>",
         name, label, name, name, day ? day : "");
}

static bool
is_narrowed(const struct search_view *x)
{
    if (x->status != NULL || x->filed_from != NULL || x->filed_to != NULL)
        return true;
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        if (x->chosen[facet] != NULL)
            return true;
    return false;
}

static void
write_form(struct buf *b, const struct page_site *site, const struct search_view *x)
{
    buf_puts(b, "<form class=\"search\" role=\"search\" action=\"/register\">");
    site_search_box(b, x->text, x->refused ? "why" : NULL);
    if (x->refused != NULL)
        page(b, "<p id=\"why\" class=\"bad\">%s</p>", x->refused);
    buf_puts(b, "<fieldset class=\"facets\"><legend class=\"away\">筛选</legend>");
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        write_facet(b, site, x, facet);
    write_status(b, x->status);
    write_day(b, "filed_from", "备案日期从", x->filed_from);
    write_day(b, "filed_to", "备案日期到", x->filed_to);
    buf_puts(b, "<button class=\"plain\">筛选</button></fieldset></form>\n");
}

/* ---- what was found -------------------------------------------------------------------------- */

/* The same search at another page. */
static void
write_address(struct buf *b, const struct search_view *x, long number)
{
    const char *join = "?";

    buf_puts(b, "/register");
    if (x->text != NULL) {
        buf_puts(b, "?q=");
        page_url(b, x->text);
        join = "&amp;";
    }
    for (enum facet facet = 0; facet < FACET__MAX; facet++) {
        if (x->chosen[facet] == NULL)
            continue;
        buf_puts(b, join);
        buf_puts(b, page_facet_names[facet]);
        buf_puts(b, "=");
        page_url(b, x->chosen[facet]);
        join = "&amp;";
    }
    const char *const more[][2] = {
        {"status", x->status}, {"filed_from", x->filed_from}, {"filed_to", x->filed_to}};
    for (size_t i = 0; i < LEN(more); i++) {
        if (more[i][1] == NULL)
            continue;
        buf_printf(b, "%s%s=", join, more[i][0]);
        page_url(b, more[i][1]);
        join = "&amp;";
    }
    if (number > 1)
        buf_printf(b, "%spage=%ld", join, number);
}

static void
write_step(struct buf *b, const struct search_view *x, long number, const char *words)
{
    if (number < 1 || number > x->pages)
        return;
    buf_puts(b, "<a href=\"");
    write_address(b, x, number);
    page(b, number < x->page ? "\" rel=\"prev\">%s</a>" : "\" rel=\"next\">%s</a>", words);
}

static void
write_pager(struct buf *b, const struct search_view *x)
{
    if (x->pages < 2)
        return;
    buf_puts(b, "<nav class=\"pager\" aria-label=\"翻页\">");
    write_step(b, x, x->page - 1, "上一页");
    page(b, "<span>第 %lld 页，共 %lld 页</span>", (long long)x->page, (long long)x->pages);
    write_step(b, x, x->page + 1, "下一页");
    buf_puts(b, "</nav>");
}

static void
write_nothing(struct buf *b, const struct search_view *x)
{
    buf_puts(b, "<div class=\"empty\"><p>没有找到符合条件的备案。</p><ul>");
    if (x->text != NULL)
        buf_puts(b, "<li>换一个说法，或只输入名称中的几个字</li>");
    if (is_narrowed(x)) {
        buf_puts(b, "<li><a href=\"");
        write_address(b, &(struct search_view){.text = x->text}, 1);
        buf_puts(b, "\">去掉筛选条件再查</a></li>");
    }
    buf_puts(b, "<li><a href=\"/register\">查看全部公示</a></li>"
                "<li>刚刚通过审核的备案，公示后即可查到</li></ul></div>");
}

static void
write_count(struct buf *b, const struct search_view *x)
{
    buf_puts(b, "<div class=\"found\"><h2 id=\"found\">");
    if (x->text == NULL && !is_narrowed(x))
        page(b, "全部公示 %lld 项", (long long)x->facets.total);
    else
        page(b, x->is_most ? "查到至多 %lld 项" : "查到 %lld 项", (long long)x->facets.total);
    buf_puts(b, "</h2>");
    if (x->text != NULL || is_narrowed(x))
        buf_puts(b, "<p><a href=\"/register\">清除全部条件</a></p>");
    buf_puts(b, "</div>");
}

/* For programs and spreadsheets: the columns of the two official lists. */
static void
write_downloads(struct buf *b)
{
    buf_puts(b, "<p class=\"downloads\">下载全部公示："
                "<a href=\"/api/v1/register.csv?series=algorithm\">算法备案清单（CSV）</a>，"
                "<a href=\"/api/v1/register.csv?series=deep_synthesis\">深度合成清单（CSV）</a>，"
                "<a href=\"/api/v1/register.json\">JSON</a>，"
                "<a href=\"/api/v1/register/feed.atom\">Atom 订阅</a></p>"
                "<p><a href=\"/register/cancellations\">注销、撤销的备案</a></p>");
}

static void
write_found(struct buf *b, const struct search_view *x)
{
    buf_puts(b, "<section aria-labelledby=\"found\">");
    write_count(b, x);
    if (x->n == 0)
        write_nothing(b, x);
    if (x->n > 0)
        buf_puts(b, "<ol class=\"list\">\n");
    for (int i = 0; i < x->n; i++)
        site_entry_line(b, &x->rows[i]);
    if (x->n > 0)
        buf_puts(b, "</ol>");
    write_pager(b, x);
    write_downloads(b);
    buf_puts(b, "</section>\n");
}

/* What is open in several tabs is told apart by its title. */
static const char *
title_of(struct buf *b, const struct search_view *x)
{
    const char *title = x->text ? arena_printf(b->a, "“%s”的查询结果", x->text) : "公示查询";

    if (x->refused != NULL)
        return "出错：公示查询";
    return x->page > 1 ? arena_printf(b->a, "%s（第 %ld 页）", title, x->page) : title;
}

void
page_search(struct buf *b, const struct page_site *site, const struct search_view *x)
{
    site_open(b, site, title_of(b, x), AT_SEARCH);
    buf_puts(b, "<div class=\"wrap\"><h1>公示查询</h1>");
    write_form(b, site, x);
    if (x->refused == NULL)
        write_found(b, x);
    buf_puts(b, "</div>");
    site_close(b, site);
}

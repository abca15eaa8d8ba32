/* The first page: a search, two doors, the newest entries, figures. */
#include "page/site.h"

static void
write_hero(struct buf *b)
{
    buf_puts(b, "<section class=\"hero\"><div class=\"wrap\"><h1>算法备案公示查询</h1>"
                "<p>查询已备案的互联网信息服务算法，核验备案编号是否由本系统公示。</p>"
                "<form class=\"search\" role=\"search\" action=\"/register\">");
    site_search_box(b, NULL, "hint");
    buf_puts(b, "<p id=\"hint\" class=\"hint\">至少两个字，不分大小写和全半角；"
                "输入完整编号即可核验。</p></form></div></section>\n");
}

static void
write_figure(struct buf *b, const char *label, long n, const char *unit)
{
    page(b, "<div><dt>%s</dt><dd><b>%lld</b> %s</dd></div>", label, (long long)n, unit);
}

static void
write_figures(struct buf *b, const struct home_view *x)
{
    buf_puts(b, "<dl class=\"figures\">");
    write_figure(b, "公示的备案", x->total, "项");
    write_figure(b, "备案主体", x->organizations, "家");
    write_figure(b, arena_printf(b->a, "%s 年新增", x->year), x->this_year, "项");
    buf_puts(b, "</dl>\n");
}

static void
write_doors(struct buf *b)
{
    buf_puts(
        b,
        "<section class=\"cards\" aria-label=\"办理入口\">"
        "<div class=\"card\"><h2><a href=\"/home\">填报</a></h2><p>备案主体在此注册、"
        "填报主体、产品和算法信息，查看审核进度和期限。</p></div>"
        "<div class=\"card\"><h2><a href=\"/review\">审核</a></h2><p>审核与管理人员在此登录，"
        "办理审核任务。</p></div>"
        "<div class=\"card\"><h2><a href=\"/help\">谁需要备案</a></h2><p>哪些算法应当备案，"
        "准备什么材料，多少日内办理。</p></div>"
        "<div class=\"card\"><h2><a href=\"/complain\">投诉、异议</a></h2><p>对公示的备案有投诉、"
        "异议的，在此提出，不用登录；凭查询码查看办理情况。</p></div></section>\n");
}

static void
write_latest(struct buf *b, const struct home_view *x)
{
    buf_puts(b, "<section aria-labelledby=\"latest\"><h2 id=\"latest\">最近公示</h2>");
    if (x->n == 0) {
        buf_puts(b, "<p class=\"empty\">还没有公示的备案。第一项备案通过审核后，会显示在这里。</p>"
                    "</section>\n");
        return;
    }

    buf_puts(b, "<ol class=\"list\">\n");
    for (int i = 0; i < x->n; i++)
        site_entry_line(b, &x->latest[i]);
    buf_puts(b, "</ol><p><a href=\"/register\">查看全部公示</a></p></section>\n");
}

void
page_home(struct buf *b, const struct page_site *site, const struct home_view *x)
{
    site_open(b, site, "算法备案公示查询", AT_HOME);
    write_hero(b);
    buf_puts(b, "<div class=\"wrap\">");
    write_doors(b);
    site_questionnaires(b, site);
    write_figures(b, x);
    write_latest(b, x);
    buf_puts(b, "</div>");
    site_close(b, site);
}

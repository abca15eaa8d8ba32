#include "page/site.h"

#include <string.h>

/* ---- the frame ------------------------------------------------------------------------------- */

static const struct {
    const char *path, *title;
} places[] = {
    [AT_HOME] = {"/", "首页"},
    [AT_SEARCH] = {"/register", "公示查询"},
    [AT_STATISTICS] = {"/register/statistics", "统计"},
    [AT_HELP] = {"/help", "谁需要备案"},
    [AT_RULES] = {"/rules", "规则手册"},
};

static void
write_navigation(struct buf *b, enum site_place at)
{
    buf_puts(b, "<nav aria-label=\"主导航\"><ul>");
    for (size_t i = 0; i < LEN(places); i++)
        page(b,
             i == at ? "<li><a href=\"%s\" aria-current=\"page\">%s</a></li>"
                     : "<li><a href=\"%s\">%s</a></li>",
             places[i].path, places[i].title);
    buf_puts(b, "</ul></nav>");
}

void
site_open(struct buf *b, const struct page_site *site, const char *title, enum site_place at)
{
    page(b,
         "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s · "
         "算备</title>\n",
         title);
    buf_puts(b, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<meta name=\"color-scheme\" content=\"light dark\">"
                "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">"
                "<link rel=\"stylesheet\" href=\"/register.css\">"
                "<script src=\"/register.js\" defer></script></head>\n<body>"
                "<a class=\"skip\" href=\"#main\">跳到正文</a>\n"
                "<header class=\"top\"><div class=\"wrap\"><a class=\"brand\" href=\"/\">"
                "<img src=\"/icon.svg\" alt=\"\" width=\"32\" height=\"32\"><span>算备 "
                "<small>互联网信息服务算法备案系统</small></span></a>"
                "<p class=\"doors\"><a href=\"/home\">填报</a> <a href=\"/review\">审核</a></p>");
    write_navigation(b, at);
    buf_puts(b, "</div></header>\n");
    if (site->is_trial)
        buf_puts(
            b, "<aside class=\"trial\" aria-label=\"试用提示\"><span class=\"wrap\">"
               "试用实例：未启用第二因素，未强制修改初始密码，请勿填报真实信息。</span></aside>\n");
    buf_puts(b, "<main id=\"main\" tabindex=\"-1\">\n");
}

void
site_office(struct buf *b, const struct page_site *site)
{
    const json_t *office = json_object_get(site->manifest, "office");
    const char *name = json_str(office, "name"), *contact = json_str(office, "contact");

    page(b, "%s", name ? name : "受理单位");
    page(b, contact ? "（%s）" : "%s", contact);
}

void
site_close(struct buf *b, const struct page_site *site)
{
    page(b, "</main>\n<footer class=\"foot\"><div class=\"wrap\"><p>%s</p><p>如有疑问，请联系",
         json_str(site->manifest, "disclaimer"));
    site_office(b, site);
    buf_puts(b, "。</p><p class=\"links\"><a href=\"/help\">谁需要备案</a>"
                "<a href=\"/templates\">文件模板</a><a href=\"/rules\">规则手册</a>"
                "<a href=\"/openapi.json\">开放接口</a></p></div></footer></body></html>\n");
}

void
site_search_box(struct buf *b, const char *text, const char *hint_id)
{
    page(b,
         "<label for=\"q\">算法、主体、产品名称或备案编号</label><div class=\"find\">"
         "<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"100\" autocomplete=\"off\" "
         "enterkeyhint=\"search\" value=\"%s\"",
         text);
    page(b, hint_id ? " aria-describedby=\"%s\"" : "%s", hint_id);
    buf_puts(b, "><button>查询</button></div>");
}

/* ---- texts ----------------------------------------------------------------------------------- */

void
site_day(struct buf *b, const char *day)
{
    if (day == NULL || !date_valid(day)) {
        page_text(b, day);
        return;
    }

    long year = (day[0] - '0') * 1000 + (day[1] - '0') * 100 + (day[2] - '0') * 10 + day[3] - '0';
    page(b, "<time datetime=\"%s\">", day);
    buf_printf(b, "%ld年%d月%d日</time>", year, (day[5] - '0') * 10 + day[6] - '0',
               (day[8] - '0') * 10 + day[9] - '0');
}

/* Bytes of the first characters of a text. */
static size_t
beginning(const char *text, size_t most)
{
    const char *s = text;

    while (*s != '\0' && most > 0) {
        s++;
        while ((*s & 0xc0) == 0x80)
            s++;
        most--;
    }
    return (size_t)(s - text);
}

void
site_cut(struct buf *b, const char *text, size_t most)
{
    size_t n = text ? beginning(text, most) : 0;

    if (text == NULL)
        return;
    page_text(b, arena_strndup(b->a, text, n));
    if (text[n] != '\0')
        buf_puts(b, "…");
}

/* Lines as they were written. */
static void
write_lines(struct buf *b, const char *text)
{
    buf_puts(b, "<p>");
    for (const char *at = text; at != NULL; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        if (at != text)
            buf_puts(b, "<br>");
        page_text(b, arena_strndup(b->a, at, strcspn(at, "\n")));
    }
    buf_puts(b, "</p>");
}

void
site_text(struct buf *b, const char *text)
{
    enum { SHOWN = 600, BEGINNING = 400 };
    size_t n = beginning(text, SHOWN);

    if (text[n] == '\0') {
        write_lines(b, text);
        return;
    }

    n = beginning(text, BEGINNING);
    write_lines(b, arena_strndup(b->a, text, n));
    page(b, "<details><summary>展开其余 %lld 字</summary>", (long long)utf8_length(text + n));
    write_lines(b, text + n);
    buf_puts(b, "</details>");
}

/* ---- entries --------------------------------------------------------------------------------- */

/* By its digits alone where they stand together: short, and the same in every way of writing. */
void
site_entry_path(struct buf *b, const char *number)
{
    const char *first = strpbrk(number, "0123456789");
    size_t n = first ? strspn(first, "0123456789") : 0;
    bool is_one = first != NULL && strpbrk(first + n, "0123456789") == NULL;

    buf_puts(b, "/r/");
    if (is_one)
        buf_add(b, first, n);
    else
        page_url(b, number);
}

static void
write_facts(struct buf *b, const struct entry *x)
{
    const char *const facts[] = {x->algorithm_type_label, x->role_label, x->area_label};

    buf_puts(b, "<p class=\"facts\">");
    for (size_t i = 0; i < LEN(facts); i++) {
        if (facts[i] == NULL)
            continue;
        buf_puts(b, "<span>");
        site_cut(b, facts[i], 30);
        buf_puts(b, "</span>");
    }
    site_day(b, x->filed_on);
    buf_puts(b, "</p>");
}

void
site_entry_line(struct buf *b, const struct entry *x)
{
    buf_puts(b, "<li><h3><a href=\"");
    site_entry_path(b, x->number);
    buf_puts(b, "\">");
    site_cut(b, x->algorithm_name, 60);
    buf_puts(b, "</a>");
    if (!str_is(x->status, "filed"))
        page(b, " <span class=\"tag\">%s</span>", register_status_label(x->status));
    buf_puts(b, "</h3><p>");
    site_cut(b, x->organization, 60);
    buf_puts(b, "</p>");
    if (x->found_as != NULL) {
        buf_puts(b, "<p class=\"former\">曾用名：");
        site_cut(b, x->found_as, 60);
        buf_puts(b, "</p>");
    }
    write_facts(b, x);
    page(b, "<p class=\"no\">%s</p></li>\n", x->number);
}

/* ---- questionnaires -------------------------------------------------------------------------- */

void
site_questionnaires(struct buf *b, const struct page_site *site)
{
    const json_t *all = json_object_get(site->manifest, "questionnaires"), *it;
    size_t i;

    if (json_array_size(all) == 0)
        return;
    buf_puts(b, "<section aria-labelledby=\"self\"><h2 id=\"self\">自查</h2>"
                "<dl class=\"selfcheck\">");
    json_array_foreach(all, i, it)
    {
        const char *help = json_str(it, "help");
        buf_puts(b, "<div><dt><a href=\"/questionnaires/");
        page_url(b, json_str(it, "code"));
        page(b, "\">%s</a></dt>", json_str(it, "title"));
        page(b, help ? "<dd>%s</dd></div>" : "<dd></dd></div>", help);
    }
    buf_puts(b, "</dl></section>\n");
}

/* One entry of the register, and numbers that are none. */
#include "page/site.h"

#include <string.h>

/* ---- the number ------------------------------------------------------------------------------ */

/* Digits in groups for the eye; the gaps are drawn, so that who copies it copies none. */
static void
write_number(struct buf *b, const char *number)
{
    buf_puts(b, "<span class=\"number\">");
    for (const char *at = number; *at != '\0';) {
        size_t n = strcspn(at, "0123456789"), digits = strspn(at, "0123456789");
        if (n == 0)
            n = digits > 4 ? 3 : digits;
        page(b, "<span>%s</span>", arena_strndup(b->a, at, n));
        at += n;
    }
    buf_puts(b, "</span>");
}

static void
write_copy(struct buf *b, const char *text, const char *words)
{
    page(b, " <button type=\"button\" class=\"copy plain\" data-copy=\"%s\" hidden>%s</button>",
         text, words);
}

/* A tombstone says when it left, how, and on which articles. */
static void
write_end(struct buf *b, const struct page_site *site, const struct entry *x)
{
    const json_t *laws = json_object_get(site->manifest, "laws");

    if (register_end_label(x) == NULL)
        return;
    buf_puts(b, "<p class=\"end\">");
    if (x->changed_on != NULL)
        site_day(b, x->changed_on);
    page(b, " %s", register_end_label(x));
    if (x->law != NULL)
        page(b, "，依据%s", ground_words(b->a, laws, x->law));
    buf_puts(b, "。</p>");
}

static void
write_panel(struct buf *b, const struct page_site *site, const struct entry *x)
{
    bool is_filed = str_is(x->status, "filed");

    page(b,
         "<div class=\"panel\"><p class=\"what\">备案编号 <span class=\"tag%s\">%s</span></p><p>",
         is_filed ? " good" : "", register_status_label(x->status));
    write_number(b, x->number);
    write_copy(b, x->number, "复制编号");
    buf_puts(b, "</p>");
    write_end(b, site, x);
    page(b, "<p class=\"disclaimer\">%s</p></div>\n", json_str(site->manifest, "disclaimer"));
}

/* ---- what was filed -------------------------------------------------------------------------- */

static void
write_term(struct buf *b, const char *label, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    page(b, "<div><dt>%s</dt><dd>", label);
    site_text(b, text);
    buf_puts(b, "</dd></div>");
}

/* The names of before of the organization, or of the algorithm, each with the last day of it. */
static void
write_former(struct buf *b, const char *label, const struct entry *x, const char *what)
{
    const json_t *list = register_former_list(b->a, x->former_names), *one;
    struct buf names = BUF(b->a);
    size_t i;

    json_array_foreach(list, i, one)
    {
        const char *name = json_str(one, "name"), *until = json_str(one, "until");
        if (name != NULL && str_is(json_str(one, "what"), what))
            buf_puts(&names, arena_printf(b->a, until ? "%s%s（至 %s）" : "%s%s",
                                          names.n ? "\n" : "", name, until));
    }
    write_term(b, label, names.p);
}

static void
write_facts(struct buf *b, const struct entry *x)
{
    buf_puts(b, "<section aria-labelledby=\"facts\"><h2 id=\"facts\">备案信息</h2>"
                "<dl class=\"terms\">");
    write_term(b, "主体名称", x->organization);
    write_former(b, "主体曾用名", x, FORMER_ORGANIZATION);
    write_former(b, "算法曾用名", x, FORMER_ALGORITHM);
    write_term(b, "算法类别",
               x->algorithm_type_label ? x->algorithm_type_label : x->algorithm_type);
    write_term(b, "角色", x->role_label ? x->role_label : x->role);
    write_term(b, "行政区划", x->area_label ? x->area_label : x->area);
    write_term(b, "应用产品", x->products);
    write_term(b, "主要用途", x->purpose);
    buf_puts(b, "<div><dt>备案日期</dt><dd>");
    site_day(b, x->filed_on);
    buf_puts(b, "</dd></div>");
    write_term(b, "备注", x->note);
    if (x->source != NULL)
        write_term(b, "来源", arena_printf(b->a, "导入自公布的清单：%s", x->source));
    buf_puts(b, "</dl></section>\n");
}

/* How many of the keys the section has as fields that the public may read. */
static int
public_fields(const json_t *section, const json_t *disclosed)
{
    const json_t *field;
    size_t i;
    int n = 0;

    json_array_foreach(json_object_get(section, "fields"), i, field)
    {
        bool is_public = str_is(json_str(field, "visibility"), "public");
        n += is_public && json_object_get(disclosed, json_str(field, "name")) != NULL;
    }
    return n;
}

/* The section that was disclosed: the one that knows most of what was. NULL: none of the set in
 * use. */
static const json_t *
section_of(const json_t *manifest, const json_t *disclosed)
{
    const char *kind;
    json_t *form;
    const json_t *section, *best = NULL;
    size_t i;
    int most = 0;

    json_object_foreach((json_t *)(uintptr_t)json_object_get(manifest, "forms"), kind, form)
    {
        json_array_foreach(json_object_get(form, "sections"), i, section)
        {
            int n = public_fields(section, disclosed);
            if (n > most) {
                most = n;
                best = section;
            }
        }
    }
    return best;
}

/* What stands above already is not said again. */
static void
write_disclosed(struct buf *b, const char *label, const json_t *value, const struct entry *x)
{
    const char *text = json_is_string(value) ? json_string_value(value) : json_text(b->a, value);

    if (!str_is(text, x->algorithm_name) && !str_is(text, x->purpose))
        write_term(b, label, text);
}

static void
write_disclosure(struct buf *b, const json_t *manifest, const struct entry *x)
{
    struct fault f;
    json_t *disclosed, *value;
    const json_t *field;
    const char *key;
    size_t i;

    if (x->disclosure == NULL ||
        json_read(b->a, x->disclosure, strlen(x->disclosure), &disclosed, &f) ||
        json_object_size(disclosed) == 0)
        return;

    const json_t *section = section_of(manifest, disclosed);
    buf_puts(b, "<section aria-labelledby=\"disclosure\"><h2 id=\"disclosure\">公示内容</h2>"
                "<dl class=\"terms\">");
    json_array_foreach(json_object_get(section, "fields"), i, field)
    {
        key = json_str(field, "name");
        value = json_object_get(disclosed, key);
        if (value != NULL)
            write_disclosed(b, json_str(field, "label"), value, x);
        json_object_del(disclosed, key);
    }
    json_object_foreach(disclosed, key, value) write_disclosed(b, key, value, x);
    buf_puts(b, "</dl></section>\n");
}

static void
write_history(struct buf *b, const struct entry *x)
{
    struct fault f;
    json_t *history;
    const json_t *row;
    size_t i;

    if (x->history == NULL || json_read(b->a, x->history, strlen(x->history), &history, &f))
        return;
    buf_puts(b, "<section aria-labelledby=\"history\"><h2 id=\"history\">备案记录</h2>"
                "<ol class=\"history\">");
    json_array_foreach(history, i, row)
    {
        buf_puts(b, "<li>");
        site_day(b, json_str(row, "on"));
        page(b, " <b>%s</b></li>", json_str(row, "label"));
    }
    buf_puts(b, "</ol></section>\n");
}

/* ---- to be shown elsewhere ------------------------------------------------------------------- */

/* The badge in a link to the entry: it needs nothing from us, and does not change. */
static const char *
badge(struct arena *a, const char *address, const struct entry *x)
{
    struct buf b = BUF(a);

    page(&b, "<a href=\"%s\">", address);
    page_badge(&b, x);
    buf_puts(&b, "</a>");
    return b.p;
}

/* Pictures that stand here and follow the entry: who embeds them shows how it is today. */
static void
write_pictures(struct buf *b, const struct entry *x)
{
    static const char *const pictures[][2] = {{"badge", "徽标（SVG）"}, {"qr", "二维码（SVG）"}};

    buf_puts(b, "<p>随备案状态更新的图片：");
    for (size_t i = 0; i < LEN(pictures); i++) {
        buf_puts(b, i ? "，<a href=\"/api/v1/register/" : "<a href=\"/api/v1/register/");
        page_url(b, x->digits ? x->digits : x->number);
        page(b, "/%s.svg\">%s</a>", pictures[i][0], pictures[i][1]);
    }
    buf_puts(b, "</p>");
}

static void
write_shown(struct buf *b, const struct entry_view *x)
{
    struct buf address = BUF(b->a);

    buf_puts(&address, x->origin ? x->origin : "");
    site_entry_path(&address, x->entry.number);
    const char *code = badge(b->a, address.p, &x->entry);

    buf_puts(b,
             "<section class=\"screen\" aria-labelledby=\"shown\">"
             "<h2 id=\"shown\">标明备案编号</h2><p>备案主体可用下面的代码，在网站、应用程序等处标明"
             "备案编号，并链接到本页。不得用于宣传和其他商业用途。</p><p class=\"badge\">");
    buf_puts(b, code);
    page(b,
         "</p><p><label for=\"code\">代码</label></p>"
         "<textarea id=\"code\" class=\"code\" rows=\"5\" readonly>%s</textarea><p>",
         code);
    write_copy(b, code, "复制代码");
    page(b, "</p><p class=\"address\">本页地址：<a href=\"%s\">%s</a>", address.p, address.p);
    write_copy(b, address.p, "复制地址");
    buf_puts(b, "</p>");
    write_pictures(b, &x->entry);
    buf_puts(b, "</section>\n");
}

static void
write_mistake(struct buf *b, const struct page_site *site, const struct entry *x)
{
    buf_puts(
        b, "<section class=\"screen\" aria-labelledby=\"mistake\">"
           "<h2 "
           "id=\"mistake\">信息有误？</h2><p>公示内容由备案主体填报。发现与实际不符的，请将备案编号"
           "和有误之处告知");
    site_office(b, site);
    buf_puts(b, "；本单位的备案需要改正的，请登录<a href=\"/home\">填报系统</a>办理。</p>");
    buf_puts(b, "<p>有投诉、异议的，可以<a href=\"/complain?number=");
    page_url(b, x->number);
    buf_puts(b,
             "\">在此提出</a>，不用登录；已经提出的，可以<a href=\"/complaints\">凭查询码查看</a>。"
             "</p></section>\n");
}

void
page_entry(struct buf *b, const struct page_site *site, const struct entry_view *x)
{
    site_open(b, site, arena_printf(b->a, "%s %s", x->entry.algorithm_name, x->entry.number),
              AT_SEARCH);
    buf_puts(b,
             "<div class=\"wrap entry\"><p class=\"back\"><a href=\"/register\">公示查询</a></p>");
    page(b, "<h1>%s</h1>", x->entry.algorithm_name);
    write_panel(b, site, &x->entry);
    write_facts(b, &x->entry);
    write_disclosure(b, site->manifest, &x->entry);
    write_history(b, &x->entry);
    write_shown(b, x);
    write_mistake(b, site, &x->entry);
    buf_puts(b, "</div>");
    site_close(b, site);
}

/* ---- numbers that are none ------------------------------------------------------------------- */

void
page_number_wrong(struct buf *b, const struct page_site *site, const char *written, const char *why)
{
    site_open(b, site, "没有查到这个编号", AT_SEARCH);
    buf_puts(b, "<div class=\"wrap\"><h1>没有查到这个编号</h1><p class=\"bad\">");
    page(b, "%s。</p><p>所查的编号：<b class=\"written\">", why);
    site_cut(b, written, 80);
    buf_puts(b, "</b></p><h2>再查一次</h2>"
                "<form class=\"search\" role=\"search\" action=\"/register\">");
    site_search_box(b, written && strlen(written) <= 100 ? written : NULL, NULL);
    buf_puts(b,
             "</form><h2>可能的原因</h2><ul><li>编号抄写有误：请逐位核对，"
             "前后的汉字可以省略，空格不影响查询</li>"
             "<li>不是算法备案编号：ICP 备案号、公安备案号、增值电信业务经营许可证号不在此查询</li>"
             "<li>由其他系统公示：本系统只能核验本系统公示的编号</li></ul></div>");
    site_close(b, site);
}

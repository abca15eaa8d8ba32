#include "page/handbook.h"
#include "page/page.h"

#include <string.h>

/* ---- the small chapters ---------------------------------------------------------------------- */

/* Whom people are told to ask, and what stands beside every entry of the register. */
static void
write_office(const struct handbook *h)
{
    const json_t *office = json_object_get(h->m, "office");
    const char *name = json_str(office, "name"), *contact = json_str(office, "contact");

    page(h->b, "<dt>受理单位</dt><dd>%s", name ? name : "未写明（set.lua 的 office）");
    page(h->b, contact ? "，%s" : "%s", contact);
    page(h->b, "</dd><dt>公示的声明</dt><dd>%s</dd></dl>", json_str(h->m, "disclaimer"));
}

static void
write_cover(const struct handbook *h, const char *rule_set, const char *engine)
{
    const json_t *calendar = json_object_get(h->m, "calendar");

    page(h->b, "<header><h1>规则手册</h1><p class=\"lead\">%s</p><dl>", json_str(h->m, "title"));
    page(h->b, "<dt>规则集</dt><dd><code>%s</code></dd><dt>引擎</dt><dd><code>%s</code></dd>",
         rule_set, engine);
    page(h->b, "<dt>工作日历</dt><dd>本系统的日历自 %s 至 %s；期限超出这一段的部分标为“暂估”</dd>",
         json_str(calendar, "first"), json_str(calendar, "last"));
    write_office(h);
    buf_puts(h->b,
             "<p class=\"small\">本手册由规则集的声明直接生成，与系统实际执行的一致。标有<span "
             "class=\"tag param\">" PARAMETER
             "，未经核实</span>的是本系统的设计取值，不得当作法定要求。</p></header>\n");
}

static void
write_contents(const struct handbook *h)
{
    buf_puts(h->b, "<nav class=\"toc\" aria-label=\"目录\"><ol><li><a "
                   "href=\"#laws\">依据</a></li><li><a href=\"#limits\">数字</a></li>"
                   "<li><a href=\"#forms\">表单</a><ul>");
    for (int k = 0; h->kinds[k] != NULL; k++)
        if (json_object_get(json_object_get(h->m, "forms"), h->kinds[k]) != NULL)
            page(h->b, "<li><a href=\"#form-%s\">%s</a></li>", h->kinds[k],
                 handbook_form_title(h, h->kinds[k]));

    buf_puts(h->b, "</ul></li><li><a href=\"#checks\">检查</a></li>");
    if (json_array_size(json_object_get(h->m, "derived")) > 0)
        buf_puts(h->b, "<li><a href=\"#derived\">导出的事实</a></li>");
    buf_puts(h->b, "<li><a href=\"#deadlines\">期限</a></li><li><a href=\"#workflow\">流程</a></li>"
                   "<li><a href=\"#numbering\">分派、编号与公示</a></li><li><a "
                   "href=\"#vocabulary\">词表</a></li>"
                   "<li><a href=\"#calendar\">工作日历</a></li></ol></nav>\n");
}

static void
write_law(const struct handbook *h, const char *id, const json_t *law)
{
    size_t i;
    const json_t *article;

    page(h->b, "<tr id=\"law.%s\"><th scope=\"row\">%s</th><td data-h=\"名称\">%s", id, id,
         json_str(law, "title"));
    if (json_str(law, "note") != NULL)
        page(h->b, "<div class=\"small\">%s</div>", json_str(law, "note"));
    page(h->b, "</td><td class=\"d\" data-h=\"施行日期\">%s</td><td data-h=\"条款\">",
         json_str(law, "in_force") ? json_str(law, "in_force") : "—");

    json_array_foreach(json_object_get(law, "articles"), i, article)
    {
        buf_puts(h->b, i ? "、" : "");
        page_article(h->b, json_string_value(article));
    }
    page(h->b, "%s</td></tr>\n", json_object_get(law, "articles") ? "" : "—");
}

/* Laws first: what else a set rests on, standards and its own parameters, has no day on which it
 * came into force. */
static void
write_laws(const struct handbook *h)
{
    const char *id;
    const json_t *law;

    buf_puts(h->b, "<main><h2 id=\"laws\">依据</h2><table class=\"wide\"><thead><tr>"
                   "<th scope=\"col\">简称</th><th scope=\"col\">名称</th>"
                   "<th scope=\"col\">施行日期</th><th scope=\"col\">用到的条款</th>"
                   "</tr></thead><tbody>\n");

    for (int is_law = 1; is_law >= 0; is_law--)
        json_object_foreach((json_t *)json_object_get(h->m, "laws"), id, law)
        {
            if ((json_str(law, "in_force") != NULL) == is_law)
                write_law(h, id, law);
        }
    buf_puts(h->b, "</tbody></table>\n");
}

static void
write_limits(const struct handbook *h)
{
    const char *name;
    const json_t *value;

    buf_puts(h->b, "<h2 id=\"limits\">数字</h2><p>政策会改的数字都在 "
                   "<code>limits.lua</code>。</p><table class=\"wide\"><thead><tr>"
                   "<th scope=\"col\">名称</th><th scope=\"col\">现值</th><th "
                   "scope=\"col\">依据</th></tr></thead><tbody>\n");
    json_object_foreach((json_t *)json_object_get(h->m, "limits"), name, value)
    {
        const char *id = arena_printf(h->b->a, "limit.%s", name);
        const json_t *d = handbook_declared(h, id);
        page(h->b,
             "<tr id=\"limit-%s\"><th scope=\"row\">%s <code>%s</code></th><td data-h=\"现值\">",
             name, json_str(d, "title"), name);
        handbook_value(h, value, json_str(d, "unit"));
        buf_puts(h->b, "</td><td data-h=\"依据\">");
        page_law(h->b, json_object_get(h->m, "laws"), json_str(d, "law"));
        handbook_place(h, id);
        buf_puts(h->b, "</td></tr>\n");
    }
    buf_puts(h->b, "</tbody></table>\n");
}

/* The members of an item that every list has; others are columns of its own. */
static bool
is_common(const char *key)
{
    static const char *const common[] = {"label", "code",  "description",
                                         "since", "until", "since_of"};
    for (size_t i = 0; i < LEN(common); i++)
        if (str_is(key, common[i]))
            return true;
    return false;
}

/* For which kinds and at which places a reason is meant. */
static void
write_meant(const struct handbook *h, const json_t *item)
{
    const json_t *forms = json_object_get(h->m, "forms"), *one;
    size_t i;

    json_array_foreach(json_object_get(item, "kinds"), i, one)
    {
        const json_t *form = json_object_get(forms, json_string_value(one));
        page(h->b, i == 0 ? "；用于%s" : "、%s", json_str(form, "title"));
    }
    json_array_foreach(json_object_get(item, "paths"), i, one)
    {
        page(h->b, i == 0 ? "；位置 <code>%s</code>" : "、<code>%s</code>", json_string_value(one));
    }
}

static void
write_item(const struct handbook *h, const json_t *item)
{
    const char *key, *description = json_str(item, "description");
    const json_t *extra;

    page(h->b, "<li>%s <code>%s</code>", json_str(item, "label"), json_str(item, "code"));
    page(h->b, description ? "：%s" : "%s", description);
    json_object_foreach((json_t *)item, key, extra)
    {
        if (!is_common(key) && json_is_string(extra))
            page(h->b, "；%s：%s", key, json_string_value(extra));
    }
    write_meant(h, item);
    handbook_time(h, item, "；");
    buf_puts(h->b, "</li>");
}

static void
write_list(const struct handbook *h, const char *id, const json_t *list)
{
    size_t i;
    const json_t *item;

    page(h->b, "<h3 id=\"vocabulary-%s\">%s <code>%s</code></h3><p class=\"small\">依据：", id,
         json_str(list, "title"), id);
    page_law(h->b, json_object_get(h->m, "laws"), json_str(list, "law"));
    page(h->b, "%s%s</p><ul>", json_str(list, "note") ? "。" : "", json_str(list, "note"));
    json_array_foreach(json_object_get(list, "items"), i, item) write_item(h, item);
    buf_puts(h->b, "</ul>\n");
}

static void
write_vocabulary(const struct handbook *h)
{
    const char *id;
    const json_t *list;

    buf_puts(h->b, "<h2 id=\"vocabulary\">词表</h2>"
                   "<p>英文代码供程序使用，一经发布不改；中文名称可改。</p>\n");
    json_object_foreach((json_t *)json_object_get(h->m, "vocabulary"), id, list)
        write_list(h, id, list);
}

static void
write_calendar(const struct handbook *h)
{
    const json_t *year;
    size_t i;

    buf_puts(h->b, "<h2 id=\"calendar\">工作日历</h2><table class=\"wide\"><thead><tr><th "
                   "scope=\"col\">年份</th><th scope=\"col\">状态</th>"
                   "<th scope=\"col\">来源</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(h->m, "years"), i, year)
    {
        const char *id = arena_printf(h->b->a, "calendar.%lld",
                                      (long long)json_integer_value(json_object_get(year, "year")));
        page(h->b, "<tr><th scope=\"row\">%s</th><td data-h=\"状态\">%s</td><td data-h=\"来源\">%s",
             id + strlen("calendar."),
             json_is_true(json_object_get(year, "provisional"))
                 ? "未公布，按周末推算，所得期限均为暂估"
                 : "已公布",
             json_str(handbook_declared(h, id), "law"));
        handbook_place(h, id);
        buf_puts(h->b, "</td></tr>\n");
    }
    buf_puts(h->b, "</tbody></table></main>\n");
}

/* Who registers comes first, then what is filed, then what filings cover. */
static const char *const *
kinds_of(const struct law *l, struct arena *a)
{
    const char **kinds = arena_alloc(a, (size_t)(l->kinds_n + 3) * sizeof *kinds);
    int n = 0;

    kinds[n++] = NOUN_ACCOUNT;
    for (int i = 0; i < l->kinds_n; i++)
        kinds[n++] = l->kinds[i].code;
    kinds[n] = NOUN_PRODUCT;
    return kinds;
}

/* way: markup before everything else. */
static void
write_all(struct buf *out, const json_t *manifest, const char *rule_set, const char *engine,
          const char *way)
{
    struct handbook h = {.b = out, .m = manifest};
    struct fault none;

    /* A set whose law does not compile is not active anywhere; its handbook is without a workflow.
     */
    if (law_compile(json_object_get(manifest, "law"), out->a, &h.law, &none))
        h.law = arena_alloc(out->a, sizeof *h.law);
    h.kinds = kinds_of(h.law, out->a);
    page_start(out, arena_printf(out->a, "规则手册 %s", page_hash(out, rule_set)));
    buf_puts(out, way);
    write_cover(&h, rule_set, engine);
    write_contents(&h);
    write_laws(&h);
    write_limits(&h);
    handbook_forms(&h);
    handbook_checks(&h);
    handbook_flow(&h);
    write_vocabulary(&h);
    handbook_local(&h);
    write_calendar(&h);
    page_end(out);
}

void
page_handbook(struct buf *out, const json_t *manifest, const char *rule_set, const char *engine)
{
    write_all(out, manifest, rule_set, engine, "");
}

void
page_rules(struct buf *out, const json_t *manifest, const char *rule_set, const char *engine)
{
    write_all(
        out, manifest, rule_set, engine,
        "<nav aria-label=\"返回\"><a href=\"/\">首页</a> · <a href=\"/register\">公示查询</a> · "
        "<a href=\"/help\">谁需要备案</a></nav>\n");
}

/* Who must file, how, and by when: drawn from what the set in use declares, with its grounds. */
#include "page/handbook.h"
#include "page/site.h"

#include <string.h>

static void
write_ground(struct buf *b, const json_t *manifest, const char *law)
{
    buf_puts(b, "<p class=\"ground\">依据：");
    page_law(b, json_object_get(manifest, "laws"), law);
    buf_puts(b, "</p>");
}

/* ---- who ------------------------------------------------------------------------------------- */

/* With what each is, where the list says it of any; else their names alone. */
static void
write_items(struct buf *b, const json_t *items)
{
    bool is_described = false;
    const json_t *item;
    size_t i;

    json_array_foreach(items, i, item) is_described =
        is_described || json_str(item, "description") != NULL;
    if (!is_described) {
        buf_puts(b, "<p>");
        json_array_foreach(items, i, item) page(b, i ? "、%s" : "%s", json_str(item, "label"));
        buf_puts(b, "</p>");
        return;
    }

    buf_puts(b, "<dl class=\"terms\">");
    json_array_foreach(items, i, item) page(b, "<div><dt>%s</dt><dd>%s</dd></div>",
                                            json_str(item, "label"), json_str(item, "description"));
    buf_puts(b, "</dl>");
}

static void
write_vocabulary(struct buf *b, const json_t *manifest, const char *id)
{
    const json_t *list = json_object_get(json_object_get(manifest, "vocabulary"), id);

    if (json_array_size(json_object_get(list, "items")) == 0)
        return;
    page(b, "<h3>%s</h3>", json_str(list, "title"));
    write_items(b, json_object_get(list, "items"));
    write_ground(b, manifest, json_str(list, "law"));
}

/* The lists whose codes the register shows: of what class, in what role. Places say nothing of
 * who. */
static void
write_who(struct buf *b, const json_t *manifest)
{
    const json_t *codes = json_object_get(json_object_get(manifest, "publication"), "codes");
    static const char *const columns[] = {"algorithm_type", "role"};

    buf_puts(b, "<section aria-labelledby=\"who\"><h2 id=\"who\">哪些算法应当备案</h2>"
                "<p>使用下列类别的算法、以下列角色提供服务的，应当办理备案。</p>");
    for (size_t i = 0; i < LEN(columns); i++) {
        const json_t *id;
        size_t k;
        json_array_foreach(json_object_get(codes, columns[i]), k, id)
            write_vocabulary(b, manifest, json_string_value(id));
    }
    buf_puts(b, "</section>\n");
}

/* ---- how ------------------------------------------------------------------------------------- */

static const char *
form_title(const json_t *manifest, const char *kind)
{
    const char *title =
        json_str(json_object_get(json_object_get(manifest, "forms"), kind), "title");
    return title ? title : kind;
}

static void
write_gates(struct buf *b, const struct page_site *site)
{
    for (int i = 0; i < site->law->gates_n; i++) {
        const struct law_gate *gate = &site->law->gates[i];
        page(b, "<li><h3>%s</h3><p>%s。</p>", form_title(site->manifest, gate->kind),
             gate->message);
        write_ground(b, site->manifest, gate->law);
        buf_puts(b, "</li>");
    }
}

static void
write_stages(struct buf *b, const struct page_site *site)
{
    const struct law *l = site->law;

    if (l->stages_n == 0)
        return;
    buf_puts(b, "<li><h3>审核</h3><p>依次经过：");
    for (int i = 0; i < l->stages_n; i++)
        page(b, i ? "、%s" : "%s", l->stages[i].label);
    buf_puts(b, "。材料需要补正的，退回时逐条写明理由和修改建议；不予备案的，写明理由。</p></li>");
}

/* What comes before anything else has no gate of its own. */
static void
write_how(struct buf *b, const struct page_site *site)
{
    const struct law_kind *first = law_admitting(site->law);

    buf_puts(b, "<section aria-labelledby=\"how\"><h2 id=\"how\">怎样办理</h2>"
                "<ol class=\"steps\"><li><h3>注册账号</h3>"
                "<p>在<a href=\"/join\">注册页</a>以单位名义注册，然后登录。</p></li>");
    if (first != NULL) {
        page(b, "<li><h3>%s</h3><p>填报并提交，等待审核。</p>",
             form_title(site->manifest, first->code));
        write_ground(b, site->manifest, first->law);
        buf_puts(b, "</li>");
    }
    write_gates(b, site);
    write_stages(b, site);
    for (int i = 0; i < site->law->series_n; i++)
        page(b, "<li><h3>编号与公示</h3><p>通过后发给%s，并在本系统公示。</p></li>",
             site->law->series[i].title);
    buf_puts(b, "</ol></section>\n");
}

/* ---- by when --------------------------------------------------------------------------------- */

/* Of a series by date, the newest value. */
static const json_t *
value_now(const json_t *value)
{
    const char *since, *newest = "";
    const json_t *at, *now = value;

    json_object_foreach((json_t *)(uintptr_t)value, since, at)
    {
        if (strcmp(since, newest) > 0) {
            newest = since;
            now = at;
        }
    }
    return now;
}

/* A limit that counts days is a deadline of somebody. */
static void
write_limit(struct buf *b, const json_t *manifest, const json_t *d)
{
    const char *unit = json_str(d, "unit");
    const json_t *value = value_now(json_object_get(d, "value"));

    if (!str_is(json_str(d, "word"), "limit") || !json_is_integer(value) || !str_is(unit, "工作日"))
        return;
    page(b, "<tr><th scope=\"row\">%s</th><td>%lld 个%s</td><td>", json_str(d, "title"),
         (long long)json_integer_value(value), unit);
    page_law(b, json_object_get(manifest, "laws"), json_str(d, "law"));
    buf_puts(b, "</td></tr>\n");
}

static void
write_when(struct buf *b, const json_t *manifest)
{
    const json_t *d;
    size_t i;

    buf_puts(b,
             "<section aria-labelledby=\"when\"><h2 id=\"when\">期限</h2>"
             "<table class=\"plain\"><thead><tr><th scope=\"col\">事项</th><th scope=\"col\">期限"
             "</th><th scope=\"col\">依据</th></tr></thead><tbody>");
    json_array_foreach(json_object_get(manifest, "declared"), i, d) write_limit(b, manifest, d);
    buf_puts(b, "</tbody></table><p class=\"hint\">起算日怎样定、哪些日子不计，见"
                "<a href=\"/rules#deadlines\">规则手册的“期限”</a>。</p></section>\n");
}

/* ---- with what ------------------------------------------------------------------------------- */

static void
write_file(struct buf *b, const json_t *field)
{
    const char *when = json_str(field, "required_when");
    bool is_required = json_is_true(json_object_get(field, "required"));

    if (!str_is(json_str(field, "type"), "attachment"))
        return;
    page(b, "<li><b>%s</b>（%s）", json_str(field, "label"),
         when          ? when
         : is_required ? "必交"
                       : "选交");
    if (json_str(field, "help") != NULL)
        page(b, "<br><span class=\"hint\">%s</span>", json_str(field, "help"));
    buf_puts(b, "</li>");
}

static void
write_files(struct buf *b, const json_t *form)
{
    struct buf files = BUF(b->a);
    const json_t *section, *field;
    size_t i, k;

    buf_puts(&files, "");
    json_array_foreach(json_object_get(form, "sections"), i, section)
        json_array_foreach(json_object_get(section, "fields"), k, field) write_file(&files, field);
    if (files.n == 0)
        return;
    page(b, "<h3>%s</h3><ul class=\"files\">", json_str(form, "title"));
    buf_add(b, files.p, files.n);
    buf_puts(b, "</ul>\n");
}

static void
write_with_what(struct buf *b, const struct page_site *site)
{
    const json_t *forms = json_object_get(site->manifest, "forms");

    buf_puts(b, "<section aria-labelledby=\"what\"><h2 id=\"what\">准备哪些文件</h2>");
    for (int i = 0; i < site->law->kinds_n; i++)
        write_files(b, json_object_get(forms, site->law->kinds[i].code));
    buf_puts(b, "<p><a href=\"/templates\">下载文件模板</a></p></section>\n");
}

void
page_help(struct buf *b, const struct page_site *site)
{
    site_open(b, site, "谁需要备案", AT_HELP);
    buf_puts(b, "<div class=\"wrap\"><h1>谁需要备案，怎样备案</h1>"
                "<p class=\"lead\">本页由正在使用的规则生成，与系统实际执行的一致。标有"
                "<span class=\"tag param\">" PARAMETER "，未经核实</span>"
                "的是设计取值，不是法定要求。</p>"
                "<nav class=\"toc\" aria-label=\"本页内容\"><a href=\"#who\">哪些算法应当备案</a>"
                "<a href=\"#how\">怎样办理</a><a href=\"#when\">期限</a>"
                "<a href=\"#what\">准备哪些文件</a></nav>\n");
    site_questionnaires(b, site);
    write_who(b, site->manifest);
    write_how(b, site);
    write_when(b, site->manifest);
    write_with_what(b, site);
    buf_puts(b, "<p><a href=\"/rules\">全部规则、检查和依据，见规则手册</a></p></div>");
    site_close(b, site);
}

void
page_problem(struct buf *b, const struct page_site *site, const char *title, const char *detail,
             const char *request_id)
{
    site_open(b, site, title, AT_NOWHERE);
    page(b, "<div class=\"wrap\"><h1>%s</h1><p>%s</p>", title, detail);
    buf_puts(b, "<ul><li><a href=\"/register\">查询公示的备案</a></li>"
                "<li><a href=\"/\">回到首页</a></li></ul>");
    page(b, "<p class=\"hint\">请求编号：%s</p></div>", request_id);
    site_close(b, site);
}

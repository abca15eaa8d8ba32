/* The documents that filers hand in, to be taken along empty: by kind of filing, as the set in use
 * declares them. */
#include "page/handbook.h"
#include "page/site.h"

#include <string.h>

/* The label of a form's field at /section/name; NULL: there is none. */
static const char *
label_at(struct arena *a, const json_t *form, const char *path)
{
    const json_t *section, *field;
    size_t i, k;

    json_array_foreach(json_object_get(form, "sections"), i, section)
        json_array_foreach(json_object_get(section, "fields"), k, field)
    {
        const char *id = json_str(section, "id"), *name = json_str(field, "name");
        if (id != NULL && name != NULL && str_is(arena_printf(a, "/%s/%s", id, name), path))
            return json_str(field, "label");
    }
    return NULL;
}

static void
write_template(struct buf *b, const json_t *manifest, const json_t *form, const json_t *x)
{
    const char *since = json_str(x, "since"), *path = json_str(x, "field");
    const char *label = path ? label_at(b->a, form, path) : NULL;

    buf_puts(b, "<li><a href=\"/api/v1/templates/");
    page_url(b, json_str(x, "code"));
    page(b, "\" download><b>%s</b></a>（Word，第 %lld 版", json_str(x, "title"),
         (long long)json_integer_value(json_object_get(x, "version")));
    if (since != NULL) {
        buf_puts(b, "，自");
        site_day(b, since);
        buf_puts(b, "起使用");
    }
    buf_puts(b, "）");
    page(b, label ? "<br><span class=\"hint\">填好后上传在“%s”</span>" : "%s", label);
    buf_puts(b, "<p class=\"ground\">依据：");
    page_law(b, json_object_get(manifest, "laws"), json_str(x, "law"));
    buf_puts(b, "</p></li>\n");
}

static void
write_kind(struct buf *b, const json_t *manifest, const char *kind)
{
    const json_t *form = json_object_get(json_object_get(manifest, "forms"), kind), *x;
    struct buf rows = BUF(b->a);
    size_t i;

    buf_puts(&rows, "");
    json_array_foreach(json_object_get(manifest, "templates"), i,
                       x) if (str_is(json_str(x, "kind"), kind))
        write_template(&rows, manifest, form, x);
    if (rows.n == 0)
        return;
    page(b, "<h2>%s</h2><ul class=\"files\">", json_str(form, "title"));
    buf_add(b, rows.p, rows.n);
    buf_puts(b, "</ul>\n");
}

void
page_templates(struct buf *b, const struct page_site *site)
{
    site_open(b, site, "文件模板", AT_NOWHERE);
    buf_puts(b, "<div class=\"wrap\"><h1>文件模板</h1>"
                "<p class=\"lead\">填写、盖章后上传。这里的是空白的；登录后在填报页下载的，"
                "已保存的内容填在其中。</p>\n");
    if (json_array_size(json_object_get(site->manifest, "templates")) == 0)
        buf_puts(b, "<p>正在使用的规则没有规定模板。</p>\n");
    for (int i = 0; i < site->law->kinds_n; i++)
        write_kind(b, site->manifest, site->law->kinds[i].code);
    buf_puts(b, "<p><a href=\"/help#what\">准备哪些文件</a></p></div>");
    site_close(b, site);
}

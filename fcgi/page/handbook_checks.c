/* The handbook's chapters about checks, deadlines, and who moves a filing on. */
#include "page/handbook.h"

#include <string.h>

/* ---- checks ---------------------------------------------------------------------------------- */

static void
write_consequence(const struct handbook *h, const json_t *r)
{
    const char *severity = json_str(r, "severity");

    page(h->b,
         "<section class=\"block\"><h4 id=\"rule.%s\">%s "
         "<code>%s</code></h4><dl><dt>后果</dt><dd><span class=\"tag %s\">",
         json_str(r, "id"), json_str(r, "title"), json_str(r, "id"), severity);
    page(h->b, str_is(severity, "error") ? "不通过即%s</span>" : "只%s，可以提交</span>",
         label_of(LABEL_SEVERITY, severity));
    const json_t *changed =
        handbook_declared(h, arena_printf(h->b->a, "severity.%s", json_str(r, "id")));
    if (changed != NULL)
        page(h->b, "（本地改动，原为%s：%s）",
             label_of(LABEL_SEVERITY, json_str(json_object_get(changed, "overrides"), "value")),
             json_str(changed, "reason"));
    buf_puts(h->b, "</dd>");
}

void
handbook_scope(const struct handbook *h, const json_t *r)
{
    buf_puts(h->b, "<dt>适用于</dt><dd>");
    handbook_titles(h, json_object_get(r, "kinds"));
    buf_puts(h->b, "</dd><dt>依据</dt><dd>");
    page_law(h->b, json_object_get(h->m, "laws"), json_str(r, "law"));
    buf_puts(h->b, "</dd>");

    if (json_str(r, "since") != NULL || json_str(r, "until") != NULL) {
        handbook_time(h, r, "<dt>起止</dt><dd>");
        buf_puts(h->b, "</dd>");
    }
}

void
handbook_reads(const struct handbook *h, const json_t *r)
{
    size_t i;
    const json_t *path;

    buf_puts(h->b, "<dt>看什么</dt><dd>");
    json_array_foreach(json_object_get(r, "reads"), i, path)
    {
        buf_puts(h->b, i ? "、" : "");
        handbook_read(h, json_object_get(r, "kinds"), json_string_value(path));
    }
    buf_puts(h->b, "</dd>");
}

static void
write_check(const struct handbook *h, const json_t *r)
{
    size_t i;
    const json_t *row, *declared = handbook_declared(h, json_str(r, "id"));

    write_consequence(h, r);
    handbook_scope(h, r);
    handbook_reads(h, r);
    page(h->b, "<dt>写在</dt><dd><code>%s</code>%s</dd>", json_str(r, "source"),
         str_is(json_str(declared, "layer"), "local") ? "（本地）" : "");

    json_array_foreach(json_object_get(declared, "cases"), i, row)
        page(h->b, i ? "；%s" : "<dt>用例</dt><dd>%s", json_str(row, "name"));
    buf_puts(h->b, i > 0 ? "</dd></dl></section>\n" : "</dl></section>\n");
}

static bool
is_first_kind(const json_t *r, const char *kind)
{
    const json_t *kinds = json_object_get(r, "kinds");
    return str_is(json_string_value(json_array_get(kinds, 0)), kind);
}

/* The form's own refusals come with the declaration of a field and have no file of their own. */
static void
write_form_checks(const struct handbook *h)
{
    size_t i;
    const json_t *r;

    buf_puts(h->b, "<h3>表单本身的要求</h3><p>由字段的声明得出，不符合的一律不予受理。</p><ul>");
    json_array_foreach(json_object_get(h->m, "rules"), i, r)
    {
        if (str_starts(json_str(r, "id"), "form."))
            page(h->b, "<li id=\"rule.%s\">%s <code>%s</code></li>", json_str(r, "id"),
                 json_str(r, "title"), json_str(r, "id"));
    }
    buf_puts(h->b, "</ul>\n");
}

void
handbook_checks(const struct handbook *h)
{
    size_t i;
    const json_t *r;

    buf_puts(h->b, "<h2 id=\"checks\">检查</h2><p>每一条检查都写明依据和出处；"
                   "检查自己出错时，既不受理也不拒绝，转人工审核。</p>\n");
    write_form_checks(h);

    for (int k = 0; h->kinds[k] != NULL; k++) {
        bool is_first = true;
        json_array_foreach(json_object_get(h->m, "rules"), i, r)
        {
            if (str_starts(json_str(r, "id"), "form.") || !is_first_kind(r, h->kinds[k]))
                continue;
            if (is_first)
                page(h->b, "<h3>%s</h3>\n", handbook_form_title(h, h->kinds[k]));
            is_first = false;
            write_check(h, r);
        }
    }
}

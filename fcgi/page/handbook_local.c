/* The handbook's chapter about what the local layer changes of the base. */
#include "page/handbook.h"

#include <string.h>

/* A file that covers nothing only holds what is listed by itself. */
static bool
is_told(const json_t *d)
{
    return str_is(json_str(d, "layer"), "local") &&
           (!str_is(json_str(d, "word"), "file") ||
            json_is_object(json_object_get(d, "overrides")));
}

/* What a declaration of the local layer does, by its word. NULL: it declares a thing itself. */
static const char *
verb_of(const json_t *d)
{
    const char *word = json_str(d, "word");
    bool covers = json_is_object(json_object_get(d, "overrides"));

    if (str_is(word, "off"))
        return "停用检查";
    if (str_is(word, "severity"))
        return "改检查的轻重";
    if (str_is(word, "item"))
        return covers ? "改词表的代码" : "加词表的代码";
    return NULL;
}

static void
write_change(const struct handbook *h, const json_t *d)
{
    const json_t *base = json_object_get(d, "overrides");
    const char *verb = verb_of(d), *id = json_str(d, "id"), *was = json_str(base, "value"),
               *is = json_str(d, "value");

    page(h->b, "<tr id=\"local.%s\"><th scope=\"row\">%s：%s <code>%s</code>", id,
         verb                   ? verb
         : json_is_object(base) ? "取代"
                                : "新增",
         json_str(d, "title"), id);
    if (str_is(json_str(d, "word"), "severity"))
        page(h->b, "<div class=\"small\">由“%s”改为“%s”</div>", label_of(LABEL_SEVERITY, was),
             label_of(LABEL_SEVERITY, is));
    handbook_time(h, d, "<br>");
    page(h->b, "</th><td data-h=\"理由\">%s</td><td data-h=\"写在\">",
         json_str(d, "reason") ? json_str(d, "reason") : "—");
    handbook_place(h, id);
    if (json_is_object(base))
        page(h->b, "<div class=\"small\">盖住 <code>%s:%lld</code></div>", json_str(base, "file"),
             (long long)json_integer_value(json_object_get(base, "line")));
    buf_puts(h->b, "</td></tr>\n");
}

void
handbook_local(const struct handbook *h)
{
    size_t i;
    const json_t *d;
    bool is_first = true;

    json_array_foreach(json_object_get(h->m, "declared"), i, d)
    {
        if (!is_told(d))
            continue;
        if (is_first)
            buf_puts(
                h->b,
                "<h2 id=\"local\">本地改动</h2><p>本单位在基础规则集之上所作的改动。基础集升级时，"
                "被盖住的一处有变的要重新看过。</p><table class=\"wide\"><thead><tr>"
                "<th scope=\"col\">改了什么</th><th scope=\"col\">理由</th>"
                "<th scope=\"col\">写在</th></tr></thead><tbody>\n");
        is_first = false;
        write_change(h, d);
    }
    if (!is_first)
        buf_puts(h->b, "</tbody></table>\n");
}

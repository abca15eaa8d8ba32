/* The handbook's chapter about forms: every field with what it asks for, in words. */
#include "page/handbook.h"

#include <string.h>

/* "至少 2 字，最多 100 字" */
static void
write_range(const struct handbook *h, const json_t *limits, const char *least, const char *most,
            const char *unit)
{
    const json_t *min = json_object_get(limits, least), *max = json_object_get(limits, most);
    if (min != NULL)
        page(h->b, "；不少于 %lld %s", (long long)json_integer_value(min), unit);
    if (max != NULL)
        page(h->b, "；不多于 %lld %s", (long long)json_integer_value(max), unit);
}

static void
write_bytes(const struct handbook *h, long long bytes)
{
    if (bytes % (1 << 20) == 0)
        page(h->b, "；每个不超过 %lld MB", bytes >> 20);
    else
        page(h->b, "；每个不超过 %lld 字节", bytes);
}

static const json_t *
items_of(const struct handbook *h, const char *list)
{
    return json_object_get(json_object_get(json_object_get(h->m, "vocabulary"), list), "items");
}

static void
write_choices(const struct handbook *h, const char *list)
{
    size_t i;
    const json_t *item, *items = items_of(h, list);
    page(h->b, "，选自词表 <a href=\"#vocabulary-%s\">%s</a>", list,
         json_str(json_object_get(json_object_get(h->m, "vocabulary"), list), "title"));
    if (json_array_size(items) > 20)
        page(h->b, "（%lld 项）", (long long)json_array_size(items));
    else
        json_array_foreach(items, i, item) page(h->b, i ? "、%s" : "：%s", json_str(item, "label"));
}

static void
write_limits(const struct handbook *h, const json_t *f)
{
    const json_t *limits = json_object_get(f, "limits"),
                 *accept = json_object_get(limits, "accept"),
                 *bytes = json_object_get(limits, "max_bytes");
    const char *unit = json_str(f, "unit");

    write_range(h, limits, "min_length", "max_length", "字");
    write_range(h, limits, "min", "max", unit ? unit : "");
    write_range(h, limits, "min_items", "max_items", "项");
    if (accept != NULL) {
        buf_puts(h->b, "；");
        handbook_labels(h, LABEL_MEDIA, accept);
    }

    if (bytes != NULL)
        write_bytes(h, json_integer_value(bytes));
    if (json_str(f, "format") != NULL)
        page(h->b, "；%s", label_of(LABEL_FORMAT, json_str(f, "format")));
    if (json_str(f, "pattern_hint") != NULL)
        page(h->b, "；%s", json_str(f, "pattern_hint"));
    if (json_str(limits, "pattern") != NULL)
        page(h->b, "；写法须合 <code>%s</code>", json_str(limits, "pattern"));
}

static void
write_required(const struct handbook *h, const json_t *f)
{
    if (json_is_true(json_object_get(f, "required")))
        buf_puts(h->b, "<strong>必填</strong>");
    else if (json_str(f, "required_when") != NULL)
        page(h->b, "<strong>%s</strong>", json_str(f, "required_when"));
    else
        buf_puts(h->b, "选填");
}

static const char *
choice_label(const struct handbook *h, const char *list, const char *code)
{
    size_t i;
    const json_t *item;

    json_array_foreach(items_of(h, list), i, item)
    {
        if (str_is(json_str(item, "code"), code))
            return json_str(item, "label");
    }
    return NULL;
}

static void
write_texts(const struct handbook *h, const json_t *texts)
{
    size_t i;
    const json_t *text;
    json_array_foreach(texts, i, text) page(h->b, i ? "、%s" : "%s", json_string_value(text));
}

/* An example as a person would write it: the label of a code beside the code. */
static void
write_example(const struct handbook *h, const json_t *f)
{
    const json_t *example = json_object_get(f, "example");
    const char *text = json_string_value(example),
               *label = choice_label(h, json_str(f, "choices"), text);

    if (example == NULL || json_is_null(example) || json_object_get(f, "fields") != NULL ||
        str_is(json_str(f, "type"), "attachment") || str_is(json_str(f, "type"), "coverage"))
        return;

    buf_puts(h->b, "<div class=\"small\">例：");
    if (label != NULL)
        page(h->b, "%s（<code>%s</code>）", label, text);
    else if (text != NULL)
        page(h->b, "%s", text);
    else if (json_is_string(json_array_get(example, 0)))
        write_texts(h, example);
    else if (json_is_boolean(example))
        page(h->b, "%s", json_is_true(example) ? "是" : "否");
    else
        page(h->b, "%s", json_text(h->b->a, example));
    buf_puts(h->b, "</div>");
}

static void
write_field(const struct handbook *h, const char *id, const json_t *f, int depth)
{
    size_t i;
    const json_t *sub;
    const char *name = json_str(f, "name"), *choices = json_str(f, "choices");

    page(h->b, "<tr id=\"%s\"><th scope=\"row\">%s%s <code>%s</code></th><td data-h=\"要求\">", id,
         depth > 1 ? "└└ "
         : depth   ? "└ "
                   : "",
         json_str(f, "label"), name);
    write_required(h, f);
    page(h->b, "；%s", label_of(LABEL_TYPE, json_str(f, "type")));
    if (choices != NULL)
        write_choices(h, choices);
    write_limits(h, f);
    page(h->b, "<div class=\"small\">%s</div></td><td data-h=\"说明\">%s",
         label_of(LABEL_VISIBILITY, json_str(f, "visibility")), json_str(f, "help"));
    write_example(h, f);
    buf_puts(h->b, "</td><td data-h=\"依据\">");
    page_law(h->b, json_object_get(h->m, "laws"), json_str(f, "law"));
    handbook_place(h, id);
    buf_puts(h->b, "</td></tr>\n");
    json_array_foreach(json_object_get(f, "fields"), i, sub)
        write_field(h, arena_printf(h->b->a, "%s.%s", id, json_str(sub, "name")), sub, depth + 1);
}

static void
write_section(const struct handbook *h, const char *kind, const json_t *s)
{
    size_t i;
    const json_t *f;
    const char *id = json_str(s, "id");

    page(h->b, "<h4 id=\"section-%s-%s\">%s <code>%s</code></h4><p>%s</p>", kind, id,
         json_str(s, "title"), id, json_str(s, "help"));
    buf_puts(h->b, "<table class=\"wide\"><thead><tr><th scope=\"col\">字段</th><th "
                   "scope=\"col\">要求</th><th scope=\"col\">说明</th>"
                   "<th scope=\"col\">依据</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(s, "fields"), i, f)
    {
        const char *field = arena_printf(h->b->a, "field.%s.%s.%s", kind, id, json_str(f, "name"));
        write_field(h, field, f, 0);
    }
    buf_puts(h->b, "</tbody></table>\n");
}

static void
write_actions(const struct handbook *h, const struct law_kind *kind)
{
    size_t i;
    const json_t *action;

    if (kind == NULL)
        return;
    buf_puts(h->b, "办理事项：");
    json_array_foreach(kind->actions, i, action)
        page(h->b, i ? "、%s" : "%s", law_label_of_action(h->law, json_string_value(action)));
    buf_puts(h->b, "。");
}

static void
write_form(const struct handbook *h, const char *kind, const json_t *form)
{
    size_t i;
    const json_t *s;

    page(h->b, "<h3 id=\"form-%s\">%s <code>%s</code></h3><p class=\"small\">依据：", kind,
         json_str(form, "title"), kind);
    page_law(h->b, json_object_get(h->m, "laws"), json_str(form, "law"));
    buf_puts(h->b, "。");
    write_actions(h, law_kind(h->law, kind));
    buf_puts(h->b, "</p>\n");

    handbook_place(h, arena_printf(h->b->a, "form.%s", kind));
    json_array_foreach(json_object_get(form, "sections"), i, s) write_section(h, kind, s);
}

void
handbook_forms(const struct handbook *h)
{
    buf_puts(h->b, "<h2 id=\"forms\">表单</h2>\n");
    for (int k = 0; h->kinds[k] != NULL; k++) {
        const json_t *form = json_object_get(json_object_get(h->m, "forms"), h->kinds[k]);
        if (form != NULL)
            write_form(h, h->kinds[k], form);
    }
}

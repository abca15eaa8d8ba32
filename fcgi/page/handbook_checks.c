/* The handbook's chapters about checks, deadlines, and who moves a filing on. */
#include "page/handbook.h"

#include <string.h>

/* ---- the facts that a rule reads, by their labels -------------------------------------------- */

/* The field at section.name of a form, its section in *section; NULL. A flat form has the field at
 * the first word. */
static const json_t *
field_at(const json_t *form, const char *path, const json_t **section)
{
    size_t i, j, n = strcspn(path, ".");
    const json_t *s, *f;
    bool is_flat = str_is(json_str(form, "layout"), "flat");

    json_array_foreach(json_object_get(form, "sections"), i, s)
    {
        const char *id = json_str(s, "id");
        *section = s;
        if (!is_flat && (strlen(id) != n || strncmp(id, path, n) != 0))
            continue;
        if (!is_flat && path[n] == '\0')
            return s;
        json_array_foreach(json_object_get(s, "fields"), j, f)
        {
            if (str_is(json_str(f, "name"), is_flat ? path : path + n + 1))
                return f;
        }
    }

    return NULL;
}

static bool
write_field_words(const struct handbook *h, const char *kind, const char *path)
{
    const json_t *section = NULL, *form = json_object_get(json_object_get(h->m, "forms"), kind),
                 *f = field_at(form, path, &section);
    if (f == NULL)
        return false;

    if (f == section)
        page(h->b, "<a href=\"#section-%s-%s\">%s（整块）</a>", kind, json_str(section, "id"),
             json_str(f, "title"));
    else
        page(h->b, "<a href=\"#field.%s.%s.%s\">%s › %s</a>", kind, json_str(section, "id"),
             json_str(f, "name"), json_str(section, "title"), json_str(f, "label"));
    return true;
}

static void
write_read(const struct handbook *h, const json_t *kinds, const char *path)
{
    static const char own[] = "filing.data.", subject[] = "organization.subject.data";
    size_t i;
    const json_t *kind;

    if (label_find(LABEL_FACT, path) != NULL) {
        page(h->b, "%s", label_of(LABEL_FACT, path));
        return;
    }

    if (str_starts(path, subject)) {
        const char *rest = path + strlen(subject) + (path[strlen(subject)] == '.');
        buf_puts(h->b, "已通过初审的主体信息：");
        if (*rest == '\0')
            buf_puts(h->b, "全部");
        else if (!write_field_words(h, "subject", rest))
            page(h->b, "<code>%s</code>", path);
        return;
    }

    json_array_foreach(str_starts(path, own) ? kinds : NULL, i, kind)
    {
        if (write_field_words(h, json_string_value(kind), path + strlen(own)))
            return;
    }
    page(h->b, "<code>%s</code>", path);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static void
write_consequence(const struct handbook *h, const json_t *r)
{
    const char *severity = json_str(r, "severity");

    page(h->b,
         "<section class=\"block\"><h4 id=\"rule.%s\">%s "
         "<code>%s</code></h4><dl><dt>后果</dt><dd><span class=\"tag %s\">",
         json_str(r, "id"), json_str(r, "title"), json_str(r, "id"), severity);
    page(h->b, str_is(severity, "error") ? "不通过即%s</span></dd>" : "只%s，可以提交</span></dd>",
         label_of(LABEL_SEVERITY, severity));
}

static void
write_scope(const struct handbook *h, const json_t *r)
{
    buf_puts(h->b, "<dt>适用于</dt><dd>");
    handbook_titles(h, json_object_get(r, "kinds"));
    buf_puts(h->b, "</dd><dt>依据</dt><dd>");
    page_law(h->b, json_object_get(h->m, "laws"), json_str(r, "law"));
    buf_puts(h->b, "</dd>");

    if (json_str(r, "since") != NULL)
        page(h->b, "<dt>自何日起</dt><dd>%s%s</dd>", json_str(r, "since"),
             str_is(json_str(r, "since_of"), "first_submission")
                 ? "（此前已首次提交的备案仍按旧办法）"
                 : "");
}

static void
write_reads(const struct handbook *h, const json_t *r)
{
    size_t i;
    const json_t *path;

    buf_puts(h->b, "<dt>看什么</dt><dd>");
    json_array_foreach(json_object_get(r, "reads"), i, path)
    {
        buf_puts(h->b, i ? "、" : "");
        write_read(h, json_object_get(r, "kinds"), json_string_value(path));
    }
    buf_puts(h->b, "</dd>");
}

static void
write_check(const struct handbook *h, const json_t *r)
{
    size_t i;
    const json_t *row, *declared = handbook_declared(h, json_str(r, "id"));

    write_consequence(h, r);
    write_scope(h, r);
    write_reads(h, r);
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

    for (int k = 0; handbook_kinds[k] != NULL; k++) {
        bool is_first = true;
        json_array_foreach(json_object_get(h->m, "rules"), i, r)
        {
            if (str_starts(json_str(r, "id"), "form.") || !is_first_kind(r, handbook_kinds[k]))
                continue;
            if (is_first)
                page(h->b, "<h3>%s</h3>\n", handbook_form_title(h, handbook_kinds[k]));
            is_first = false;
            write_check(h, r);
        }
    }
}

/* ---- deadlines, workflow, numbering ---------------------------------------------------------- */

static void
write_deadlines(const struct handbook *h)
{
    size_t i;
    const json_t *d;

    buf_puts(h->b,
             "<h2 id=\"deadlines\">期限</h2><table class=\"wide\"><thead><tr><th "
             "scope=\"col\">期限</th><th scope=\"col\">适用于</th>"
             "<th scope=\"col\">工作日</th><th scope=\"col\">依据</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(h->m, "deadlines"), i, d)
    {
        page(h->b, "<tr><th scope=\"row\">%s <code>%s</code></th><td data-h=\"适用于\">",
             json_str(d, "title"), json_str(d, "name"));
        handbook_titles(h, json_object_get(d, "kinds"));
        page(h->b, "</td><td class=\"n\" data-h=\"工作日\">%lld</td><td data-h=\"依据\">",
             (long long)json_integer_value(json_object_get(d, "days")));
        page_law(h->b, json_object_get(h->m, "laws"), json_str(d, "law"));
        handbook_place(
            h, arena_printf(h->b->a, "deadline.%s.%s",
                            json_string_value(json_array_get(json_object_get(d, "kinds"), 0)),
                            json_str(d, "name")));
        buf_puts(h->b, "</td></tr>\n");
    }
    buf_puts(h->b, "</tbody></table>\n");
}

static const char *
state_label(const struct handbook *h, const char *code)
{
    size_t i;
    const json_t *s;
    json_array_foreach(json_object_get(json_object_get(h->m, "workflow"), "states"), i, s)
    {
        if (str_is(json_str(s, "code"), code))
            return json_str(s, "label");
    }
    return code;
}

static void
write_gates(const struct handbook *h, const json_t *gates)
{
    size_t i;
    const json_t *gate;

    json_array_foreach(gates, i, gate)
    {
        page(h->b, "<p>%s办理之前：%s。依据：", handbook_form_title(h, json_str(gate, "kind")),
             json_str(gate, "message"));
        page_law(h->b, json_object_get(h->m, "laws"), json_str(gate, "law"));
        buf_puts(h->b, "。</p>\n");
    }
}

static void
write_transitions(const struct handbook *h, const json_t *transitions)
{
    size_t i;
    const json_t *t;

    buf_puts(h->b, "<table class=\"wide\"><thead><tr><th scope=\"col\">现在</th><th "
                   "scope=\"col\">谁做什么</th><th scope=\"col\">之后</th>"
                   "<th scope=\"col\">适用于</th></tr></thead><tbody>\n");
    json_array_foreach(transitions, i, t)
    {
        page(h->b, "<tr><th scope=\"row\">%s</th><td data-h=\"做什么\">",
             state_label(h, json_str(t, "from")));
        handbook_labels(h, LABEL_ROLE, json_object_get(t, "who"));
        page(h->b, " %s</td><td data-h=\"之后\">%s</td><td data-h=\"适用于\">%s</td></tr>\n",
             label_of(LABEL_EVENT, json_str(t, "on")), state_label(h, json_str(t, "to")),
             handbook_form_title(h, json_str(t, "kind")));
    }
    buf_puts(h->b, "</tbody></table>");
}

static void
write_workflow(const struct handbook *h)
{
    size_t i;
    const json_t *stage, *flow = json_object_get(h->m, "workflow");

    buf_puts(h->b, "<h2 id=\"workflow\">流程</h2>\n");
    write_gates(h, json_object_get(flow, "gates"));
    write_transitions(h, json_object_get(flow, "transitions"));

    buf_puts(h->b, "<p>审核分为：");
    json_array_foreach(json_object_get(flow, "stages"), i, stage)
        page(h->b, i ? "；%s由%s负责" : "%s由%s负责", json_str(stage, "label"),
             label_of(LABEL_ROLE, json_str(stage, "role")));
    buf_puts(h->b, "。审核人不审自己单位的备案，初审与复审不由同一人办理。</p>\n");
}

/* What a function of that file decides, declared under that id. */
static void
write_function(const struct handbook *h, const char *file, const char *id, const char *what)
{
    const json_t *d = handbook_declared(h, id);

    page(h->b, "<p>%s，由 <code>%s.lua</code> 中的函数决定", what, file);
    if (d != NULL) {
        buf_puts(h->b, "，依据：");
        page_law(h->b, json_object_get(h->m, "laws"), json_str(d, "law"));
    }
    buf_puts(h->b, "。</p>");
    handbook_place(h, id);
}

void
handbook_flow(const struct handbook *h)
{
    size_t i;
    const json_t *series, *all = json_object_get(json_object_get(h->m, "law"), "series");

    write_deadlines(h);
    write_workflow(h);
    buf_puts(h->b, "<h2 id=\"numbering\">分派、编号与公示</h2>");
    json_array_foreach(all, i, series)
        page(h->b, "<p>%s以“%s”开头，以“%s”结尾。</p>", json_str(series, "title"),
             json_str(series, "prefix"), json_str(series, "suffix"));

    write_function(h, "routing", "routing", "按什么分派给审核人员");
    json_array_foreach(all, i, series) write_function(
        h, "numbering", arena_printf(h->b->a, "numbering.%s", json_str(series, "code")),
        "编号怎样编");
    write_function(h, "publication", "publication", "公示哪些内容");
}

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

static void
write_scope(const struct handbook *h, const json_t *r)
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

static void
write_reads(const struct handbook *h, const json_t *r)
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

/* The label of a state or a stage. */
static const char *
label_in(const struct handbook *h, const char *list, const char *code)
{
    size_t i;
    const json_t *s;
    json_array_foreach(json_object_get(json_object_get(h->m, "workflow"), list), i, s)
    {
        if (str_is(json_str(s, "code"), code))
            return json_str(s, "label");
    }
    return code;
}

/* How long, from when on, and when it does not run. */
static void
write_length(const struct handbook *h, const json_t *d)
{
    static const char *const units[][2] = {{"workday", "工作日"}, {"day", "日"}, {"month", "个月"}};
    const char *unit = json_str(d, "unit"), *limit = json_str(d, "limit"), *label = "";
    const json_t *state;
    size_t i;

    for (i = 0; i < LEN(units); i++)
        label = str_is(unit, units[i][0]) ? units[i][1] : label;
    handbook_value(h,
                   limit ? json_object_get(json_object_get(h->m, "limits"), limit)
                         : json_object_get(d, "days"),
                   label);
    if (json_is_true(json_object_get(d, "rolls")))
        buf_puts(h->b, "；末日遇节假日，顺延至其后第一个工作日");
    if (json_str(d, "in_force") != NULL)
        page(h->b, "；起算日早于 %s（所据规定施行）的不起算", json_str(d, "in_force"));
    handbook_time(h, d, "；");
    if (json_str(d, "stage") != NULL)
        page(h->b, "；只在“%s”阶段", label_in(h, "stages", json_str(d, "stage")));
    json_array_foreach(json_object_get(d, "paused"), i, state)
        page(h->b, i ? "、%s" : "；这些状态的日子不计：%s",
             label_in(h, "states", json_string_value(state)));
}

static void
write_deadlines(const struct handbook *h)
{
    size_t i;
    const json_t *d;

    buf_puts(h->b, "<h2 id=\"deadlines\">期限</h2><table class=\"wide\"><thead><tr><th "
                   "scope=\"col\">期限</th><th scope=\"col\">适用于</th>"
                   "<th scope=\"col\">长短</th><th scope=\"col\">依据</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(h->m, "deadlines"), i, d)
    {
        page(h->b, "<tr><th scope=\"row\">%s <code>%s</code></th><td data-h=\"适用于\">",
             json_str(d, "title"), json_str(d, "name"));
        handbook_titles(h, json_object_get(d, "kinds"));
        buf_puts(h->b, "</td><td data-h=\"长短\">");
        write_length(h, d);
        buf_puts(h->b, "</td><td data-h=\"依据\">");
        page_law(h->b, json_object_get(h->m, "laws"), json_str(d, "law"));
        handbook_place(
            h, arena_printf(h->b->a, "deadline.%s.%s",
                            json_string_value(json_array_get(json_object_get(d, "kinds"), 0)),
                            json_str(d, "name")));
        buf_puts(h->b, "</td></tr>\n");
    }
    buf_puts(h->b, "</tbody></table>\n");
}

/* What a derived fact may be. */
static void
write_range(const struct handbook *h, const json_t *d)
{
    const char *list = json_str(d, "vocabulary");
    const json_t *code;
    size_t i;

    if (list != NULL)
        page(h->b, "词表 <a href=\"#vocabulary-%s\">%s</a> 的代码", list,
             json_str(json_object_get(json_object_get(h->m, "vocabulary"), list), "title"));
    else if (json_str(d, "type") != NULL)
        page(h->b, "%s", label_of(LABEL_TYPE, json_str(d, "type")));
    else
        json_array_foreach(json_object_get(d, "codes"), i, code)
            page(h->b, i ? "、<code>%s</code>" : "<code>%s</code>", json_string_value(code));
}

static void
write_derived(const struct handbook *h)
{
    size_t i;
    const json_t *d, *list = json_object_get(h->m, "derived");

    if (json_array_size(list) == 0)
        return;
    buf_puts(h->b,
             "<h2 id=\"derived\">导出的事实</h2><p>每次判断先算出这些，检查、期限、分派都可以读；"
             "随结论保存。</p>\n");
    json_array_foreach(list, i, d)
    {
        page(h->b,
             "<section class=\"block\"><h4 id=\"derived.%s\">%s <code>derived.%s</code></h4>"
             "<dl><dt>取值</dt><dd>",
             json_str(d, "name"), json_str(d, "title"), json_str(d, "name"));
        write_range(h, d);
        buf_puts(h->b, "</dd>");
        write_scope(h, d);
        write_reads(h, d);
        page(h->b, "<dt>写在</dt><dd><code>%s</code></dd></dl></section>\n", json_str(d, "source"));
    }
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
             label_in(h, "states", json_str(t, "from")));
        handbook_labels(h, LABEL_ROLE, json_object_get(t, "who"));
        page(h->b, " %s</td><td data-h=\"之后\">%s</td><td data-h=\"适用于\">%s</td></tr>\n",
             label_of(LABEL_EVENT, json_str(t, "on")), label_in(h, "states", json_str(t, "to")),
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
    handbook_place(h, "workflow");
    write_gates(h, json_object_get(flow, "gates"));
    write_transitions(h, json_object_get(flow, "transitions"));

    buf_puts(h->b, "<p>审核分为：");
    json_array_foreach(json_object_get(flow, "stages"), i, stage)
        page(h->b, i ? "；%s由%s负责" : "%s由%s负责", json_str(stage, "label"),
             label_of(LABEL_ROLE, json_str(stage, "role")));
    buf_puts(h->b, "。审核人不审自己单位的备案，初审与复审不由同一人办理。</p>\n");
}

void
handbook_flow(const struct handbook *h)
{
    static const char *const single[][2] = {{"routing", "按什么分派给审核人员"},
                                            {"numbering", "编号怎样编"},
                                            {"publication", "公示哪些内容"}};
    const json_t *numbering = json_object_get(h->m, "numbering");

    write_derived(h);
    write_deadlines(h);
    write_workflow(h);
    page(h->b, "<h2 id=\"numbering\">分派、编号与公示</h2><p>备案编号以“%s”开头，以“%s”结尾。</p>",
         json_str(numbering, "prefix"), json_str(numbering, "suffix"));
    for (size_t i = 0; i < LEN(single); i++) {
        const json_t *d = handbook_declared(h, single[i][0]);
        page(h->b, "<p>%s，由 <code>%s.lua</code> 中的函数决定", single[i][1], single[i][0]);
        if (d != NULL) {
            buf_puts(h->b, "，依据：");
            page_law(h->b, json_object_get(h->m, "laws"), json_str(d, "law"));
        }
        buf_puts(h->b, "。</p>");
        handbook_place(h, single[i][0]);
    }
}

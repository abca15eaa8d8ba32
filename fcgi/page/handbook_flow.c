/* The chapters of what happens: deadlines, workflow, numbering. */
#include "page/handbook.h"

/* ---- deadlines ------------------------------------------------------------------------------- */

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

/* ---- workflow -------------------------------------------------------------------------------- */

static void
write_gates(const struct handbook *h)
{
    for (int i = 0; i < h->law->gates_n; i++) {
        const struct law_gate *gate = &h->law->gates[i];
        page(h->b, "<p>%s办理之前：%s。依据：", handbook_form_title(h, gate->kind), gate->message);
        page_law(h->b, json_object_get(h->m, "laws"), gate->law);
        buf_puts(h->b, "。</p>\n");
    }
}

static void
write_who(const struct handbook *h, const json_t *who)
{
    size_t i;
    const json_t *role;

    json_array_foreach(who, i, role)
        page(h->b, i ? "、%s" : "%s", handbook_role(h, json_string_value(role)));
}

/* On what it hangs, and what it brings about besides what every verb does. */
static void
write_terms(const struct handbook *h, const struct law_transition *t)
{
    size_t i;
    const json_t *condition;

    json_array_foreach(t->when, i, condition)
    {
        char *codes = json_text(h->b->a, json_object_get(condition, "in"));
        page(h->b, "<div class=\"small\">条件：<code>%s</code> 为 <code>%s</code></div>",
             json_str(condition, "path"), codes);
    }
    for (int e = 0; e < EFFECT__MAX; e++)
        if (t->effects & EFFECTS_DECLARED & EFFECT_BIT(e))
            page(h->b, "<div class=\"small\">同时%s</div>",
                 label_of(LABEL_EFFECT, effect_name((enum effect)e)));
}

static void
write_transition(const struct handbook *h, const struct law_transition *t)
{
    page(h->b, "<tr><th scope=\"row\">%s</th><td data-h=\"做什么\">", t->from->label);
    write_who(h, t->who);
    page(h->b, " %s</td><td data-h=\"之后\">%s", t->event->label, t->to->label);
    write_terms(h, t);
    buf_puts(h->b, "</td></tr>\n");
}

static void
write_life(const struct handbook *h, const struct law_kind *kind)
{
    page(h->b, "<h3 id=\"life-%s\">%s</h3>", kind->code, kind->label);
    buf_puts(h->b, "<table class=\"wide\"><thead><tr><th scope=\"col\">现在</th><th "
                   "scope=\"col\">谁做什么</th><th scope=\"col\">之后</th></tr></thead><tbody>\n");
    for (int i = 0; i < h->law->transitions_n; i++)
        if (h->law->transitions[i].kind == kind)
            write_transition(h, &h->law->transitions[i]);
    buf_puts(h->b, "</tbody></table>\n");
}

static void
write_stages(const struct handbook *h)
{
    buf_puts(h->b, "<p>审核分为：");
    for (int i = 0; i < h->law->stages_n; i++)
        page(h->b, i ? "；%s由%s负责" : "%s由%s负责", h->law->stages[i].label,
             handbook_role(h, h->law->stages[i].role));
    buf_puts(h->b, "。审核人不审自己单位的备案，同一次提交的各个阶段由不同人员办理。</p>\n");
}

static void
write_invariants(const struct handbook *h)
{
    buf_puts(h->b, "<h3 id=\"invariants\">规则不能放宽的</h3><p>以下由系统保证，"
                   "违反的规则集不能载入：</p><ul>");
    for (int i = 0; i < invariants_n; i++)
        page(h->b, "<li>%s</li>", invariants[i].title);
    buf_puts(h->b, "</ul>\n");
}

static void
write_workflow(const struct handbook *h)
{
    buf_puts(h->b, "<h2 id=\"workflow\">流程</h2>\n");
    write_gates(h);
    write_stages(h);
    for (int i = 0; i < h->law->kinds_n; i++)
        write_life(h, &h->law->kinds[i]);
    write_invariants(h);
}

/* ---- numbering ------------------------------------------------------------------------------- */

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
    const struct law *l = h->law;

    write_deadlines(h);
    write_workflow(h);
    buf_puts(h->b, "<h2 id=\"numbering\">分派、编号与公示</h2>");
    for (int i = 0; i < l->series_n; i++)
        page(h->b, "<p>%s以“%s”开头，以“%s”结尾。</p>", l->series[i].title, l->series[i].prefix,
             l->series[i].suffix);

    write_function(h, "routing", "routing", "按什么分派给审核人员");
    for (int i = 0; i < l->series_n; i++)
        write_function(h, "numbering", arena_printf(h->b->a, "numbering.%s", l->series[i].code),
                       "编号怎样编");
    write_function(h, "publication", "publication", "公示哪些内容");
}

/* The chapters of what happens: deadlines, workflow, numbering. */
#include "page/handbook.h"

/* ---- deadlines ------------------------------------------------------------------------------- */

/* A state that several kinds have, by the first of them. */
static const char *
state_label(const struct handbook *h, const char *code)
{
    for (int i = 0; i < h->law->states_n; i++)
        if (str_is(h->law->states[i].code, code))
            return h->law->states[i].label;
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
        page(h->b, "；只在“%s”阶段", law_label_of_stage(h->law, json_str(d, "stage")));
    json_array_foreach(json_object_get(d, "paused"), i, state) page(
        h->b, i ? "、%s" : "；这些状态的日子不计：%s", state_label(h, json_string_value(state)));
    if (json_str(d, "credit") != NULL)
        page(h->b, "；可以不计入%s的日子", json_str(d, "credit"));
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
        handbook_scope(h, d);
        handbook_reads(h, d);
        page(h->b, "<dt>写在</dt><dd><code>%s</code></dd></dl></section>\n", json_str(d, "source"));
    }
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
    page(h->b, " %s", t->event->label);
    if (json_array_size(t->second) > 0) {
        page(h->b, "<div class=\"small\">另一人确认：");
        write_who(h, t->second);
        page(h->b, "</div>");
    }
    page(h->b, "</td><td data-h=\"之后\">%s", t->to->label);
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

/* What its reviewers go through, with the articles that ask for it. */
static void
write_checklist(const struct handbook *h, const struct law_stage *stage)
{
    size_t i;
    json_t *item;

    if (json_array_size(stage->checklist) == 0)
        return;
    page(h->b, "<p>%s的审核要点：</p><ul>", stage->label);
    json_array_foreach(stage->checklist, i, item)
    {
        const char *law = json_str(item, "law");
        page(h->b, law ? "<li>%s（%s）</li>" : "<li>%s</li>", json_str(item, "text"), law);
    }
    buf_puts(h->b, "</ul>\n");
}

static void
write_stages(const struct handbook *h)
{
    buf_puts(h->b, "<p>审核分为：");
    for (int i = 0; i < h->law->stages_n; i++) {
        const struct law_stage *x = &h->law->stages[i];
        page(h->b, i ? "；%s由%s负责" : "%s由%s负责", x->label, handbook_role(h, x->role));
        page(h->b, x->lead ? "，任务可由%s调派" : "%s", x->lead ? handbook_role(h, x->lead) : "");
    }
    buf_puts(h->b, "。审核人不审自己单位的备案，同一次提交的各个阶段由不同人员办理。</p>\n");
    for (int i = 0; i < h->law->stages_n; i++)
        write_checklist(h, &h->law->stages[i]);
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

/* Where work goes when its subject moves, and when nobody sees it. */
static void
write_routing(const struct handbook *h)
{
    const struct law *l = h->law;

    write_function(h, "routing", "routing", "按什么分派给审核人员");
    page(h->b, "<p>%s</p>",
         l->are_routes_followed ? "主体的变更通过后，尚未了结的备案和仍然有效的备案重新分派。"
                                : "已经分派的，不随主体的变更重新分派。");
    if (l->moved_note != NULL)
        page(h->b, "<p>主体换到另一行政区的，公示记录里写“%s”。</p>", l->moved_note);
    if (l->renamed_note != NULL)
        page(h->b, "<p>主体改名的，公示记录里写“%s”。</p>", l->renamed_note);
    if (l->nobody_area != NULL)
        page(h->b, "<p>没有审核人员能看到的任务，归到行政区代码 <code>%s</code>。</p>",
             l->nobody_area);
}

void
handbook_flow(const struct handbook *h)
{
    const struct law *l = h->law;
    const json_t *declared = json_object_get(h->m, "declared");

    write_derived(h);
    write_deadlines(h);
    write_workflow(h);
    buf_puts(h->b, "<h2 id=\"numbering\">分派、编号与公示</h2>");
    for (int i = 0; i < l->series_n; i++)
        page(h->b, "<p>%s以“%s”开头，以“%s”结尾。</p>", l->series[i].title, l->series[i].prefix,
             l->series[i].suffix);

    if (l->pools_n > 0)
        buf_puts(h->b, "<p>审核小组：");
    for (int i = 0; i < l->pools_n; i++)
        page(h->b, i ? "、%s <code>%s</code>" : "%s <code>%s</code>", l->pools[i].label,
             l->pools[i].code);
    if (l->pools_n > 0)
        buf_puts(h->b, "。</p>\n");
    write_routing(h);
    for (int i = 0; i < l->series_n; i++)
        write_function(h, "numbering", arena_printf(h->b->a, "numbering.%s", l->series[i].code),
                       "编号怎样编");
    for (size_t i = 0; i < json_array_size(declared); i++) {
        const json_t *d = json_array_get(declared, i);
        if (str_is(json_str(d, "word"), "publication"))
            write_function(h, "publication", json_str(d, "id"), "公示哪些内容");
    }
}

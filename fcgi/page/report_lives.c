#include "page/report.h"
#include "page/markup.h"
#include "model/model.h"

/* In the order of their weight. */
static const struct {
    const char *name, *meaning;
} kinds[] = {
    {"move_changed", "同一人在同一状态办理同一事件，去处不同，或不再允许"},
    {"effects_changed", "去处相同，而审核阶段、期限、编号、公示等后果不同"},
    {"number_changed", "按新规则再编一次，得出另一个编号；已发的编号不变"},
    {"entry_changed", "按新规则再拟一次，登记簿的这一列不同；已公示的不变"},
    {"draft_changed", "填报人手中尚未提交的备案，今天提交会得出不同的结论"},
    {"product_changed", "已填报的产品，今天保存会得出不同的结论"},
    {"matter_changed", "监督事项的同一步，去处不同，或不再允许"},
    {"term_changed", "监督事项的同一步，去处相同，而期限、终结或告知单位不同"},
    {"clock_changed", "填报人手中尚未提交的备案，已经在计的期限另算，或不再计、开始计"},
};

static long long
number(const json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

static const char *
text(const json_t *object, const char *key)
{
    const char *s = json_str(object, key);
    return s ? s : "";
}

/* ---- lives ----------------------------------------------------------------------------------- */

const char *
report_lives_clause(struct arena *a, const json_t *report)
{
    const json_t *counts = json_object_get(json_object_get(report, "lives"), "counts");
    struct buf b = BUF(a);

    for (size_t i = 0; i < LEN(kinds); i++)
        if (number(counts, kinds[i].name) > 0)
            buf_printf(&b, "%s%s %lld 次", b.n ? "、" : "",
                       label_of(LABEL_REPLAY_KIND, kinds[i].name), number(counts, kinds[i].name));
    return b.n ? b.p : NULL;
}

static void
write_counts(struct buf *b, const json_t *lives)
{
    const json_t *counts = json_object_get(lives, "counts");

    buf_puts(b, "<table class=\"wide\"><thead><tr><th scope=\"col\">变化</th>"
                "<th scope=\"col\" class=\"n\">次</th><th scope=\"col\">意思</th></tr></thead>"
                "<tbody>");
    for (size_t i = 0; i < LEN(kinds); i++)
        page(b,
             "<tr><th scope=\"row\">%s</th><td class=\"n\" data-h=\"次\">%lld</td>"
             "<td data-h=\"意思\">%s</td></tr>\n",
             label_of(LABEL_REPLAY_KIND, kinds[i].name), number(counts, kinds[i].name),
             kinds[i].meaning);
    buf_puts(b, "</tbody></table>\n");
}

static void
write_ids(struct buf *b, const json_t *group)
{
    const json_t *ids = json_object_get(group, "ids");
    size_t i;
    json_t *id;

    json_array_foreach(ids, i, id)
        page(b, "%s<code>%s</code>", i ? " " : "", json_string_value(id));
    if ((long long)json_array_size(ids) < number(group, "n"))
        buf_puts(b, " 等");
}

static void
write_groups(struct buf *b, const json_t *groups, const char *what)
{
    bool is_open = false;
    size_t i;
    json_t *g;

    json_array_foreach(groups, i, g)
    {
        if (!str_is(json_str(g, "what"), what))
            continue;
        if (!is_open)
            page(b,
                 "<h3>%s</h3><table class=\"wide\"><thead><tr><th scope=\"col\">变化</th>"
                 "<th scope=\"col\" class=\"n\">次</th><th scope=\"col\">例如</th></tr></thead>"
                 "<tbody>",
                 label_of(LABEL_REPLAY_KIND, what));
        is_open = true;
        page(b,
             "<tr><th scope=\"row\">%s</th><td class=\"n\" data-h=\"次\">%lld</td>"
             "<td data-h=\"例如\">",
             text(g, "words"), number(g, "n"));
        write_ids(b, g);
        buf_puts(b, "</td></tr>\n");
    }
    if (is_open)
        buf_puts(b, "</tbody></table>\n");
}

void
report_lives(struct buf *b, const json_t *report)
{
    const json_t *lives = json_object_get(report, "lives");

    if (lives == NULL)
        return;
    buf_puts(b, "<h2 id=\"lives\">重走一遍</h2>");
    page(b,
         "<p>把 %lld 件备案的 %lld 次办理按两套流程各走一遍，%lld 条公示和它们的编号各拟一遍，"
         "%lld 件草稿和 %lld 个产品（%s 的）各判断一遍，",
         number(lives, "filings"), number(lives, "moves"), number(lives, "entries"),
         number(lives, "drafts"), number(lives, "products"), text(lives, "day"));
    page(b, "%lld 件监督事项的 %lld 步各走一遍，逐项比较。</p>", number(lives, "matters"),
         number(lives, "matter_steps"));
    write_counts(b, lives);
    for (size_t i = 0; i < LEN(kinds); i++)
        write_groups(b, json_object_get(lives, "groups"), kinds[i].name);
}

/* ---- the law --------------------------------------------------------------------------------- */

static void
write_law(struct buf *b, const json_t *changes)
{
    static const char *const whats[][2] = {
        {"added", "新增"}, {"removed", "取消"}, {"changed", "改动"}};
    size_t i;
    json_t *x;

    buf_puts(b, "<h2 id=\"law\">流程的差别</h2>");
    if (json_array_size(changes) == 0) {
        buf_puts(b,
                 "<p>两套规则的种类、状态、走向、审核阶段、期限、参数和编号序列完全相同。</p>\n");
        return;
    }
    for (size_t k = 0; k < LEN(whats); k++) {
        bool is_open = false;
        json_array_foreach(changes, i, x)
        {
            if (!str_is(json_str(x, "what"), whats[k][0]))
                continue;
            if (!is_open)
                page(b,
                     "<h3>%s</h3><table class=\"wide\"><thead><tr><th scope=\"col\">声明</th>"
                     "<th scope=\"col\">哪一项</th><th scope=\"col\">内容</th></tr></thead>"
                     "<tbody>",
                     whats[k][1]);
            is_open = true;
            page(b,
                 "<tr><td data-h=\"声明\" class=\"d\">%s</td><th scope=\"row\">%s</th>"
                 "<td data-h=\"内容\">%s</td></tr>\n",
                 text(x, "title"), text(x, "label"), text(x, "words"));
        }
        if (is_open)
            buf_puts(b, "</tbody></table>\n");
    }
}

long
report_stranded(const json_t *report)
{
    size_t i;
    json_t *x;
    long n = 0;

    json_array_foreach(json_object_get(report, "landing"), i, x)
    {
        if (json_str(x, "to") == NULL)
            n += (long)number(x, "filings");
    }
    json_array_foreach(json_object_get(report, "matters"), i, x)
    {
        if (json_str(x, "to") == NULL)
            n += (long)number(x, "n");
    }
    return n;
}

/* What stands in one state, and where it goes. */
static void
write_place(struct buf *b, const json_t *x, long long n)
{
    page(b,
         "<tr><th scope=\"row\">%s：%s <code>%s</code></th>"
         "<td class=\"n\">%lld</td><td>",
         text(x, "kind_label"), text(x, "state_label"), text(x, "state"), n);
    if (json_str(x, "to") == NULL)
        buf_puts(b, "<strong>没有去处，不能启用</strong></td></tr>\n");
    else if (str_is(json_str(x, "to"), json_str(x, "state")))
        buf_puts(b, "不变</td></tr>\n");
    else
        page(b, "%s <code>%s</code></td></tr>\n", text(x, "label"), text(x, "to"));
}

static void
write_landing(struct buf *b, const json_t *landing)
{
    size_t i;
    json_t *x;

    buf_puts(b, "<h2 id=\"landing\">启用时的在办件</h2>");
    if (json_array_size(landing) == 0) {
        buf_puts(b, "<p>启用时没有在办件要移动：它们所处的状态新规则都有，审核阶段和期限不变。"
                    "</p>\n");
        return;
    }
    buf_puts(b, "<table><thead><tr><th scope=\"col\">现在的状态</th><th scope=\"col\" class=\"n\">"
                "件</th><th scope=\"col\">启用后</th></tr></thead><tbody>");
    json_array_foreach(landing, i, x) write_place(b, x, number(x, "filings"));
    buf_puts(b, "</tbody></table>\n");
}

static void
write_matters(struct buf *b, const json_t *matters)
{
    size_t i;
    json_t *x;

    buf_puts(b, "<h2 id=\"matters\">启用时的监督事项</h2>");
    if (json_array_size(matters) == 0) {
        buf_puts(b, "<p>没有还没办结的监督事项。</p>\n");
        return;
    }
    buf_puts(b, "<table><thead><tr><th scope=\"col\">现在的状态</th><th scope=\"col\" class=\"n\">"
                "件</th><th scope=\"col\">启用后</th></tr></thead><tbody>");
    json_array_foreach(matters, i, x) write_place(b, x, number(x, "n"));
    buf_puts(b, "</tbody></table>\n");
}

void
report_law(struct buf *b, const json_t *report)
{
    if (json_is_array(json_object_get(report, "law")))
        write_law(b, json_object_get(report, "law"));
    if (json_is_array(json_object_get(report, "landing")))
        write_landing(b, json_object_get(report, "landing"));
    if (json_is_array(json_object_get(report, "matters")))
        write_matters(b, json_object_get(report, "matters"));
}

/* ---- what was left out ----------------------------------------------------------------------- */

void
report_unseen(struct buf *b, const json_t *report)
{
    const json_t *list = json_object_get(report, "not_looked_at");
    size_t i;
    json_t *x;

    if (!json_is_array(list))
        return;
    buf_puts(b, "<h2 id=\"unseen\">没有看的</h2><p>以下各项不在本次重放之内，"
                "本报告没有说它们不变。</p><ul>");
    json_array_foreach(list, i, x)
    {
        page(b, "<li>%s", text(x, "words"));
        if (json_is_integer(json_object_get(x, "n")))
            page(b, "（%lld）", number(x, "n"));
        buf_puts(b, "</li>\n");
    }
    buf_puts(b, "</ul>\n");
}

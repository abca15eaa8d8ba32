/* The effect of a candidate rule set on the filings that there are, as a page that a lawyer reads
 * before signing. */
#include "page/report.h"
#include "page/markup.h"
#include "page/handbook.h"
#include "page/page.h"

#include <string.h>

/* Every way in which a judgement can differ; the order is the order of their weight. */
static const struct kind {
    const char *name, *meaning;
} kinds[] = {
    {"accept_to_refuse", "原来可以受理，按新规则不予受理"},
    {"refuse_to_accept", "原来不予受理，按新规则可以受理"},
    {"error", "规则出错或超出限额，这样的备案会转人工审核"},
    {"findings_changed", "提出的意见有增减，或轻重、文字不同"},
    {"deadline_moved", "至少一项期限的到期日不同"},
    {"route_moved", "由别的地区、类别或阶段的审核人员办理"},
    {"derived_changed", "规则由事实导出的结论（如等级）有变"},
};

static long long
number(const json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

/* ---- the sentence, and the numbers behind it ------------------------------------------------- */

/* The changes that weigh most come first. */
static void
write_changed(struct buf *b, const json_t *report)
{
    const json_t *counts = json_object_get(report, "counts");
    long long refused = number(counts, "accept_to_refuse"),
              accepted = number(counts, "refuse_to_accept");

    buf_puts(b, "本次修改");
    if (refused > 0)
        page(b, "使 <strong>%lld 次可以受理的判断变为不予受理</strong>", refused);
    if (accepted > 0)
        page(b,
             refused ? "，<strong>%lld 次不予受理的变为可以受理</strong>"
                     : "使 <strong>%lld 次不予受理的判断变为可以受理</strong>",
             accepted);

    if (refused + accepted == 0)
        buf_puts(b, "没有改变任何一次判断的受理与否");
    page(b,
         "；连同意见、期限、分派的变化，共 %lld 次判断有变，涉及 %lld 件备案，其余 %lld 次不变。",
         number(report, "changed"), number(report, "filings"), number(counts, "unchanged"));
}

static void
write_sentence(struct buf *b, const json_t *report)
{
    long long broken = number(json_object_get(report, "counts"), "error"),
              all = number(report, "decisions");

    buf_puts(b, "<p class=\"lead\">");
    if (all == 0)
        buf_puts(b, "系统中还没有保存的判断，无从比较：没有发现差别，不等于没有差别。");
    else if (number(report, "changed") == 0)
        page(b,
             "本次修改不改变任何一次已作出的判断："
             "重放的 %lld 次判断，结论、意见、期限和分派全部相同。",
             all);
    else
        write_changed(b, report);

    if (report_lives_clause(b->a, report) != NULL)
        page(b, "重走一遍时，<strong>%s</strong>。", report_lives_clause(b->a, report));
    if (report_stranded(report) > 0)
        page(b, "<strong>有 %lld 件在办的备案在新规则里没有去处，这样不能启用。</strong>",
             (long long)report_stranded(report));
    if (broken > 0)
        page(b, "<strong>有 %lld 次新规则没有给出结论，应先改好规则再批准。</strong>", broken);
    buf_puts(b, "</p>\n");
}

/* One that was made as of a chosen day is to be read, not signed. */
static void
write_day(struct buf *b, const json_t *report)
{
    const char *day = json_str(report, "as_of");

    if (day != NULL)
        page(b,
             "<p><strong>本次重放一律按 %s 判断</strong>：如同所有备案都在这一天提交、办理。"
             "这样的报告供参考，不能签署。</p>\n",
             day);
}

static void
write_counts(struct buf *b, const json_t *report)
{
    const json_t *counts = json_object_get(report, "counts");

    buf_puts(b, "<h2 id=\"counts\">数目</h2>"
                "<p>一次判断可以同时有几种变化，所以各行之和可以大于有变的总数。</p>"
                "<table><thead><tr><th scope=\"col\">变化</th><th scope=\"col\" class=\"n\">次</th>"
                "<th scope=\"col\">意思</th></tr></thead><tbody>");
    for (size_t i = 0; i < LEN(kinds); i++)
        page(b, "<tr><th scope=\"row\">%s</th><td class=\"n\">%lld</td><td>%s</td></tr>\n",
             label_of(LABEL_REPLAY_KIND, kinds[i].name), number(counts, kinds[i].name),
             kinds[i].meaning);

    page(b,
         "<tr><th scope=\"row\">%s</th><td class=\"n\">%lld</td>"
         "<td>结论、意见、期限、分派都相同</td></tr>",
         label_of(LABEL_REPLAY_KIND, "unchanged"), number(counts, "unchanged"));
    page(b,
         "<tr><th scope=\"row\">合计重放</th><td class=\"n\">%lld</td>"
         "<td></td></tr></tbody></table>\n",
         number(report, "decisions"));
}

/* ---- filings as examples --------------------------------------------------------------------- */

/* names: kinds joined by spaces, as a hit has them. */
static void
write_kinds(struct buf *b, const char *names)
{
    const char *comma = "";
    for (const char *at = names; at != NULL && *at != '\0'; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        page(b, "%s%s", comma,
             label_of(LABEL_REPLAY_KIND, arena_strndup(b->a, at, strcspn(at, " "))));
        comma = "、";
    }
}

/* Names a filing to a reader: never more of it than its title, whose it is, and its numbers. */
static void
write_filing(struct buf *b, const json_t *x)
{
    const char *title = json_str(x, "title");
    page(b, "%s（%s", title && *title ? title : "未填名称", json_str(x, "organization"));
    if (json_str(x, "number") != NULL)
        page(b, "，%s", json_str(x, "number"));
    page(b, "，第 %lld 次提交、第 %lld 次判断，事项 <code>%s</code>）", number(x, "version"),
         number(x, "n"), json_str(x, "filing"));
}

static void
write_samples(struct buf *b, const json_t *samples)
{
    size_t i;
    const json_t *x;

    if (json_array_size(samples) == 0)
        return;
    buf_puts(b, "<ul>");
    json_array_foreach(samples, i, x)
    {
        buf_puts(b, "<li>");
        write_filing(b, x);
        buf_puts(b, "：");
        write_kinds(b, json_str(x, "kinds"));
        page(b, json_str(x, "fault") ? "——%s" : "%s", json_str(x, "fault"));
        buf_puts(b, "</li>");
    }
    buf_puts(b, "</ul>\n");
}

/* ---- by rule, deadlines, errors -------------------------------------------------------------- */

static void
write_rule(struct buf *b, const json_t *r)
{
    static const char *const words[][2] = {{"appeared", "新提出 %lld 次"},
                                           {"disappeared", "不再提出 %lld 次"},
                                           {"severity", "轻重有变 %lld 次"},
                                           {"words", "文字有变 %lld 次"}};
    const json_t *counts = json_object_get(r, "counts");
    const char *comma = "";

    page(b, "<section class=\"block\"><h3>%s <code>%s</code></h3><dl><dt>依据</dt><dd>",
         json_str(r, "title"), json_str(r, "rule"));
    if (json_str(r, "law") != NULL && *json_str(r, "law"))
        page_law(b, NULL, json_str(r, "law"));
    else
        buf_puts(b, "表单本身的要求");

    buf_puts(b, "</dd>");
    if (json_str(r, "source") != NULL && *json_str(r, "source"))
        page(b, "<dt>写在</dt><dd><code>%s</code></dd>", json_str(r, "source"));
    buf_puts(b, "<dt>意见</dt><dd>");
    for (size_t i = 0; i < LEN(words); i++)
        if (number(counts, words[i][0]) > 0) {
            buf_puts(b, comma);
            page(b, words[i][1], number(counts, words[i][0]));
            comma = "，";
        }

    buf_puts(b, "</dd></dl>\n");
    write_samples(b, json_object_get(r, "samples"));
    buf_puts(b, "</section>\n");
}

static void
write_rules(struct buf *b, const json_t *report)
{
    size_t i;
    const json_t *r, *rules = json_object_get(report, "rules");
    buf_puts(b, "<h2 id=\"rules\">按条</h2>\n");
    if (json_array_size(rules) == 0)
        buf_puts(b, "<p>没有任何一条检查的意见有变。</p>");
    json_array_foreach(rules, i, r) write_rule(b, r);
}

static void
write_deadlines(struct buf *b, const json_t *report)
{
    const char *name;
    const json_t *d, *deadlines = json_object_get(report, "deadlines");
    if (json_object_size(deadlines) == 0)
        return;

    buf_puts(b, "<h2 id=\"deadlines\">期限</h2><table><thead><tr><th scope=\"col\">期限</th><th "
                "scope=\"col\" class=\"n\">有变</th>"
                "<th scope=\"col\" class=\"n\">提前</th><th scope=\"col\" "
                "class=\"n\">推后</th></tr></thead><tbody>");
    json_object_foreach((json_t *)deadlines, name, d)
        page(b,
             "<tr><th scope=\"row\"><code>%s</code></th><td class=\"n\">%lld</td><td "
             "class=\"n\">%lld</td><td class=\"n\">%lld</td></tr>",
             name, number(d, "moved"), number(d, "earlier"), number(d, "later"));
    buf_puts(b, "</tbody></table>\n");
}

static void
write_kind_samples(struct buf *b, const json_t *report)
{
    if (json_object_size(json_object_get(report, "samples")) > 0)
        buf_puts(b, "<h2 id=\"samples\">各种变化的例子</h2>\n");
    for (size_t i = 0; i < LEN(kinds); i++) {
        const json_t *samples = json_object_get(json_object_get(report, "samples"), kinds[i].name);
        if (json_array_size(samples) == 0)
            continue;
        page(b, "<h3>%s</h3>", label_of(LABEL_REPLAY_KIND, kinds[i].name));
        write_samples(b, samples);
    }
}

/* ---- the filings that are hit ---------------------------------------------------------------- */

static void
write_finding(struct buf *b, const json_t *x)
{
    const char *field = json_str(x, "field"),
               *place = field && *field ? field : json_str(x, "path");
    const char *was = json_str(x, "before"), *is = json_str(x, "after");

    page(b, "<li>%s%s%s <code>%s</code>：", place, place && *place ? "：" : "",
         json_str(x, "title"), json_str(x, "rule"));
    if (was == NULL)
        page(b, "新提出，%s", label_of(LABEL_SEVERITY, is));
    else if (is == NULL)
        page(b, "不再提出，原为%s", label_of(LABEL_SEVERITY, was));
    else if (str_is(was, is))
        buf_puts(b, "文字有变");
    else
        page(b, "由%s变为%s", label_of(LABEL_SEVERITY, was), label_of(LABEL_SEVERITY, is));
    buf_puts(b, "</li>");
}

/* Writes the members of two routes that differ. */
static void
write_route(struct buf *b, const json_t *route)
{
    const json_t *before = json_object_get(route, "before"),
                 *after = json_object_get(route, "after"), *value;
    static const char *const words[][2] = {{"area", "地区"}, {"class", "类别"}, {"stage", "阶段"}};
    const char *comma = "";

    buf_puts(b, "<li>分派：");
    for (size_t i = 0; i < LEN(words); i++) {
        const char *was = json_str(before, words[i][0]), *is = json_str(after, words[i][0]);
        value = json_object_get(before, words[i][0]);
        if (value == NULL || str_is(was, is))
            continue;
        page(b, "%s%s由 <code>%s</code> 变为 <code>%s</code>", comma, words[i][1],
             was && *was ? was : "（空）", is && *is ? is : "（空）");
        comma = "，";
    }
    buf_puts(b, *comma ? "</li>" : "有变</li>");
}

/* The day, and where days are credited, how many: of a clock of months these are days. */
static void
write_due(struct buf *b, const json_t *deadline)
{
    const char *on = json_str(deadline, "due_on"), *unit = json_str(deadline, "unit");
    long long credited = number(deadline, "credited");

    page(b, "%s", on ? on : "没有");
    if (credited > 0)
        page(b, "（其中 %lld 个%s不计）", credited,
             unit == NULL || str_is(unit, "workday") ? "工作日" : "自然日");
}

static void
write_deadline(struct buf *b, const json_t *x)
{
    const char *label = json_str(json_object_get(x, "after"), "label");

    page(b, "<li>期限%s <code>%s</code>：由 ", label ? label : "", json_str(x, "name"));
    write_due(b, json_object_get(x, "before"));
    buf_puts(b, " 变为 ");
    write_due(b, json_object_get(x, "after"));
    buf_puts(b, "</li>");
}

static void
write_change(struct buf *b, const json_t *change)
{
    size_t i;
    const json_t *x, *verdict = json_object_get(change, "verdict"),
                     *route = json_object_get(change, "route");

    buf_puts(b, "<ul>");
    if (json_is_object(verdict))
        page(b, "<li>结论：由%s变为<strong>%s</strong></li>",
             label_of(LABEL_VERDICT, json_str(verdict, "before")),
             label_of(LABEL_VERDICT, json_str(verdict, "after")));
    json_array_foreach(json_object_get(change, "findings"), i, x) write_finding(b, x);

    json_array_foreach(json_object_get(change, "deadlines"), i, x) write_deadline(b, x);

    if (json_is_object(route))
        write_route(b, route);
    json_array_foreach(json_object_get(change, "derived"), i, x)
        page(b, "<li>导出的事实 <code>%s</code> 有变</li>", json_string_value(x));
    if (json_str(change, "fault") != NULL)
        page(b, "<li>新规则出错：%s</li>", json_str(change, "fault"));
    buf_puts(b, "</ul>");
}

static void
write_hits(struct buf *b, const json_t *report, const json_t *hits)
{
    size_t i;
    const json_t *x;

    if (number(report, "changed") == 0)
        return;
    buf_puts(b, "<h2 id=\"filings\">受影响的备案</h2>\n");
    if (hits == NULL)
        buf_puts(b, "<p>逐件清单见系统中本次重放的清单。</p>");
    else if ((long long)json_array_size(hits) < number(report, "changed"))
        page(b, "<p>共 %lld 次判断有变，以下列出 %lld 次；其余见系统中本次重放的清单。</p>",
             number(report, "changed"), (long long)json_array_size(hits));

    buf_puts(b, "<ol>");
    json_array_foreach(hits, i, x)
    {
        buf_puts(b, "<li>");
        write_filing(b, x);
        buf_puts(b, "：");
        write_kinds(b, json_str(x, "kinds"));
        write_change(b, json_object_get(x, "change"));
        buf_puts(b, "</li>\n");
    }
    buf_puts(b, "</ol>\n");
}

/* ---- what is signed -------------------------------------------------------------------------- */

static void
write_signed(struct buf *b, const json_t *report, const char *report_hash)
{
    if (json_str(report, "as_of") != NULL)
        return;
    buf_puts(b, "<h2 id=\"signed\">批准时签的是什么</h2><p>批准人签的是下面两个值的组合。"
                "规则集改动一个字，或者重放得出另一份报告，"
                "两个值就不同，原来的批准随即失效。</p><dl>");
    page(b, "<dt>规则集</dt><dd><code>%s</code></dd><dt>本报告</dt><dd><code>%s</code></dd></dl>",
         json_str(report, "rule_set"), report_hash);
}

static void
write_method(struct buf *b, const json_t *report)
{
    const json_t *titles = json_object_get(report, "titles");

    page(b,
         "<h2 id=\"method\">怎样得出的</h2><p>取系统中保存的每一次正式判断，"
         "连同当时交给规则的全部材料，用新规则再判断一遍，与当时的结论逐项比较。"
         "%s。再把每件备案走过的每一步重走一遍，把公示、草稿和产品也按两套规则各问一遍。"
         "全过程只读，不改动任何备案。</p><dl>",
         json_str(report, "as_of") ? "“今天”一律是所选的那一天"
                                   : "“今天”用的是当时的日期，不是现在的");
    page(b, "<dt>原规则</dt><dd>%s <code>%s</code></dd>", json_str(titles, "base"),
         json_str(report, "base"));
    page(b, "<dt>新规则</dt><dd>%s <code>%s</code></dd>", json_str(titles, "rule_set"),
         json_str(report, "rule_set"));

    page(b,
         "<dt>引擎</dt><dd><code>%s</code></dd>"
         "<dt>判断</dt><dd>%lld 次，其材料的哈希为 <code>%s</code></dd>",
         json_str(report, "engine"), number(report, "decisions"), json_str(report, "facts_hash"));
    page(b, "<dt>有变的清单</dt><dd>%lld 次，其哈希为 <code>%s</code></dd></dl>",
         number(report, "changed"), json_str(report, "hits_hash"));
    buf_puts(b, "<footer class=\"small\">本页不含填报内容和个人信息，"
                "只列备案的名称、单位和编号。</footer></main>\n");
}

void
page_report(struct buf *out, const json_t *report, const json_t *hits, const char *report_hash)
{
    page_start(
        out, arena_printf(out->a, "规则重放报告 %s", page_hash(out, json_str(report, "rule_set"))));
    page(out, "<main><h1>规则重放报告</h1><p>%s <code>%s</code></p>\n",
         json_str(json_object_get(report, "titles"), "rule_set"),
         page_hash(out, json_str(report, "rule_set")));
    write_day(out, report);
    write_sentence(out, report);
    write_counts(out, report);
    report_lives(out, report);
    report_law(out, report);
    write_rules(out, report);
    write_deadlines(out, report);
    write_kind_samples(out, report);
    write_hits(out, report, hits);
    report_unseen(out, report);
    write_signed(out, report, report_hash);
    write_method(out, report);
    page_end(out);
}

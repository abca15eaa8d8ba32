/* The public pages: whatever was filed or asked is only text, they are small, and they say what
 * people came for. */
#include "page/page.h"
#include "policy_rig.h"

#include <stdlib.h>

#define MARKUP "<script>alert(1)</script><b a='x\" onload=y'>&amp;"
#define SIZE_MOST (15 * 1024)

/* ---- what they are drawn from ---------------------------------------------------------------- */

/* The shipped set, and one whose every word is markup. */
static struct page_site
shipped(void)
{
    static struct policy *p;
    static struct page_site site;

    if (p == NULL) {
        p = rig_policy_of("rules");
        site.manifest = arena_json(a, json_deep_copy(policy_manifest(p)));
        struct fault f;
        if (law_compile(json_object_get(site.manifest, "law"), a, &site.law, &f))
            check_stop("the shipped law: %s", f.text);
        policy_close(p);
    }
    return site;
}

static const char hostile_manifest[] =
    "{'disclaimer':'<d>','office':{'name':'<o>','contact':'<c>'},"
    "'laws':{'<法>':{'title':'<法>&','articles':['1']}},"
    "'law':{'actions':[{'code':'i','label':'<act>'}],"
    "'stages':[{'code':'s','label':'<stage>','role':'r','clock':'c'}],"
    "'roles':[{'code':'r','label':'<role>'}],"
    "'series':[{'code':'n','title':'<series>','prefix':'<p>','suffix':'<s>'}],"
    "'gates':[{'kind':'k','needs':'k','code':'g','law':'<法> 1','message':'<gate>'}],"
    "'states':[{'kind':'k','code':'d','label':'<d>','standing':'editable'}],"
    "'kinds':[{'code':'k','label':'<k>','initial':'d','actions':['i'],'law':'<法> 1'}]},"
    "'forms':{'k':{'title':'<form>','sections':[{'id':'s','title':'<section>','fields':["
    "{'name':'main','label':'<label>','visibility':'public','type':'text'},"
    "{'name':'f','label':'<file>','type':'attachment','required_when':'<when>',"
    "'help':'<help>'}]}]}},"
    "'declared':[{'word':'limit','id':'limit.x','title':'<limit>','unit':'工作日','value':3,"
    "'law':'<法> 1'}],"
    "'questionnaires':[{'code':'<q>','title':'<ask>','help':'<why>','law':'<法> 1','questions':["
    "{'id':'c','text':'<question>','help':'<hint>','type':'choices','options':["
    "{'code':'<a>','label':'<option>','help':'<of>'}]},"
    "{'id':'day','text':'<date>','type':'date','options':[]},"
    "{'id':'yes','text':'<boolean>','type':'boolean','options':[]}]}],"
    "'publication':{'codes':{'algorithm_type':['v'],'role':['v'],'area':['v']}},"
    "'vocabulary':{'v':{'title':'<v>','law':'<法> 1','items':[{'code':'<code>',"
    "'label':'<item>','description':'<what>'}]}}}";

static struct page_site
hostile(void)
{
    struct page_site site = {.manifest = rig_json(hostile_manifest)};
    struct fault f;

    if (law_compile(json_object_get(site.manifest, "law"), a, &site.law, &f))
        check_stop("the hostile law: %s", f.text);
    return site;
}

static struct entry
entry_of(const char *text)
{
    struct entry x = {.number = "网信算备110108123456701260017号",
                      .digits = "110108123456701260017",
                      .algorithm_name = text,
                      .algorithm_type = text,
                      .algorithm_type_label = text,
                      .role = text,
                      .role_label = text,
                      .organization = text,
                      .area = text,
                      .area_label = text,
                      .products = text,
                      .purpose = text,
                      .note = text,
                      .status = "filed",
                      .filed_on = "2026-11-26"};
    json_t *disclosure = json_pack("{s:s, s:s, s:[s]}", "main", arena_printf(a, "%s.", text), text,
                                   arena_printf(a, "%s!", text), "list", text);
    json_t *history = json_pack("[{s:s, s:s, s:s, s:i}]", "on", "2026-11-26", "what", "filed",
                                "label", text, "version", 1);

    x.disclosure = json_text(a, arena_json(a, disclosure));
    x.history = json_text(a, arena_json(a, history));
    return x;
}

static struct facets
facets_of(const char *text, long n)
{
    struct facets f = {.total = n};

    for (enum facet facet = 0; facet < FACET__MAX; facet++) {
        f.rows[facet] = arena_alloc(a, sizeof *f.rows[facet]);
        f.rows[facet][0] = (struct entry_count){text, text, n};
        f.n[facet] = 1;
    }
    return f;
}

/* ---- each of them, of one text --------------------------------------------------------------- */

static void
draw_home(struct buf *b, const struct page_site *site, const char *text)
{
    struct entry rows[6];

    for (size_t i = 0; i < LEN(rows); i++)
        rows[i] = entry_of(text);
    page_home(b, site, &(struct home_view){rows, LEN(rows), 12345, 99, 7, "2026"});
}

static void
draw_search(struct buf *b, const struct page_site *site, const char *text)
{
    struct entry rows[SEARCH_ROWS];
    struct search_view x = {.text = text,
                            .chosen = {text, text, text, text},
                            .page = 2,
                            .pages = 3,
                            .rows = rows,
                            .n = SEARCH_ROWS,
                            .facets = facets_of(text, 25)};

    for (size_t i = 0; i < LEN(rows); i++)
        rows[i] = entry_of(text);
    page_search(b, site, &x);
}

static void
draw_nothing_found(struct buf *b, const struct page_site *site, const char *text)
{
    page_search(b, site,
                &(struct search_view){.text = text, .chosen = {text}, .page = 1, .facets = {0}});
}

static void
draw_refused(struct buf *b, const struct page_site *site, const char *text)
{
    page_search(b, site, &(struct search_view){.text = text, .refused = text, .page = 1});
}

static void
draw_entry(struct buf *b, const struct page_site *site, const char *text)
{
    page_entry(b, site, &(struct entry_view){entry_of(text), text});
}

static void
draw_cancellations(struct buf *b, const struct page_site *site, const char *text)
{
    struct entry rows[10];
    struct cancellations_view x = {.series = text,
                                   .from = text,
                                   .to = text,
                                   .refused = text,
                                   .rows = rows,
                                   .n = LEN(rows),
                                   .before = 50,
                                   .at = text,
                                   .next = text};

    for (size_t i = 0; i < LEN(rows); i++) {
        rows[i] = entry_of(text);
        rows[i].status = "revoked";
        rows[i].changed_on = text;
    }
    page_cancellations(b, site, &x);
}

static void
draw_wrong(struct buf *b, const struct page_site *site, const char *text)
{
    page_number_wrong(b, site, text, text);
}

static void
draw_statistics(struct buf *b, const struct page_site *site, const char *text)
{
    struct entry_count month = {"2026-11", NULL, 3};
    struct figure cell = {.code = text, .label = text, .received = 1};
    struct figure_stage stage = {.code = text, .label = text, .done = 1};
    struct rows_of_figures one = {&cell, 1};
    struct figures work = {.from = "2026-10",
                           .to = "2026-11",
                           .total = cell,
                           .months = one,
                           .classes = one,
                           .provinces = one,
                           .reasons = one,
                           .stages = &stage,
                           .stages_n = 1};
    page_statistics(b, site, &(struct statistics_view){facets_of(text, 3), 2, 3, &month, 1, work});
}

static void
draw_help(struct buf *b, const struct page_site *site, const char *text)
{
    (void)text;
    page_help(b, site);
}

static void
draw_problem(struct buf *b, const struct page_site *site, const char *text)
{
    page_problem(b, site, text, text, text);
}

/* Every question with what somebody wrote, and an outcome of the same. */
static void
draw_questionnaire(struct buf *b, const struct page_site *site, const char *text)
{
    const json_t *it = json_array_get(json_object_get(site->manifest, "questionnaires"), 0);
    json_t *answers = arena_json(a, json_object()), *asked = arena_json(a, json_array());
    json_t *outcome = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "label", text, "text", text,
                                "more", text, "law", text, "kind", text, "action", text);
    struct questionnaire_view x = {.it = it, .answers = answers, .asked = asked};
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(it, "questions"), i, question)
    {
        const char *id = json_str(question, "id");
        json_array_append_new(asked, json_string(id));
        json_object_set_new(answers, id,
                            str_is(json_str(question, "type"), "choices") ? json_pack("[s]", text)
                                                                          : json_string(text));
        x.refused_at = id;
    }
    x.outcome = arena_json(a, outcome);
    x.refused = text;
    page_questionnaire(b, site, &x);
}

struct drawing {
    const char *name;
    void (*draw)(struct buf *b, const struct page_site *site, const char *text);
};
static const struct drawing drawings[] = {
    {"home", draw_home},
    {"search", draw_search},
    {"nothing_found", draw_nothing_found},
    {"refused", draw_refused},
    {"entry", draw_entry},
    {"wrong_number", draw_wrong},
    {"statistics", draw_statistics},
    {"help", draw_help},
    {"problem", draw_problem},
    {"questionnaire", draw_questionnaire},
    {"cancellations", draw_cancellations},
};

static struct buf
drawn(const void *row, struct page_site site, const char *text)
{
    const struct drawing *d = row;
    struct buf b = BUF(a);

    d->draw(&b, &site, text);
    return b;
}

/* ---- markup ---------------------------------------------------------------------------------- */

/* Elements are closed in the order in which they were opened. */
static void
check_balanced(const char *html)
{
    static const char *const alone[] = {"meta", "!DOCTYPE", "br", "link", "img", "input"};
    char open[64][16];
    int depth = 0;

    for (const char *at = strchr(html, '<'); at != NULL; at = strchr(at + 1, '<')) {
        char name[16] = "";
        bool is_end = at[1] == '/', is_alone = *(strchr(at, '>') - 1) == '/';
        size_t n = strcspn(at + 1 + is_end, " />\n");

        snprintf(name, sizeof name, "%.*s", (int)(n < 15 ? n : 15), at + 1 + is_end);
        for (size_t i = 0; i < LEN(alone); i++)
            is_alone |= strcmp(alone[i], name) == 0;
        if (is_alone)
            continue;
        if (!is_end && !CHECK(depth < (int)LEN(open)))
            return;
        if (!is_end)
            snprintf(open[depth++], sizeof open[0], "%s", name);
        else if (!CHECK_STR(name, depth > 0 ? open[--depth] : "nothing"))
            return;
    }
    CHECK_STR(depth > 0 ? open[depth - 1] : "nothing", "nothing");
}

/* The one element of ours that runs is the file beside. */
static void
check_is_only_text(const char *html)
{
    const char *script = strstr(html, "<script");

    CHECK_HAS(html, "<script src=\"/register.js\" defer></script>");
    CHECK(script == NULL || strstr(script + 1, "<script") == NULL);
    CHECK_LACKS(html, "<b a=");
    CHECK_LACKS(html, "onload=y'");
    CHECK_LACKS(html, "style=");
    check_balanced(html);
}

static void
markup_in_what_was_filed_or_asked_is_only_text(const void *row)
{
    check_is_only_text(drawn(row, shipped(), MARKUP).p);
}

static void
markup_in_what_a_set_declares_is_only_text(const void *row)
{
    static const char *const never[] = {
        "<d>",    "<o>",    "<c>",      "<法>",   "<stage>", "<role>",    "<series>", "<gate>",
        "<k>",    "<form>", "<label>",  "<file>", "<when>",  "<help>",    "<limit>",  "<v>",
        "<item>", "<what>", "<code>",   "<act>",  "<q>",     "<ask>",     "<why>",    "<question>",
        "<hint>", "<a>",    "<option>", "<of>",   "<date>",  "<boolean>",
    };
    const char *html = drawn(row, hostile(), MARKUP).p;

    for (size_t i = 0; i < LEN(never); i++)
        CHECK_LACKS(html, never[i]);
    CHECK_HAS(html, "&lt;d&gt;");
    check_is_only_text(html);
}

/* Bytes that begin and end nothing: a link cannot leave its page by what somebody searched for. */
static void
what_was_searched_for_stays_in_its_place_in_an_address(void)
{
    struct buf b = drawn(&drawings[1], shipped(), "a&type=x#\"/../");
    CHECK_HAS(b.p, "/register?q=a%26type%3Dx%23%22%2F..%2F&amp;type=");
}

static void
each_page_has_a_title_a_language_one_heading_and_a_way_past_the_navigation(const void *row)
{
    const char *html = drawn(row, shipped(), "画眉").p, *h1 = strstr(html, "<h1>");

    CHECK_HAS(html, "<html lang=\"zh-CN\">");
    CHECK_HAS(html, "· 算备</title>");
    CHECK_HAS(html, "<a class=\"skip\" href=\"#main\">");
    CHECK_HAS(html, "<main id=\"main\"");
    if (CHECK(h1 != NULL))
        CHECK_LACKS(h1 + 1, "<h1>");
    CHECK_HAS(html, json_str(shipped().manifest, "disclaimer"));
}

/* ---- size ------------------------------------------------------------------------------------ */

static const char *
repeated(const char *text, int n)
{
    struct buf b = BUF(a);
    for (int i = 0; i < n; i++)
        buf_puts(&b, text);
    return b.p;
}

static void
a_page_of_ordinary_texts_is_small(const void *row)
{
    struct buf b = drawn(row, shipped(), "面向公众的示例文字共计十六个汉字");
    CHECK_MOST(b.n, SIZE_MOST);
}

static void
statistics_of_every_province_and_two_years_are_small(void)
{
    struct entry_count months[24], areas[34];
    struct buf b = BUF(a);
    struct page_site site = shipped();
    struct statistics_view x = {.facets = facets_of("个性化推送类", 99999), .months = months};

    for (size_t i = 0; i < LEN(areas); i++)
        areas[i] = (struct entry_count){"11", "新疆维吾尔自治区", 12345};
    for (size_t i = 0; i < LEN(months); i++)
        months[i] = (struct entry_count){"2026-11", NULL, 12345};
    x.facets.rows[FACET_AREA] = areas;
    x.facets.n[FACET_AREA] = LEN(areas);
    x.months_n = LEN(months);
    page_statistics(&b, &site, &x);
    CHECK_MOST(b.n, SIZE_MOST);
    CHECK_HAS(b.p, "2026年11月");
    CHECK_HAS(b.p, "<td>12,345</td>");
}

/* Everything that the public page may be asked to show at once. */
static void
figures_of_a_year_and_every_province_are_small(void)
{
    struct figure months[12], classes[7], provinces[35];
    struct figure_stage stages[] = {{"a", "初审", 12345, 7}, {"b", "复审", 12345, 12}};
    struct buf b = BUF(a);
    struct page_site site = shipped();
    struct figure one = {"11", "新疆维吾尔自治区", 1234, 1234, 1234, 1234, 1234};
    struct statistics_view x = {.work = {.from = "2025-12",
                                         .to = "2026-11",
                                         .months = {months, LEN(months)},
                                         .classes = {classes, LEN(classes)},
                                         .provinces = {provinces, LEN(provinces)},
                                         .stages = stages,
                                         .stages_n = LEN(stages)}};

    for (size_t i = 0; i < LEN(months); i++) {
        months[i] = one;
        months[i].code = arena_printf(a, "2026-%02zu", i + 1);
    }
    for (size_t i = 0; i < LEN(classes); i++)
        classes[i] = one;
    for (size_t i = 0; i < LEN(provinces); i++)
        provinces[i] = one;
    page_statistics(&b, &site, &x);
    CHECK_MOST(b.n, 2 * SIZE_MOST);
}

/* ---- pictures of figures --------------------------------------------------------------------- */

static struct buf
chart_of(struct figure *rows, int n, enum chart of)
{
    struct figures x = {.from = "2025-12",
                        .to = "2026-03",
                        .total = {.received = 7},
                        .months = {rows, n},
                        .classes = {rows, n},
                        .provinces = {rows, n},
                        .reasons = {rows, n}};
    struct buf b = BUF(a);

    page_chart(&b, &x, of);
    return b;
}

/* Time is to scale: December and March have columns, the months between them have places. */
static void
a_month_without_filings_keeps_its_place(void)
{
    struct figure rows[] = {{"2025-12", "", 4, 0, 0, 0, 0}, {"2026-03", "", 2, 1, 0, 0, 0}};
    struct buf b = chart_of(rows, LEN(rows), CHART_MONTH);

    CHECK_HAS(b.p, "viewBox=\"0 0 40 34\"");
    CHECK_HAS(b.p, "d=\"M2 34v-34h6v34zM32 34v-17h6v17z\"");
    CHECK_HAS(b.p, "<text x=\"12.5%\" y=\"28\">4</text>");
    CHECK_HAS(b.p, "<text x=\"87.5%\" y=\"45\">2</text>");
    CHECK_LACKS(b.p, ">2025</text>");
    CHECK_HAS(b.p, ">2026</text>");
    CHECK_HAS(b.p, "<desc id=\"chart-month-d\">2025-12 至 2026-03：收到 7，");
}

/* A single one among thousands is a line, and none is none. */
static void
what_is_little_is_drawn_and_what_is_nothing_is_not(void)
{
    struct figure rows[] = {{"a", "多", 100000, 0, 0, 0, 0}, {"b", "少", 1, 0, 0, 0, 0}};
    struct buf b = chart_of(rows, LEN(rows), CHART_CLASS);

    CHECK_HAS(b.p, "d=\"M0 52h180v7h-180zM0 96h1v7h-1z\"");
}

static void
rows_beyond_the_twelfth_are_drawn_together(void)
{
    struct figure rows[14];

    for (int i = 0; i < 14; i++)
        rows[i] = (struct figure){
            arena_printf(a, "%d", i), arena_printf(a, "第%d", i), 2, 1, 1, 0, i > 10};
    struct buf all = chart_of(rows, 12, CHART_PROVINCE);
    struct buf more = chart_of(rows, 13, CHART_PROVINCE);
    CHECK_HAS(all.p, ">第11</text>");
    CHECK_LACKS(all.p, "其余");
    CHECK_LACKS(more.p, ">第11</text>");
    CHECK_HAS(more.p, ">其余 2 项合计</text>");
    CHECK_HAS(more.p, "<text y=\"532\">4</text></svg>");
    /* A reason is for sending back or refusing; nobody is received for one. */
    CHECK_LACKS(chart_of(rows, 2, CHART_REASON).p, "收到");
}

/* An entry holds what was published, whole; what only leads to it holds its beginning. */
static void
long_texts_are_cut_where_they_only_lead_somewhere(void)
{
    const char *text = repeated("长", 20000);

    CHECK_MOST(drawn(&drawings[0], shipped(), text).n, SIZE_MOST);
    CHECK_LACKS(drawn(&drawings[0], shipped(), text).p, repeated("长", 61));
    CHECK_HAS(drawn(&drawings[4], shipped(), text).p, "<summary>展开其余 19,600 字</summary>");
}

/* ---- what they say --------------------------------------------------------------------------- */

static void
the_number_is_grouped_for_the_eye_and_copied_whole(void)
{
    struct buf b = drawn(&drawings[4], shipped(), "画眉");

    CHECK_HAS(b.p, "<span>网信算备</span><span>110</span><span>108</span>");
    CHECK_HAS(b.p, "data-copy=\"网信算备110108123456701260017号\"");
    CHECK_HAS(b.p, "<time datetime=\"2026-11-26\">2026年11月26日</time>");
    CHECK_HAS(b.p, "/r/110108123456701260017");
}

static void
what_left_the_register_says_so(void)
{
    struct buf b = BUF(a);
    struct page_site site = shipped();
    struct entry_view x = {.entry = entry_of("画眉")};

    x.entry.status = "revoked";
    x.entry.changed_on = "2026-11-27";
    x.entry.law = "算法推荐管理规定 33.1";
    page_entry(&b, &site, &x);
    CHECK_HAS(b.p, "已撤销");
    CHECK_LACKS(b.p, "已备案");
    CHECK_HAS(b.p,
              "2026年11月27日</time> 主管部门撤销，依据《互联网信息服务算法推荐管理规定》第三");
}

/* A change is an item of its own, of that moment, told in its own words; asked again it is the
 * same. */
static void
a_change_is_an_item_of_the_feed_of_its_own(void)
{
    struct buf first = BUF(a), second = BUF(a);
    struct entry x = entry_of("画眉");

    x.changed_at = INT64_C(1795658400000);
    page_feed(&first, "公示", "http://x", &x, 1);
    CHECK_HAS(first.p, "<entry><id>http://x/r/110108123456701260017</id><title>已备案：画眉</title>"
                       "<updated>2026-11-26T10:00:00+08:00</updated>");
    x.history = "[{\"on\":\"2026-11-26\",\"what\":\"filed\",\"label\":\"予以备案\"},"
                "{\"on\":\"2026-11-26\",\"what\":\"amended\",\"label\":\"改了<名\"}]";
    x.changed_at += 3000;
    page_feed(&second, "公示", "http://x", &x, 1);
    CHECK_HAS(second.p,
              "<entry><id>http://x/r/110108123456701260017#2</id><title>备案变更：画眉</title>"
              "<updated>2026-11-26T10:00:03+08:00</updated>");
    CHECK_HAS(second.p, "，改了&lt;名</summary>");
    CHECK_HAS(second.p, "</title><updated>2026-11-26T10:00:03+08:00</updated>");
}

static void
what_left_the_register_is_numbered_on_from_the_page_before(void)
{
    struct buf b = BUF(a), none = BUF(a);
    struct page_site site = shipped();
    struct entry x = entry_of("画眉");
    struct cancellations_view view = {.series = "deep_synthesis",
                                      .rows = &x,
                                      .n = 1,
                                      .before = 50,
                                      .at = "2026-11-26.7.50",
                                      .next = "2026-11-25.6.51"};

    x.status = "deregistered";
    x.changed_on = "2026-11-25";
    page_cancellations(&b, &site, &view);
    CHECK_HAS(b.p, "<td data-head=\"序号\">51</td>");
    CHECK_HAS(b.p, "<th scope=\"col\">角色</th>");
    CHECK_HAS(b.p, "<time datetime=\"2026-11-25\">2026年11月25日</time>");
    CHECK_HAS(b.p, "/register/cancellations?cursor=2026-11-25.6.51&amp;series=deep_synthesis\"");
    CHECK_HAS(b.p, "href=\"/register/cancellations?series=deep_synthesis\">回到第一页");
    CHECK_HAS(b.p, "format=csv&amp;limit=50&amp;cursor=2026-11-26.7.50&amp;series=");

    page_cancellations(&none, &site, &(struct cancellations_view){.n = 0});
    CHECK_HAS(none.p, "还没有注销、撤销的备案");
    CHECK_LACKS(none.p, "没有符合条件的");
    CHECK_LACKS(none.p, "<table");
    page_cancellations(&none, &site, &(struct cancellations_view){.to = "2000-01-01"});
    CHECK_HAS(none.p, "没有符合条件的");
}

static void
disclosed_fields_have_the_labels_of_the_set(void)
{
    struct buf b = drawn(&drawings[4], hostile(), "画眉");
    CHECK_HAS(b.p, "<dt>&lt;label&gt;</dt>");
}

static void
who_must_file_is_said_with_grounds_and_what_is_unverified_is_marked(void)
{
    const char *html = drawn(&drawings[7], shipped(), "").p;

    CHECK_HAS(html, "生成合成类");
    CHECK_HAS(html, "《互联网信息服务算法推荐管理规定》第二十四条第一款");
    CHECK_HAS(html, "<th scope=\"row\">首次备案期限</th><td>10 个工作日</td>");
    CHECK_HAS(html, "<th scope=\"row\">主体资质初审期限</th><td>10 个工作日</td><td>"
                    "<span class=\"tag param\">本系统参数，未经核实</span>");
    CHECK_HAS(html, "主体资质初审通过后才能填报算法备案信息");
    CHECK_HAS(html, "算法安全自评估报告");
}

static void
what_was_answered_stays_chosen_and_goes_along_to_the_draft(void)
{
    struct page_site site = shipped();
    struct questionnaire_view x = {
        .it = rig_json("{'code':'q','title':'问','law':'','questions':["
                       "{'id':'c','text':'几项','type':'choices','options':["
                       "{'code':'one','label':'甲'},{'code':'two','label':'乙'}]},"
                       "{'id':'b','text':'是否','type':'boolean','options':[]}]}"),
        .answers = rig_json("{'c':['two'],'b':false,'unasked':'x'}"),
        .asked = rig_json("['c','b']"),
        .outcome = rig_json("{'label':'要','text':'须办理','law':'算法推荐管理规定 24.1',"
                            "'more':'期限','kind':'algorithm','action':'initial'}"),
    };
    struct buf b = BUF(a);

    page_questionnaire(&b, &site, &x);
    CHECK_HAS(b.p, "name=\"c\" value=\"two\" checked>");
    CHECK_HAS(b.p, "name=\"c\" value=\"one\">");
    CHECK_HAS(b.p, "name=\"b\" value=\"false\" checked>");
    CHECK_HAS(b.p, "href=\"/filings/start/q?c=two&amp;b=false\"");
    CHECK_HAS(b.p, "《互联网信息服务算法推荐管理规定》第二十四条第一款");
    CHECK_HAS(b.p, "首次备案");
}

static void
an_empty_register_says_so(void)
{
    struct buf home = BUF(a), statistics = BUF(a);
    struct page_site site = shipped();

    page_home(&home, &site, &(struct home_view){.year = "2026"});
    CHECK_HAS(home.p, "还没有公示的备案");
    page_statistics(&statistics, &site, &(struct statistics_view){.months_n = 0});
    CHECK_HAS(statistics.p, "还没有公示的备案");
}

/* ---- facets ---------------------------------------------------------------------------------- */

static void
a_facet_is_counted_as_if_it_were_not_chosen(void)
{
    const struct entry_group groups[] = {
        {"generation_synthesis", "provider", "11", "2026", "filed", NULL, NULL, NULL, 5},
        {"generation_synthesis", "supporter", "31", "2025", "filed", NULL, NULL, NULL, 3},
        {"gone", "", "99", "2026", "revoked", "旧类", NULL, NULL, 2},
    };
    const char *const chosen[FACET__MAX] = {"generation_synthesis", NULL, NULL, "2026"};
    struct facets f;

    facets_count(a, shipped().manifest, groups, LEN(groups), chosen, &f);
    CHECK_INT(f.total, 5);
    CHECK_INT(f.n[FACET_TYPE], 2);
    CHECK_STR(f.rows[FACET_TYPE][0].label, "生成合成类");
    CHECK_INT(f.rows[FACET_TYPE][0].n, 5);
    CHECK_STR(f.rows[FACET_TYPE][1].label, "旧类");
    CHECK_INT(f.n[FACET_YEAR], 2);
    CHECK_STR(f.rows[FACET_YEAR][0].code, "2026");
    CHECK_INT(f.n[FACET_AREA], 1);
    CHECK_STR(f.rows[FACET_AREA][0].label, "北京市");
    CHECK_INT(f.n[FACET_ROLE], 1);
}

static const char *
subtype(const json_t *manifest)
{
    const json_t *list =
        json_object_get(json_object_get(manifest, "vocabulary"), "algorithm_subclass");
    return json_str(json_array_get(json_object_get(list, "items"), 0), "code");
}

static void
with_a_type_its_subtypes_are_chosen_and_a_part_of_a_code_is_none(void)
{
    const json_t *manifest = shipped().manifest;
    const struct entry_group groups[] = {
        {subtype(manifest), "", "11", "2026", "filed", NULL, NULL, NULL, 4},
        {"retrieval_filter", "", "11", "2026", "filed", NULL, NULL, NULL, 1},
    };
    const char *const chosen[FACET__MAX] = {"retrieval_filtering"};
    struct facets f;

    facets_count(a, manifest, groups, LEN(groups), chosen, &f);
    CHECK_INT(f.total, 4);
}

static const struct check_test tests[] = {
    TEST_EACH(markup_in_what_was_filed_or_asked_is_only_text, drawings),
    TEST_EACH(markup_in_what_a_set_declares_is_only_text, drawings),
    TEST(what_was_searched_for_stays_in_its_place_in_an_address),
    TEST_EACH(each_page_has_a_title_a_language_one_heading_and_a_way_past_the_navigation, drawings),
    TEST_EACH(a_page_of_ordinary_texts_is_small, drawings),
    TEST(statistics_of_every_province_and_two_years_are_small),
    TEST(figures_of_a_year_and_every_province_are_small),
    TEST(a_month_without_filings_keeps_its_place),
    TEST(what_is_little_is_drawn_and_what_is_nothing_is_not),
    TEST(rows_beyond_the_twelfth_are_drawn_together),
    TEST(long_texts_are_cut_where_they_only_lead_somewhere),
    TEST(the_number_is_grouped_for_the_eye_and_copied_whole),
    TEST(what_left_the_register_says_so),
    TEST(a_change_is_an_item_of_the_feed_of_its_own),
    TEST(what_left_the_register_is_numbered_on_from_the_page_before),
    TEST(disclosed_fields_have_the_labels_of_the_set),
    TEST(who_must_file_is_said_with_grounds_and_what_is_unverified_is_marked),
    TEST(what_was_answered_stays_chosen_and_goes_along_to_the_draft),
    TEST(an_empty_register_says_so),
    TEST(a_facet_is_counted_as_if_it_were_not_chosen),
    TEST(with_a_type_its_subtypes_are_chosen_and_a_part_of_a_code_is_none),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/* The handbook and the replay report as pages: everything is on them, nothing in them is markup
 * that we did not write. */
#include "page/page.h"
#include "policy_rig.h"

/* Elements of ours are closed in the order in which they were opened. Stops at the first that is
 * not, and says which. */
static void
check_balanced(const char *html)
{
    static const char *const alone[] = {"meta", "!DOCTYPE", "br"};
    char open[64][16];
    int depth = 0;

    for (const char *at = strchr(html, '<'); at != NULL; at = strchr(at + 1, '<')) {
        char name[16] = "";
        bool is_end = at[1] == '/', is_alone = false;
        size_t n = strcspn(at + 1 + is_end, " >\n");

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

/* ---- the handbook ---------------------------------------------------------------------------- */

struct set {
    const char *name, *folder;
    json_t *manifest;
    struct buf page;
};

static struct set sets[] = {
    {.name = "the test set", .folder = RIG_SET},
    {.name = "the shipped set", .folder = "rules"},
};

static void
draw_handbook(struct set *set)
{
    struct policy *p = rig_policy_of(set->folder);

    set->manifest = arena_json(a, json_deep_copy(policy_manifest(p)));
    set->page = BUF(a);
    page_handbook(&set->page, set->manifest, policy_rule_set(p), policy_engine());
    CHECK_HAS(set->page.p, policy_rule_set(p));
    CHECK_HAS(set->page.p, policy_engine());
    policy_close(p);
}

static void
the_handbook_names_its_set_and_its_engine(const void *row)
{
    draw_handbook((struct set *)(uintptr_t)row);
}

/* The page of that set, drawn by the test before or, where this test runs alone, now. */
static const struct set *
drawn(const void *row)
{
    struct set *set = (struct set *)(uintptr_t)row;
    if (set->page.p == NULL)
        draw_handbook(set);
    return set;
}

static void
fields_are_there(const char *page, const json_t *fields)
{
    size_t i;
    const json_t *f;

    json_array_foreach(fields, i, f)
    {
        CHECK_HAS(page,
                  arena_printf(a, "%s <code>%s</code>", json_str(f, "label"), json_str(f, "name")));
        fields_are_there(page, json_object_get(f, "fields"));
    }
}

/* Every key of the object of that name stands on the page as fmt writes it. */
static void
keys_are_there(const struct set *set, const char *name, const char *fmt)
{
    const char *key;
    json_t *x, *object = json_object_get(set->manifest, name);

    CHECK_LEAST(json_object_size(object), 1);
    json_object_foreach(object, key, x)
    {
        const char *at = strchr(fmt, '@');
        CHECK_HAS(set->page.p, arena_printf(a, "%.*s%s%s", (int)(at - fmt), fmt, key, at + 1));
    }
}

static void
the_handbook_holds_every_rule_field_law_limit_list_and_deadline(const void *row)
{
    const struct set *set = drawn(row);
    const char *page = set->page.p, *key;
    size_t i;
    json_t *x, *section;

    CHECK_LEAST(json_array_size(json_object_get(set->manifest, "rules")), 1);
    json_array_foreach(json_object_get(set->manifest, "rules"), i, x)
    {
        CHECK_HAS(page, arena_printf(a, "<code>%s</code>", json_str(x, "id")));
        CHECK_HAS(page, json_str(x, "title"));
        CHECK_HAS(page, json_str(x, "source"));
    }

    keys_are_there(set, "laws", "id=\"law.@\"");
    json_object_foreach(json_object_get(set->manifest, "laws"), key, x)
        CHECK_HAS(page, json_str(x, "title"));
    keys_are_there(set, "limits", "<code>@</code>");
    keys_are_there(set, "vocabulary", "id=\"vocabulary-@\"");

    json_object_foreach(json_object_get(set->manifest, "forms"), key, x)
        json_array_foreach(json_object_get(x, "sections"), i, section)
            fields_are_there(page, json_object_get(section, "fields"));
    json_array_foreach(json_object_get(set->manifest, "deadlines"), i, x)
        CHECK_HAS(page, json_str(x, "title"));
}

static void
the_handbook_is_well_formed(const void *row)
{
    check_balanced(drawn(row)->page.p);
}

static void
the_handbook_fetches_nothing_and_runs_nothing(const void *row)
{
    const char *page = drawn(row)->page.p;
    CHECK_LACKS(page, "<script");
    CHECK_LACKS(page, "src=");
    CHECK_LACKS(page, "url(");
}

/* Words of the handbook of the shipped set, and what they show. */
struct words {
    const char *name, *first, *second;
};
static const struct words words[] = {
    {"an_article_is_written_out", "《互联网信息服务算法推荐管理规定》第二十四条第一款", NULL},
    {"a_value_without_a_source_is_marked", "本系统参数，未经核实</span>", NULL},
    {"what_a_check_reads_is_named_by_its_label",
     "<a href=\"#field.algorithm.basic.online_on\">算法基础属性信息 › 上线时间</a>", NULL},
    {"a_decreed_year_and_a_guessed_one_are_told_apart", "已公布</td>", "未公布，按周末推算"},
    {"who_may_do_what_is_in_words", "初审人员 退回补正", NULL},
    {"the_cases_of_a_check_are_listed", "ICP 备案主体不是填报主体", NULL},
    {"where_work_goes_when_its_subject_moves", "尚未了结的备案和仍然有效的备案重新分派",
     "公示记录里写“注册地由{from}变更为{to}”"},
    {"what_the_register_says_of_a_subject_with_another_name",
     "主体改名的，公示记录里写“主体名称由“{from}”变更为“{to}””", NULL},
    {"a_field_and_a_limit_say_where_they_stand",
     "<code>rules/forms/subject.lua:", "<code>rules/limits.lua:"},
};

static void
the_handbook_reads_in_words(const void *row)
{
    const struct words *w = row;
    const char *page = drawn(&sets[1])->page.p;

    CHECK_HAS(page, w->first);
    if (w->second)
        CHECK_HAS(page, w->second);
}

static const char tricky_manifest[] =
    "{\"title\":\"<b>&\\\"'\","
    "\"laws\":{\"<法>\":{\"title\":\"<法>&\",\"articles\":[\"1\"]}},"
    "\"limits\":{\"x\":\"<i>\"},"
    "\"law\":{\"actions\":[{\"code\":\"<a>\",\"label\":\"<act>\"}],"
    "\"states\":[{\"kind\":\"subject\",\"code\":\"d\",\"label\":\"<d>\",\"standing\":\"editable\"}]"
    ","
    "\"kinds\":[{\"code\":\"subject\",\"label\":\"<k>\",\"initial\":\"d\",\"actions\":[\"<a>\"]}]},"
    "\"forms\":{\"subject\":{\"title\":\"<form>\",\"law\":\"<法> 1\",\"actions\":[\"<a>\"],"
    "\"layout\":\"sections\",\"sections\":[{\"id\":\"s\",\"title\":\"<s>\",\"help\":\"<h>\","
    "\"fields\":[{\"name\":\"f\",\"label\":\"<script>alert(1)</script>\",\"type\":\"text\","
    "\"help\":\"<img src=x>\",\"law\":\"<法> 1\",\"example\":\"<e>\",\"required_when\":\"a<b\","
    "\"visibility\":\"<v>\",\"limits\":{\"pattern\":\"^<[a-z]&$\"}}]}]}},"
    "\"rules\":[{\"id\":\"r\",\"title\":\"<r>\",\"severity\":\"error\",\"law\":\"<法> 1\","
    "\"source\":\"rules/<x>.lua:1\",\"kinds\":[\"subject\"],\"reads\":[\"<path>\","
    "\"filing.data.s.f\",\"filing.data.s\",\"organization.subject.data.s.f\"]}],"
    "\"vocabulary\":{\"v\":{\"title\":\"<v>\",\"law\":\"x\",\"items\":[{\"code\":\"<c>\","
    "\"label\":\"<l>\",\"description\":\"<d>\",\"extra\":\"<x>\"}]}}}";

static const char *
tricky_page(void)
{
    struct buf b = BUF(a);
    page_handbook(&b, rig_parse(tricky_manifest), "0123", "engine");
    return b.p;
}

static void
markup_in_a_declaration_is_only_text(void)
{
    static const char *const never[] = {"<b>",     "<i>",  "<法>", "<form>", "<s>", "<h>",
                                        "<script", "<img", "<e>",  "<v>",    "<r>", "<x>",
                                        "<c>",     "<l>",  "<d>",  "<path>", "a<b", "^<"};
    const char *page = tricky_page();

    for (size_t i = 0; i < LEN(never); i++)
        CHECK_LACKS(page, never[i]);
    CHECK_HAS(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    check_balanced(page);
}

static void
quotes_cannot_leave_an_attribute(void)
{
    CHECK_HAS(tricky_page(), "&lt;b&gt;&amp;&quot;&#39;");
}

/* ---- the report ------------------------------------------------------------------------------ */

static const char report_text[] =
    "{'rule_set':'aaaabbbbccccdddd','base':'1111222233334444','engine':'suanbei-engine/2',"
    "'decisions':1000,'facts_hash':'f00f','counts':{'unchanged':986,'accept_to_refuse':7,"
    "'refuse_to_accept':2,'findings_changed':4,'deadline_moved':3,'route_moved':1,'error':1},"
    "'changed':14,'filings':11,'hits_hash':'0a0b','titles':{'rule_set':'新集','base':'旧集'},"
    "'rules':[{'rule':'subject.icp_holder','title':'ICP 备案主体应与填报主体一致',"
    "'law':'算法推荐管理规定 24.1；审核实践','source':'rules/checks/icp.lua:39',"
    "'counts':{'appeared':7,'disappeared':2,'severity':1,'words':0},"
    "'samples':[{'filing':'f1','n':1,'version':2,'title':'<i>画眉</i>算法',"
    "'organization':'甲公司','number':'网信算备110108000000101260010号',"
    "'kinds':'accept_to_refuse findings_changed'}]}],"
    "'deadlines':{'review':{'moved':3,'earlier':1,'later':2}},"
    "'samples':{'error':[{'filing':'f2','n':3,'version':1,'title':'','organization':'乙公司',"
    "'number':null,'kinds':'error','fault':'规则在限定的时间内没有作出答复'}]}}";
static const char hits_text[] =
    "[{'filing':'f1','n':1,'version':2,'title':'画眉算法','organization':'甲公司',"
    "'number':null,'kinds':'accept_to_refuse','change':{"
    "'verdict':{'before':'acceptable','after':'not_acceptable'},"
    "'findings':[{'rule':'subject.icp_holder','title':'ICP 备案主体应与填报主体一致',"
    "'path':'/website/icp_holder','field':'ICP 备案主体','before':null,'after':'error'}],"
    "'deadlines':[{'name':'review','before':{'due_on':'2026-12-01'},"
    "'after':{'due_on':'2026-12-08'}}],"
    "'route':{'before':{'area':'110108','class':'01','stage':'preliminary'},"
    "'after':{'area':'310101','class':'01','stage':'preliminary'}}}}]";

static const char *
report(void)
{
    struct buf b = BUF(a);
    page_report(&b, rig_json(report_text), rig_json(hits_text), "5e5e");
    return b.p;
}

static void
the_report_begins_with_whom_it_hits(void)
{
    const char *page = report();
    CHECK_HAS(page, "<strong>7 次可以受理的判断变为不予受理</strong>");
    CHECK_HAS(page, "<strong>2 次不予受理的变为可以受理</strong>");
    CHECK_HAS(page, "共 14 次判断有变，涉及 11 件备案，其余 986 次不变");
}

static void
a_set_that_gave_no_answer_is_not_to_be_approved(void)
{
    CHECK_HAS(report(), "有 1 次新规则没有给出结论");
}

static void
each_rule_says_article_and_numbers(void)
{
    const char *page = report();
    CHECK_HAS(page, "《算法推荐管理规定》第二十四条第一款；审核实践");
    CHECK_HAS(page, "新提出 7 次，不再提出 2 次，轻重有变 1 次");
}

static void
a_moved_deadline_says_how_many_and_which_way(void)
{
    CHECK_HAS(report(), "<td class=\"n\">3</td><td class=\"n\">1</td><td class=\"n\">2</td>");
}

static void
a_filing_says_what_was_and_what_is(void)
{
    const char *page = report();
    CHECK_HAS(page, "由可以受理变为<strong>不予受理</strong>");
    CHECK_HAS(page, "ICP 备案主体：ICP 备案主体应与填报主体一致 "
                    "<code>subject.icp_holder</code>：新提出，不予受理");
    CHECK_HAS(page, "由 2026-12-01 变为 2026-12-08");
    CHECK_HAS(page, "地区由 <code>110108</code> 变为 <code>310101</code>");
}

static void
the_report_says_how_many_filings_it_leaves_out(void)
{
    CHECK_HAS(report(), "共 14 次判断有变，以下列出 1 次");
}

static void
the_report_says_what_is_signed(void)
{
    static const char *const signed_words[] = {"aaaabbbbccccdddd", "5e5e", "0a0b",
                                               "1111222233334444", "f00f"};
    const char *page = report();

    for (size_t i = 0; i < LEN(signed_words); i++)
        CHECK_HAS(page, signed_words[i]);
}

static void
the_report_is_well_formed_and_markup_in_a_title_is_only_text(void)
{
    const char *page = report();
    check_balanced(page);
    CHECK_HAS(page, "&lt;i&gt;画眉");
    CHECK_LACKS(page, "<i>");
}

static const char lives_text[] =
    "{'decisions':2,'changed':0,'filings':0,'counts':{'unchanged':2},'rules':[],'deadlines':{},"
    "'samples':{},'as_of':null,'lives':{'day':'2026-11-26','filings':3,'moves':7,'entries':1,"
    "'drafts':1,'products':2,'counts':{'move_changed':4,'draft_changed':1},'groups':["
    "{'what':'move_changed','kind':'algorithm','words':'算法备案在“<b>初审中”时“通过”：不允许',"
    "'n':4,'ids':['f1','f2']}]},'law':[{'of':'state','what':'removed','code':'a.b',"
    "'title':'状态','label':'算法备案的“退回”','words':'取消'}],"
    "'landing':[{'kind':'algorithm','kind_label':'算法备案','state':'old','state_label':'旧审',"
    "'filings':5,'to':null,'label':null}],"
    "'not_looked_at':[{'what':'erased','n':6,'words':'已删除的草稿'},"
    "{'what':'letters','n':null,'words':'文书'}]}";

static const char *
lives_page(const char *as_of)
{
    struct buf b = BUF(a);
    json_t *report = rig_json(lives_text);

    if (as_of != NULL)
        json_object_set_new(report, "as_of", json_string(as_of));
    page_report(&b, report, NULL, "5e5e");
    check_balanced(b.p);
    return b.p;
}

static void
what_differs_in_lives_is_said_in_the_first_sentence_and_shown(void)
{
    const char *page = lives_page(NULL);

    CHECK_HAS(page, "重走一遍时，<strong>办理的去处有变 4 次、草稿的结论有变 1 次</strong>");
    CHECK_HAS(page, "有 5 件在办的备案在新规则里没有去处，这样不能启用");
    CHECK_HAS(page, "把 3 件备案的 7 次办理按两套流程各走一遍");
    CHECK_HAS(page, "“&lt;b&gt;初审中”时“通过”：不允许");
    CHECK_HAS(page, "<code>f2</code> 等");
    CHECK_HAS(page, "算法备案的“退回”");
    CHECK_HAS(page, "没有去处，不能启用");
    CHECK_HAS(page, "已删除的草稿（6）");
    CHECK_HAS(page, "批准时签的是什么");
}

static void
a_report_of_a_chosen_day_says_so_and_is_not_for_signing(void)
{
    CHECK_HAS(lives_page("2027-03-01"), "本次重放一律按 2027-03-01 判断");
    CHECK_LACKS(lives_page("2027-03-01"), "批准时签的是什么");
}

static void
a_report_without_a_difference_says_so(void)
{
    struct buf same = BUF(a);

    page_report(&same,
                rig_json("{'decisions':50,'changed':0,'filings':0,'counts':{'unchanged':50},"
                         "'rules':[],'deadlines':{},'samples':{}}"),
                NULL, "x");
    CHECK_HAS(same.p, "重放的 50 次判断，结论、意见、期限和分派全部相同");
    CHECK_HAS(same.p, "没有任何一条检查的意见有变");
    CHECK_LACKS(same.p, "受影响的备案");
    check_balanced(same.p);
}

static void
a_report_over_nothing_does_not_claim_sameness(void)
{
    struct buf none = BUF(a);
    page_report(&none, rig_json("{'decisions':0,'changed':0,'counts':{}}"), NULL, "x");
    CHECK_HAS(none.p, "无从比较");
    CHECK_LACKS(none.p, "全部相同");
}

static const struct check_test tests[] = {
    TEST_EACH(the_handbook_names_its_set_and_its_engine, sets),
    TEST_EACH(the_handbook_holds_every_rule_field_law_limit_list_and_deadline, sets),
    TEST_EACH(the_handbook_is_well_formed, sets),
    TEST_EACH(the_handbook_fetches_nothing_and_runs_nothing, sets),
    TEST_EACH(the_handbook_reads_in_words, words),
    TEST(markup_in_a_declaration_is_only_text),
    TEST(quotes_cannot_leave_an_attribute),
    TEST(the_report_begins_with_whom_it_hits),
    TEST(a_set_that_gave_no_answer_is_not_to_be_approved),
    TEST(each_rule_says_article_and_numbers),
    TEST(a_moved_deadline_says_how_many_and_which_way),
    TEST(a_filing_says_what_was_and_what_is),
    TEST(the_report_says_how_many_filings_it_leaves_out),
    TEST(the_report_says_what_is_signed),
    TEST(the_report_is_well_formed_and_markup_in_a_title_is_only_text),
    TEST(what_differs_in_lives_is_said_in_the_first_sentence_and_shown),
    TEST(a_report_of_a_chosen_day_says_so_and_is_not_for_signing),
    TEST(a_report_without_a_difference_says_so),
    TEST(a_report_over_nothing_does_not_claim_sameness),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/* The handbook and the replay report as pages: everything is on them, nothing in them is markup
 * that we did not write. */
#include "page/page.h"
#include "policy_say.h"

static struct arena *arena;

static json_t *
parse(const char *text)
{
    json_error_t problem;
    json_t *j = json_loads(text, 0, &problem);
    if (j == NULL)
        printf("# %d: %s\n", problem.line, problem.text);
    return arena_json(arena, j);
}

static bool
is_there(const struct buf *b, const char *what)
{
    bool found = what != NULL && strstr(b->p, what) != NULL;
    if (!found)
        printf("# not on the page: %s\n", what ? what : "(null)");
    return found;
}

/* Every tag that is opened is closed, in order, as far as elements of ours go. */
static bool
is_balanced(const char *html)
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
        if (is_end && (depth == 0 || strcmp(open[--depth], name) != 0)) {
            printf("# </%s> closes <%s>\n", name, open[depth]);
            return false;
        }
        if (!is_end && depth < 64)
            snprintf(open[depth++], sizeof open[0], "%s", name);
    }

    return depth == 0;
}

/* ---- the handbook ---------------------------------------------------------------------------- */

static bool
fields_are_there(const struct buf *b, const json_t *fields)
{
    size_t i;
    const json_t *f;
    bool ok = true;

    json_array_foreach(fields, i, f)
    {
        ok &= is_there(b, arena_printf(arena, "%s <code>%s</code>", json_str(f, "label"),
                                       json_str(f, "name")));
        ok &= fields_are_there(b, json_object_get(f, "fields"));
    }
    return ok;
}

static bool
all_is_there(const struct buf *b, const json_t *m)
{
    size_t i;
    const char *key;
    json_t *x, *s;
    bool ok = true;

    json_array_foreach(json_object_get(m, "rules"), i, x)
    {
        ok &= is_there(b, arena_printf(arena, "<code>%s</code>", json_str(x, "id"))) &&
              is_there(b, json_str(x, "title"));
        ok &= is_there(b, json_str(x, "source"));
    }

    json_object_foreach(json_object_get(m, "laws"), key, x) ok &=
        is_there(b, arena_printf(arena, "id=\"law.%s\"", key)) && is_there(b, json_str(x, "title"));
    json_object_foreach(json_object_get(m, "limits"), key, x) ok &=
        is_there(b, arena_printf(arena, "<code>%s</code>", key));
    json_object_foreach(json_object_get(m, "vocabulary"), key, x) ok &=
        is_there(b, arena_printf(arena, "id=\"vocabulary-%s\"", key));
    json_object_foreach(json_object_get(m, "forms"), key, x)
        json_array_foreach(json_object_get(x, "sections"), i, s) ok &=
        fields_are_there(b, json_object_get(s, "fields"));
    json_array_foreach(json_object_get(m, "deadlines"), i, x) ok &=
        is_there(b, json_str(x, "title"));

    return ok;
}

static struct buf
handbook_of(const char *folder, json_t **manifest)
{
    struct bundle *b;
    struct policy *p;
    struct fault f = {0};
    struct buf page = BUF(arena);

    if (bundle_read(&b, folder, NULL, &f) || policy_open(&p, b, &policy_limits_default, &f)) {
        printf("not ok the set in %s loads: %s %s\n", folder, f.where, f.text);
        exit(1);
    }

    *manifest = arena_json(arena, json_deep_copy(policy_manifest(p)));
    page_handbook(&page, *manifest, policy_rule_set(p), policy_engine());
    rig_say("the_handbook_names_its_set_and_its_engine",
            is_there(&page, policy_rule_set(p)) && is_there(&page, policy_engine()), folder);
    policy_close(p);
    bundle_free(b);

    return page;
}

static void
the_handbook_holds_all(const char *folder)
{
    json_t *m;
    struct buf b = handbook_of(folder, &m);
    rig_say("the_handbook_holds_every_rule_field_law_limit_list_and_deadline", all_is_there(&b, m),
            folder);
    rig_say("the_handbook_is_well_formed", is_balanced(b.p), folder);
    rig_say("the_handbook_fetches_nothing_and_runs_nothing",
            !strstr(b.p, "<script") && !strstr(b.p, "src=") && !strstr(b.p, "url("), folder);
}

static void
the_handbook_of_the_shipped_set_reads_in_words(void)
{
    json_t *m;
    struct buf b = handbook_of("rules", &m);

    rig_say("an_article_is_written_out",
            is_there(&b, "《互联网信息服务算法推荐管理规定》第二十四条第一款"), "");
    rig_say("a_value_without_a_source_is_marked", is_there(&b, "本系统参数，未经核实</span>"), "");
    rig_say("what_a_check_reads_is_named_by_its_label",
            is_there(
                &b, "<a href=\"#field.algorithm.basic.online_on\">算法基础属性信息 › 上线时间</a>"),
            "");
    rig_say("a_decreed_year_and_a_guessed_one_are_told_apart",
            is_there(&b, "已公布</td>") && is_there(&b, "未公布，按周末推算"), "");
    rig_say("who_may_do_what_is_in_words", is_there(&b, "初审人员 退回补正"), "");
    rig_say("the_cases_of_a_check_are_listed", is_there(&b, "ICP 备案主体不是填报主体"), "");
    rig_say("a_field_and_a_limit_say_where_they_stand",
            is_there(&b, "<code>rules/forms/subject.lua:") &&
                is_there(&b, "<code>rules/limits.lua:"),
            "");
}

static const char tricky_manifest[] =
    "{\"title\":\"<b>&\\\"'\",\"laws\":{\"<法>\":{\"title\":\"<法>&\",\"articles\":[\"1\"]}},"
    "\"limits\":{\"x\":\"<i>\"},\"forms\":{"
    "\"subject\":{"
    "\"title\":\"<form>\",\"law\":\"<法> "
    "1\",\"actions\":[\"<a>\"],\"layout\":\"sections\",\"sections\":[{\"id\":\"s\",\"title\":\"<s>"
    "\",\"help\":"
    "\"<h>\",\"fields\":[{\"name\":\"f\",\"label\":\"<script>alert(1)</"
    "script>\",\"type\":\"text\",\"help\":\"<img src=x>\",\"law\":\"<法> "
    "1\","
    "\"example\":\"<e>\",\"required_when\":\"a<b\",\"visibility\":\"<v>\",\"limits\":{\"pattern\":"
    "\"^<[a-z]&$\"}}]}]}},\"rules\":[{\"id\":"
    "\"r\","
    "\"title\":\"<r>\",\"severity\":\"error\",\"law\":\"<法> "
    "1\",\"source\":\"rules/<x>.lua:1\",\"kinds\":[\"subject\"],\"reads\":[\"<path>\","
    "\"filing.data.s.f\",\"filing.data.s\",\"organization.subject.data.s.f\"]}],\"vocabulary\":{"
    "\"v\":{\"title\":\"<v>\",\"law\":\"x\","
    "\"items\":[{\"code\":\"<c>\",\"label\":\"<l>\",\"description\":\"<d>\",\"extra\":\"<x>\"}]}}}";

static void
markup_in_a_declaration_is_only_text(void)
{
    static const char *const never[] = {"<b>",     "<i>",  "<法>", "<form>", "<s>", "<h>",
                                        "<script", "<img", "<e>",  "<v>",    "<r>", "<x>",
                                        "<c>",     "<l>",  "<d>",  "<path>", "a<b", "^<"};
    struct buf b = BUF(arena);
    bool ok = true;

    page_handbook(&b, parse(tricky_manifest), "0123", "engine");
    for (size_t i = 0; i < LEN(never); i++)
        if (strstr(b.p, never[i]) != NULL) {
            printf("# unescaped: %s\n", never[i]);
            ok = false;
        }

    rig_say("markup_in_a_declaration_is_only_text",
            ok && is_there(&b, "&lt;script&gt;alert(1)&lt;/script&gt;") && is_balanced(b.p), "");
    rig_say("quotes_cannot_leave_an_attribute", is_there(&b, "&lt;b&gt;&amp;&quot;&#39;"), "");
}

/* ---- the report ------------------------------------------------------------------------------ */

static const char report_text[] =
    "{\"rule_set\":\"aaaabbbbccccdddd\",\"base\":\"1111222233334444\",\"engine\":\"suanbei-engine/"
    "2\",\"decisions\":1000,\"facts_hash\":\"f00f\","
    "\"counts\":{\"unchanged\":986,\"accept_to_refuse\":7,\"refuse_to_accept\":2,\"findings_"
    "changed\":4,\"deadline_moved\":3,\"route_"
    "moved\":1,"
    "\"error\":1},\"changed\":14,\"filings\":11,\"hits_hash\":\"0a0b\",\"titles\":{\"rule_set\":"
    "\"新集\",\"base\":\"旧集\"},\"rules\":[{"
    "\"rule\":"
    "\"subject.icp_holder\",\"title\":\"ICP 备案主体应与填报主体一致\",\"law\":\"算法推荐管理规定 "
    "24.1；审核实践\",\"source\":"
    "\"rules/checks/"
    "icp.lua:39\",\"counts\":{\"appeared\":7,\"disappeared\":2,\"severity\":1,\"words\":0},"
    "\"samples\":[{\"filing\":\"f1\",\"n\":1,"
    "\"version\":2,\"title\":\"<i>画眉</"
    "i>算法\",\"organization\":\"甲公司\",\"number\":\"网信算备110108000000101260010号\",\"kinds\":"
    "\"accept_to_refuse "
    "findings_changed\"}]}],\"deadlines\":{\"review\":{\"moved\":3,\"earlier\":1,\"later\":2}},"
    "\"samples\":{"
    "\"error\":[{"
    "\"filing\":\"f2\",\"n\":3,\"version\":1,\"title\":\"\",\"organization\":\"乙公司\",\"number\":"
    "null,\"kinds\":\"error\",\"fault\":"
    "\"规则在限定的时间内没有作出答复\"}]}}";
static const char hits_text[] =
    "[{\"filing\":\"f1\",\"n\":1,\"version\":2,\"title\":\"画眉算法\",\"organization\":\"甲公司\","
    "\"number\":null,\"kinds\":\"accept_to_"
    "refuse\","
    "\"change\":{\"verdict\":{\"before\":\"acceptable\",\"after\":\"not_acceptable\"},\"findings\":"
    "[{\"rule\":\"subject.icp_holder\","
    "\"title\":"
    "\"ICP 备案主体应与填报主体一致\",\"path\":\"/website/icp_holder\",\"field\":\"ICP "
    "备案主体\",\"before\":null,\"after\":\"error\"}],"
    "\"deadlines\":[{\"name\":\"review\",\"before\":{\"due_on\":\"2026-12-01\"},\"after\":{\"due_"
    "on\":\"2026-12-08\"}}],\"route\":{"
    "\"before\":{\"area\":\"110108\","
    "\"class\":\"01\",\"stage\":\"preliminary\"},\"after\":{\"area\":\"310101\",\"class\":\"01\","
    "\"stage\":\"preliminary\"}}}}]";

static void
the_report_says_what_is_hit(void)
{
    struct buf b = BUF(arena);

    page_report(&b, parse(report_text), parse(hits_text), "5e5e");
    rig_say("the_report_begins_with_whom_it_hits",
            is_there(&b, "<strong>7 次可以受理的判断变为不予受理</strong>") &&
                is_there(&b, "<strong>2 次不予受理的变为可以受理</strong>") &&
                is_there(&b, "共 14 次判断有变，涉及 11 件备案，其余 986 次不变"),
            "");
    rig_say("a_set_that_gave_no_answer_is_not_to_be_approved",
            is_there(&b, "有 1 次新规则没有给出结论"), "");
    rig_say("each_rule_says_article_and_numbers",
            is_there(&b, "《算法推荐管理规定》第二十四条第一款；审核实践") &&
                is_there(&b, "新提出 7 次，不再提出 2 次，轻重有变 1 次"),
            "");
    rig_say("a_moved_deadline_says_how_many_and_which_way",
            is_there(&b, "<td class=\"n\">3</td><td class=\"n\">1</td><td class=\"n\">2</td>"), "");
    rig_say("a_filing_says_what_was_and_what_is",
            is_there(&b, "由可以受理变为<strong>不予受理</strong>") &&
                is_there(&b, "ICP 备案主体：ICP 备案主体应与填报主体一致 "
                             "<code>subject.icp_holder</code>：新提出，不予受理") &&
                is_there(&b, "由 2026-12-01 变为 2026-12-08") &&
                is_there(&b, "地区由 <code>110108</code> 变为 <code>310101</code>"),
            "");
    rig_say("the_report_says_how_many_filings_it_leaves_out",
            is_there(&b, "共 14 次判断有变，以下列出 1 次"), "");
    rig_say("the_report_says_what_is_signed",
            is_there(&b, "aaaabbbbccccdddd") && is_there(&b, "5e5e") && is_there(&b, "0a0b") &&
                is_there(&b, "1111222233334444") && is_there(&b, "f00f"),
            "");
    rig_say("the_report_is_well_formed_and_markup_in_a_title_is_only_text",
            is_balanced(b.p) && is_there(&b, "&lt;i&gt;画眉") && !strstr(b.p, "<i>"), "");
}

static void
a_report_without_a_difference_says_so(void)
{
    struct buf same = BUF(arena), none = BUF(arena);

    page_report(&same,
                parse("{\"decisions\":50,\"changed\":0,\"filings\":0,\"counts\":{\"unchanged\":50},"
                      "\"rules\":[],\"deadlines\":{},\"samples\":{}}"),
                NULL, "x");
    rig_say("a_report_without_a_difference_says_so",
            is_there(&same, "重放的 50 次判断，结论、意见、期限和分派全部相同") &&
                is_there(&same, "没有任何一条检查的意见有变") && !strstr(same.p, "受影响的备案") &&
                is_balanced(same.p),
            "");
    page_report(&none, parse("{\"decisions\":0,\"changed\":0,\"counts\":{}}"), NULL, "x");
    rig_say("a_report_over_nothing_does_not_claim_sameness",
            is_there(&none, "无从比较") && !strstr(none.p, "全部相同"), "");
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge")) /* the judge is this very program */
        return policy_judge_main();
    base_init();
    arena = arena_new();
    the_handbook_holds_all(RIG_SET);
    the_handbook_holds_all("rules");
    the_handbook_of_the_shipped_set_reads_in_words();
    markup_in_a_declaration_is_only_text();
    the_report_says_what_is_hit();
    a_report_without_a_difference_says_so();
    arena_free(arena);
    return rig_end();
}

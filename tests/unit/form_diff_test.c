/* Two sets ask for different things: told field by field in Chinese with old and new value. */
#include "model/model.h"
#include "rig.h"

/* A manifest with one section of these fields, one list of choices, these rules. ' stands for ". */
static json_t *
manifest(const char *layout, const char *fields, const char *items, const char *rules)
{
    return rig_json(arena_printf(a,
                                 "{'forms':{'subject':{'layout':'%s','sections':["
                                 "{'id':'basic','title':'基本信息','fields':[%s]}]}},"
                                 "'vocabulary':{'kinds':{'items':[%s]}},'rules':[%s]}",
                                 layout, fields, items, rules));
}

static int told; /* how many changes the last one counted */

static const json_t *
diff(const json_t *before, const json_t *after)
{
    struct buf b = BUF(a);

    buf_puts(&b, "{");
    told = form_diff(&b, before, after, "subject");
    buf_puts(&b, "}");
    return rig_parse(b.p);
}

static const json_t *
fields(const char *before, const char *after)
{
    return json_object_get(
        diff(manifest("sections", before, "", ""), manifest("sections", after, "", "")), "fields");
}

/* The one change between two states of a field; its message must contain words. */
static void
one_change(const char *before, const char *after, const char *change, const char *words)
{
    const char *head = "'name':'n','label':'名称','help':'照证件填写。','law':'某法 1'";
    const json_t *list = fields(arena_printf(a, "{%s,%s}", head, before),
                                arena_printf(a, "{%s,%s}", head, after)),
                 *x = json_array_get(list, 0);

    CHECK_INT(json_array_size(list), 1);
    CHECK_STR(json_str(x, "change"), change);
    CHECK_STR(json_str(x, "path"), "/basic/n");
    CHECK_STR(json_str(x, "label"), "基本信息 › 名称");
    CHECK_STR(json_str(x, "law"), "某法 1");
    CHECK(json_str(x, "suggestion") != NULL && json_str(x, "suggestion")[0] != '\0');
    CHECK_HAS(json_str(x, "message"), words);
}

static void
the_same_form_has_no_changes(void)
{
    const char *f = "{'name':'n','label':'名称','type':'text','required':true,'limits':{'max_"
                    "length':9,'pattern':'^x'}}";
    CHECK_INT(json_array_size(fields(f, f)), 0);
    CHECK_INT(told, 0);
    CHECK_INT(json_array_size(fields("{'name':'n','label':'名称','help':'旧'}",
                                     "{'name':'n','label':'名字','help':'新'}")),
              0);
}

static void
a_tighter_limit_is_told_with_old_and_new_value(void)
{
    one_change("'limits':{'max_length':200}", "'limits':{'max_length':100}", "stricter",
               "字数上限由 200 字 改为 100 字");
    one_change("'limits':{}", "'limits':{'max_length':100}", "stricter",
               "字数上限由 不限 改为 100 字");
    one_change("'limits':{'min_length':1}", "'limits':{'min_length':2}", "stricter",
               "字数下限由 1 字 改为 2 字");
    one_change("'limits':{'max':5}", "'limits':{'max':4}", "stricter", "最大值由 5 改为 4");
    one_change("'limits':{'min':0}", "'limits':{'min':1}", "stricter", "最小值由 0 改为 1");
    one_change("'limits':{'max_items':9}", "'limits':{'max_items':8}", "stricter",
               "最多项数由 9 项 改为 8 项");
    one_change("'limits':{}", "'limits':{'min_items':2}", "stricter", "最少项数由 不限 改为 2 项");
    one_change("'limits':{'max_bytes':20971520}", "'limits':{'max_bytes':10485760}", "stricter",
               "由 20 MB 改为 10 MB");
    one_change("'limits':{'max_bytes':20971520}", "'limits':{'max_bytes':512000}", "stricter",
               "由 20 MB 改为 500 KB");
    one_change("'limits':{'max_length':9,'min_length':1}",
               "'limits':{'max_length':8,'min_length':2}", "stricter", "；字数下限");
}

static void
what_is_asked_for_more_strictly_is_told(void)
{
    one_change("'limits':{}", "'limits':{'pattern':'^x'}", "stricter", "新增了格式要求");
    one_change("'limits':{'pattern':'^y'}", "'limits':{'pattern':'^x'}", "stricter",
               "格式要求有变化");
    one_change("'type':'text'", "'type':'text','format':'email'", "stricter", "应填电子邮箱");
    one_change("'type':'text'", "'type':'date'", "stricter", "由文字改为日期");
    one_change("'visibility':'reviewer'", "'visibility':'public'", "stricter", "公示");
    one_change("'limits':{'accept':['application/pdf','image/png']}",
               "'limits':{'accept':['application/pdf']}", "stricter", "不再接受 PNG 文件");
}

/* A file is uploaded, a choice is made. */
static void
what_must_be_answered_now_is_asked_for_by_its_verb(void)
{
    static const char *const verbs[][2] = {{"attachment", "请上传。"},
                                           {"choice", "请选择。"},
                                           {"boolean", "请选择。"},
                                           {"text", "请填写。"}};

    for (size_t i = 0; i < LEN(verbs); i++) {
        const char *head = arena_printf(a, "{'name':'n','label':'名称','type':'%s'", verbs[i][0]);
        const json_t *list = fields(arena_printf(a, "%s,'required':false}", head),
                                    arena_printf(a, "%s,'required':true}", head));
        CHECK_HAS(json_str(json_array_get(list, 0), "suggestion"), verbs[i][1]);
    }
}

static void
what_is_asked_for_less_strictly_is_told_too(void)
{
    one_change("'limits':{'max_length':100}", "'limits':{'max_length':200}", "looser",
               "由 100 字 改为 200 字");
    one_change("'limits':{'max_length':100}", "'limits':{}", "looser", "由 100 字 改为 不限");
    one_change("'limits':{'min':3}", "'limits':{'min':2}", "looser", "最小值由 3 改为 2");
    one_change("'limits':{'pattern':'^x'}", "'limits':{}", "looser", "不再要求特定格式");
    one_change("'limits':{'accept':['application/pdf']}",
               "'limits':{'accept':['application/pdf','image/png']}", "looser", "也接受 PNG");
    one_change("'required':true", "'required':false", "looser", "改为选填");
    one_change("'required':true", "'required':false,'required_when':'已上线时'", "looser",
               "改为有条件必填：已上线时");
    one_change("'required':false,'required_when':'已上线时'", "'required':false", "looser",
               "改为选填");
}

static void
what_must_be_filled_in_from_now_on_is_told(void)
{
    one_change("'required':false", "'required':true", "required", "由选填改为必填");
    one_change("'required':false,'required_when':'甲'", "'required':true", "required",
               "由有条件必填改为必填");
    one_change("'required':false", "'required':false,'required_when':'乙'", "required",
               "在以下情形改为必填：乙");
    one_change("'required':false,'required_when':'甲'", "'required':false,'required_when':'乙'",
               "required", "条件有变化，现为：乙");
}

static void
new_and_removed_fields_are_told_where_they_stand(void)
{
    const json_t *list =
        fields("{'name':'old','label':'旧项'}",
               "{'name':'must','label':'必填项','required':true},{'name':'may','label':'选填项','"
               "required':false},"
               "{'name':'if','label':'条件项','required':false,'required_when':'丙'}");
    static const char *const expected[][3] = {
        {"/basic/must", "new", "新增必填项“基本信息 › 必填项”"},
        {"/basic/may", "new", "新增选填项"},
        {"/basic/if", "new", "在以下情形必填：丙"},
        {"/basic/old", "removed", "已填的内容仍保留"}};

    CHECK_INT(json_array_size(list), 4);
    for (size_t i = 0; i < LEN(expected); i++) {
        const json_t *x = json_array_get(list, i);
        CHECK_STR(json_str(x, "path"), expected[i][0]);
        CHECK_STR(json_str(x, "change"), expected[i][1]);
        CHECK_HAS(json_str(x, "message"), expected[i][2]);
    }
    CHECK_INT(told, 4);
}

static void
fields_of_a_list_are_compared_for_every_item(void)
{
    const char *list = "{'name':'sites','label':'网站','type':'list','fields':[{'name':'url','"
                       "label':'网址','limits':{'max_length':%d}}%s]}";
    const json_t *found =
        fields(arena_printf(a, list, 200, ""),
               arena_printf(a, list, 100, ",{'name':'icp','label':'备案号','required':true}"));

    CHECK_INT(json_array_size(found), 2);
    CHECK_STR(rig_text(found, "/0/path"), "/basic/sites/*/url");
    CHECK_STR(rig_text(found, "/1/path"), "/basic/sites/*/icp");
    CHECK_STR(rig_text(found, "/1/label"), "基本信息 › 网站 › 备案号");
}

static void
choices_that_come_and_go_are_named_by_their_label(void)
{
    const char *f = "{'name':'k','label':'类型','type':'choice','choices':'kinds'}";
    const json_t *found = json_object_get(
        diff(manifest("sections", f, "{'code':'a','label':'甲'},{'code':'b','label':'乙'}", ""),
             manifest("sections", f, "{'code':'b','label':'乙（新名）'},{'code':'c','label':'丙'}",
                      "")),
        "fields");

    CHECK_INT(json_array_size(found), 1);
    CHECK_STR(rig_text(found, "/0/change"), "choices");
    CHECK_HAS(rig_text(found, "/0/message"), "不再提供甲；新增丙");
}

static void
a_choice_that_is_given_an_end_is_told_with_its_day(void)
{
    static const char *const f = "{'name':'k','label':'类型','type':'choice','choices':'kinds'}";
    json_t *was =
               manifest("sections", f, "{'code':'a','label':'甲'},{'code':'b','label':'乙'}", ""),
           *is = manifest(
               "sections", f,
               "{'code':'a','label':'甲','until':'2027-01-01'},{'code':'b','label':'乙'}", "");
    const json_t *found = json_object_get(diff(was, is), "fields");

    CHECK_INT(json_array_size(found), 1);
    CHECK_HAS(rig_text(found, "/0/message"), "选项有变化：甲自 2027-01-01 起不再选用");
    CHECK_INT(json_array_size(json_object_get(diff(is, is), "fields")), 0);
}

static void
a_flat_form_is_compared_without_its_sections(void)
{
    const json_t *old_set =
        manifest("flat", "{'name':'n','label':'名称','required':false}", "", "");
    json_t *new_set = manifest("flat", "{'name':'n','label':'名称','required':true}", "", "");

    CHECK_STR(rig_text(diff(old_set, new_set), "/fields/0/path"), "/n");
    json_object_set_new(rig_at(new_set, "/forms/subject/sections/0"), "id",
                        json_string("elsewhere"));
    CHECK_INT(json_array_size(rig_at(diff(old_set, new_set), "/fields")), 1);
}

static void
a_section_that_comes_or_goes_is_told_by_its_fields(void)
{
    const char *f = "{'name':'n','label':'名称','required':true}";
    const json_t *has = manifest("sections", f, "", "");
    json_t *has_not = manifest("sections", f, "", "");

    json_object_set_new(rig_at(has_not, "/forms/subject"), "sections", json_array());
    CHECK_STR(rig_text(diff(has_not, has), "/fields/0/change"), "new");
    CHECK_STR(rig_text(diff(has, has_not), "/fields/0/change"), "removed");
}

static const char rules_before[] =
    "{'id':'same','title':'一','severity':'error','kinds':['subject']},"
    "{'id':'up','title':'二','severity':'warning','kinds':['subject']},"
    "{'id':'down','title':'三','severity':'error','kinds':['subject']},"
    "{'id':'wider','title':'四','severity':'error','kinds':['product']},"
    "{'id':'gone','title':'五','severity':'error','kinds':['subject']}";
static const char rules_after[] =
    "{'id':'same','title':'一','severity':'error','kinds':['subject']},"
    "{'id':'up','title':'二','severity':'error','kinds':['subject'],'law':'某法 2'},"
    "{'id':'down','title':'三','severity':'notice','kinds':['subject']},"
    "{'id':'wider','title':'四','severity':'error','kinds':['product','subject']},"
    "{'id':'other','title':'六','severity':'error','kinds':['product']},"
    "{'id':'any','title':'七','severity':'notice','since':'2027-01-01'}";

static void
rules_that_are_new_or_weigh_more_for_the_kind_are_told(void)
{
    const json_t *both =
        diff(manifest("sections", "", "", rules_before), manifest("sections", "", "", rules_after));

    CHECK_INT(json_array_size(rig_at(both, "/rules")), 3);
    CHECK_INT(told, 3);
    CHECK_STR(rig_text(both, "/rules/0/rule"), "up");
    CHECK_STR(rig_text(both, "/rules/0/change"), "severity");
    CHECK_STR(rig_text(both, "/rules/0/law"), "某法 2");
    CHECK_HAS(rig_text(both, "/rules/0/message"), "由提醒改为不予受理");
    CHECK_STR(rig_text(both, "/rules/1/rule"), "wider");
    CHECK_STR(rig_text(both, "/rules/1/change"), "new");
    CHECK_STR(rig_text(both, "/rules/2/rule"), "any");
    CHECK_HAS(rig_text(both, "/rules/2/message"), "新增检查“七”，自 2027-01-01 起，不符合时提示");
}

static const struct check_test tests[] = {
    TEST(the_same_form_has_no_changes),
    TEST(a_tighter_limit_is_told_with_old_and_new_value),
    TEST(what_is_asked_for_more_strictly_is_told),
    TEST(what_must_be_answered_now_is_asked_for_by_its_verb),
    TEST(what_is_asked_for_less_strictly_is_told_too),
    TEST(what_must_be_filled_in_from_now_on_is_told),
    TEST(new_and_removed_fields_are_told_where_they_stand),
    TEST(fields_of_a_list_are_compared_for_every_item),
    TEST(choices_that_come_and_go_are_named_by_their_label),
    TEST(a_choice_that_is_given_an_end_is_told_with_its_day),
    TEST(a_flat_form_is_compared_without_its_sections),
    TEST(a_section_that_comes_or_goes_is_told_by_its_fields),
    TEST(rules_that_are_new_or_weigh_more_for_the_kind_are_told),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/* Two versions of a filing are told field by field, each in the words of its own form. */
#include "casework/casework.h"
#include "rig.h"

#include <stdlib.h>

#define FORM                                                                                       \
    "{'sections':[{'id':'basic','title':'基本','fields':["                                       \
    "{'name':'name','label':'名称','type':'text'},"                                              \
    "{'name':'class','label':'类别','type':'choice','choices':'class'},"                         \
    "{'name':'uses','label':'领域','type':'choices','choices':'class'},"                         \
    "{'name':'is_new','label':'新增','type':'boolean'},"                                         \
    "{'name':'size','label':'规模','type':'integer','unit':'人'},"                              \
    "{'name':'report','label':'报告','type':'attachment'},"                                      \
    "{'name':'covers','label':'产品','type':'coverage'},"                                        \
    "{'name':'sites','label':'网站','type':'list','fields':["                                    \
    "{'name':'url','label':'地址','type':'text'},{'name':'kind','label':'种类','type':"        \
    "'choice','choices':'class'}]}]}]}"
#define WORDS "{'class':{'items':[{'code':'a','label':'甲'},{'code':'b','label':'乙'}]}}"

static struct version_changes seen;

/* What both hold in the one section; reasons are JSON or NULL. */
static void
compare(const char *before, const char *after, const char *reasons)
{
    struct diff_question q = {
        .before = {.data = rig_json(arena_printf(a, "{'basic':{%s}}", before)),
                   .form = rig_json(FORM),
                   .vocabulary = rig_json(WORDS),
                   .coverage = rig_json("[{'product':'p','path':null,'function':null,'label':'一'},"
                                        "{'product':'p','path':'x','function':null,'label':'一 › "
                                        "甲'}]")},
        .reasons = reasons ? rig_json(reasons) : NULL,
        .files = rig_json("{'f1':{'filename':'旧.pdf'},'f2':{'filename':'新.pdf'}}")};

    q.after = q.before;
    q.after.data = rig_json(arena_printf(a, "{'basic':{%s}}", after));
    version_diff(a, &q, &seen);
}

static void
row(int i, const char *path, const char *label, const char *before, const char *after)
{
    CHECK_LEAST(seen.n, i + 1);
    CHECK_STR(seen.rows[i].path, path);
    CHECK_STR(seen.rows[i].section_label, "基本");
    CHECK_STR(seen.rows[i].field_label, label);
    CHECK_STR(seen.rows[i].before_text ? seen.rows[i].before_text : "-", before);
    CHECK_STR(seen.rows[i].after_text ? seen.rows[i].after_text : "-", after);
}

static void
the_same_and_what_is_nothing_on_both_sides_are_no_change(void)
{
    compare("'name':'甲'", "'name':'甲'", NULL);
    CHECK_INT(seen.n, 0);
    compare("'name':'','sites':[],'size':null", "'class':null", NULL);
    CHECK_INT(seen.n, 0);
}

static void
values_are_told_in_words(void)
{
    compare("'name':'旧','class':'a','uses':['a'],'is_new':true,'size':5,'report':'f1'",
            "'name':'新','class':'b','uses':['a','b'],'is_new':false,'size':6,'report':'f2'", NULL);
    CHECK_INT(seen.n, 6);
    row(0, "/basic/name", "名称", "旧", "新");
    row(1, "/basic/class", "类别", "甲", "乙");
    row(2, "/basic/uses", "领域", "甲", "甲、乙");
    row(3, "/basic/is_new", "新增", "是", "否");
    row(4, "/basic/size", "规模", "5 人", "6 人");
    row(5, "/basic/report", "报告", "旧.pdf", "新.pdf");
    CHECK_STR(seen.rows[1].before, "\"a\"");
    CHECK_STR(seen.rows[1].kind, "changed");
}

static void
what_came_and_went_is_told_so(void)
{
    compare("'name':'旧'", "'class':'zz'", NULL);
    row(0, "/basic/name", "名称", "旧", "-");
    CHECK_STR(seen.rows[0].kind, "removed");
    CHECK(seen.rows[0].after == NULL);
    row(1, "/basic/class", "类别", "-", "zz"); /* a code that nobody declares */
    CHECK_STR(seen.rows[1].kind, "added");
    CHECK(seen.rows[1].before == NULL);
}

static void
items_with_ids_are_followed_wherever_they_went(void)
{
    compare("'sites':[{'id':'1','url':'一'},{'id':'2','url':'二'}]",
            "'sites':[{'id':'3','url':'三','kind':'a'},{'id':'2','url':'二改'}]", NULL);
    CHECK_INT(seen.n, 3);
    row(0, "/basic/sites/0", "网站 › 第 1 项", "-", "地址：三；种类：甲");
    row(1, "/basic/sites/1/url", "网站 › 第 2 项 › 地址", "二", "二改");
    row(2, "/basic/sites/0", "网站 › 第 1 项", "地址：一", "-");
    CHECK_STR(seen.rows[2].kind, "removed");

    compare("'sites':[{'id':'1','url':'一'},{'id':'2','url':'二'}]",
            "'sites':[{'id':'2','url':'二'},{'id':'1','url':'一'}]", NULL);
    CHECK_INT(seen.n, 1);
    CHECK_STR(seen.rows[0].kind, "moved");
    CHECK_STR(seen.rows[0].path, "/basic/sites/1");
    CHECK_STR(seen.rows[0].before_path, "/basic/sites/0");
}

static void
items_without_ids_are_found_by_what_they_hold(void)
{
    compare("'sites':[{'url':'一'},{'url':'二'}]",
            "'sites':[{'url':'零'},{'url':'一'},{'url':'二改'}]", NULL);
    CHECK_INT(seen.n, 2);
    CHECK_STR(seen.rows[0].kind, "added");
    row(1, "/basic/sites/2/url", "网站 › 第 3 项 › 地址", "二", "二改");
    compare("'sites':[{'url':'一'}]", "", NULL);
    CHECK_INT(seen.n, 1);
    CHECK_STR(seen.rows[0].kind, "removed");
}

static void
a_tick_more_and_a_tick_less_are_told_by_name(void)
{
    compare("'covers':[{'product':'p'}]", "'covers':[{'product':'p','path':'x'}]", NULL);
    CHECK_INT(seen.n, 2);
    row(0, "/basic/covers", "产品", "-", "一 › 甲");
    row(1, "/basic/covers", "产品", "一", "-");
    compare("'covers':[{'product':'p'},{'product':'q'}]",
            "'covers':[{'product':'q'},{'product':'p'}]", NULL);
    CHECK_INT(seen.n, 0);
}

/* The place of a reason is that of the version that was returned. */
static void
a_change_that_a_reason_asked_for_is_marked(void)
{
    const char *reasons = "[{'path':'/basic/sites/1','reason':'x'},{'path':'','reason':'y'}]";

    compare(
        "'name':'旧','sites':[{'id':'1','url':'一'},{'id':'2','url':'二'}]",
        "'name':'新','sites':[{'id':'0','url':'零'},{'id':'1','url':'一'},{'id':'2','url':'改'}]",
        reasons);
    CHECK_INT(seen.n, 3);
    CHECK(!seen.rows[0].by_reason);
    CHECK_STR(seen.rows[2].path, "/basic/sites/2/url");
    CHECK(seen.rows[2].by_reason);
    CHECK(!version_diff_touches(&seen, "/basic/sites/0")); /* another stands there now */
    CHECK(version_diff_touches(&seen, "/basic/sites"));
    CHECK(version_diff_touches(&seen, "/basic/sites/1"));
    CHECK(version_diff_touches(&seen, "/basic"));
    CHECK(!version_diff_touches(&seen, "/basic/class"));
    CHECK(!version_diff_touches(&seen, "/basic/na"));
}

/* Its item stands elsewhere now; the one at its place is another. */
static void
a_reason_follows_its_item(void)
{
    struct diff_question q = {
        .before = {.data =
                       rig_json("{'basic':{'sites':[{'id':'1','url':'一'},{'id':'2','url':'二'}]"
                                ",'name':'旧'}}"),
                   .form = rig_json(FORM),
                   .vocabulary = rig_json("{'reasons':{'items':[{'code':'c','label':'不清'}]}}")},
        .reasons = rig_json("[{'path':'/basic/sites/1/url','reason':'写错','code':'c'},"
                            "{'path':'/basic/sites/0','reason':'不要','suggestion':'删去'},"
                            "{'path':'','reason':'全件'},{'path':'/basic','reason':'部分'},"
                            "{'path':'/nowhere/5/x','reason':'没有'},{'path':7}]")};
    struct reason_rows told;

    q.after = q.before;
    q.after.data = rig_json("{'basic':{'sites':[{'id':'2','url':'二'}],'name':'旧'}}");
    version_diff(a, &q, &seen);
    reason_rows(a, &q, &seen, 77, &told);
    CHECK_INT(told.n, 6);
    CHECK_STR(told.rows[0].path, "/basic/sites/0/url");
    CHECK_STR(told.rows[0].item, "2");
    CHECK_STR(told.rows[0].section_label, "基本");
    CHECK_STR(told.rows[0].field_label, "网站 › 第 1 项 › 地址");
    CHECK_STR(told.rows[0].value_then, "\"二\"");
    CHECK_STR(told.rows[0].value_now, "\"二\"");
    CHECK_STR(told.rows[0].code_label, "不清");
    CHECK(!told.rows[0].changed);
    CHECK_INT(told.rows[0].event_at, 77);
    CHECK(told.rows[1].changed);
    CHECK(told.rows[1].value_now == NULL);
    CHECK_STR(told.rows[2].path, "");
    CHECK(told.rows[2].section_label == NULL && told.rows[2].value_then == NULL);
    CHECK(told.rows[3].field_label == NULL && told.rows[3].changed);
    CHECK(!told.rows[4].changed);
}

/* Data that some set let in need not be of the shape that the form has now. */
static void
values_of_another_shape_are_told_all_the_same(void)
{
    compare("'sites':'x','name':{'y':1},'uses':{'z':[1]}", "'sites':[1,null,'x'],'name':['a',[]]",
            "[{'path':5},7]");
    CHECK_LEAST(seen.n, 3);
}

static void
fields_of_either_form_are_told(void)
{
    struct diff_question q = {
        .before = {.data = rig_json("{'old':{'x':'1'},'basic':{'gone':'2'}}"),
                   .form = rig_json("{'sections':[{'id':'basic','title':'原','fields':[{'name':"
                                    "'gone','label':'旧字段'}]},{'id':'old','title':'旧','fields':["
                                    "{'name':'x','label':'旧的'}]}]}")},
        .after = {.data = rig_json("{'basic':{'name':'3'}}"), .form = rig_json(FORM)}};

    version_diff(a, &q, &seen);
    CHECK_INT(seen.n, 3);
    CHECK_STR(seen.rows[0].path, "/basic/name");
    CHECK_STR(seen.rows[1].field_label, "旧字段");
    CHECK_STR(seen.rows[2].section_label, "旧");
    q.before.form = q.after.form = NULL;
    version_diff(a, &q, &seen);
    CHECK_INT(seen.n, 0);
}

static const struct check_test tests[] = {
    TEST(the_same_and_what_is_nothing_on_both_sides_are_no_change),
    TEST(values_are_told_in_words),
    TEST(what_came_and_went_is_told_so),
    TEST(items_with_ids_are_followed_wherever_they_went),
    TEST(items_without_ids_are_found_by_what_they_hold),
    TEST(a_tick_more_and_a_tick_less_are_told_by_name),
    TEST(a_change_that_a_reason_asked_for_is_marked),
    TEST(a_reason_follows_its_item),
    TEST(values_of_another_shape_are_told_all_the_same),
    TEST(fields_of_either_form_are_told),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

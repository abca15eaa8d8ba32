/* What was filled in then and now: places in forms, areas, values in words, and differences. */
#include "model/model.h"
#include "rig.h"

/* A form of two sections: a text, a choice, an area, a list of models. ' stands for ". */
static const char form_text[] =
    "{'layout':'sections','sections':["
    "{'id':'basic','title':'基本信息','fields':["
    "{'name':'name','label':'名称','type':'text','help':'照证件填写'},"
    "{'name':'kind','label':'种类','type':'choice'},"
    "{'name':'area','label':'注册地','type':'text','widget':'area'},"
    "{'name':'users','label':'用户数','type':'integer','unit':'人'}]},"
    "{'id':'model','title':'模型','fields':["
    "{'name':'models','label':'模型','type':'list','keyed':true,'fields':["
    "{'name':'name','label':'模型名称','type':'text'},"
    "{'name':'use','label':'用途','type':'text'}]}]}],"
    "'schema':{'properties':{'basic':{'properties':{'kind':{'oneOf':["
    "{'const':'a','title':'甲类'},{'const':'b','title':'乙类'}]}}},"
    "'model':{'properties':{'models':{'items':{'properties':{}}}}}}}}";

static const char area_text[] = "110000 北京市\n110100 北京市\n110108 海淀区\n420000 湖北省\n"
                                "429000 省直辖县\n429004 仙桃市\n659999 无上级";

static json_t *
form(void)
{
    return rig_json(form_text);
}

/* ---- places ---------------------------------------------------------------------------------- */

static void
places_stand_in_the_order_of_the_form(void)
{
    static const char *const order[] = {
        "/basic/name",         "/basic/area",          "/model",    "/model/models",
        "/model/models/0/use", "/model/models/1/name", "/nothing/x"};
    const json_t *f = form();

    for (size_t i = 0; i < LEN(order); i++)
        for (size_t k = 0; k < LEN(order); k++) {
            struct form_place x = form_place(f, order[i]), y = form_place(f, order[k]);
            int want = i < k ? -1 : i > k;
            check_about("%s and %s", order[i], order[k]);
            CHECK_INT(form_place_compare(&x, &y), want);
        }
}

static void
places_are_named_from_the_field_down(void)
{
    const json_t *f = form();

    CHECK_STR(form_place_label(a, f, "/basic/name"), "名称");
    CHECK_STR(form_place_label(a, f, "/model/models/1/use"), "模型 › 第 2 项 › 用途");
    CHECK(form_place_label(a, f, "/basic") == NULL);
    CHECK(form_place_label(a, f, "") == NULL);
    CHECK(!form_place(f, "/basic/nothing").is_known);
    CHECK(!form_place(f, "basic").is_known);
    CHECK(form_place(f, "/model/models/0/id").is_known);
    CHECK(!form_place(f, "/model/models/0/other").is_known);
    CHECK(!form_place(f, arena_printf(a, "/basic/%0200d", 7)).is_known);
}

static void
a_place_is_within_what_was_declared_for_every_item(void)
{
    static const char *const within[][2] = {{"", ""},
                                            {"/basic/name", ""},
                                            {"/basic", "/basic"},
                                            {"/basic/name", "/basic"},
                                            {"/model/models/0/name", "/model/models/name"},
                                            {"/model/models/12/parts/0/id", "/model/models/parts"},
                                            {"/model/models/0", "/model/models"}};
    static const char *const without[][2] = {{"", "/basic"},
                                             {"/basic", "/basic/name"},
                                             {"/basics", "/basic"},
                                             {"/basic", "/basics"},
                                             {"/model/models/0", "/model/models/name"},
                                             {"/model/models/x/name", "/model/models/name"},
                                             {"basic", "/basic"}};

    for (size_t i = 0; i < LEN(within); i++) {
        check_about("%s in %s", within[i][0], within[i][1]);
        CHECK(place_within(within[i][0], within[i][1]));
    }
    for (size_t i = 0; i < LEN(without); i++) {
        check_about("%s in %s", without[i][0], without[i][1]);
        CHECK(!place_within(without[i][0], without[i][1]));
    }
}

/* ---- areas ----------------------------------------------------------------------------------- */

static void
an_area_is_named_from_the_outside_in(void)
{
    static const char *const labels[][2] = {
        {"110108", "北京市海淀区"}, {"110100", "北京市"}, {"429004", "湖北省省直辖县仙桃市"},
        {"420000", "湖北省"},       {"999999", "999999"}, {"1101", "1101"},
        {"110108x", "110108x"},     {"659999", "无上级"}};
    struct areas list = areas_read(a, area_text);

    CHECK_INT(list.n, 7);
    for (size_t i = 0; i < LEN(labels); i++) {
        check_about("%s", labels[i][0]);
        CHECK_STR(areas_label(a, &list, labels[i][0]), labels[i][1]);
        CHECK_STR(area_label(a, area_text, labels[i][0]), labels[i][1]);
    }
    CHECK(areas_find(&list, "110000")->has_children);
    CHECK(!areas_find(&list, "110108")->has_children);
    CHECK(areas_find(&list, "659999")->parent == NULL);
    CHECK(areas_label(a, &list, NULL) == NULL);
    CHECK_INT(areas_read(a, NULL).n, 0);
    CHECK_INT(areas_read(a, "").n, 0);
    CHECK_INT(areas_read(a, "x\n\n1234567 x\n11000 x").n, 0);
}

/* ---- differences ----------------------------------------------------------------------------- */

static const json_t *
diff(const char *before, const char *after, const char *reasons)
{
    struct buf b = BUF(a);
    struct data_diff x = {.b = &b,
                          .before = {form(), rig_json(before), {.areas = area_text}},
                          .after = {form(), rig_json(after), {.areas = area_text}},
                          .prefix = "",
                          .title = "",
                          .reasons = rig_json(reasons)};

    buf_open(&b, NULL, '[');
    data_diff(a, &x);
    buf_close(&b);
    return rig_parse(b.p);
}

/* "kind path before→after" of each row, joined. */
static const char *
told(const json_t *rows)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *row;

    buf_puts(&b, "");
    json_array_foreach(rows, i, row)
    {
        const char *before = json_str(row, "before_text"), *after = json_str(row, "after_text");
        buf_printf(&b, "%s%s %s %s→%s%s", i ? "; " : "", json_str(row, "kind"),
                   json_str(row, "path"), before ? before : "", after ? after : "",
                   json_is_true(json_object_get(row, "by_reason")) ? "!" : "");
    }
    return b.p;
}

static const struct difference {
    const char *name, *before, *after, *told;
} differences[] = {
    {"nothing", "{'basic':{'name':'甲'}}", "{'basic':{'name':'甲'}}", ""},
    {"no_answer_is_no_answer", "{'basic':{'name':''}}", "{'basic':{'name':null},'model':{}}", ""},
    {"a_text", "{'basic':{'name':'甲'}}", "{'basic':{'name':'乙'}}", "changed /basic/name 甲→乙!"},
    {"a_choice_by_its_label", "{'basic':{'kind':'a'}}", "{'basic':{'kind':'b'}}",
     "changed /basic/kind 甲类→乙类"},
    {"an_area_and_a_number", "{'basic':{'area':'110108'}}", "{'basic':{'area':'429004','users':7}}",
     "changed /basic/area 北京市海淀区→湖北省省直辖县仙桃市; added /basic/users →7 人"},
    {"an_answer_that_went", "{'basic':{'kind':'b'}}", "{}", "removed /basic/kind 乙类→"},
    {"another_type", "{'basic':{'name':'甲'}}", "{'basic':{'name':['甲']}}",
     "changed /basic/name 甲→甲!"},
    {"one_put_in_front", "{'model':{'models':[{'name':'甲','use':'x'}]}}",
     "{'model':{'models':[{'name':'新'},{'name':'甲','use':'y'}]}}",
     "added /model/models/0 →模型名称：新; changed /model/models/1/use x→y"},
    {"one_renamed_by_its_id",
     "{'model':{'models':[{'id':'1','name':'甲'},{'id':'2','name':'乙'}]}}",
     "{'model':{'models':[{'id':'2','name':'丙'},{'id':'1','name':'甲'}]}}",
     "changed /model/models/0/name 乙→丙; moved /model/models/1 第 1 项→第 2 项"},
    {"one_renamed_in_its_place", "{'model':{'models':[{'name':'甲','use':'x'}]}}",
     "{'model':{'models':[{'name':'丙','use':'x'}]}}", "changed /model/models/0/name 甲→丙"},
    {"one_replaced_by_another_id", "{'model':{'models':[{'id':'1','name':'甲'}]}}",
     "{'model':{'models':[{'id':'2','name':'甲'}]}}",
     "added /model/models/0 →模型名称：甲; removed /model/models/0 模型名称：甲→"},
    {"one_of_two_alike_gone", "{'model':{'models':[{'name':'甲'},{'name':'甲'}]}}",
     "{'model':{'models':[{'name':'甲'}]}}", "removed /model/models/1 模型名称：甲→"},
    {"items_that_are_none", "{'model':{'models':[7,null]}}", "{'model':{'models':[null,'x']}}",
     "moved /model/models/0 第 2 项→第 1 项; moved"},
};

static void
differences_are_told(const void *row)
{
    const struct difference *x = row;
    const char *got = told(diff(x->before, x->after, "[{'path':'/basic/name'},{'path':''}]"));

    if (str_is(x->name, "items_that_are_none"))
        CHECK(got != NULL); /* whatever it says, it says it */
    else
        CHECK_STR(got, x->told);
}

static void
what_the_form_asks_no_longer_is_gone_in_the_words_of_then(void)
{
    struct buf b = BUF(a);
    const json_t *data = rig_json("{'basic':{'old':'旧'}}");
    struct data_diff x = {
        .b = &b,
        .before = {rig_json("{'layout':'sections','sections':[{'id':'basic','title':'原来','fields'"
                            ":[{'name':'old','label':'旧字段','type':'text'}]}]}"),
                   data,
                   {NULL}},
        .after = {form(), data, {NULL}},
        .prefix = "",
        .title = ""};

    buf_open(&b, NULL, '[');
    data_diff(a, &x);
    buf_close(&b);
    const json_t *one = json_array_get(rig_parse(b.p), 0);
    CHECK_STR(json_str(one, "kind"), "removed");
    CHECK_STR(json_str(one, "section_label"), "原来");
    CHECK_STR(json_str(one, "field_label"), "旧字段");
    CHECK(json_is_null(json_object_get(one, "after")));
}

static void
what_is_long_is_cut_between_two_characters(void)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (int i = 0; i < VALUE_TEXT_MAX + 7; i++)
        buf_puts(&b, "长");
    const json_t *value = arena_json(a, json_string(b.p));
    const char *text = value_in_words(a, &(struct value_words){0}, NULL, NULL, value);
    CHECK_INT(strlen(text), VALUE_TEXT_MAX * 3 + 3);
    CHECK(utf8_valid(text, strlen(text)));
}

static const struct check_test tests[] = {
    TEST(places_stand_in_the_order_of_the_form),
    TEST(places_are_named_from_the_field_down),
    TEST(a_place_is_within_what_was_declared_for_every_item),
    TEST(an_area_is_named_from_the_outside_in),
    TEST_EACH(differences_are_told, differences),
    TEST(what_the_form_asks_no_longer_is_gone_in_the_words_of_then),
    TEST(what_is_long_is_cut_between_two_characters),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

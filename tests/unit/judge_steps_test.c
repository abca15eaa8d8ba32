/*
 * What pages draw a form by: steps, keys of list items, areas. Refused at their line when they say
 * what nobody could draw; and the fields that are asked for on a condition, as it is for some data.
 */
#include "flow_rig.h"

#define FORM_AT "tests/hostile/set/forms/algorithm.lua"
#define HEAD "layout = 'sections', law = '测试法',"
#define SECTION "id = 'basic', title = '基本信息',"
#define STEPS(list) HEAD "\n  steps = " list ","

static const struct bad_form {
    const char *name;
    struct flow_edit edit[FLOW_EDITS];
    const char *at, *says;
} forms[] = {
    {"no_step_at_all", {{HEAD, STEPS("{}")}}, "form {", "steps 没有任何一步"},
    {"a_step_without_a_title",
     {{HEAD, STEPS("{ { id = 'one' } }")}},
     "form {",
     "steps 第 1 步：缺少字段 title"},
    {"a_step_that_says_more",
     {{HEAD, STEPS("{ { id = 'one', title = '一', law = '测试法' } }")}},
     "form {",
     "不认识的字段 law"},
    {"a_step_twice",
     {{HEAD, STEPS("{ { id = 'one', title = '一' }, { id = 'one', title = '二' } }")}},
     "form {",
     "one 重复"},
    {"a_section_of_no_step",
     {{HEAD, STEPS("{ { id = 'one', title = '一' } }")}},
     "  section {",
     "step 应为 steps 所列的一步，现为 nil"},
    {"a_section_of_another_step",
     {{HEAD, STEPS("{ { id = 'one', title = '一' } }")}, {SECTION, SECTION " step = 'two',"}},
     "  section {",
     "现为 two"},
    {"a_step_that_is_called_twice",
     {{HEAD, STEPS("{ { id = 'one', title = '一' } }")},
      {SECTION, SECTION " step = 'one', step_title = '甲',"}},
     "  section {",
     "请删去 step_title"},
    {"a_step_of_nothing_before_the_last",
     {{HEAD, STEPS("{ { id = 'none', title = '空' }, { id = 'one', title = '一' } }")},
      {SECTION, SECTION " step = 'one',"}},
     "form {",
     "步骤 none 没有任何 section；只有最后一步可以没有"},
    {"a_list_that_has_two_keys",
     {{"type = 'text', max = 20,",
       "type = 'list', keyed = true, max_items = 3,\n      field { name = 'id', label = '号', help "
       "= '写', type = 'text', max = 9, required = true, example = '例' },"},
      {"help = '测试', example = '示例',", "help = '测试',"}},
     "    field {",
     "请把字段 id 改名"},
    {"areas_where_none_are_listed",
     {{"type = 'text', max = 20,", "type = 'text', widget = 'area', max = 20,"}},
     "    field {",
     "须有 areas.lua 列出行政区划"},
};

static void
a_form_is_refused_at_its_line(const void *row)
{
    const struct bad_form *x = row;
    const char *text = flow_edited(FORM_AT, x->edit);

    flow_check_refused(RIG_FILES("forms/algorithm.lua", text),
                       flow_place("rules/forms/algorithm.lua", text, x->at), x->says);
}

static void
steps_are_told_with_their_sections(void)
{
    static const struct flow_edit edit[FLOW_EDITS] = {
        {HEAD,
         STEPS("{ { id = 'one', title = '一', help = '写' }, { id = 'end', title = '末' } }")},
        {SECTION, SECTION " step = 'one',"}};
    const json_t *m = flow_manifest(RIG_FILES("forms/algorithm.lua", flow_edited(FORM_AT, edit)));

    CHECK_STR(json_text(a, rig_at(m, "/forms/algorithm/steps")),
              "[{\"help\":\"写\",\"id\":\"one\",\"sections\":[\"basic\"],\"title\":\"一\"},"
              "{\"id\":\"end\",\"sections\":[],\"title\":\"末\"}]");
    CHECK_STR(json_text(a, rig_at(m, "/forms/subject/steps/0/sections")), "[\"basic\"]");
}

/* ---- areas ----------------------------------------------------------------------------------- */

#define AREAS(list) "areas { title = '区划', law = '测试法', list = [[" list "]] }"
static const struct bad_areas {
    const char *name, *text, *says;
} areas[] = {
    {"none", AREAS(" "), "字段 list 应为文字"},
    {"a_code_that_is_too_short", AREAS("11000 北京市"), "应写作六位代码、一个空格、名称"},
    {"a_code_without_a_name", AREAS("110000"), "应写作六位代码"},
    {"a_code_twice", AREAS("110000 北京市\n110000 北京"), "第 2 行“110000 北京”的代码重复"},
    {"two_lists", AREAS("110000 北京市") "\n" AREAS("120000 天津市"), "只能声明一次"},
    {"another_word", "areas { title = '区划', law = '测试法', items = {} }", "不认识的字段 items"},
};

static void
areas_are_refused(const void *row)
{
    const struct bad_areas *x = row;
    bool is_second = str_is(x->name, "two_lists");

    flow_check_refused(RIG_FILES("areas.lua", x->text),
                       is_second ? "rules/areas.lua:2" : "rules/areas.lua:1", x->says);
}

/* ---- what is asked for now ------------------------------------------------------------------- */

#define MORE                                                                                       \
    "    field { name = 'more', label = '另', help = '写', type = 'text', max = 9, example = "   \
    "'例', visibility = 'filer',\n      required_when = when('甲', { reads = { 'name' } },\n"    \
    "        function(_, beside) if beside.name == '错' then error('故意') end "                \
    "return beside.name == '甲' end) },\n"
#define LATER                                                                                      \
    "    field { name = 'later', label = '后', help = '写', type = 'text', max = 9, example = "  \
    "'例', visibility = 'filer',\n      since = '2027-01-01', required = true },\n"
#define PARTS                                                                                       \
    "    field { name = 'parts', label = '件', help = '写', type = 'list', keyed = true, "        \
    "max_items = 3, visibility = 'filer', required = false,\n"                                      \
    "      field { name = 'kind', label = '种', help = '写', type = 'text', max = 9, required = " \
    "true, example = '例' },\n"                                                                    \
    "      field { name = 'why', label = '因', help = '写', type = 'text', max = 9, example = "   \
    "'例', required_when = when('乙', { reads = { 'kind' } },\n"                                  \
    "        function(_, part) return part.kind == '乙' end) } },\n"

static const struct asked {
    const char *name, *basic, *fields;
} asked[] = {
    {"nothing_is_filled_in", "{}",
     "[{\"applicable\":false,\"path\":\"/basic/more\",\"required\":false},"
     "{\"applicable\":true,\"path\":\"/basic/later\",\"required\":false}]"},
    {"a_condition_is_met", "{\"name\":\"甲\"}",
     "[{\"applicable\":true,\"path\":\"/basic/more\",\"required\":true},"
     "{\"applicable\":true,\"path\":\"/basic/later\",\"required\":false}]"},
    {"a_condition_fails_and_hides_nothing", "{\"name\":\"错\"}",
     "[{\"applicable\":true,\"path\":\"/basic/more\",\"required\":false},"
     "{\"applicable\":true,\"path\":\"/basic/later\",\"required\":false}]"},
    {"each_item_for_its_own",
     "{\"name\":\"丙\",\"parts\":[{\"kind\":\"乙\",\"id\":\"k\"},{\"kind\":\"丁\"}]}",
     "[{\"applicable\":false,\"path\":\"/basic/more\",\"required\":false},"
     "{\"applicable\":true,\"path\":\"/basic/later\",\"required\":false},"
     "{\"applicable\":true,\"path\":\"/basic/parts/0/why\",\"required\":true},"
     "{\"applicable\":false,\"path\":\"/basic/parts/1/why\",\"required\":false}]"},
    {"what_is_no_list_has_no_items", "{\"parts\":7,\"name\":[1]}",
     "[{\"applicable\":false,\"path\":\"/basic/more\",\"required\":false},"
     "{\"applicable\":true,\"path\":\"/basic/later\",\"required\":false}]"},
};

static void
fields_are_asked_for_as_the_data_are(const void *row)
{
    static const struct flow_edit edit[FLOW_EDITS] = {
        {"  },\n}\n", MORE LATER PARTS "  },\n}\n"},
    };
    const struct asked *x = row;
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer = "";
    json_t *facts = rig_parse(RIG_FACTS);

    CHECK_ERR(rig_bundle_of(&b, RIG_FILES("forms/algorithm.lua", flow_edited(FORM_AT, edit)), &f),
              OK, &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    json_object_set_new(rig_at(facts, "/filing"), "kind", json_string("algorithm"));
    json_object_set_new(rig_at(facts, "/filing/data"), "basic",
                        json_deep_copy(rig_parse(x->basic)));
    CHECK_ERR(policy_ask(p, a, POLICY_FIELDS, json_text(a, facts), &answer, &f), OK, &f);
    CHECK_STR(json_text(a, json_object_get(rig_parse(answer), "fields")), x->fields);
    policy_close(p);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST_EACH(a_form_is_refused_at_its_line, forms),
    TEST(steps_are_told_with_their_sections),
    TEST_EACH(areas_are_refused, areas),
    TEST_EACH(fields_are_asked_for_as_the_data_are, asked),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/*
 * Forms that nobody could fill, and conditions that ask for what is not there: refused when the set
 * is loaded, at their line; and conditions that are met or not as they say.
 */
#include "flow_rig.h"
#include "model/mask.h"

#define FIELD "    field {\n      name = 'name'"
struct form {
    const char *name, *more, *says;
};
static const struct form forms[] = {
    {"a_text_of_less_than_nothing", "type = 'text', max = -5, required = true, example = '例'",
     "字段 max 应在 1 与 10000 之间，现为 -5"},
    {"a_text_of_nothing", "type = 'text', max = 0, required = true, example = '例'",
     "字段 max 应在 1 与 10000 之间"},
    {"a_text_beyond_all_bounds",
     "type = 'long_text', max = 100001, required = true, example = '例'",
     "字段 max 应在 1 与 10000 之间"},
    {"a_text_of_at_least_a_negative_number",
     "type = 'text', min = -1, max = 9, required = true, example = '例'", "字段 min 应在 1 与"},
    {"a_text_longer_at_least_than_at_most",
     "type = 'text', min = 9, max = 8, required = true, example = '例'", "字段 min 大于 max"},
    {"a_number_greater_at_least_than_at_most",
     "type = 'integer', min = 9, max = -9, required = true, example = 1", "字段 min 大于 max"},
    {"a_number_beyond_what_programs_count",
     "type = 'integer', min = 0, max = 9007199254740992, required = true, example = 1",
     "字段 max 应在 -9007199254740991 与 9007199254740991 之间"},
    {"a_list_of_none",
     "type = 'list', of = 'text', max = 9, max_items = 0, required = true, example = { '例' }",
     "字段 max_items 应在 1 与 500 之间"},
    {"a_list_of_more_at_least_than_at_most",
     "type = 'list', of = 'text', max = 9, min_items = 3, max_items = 2, required = true, example "
     "= "
     "{ '例' }",
     "字段 min_items 大于 max_items"},
    {"more_choices_than_there_are",
     "type = 'choices', choices = 'colour', min_items = 3, required = true, example = { 'red' }",
     "字段 min_items 为 3，词表 colour 只有 2 项"},
    {"coverage_of_nothing", "type = 'coverage', max_items = 0, required = true",
     "字段 max_items 应在 1 与 500 之间"},
    {"a_file_of_a_name_for_a_type",
     "type = 'attachment', accept = { 'pdf' }, max_bytes = 9, required = true",
     "字段 accept 的 pdf 不是系统能收的文件类型，应为 application/pdf、"},
    {"a_file_of_a_type_that_no_upload_has",
     "type = 'attachment', accept = { 'application/pdf', 'application/zip' }, max_bytes = 9, "
     "required = "
     "true",
     "字段 accept 的 application/zip 不是系统能收的文件类型"},
    {"a_file_of_no_bytes",
     "type = 'attachment', accept = { 'application/pdf' }, max_bytes = 0, required = true",
     "字段 max_bytes 应在 1 与"},
    {"a_file_larger_than_any_upload",
     "type = 'attachment', accept = { 'application/pdf' }, max_bytes = 52428801, required = true",
     "字段 max_bytes 应在 1 与 52428800 之间，现为 52428801"},
};

/* ---- conditions ------------------------------------------------------------------------------ */

#define WHEN(when) "type = 'text', max = 9, example = '例', required_when = " when

static const struct form conditions[] = {
    {"no_field", WHEN("when('红', { ['basic.color'] = 'red' })"),
     "when“红”：algorithm 的表单没有字段 basic.color；写作 "
     "部分.字段，同一部分（或列表的同一项）中的"
     "只写字段名，有 colour、loud、more、name、tints"},
    {"no_section", WHEN("when('红', { ['base.colour'] = 'red' })"), "没有字段 base.colour"},
    {"no_field_beside_it", WHEN("when('红', { color = 'red' })"), "没有字段 color"},
    {"no_code", WHEN("when('红', { colour = 'rde' })"), "词表 colour 没有代码 rde；有 blue、red"},
    {"no_such_code_among_some", WHEN("when('红', { colour = { 'red', 'rde' } })"), "没有代码 rde"},
    {"a_text_compared", WHEN("when('名', { name = '甲' })"),
     "只能比较 choice、choices、boolean 字段"},
    {"a_yes_compared_with_a_text", WHEN("when('响', { loud = 'true' })"), "应为 true 或 false"},
    {"nothing_compared", WHEN("when('空', {})"), "没有写任何条件"},
    {"no_words", WHEN("when('', { loud = true })"), "when：应写作 when(说明"},
    {"a_function_that_reads_it_does_not_say_what",
     WHEN("when('红', function(data) return data.basic.rol == 'x' end)"),
     "when：应写作 when(说明, { ['部分.字段'] = 代码 })，或 when(说明, { reads = {"},
    {"a_function_that_reads_no_field",
     WHEN("when('红', { reads = { 'basic.rol' } }, function(data) return data.basic.rol end)"),
     "没有字段 basic.rol"},
    {"a_function_that_says_more",
     WHEN("when('红', { reads = { 'basic.loud' }, codes = {} }, function() "
          "return true end)"),
     "不认识的字段 codes；可写的有 reads"},
    {"a_function_that_is_none", WHEN("when('红', { reads = { 'basic.loud' } }, 'red')"),
     "第三项应是函数"},
};

static void
it_is_refused_at_its_line(const void *row)
{
    const struct form *x = row;
    const char *more = arena_printf(a,
                                    "    field { name = 'more', label = '另', help = '写', "
                                    "visibility = 'filer', %s },\n" FIELD,
                                    x->more);
    const char *const *files =
        flow_files(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));
    const char *text = flow_edit_text(files[5], (struct flow_edit[FLOW_EDITS]){{FIELD, more}});

    flow_check_refused(RIG_FILES(files[0], files[1], files[2], files[3], files[4], text),
                       flow_place("rules/forms/algorithm.lua", text, "    field { name = 'more'"),
                       x->says);
}

struct met {
    const char *name, *when, *basic;
    const char *finds; /* in the answer; beginning with !: not in it */
};
#define MISSING "/basic/more"
static const struct met mets[] = {
    {"a_code_that_is_there", "when('x', { colour = 'red' })", "\"colour\":\"red\"", MISSING},
    {"another_code", "when('x', { colour = 'red' })", "\"colour\":\"blue\"", "!" MISSING},
    {"no_answer_at_all", "when('x', { ['basic.loud'] = false })", "\"colour\":\"red\"",
     "!" MISSING},
    {"a_no", "when('x', { ['basic.loud'] = false })", "\"loud\":false", MISSING},
    {"one_of_some", "when('x', { ['basic.colour'] = { 'blue', 'red' } })", "\"colour\":\"red\"",
     MISSING},
    {"one_of_those_chosen", "when('x', { ['basic.tints'] = 'red' })",
     "\"tints\":[\"blue\",\"red\"]", MISSING},
    {"none_of_those_chosen", "when('x', { ['basic.tints'] = 'red' })", "\"tints\":[\"blue\"]",
     "!" MISSING},
    {"two_of_two", "when('x', { colour = 'red', loud = true })", "\"colour\":\"red\",\"loud\":true",
     MISSING},
    {"one_of_two", "when('x', { colour = 'red', loud = true })",
     "\"colour\":\"red\",\"loud\":false", "!" MISSING},
    {"a_function_that_reads",
     "when('x', { reads = { 'basic.name' } }, function(data) return "
     "data.basic.name == '甲' end)",
     "\"name\":\"甲\"", MISSING},
    {"a_function_that_reads_beside",
     "when('x', { reads = { 'name' } }, function(_, beside) return "
     "beside.name == '甲' end)",
     "\"name\":\"甲\"", MISSING},
    {"a_function_that_reads_more_than_it_says",
     "when('x', { reads = { 'basic.name' } }, function(data) return data.basic.colour == 'red' "
     "end)",
     "\"colour\":\"red\"", "when“x” 未在 reads 中声明便读取 basic.colour"},
    {"a_function_that_reads_more_beside",
     "when('x', { reads = { 'name' } }, function(_, beside) "
     "return beside.colour == 'red' end)",
     "\"colour\":\"red\"", "when“x” 未在 reads 中声明便读取 colour"},
    {"a_function_that_reads_another_section",
     "when('x', { reads = { 'basic.name' } }, function(data) return data.other.name end)",
     "\"colour\":\"red\"", "when“x” 未在 reads 中声明便读取 other"},
    {"a_function_that_walks",
     "when('x', { reads = { 'basic.name' } }, function(data) for k in "
     "pairs(data.basic) do return true end end)",
     "\"colour\":\"red\"", "此处不能遍历"},
};

static void
a_condition_is_met_or_not(const void *row)
{
    const struct met *x = row;
    const char *more = arena_printf(a,
                                    "    field { name = 'more', label = '另', help = '写', "
                                    "visibility = 'filer', type = 'text', max = 9, example = "
                                    "'例',\n      required_when = %s },\n" FIELD,
                                    x->when);
    const char *const *files =
        flow_files(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));
    const char *text = flow_edit_text(files[5], (struct flow_edit[FLOW_EDITS]){{FIELD, more}});
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer = "";
    json_t *facts = rig_parse(RIG_FACTS);

    CHECK_ERR(
        rig_bundle_of(&b, RIG_FILES(files[0], files[1], files[2], files[3], files[4], text), &f),
        OK, &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    json_object_set_new(rig_at(facts, "/filing"), "kind", json_string("algorithm"));
    json_object_set_new(rig_at(facts, "/filing/data"), "basic",
                        json_deep_copy(rig_parse(arena_printf(a, "{%s}", x->basic))));
    CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, json_text(a, facts), &answer, &f), OK, &f);
    if (x->finds[0] == '!')
        CHECK_LACKS(answer, x->finds + 1);
    else
        CHECK_HAS(answer, x->finds);
    policy_close(p);
    bundle_free(b);
}

/* In an item of a list, a name alone is of that item. */
static void
a_condition_in_a_list_looks_at_its_item(void)
{
    static const char item[] =
        "    field { name = 'parts', label = '件', help = '写', type = 'list', max_items = 3, "
        "visibility = 'filer', required = false,\n"
        "      field { name = 'colour', label = '色', help = '写', type = 'choice', choices = "
        "'colour', required = true, example = 'red' },\n"
        "      field { name = 'why', label = '因', help = '写', type = 'text', max = 9, example = "
        "'例', required_when = when('红', { colour = 'red' }) },\n"
        "      field { name = 'how', label = '法', help = '写', type = 'text', max = 9, example = "
        "'例', required_when = when('蓝', { reads = { 'colour' } },\n"
        "        function(_, part) return part.colour == 'blue' end) } },\n" FIELD;
    const char *const *files =
        flow_files(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));
    const char *text = flow_edit_text(files[5], (struct flow_edit[FLOW_EDITS]){{FIELD, item}});
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer = "";
    json_t *facts = rig_parse(RIG_FACTS);

    CHECK_ERR(
        rig_bundle_of(&b, RIG_FILES(files[0], files[1], files[2], files[3], files[4], text), &f),
        OK, &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    json_object_set_new(rig_at(facts, "/filing"), "kind", json_string("algorithm"));
    json_object_set_new(
        rig_at(facts, "/filing/data"), "basic",
        json_deep_copy(rig_parse("{\"parts\":[{\"colour\":\"red\"},{\"colour\":\"blue\"}]}")));
    CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, json_text(a, facts), &answer, &f), OK, &f);
    CHECK_HAS(answer, "\"/basic/parts/0/why\"");
    CHECK_LACKS(answer, "\"/basic/parts/1/why\"");
    CHECK_LACKS(answer, "\"/basic/parts/0/how\"");
    CHECK_HAS(answer, "\"/basic/parts/1/how\"");
    policy_close(p);
    bundle_free(b);
}

/* ---- registrations --------------------------------------------------------------------------- */

#define MOBILE "    field {\n      name = 'mobile'"
static const struct account_form {
    const char *name;
    struct flow_edit edit[FLOW_EDITS]; /* of the shipped form, its ground that of the test set */
    const char *at, *says;
} accounts[] = {
    {"a_field_that_no_registration_carries",
     {{MOBILE,
       "    field { name = 'fax', label = '传真', type = 'text', max = 30, required = true, "
       "visibility = 'filer', help = '写', example = '例' },\n" MOBILE}},
     "    field { name = 'fax'",
     "注册时不收 fax，写了谁也无从填写；可写的有 "
     "username、organization_name、contact_name、mobile、email"},
    {"an_optional_field_that_no_registration_carries",
     {{MOBILE,
       "    field { name = 'fax', label = '传真', type = 'text', max = 30, required = false, "
       "visibility = 'filer', help = '写', example = '例' },\n" MOBILE}},
     "    field { name = 'fax'",
     "注册时不收 fax"},
    {"a_field_that_every_registration_has_made_optional",
     {{"max = 30,\n      required = true", "max = 30,\n      required = false"}},
     MOBILE,
     "注册时必须填写，应写 required = true"},
    {"a_field_that_every_registration_has_from_a_day_on",
     {{"max = 30,\n      required = true",
       "max = 30, since = '2027-01-01',\n      required = true"}},
     MOBILE,
     "注册时必须填写"},
    {"a_field_that_every_registration_has_until_a_day",
     {{"max = 30,\n      required = true",
       "max = 30, ['until'] = '2027-01-01',\n      required = true"}},
     MOBILE,
     "注册时必须填写，应写 required = true，不写 since、until"},
    {"a_field_by_another_name",
     {{"name = 'mobile'", "name = 'phone'"}},
     "    field {\n      name = 'phone'",
     "注册时不收 phone"},
    {"a_field_left_out",
     {{"    field {\n      name = 'contact_name', label = '联系人姓名', type = 'text', max = 50,\n"
       "      required = true, visibility = 'reviewer',\n"
       "      help = '经办填报的人。', example = '示例联系人',\n    },\n",
       ""}},
     "form {",
     "缺少字段 contact_name，注册时必须填写"},
    {"a_field_longer_than_a_registration_carries",
     {{"max = 30,", "max = 31,"}},
     MOBILE,
     "max 不能超过 30"},
    {"a_field_of_another_type",
     {{"type = 'text', max = 30,", "type = 'long_text', max = 30,"}, {", format = 'code'", ""}},
     MOBILE,
     "type 应写 'text'"},
    {"a_mask_that_nobody_would_obey",
     {{"type = 'text', max = 30,", "type = 'text', mask = 'mobile', max = 30,"}},
     MOBILE,
     "注册信息由系统自己遮盖"},
    {"sections", {{"layout = 'flat'", "layout = 'sections'"}}, "form {", "layout 应写 'flat'"},
};

static void
a_form_of_registrations_is_refused(void)
{
    static const struct flow_edit ours[FLOW_EDITS] = {{"算法推荐管理规定 24.1", "测试法"}};
    for (size_t i = 0; i < LEN(accounts); i++) {
        const char *text =
            flow_edit_text(flow_edited("rules/forms/account.lua", ours), accounts[i].edit);

        check_about("%s", accounts[i].name);
        flow_check_refused(RIG_FILES("forms/account.lua", text),
                           flow_place("rules/forms/account.lua", text, accounts[i].at),
                           accounts[i].says);
    }
    flow_check_taken(RIG_FILES("forms/account.lua", flow_edited("rules/forms/account.lua", ours)));
}

/* In a field of the test set's form. */
static void
a_mask_is_one_that_the_core_knows(void)
{
    static const char more[] =
        "    field { name = 'more', label = '另', help = '写', example = '例', "
        "type = 'text', max = 9, required = false, visibility = '%s', "
        "mask = '%s' },\n" FIELD;
    static const struct {
        const char *visibility, *mask, *says; /* NULL: it is taken */
    } rows[] = {{"reviewer", "phone", "mask"}, {"public", "mobile", "不能又写 mask"}};
    const char *const *files =
        flow_files(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));

    for (size_t i = 0; i < LEN(rows); i++) {
        const char *field = arena_printf(a, more, rows[i].visibility, rows[i].mask);
        const char *text = flow_edit_text(files[5], (struct flow_edit[FLOW_EDITS]){{FIELD, field}});
        flow_check_refused(
            RIG_FILES(files[0], files[1], files[2], files[3], files[4], text),
            flow_place("rules/forms/algorithm.lua", text, "    field { name = 'more'"),
            rows[i].says);
    }
    for (const char *const *name = mask_names; *name != NULL; name++) {
        const char *field = arena_printf(a, more, "reviewer", *name);
        const char *text = flow_edit_text(files[5], (struct flow_edit[FLOW_EDITS]){{FIELD, field}});
        check_about("%s", *name);
        flow_check_taken(RIG_FILES(files[0], files[1], files[2], files[3], files[4], text));
    }
}

static void
a_limit_that_the_core_cannot_keep_is_refused(void)
{
    static const char *const values[] = {"-5", "0", "62914561", "'50 MB'", "true"};

    for (size_t i = 0; i < LEN(values); i++)
        flow_check_refused(
            RIG_FILES("limits.lua",
                      arena_printf(a,
                                   "limit { name = 'attachment_max_bytes', title = '附件', value = "
                                   "%s, law = '测试法' }",
                                   values[i])),
            "rules/limits.lua:1", "应是 1 至 62914560 的整数（字节）");
}

static const struct check_test tests[] = {
    TEST_EACH(it_is_refused_at_its_line, forms),
    TEST_EACH(it_is_refused_at_its_line, conditions),
    TEST_EACH(a_condition_is_met_or_not, mets),
    TEST(a_condition_in_a_list_looks_at_its_item),
    TEST(a_form_of_registrations_is_refused),
    TEST(a_mask_is_one_that_the_core_knows),
    TEST(a_limit_that_the_core_cannot_keep_is_refused),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

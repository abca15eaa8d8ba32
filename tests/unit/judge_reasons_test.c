/* What the vocabulary of reasons says of kinds and places is looked at when it is loaded: no reason
 * is there that can be given nowhere. */
#include "flow_rig.h"

#define LIST(first)                                                                                  \
    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"                             \
    "  items = { { code = 'red', label = '红' } } }\n"                                              \
    "vocabulary {\n  id = 'reasons', title = '理由', law = '测试法', columns = { 'suggestion' " \
    "},\n"                                                                                           \
    "  items = {\n    { code = 'a', label = '甲', suggestion = '改', " first " },\n"                 \
    "    { code = 'b', label = '乙', suggestion = '改' },\n  },\n}\n"
#define SECTION                                                                                    \
    "  section {\n    id = 'model', title = '模型', help = '测试', law = '测试法',\n"       \
    "    field { name = 'models', label = '模型', type = 'list', max_items = 3, required = "     \
    "false,\n"                                                                                     \
    "      visibility = 'reviewer', help = '写', example = { { name = '示例' } },\n"            \
    "      field { name = 'name', label = '模型名称', type = 'text', max = 20,\n"              \
    "        required = true, visibility = 'reviewer', help = '写', example = '示例' } } },\n"  \
    "  section {\n    id = 'basic'"
#define PLACE "rules/vocabulary.lua:3"

/* The test set with those reasons; only algorithms have models. */
static const char *const *
files(const char *vocabulary)
{
    static const struct flow_edit more[FLOW_EDITS] = {{"  section {\n    id = 'basic'", SECTION}};
    const char **out = arena_alloc(a, 5 * sizeof *out);

    out[0] = "vocabulary.lua", out[1] = vocabulary;
    out[2] = "forms/algorithm.lua", out[3] = flow_edited(RIG_SET "/forms/algorithm.lua", more);
    out[4] = NULL;
    return out;
}

static const struct refusal {
    const char *name, *text, *where, *says;
} refusals[] = {
    {"a_kind_that_is_none", LIST("kinds = { 'model' }"), PLACE,
     "代码 a 的 kinds：model 不在 subject、algorithm 之中，请改为其中之一"},
    {"a_kind_that_nobody_decides_on", LIST("kinds = { 'product' }"), PLACE, "product 不在 subject"},
    {"no_kinds_at_all", LIST("kinds = {}"), PLACE, "kinds 应为不空的文字列表"},
    {"a_kind_that_is_no_list", LIST("kinds = 'subject'"), PLACE, "kinds 应为不空的文字列表"},
    {"a_section_that_is_none", LIST("paths = { '/modle' }"), PLACE,
     "没有表单声明“/modle”；测试表单有 /basic；测试表单有 /model、/basic"},
    {"a_field_that_is_none", LIST("kinds = { 'algorithm' }, paths = { '/basic/nam' }"), PLACE,
     "没有表单声明“/basic/nam”；测试表单有 /basic/name；"},
    {"a_place_that_begins_with_no_slash", LIST("paths = { 'basic' }"), PLACE, "声明“basic”"},
    {"a_place_that_ends_with_one", LIST("paths = { '/basic/' }"), PLACE, "声明“/basic/”"},
    {"a_numbered_item", LIST("paths = { '/model/models/0/name' }"), PLACE,
     "不写第几项，写作 '/部分/列表/字段'"},
    {"a_place_below_a_text", LIST("paths = { '/basic/name/x' }"), PLACE, "声明“/basic/name/x”"},
    {"a_place_of_products_only", LIST("paths = { '/product/name' }"), PLACE, "没有表单声明"},
    {"a_place_of_another_kind_only", LIST("kinds = { 'subject' }, paths = { '/model' }"), PLACE,
     "没有表单声明“/model”"},
    {"a_kind_that_has_none_of_the_places",
     LIST("kinds = { 'subject', 'algorithm' }, paths = { '/model' }"), PLACE,
     "没有一个在 subject 的表单里，这种备案永远用不上它；请加上它的位置，或从 kinds 删去 subject"},
    {"a_place_within_another", LIST("paths = { '/basic', '/basic/name' }"), PLACE,
     "/basic/name 已在“/basic”之中，请删去其一"},
    {"a_place_beside_the_whole", LIST("paths = { '/basic', '' }"), PLACE, "/basic 已在“整件”之中"},
    {"a_place_twice", LIST("paths = { '/basic', '/basic' }"), PLACE, "请删去其一"},
    {"a_day_that_no_decision_has", LIST("since = '2027-01-01', since_of = 'first_submission'"),
     PLACE, "请删去 since_of"},
    {"a_column_named_like_what_is_known",
     "vocabulary {\n  id = 'x', title = '词', law = '测试法', columns = { 'paths' },\n"
     "  items = { { code = 'a', label = '甲', paths = '/basic' } } }\n",
     "rules/vocabulary.lua:1", "columns 的 paths 是代码自己的字段，请给这一列换一个名称"},
    {"kinds_of_another_list",
     "vocabulary {\n  id = 'x', title = '词', law = '测试法',\n"
     "  items = { { code = 'a', label = '甲', kinds = { 'subject' } } } }\n",
     "rules/vocabulary.lua:1", "不认识的字段 kinds"},
};

static void
it_is_refused_where_it_stands(const void *row)
{
    const struct refusal *r = row;

    flow_check_refused(files(r->text), r->where, r->says);
}

static void
a_local_item_is_refused_at_its_own_line(void)
{
    const char **all = arena_alloc(a, 7 * sizeof *all);
    const char *const *base = files(LIST("since = '2020-01-01'"));

    memcpy(all, base, 4 * sizeof *all);
    all[4] = "local/vocabulary.ours.lua";
    all[5] = "\nitem { list = 'reasons', code = 'a', paths = { '/modle' }, reason = '试点' }\n";
    all[6] = NULL;
    flow_check_refused(all, "rules.local/vocabulary.ours.lua:2", "没有表单声明“/modle”");
}

/* Each of them holds somewhere. */
static void
what_is_meant_is_told_to_all(void)
{
    static const char *const good[] = {"kinds = { 'subject' }", "paths = { '' }",
                                       "paths = { '/model/models/name', '/basic/name' }",
                                       "kinds = { 'subject' }, paths = { '/basic' }"};
    for (size_t i = 0; i < LEN(good); i++)
        flow_check_taken(files(
            flow_edit_text(LIST("HERE"), (const struct flow_edit[FLOW_EDITS]){{"HERE", good[i]}})));

    const json_t *manifest =
        flow_manifest(files(LIST("kinds = { 'algorithm' }, paths = { '/model/models/name' }")));
    const char *at = "/vocabulary/reasons/items/0";
    CHECK_STR(json_text(a, rig_at(manifest, arena_printf(a, "%s/kinds", at))), "[\"algorithm\"]");
    CHECK_STR(json_text(a, rig_at(manifest, arena_printf(a, "%s/paths", at))),
              "[\"/model/models/name\"]");
    CHECK(rig_at(manifest, "/vocabulary/reasons/items/1/paths") == NULL);
}

static const struct check_test tests[] = {
    TEST_EACH(it_is_refused_where_it_stands, refusals),
    TEST(a_local_item_is_refused_at_its_own_line),
    TEST(what_is_meant_is_told_to_all),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/*
 * The small verbs of the local layer: tests/rules/small lays all of them over the shipped rules;
 * here it is told whether its cases and the base's pass, what the manifest says, what an upgrade
 * calls into question, and what does not load.
 */
#include "layer_rig.h"

#define OFF "off { rule = 'test.hostile', reason = '本地不查' }\n"
#define SEVERITY "severity { rule = 'test.hostile', severity = 'notice', reason = '放宽' }\n"
#define ITEM(more) "item { list = 'colour', " more " reason = '本地' }\n"

/* ---- what is changed ------------------------------------------------------------------------- */

static struct policy *
open_small(void)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    if (CHECK_ERR(bundle_read(&b, "rules", "tests/rules/small", &f), OK, &f))
        CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    bundle_free(b);
    return p;
}

static void
its_cases_pass_and_those_of_the_base(void)
{
    struct policy *p = open_small();
    struct fault f = {0};
    const char *report = "";

    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    policy_close(p);
}

static void
each_is_declared_with_its_reason_and_what_it_covers(void)
{
    struct policy *p = open_small();

    layer_check(p, "off.identity.organization_code", "rules.local/checks/small.lua:2",
                "rules/checks/credit_code.lua:20");
    layer_check(p, "severity.deadline.first_filing", "rules.local/checks/small.lua:3",
                "rules/checks/online.lua:3");
    layer_check(p, "item.entity_type.enterprise", "rules.local/vocabulary.small.lua:2",
                "rules/vocabulary.lua:5");
    layer_check(p, "item.role.agent", "rules.local/vocabulary.small.lua:3", NULL);
    CHECK_STR(rig_text(policy_declared(p, "item.role.agent"), "/reason"), "本地试点");
    CHECK_STR(rig_text(policy_declared(p, "severity.names.disclosure"), "/overrides/value"),
              "error");
    CHECK_STR(rig_text(policy_declared(p, "names.disclosure"), "/severity"), "notice");
    policy_close(p);
}

/* The vocabulary's codes, in order. */
static const char *
codes_of(struct policy *p, const char *list)
{
    const json_t *items = rig_at(policy_manifest(p), arena_printf(a, "/vocabulary/%s/items", list));
    struct buf b = BUF(a);
    size_t i;
    json_t *item;

    buf_puts(&b, "");
    json_array_foreach(items, i, item) buf_printf(&b, "%s ", json_str(item, "code"));
    return b.p;
}

static void
an_item_stands_where_it_stood_or_after_the_named_one(void)
{
    struct policy *p = open_small();

    CHECK_STR(codes_of(p, "role"), "provider agent supporter ");
    CHECK_HAS(codes_of(p, "entity_type"), "enterprise public_institution ");
    CHECK_HAS(codes_of(p, "reasons"), " disclosure purpose_vague security ");
    CHECK_STR(rig_text(policy_manifest(p), "/vocabulary/role/items/2/until"), "2030-01-01");
    CHECK_STR(rig_text(policy_manifest(p), "/vocabulary/role/items/2/label"), "服务技术支持者");
    policy_close(p);
}

static void
a_check_that_is_off_is_not_there(void)
{
    struct policy *p = layer_open(RIG_FILES("local/checks/x.lua", OFF));
    struct fault f = {0};
    const char *report = "";

    CHECK_LACKS(json_text(a, json_object_get(policy_manifest(p), "rules")), "test.hostile");
    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    policy_close(p);
}

static void
a_case_of_the_base_holds_the_other_checks_to_it_all_the_same(void)
{
    struct policy *p = layer_open(RIG_FILES(
        "checks/y.lua", RULE("test.other", ""), "cases/y.lua",
        "case { name = '两条', form = 'subject', set = { ['/basic/name'] = '坏' },\n"
        "  expect = { findings = { { rule = 'test.hostile' }, { rule = 'test.other' } } } }",
        "local/checks/x.lua", OFF));
    struct fault f = {0};
    const char *report = "";

    CHECK_ERR(policy_test(p, a, &report, &f), ERR_RULE, &f);
    CHECK_HAS(f.text, "应有意见 {rule=test.other}");
    policy_close(p);
}

/* ---- upgrades -------------------------------------------------------------------------------- */

static const char newer_check[] = "\n" RIG_RULE(
    "if facts.filing.data.basic.name == '坏' then say.at('/basic/name', '名称很不好') end");
static const char newer_list[] =
    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"
    "  items = { { code = 'red', label = '大红' }, { code = 'blue', label = '蓝' } } }";
static const char moved_list[] =
    "\nvocabulary { id = 'colour', title = '各种颜色', law = '测试法',\n"
    "  items = { { code = 'green', label = '绿' }, { code = 'red', label = '红' } } }";

struct upgrade {
    const char *name, *ours_path, *ours, *path, *newer, *says; /* says NULL: no conflict */
};
static const struct upgrade upgrades[] = {
    {"a_check_that_is_off_and_changed", "local/checks/x.lua", OFF, RIG_CHECK, newer_check,
     "在升级中改了"},
    {"a_check_of_another_severity_that_changed", "local/checks/x.lua", SEVERITY, RIG_CHECK,
     newer_check, "在升级中改了"},
    {"an_item_that_changed", "local/vocabulary.x.lua", ITEM("code = 'red', label = '朱',"),
     "vocabulary.lua", newer_list, "在升级中改了"},
    {"an_item_that_came_under_an_addition", "local/vocabulary.x.lua",
     ITEM("code = 'blue', label = '青',"), "vocabulary.lua", newer_list, "新增了同一编号"},
    {"an_item_in_a_list_that_changed_elsewhere", "local/vocabulary.x.lua",
     ITEM("code = 'red', label = '朱',"), "vocabulary.lua", moved_list, NULL},
};

static void
in_an_upgrade(const void *row)
{
    const struct upgrade *u = row;
    struct policy *before = layer_open(RIG_FILES(u->ours_path, u->ours)),
                  *after = layer_open(RIG_FILES(u->ours_path, u->ours, u->path, u->newer));
    json_t *found = NULL;
    struct fault f = {0};

    CHECK_ERR(rulekit_conflicts(policy_manifest(before), policy_manifest(after), &found, &f), OK,
              &f);
    arena_json(a, found);
    CHECK_INT(json_array_size(found), u->says ? 1 : 0);
    if (u->says)
        CHECK_HAS(rig_text(found, "/0/message"), u->says);
    policy_close(before);
    policy_close(after);
}

/* ---- what does not load ---------------------------------------------------------------------- */

struct refusal {
    const char *name, *path, *text, *where, *says;
};
static const struct refusal refusals[] = {
    {"a_check_off_in_the_base", "checks/x.lua", OFF, "rules/checks/x.lua:1",
     "off 只用在本地层（rules.local）；基础集里请直接删去那条规则"},
    {"a_severity_in_the_base", "checks/x.lua", SEVERITY, "rules/checks/x.lua:1", "只用在本地层"},
    {"an_item_in_the_base", "vocabulary.lua", ITEM("code = 'red', label = '朱',"),
     "rules/vocabulary.lua:1", "只用在本地层"},
    {"a_check_off_without_a_reason", "local/checks/x.lua", "off { rule = 'test.hostile' }",
     "rules.local/checks/x.lua:1", "缺少字段 reason"},
    {"a_severity_without_a_reason", "local/checks/x.lua",
     "severity { rule = 'test.hostile', severity = 'notice' }", "rules.local/checks/x.lua:1",
     "缺少字段 reason"},
    {"an_item_without_a_reason", "local/vocabulary.x.lua",
     "item { list = 'colour', code = 'red', label = '朱' }", "rules.local/vocabulary.x.lua:1",
     "缺少字段 reason"},
    {"a_check_off_that_is_none", "local/checks/x.lua", "\noff { rule = 'test.x', reason = '因' }",
     "rules.local/checks/x.lua:2", "没有规则 test.x"},
    {"a_form_off", "local/checks/x.lua", "off { rule = 'form.required', reason = '因' }",
     "rules.local/checks/x.lua:1", "表单自身的要求，不能停用"},
    {"what_the_core_asks_off", "local/checks/x.lua",
     "off { rule = 'submit.declaration', reason = '因' }", "rules.local/checks/x.lua:1",
     "系统自身的要求不能"},
    {"a_severity_of_a_check_that_is_none", "local/checks/x.lua",
     "severity { rule = 'test.x', severity = 'error', reason = '因' }",
     "rules.local/checks/x.lua:1", "没有规则 test.x"},
    {"a_severity_that_is_none", "local/checks/x.lua",
     "severity { rule = 'test.hostile', severity = 'fatal', reason = '因' }",
     "rules.local/checks/x.lua:1", "fatal 不在 error、warning、notice 之中"},
    {"a_severity_that_it_has_already", "local/checks/x.lua",
     "severity { rule = 'test.hostile', severity = 'error', reason = '因' }",
     "rules.local/checks/x.lua:1", "本来就是 error"},
    {"a_check_off_and_of_another_severity", "local/checks/x.lua", OFF SEVERITY,
     "rules.local/checks/x.lua:2", "已在 rules.local/checks/x.lua:1 改过"},
    {"a_check_off_twice", "local/checks/x.lua", OFF OFF, "rules.local/checks/x.lua:2",
     "已在 rules.local/checks/x.lua:1 改过"},
    {"a_local_check_off", "local/checks/x.lua",
     RULE("test.ours", "say.at('')") "off { rule = 'test.ours', reason = '因' }",
     "rules.local/checks/x.lua:6", "是本地声明的（rules.local/checks/x.lua:1）"},
    {"a_local_case_of_a_check_that_is_off", "local/cases/x.lua", CASE("test.hostile"),
     "rules.local/cases/x.lua:1", "本地已停用规则 test.hostile"},
    {"an_item_of_no_list", "local/vocabulary.x.lua",
     "item { list = 'shade', code = 'red', label = '朱', reason = '因' }",
     "rules.local/vocabulary.x.lua:1", "没有词表 shade，应为 colour 之一"},
    {"a_new_item_without_a_label", "local/vocabulary.x.lua",
     ITEM("code = 'rde', since = '2027-01-01',"), "rules.local/vocabulary.x.lua:1",
     "没有这个代码，现有 red；新增的要写 label"},
    {"an_item_that_changes_nothing", "local/vocabulary.x.lua", ITEM("code = 'red',"),
     "rules.local/vocabulary.x.lua:1", "没有写出要改什么"},
    {"an_item_with_a_column_that_the_list_has_not", "local/vocabulary.x.lua",
     ITEM("code = 'red', shade = '深',"), "rules.local/vocabulary.x.lua:1", "不认识的字段 shade"},
    {"an_item_after_one_that_is_none", "local/vocabulary.x.lua",
     ITEM("code = 'blue', label = '蓝', after = 'green',"), "rules.local/vocabulary.x.lua:1",
     "after 所指的代码 green 不在词表中，应为 red 之一"},
    {"an_item_that_is_moved", "local/vocabulary.x.lua",
     ITEM("code = 'red', label = '朱', after = 'red',"), "rules.local/vocabulary.x.lua:1",
     "不用写 after"},
    {"one_item_twice", "local/vocabulary.x.lua",
     ITEM("code = 'red', label = '朱',") ITEM("code = 'red', label = '赤',"),
     "rules.local/vocabulary.x.lua:2", "前一处在 rules.local/vocabulary.x.lua:1"},
    {"an_item_of_a_local_list", "local/vocabulary.x.lua",
     "vocabulary { id = 'ours', title = '本地', law = '测试法', items = { { code = 'a', label = "
     "'甲' } } }\n"
     "item { list = 'ours', code = 'a', label = '乙', reason = '因' }",
     "rules.local/vocabulary.x.lua:2", "词表 ours 是本地声明的"},
};

/* The case of a check that is off needs one that is. */
static void
it_is_refused_at_its_place(const void *row)
{
    const struct refusal *r = row;
    bool is_case = str_is(r->path, "local/cases/x.lua");
    struct policy_limits most = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    enum err err = rig_bundle_of(
        &b, RIG_FILES(r->path, r->text, is_case ? "local/checks/off.lua" : NULL, OFF), &f);
    if (!err)
        err = policy_open(&p, b, &most, &f);
    CHECK_ERR(err, ERR_RULE, &f);
    CHECK_STR(f.where, r->where);
    CHECK_HAS(f.text, r->says);
    CHECK(p == NULL);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST(its_cases_pass_and_those_of_the_base),
    TEST(each_is_declared_with_its_reason_and_what_it_covers),
    TEST(an_item_stands_where_it_stood_or_after_the_named_one),
    TEST(a_check_that_is_off_is_not_there),
    TEST(a_case_of_the_base_holds_the_other_checks_to_it_all_the_same),
    TEST_EACH(in_an_upgrade, upgrades),
    TEST_MANY(it_is_refused_at_its_place, refusals),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

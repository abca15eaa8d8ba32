/* Two layers of a rule set: one of two declarations holds, and the other stays known. */
#include "layer_rig.h"

#define TODAY "2026-11-24"

/* ---- by id ----------------------------------------------------------------------------------- */

static void
a_local_limit_takes_the_place_of_the_shipped_one(void)
{
    struct policy *p = layer_open(RIG_FILES("local/limits.ours.lua", "-- 本地\n" LIMIT("7")));

    CHECK_INT(rig_int(policy_manifest(p), "/limits/name_max"), 7);
    layer_check(p, "limit.name_max", "rules.local/limits.ours.lua:2", "rules/limits.lua:1");
    CHECK_INT(rig_int(policy_declared(p, "limit.name_max"), "/overrides/value"), 20);
    policy_close(p);
}

static void
what_leans_on_a_limit_sees_the_local_one(void)
{
    static const char deadlines[] =
        "counting {\n"
        "  law = '测试法',\n"
        "  after = function(from)\n"
        "    return { due_on = from, provisional = false, counted = {} } end,\n"
        "  list = function() return {} end, is_over = function() return false end }\n"
        "deadline {\n"
        "  name = 'one', title = '一', law = '测试法', kinds = { 'subject', 'product' },\n"
        "  days = limits.name_max, reads = { 'clock.today' },\n"
        "  from = function(facts) return facts.clock.today end, done = function() end }\n";
    struct policy *p =
        layer_open(RIG_FILES("local/limits.ours.lua", LIMIT("7"), "deadlines.lua", deadlines));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "\"days\":7");
    policy_close(p);
}

static void
a_local_rule_is_added_and_covers_nothing(void)
{
    struct policy *p = layer_open(
        RIG_FILES("local/checks/ours.lua", RULE("test.ours", "say.at('/basic/name', '本地的说法')"),
                  "local/cases/ours.lua", CASE("test.ours")));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "本地的说法");
    layer_check(p, "test.ours", "rules.local/checks/ours.lua:1", NULL);
    policy_close(p);
}

static void
a_rule_knows_the_cases_that_name_it(void)
{
    struct policy *p =
        layer_open(RIG_FILES("local/checks/ours.lua", RULE("test.ours", "say.at('')"),
                             "local/cases/ours.lua", CASE("test.ours")));
    const json_t *declared = policy_declared(p, "test.ours");

    CHECK_STR(rig_text(declared, "/cases/0/name"), "test.ours 说话");
    CHECK_STR(rig_text(declared, "/cases/0/file"), "rules.local/cases/ours.lua:1");
    policy_close(p);
}

/* The shipped rule of the test set and its case, each with a local one in its place. */
static struct policy *
open_replaced(void)
{
    return layer_open(RIG_FILES(
        "local/checks/ours.lua",
        RULE("test.hostile",
             "if facts.filing.data.basic.name == '好' then say.at('/basic/name', '改过了') end"),
        "local/cases/ours.lua",
        "case {\n"
        "  name = '坏名称被指出', form = 'subject', rule = 'test.hostile', at = '/basic/name',\n"
        "  accepts = { '坏' }, rejects = { '好' } }"));
}

static void
a_local_rule_takes_the_place_of_the_shipped_one(void)
{
    struct policy *p = open_replaced(), *shipped = layer_open(RIG_FILES(NULL));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "改过了");
    CHECK_INT(json_array_size(rig_at(policy_manifest(p), "/rules")),
              json_array_size(rig_at(policy_manifest(shipped), "/rules")));
    policy_close(p);
    policy_close(shipped);
}

static void
a_local_case_takes_the_place_and_none_need_reach_what_is_covered_up(void)
{
    struct policy *p = open_replaced();
    struct fault f = {0};
    const char *report = NULL;

    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    CHECK_LACKS(report, "rules/cases/hostile.lua");
    CHECK_HAS(report, "\"file\":\"rules/checks/hostile.lua\",\"missing\":[],\"total\":0");
    policy_close(p);
}

/* ---- every kind of declaration --------------------------------------------------------------- */

static struct policy *
open_all_kinds(void)
{
    return layer_open(RIG_FILES(
        "local/vocabulary.ours.lua",
        "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"
        "  items = { { code = 'blue', label = '蓝' } } }",
        "local/laws.ours.lua",
        "law { id = '测试法', title = '测试法（修订）' }\n"
        "law { id = '本地办法', title = '本地办法' }",
        "local/set.ours.lua",
        "ruleset { api = 1, title = '某地规则集', example_today = '2026-11-24' }",
        "local/calendar/2026.ours.lua",
        "calendar { year = 2026, source = '本地', holidays = { '2026-01-02' }, workdays = {} }",
        "local/routing.ours.lua",
        "routing { law = '本地办法', reads = { 'filing.kind' },\n"
        "  route = function() return { area = '310000', stage = 'early' } end }",
        "local/lib/ours.lua", "-- 本地的库\nreturn function() return '库说的' end",
        "local/checks/ours.lua",
        RULE("test.ours", "say.at('/basic/name', use('ours')() .. label('colour', 'blue') .. "
                          "(workday(day_number('2026-01-01')) and '上班' or '放假'))"),
        "local/cases/ours.lua", CASE("test.ours")));
}

static void
the_office_and_the_disclaimer_are_said_by_the_set_or_neutral(void)
{
    struct policy *p = layer_open(RIG_FILES(NULL));

    CHECK(json_object_get(policy_manifest(p), "office") == NULL);
    CHECK_HAS(rig_text(policy_manifest(p), "/disclaimer"), "备案不代表对有关主体、算法、产品");
    policy_close(p);

    p = layer_open(RIG_FILES("local/set.ours.lua",
                             "office { name = '某省网信办', contact = '电话 010-0' }\n"
                             "ruleset { api = 1, title = '测', example_today = '2026-11-24',\n"
                             "  disclaimer = '另一种声明。' }"));
    CHECK_STR(rig_text(policy_manifest(p), "/office/name"), "某省网信办");
    CHECK_STR(rig_text(policy_manifest(p), "/office/contact"), "电话 010-0");
    CHECK_STR(rig_text(policy_manifest(p), "/disclaimer"), "另一种声明。");
    CHECK_STR(rig_text(policy_declared(p, "office"), "/title"), "某省网信办");
    policy_close(p);
}

static void
every_kind_of_declaration_can_be_laid_over(void)
{
    static const char *const ids[] = {"vocabulary.colour", "law.测试法", "ruleset", "calendar.2026",
                                      "routing"};
    struct policy *p = open_all_kinds();

    for (size_t i = 0; i < LEN(ids); i++) {
        check_about("%s", ids[i]);
        CHECK(json_is_object(json_object_get(policy_declared(p, ids[i]), "overrides")));
    }
    CHECK_STR(rig_text(policy_manifest(p), "/title"), "某地规则集");
    CHECK_HAS(layer_answer(p, TODAY, NULL), "\"area\":\"310000\"");
    policy_close(p);
}

static void
a_local_calendar_replaces_the_whole_year(void)
{
    struct policy *p = open_all_kinds();
    CHECK_HAS(layer_answer(p, TODAY, NULL), "库说的蓝上班");
    policy_close(p);
}

static void
a_library_is_declared_by_its_first_line(void)
{
    struct policy *p = open_all_kinds();
    CHECK_STR(rig_text(policy_declared(p, "lib.ours"), "/title"), "本地的库");
    policy_close(p);
}

#define DEADLINE(kinds, days)                                                                      \
    "deadline {\n"                                                                                 \
    "  name = 'one', title = '一', law = '测试法', kinds = { " kinds " }, days = " days ",\n"      \
    "  reads = { 'clock.today' }, from = function(facts) return facts.clock.today end,\n"          \
    "  done = function() end }\n"

/* The shipped deadlines with one more for two kinds, and that local one over it. */
static struct policy *
open_deadlines(const char *ours)
{
    struct bundle *b = rig_bundle(NULL, NULL);
    const char *shipped = arena_printf(a, "%s%s", bundle_file(b, "deadlines.lua"),
                                       DEADLINE("'subject', 'product'", "3"));

    bundle_free(b);
    return layer_open(RIG_FILES("deadlines.lua", shipped, "local/deadlines.ours.lua", ours));
}

static void
a_local_deadline_speaks_for_its_kinds_only(void)
{
    struct policy *p = open_deadlines(DEADLINE("'subject'", "9"));

    CHECK_INT(json_array_size(rig_at(policy_manifest(p), "/deadlines")), 3);
    CHECK_HAS(layer_answer(p, TODAY, NULL), "\"days\":9");
    layer_check(p, "deadline.subject.one", "rules.local/deadlines.ours.lua:1",
                "rules/deadlines.lua:15");
    CHECK_STR(rig_text(policy_declared(p, "deadline.product.one"), "/layer"), "base");
    policy_close(p);
}

static void
a_local_deadline_of_all_kinds_leaves_none_of_the_shipped(void)
{
    struct policy *p = open_deadlines(DEADLINE("'product', 'subject'", "9"));
    CHECK_INT(json_array_size(rig_at(policy_manifest(p), "/deadlines")), 2);
    policy_close(p);
}

/* ---- by file --------------------------------------------------------------------------------- */

static void
a_local_file_replaces_the_shipped_one_whole(void)
{
    struct policy *p = layer_open(
        RIG_FILES("local/limits.lua",
                  "limit { name = 'other', title = '别的', value = 1, law = '测试法' }\n"));

    CHECK_INT(rig_int(policy_manifest(p), "/limits/other"), 1);
    CHECK(rig_at(policy_manifest(p), "/limits/name_max") == NULL);
    CHECK(policy_declared(p, "limit.name_max") == NULL);
    layer_check(p, "file.limits.lua", "rules.local/limits.lua:1", "rules/limits.lua:1");
    layer_check(p, "limit.other", "rules.local/limits.lua:1", NULL);
    policy_close(p);
}

static void
a_local_library_serves_the_shipped_rules(void)
{
    struct policy *p =
        layer_open(RIG_FILES("lib/x.lua", "return function() return '基础' end", "local/lib/x.lua",
                             "return function() return '本地' end", "checks/x.lua",
                             RULE("test.lib", "say.at('/basic/name', use('x')() .. '说')"),
                             "cases/x.lua", CASE("test.lib")));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "本地说");
    layer_check(p, "lib.x", "rules.local/lib/x.lua:1", "rules/lib/x.lua:1");
    policy_close(p);
}

/* ---- amend ----------------------------------------------------------------------------------- */

static void
amend_puts_a_field_after_the_named_one_or_at_the_end(void)
{
    struct policy *p = layer_open(RIG_FILES(
        "local/forms/ours.lua", AMEND(FIELD("last", "required = true"))
                                    AMEND("after = 'name', " FIELD("second", "required = false"))));
    const json_t *fields = rig_at(policy_manifest(p), "/forms/subject/sections/0/fields");

    CHECK_INT(json_array_size(fields), 3);
    CHECK_STR(rig_text(fields, "/1/name"), "second");
    CHECK_STR(rig_text(fields, "/2/name"), "last");
    CHECK_HAS(layer_answer(p, TODAY, NULL), "/basic/last"); /* it is asked for */
    layer_check(p, "field.subject.basic.last", "rules.local/forms/ours.lua:1", NULL);
    policy_close(p);
}

static void
amend_replaces_a_field_where_it_stands(void)
{
    struct policy *p =
        layer_open(RIG_FILES("local/forms/ours.lua", AMEND(FIELD("name", "required = false"))));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "acceptable");
    layer_check(p, "field.subject.basic.name", "rules.local/forms/ours.lua:1",
                "rules/forms/subject.lua:5");
    policy_close(p);
}

static void
what_the_base_amended_may_be_replaced(void)
{
    struct policy *p =
        layer_open(RIG_FILES("forms/more.lua", AMEND(FIELD("more", "required = false")),
                             "local/forms/ours.lua", AMEND(FIELD("more", "required = true"))));

    CHECK_HAS(layer_answer(p, TODAY, NULL), "/basic/more");
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST(a_local_limit_takes_the_place_of_the_shipped_one),
    TEST(what_leans_on_a_limit_sees_the_local_one),
    TEST(a_local_rule_is_added_and_covers_nothing),
    TEST(a_rule_knows_the_cases_that_name_it),
    TEST(a_local_rule_takes_the_place_of_the_shipped_one),
    TEST(a_local_case_takes_the_place_and_none_need_reach_what_is_covered_up),
    TEST(every_kind_of_declaration_can_be_laid_over),
    TEST(the_office_and_the_disclaimer_are_said_by_the_set_or_neutral),
    TEST(a_local_calendar_replaces_the_whole_year),
    TEST(a_library_is_declared_by_its_first_line),
    TEST(a_local_deadline_speaks_for_its_kinds_only),
    TEST(a_local_deadline_of_all_kinds_leaves_none_of_the_shipped),
    TEST(a_local_file_replaces_the_shipped_one_whole),
    TEST(a_local_library_serves_the_shipped_rules),
    TEST(amend_puts_a_field_after_the_named_one_or_at_the_end),
    TEST(amend_replaces_a_field_where_it_stands),
    TEST(what_the_base_amended_may_be_replaced),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

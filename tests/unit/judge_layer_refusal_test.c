/* Layers that do not load: what is refused, at which place, in which words. */
#include "layer_rig.h"

struct file {
    const char *path, *text;
};
struct refusal {
    const char *name;
    struct file file, second; /* paths of NULL: there is none */
    const char *where, *says;
};
static const struct refusal refusals[] = {
    {"one_limit_twice_in_the_base_is_refused",
     {"limits.lua", LIMIT("1") LIMIT("2")},
     {NULL, NULL},
     "rules/limits.lua:2",
     "前一处在 rules/limits.lua:1"},
    {"one_limit_twice_in_the_local_layer_is_refused",
     {"local/limits.a.lua", LIMIT("1")},
     {"local/limits.b.lua", LIMIT("2")},
     "rules.local/limits.b.lua:1",
     "前一处在 rules.local/limits.a.lua:1"},
    {"one_rule_twice_is_refused",
     {"checks/x.lua", RULE("test.hostile", "")},
     {NULL, NULL},
     "rules/checks/x.lua:1",
     "rules/checks/hostile.lua:1"},
    {"a_local_limit_of_another_type_is_refused",
     {"local/limits.a.lua", LIMIT("'many'")},
     {NULL, NULL},
     "rules.local/limits.a.lua:1",
     "那里是 20"},
    {"the_base_has_no_second_limits_file",
     {"limits.a.lua", "-- 空"},
     {NULL, NULL},
     "rules/limits.a.lua:1",
     "应放在"},
    {"a_local_file_in_no_place_is_refused",
     {"local/stray.lua", "-- 空"},
     {NULL, NULL},
     "rules.local/stray.lua:1",
     "limits.lua"},
    {"a_local_file_that_raises_names_its_line",
     {"local/limits.a.lua", "\nlocal x = nil\nreturn x.y"},
     {NULL, NULL},
     "rules.local/limits.a.lua:3",
     "取成员"},
    {"a_local_syntax_error_names_its_line",
     {"local/limits.a.lua", "\nlimit {"},
     {NULL, NULL},
     "rules.local/limits.a.lua:2",
     "语法错误"},
    {"amend_of_no_form_is_refused",
     {"local/forms/a.lua",
      "amend { kind = 'banana', section = 'basic', " FIELD("x", "required = false") " }"},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "没有表单 banana"},
    {"amend_of_no_section_is_refused",
     {"local/forms/a.lua",
      "amend { kind = 'subject', section = 'x', " FIELD("x", "required = false") " }"},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "应为 basic 之一"},
    {"amend_after_no_field_is_refused",
     {"local/forms/a.lua", AMEND("after = 'x', " FIELD("y", "required = false"))},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "应为 name 之一"},
    {"amend_without_a_field_is_refused",
     {"local/forms/a.lua", "amend { kind = 'subject', section = 'basic' }"},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "没有任何 field"},
    {"amend_that_replaces_takes_no_after",
     {"local/forms/a.lua", AMEND("after = 'name', " FIELD("name", "required = false"))},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "不用写 after"},
    {"a_field_without_a_name_is_refused",
     {"local/forms/a.lua", "amend { kind = 'subject', section = 'basic', field { label = 'x' } }"},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "缺少字段 name"},
    {"one_field_amended_twice_is_refused",
     {"local/forms/a.lua",
      AMEND(FIELD("x", "required = false")) AMEND(FIELD("x", "required = true"))},
     {NULL, NULL},
     "rules.local/forms/a.lua:2",
     "前一处在 rules.local/forms/a.lua:1"},
    {"an_unknown_word_says_what_may_be_written",
     {"limits.lua", "limit { name = 'x', titel = '名' }"},
     {NULL, NULL},
     "rules/limits.lua:1",
     "可写的有 by、law、name、title、unit、value"},
    {"a_wrong_type_says_what_is_there",
     {"limits.lua", "limit { name = 'x', title = 3, value = 1, law = '测试法' }"},
     {NULL, NULL},
     "rules/limits.lua:1",
     "应为文字，现为 "},
    {"an_office_without_a_name_is_refused",
     {"local/set.ours.lua", "office { contact = '电话 010-00000000' }"},
     {NULL, NULL},
     "rules.local/set.ours.lua:1",
     "缺少字段 name（文字）"},
    {"an_office_with_a_name_too_long_for_a_sentence_is_refused",
     {"local/set.ours.lua", "office { name = string.rep('网', 31) }"},
     {NULL, NULL},
     "rules.local/set.ours.lua:1",
     "office：字段 name 最多 30 字，现有 31 字"},
    {"a_contact_of_two_lines_is_refused",
     {"local/set.ours.lua", "office { name = '某办', contact = '电话 1\\n电话 2' }"},
     {NULL, NULL},
     "rules.local/set.ours.lua:1",
     "字段 contact 要写成一行"},
    {"two_offices_are_refused",
     {"local/set.ours.lua", "office { name = '甲办' }\noffice { name = '乙办' }"},
     {NULL, NULL},
     "rules.local/set.ours.lua:2",
     "前一处在 rules.local/set.ours.lua:1"},
    {"an_endless_disclaimer_is_refused",
     {"set.lua", "ruleset { api = 1, title = '测', example_today = '2026-11-24',\n"
                 "  disclaimer = string.rep('声', 201) }"},
     {NULL, NULL},
     "rules/set.lua:1",
     "字段 disclaimer 最多 200 字，现有 201 字"},
    {"a_missing_word_says_what_it_should_be",
     {"limits.lua", "limit { name = 'x', title = 'x', value = 1 }"},
     {NULL, NULL},
     "rules/limits.lua:1",
     "缺少字段 law（文字）"},
    {"a_declaration_that_is_no_table_is_refused",
     {"limits.lua", "limit 'x'"},
     {NULL, NULL},
     "rules/limits.lua:1",
     "声明应为表"},
    {"a_rule_that_reads_what_nobody_declares_is_refused",
     {"local/checks/x.lua",
      "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { 'subject' "
      "},\n  reads = { 'filing.data.basic.banana' }, check = function() end }"},
     {NULL, NULL},
     "rules.local/checks/x.lua:1",
     "filing.data.basic.banana"},
    {"a_word_of_another_kind_of_file_is_refused",
     {"local/limits.a.lua", "rule {}"},
     {NULL, NULL},
     "rules.local/limits.a.lua:1",
     "这类文件的声明是 limit"},
    {"a_hole_in_the_calendar_names_the_missing_file",
     {"calendar/2028.lua",
      "calendar { year = 2028, source = '测', holidays = { '2028-01-01' }, workdays = {} }"},
     {NULL, NULL},
     "rules/calendar/2027.lua:1",
     "应当连续"},
    {"since_of_without_since_is_refused",
     {"local/checks/x.lua",
      "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { 'subject' "
      "},\n  reads = { 'clock.today' }, since_of = 'today', check = function() end }"},
     {NULL, NULL},
     "rules.local/checks/x.lua:1",
     "写了 since_of 就应写 since"},
    {"since_of_anything_else_is_refused",
     {"local/checks/x.lua", "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', "
                            "kinds = { 'subject' },\n  reads = { 'clock.today' }, since = "
                            "'2027-01-01', since_of = 'tuesday', check = function() end }"},
     {NULL, NULL},
     "rules.local/checks/x.lua:1",
     "today、first_submission"},
    {"since_of_an_optional_field_is_refused",
     {"local/forms/a.lua", AMEND(FIELD("x", "required = false, since = '2027-01-01'"))},
     {NULL, NULL},
     "rules.local/forms/a.lua:1",
     "自何日起、到何日为止必填"},
};

static void
it_is_refused_at_its_place(const void *row)
{
    const struct refusal *r = row;
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    enum err err = rig_bundle_of(
        &b, RIG_FILES(r->file.path, r->file.text, r->second.path, r->second.text), &f);
    if (!err)
        err = policy_open(&p, b, &limits, &f);
    CHECK_ERR(err, ERR_RULE, &f);
    CHECK_STR(f.where, r->where);
    CHECK_HAS(f.text, r->says);
    CHECK(p == NULL);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST_EACH(it_is_refused_at_its_place, refusals),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

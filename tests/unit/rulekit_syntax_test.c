/* A slip of the keyboard gets its place, and words that somebody who never programmed can act on.
 */
#include "policy_rig.h"

struct slip {
    const char *name, *text, *where, *says;
};

static const struct slip slips[] = {
    {"a_comma_of_the_chinese_keyboard", "rule {\n  id = 'a.b'，\n}", "rules/checks/x.lua:2",
     "全角的「，」，请改为半角的 ,"},
    {"bent_quotation_marks", "rule {\n  id = “a.b”,\n}", "rules/checks/x.lua:2",
     "全角的「“」，请改为半角的 '"},
    {"single_bent_quotation_marks", "rule {\n  id = ‘a.b’,\n}", "rules/checks/x.lua:2",
     "全角的「‘」，请改为半角的 '"},
    {"full_width_braces", "rule ｛\n}", "rules/checks/x.lua:1", "全角的「｛」，请改为半角的 {"},
    {"full_width_digits", "\n\nlocal x = １", "rules/checks/x.lua:3",
     "全角的「１」，请改为半角的 1"},
    {"a_full_width_space", "rule {\n　id = 'a.b',\n}", "rules/checks/x.lua:2", "全角空格"},
    {"a_space_that_is_none",
     "local x =\xC2\xA0"
     "1",
     "rules/checks/x.lua:1", "看不见的字符"},
    {"a_byte_order_mark", "\xEF\xBB\xBFrule {}", "rules/checks/x.lua:1", "UTF-8（无 BOM）"},
    {"a_typographic_inequality", "local x = 1 ≠ 2", "rules/checks/x.lua:1",
     "全角的「≠」，请改为半角的 ~="},
    {"a_missing_comma", "rule {\n  id = 'a.b'\n  title = '名',\n}", "rules/checks/x.lua:3",
     "title 前面（或上一行末尾）多半少了逗号"},
    {"a_quote_that_is_not_closed", "rule {\n  title = '名称, id = 'x',\n}", "rules/checks/x.lua:2",
     "这一行有一个引号没有成对"},
    {"a_quote_left_open_before_chinese", "rule {\n  id = 'a, title = '名称',\n}",
     "rules/checks/x.lua:2", "这一行有一个引号没有成对"},
    {"a_text_without_quotes", "rule { title = 名称 }", "rules/checks/x.lua:1",
     "「名」写在了引号外面"},
    {"a_brace_that_is_never_closed", "\nrule {\n  id = 'a',\n", "rules/checks/x.lua:4",
     "到文件末尾还没有结束：前面少了 } 或 end"},
    {"a_brace_that_is_not_closed_before_the_next", "rule {\n  id = 'a',\nrule {\n}\n",
     "rules/checks/x.lua:5", "第 1 行的 { 到文件末尾还没有配上 }"},
    {"a_brace_too_many", "local x = { 1 } }\n", "rules/checks/x.lua:1", "} 不该出现在这里"},
    {"a_missing_end", "local f = function()\n  if true then\n  return 1\n", "rules/checks/x.lua:4",
     "第 2 行的 if 到文件末尾还没有配上 end"},
    {"one_equals_sign_where_two_belong", "local function f(a)\n  if a = 1 then return end\nend",
     "rules/checks/x.lua:2", "判断相等要写 =="},
    {"an_inequality_of_other_languages", "local function f(a)\n  if a != 1 then return end\nend",
     "rules/checks/x.lua:2", "不相等要写 ~="},
    {"a_missing_then", "local function f(a)\n  if a\n    return 1 end\nend", "rules/checks/x.lua:3",
     "return 之前应有 then"},
    {"a_comment_of_the_shell", "# 注释\n", "rules/checks/x.lua:1", "注释要以两个减号 -- 开头"},
    {"a_comment_of_c", "// note\n", "rules/checks/x.lua:1", "注释要以两个减号 -- 开头"},
    {"a_unit_after_a_number", "local x = 10px\n", "rules/checks/x.lua:1", "10p 不是数"},
    {"a_backslash_in_a_text", "local x = '\\d'\n", "rules/checks/x.lua:1", "反斜线要写两个"},
    {"a_long_text_that_never_ends", "\nlocal x = [[ abc\n", "rules/checks/x.lua:3",
     "第 2 行的 [[ 没有配上 ]]"},
    {"chinese_in_comments_and_texts_is_no_slip",
     "-- “注释”，甚至 '半个引号\nlocal t = '“文字”，' .. \"「」\" .. [[，\n]] .. [=[ ]] ， ]=] "
     "--[[ ，\n， ]] .. 'a\\'，'\nlocal x = = 1\n",
     "rules/checks/x.lua:5", "= 不该出现在这里"},
    {"the_first_slip_is_told_not_a_later_one", "local x = = 1\nlocal y = 1，\n",
     "rules/checks/x.lua:1", "= 不该出现在这里"},
};

static void
a_slip_is_told_at_its_place(const void *row)
{
    const struct slip *slip = row;
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_REFUSED(rig_policy_open(&p, "checks/x.lua", slip->text, NULL, &f), ERR_RULE, "rule_error",
                  &f);
    CHECK_STR(f.where, slip->where);
    CHECK(str_starts(f.text, "语法错误："));
    CHECK_HAS(f.text, slip->says);
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST_EACH(a_slip_is_told_at_its_place, slips),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/*
 * Sets that must not become active: mistyped, half saved, or put there by somebody who should not.
 * Each is the set of tests/hostile/set in a folder of its own with one thing wrong, read as the
 * server reads it; it must be refused in Chinese, at the place that is wrong.
 */
#include "policy_rig.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CASES "cases/hostile.lua"
#define HEAD                                                                                       \
    "title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' }, reads = { "   \
    "'filing.data.basic.name' },\n"

/* The form of subjects with one field beside its name. */
#define WITH_FIELD(words)                                                                               \
    "form { kind = 'subject', title = '表', layout = 'sections',\n"                                    \
    "  law = '测试法', section { id = 'basic', title = '节', help = '测试', law = '测试法',\n" \
    "    field { name = 'name', label = '名称', type = 'text', max = 20, required = true,\n"          \
    "      visibility = 'public', help = '测试', example = '示例' },\n"                             \
    "    field { name = 'more', label = '更多', required = false, visibility = 'public',\n"           \
    "      help = '测试', " words " } } }"
#define LIMITS(more)                                                                               \
    "limit { name = 'name_max', title = '字数', value = 20, law = '测试法' }\n"               \
    "limit { title = '上限', law = '测试法', " more " }"

struct bad {
    const char *name;
    const char *path, *text; /* text NULL: the file is gone */
    size_t n;                /* 0: up to the NUL */
    const char *where, *says;
};

static const struct bad bads[] = {
    {"a_syntax_error", RIG_CHECK, "-- 一\nrule {\n  id = = 'x',\n}\n", 0,
     "rules/checks/hostile.lua:3", "语法错误"},
    {"a_file_that_ends_in_the_middle", RIG_CHECK, "rule {\n  id = 'test.hostile',\n", 0,
     "rules/checks/hostile.lua:3", "语法错误"},
    {"an_unknown_key", RIG_CHECK, "rule { id = 'test.hostile', banana = 1 }", 0,
     "rules/checks/hostile.lua:1", "不认识的字段 banana"},
    {"an_unknown_word", RIG_CHECK, "-- 一\nruel { id = 'test.hostile' }", 0,
     "rules/checks/hostile.lua:2", "没有 ruel 这个名字"},
    {"a_missing_word", RIG_CHECK,
     "rule {\n  id = 'test.hostile', law = '测试法', severity = 'error', kinds = { 'subject' }, "
     "reads = { 'filing.data.basic.name' },\n"
     "  check = function() end }",
     0, "rules/checks/hostile.lua:1", "缺少字段 title"},
    {"a_value_of_another_type", RIG_CHECK,
     "rule { id = 'test.hostile', reads = 'filing.data.basic.name' }", 0,
     "rules/checks/hostile.lua:1", "字段 reads 应为不空的文字列表"},
    {"a_severity_that_is_none", RIG_CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '测试法', severity = 'fatal', kinds = { "
     "'subject' },\n"
     "  reads = { 'filing.data.basic.name' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "fatal 不在 error、warning、notice 之中"},
    {"a_duplicate_id", RIG_CHECK,
     "rule { id = 'test.hostile', " HEAD
     "check = function() end }\nrule { id = 'test.hostile', " HEAD "check = function() end }",
     0, "rules/checks/hostile.lua:3", "重复声明，前一处在 rules/checks/hostile.lua:1"},
    {"a_law_that_nobody_declared", RIG_CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '无此法', severity = 'error', kinds = { "
     "'subject' }, reads = { 'filing.data.basic.name' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "无此法"},
    {"a_fact_that_nobody_declares", RIG_CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { "
     "'subject' },\n"
     "  reads = { 'filing.data.basic.nothing' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "filing.data.basic.nothing 没有任何表单或事实声明"},
    {"a_rule_that_reads_what_it_did_not_declare", RIG_CHECK,
     "rule { id = 'test.hostile', " HEAD
     "  check = function(facts, say)\n    if facts.organization.id == 'x' then "
     "say.at('/basic/name', '不好') end\n  end }",
     0, "rules/forms/subject.lua:1", "规则 test.hostile 未在 reads 中声明便读取 organization"},
    {"a_rule_without_a_case", RIG_CHECK,
     "rule { id = 'test.hostile', " HEAD
     "  check = function() end }\nrule { id = 'test.second', " HEAD "  check = function() end }",
     0, "rules/checks/hostile.lua:3", "没有用例"},
    {"a_case_that_fails", CASES,
     "-- 一\ncase { name = '说反了', form = 'subject', rule = 'test.hostile', at = '/basic/name', "
     "accepts = { '坏' }, rejects = { '好' } }",
     0, "rules/cases/hostile.lua:2", "说反了"},
    {"a_case_for_a_rule_that_is_not_there", CASES,
     "case { name = '无此规则', form = 'subject', rule = 'test.nothing', at = '/basic/name', "
     "rejects = { '坏' } }",
     0, "rules/cases/hostile.lua:1", "没有规则 test.nothing"},
    {"a_vocabulary_with_a_code_twice", "vocabulary.lua",
     "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n  items = { { code = 'red', "
     "label = '红' }, { code = 'red', label = "
     "'赤' } } }",
     0, "rules/vocabulary.lua:1", "代码 red 重复"},
    {"a_limit_declared_twice", "limits.lua",
     "limit { name = 'a', title = '甲', value = 1, law = '测试法' }\nlimit { name = 'a', title = "
     "'甲', value = 2, law = '测试法' }",
     0, "rules/limits.lua:2", "重复声明"},
    {"a_text_beyond_the_ceiling", "forms/subject.lua",
     WITH_FIELD("type = 'long_text', max = 10001, example = 'x'"), 0, "rules/forms/subject.lua:5",
     "字段 max 应在 1 与 10000 之间"},
    {"a_list_beyond_the_ceiling", "forms/subject.lua",
     WITH_FIELD("type = 'list', of = 'text', max = 9, max_items = 501, example = { 'x' }"), 0,
     "rules/forms/subject.lua:5", "字段 max_items 应在 1 与 500 之间"},
    {"a_length_below_nothing", "forms/subject.lua",
     WITH_FIELD("type = 'text', max = -5, example = 'x'"), 0, "rules/forms/subject.lua:5",
     "字段 max 应在 1 与 10000 之间"},
    {"a_date_beyond_all_deadlines", "forms/subject.lua",
     WITH_FIELD("type = 'date', latest = '2191-01-01', example = '2026-01-01'"), 0,
     "rules/forms/subject.lua:5", "日期的范围 1900-01-01 至 2191-01-01"},
    {"a_date_of_no_day", "forms/subject.lua",
     WITH_FIELD(
         "type = 'date', earliest = '2026-02-01', latest = '2026-01-01', example = '2026-01-01'"),
     0, "rules/forms/subject.lua:5", "应由早到晚"},
    {"products_beyond_the_ceiling", "limits.lua", LIMITS("name = 'products_max', value = 201"), 0,
     "rules/limits.lua:2", "字段 value 应为 1 至 200 的整数"},
    {"products_that_are_a_word", "limits.lua", LIMITS("name = 'products_max', value = 'viel'"), 0,
     "rules/limits.lua:2", "字段 value 应为 1 至 200 的整数"},
    {"facts_beyond_the_ceiling", "limits.lua", LIMITS("name = 'facts_bytes_max', value = 6291457"),
     0, "rules/limits.lua:2", "一次判断所依据的材料的字节数，为系统的上限"},
    {"a_last_date_that_is_none", "limits.lua", LIMITS("name = 'date_latest', value = '9999'"), 0,
     "rules/limits.lua:2", "字段 value 应为日期"},
    {"a_settled_day_that_is_none", "limits.lua",
     LIMITS("name = 'calendar_settled_until', value = '25 December'"), 0, "rules/limits.lua:2",
     "字段 value 应为某月某日"},
    {"an_area_that_no_field_has", "forms/subject.lua",
     "form { kind = 'subject', title = '表', layout = 'sections',\n"
     "  law = '测试法', area_at = '/basic/area', section { id = 'basic', title = '节',\n"
     "    help = '测试', law = '测试法', field { name = 'name', label = '名称', type = 'text',\n"
     "      max = 20, required = true, visibility = 'public', help = '测试', example = '示例' } } "
     "}",
     0, "rules/forms/subject.lua:1", "area_at 指向没有声明的字段 /basic/area"},
    {"a_day_that_does_not_exist", "calendar/2026.lua",
     "calendar { year = 2026, source = '测试', holidays = { '2026-02-30' }, workdays = {} }", 0,
     "rules/calendar/2026.lua:1", "2026-02-30 不存在"},
    {"a_set_for_another_host", "set.lua",
     "ruleset { api = 2, title = '测试', example_today = '2026-11-24' }", 0, "rules/set.lua:1",
     "api = 1"},
    {"bytecode", RIG_CHECK, "\x1bLuaT", 0, "rules/checks/hostile.lua:1", "不能是编译过的代码"},
    {"bytecode_as_luac_writes_it", RIG_CHECK, "\x1bLua\x54\0\x19\x93\r\n\x1a\n\x04\x08\x08", 15,
     "rules/checks/hostile.lua:1", "UTF-8"},
    {"a_nul", RIG_CHECK, "-- 一\n-- 二\nlocal x = 'a\0b'\n", 30, "rules/checks/hostile.lua:3",
     "NUL"},
    {"bytes_that_are_no_utf8", RIG_CHECK, "-- 一\n-- \xc3\x28\n", 0, "rules/checks/hostile.lua:2",
     "不是 UTF-8 的字节"},
    {"a_file_of_another_encoding", RIG_CHECK, "-- \xb2\xe2\xca\xd4\n", 0,
     "rules/checks/hostile.lua:1", "不是 UTF-8 的字节"},
    {"a_file_of_utf16", RIG_CHECK, "\xff\xfe-\0-\0", 6, "rules/checks/hostile.lua:1", "UTF-8"},
    {"an_empty_file", RIG_CHECK, "", 0, "rules/checks/hostile.lua:1",
     "文件是空的，可能还没有保存完"},
    {"an_empty_file_of_cases", CASES, "", 0, "cases/hostile.lua", "文件是空的，可能还没有保存完"},
    {"a_file_of_blanks", "limits.lua", " \n\t\r\n", 0, "limits.lua",
     "文件是空的，可能还没有保存完"},
    {"a_file_with_nothing_but_a_comment", "numbering.lua", "-- 以后再写\n", 0,
     "rules/numbering.lua:1", "缺少声明 numbering"},
    {"a_missing_file", "deadlines.lua", NULL, 0, "rules/deadlines.lua:1", "缺少此文件"},
    {"a_missing_form", "forms/product.lua", NULL, 0, "rules/forms/product.lua:1",
     "缺少声明 form product"},
    {"no_case_at_all", CASES, NULL, 0, "rules/", "cases"},
    {"a_file_in_no_place", "stray.lua", "local x = 1", 0, "rules/stray.lua:1",
     "没有这个位置的文件"},
    {"a_file_with_an_odd_name", "checks/a b.lua", "local x = 1", 0, "checks/a b.lua",
     "文件名只能由"},
};

/* As the server takes a folder over: read, load, try the cases. What the set then holds as rules
 * goes to rules, NULL allowed . */
static enum err
take_over(const char *root, const char **rules, struct fault *f)
{
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct policy_limits limits = rig_limits();
    const char *report;
    enum err err = bundle_read(&b, root, NULL, f);

    if (!err)
        err = policy_open(&p, b, &limits, f);
    if (!err)
        err = policy_test(p, a, &report, f);
    if (!err && rules)
        *rules = json_canonical(a, json_object_get(policy_manifest(p), "rules"));

    policy_close(p);
    bundle_free(b);
    return err;
}

static void
check_refused_at(const char *root, const char *where, const char *says)
{
    struct fault f = {0};

    CHECK_ERR(take_over(root, NULL, &f), ERR_RULE, &f);
    CHECK_HAS(f.where, where);
    CHECK_HAS(f.text, says);
}

static void
check_taken_over(const char *root)
{
    struct fault f = {0};

    CHECK_ERR(take_over(root, NULL, &f), OK, &f);
}

static void
the_set_itself_is_taken_over(void)
{
    char root[] = RIG_TEMP;

    rig_set_copy(root);
    check_taken_over(root);
    rig_folder_remove(root);
}

static void
it_is_refused_at_its_place(const void *row)
{
    const struct bad *bad = row;
    char root[] = RIG_TEMP, path[512];

    rig_set_copy(root);
    snprintf(path, sizeof path, "%s/%s", root, bad->path);
    if (bad->text)
        rig_write(root, bad->path, bad->text, bad->n ? bad->n : strlen(bad->text));
    else
        file_remove(path);

    check_refused_at(root, bad->where, bad->says);
    rig_folder_remove(root);
}

/* ---- what a folder can hold besides files ---------------------------------------------------- */

struct odd {
    const char *name;
    bool (*make)(const char *path);
    const char *path, *says; /* says NULL: it is nothing, and the set is taken over */
};

static bool
link_out(const char *path)
{
    return symlink("/etc/hostname", path) == 0;
}

static bool
link_beside(const char *path)
{
    return symlink("hostile.lua", path) == 0;
}

static bool
link_to_nothing(const char *path)
{
    return symlink("/nowhere/at/all.lua", path) == 0;
}

static bool
link_to_parent(const char *path)
{
    return symlink("..", path) == 0;
}

static bool
make_pipe(const char *path)
{
    return mkfifo(path, 0600) == 0;
}

static bool
make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    bool is_made = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_made;
}

static bool
make_folder(const char *path)
{
    return mkdir(path, 0700) == 0;
}

static bool
make_large(const char *path)
{
    size_t n = (1u << 20) + 1;
    char *text = must_alloc(n);

    memset(text, '-', n);
    bool is_made = file_write(path, text, n, 0600, NULL) == OK;
    free(text);
    return is_made;
}

static const struct odd odds[] = {
    {"a_link_out_of_the_folder_is_refused", link_out, "checks/link.lua", "符号链接"},
    {"a_link_inside_the_folder_is_refused_too", link_beside, "checks/link.lua", "符号链接"},
    {"a_link_to_nothing_is_refused", link_to_nothing, "checks/link.lua", "符号链接"},
    {"a_folder_that_links_to_its_parent_is_refused", link_to_parent, "checks/deeper", "符号链接"},
    {"a_pipe_is_refused_without_waiting_for_it", make_pipe, "checks/pipe.lua", "普通文件"},
    {"a_socket_is_refused", make_socket, "checks/s.lua", "普通文件"},
    {"an_empty_folder_named_like_a_file_is_nothing", make_folder, "checks/folder.lua", NULL},
    {"a_file_over_a_mebibyte_is_refused", make_large, "checks/large.lua", "1 MiB"},
};

static void
what_is_no_plain_file(const void *row)
{
    const struct odd *odd = row;
    char root[] = RIG_TEMP, path[96];

    rig_set_copy(root);
    snprintf(path, sizeof path, "%s/%s", root, odd->path);
    CHECK(odd->make(path));
    if (odd->says)
        check_refused_at(root, odd->path, odd->says);
    else
        check_taken_over(root);
    rig_folder_remove(root);
}

static void
the_folder_itself_may_be_a_link(void)
{
    char root[] = RIG_TEMP, path[64];

    rig_set_copy(root);
    snprintf(path, sizeof path, "%s.link", root);
    CHECK_INT(symlink(root, path), 0);
    check_taken_over(path);
    file_remove(path);
    rig_folder_remove(root);
}

static void
a_folder_that_vanished_is_refused(void)
{
    char root[] = RIG_TEMP;

    rig_temp(root);
    rig_folder_remove(root);
    check_refused_at(root, root, "打不开规则文件夹");
}

/* ---- half saved ------------------------------------------------------------------------------ */

static const char two_rules[] =
    "-- 两条规则\n"
    "rule {\n  id = 'test.hostile',\n  " HEAD "  check = function(facts, say)\n"
    "    if facts.filing.data.basic.name == '坏' then say.at('/basic/name', '名称不好') end\n  "
    "end,\n}\n\n"
    "-- 第二条\n"
    "rule {\n  id = 'test.second',\n  " HEAD "  check = function(facts, say)\n"
    "    if facts.filing.data.basic.name == '差' then say.at('/basic/name', '名称不佳') end\n  "
    "end,\n}\n";
static const char two_cases[] =
    "case {\n  name = '坏名称被指出', form = 'subject', rule = 'test.hostile', at = "
    "'/basic/name',\n"
    "  accepts = { '好' }, rejects = { '坏' },\n}\n"
    "case {\n  name = '差名称被指出', form = 'subject', rule = 'test.second', at = '/basic/name',\n"
    "  accepts = { '好' }, rejects = { '差' },\n}\n";

struct cut {
    const char *name, *path, *text;
    bool is_at_lines; /* else anywhere, every seventh byte */
};
static const struct cut cuts[] = {
    {"checks_at_any_line", RIG_CHECK, two_rules, true},
    {"cases_at_any_line", CASES, two_cases, true},
    {"checks_anywhere", RIG_CHECK, two_rules, false},
    {"cases_anywhere", CASES, two_cases, false},
};

static bool
is_place_to_cut(const struct cut *cut, size_t n)
{
    return n == 0 || (cut->is_at_lines ? cut->text[n - 1] == '\n' : n % 7 == 0);
}

/* The file saved no further than here, and here: a set that is taken over all the same must have
 * every rule. */
static void
a_file_cut_short_never_loses_a_rule_unnoticed(const void *row)
{
    const struct cut *cut = row;
    struct fault f = {0};
    char root[] = RIG_TEMP;
    const char *whole = NULL, *rules = NULL;
    int tried = 0, taken = 0;

    rig_set_copy(root);
    rig_write(root, RIG_CHECK, two_rules, strlen(two_rules));
    rig_write(root, CASES, two_cases, strlen(two_cases));
    CHECK_ERR(take_over(root, &whole, &f), OK, &f);

    for (size_t n = 0; n < strlen(cut->text); n++) {
        if (!is_place_to_cut(cut, n))
            continue;

        check_about("after %zu bytes", n);
        rig_write(root, cut->path, cut->text, n);
        tried++;
        if (take_over(root, &rules, &f))
            continue;
        taken++;
        CHECK_STR(rules, whole);
    }

    CHECK_LEAST(tried, 4);
    CHECK(taken < tried);
    rig_folder_remove(root);
}

static const struct check_test tests[] = {
    TEST(the_set_itself_is_taken_over),
    TEST_MANY(it_is_refused_at_its_place, bads),
    TEST_EACH(what_is_no_plain_file, odds),
    TEST(the_folder_itself_may_be_a_link),
    TEST(a_folder_that_vanished_is_refused),
    TEST_MANY(a_file_cut_short_never_loses_a_rule_unnoticed, cuts),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

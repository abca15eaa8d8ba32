/*
 * Sets that must not become active: mistyped, half saved, or put there by somebody who should not.
 * Each is the set of tests/hostile/set in a folder of its own with one thing wrong, read as the
 * server reads it; it must be refused in Chinese, at the place that is wrong.
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "policy_say.h"

#define CHECK "checks/hostile.lua"
#define CASES "cases/hostile.lua"
#define HEAD                                                                                       \
    "title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' }, reads = { "   \
    "'filing.data.basic.name' },\n"

static char why[1024];

struct bad {
    const char *name;
    const char *path, *text; /* text NULL: the file is gone */
    size_t n;                /* 0: up to the NUL */
    const char *where, *says;
};

static const struct bad bads[] = {
    {"a_syntax_error", CHECK, "-- 一\nrule {\n  id = = 'x',\n}\n", 0, "rules/checks/hostile.lua:3",
     "语法错误"},
    {"a_file_that_ends_in_the_middle", CHECK, "rule {\n  id = 'test.hostile',\n", 0,
     "rules/checks/hostile.lua:3", "语法错误"},
    {"an_unknown_key", CHECK, "rule { id = 'test.hostile', banana = 1 }", 0,
     "rules/checks/hostile.lua:1", "不认识的字段 banana"},
    {"an_unknown_word", CHECK, "-- 一\nruel { id = 'test.hostile' }", 0,
     "rules/checks/hostile.lua:2", "没有 ruel 这个名字"},
    {"a_missing_word", CHECK,
     "rule {\n  id = 'test.hostile', law = '测试法', severity = 'error', kinds = { 'subject' }, "
     "reads = { 'filing.data.basic.name' },\n"
     "  check = function() end }",
     0, "rules/checks/hostile.lua:1", "缺少字段 title"},
    {"a_value_of_another_type", CHECK,
     "rule { id = 'test.hostile', reads = 'filing.data.basic.name' }", 0,
     "rules/checks/hostile.lua:1", "字段 reads 应为不空的文字列表"},
    {"a_severity_that_is_none", CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '测试法', severity = 'fatal', kinds = { "
     "'subject' },\n"
     "  reads = { 'filing.data.basic.name' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "fatal 不在 error、warning、notice 之中"},
    {"a_duplicate_id", CHECK,
     "rule { id = 'test.hostile', " HEAD
     "check = function() end }\nrule { id = 'test.hostile', " HEAD "check = function() end }",
     0, "rules/checks/hostile.lua:3", "重复声明，前一处在 rules/checks/hostile.lua:1"},
    {"a_law_that_nobody_declared", CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '无此法', severity = 'error', kinds = { "
     "'subject' }, reads = { 'filing.data.basic.name' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "无此法"},
    {"a_fact_that_nobody_declares", CHECK,
     "rule { id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { "
     "'subject' },\n"
     "  reads = { 'filing.data.basic.nothing' }, check = function() end }",
     0, "rules/checks/hostile.lua:1", "filing.data.basic.nothing 没有任何表单或事实声明"},
    {"a_rule_that_reads_what_it_did_not_declare", CHECK,
     "rule { id = 'test.hostile', " HEAD
     "  check = function(facts, say)\n    if facts.organization.id == 'x' then "
     "say.at('/basic/name', '不好') end\n  end }",
     0, "rules/forms/subject.lua:1", "规则 test.hostile 未在 reads 中声明便读取 organization"},
    {"a_rule_without_a_case", CHECK,
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
    {"a_day_that_does_not_exist", "calendar/2026.lua",
     "calendar { year = 2026, source = '测试', holidays = { '2026-02-30' }, workdays = {} }", 0,
     "rules/calendar/2026.lua:1", "2026-02-30 不存在"},
    {"a_set_for_another_host", "set.lua",
     "ruleset { api = 2, title = '测试', example_today = '2026-11-24' }", 0, "rules/set.lua:1",
     "api = 1"},
    {"bytecode", CHECK, "\x1bLuaT", 0, "rules/checks/hostile.lua:1", "不能是编译过的代码"},
    {"bytecode_as_luac_writes_it", CHECK, "\x1bLua\x54\0\x19\x93\r\n\x1a\n\x04\x08\x08", 15,
     "rules/checks/hostile.lua:1", "UTF-8"},
    {"a_nul", CHECK, "-- 一\n-- 二\nlocal x = 'a\0b'\n", 30, "rules/checks/hostile.lua:3", "NUL"},
    {"bytes_that_are_no_utf8", CHECK, "-- 一\n-- \xc3\x28\n", 0, "rules/checks/hostile.lua:2",
     "不是 UTF-8 的字节"},
    {"a_file_of_another_encoding", CHECK, "-- \xb2\xe2\xca\xd4\n", 0, "rules/checks/hostile.lua:1",
     "不是 UTF-8 的字节"},
    {"a_file_of_utf16", CHECK, "\xff\xfe-\0-\0", 6, "rules/checks/hostile.lua:1", "UTF-8"},
    {"an_empty_file", CHECK, "", 0, "rules/checks/hostile.lua:1", "文件是空的，可能还没有保存完"},
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

/* As the server takes a folder over: read, load, try the cases. */
static enum err
take_over(const char *root, char *rules, size_t size, struct fault *f)
{
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct policy_limits limits = policy_limits_default;
    struct arena *a = arena_new();
    const char *report;

    limits.load_wall_ms = 60000;
    enum err e = bundle_read(&b, root, NULL, f);
    if (!e)
        e = policy_open(&p, b, &limits, f);
    if (!e)
        e = policy_test(p, a, &report, f);

    if (!e && rules) {
        char *list = json_dumps(json_object_get(policy_manifest(p), "rules"), JSON_SORT_KEYS);
        snprintf(rules, size, "%s", list);
        free(list);
    }

    policy_close(p);
    bundle_free(b);
    arena_free(a);
    return e;
}

static bool
is_refused(const char *root, const char *where, const char *says)
{
    struct fault f = {0};
    enum err e = take_over(root, NULL, 0, &f);
    snprintf(why, sizeof why, "%s %s [%s] %s", err_name(e), f.code, f.where, f.text);
    return e == ERR_RULE && strstr(f.where, where) && strstr(f.text, says);
}

static void
test_bad(const struct bad *bad)
{
    char root[] = RIG_TEMP, path[512], name[160];

    rig_copy(root);
    snprintf(path, sizeof path, "%s/%s", root, bad->path);
    if (bad->text)
        rig_put(root, bad->path, bad->text, bad->n ? bad->n : strlen(bad->text));
    else
        file_remove(path);

    snprintf(name, sizeof name, "%s_is_refused_at_its_place", bad->name);
    rig_say(name, is_refused(root, bad->where, bad->says), why);
    rig_remove(root);
}

static void
test_good(void)
{
    char root[] = RIG_TEMP;
    struct fault f = {0};
    rig_copy(root);
    rig_say("the_set_itself_is_taken_over", take_over(root, NULL, 0, &f) == OK, f.text);
    rig_remove(root);
}

/* ---- what a folder can hold besides files ---------------------------------------------------- */

static void
test_links(void)
{
    char root[] = RIG_TEMP, path[512];

    rig_copy(root);
    snprintf(path, sizeof path, "%s/checks/link.lua", root);
    bool made = symlink("/etc/hostname", path) == 0;
    rig_say("a_link_out_of_the_folder_is_refused",
            made && is_refused(root, "checks/link.lua", "符号链接"), why);
    file_remove(path);
    made = symlink("hostile.lua", path) == 0;
    rig_say("a_link_inside_the_folder_is_refused_too",
            made && is_refused(root, "checks/link.lua", "符号链接"), why);
    file_remove(path);
    made = symlink("/nowhere/at/all.lua", path) == 0;
    rig_say("a_link_to_nothing_is_refused", made && is_refused(root, "checks/link.lua", "符号链接"),
            why);
    file_remove(path);
    snprintf(path, sizeof path, "%s/checks/deeper", root);
    made = symlink("..", path) == 0;
    rig_say("a_folder_that_links_to_its_parent_is_refused",
            made && is_refused(root, "checks/deeper", "符号链接"), why);
    rig_remove(root);
}

static void
test_link_to_the_folder(void)
{
    char root[] = RIG_TEMP, path[512];
    struct fault f = {0};
    rig_copy(root);
    snprintf(path, sizeof path, "%s.link", root);
    bool ok = symlink(root, path) == 0 && take_over(path, NULL, 0, &f) == OK;
    rig_say("the_folder_itself_may_be_a_link", ok, f.text);
    file_remove(path);
    rig_remove(root);
}

static void
test_devices(void)
{
    char root[] = RIG_TEMP, path[512];
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    rig_copy(root);
    snprintf(path, sizeof path, "%s/checks/pipe.lua", root);
    bool made = mkfifo(path, 0600) == 0;
    rig_say("a_pipe_in_the_folder_is_refused_without_waiting_for_it",
            made && is_refused(root, "checks/pipe.lua", "普通文件"), why);
    file_remove(path);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/checks/s.lua", root);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    made = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    rig_say("a_socket_in_the_folder_is_refused",
            made && is_refused(root, "checks/s.lua", "普通文件"), why);
    close(fd);
    file_remove(address.sun_path);
    snprintf(path, sizeof path, "%s/checks/folder.lua", root);
    made = mkdir(path, 0700) == 0;
    struct fault f = {0};
    rig_say("an_empty_folder_named_like_a_file_is_nothing",
            made && take_over(root, NULL, 0, &f) == OK, f.text);
    rig_remove(root);
}

static void
test_vanished(void)
{
    char root[] = RIG_TEMP;
    rig_copy(root);
    rig_remove(root);
    rig_say("a_folder_that_vanished_is_refused", is_refused(root, root, "打不开规则文件夹"), why);
}

static void
test_large(void)
{
    char root[] = RIG_TEMP;
    size_t n = (1u << 20) + 1;
    char *text = must_alloc(n);

    memset(text, '-', n);
    rig_copy(root);
    rig_put(root, "checks/large.lua", text, n);
    rig_say("a_file_over_a_mebibyte_is_refused", is_refused(root, "checks/large.lua", "1 MiB"),
            why);
    free(text);
    rig_remove(root);
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

/* Saved no further than here, and here: a set that is taken over all the same must have every rule.
 */
static void
test_cut(const char *name, const char *path, const char *text, bool at_lines)
{
    char root[] = RIG_TEMP, whole[4096] = "", cut[4096];
    struct fault f = {0};
    int tried = 0, taken = 0;

    rig_copy(root);
    rig_put(root, CHECK, two_rules, sizeof two_rules - 1);
    rig_put(root, CASES, two_cases, sizeof two_cases - 1);
    bool ok = take_over(root, whole, sizeof whole, &f) == OK;
    snprintf(why, sizeof why, "the whole set is refused: %s %s", f.where, f.text);

    for (size_t n = 0; ok && n < strlen(text); n++) {
        if (n > 0 && (at_lines ? text[n - 1] != '\n' : n % 7 != 0))
            continue;
        rig_put(root, path, text, n);
        tried++;
        if (take_over(root, cut, sizeof cut, &f))
            continue;
        taken++;
        ok = str_is(cut, whole);
        snprintf(why, sizeof why, "cut after %zu bytes of %s it is taken over as %.600s", n, path,
                 cut);
    }

    rig_say(name, ok && tried > 3 && taken < tried, why);
    rig_remove(root);
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        return policy_judge_main();
    base_init();
    test_good();
    for (size_t i = 0; i < LEN(bads); i++)
        test_bad(&bads[i]);
    test_links();
    test_link_to_the_folder();
    test_devices();
    test_vanished();
    test_large();
    test_cut("checks_cut_at_any_line_never_lose_a_rule_unnoticed", CHECK, two_rules, true);
    test_cut("cases_cut_at_any_line_never_lose_a_rule_unnoticed", CASES, two_cases, true);
    test_cut("checks_cut_anywhere_never_lose_a_rule_unnoticed", CHECK, two_rules, false);
    test_cut("cases_cut_anywhere_never_lose_a_rule_unnoticed", CASES, two_cases, false);

    return rig_end();
}

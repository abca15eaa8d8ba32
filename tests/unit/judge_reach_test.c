/* The cases of a set must reach enough of it before it may serve; that is measured line by line. */
#include "policy_rig.h"

#define CASE_FILE "cases/hostile.lua"
#define REACH_FILE "cases/reach.lua"
#define SET(coverage)                                                                              \
    "ruleset { api = 1, title = '测试规则集', example_today = '2026-11-24', coverage = " coverage  \
    " }"
#define RULE_HEAD(severity)                                                                        \
    "rule {\n"                                                                                     \
    "  id = 'test.hostile', title = '测试', law = '测试法', severity = '" severity "', "           \
    "kinds = { 'subject' },\n"                                                                     \
    "  reads = { 'filing.data.basic.name' },\n"                                                    \
    "  check = function(facts, say)\n"                                                             \
    "    local name = facts.filing.data.basic.name\n"
#define RULE_TAIL "\n  end,\n}\n"
#define RULE(severity, body) RULE_HEAD(severity) body RULE_TAIL
#define UPSIDE_DOWN                                                                                \
    "case { name = '说反了', form = 'subject', rule = 'test.hostile', at = '/basic/name', "     \
    "rejects = { '好' } }"

/* A set was loaded and its cases were tried; it came to this. */
struct trial {
    enum err err;
    struct fault fault;
    json_t *reach; /* "coverage" of the report, NULL when there is none */
};

static struct trial
try_set(const char *const *files)
{
    struct trial t = {.err = OK};
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    const char *report = NULL;

    t.err = rig_bundle_of(&b, files, &t.fault);
    if (!t.err)
        t.err = policy_open(&p, b, &limits, &t.fault);
    if (!t.err)
        t.err = policy_test(p, a, &report, &t.fault);
    if (report)
        t.reach = rig_at(rig_parse(report), "/coverage");

    policy_close(p);
    bundle_free(b);
    return t;
}

static void
check_passes(const struct trial *t)
{
    CHECK_ERR(t->err, OK, &t->fault);
}

static void
check_fails(const struct trial *t, const char *code, const char *where, const char *text)
{
    CHECK_REFUSED(t->err, ERR_RULE, code, &t->fault);
    CHECK_STR(t->fault.where, where);
    CHECK_HAS(t->fault.text, text);
}

/* "N/M: missing lines" of one file, "" when the report does not name it. */
static const char *
file_in(const json_t *reach, const char *path)
{
    size_t i, k;
    json_t *file, *line;
    struct buf out = BUF(a);

    buf_puts(&out, "");
    json_array_foreach(json_object_get(reach, "files"), i, file)
    {
        if (!str_is(json_str(file, "file"), path))
            continue;
        buf_printf(&out, "%lld/%lld:", rig_int(file, "/covered"), rig_int(file, "/total"));
        json_array_foreach(json_object_get(file, "missing"), k, line)
            buf_printf(&out, " %lld", (long long)json_integer_value(line));
    }
    return out.p;
}

/* ---- the threshold --------------------------------------------------------------------------- */

/* The cases of the test set reach every line of it; the library adds two that nobody calls. */
#define UNREACHED "lib/x.lua", "return function(n)\n  n = n + 1\n  return n\nend"

static void
a_set_whose_cases_reach_every_line_may_ask_for_all(void)
{
    struct trial t = try_set(RIG_FILES("set.lua", SET("100")));

    check_passes(&t);
    CHECK_INT(rig_int(t.reach, "/lines/percent"), 100);
}

static void
the_share_is_rounded_down(void)
{
    struct trial t = try_set(RIG_FILES(UNREACHED));
    long long total = rig_int(t.reach, "/lines/total"),
              covered = rig_int(t.reach, "/lines/covered");

    check_passes(&t);
    CHECK_INT(covered, total - 2);
    CHECK(covered * 100 % total != 0); /* else there is nothing to round */
    CHECK_INT(rig_int(t.reach, "/lines/percent"), covered * 100 / total);
}

static void
a_set_passes_that_reaches_just_what_it_asks_for(void)
{
    struct trial t = try_set(RIG_FILES(UNREACHED));
    long long percent = rig_int(t.reach, "/lines/percent");

    const char *just = arena_printf(a, SET("%lld"), percent);
    t = try_set(RIG_FILES(UNREACHED, "set.lua", just));
    check_passes(&t);
    CHECK_INT(rig_int(t.reach, "/lines/required"), percent);
}

static void
a_set_that_reaches_less_does_not_pass_and_the_lines_are_named(void)
{
    struct trial t = try_set(RIG_FILES(UNREACHED));
    long long percent = rig_int(t.reach, "/lines/percent");
    const char *more = arena_printf(a, SET("%lld"), percent + 1);
    const char *words = arena_printf(
        a, "只走到了 %lld%% 的规则代码（要求 %lld%%）：rules/lib/x.lua 第 2、3 行没有用例走到",
        percent, percent + 1);

    t = try_set(RIG_FILES(UNREACHED, "set.lua", more));
    check_fails(&t, "rule_coverage", "rules/lib/x.lua:2", words);
    CHECK_INT(rig_int(t.reach, "/rules/total"), 1); /* its report comes all the same */
    CHECK_STR(file_in(t.reach, "rules/lib/x.lua"), "0/2: 2 3");
}

static void
a_set_cannot_ask_for_less_than_the_engine_does_nor_for_more_than_all(void)
{
    struct trial less = try_set(RIG_FILES("set.lua", SET("79"))),
                 more = try_set(RIG_FILES("set.lua", SET("101")));

    check_fails(&less, "rule_error", "rules/set.lua:1", "80 与 100 之间");
    check_fails(&more, "rule_error", "rules/set.lua:1", "80 与 100 之间");
}

static void
a_set_that_asks_for_nothing_is_held_to_the_least(void)
{
    struct trial t = try_set(
        RIG_FILES("set.lua", "ruleset { api = 1, title = '测', example_today = '2026-11-24' }"));

    check_passes(&t);
    CHECK_INT(rig_int(t.reach, "/lines/required"), 80);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void
declaring_a_function_is_not_running_it(void)
{
    struct trial t = try_set(RIG_FILES(REACH_FILE, "-- 无", "cases/ways.lua", "-- 无"));

    CHECK_REFUSED(t.err, ERR_RULE, "rule_coverage", &t.fault);
    CHECK_STR(file_in(t.reach, "rules/publication.lua"), "0/2: 3 4");
}

static void
a_branch_that_no_case_takes_is_named(void)
{
    struct trial t =
        try_set(RIG_FILES(RIG_CHECK, RULE("error", "    if name == '坏' then\n"
                                                   "      say.at('/basic/name', '不好')\n"
                                                   "    elseif name == '差' then\n"
                                                   "      say.at('/basic/name', '太差')\n"
                                                   "    end")));

    CHECK_STR(file_in(t.reach, "rules/checks/hostile.lua"), "4/5: 9");
}

static void
what_a_file_calls_while_it_is_loaded_has_run(void)
{
    static const char library[] = "local function list()\n  return {\n    '坏',\n  }\nend\n"
                                  "return { bad = list() }";
    struct trial t = try_set(
        RIG_FILES("lib/x.lua", library, RIG_CHECK,
                  "local x = use('x')\n" RULE(
                      "error", "    if name == x.bad[1] then say.at('/basic/name', '不好') end")));

    check_passes(&t);
    CHECK_STR(file_in(t.reach, "rules/lib/x.lua"), "2/2:");
}

static void
files_without_a_function_do_not_count(void)
{
    struct trial t = try_set(RIG_FILES(NULL));

    check_passes(&t);
    CHECK_LACKS(json_text(a, rig_at(t.reach, "/files")), "rules/vocabulary.lua");
    CHECK_LACKS(json_text(a, rig_at(t.reach, "/files")), "rules/forms/subject.lua");
    CHECK_HAS(json_text(a, rig_at(t.reach, "/files")), "rules/checks/hostile.lua");
}

static void
of_many_lines_the_first_ten_are_named(void)
{
    struct buf text = BUF(a);

    buf_puts(&text, RULE_HEAD("error"));
    buf_puts(&text, "    if name == '坏' then say.at('/basic/name', '不好') end\n"
                    "    if name == '无此' then\n");
    for (int i = 0; i < 12; i++)
        buf_puts(&text, "      say.at('/basic/name', '无此')\n");
    buf_puts(&text, "    end" RULE_TAIL);

    struct trial t = try_set(RIG_FILES(RIG_CHECK, text.p));
    check_fails(&t, "rule_coverage", "rules/checks/hostile.lua:8",
                "第 8、9、10、11、12、13、14、15、16、17等共 12 行");
}

static void
questions_that_are_no_cases_reach_nothing(void)
{
    struct policy_limits limits = rig_limits();
    struct policy *p = NULL;
    struct bundle *b = NULL;
    struct fault f = {0};
    const char *answer, *first = NULL, *second = NULL;

    CHECK_ERR(rig_bundle_of(&b, RIG_FILES(REACH_FILE, "-- 无", "cases/ways.lua", "-- 无"), &f), OK,
              &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    bundle_free(b);
    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f), OK, &f);
    CHECK_REFUSED(policy_test(p, a, &first, &f), ERR_RULE, "rule_coverage", &f);
    CHECK_HAS(first, "\"covered\":0,\"file\":\"rules/numbering.lua\"");

    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f), OK, &f);
    CHECK_REFUSED(policy_test(p, a, &second, &f), ERR_RULE, "rule_coverage", &f);
    CHECK_STR(second, first);
    policy_close(p);
}

static void
to_the_first_failure_means_without_looking_at_what_was_reached(void)
{
    struct policy *p = rig_policy(REACH_FILE, "-- 无", NULL);
    struct fault f = {0};

    CHECK_ERR(policy_test_early(p, a, &f), OK, &f);
    policy_close(p);
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void
a_rule_that_is_never_silent_does_not_pass(void)
{
    struct trial t = try_set(RIG_FILES(
        RIG_CHECK, RULE("warning", "    say.at('/basic/name', '总有意见：' .. name)"), CASE_FILE,
        "case { name = '有意见', form = 'subject',\n"
        "  expect = { findings = { { rule = 'test.hostile' } } } }"));

    check_fails(&t, "rule_coverage", "rules/checks/hostile.lua:1",
                "test.hostile 在运行过它的每个用例中都给出意见");
    CHECK_INT(rig_int(t.reach, "/rules/total"), 1);
    CHECK_INT(rig_int(t.reach, "/rules/covered"), 0);
}

/* It is named where nobody looks for findings, so that on paper it has a case. */
static void
a_rule_that_never_speaks_does_not_pass_though_a_case_names_it(void)
{
    struct trial t = try_set(
        RIG_FILES(CASE_FILE, "case { ask = 'publish', name = '提到而已', form = 'subject',\n"
                             "  set = { ['/basic/name'] = '某' },\n"
                             "  expect = { findings = { { rule = 'test.hostile' } } } }"));

    check_fails(&t, "rule_coverage", "rules/checks/hostile.lua:1",
                "test.hostile 在全部用例中从未给出意见");
}

static void
a_rule_that_no_case_names_does_not_even_load(void)
{
    struct trial t = try_set(RIG_FILES(CASE_FILE, "-- 无"));
    check_fails(&t, "rule_error", "rules/checks/hostile.lua:1", "没有用例");
}

static void
a_case_that_fails_is_said_before_what_is_not_reached(void)
{
    struct trial t = try_set(RIG_FILES(CASE_FILE, UPSIDE_DOWN, "set.lua", SET("100")));

    check_fails(&t, "rule_case", "rules/cases/hostile.lua:1", "说反了");
    CHECK(t.reach != NULL);
}

static const struct check_test tests[] = {
    TEST(a_set_whose_cases_reach_every_line_may_ask_for_all),
    TEST(the_share_is_rounded_down),
    TEST(a_set_passes_that_reaches_just_what_it_asks_for),
    TEST(a_set_that_reaches_less_does_not_pass_and_the_lines_are_named),
    TEST(a_set_cannot_ask_for_less_than_the_engine_does_nor_for_more_than_all),
    TEST(a_set_that_asks_for_nothing_is_held_to_the_least),

    TEST(declaring_a_function_is_not_running_it),
    TEST(a_branch_that_no_case_takes_is_named),
    TEST(what_a_file_calls_while_it_is_loaded_has_run),
    TEST(files_without_a_function_do_not_count),
    TEST(of_many_lines_the_first_ten_are_named),
    TEST(questions_that_are_no_cases_reach_nothing),
    TEST(to_the_first_failure_means_without_looking_at_what_was_reached),

    TEST(a_rule_that_is_never_silent_does_not_pass),
    TEST(a_rule_that_never_speaks_does_not_pass_though_a_case_names_it),
    TEST(a_rule_that_no_case_names_does_not_even_load),
    TEST(a_case_that_fails_is_said_before_what_is_not_reached),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

/* What the cases of a set must reach before it may serve, how that is measured, and whether they
 * would notice a change. */
#include "policy/mutant.h"
#include "policy_say.h"

#define CHECK_FILE "checks/hostile.lua"
#define CASE_FILE "cases/hostile.lua"
#define REACH_FILE "cases/reach.lua"
#define SET(coverage)                                                                              \
    "ruleset { api = 1, title = '测试规则集', example_today = '2026-11-24', coverage = " coverage  \
    " }"
#define RULE(severity, body)                                                                       \
    "rule {\n  id = 'test.hostile', title = '测试', law = '测试法', severity = '" severity         \
    "', kinds = { 'subject' },\n"                                                                  \
    "  reads = { 'filing.data.basic.name' },\n  check = function(facts, say)\n    local name = "   \
    "facts.filing.data.basic.name\n" body "\n  end,\n}\n"

static char why[1024];

/* The test set with up to four files laid over it: path, text, …, NULL. */
static struct bundle *
set_of(const char *const overlay[])
{
    struct bundle *b = rig_bundle(NULL, NULL), *next;
    struct fault f = {0};

    for (int i = 0; overlay[i]; i += 2) {
        if (bundle_with(&next, b, overlay[i], overlay[i + 1], &f)) {
            printf("not ok %s is laid over the test set: %s\n", overlay[i], f.text);
            exit(1);
        }
        bundle_free(b);
        b = next;
    }
    return b;
}

static const struct policy_limits *
patient(void)
{
    static struct policy_limits limits;
    limits = policy_limits_default;
    limits.load_wall_ms = limits.ask_wall_ms = 60000;
    return &limits;
}

#define FILES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Loads and tests; the report's coverage in the arena, NULL when there is none. */
static enum err
try_set(const char *const overlay[], struct arena *a, json_t **coverage, struct fault *f)
{
    struct bundle *b = set_of(overlay);
    struct policy *p;
    const char *report = NULL;
    json_t *root = NULL;

    *f = (struct fault){0};
    *coverage = NULL;
    enum err e = policy_open(&p, b, patient(), f);
    if (!e)
        e = policy_test(p, a, &report, f);
    if (report && !json_read(a, report, strlen(report), &root, NULL))
        *coverage = json_object_get(root, "coverage");
    snprintf(why, sizeof why, "%s %s %s %s", err_name(e), f->code, f->where, f->text);
    policy_close(p);
    bundle_free(b);

    return e;
}

static bool
is_fault(enum err e, const struct fault *f, const char *code, const char *where, const char *text)
{
    return e == ERR_RULE && str_is(f->code, code) && str_is(f->where, where) &&
           strstr(f->text, text);
}

static long long
number_in(const json_t *coverage, const char *group, const char *key)
{
    return (long long)json_integer_value(json_object_get(json_object_get(coverage, group), key));
}

/* "N/M: missing lines" of one file, "" when the report does not name it. */
static const char *
file_in(const json_t *coverage, const char *path, struct arena *a)
{
    size_t i, k;
    json_t *file, *line;
    struct buf out = BUF(a);

    buf_puts(&out, "");
    json_array_foreach(json_object_get(coverage, "files"), i, file)
    {
        if (!str_is(json_str(file, "file"), path))
            continue;
        buf_printf(&out,
                   "%lld/%lld:", (long long)json_integer_value(json_object_get(file, "covered")),
                   (long long)json_integer_value(json_object_get(file, "total")));
        json_array_foreach(json_object_get(file, "missing"), k, line)
            buf_printf(&out, " %lld", (long long)json_integer_value(line));
    }

    return out.p;
}

/* ---- the threshold --------------------------------------------------------------------------- */

#define UNREACHED "lib/x.lua", "return function(n)\n  n = n + 1\n  return n\nend"

/* The cases of the test set reach every line of it; the library adds two that nobody calls. */
static void
test_threshold(void)
{
    struct arena *a = arena_new();
    struct fault f;
    json_t *c;
    enum err e = try_set(FILES("set.lua", SET("100")), a, &c, &f);

    rig_say("a_set_whose_cases_reach_every_line_may_ask_for_all",
            !e && number_in(c, "lines", "percent") == 100, why);
    e = try_set(FILES(UNREACHED), a, &c, &f);
    long long total = number_in(c, "lines", "total"), covered = number_in(c, "lines", "covered"),
              percent = covered * 100 / total;
    rig_say("the_share_is_rounded_down",
            !e && covered == total - 2 && covered * 100 % total != 0 &&
                number_in(c, "lines", "percent") == percent,
            why);
    const char *just = arena_printf(a, SET("%lld"), percent),
               *more = arena_printf(a, SET("%lld"), percent + 1);
    e = try_set(FILES(UNREACHED, "set.lua", just), a, &c, &f);
    rig_say("a_set_that_reaches_what_it_asks_for_passes",
            !e && number_in(c, "lines", "required") == percent, why);
    e = try_set(FILES(UNREACHED, "set.lua", more), a, &c, &f);
    const char *text = arena_printf(
        a, "只走到了 %lld%% 的规则代码（要求 %lld%%）：rules/lib/x.lua 第 2、3 行没有用例走到",
        percent, percent + 1);
    rig_say("a_set_that_reaches_less_does_not_pass_and_the_lines_are_named",
            is_fault(e, &f, "rule_coverage", "rules/lib/x.lua:2", text), why);
    rig_say("its_report_comes_all_the_same",
            number_in(c, "rules", "total") == 1 &&
                str_is(file_in(c, "rules/lib/x.lua", a), "0/2: 2 3"),
            file_in(c, "rules/lib/x.lua", a));
    e = try_set(FILES("set.lua", SET("79")), a, &c, &f);
    rig_say("a_set_cannot_ask_for_less_than_the_engine_does",
            is_fault(e, &f, "rule_error", "rules/set.lua:1", "80 与 100 之间"), why);
    e = try_set(FILES("set.lua", SET("101")), a, &c, &f);
    rig_say("a_set_cannot_ask_for_more_than_all",
            is_fault(e, &f, "rule_error", "rules/set.lua:1", "80 与 100 之间"), why);
    e = try_set(FILES("set.lua", "ruleset { api = 1, title = '测', example_today = '2026-11-24' }"),
                a, &c, &f);
    rig_say("a_set_that_asks_for_nothing_is_held_to_the_least",
            !e && number_in(c, "lines", "required") == 80, why);
    arena_free(a);
}

static void
test_lines(void)
{
    struct arena *a = arena_new();
    struct fault f;
    json_t *c;
    enum err e = try_set(FILES(REACH_FILE, "-- 无"), a, &c, &f);

    rig_say("declaring_a_function_is_not_running_it",
            str_is(f.code, "rule_coverage") &&
                str_is(file_in(c, "rules/publication.lua", a), "0/2: 3 4"),
            why);
    e = try_set(
        FILES(CHECK_FILE, RULE("error", "    if name == '坏' then\n      say.at('/basic/name', "
                                        "'不好')\n    elseif name == '差' then\n"
                                        "      say.at('/basic/name', '太差')\n    end")),
        a, &c, &f);
    rig_say("a_branch_that_no_case_takes_is_named",
            str_is(file_in(c, "rules/checks/hostile.lua", a), "4/5: 9"),
            file_in(c, "rules/checks/hostile.lua", a));
    e = try_set(
        FILES("lib/x.lua",
              "local function list()\n  return {\n    '坏',\n  }\nend\nreturn { bad = list() }",
              CHECK_FILE,
              "local x = use('x')\n" RULE(
                  "error", "    if name == x.bad[1] then say.at('/basic/name', '不好') end")),
        a, &c, &f);
    rig_say("what_a_file_calls_while_it_is_loaded_has_run",
            !e && str_is(file_in(c, "rules/lib/x.lua", a), "2/2:"),
            *file_in(c, "rules/lib/x.lua", a) ? file_in(c, "rules/lib/x.lua", a) : why);
    rig_say("files_without_a_function_do_not_count",
            !*file_in(c, "rules/vocabulary.lua", a) && !*file_in(c, "rules/forms/subject.lua", a),
            "");
    arena_free(a);
}

static void
test_many_lines(void)
{
    struct arena *a = arena_new();
    struct fault f;
    json_t *c;
    struct buf body = BUF(a);

    buf_puts(
        &body,
        "    if name == '坏' then say.at('/basic/name', '不好') end\n    if name == '无此' then\n");
    for (int i = 0; i < 12; i++)
        buf_puts(&body, "      say.at('/basic/name', '无此')\n");
    const char *check =
        arena_printf(a, "%s%s    end\n  end,\n}\n",
                     "rule {\n  id = 'test.hostile', title = '测试', law = '测试法', severity = "
                     "'error', kinds = { 'subject' },\n"
                     "  reads = { 'filing.data.basic.name' },\n  check = function(facts, say)\n"
                     "    local name = facts.filing.data.basic.name\n",
                     body.p);
    enum err e = try_set(FILES(CHECK_FILE, check), a, &c, &f);
    rig_say("of_many_lines_the_first_ten_are_named",
            is_fault(e, &f, "rule_coverage", "rules/checks/hostile.lua:8",
                     "第 8、9、10、11、12、13、14、15、16、17等共 12 行"),
            why);
    arena_free(a);
}

static void
test_only_cases_count(void)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    struct bundle *b = set_of(FILES(REACH_FILE, "-- 无"));
    struct policy *p;
    const char *answer, *first = NULL, *second = NULL;
    enum err e = policy_open(&p, b, patient(), &f);

    if (!e)
        e = policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f);
    if (!e && policy_test(p, a, &first, &f) &&
        policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f) == OK)
        e = policy_test(p, a, &second, &f);
    rig_say("questions_that_are_no_cases_reach_nothing",
            first && second && strstr(first, "\"covered\":0,\"file\":\"rules/numbering.lua\"") &&
                str_is(first, second),
            f.text);
    e = policy_test_early(p, a, &f);
    rig_say("to_the_first_failure_means_without_looking_at_what_was_reached", e == OK, f.text);
    policy_close(p);
    bundle_free(b);
    arena_free(a);
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void
test_rules(void)
{
    struct arena *a = arena_new();
    struct fault f;
    json_t *c;
    enum err e =
        try_set(FILES(CHECK_FILE,
                      RULE("warning", "    say.at('/basic/name', '总有意见：' .. name)"), CASE_FILE,
                      "case { name = '有意见', form = 'subject', expect = { findings = { { rule = "
                      "'test.hostile' } } } }"),
                a, &c, &f);

    rig_say("a_rule_that_is_never_silent_does_not_pass",
            is_fault(e, &f, "rule_coverage", "rules/checks/hostile.lua:1",
                     "test.hostile 在运行过它的每个用例中都给出意见"),
            why);
    rig_say("the_report_counts_it_as_missing",
            number_in(c, "rules", "total") == 1 && number_in(c, "rules", "covered") == 0, why);
    /* Named where nobody looks for findings, so on paper it has a case. */
    e = try_set(FILES(CASE_FILE, "case { ask = 'publish', name = '提到而已', form = 'subject', set "
                                 "= { ['/basic/name'] = '某' },\n"
                                 "  expect = { findings = { { rule = 'test.hostile' } } } }"),
                a, &c, &f);
    rig_say("a_rule_that_never_speaks_does_not_pass_though_a_case_names_it",
            is_fault(e, &f, "rule_coverage", "rules/checks/hostile.lua:1",
                     "test.hostile 在全部用例中从未给出意见"),
            why);
    e = try_set(FILES(CASE_FILE, "-- 无"), a, &c, &f);
    rig_say("a_rule_that_no_case_names_does_not_even_load",
            is_fault(e, &f, "rule_error", "rules/checks/hostile.lua:1", "没有用例"), why);
    e = try_set(FILES(CASE_FILE,
                      "case { name = '说反了', form = 'subject', rule = 'test.hostile', at = "
                      "'/basic/name', rejects = { '好' } }",
                      "set.lua", SET("100")),
                a, &c, &f);
    rig_say("a_case_that_fails_is_said_before_what_is_not_reached",
            is_fault(e, &f, "rule_case", "rules/cases/hostile.lua:1", "说反了") && c, why);
    arena_free(a);
}

/* ---- what a case may expect ------------------------------------------------------------------ */

#define NUMBERING                                                                                       \
    "numbering { law = '测试法', prefix = '测', suffix = '号', reads = { 'issue.class_serial' "    \
    "},\n"                                                                                              \
    "  compose = function(facts) return tostring(facts.issue.class_serial or error('流水号未定', " \
    "0)) end,\n"                                                                                        \
    "  parse = function(text) return match('^[0-9]+$', text) and text or nil, '不是编号' end }"
#define PUBLISH(expect)                                                                            \
    "case { ask = 'publish', name = '无号', facts = { ['/issue'] = { x = 1 } }, expect = "       \
    "{ " expect " } }"
#define SAYS(expect)                                                                               \
    "case { name = '说法', form = 'subject', set = { ['/basic/name'] = '坏' }, expect = { "     \
    "findings = { { rule = 'test.hostile', " expect " } } } }"

static void
test_expectations(void)
{
    struct arena *a = arena_new();
    struct fault f;
    json_t *c;
    enum err e = try_set(
        FILES("numbering.lua", NUMBERING, "cases/more.lua", PUBLISH("raises = '流水号未定'")), a,
        &c, &f);

    rig_say("a_case_may_expect_that_no_number_is_given", !e, why);
    e = try_set(FILES("numbering.lua", NUMBERING, "cases/more.lua", PUBLISH("raises = '类别未定'")),
                a, &c, &f);
    rig_say("but_for_the_reason_that_it_names",
            is_fault(e, &f, "rule_case", "rules/cases/more.lua:1",
                     "应报错“类别未定”，出错：流水号未定"),
            why);
    e = try_set(FILES("numbering.lua", NUMBERING, "cases/more.lua", PUBLISH("entry = {}")), a, &c,
                &f);
    rig_say("an_error_that_no_case_expects_fails_it",
            is_fault(e, &f, "rule_case", "rules/cases/more.lua:1", "：出错：流水号未定"), why);
    e = try_set(FILES("cases/more.lua", PUBLISH("raises = '流水号未定'")), a, &c, &f);
    rig_say("an_error_that_does_not_come_fails_it",
            is_fault(e, &f, "rule_case", "rules/cases/more.lua:1", "没有报错"), why);
    e = try_set(FILES("cases/more.lua", SAYS("says = '名称', omits = '很好'")), a, &c, &f);
    rig_say("a_case_may_say_what_a_finding_leaves_out", !e, why);
    e = try_set(FILES("cases/more.lua", SAYS("says = '名称', omits = '不好'")), a, &c, &f);
    rig_say("a_finding_that_says_it_all_the_same_fails_it",
            is_fault(e, &f, "rule_case", "rules/cases/more.lua:1", "应有意见"), why);
    e = try_set(
        FILES("cases/more.lua",
              "case { ask = 'days', name = '末日', vectors = { { from = '2026-11-24', days = 3, "
              "due_on = '2026-11-27', last = '2026-11-27' } } }"),
        a, &c, &f);
    rig_say("a_last_day_counted_that_is_another_fails_the_case",
            is_fault(e, &f, "rule_case", "rules/cases/more.lua:1", "最后一日实为 2026-11-24"), why);
    arena_free(a);
}

/* ---- changes --------------------------------------------------------------------------------- */

static void
test_reading(void)
{
    static const char text[] =
        "-- function f() return 1 < 2 end\n"
        "--[==[ x == y ]] function f() return 1 < 2 end\n"
        "]==] local TABLE = { 1, 2 + 3, not true }\n"
        "local function f(x, ...)\n"
        "  local s = 'a < b \\' and' .. \"c or \\\" + d\" .. [[ e == f ]] .. [=[\n"
        " ]] <= ]=] .. 'z \\z\n"
        "  not'\n"
        "  local y <const>, z = -1, x - 0x0f\n"
        "  for i = 1.5, 1e+3, ... do if not x then s = ... - y repeat local g = function() end "
        "until s end end\n"
        "  return a ~= b, a // b, a << b, x.y >= 09 --[[ * ]] * s\n"
        "end\n"
        "return { f(1 + 1), check = function() return true end, n = 7 < 8 }\n";
    struct arena *a = arena_new();
    struct mutants all = {0};
    struct buf out = BUF(a);

    buf_puts(&out, "");
    mutant_list(&all, a, "x", text);
    for (size_t i = 0; i < all.n; i++)
        buf_printf(&out, "%d %s %s;", all.list[i].line, all.list[i].was, all.list[i].now);
    rig_say("code_is_told_from_text_and_functions_from_declarations",
            str_is(out.p, "8 1 2;8 - +;8 0x0f 16;9 not ;9 - +;10 ~= ==;10 // *;10 >= >;10 09 10;10 "
                          "* //;12 true false;"),
            out.p);
    const struct mutant *m = &all.list[4];
    rig_say("the_changed_line_is_shown_alone",
            str_is(mutant_line(m, a, text), "for i = 1.5, 1e+3, ... do if not x then s = ... + y "
                                            "repeat local g = function() end until s end end"),
            mutant_line(m, a, text));
    const char *changed = mutant_text(m, a, text);
    rig_say("a_change_changes_nothing_else",
            strlen(changed) == strlen(text) && changed[m->at] == '+', changed);
    all.n = 0;
    static const char *const odd[] = {"",
                                      "function",
                                      "function f() return 'x",
                                      "function f() return [==[ ]=]",
                                      "--[[",
                                      "end end until",
                                      "1 <",
                                      "function f() x = '\\"};
    for (size_t i = 0; i < LEN(odd); i++)
        mutant_list(&all, a, "x", odd[i]);
    rig_say("text_that_is_no_lua_is_read_to_its_end", all.n == 0, "it has changes");
    rig_say("what_only_declares_is_not_changed",
            mutant_is_wanted("checks/x.lua") && mutant_is_wanted("routing.lua") &&
                !mutant_is_wanted("limits.lua") && !mutant_is_wanted("cases/x.lua") &&
                mutant_is_wanted("local/checks/x.lua") &&
                mutant_is_wanted("local/deadlines.x.lua") &&
                !mutant_is_wanted("local/limits.x.lua"),
            "");
    arena_free(a);
}

/* The survivors in one file, "was now;" each. */
static const char *
survivors(const char *const overlay[], const char *path, struct arena *a, struct mutation *m)
{
    struct bundle *b = set_of(overlay);
    struct fault f = {0};
    struct buf out = BUF(a);

    buf_puts(&out, "");
    if (policy_mutate(b, patient(), 2, a, m, &f))
        buf_printf(&out, "%s %s", f.code, f.text);
    for (size_t i = 0; i < m->survived; i++)
        if (str_is(m->list[i].path, path))
            buf_printf(&out, "%d %s %s;", m->list[i].line, m->list[i].was, m->list[i].now);
    bundle_free(b);
    return out.p;
}

#define LONG_NAME                                                                                  \
    RULE("error", "    if string.len(name) > 3 then say.at('/basic/name', '太长') end")
#define LOOPING                                                                                    \
    RULE("error", "    local n = 0\n    while n < string.len(name) do n = n + 1 end\n"             \
                  "    if n > 3 then say.at('/basic/name', '太长') end")
#define BOTH_SIDES                                                                                  \
    "case { name = '长短', form = 'subject', rule = 'test.hostile', at = '/basic/name', accepts " \
    "= { '一二三' }, rejects = { '一二三四' } "                                              \
    "}"
#define FAR_APART                                                                                   \
    "case { name = '长短', form = 'subject', rule = 'test.hostile', at = '/basic/name', accepts " \
    "= { '一' }, rejects = { '一二三四五' } }"

static void
test_mutants(void)
{
    struct arena *a = arena_new();
    struct mutation m;
    struct fault f = {0};
    const char *left =
        survivors(FILES(CHECK_FILE, LONG_NAME, CASE_FILE, FAR_APART), CHECK_FILE, a, &m);

    rig_say("a_change_that_no_case_notices_is_reported",
            str_is(left, "6 > >=;6 3 4;") && m.tried > m.survived, left);
    rig_say("it_comes_with_the_line_as_changed",
            m.survived > 0 &&
                str_is(m.list[0].text,
                       "if string.len(name) >= 3 then say.at('/basic/name', '太长') end"),
            m.survived > 0 ? m.list[0].text : "none");
    left = survivors(FILES(CHECK_FILE, LONG_NAME, CASE_FILE, BOTH_SIDES), CHECK_FILE, a, &m);
    rig_say("a_limit_tested_on_both_sides_leaves_nothing_unnoticed",
            str_is(left, "") && m.tried > 0, left);
    left = survivors(FILES(CHECK_FILE, LOOPING, CASE_FILE, BOTH_SIDES), CHECK_FILE, a, &m);
    rig_say("a_change_that_never_ends_is_noticed", str_is(left, "6 0 1;"), left);
    struct bundle *b = set_of(FILES(
        CASE_FILE,
        "case { name = '说反了', form = 'subject', rule = 'test.hostile', at = '/basic/name', "
        "rejects = { '好' } }"));
    enum err e = policy_mutate(b, patient(), 2, a, &m, &f);
    rig_say("a_set_that_fails_is_not_changed_at_all",
            e == ERR_RULE && str_is(f.code, "rule_case") && m.tried == 0, f.text);
    bundle_free(b);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        return policy_judge_main();
    base_init();
    test_threshold();
    test_lines();
    test_many_lines();
    test_only_cases_count();
    test_rules();
    test_expectations();
    test_reading();
    if (!(argc > 1 && str_is(argv[1], "--quick"))) /* it forks, and tries dozens of sets */
        test_mutants();
    return rig_end();
}

/* The cases of a set should notice a change: how its text is changed, and who notices. */
#include "policy_rig.h"

#define CASE_FILE "cases/hostile.lua"

/* ---- changing text --------------------------------------------------------------------------- */

static const char sample[] =
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

static struct mutants
mutants_of(const char *text)
{
    struct mutants all = {0};
    mutant_list(&all, a, "x", text);
    return all;
}

static void
code_is_told_from_text_and_functions_from_declarations(void)
{
    struct mutants all = mutants_of(sample);
    struct buf out = BUF(a);

    buf_puts(&out, "");
    for (size_t i = 0; i < all.n; i++)
        buf_printf(&out, "%d %s %s;", all.list[i].line, all.list[i].was, all.list[i].now);
    CHECK_STR(out.p, "8 1 2;8 - +;8 0x0f 16;9 not ;9 - +;10 ~= ==;10 // *;10 >= >;10 09 10;10 "
                     "* //;12 true false;");
}

static void
the_changed_line_is_shown_alone_and_nothing_else_is_changed(void)
{
    struct mutants all = mutants_of(sample);
    const struct mutant *m = &all.list[4];
    const char *changed = mutant_text(m, a, sample);

    CHECK_STR(mutant_line(m, a, sample), "for i = 1.5, 1e+3, ... do if not x then s = ... + y "
                                         "repeat local g = function() end until s end end");
    CHECK_INT(strlen(changed), strlen(sample));
    CHECK_INT(memcmp(changed, sample, m->at), 0);
    CHECK_INT(changed[m->at], '+');
    CHECK_STR(changed + m->at + 1, sample + m->at + 1);
}

static void
text_that_is_no_lua_is_read_to_its_end(void)
{
    static const char *const odd[] = {"",
                                      "function",
                                      "function f() return 'x",
                                      "function f() return [==[ ]=]",
                                      "--[[",
                                      "end end until",
                                      "1 <",
                                      "function f() x = '\\"};

    for (size_t i = 0; i < LEN(odd); i++) {
        check_about("%s", odd[i]);
        CHECK_INT(mutants_of(odd[i]).n, 0);
    }
}

static void
what_only_declares_is_not_changed(void)
{
    static const char *const wanted[] = {"checks/x.lua", "routing.lua", "local/checks/x.lua",
                                         "local/deadlines.x.lua"};
    static const char *const unwanted[] = {"limits.lua", "cases/x.lua", "local/limits.x.lua"};

    for (size_t i = 0; i < LEN(wanted); i++) {
        check_about("%s", wanted[i]);
        CHECK(rulekit_behaves(wanted[i]));
    }
    for (size_t i = 0; i < LEN(unwanted); i++) {
        check_about("%s", unwanted[i]);
        CHECK(!rulekit_behaves(unwanted[i]));
    }
}

/* ---- who notices ----------------------------------------------------------------------------- */

/* From line 6 on, below this head. */
#define RULE(body)                                                                                 \
    "rule {\n"                                                                                     \
    "  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', "             \
    "kinds = { 'subject' },\n"                                                                     \
    "  reads = { 'filing.data.basic.name' },\n"                                                    \
    "  check = function(facts, say)\n"                                                             \
    "    local name = facts.filing.data.basic.name\n" body "\n  end,\n}\n"
#define LONG_NAME RULE("    if string.len(name) > 3 then say.at('/basic/name', '太长') end")
#define LOOPING                                                                                    \
    RULE("    local n = 0\n    while n < string.len(name) do n = n + 1 end\n"                      \
         "    if n > 3 then say.at('/basic/name', '太长') end")
#define LENGTHS(accepted, rejected)                                                                \
    "case { name = '长短', form = 'subject', rule = 'test.hostile', at = '/basic/name',\n"       \
    "  accepts = { '" accepted "' }, rejects = { '" rejected "' } }"
#define BOTH_SIDES LENGTHS("一二三", "一二三四")
#define FAR_APART LENGTHS("一", "一二三四五")

/* The survivors point into the set, which *b keeps: the caller frees it. */
static enum err
mutate(const char *const *files, struct bundle **b, struct mutation *m, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    enum err err = rig_bundle_of(b, files, f);

    limits.ask_wall_ms = 60000;
    return err ? err : policy_mutate(*b, &limits, 2, a, m, f);
}

/* The survivors in the rule's file, "line was now;" each. */
static const char *
survivors(const char *rule, const char *cases, struct mutation *m)
{
    struct bundle *b = NULL;
    struct fault f = {0};
    struct buf out = BUF(a);

    buf_puts(&out, "");
    CHECK_ERR(mutate(RIG_FILES(RIG_CHECK, rule, CASE_FILE, cases), &b, m, &f), OK, &f);
    for (size_t i = 0; i < m->survived; i++)
        if (str_is(m->list[i].path, RIG_CHECK))
            buf_printf(&out, "%d %s %s;", m->list[i].line, m->list[i].was, m->list[i].now);
    bundle_free(b);
    return out.p;
}

static void
a_change_that_no_case_notices_is_reported_with_its_line(void)
{
    struct mutation m = {0};

    CHECK_STR(survivors(LONG_NAME, FAR_APART, &m), "6 > >=;6 3 4;");
    CHECK(m.tried > m.survived);
    if (CHECK(m.survived > 0))
        CHECK_STR(m.list[0].text,
                  "if string.len(name) >= 3 then say.at('/basic/name', '太长') end");
}

static void
a_limit_tested_on_both_sides_leaves_nothing_unnoticed(void)
{
    struct mutation m = {0};

    CHECK_STR(survivors(LONG_NAME, BOTH_SIDES, &m), "");
    CHECK_LEAST(m.tried, 1);
}

static void
a_change_that_never_ends_is_noticed(void)
{
    struct mutation m = {0};
    CHECK_STR(survivors(LOOPING, BOTH_SIDES, &m), "6 0 1;");
}

static void
a_set_that_fails_is_not_changed_at_all(void)
{
    struct bundle *b = NULL;
    struct mutation m = {0};
    struct fault f = {0};
    enum err err =
        mutate(RIG_FILES(CASE_FILE, "case { name = '说反了', form = 'subject', rule = "
                                    "'test.hostile', at = '/basic/name', rejects = { '好' } }"),
               &b, &m, &f);

    CHECK_REFUSED(err, ERR_RULE, "rule_case", &f);
    CHECK_INT(m.tried, 0);
    bundle_free(b);
}

/* The long ones fork, and try dozens of sets. */
static const struct check_test tests[] = {
    TEST(code_is_told_from_text_and_functions_from_declarations),
    TEST(the_changed_line_is_shown_alone_and_nothing_else_is_changed),
    TEST(text_that_is_no_lua_is_read_to_its_end),
    TEST(what_only_declares_is_not_changed),
    TEST_LONG(a_change_that_no_case_notices_is_reported_with_its_line),
    TEST_LONG(a_limit_tested_on_both_sides_leaves_nothing_unnoticed),
    TEST_LONG(a_change_that_never_ends_is_noticed),
    TEST_LONG(a_set_that_fails_is_not_changed_at_all),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

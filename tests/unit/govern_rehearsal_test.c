/* Texts that nobody has proposed: all their faults at once, where an editor marks them. */
#include "govern/govern.h"
#include "policy_rig.h"

static struct rehearsed x;

static void
rehearse(const char *changes, const struct policy_limits *limits, bool with_cases)
{
    struct policy_limits usual = rig_limits();
    struct bundle *b = rig_bundle(NULL, NULL);
    json_t *files = rig_json(changes);

    govern_rehearse(a, limits ? limits : &usual, bundle_text(b, a), files, with_cases, &x);
    bundle_free(b);
}

static void
check_fault(int i, const char *file, long line, long column)
{
    CHECK_LEAST(x.n, i + 1);
    if (i >= x.n)
        return;
    CHECK_STR(x.faults[i].file, file);
    CHECK_INT(x.faults[i].line, line);
    CHECK_INT(x.faults[i].column, column);
    CHECK(x.faults[i].message != NULL && x.faults[i].message[0] != '\0');
}

/* ---- the place of one ------------------------------------------------------------------------ */

struct slip {
    const char *name, *text; /* JSON, ' stands for " outside of it */
    long line, column;
};
static const struct slip slips[] = {
    {"a_full_width_comma", "rule { id = 1，x = 2 }", 1, 14},
    {"after_chinese_words", "local x = [[名称]] 1", 1, 18},
    {"a_missing_comma", "rule {\\n  id = 1\\n  x = 2 }", 3, 3},
    {"one_of_two_that_look_alike", "local x = = 1", 1, 11},
    {"the_second_of_two_that_look_alike", "local x = 1 local y = = 1", 1, 23},
    {"an_open_quote", "local x = 1\\nlocal y = \\u0027a", 2, 11},
    {"the_end_of_the_file", "rule {", 1, 7},
    {"an_empty_last_line", "rule {\\n", 2, 1},
    {"the_first_byte", "} x = 1", 1, 1},
    {"without_a_space_to_the_next", "local x = {]}", 1, 12},
    {"a_bad_number", "local x = 12x", 1, 11},
    {"dos_lines", "local x = 1\\r\\nlocal y = = 2", 2, 11},
    {"a_name_before_a_sign_in_a_table", "local x = { a b = 1 }", 1, 15},
};

static void
a_slip_has_line_and_column(const void *row)
{
    const struct slip *slip = row;

    rehearse(arena_printf(a, "{\"checks/x.lua\":\"%s\"}", slip->text), NULL, false);
    CHECK_INT(x.n, 1);
    check_fault(0, "checks/x.lua", slip->line, slip->column);
    CHECK_STR(x.faults[0].code, "rule_syntax");
}

/* ---- many ------------------------------------------------------------------------------------ */

static void
a_set_that_is_whole_has_no_faults(void)
{
    rehearse("{}", NULL, false);
    CHECK_INT(x.n, 0);
    CHECK(x.hash != NULL);
    CHECK(x.trial.is_loaded);
}

static void
every_file_that_is_no_lua_is_told_in_their_order(void)
{
    rehearse("{\"lib/z.lua\":\"return {\",\"checks/y.lua\":\"x =\",\"cases/x.lua\":\"case (\"}",
             NULL, false);
    CHECK_INT(x.n, 3);
    check_fault(0, "cases/x.lua", 1, 7);
    check_fault(1, "checks/y.lua", 1, 4);
    check_fault(2, "lib/z.lua", 1, 9);
    CHECK(x.hash != NULL);
}

static void
files_that_no_set_holds_are_told_beside_them(void)
{
    rehearse("{\"checks/a b.lua\":\"x\",\"checks/y.lua\":\"x =\",\"checks/z.lua\":\" \","
             "\"checks/w.lua\":7}",
             NULL, false);
    CHECK_INT(x.n, 4);
    check_fault(0, "checks/a b.lua", NO_PLACE, NO_PLACE);
    check_fault(1, "checks/w.lua", NO_PLACE, NO_PLACE);
    check_fault(2, "checks/y.lua", 1, 4);
    check_fault(3, "checks/z.lua", 1, NO_PLACE);
    CHECK(x.hash == NULL);
}

static void
what_is_taken_away_must_be_there(void)
{
    rehearse("{\"checks/nothing.lua\":null}", NULL, false);
    CHECK_INT(x.n, 1);
    check_fault(0, "checks/nothing.lua", NO_PLACE, NO_PLACE);
}

static void
files_that_keep_the_set_from_loading_are_told_together(void)
{
    rehearse("{\"checks/y.lua\":\"\\nrule { id = 1 }\",\"checks/z.lua\":\"local x = nothing\"}",
             NULL, false);
    CHECK_INT(x.n, 2);
    check_fault(0, "checks/y.lua", 2, NO_PLACE);
    check_fault(1, "checks/z.lua", 1, NO_PLACE);
}

/* ---- hostile --------------------------------------------------------------------------------- */

static void
a_text_that_is_nested_too_deep_is_told(void)
{
    struct buf b = BUF(a);

    buf_puts(&b, "{\"checks/x.lua\":\"local x =\\n");
    for (int i = 0; i < 100000; i++)
        buf_puts(&b, "(");
    buf_puts(&b, "\"}");
    rehearse(b.p, NULL, false);
    CHECK_INT(x.n, 1);
    CHECK_STR(x.faults[0].file, "checks/x.lua");
}

/* Whatever runs out, somebody is told something, and nothing is left behind. */
static void
every_limit_ends_in_a_fault(void)
{
    static const char bad[] = "{\"checks/y.lua\":\"x =\",\"checks/z.lua\":\"while true do end\"}";
    struct policy_limits small = rig_limits();

    for (long ops = 1; ops < 100000; ops *= 10) {
        small.budget_ops = ops;
        rehearse(bad, &small, false);
        CHECK_LEAST(x.n, 1);
    }
    small = rig_limits();
    for (size_t bytes = 1 << 12; bytes < 1 << 24; bytes *= 4) {
        small.memory_bytes = bytes;
        rehearse(bad, &small, false);
        CHECK_LEAST(x.n, 1);
    }
}

static const struct check_test tests[] = {
    TEST_EACH(a_slip_has_line_and_column, slips),
    TEST(a_set_that_is_whole_has_no_faults),
    TEST(every_file_that_is_no_lua_is_told_in_their_order),
    TEST(files_that_no_set_holds_are_told_beside_them),
    TEST(what_is_taken_away_must_be_there),
    TEST(files_that_keep_the_set_from_loading_are_told_together),
    TEST(a_text_that_is_nested_too_deep_is_told),
    TEST(every_limit_ends_in_a_fault),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

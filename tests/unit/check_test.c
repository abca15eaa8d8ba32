/* The harness itself: what it prints and how it ends, as seen from outside. */
#include "check.h"

#include <sys/wait.h>

/* ---- tests that a child runs ----------------------------------------------------------------- */

static void
a_good_one(void)
{
    CHECK_INT(1 + 1, 2);
}

static void
a_bad_one(void)
{
    struct fault f;
    enum err err = fail(&f, ERR_RULE, "rule_error", "x.lua:1", "不好");

    check_about("row %d", 7);
    CHECK_INT(1 + 1, 3);
    CHECK_STR("two\nok lines", "one");
    CHECK_STR(NULL, "");
    CHECK_HAS("abc", "d");
    CHECK_LACKS("abc", "bc");
    CHECK_NEAR(10, 13, 2);
    CHECK_NEAR(11, 13, 2);
    CHECK_LEAST(4, 5);
    CHECK_LEAST(5, 5);
    CHECK_MOST(6, 5);
    CHECK_MOST(5, 5);
    CHECK_ERR(err, OK, &f);
    CHECK_REFUSED(err, ERR_RULE, "rule_memory", &f);
}

static void
a_skipped_one(void)
{
    check_skip("no moon");
}

static void
an_empty_one(void)
{
}

struct row {
    const char *name;
    int n;
};
static const struct row rows[] = {{"first", 1}, {"second", 2}};

static void
a_row(const void *row)
{
    const struct row *r = row;
    CHECK_INT(r->n, 1);
}

static const char *const many[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
                                   "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"};

static void
one_of_many(const void *row)
{
    CHECK(*(const char *const *)row != NULL);
}

static const struct check_test inner[] = {
    TEST(a_good_one),      TEST(a_bad_one),        TEST(a_skipped_one),          TEST(an_empty_one),
    TEST_LONG(a_good_one), TEST_EACH(a_row, rows), TEST_MANY(one_of_many, many),
};

/* ---- the outside ----------------------------------------------------------------------------- */

static const char *program;
static char out[8192];

/* Runs the inner tests with these arguments. Their output goes to out; the answer is the exit
 * status of the program. */
static int
run(const char *arguments)
{
    char command[512];

    snprintf(command, sizeof command, "%s inner %s", program, arguments);
    FILE *in = popen(command, "r");
    if (in == NULL)
        check_stop("%s does not run", command);

    out[fread(out, 1, sizeof out - 1, in)] = '\0';
    return WEXITSTATUS(pclose(in));
}

static void
a_failure_prints_what_came_and_what_was_wanted(void)
{
    CHECK_INT(run("a_bad_one"), 1);
    CHECK_HAS(out, ": (row 7) 1 + 1 is 2, not 3\n");
    CHECK_HAS(out, "is \"two\\nok lines\", not \"one\"\n");
    CHECK_HAS(out, "NULL is NULL, not \"\"\n");
    CHECK_HAS(out, "is \"abc\" and lacks \"d\"\n");
    CHECK_HAS(out, "is …\"bc\" and has \"bc\"\n");
    CHECK_HAS(out, "10 is 10, not within 2 of 13\n");
    CHECK_LACKS(out, "11 is 11");
    CHECK_HAS(out, "4 is 4, less than 5\n");
    CHECK_HAS(out, "6 is 6, more than 5\n");
    CHECK_HAS(out, "err is ERR_RULE [rule_error x.lua:1 不好], not OK\n");
    CHECK_HAS(out, "err is ERR_RULE [rule_error x.lua:1 不好], not ERR_RULE [rule_memory]\n");
    CHECK_HAS(out, "\nnot ok a_bad_one: 10 of 13 checks failed\n    again: inner 'a_bad_one'\n");
}

static void
a_skip_counts_as_neither(void)
{
    CHECK_INT(run("a_skipped_one"), 0);
    CHECK_STR(out, "# skipped: a_skipped_one: no moon\n# 0 passed, 0 failed, 1 skipped\n");
}

static void
a_test_that_asks_nothing_has_failed(void)
{
    CHECK_INT(run("an_empty_one"), 1);
    CHECK_HAS(out, "not ok an_empty_one: it asks nothing\n");
}

static void
all_run_and_quick_leaves_out_what_is_long(void)
{
    CHECK_INT(run(""), 1);
    CHECK_HAS(out, "# 23 passed, 3 failed, 1 skipped\n");
    CHECK_INT(run("--quick"), 1);
    CHECK_HAS(out, "# skipped: a_good_one: --quick leaves it out\n");
    CHECK_HAS(out, "ok one_of_many: a\nok one_of_many: e\n");
    CHECK_HAS(out, "# 7 passed, 3 failed, 2 skipped\n");
    CHECK_INT(run("--quick one_of_many"), 0);
    CHECK_HAS(out, "# 20 passed, 0 failed, 0 skipped\n");
}

static void
a_row_runs_by_its_name_and_by_that_of_its_test(void)
{
    CHECK_INT(run("first"), 0);
    CHECK_STR(out, "ok a_row: first\n# 1 passed, 0 failed, 0 skipped\n");
    CHECK_INT(run("'a_row: first' a_good_one"), 0);
    CHECK_HAS(out, "# 3 passed, 0 failed, 0 skipped\n");
    CHECK_INT(run("a_row"), 1);
    CHECK_HAS(out, "# 1 passed, 1 failed, 0 skipped\n");
}

static void
a_name_of_no_test_and_an_unknown_option_fail(void)
{
    CHECK_INT(run("nothing"), 1);
    CHECK_HAS(out, "no test bears that name\n");
    CHECK_INT(run("--nothing"), 1);
    CHECK_HAS(out, "usage: inner");
}

static const struct check_test tests[] = {
    TEST(a_failure_prints_what_came_and_what_was_wanted),
    TEST(a_skip_counts_as_neither),
    TEST(a_test_that_asks_nothing_has_failed),
    TEST(all_run_and_quick_leaves_out_what_is_long),
    TEST(a_row_runs_by_its_name_and_by_that_of_its_test),
    TEST(a_name_of_no_test_and_an_unknown_option_fail),
};

int
main(int argc, char **argv)
{
    base_init();
    program = argv[0];
    if (argc > 1 && str_is(argv[1], "inner"))
        return check_main(argc - 1, argv + 1, inner, LEN(inner));
    return check_main(argc, argv, tests, LEN(tests));
}

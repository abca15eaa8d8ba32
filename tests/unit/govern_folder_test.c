/* The folder of rules: what is taken over of it, and when. */
#include "govern_rig.h"
#include "policy_rig.h"

#include <sys/stat.h>

static char rules[128]; /* the folder */

/* A new database, and beside it the test set as a folder. */
static void
begin(void)
{
    rig_store_new();
    govern_begin();
    snprintf(rules, sizeof rules, "%s/rules", rig_folder);
    CHECK_INT(mkdir(rules, 0755), 0);
    rig_folder_copy(RIG_SET, rules);
}

/* The folder holds another set. */
static void
edit(const char *comment)
{
    rig_write(rules, "cases/a_comment.lua", comment, strlen(comment));
}

static struct govern_folder
folder(void)
{
    static struct policy_limits limits;

    limits = rig_limits();
    return (struct govern_folder){rules, NULL, &limits, &rig_world};
}

static enum err
watch(char hash[SHA256_TEXT])
{
    struct govern_folder g = folder();
    return govern_watch(s, &g, hash, &fault);
}

static void
a_rolled_back_folder_stays_away_until_it_holds_something_else(void)
{
    char one[SHA256_TEXT] = "", two[SHA256_TEXT] = "", hash[SHA256_TEXT] = "";
    struct govern_folder g = folder();
    struct fault why;

    begin();
    GOOD(watch(one));
    CHECK_STR(active(), one);
    edit("-- 第二版。\n");
    GOOD(watch(two));
    CHECK(!str_is(one, two));
    CHECK_STR(active(), two);

    GOOD(in_write(step_rollback, one, "坏了"));
    REFUSED(watch(hash), ERR_CONFLICT, "folder_held");
    GOOD(govern_start(s, &g, true, &why)); /* nor at a restart */
    CHECK_STR(why.code, "folder_held");
    CHECK_STR(active(), one);

    edit("-- 第三版。\n");
    GOOD(watch(hash));
    CHECK_STR(active(), hash);
    edit("-- 第二版。\n");
    GOOD(watch(hash)); /* put there again: an edit like any other */
    CHECK_STR(active(), two);
}

static void
a_folder_that_comes_to_agree_with_a_rollback_is_watched_again(void)
{
    char two[SHA256_TEXT] = "", three[SHA256_TEXT] = "", hash[SHA256_TEXT] = "";

    begin();
    edit("-- 第二版。\n");
    GOOD(watch(two));
    edit("-- 第四版。\n");
    GOOD(watch(three));
    GOOD(in_write(step_rollback, two, "坏了"));

    edit("-- 第二版。\n");
    GOOD(watch(hash));
    CHECK_STR(hash, two);
    edit("-- 第四版。\n");
    GOOD(watch(hash));
    CHECK_STR(active(), three);
}

static void
a_folder_that_fails_changes_nothing_and_is_named(void)
{
    char hash[SHA256_TEXT] = "", was[SHA256_TEXT] = "";

    begin();
    GOOD(watch(was));
    long sets = rig_number(s, "SELECT count(*) FROM rule_set"),
         lines = rig_number(s, "SELECT count(*) FROM audit");

    edit("oops oops\n");
    CHECK_ERR(watch(hash), ERR_RULE, &fault);
    CHECK_HAS(fault.where, "a_comment.lua:1");
    CHECK_STR(active(), was);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM rule_set"), sets);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM activation"), 1);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit"), lines);
}

/* ---- the start of the pool ------------------------------------------------------------------- */

static void
governed_mode_reads_the_folder_only_when_there_is_no_set(void)
{
    struct govern_folder g = folder();
    struct fault why;

    begin();
    GOOD(govern_start(s, &g, false, &why));
    CHECK_ERR(why.err, OK, &why);
    const char *was = active();
    CHECK(was != NULL);

    edit("-- 第五版。\n");
    GOOD(govern_start(s, &g, false, &why));
    CHECK_ERR(why.err, OK, &why);
    CHECK_STR(active(), was);
}

static void
watch_mode_reads_the_folder_and_keeps_what_its_trial_said(void)
{
    struct govern_folder g = folder();
    struct fault why;
    char was[SHA256_TEXT] = "";
    struct rule_set x = {0};
    struct rule_test test = {0};

    begin();
    GOOD(watch(was));
    edit("-- 第五版。\n");
    GOOD(govern_start(s, &g, true, &why));
    CHECK(!str_is(active(), was));

    GOOD(store_rule_set_load(s, a, active(), &x, &fault));
    CHECK_STR(x.base, was);
    CHECK_HAS(x.manifest, "\"forms\"");
    GOOD(store_rule_test_newest(s, a, x.hash, &test, &fault));
    CHECK(test.is_passed);
    CHECK_HAS(test.report, "\"fault\":null");
}

static void
a_start_with_an_active_set_that_does_not_load_says_why(void)
{
    struct govern_folder g = folder();
    struct fault why;

    begin();
    const char *hash = first_set(); /* {"a.lua":""}: no set that loads */
    CHECK_ERR(govern_start(s, &g, false, &why), ERR_RULE, &why);
    CHECK(why.text[0] != '\0');
    CHECK_STR(active(), hash);
}

static void
the_mode_stands_beside_the_database(void)
{
    char path[160];

    begin();
    snprintf(path, sizeof path, "%s/suanbei.db", rules);
    CHECK(!govern_mode_is_watching(path));
    GOOD(govern_mode_write(path, true, &fault));
    CHECK(govern_mode_is_watching(path));
    GOOD(govern_mode_write(path, false, &fault));
    CHECK(!govern_mode_is_watching(path));
}

static void
nobody_signs_where_the_folder_says_what_is_active(void)
{
    REFUSED(govern_signs(true, &fault), ERR_CONFLICT, "rules_watched");
    GOOD(govern_signs(false, &fault));
}

static const struct check_test tests[] = {
    TEST(a_rolled_back_folder_stays_away_until_it_holds_something_else),
    TEST(a_folder_that_comes_to_agree_with_a_rollback_is_watched_again),
    TEST(a_folder_that_fails_changes_nothing_and_is_named),
    TEST(governed_mode_reads_the_folder_only_when_there_is_no_set),
    TEST(watch_mode_reads_the_folder_and_keeps_what_its_trial_said),
    TEST(a_start_with_an_active_set_that_does_not_load_says_why),
    TEST(the_mode_stands_beside_the_database),
    TEST(nobody_signs_where_the_folder_says_what_is_active),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

/* A task that nobody may see goes where the set says, once somebody is there to work it; never
 * before, never from under somebody's hands, and not without a line in the audit trail. */
#include "govern_rig.h"

#define LAW(nobody_)                                                                               \
    "{'law':{'roles':[{'code':'r'}],'kinds':[{'code':'algorithm','label':'算法备案',"          \
    "'initial':'draft'}],'stages':[{'code':'one','label':'一审','role':'r','clock':'look'}],"    \
    "'states':[{'kind':'algorithm','code':'draft','label':'草稿','standing':'editable'},"        \
    "{'kind':'algorithm','code':'technical','label':'审核中','standing':'review',"              \
    "'stage':'one'}]" nobody_ "}}"
#define TO_THE_CENTRE ",'nobody':'000000'"

static const char *set;

/* An open task in Xinjiang, of class 01 and pool north. */
static void
an_open_task(void)
{
    struct task t = {.filing_id = rig_added_filing().id,
                     .version = 1,
                     .stage = "one",
                     .state = "open",
                     .area = "650100",
                     .class_code = "01",
                     .pool = "north",
                     .clock = "look"};
    WRITE(GOOD(store_task_add(s, &t, &fault)));
}

static void
fresh(const char *law)
{
    rig_store_new();
    govern_begin();
    an_open_task();
    set = proposed_with(law);
}

/* Who reviews stage one there; '' is every area, or class. */
static void
works(const char *area, const char *class_code)
{
    struct scope in = {.area = area, .class_code = class_code, .pool = ""};

    CHECK_INT(rig_sql(s, arena_printf(a, "UPDATE account SET reviews = ' r ' WHERE id = '%s'",
                                      rig_reviewer.id)),
              SQLITE_OK);
    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &in, 1, &fault)));
}

static long
passed_on(void)
{
    bool is_done = false;
    long n = -1;

    GOOD(govern_pass_on(s, set, &n, &is_done, &fault));
    CHECK(is_done);
    return n;
}

static const char *
task(void)
{
    return rig_sql_text(
        "SELECT area || ' ' || class_code || ' ' || pool || ' ' || state FROM task");
}

/* ---- it goes --------------------------------------------------------------------------------- */

static void
goes_to_whoever_works_there_with_a_line_in_the_audit_trail(void)
{
    fresh(LAW(TO_THE_CENTRE));
    works("000000", "");

    CHECK_INT(passed_on(), 1);
    CHECK_STR(task(), "000000 01  open");
    CHECK_STR(rig_sql_text("SELECT detail FROM audit WHERE action = 'task.passed_on'"),
              "{\"from\":\"650100\",\"stage\":\"one\",\"to\":\"000000\"}");
    CHECK_INT(passed_on(), 0);
}

static void
as_many_as_there_are_go_one_call_after_another(void)
{
    fresh(LAW(TO_THE_CENTRE));
    long all = 0, n = 0;

    for (int i = 1; i < 150; i++)
        an_open_task();
    works("000000", "");
    for (bool is_done = false; !is_done; all += n)
        GOOD(govern_pass_on(s, set, &n, &is_done, &fault));
    CHECK_INT(all, 150);
    CHECK_INT(n, 50);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM task WHERE area <> '000000'"), 0);
}

/* ---- it stays -------------------------------------------------------------------------------- */

static void
stays_where_somebody_sees_it(void)
{
    fresh(LAW(TO_THE_CENTRE));
    works("65", "01");
    CHECK_INT(passed_on(), 0);
    CHECK_STR(task(), "650100 01 north open");
}

static void
stays_while_nobody_would_see_it_there_either(void)
{
    fresh(LAW(TO_THE_CENTRE));
    CHECK_INT(passed_on(), 0);
    works("11", "");
    CHECK_INT(passed_on(), 0);
    works("000000", "02");
    CHECK_INT(passed_on(), 0);
    works("000000", "01");
    CHECK_INT(rig_sql(s, "UPDATE account SET is_disabled = 1"), SQLITE_OK);
    CHECK_INT(passed_on(), 0);
    CHECK_STR(task(), "650100 01 north open");
}

static void
stays_in_the_hands_of_who_has_taken_it(void)
{
    fresh(LAW(TO_THE_CENTRE));
    works("000000", "");
    CHECK_INT(rig_sql(s, "UPDATE task SET state = 'claimed', claimed_at = 5, claimed_by = (SELECT "
                         "id FROM account WHERE username = 'editor')"),
              SQLITE_OK);
    CHECK_INT(passed_on(), 0);
}

static void
stays_when_the_set_does_not_say_where(void)
{
    fresh(LAW(""));
    works("000000", "");
    CHECK_INT(passed_on(), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit WHERE action = 'task.passed_on'"), 0);
}

/* Whoever is in the middle of a write does not wait for a look that finds nothing. */
static void
a_look_that_finds_nothing_writes_nothing(void)
{
    fresh(LAW(TO_THE_CENTRE));
    struct store *other = rig_open(NULL);

    GOOD(store_write_begin(other, &fault));
    CHECK_INT(passed_on(), 0);
    store_write_rollback(other);
    store_close(other);
}

static const struct check_test tests[] = {
    TEST(goes_to_whoever_works_there_with_a_line_in_the_audit_trail),
    TEST(as_many_as_there_are_go_one_call_after_another),
    TEST(stays_where_somebody_sees_it),
    TEST(stays_while_nobody_would_see_it_there_either),
    TEST(stays_in_the_hands_of_who_has_taken_it),
    TEST(stays_when_the_set_does_not_say_where),
    TEST(a_look_that_finds_nothing_writes_nothing),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, govern_begin, tests, LEN(tests));
}

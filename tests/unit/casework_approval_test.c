/* The rules are told when what a change or an end is about was approved: first, and as it stands.
 */
#include "casework/dossier.h"
#include "casework_rig.h"

static const char *
fact(const struct account *who, const char *id, const char *key)
{
    struct checking x;

    DONE(rig_check(who, id, &x));
    return rig_text(rig_parse(x.judged.facts), arena_printf(a, "/filing/%s", key));
}

static void
pass_all(const struct account *who, const char *id)
{
    struct submission x;

    DONE(rig_submit(who, id, &x));
    CHECK(!x.is_refused);
    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "pass");
}

static bool
has_clock(const char *id, const char *name, const char *from)
{
    return rig_number(s, arena_printf(a,
                                      "SELECT count(*) FROM deadline WHERE filing_id = '%s' "
                                      "AND name = '%s' AND from_on = '%s'",
                                      id, name, from)) == 1;
}

/* What a replay judges a draft by. */
static const char *
replayed_fact(const struct account *who, const char *id, const char *key)
{
    const char *facts = "{}";

    DONE(dossier_of_draft(as(who), id, &facts));
    return rig_text(rig_parse(facts), arena_printf(a, "/filing/%s", key));
}

static const char *
today_of(const struct account *who)
{
    return arena_strdup(a, as(who)->today);
}

static void
each_approval_of_what_is_changed_is_told_by_its_day(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who), *first_on = today_of(&who);

    rig_days_pass(9);
    const char *change = rig_about(&who, "change", id), *then_on = today_of(&who);
    CHECK_STR(fact(&who, change, "approved_on"), first_on);
    CHECK_STR(replayed_fact(&who, change, "approved_on"), first_on);
    CHECK_STR(replayed_fact(&who, change, "changed/0"), "/disclosure/purpose");
    pass_all(&who, change);

    rig_days_pass(3);
    const char *end = rig_about(&who, "deregister", id);
    CHECK_STR(fact(&who, end, "first_approved_on"), first_on);
    CHECK_STR(fact(&who, end, "approved_on"), then_on);
    CHECK_STR(replayed_fact(&who, end, "approved_on"), then_on);
}

static void
what_concerns_nothing_earlier_has_no_such_day(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");

    CHECK(fact(&who, id, "approved_on") == NULL);
    CHECK(fact(&who, id, "first_approved_on") == NULL);
}

/* The clock of a change that came before there was anything to change; asked again at a move, it
 * starts no other day. */
static void
the_clock_of_a_change_before_the_first_approval_starts_with_that(void)
{
    struct account who = rig_approved_company();
    const char *change = rig_about(&who, "change", rig_approved(&who));
    struct submission x;
    const char *day = today_of(&who);

    CHECK(has_clock(change, "change", day)); /* of the draft */
    DONE(rig_submit(&who, change, &x));
    CHECK_HAS(x.judged.answer, "change.before_approval");
    CHECK(has_clock(change, "change", day));
    rig_decided(&first, change, "return");
    CHECK(has_clock(change, "change", day));
}

static const struct check_test tests[] = {
    TEST(each_approval_of_what_is_changed_is_told_by_its_day),
    TEST(what_concerns_nothing_earlier_has_no_such_day),
    TEST(the_clock_of_a_change_before_the_first_approval_starts_with_that),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

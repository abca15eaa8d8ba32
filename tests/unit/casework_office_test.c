/* Whom a case waits for: what a person holds who may work it no longer goes back to colleagues, and
 * a case that nobody may work is shown to whoever appoints. */
#include "casework_rig.h"

static const char *id, *task;

/* A subject that this reviewer has taken. */
static void
held_by(const struct account *who)
{
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account x = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);

    id = rig_submitted(&x, "subject");
    task = rig_task_of(id);
    DONE(rig_claim(who, task));
}

static void
scoped(const struct account *who, const char *area)
{
    const struct scope scope = {area, "", ""};
    WRITE(GOOD(store_scope_set(s, who->id, &scope, 1, &fault)));
}

static const char *
task_stands(void)
{
    return rig_sql_text(arena_printf(
        a, "SELECT state || ' ' || (claimed_by IS NOT NULL) FROM task WHERE id = '%s'", task));
}

/* ---- what they held -------------------------------------------------------------------------- */

enum change { DISABLED, OTHER_ROLE, NO_ROLE, OTHER_SCOPE, UNCHANGED, MORE_ROLES };
static const struct changed {
    const char *name;
    enum change change;
    const char *stands, *history;
} changes[] = {
    {"disabled", DISABLED, "open 0",
     "create>draft submit>submitted claim>preliminary_review "
     "release>submitted"},
    {"of another stage", OTHER_ROLE, "open 0",
     "create>draft submit>submitted "
     "claim>preliminary_review release>submitted"},
    {"no reviewer any more", NO_ROLE, "open 0",
     "create>draft submit>submitted "
     "claim>preliminary_review release>submitted"},
    {"of another province", OTHER_SCOPE, "open 0",
     "create>draft submit>submitted "
     "claim>preliminary_review release>submitted"},
    {"as before", UNCHANGED, "claimed 1", "create>draft submit>submitted claim>preliminary_review"},
    {"of more stages", MORE_ROLES, "claimed 1",
     "create>draft submit>submitted claim>preliminary_review"},
};

static void
who_may_work_it_no_longer_gives_it_back(const void *row)
{
    const struct changed *x = row;
    struct account who = rig_account(PRELIMINARY_REVIEWER, NULL, "");

    held_by(&who);
    if (x->change == DISABLED)
        who.is_disabled = true;
    if (x->change == OTHER_ROLE)
        who.roles = FINAL_REVIEWER;
    if (x->change == NO_ROLE)
        who.roles = ROLE_SET(ROLE_RULE_EDITOR);
    if (x->change == MORE_ROLES)
        who.roles = BOTH_REVIEWERS;
    if (x->change == OTHER_SCOPE)
        scoped(&who, "65");

    DONE(rig_release_held(&who));
    CHECK_STR(task_stands(), x->stands);
    CHECK_STR(rig_history(id), x->history);
}

static void
a_colleague_takes_it_over_and_the_history_says_who_gave_it_back(void)
{
    struct account who = rig_account(PRELIMINARY_REVIEWER, NULL, "");

    held_by(&who);
    who.is_disabled = true;
    DONE(rig_release_held(&who));
    DONE(rig_claim(&other_first, task));
    CHECK_STR(rig_sql_text(arena_printf(a,
                                        "SELECT actor_role FROM event WHERE filing_id = '%s' AND "
                                        "what = 'release'",
                                        id)),
              "system_admin");
}

/* ---- what nobody may work -------------------------------------------------------------------- */

static bool
is_listed(const char *wanted)
{
    struct task *rows;
    int n;

    DONE(casework_unassigned(as(&admin), &rows, &n));
    for (int i = 0; i < n; i++)
        if (str_is(rows[i].id, wanted))
            return true;
    return false;
}

/* Everybody who sees everything goes, for as long as the test lasts. */
static void
a_case_in_nobodys_scope_is_listed_until_somebody_has_it(void)
{
    struct account who = rig_account(PRELIMINARY_REVIEWER, NULL, "65");

    held_by(&first);
    CHECK(!is_listed(task));
    CHECK_INT(rig_sql(s, "UPDATE account SET is_disabled = 1 WHERE reviews <> ''"), SQLITE_OK);
    CHECK(is_listed(task));
    CHECK_INT(
        rig_sql(s, arena_printf(a, "UPDATE account SET is_disabled = 0 WHERE id = '%s'", who.id)),
        SQLITE_OK);
    CHECK(is_listed(task));
    scoped(&who, "11");
    CHECK(!is_listed(task));
    CHECK_INT(rig_sql(s, "UPDATE account SET is_disabled = 0"), SQLITE_OK);
}

static const struct check_test tests[] = {
    TEST_EACH(who_may_work_it_no_longer_gives_it_back, changes),
    TEST(a_colleague_takes_it_over_and_the_history_says_who_gave_it_back),
    TEST(a_case_in_nobodys_scope_is_listed_until_somebody_has_it),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

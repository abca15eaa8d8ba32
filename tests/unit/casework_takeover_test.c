/* Who owns an organization whose credit code is taken: the term of the answer, to the day, and what
 * two who act at once are told. */
#include "casework_rig.h"

#define DAY_MS (24 * 3600 * 1000LL)

static const struct takeover_choice grants = {.is_granted = true, .reason = "理由"};
static const struct takeover_choice declines = {.reason = "理由"};
static struct account owner, asker;
static struct takeover_work work;

static void
make_owner(struct account *x)
{
    WRITE(GOOD(store_member_set(s, x->id, x->organization_id, MEMBER_OWNER, &fault)));
    x->member = MEMBER_OWNER;
}

static enum err
stored(struct casework *w, struct takeover_work *x)
{
    enum err err = store_write_begin(w->store, &w->fault);
    if (!err)
        err = casework_settle(w, true);
    if (!err)
        err = casework_takeover_store(w, x);
    if (!err)
        return store_write_commit(w->store, &w->fault);
    store_write_rollback(w->store);
    return err;
}

static const char *
file_of(const struct account *who)
{
    struct attachment x = {.organization_id = who->organization_id,
                           .uploaded_by = who->id,
                           .filename = "a.pdf",
                           .media_type = "application/pdf",
                           .sha256 = arena_printf(a, "%064d", 7),
                           .size_bytes = 1};
    WRITE(GOOD(store_attachment_add(s, &x, &fault)));
    return arena_strdup(a, x.id);
}

/* How far away the last day of the answer is: two days. */
static const char *
ask(const struct account *who)
{
    struct organization taken;
    const char *file = file_of(who);
    char on[DATE_TEXT];

    GOOD(store_organization_load(s, a, owner.organization_id, &taken, &fault));
    struct takeover_order order = {
        .credit_code = taken.credit_code, .reason = "理由", .documents = {&file, 1}};
    as(who);
    DONE(casework_root(&acting, who->organization_id));
    DONE(casework_takeover_ask(&acting, &order, &work));
    CHECK_INT(work.days, 10);
    date_beijing(acting.now + 2 * DAY_MS, on);
    work.takeover.due_on = arena_strdup(a, on);
    DONE(stored(&acting, &work));
    return arena_strdup(a, work.takeover.id);
}

/* Whoever owns the one that has the code: all of these tests have it from the same example. */
static const char *
begin(void)
{
    if (owner.id == NULL)
        owner = rig_approved_company();
    const char *id = owner.organization_id;
    struct organization taken = {.id = id};
    enum err err = store_organization_owner(s, a, id, &owner, &fault);
    if (err == ERR_NOTFOUND)
        owner = rig_account(ROLE_SET(ROLE_FILER), &taken, NULL);
    if (err == ERR_NOTFOUND)
        make_owner(&owner);
    struct organization o = rig_company("另一家");
    asker = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    make_owner(&asker);
    return ask(&asker);
}

static enum err
answer(const char *id, struct takeover_work *x)
{
    struct takeover_order order = {.reason = "答复"};
    return casework_takeover_answer(as(&owner), id, &order, x);
}

static struct account
account_now(const char *id)
{
    struct account x;
    GOOD(store_account_by_id(s, a, id, &x, &fault));
    return x;
}

static void
it_is_not_granted_before_the_term_is_over_and_is_after_it(void)
{
    const char *id = begin();

    rig_days_pass(2); /* the last day */
    REFUSED(casework_takeover_decide(as(&second), id, &grants, &work), ERR_CONFLICT,
            "answer_awaited");
    DONE(casework_takeover_decide(as(&second), id, &declines, &work));
    rig_days_pass(1);
    REFUSED(answer(id, &work), ERR_CONFLICT, "answer_over");
    DONE(casework_takeover_decide(as(&second), id, &grants, &work));
    DONE(stored(&acting, &work));

    struct account now = account_now(asker.id), then = account_now(owner.id);
    CHECK_STR(now.organization_id, owner.organization_id);
    CHECK_INT(now.member, MEMBER_OWNER);
    CHECK_STR(then.organization_id, NULL);
    CHECK_INT(then.member, MEMBER_NONE);
}

static void
an_answer_on_the_last_day_counts_and_lets_the_office_decide(void)
{
    const char *id = begin();

    rig_days_pass(2);
    DONE(answer(id, &work));
    DONE(stored(&acting, &work));
    REFUSED(answer(id, &work), ERR_CONFLICT, "takeover_answered");
    DONE(casework_takeover_decide(as(&second), id, &grants, &work));
}

static void
of_two_who_decide_at_once_one_runs_again_and_is_told(void)
{
    const char *id = begin();
    struct takeover_work late;

    rig_days_pass(3);
    DONE(casework_takeover_decide(as(&second), id, &grants, &work));
    struct casework one = acting;
    DONE(casework_takeover_decide(as(&other_second), id, &declines, &late));
    DONE(stored(&one, &work));
    CHECK_ERR(stored(&acting, &late), ERR_AGAIN, &acting.fault);
    REFUSED(casework_takeover_decide(as(&other_second), id, &declines, &late), ERR_CONFLICT,
            "state_conflict");
    CHECK_HAS(acting.fault.text, "已认定");
}

static void
an_asker_who_hands_something_in_meanwhile_stays_where_they_are(void)
{
    const char *id = begin();

    rig_days_pass(3);
    DONE(casework_takeover_decide(as(&second), id, &grants, &work));
    struct casework one = acting;
    (void)rig_submitted(&asker, "subject");
    CHECK_REFUSED(stored(&one, &work), ERR_CONFLICT, "asker_unfit", &one.fault);
}

static void
an_organization_without_an_owner_is_given_all_the_same(void)
{
    const char *id = begin();

    WRITE(GOOD(store_member_release(s, owner.id, owner.organization_id, &fault)));
    rig_days_pass(3);
    DONE(casework_takeover_decide(as(&second), id, &grants, &work));
    DONE(stored(&acting, &work));
    CHECK_INT(account_now(asker.id).member, MEMBER_OWNER);
    CHECK_STR(work.takeover.former_id, NULL);
}

static void
nobody_decides_about_their_own_organization(void)
{
    const char *id = begin();
    struct account inside = second;

    inside.organization_id = owner.organization_id;
    REFUSED(casework_takeover_decide(as(&inside), id, &declines, &work), ERR_DENIED,
            "own_organization");
    REFUSED(casework_takeover_decide(as(&first), id, &declines, &work), ERR_DENIED,
            "role_required");
    struct account far =
        rig_account((struct role_set){ROLE_REVIEWER, " final_reviewer "}, NULL, "650000");
    REFUSED(casework_takeover_decide(as(&far), id, &declines, &work), ERR_NOTFOUND, "not_found");
}

static const struct check_test tests[] = {
    TEST(it_is_not_granted_before_the_term_is_over_and_is_after_it),
    TEST(an_answer_on_the_last_day_counts_and_lets_the_office_decide),
    TEST(of_two_who_decide_at_once_one_runs_again_and_is_told),
    TEST(an_asker_who_hands_something_in_meanwhile_stays_where_they_are),
    TEST(an_organization_without_an_owner_is_given_all_the_same),
    TEST(nobody_decides_about_their_own_organization),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

/* Others act between the two halves: nothing is stored on facts that moved, and who loses a race is
 * told to run again. */
#include "casework_rig.h"

/* The half of a copy of `acting`. */
#define LOST(call, w) CHECK_ERR(call, ERR_AGAIN, &(w)->fault)

/* Settles, as the dispatcher does before it stores, and stores nothing. */
static enum err
settled(struct casework *w, bool is_raised)
{
    GOOD(store_write_begin(s, &fault));
    enum err err = casework_settle(w, is_raised);
    if (err)
        store_write_rollback(s);
    else
        GOOD(store_write_commit(s, &fault));
    return err;
}

/* A request of theirs that has decided upon a root. */
static struct casework
decided(const struct account *who, const char *root)
{
    struct casework w = *as(who);
    CHECK_ERR(casework_root(&w, root), OK, &w.fault);
    return w;
}

/* Somebody stores what moves this root. */
static void
move_root(const char *root)
{
    struct casework w = decided(&filer, root);
    CHECK_ERR(settled(&w, true), OK, &w.fault);
}

/* ---- roots ----------------------------------------------------------------------------------- */

static void
nothing_is_settled_that_was_not_looked_at(void)
{
    struct casework w = *as(&filer);
    CHECK_REFUSED(settled(&w, true), ERR_BUG, "root_missing", &w.fault);
    CHECK_REFUSED(settled(&w, false), ERR_BUG, "root_missing", &w.fault);
}

/* one settles first, then the other, both having decided before. */
static const struct pair {
    const char *name;
    bool is_raised, is_other_raised;
    enum err other;
} pairs[] = {
    {"two that hold", false, false, OK},
    {"one that holds, one that raises", false, true, OK},
    {"one that raises, one that holds", true, false, ERR_AGAIN},
    {"two that raise", true, true, ERR_AGAIN},
};

static void
who_only_holds_a_root_stands_in_nobodys_way(const void *row)
{
    const struct pair *x = row;
    struct organization o = rig_company("某公司");
    struct casework one = decided(&filer, o.id), other = decided(&colleague, o.id);
    struct casework third = decided(&filer, rival.id);

    CHECK_ERR(settled(&one, x->is_raised), OK, &one.fault);
    CHECK_ERR(settled(&other, x->is_other_raised), x->other, &other.fault);
    CHECK_ERR(settled(&third, x->is_other_raised), OK, &third.fault);

    other = decided(&colleague, o.id);
    CHECK_ERR(settled(&other, x->is_other_raised), OK, &other.fault);
}

static void
a_submit_whose_root_moved_stores_nothing_and_is_run_again(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    move_root(who.organization_id);
    LOST(rig_submit_store(&w, &x), &w);
    CHECK_STR(rig_filing_now(id).state, "draft");
    DONE(rig_submit(&who, id, &x));
}

static void
a_submit_whose_product_is_deleted_meanwhile_is_refused_when_it_is_run_again(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    CHECK_STR(x.judged.verdict, "acceptable");
    WRITE(GOOD(store_product_delete(s, rig_product, &fault)));
    move_root(who.organization_id);
    LOST(rig_submit_store(&w, &x), &w);

    DONE(rig_submit(&who, id, &x));
    CHECK(x.is_refused);
    CHECK_HAS(x.judged.answer, "coverage.exists");
}

static void
two_filings_of_one_company_are_submitted_at_once(void)
{
    struct account who = rig_approved_company();
    const char *ids[] = {rig_draft(&who, "algorithm"), rig_draft(&who, "algorithm")};
    struct submission x[2];
    struct casework w[2];

    for (int i = 0; i < 2; i++) {
        w[i] = *as(&who);
        CHECK_ERR(rig_submit_decide(&w[i], ids[i], &x[i]), OK, &w[i].fault);
    }
    for (int i = 0; i < 2; i++) {
        CHECK_ERR(rig_submit_store(&w[i], &x[i]), OK, &w[i].fault);
        CHECK_STR(rig_filing_now(ids[i]).state, "submitted");
    }
}

static void
two_final_passes_at_once_get_a_number_each(void)
{
    struct account who = rig_approved_company();
    const char *ids[2], *tasks[2];
    struct decision x[2];
    struct casework w[2];

    for (int i = 0; i < 2; i++) {
        ids[i] = rig_submitted(&who, "algorithm");
        rig_decided(&first, ids[i], "pass");
        tasks[i] = rig_task_of(ids[i]);
        DONE(rig_claim(i == 0 ? &second : &other_second, tasks[i]));
    }
    for (int i = 0; i < 2; i++) {
        w[i] = *as(i == 0 ? &second : &other_second);
        CHECK_ERR(rig_decision_decide(&w[i], tasks[i], "pass", &x[i]), OK, &w[i].fault);
    }
    CHECK_STR(x[0].number, x[1].number); /* both were told the next one */
    CHECK_ERR(rig_decision_store(&w[0], &x[0]), OK, &w[0].fault);
    LOST(rig_decision_store(&w[1], &x[1]), &w[1]);
    CHECK_STR(rig_filing_now(ids[1]).state, "final_review");

    DONE(rig_decide(&other_second, tasks[1], "pass"));
    CHECK_STR(rig_filing_now(ids[0]).number, x[0].number);
    CHECK(!str_is(rig_filing_now(ids[1]).number, x[0].number));
}

/* ---- what lies outside of the root ----------------------------------------------------------- */

/* The subject of a new company, handed in and claimed, with the credit code of the example. */
static const char *
claimed_subject(struct account *who)
{
    struct organization o = rig_company("示例科技（北京）有限公司");

    *who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = rig_submitted(who, "subject");
    DONE(rig_claim(&first, rig_task_of(id)));
    return id;
}

/* No company has the credit code of the example, until one is approved. */
static void
free_the_credit_code(void)
{
    CHECK_INT(rig_sql(s, "UPDATE organization SET credit_code = NULL"), SQLITE_OK);
}

static bool
is_warned(const struct submission *x)
{
    size_t i;
    json_t *finding;

    json_array_foreach(rig_at(x->judged.parsed, "/findings"), i, finding)
    {
        if (str_is(json_str(finding, "rule"), "subject.credit_code_elsewhere"))
            return true;
    }
    return false;
}

static void
a_credit_code_that_another_gets_meanwhile_is_asked_again(void)
{
    struct organization o = rig_company("另一家");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL), winner;
    const char *claimed = claimed_subject(&winner), *id = rig_draft(&who, "subject");
    struct submission x;

    free_the_credit_code();
    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    CHECK(!is_warned(&x));
    DONE(rig_decide(&first, rig_task_of(claimed), "pass"));
    LOST(rig_submit_store(&w, &x), &w);
    CHECK_STR(rig_filing_now(id).state, "draft");

    DONE(rig_submit(&who, id, &x));
    CHECK(is_warned(&x));
}

static void
a_credit_code_in_small_letters_is_the_same(void)
{
    struct organization o = rig_company("另一家");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    json_t *data = rig_data(&who, "subject");
    struct submission x;

    rig_approved_company();
    CHECK_INT(rig_sql(s, "UPDATE organization SET credit_code = '91110108MA0000EX6A'"), SQLITE_OK);
    const char *id = rig_draft(&who, "subject");
    rig_put(data, "basic", "credit_code", "91110108ma0000ex6a");
    DONE(rig_save(&who, id, data));
    DONE(rig_submit(&who, id, &x));
    CHECK(is_warned(&x));
    rig_decided(&first, id, "pass");
    GOOD(store_organization_load(s, a, o.id, &o, &fault));
    CHECK_STR(o.credit_code, "91110108MA0000EX6A");
}

static void
a_credit_code_that_becomes_free_meanwhile_is_asked_again(void)
{
    struct organization o = rig_company("另一家");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    struct submission x;

    rig_approved_company();
    const char *id = rig_draft(&who, "subject");
    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    free_the_credit_code();
    LOST(rig_submit_store(&w, &x), &w);
}

static void
a_credit_code_is_nothing_to_who_does_not_write_it(void)
{
    struct account who = rig_approved_company(), winner;
    const char *claimed = claimed_subject(&winner), *id = rig_draft(&who, "algorithm");
    struct submission x;

    free_the_credit_code();
    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    DONE(rig_decide(&first, rig_task_of(claimed), "pass"));
    CHECK_ERR(rig_submit_store(&w, &x), OK, &w.fault);
}

static void
a_root_that_is_looked_at_anew_forgets_what_was_asked_beside_it(void)
{
    struct casework w = decided(&filer, company.id);
    bool is = false;

    CHECK_ERR(casework_elsewhere(&w, company.id, "nobody's", &is), OK, &w.fault);
    CHECK(!is && w.elsewhere.credit_code != NULL);
    CHECK_ERR(casework_root(&w, company.id), OK, &w.fault);
    CHECK(w.elsewhere.credit_code == NULL);
}

/* ---- the filing itself ----------------------------------------------------------------------- */

static void
a_draft_that_is_saved_meanwhile_is_submitted_as_it_is_then(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    struct submission x;
    struct version v;

    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    DONE(rig_save(&who, id, data));
    LOST(rig_submit_store(&w, &x), &w);
    DONE(rig_submit(&who, id, &x));
    GOOD(store_version_load(s, a, id, 1, &v, &fault));
    CHECK_STR(v.data, json_canonical(a, data));
}

static void
a_filing_that_is_submitted_twice_at_once_is_submitted_once(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x, y;

    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    DONE(rig_submit(&who, id, &y));
    LOST(rig_submit_store(&w, &x), &w);
    REFUSED(rig_submit(&who, id, &x), ERR_CONFLICT, "already_submitted");
}

/* In the words of whoever looks for it: no name of a statement is shown. */
static void
is_not_there(enum err err, const struct casework *w)
{
    CHECK_REFUSED(err, ERR_NOTFOUND, "not_found", &w->fault);
    CHECK_STR(w->fault.where, "");
    CHECK_HAS(w->fault.text, "没有找到");
}

static void
a_draft_that_is_deleted_meanwhile_is_not_there(void)
{
    struct account who = rig_approved_company();
    const json_t *data = rig_data(&who, "algorithm");
    const char *id = rig_draft(&who, "algorithm");
    struct submission submission;
    struct checking checking;
    struct saving saving;
    struct casework w[] = {*as(&who), *as(&who), *as(&who)};

    CHECK_ERR(rig_submit_decide(&w[0], id, &submission), OK, &w[0].fault);
    CHECK_ERR(rig_check_decide(&w[1], id, &checking), OK, &w[1].fault);
    CHECK_ERR(rig_save_decide(&w[2], id, data, -1, &saving), OK, &w[2].fault);
    DONE(rig_delete(&who, id, 0));

    is_not_there(rig_submit_store(&w[0], &submission), &w[0]);
    is_not_there(rig_check_store(&w[1], &checking), &w[1]);
    is_not_there(rig_save_store(&w[2], &saving), &w[2]);
    saving.if_match = 1;
    is_not_there(rig_save_store(&w[2], &saving), &w[2]);
}

/* ---- the task -------------------------------------------------------------------------------- */

static void
a_decision_on_what_another_took_meanwhile_is_not_stored(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    struct decision x;

    DONE(rig_claim(&first, task));
    DONE(rig_decision_decide(as(&first), task, "refuse", &x));
    struct casework w = acting;
    DONE(rig_release(&first, task));
    DONE(rig_claim(&other_first, task));
    LOST(rig_decision_store(&w, &x), &w);
    REFUSED(rig_decide(&first, task, "refuse"), ERR_CONFLICT, "claimed_by_other");
    CHECK_STR(rig_task_now(task).claimed_by, other_first.id);
}

static void
two_decisions_on_one_task_at_once_are_one(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    struct decision x;

    DONE(rig_claim(&first, task));
    DONE(rig_decision_decide(as(&first), task, "refuse", &x));
    struct casework w = acting;
    DONE(rig_decide(&first, task, "pass"));
    LOST(rig_decision_store(&w, &x), &w);
    REFUSED(rig_decide(&first, task, "refuse"), ERR_CONFLICT, "already_decided");
    CHECK_STR(rig_filing_now(id).state, "final_review");
}

/* ---- saving ---------------------------------------------------------------------------------- */

static json_t *
named(const char *name)
{
    json_t *data = rig_json("{'basic':{}}");
    rig_put(data, "basic", "name", name);
    return data;
}

/* A draft that the company's filer has saved twice, the second time as 甲, at revision 3. */
static const char *
saved_twice(const struct account *who)
{
    struct filing x = {0};

    DONE(rig_begin(who, "subject", &x));
    DONE(rig_save(who, x.id, named("初")));
    DONE(rig_save(who, x.id, named("甲")));
    CHECK_INT(rig_filing_now(x.id).revision, 3);
    return x.id;
}

static const struct save_row {
    const char *name;
    bool is_colleague;
    const char *typed;
    long if_match;
    bool is_lost;
    const char *stands; /* the name after it */
    long revision;
} saves[] = {
    {"on what stands", false, "乙", 3, false, "乙", 4},
    {"on whatever stands", false, "乙", -1, false, "乙", 4},
    {"on what stood before", false, "乙", 2, true, "甲", 3},
    {"on what never stood", false, "乙", 9, true, "甲", 3},
    {"the same once more", false, "甲", 2, false, "甲", 3},
    {"the same once more, from the beginning", false, "甲", 1, false, "甲", 3},
    {"the same, by a colleague", true, "甲", 2, false, "甲", 3},
    {"another, by a colleague", true, "乙", 2, true, "甲", 3},
    {"by a colleague, on what stands", true, "乙", 3, false, "乙", 4},
};

static void
a_save_stands_or_is_kept_beside(const void *row)
{
    const struct save_row *x = row;
    struct organization o = rig_company("某公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL),
                   other = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = saved_twice(&who);
    const struct account *by = x->is_colleague ? &other : &who;
    struct saving saving;
    struct kept kept;

    DONE(rig_save_decide(as(by), id, named(x->typed), x->if_match, &saving));
    DONE(rig_save_store(&acting, &saving));
    CHECK_INT(saving.is_lost, x->is_lost);
    struct filing now = rig_filing_now(id);
    CHECK_STR(now.title, x->stands);
    CHECK_INT(now.revision, x->revision);
    CHECK_STR(now.saved_by, x->revision > 3 ? by->id : who.id);
    CHECK_INT(
        rig_number(s, arena_printf(a, "SELECT count(*) FROM kept WHERE filing_id = '%s'", id)),
        x->is_lost);

    if (!x->is_lost) {
        CHECK_INT(saving.filing.revision, x->revision); /* what is answered */
        return;
    }
    CHECK_INT(saving.newer, 3);
    GOOD(store_kept_load(s, a, id, saving.kept_id, &kept, &fault));
    CHECK_STR(kept.account_id, by->id);
    CHECK_INT(kept.base_revision, x->if_match);
    CHECK_STR(kept.data, json_canonical(a, named(x->typed)));
}

/* Saved by a colleague between the two halves: what stood was read, and is no more. */
static void
a_save_that_is_overtaken_is_run_again_and_then_kept_or_stands(void)
{
    struct organization o = rig_company("某公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL),
                   other = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = saved_twice(&who);
    static const long matches[] = {3, -1};

    for (size_t i = 0; i < LEN(matches); i++) {
        struct saving x;

        DONE(rig_save_decide(as(&who), id, named("乙"), matches[i], &x));
        struct casework w = acting;
        DONE(rig_save(&other, id, named("丙")));
        LOST(rig_save_store(&w, &x), &w);
        CHECK_STR(rig_filing_now(id).title, "丙");

        DONE(rig_save_decide(as(&who), id, named("乙"), matches[i], &x));
        DONE(rig_save_store(&acting, &x));
        CHECK_INT(x.is_lost, i == 0);
        CHECK_STR(rig_filing_now(id).title, i == 0 ? "丙" : "乙");
    }
}

static const struct check_test tests[] = {
    TEST(nothing_is_settled_that_was_not_looked_at),
    TEST_EACH(who_only_holds_a_root_stands_in_nobodys_way, pairs),
    TEST(a_submit_whose_root_moved_stores_nothing_and_is_run_again),
    TEST(a_submit_whose_product_is_deleted_meanwhile_is_refused_when_it_is_run_again),
    TEST(two_filings_of_one_company_are_submitted_at_once),
    TEST(two_final_passes_at_once_get_a_number_each),
    TEST(a_credit_code_that_another_gets_meanwhile_is_asked_again),
    TEST(a_credit_code_that_becomes_free_meanwhile_is_asked_again),
    TEST(a_credit_code_in_small_letters_is_the_same),
    TEST(a_credit_code_is_nothing_to_who_does_not_write_it),
    TEST(a_root_that_is_looked_at_anew_forgets_what_was_asked_beside_it),
    TEST(a_draft_that_is_saved_meanwhile_is_submitted_as_it_is_then),
    TEST(a_filing_that_is_submitted_twice_at_once_is_submitted_once),
    TEST(a_draft_that_is_deleted_meanwhile_is_not_there),
    TEST(a_decision_on_what_another_took_meanwhile_is_not_stored),
    TEST(two_decisions_on_one_task_at_once_are_one),
    TEST_EACH(a_save_stands_or_is_kept_beside, saves),
    TEST(a_save_that_is_overtaken_is_run_again_and_then_kept_or_stands),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

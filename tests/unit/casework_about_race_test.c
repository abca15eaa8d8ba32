/* Others act at the same time upon one filing in force: its change, its end, what the office does
 * of its own accord. One of them happens, whichever comes first, and the other is told. */
#include "casework_rig.h"

#include <sys/wait.h>
#include <unistd.h>

#define LOST(call, w) CHECK_ERR(call, ERR_AGAIN, &(w)->fault)

/* ---- begun at once --------------------------------------------------------------------------- */

static const struct begun {
    const char *name, *one, *other;
} begun[] = {
    {"two changes", "change", "change"},
    {"a change, an end", "change", "deregister"},
    {"an end, a change", "deregister", "change"},
};

static void
of_two_that_are_begun_at_once_one_is(const void *row)
{
    const struct begun *x = row;
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who);
    struct concern one = {"algorithm", x->one, id}, other = {"algorithm", x->other, id};
    struct casework w[] = {*as(&who), *as(&who)};
    struct filing mine = {0}, theirs = {0};

    CHECK_ERR(rig_begin_decide(&w[0], &one), OK, &w[0].fault);
    CHECK_ERR(rig_begin_decide(&w[1], &other), OK, &w[1].fault);
    CHECK_ERR(rig_begin_store(&w[0], &one, &mine), OK, &w[0].fault);
    CHECK_REFUSED(rig_begin_store(&w[1], &other, &theirs), ERR_CONFLICT, "of_open", &w[1].fault);
    CHECK_HAS(w[1].fault.text, "已有一件变更或注销正在办理");
    CHECK_STR(rig_filing_now(mine.id).action, x->one);
    CHECK_INT(rig_number(s, arena_printf(a, "SELECT count(*) FROM filing WHERE of_id = '%s'", id)),
              1);

    DONE(rig_delete(&who, mine.id, 0));
    DONE(rig_begin_of(&who, &other, &theirs));
}

static void
nothing_is_begun_about_what_left_force_meanwhile(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who), *proposal;
    struct concern of = {"algorithm", "change", id};
    struct casework w = *as(&who);
    struct filing x = {0};

    CHECK_ERR(rig_begin_decide(&w, &of), OK, &w.fault);
    DONE(rig_propose(&first, id, VERB_REVOKE, &proposal));
    DONE(rig_proposal(&second, proposal, PROPOSAL_CONFIRM));
    LOST(rig_begin_store(&w, &of, &x), &w);
    REFUSED(rig_begin_of(&who, &of, &x), ERR_CONFLICT, "of_not_in_force");
    CHECK_HAS(acting.fault.text, "已撤销");
}

/* Each process has its own store and begins what it wants as soon as it may write. */
static pid_t
another(struct store_shared *shared, const struct account *who, const struct concern *of)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;

    struct filing x = {0};
    s = rig_open(shared);
    enum err err = rig_begin_of(who, of, &x);
    bool is_told = err == ERR_CONFLICT && str_is(acting.fault.code, "of_open");
    store_close(s);
    _exit(err == OK ? 0 : is_told ? 2 : 1);
}

static void
of_two_processes_that_begin_at_once_one_does(void)
{
    struct account who = rig_approved_company();
    struct store_shared *shared = rig_shared();

    for (int round = 0; round < 6; round++) {
        const char *id = rig_approved(&who);
        struct concern change = {"algorithm", "change", id}, end = {"algorithm", "deregister", id};
        int status[2];
        pid_t one = another(shared, &who, &change), other = another(shared, &who, &end);

        waitpid(one, &status[0], 0);
        waitpid(other, &status[1], 0);
        CHECK_INT(WEXITSTATUS(status[0]) + WEXITSTATUS(status[1]), 2);
        CHECK(WEXITSTATUS(status[0]) != 1);
        CHECK_INT(
            rig_number(s, arena_printf(a, "SELECT count(*) FROM filing WHERE of_id = '%s'", id)),
            1);
    }
}

/* ---- decided at once ------------------------------------------------------------------------- */

/* Handed in and passed by the first stage; claimed by the second. */
static const char *
before_its_approval(const struct account *who, const char *about)
{
    struct submission x;

    DONE(rig_submit(who, about, &x));
    if (x.is_refused)
        check_stop("%.600s", x.judged.answer);
    rig_decided(&first, about, "pass");
    const char *task = rig_task_of(about);
    DONE(rig_claim(&second, task));
    return task;
}

static const struct decided_row {
    const char *name, *action;
    bool is_struck_first;
} decided_rows[] = {
    {"a change, struck first", "change", true},
    {"a change, approved first", "change", false},
    {"an end, struck first", "deregister", true},
    {"an end, approved first", "deregister", false},
};

static void
struck_first(const char *id, const char *about, const char *task)
{
    REFUSED(rig_decide(&second, task, "pass"), ERR_NOTFOUND, "not_found"); /* it went with it */
    CHECK_STR(rig_state_of(id), "revoked");
    CHECK_STR(rig_state_of(about), "lapsed");
    CHECK_INT(rig_filing_now(id).version, 1);
}

static void
approved_first(const char *id, const char *about, const char *proposal, bool is_change)
{
    const char *ended = is_change ? "version_moved" : "state_conflict";

    REFUSED(rig_proposal(&other_second, proposal, PROPOSAL_CONFIRM), ERR_CONFLICT, ended);
    CHECK_STR(rig_state_of(about), "completed");
    CHECK_STR(rig_state_of(id), is_change ? "approved" : "deregistered");
    CHECK_INT(rig_filing_now(id).version, is_change ? 2 : 1);
}

static void
what_is_approved_while_the_office_strikes_it_is_one_of_both(const void *row)
{
    const struct decided_row *x = row;
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who), *about = rig_about(&who, x->action, id);
    const char *task = before_its_approval(&who, about), *proposal;
    struct decision decision;
    struct proposal_work striking;
    struct casework w[2];

    DONE(rig_propose(&first, id, VERB_REVOKE, &proposal));
    w[0] = *as(&second);
    CHECK_ERR(rig_decision_decide(&w[0], task, "pass", &decision), OK, &w[0].fault);
    w[1] = *as(&other_second);
    CHECK_ERR(rig_proposal_decide(&w[1], proposal, PROPOSAL_CONFIRM, &striking), OK, &w[1].fault);

    if (x->is_struck_first) {
        CHECK_ERR(rig_proposal_store(&w[1], &striking), OK, &w[1].fault);
        LOST(rig_decision_store(&w[0], &decision), &w[0]);
        struck_first(id, about, task);
    } else {
        CHECK_ERR(rig_decision_store(&w[0], &decision), OK, &w[0].fault);
        LOST(rig_proposal_store(&w[1], &striking), &w[1]);
        approved_first(id, about, proposal, str_is(x->action, "change"));
    }
    CHECK_STR(rig_filing_now(id).number, rig_sql_text(arena_printf(a,
                                                                   "SELECT number FROM entry WHERE "
                                                                   "filing_id = '%s'",
                                                                   id)));
}

static void
a_change_whose_filing_is_struck_meanwhile_is_not_handed_in(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who), *about = rig_about(&who, "change", id), *proposal;
    struct submission x;

    DONE(rig_propose(&first, id, VERB_DEREGISTER, &proposal));
    DONE(rig_submit_decide(as(&who), about, &x));
    struct casework w = acting;
    DONE(rig_proposal(&second, proposal, PROPOSAL_CONFIRM));
    LOST(rig_submit_store(&w, &x), &w);
    CHECK_STR(rig_state_of(about), "lapsed");
    REFUSED(rig_submit(&who, about, &x), ERR_CONFLICT, "already_submitted");
    REFUSED(rig_delete(&who, about, 0), ERR_CONFLICT, "not_deletable");
    CHECK_HAS(acting.fault.text, "须留存");
}

static void
of_two_who_confirm_at_once_one_does(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_approved(&who), *proposal;
    struct proposal_work x[2];
    struct casework w[2];

    DONE(rig_propose(&first, id, VERB_REVOKE, &proposal));
    for (int i = 0; i < 2; i++) {
        w[i] = *as(i == 0 ? &second : &other_second);
        CHECK_ERR(rig_proposal_decide(&w[i], proposal, PROPOSAL_CONFIRM, &x[i]), OK, &w[i].fault);
    }
    CHECK_ERR(rig_proposal_store(&w[0], &x[0]), OK, &w[0].fault);
    LOST(rig_proposal_store(&w[1], &x[1]), &w[1]);
    REFUSED(rig_proposal(&other_second, proposal, PROPOSAL_CONFIRM), ERR_CONFLICT,
            "state_conflict");
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM event WHERE filing_id = '%s' AND "
                                         "what = 'revoke'",
                                         id)),
              1);
}

/* ---- the subject is amended meanwhile -------------------------------------------------------- */

/* From Beijing to Shanghai. */
static void
moved(const struct account *who)
{
    const char *subject = rig_sql_text(arena_printf(
        a, "SELECT subject_filing_id FROM organization WHERE id = '%s'", who->organization_id));
    struct filing x = {0};
    struct submission submission;

    DONE(rig_begin_of(who, &(struct concern){"subject", "change", subject}, &x));
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    json_object_set_new(data, "change", json_object());
    rig_put(data, "change", "changed_on", "2026-11-20");
    rig_put(data, "change", "summary", "迁址");
    rig_put(data, "basic", "area", "310115");
    DONE(rig_save(who, x.id, data));
    DONE(rig_submit(who, x.id, &submission));
    if (submission.is_refused)
        check_stop("%.600s", submission.judged.answer);
    rig_decided(&first, x.id, "pass");
}

static void
what_is_approved_while_its_subject_changes_is_published_as_the_new_one_is(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm"), *task = before_its_approval(&who, id);
    struct decision x;
    struct entry e;

    struct casework w = *as(&second);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    moved(&who);
    LOST(rig_decision_store(&w, &x), &w);
    CHECK_STR(rig_state_of(id), "final_review");

    DONE(rig_decide(&second, task, "pass"));
    GOOD(store_entry_load(s, a, rig_filing_now(id).number, &e, &fault));
    CHECK_STR(e.area, "310115");
}

static void
what_is_handed_in_while_its_subject_changes_is_judged_by_the_new_one(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    DONE(rig_submit_decide(as(&who), id, &x));
    struct casework w = acting;
    moved(&who);
    LOST(rig_submit_store(&w, &x), &w);
    CHECK_STR(rig_state_of(id), "draft");
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(rig_task_now(rig_task_of(id)).area, "310115");
}

static const struct check_test tests[] = {
    TEST_EACH(of_two_that_are_begun_at_once_one_is, begun),
    TEST(nothing_is_begun_about_what_left_force_meanwhile),
    TEST_LONG(of_two_processes_that_begin_at_once_one_does),
    TEST_EACH(what_is_approved_while_the_office_strikes_it_is_one_of_both, decided_rows),
    TEST(a_change_whose_filing_is_struck_meanwhile_is_not_handed_in),
    TEST(of_two_who_confirm_at_once_one_does),
    TEST(what_is_approved_while_its_subject_changes_is_published_as_the_new_one_is),
    TEST(what_is_handed_in_while_its_subject_changes_is_judged_by_the_new_one),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

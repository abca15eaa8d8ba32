/* Clocks of a filing as it moves: each stage has its own, one stands still while the filing is with
 * its filer, one while somebody has its task, one is for the filer's answer. */
#include "clock_rig.h"

static void
each_stage_has_a_clock_that_starts_when_its_task_opens(void)
{
    clock_begin();
    clock_today_is("2026-11-24"); /* a Tuesday */
    const char *id = rig_submitted(&clock_filer, "algorithm");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-01");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_STR(clock_of(id, "express_look"), ""); /* the rules were told of that stage first */
    CHECK_STR(clock_of(id, "answer"), "");

    clock_today_is("2026-11-30");
    rig_decided(&first, id, "pass");
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-30 2026-12-03");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-03");
    CHECK_STR(rig_task_now(rig_task_of(id)).clock, "second_look");
    clock_today_is("2026-12-02");
    rig_decided(&second, id, "pass");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-30 2026-12-03");
    clock_today_is("2026-11-24");
}

static void
a_clock_stands_still_while_the_filing_is_with_its_filer_and_then_goes_on(void)
{
    struct submission x;

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    CHECK_STR(clock_of(id, "whole"), "running 2026-11-24 2026-12-08");

    clock_today_is("2026-11-27");
    rig_decided(&first, id, "return");
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "first_look"), "paused 2026-11-24 2026-12-01");
    CHECK_STR(clock_of(id, "answer"), "running 2026-11-27 2026-12-07");

    clock_today_is("2026-11-28");
    DONE(rig_save(&clock_filer, id, rig_data(&clock_filer, "algorithm")));
    CHECK_STR(rig_state_of(id), "draft");
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01"); /* not named for drafts */

    /* From Friday to Wednesday four working days stood still. */
    clock_today_is("2026-12-02");
    DONE(rig_submit(&clock_filer, id, &x));
    CHECK_STR(clock_of(id, "whole"), "running 2026-11-24 2026-12-14");
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT waited FROM deadline WHERE filing_id = '%s' "
                                         "AND name = 'whole'",
                                         id)),
              4);
    CHECK_STR(clock_of(id, "first_look"), "running 2026-12-02 2026-12-09");
    CHECK_STR(clock_of(id, "answer"), "met 2026-11-27 2026-12-07");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/pauses/3/state"), "draft");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/pauses/3/from"), "2026-11-28");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/pauses/3/to"), "2026-12-02");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/stage"), "preliminary");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/returned_on"), "2026-11-27");
    clock_today_is("2026-11-24");
}

static void
a_check_is_told_the_day_on_which_the_open_task_was_opened(void)
{
    struct checking x;

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    clock_today_is("2026-11-26");
    DONE(rig_claim(&first, rig_task_of(id)));
    DONE(rig_check(&clock_filer, id, &x));
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/stage"), "preliminary");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/stage_on"), "2026-11-24");
    CHECK(json_is_null(rig_at(rig_parse(x.judged.facts), "/filing/returned_on")));
    clock_today_is("2026-11-24");
}

static void
a_clock_stands_still_while_a_reviewer_has_the_task_where_the_rules_say_so(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm"), *task = rig_task_of(id);
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-11-30");
    DONE(rig_claim(&first, task));
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");
    DONE(rig_claim(&first, task)); /* is no event */
    clock_today_is("2026-11-26");
    DONE(rig_release(&first, task));
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    clock_today_is("2026-11-24");
}

/* The clock of the stage is one that stands still while somebody has the task. */
static void
a_task_is_due_as_its_clock_stands_and_on_no_day_while_it_stands_still(void)
{
    clock_begin();
    struct policy *before = rules;
    rules = clock_policy("stage { code = 'preliminary', label = '初审', "
                         "role = 'preliminary_reviewer', clock = 'waiting' }\n"
                         "stage { code = 'final', label = '复审', role = 'final_reviewer', "
                         "clock = 'waiting' }\n",
                         NULL);
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm"), *task = rig_task_of(id);
    CHECK_STR(rig_task_now(task).due_on, "2026-11-30");

    DONE(rig_claim(&first, task));
    CHECK(rig_task_now(task).due_on == NULL);
    clock_today_is("2026-11-26");
    DONE(rig_release(&first, task));
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(rig_task_now(task).due_on, "2026-12-02");

    rig_decided(&first, id, "pass");
    CHECK_STR(rig_state_of(id), "final_review");
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-02");
    policy_close(rules);
    rules = before;
    clock_today_is("2026-11-24");
}

/* Somebody who has taken two tasks is dismissed: the office gives them back. */
static void
clocks_go_on_when_a_task_is_taken_from_who_held_it(void)
{
    struct account gone = rig_account(PRELIMINARY_REVIEWER, NULL, "");

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm"),
               *other = rig_submitted(&clock_filer, "algorithm");
    DONE(rig_claim(&gone, rig_task_of(id)));
    DONE(rig_claim(&gone, rig_task_of(other)));
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");

    clock_today_is("2026-11-26");
    DONE(rig_release_held(&gone)); /* who may keep them, for now */
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");
    gone.is_disabled = true;
    DONE(rig_release_held(&gone));
    CHECK_STR(rig_state_of(id), "submitted");
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(other, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    clock_today_is("2026-11-24");
}

static void
what_is_taken_meanwhile_is_asked_about_before_it_is_taken_away(void)
{
    struct account gone = rig_account(PRELIMINARY_REVIEWER, NULL, "");
    struct held_list held;

    clock_begin();
    const char *id = rig_submitted(&clock_filer, "algorithm"), *task = rig_task_of(id);
    struct casework w = *as(&admin);
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(casework_held(&w, gone.id, &held), OK, &w.fault);
    store_read_end(s);
    CHECK_INT(held.n, 0);
    DONE(rig_claim(&gone, task));

    gone.is_disabled = true;
    GOOD(store_write_begin(s, &fault));
    CHECK_ERR(casework_release_held(&w, &gone, &held), ERR_AGAIN, &w.fault);
    store_write_rollback(s);
    CHECK_STR(rig_state_of(id), "preliminary_review");
    DONE(rig_release_held(&gone));
    CHECK_STR(rig_state_of(id), "submitted");
}

static void
a_clock_whose_rule_fails_at_a_move_goes_on_as_it_was(void)
{
    struct submission x;

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_draft(&clock_filer, "algorithm");
    json_t *data = rig_data(&clock_filer, "algorithm");
    rig_put(data, "basic", "scenario", "会出错的场景，供读者阅读。");
    DONE(rig_save(&clock_filer, id, data));
    DONE(rig_submit(&clock_filer, id, &x));
    CHECK_STR(clock_of(id, "moody"), "running 2026-11-24 2026-12-03");
    rig_decided(&first, id, "pass");
    CHECK_STR(rig_state_of(id), "final_review");
    CHECK_STR(clock_of(id, "moody"), "running 2026-11-24 2026-12-03");
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-24 2026-11-27");
}

/* The rule set's faults that the audit trail has of it: which rule, under which set. */
static const char *
faults_of(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT group_concat(detail ->> 'code' || ' ' || (detail ->> "
                                     "'rule') || ' ' || (detail ->> 'where'), ', ') FROM audit "
                                     "WHERE action = 'rules.fault' AND object = '%s' AND "
                                     "detail ->> 'rule_set' = '%s'",
                                     id, policy_rule_set(rules)));
}

static void
a_rule_that_fails_when_clocks_are_asked_about_is_told_in_the_audit_trail(void)
{
    struct submission x;

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_draft(&clock_filer, "algorithm"),
               *good = rig_submitted(&clock_filer, "algorithm");
    json_t *data = rig_data(&clock_filer, "algorithm");
    rig_put(data, "basic", "scenario", "会出错的场景，供读者阅读。");
    DONE(rig_save(&clock_filer, id, data));
    DONE(rig_submit(&clock_filer, id, &x));
    CHECK_STR(faults_of(id), "");

    rig_decided(&first, id, "pass");
    CHECK_HAS(faults_of(id), "rule_error deadline.moody ");
    CHECK_HAS(faults_of(id), "deadlines.clocks.lua:");
    rig_decided(&first, good, "pass");
    CHECK_STR(faults_of(good), "");
}

static void
clocks_go_on_as_they_were_when_the_rules_give_no_answer_and_the_trail_says_so(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    const char *before = clock_running_of(id);
    struct filing x = rig_filing_now(id);
    struct judged none = {.rule_set = policy_rule_set(rules), .is_fault = true};

    (void)fail(&none.fault, ERR_RULE, "rules_unavailable", "rules/deadlines.lua:1", "没有");
    WRITE(CHECK_ERR(clocks_go_on(as(&first), &x, &none), OK, &acting.fault));
    CHECK_STR(clock_running_of(id), before);
    CHECK_STR(rig_sql_text(arena_printf(a,
                                        "SELECT detail ->> 'code' || ' ' || (detail ->> 'where') "
                                        "FROM audit WHERE action = 'rules.fault' AND object = '%s'",
                                        id)),
              "rules_unavailable rules/deadlines.lua:1");
}

static void
the_clock_of_a_stage_ends_with_it_although_the_rules_let_it_run_on(void)
{
    clock_begin();
    struct policy *before = rules;
    rules = clock_policy(
        arena_printf(a, "%s%s",
                     "stage { code = 'preliminary', label = '初审', "
                     "role = 'preliminary_reviewer', clock = 'whole' }\n"
                     "stage { code = 'final', label = '复审', role = 'final_reviewer', "
                     "clock = 'second_look' }\n",
                     clock_express),
        NULL);

    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-08");
    rig_decided(&first, id, "pass");
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-24 2026-11-27");

    rig_decided(&second, id, "return");
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    DONE(rig_save(&clock_filer, id, rig_data(&clock_filer, "algorithm")));
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-24 2026-11-27");
    policy_close(rules);
    rules = before;
}

static void
close_the_second_judge(void)
{
    clock_end();
    CHECK(policy_law(rules) != NULL); /* the rig's own is there as before */
}

static const struct check_test tests[] = {
    TEST(each_stage_has_a_clock_that_starts_when_its_task_opens),
    TEST(a_clock_stands_still_while_the_filing_is_with_its_filer_and_then_goes_on),
    TEST(a_check_is_told_the_day_on_which_the_open_task_was_opened),
    TEST(a_clock_stands_still_while_a_reviewer_has_the_task_where_the_rules_say_so),
    TEST(a_task_is_due_as_its_clock_stands_and_on_no_day_while_it_stands_still),
    TEST(clocks_go_on_when_a_task_is_taken_from_who_held_it),
    TEST(what_is_taken_meanwhile_is_asked_about_before_it_is_taken_away),
    TEST(a_clock_whose_rule_fails_at_a_move_goes_on_as_it_was),
    TEST(a_rule_that_fails_when_clocks_are_asked_about_is_told_in_the_audit_trail),
    TEST(clocks_go_on_as_they_were_when_the_rules_give_no_answer_and_the_trail_says_so),
    TEST(the_clock_of_a_stage_ends_with_it_although_the_rules_let_it_run_on),
    TEST(close_the_second_judge),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

/* Clocks that change without anybody's move: under another calendar, under a rule set that moves
 * filings, and when their day is over. */
#include "clock_rig.h"

/* ---- under another calendar ------------------------------------------------------------------ */

/* The third and fourth of December are decreed to be days off. */
static const char december[] =
    "calendar {\n"
    "  year = 2026, source = '另一份通知', workdays = {},\n"
    "  holidays = { '2026-10-01', '2026-10-02', '2026-12-03', '2026-12-04' },\n"
    "}\n";

static void
another_calendar_is_told_at_once_whatever_stood_still(void)
{
    clock_begin();
    struct policy *before = rules;
    clock_today_is("2026-11-24");
    const char *went_on = rig_submitted(&clock_filer, "algorithm"),
               *stands = rig_submitted(&clock_filer, "algorithm"), *untouched;
    struct submission x;

    clock_today_is("2026-11-27");
    rig_decided(&first, went_on, "return");
    rig_decided(&first, stands, "return");
    clock_today_is("2026-12-02");
    DONE(rig_save(&clock_filer, went_on, rig_data(&clock_filer, "algorithm")));
    DONE(rig_submit(&clock_filer, went_on, &x));
    untouched = rig_submitted(&clock_filer, "algorithm");
    CHECK_STR(clock_of(went_on, "whole"), "running 2026-11-24 2026-12-14");
    CHECK_HAS(clock_of(stands, "whole"), "paused 2026-11-24 2026-12-09");

    /* The set under which all that was counted moves none of it, whatever came before. */
    clock_activate(rules);
    CHECK_INT(clock_recounted(), 0);
    rules = clock_policy(arena_printf(a, "%s%s", clock_stages, clock_express), december);
    clock_activate(rules);
    CHECK_LEAST(clock_recounted(), 5);
    CHECK_STR(clock_of(went_on, "whole"), "running 2026-11-24 2026-12-16");
    CHECK_STR(clock_of(went_on, "first_look"), "running 2026-12-02 2026-12-11");
    CHECK_STR(rig_task_now(rig_task_of(went_on)).due_on, "2026-12-11");
    CHECK_STR(clock_of(stands, "whole"), "paused 2026-11-24 2026-12-11");
    CHECK_STR(clock_of(stands, "answer"), "running 2026-11-27 2026-12-07"); /* of all days */
    CHECK_STR(clock_of(untouched, "first_look"), "running 2026-12-02 2026-12-11");
    CHECK_INT(clock_recounted(), 0);

    /* As the rules say themselves when they are asked. */
    const char *told = clock_running_of(went_on);
    DONE(rig_claim(&first, rig_task_of(went_on)));
    CHECK_HAS(clock_of(went_on, "waiting"), "paused 2026-12-02");
    CHECK_STR(clock_running_of(went_on), told);
    CHECK_INT(clock_recounted(), 0);

    policy_close(rules);
    rules = before;
    clock_activate(rules);
    clock_recounted();
    clock_today_is("2026-11-24");
}

/* ---- moved by a rule set --------------------------------------------------------------------- */

/* A filing for the express stage, whose transition is for its class. */
static const char *
submitted_express(void)
{
    const char *id = rig_draft(&clock_filer, "algorithm");
    json_t *data = rig_data(&clock_filer, "algorithm");
    struct submission x;

    rig_put(data, "basic", "class", "retrieval_filtering");
    DONE(rig_save(&clock_filer, id, data));
    DONE(rig_submit(&clock_filer, id, &x));
    CHECK_STR(rig_state_of(id), "express");
    return id;
}

/* The set without that stage becomes active, and says where what stands there goes. */
static void
enact_without_express(const char *moved)
{
    rules = clock_policy(arena_printf(a, "%s%s", clock_stages, moved), NULL);
    struct activation x = {.hash = policy_rule_set(rules), .kind = "watch"};
    WRITE(GOOD(govern_enact(s, NULL, &x, &fault)));
}

/* As the clerk does, so many at a time. */
static int
asked_again(int limit)
{
    struct clocks_asked_list asked;
    struct casework *w = as(&clock_filer);

    w->who = NULL;
    GOOD(store_read_begin(s, &fault));
    DONE(clocks_again_decide(w, limit, &asked));
    store_read_end(s);
    WRITE(DONE(clocks_again_store(w, &asked)));
    return asked.n;
}

static void
take_back(struct policy *before)
{
    while (asked_again(50) > 0)
        ;
    policy_close(rules);
    rules = before;
    clock_activate(rules);
    clock_today_is("2026-11-24");
}

/* A draft that states its day, saved when nobody had declared a clock of drafts. */
static const char *
draft_of_before(const char *online_on)
{
    const char *id = rig_draft(&clock_filer, "algorithm");
    json_t *data = rig_data(&clock_filer, "algorithm");

    rig_put(data, "basic", "online_on", online_on);
    DONE(rig_save(&clock_filer, id, data));
    CHECK_INT(rig_sql(s, arena_printf(a, "DELETE FROM deadline WHERE filing_id = '%s'", id)),
              SQLITE_OK);
    CHECK_INT(rig_sql(s, arena_printf(a, "DELETE FROM outbox WHERE filing_id = '%s'", id)),
              SQLITE_OK);
    return id;
}

static void
drafts_of_before_get_the_clock_that_is_declared_for_drafts_since(void)
{
    clock_begin();
    clock_activate(rules);
    clock_today_is("2026-11-24");
    const char *id = draft_of_before("2026-11-23"), *late = draft_of_before("2026-11-02"),
               *handed_in = rig_submitted(&clock_filer, "algorithm");
    const char *runs = clock_running_of(handed_in);

    WRITE(GOOD(store_unasked_drafts(s, "algorithm", &fault)));
    CHECK_LEAST(asked_again(50), 2);
    CHECK_INT(asked_again(50), 0);
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-07");
    CHECK_STR(clock_of(late, "first_filing"), "missed 2026-11-02 2026-11-16");
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM outbox WHERE filing_id = '%s' AND "
                                         "event = 'missed'",
                                         late)),
              1);
    CHECK_STR(clock_running_of(handed_in), runs);

    /* They have one by now. */
    WRITE(GOOD(store_unasked_drafts(s, "algorithm", &fault)));
    const char *again = arena_printf(a, "SELECT count(*) FROM unasked WHERE filing_id = '%s'", id);
    CHECK_INT(rig_number(s, again), 0);
    CHECK_INT(rig_sql(s, "DELETE FROM unasked"), SQLITE_OK);
}

static void
clocks_of_what_a_rule_set_moves_to_another_stage_are_those_of_that_stage(void)
{
    clock_begin();
    struct policy *before = rules;
    clock_today_is("2026-11-24");
    const char *id = submitted_express(), *stays = rig_submitted(&clock_filer, "algorithm");
    const char *stays_as = clock_running_of(stays);
    DONE(rig_claim(&first, rig_task_of(id)));
    CHECK_STR(clock_of(id, "express_look"), "running 2026-11-24 2026-11-26");

    clock_today_is("2026-11-25");
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'final_review', "
                          "reason = '快审取消' }\n");
    CHECK_STR(clock_of(id, "express_look"), "met 2026-11-24 2026-11-26");
    CHECK_LEAST(asked_again(50), 1);
    CHECK_INT(asked_again(50), 0);
    CHECK_STR(rig_state_of(id), "final_review");
    CHECK_STR(clock_of(id, "express_look"), "met 2026-11-24 2026-11-26");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-25 2026-11-30");
    CHECK_STR(clock_of(id, "whole"), "running 2026-11-24 2026-12-08");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-11-30");
    CHECK_STR(rig_task_now(rig_task_of(id)).clock, "second_look");
    CHECK_STR(clock_running_of(stays), stays_as);
    CHECK_INT(clock_recounted(), 0);

    clock_today_is("2026-11-26");
    rig_decided(&second, id, "return");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-25 2026-11-30");
    take_back(before);
}

static void
clocks_of_what_a_rule_set_gives_back_to_its_filer_are_those_of_a_return(void)
{
    clock_begin();
    struct policy *before = rules;
    clock_today_is("2026-11-24");
    const char *id = submitted_express(), *late = submitted_express();

    clock_today_is("2026-11-27"); /* nobody has looked for what ran out */
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'returned', "
                          "reason = '快审取消' }\n");
    CHECK_LEAST(asked_again(50), 2);
    CHECK_STR(rig_state_of(id), "returned");
    CHECK(rig_task_of(id) == NULL);
    CHECK_STR(clock_of(id, "express_look"), "missed 2026-11-24 2026-11-26");
    CHECK_INT(clock_told(id, "express_look"), 1);
    CHECK_INT(clock_told(late, "express_look"), 1);
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_INT(clock_missed_by("2026-11-27"), 0);
    take_back(before);
}

static void
what_moves_meanwhile_is_asked_about_again_and_nothing_under_another_set(void)
{
    clock_begin();
    struct policy *before = rules;
    struct clocks_asked_list asked;
    clock_today_is("2026-11-24");
    const char *id = submitted_express(), *other = submitted_express();
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'final_review', "
                          "reason = '快审取消' }\n");

    struct casework w = *as(&clock_filer);
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(clocks_again_decide(&w, 50, &asked), OK, &w.fault);
    store_read_end(s);
    CHECK_INT(asked.n, 2);
    DONE(rig_claim(&second, rig_task_of(id)));
    struct policy *now = rules;
    clock_activate(before);
    GOOD(store_write_begin(s, &fault));
    CHECK_ERR(clocks_again_store(&w, &asked), ERR_AGAIN, &w.fault);
    store_write_rollback(s);
    clock_activate(now);
    WRITE(CHECK_ERR(clocks_again_store(&w, &asked), OK, &w.fault));
    CHECK_STR(clock_of(other, "second_look"), "running 2026-11-24 2026-11-27");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_INT(asked_again(50), 1);
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-24 2026-11-27");
    take_back(before);
}

/* As asked_again(), but it may fail. */
static enum err
try_again(void)
{
    struct clocks_asked_list asked;
    struct casework *w = as(&clock_filer);
    enum err err = store_read_begin(s, &w->fault);

    if (!err)
        err = clocks_again_decide(w, 50, &asked);
    store_read_end(s);
    if (err || (err = store_write_begin(s, &w->fault)))
        return err;
    err = clocks_again_store(w, &asked);
    if (!err)
        return store_write_commit(s, &w->fault);
    store_write_rollback(s);
    return err;
}

static void
to_ask_again_fails_cleanly_at_every_statement_and_is_made_good(void)
{
    int failures = 0, step = check_is_quick ? 7 : 1;

    clock_begin();
    struct policy *before = rules;
    clock_today_is("2026-11-24");
    const char *id = submitted_express();
    clock_today_is("2026-11-27");
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'final_review', "
                          "reason = '快审取消' }\n");
    log_level_set(LOG_NONE_);
    for (long at = 1; at < 100; at += step) {
        commit_seams.fail_at = at;
        enum err err = try_again();
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        CHECK(store_is_idle(s));
        if (is_over) {
            CHECK_ERR(err, OK, &acting.fault);
            break;
        }
        failures++;
        CHECK(err != OK);
        CHECK_STR(clock_of(id, "second_look"), "");
        CHECK_INT(clock_told(id, "express_look"), 0);
    }
    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures * step, 10);
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-27 2026-12-02");
    CHECK_STR(clock_of(id, "express_look"), "missed 2026-11-24 2026-11-26");
    CHECK_INT(clock_told(id, "express_look"), 1);
    take_back(before);
}

/* ---- run out --------------------------------------------------------------------------------- */

static void
a_clock_whose_day_is_over_is_missed_and_told_once(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm"),
               *still = rig_submitted(&clock_filer, "algorithm");
    rig_decided(&first, still, "return");
    clock_missed_by("2026-12-01"); /* of other tests */
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    CHECK_INT(clock_told(id, "first_look"), 0);

    clock_today_is("2026-12-02");
    CHECK_LEAST(clock_missed_by("2026-12-02"), 1);
    CHECK_STR(clock_of(id, "first_look"), "missed 2026-11-24 2026-12-01");
    CHECK_INT(clock_told(id, "first_look"), 1);
    CHECK_STR(rig_sql_text(arena_printf(a,
                                        "SELECT COALESCE(to_state, 'none') FROM event WHERE "
                                        "filing_id = '%s' AND what = 'missed'",
                                        id)),
              "none");
    CHECK_STR(clock_of(still, "first_look"), "paused 2026-11-24 2026-12-01");
    CHECK_INT(clock_missed_by("2026-12-02"), 0);
    CHECK_INT(clock_told(id, "first_look"), 1);

    /* What the decision finds missed already is told no second time; what it finds first, is. */
    rig_decided(&first, id, "pass");
    CHECK_INT(clock_told(id, "first_look"), 1);
    clock_today_is("2026-12-08");
    rig_decided(&second, id, "refuse");
    CHECK_STR(clock_of(id, "second_look"), "missed 2026-12-02 2026-12-07");
    CHECK_INT(clock_told(id, "second_look"), 1);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM deadline WHERE filing_id = '%s' AND "
                                         "state IN ('running', 'paused')",
                                         id)),
              0);
    clock_today_is("2026-11-24");
}

/* It was returned in time, and its filer takes a month. */
static void
a_clock_that_stands_still_does_not_run_out(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    clock_today_is("2026-11-27");
    rig_decided(&first, id, "return");
    clock_today_is("2026-12-28");
    clock_missed_by("2026-12-28");
    CHECK_STR(clock_of(id, "first_look"), "paused 2026-11-24 2026-12-01");
    DONE(rig_save(&clock_filer, id, rig_data(&clock_filer, "algorithm")));
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01");
    CHECK_INT(clock_told(id, "first_look"), 0);
    CHECK_STR(clock_of(id, "answer"), "missed 2026-11-27 2026-12-07");
    CHECK_INT(clock_told(id, "answer"), 1);
    clock_today_is("2026-11-24");
}

/* One that hangs on no review goes on while a filing is in force, and not after that. */
static void
what_is_struck_from_the_register_has_no_clock_that_runs(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "pass");
    CHECK_STR(clock_of(id, "moody"), "running 2026-11-24 2026-12-03");
    clock_struck(id, "revoke");
    CHECK_STR(clock_of(id, "moody"), "met 2026-11-24 2026-12-03");
    CHECK_STR(clock_running_of(id), "");
}

/* Nobody had looked since its day was over: to return it saves nothing. */
static void
a_clock_that_has_run_out_does_not_stand_still(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    clock_today_is("2026-12-04");
    rig_decided(&first, id, "return");
    CHECK_STR(clock_of(id, "first_look"), "missed 2026-11-24 2026-12-01");
    CHECK_INT(clock_told(id, "first_look"), 1);
    clock_today_is("2026-11-24");
}

static void
the_end_of_clocks_fails_cleanly_at_every_statement_and_is_made_good(void)
{
    int failures = 0;

    clock_begin();
    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    clock_missed_by("2026-12-01");
    log_level_set(LOG_NONE_);
    for (long at = 1; at < 100; at++) {
        long missed;
        bool is_done;
        commit_seams.fail_at = at;
        enum err err = govern_deadlines_miss(s, "2026-12-02", &missed, &is_done, &fault);
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        if (is_over) {
            CHECK_ERR(err, OK, &fault);
            break;
        }
        failures++;
        CHECK(err != OK);
        CHECK(!is_done);
        CHECK(store_is_idle(s));
        CHECK_INT(clock_told(id, "first_look"), 0);
    }
    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures, 5);
    CHECK_INT(clock_told(id, "first_look"), 1);
}

static void
close_the_second_judge(void)
{
    clock_end();
    CHECK(policy_law(rules) != NULL); /* the rig's own is there as before */
}

static const struct check_test tests[] = {
    TEST(another_calendar_is_told_at_once_whatever_stood_still),
    TEST(drafts_of_before_get_the_clock_that_is_declared_for_drafts_since),
    TEST(clocks_of_what_a_rule_set_moves_to_another_stage_are_those_of_that_stage),
    TEST(clocks_of_what_a_rule_set_gives_back_to_its_filer_are_those_of_a_return),
    TEST(what_moves_meanwhile_is_asked_about_again_and_nothing_under_another_set),
    TEST(to_ask_again_fails_cleanly_at_every_statement_and_is_made_good),
    TEST(a_clock_whose_day_is_over_is_missed_and_told_once),
    TEST(a_clock_that_stands_still_does_not_run_out),
    TEST(what_is_struck_from_the_register_has_no_clock_that_runs),
    TEST(a_clock_that_has_run_out_does_not_stand_still),
    TEST(the_end_of_clocks_fails_cleanly_at_every_statement_and_is_made_good),
    TEST(close_the_second_judge),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

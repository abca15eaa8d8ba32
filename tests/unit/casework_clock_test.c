/* Clocks of a filing as it moves: the shipped rules with a clock of its own for each stage, one
 * that stands still while the filing is with its filer, and one for the filer's answer. */
#include "casework_rig.h"
#include "govern/govern.h"
#include "policy_rig.h"

static const char stages[] =
    "stage { code = 'preliminary', label = '初审', role = 'preliminary_reviewer', "
    "clock = 'first_look' }\n"
    "stage { code = 'final', label = '复审', role = 'final_reviewer', clock = 'second_look' }\n";

/* Retrieval goes another way; of a submit the first transition is tried first. */
static const char express[] =
    "stage { code = 'express', label = '快审', role = 'preliminary_reviewer', "
    "clock = 'express_look' }\n"
    "state { kind = 'algorithm', code = 'express', label = '快审中', standing = 'review', "
    "stage = 'express' }\n"
    "transition { on = 'submit', kind = 'algorithm', from = 'draft', to = 'express', "
    "who = { 'filer' }, when = { ['filing.data.basic.class'] = 'retrieval_filtering' } }\n"
    "local FIRST = { 'preliminary_reviewer' }\n"
    "transition { on = 'claim', kind = 'algorithm', from = 'express', to = 'express', "
    "who = FIRST }\n"
    "transition { on = 'release', kind = 'algorithm', from = 'express', to = 'express', "
    "who = FIRST }\n"
    "transition { on = 'pass', kind = 'algorithm', from = 'express', to = 'final_review', "
    "who = FIRST }\n"
    "transition { on = 'return', kind = 'algorithm', from = 'express', to = 'returned', "
    "who = FIRST }\n"
    "transition { on = 'refuse', kind = 'algorithm', from = 'express', to = 'refused', "
    "who = FIRST }\n";

static const char deadlines[] =
    "local function never() return nil end\n"
    "deadline {\n"
    "  name = 'first_look', title = '初审期限', law = '本系统参数', days = 5,\n"
    "  kinds = { 'subject', 'algorithm' }, stage = 'preliminary', paused = { 'returned' },\n"
    "  reads = { 'clock.today' }, done = never,\n"
    "}\n"
    "deadline {\n"
    "  name = 'second_look', title = '复审期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 3, stage = 'final', reads = { 'clock.today' }, done = never,\n"
    "}\n"
    "deadline {\n"
    "  name = 'whole', title = '全程', law = '本系统参数', days = 10,\n"
    "  kinds = { 'subject', 'algorithm' },\n"
    "  paused = { 'returned', 'draft' }, reads = { 'filing.first_submitted_on' }, done = never,\n"
    "  from = function(facts) return facts.filing.first_submitted_on end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'moody', title = '会出错的', law = '本系统参数', kinds = { 'algorithm' }, days = 7,\n"
    "  reads = { 'filing.stage', 'filing.submitted_on', 'filing.data.basic.scenario' },\n"
    "  done = never,\n"
    "  from = function(facts)\n"
    "    local at = facts.filing.stage\n"
    "    if at == 'final' and facts.filing.data.basic.scenario == '会出错的场景，供读者阅读。' "
    "then\n"
    "      error('故意的')\n"
    "    end\n"
    "    return facts.filing.submitted_on\n"
    "  end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'waiting', title = '待领取', law = '本系统参数', days = 4,\n"
    "  kinds = { 'subject', 'algorithm' },\n"
    "  paused = { 'preliminary_review' }, reads = { 'filing.submitted_on' }, done = never,\n"
    "  from = function(facts) return facts.filing.submitted_on end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'answer', title = '补正期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 10, unit = 'day', reads = { 'filing.returned_on', 'filing.submitted_on' },\n"
    "  from = function(facts) return facts.filing.returned_on end,\n"
    "  done = function(facts)\n"
    "    local on = facts.filing.submitted_on\n"
    "    return on and on > facts.filing.returned_on and on or nil\n"
    "  end,\n"
    "}\n";

static const char express_clock[] =
    "deadline {\n"
    "  name = 'express_look', title = '快审期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 2, stage = 'express', reads = { 'clock.today' }, done = function() return nil end,\n"
    "}\n";

static struct account who;
static struct policy *shipped;

static struct bundle *
laid_over(struct bundle *base, const char *path, const char *text)
{
    struct bundle *whole;

    GOOD(bundle_with(&whole, base, path, text, &fault));
    bundle_free(base);
    return whole;
}

/* The shipped rules with that workflow over them, the deadlines from above, and that calendar. The
 * express stage has its clock. */
static struct policy *
policy_with(const char *workflow, const char *calendar)
{
    struct bundle *b;
    struct policy_limits limits = rig_limits();
    struct policy *p;

    GOOD(bundle_read(&b, "rules", NULL, &fault));
    b = laid_over(b, "local/workflow.clocks.lua", workflow);
    b = laid_over(b, "local/deadlines.clocks.lua", deadlines);
    if (strstr(workflow, "code = 'express'") != NULL)
        b = laid_over(b, "local/deadlines.express.lua", express_clock);
    if (calendar != NULL)
        b = laid_over(b, "calendar/2026.lua", calendar);
    GOOD(policy_open(&p, b, &limits, &fault));
    struct rule_set x = {.hash = policy_rule_set(p),
                         .files = bundle_text(b, a),
                         .manifest = json_text(a, policy_manifest(p)),
                         .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    bundle_free(b);
    return p;
}

static void
begin_with(void)
{
    if (shipped != NULL)
        return;
    who = rig_approved_company();
    shipped = rules;
    rules = policy_with(arena_printf(a, "%s%s", stages, express), NULL);
}

static void
activate(const struct policy *p)
{
    struct activation x = {.hash = policy_rule_set(p), .kind = "watch"};
    WRITE(GOOD(store_activation_add(s, &x, &fault)));
}

/* "state from due" of a clock, "" where there is none. */
static const char *
clock_of(const char *id, const char *name)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT state || ' ' || from_on || ' ' || due_on FROM "
                                     "deadline WHERE filing_id = '%s' AND name = '%s'",
                                     id, name));
}

static void
today_is(const char *day)
{
    char text[DATE_TEXT];

    date_beijing(rig_time, text);
    rig_days_pass((int)(date_days(day) - date_days(text)));
}

static void
each_stage_has_a_clock_that_starts_when_its_task_opens(void)
{
    begin_with();
    today_is("2026-11-24"); /* a Tuesday */
    const char *id = rig_submitted(&who, "algorithm");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-01");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_STR(clock_of(id, "express_look"), ""); /* the rules were told of that stage first */
    CHECK_STR(clock_of(id, "answer"), "");

    today_is("2026-11-30");
    rig_decided(&first, id, "pass");
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-30 2026-12-03");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-03");
    CHECK_STR(rig_task_now(rig_task_of(id)).clock, "second_look");
    today_is("2026-12-02");
    rig_decided(&second, id, "pass");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-30 2026-12-03");
    today_is("2026-11-24");
}

static void
a_clock_stands_still_while_the_filing_is_with_its_filer_and_then_goes_on(void)
{
    struct submission x;

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    CHECK_STR(clock_of(id, "whole"), "running 2026-11-24 2026-12-08");

    today_is("2026-11-27");
    rig_decided(&first, id, "return");
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "first_look"), "paused 2026-11-24 2026-12-01");
    CHECK_STR(clock_of(id, "answer"), "running 2026-11-27 2026-12-07");

    today_is("2026-11-28");
    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    CHECK_STR(rig_state_of(id), "draft");
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01"); /* not named for drafts */

    /* From Friday to Wednesday four working days stood still. */
    today_is("2026-12-02");
    DONE(rig_submit(&who, id, &x));
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
    today_is("2026-11-24");
}

static void
a_check_is_told_the_day_on_which_the_open_task_was_opened(void)
{
    struct checking x;

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    today_is("2026-11-26");
    DONE(rig_claim(&first, rig_task_of(id)));
    DONE(rig_check(&who, id, &x));
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/stage"), "preliminary");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/stage_on"), "2026-11-24");
    CHECK(json_is_null(rig_at(rig_parse(x.judged.facts), "/filing/returned_on")));
    today_is("2026-11-24");
}

static void
a_clock_stands_still_while_a_reviewer_has_the_task_where_the_rules_say_so(void)
{
    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-11-30");
    DONE(rig_claim(&first, task));
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");
    DONE(rig_claim(&first, task)); /* is no event */
    today_is("2026-11-26");
    DONE(rig_release(&first, task));
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    today_is("2026-11-24");
}

/* The clock of the stage is one that stands still while somebody has the task. */
static void
a_task_is_due_as_its_clock_stands_and_on_no_day_while_it_stands_still(void)
{
    begin_with();
    struct policy *before = rules;
    rules = policy_with("stage { code = 'preliminary', label = '初审', "
                        "role = 'preliminary_reviewer', clock = 'waiting' }\n"
                        "stage { code = 'final', label = '复审', role = 'final_reviewer', "
                        "clock = 'waiting' }\n",
                        NULL);
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    CHECK_STR(rig_task_now(task).due_on, "2026-11-30");

    DONE(rig_claim(&first, task));
    CHECK(rig_task_now(task).due_on == NULL);
    today_is("2026-11-26");
    DONE(rig_release(&first, task));
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(rig_task_now(task).due_on, "2026-12-02");

    rig_decided(&first, id, "pass");
    CHECK_STR(rig_state_of(id), "final_review");
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-02");
    policy_close(rules);
    rules = before;
    today_is("2026-11-24");
}

/* Somebody who has taken two tasks is dismissed: the office gives them back. */
static void
clocks_go_on_when_a_task_is_taken_from_who_held_it(void)
{
    struct account gone = rig_account(PRELIMINARY_REVIEWER, NULL, "");

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm"), *other = rig_submitted(&who, "algorithm");
    DONE(rig_claim(&gone, rig_task_of(id)));
    DONE(rig_claim(&gone, rig_task_of(other)));
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");

    today_is("2026-11-26");
    DONE(rig_release_held(&gone)); /* who may keep them, for now */
    CHECK_HAS(clock_of(id, "waiting"), "paused 2026-11-24");
    gone.is_disabled = true;
    DONE(rig_release_held(&gone));
    CHECK_STR(rig_state_of(id), "submitted");
    CHECK_STR(clock_of(id, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(other, "waiting"), "running 2026-11-24 2026-12-02");
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    today_is("2026-11-24");
}

static void
what_is_taken_meanwhile_is_asked_about_before_it_is_taken_away(void)
{
    struct account gone = rig_account(PRELIMINARY_REVIEWER, NULL, "");
    struct held_list held;

    begin_with();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
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

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_draft(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    rig_put(data, "basic", "scenario", "会出错的场景，供读者阅读。");
    DONE(rig_save(&who, id, data));
    DONE(rig_submit(&who, id, &x));
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

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_draft(&who, "algorithm"), *good = rig_submitted(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    rig_put(data, "basic", "scenario", "会出错的场景，供读者阅读。");
    DONE(rig_save(&who, id, data));
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(faults_of(id), "");

    rig_decided(&first, id, "pass");
    CHECK_HAS(faults_of(id), "rule_error deadline.moody ");
    CHECK_HAS(faults_of(id), "deadlines.clocks.lua:");
    rig_decided(&first, good, "pass");
    CHECK_STR(faults_of(good), "");
}

static void
the_clock_of_a_stage_ends_with_it_although_the_rules_let_it_run_on(void)
{
    begin_with();
    struct policy *before = rules;
    rules =
        policy_with(arena_printf(a, "%s%s",
                                 "stage { code = 'preliminary', label = '初审', "
                                 "role = 'preliminary_reviewer', clock = 'whole' }\n"
                                 "stage { code = 'final', label = '复审', role = 'final_reviewer', "
                                 "clock = 'second_look' }\n",
                                 express),
                    NULL);

    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    CHECK_STR(rig_task_now(rig_task_of(id)).due_on, "2026-12-08");
    rig_decided(&first, id, "pass");
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-24 2026-11-27");

    rig_decided(&second, id, "return");
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    CHECK_STR(clock_of(id, "whole"), "met 2026-11-24 2026-12-08");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-24 2026-11-27");
    policy_close(rules);
    rules = before;
}

/* ---- under another calendar ------------------------------------------------------------------ */

/* The third and fourth of December are decreed to be days off. */
static const char december[] =
    "calendar {\n"
    "  year = 2026, source = '另一份通知', workdays = {},\n"
    "  holidays = { '2026-10-01', '2026-10-02', '2026-12-03', '2026-12-04' },\n"
    "}\n";

static long
recounted(void)
{
    struct policy_limits limits = rig_limits();
    long moved = -1;
    bool is_done = false;
    GOOD(govern_deadlines_recount(s, &limits, &moved, &is_done, &fault));
    CHECK(is_done);
    CHECK(store_is_idle(s));
    return moved;
}

/* The clocks of a filing that run, but the one that stands still while somebody has its task. */
static const char *
running_of(const char *id)
{
    return rig_sql_text(
        arena_printf(a,
                     "SELECT group_concat(name || ' ' || from_on || ' ' || due_on || ' ' || "
                     "waited, ', ') FROM (SELECT * FROM deadline WHERE filing_id = '%s' AND "
                     "state = 'running' AND name <> 'waiting' ORDER BY name)",
                     id));
}

static void
another_calendar_is_told_at_once_whatever_stood_still(void)
{
    begin_with();
    struct policy *before = rules;
    today_is("2026-11-24");
    const char *went_on = rig_submitted(&who, "algorithm"),
               *stands = rig_submitted(&who, "algorithm"), *untouched;
    struct submission x;

    today_is("2026-11-27");
    rig_decided(&first, went_on, "return");
    rig_decided(&first, stands, "return");
    today_is("2026-12-02");
    DONE(rig_save(&who, went_on, rig_data(&who, "algorithm")));
    DONE(rig_submit(&who, went_on, &x));
    untouched = rig_submitted(&who, "algorithm");
    CHECK_STR(clock_of(went_on, "whole"), "running 2026-11-24 2026-12-14");
    CHECK_HAS(clock_of(stands, "whole"), "paused 2026-11-24 2026-12-09");

    /* The set under which all that was counted moves none of it, whatever came before. */
    activate(rules);
    CHECK_INT(recounted(), 0);
    rules = policy_with(arena_printf(a, "%s%s", stages, express), december);
    activate(rules);
    CHECK_LEAST(recounted(), 5);
    CHECK_STR(clock_of(went_on, "whole"), "running 2026-11-24 2026-12-16");
    CHECK_STR(clock_of(went_on, "first_look"), "running 2026-12-02 2026-12-11");
    CHECK_STR(rig_task_now(rig_task_of(went_on)).due_on, "2026-12-11");
    CHECK_STR(clock_of(stands, "whole"), "paused 2026-11-24 2026-12-11");
    CHECK_STR(clock_of(stands, "answer"), "running 2026-11-27 2026-12-07"); /* of all days */
    CHECK_STR(clock_of(untouched, "first_look"), "running 2026-12-02 2026-12-11");
    CHECK_INT(recounted(), 0);

    /* As the rules say themselves when they are asked. */
    const char *told = running_of(went_on);
    DONE(rig_claim(&first, rig_task_of(went_on)));
    CHECK_HAS(clock_of(went_on, "waiting"), "paused 2026-12-02");
    CHECK_STR(running_of(went_on), told);
    CHECK_INT(recounted(), 0);

    policy_close(rules);
    rules = before;
    activate(rules);
    recounted();
    today_is("2026-11-24");
}

static long
missed_by(const char *day)
{
    long missed = -1;
    bool is_done = false;
    GOOD(govern_deadlines_miss(s, day, &missed, &is_done, &fault));
    CHECK(is_done);
    CHECK(store_is_idle(s));
    return missed;
}

static long
told(const char *id, const char *clock)
{
    long events = rig_number(
        s, arena_printf(a,
                        "SELECT count(*) FROM event WHERE filing_id = '%s' AND what = 'missed' AND "
                        "clock = '%s' AND actor_role = 'system' AND actor_id IS NULL",
                        id, clock));
    long lines = rig_number(
        s, arena_printf(a,
                        "SELECT count(*) FROM audit WHERE action = 'deadline.missed' AND "
                        "object = '%s' AND detail ->> 'name' = '%s'",
                        id, clock));
    long rows = rig_number(s, arena_printf(a,
                                           "SELECT count(*) FROM outbox WHERE event = 'missed' AND "
                                           "filing_id = '%s'",
                                           id));
    CHECK_INT(lines, events);
    CHECK_LEAST(rows, events);
    return events;
}

/* ---- moved by a rule set --------------------------------------------------------------------- */

/* A filing for the express stage, whose transition is for its class. */
static const char *
submitted_express(void)
{
    const char *id = rig_draft(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    struct submission x;

    rig_put(data, "basic", "class", "retrieval_filtering");
    DONE(rig_save(&who, id, data));
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(rig_state_of(id), "express");
    return id;
}

/* The set without that stage becomes active, and says where what stands there goes. */
static void
enact_without_express(const char *moved)
{
    rules = policy_with(arena_printf(a, "%s%s", stages, moved), NULL);
    struct activation x = {.hash = policy_rule_set(rules), .kind = "watch"};
    WRITE(GOOD(govern_enact(s, NULL, &x, &fault)));
}

/* As the clerk does, so many at a time. */
static int
asked_again(int limit)
{
    struct clocks_asked_list asked;
    struct casework *w = as(&who);

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
    activate(rules);
    today_is("2026-11-24");
}

static void
clocks_of_what_a_rule_set_moves_to_another_stage_are_those_of_that_stage(void)
{
    begin_with();
    struct policy *before = rules;
    today_is("2026-11-24");
    const char *id = submitted_express(), *stays = rig_submitted(&who, "algorithm");
    const char *stays_as = running_of(stays);
    DONE(rig_claim(&first, rig_task_of(id)));
    CHECK_STR(clock_of(id, "express_look"), "running 2026-11-24 2026-11-26");

    today_is("2026-11-25");
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
    CHECK_STR(running_of(stays), stays_as);
    CHECK_INT(recounted(), 0);

    today_is("2026-11-26");
    rig_decided(&second, id, "return");
    CHECK_STR(clock_of(id, "second_look"), "met 2026-11-25 2026-11-30");
    take_back(before);
}

static void
clocks_of_what_a_rule_set_gives_back_to_its_filer_are_those_of_a_return(void)
{
    begin_with();
    struct policy *before = rules;
    today_is("2026-11-24");
    const char *id = submitted_express(), *late = submitted_express();

    today_is("2026-11-27"); /* nobody has looked for what ran out */
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'returned', "
                          "reason = '快审取消' }\n");
    CHECK_LEAST(asked_again(50), 2);
    CHECK_STR(rig_state_of(id), "returned");
    CHECK(rig_task_of(id) == NULL);
    CHECK_STR(clock_of(id, "express_look"), "missed 2026-11-24 2026-11-26");
    CHECK_INT(told(id, "express_look"), 1);
    CHECK_INT(told(late, "express_look"), 1);
    CHECK_HAS(clock_of(id, "whole"), "paused 2026-11-24");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_INT(missed_by("2026-11-27"), 0);
    take_back(before);
}

static void
what_moves_meanwhile_is_asked_about_again_and_nothing_under_another_set(void)
{
    begin_with();
    struct policy *before = rules;
    struct clocks_asked_list asked;
    today_is("2026-11-24");
    const char *id = submitted_express(), *other = submitted_express();
    enact_without_express("moved { kind = 'algorithm', from = 'express', to = 'final_review', "
                          "reason = '快审取消' }\n");

    struct casework w = *as(&who);
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(clocks_again_decide(&w, 50, &asked), OK, &w.fault);
    store_read_end(s);
    CHECK_INT(asked.n, 2);
    DONE(rig_claim(&second, rig_task_of(id)));
    struct policy *now = rules;
    activate(before);
    GOOD(store_write_begin(s, &fault));
    CHECK_ERR(clocks_again_store(&w, &asked), ERR_AGAIN, &w.fault);
    store_write_rollback(s);
    activate(now);
    WRITE(CHECK_ERR(clocks_again_store(&w, &asked), OK, &w.fault));
    CHECK_STR(clock_of(other, "second_look"), "running 2026-11-24 2026-11-27");
    CHECK_STR(clock_of(id, "second_look"), "");
    CHECK_INT(asked_again(50), 1);
    CHECK_STR(clock_of(id, "second_look"), "running 2026-11-24 2026-11-27");
    take_back(before);
}

/* ---- run out --------------------------------------------------------------------------------- */

static void
a_clock_whose_day_is_over_is_missed_and_told_once(void)
{
    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm"), *still = rig_submitted(&who, "algorithm");
    rig_decided(&first, still, "return");
    missed_by("2026-12-01"); /* of other tests */
    CHECK_STR(clock_of(id, "first_look"), "running 2026-11-24 2026-12-01");
    CHECK_INT(told(id, "first_look"), 0);

    today_is("2026-12-02");
    CHECK_LEAST(missed_by("2026-12-02"), 1);
    CHECK_STR(clock_of(id, "first_look"), "missed 2026-11-24 2026-12-01");
    CHECK_INT(told(id, "first_look"), 1);
    CHECK_STR(rig_sql_text(arena_printf(a,
                                        "SELECT COALESCE(to_state, 'none') FROM event WHERE "
                                        "filing_id = '%s' AND what = 'missed'",
                                        id)),
              "none");
    CHECK_STR(clock_of(still, "first_look"), "paused 2026-11-24 2026-12-01");
    CHECK_INT(missed_by("2026-12-02"), 0);
    CHECK_INT(told(id, "first_look"), 1);

    /* What the decision finds missed already is told no second time; what it finds first, is. */
    rig_decided(&first, id, "pass");
    CHECK_INT(told(id, "first_look"), 1);
    today_is("2026-12-08");
    rig_decided(&second, id, "refuse");
    CHECK_STR(clock_of(id, "second_look"), "missed 2026-12-02 2026-12-07");
    CHECK_INT(told(id, "second_look"), 1);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM deadline WHERE filing_id = '%s' AND "
                                         "state IN ('running', 'paused')",
                                         id)),
              0);
    today_is("2026-11-24");
}

/* It was returned in time, and its filer takes a month. */
static void
a_clock_that_stands_still_does_not_run_out(void)
{
    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    today_is("2026-11-27");
    rig_decided(&first, id, "return");
    today_is("2026-12-28");
    missed_by("2026-12-28");
    CHECK_STR(clock_of(id, "first_look"), "paused 2026-11-24 2026-12-01");
    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    CHECK_STR(clock_of(id, "first_look"), "met 2026-11-24 2026-12-01");
    CHECK_INT(told(id, "first_look"), 0);
    CHECK_STR(clock_of(id, "answer"), "missed 2026-11-27 2026-12-07");
    CHECK_INT(told(id, "answer"), 1);
    today_is("2026-11-24");
}

/* Nobody had looked since its day was over: to return it saves nothing. */
/* One that hangs on no review goes on while a filing is in force, and not after that. */
static void
what_is_struck_from_the_register_has_no_clock_that_runs(void)
{
    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "pass");
    CHECK_STR(clock_of(id, "moody"), "running 2026-11-24 2026-12-03");
    rig_struck(&second, id, "revoke");
    CHECK_STR(clock_of(id, "moody"), "met 2026-11-24 2026-12-03");
    CHECK_STR(running_of(id), "");
}

static void
a_clock_that_has_run_out_does_not_stand_still(void)
{
    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    today_is("2026-12-04");
    rig_decided(&first, id, "return");
    CHECK_STR(clock_of(id, "first_look"), "missed 2026-11-24 2026-12-01");
    CHECK_INT(told(id, "first_look"), 1);
    today_is("2026-11-24");
}

static void
the_end_of_clocks_fails_cleanly_at_every_statement_and_is_made_good(void)
{
    int failures = 0;

    begin_with();
    today_is("2026-11-24");
    const char *id = rig_submitted(&who, "algorithm");
    missed_by("2026-12-01");
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
        CHECK_INT(told(id, "first_look"), 0);
    }
    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures, 5);
    CHECK_INT(told(id, "first_look"), 1);
}

static void
close_the_second_judge(void)
{
    begin_with();
    policy_close(rules);
    rules = shipped;
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
    TEST(the_clock_of_a_stage_ends_with_it_although_the_rules_let_it_run_on),
    TEST(another_calendar_is_told_at_once_whatever_stood_still),
    TEST(clocks_of_what_a_rule_set_moves_to_another_stage_are_those_of_that_stage),
    TEST(clocks_of_what_a_rule_set_gives_back_to_its_filer_are_those_of_a_return),
    TEST(what_moves_meanwhile_is_asked_about_again_and_nothing_under_another_set),
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

/* The judge as a process: what happens when it hangs, dies or runs short, and that nothing is left
 * behind. */
#include "policy/client.h"
#include "policy_rig.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define HANG RIG_RULE("if facts.filing.data.basic.name == '好' then while true do end end")
#define BUDGET_MS 1000

/* The judge decides and gives no answer, for that reason; the next question is answered. */
static void
check_ends_in(struct policy *p, const char *code)
{
    struct fault f = {0};
    const char *answer = "none";

    CHECK_REFUSED(policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f), ERR_RULE, code, &f);
    CHECK(answer == NULL);
    rig_check_answers(p);
}

/* A judge whose rule never ends, with so long to answer and no other limit within reach. */
static struct policy *
hanging(int ask_wall_ms)
{
    struct policy_limits limits = rig_limits();

    limits.ask_wall_ms = ask_wall_ms;
    limits.budget_ops = (long)1 << 50;
    return rig_policy(RIG_CHECK, HANG, &limits);
}

/* ---- it hangs -------------------------------------------------------------------------------- */

static void
a_judge_that_hangs_is_killed_and_the_next_question_is_answered(void)
{
    struct policy *p = hanging(BUDGET_MS);
    pid_t judge = rig_child();

    check_ends_in(p, "rule_timeout");
    CHECK(rig_child() != judge);
    policy_close(p);
}

/* An alarm comes every two milliseconds. When as many have come as there are in twenty times the
 * wall budget, that does not run: the judge is killed, so that the question ends all the same. */
enum { ALARM_MS = 2, ALARMS_MOST = 20 * BUDGET_MS / ALARM_MS };
static volatile sig_atomic_t alarms;
static volatile pid_t alarmed_judge; /* 0: none is waited for */

static void
on_alarm(int signal_number)
{
    (void)signal_number;
    if (alarmed_judge && ++alarms == ALARMS_MOST)
        kill(alarmed_judge, SIGKILL);
}

static void
signals_do_not_lengthen_the_wall_budget_nor_end_it(void)
{
    struct policy *p = hanging(BUDGET_MS);
    struct fault f = {0};
    struct sigaction act = {.sa_handler = on_alarm};
    struct itimerval often = {{0, ALARM_MS * 1000}, {0, ALARM_MS * 1000}}, never = {{0, 0}, {0, 0}};
    const char *answer;

    alarms = 0;
    alarmed_judge = rig_child();
    sigaction(SIGALRM, &act, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    enum err err = policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f);
    alarmed_judge = 0;
    rig_check_answers(p); /* the next judge starts under signals, too */
    setitimer(ITIMER_REAL, &never, NULL);
    signal(SIGALRM, SIG_IGN); /* one may still be on its way */

    CHECK_REFUSED(err, ERR_RULE, "rule_timeout", &f);
    CHECK_LEAST(alarms, 11); /* so many interrupted the wait and did not end it */
    policy_close(p);
}

/* ---- it dies --------------------------------------------------------------------------------- */

static void
a_judge_killed_between_questions_is_replaced_unnoticed(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    pid_t first = rig_child();

    kill(first, SIGKILL);
    for (int n = 0; !rig_is_over(first) && rig_wait(&n);)
        continue;
    rig_check_answers(p);
    CHECK(rig_child() != first);
    policy_close(p);
}

static void
a_stopped_judge_can_be_closed(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);

    kill(rig_child(), SIGSTOP);
    policy_close(p);
    CHECK(rig_is_childless());
}

/* Kills the judge once it has computed for some ticks more: it is in the midst of the question. */
static pid_t
kill_when_busy(pid_t judge)
{
    long start = rig_ticks(judge);
    pid_t killer = fork();

    if (killer == 0) {
        for (int n = 0; rig_ticks(judge) < start + 5 && rig_wait(&n);)
            continue;
        kill(judge, SIGKILL);
        _exit(0);
    }
    return killer;
}

static void
a_judge_killed_in_a_question_costs_that_question_only(void)
{
    struct policy *p = hanging(60000);
    pid_t killer = kill_when_busy(rig_child());

    check_ends_in(p, "rule_crash");
    waitpid(killer, NULL, 0);
    policy_close(p);
}

/* A worker with a judge in the midst of a question that never ends; the judge's pid in *judge. */
static pid_t
worker_with_busy_judge(pid_t *judge)
{
    int pipes[2];

    if (pipe(pipes))
        check_stop("no pipe");
    pid_t worker = fork();
    if (worker == 0) {
        struct policy *p = hanging(600000);
        const char *answer;
        *judge = rig_child();
        if (write(pipes[1], judge, sizeof *judge) == sizeof *judge &&
            policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, NULL))
            _exit(1);
        _exit(0);
    }

    CHECK_INT(read(pipes[0], judge, sizeof *judge), sizeof *judge);
    close(pipes[0]);
    close(pipes[1]);
    long start = rig_ticks(*judge);
    for (int n = 0; rig_ticks(*judge) < start + 5 && rig_wait(&n);)
        continue;
    return worker;
}

static void
a_judge_dies_with_its_worker_even_in_a_question(void)
{
    pid_t judge = 0, worker = worker_with_busy_judge(&judge);

    CHECK(judge > 0 && !rig_is_over(judge));
    kill(worker, SIGKILL);
    waitpid(worker, NULL, 0);
    for (int n = 0; !rig_is_over(judge) && rig_wait(&n);)
        continue;
    if (!CHECK(rig_is_over(judge)))
        kill(judge, SIGKILL);
}

/* ---- judged all the same --------------------------------------------------------------------- */

#define BLANK_FACTS                                                                                \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},"                 \
    "\"filing\":{\"id\":null,\"kind\":\"subject\",\"action\":\"initial\",\"version\":1,"           \
    "\"data\":{\"basic\":{}},\"submitted_on\":null},\"organization\":null,"                        \
    "\"products\":[],\"attachments\":{}}"

/* Has the facts judged, whatever the rules do; the fault is the first thing that is said. */
static const json_t *
judged(struct policy *p, const char *facts, const char *verdict)
{
    struct fault why = {0};
    const char *answer = NULL;

    if (!CHECK_ERR(policy_judge(p, a, facts, &answer, &why), OK, &why))
        check_stop("no answer");
    CHECK_INT(why.err, ERR_RULE);
    json_t *root = rig_parse(answer);
    CHECK_STR(json_str(root, "verdict"), verdict);
    CHECK(json_is_true(rig_at(root, "/findings/0/fault")));
    CHECK_STR(json_str(root, "rule_set"), policy_rule_set(p));
    return root;
}

/* Nobody knows at first what hung: asked again, the judge says what it sets to work. */
static void
a_rule_that_hangs_is_left_out_by_name_and_the_rest_is_judged(void)
{
    struct policy *p = hanging(BUDGET_MS);
    const json_t *root = judged(p, RIG_FACTS, "needs_human");

    CHECK_STR(rig_text(root, "/findings/0/rule"), "test.hostile");
    CHECK_HAS(rig_text(root, "/findings/0/source"), "rules/checks/hostile.lua:");
    rig_check_answers(p);
    policy_close(p);
}

/* So many rules that never end that leaving them out one by one has an end of its own. */
static const char *
endless_rules(int n)
{
    struct buf b = BUF(a);

    for (int i = 0; i < n; i++)
        buf_printf(&b,
                   "rule { id = 'test.endless%d', title = '无穷', law = '测试法',\n"
                   "  severity = 'warning', kinds = { 'subject' }, reads = { 'filing.kind' },\n"
                   "  check = function(facts, say) while facts do end say.at('', '无') end }\n",
                   i);
    return b.p;
}

static const char *
endless_cases(int n)
{
    struct buf b = BUF(a);

    for (int i = 0; i < n; i++)
        buf_printf(&b,
                   "case { ask = 'publish', name = '提到 %d', form = 'subject',\n"
                   "  expect = { findings = { { rule = 'test.endless%d' } } } }\n",
                   i, i);
    return b.p;
}

static struct policy *
endless(int n)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    if (rig_bundle_of(
            &b, RIG_FILES("checks/more.lua", endless_rules(n), "cases/more.lua", endless_cases(n)),
            &f) ||
        policy_open(&p, b, &limits, &f))
        check_stop("%s %s", f.where, f.text);
    bundle_free(b);
    return p;
}

static void
two_rules_that_never_end_are_both_named(void)
{
    struct policy *p = endless(2);
    const json_t *root = judged(p, RIG_FACTS, "needs_human");

    CHECK_STR(rig_text(root, "/findings/0/rule"), "test.endless0");
    CHECK_STR(rig_text(root, "/findings/1/rule"), "test.endless1");
    judged(p, BLANK_FACTS, "not_acceptable");
    policy_close(p);
}

static void
when_nothing_helps_the_form_alone_is_asked_and_its_errors_refuse(void)
{
    struct policy *p = endless(9);
    const json_t *root = judged(p, BLANK_FACTS, "not_acceptable");

    CHECK_STR(rig_text(root, "/findings/0/rule"), "engine.fault");
    CHECK_STR(rig_text(root, "/findings/1/rule"), "form.required");
    CHECK_STR(rig_text(judged(p, RIG_FACTS, "needs_human"), "/findings/0/rule"), "engine.fault");
    policy_close(p);
}

static void
when_not_even_the_form_can_be_asked_nothing_is_accepted(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct fault why = {0};
    const char *answer;

    p->limits.budget_ops = 1; /* the next judge does not even load the set */
    policy_drop(p);
    CHECK_REFUSED(policy_judge(p, a, RIG_FACTS, &answer, &why), ERR_RULE, "rules_unavailable",
                  &why);
    policy_close(p);
}

/* ---- it runs short --------------------------------------------------------------------------- */

/* Loads the set and decides under those limits. true when the filing was accepted; else the end
 * must have been a clean one with that code. */
static bool
is_decided(const char *text, const struct policy_limits *limits, const char *code)
{
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer = NULL;
    enum err err = rig_policy_open(&p, text ? RIG_CHECK : NULL, text, limits, &f);

    if (!err)
        err = policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f);
    if (err)
        CHECK_REFUSED(err, ERR_RULE, code, &f);
    else
        CHECK_HAS(answer, "\"acceptable\"");

    policy_close(p);
    return !err;
}

/* Grows one limit from almost nothing until a set loads and a filing is decided. */
static void
a_growing_budget_ends_cleanly_until_it_passes(void)
{
    struct policy_limits limits = rig_limits();
    int tries = 1, descriptors = rig_descriptors();

    limits.budget_ops = 1;
    for (; tries < 400 && !is_decided(NULL, &limits, "rule_budget"); tries++)
        limits.budget_ops += limits.budget_ops / 8 + 1;

    CHECK_LEAST(tries, 11);
    CHECK_MOST(tries, 399);
    CHECK_INT(rig_descriptors(), descriptors);
    CHECK(rig_is_childless());
}

static void
a_growing_memory_ends_cleanly_until_it_passes(void)
{
    struct policy_limits limits = rig_limits();
    int tries = 1, descriptors = rig_descriptors();

    limits.budget_ops = 50000000;
    limits.memory_bytes = 1000;
    for (; tries < 400 && !is_decided(NULL, &limits, "rule_memory"); tries++)
        limits.memory_bytes += limits.memory_bytes / 24 + 1;

    CHECK_LEAST(tries, 11);
    CHECK_MOST(tries, 399);
    CHECK_INT(rig_descriptors(), descriptors);
    CHECK(rig_is_childless());
}

/* Grows the budget within one question, where the set is loaded and only the answer runs short. */
static void
a_question_that_runs_short_ends_cleanly_until_it_passes(void)
{
    static const char busy[] =
        RIG_RULE("local t = {} for i = 1, 3000 do t[i] = tostring(i) end sort(t)");
    struct policy_limits limits = rig_limits();
    int tries = 1;

    limits.budget_ops = 4000;
    for (; tries < 3000 && !is_decided(busy, &limits, "rule_budget"); tries++)
        limits.budget_ops += limits.budget_ops / 10 + 7;

    CHECK_LEAST(tries, 4);
    CHECK_MOST(tries, 2999);
}

/* ---- it takes long --------------------------------------------------------------------------- */

static void
of_a_long_judgement_the_line_that_took_longest_is_known(void)
{
    struct policy *p =
        rig_policy(RIG_CHECK, RIG_RULE("for i = 1, 400000 do local x = i end"), NULL);
    struct fault f = {0};
    const char *answer, *at;

    policy_slowest_begin(p);
    CHECK_INT(policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f), OK);
    CHECK(policy_slowest(p, &at) > 0);
    CHECK_HAS(at, "checks/hostile.lua:5");

    policy_slowest_begin(p);
    rig_check_answers(p);
    CHECK(policy_slowest(p, &at) > 0);
    CHECK_STR(at, "");
    policy_close(p);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int descriptors_at_start;

static void
no_descriptor_is_left_open(void)
{
    CHECK_INT(rig_descriptors(), descriptors_at_start);
}

static const struct check_test tests[] = {
    TEST(a_judge_that_hangs_is_killed_and_the_next_question_is_answered),
    TEST(signals_do_not_lengthen_the_wall_budget_nor_end_it),
    TEST(a_judge_killed_between_questions_is_replaced_unnoticed),
    TEST(a_stopped_judge_can_be_closed),
    TEST(a_judge_killed_in_a_question_costs_that_question_only),
    TEST(a_judge_dies_with_its_worker_even_in_a_question),
    TEST(a_rule_that_hangs_is_left_out_by_name_and_the_rest_is_judged),
    TEST(two_rules_that_never_end_are_both_named),
    TEST(when_nothing_helps_the_form_alone_is_asked_and_its_errors_refuse),
    TEST(when_not_even_the_form_can_be_asked_nothing_is_accepted),
    TEST_LONG(a_growing_budget_ends_cleanly_until_it_passes),
    TEST_LONG(a_growing_memory_ends_cleanly_until_it_passes),
    TEST(a_question_that_runs_short_ends_cleanly_until_it_passes),
    TEST(of_a_long_judgement_the_line_that_took_longest_is_known),
    TEST(no_descriptor_is_left_open),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    descriptors_at_start = rig_descriptors();
    return check_main(argc, argv, tests, LEN(tests));
}

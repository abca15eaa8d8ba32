/* Running deadlines under the calendar of the active set. In the test set a deadline is due so many
 * days after it began. */
#include "govern/govern.h"
#include "policy_rig.h"
#include "store_rig.h"

static struct policy_limits limits;
static const char *set_hash; /* of the test set */

static void
activate(const char *hash, const char *files)
{
    struct rule_set x = {.hash = hash, .files = files, .origin = "folder", .added_at = 1};
    struct activation step = {.hash = hash, .kind = "watch"};
    bool is_new;

    WRITE({
        GOOD(govern_propose(s, NULL, 1, &x, &is_new, &fault));
        GOOD(store_activation_add(s, &step, &fault));
    });
}

static void
use_test_set(void)
{
    struct bundle *b = rig_bundle(NULL, NULL);

    limits = rig_limits();
    set_hash = arena_strdup(a, bundle_hash(b));
    activate(set_hash, bundle_text(b, a));
    bundle_free(b);
}

/* A filing under review whose deadline from the first of January is due on that day, with its task.
 */
static const char *
reviewed(const char *due_on, bool is_provisional, const char *state)
{
    struct filing x = rig_new_filing("algorithm");

    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        struct deadline d[] = {{.filing_id = x.id,
                                .name = "first_filing",
                                .from = "2026-01-01",
                                .due_on = "2026-01-11",
                                .state = "met",
                                .days = 10},
                               {.filing_id = x.id,
                                .name = "review",
                                .from = "2026-01-01",
                                .due_on = due_on,
                                .state = state,
                                .days = 30,
                                .is_provisional = is_provisional}};
        struct task t = {.filing_id = x.id,
                         .version = 1,
                         .stage = "preliminary",
                         .state = "open",
                         .area = "",
                         .class_code = "",
                         .clock = "review",
                         .due_on = due_on,
                         .is_provisional = is_provisional};
        GOOD(store_deadlines_set(s, x.id, d, 2, &fault));
        GOOD(store_task_add(s, &t, &fault));
    });

    return arena_strdup(a, x.id);
}

static long
recounted(void)
{
    long moved = -1;
    bool is_done = false;
    GOOD(govern_deadlines_recount(s, &limits, &moved, &is_done, &fault));
    CHECK(is_done);
    CHECK(store_is_idle(s));
    return moved;
}

static const char *
due_of(const char *id)
{
    struct deadline *rows;
    int n;
    GOOD(store_deadlines_list(s, a, id, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(rows[0].due_on, "2026-01-11");
    return arena_printf(a, "%s%s", rows[1].due_on, rows[1].is_provisional ? " provisional" : "");
}

static long
tasks_due(const char *id, const char *due_on)
{
    return rig_number(s, arena_printf(a,
                                      "SELECT count(*) FROM task WHERE filing_id = '%s' "
                                      "AND due_on = '%s' AND NOT is_provisional",
                                      id, due_on));
}

/* Lines of the audit trail that say so much of that filing. */
static long
lines_about(const char *id, const char *from, const char *to)
{
    return rig_number(s,
                      arena_printf(a,
                                   "SELECT count(*) FROM audit WHERE action = 'deadline.recount'"
                                   " AND object = '%s' AND detail ->> 'from' = '%s'"
                                   " AND detail ->> 'to' = '%s' AND detail ->> 'rule_set' = '%s'",
                                   id, from, to, set_hash));
}

static void
what_runs_is_counted_again_with_its_task_and_what_is_over_stays(void)
{
    const char *running = reviewed("2026-02-05", true, "running"),
               *met = reviewed("2026-02-05", true, "met"),
               *right = reviewed("2026-01-31", false, "running"),
               *marked = reviewed("2026-01-31", true, "running");
    long lines = rig_number(s, "SELECT count(*) FROM audit");

    CHECK_INT(recounted(), 2);
    CHECK_STR(due_of(running), "2026-01-31");
    CHECK_INT(tasks_due(running, "2026-01-31"), 1);
    CHECK_STR(due_of(met), "2026-02-05 provisional");
    CHECK_INT(tasks_due(met, "2026-01-31"), 0);
    CHECK_STR(due_of(right), "2026-01-31");
    CHECK_STR(due_of(marked), "2026-01-31");
    CHECK_INT(tasks_due(marked, "2026-01-31"), 1);

    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit"), lines + 2);
    CHECK_INT(lines_about(running, "2026-02-05", "2026-01-31"), 1);
    CHECK_INT(recounted(), 0);
}

/* Counts days, too: each of its own is one day shorter. A review stands still with its filer. */
static const char counting_days[] =
    "counting {\n"
    "  law = '测试法',\n"
    "  after = function(from, days)\n"
    "    return { due_on = day_text(day_number(from) + days), provisional = false }\n"
    "  end,\n"
    "  after_days = function(from, days)\n"
    "    return { due_on = day_text(day_number(from) + days - 1), provisional = false }\n"
    "  end,\n"
    "  list = function(from) return { from } end,\n"
    "  is_over = function(due_on, clock) return clock.today > due_on end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'use', title = '使用', law = '测试法', kinds = { 'product' }, days = 10,\n"
    "  reads = { 'clock.today' }, from = function() return '2026-11-20' end,\n"
    "  done = function() return nil end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'review', title = '审核', law = '测试法', kinds = { 'algorithm' }, days = 30,\n"
    "  unit = 'day', stage = 'early', paused = { 'draft' }, reads = { 'clock.today' },\n"
    "  done = function() return nil end,\n"
    "}\n";

static void
activate_counting_days(void)
{
    struct bundle *b = rig_bundle("deadlines.lua", counting_days);

    activate(bundle_hash(b), bundle_text(b, a));
    set_hash = arena_strdup(a, bundle_hash(b));
    bundle_free(b);
}

static void
go_back_to_the_test_set(void)
{
    use_test_set();
    CHECK_INT(rig_sql(s, "UPDATE deadline SET state = 'met'"), SQLITE_OK);
}

static void
each_unit_is_counted_as_itself(void)
{
    const char *of_days = reviewed("2026-01-31", false, "running");

    CHECK_INT(rig_sql(s, arena_printf(a, "UPDATE deadline SET unit = 'day' WHERE filing_id = '%s'",
                                      of_days)),
              SQLITE_OK);
    CHECK_INT(recounted(), 0); /* the test set does not say how days are counted */

    activate_counting_days();
    CHECK_INT(recounted(), 1);
    CHECK_STR(due_of(of_days), "2026-01-30");
    go_back_to_the_test_set();
}

struct stay {
    const char *day, *state;
};

/* Its clock is one of days; this is where its filing stood. */
static const char *
stood(const char *due_on, const char *state, const struct stay *stays, int n)
{
    const char *id = reviewed(due_on, false, state);

    CHECK_INT(
        rig_sql(s, arena_printf(a, "UPDATE deadline SET unit = 'day' WHERE filing_id = '%s'", id)),
        SQLITE_OK);
    for (int i = 0; i < n; i++) {
        int64_t at;
        CHECK(time_parse(arena_printf(a, "%sT00:30:00+08:00", stays[i].day), &at));
        struct event e = {.filing_id = id,
                          .version = 1,
                          .actor_role = "filer",
                          .what = "moves",
                          .from_state = i > 0 ? stays[i - 1].state : NULL,
                          .to_state = stays[i].state,
                          .at = at};
        WRITE(GOOD(store_event_add(s, &e, &fault)));
    }
    return id;
}
#define STOOD(due_on_, state_, ...)                                                                \
    stood(due_on_, state_, (const struct stay[]){__VA_ARGS__},                                     \
          (int)LEN(((const struct stay[]){__VA_ARGS__})))

static long
waited_of(const char *id)
{
    return rig_number(
        s, arena_printf(a, "SELECT waited FROM deadline WHERE filing_id = '%s' AND n = 1", id));
}

static void
what_stood_still_is_counted_again_from_the_history_of_its_filing(void)
{
    const char *never = STOOD("2026-01-30", "running", {"2025-12-20", "draft"},
                              {"2026-01-01", "waiting"}, {"2026-01-03", "early"}),
               *went_on = STOOD("2026-02-20", "running", {"2025-12-20", "draft"},
                                {"2026-01-01", "waiting"}, {"2026-01-05", "draft"},
                                {"2026-01-10", "waiting"}, {"2026-01-11", "early"}),
               *stands = STOOD("2026-02-21", "paused", {"2026-01-01", "waiting"},
                               {"2026-01-20", "draft"}),
               *twice = STOOD("2026-02-22", "running", {"2026-01-01", "waiting"},
                              {"2026-01-05", "draft"}, {"2026-01-06", "waiting"},
                              {"2026-01-06", "draft"}, {"2026-01-08", "early"}),
               *met = STOOD("2026-02-23", "met", {"2026-01-01", "waiting"}, {"2026-01-05", "draft"},
                            {"2026-01-10", "waiting"}),
               *missed = STOOD("2026-02-24", "missed", {"2026-01-01", "waiting"},
                               {"2026-01-05", "draft"}, {"2026-01-10", "waiting"});
    struct deadline_moves_query q = {0};
    long total;

    activate_counting_days();
    struct policy *p = rig_policy("deadlines.lua", counting_days, NULL);
    GOOD(govern_deadlines_moved(s, a, p, &q, &total, &fault));
    CHECK_INT(total, 3); /* what is listed is what moves */
    policy_close(p);
    CHECK_INT(recounted(), 3);
    CHECK_STR(due_of(never), "2026-01-30");
    CHECK_STR(due_of(went_on), "2026-02-05");
    CHECK_INT(waited_of(went_on), 6);
    CHECK_INT(tasks_due(went_on, "2026-02-05"), 1);
    CHECK_INT(lines_about(went_on, "2026-02-20", "2026-02-05"), 1);
    CHECK_STR(due_of(stands), "2026-01-31"); /* if it went on on the day on which it stopped */
    CHECK_STR(due_of(twice), "2026-02-03");
    CHECK_INT(waited_of(twice), 4);
    CHECK_STR(due_of(met), "2026-02-23");
    CHECK_STR(due_of(missed), "2026-02-24");

    CHECK_INT(recounted(), 0);
    go_back_to_the_test_set();
}

static void
a_task_that_is_done_keeps_the_day_it_was_due_on(void)
{
    const char *id = reviewed("2026-02-06", false, "running");

    const char *done =
        arena_printf(a, "UPDATE task SET state = 'done', claimed_by = '%s' WHERE filing_id = '%s'",
                     rig_reviewer.id, id);

    CHECK_INT(rig_sql(s, done), SQLITE_OK);
    CHECK_INT(recounted(), 1);
    CHECK_INT(tasks_due(id, "2026-02-06"), 1);
}

static void
hundreds_are_moved_in_several_transactions(void)
{
    for (int i = 0; i < 450; i++)
        reviewed(i % 2 ? "2026-02-07" : "2026-02-08", false, "running");
    CHECK_INT(recounted(), 450);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM deadline "
                            "WHERE state = 'running' AND due_on <> '2026-01-31'"),
              0);
    CHECK_INT(recounted(), 0);
}

/* The moves of these groups, two a page: how many. All are to that day. */
static int
listed(const struct deadline_moves_query *of, const char *from, const char *to)
{
    struct deadline_moves_query q = *of;
    struct deadline_move *rows;
    int n, seen = 0;

    q.limit = 2;

    do {
        GOOD(store_deadline_moves(s, a, &q, &rows, &n, &fault));
        for (int i = 0; i < n; i++, seen++) {
            CHECK_STR(rows[i].due_on, from);
            CHECK_STR(rows[i].new_due_on, to);
            CHECK_STR(rows[i].organization_name, rig_org.name);
        }
        q.cursor = n > 0 ? store_deadline_cursor(a, &rows[n - 1]) : NULL;
    } while (n > 0);
    return seen;
}

static void
what_would_move_is_listed_page_by_page_before_it_moves(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct deadline_moves_query q = {0};
    struct deadline_move *rows;
    long total;
    int n;

    for (int i = 0; i < 3; i++)
        reviewed("2026-02-09", false, "running");
    GOOD(govern_deadlines_moved(s, a, p, &q, &total, &fault));
    CHECK_INT(total, 3);
    CHECK_INT(listed(&q, "2026-02-09", "2026-01-31"), 3);
    q.cursor = "nonsense";
    CHECK_ERR(store_deadline_moves(s, a, &q, &rows, &n, &fault), ERR_INPUT, &fault);

    CHECK_INT(recounted(), 3);
    GOOD(govern_deadlines_moved(s, a, p, &q, &total, &fault));
    CHECK_INT(total, 0);
    CHECK_STR(q.groups, "[]");
    policy_close(p);
}

static void
a_recount_fails_cleanly_at_every_statement_and_is_made_good(void)
{
    const char *id = reviewed("2026-02-10", true, "running");
    int failures = 0;

    log_level_set(LOG_NONE_);
    for (long at = 1; at < 60; at++) {
        long moved;
        bool is_done;
        commit_seams.fail_at = at;
        enum err err = govern_deadlines_recount(s, &limits, &moved, &is_done, &fault);
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        if (is_over) {
            CHECK_ERR(err, OK, &fault);
            break;
        }
        failures++;
        CHECK(err != OK);
        CHECK(store_is_idle(s));
        CHECK_STR(due_of(id), "2026-02-10 provisional");
    }

    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures, 5);
    CHECK_STR(due_of(id), "2026-01-31");
}

static void
a_set_that_does_not_load_moves_nothing_and_says_why(void)
{
    const char *id = reviewed("2026-02-11", false, "running");
    bool is_done;
    long moved = -1;

    activate("broken", "{\"set.lua\":\"(\"}");
    CHECK_ERR(govern_deadlines_recount(s, &limits, &moved, &is_done, &fault), ERR_RULE, &fault);
    CHECK_INT(moved, 0);
    CHECK_STR(due_of(id), "2026-02-11");
}

static const struct check_test tests[] = {
    TEST(what_runs_is_counted_again_with_its_task_and_what_is_over_stays),
    TEST(each_unit_is_counted_as_itself),
    TEST(what_stood_still_is_counted_again_from_the_history_of_its_filing),
    TEST(a_task_that_is_done_keeps_the_day_it_was_due_on),
    TEST(hundreds_are_moved_in_several_transactions),
    TEST(what_would_move_is_listed_page_by_page_before_it_moves),
    TEST(a_recount_fails_cleanly_at_every_statement_and_is_made_good),
    TEST(a_set_that_does_not_load_moves_nothing_and_says_why),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, use_test_set, tests, LEN(tests));
}

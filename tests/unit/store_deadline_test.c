/* Clocks of many filings: what has ended costs those that ask about what is open nothing. */
#include "store_rig.h"

enum { ENDED = 2000 };

/* Two that are open, one of them standing still, of filings of their own. */
static void
open_some(void)
{
    WRITE(for (int i = 0; i < 2; i++) {
        struct filing x = rig_new_filing("algorithm");
        struct deadline d = {.name = "review",
                             .label = "审核",
                             .from = "2026-03-02",
                             .due_on = "2026-03-16",
                             .days = 10,
                             .unit = "workday",
                             .state = i ? "paused" : "running",
                             .credit = "[]"};
        GOOD(store_filing_add(s, &x, &fault));
        GOOD(store_deadlines_set(s, x.id, &d, 1, &fault));
    });
}

/* So many more of one filing, met or missed. */
static void
end_many(void)
{
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "WITH RECURSIVE k (i) AS (SELECT 10 UNION ALL"
                                      " SELECT i + 1 FROM k WHERE i < %d) "
                                      "INSERT INTO deadline (filing_id, n, name, from_on, days,"
                                      " due_on, is_provisional, state) "
                                      "SELECT '%s', i, 'review', '2026-03-02', 10, '2026-03-16',"
                                      " 0, CASE i %% 2 WHEN 0 THEN 'met' ELSE 'missed' END FROM k",
                                      ENDED + 9, rig_filing.id)),
              SQLITE_OK);
}

/* Steps of SQLite's machine that the question took since it was asked about last. */
static int
steps(enum query q)
{
    return sqlite3_stmt_status(sqlite_of(s)->statement[q], SQLITE_STMTSTATUS_VM_STEP, 1);
}

static long
groups_open(void)
{
    struct deadline_group *rows;
    long all = 0;
    int n = 0;

    GOOD(store_deadline_groups(s, a, "[]", &rows, &n, &fault));
    for (int i = 0; i < n; i++)
        all += rows[i].n;
    return all;
}

static int
moves_of(const char *groups)
{
    struct deadline_moves_query q = {.groups = groups, .paused = "[]", .limit = 10};
    struct deadline_move *rows;
    int n = 0;

    GOOD(store_deadline_moves(s, a, &q, &rows, &n, &fault));
    return n;
}

static void
what_has_ended_costs_no_step_when_what_is_open_is_grouped(void)
{
    bool is_any = false;

    rig_store_new();
    open_some();
    CHECK_INT(groups_open(), 2);
    (void)steps(Q_DEADLINE_GROUPS);
    (void)steps(Q_DEADLINE_ANY_OPEN);
    CHECK_INT(groups_open(), 2);
    GOOD(store_deadlines_any_open(s, &is_any, &fault));
    CHECK(is_any);
    int few = steps(Q_DEADLINE_GROUPS) + steps(Q_DEADLINE_ANY_OPEN);

    end_many();
    CHECK_INT(groups_open(), 2);
    GOOD(store_deadlines_any_open(s, &is_any, &fault));
    CHECK_INT(steps(Q_DEADLINE_GROUPS) + steps(Q_DEADLINE_ANY_OPEN), few);
}

static void
what_has_ended_costs_no_step_when_another_calendar_moves_the_rest(void)
{
    static const char groups[] =
        "[{\"from\":\"2026-03-02\",\"days\":10,\"unit\":\"workday\",\"rolls\":0,"
        "\"due_on\":\"2026-03-16\",\"provisional\":0,\"credit\":\"[]\",\"stays\":\"[]\","
        "\"new_due_on\":\"2026-03-17\",\"new_provisional\":0,\"new_waited\":0,"
        "\"new_credited\":0}]";

    rig_store_new();
    open_some();
    CHECK_INT(moves_of(groups), 2);
    (void)steps(Q_DEADLINE_MOVES);
    CHECK_INT(moves_of(groups), 2);
    int few = steps(Q_DEADLINE_MOVES);

    end_many();
    CHECK_INT(moves_of(groups), 2);
    CHECK_INT(steps(Q_DEADLINE_MOVES), few);
}

static const struct check_test tests[] = {
    TEST(what_has_ended_costs_no_step_when_what_is_open_is_grouped),
    TEST(what_has_ended_costs_no_step_when_another_calendar_moves_the_rest),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

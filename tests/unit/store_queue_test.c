/* One process: the queue that is walked says of every reviewer what the views say, and how much. */
#include "store_rig.h"

static const char *const areas[] = {"", "110108", "110105", "310104", "44", "440305", "X1"};
static const char *const classes[] = {"", "01", "02"};
static const char *const pools[] = {NULL, "a", "b"};
static const char *const days[] = {NULL, "2026-11-20", "2026-11-27", "2026-11-30", "2026-12-24"};
static const char *const stages[] = {"preliminary", "final"};

static uint64_t seed;

static unsigned
any(size_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((seed >> 33) % n);
}

#define ANY(list) list[any(LEN(list))]

static void
claim(struct task *t, const char *state)
{
    t->state = "claimed";
    t->claimed_by = rig_reviewer.id;
    t->claimed_at = 5;
    GOOD(store_task_move(s, t, "open", &fault));
    if (str_is(state, "claimed"))
        return;
    t->state = "done";
    t->outcome = "pass";
    t->done_at = 6;
    GOOD(store_task_move(s, t, "claimed", &fault));
}

/* A task, claimed at times, passed on to another stage at times, and gone at times. */
static void
add_task(void)
{
    struct filing x = rig_added_filing();
    struct task t = {.filing_id = x.id,
                     .version = 1,
                     .stage = ANY(stages),
                     .state = "open",
                     .area = ANY(areas),
                     .class_code = ANY(classes),
                     .pool = ANY(pools),
                     .due_on = ANY(days)};
    struct task next = t;
    unsigned fate = any(6);

    WRITE({
        GOOD(store_task_add(s, &t, &fault));
        if (fate < 3)
            claim(&t, fate == 0 ? "claimed" : "done");
        if (fate == 1)
            GOOD(store_task_add(s, &next, &fault));
        if (fate == 5)
            GOOD(store_task_drop(s, x.id, &fault));
    });
}

static void
set_scopes(void)
{
    static const char *const seen[] = {"", "11", "1101", "110108", "31", "44", "99"};
    struct scope rows[4];
    int n = (int)any(LEN(rows) + 1);

    for (int i = 0; i < n; i++)
        rows[i] = (struct scope){any(2) ? ANY(seen) : "", ANY(classes), any(2) ? "" : "a"};
    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, rows, n, &fault)));
}

#define STAGES "[\"preliminary\",\"final\"]"
#define DESK                                                                                       \
    "FROM reviewer_desk WHERE account_id = '%s' AND state <> 'done' "                              \
    "AND (state = 'open' OR claimed_by = '%s')"

static long
of_desk(const char *more)
{
    return rig_number(s, arena_printf(a, "SELECT count(*) " DESK " AND (%s)", rig_reviewer.id,
                                      rig_reviewer.id, more));
}

static void
compare_counts(void)
{
    struct task_counts_query q = {.account_id = rig_reviewer.id,
                                  .stages = STAGES,
                                  .today = "2026-11-27",
                                  .soon_until = "2026-12-01"};
    struct task_counts n;

    GOOD(store_task_counts(s, &q, &n, &fault));
    CHECK_INT(n.open, of_desk("state = 'open'"));
    CHECK_INT(n.mine, of_desk("state = 'claimed'"));
    CHECK_INT(n.overdue, of_desk("due_on <> '' AND due_on < '2026-11-27'"));
    CHECK_INT(n.soon, of_desk("due_on >= '2026-11-27' AND due_on < '2026-12-01'"));
}

static const char *
ids_of_desk(void)
{
    return rig_sql_text(arena_printf(
        a,
        "SELECT group_concat(id) FROM (SELECT id FROM reviewer_desk WHERE account_id = '%s' "
        "AND state <> 'done' ORDER BY due_on, id)",
        rig_reviewer.id));
}

static void
compare_list(void)
{
    struct task_query q = {.account_id = rig_reviewer.id, .stages = STAGES, .limit = 7};
    struct buf ids = BUF(a);
    struct task *rows;
    int n;

    buf_puts(&ids, "");
    do {
        GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
        for (int i = 0; i < n; i++)
            buf_printf(&ids, "%s%s", ids.n > 0 ? "," : "", rows[i].id);
        if (n > 0)
            q.cursor = store_task_cursor(a, &q, &rows[n - 1]);
    } while (n > 0);
    CHECK_STR(ids.p, ids_of_desk());
}

static void
each_reviewer_sees_in_the_queue_what_the_views_say(void)
{
    rig_store_new();
    seed = 11;
    for (int i = 0; i < 60; i++)
        add_task();
    for (int i = 0; i < 60; i++) {
        check_about("scopes %d", i);
        set_scopes();
        compare_list();
        compare_counts();
    }
}

/* As many open tasks as the queue has rows of, by whatever they are counted. */
static void
totals_follow_every_change_of_a_task(void)
{
    static const char *const changes[] = {
        "SELECT 1", "UPDATE task SET due_on = '2027-01-04' WHERE due_on = ''",
        "UPDATE task SET state = 'open', claimed_by = NULL, claimed_at = 0 WHERE state = 'claimed'",
        "UPDATE task SET stage = 'final', pool = '' WHERE state <> 'done'",
        "DELETE FROM task WHERE state <> 'done'"};
    const char *differ =
        "SELECT count(*) FROM (SELECT stage, class_code, pool, due_on, area <> '', "
        "count(*) FROM task WHERE state = 'open' GROUP BY 1, 2, 3, 4, 5 "
        "EXCEPT SELECT * FROM queue_total)";

    for (size_t i = 0; i < LEN(changes); i++) {
        check_about("%s", changes[i]);
        CHECK_INT(rig_sql(s, changes[i]), SQLITE_OK);
        CHECK_INT(rig_number(s, differ), 0);
        CHECK_INT(rig_number(s, "SELECT count(*) FROM queue"),
                  rig_number(s, "SELECT count(*) FROM task WHERE state <> 'done'"));
        CHECK_INT(rig_number(s, "SELECT sum(n) FROM queue_total"),
                  rig_number(s, "SELECT sum(state = 'open') FROM task"));
    }
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_total"), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_decided"), 0);
}

static int
found(const char *text, const char *area)
{
    const struct scope row = {area, "", ""};
    struct task_query q = {.account_id = rig_reviewer.id, .text = text, .limit = 50};
    struct task *rows;
    int n;

    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &row, 1, &fault)));
    GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
    return n;
}

static void
a_task_is_found_by_the_name_that_its_organization_has_now(void)
{
    rig_store_new();
    struct task t = {.filing_id = rig_added_filing().id,
                     .version = 1,
                     .stage = "preliminary",
                     .state = "open",
                     .area = "110108",
                     .class_code = "01"};
    WRITE(GOOD(store_task_add(s, &t, &fault)));
    CHECK_INT(found(rig_org.name, ""), 1);
    struct organization o = rig_org;
    o.name = "改名ABC公司";
    o.subject_filing_id = t.filing_id;
    o.subject_version = 1;
    WRITE(GOOD(store_organization_approve(s, &o, &fault)));
    CHECK_INT(found("改名abc", ""), 1);
    CHECK_INT(found("改名Abc公司", "11"), 1);
    CHECK_INT(found(rig_org.name, "11"), 0);
    CHECK_INT(found("改名%", "11"), 0);
}

static const struct check_test tests[] = {
    TEST(each_reviewer_sees_in_the_queue_what_the_views_say),
    TEST(totals_follow_every_change_of_a_task),
    TEST(a_task_is_found_by_the_name_that_its_organization_has_now),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

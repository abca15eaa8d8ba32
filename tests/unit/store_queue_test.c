/* One process: the queue that is walked says of every reviewer what the views say, and how much. */
#include "store/queue.h"
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

/* ---- choices ----------------------------------------------------------------------------------
 */

static const char *const titles[] = {"云帆短视频推荐算法", "骑手调度", "Ａbc 生成合成算法", "限",
                                     ""};
static const char *const kinds[] = {"algorithm", "subject"};
static const char *const texts[] = {NULL,   NULL,     "算法", "短视频推荐", "abc",   "限",
                                    "龘限", "测试单", "频短", "%",          "法\n测"};

static void
add_titled_task(void)
{
    struct filing x = rig_new_filing(ANY(kinds));
    x.title = ANY(titles);
    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        struct task t = {.filing_id = x.id,
                         .version = 1,
                         .stage = ANY(stages),
                         .state = "open",
                         .area = ANY(areas),
                         .class_code = ANY(classes),
                         .due_on = ANY(days)};
        GOOD(store_task_add(s, &t, &fault));
        if (any(5) == 0)
            claim(&t, "claimed");
    });
}

static const char *
condition(const struct task_query *q, bool is_soon)
{
    struct buf b = BUF(a);

    buf_puts(&b, "1");
    if (q->kind != NULL)
        buf_printf(&b, " AND kind = '%s'", q->kind);
    if (q->class_code != NULL)
        buf_printf(&b, " AND class_code = '%s'", q->class_code);
    if (q->state != NULL)
        buf_printf(&b, " AND state = '%s'", q->state);
    if (q->is_mine)
        buf_printf(&b, " AND claimed_by = '%s'", rig_reviewer.id);
    if (is_soon)
        buf_puts(&b, " AND due_on >= '2026-11-27' AND due_on < '2026-12-01'");
    if (q->text != NULL)
        buf_printf(&b,
                   " AND instr(fold(title) || char(10) || fold(organization_name) || char(10) "
                   "|| COALESCE(number, ''), fold('%s')) > 0",
                   q->text);
    return b.p;
}

static void
compare_choice(void)
{
    bool is_soon = any(3) == 0;
    struct task_query q = {.account_id = rig_reviewer.id,
                           .stages = any(2) ? STAGES : "[\"final\"]",
                           .text = ANY(texts),
                           .kind = any(2) ? NULL : ANY(kinds),
                           .class_code = any(3) ? NULL : ANY(classes),
                           .state = any(3)   ? NULL
                                    : any(2) ? "open"
                                             : "claimed",
                           .is_mine = any(4) == 0,
                           .due_from = is_soon ? "2026-11-27" : NULL,
                           .due_before = is_soon ? "2026-12-01" : NULL,
                           .limit = 1000};
    struct buf ids = BUF(a);
    struct task *rows;
    int n;

    buf_puts(&ids, "");
    GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
    for (int i = 0; i < n; i++)
        buf_printf(&ids, "%s%s", i > 0 ? "," : "", rows[i].id);
    check_about("%s of %s", condition(&q, is_soon), q.stages);
    CHECK_STR(ids.p, rig_sql_text(arena_printf(
                         a,
                         "SELECT group_concat(id) FROM (SELECT id FROM reviewer_desk "
                         "WHERE account_id = '%s' AND state <> 'done' AND %s AND stage IN "
                         "(SELECT value FROM json_each('%s')) ORDER BY due_on, id)",
                         rig_reviewer.id, condition(&q, is_soon), q.stages)));
}

/* The clerk's work. */
static void
list_words(int most, int times)
{
    int n = 1;

    for (int i = 0; n > 0 && i < times; i++)
        WRITE(GOOD(store_queue_list(s, most, &n, &fault)));
}

static void
compare_choices(void)
{
    int times = check_is_quick ? 6 : 60;

    for (int i = 0; i < times; i++) {
        set_scopes();
        compare_choice();
    }
}

static void
each_choice_finds_what_a_look_at_every_row_finds(void)
{
    rig_store_new();
    seed = 17;
    for (int i = 0; i < 80; i++)
        add_titled_task();
    compare_choices(); /* none is listed */
    list_words(30, 1);
    compare_choices(); /* some are */
    list_words(30, 10);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue WHERE ord IS NULL"), 0);
    compare_choices();
}

/* More than are looked up one by one. */
static void
what_many_have_is_walked_to(void)
{
    for (int i = 0; i < 500; i++)
        add_titled_task();
    list_words(100, 10);
    compare_choices();
}

static void
what_a_row_says_now_is_found_and_what_it_said_before_is_not(void)
{
    static const char *const changes[] = {
        "UPDATE task SET area = '310104', class_code = '02' WHERE area = '110108'",
        "UPDATE task SET due_on = '2027-01-04', stage = 'final' WHERE due_on = ''",
        "UPDATE queue SET text = replace(text, '调度', '派单')",
        "UPDATE task SET state = 'open', claimed_by = NULL, claimed_at = 0 WHERE state = 'claimed'",
        "DELETE FROM task WHERE class_code = '01'"};

    for (size_t i = 0; i < LEN(changes); i++) {
        CHECK_INT(rig_sql(s, changes[i]), SQLITE_OK);
        if (i == 2)
            CHECK_INT(rig_sql(s, "UPDATE filing SET title = replace(title, '调度', '派单')"),
                      SQLITE_OK);
        compare_choices();
        list_words(100, 10);
        compare_choices();
    }
    CHECK_INT(found("派单", "") > 0, 1);
    CHECK_INT(found("调度", ""), 0);
}

/* Only the chunks in which something waits are kept, and what is left in an old one moves. */
static void
places_of_what_is_gone_are_let_go(void)
{
    long before = rig_number(s, "SELECT count(*) FROM queue");

    CHECK_INT(rig_sql(s, "UPDATE queue_span SET next = 5 * 16384"), SQLITE_OK);
    add_titled_task();
    list_words(100, 20);
    CHECK_INT(rig_number(s, "SELECT low FROM queue_span"), 5 * 16384);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_posting WHERE id % 65536 < 5"), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue WHERE ord >= 5 * 16384"), before + 1);
    compare_choices();
}

/* Whoever is forgotten cannot be put together again from the terms of what waited. */
static void
what_is_forgotten_is_in_no_term_and_the_rest_is_listed_anew(void)
{
    long waits = rig_number(s, "SELECT count(*) FROM queue");

    CHECK(rig_number(s, "SELECT count(*) FROM queue_posting") > 0);
    WRITE(GOOD(store_queue_forget(s, &fault)));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_posting"), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_term"), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue WHERE ord IS NULL"), waits);
    compare_choices();
    list_words(100, 20);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue WHERE ord IS NULL"), 0);
    compare_choices();
}

static const struct check_test tests[] = {
    TEST(each_reviewer_sees_in_the_queue_what_the_views_say),
    TEST(totals_follow_every_change_of_a_task),
    TEST(a_task_is_found_by_the_name_that_its_organization_has_now),
    TEST(each_choice_finds_what_a_look_at_every_row_finds),
    TEST_LONG(what_many_have_is_walked_to),
    TEST(what_a_row_says_now_is_found_and_what_it_said_before_is_not),
    TEST(places_of_what_is_gone_are_let_go),
    TEST(what_is_forgotten_is_in_no_term_and_the_rest_is_listed_anew),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

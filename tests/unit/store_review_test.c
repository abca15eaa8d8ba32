/* One process: review tasks, and who sees them. */
#include "store_rig.h"

static struct task
new_task(const char *filing_id, const char *area, const char *class_code, const char *due_on)
{
    return (struct task){.filing_id = filing_id,
                         .version = 1,
                         .stage = "preliminary",
                         .state = "open",
                         .area = area,
                         .class_code = class_code,
                         .due_on = due_on};
}

static void
set_scope(const char *area, const char *class_code)
{
    const struct scope row = {area, class_code, ""};

    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &row, area ? 1 : 0, &fault)));
}

static int
listed(const char *stage, const char *state)
{
    struct task_query q = {.account_id = rig_reviewer.id,
                           .stages = stage ? arena_printf(a, "[\"%s\"]", stage) : NULL,
                           .state = state,
                           .is_done = str_is(state, "done"),
                           .limit = 50};
    struct task *rows;
    int n;

    GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
    return n;
}

/* ---- tasks ----------------------------------------------------------------------------------- */

static void
scope_is_a_list_of_area_and_class(void)
{
    const struct scope rows[] = {{"11", "01", "a"}, {"", "02", ""}, {"11", "01", "a"}};
    const char *json;

    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, rows, 3, &fault)));
    GOOD(store_scope_json(s, a, rig_reviewer.id, &json, &fault));
    CHECK_STR(json, "[{\"area\":\"\",\"class\":\"02\",\"pool\":\"\"},"
                    "{\"area\":\"11\",\"class\":\"01\",\"pool\":\"a\"}]");
    set_scope(NULL, NULL);
    GOOD(store_scope_json(s, a, rig_reviewer.id, &json, &fault));
    CHECK_STR(json, "[]");
}

/* A new database with a task in it for each of these days, NULL for none; the reviewer sees all. */
static void
queue(void)
{
    static const char *const due[] = {"2026-12-03", "2026-12-01", NULL, "2026-12-02", "2026-12-01"};

    rig_store_new();
    for (size_t i = 0; i < LEN(due); i++) {
        struct task t = new_task(rig_added_filing().id, "110108", "01", due[i]);
        WRITE({
            GOOD(store_task_add(s, &t, &fault));
            CHECK_ERR(store_task_add(s, &t, &fault), ERR_CONFLICT, &fault); /* one not done each */
        });
    }
    set_scope("", "");
}

static void
queue_goes_by_due_date_and_pages_on(void)
{
    struct task *rows;
    const char *before = "";
    int n, seen = 0;

    queue();
    struct task_query q = {.account_id = rig_reviewer.id, .limit = 2};
    do {
        q.state = seen % 2 ? "open" : NULL;
        GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
        for (int i = 0; i < n; i++, seen++) {
            const char *day = rows[i].due_on ? rows[i].due_on : "";
            CHECK_LEAST(strcmp(day, before), 0);
            CHECK_INT(rows[i].due_on == NULL, seen == 0);
            before = day;
            q.cursor = store_task_cursor(a, &q, &rows[i]);
        }
    } while (n > 0 && seen < 20);
    CHECK_INT(seen, 5);
    CHECK_STR(before, "2026-12-03");
    q.cursor = "nonsense";
    CHECK_ERR(store_task_list(s, a, &q, &rows, &n, &fault), ERR_INPUT, &fault);
}

static void
queue_is_filtered_by_stage_and_state(void)
{
    queue();
    CHECK_INT(listed("final", NULL), 0);
    CHECK_INT(listed("preliminary", "open"), 5);
    CHECK_INT(listed(NULL, "done"), 0);
}

static void
reviewer_sees_only_the_scope(void)
{
    static const struct {
        const char *area, *class_code;
        int n;
    } scopes[] = {{"", "", 5},         {"11", "", 5},     {"1101", "01", 5}, {"110108", "01", 5},
                  {"110108", "02", 0}, {"110109", "", 0}, {"31", "", 0},     {NULL, NULL, 0}};
    struct task *rows;
    bool sees;
    int n;

    queue();
    struct task_query q = {.account_id = rig_reviewer.id, .limit = 1};
    GOOD(store_task_list(s, a, &q, &rows, &n, &fault));
    for (size_t i = 0; i < LEN(scopes); i++) {
        check_about("%s %s", scopes[i].area ? scopes[i].area : "none",
                    scopes[i].class_code ? scopes[i].class_code : "none");
        set_scope(scopes[i].area, scopes[i].class_code);
        CHECK_INT(listed(NULL, NULL), scopes[i].n);
        CHECK_INT(listed(NULL, "open"), scopes[i].n);
        GOOD(store_filing_in_scope(s, rows[0].filing_id, rig_reviewer.id, &sees, &fault));
        CHECK_INT(sees, scopes[i].n > 0);
    }
}

/* A task of a pool is for who has that pool or all of them; one of none is for everybody. */
static void
reviewer_sees_the_tasks_of_the_own_pool(void)
{
    static const struct {
        const char *pool;
        int n;
    } pools[] = {{"", 3}, {"a", 2}, {"b", 2}, {"c", 1}};
    static const char *const of[] = {"a", "b", NULL};
    struct pool_load load;

    rig_store_new();
    for (size_t i = 0; i < LEN(of); i++) {
        struct task t = new_task(rig_added_filing().id, i ? "110108" : "110105", "01", NULL);
        t.pool = of[i];
        t.grade = of[i];
        WRITE(GOOD(store_task_add(s, &t, &fault)));
    }
    for (size_t i = 0; i < LEN(pools); i++) {
        const struct scope row = {"11", "", pools[i].pool};
        WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &row, 1, &fault)));
        check_about("%s", pools[i].pool);
        CHECK_INT(listed(NULL, NULL), pools[i].n);
    }

    const struct scope own = {"1101", "", "a"};
    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &own, 1, &fault)));
    GOOD(store_pool_load(s, "a", "110108", &load, &fault));
    CHECK_INT(load.reviewers, 1);
    CHECK_INT(load.tasks, 1);
    GOOD(store_pool_load(s, "b", "110108", &load, &fault));
    CHECK_INT(load.reviewers, 0);
    CHECK_INT(load.tasks, 1);
    GOOD(store_pool_load(s, "a", "310104", &load, &fault));
    CHECK_INT(load.reviewers, 0);
    CHECK_INT(load.tasks, 0);
}

static void
filing_without_a_task_is_in_nobodys_scope(void)
{
    bool sees = true;

    set_scope("", "");
    GOOD(store_filing_in_scope(s, rig_added_filing().id, rig_reviewer.id, &sees, &fault));
    CHECK(!sees);
}

static void
task_without_an_area_is_everybodys(void)
{
    struct task t = {.filing_id = NULL};

    rig_store_new();
    t = new_task(rig_added_filing().id, "", "", NULL);
    t.is_fault = true;
    WRITE(GOOD(store_task_add(s, &t, &fault)));
    set_scope("31", "02");
    CHECK_INT(listed(NULL, NULL), 1);
    WRITE(GOOD(store_task_drop(s, t.filing_id, &fault)));
    CHECK_INT(listed(NULL, NULL), 0);
}

static void
nothing_ends_before_it_began_when_the_clock_was_set_back(void)
{
    struct filing x = rig_added_filing();
    struct task t = new_task(x.id, "310000", "02", "2026-12-09"), u;

    WRITE(GOOD(store_task_add(s, &t, &fault)));
    t.state = "claimed";
    t.claimed_by = rig_reviewer.id;
    t.claimed_at = t.opened_at - 600;
    WRITE(GOOD(store_task_move(s, &t, "open", &fault)));
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_INT(u.claimed_at, t.opened_at);
    t.state = "done";
    t.outcome = "pass";
    t.done_at = t.opened_at - 500;
    WRITE(GOOD(store_task_move(s, &t, "claimed", &fault)));
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_INT(u.done_at, t.opened_at);
}

/* The task is claimed by the reviewer and comes to that end. */
static void
decide(struct task *t)
{
    t->state = "claimed";
    t->claimed_by = rig_reviewer.id;
    t->claimed_at = t->opened_at + 5;
    WRITE({
        GOOD(store_task_move(s, t, "open", &fault));
        CHECK_ERR(store_task_move(s, t, "open", &fault), ERR_AGAIN, &fault);
    });

    t->state = "done";
    t->outcome = "return";
    t->reasons = "[{}]";
    t->note = "注";
    t->done_at = t->opened_at + 6;
    WRITE({
        GOOD(store_task_move(s, t, "claimed", &fault));
        GOOD(store_task_drop(s, t->filing_id, &fault)); /* a done one stays */
    });
}

static void
task_moves_once_and_comes_back_as_it_was_decided(void)
{
    struct filing x = rig_added_filing();
    struct task t = new_task(x.id, "310000", "02", "2026-12-09"), u;

    WRITE(GOOD(store_task_add(s, &t, &fault)));
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_STR(u.state, "open");
    decide(&t);
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_STR(u.state, "done");
    CHECK_STR(u.outcome, "return");
    CHECK_STR(u.reasons, "[{}]");
    CHECK_STR(u.note, "注");
    CHECK_STR(u.claimed_by_name, "Reviewer");
    CHECK_STR(u.kind, "algorithm");
    CHECK_STR(u.organization_name, rig_org.name);
    CHECK_STR(u.due_on, "2026-12-09");

    CHECK_INT(u.claimed_at, t.opened_at + 5);
    CHECK_INT(u.done_at, t.opened_at + 6);
    CHECK_INT(u.opened_at, t.opened_at);
    CHECK_INT(u.version, 1);
}

static bool
has_decided(const char *filing_id, long version)
{
    bool yes = false;
    GOOD(store_task_decided_by(s, filing_id, version, rig_reviewer.id, &yes, &fault));
    return yes;
}

static void
who_decided_a_version_is_remembered(void)
{
    struct filing x = rig_added_filing();
    struct task t = new_task(x.id, "310000", "02", "2026-12-09");

    WRITE(GOOD(store_task_add(s, &t, &fault)));
    CHECK(!has_decided(x.id, 1));
    decide(&t);
    CHECK(has_decided(x.id, 1));
    CHECK(!has_decided(x.id, 2));
}

static void
attachment_is_in_the_scope_of_its_filings_task(void)
{
    struct filing x = rig_added_filing();
    struct task t = new_task(x.id, "310000", "02", "2026-12-09");
    struct attachment file = {
        .organization_id = rig_org.id,
        .sha256 = "0123456789012345678901234567890123456789012345678901234567890123",
        .media_type = "image/png",
        .filename = "a.png",
        .uploaded_by = rig_filer.id};
    bool sees = false;

    WRITE({
        GOOD(store_task_add(s, &t, &fault));
        GOOD(store_attachment_add(s, &file, &fault));
        GOOD(store_attachments_link(s, x.id, &(struct id_list){&file.id, 1}, &fault));
    });
    set_scope("31", "");
    GOOD(store_attachment_in_scope(s, file.id, rig_reviewer.id, &sees, &fault));
    CHECK(sees);
    set_scope("11", "");
    GOOD(store_attachment_in_scope(s, file.id, rig_reviewer.id, &sees, &fault));
    CHECK(!sees);
}

static const struct check_test tests[] = {
    TEST(scope_is_a_list_of_area_and_class),
    TEST(queue_goes_by_due_date_and_pages_on),
    TEST(queue_is_filtered_by_stage_and_state),
    TEST(reviewer_sees_only_the_scope),
    TEST(filing_without_a_task_is_in_nobodys_scope),
    TEST(reviewer_sees_the_tasks_of_the_own_pool),
    TEST(task_without_an_area_is_everybodys),
    TEST(nothing_ends_before_it_began_when_the_clock_was_set_back),
    TEST(task_moves_once_and_comes_back_as_it_was_decided),
    TEST(who_decided_a_version_is_remembered),
    TEST(attachment_is_in_the_scope_of_its_filings_task),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

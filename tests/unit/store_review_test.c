/* One process: review tasks and who sees them, numbers, the register and its search. */
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
    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, &area, &class_code, area ? 1 : 0, &fault)));
}

static int
listed(const char *stage, const char *state)
{
    struct task *rows;
    int n;
    GOOD(store_task_list(s, a, rig_reviewer.id, stage, state, NULL, 50, &rows, &n, &fault));
    return n;
}

/* ---- tasks ----------------------------------------------------------------------------------- */

static void
scope_is_a_list_of_area_and_class(void)
{
    const char *areas[] = {"11", "", "11"}, *classes[] = {"01", "02", "01"}, *json;
    WRITE(GOOD(store_scope_set(s, rig_reviewer.id, areas, classes, 3, &fault)));
    GOOD(store_scope_json(s, a, rig_reviewer.id, &json, &fault));
    CHECK_STR(json, "[{\"area\":\"\",\"class\":\"02\"},{\"area\":\"11\",\"class\":\"01\"}]");
    set_scope(NULL, NULL);
    GOOD(store_scope_json(s, a, rig_reviewer.id, &json, &fault));
    CHECK_STR(json, "[]");
}

static void
queue_goes_by_due_date_and_pages_on(void)
{
    static const char *const due[] = {"2026-12-03", "2026-12-01", NULL, "2026-12-02", "2026-12-01"};
    struct task *rows;
    int n, seen = 0;

    for (size_t i = 0; i < LEN(due); i++)
        WRITE({
            struct filing x = rig_new_filing("algorithm");
            GOOD(store_filing_add(s, &x, &fault));
            struct task t = new_task(x.id, "110108", "01", due[i]);
            GOOD(store_task_add(s, &t, &fault));
            CHECK_ERR(store_task_add(s, &t, &fault), ERR_CONFLICT,
                      &fault); /* one not done per filing */
        });

    set_scope("", "");
    const char *cursor = NULL, *before = "";
    do {
        GOOD(store_task_list(s, a, rig_reviewer.id, NULL, seen % 2 ? "open" : NULL, cursor, 2,
                             &rows, &n, &fault));
        for (int i = 0; i < n; i++, seen++) {
            const char *now = rows[i].due_on ? rows[i].due_on : "";
            CHECK(seen == 0 ? rows[i].due_on == NULL : strcmp(now, before) >= 0);
            before = now;
            cursor = store_task_cursor(a, &rows[i]);
        }
    } while (n > 0 && seen < 20);

    CHECK_INT(seen, 5);
    CHECK_STR(rows == NULL ? "" : cursor,
              store_task_cursor(
                  a, &(struct task){.due_on = "2026-12-03", .id = strchr(cursor, '.') + 1}));
    CHECK_ERR(store_task_list(s, a, rig_reviewer.id, NULL, NULL, "nonsense", 2, &rows, &n, &fault),
              ERR_INPUT, &fault);
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
    set_scope("", "");
    GOOD(store_task_list(s, a, rig_reviewer.id, NULL, NULL, NULL, 1, &rows, &n, &fault));

    for (size_t i = 0; i < LEN(scopes); i++) {
        set_scope(scopes[i].area, scopes[i].class_code);
        CHECK_INT(listed(NULL, NULL), scopes[i].n);
        CHECK_INT(listed(NULL, "open"), scopes[i].n);
        GOOD(store_filing_in_scope(s, rows[0].filing_id, rig_reviewer.id, &sees, &fault));
        CHECK_INT(sees, scopes[i].n > 0);
    }

    GOOD(store_filing_in_scope(s, rig_filing.id, rig_reviewer.id, &sees, &fault));
    CHECK(!sees);
}

static void
task_without_an_area_is_everybodys(void)
{
    struct filing x = rig_new_filing("algorithm");

    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        struct task t = new_task(x.id, "", "", NULL);
        t.is_fault = true;
        GOOD(store_task_add(s, &t, &fault));
    });
    set_scope("31", "02");
    CHECK_INT(listed(NULL, NULL), 1);
    WRITE(GOOD(store_task_drop(s, x.id, &fault)));
    CHECK_INT(listed(NULL, NULL), 0);
}

static void
task_moves_once_and_remembers_who_decided(void)
{
    struct task t = new_task(rig_filing.id, "310000", "02", "2026-12-09"), u;
    struct attachment file = {
        .organization_id = rig_org.id,
        .sha256 = "0123456789012345678901234567890123456789012345678901234567890123",
        .media_type = "image/png",
        .filename = "a.png",
        .uploaded_by = rig_filer.id};
    bool yes = true;

    WRITE({
        GOOD(store_task_add(s, &t, &fault));
        GOOD(store_attachment_add(s, &file, &fault));
        GOOD(store_attachment_link(s, rig_filing.id, file.id, &fault));
    });
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_STR(u.state, "open");
    t.state = "claimed";
    t.claimed_by = rig_reviewer.id;
    t.claimed_at = 5;
    WRITE({
        GOOD(store_task_move(s, &t, "open", &fault));
        CHECK_ERR(store_task_move(s, &t, "open", &fault), ERR_AGAIN, &fault);
    });
    GOOD(store_task_decided_by(s, rig_filing.id, 1, rig_reviewer.id, &yes, &fault));
    CHECK(!yes);
    t.state = "done";
    t.outcome = "return";
    t.reasons = "[{}]";
    t.note = "注";
    t.done_at = 6;
    WRITE({
        GOOD(store_task_move(s, &t, "claimed", &fault));
        GOOD(store_task_drop(s, rig_filing.id, &fault)); /* a done one stays */
    });
    GOOD(store_task_load(s, a, t.id, &u, &fault));
    CHECK_STR(u.state, "done");
    CHECK_STR(u.outcome, "return");
    CHECK_STR(u.reasons, "[{}]");
    CHECK_STR(u.note, "注");
    CHECK_STR(u.claimed_by_name, "Reviewer");
    CHECK_STR(u.kind, "algorithm");
    CHECK_STR(u.organization_name, rig_org.name);
    CHECK_STR(u.due_on, "2026-12-09");
    CHECK(u.claimed_at == 5 && u.done_at == 6 && u.opened_at == t.opened_at && u.version == 1);
    GOOD(store_task_decided_by(s, rig_filing.id, 1, rig_reviewer.id, &yes, &fault));
    CHECK(yes);
    GOOD(store_task_decided_by(s, rig_filing.id, 2, rig_reviewer.id, &yes, &fault));
    CHECK(!yes);
    set_scope("31", "");
    GOOD(store_attachment_in_scope(s, file.id, rig_reviewer.id, &yes, &fault));
    CHECK(yes);
    set_scope("11", "");
    GOOD(store_attachment_in_scope(s, file.id, rig_reviewer.id, &yes, &fault));
    CHECK(!yes);
}

/* ---- register -------------------------------------------------------------------------------- */

static void
number_is_taken_once_and_in_order(void)
{
    long serial = 0;

    GOOD(store_number_peek(s, rig_org.id, "01", &serial, &fault));
    CHECK_INT(serial, 1);
    WRITE({
        CHECK_ERR(store_number_take(s, rig_org.id, "01", 2, &fault), ERR_AGAIN, &fault);
        GOOD(store_number_take(s, rig_org.id, "01", 1, &fault));
        CHECK_ERR(store_number_take(s, rig_org.id, "01", 1, &fault), ERR_AGAIN, &fault);
        GOOD(store_number_take(s, rig_org.id, "01", 2, &fault));
        CHECK_ERR(store_number_take(s, rig_org.id, "01", 4, &fault), ERR_AGAIN, &fault);
        GOOD(store_number_take(s, rig_org.id, "02", 1, &fault));
    });
    GOOD(store_number_peek(s, rig_org.id, "01", &serial, &fault));
    CHECK_INT(serial, 3);
}

static struct entry
new_entry(int i)
{
    return (struct entry){
        .number = arena_printf(a, "网信算备1101081234567%05d号", i),
        .filing_id = rig_filing.id,
        .organization_id = rig_org.id,
        .algorithm_name = arena_printf(a, "%s推荐算法-%d", i % 100 ? "某某" : "ＡＢＣ ｄｅｆ", i),
        .algorithm_type = i % 2 ? "个性化推送类" : "检索过滤类",
        .role = "",
        .organization = "北京某某科技有限公司",
        .area = i % 10 ? "110108" : "310115",
        .products = "某某(APP)",
        .purpose = "用于推荐内容",
        .status = "filed",
        .filed_on = "2026-11-24",
        .note = "",
        .disclosure = "{\"purpose\":\"推荐\"}",
        .history = "[]"};
}

static int entries;

static void
entry_comes_back_and_a_number_exists_once(void)
{
    struct entry x = new_entry(0), y;

    entries = check_is_quick ? 500 : 10000;
    WRITE({
        GOOD(store_entry_add(s, &x, &fault));
        CHECK_ERR(store_entry_add(s, &x, &fault), ERR_CONFLICT, &fault);
    });
    GOOD(store_entry_load(s, a, x.number, &y, &fault));
    CHECK_STR(y.algorithm_name, x.algorithm_name);
    CHECK_STR(y.disclosure, x.disclosure);
    CHECK_STR(y.history, "[]");
    CHECK_STR(y.filed_on, "2026-11-24");
    CHECK(y.ord == 1);
    CHECK_ERR(store_entry_load(s, a, "nothing", &y, &fault), ERR_NOTFOUND, &fault);
    WRITE(for (int i = 1; i < entries; i++) {
        struct entry more = new_entry(i);
        GOOD(store_entry_add(s, &more, &fault));
    });
    CHECK(rig_sql(s, "DELETE FROM entry") == SQLITE_CONSTRAINT_TRIGGER);
}

static int
found(const char *text, const char *area, long below, int limit, long *last)
{
    struct entry *rows;
    int n;
    struct entry_query q = {.text = text, .area = area, .below_ord = below, .limit = limit};

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    for (int i = 1; i < n; i++)
        CHECK(rows[i].ord < rows[i - 1].ord);
    if (last != NULL && n > 0)
        *last = rows[n - 1].ord;
    return n;
}

static void
search_folds_case_width_and_space_and_needs_two_characters(void)
{
    CHECK_INT(found("abcDEF", NULL, 0, 1000, NULL), entries / 100);
    CHECK_INT(found("ａｂ　Ｃ", NULL, 0, 1000, NULL), entries / 100);
    CHECK_INT(found("算法", NULL, 0, 20, NULL), 20);
    CHECK_INT(found("法算", NULL, 0, 20, NULL), 0);
    CHECK_INT(found(arena_printf(a, "-%d", entries - 1), NULL, 0, 20, NULL), 1);
    CHECK_INT(found("司某", NULL, 0, 20, NULL),
              0); /* the end of one field and the beginning of the next */
    CHECK_INT(found("推荐算法推荐", NULL, 0, 20, NULL), 0);
    CHECK_INT(found("%", NULL, 0, 20, NULL), 0);
    CHECK_INT(found("算 ", NULL, 0, 20, NULL), 20);
    CHECK_INT(found("  ", NULL, 0, 20, NULL), 20);
    CHECK_INT(found(NULL, NULL, 0, 20, NULL), 20);
}

static void
search_pages_through_all_with_filters(void)
{
    long last = 0;
    int seen = 0, n;

    while ((n = found("推荐", "31", last, 300, &last)) > 0)
        seen += n;
    CHECK_INT(seen, entries / 10);
    struct entry_query q = {
        .text = "推荐", .algorithm_type = "检索过滤类", .status = "filed", .role = "", .limit = 5};
    struct entry *rows;
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 5);
    CHECK(rows[0].disclosure == NULL && rows[0].history == NULL);
    q.status = "revoked";
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static void
search_over_ten_thousand_entries_is_quick(void)
{
    static const char *const texts[] = {"算法",     "法算", "abcdef", "北京某某科技有限公司",
                                        "查无此物", NULL};

    for (size_t i = 0; i < LEN(texts); i++) {
        struct arena *own = arena_new();
        struct entry *rows;
        struct entry_query q = {.text = texts[i], .limit = 20};
        int n;
        int64_t start = mono_ms();
        for (int k = 0; k < 200; k++) {
            GOOD(store_entry_search(s, own, &q, &rows, &n, &fault));
            arena_reset(own);
        }
        int64_t us = (mono_ms() - start) * 5;
        printf("# search %s: %lld us\n", texts[i] ? texts[i] : "(all)", (long long)us);
        CHECK(us <
              2000); /* sanitizers and valgrind take their time; without them it is under 100 */
        arena_free(own);
    }
}

static void
hot_reads_take_microseconds(void)
{
    struct session session = {"token", rig_filer.id, 1, 1000, false};
    struct arena *own = arena_new();
    struct account who;
    struct filing x;

    WRITE(GOOD(store_session_add(s, &session, &fault)));
    int64_t start = mono_ms();
    for (int i = 0; i < 10000; i++) {
        GOOD(store_read_begin(s, &fault));
        GOOD(store_session_account(s, own, "token", 1, &who, &fault));
        GOOD(store_filing_load(s, own, rig_filing.id, &x, &fault));
        store_read_end(s);
        arena_reset(own);
    }

    int64_t ns = (mono_ms() - start) * 100;
    printf("# session and filing: %lld ns\n", (long long)ns);
    CHECK(ns < 1000000);
    arena_free(own);
}

static const struct check_test tests[] = {
    TEST(scope_is_a_list_of_area_and_class),
    TEST(queue_goes_by_due_date_and_pages_on),
    TEST(reviewer_sees_only_the_scope),
    TEST(task_without_an_area_is_everybodys),
    TEST(task_moves_once_and_remembers_who_decided),
    TEST(number_is_taken_once_and_in_order),
    TEST(entry_comes_back_and_a_number_exists_once),
    TEST(search_folds_case_width_and_space_and_needs_two_characters),
    TEST(search_pages_through_all_with_filters),
    TEST(search_over_ten_thousand_entries_is_quick),
    TEST(hot_reads_take_microseconds),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

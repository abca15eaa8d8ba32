/* The pages of the register: what was counted or drawn is known as long as nobody commits. */
#include "handle_rig.h"
#include "store/store.h"

#include <sqlite3.h>

/* ---- what the database does ------------------------------------------------------------------ */

/* Steps of statements that have ended since they were asked for last: the same everywhere. */
static long taken;

static int
count_steps(unsigned kind, void *ctx, void *statement, void *ns)
{
    (void)kind;
    (void)ctx;
    (void)ns;
    taken += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
}

/* Of every connection that is opened from now on. */
static int
watch(sqlite3 *db, const char **why, const struct sqlite3_api_routines *api)
{
    (void)why;
    (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, count_steps, NULL);
}

/* ---- a register ------------------------------------------------------------------------------ */

static int made;
static const char *former; /* the names that those which are added had; NULL: none */

/* Behind the dispatcher's back, as an import is. */
static void
add(int n)
{
    struct store_options so = {.path = settings.db_path, .world = &handle_world};
    struct fault f = {0};
    struct store *own = NULL;

    CHECK_ERR(store_open(&own, &so, &f), OK, &f);
    CHECK_ERR(store_write_begin(own, &f), OK, &f);
    for (int i = 0; i < n; i++, made++) {
        struct entry x = {.number = arena_printf(a, "网信算备1101081234567%08d号", made),
                          .digits = arena_printf(a, "1101081234567%08d", made),
                          .algorithm_name = arena_printf(a, "白鹭推荐算法-%d", made),
                          .algorithm_type = made % 2 ? "personalized_push" : "scheduling_decision",
                          .role = "",
                          .organization = "白鹭公司",
                          .area = made % 3 ? "110108" : "310115",
                          .products = "",
                          .purpose = "",
                          .note = "",
                          .status = "filed",
                          .filed_on = made % 5 ? "2025-03-04" : "2026-03-04",
                          .source = "某清单",
                          .disclosure = "{}",
                          .history = "[]",
                          .former_names = former};
        CHECK_ERR(store_entry_add(own, &x, &f), OK, &f);
    }
    CHECK_ERR(store_write_commit(own, &f), OK, &f);
    store_close(own);
}

static void
fill(void)
{
    if (made == 0)
        add(200);
}

/* What it says is copied; steps: how many it took. */
static const char *
page(const char *query, long *steps)
{
    static char texts[2][1 << 17];
    static int turn;
    char *text = texts[turn = !turn], path[200];

    snprintf(path, sizeof path, "/pages/register?%s", query);
    taken = 0;
    (void)ask(GET, path, NULL);
    *steps = taken;
    CHECK_INT(r.status, 200);
    snprintf(text, sizeof texts[0], "%.*s", (int)r.body_n, r.body);
    return text;
}

#define RECOMMENDED "%E6%8E%A8%E8%8D%90" /* 推荐 */

/* ---- tests ----------------------------------------------------------------------------------- */

static void
a_page_that_was_drawn_is_not_looked_for_again(void)
{
    long first, again;

    fill();
    const char *was = page("q=" RECOMMENDED "&area=11&type=personalized_push", &first);
    CHECK_HAS(was, "白鹭推荐算法");
    const char *now = page("type=personalized_push&q=" RECOMMENDED "&area=11&else=1", &again);
    CHECK_STR(now, was);
    CHECK_LEAST(first, 200);
    CHECK_MOST(again, first / 20);
    (void)page("q=" RECOMMENDED "&area=31&type=personalized_push", &again);
    CHECK_LEAST(again, first / 4); /* another search is another page */
}

/* A page further on looks for its rows alone. */
static void
pages_of_one_search_are_counted_once(void)
{
    long first, next, alone;

    fill();
    add(10); /* nothing is known of what was read before */
    (void)page("q=" RECOMMENDED "&year=2025", &first);
    const char *text = page("q=" RECOMMENDED "&year=2025&page=2", &next);
    CHECK_HAS(text, "第 2 页");
    CHECK_HAS(text, "查到 168 项");
    CHECK_HAS(text, "调度决策类（84）");
    taken = 0;
    (void)ask(GET, "/register?q=" RECOMMENDED "&year=2025", NULL);
    alone = taken;
    CHECK_MOST(next, alone);
    CHECK_MOST(next, first * 4 / 5);
}

static void
what_is_committed_is_on_the_next_page_that_is_drawn(void)
{
    long steps;

    fill();
    CHECK_HAS(page("status=filed", &steps), arena_printf(a, "查到 %d 项", made));
    add(1);
    const char *now = page("status=filed", &steps);
    CHECK_HAS(now, arena_printf(a, "查到 %d 项", made));
    CHECK_HAS(now, arena_printf(a, "白鹭推荐算法-%d<", made - 1));
}

static void
what_is_refused_is_not_kept_for_what_is_not(void)
{
    long steps;

    fill();
    CHECK_HAS(page("q=x", &steps), "请至少输入两个字");
    CHECK_LACKS(page("q=xx", &steps), "请至少输入两个字");
    CHECK_HAS(page("q=x", &steps), "请至少输入两个字");
}

/* The answer of the API, copied. */
static const char *
search(const char *query, long *steps)
{
    taken = 0;
    (void)ask(GET, arena_printf(a, "/register?%s", query), NULL);
    *steps = taken;
    CHECK_INT(r.status, 200);
    return arena_strndup(a, r.body, r.body_n);
}

/* Other questions with the same rows: rows are told as they were, and none is read again. */
static void
rows_that_were_told_are_told_again_alike(void)
{
    long first, again, next;

    fill();
    add(1);
    const char *was = search("q=" RECOMMENDED "&limit=50", &first);
    const char *now = search("q=" RECOMMENDED "&limit=50&status=filed", &again);
    CHECK_STR(now, was);
    CHECK_MOST(again, first / 2);

    add(1);
    CHECK_HAS(search("q=" RECOMMENDED "&limit=50", &next),
              arena_printf(a, "推荐算法-%d\"", made - 1));
    CHECK_LEAST(next, first * 3 / 4); /* somebody committed */
}

/* Which is kept as a whole when it is asked for the second time. */
static void
what_is_asked_again_is_answered_without_a_look_until_somebody_commits(void)
{
    const char *query = "q=" RECOMMENDED "&limit=7";
    long first, second, third, next;

    fill();
    add(1);
    const char *was = search(query, &first);
    CHECK_STR(search(query, &second), was);
    CHECK_STR(search(query, &third), was);
    CHECK_MOST(third, first / 10); /* that a snapshot begins and ends */

    add(1);
    const char *now = search(query, &next);
    CHECK_HAS(now, arena_printf(a, "推荐算法-%d\"", made - 1));
    CHECK_LEAST(next, first / 2);
    CHECK_STR(search(query, &third), now);
    CHECK_MOST(third, first / 10);
}

/* Found by a name of before or by that of today: one entry, two rows. */
static void
by_which_name_it_was_found_is_told_each_time(void)
{
    long steps;

    fill();
    former = "[{\"what\":\"algorithm_name\",\"name\":\"晓雾算法\",\"until\":\"2026-01-02\"}]";
    add(1);
    former = NULL;
    for (int i = 0; i < 2; i++) {
        CHECK_LACKS(search("q=" RECOMMENDED "&limit=1", &steps), "\"found_as\":\"");
        CHECK_HAS(search("q=%E6%99%93%E9%9B%BE&limit=1", &steps), "\"found_as\":\"晓雾算法\"");
        CHECK_LACKS(search("status=filed&limit=1", &steps), "\"found_as\":\"");
    }
}

static const struct check_test tests[] = {
    TEST(a_page_that_was_drawn_is_not_looked_for_again),
    TEST(pages_of_one_search_are_counted_once),
    TEST(what_is_committed_is_on_the_next_page_that_is_drawn),
    TEST(what_is_refused_is_not_kept_for_what_is_not),
    TEST(rows_that_were_told_are_told_again_alike),
    TEST(what_is_asked_again_is_answered_without_a_look_until_somebody_commits),
    TEST(by_which_name_it_was_found_is_told_each_time),
};

int
main(int argc, char **argv)
{
    sqlite3_auto_extension((void (*)(void))(uintptr_t)watch);
    return handle_main(argc, argv, tests, LEN(tests));
}

/* The reviewers' queue. */
#include "govern/govern.h"
#include "handle_rig.h"
#include "store/store.h"

/* days_left of the one open task, so many days after the start. */
static long
days_left_after(int days, int64_t start_ms)
{
    now_ms = start_ms + days * DAY_MS;
    CHECK_INT(log_in("counting", PASSWORD), 200);
    const json_t *tasks = ask(GET, "/review/tasks?limit=1", NULL);
    return (long)rig_int(tasks, "/items/0/days_left");
}

/* Of one name, so many days after the start; those that it says are those that it lists. */
static long
count_after(int days, int64_t start_ms, const char *name)
{
    char path[64], at[32];

    (void)days_left_after(days, start_ms);
    snprintf(path, sizeof path, "/review/tasks?%s=true", name);
    snprintf(at, sizeof at, "/counts/%s", name);
    const json_t *page = ask(GET, path, NULL);
    CHECK_INT(json_array_size(json_object_get(page, "items")), (int)rig_int(page, at));
    return (long)rig_int(page, at);
}

/* The subject is submitted on 2026-09-22; ten working days, over two holidays and a working
 * Saturday, end on 2026-10-13. */
static void
a_task_says_how_many_working_days_are_left_or_over(void)
{
    static const struct {
        int after, left;
    } days[] = {
        {0, 10}, {8, 5}, /* 09-30: 08, 09, 10, 12 and 13 October */
        {15, 5},         /* in the holidays none passes */
        {21, 0}, {22, -1}, {30, -7},
    };
    int64_t start_ms = now_ms;
    char path[128], submit[160];

    enter("submitting");
    new_good_subject(path);
    snprintf(submit, sizeof submit, "%s/submit", path);
    ask(POST, submit, "{\"declaration\":true}");
    CHECK_INT(r.status, 200);
    hire("counting", (struct role_set){ROLE_REVIEWER, " preliminary_reviewer "});

    for (size_t i = 0; i < LEN(days); i++) {
        check_about("%d days after", days[i].after);
        CHECK_INT(days_left_after(days[i].after, start_ms), days[i].left);
    }
    check_about("8 days after");
    CHECK_INT(count_after(8, start_ms, "soon"), 0);
    check_about("16 days after");
    CHECK_INT(count_after(16, start_ms, "soon"), 0);
    check_about("19 days after");
    CHECK_INT(count_after(19, start_ms, "soon"), 1);
    CHECK_INT(count_after(19, start_ms, "overdue"), 0);
    check_about("22 days after");
    CHECK_INT(count_after(22, start_ms, "soon"), 0);
    CHECK_INT(count_after(22, start_ms, "overdue"), 1);
    check_about("300 days after");
    CHECK_NEAR(days_left_after(300, start_ms), -200, 49);
}

/* As the clerk does at the turn of the day. */
static void
end_clocks(const char *today)
{
    struct store_options so = {.path = settings.db_path, .world = &handle_world};
    struct fault f = {0};
    struct store *own = NULL;
    long missed;
    bool is_done;

    CHECK_ERR(store_open(&own, &so, &f), OK, &f);
    CHECK_ERR(govern_deadlines_miss(own, today, &missed, &is_done, &f), OK, &f);
    CHECK_LEAST(missed, 1);
    store_close(own);
}

/* The day is over, and the clerk has not come yet. */
static void
a_clock_whose_day_is_over_is_never_told_as_one_that_runs(void)
{
    char path[128], at[160];
    const json_t *answer;

    enter("punctual");
    new_good_subject(path);
    snprintf(at, sizeof at, "%s/submit", path);
    ask(POST, at, "{\"declaration\":true}");
    CHECK_INT(r.status, 200);
    answer = ask(GET, path, NULL);
    CHECK_STR(rig_text(answer, "/deadlines/0/state"), "running");

    now_ms += 60 * DAY_MS;
    CHECK_INT(log_in("punctual", PASSWORD), 200);
    answer = ask(GET, path, NULL);
    CHECK_STR(rig_text(answer, "/deadlines/0/state"), "missed");
    CHECK(json_is_null(rig_at(answer, "/deadlines/0/left")));
    answer = ask(GET, "/deadlines", NULL);
    CHECK_STR(rig_text(answer, "/items/0/state"), "missed");
}

static void
a_filer_reads_in_the_history_which_clock_ran_out(void)
{
    char path[128], at[160], today[DATE_TEXT];
    const json_t *answer;

    enter("waiting");
    new_good_subject(path);
    snprintf(at, sizeof at, "%s/submit", path);
    ask(POST, at, "{\"declaration\":true}");
    CHECK_INT(r.status, 200);
    now_ms += 60 * DAY_MS;
    date_beijing(now_ms, today);
    end_clocks(today);

    CHECK_INT(log_in("waiting", PASSWORD), 200);
    answer = ask(GET, path, NULL);
    CHECK_STR(rig_text(answer, "/deadlines/0/name"), "review");
    CHECK_STR(rig_text(answer, "/deadlines/0/state"), "missed");
    CHECK(json_is_null(rig_at(answer, "/deadlines/0/left")));
    snprintf(at, sizeof at, "%s/history", path);
    answer = ask(GET, at, NULL);
    CHECK_STR(rig_text(answer, "/items/2/what"), "missed");
    CHECK_STR(rig_text(answer, "/items/2/clock"), "review");
    CHECK_STR(rig_text(answer, "/items/2/clock_label"), "主体资质初审");
    CHECK_STR(rig_text(answer, "/items/2/role"), "system");
    CHECK(json_is_null(rig_at(answer, "/items/2/to_state")));
    CHECK(json_is_null(rig_at(answer, "/items/1/clock")));
    answer = ask(GET, "/deadlines", NULL);
    CHECK_INT(json_array_size(rig_at(answer, "/items")), 0);
}

static const struct check_test tests[] = {
    TEST(a_task_says_how_many_working_days_are_left_or_over),
    TEST(a_clock_whose_day_is_over_is_never_told_as_one_that_runs),
    TEST(a_filer_reads_in_the_history_which_clock_ran_out),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}

/* The reviewers' queue. */
#include "handle_rig.h"
#include "store/store.h"

/* A reviewer who sees everything, made behind the dispatcher's back. */
static void
hire(const char *username)
{
    struct store_options so = {.path = settings.db_path, .world = &handle_world};
    struct fault f = {0};
    struct store *own = NULL;
    char hash[PASSWORD_TEXT];
    const struct scope all = {"", "", ""};
    struct account who = {.username = username,
                          .password_hash = hash,
                          .roles = {ROLE_REVIEWER, " preliminary_reviewer "}};

    CHECK_ERR(password_hash(PASSWORD, hash, &f), OK, &f);
    CHECK_ERR(store_open(&own, &so, &f), OK, &f);
    CHECK_ERR(store_write_begin(own, &f), OK, &f);
    CHECK_ERR(store_account_add(own, &who, &f), OK, &f);
    CHECK_ERR(store_scope_set(own, who.id, &all, 1, &f), OK, &f);
    CHECK_ERR(store_write_commit(own, &f), OK, &f);
    store_close(own);
}

/* days_left of the one open task, so many days after the start. */
static long
days_left_after(int days, int64_t start_ms)
{
    now_ms = start_ms + days * DAY_MS;
    CHECK_INT(log_in("counting", PASSWORD), 200);
    const json_t *tasks = ask(GET, "/review/tasks?limit=1", NULL);
    return (long)rig_int(tasks, "/items/0/days_left");
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
    hire("counting");

    for (size_t i = 0; i < LEN(days); i++) {
        check_about("%d days after", days[i].after);
        CHECK_INT(days_left_after(days[i].after, start_ms), days[i].left);
    }
    check_about("300 days after");
    CHECK_NEAR(days_left_after(300, start_ms), -200, 49);
}

static const struct check_test tests[] = {
    TEST(a_task_says_how_many_working_days_are_left_or_over),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}

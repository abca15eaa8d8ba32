/* Unfinished rule texts: each account's own; and candidates that were taken back. */
#include "store_rig.h"

static struct rule_work
work_of(const char *account, const char *files)
{
    return (struct rule_work){.account_id = account,
                              .id = "w",
                              .title = "",
                              .files = files,
                              .bytes = (long)strlen(files)};
}

static void
work_is_its_accounts_own(void)
{
    struct rule_work mine = work_of(rig_filer.id, "{\"a\":\"1\"}"),
                     theirs = work_of(rig_reviewer.id, "{}"), x, *rows;
    int n;

    WRITE({
        GOOD(store_rule_work_add(s, &mine, &fault));
        CHECK_ERR(store_rule_work_load(s, a, rig_reviewer.id, "w", &x, &fault), ERR_NOTFOUND,
                  &fault);
        CHECK_ERR(store_rule_work_delete(s, rig_reviewer.id, "w", &fault), ERR_NOTFOUND, &fault);
        GOOD(store_rule_work_add(s, &theirs, &fault));
    });
    GOOD(store_rule_work_load(s, a, rig_filer.id, "w", &x, &fault));
    CHECK_STR(x.files, "{\"a\":\"1\"}");
    CHECK(x.base == NULL);
    GOOD(store_rule_work_list(s, a, rig_filer.id, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK(rows[0].files == NULL);
}

static void
a_save_over_another_revision_is_stale(void)
{
    struct rule_work x = work_of(rig_filer.id, "{}"), old;

    x.id = "stale";

    WRITE({
        GOOD(store_rule_work_add(s, &x, &fault));
        old = x;
        x.files = "{\"b\":null}";
        GOOD(store_rule_work_save(s, &x, &fault));
        CHECK_INT(x.revision, 2);
        CHECK_ERR(store_rule_work_save(s, &old, &fault), ERR_STALE, &fault);
        GOOD(store_rule_work_load(s, a, rig_filer.id, "stale", &old, &fault));
        CHECK_STR(old.files, "{\"b\":null}");
        GOOD(store_rule_work_delete(s, rig_filer.id, "stale", &fault));
        CHECK_ERR(store_rule_work_save(s, &x, &fault), ERR_STALE, &fault);
    });
}

static void
a_set_that_was_taken_back_is_listed_only_when_asked_for(void)
{
    struct rule_set set = {.hash = "h", .files = "{}", .origin = "proposal", .added_at = 1}, x,
                    *rows;
    struct rule_set_query q = {.limit = 10};
    int n;

    WRITE({
        GOOD(store_rule_set_add(s, &set, &fault));
        GOOD(store_withdrawal_add(s, "h", rig_filer.id, &fault));
        GOOD(store_withdrawal_add(s, "h", rig_filer.id, &fault));
    });
    GOOD(store_rule_set_load(s, a, "h", &x, &fault));
    CHECK(x.withdrawn_at > 0);
    GOOD(store_rule_set_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
    q.with_withdrawn = true;
    GOOD(store_rule_set_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    WRITE({ GOOD(store_withdrawal_delete(s, "h", &fault)); });
    GOOD(store_rule_set_load(s, a, "h", &x, &fault));
    CHECK_INT(x.withdrawn_at, 0);
}

static const struct check_test tests[] = {
    TEST(work_is_its_accounts_own),
    TEST(a_save_over_another_revision_is_stale),
    TEST(a_set_that_was_taken_back_is_listed_only_when_asked_for),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

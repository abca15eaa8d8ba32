/* One process: revisions of what requests decide upon, and the outbox of moves. */
#include "store_rig.h"

static void
a_root_begins_at_revision_zero_and_grows_by_one(void)
{
    long now = -1;

    GOOD(store_root_load(s, "o1", &now, &fault));
    CHECK_INT(now, 0);
    for (long i = 0; i < 3; i++) {
        WRITE(GOOD(store_root_raise(s, "o1", i, &fault)));
        GOOD(store_root_load(s, "o1", &now, &fault));
        CHECK_INT(now, i + 1);
    }
    GOOD(store_root_load(s, "o2", &now, &fault));
    CHECK_INT(now, 0);
}

/* Both sides of every boundary: one less, one more, and a revision that never was. */
static void
raising_from_another_revision_loses_and_changes_nothing(void)
{
    static const long others[] = {-1, 0, 1, 3, 4};
    long now = -1;

    WRITE({
        GOOD(store_root_raise(s, "moved", 0, &fault));
        GOOD(store_root_raise(s, "moved", 1, &fault));
        for (size_t i = 0; i < LEN(others); i++)
            CHECK_REFUSED(store_root_raise(s, "moved", others[i], &fault), ERR_AGAIN, "busy",
                          &fault);
        CHECK_ERR(store_root_raise(s, "never", 1, &fault), ERR_AGAIN, &fault);
    });

    GOOD(store_root_load(s, "moved", &now, &fault));
    CHECK_INT(now, 2);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM root WHERE id = 'never'"), 0);
}

static void
holding_asks_the_same_and_never_writes(void)
{
    WRITE({
        GOOD(store_root_raise(s, "held", 0, &fault));
        GOOD(store_root_hold(s, "held", 1, &fault));
        GOOD(store_root_hold(s, "unknown", 0, &fault));
        CHECK_ERR(store_root_hold(s, "held", 0, &fault), ERR_AGAIN, &fault);
        CHECK_ERR(store_root_hold(s, "held", 2, &fault), ERR_AGAIN, &fault);
        CHECK_ERR(store_root_hold(s, "unknown", 1, &fault), ERR_AGAIN, &fault);
    });
    CHECK_INT(rig_number(s, "SELECT revision FROM root WHERE id = 'held'"), 1);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM root WHERE id = 'unknown'"), 0);
}

static void
a_root_raised_in_a_transaction_that_is_undone_was_not_raised(void)
{
    long now = -1;

    GOOD(store_write_begin(s, &fault));
    GOOD(store_root_raise(s, "undone", 0, &fault));
    store_write_rollback(s);
    GOOD(store_root_load(s, "undone", &now, &fault));
    CHECK_INT(now, 0);
}

/* ---- the outbox ------------------------------------------------------------------------------ */

static void
a_move_stays_as_it_was_written_until_it_is_delivered(void)
{
    struct outbox_row x = {.filing_id = rig_filing.id,
                           .version = 1,
                           .event = "submit",
                           .from_state = "draft",
                           .to_state = "submitted",
                           .actor_role = "filer",
                           .at = 7};

    WRITE({
        GOOD(store_outbox_add(s, &x, &fault));
        x.event = "create";
        x.from_state = NULL;
        GOOD(store_outbox_add(s, &x, &fault));
        x.filing_id = "nothing";
        CHECK_ERR(store_outbox_add(s, &x, &fault), ERR_CONFLICT, &fault);
    });

    CHECK_INT(rig_number(s, "SELECT count(*) FROM outbox WHERE n = 1 AND version = 1 "
                            "AND event = 'submit' AND from_state = 'draft' "
                            "AND to_state = 'submitted' AND actor_role = 'filer' AND at = 7"),
              1);
    CHECK_INT(rig_sql(s, "UPDATE outbox SET at = 8"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "REPLACE INTO outbox SELECT * FROM outbox"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "DELETE FROM outbox WHERE n = 1"), SQLITE_OK);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM outbox"), 1);
}

static const struct check_test tests[] = {
    TEST(a_root_begins_at_revision_zero_and_grows_by_one),
    TEST(raising_from_another_revision_loses_and_changes_nothing),
    TEST(holding_asks_the_same_and_never_writes),
    TEST(a_root_raised_in_a_transaction_that_is_undone_was_not_raised),
    TEST(a_move_stays_as_it_was_written_until_it_is_delivered),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

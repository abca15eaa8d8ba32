/* Entries, versions, judgements and history are held against the audit trail: what somebody does to
 * them in the database, without the program, is named with table, row and column. */
#include "casework_rig.h"

/* As who has the file and sqlite3 would: nothing guards it. Until mend(), for a start with rules
 * takes long. */
static void
by_hand(const char *sql)
{
    CHECK_INT(rig_sql(s, "PRAGMA foreign_keys = OFF; BEGIN"), SQLITE_OK);
    CHECK_INT(rig_sql(s, rig_sql_text("SELECT group_concat('DROP TRIGGER ' || name, '; ') "
                                      "FROM sqlite_master WHERE type = 'trigger'")),
              SQLITE_OK);
    if (rig_sql(s, sql) != SQLITE_OK)
        check_stop("%s fails", sql);
}

static void
mend(void)
{
    CHECK_INT(rig_sql(s, "ROLLBACK; PRAGMA foreign_keys = ON"), SQLITE_OK);
}

static struct audit_verdict
verdict(void)
{
    struct audit_verdict x;
    GOOD(store_audit_verify(s, NULL, NULL, &x, &fault));
    return x;
}

/* One in force, one that was refused by the rules, and a draft that is deleted: whatever writes
 * such rows has written some. */
static void
lived(void)
{
    static bool is_done;

    CHECK_INT(verdict().flaw, TRAIL_NONE);
    if (is_done)
        return;
    is_done = true;
    struct account who = rig_approved_company();
    (void)rig_approved(&who);
    const char *gone = rig_draft(&who, "algorithm");
    DONE(rig_delete(&who, gone, rig_filing_now(gone).revision));
    WRITE(GOOD(store_audit_add(s, NULL, "test.line", NULL, NULL, &fault)));
    CHECK_INT(verdict().flaw, TRAIL_NONE);
}

static void
what_the_program_writes_is_held(void)
{
    lived();
    const struct audit_verdict x = verdict();

    CHECK_INT(x.rows.rows, rig_number(s, "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) "
                                         "FROM version) + (SELECT count(*) FROM judgement) + "
                                         "(SELECT count(*) FROM event)"));
    CHECK(x.rows.rows > 8);
    CHECK_INT(x.rows.since, 0);
    CHECK_HAS(audit_verdict_text(a, &x), "核对了");
}

struct damage {
    const char *name, *sql;
    enum row_flaw flaw;
    const char *noun, *columns;
};
static const struct damage damages[] = {
    {"an entry is another", "UPDATE entry SET algorithm_name = 'x', purpose = 'y'", ROW_CHANGED,
     "entry", "algorithm_name、purpose"},
    {"an entry is gone", "DELETE FROM entry", ROW_GONE, "entry", ""},
    {"an entry is made up",
     "CREATE TEMP TABLE e AS SELECT * FROM entry; UPDATE e SET ord = 999, number = 'x', digits = "
     "'9'; INSERT INTO entry SELECT * FROM e",
     ROW_ADDED, "entry", ""},
    {"a version says another hash", "UPDATE version SET data_hash = 'x' WHERE n = 1", ROW_CHANGED,
     "version", "data_hash"},
    {"a version holds other data", "UPDATE version SET data = x'01' WHERE n = 1", ROW_CHANGED,
     "version", "data"},
    {"a version is gone", "DELETE FROM version WHERE rowid = 2", ROW_GONE, "version", ""},
    {"a version is made up",
     "CREATE TEMP TABLE v AS SELECT * FROM version LIMIT 1; UPDATE v SET n = 9; "
     "INSERT INTO version SELECT * FROM v",
     ROW_ADDED, "version", ""},
    {"a judgement came out otherwise",
     "UPDATE judgement SET verdict = 'acceptable'||1, "
     "judged_at = 1 WHERE ord = 2",
     ROW_CHANGED, "judgement", "verdict、judged_at"},
    {"a judgement is gone", "DELETE FROM judgement WHERE ord = 1", ROW_GONE, "judgement", ""},
    {"a judgement is made up",
     "CREATE TEMP TABLE j AS SELECT * FROM judgement LIMIT 1; UPDATE j SET ord = 99, id = 'x', "
     "n = 99; INSERT INTO judgement SELECT * FROM j",
     ROW_ADDED, "judgement", ""},
    {"who did it was another", "UPDATE event SET actor_id = NULL WHERE n = 3", ROW_CHANGED, "event",
     "actor_id"},
    {"a line of history is gone", "DELETE FROM event WHERE n = 2", ROW_GONE, "event", ""},
    {"a line of history is made up",
     "CREATE TEMP TABLE h AS SELECT * FROM event LIMIT 1; UPDATE h SET n = 999; "
     "INSERT INTO event SELECT * FROM h",
     ROW_ADDED, "event", ""},
    {"a row and its digest are gone",
     "DELETE FROM event WHERE n = 2; DELETE FROM held WHERE noun = 'event' AND row_key = '2'",
     ROW_UNPROVED, NULL, NULL},
    {"a row and the last digests are gone",
     "DELETE FROM entry; DELETE FROM held WHERE n >= (SELECT max(n) FROM held WHERE noun = "
     "'entry')",
     ROW_UNPROVED, "", NULL},
    {"a digest is another row's",
     "UPDATE held SET tags = (SELECT tags FROM held WHERE n = 1) WHERE n = 2", ROW_UNPROVED, NULL,
     "2"},
    {"a row is made up with a digest that says nothing",
     "DELETE FROM event WHERE n = 2; INSERT INTO held SELECT max(n) + 1, 'event', '2', NULL FROM "
     "held",
     ROW_UNPROVED, "event", NULL},
};

static void
what_is_done_to_a_row_by_hand_is_named(const void *row)
{
    const struct damage *x = row;

    lived();
    by_hand(x->sql);
    const struct audit_verdict v = verdict();
    CHECK_INT(v.flaw, TRAIL_ROWS);
    CHECK(v.rows.found >= 1);
    CHECK_INT(v.rows.told[0].flaw, x->flaw);
    if (x->noun != NULL)
        CHECK_STR(v.rows.told[0].noun, x->noun);
    if (x->columns != NULL)
        CHECK_STR(v.rows.told[0].columns, x->columns);
    if (x->noun != NULL && *x->noun)
        CHECK_HAS(audit_verdict_text(a, &v), x->noun);
    mend();
}

/* The state of before comes with the digest of before, put in again as the newest. */
static void
an_older_state_with_its_digest_is_no_newer_one(void)
{
    lived();
    by_hand("INSERT INTO held SELECT (SELECT max(n) + 1 FROM held), noun, row_key, tags FROM held "
            "WHERE noun = 'judgement' LIMIT 1");
    CHECK_INT(verdict().rows.told[0].flaw, ROW_UNPROVED);
    mend();
}

static void
every_column_of_such_a_table_is_held(void)
{
    const char *const columns[] = {"entry", "version", "judgement", "event"};

    lived();
    for (size_t i = 0; i < LEN(columns); i++)
        CHECK_INT(rig_number(s, arena_printf(a,
                                             "SELECT (length(tags) - 16) / 8 FROM held WHERE noun "
                                             "= '%s' ORDER BY n DESC LIMIT 1",
                                             columns[i])),
                  rig_number(s, arena_printf(a, "SELECT count(*) FROM pragma_table_info('%s')",
                                             columns[i])));
}

static const struct check_test tests[] = {
    TEST(what_the_program_writes_is_held),
    TEST_EACH(what_is_done_to_a_row_by_hand_is_named, damages),
    TEST(an_older_state_with_its_digest_is_no_newer_one),
    TEST(every_column_of_such_a_table_is_held),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}

/* The witness beside the database: it lags and never leads, and a database that went back, was cut
 * or is another one is told from the one that it knows. */
#include "store_rig.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/copy.h"
#include "store/witness.h"

static struct witness_kept kept;

static const char *
file(const char *name)
{
    return arena_printf(a, "%s/%s", rig_folder, name);
}

static void
add_line(void)
{
    WRITE(GOOD(store_audit_add(s, NULL, "test.line", "it", NULL, &fault)));
}

static void
take(const char *series, long n)
{
    const struct number_serial x = {
        .organization_id = rig_org.id, .series = series, .counter = "01", .n = n};
    WRITE(GOOD(store_number_take(s, &x, &fault)));
}

static void
take_letter(const char *year, long expected)
{
    long n = 0;
    WRITE(GOOD(store_letter_serial_take(s, "refusal", year, &n, &fault)));
    CHECK_INT(n, expected);
}

static void
keep(void)
{
    GOOD(store_witness_keep(s, &kept, &fault));
}

static void
new_one(void)
{
    rig_store_new();
    kept = (struct witness_kept){0};
    GOOD(store_witness_start(s, &fault));
    take("number", 1);
    add_line();
    keep();
}

static enum witness_flaw
flaw(void)
{
    struct witness_verdict x;
    GOOD(store_witness_compare(s, rig_folder, &x, &fault));
    CHECK(x.flaw == WITNESS_NONE || *witness_text(a, &x) != '\0');
    return x.flaw;
}

/* The database becomes what it was when the copy was made. */
static void
back_to(const char *copy)
{
    store_close(s);
    unlink(file("t.db-wal"));
    if (rename(copy, rig_path))
        check_stop("the copy is not moved");
    s = rig_open(NULL);
}

static void
a_database_that_went_on_is_what_its_witness_knows(void)
{
    new_one();
    CHECK_INT(flaw(), WITNESS_NONE);
    add_line();
    take("number", 2);
    CHECK_INT(flaw(), WITNESS_NONE);
    GOOD(store_witness_start(s, &fault));
    CHECK_INT(rig_number(s, "SELECT n FROM counter WHERE name = 'witness'"), 1);
}

static void
one_that_went_back_is_not_served(void)
{
    new_one();
    const char *copy = file("copy.db");
    GOOD(store_copy(s, copy, &fault));
    add_line();
    CHECK_INT(flaw(), WITNESS_NONE); /* the witness lags */
    keep();
    back_to(copy);
    CHECK_INT(flaw(), WITNESS_CUT);
    CHECK_REFUSED(store_witness_start(s, &fault), ERR_CONFLICT, "witness_cut", &fault);

    /* and not when it was written to since, either */
    add_line();
    CHECK_INT(flaw(), WITNESS_LINE);
}

static void
the_last_lines_of_a_trail_are_missed_when_they_are_taken_away(void)
{
    new_one();
    CHECK_INT(rig_sql(s, "DROP TRIGGER audit_no_delete"), SQLITE_OK);
    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)"), SQLITE_OK);
    CHECK_INT(flaw(), WITNESS_CUT);
}

static void
a_number_that_was_given_is_missed(void)
{
    new_one();
    CHECK_INT(rig_sql(s, "DELETE FROM number_serial"), SQLITE_OK);
    CHECK_INT(flaw(), WITNESS_SERIAL);
}

static void
another_database_is_told_from_it(void)
{
    char *text;
    size_t n;

    new_one();
    GOOD(file_read(file("suanbei.witness"), 1 << 16, &text, &n, &fault));
    rig_store_new();
    GOOD(file_write(file("suanbei.witness"), text, n, 0600, &fault));
    free(text);
    CHECK_INT(flaw(), WITNESS_OTHER);
}

static void
a_witness_that_is_gone_or_torn_is_told(void)
{
    static const char *const names[] = {"suanbei.witness", "suanbei.serials"};

    for (size_t i = 0; i < LEN(names); i++) {
        new_one();
        CHECK_INT(truncate(file(names[i]), 5), 0);
        CHECK_INT(flaw(), WITNESS_BROKEN);
        CHECK_INT(unlink(file(names[i])), 0);
        CHECK_INT(flaw(), i == 0 ? WITNESS_ABSENT : WITNESS_BROKEN);
    }
}

static void
a_beginning_that_was_cut_off_goes_on(void)
{
    new_one();
    CHECK_INT(rig_sql(s, "DELETE FROM counter WHERE name = 'witness'"), SQLITE_OK);
    GOOD(store_witness_start(s, &fault));
    CHECK_INT(rig_number(s, "SELECT n FROM counter WHERE name = 'witness'"), 1);
}

static int
fail_sync(struct store *in)
{
    (void)in;
    return SQLITE_IOERR_FSYNC;
}

static void
it_tells_of_nothing_that_is_not_on_disk(void)
{
    struct store *pool;

    new_one();
    struct store *clerk = rig_open(rig_shared());
    pool = s;
    s = clerk;
    GOOD(store_witness_keep(s, &kept, &fault));
    CHECK_INT(rig_sql(pool, "INSERT INTO audit SELECT n + 1, at, actor_id, action, object, detail, "
                            "hash, hash, address, address_hash, request_id, held FROM audit "
                            "ORDER BY n DESC LIMIT 1"),
              SQLITE_OK);
    long known = kept.line;
    commit_seams.sync = fail_sync;
    CHECK_ERR(store_witness_keep(s, &kept, &fault), ERR_BUSY, &fault);
    commit_seams.sync = sqlite_sync_log;
    CHECK_INT(kept.line, known);
    s = pool;
    struct witness_verdict x;
    GOOD(store_witness_compare(s, rig_folder, &x, &fault));
    CHECK_INT(x.line, known);
    store_close(clerk);
}

static void
a_file_that_is_moved_away_is_written_to_no_more(void)
{
    new_one();
    struct store *own = s, *worker = NULL;
    struct store_shared *shared = rig_shared();
    s = rig_open(shared);
    worker = rig_open(shared);
    CHECK_INT(rename(rig_path, file("away.db")), 0);
    CHECK_REFUSED(store_witness_keep(s, &kept, &fault), ERR_BUSY, "database_gone", &fault);
    CHECK_REFUSED(store_write_begin(worker, &fault), ERR_BUSY, "storage_failed", &fault);
    CHECK_INT(rename(file("away.db"), rig_path), 0);
    store_close(worker);
    store_close(s);
    s = own;
}

static void
no_database_is_made_where_there_was_one(void)
{
    struct store *none;
    struct store_options options = {.path = rig_path, .world = &rig_world};

    new_one();
    store_close(s);
    s = NULL;
    CHECK_INT(truncate(rig_path, 0), 0);
    CHECK_REFUSED(store_open(&none, &options, &fault), ERR_CONFLICT, "database_gone", &fault);
    CHECK_INT(unlink(rig_path), 0);
    CHECK_REFUSED(store_open(&none, &options, &fault), ERR_CONFLICT, "database_gone", &fault);
    CHECK(!file_exists(rig_path));
    rig_store_new();
}

static void
who_goes_on_gives_no_number_twice(void)
{
    new_one();
    const char *copy = file("copy.db");
    GOOD(store_copy(s, copy, &fault));
    take("number", 2);
    take("number", 3);
    take("another", 1); /* of a series that the copy does not know */
    add_line();
    keep();
    back_to(copy);
    long before = rig_number(s, "SELECT n FROM counter WHERE name = 'organization_serial'");

    GOOD(store_witness_go_on(s, rig_folder, 10, &fault));
    GOOD(store_witness_begin(s, rig_folder, &fault));
    CHECK_INT(rig_number(s, "SELECT n FROM number_serial WHERE class_code = 'number:01'"), 13);
    CHECK_INT(rig_number(s, "SELECT n FROM number_serial WHERE class_code = 'another:01'"), 11);
    CHECK_INT(rig_number(s, "SELECT n FROM counter WHERE name = 'organization_serial'"),
              before + 1000);
    CHECK_INT(flaw(), WITNESS_NONE);
    GOOD(store_witness_start(s, &fault));
    CHECK_STR(rig_sql_text("SELECT action FROM audit ORDER BY n DESC"), AUDIT_GONE_ON);

    struct audit_verdict x;
    GOOD(store_audit_verify(s, NULL, NULL, &x, &fault));
    CHECK_INT(x.flaw, TRAIL_NONE);
}

static void
who_goes_on_gives_no_number_of_a_letter_twice(void)
{
    char today[TIME_TEXT];

    new_one();
    time_rfc3339(world_now(s->world), today);
    take_letter("2002", 1);
    const char *copy = file("copy.db");
    GOOD(store_copy(s, copy, &fault));
    take_letter("2002", 2);
    take_letter("2001", 1); /* of a year that the copy does not know */
    add_line();
    keep();
    CHECK_INT(flaw(), WITNESS_NONE);
    back_to(copy);

    GOOD(store_witness_go_on(s, rig_folder, 10, &fault));
    take_letter("2002", 1003);
    take_letter("2001", 1002);
    take_letter(arena_printf(a, "%.4s", today), 1001);
}

static void
a_letter_that_was_numbered_is_missed(void)
{
    new_one();
    take_letter("2002", 1);
    add_line();
    keep();
    CHECK_INT(rig_sql(s, "DELETE FROM letter_serial"), SQLITE_OK);
    CHECK_INT(flaw(), WITNESS_SERIAL);
}

/* Whoever has gone on puts the older database back: the witness of now knows better. */
static void
what_was_before_a_going_on_is_not_served_again(void)
{
    new_one();
    const char *copy = file("copy.db");
    GOOD(store_copy(s, copy, &fault));
    GOOD(store_witness_go_on(s, rig_folder, 1, &fault));
    GOOD(store_witness_begin(s, rig_folder, &fault));
    back_to(copy);
    CHECK_INT(flaw(), WITNESS_CUT);
}

static const struct check_test tests[] = {
    TEST(a_database_that_went_on_is_what_its_witness_knows),
    TEST(one_that_went_back_is_not_served),
    TEST(the_last_lines_of_a_trail_are_missed_when_they_are_taken_away),
    TEST(a_number_that_was_given_is_missed),
    TEST(another_database_is_told_from_it),
    TEST(a_witness_that_is_gone_or_torn_is_told),
    TEST(a_beginning_that_was_cut_off_goes_on),
    TEST(it_tells_of_nothing_that_is_not_on_disk),
    TEST(a_file_that_is_moved_away_is_written_to_no_more),
    TEST(no_database_is_made_where_there_was_one),
    TEST(who_goes_on_gives_no_number_twice),
    TEST(who_goes_on_gives_no_number_of_a_letter_twice),
    TEST(a_letter_that_was_numbered_is_missed),
    TEST(what_was_before_a_going_on_is_not_served_again),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}

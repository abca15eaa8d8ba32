/* What a commit writes into the log: in few pieces, whole or not at all, and to be read at once. */
#include "pool_rig.h"

#include "store/db.h"

#include <signal.h>
#include <sys/resource.h>

enum { SOME = 30, MANY = 1500, LOG_PAGES = 32, ROOM_PAGES = 16 };

/* Writes of this process so far: what the kernel counts. */
static long
pieces(void)
{
    char line[80];
    long n = -1;
    FILE *f = fopen("/proc/self/io", "r");

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        (void)sscanf(line, "syscw: %ld", &n);
    if (f != NULL)
        fclose(f);
    return n;
}

static void
add_some(struct store *in, int n)
{
    for (int i = 0; i < n; i++) {
        struct organization o = {.name = "某单位"};
        GOOD(store_organization_add(in, &o, &fault));
    }
}

static long
organizations(struct store *in)
{
    return rig_number(in, "SELECT count(*) FROM organization");
}

static void
check_sound(struct store *in)
{
    CHECK_INT(rig_number(in, "SELECT count(*) FROM pragma_integrity_check "
                             "WHERE integrity_check <> 'ok'"),
              0);
}

static void
open_two(struct store **other)
{
    fresh();
    s = rig_open(shared);
    *other = rig_open(shared);
}

static void
close_two(struct store *other)
{
    store_close(other);
    store_close(s);
}

static void
a_commit_is_written_in_few_pieces_and_read_by_others(void)
{
    struct store *other;
    struct store_counts before = {0}, after = {0};

    open_two(&other);
    GOOD(store_counts(s, &before, &fault));
    GOOD(store_write_begin(s, &fault));
    add_some(s, MANY);
    long from = pieces();
    GOOD(store_write_commit(s, &fault));
    long n = pieces() - from;
    GOOD(store_counts(s, &after, &fault));

    long pages = (long)((after.wal_bytes - before.wal_bytes) / 4096);
    CHECK_LEAST(pages, LOG_PAGES);
    CHECK_LEAST(n, 1);
    CHECK_MOST(n, pages / (ROOM_PAGES - 2) + 3);
    CHECK_INT(organizations(other), MANY);
    check_sound(other);
    close_two(other);
}

/* Pages that have no room in memory go into the log before the commit, and are read again. */
static void
a_transaction_larger_than_memory(const char *end)
{
    struct store *other;
    bool is_kept = str_is(end, "commit");

    open_two(&other);
    CHECK_INT(sqlite3_exec(sqlite_of(s)->db, "PRAGMA cache_size = 5", NULL, NULL, NULL), SQLITE_OK);
    GOOD(store_write_begin(s, &fault));
    add_some(s, MANY);
    CHECK_INT(organizations(s), MANY);
    if (is_kept)
        GOOD(store_write_commit(s, &fault));
    else
        store_write_rollback(s);

    CHECK_INT(organizations(other), is_kept ? MANY : 0);
    WRITE(add_some(s, SOME));
    GOOD(store_write_begin(other, &fault));
    add_some(other, SOME);
    GOOD(store_write_commit(other, &fault));
    CHECK_INT(organizations(s), (is_kept ? MANY : 0) + 2 * SOME);
    check_sound(s);
    close_two(other);
}

static void
a_transaction_larger_than_memory_is_kept_whole(void)
{
    a_transaction_larger_than_memory("commit");
}

static void
a_transaction_larger_than_memory_that_is_taken_back_leaves_nothing(void)
{
    a_transaction_larger_than_memory("rollback");
}

/* No file may become longer than this; RLIM_INFINITY: any. */
static void
limit_files(rlim_t bytes)
{
    struct rlimit limit;

    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* At each length of the log that the room ends at, and one between. */
static void
a_commit_that_cannot_be_written_leaves_nothing(void)
{
    struct store *other;
    struct store_counts now = {0};

    open_two(&other);
    signal(SIGXFSZ, SIG_IGN);
    WRITE(add_some(s, SOME));
    GOOD(store_counts(s, &now, &fault));
    for (rlim_t more = 0; more < LOG_PAGES * 4096; more += 9 * 4096 + 100) {
        GOOD(store_write_begin(s, &fault));
        add_some(s, MANY);
        limit_files((rlim_t)now.wal_bytes + more);
        CHECK_REFUSED(store_write_commit(s, &fault), ERR_BUSY, "storage_failed", &fault);
        limit_files(RLIM_INFINITY);
        CHECK(store_is_idle(s));
        CHECK_INT(organizations(s), SOME);
        CHECK_INT(organizations(other), SOME);
    }

    WRITE(add_some(s, SOME));
    CHECK_INT(organizations(other), 2 * SOME);
    check_sound(other);
    close_two(other);
}

static const struct check_test tests[] = {
    TEST_LONG(a_commit_is_written_in_few_pieces_and_read_by_others), /* counts all calls */
    TEST_LONG(a_transaction_larger_than_memory_is_kept_whole),
    TEST_LONG(a_transaction_larger_than_memory_that_is_taken_back_leaves_nothing),
    TEST_LONG(a_commit_that_cannot_be_written_leaves_nothing),
};

int
main(int argc, char **argv)
{
    return pool_main(argc, argv, tests, LEN(tests));
}

/* One process of a pool: a write is on disk before it is acknowledged, what a failed fsync does,
 * and the length of the log. */
#include "pool_rig.h"

static int syncs, sync_answer;
static int
count_sync(struct store *in)
{
    syncs++;
    return sync_answer ? sync_answer : sqlite_sync_log(in);
}

static void
commit_answers_only_after_an_fsync_of_the_log(void)
{
    fresh();
    commit_seams.sync = count_sync;
    syncs = 0;
    s = rig_open(shared);
    CHECK_INT(syncs, 1); /* the folder entry */
    GOOD(write_once(s, 0));
    CHECK_INT(syncs, 2);
    GOOD(write_once(s, 0));
    CHECK_INT(syncs, 3);
    store_close(s);
    commit_seams.sync = sqlite_sync_log;
}

static void
stored_reply_is_on_disk_before_it_is_given_again(void)
{
    struct stored_reply r = {.request_hash = "hash", .status = 201, .headers = "{}", .body = "{}"};

    fresh();
    s = rig_open(shared);
    WRITE(GOOD(store_reply_add(s, "-", "k", &r, &fault)));
    commit_seams.sync = count_sync;
    syncs = 0;
    CHECK_ERR(store_reply_load(s, a, "-", "other", &r, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(syncs, 0);
    GOOD(store_reply_load(s, a, "-", "k", &r, &fault));
    CHECK_INT(syncs, 1);
    commit_seams.sync = sqlite_sync_log;
    store_close(s);
}

/* A pool whose fsync fails once: in s, with writes before and none after. */
static void
fail_an_fsync(void)
{
    fresh();
    s = rig_open(shared);
    GOOD(write_once(s, 0));
    commit_seams.sync = count_sync;
    sync_answer = SQLITE_IOERR_FSYNC;
    CHECK_REFUSED(write_once(s, 0), ERR_BUSY, "storage_failed", &fault);
    CHECK(store_is_idle(s));
    sync_answer = 0;
    commit_seams.sync = sqlite_sync_log;
}

/* What was not saved reliably stands in the log: who read it would take it for stored. */
static void
fsync_failure_refuses_every_further_write_and_read_of_the_pool(void)
{
    fail_an_fsync();
    struct store *other = rig_open(shared); /* a new worker can start, to say so */
    CHECK_REFUSED(write_once(s, 0), ERR_BUSY, "storage_failed", &fault);
    CHECK_REFUSED(write_once(other, 1), ERR_BUSY, "storage_failed", &fault);
    CHECK_REFUSED(store_read_begin(s, &fault), ERR_BUSY, "storage_failed", &fault);
    CHECK_REFUSED(store_read_begin(other, &fault), ERR_BUSY, "storage_failed", &fault);
    CHECK(store_is_idle(s) && store_is_idle(other));
    store_close(other);
    store_close(s);
}

static void
fsync_failure_reaches_a_worker_that_was_there(void)
{
    fresh();
    struct store *other = rig_open(shared);
    s = rig_open(shared);
    GOOD(write_once(other, 1));
    commit_seams.sync = count_sync;
    sync_answer = SQLITE_IOERR_FSYNC;
    CHECK_REFUSED(write_once(s, 0), ERR_BUSY, "storage_failed", &fault);
    sync_answer = 0;
    commit_seams.sync = sqlite_sync_log;

    CHECK_REFUSED(write_once(other, 1), ERR_BUSY, "storage_failed", &fault);
    CHECK_REFUSED(store_read_begin(other, &fault), ERR_BUSY, "storage_failed", &fault);
    store_close(other);
    store_close(s);
}

static void
restart_after_an_fsync_failure_writes_again(void)
{
    fail_an_fsync();
    store_close(s);
    store_shared_init(shared);
    s = rig_open(shared);
    GOOD(write_once(s, 1));
    store_close(s);
}

static void
checkpoint_lets_readers_read(void)
{
    struct attempts x;

    fresh();
    s = rig_open(shared);
    for (int i = 0; i < 50; i++)
        GOOD(write_once(s, 0));
    struct store *reader = rig_open(shared);
    GOOD(store_read_begin(reader, &fault));
    GOOD(store_attempts_load(reader, key_of(0), &x, &fault));
    GOOD(write_once(s, 0));
    GOOD(store_checkpoint(s, &fault));
    GOOD(store_attempts_load(reader, key_of(0), &x, &fault));
    CHECK_INT(x.failures, 50);
    store_read_end(reader);
    store_close(reader);
    store_close(s);
}

static int64_t
log_bytes(void)
{
    struct store_counts c = {0};
    GOOD(store_counts(s, &c, &fault));
    CHECK_LEAST(c.db_bytes, 1);
    return c.wal_bytes;
}

/* The log is written from its beginning again: as many writes as before do not lengthen it. */
static void
checkpoint_ends_the_growth_of_the_log(void)
{
    struct store_counts c = {0};

    fresh();
    s = rig_open(shared);
    for (int i = 0; i < 50; i++)
        GOOD(write_once(s, 0));
    int64_t before = log_bytes();
    for (int i = 0; i < 25; i++)
        GOOD(write_once(s, 0));
    CHECK_LEAST(log_bytes(), before + 1); /* without a checkpoint it grows */

    before = log_bytes();
    GOOD(store_checkpoint(s, &fault));
    for (int i = 0; i < 25; i++)
        GOOD(write_once(s, 0));
    CHECK_MOST(log_bytes(), before);
    GOOD(store_counts(s, &c, &fault));
    CHECK_INT(c.organizations, 100);
    store_close(s);
}

static const struct check_test tests[] = {
    TEST(commit_answers_only_after_an_fsync_of_the_log),
    TEST(stored_reply_is_on_disk_before_it_is_given_again),
    TEST(fsync_failure_refuses_every_further_write_and_read_of_the_pool),
    TEST(fsync_failure_reaches_a_worker_that_was_there),
    TEST(restart_after_an_fsync_failure_writes_again),
    TEST(checkpoint_lets_readers_read),
    TEST(checkpoint_ends_the_growth_of_the_log),
};

int
main(int argc, char **argv)
{
    return pool_main(argc, argv, tests, LEN(tests));
}

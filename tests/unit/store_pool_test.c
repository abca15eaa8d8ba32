/*
 * Many processes on one database: the queue, the shared fsync, and -9 at every step of a writer.
 * Stores are opened after fork, as in the pool. --quick leaves out what forks.
 */
#include "rig.h"
#include "store_rig.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { WRITERS = 8 };

/* What the children tell: how often each was told that its write is safe. */
struct told {
    atomic_long acknowledged[WRITERS];
    atomic_bool stop;
    atomic_int at;
};
static struct store_shared *shared;
static struct told *told;

static void
fresh(void)
{
    rig_folder_new("/tmp");
    store_shared_init(shared);
    memset(told, 0, sizeof *told);
    store_close(rig_open(NULL));
}

static pid_t
child(void (*run)(int), int i)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        run(i);
        _exit(0);
    }
    return pid;
}

static void
nap(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

static bool
wait_for(atomic_int *what, int value)
{
    for (int i = 0; i < 2000 && atomic_load(what) < value; i++)
        nap(1);
    return atomic_load(what) >= value;
}

/* One write of writer i: its own row says how many it has made, and a counter that all share grows
 * by one. */
static enum err
write_once(struct store *in, int i)
{
    char key[24];
    struct attempts x;
    struct organization o = {.name = "某"};

    snprintf(key, sizeof key, "account:%d", i);
    enum err err = store_write_begin(in, &fault);
    if (err)
        return err;

    if (!(err = store_attempts_load(in, key, &x, &fault))) {
        x.failures++;
        err = store_attempts_save(in, key, &x, &fault);
    }

    if (!err && !(err = store_organization_add(in, &o, &fault)))
        err = store_organization_approve(in, &o, &fault);
    if (err) {
        store_write_rollback(in);
        return err;
    }

    if (!(err = store_write_commit(in, &fault)))
        atomic_fetch_add(&told->acknowledged[i], 1);
    return err;
}

static void
write_many(int i)
{
    struct store *in = rig_open(shared);
    for (int k = 0; k < 100; k++)
        if (write_once(in, i))
            _exit(1);
    store_close(in);
}

static void
write_until_stopped(int i)
{
    struct store *in = rig_open(shared);
    while (!atomic_load(&told->stop))
        if (write_once(in, i))
            _exit(1);
    store_close(in);
}

/* Every acknowledged write is there; of each writer at most `more` that was not acknowledged. And
 * the file is sound. */
static void
check_told(int more)
{
    long all = 0;

    s = rig_open(shared);
    for (int i = 0; i < WRITERS; i++) {
        char key[24];
        struct attempts x;
        snprintf(key, sizeof key, "account:%d", i);
        GOOD(store_attempts_load(s, key, &x, &fault));
        long said = atomic_load(&told->acknowledged[i]);
        CHECK(x.failures >= said && x.failures <= said + more);
        all += x.failures;
    }

    CHECK_INT(rig_number(s, "SELECT n - 1000000 FROM counter"), all);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM organization"), all);
    CHECK_INT(
        rig_number(s, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        0);
    store_close(s);
}

static int
reap(pid_t pid)
{
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

/* ---- one process ----------------------------------------------------------------------------- */

static int syncs, sync_answer;
static int
count_sync(struct store *in)
{
    syncs++;
    return sync_answer ? sync_answer : commit_sync_real(in);
}

static void
commit_answers_only_after_an_fsync_of_the_log(void)
{
    fresh();
    commit_seams.sync = count_sync;
    syncs = 0;
    s = rig_open(shared);
    CHECK_INT(syncs, 1); /* the folder entry */
    CHECK_ERR(write_once(s, 0), OK, &fault);
    CHECK_INT(syncs, 2);
    CHECK_ERR(write_once(s, 0), OK, &fault);
    CHECK_INT(syncs, 3);
    store_close(s);
    commit_seams.sync = commit_sync_real;
}

static void
stored_reply_is_on_disk_before_it_is_given_again(void)
{
    struct stored_reply r = {"hash", 201, "{}", "{}"};

    fresh();
    s = rig_open(shared);
    WRITE(GOOD(store_reply_add(s, "-", "k", &r, &fault)));
    commit_seams.sync = count_sync;
    syncs = 0;
    CHECK_ERR(store_reply_load(s, a, "-", "other", &r, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(syncs, 0);
    GOOD(store_reply_load(s, a, "-", "k", &r, &fault));
    CHECK_INT(syncs, 1);
    commit_seams.sync = commit_sync_real;
    store_close(s);
}

static void
fsync_failure_refuses_every_further_write_of_the_pool(void)
{
    fresh();
    s = rig_open(shared);
    struct store *other = rig_open(shared);
    CHECK_ERR(write_once(s, 0), OK, &fault);
    commit_seams.sync = count_sync;
    sync_answer = SQLITE_IOERR_FSYNC;
    CHECK_ERR(write_once(s, 0), ERR_BUSY, &fault);
    CHECK_STR(fault.code, "storage_failed");
    CHECK(store_is_idle(s));
    sync_answer = 0;
    commit_seams.sync = commit_sync_real;
    CHECK_ERR(write_once(s, 0), ERR_BUSY, &fault);
    CHECK_ERR(write_once(other, 1), ERR_BUSY, &fault);
    CHECK_STR(fault.code, "storage_failed");
    struct attempts x;
    GOOD(store_attempts_load(other, "account:0", &x, &fault)); /* reading goes on */
    CHECK(x.failures >= 1);
    store_close(other);
    other = rig_open(shared); /* and a new worker can start, to read */
    GOOD(store_attempts_load(other, "account:0", &x, &fault));
    CHECK_ERR(write_once(other, 1), ERR_BUSY, &fault);
    store_close(other);
    store_close(s);
    store_shared_init(shared); /* the operator restarts */
    s = rig_open(shared);
    CHECK_ERR(write_once(s, 1), OK, &fault);
    store_close(s);
}

static void
checkpoint_shortens_the_log_and_lets_readers_read(void)
{
    struct store_counts c;
    struct attempts x;

    fresh();
    s = rig_open(shared);
    for (int i = 0; i < 50; i++)
        CHECK_ERR(write_once(s, 0), OK, &fault);
    struct store *reader = rig_open(shared);
    GOOD(store_read_begin(reader, &fault));
    GOOD(store_attempts_load(reader, "account:0", &x, &fault));
    CHECK_ERR(write_once(s, 0), OK, &fault);
    GOOD(store_checkpoint(s, &fault));
    GOOD(store_attempts_load(reader, "account:0", &x, &fault));
    CHECK_INT(x.failures, 50);
    store_read_end(reader);
    GOOD(store_counts(s, &c, &fault));
    int64_t before = c.wal_bytes;
    GOOD(store_checkpoint(s, &fault));
    CHECK_ERR(write_once(s, 0), OK, &fault);
    GOOD(store_counts(s, &c, &fault));
    CHECK(c.wal_bytes <= before);
    CHECK(c.db_bytes > 0);
    CHECK_INT(c.organizations, 52);
    store_close(reader);
    store_close(s);
}

/* ---- many processes -------------------------------------------------------------------------- */

static void
open_only(int i)
{
    (void)i;
    while (!atomic_load(&told->stop))
        nap(1);
    store_close(rig_open(shared));
}

static void
eight_processes_open_a_new_file_at_once(void)
{
    rig_folder_new("/tmp");
    store_shared_init(shared);
    memset(told, 0, sizeof *told);
    pid_t pids[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        pids[i] = child(open_only, i);
    atomic_store(&told->stop, true);
    for (int i = 0; i < WRITERS; i++)
        CHECK_INT(reap(pids[i]), 0);
    check_told(0);
}

static void
eight_writers_lose_no_acknowledged_write(void)
{
    pid_t pids[WRITERS];

    fresh();
    for (int i = 0; i < WRITERS; i++)
        pids[i] = child(write_many, i);
    for (int i = 0; i < WRITERS; i++)
        CHECK_INT(reap(pids[i]), 0);
    for (int i = 0; i < WRITERS; i++)
        CHECK_INT(atomic_load(&told->acknowledged[i]), 100);
    check_told(0);
}

static int step_to_die, writes_before;
static void
die_at_step(enum commit_step step)
{
    if ((int)step == step_to_die && atomic_load(&told->acknowledged[0]) >= writes_before)
        raise(SIGKILL);
}

static void
write_and_die(int i)
{
    commit_seams.step = die_at_step;
    write_until_stopped(i);
}

static bool
goes_on(int i, long from)
{
    for (int k = 0; k < 3000 && atomic_load(&told->acknowledged[i]) == from; k++)
        nap(1);
    return atomic_load(&told->acknowledged[i]) > from;
}

static void
writer_killed_at_any_step_stops_nobody(void)
{
    for (step_to_die = STEP_QUEUED; step_to_die <= STEP_SYNCED; step_to_die++) {
        pid_t pids[3];
        fresh();
        writes_before = 3;
        for (int i = 0; i < 3; i++)
            pids[i] = child(i == 0 ? write_and_die : write_until_stopped, i);
        int status = reap(pids[0]);
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        long then[3];
        for (int i = 1; i < 3; i++)
            then[i] = atomic_load(&told->acknowledged[i]);
        check_about("step %d", step_to_die);
        for (int i = 1; i < 3; i++)
            CHECK(goes_on(i, then[i]));
        atomic_store(&told->stop, true);
        CHECK_INT(reap(pids[1]), 0);
        CHECK_INT(reap(pids[2]), 0);
        check_told(1);
    }
}

static void
hang_when_leading(enum commit_step step)
{
    if (step != STEP_LEADING || atomic_load(&told->acknowledged[0]) == 0)
        return;
    atomic_store(&told->at, 1);
    for (;;)
        pause();
}

static void
lead_and_hang(int i)
{
    struct store *in = rig_open(shared);
    CHECK_ERR(write_once(in, i), OK, &fault);
    commit_seams.step = hang_when_leading;
    (void)!write_once(in, i);
}

static void
write_one(int i)
{
    struct store *in = rig_open(NULL);
    in->shared = shared; /* opening must not wait for the leader that hangs */
    atomic_store(&told->at, 2);
    if (write_once(in, i))
        _exit(1);
    store_close(in);
}

static void
follower_whose_leader_died_gets_its_fsync(void)
{
    fresh();
    pid_t leader = child(lead_and_hang, 0);
    CHECK(wait_for(&told->at, 1));
    pid_t follower = child(write_one, 1);
    CHECK(wait_for(&told->at, 2));
    nap(50);
    CHECK_INT(atomic_load(&told->acknowledged[1]), 0);
    kill(leader, SIGKILL);
    reap(leader);
    int64_t start = mono_ms();
    CHECK_INT(reap(follower), 0);
    CHECK(mono_ms() - start < 1000);
    CHECK_INT(atomic_load(&told->acknowledged[1]), 1);
    check_told(1);
}

static void
hold_queue(int i)
{
    (void)i;
    struct store *in = rig_open(shared);
    if (store_write_begin(in, &fault))
        _exit(1);
    atomic_store(&told->at, 1);
    for (;;)
        pause();
}

static void
queue_that_does_not_move_answers_busy(void)
{
    fresh();
    pid_t holder = child(hold_queue, 0);
    CHECK(wait_for(&told->at, 1));
    s = rig_open(shared);
    s->busy_timeout_ms = 100;
    int64_t start = mono_ms();
    CHECK_ERR(write_once(s, 1), ERR_BUSY, &fault);
    CHECK_STR(fault.code, "busy");
    CHECK_INT(fault.retry_after_s, 1);
    CHECK(mono_ms() - start >= 99 && mono_ms() - start < 2000);
    CHECK(store_is_idle(s));
    kill(holder, SIGKILL);
    reap(holder);
    CHECK_ERR(write_once(s, 1), OK, &fault);
    store_close(s);
}

static void
writers_killed_at_random_lose_no_acknowledged_write(void)
{
    pid_t pids[4];
    unsigned dice = 7;

    fresh();
    for (int i = 0; i < 4; i++)
        pids[i] = child(write_until_stopped, i);
    for (int k = 0; k < 40; k++) {
        dice = dice * 1103515245 + 12345;
        nap(5 + (int)(dice >> 16) % 20);
        int i = (int)(dice >> 8) % 4;
        kill(pids[i], SIGKILL);
        reap(pids[i]);
        /* Committed but killed before it was told: at most one each time, so count what is there as
         * told. */
        s = rig_open(NULL);
        char key[24];
        struct attempts x;
        snprintf(key, sizeof key, "account:%d", i);
        GOOD(store_attempts_load(s, key, &x, &fault));
        long said = atomic_load(&told->acknowledged[i]);
        CHECK(x.failures >= said && x.failures <= said + 1);
        atomic_store(&told->acknowledged[i], x.failures);
        store_close(s);
        pids[i] = child(write_until_stopped, i);
    }

    atomic_store(&told->stop, true);
    for (int i = 0; i < 4; i++)
        CHECK_INT(reap(pids[i]), 0);
    check_told(0);
}

static const struct check_test tests[] = {
    TEST(commit_answers_only_after_an_fsync_of_the_log),
    TEST(stored_reply_is_on_disk_before_it_is_given_again),
    TEST(fsync_failure_refuses_every_further_write_of_the_pool),
    TEST(checkpoint_shortens_the_log_and_lets_readers_read),
    TEST_LONG(eight_processes_open_a_new_file_at_once),
    TEST_LONG(eight_writers_lose_no_acknowledged_write),
    TEST_LONG(writer_killed_at_any_step_stops_nobody),
    TEST_LONG(follower_whose_leader_died_gets_its_fsync),
    TEST_LONG(queue_that_does_not_move_answers_busy),
    TEST_LONG(writers_killed_at_random_lose_no_acknowledged_write),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    shared = rig_shared();
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = check_main(argc, argv, tests, LEN(tests));
    rig_folder_remove(rig_folder);
    return status;
}

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

/* Waits until the counter has come so far. */
static bool
reaches(atomic_int *what, int value)
{
    for (int n = 0; atomic_load(what) < value && rig_wait(&n);)
        continue;
    return atomic_load(what) >= value;
}

/* Waits until the process has nothing to do, or has ended. */
static void
settle(pid_t pid)
{
    for (int n = 0; !rig_is_asleep(pid) && !rig_is_over(pid) && rig_wait(&n);)
        continue;
}

static const char *
key_of(int i)
{
    static char key[24];
    snprintf(key, sizeof key, "account:%d", i);
    return key;
}

/* The row of writer i says how many writes it has made; a counter that all share grows by one. */
static enum err
write_rows(struct store *in, int i)
{
    struct attempts x;
    struct organization o = {.name = "某"};
    enum err err = store_attempts_load(in, key_of(i), &x, &fault);

    x.failures++;
    if (!err)
        err = store_attempts_save(in, key_of(i), &x, &fault);
    if (!err)
        err = store_organization_add(in, &o, &fault);
    if (!err)
        err = store_organization_approve(in, &o, &fault);
    return err;
}

static enum err
write_once(struct store *in, int i)
{
    enum err err = store_write_begin(in, &fault);

    if (err)
        return err;
    if ((err = write_rows(in, i))) {
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

/* How many writes of writer i are there: all that were acknowledged, and at most so many more. */
static long
written(int i, int more)
{
    struct attempts x = {0};
    long said = atomic_load(&told->acknowledged[i]);

    GOOD(store_attempts_load(s, key_of(i), &x, &fault));
    CHECK_LEAST(x.failures, said);
    CHECK_MOST(x.failures, said + more);
    return x.failures;
}

/* Every acknowledged write is there; of each writer at most `more` that was not acknowledged. And
 * the file is sound. */
static void
check_told(int more)
{
    long all = 0;

    s = rig_open(shared);
    for (int i = 0; i < WRITERS; i++)
        all += written(i, more);

    CHECK_INT(rig_number(s, "SELECT n - 1000000 FROM counter"), all);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM organization"), all);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
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

/* The same for one that may hang when something is wrong: it is killed in the end. */
static int
reap_or_kill(pid_t pid)
{
    for (int n = 0; !rig_is_over(pid) && rig_wait(&n);)
        continue;
    if (!rig_is_over(pid))
        kill(pid, SIGKILL);
    return reap(pid);
}

static void
kill_hard(pid_t pid)
{
    kill(pid, SIGKILL);
    reap(pid);
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
    GOOD(write_once(s, 0));
    CHECK_INT(syncs, 2);
    GOOD(write_once(s, 0));
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
    commit_seams.sync = commit_sync_real;
}

static void
fsync_failure_refuses_every_further_write_of_the_pool(void)
{
    struct attempts x;

    fail_an_fsync();
    struct store *other = rig_open(shared); /* a new worker can start, to read */
    CHECK_REFUSED(write_once(s, 0), ERR_BUSY, "storage_failed", &fault);
    CHECK_REFUSED(write_once(other, 1), ERR_BUSY, "storage_failed", &fault);
    GOOD(store_attempts_load(other, key_of(0), &x, &fault));
    CHECK_LEAST(x.failures, 1);
    store_close(other);
    store_close(s);
}

static void
fsync_failure_reaches_a_worker_that_was_there(void)
{
    struct attempts x;

    fresh();
    struct store *other = rig_open(shared);
    s = rig_open(shared);
    GOOD(write_once(other, 1));
    commit_seams.sync = count_sync;
    sync_answer = SQLITE_IOERR_FSYNC;
    CHECK_REFUSED(write_once(s, 0), ERR_BUSY, "storage_failed", &fault);
    sync_answer = 0;
    commit_seams.sync = commit_sync_real;

    CHECK_REFUSED(write_once(other, 1), ERR_BUSY, "storage_failed", &fault);
    GOOD(store_attempts_load(other, key_of(1), &x, &fault)); /* reading goes on */
    CHECK_INT(x.failures, 1);
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

/* ---- many processes -------------------------------------------------------------------------- */

static void
open_only(int i)
{
    (void)i;
    for (int n = 0; !atomic_load(&told->stop) && rig_wait(&n);)
        continue;
    store_close(rig_open(shared));
}

static void
eight_processes_open_a_new_file_at_once(void)
{
    pid_t pids[WRITERS];

    rig_folder_new("/tmp");
    store_shared_init(shared);
    memset(told, 0, sizeof *told);
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
    for (int n = 0; atomic_load(&told->acknowledged[i]) == from && rig_wait(&n);)
        continue;
    return atomic_load(&told->acknowledged[i]) > from;
}

struct step {
    const char *name;
    enum commit_step step;
};
static const struct step steps[] = {
    {"queued", STEP_QUEUED},   {"begun", STEP_BEGUN},     {"committed", STEP_COMMITTED},
    {"counted", STEP_COUNTED}, {"leading", STEP_LEADING}, {"synced", STEP_SYNCED},
};

static void
writer_killed_at_a_step_stops_nobody(const void *row)
{
    pid_t pids[3];
    long then[3];

    fresh();
    step_to_die = (int)((const struct step *)row)->step;
    writes_before = 3;
    for (int i = 0; i < 3; i++)
        pids[i] = child(i == 0 ? write_and_die : write_until_stopped, i);
    int status = reap(pids[0]);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(WTERMSIG(status), SIGKILL);

    for (int i = 1; i < 3; i++)
        then[i] = atomic_load(&told->acknowledged[i]);
    for (int i = 1; i < 3; i++)
        CHECK(goes_on(i, then[i]));
    atomic_store(&told->stop, true);
    CHECK_INT(reap_or_kill(pids[1]), 0);
    CHECK_INT(reap_or_kill(pids[2]), 0);
    check_told(1);
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
    GOOD(write_once(in, i));
    commit_seams.step = hang_when_leading;
    (void)!write_once(in, i);
}

static void
tell_when_counted(enum commit_step step)
{
    if (step == STEP_COUNTED)
        atomic_store(&told->at, 2);
}

static void
write_one(int i)
{
    struct store *in = rig_open(NULL);

    in->shared = shared; /* opening must not wait for the leader that hangs */
    commit_seams.step = tell_when_counted;
    if (write_once(in, i))
        _exit(1);
    store_close(in);
}

static void
follower_whose_leader_died_gets_its_fsync(void)
{
    fresh();
    pid_t leader = child(lead_and_hang, 0);
    CHECK(reaches(&told->at, 1));
    pid_t follower = child(write_one, 1);
    CHECK(reaches(&told->at, 2)); /* it is committed, and not on disk for certain */
    settle(follower);
    CHECK(!rig_is_over(follower));
    CHECK_INT(atomic_load(&told->acknowledged[1]), 0);

    kill_hard(leader);
    CHECK_INT(reap_or_kill(follower), 0);
    CHECK_INT(atomic_load(&told->acknowledged[1]), 1);
    check_told(1);
}

/* ---- the queue ------------------------------------------------------------------------------- */

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
    CHECK(reaches(&told->at, 1));
    s = rig_open(shared);
    s->busy_timeout_ms = 100;
    CHECK_REFUSED(write_once(s, 1), ERR_BUSY, "busy", &fault);
    CHECK_INT(fault.retry_after_s, 1);
    CHECK(store_is_idle(s));
    CHECK(!rig_is_over(holder)); /* nothing but the time let it go */

    kill_hard(holder);
    GOOD(write_once(s, 1));
    store_close(s);
}

static void
wait_in_queue(int i)
{
    struct store *in = rig_open(shared);

    in->busy_timeout_ms = 60000;
    atomic_store(&told->at, 2);
    if (write_once(in, i))
        _exit(1);
    store_close(in);
}

static void
queue_that_moves_in_time_is_waited_for(void)
{
    fresh();
    pid_t holder = child(hold_queue, 0);
    CHECK(reaches(&told->at, 1));
    pid_t waiter = child(wait_in_queue, 1);
    CHECK(reaches(&told->at, 2));
    settle(waiter);
    CHECK(!rig_is_over(waiter));

    kill_hard(holder);
    CHECK_INT(reap_or_kill(waiter), 0);
    CHECK_INT(atomic_load(&told->acknowledged[1]), 1);
    check_told(1);
}

/* ---- killed at random ------------------------------------------------------------------------ */

static unsigned seed;

static unsigned
dice(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % n;
}

static long
acknowledged_by_all(void)
{
    long n = 0;
    for (int i = 0; i < WRITERS; i++)
        n += atomic_load(&told->acknowledged[i]);
    return n;
}

/* What it committed but was not told of, at most one, counts as told from now on. */
static void
count_as_told(int i)
{
    s = rig_open(NULL);
    atomic_store(&told->acknowledged[i], written(i, 1));
    store_close(s);
}

static void
writers_killed_at_random_lose_no_acknowledged_write(void)
{
    pid_t pids[4];

    fresh();
    seed = 7;
    for (int i = 0; i < 4; i++)
        pids[i] = child(write_until_stopped, i);
    for (int k = 0; k < 40; k++) {
        long until = acknowledged_by_all() + 1 + (long)dice(20);
        for (int n = 0; acknowledged_by_all() < until && rig_wait(&n);)
            continue;
        int i = (int)dice(4);
        kill_hard(pids[i]);
        count_as_told(i);
        pids[i] = child(write_until_stopped, i);
    }

    atomic_store(&told->stop, true);
    for (int i = 0; i < 4; i++)
        CHECK_INT(reap_or_kill(pids[i]), 0);
    check_told(0);
}

static const struct check_test tests[] = {
    TEST(commit_answers_only_after_an_fsync_of_the_log),
    TEST(stored_reply_is_on_disk_before_it_is_given_again),
    TEST(fsync_failure_refuses_every_further_write_of_the_pool),
    TEST(fsync_failure_reaches_a_worker_that_was_there),
    TEST(restart_after_an_fsync_failure_writes_again),
    TEST(checkpoint_lets_readers_read),
    TEST(checkpoint_ends_the_growth_of_the_log),
    TEST_LONG(eight_processes_open_a_new_file_at_once),
    TEST_LONG(eight_writers_lose_no_acknowledged_write),
    TEST_LONG_EACH(writer_killed_at_a_step_stops_nobody, steps),
    TEST_LONG(follower_whose_leader_died_gets_its_fsync),
    TEST_LONG(queue_that_does_not_move_answers_busy),
    TEST_LONG(queue_that_moves_in_time_is_waited_for),
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

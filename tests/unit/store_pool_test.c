/* Many processes on one database: the queue, the shared fsync, and -9 at every step of a writer. */
#include "pool_rig.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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
write_many(int i)
{
    struct store *in = rig_open(shared);
    for (int k = 0; k < 100; k++)
        if (write_once(in, i))
            _exit(1);
    store_close(in);
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

/* A write that was committed and not told of, at most one, counts as told from now on. */
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
    return pool_main(argc, argv, tests, LEN(tests));
}

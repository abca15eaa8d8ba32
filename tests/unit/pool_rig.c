#include "pool_rig.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct store_shared *shared;
struct told *told;

void
fresh(void)
{
    rig_folder_new("/tmp");
    store_shared_init(shared);
    memset(told, 0, sizeof *told);
    store_close(rig_open(NULL));
}

pid_t
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

bool
reaches(atomic_int *what, int value)
{
    for (int n = 0; atomic_load(what) < value && rig_wait(&n);)
        continue;
    return atomic_load(what) >= value;
}

void
settle(pid_t pid)
{
    for (int n = 0; !rig_is_asleep(pid) && !rig_is_over(pid) && rig_wait(&n);)
        continue;
}

const char *
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

enum err
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

void
write_until_stopped(int i)
{
    struct store *in = rig_open(shared);
    while (!atomic_load(&told->stop))
        if (write_once(in, i))
            _exit(1);
    store_close(in);
}

long
written(int i, int more)
{
    struct attempts x = {0};
    long said = atomic_load(&told->acknowledged[i]);

    GOOD(store_attempts_load(s, key_of(i), &x, &fault));
    CHECK_LEAST(x.failures, said);
    CHECK_MOST(x.failures, said + more);
    return x.failures;
}

void
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

int
reap(pid_t pid)
{
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

int
reap_or_kill(pid_t pid)
{
    for (int n = 0; !rig_is_over(pid) && rig_wait(&n);)
        continue;
    if (!rig_is_over(pid))
        kill(pid, SIGKILL);
    return reap(pid);
}

void
kill_hard(pid_t pid)
{
    kill(pid, SIGKILL);
    reap(pid);
}

int
pool_main(int argc, char **argv, const struct check_test *tests, size_t n)
{
    rig_start(argc, argv);
    shared = rig_shared();
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED)
        check_stop("no memory is shared");
    int status = check_main(argc, argv, tests, n);
    rig_folder_remove(rig_folder);
    return status;
}

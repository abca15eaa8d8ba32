/* The fence of a worker: what it needs works on, and what it never needs is refused. */
#include "base/base.h"
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/suanbei-fence-XXXXXX";

/* ---- what is refused ------------------------------------------------------------------------- */

static long
try_trace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
static long
try_inet(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}
static long
try_inet6(void)
{
    return socket(AF_INET6, SOCK_DGRAM, 0);
}
static long
try_netlink(void)
{
    return socket(AF_NETLINK, SOCK_RAW, 0);
}
static long
try_packet(void)
{
    return socket(AF_PACKET, SOCK_RAW, 0);
}
static long
try_listen(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return listen(fd, 1);
}
static long
try_mount(void)
{
    return mount("none", folder, "tmpfs", 0, NULL);
}
static long
try_namespace(void)
{
    return unshare(CLONE_NEWUSER);
}
static long
try_clone(void)
{
    return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
}
static long
try_clone3(void)
{
    long n = syscall(SYS_clone3, NULL, 0);
    errno = errno == ENOSYS ? EPERM : errno; /* as on a machine that has none */
    return n;
}
static long
try_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0);
}
static long
try_keys(void)
{
    return syscall(SYS_keyctl, 0, 0, 0, 0, 0);
}
static long
try_ring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}
static long
try_perf(void)
{
    return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}
static long
try_faults(void)
{
    return syscall(SYS_userfaultfd, 0);
}
static long
try_read_other(void)
{
    return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}
static long
try_root(void)
{
    return chroot("/");
}
static long
try_user(void)
{
    return setuid(65534);
}
static long
try_groups(void)
{
    return syscall(SYS_setgroups, 0, NULL);
}
static long
try_owner(void)
{
    return chown(folder, 0, 0);
}
static long
try_module(void)
{
    return syscall(SYS_init_module, NULL, 0, "");
}
static long
try_personality(void)
{
    return syscall(SYS_personality, 0x0400000);
}
static long
try_terminal(void)
{
    return ioctl(0, TIOCSTI, "x");
}
static long
try_host(void)
{
    return sethostname("x", 1);
}
static long
try_clock(void)
{
    return syscall(SYS_clock_settime, CLOCK_REALTIME, NULL);
}
static long
try_link(void)
{
    return symlinkat("/etc/passwd", AT_FDCWD, "/tmp/suanbei-fence-link");
}

static const struct refused_row {
    const char *name;
    long (*fn)(void);
} refused_rows[] = {
    {"tracing", try_trace},
    {"an Internet socket", try_inet},
    {"an IPv6 socket", try_inet6},
    {"netlink", try_netlink},
    {"packets", try_packet},
    {"listening", try_listen},
    {"mounting", try_mount},
    {"a namespace", try_namespace},
    {"a child in a namespace", try_clone},
    {"a child of the newer form", try_clone3},
    {"bpf", try_bpf},
    {"keys", try_keys},
    {"io_uring", try_ring},
    {"perf", try_perf},
    {"userfaultfd", try_faults},
    {"another's memory", try_read_other},
    {"another root", try_root},
    {"another user", try_user},
    {"other groups", try_groups},
    {"another owner", try_owner},
    {"a module", try_module},
    {"another personality", try_personality},
    {"typing into a terminal", try_terminal},
    {"the host's name", try_host},
    {"the clock", try_clock},
    {"a symbolic link", try_link},
};

/* The status of a child that enters and then calls fn: its errno, 0 when it could. */
static int
fenced(long (*fn)(void))
{
    struct fault f = {0};
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (fence_enter(&f))
            _exit(255);
        errno = 0;
        _exit(fn() < 0 ? errno : 0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

#ifdef __SANITIZE_ADDRESS__
enum { IS_OPEN = 1 };
#else
enum { IS_OPEN = 0 };
#endif

static void
what_a_worker_never_needs_is_refused(const void *row)
{
    const struct refused_row *x = row;
    if (IS_OPEN)
        check_skip("the sanitizers stand in the way");
    CHECK_INT(fenced(x->fn), EPERM);
}

/* ---- what works on --------------------------------------------------------------------------- */

static long
use_files(void)
{
    char path[64], other[96], sub[64];

    snprintf(sub, sizeof sub, "%s/sub", folder);
    snprintf(path, sizeof path, "%s/a", folder);
    snprintf(other, sizeof other, "%s/b", sub);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    bool is_good = fd >= 0 && write(fd, "abc", 3) == 3 && fsync(fd) == 0 &&
                   fcntl(fd, F_SETLK, &lock) == 0 && close(fd) == 0 && mkdir(sub, 0750) == 0 &&
                   rename(path, other) == 0 && unlink(other) == 0 && rmdir(sub) == 0;
    return is_good ? 0 : -1;
}

static long
use_sockets(void)
{
    int pair[2];
    char c = 'x';
    bool is_good = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0 &&
                   write(pair[0], &c, 1) == 1 && read(pair[1], &c, 1) == 1 &&
                   shutdown(pair[0], SHUT_RDWR) == 0;
    return is_good ? 0 : -1;
}

static long
use_memory(void)
{
    char *p = must_alloc(40u << 20);
    p[100] = 1;
    p = realloc(p, 80u << 20);
    free(p);
    return p != NULL ? 0 : -1;
}

/* This test once more, told to list nothing. */
static long
use_itself(void)
{
    char name[] = "again", word[] = "--self", *argv[] = {name, word, NULL}, *env[] = {NULL};
    pid_t child;
    int status = -1, problem = process_again(&child, argv, env);

    if (problem == 0)
        waitpid(child, &status, 0);
    errno = problem ? problem : ECHILD;
    return WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : -1;
}

static const struct refused_row allowed_rows[] = {
    {"files", use_files},
    {"sockets", use_sockets},
    {"memory", use_memory},
    {"itself as a child", use_itself},
};

static void
what_a_worker_needs_works_on(const void *row)
{
    const struct refused_row *x = row;
    CHECK_INT(fenced(x->fn), 0);
}

static bool
has_landlock(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 2;
}

static long
run_other(void)
{
    char name[] = "true", *argv[] = {name, NULL}, *env[] = {NULL};
    return execve("/bin/true", argv, env);
}

static void
no_other_program_is_run(void)
{
    if (IS_OPEN || !has_landlock())
        check_skip("this kernel has no Landlock, or the sanitizers stand in the way");
    CHECK_INT(fenced(run_other), EACCES);
}

static const struct check_test tests[] = {
    TEST_LONG_EACH(what_a_worker_never_needs_is_refused, refused_rows),
    TEST_LONG_EACH(what_a_worker_needs_works_on, allowed_rows),
    TEST_LONG(no_other_program_is_run),
};

int
main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--self") == 0)
        return 7;
    if (mkdtemp(folder) == NULL)
        return 1;
    int status = check_main(argc, argv, tests, LEN(tests));
    rmdir(folder);
    return status;
}

/* The jail of the judge: what running rules does not need kills the process. */
#include "rig.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The signal that ends a child which enters the jail and then calls fn; 0 when it lives on, and
 * below that when it ends in another way. */
static const struct jail_limits limits = {
    .memory_bytes = (size_t)1 << 30, .cpu_s = 60, .descriptors = 4};

static int
jailed(void (*fn)(void))
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (!jail_enter(&limits))
            _exit(99);
        fn();
        _exit(0);
    }

    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void
try_open(void)
{
    close(open("/etc/hostname", O_RDONLY));
}

static void
try_socket(void)
{
    close(socket(AF_INET, SOCK_STREAM, 0));
}

static void
try_fork(void)
{
    if (fork() == 0)
        _exit(0);
}

static void
try_exec(void)
{
    char *argv[] = {(char *)"true", NULL};
    execve("/bin/true", argv, argv + 1);
}

static void
try_kill(void)
{
    kill(getpid(), 0);
}

static void
try_code(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED)
        munmap(p, 4096);
}

static void
try_memory(void)
{
    char *p = must_alloc(30u << 20);
    memset(p, 1, 30u << 20);
    free(p);
}

struct attempt {
    const char *name;
    void (*make)(void);
    int ends; /* by this signal; 0: it lives */
};
static const struct attempt attempts[] = {
    {"that_opens_a_file_is_killed", try_open, SIGSYS},
    {"that_makes_a_socket_is_killed", try_socket, SIGSYS},
    {"that_forks_is_killed", try_fork, SIGSYS},
    {"that_executes_is_killed", try_exec, SIGSYS},
    {"that_signals_is_killed", try_kill, SIGSYS},
    {"that_makes_code_is_killed", try_code, SIGSYS},
    {"may_use_memory", try_memory, 0},
};

static void
a_jailed_process(const void *row)
{
    const struct attempt *attempt = row;

    if (rig_is_valgrind()) {
        check_skip("the jail forbids the system calls of valgrind itself");
        return;
    }
    CHECK_INT(jailed(attempt->make), attempt->ends);
}

static const struct check_test tests[] = {TEST_EACH(a_jailed_process, attempts)};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}

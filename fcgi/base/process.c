#include "base/process.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* As sched_setattr(2) has it, in its first form; glibc has none. */
struct slice {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime_ns, deadline_ns, period_ns;
};

void
process_slice(int us)
{
    struct slice x = {.size = sizeof x,
                      .policy = SCHED_OTHER,
                      .nice = getpriority(PRIO_PROCESS, 0),
                      .runtime_ns = (uint64_t)us * 1000};

    if (sched_getscheduler(0) == SCHED_OTHER)
        (void)syscall(SYS_sched_setattr, 0, &x, 0);
}

/*
 * The file of this very program. By its name, because under valgrind the link's target is valgrind;
 * by the link, when the name is gone or belongs to a newer program ("… (deleted)"), which might
 * speak otherwise.
 */
static const char *
own_program(char path[512])
{
    static const char link[] = "/proc/self/exe";
    ssize_t n = readlink(link, path, 511);
    path[n > 0 ? n : 0] = 0;
    return n > 0 && n < 511 && access(path, X_OK) == 0 ? path : link;
}

static int
spawn(pid_t *pid, char *const argv[], char *const env[], posix_spawn_file_actions_t *files)
{
    char path[512];

    posix_spawnattr_t attr;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setsigmask(&attr, &none);
    int problem = posix_spawn(pid, own_program(path), files, &attr, argv, env);
    posix_spawnattr_destroy(&attr);
    return problem;
}

int
process_again(pid_t *pid, char *const argv[], char *const env[])
{
    posix_spawn_file_actions_t files;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    int problem = spawn(pid, argv, env, &files);
    posix_spawn_file_actions_destroy(&files);
    return problem;
}

#define APART_FIRST 3
#define ABOVE 16

int
process_descriptor(int fd)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, ABOVE);
}

/* Ended by NULL; the caller frees each. */
static void
bare_environment(char *env[4])
{
    static const char *const names[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    int n = 0;

    for (size_t i = 0; i < LEN(names); i++) {
        const char *value = getenv(names[i]);
        env[n] = NULL;
        if (value && asprintf(&env[n], "%s=%s", names[i], value) > 0)
            n++;
    }
    env[n] = NULL;
}

int
process_apart(pid_t *pid, const char *word, const int *fds, int n)
{
    char name[] = "suanbei", verb[32], *argv[] = {name, verb, NULL}, *env[4];
    posix_spawn_file_actions_t files;

    snprintf(verb, sizeof verb, "%s", word);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    for (int i = 0; i < n; i++)
        posix_spawn_file_actions_adddup2(&files, fds[i], APART_FIRST + i);
    posix_spawn_file_actions_addclosefrom_np(&files, APART_FIRST + n);

    bare_environment(env);
    int problem = spawn(pid, argv, env, &files);
    for (int i = 0; env[i]; i++)
        free(env[i]);
    posix_spawn_file_actions_destroy(&files);
    return problem;
}

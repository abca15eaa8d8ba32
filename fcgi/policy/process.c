/* A judge as a child process: the program itself, executed again with a socket. */
#include "policy/client.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void
policy_drop(struct policy *p)
{
    if (!p->judge)
        return;
    close(p->fd);
    p->fd = -1;
    /* It may have ended by itself; until it is waited for, the number is its own. */
    kill(p->judge, SIGKILL);
    while (waitpid(p->judge, NULL, 0) < 0 && errno == EINTR)
        ;
    p->judge = 0;
}

/* A judge knows nothing of our environment but the sanitizers' settings. */
static void
policy_environment(char *env[4])
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

static int
policy_exec(pid_t *pid, int fd)
{
    static char name[] = "suanbei", verb[] = "judge";
    char *argv[] = {name, verb, NULL}, *env[4];
    policy_environment(env);
    int problem = process_again(pid, argv, env, fd);
    for (int i = 0; env[i]; i++)
        free(env[i]);
    return problem;
}

enum err
policy_spawn(struct policy *p, struct fault *f)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return fail(f, ERR_RULE, "rule_crash", "", "无法启动规则进程：%s", strerror(errno));
    /* Above what the child puts its own descriptors on, whatever of 0 to 3 was free here. */
    int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 16);
    close(pair[1]);
    bool is_ready = theirs >= 0 && fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0;
    int problem = is_ready ? policy_exec(&p->judge, theirs) : errno;
    if (theirs >= 0)
        close(theirs);

    if (problem) {
        close(pair[0]);
        p->judge = 0;
        return fail(f, ERR_RULE, "rule_crash", "", "无法启动规则进程：%s", strerror(problem));
    }
    p->fd = pair[0];

    return OK;
}

/* A judge as a child process: the program itself, executed again with a socket. */
#include "policy/client.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
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
    p->in_n = 0;
    /* It may have ended by itself; until it is waited for, the number is its own. */
    kill(p->judge, SIGKILL);
    while (waitpid(p->judge, NULL, 0) < 0 && errno == EINTR)
        ;
    p->judge = 0;
}

enum err
policy_spawn(struct policy *p, struct fault *f)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return fail(f, ERR_RULE, "rule_crash", "", "无法启动规则进程：%s", strerror(errno));
    int theirs = process_descriptor(pair[1]);
    close(pair[1]);
    bool is_ready = theirs >= 0 && fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0;
    int problem = is_ready ? process_apart(&p->judge, "judge", &theirs, 1) : errno;
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

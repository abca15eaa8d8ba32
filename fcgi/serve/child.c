#include "serve/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_stopping;
static int waits_on = -1, null_fd = -1;

/*
 * TERM has to end a waiting accept() and nothing else: a read() or write() that it cut short would
 * cost a request, and libfcgi takes EINTR for an error. So calls are restarted, and the listening
 * socket is replaced by something that accept() refuses. That also catches the TERM that comes
 * between the look at the flag and accept().
 */
static void
on_term(int sig)
{
    int before = errno;

    (void)sig;
    is_stopping = 1;
    if (waits_on >= 0)
        dup2(null_fd, waits_on);
    errno = before;
}

bool
child_signals(int listen_fd)
{
    static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2};
    struct sigaction term = {.sa_handler = on_term, .sa_flags = SA_RESTART},
                     none = {.sa_handler = SIG_IGN};

    if (null_fd < 0)
        null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null_fd < 0)
        return false;

    waits_on = listen_fd;
    sigaction(SIGTERM, &term, NULL);
    for (size_t i = 0; i < LEN(ignored); i++)
        sigaction(ignored[i], &none, NULL);
    return true;
}

bool
child_is_stopping(void)
{
    return is_stopping;
}

void
child_wait_open(const struct pool *p)
{
    const struct timespec moment = {.tv_nsec = 5000000};

    while (atomic_load(&p->scoreboard->is_closed) && !is_stopping)
        nanosleep(&moment, NULL);
}

void
child_limits(const struct pool_options *o)
{
    struct rlimit no_core = {0, 0}, memory = {o->worker_memory_bytes, o->worker_memory_bytes};

    /* Memory holds personal data; it does not belong in a core file. */
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_DUMPABLE, 0); /* nor is it another process's of the same user to look at */
    if (o->worker_memory_bytes > 0 && setrlimit(RLIMIT_AS, &memory) < 0)
        log_line(LOG_WARN_, "worker: no memory limit: %s", strerror(errno));
}

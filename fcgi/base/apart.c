#include "base/apart.h"
#include "base/process.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where process_apart() puts them. */
#define CONTENT_FD 3
#define ANSWER_FD 4
#define PIECE_BYTES 65536 /* what a pipe holds */

/* Read-only, whatever the caller's own may do: the process must not write to what is then kept. */
static int
content_descriptor(int fd)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int once = open(path, O_RDONLY | O_CLOEXEC);
    int above = once < 0 ? -1 : process_descriptor(once);
    if (once >= 0)
        close(once);
    return above;
}

static bool
start(const struct apart_question *q, pid_t *pid, int *answer)
{
    int pair[2];

    if (pipe2(pair, O_CLOEXEC) != 0)
        return false;
    int fds[2] = {content_descriptor(q->fd), process_descriptor(pair[1])};
    close(pair[1]);
    bool is_started =
        fds[0] >= 0 && fds[1] >= 0 && process_apart(pid, q->word, fds, (int)LEN(fds)) == 0;
    for (size_t i = 0; i < LEN(fds); i++)
        if (fds[i] >= 0)
            close(fds[i]);
    *answer = pair[0];
    if (!is_started)
        close(pair[0]);
    return is_started;
}

/* To its end, or until no more is wanted or its time is over. */
static void
hear(const struct apart_question *q, int fd)
{
    int64_t deadline = mono_ms() + q->wall_ms;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    char piece[PIECE_BYTES];

    for (;;) {
        int64_t left = deadline - mono_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t n = ready > 0 ? read(fd, piece, sizeof piece) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || !q->take(q->ctx, piece, (size_t)n))
            return;
    }
}

bool
apart_ask(const struct apart_question *q, struct apart_end *end)
{
    int answer = -1;

    *end = (struct apart_end){0};
    if (!start(q, &end->pid, &answer))
        return false;
    hear(q, answer);
    close(answer);
    kill(end->pid, SIGKILL); /* it has said what it had to say, or never will */
    while (waitpid(end->pid, &end->status, 0) < 0 && errno == EINTR)
        continue;
    return true;
}

const void *
apart_content(size_t *n)
{
    struct stat st;

    *n = 0;
    if (fstat(CONTENT_FD, &st) != 0 || st.st_size < 0)
        return NULL;
    *n = (size_t)st.st_size;
    void *p = *n == 0 ? NULL : mmap(NULL, *n, PROT_READ, MAP_PRIVATE, CONTENT_FD, 0);
    close(CONTENT_FD);
    return *n == 0 ? "" : p == MAP_FAILED ? NULL : p;
}

bool
apart_say(const void *p, size_t n)
{
    for (const char *at = p; n > 0;) {
        ssize_t k = write(ANSWER_FD, at, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}

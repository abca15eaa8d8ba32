#include "serve/successor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int line_fd = -1;
static bool is_own;

void
successor_enter(void)
{
    const char *text = getenv(SUCCESSOR_ENV);
    char *rest = NULL;

    if (text == NULL || strtol(text, &rest, 10) != (long)getpid())
        return;
    is_own = str_is(rest, " own");
    unsetenv(SUCCESSOR_ENV);
    /* Away from the low numbers, as the sockets. */
    line_fd = fcntl(SUCCESSOR_FD, F_DUPFD_CLOEXEC, 10);
    close(SUCCESSOR_FD);
}

bool
successor_is(void)
{
    return line_fd >= 0;
}

bool
successor_is_own(void)
{
    return is_own;
}

void
successor_refuse(const char *where, const char *text)
{
    char line[1024];

    if (line_fd < 0)
        return;
    int n = snprintf(line, sizeof line, "F%s%s%s\n", where, *where ? "：" : "", text);
    if (n >= (int)sizeof line)
        n = (int)sizeof line - 1;
    (void)!send(line_fd, line, (size_t)n, MSG_NOSIGNAL);
}

void
successor_offer(void)
{
    (void)!send(line_fd, "R", 1, MSG_NOSIGNAL);
}

enum successor_word
successor_word(void)
{
    char c = 0;
    ssize_t n = recv(line_fd, &c, 1, MSG_DONTWAIT);

    if (n == 1 && c == 'G')
        return SUCCESSOR_GO;
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? SUCCESSOR_WAIT : SUCCESSOR_OFF;
}

void
successor_end(void)
{
    if (line_fd >= 0)
        close(line_fd);
    line_fd = -1;
}

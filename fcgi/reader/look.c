/* One file, one process: started, waited for, buried. */
#include "reader/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WALL_MS 20000 /* its time of computing is less: this is for one that waits */
#define ANSWER_BYTES 3

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
start(int fd, pid_t *pid, int *answer)
{
    int pair[2];

    if (pipe2(pair, O_CLOEXEC) != 0)
        return false;
    int fds[2] = {content_descriptor(fd), process_descriptor(pair[1])};
    close(pair[1]);
    bool is_started =
        fds[0] >= 0 && fds[1] >= 0 && process_apart(pid, "reader", fds, (int)LEN(fds)) == 0;
    for (size_t i = 0; i < LEN(fds); i++)
        if (fds[i] >= 0)
            close(fds[i]);
    *answer = pair[0];
    if (!is_started)
        close(pair[0]);
    return is_started;
}

/* How many bytes it said before it ended, or its time was over. */
static size_t
hear(int fd, unsigned char answer[ANSWER_BYTES])
{
    int64_t deadline = mono_ms() + WALL_MS;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    size_t n = 0;

    while (n < ANSWER_BYTES) {
        int64_t left = deadline - mono_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t k = ready > 0 ? read(fd, answer + n, ANSWER_BYTES - n) : 0;
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        n += (size_t)k;
    }
    return n;
}

/* Whether it ended before it read a byte, because it could not be jailed. */
static bool
bury(pid_t pid)
{
    int status = 0;

    kill(pid, SIGKILL); /* it has said what it had to say, or never will */
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == READER_UNJAILED;
}

static enum err
busy(struct fault *f)
{
    return fail(f, ERR_BUSY, "reader_busy", "", "暂时无法检查文件，请稍后重新上传");
}

enum err
reader_look(int fd, int64_t size, struct file_report *out, struct fault *f)
{
    unsigned char answer[ANSWER_BYTES] = {0};
    pid_t pid = 0;
    int from = -1;

    *out = (struct file_report){.other = OTHER_EMPTY};
    if (size <= 0)
        return OK;
    if (!start(fd, &pid, &from)) {
        log_line(LOG_ERROR_, "reader: cannot be started: %s", strerror(errno));
        return busy(f);
    }
    size_t n = hear(from, answer);
    close(from);
    if (bury(pid) && n == 0)
        return busy(f);

    bool is_said = n == ANSWER_BYTES && answer[0] < FILE__MAX && answer[1] < OTHER__MAX &&
                   answer[2] < FLAW__MAX;
    if (!is_said)
        log_line(LOG_WARN_, "reader: process %d gave no answer", (int)pid);
    *out = is_said ? (struct file_report){(enum file_type)answer[0], (enum file_other)answer[1],
                                          (enum file_flaw)answer[2]}
                   : (struct file_report){.other = OTHER_UNKNOWN, .flaw = FLAW_HEAVY};
    return OK;
}

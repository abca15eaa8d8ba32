/* The audit trail: what waits is written down, and its head goes to where nobody here reaches. */
#include "clerk/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

enum err
audit_drain(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    return store_audit_drain(c->store, f);
}

/* ---- heads ----------------------------------------------------------------------------------- */

/* In a process of its own: whoever takes the head may take its time, and the clerk has none. */
static void
hand_over(const struct clerk_options *o, const char *line, int in)
{
    struct sigaction none = {.sa_handler = SIG_DFL};

    setpgid(0, 0);
    sigaction(SIGTERM, &none, NULL);
    sigaction(SIGPIPE, &none, NULL);
    if (o->head.to_syslog) {
        openlog("suanbei", LOG_PID, LOG_AUTH);
        syslog(LOG_NOTICE, "audit head %s", line);
    }
    if (o->head.command == NULL)
        _exit(0);
    if (dup2(in, 0) < 0)
        _exit(126);
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0)
        dup2(null, 1);
    for (int fd = 3; fd < 256; fd++)
        close(fd);
    execl("/bin/sh", "sh", "-c", o->head.command, (char *)NULL);
    _exit(127);
}

/* A line fits into an empty pipe, so that nobody waits for its reader. */
static enum err
start(struct clerk *c, const char *line, struct fault *f)
{
    int ends[2];
    struct buf b = BUF(c->arena);

    buf_printf(&b, "%s\n", line);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(f, ERR_BUSY, "head_unsent", "", "pipe: %s", strerror(errno));
    ssize_t n = write(ends[1], b.p, b.n);
    close(ends[1]);
    pid_t pid = n == (ssize_t)b.n ? fork() : -1;
    if (pid == 0)
        hand_over(&c->options, line, ends[0]);
    close(ends[0]);
    if (pid < 0)
        return fail(f, ERR_BUSY, "head_unsent", "", "fork: %s", strerror(errno));
    c->head.pid = pid;
    return OK;
}

static enum err
append(const char *path, const char *line, struct fault *f)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    bool is_whole = fd >= 0 && dprintf(fd, "%s\n", line) == (int)strlen(line) + 1 && fsync(fd) == 0;
    int why = errno;

    if (fd >= 0)
        close(fd);
    return is_whole ? OK : fail(f, ERR_BUSY, "head_unsent", path, "%s", strerror(why));
}

/* True while the command of the last head still runs. One that takes longer than the time between
 * two is ended; one that failed gets the next head sooner than it moves. */
static bool
is_at_work(struct clerk *c)
{
    int status = 0;

    if (c->head.pid == 0)
        return false;
    if (waitpid(c->head.pid, &status, WNOHANG) == 0) {
        if (mono_ms() < c->head.due_at)
            return true;
        log_line(LOG_ERROR_, "audit: the command that takes heads does not end; killed");
        kill(-c->head.pid, SIGKILL);
        waitpid(c->head.pid, &status, 0);
    }
    c->head.pid = 0;
    if (status != 0) {
        log_line(LOG_ERROR_, "audit: the command that takes heads failed: %d", status);
        c->head.given = 0;
    }
    return false;
}

static enum err
give(struct clerk *c, const char *line, struct fault *f)
{
    const struct clerk_options *o = &c->options;

    log_line(LOG_INFO_, "audit: head %s", line);
    if (o->head.command != NULL || o->head.to_syslog) {
        enum err err = start(c, line, f);
        if (err)
            return err;
    }
    return o->head.file ? append(o->head.file, line, f) : OK;
}

enum err
heads_give(struct clerk *c, int *next_ms, struct fault *f)
{
    const char *line;
    long n;

    (void)next_ms;
    if (c->options.head.every_ms == 0 || is_at_work(c) || mono_ms() < c->head.due_at)
        return OK;
    c->head.due_at = mono_ms() + c->options.head.every_ms;
    enum err err = store_audit_head(c->store, c->arena, &line, &n, f);
    if (err || n == c->head.given)
        return err;
    if ((err = give(c, line, f)))
        return err;
    c->head.given = n;
    return OK;
}

void
heads_stop(struct clerk *c)
{
    if (c->head.pid == 0)
        return;
    kill(-c->head.pid, SIGTERM);
    waitpid(c->head.pid, NULL, 0);
    c->head.pid = 0;
}

/* ---- the witness ----------------------------------------------------------------------------- */

enum err
witness_keep(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    return store_witness_keep(c->store, &c->witness, f);
}

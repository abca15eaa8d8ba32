#include "serve/upgrade.h"
#include "serve/notify.h"
#include "serve/successor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 180000, FIRST_FD = 3 };

const char *
upgrade_path(struct arena *a, const char *pid_path)
{
    return arena_printf(a, "%s.upgrade", pid_path);
}

const char *
upgrade_program(struct arena *a)
{
    static const char gone[] = " (deleted)";
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    path[n > 0 ? n : 0] = '\0';
    size_t most = sizeof gone - 1;
    if ((size_t)n > most && n > 0 && strcmp(path + n - most, gone) == 0)
        path[(size_t)n - most] = '\0';
    return arena_strdup(a, path);
}

static void
note(const struct pool *p, const char *word, const char *text)
{
    struct fault f = {0};
    struct arena *a = arena_new();
    const char *whole = arena_printf(a, "%s\n%s\n", word, text);

    if (file_write(upgrade_path(a, p->options->pid_path), whole, strlen(whole), 0644, &f))
        log_line(LOG_WARN_, "pool: cannot note how the upgrade went: %s", f.text);
    arena_free(a);
}

void
upgrade_decline(const struct pool *p, const char *why)
{
    log_line(LOG_WARN_, "pool: no upgrade: %s", why);
    note(p, "failed", why);
}

/* ---- the new program ------------------------------------------------------------------------- */

static bool
put_at(int fd, int at)
{
    return dup2(fd, at) == at; /* the copy has no FD_CLOEXEC */
}

/* In the child: becomes the new program, or ends. */
static void
become(const struct pool *p, int line)
{
    const struct pool_options *o = p->options;
    char pid[32], line_env[48];
    sigset_t none;
    int fds[] = {fcntl(p->listener.fd, F_DUPFD_CLOEXEC, 20),
                 fcntl(p->health.fd, F_DUPFD_CLOEXEC, 20), fcntl(line, F_DUPFD_CLOEXEC, 20)};

    for (int i = 0; i < (int)LEN(fds); i++)
        if (fds[i] < 0 || !put_at(fds[i], FIRST_FD + i))
            _exit(126);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    snprintf(line_env, sizeof line_env, "%s %s", pid, p->listener.is_inherited ? "passed" : "own");
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "2", 1);
    setenv(SUCCESSOR_ENV, line_env, 1);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    execv(o->program, o->argv);
    log_line(LOG_ERROR_, "pool: cannot start %s: %s", o->program, strerror(errno));
    _exit(127);
}

void
upgrade_begin(struct upgrade *u, const struct pool *p)
{
    int pair[2];

    if (u->pid != 0) {
        log_line(LOG_WARN_, "pool: an upgrade is under way already");
        return;
    }
    if (store_flaws_of(p->shared->store).has_failed) {
        upgrade_decline(p,
                        "有内容没有可靠地写到磁盘，不能在服务中换程序。请检查磁盘后重新启动服务");
        return;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        upgrade_decline(p, "系统资源不足，不能启动新程序，请稍后再试");
        return;
    }

    note(p, "running", "新程序正在启动");
    log_line(LOG_INFO_, "pool: starting %s to go on in our place", p->options->program);
    pid_t pid = fork();
    if (pid == 0)
        become(p, pair[1]);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        upgrade_decline(p, "系统资源不足，不能启动新程序，请稍后再试");
        return;
    }
    *u = (struct upgrade){.pid = pid, .fd = pair[0], .until_ms = mono_ms() + PATIENCE_MS};
}

/* ---- what it says ---------------------------------------------------------------------------- */

void
upgrade_ended(struct upgrade *u, pid_t pid, int status)
{
    if (pid == 0 || pid != u->pid)
        return;
    u->has_ended = true;
    u->status = status;
}

/* Ends it, and waits for its end. */
static void
end_new(struct upgrade *u)
{
    if (!u->has_ended) {
        kill(u->pid, SIGKILL);
        while (waitpid(u->pid, &u->status, 0) < 0 && errno == EINTR) {
        }
    }
    close(u->fd);
    u->pid = 0;
}

void
upgrade_drop(struct upgrade *u)
{
    if (u->pid != 0)
        end_new(u);
}

static void
fail_with(const struct pool *p, const char *why)
{
    char text[1400];

    snprintf(text, sizeof text, "没有换成新程序，原来的程序照常服务：%s", why);
    upgrade_decline(p, text);
}

/* It said nothing of its own. */
static void
fail_as_ended(const struct pool *p, int status)
{
    char why[200];

    if (WIFSIGNALED(status))
        snprintf(why, sizeof why, "新程序 %s 意外结束（信号 %d）。请看日志，装回可用的程序后再试",
                 p->options->program, WTERMSIG(status));
    else if (WEXITSTATUS(status) == 127)
        snprintf(why, sizeof why, "不能运行 %s。请检查程序文件后再试", p->options->program);
    else
        snprintf(why, sizeof why, "新程序 %s 没有启动成功（退出码 %d）。请看日志，改正后再试",
                 p->options->program, WEXITSTATUS(status));
    fail_with(p, why);
}

/* False when the line is closed. */
static bool
hear(struct upgrade *u)
{
    for (;;) {
        size_t room = sizeof u->said - 1 - u->said_n;
        ssize_t n = recv(u->fd, u->said + u->said_n, room, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return true;
        if (n == 0)
            return false;
        u->said_n += (size_t)n;
        u->said[u->said_n] = '\0';
    }
}

/* The pid file tells of it from now on; the lock goes with this process. */
static void
name_successor(const struct upgrade *u, const struct pool *p)
{
    char text[32];
    int n = snprintf(text, sizeof text, "%d\n", (int)u->pid);

    if (ftruncate(p->listener.pid_fd, 0) < 0 || pwrite(p->listener.pid_fd, text, (size_t)n, 0) != n)
        log_line(LOG_WARN_, "pool: cannot write the pid file: %s", strerror(errno));
    notify_say("MAINPID=%d", (int)u->pid);
}

static bool
hand_over(struct upgrade *u, const struct pool *p)
{
    char text[120];

    if (send(u->fd, "G", 1, MSG_NOSIGNAL) != 1) {
        end_new(u);
        fail_as_ended(p, u->status);
        return false;
    }
    name_successor(u, p);
    snprintf(text, sizeof text, "新程序（进程 %d）已经接手服务", (int)u->pid);
    note(p, "done", text);
    log_line(LOG_INFO_, "pool: process %d goes on in our place", (int)u->pid);
    close(u->fd);
    u->pid = 0;
    return true;
}

/* Its line is closed: it ends by itself, or is ended. */
static void
see_off(struct upgrade *u, const struct pool *p)
{
    for (int i = 0; i < 100 && !u->has_ended; i++) {
        u->has_ended = waitpid(u->pid, &u->status, WNOHANG) == u->pid;
        if (!u->has_ended)
            usleep(20000);
    }
    end_new(u);
    u->said[strcspn(u->said, "\n")] = '\0';
    if (u->said[0] == 'F')
        fail_with(p, u->said + 1);
    else
        fail_as_ended(p, u->status);
}

bool
upgrade_look(struct upgrade *u, const struct pool *p)
{
    if (u->pid == 0)
        return false;

    bool is_open = hear(u);
    if (u->said[0] == 'R' && is_open)
        return hand_over(u, p);
    if (!is_open) {
        see_off(u, p);
    } else if (mono_ms() >= u->until_ms) {
        end_new(u);
        fail_with(p, "新程序三分钟内没有准备好。请看日志，查明原因后再试");
    }
    return false;
}

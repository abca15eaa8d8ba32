#include "serve/listener.h"
#include "serve/successor.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, NAP_US = 20000, NAPS = 100, PASSED_FIRST = 3 };

/* The lock, not the number in the file, says whether a pool is alive: it goes with the process,
 * however that ends. The file stays: removing it would let two masters lock two files of one name.
 */
static enum err
pid_open(struct listener *l, const char *path, struct fault *f)
{
    l->pid_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (l->pid_fd < 0)
        return fail(f, ERR_INPUT, "pid_file", path, "不能打开进程号文件：%s", strerror(errno));
    return OK;
}

enum err
listener_lock(struct listener *l, const char *path, struct fault *f)
{
    char text[32] = "";

    if (flock(l->pid_fd, LOCK_EX | LOCK_NB) < 0) {
        ssize_t n = pread(l->pid_fd, text, sizeof text - 1, 0);
        text[n > 0 ? n : 0] = '\0';
        text[strcspn(text, "\n")] = '\0';
        return fail(f, ERR_CONFLICT, "pool_running", path,
                    "这里已有一个算备进程池在运行（进程号 %s）。请先停止它，或换一个状态目录。",
                    text[0] ? text : "未知");
    }

    int n = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(l->pid_fd, 0) < 0 || pwrite(l->pid_fd, text, (size_t)n, 0) != n)
        return fail(f, ERR_INPUT, "pid_file", path, "不能写进程号文件：%s", strerror(errno));
    return OK;
}

static bool
somebody_listens(const struct sockaddr_un *sa)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int r = fd < 0 ? 0 : connect(fd, (const struct sockaddr *)sa, sizeof *sa);
    bool yes = r == 0 || errno == EAGAIN;
    if (fd >= 0)
        close(fd);
    return yes;
}

/* With the lock held, a socket of that name is left over, or belongs to another program. The
 * workers of a master that was killed a moment ago may still be ending: they get two seconds. */
static enum err
socket_clear(const struct sockaddr_un *sa, struct fault *f)
{
    struct stat st;

    if (lstat(sa->sun_path, &st) < 0)
        return errno == ENOENT ? OK
                               : fail(f, ERR_INPUT, "socket", sa->sun_path,
                                      "不能检查套接字路径：%s", strerror(errno));
    if (!S_ISSOCK(st.st_mode))
        return fail(
            f, ERR_CONFLICT, "socket", sa->sun_path,
            "这个路径上已有一个不是套接字的文件，没有动它。请移走它或用 --socket 另指路径。");

    for (int i = 0; somebody_listens(sa); i++) {
        if (i == NAPS)
            return fail(f, ERR_CONFLICT, "socket", sa->sun_path,
                        "另一个程序正在这个套接字上监听。请先停止它，或用 --socket 另指路径。");
        usleep(NAP_US);
    }

    if (unlink(sa->sun_path) < 0 && errno != ENOENT)
        return fail(f, ERR_INPUT, "socket", sa->sun_path, "不能删除遗留的套接字：%s",
                    strerror(errno));
    return OK;
}

enum err
listener_group(const char *name, gid_t *out, struct fault *f)
{
    const struct group *g = getgrnam(name);

    if (g == NULL)
        return fail(f, ERR_INPUT, "socket_group", name,
                    "没有名为 %s 的组，请建立它或改正 socket_group", name);
    *out = g->gr_gid;
    return OK;
}

/* Before anybody listens: whoever is let in by a mode of a moment finds nobody there. */
static enum err
socket_give(const char *path, const char *group, struct fault *f)
{
    gid_t gid = 0;
    enum err err = group ? listener_group(group, &gid, f) : OK;

    if (err || group == NULL)
        return err;
    if (chown(path, (uid_t)-1, gid) < 0)
        return fail(f, ERR_INPUT, "socket_group", path,
                    "不能把套接字交给组 %s：%s。运行算备的用户应属于这个组", group,
                    strerror(errno));
    return OK;
}

static enum err
socket_make(struct listener *l, const char *path, const char *group, struct fault *f)
{
    struct sockaddr_un sa = {.sun_family = AF_UNIX};
    struct stat st;

    if (strlen(path) >= sizeof sa.sun_path)
        return fail(f, ERR_INPUT, "socket", path,
                    "套接字路径过长（最多 %zu 字节），请用更短的状态目录或 --socket。",
                    sizeof sa.sun_path - 1);

    strcpy(sa.sun_path, path);
    strcpy(l->socket_path, path);
    enum err err = socket_clear(&sa, f);
    if (err)
        return err;

    l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (l->fd < 0)
        return fail(f, ERR_INPUT, "socket", path, "不能建立套接字：%s", strerror(errno));

    /* The mode is right from the first moment: whoever can connect can claim to be any address. */
    mode_t before = umask(0117);
    int r = bind(l->fd, (struct sockaddr *)&sa, sizeof sa);
    umask(before);
    if (r < 0 || stat(sa.sun_path, &st) < 0)
        return fail(f, ERR_INPUT, "socket", path, "不能绑定套接字：%s", strerror(errno));

    l->dev = st.st_dev;
    l->ino = st.st_ino;
    return socket_give(l->socket_path, group, f);
}

/* Of any other kind nobody can say who speaks. */
static enum err
check_kind(const struct listener *l, struct fault *f)
{
    int domain = AF_UNSPEC;
    socklen_t n = sizeof domain;

    if (getsockopt(l->fd, SOL_SOCKET, SO_DOMAIN, &domain, &n) == 0 && domain == AF_UNIX)
        return OK;
    return fail(f, ERR_INPUT, "socket", "",
                "传来的套接字不是 Unix 套接字，无法查明对方是谁。请改用 Unix 套接字");
}

/* One that an older program of ours has made: its name is ours to remove. */
static void
adopt(struct listener *l)
{
    struct sockaddr_un sa = {0};
    socklen_t n = sizeof sa - 1;
    struct stat st;

    if (getsockname(l->fd, (struct sockaddr *)&sa, &n) < 0 || sa.sun_path[0] == '\0' ||
        stat(sa.sun_path, &st) < 0)
        return;
    snprintf(l->socket_path, sizeof l->socket_path, "%s", sa.sun_path);
    l->dev = st.st_dev;
    l->ino = st.st_ino;
    l->is_inherited = false;
}

/* Made by another, or by an older program of ours. */
static void
take_in(struct listener *l, int fd)
{
    l->fd = fd;
    l->is_inherited = true;
    if (successor_is() && successor_is_own())
        adopt(l);
}

/* A program that takes over keeps what the other listens on. */
static enum err
check_place(const struct listener *l, const char *path, struct fault *f)
{
    if (!successor_is() || l->is_inherited || str_is(l->socket_path, path))
        return OK;
    return fail(f, ERR_INPUT, "socket", path,
                "套接字的位置改了（现在是 %s），不能在服务中改。请重新启动服务", l->socket_path);
}

enum err
listener_open(struct listener *l, const struct pool_options *o, struct fault *f)
{
    *l = (struct listener){.pid_fd = -1, .fd = -1};
    enum err err = pid_open(l, o->pid_path, f);
    if (!err && !successor_is())
        err = listener_lock(l, o->pid_path, f);
    if (err)
        return err;

    if (o->inherited_fd >= 0)
        take_in(l, o->inherited_fd);
    else
        err = socket_make(l, o->socket_path, o->socket_group, f);

    if (!err)
        err = check_kind(l, f);
    if (!err)
        err = check_place(l, o->socket_path, f);
    if (err)
        return err;
    /* Again for an inherited one: spawn-fcgi's backlog may be too short, and listen() may be
     * repeated. */
    if (listen(l->fd, o->backlog > 0 ? o->backlog : BACKLOG) < 0)
        return fail(f, ERR_INPUT, "socket", o->socket_path, "不能监听套接字：%s", strerror(errno));
    return OK;
}

enum err
listener_beside(struct listener *l, const struct pool_options *o, struct fault *f)
{
    const char *path = o->health_path;
    enum err err = OK;

    *l = (struct listener){.pid_fd = -1, .fd = -1};
    if (o->inherited_health_fd >= 0) {
        take_in(l, o->inherited_health_fd);
        err = check_kind(l, f);
        return err ? err : check_place(l, path, f);
    }
    err = socket_make(l, path, o->socket_group, f);
    if (!err && listen(l->fd, BACKLOG) < 0)
        err = fail(f, ERR_INPUT, "socket", path, "不能监听套接字：%s", strerror(errno));
    return err;
}

void
listener_shut(struct listener *l)
{
    struct stat st;
    /* Only what we bound: an operator may have put another in its place. */
    if (!l->is_inherited && l->ino != 0 && stat(l->socket_path, &st) == 0 && st.st_dev == l->dev &&
        st.st_ino == l->ino)
        unlink(l->socket_path);
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}

void
listener_close(struct listener *l)
{
    listener_shut(l);
    if (l->pid_fd >= 0)
        close(l->pid_fd);
    l->pid_fd = -1;
}

static bool
is_listening(int fd)
{
    int yes = 0;
    socklen_t n = sizeof yes;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes;
}

/* How many were passed in, and from which descriptor on. */
static enum err
passed_in(int *from, int *n, struct fault *f)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    bool is_systemd = pid != NULL && fds != NULL && atol(pid) == (long)getpid();

    *from = 0;
    *n = is_listening(0) ? 1 : 0;
    if (!is_systemd)
        return OK;
    if (strcmp(fds, "1") != 0 && strcmp(fds, "2") != 0)
        return fail(f, ERR_INPUT, "socket", "LISTEN_FDS",
                    "只能接管一个或两个套接字，但传来了 %s 个", fds);
    *from = PASSED_FIRST;
    *n = atoi(fds);
    for (int fd = *from; fd < *from + *n; fd++)
        if (!is_listening(fd))
            return fail(f, ERR_INPUT, "socket", "LISTEN_FDS", "传来的描述符 %d 不是监听中的套接字",
                        fd);
    return OK;
}

/* Away from the low numbers: 3 is the judge's, and 0 must be something harmless to read. */
static enum err
move_away(int from, int *fd, struct fault *f)
{
    *fd = fcntl(from, F_DUPFD_CLOEXEC, 10);
    if (*fd < 0 || fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) & ~O_NONBLOCK) < 0)
        return fail(f, ERR_INPUT, "socket", "", "不能接管传来的套接字：%s", strerror(errno));

    close(from);
    if (from == 0 && open("/dev/null", O_RDONLY) != 0)
        return fail(f, ERR_INPUT, "socket", "", "不能打开 /dev/null：%s", strerror(errno));
    return OK;
}

enum err
listener_inherited(int *fd, int *health_fd, struct fault *f)
{
    int from, n;

    *fd = *health_fd = -1;
    enum err err = passed_in(&from, &n, f);
    if (err)
        return err;

    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    if (n > 0)
        err = move_away(from, fd, f);
    if (!err && n > 1)
        err = move_away(from + 1, health_fd, f);
    return err;
}

/* These calls do not go through the table of base/files: nothing here is on a disk. */
#include "base/opened.h"
#include "base/log.h"
#include "base/secret.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#define ENTRY_TEXT 256
#define RETRY_AFTER_S 5
/* Where the kernel gives no leases, nobody can tell who reads: then time alone decides. */
#define BLIND_GRACE_MS (10 * 60 * 1000)

/* -1 when the folder is not there. */
static int
lock(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0)
        if (errno != EINTR) {
            close(fd);
            return -1;
        }
    return fd;
}

static void
unlock(int lock_fd)
{
    close(lock_fd);
}

/* Since it was asked for: each time somebody asks, its times are set. */
static int64_t
age_ms(const struct stat *st)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (now.tv_sec - st->st_ctim.tv_sec) * 1000LL +
           (now.tv_nsec - st->st_ctim.tv_nsec) / 1000000;
}

/* Held until fd is closed: who opens it by then has to wait, or is refused. */
static bool
is_unread(int fd, int64_t age)
{
    if (fcntl(fd, F_SETLEASE, F_WRLCK) == 0)
        return true;
    return errno != EAGAIN && age > BLIND_GRACE_MS;
}

static void
sweep_one(int lock_fd, const char *name, int grace_ms)
{
    struct stat st;
    int fd = openat(lock_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;

    int64_t age = fstat(fd, &st) == 0 ? age_ms(&st) : -1;
    if (age >= grace_ms && S_ISREG(st.st_mode) && is_unread(fd, age))
        unlinkat(lock_fd, name, 0);
    close(fd);
}

/* Calls back for each file of the locked folder. */
static void
each(int lock_fd, void (*look)(int lock_fd, const char *name, void *ctx), void *ctx)
{
    int fd = openat(lock_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *e;

    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((e = readdir(dir)) != NULL)
        if (e->d_name[0] != '.')
            look(lock_fd, e->d_name, ctx);
    closedir(dir);
}

static void
look_sweep(int lock_fd, const char *name, void *grace_ms)
{
    sweep_one(lock_fd, name, *(const int *)grace_ms);
}

static void
sweep(int lock_fd, int grace_ms)
{
    /* Who opens a file on which we have a lease has a signal sent to us. */
    signal(SIGIO, SIG_IGN);
    each(lock_fd, look_sweep, &grace_ms);
}

void
opened_sweep(const char *folder, int grace_ms)
{
    int fd = lock(folder);
    if (fd < 0)
        return;
    sweep(fd, grace_ms);
    unlock(fd);
}

/* ---- the folder ------------------------------------------------------------------------------ */

static bool
is_in_memory(const char *folder)
{
    struct statfs s;
    return statfs(folder, &s) == 0 && (s.f_type == TMPFS_MAGIC || s.f_type == RAMFS_MAGIC);
}

enum err
opened_look(const char *folder, struct fault *f)
{
    struct stat st;

    if (mkdir(folder, 0750) != 0 && errno != EEXIST)
        return fail(f, ERR_INPUT, "open_folder", folder,
                    "不能建立存放解封附件的目录 %s：%s。请用 --open 指定 /run 或 /dev/shm 下的目录",
                    folder, strerror(errno));
    if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & 022) != 0)
        return fail(f, ERR_INPUT, "open_folder", folder,
                    "目录 %s 不归本用户所有，或允许其他用户写入，不能存放解封的附件", folder);
    if (!is_in_memory(folder))
        return fail(f, ERR_INPUT, "open_folder", folder,
                    "目录 %s 不在内存文件系统（tmpfs）上，解封的附件会以明文落到磁盘。请用 --open "
                    "指定 /run 或 /dev/shm 下的目录",
                    folder);
    return OK;
}

enum err
opened_start(const char *folder, struct fault *f)
{
    enum err err = opened_look(folder, f);
    if (!err)
        opened_empty(folder);
    return err;
}

static void
look_remove(int lock_fd, const char *name, void *ctx)
{
    (void)ctx;
    unlinkat(lock_fd, name, 0);
}

void
opened_empty(const char *folder)
{
    int fd = lock(folder);
    if (fd < 0)
        return;
    each(fd, look_remove, NULL);
    unlock(fd);
}

/* ---- a copy ---------------------------------------------------------------------------------- */

static bool
name_of(const struct opened *o, char out[ENTRY_TEXT])
{
    return (size_t)snprintf(out, ENTRY_TEXT, "%s-%s", o->owner, o->name) < ENTRY_TEXT;
}

/* Sets its times, which makes it young again. */
static bool
touch(const struct opened *o, int fd)
{
    struct timespec modified = {.tv_sec = o->modified_ms / 1000};
    return futimens(fd, (struct timespec[2]){modified, modified}) == 0;
}

static bool
is_there(const struct opened *o, int lock_fd, const char *name)
{
    struct stat st;
    int fd = openat(lock_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;

    bool yes = fstat(fd, &st) == 0 && st.st_size == o->size && touch(o, fd);
    close(fd);
    return yes;
}

struct held {
    const struct opened *o;
    int64_t all, own;
};

static void
look_size(int lock_fd, const char *name, void *ctx)
{
    struct held *h = ctx;
    struct stat st;
    size_t n = strlen(h->o->owner);

    if (fstatat(lock_fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    h->all += st.st_size;
    if (strncmp(name, h->o->owner, n) == 0 && name[n] == '-')
        h->own += st.st_size;
}

static bool
has_room(const struct opened *o, int lock_fd)
{
    struct held h = {.o = o};

    each(lock_fd, look_size, &h);
    return h.all + o->size <= o->bytes_max && (h.own == 0 || h.own + o->size <= o->bytes_max / 4);
}

static enum err
no_room(struct fault *f)
{
    enum err err = fail(f, ERR_BUSY, "downloads_many", "",
                        "同时下载的附件过多，请等已开始的下载完成，或稍后再试");
    f->retry_after_s = RETRY_AFTER_S;
    return err;
}

static enum err
reserve(struct opened *o, int lock_fd, struct fault *f)
{
    char id[ID_TEXT], name[ENTRY_TEXT];

    if (!has_room(o, lock_fd)) {
        sweep(lock_fd, OPENED_GRACE_MS);
        if (!has_room(o, lock_fd))
            return no_room(f);
    }

    id_new(&world_real, id);
    if ((size_t)snprintf(name, sizeof name, "%s-%s.part", o->owner, id) >= sizeof name ||
        (size_t)snprintf(o->path, sizeof o->path, "%s/%s", o->folder, name) >= sizeof o->path)
        return fail(f, ERR_BUG, "path_too_long", o->folder, "路径过长");
    o->fd = openat(lock_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (o->fd < 0)
        return fail(f, ERR_BUG, "open_folder", o->folder, "不能写入存放解封附件的目录");
    /* What memory cannot hold fails here and not half-way. */
    if (o->size > 0 && posix_fallocate(o->fd, 0, o->size) != 0) {
        opened_drop(o);
        return no_room(f);
    }
    return OK;
}

enum err
opened_begin(struct opened *o, struct fault *f)
{
    char name[ENTRY_TEXT];
    int lock_fd;

    o->fd = -1;
    o->path[0] = '\0';
    if (!name_of(o, name))
        return fail(f, ERR_BUG, "path_too_long", o->folder, "路径过长");
    if ((lock_fd = lock(o->folder)) < 0)
        return fail(f, ERR_BUG, "open_folder", o->folder, "没有存放解封附件的目录");

    enum err err = is_there(o, lock_fd, name) ? OK : reserve(o, lock_fd, f);
    unlock(lock_fd);
    return err;
}

enum err
opened_keep(struct opened *o, struct fault *f)
{
    char name[ENTRY_TEXT];
    int lock_fd = lock(o->folder);

    bool is_kept = lock_fd >= 0 && name_of(o, name) && touch(o, o->fd) &&
                   renameat(AT_FDCWD, o->path, lock_fd, name) == 0;
    if (lock_fd >= 0)
        unlock(lock_fd);
    if (is_kept)
        o->path[0] = '\0';
    opened_drop(o);
    return is_kept ? OK : fail(f, ERR_BUG, "open_folder", o->folder, "不能写入存放解封附件的目录");
}

void
opened_drop(struct opened *o)
{
    if (o->fd >= 0)
        close(o->fd);
    o->fd = -1;
    if (o->path[0] != '\0')
        unlink(o->path);
    o->path[0] = '\0';
}

/* Every storage system call that is ours, through one table that a fault test can replace. SQLite
 * makes its own. */
#include "base/files.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int
real_open(const char *path, int flags, mode_t mode)
{
    return open(path, flags | O_CLOEXEC, mode);
}

const struct storage_calls storage_real = {real_open, write, fsync, rename, unlink, link};
static const struct storage_calls *calls = &storage_real;

void
storage_calls_set(const struct storage_calls *c)
{
    calls = c;
}

static enum err
storage_fault(struct fault *f, const char *what, const char *path)
{
    int e = errno;
    log_line(LOG_ERROR_, "storage: %s %s: %s", what, path, strerror(e));
    if (e == ENOSPC || e == EDQUOT)
        return fail(f, ERR_BUSY, "storage_full", "", "存储空间不足，暂时无法保存，请联系运维人员");
    return fail(f, ERR_BUSY, "storage_failed", "", "存储出错，内容没有保存，请稍后再试");
}

static enum err
write_all(int fd, const char *p, size_t n, const char *path, struct fault *f)
{
    while (n > 0) {
        ssize_t done = calls->write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return storage_fault(f, "write", path);
        p += done;
        n -= (size_t)done;
    }
    return OK;
}

static enum err
sync_folder_of(const char *path, struct fault *f)
{
    char folder[512];

    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        snprintf(folder, sizeof folder, ".");
    else
        slash[slash == folder] = '\0';

    int fd = calls->open(folder, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return storage_fault(f, "open", folder);

    int bad = calls->fsync(fd);
    enum err err = bad ? storage_fault(f, "fsync", folder) : OK;
    close(fd);
    return err;
}

enum err
file_make_folder(const char *path, mode_t mode, struct fault *f)
{
    char part[512];

    if ((size_t)snprintf(part, sizeof part, "%s", path) >= sizeof part)
        return fail(f, ERR_BUG, "path_too_long", path, "路径过长");
    for (char *p = part + 1;; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        bool is_last = *p == '\0';
        *p = '\0';
        if (mkdir(part, mode) == 0) {
            enum err err = sync_folder_of(part, f);
            if (err)
                return err;
        } else if (errno != EEXIST) {
            return storage_fault(f, "mkdir", part);
        }
        if (is_last)
            return OK;
        *p = '/';
    }
}

enum err
file_new_open(struct file_new *n, const char *folder, const struct world *w, struct fault *f)
{
    char id[ID_TEXT];
    id_new(w, id);
    n->fd = -1;
    if ((size_t)snprintf(n->path, sizeof n->path, "%s/%s.part", folder, id) >= sizeof n->path)
        return fail(f, ERR_BUG, "path_too_long", folder, "路径过长");
    n->fd = calls->open(n->path, O_WRONLY | O_CREAT | O_EXCL, 0640);
    return n->fd < 0 ? storage_fault(f, "open", n->path) : OK;
}

enum err
file_new_write(struct file_new *n, const void *p, size_t size, struct fault *f)
{
    return write_all(n->fd, p, size, n->path, f);
}

enum err
file_new_keep(struct file_new *n, const char *path, struct fault *f)
{
    char folder[512];

    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL && slash != folder) {
        *slash = '\0';
        enum err err = file_make_folder(folder, 0750, f);
        if (err)
            return err;
    }

    if (calls->fsync(n->fd) != 0)
        return storage_fault(f, "fsync", n->path);
    if (calls->rename(n->path, path) != 0)
        return storage_fault(f, "rename", path);

    close(n->fd);
    n->fd = -1;
    n->path[0] = '\0';
    return sync_folder_of(path, f);
}

void
file_new_drop(struct file_new *n)
{
    if (n->fd >= 0)
        close(n->fd);
    n->fd = -1;
    if (n->path[0] != '\0')
        calls->unlink(n->path);
    n->path[0] = '\0';
}

enum err
file_read(const char *path, size_t max, char **out, size_t *n, struct fault *f)
{
    *out = NULL;
    *n = 0;
    int fd = calls->open(path, O_RDONLY, 0);
    if (fd < 0)
        return fail(f, errno == ENOENT ? ERR_NOTFOUND : ERR_BUG, "file_unreadable", path,
                    "无法读取文件 %s：%s", path, strerror(errno));

    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size > max) {
        close(fd);
        return fail(f, ERR_LARGE, "file_too_large", path, "文件 %s 过大或不是普通文件", path);
    }

    char *text = must_alloc((size_t)st.st_size + 1);
    size_t got = 0;
    while (got < (size_t)st.st_size) {
        ssize_t k = read(fd, text + got, (size_t)st.st_size - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        got += (size_t)k;
    }

    close(fd);
    *out = text;
    *n = got;
    return OK;
}

enum err
file_write(const char *path, const void *p, size_t n, mode_t mode, struct fault *f)
{
    char temp[512];

    snprintf(temp, sizeof temp, "%s.new", path);
    calls->unlink(temp);
    int fd = calls->open(temp, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (fd < 0)
        return storage_fault(f, "open", temp);

    enum err err = write_all(fd, p, n, temp, f);
    if (!err && calls->fsync(fd) != 0)
        err = storage_fault(f, "fsync", temp);
    close(fd);
    if (!err && calls->rename(temp, path) != 0)
        err = storage_fault(f, "rename", path);
    if (err) {
        calls->unlink(temp);
        return err;
    }

    return sync_folder_of(path, f);
}

enum err
file_reserve(const char *path, int64_t n, struct fault *f)
{
    int fd = calls->open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int failed = fd < 0 ? errno : posix_fallocate(fd, 0, n);

    if (fd >= 0)
        close(fd);
    if (failed == 0)
        return OK;
    calls->unlink(path);
    errno = failed;
    return storage_fault(f, "reserve", path);
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

void
file_remove(const char *path)
{
    if (calls->unlink(path) != 0 && errno != ENOENT)
        log_line(LOG_WARN_, "storage: unlink %s: %s", path, strerror(errno));
}

void
file_wipe(const char *path)
{
    static const char nothing[4096];
    struct fault f;
    struct stat st;
    int fd = calls->open(path, O_WRONLY, 0);

    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        enum err err = OK;
        for (off_t left = st.st_size; !err && left > 0; left -= (off_t)sizeof nothing)
            err = write_all(fd, nothing,
                            left < (off_t)sizeof nothing ? (size_t)left : sizeof nothing, path, &f);
        if (!err && calls->fsync(fd) != 0)
            log_line(LOG_WARN_, "storage: fsync %s: %s", path, strerror(errno));
    }
    if (fd >= 0)
        close(fd);
    file_remove(path);
}

int
file_in_memory(void)
{
    return memfd_create("suanbei", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

void
file_in_memory_freeze(int fd)
{
    (void)fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

int64_t
file_free_bytes(const char *path)
{
    struct statvfs v;
    return statvfs(path, &v) == 0 ? (int64_t)v.f_bavail * (int64_t)v.f_frsize : -1;
}

#include "cli/copying.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 17, DEPTH_MAX = 16 };

/* Where it was, and the system's own word for why: an operator reads this. */
static enum err
broken(struct fault *f, const char *what, const char *path)
{
    enum err err = errno == ENOENT ? ERR_NOTFOUND : ERR_BUSY;
    return fail(f, err, errno == ENOSPC ? "storage_full" : "storage_failed", path, "%s：%s", what,
                strerror(errno));
}

enum err
path_below(char out[PATH_TEXT], const char *folder, const char *name, struct fault *f)
{
    if ((size_t)snprintf(out, PATH_TEXT, "%s/%s", folder, name) < PATH_TEXT)
        return OK;
    return fail(f, ERR_INPUT, "path_too_long", folder, "路径过长");
}

void
blob_below(char out[PATH_TEXT], const char *name)
{
    snprintf(out, PATH_TEXT, "blobs/%.2s/%s", name, name);
}

/* ---- one file -------------------------------------------------------------------------------- */

static bool
write_whole(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno != EINTR)
            return false;
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* Reads from to its end; to -1: nobody gets it. */
static enum err
pass_on(int from, int to, const char *path, struct taken *out, struct fault *f)
{
    char *piece = must_alloc(PIECE);
    struct sha256 hash;
    enum err err = OK;
    ssize_t n = 1;

    out->size = 0;
    sha256_start(&hash);
    while (!err && n > 0) {
        n = read(from, piece, PIECE);
        if (n < 0 && errno == EINTR)
            n = 1;
        else if (n < 0)
            err = broken(f, "不能读取", path);
        else if (n > 0) {
            sha256_add(&hash, piece, (size_t)n);
            out->size += n;
            if (to >= 0 && !write_whole(to, piece, (size_t)n))
                err = broken(f, "不能写入备份", path);
        }
    }
    sha256_end(&hash, out->sha256);
    free(piece);
    return err;
}

static enum err
open_plain(const char *path, int *fd, struct fault *f)
{
    struct stat st;

    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return broken(f, "不能读取", path);
    if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode))
        return OK;
    close(*fd);
    return fail(f, ERR_INPUT, "file_not_plain", path, "不是普通文件");
}

static enum err
folder_of(const char *path, struct fault *f)
{
    char folder[PATH_TEXT];

    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL || slash == folder)
        return OK;
    *slash = '\0';
    return file_make_folder(folder, 0700, f);
}

enum err
copy_file(const char *from, const char *to, struct taken *out, struct fault *f)
{
    int in;
    enum err err = open_plain(from, &in, f);
    if (err)
        return err;
    if ((err = folder_of(to, f))) {
        close(in);
        return err;
    }

    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    err = fd < 0 ? broken(f, "不能写入", to) : pass_on(in, fd, from, out, f);
    if (!err && fsync(fd) != 0)
        err = broken(f, "不能写入", to);
    if (fd >= 0)
        close(fd);
    close(in);
    if (err && fd >= 0)
        file_remove(to);
    return err;
}

enum err
hash_file(const char *path, struct taken *out, struct fault *f)
{
    int in;
    enum err err = open_plain(path, &in, f);
    if (err)
        return err;

    (void)posix_fadvise(in, 0, 0, POSIX_FADV_DONTNEED);
    err = pass_on(in, -1, path, out, f);
    close(in);
    return err;
}

static enum err
sync_opened(const char *path, int flags, struct fault *f)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool is_synced = fd >= 0 && fsync(fd) == 0;
    enum err err = is_synced ? OK : broken(f, "不能写入", path);

    if (fd >= 0)
        close(fd);
    return err;
}

enum err
sync_file(const char *path, struct fault *f)
{
    return sync_opened(path, 0, f);
}

enum err
sync_folder(const char *path, struct fault *f)
{
    return sync_opened(path, O_DIRECTORY, f);
}

static int
sync_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    struct fault f;

    (void)st, (void)at;
    return type == FTW_D ? (int)sync_folder(path, &f) : 0;
}

enum err
sync_below(const char *folder, struct fault *f)
{
    return nftw(folder, sync_one, DEPTH_MAX, FTW_PHYS) == 0 ? OK : broken(f, "不能写入", folder);
}

/* ---- many ------------------------------------------------------------------------------------ */

struct walk {
    struct arena *a;
    const char **paths;
    int n, cap;
};

static void
found(struct walk *w, const char *path)
{
    if (w->n == w->cap) {
        const char **more = arena_alloc(w->a, (size_t)(w->cap * 2 + 256) * sizeof *more);
        if (w->n > 0)
            memcpy(more, w->paths, (size_t)w->n * sizeof *more);
        w->cap = w->cap * 2 + 256;
        w->paths = more;
    }
    w->paths[w->n++] = path;
}

static enum err
walk(struct walk *w, const char *folder, const char *at, int depth, struct fault *f)
{
    const char *here = *at ? arena_printf(w->a, "%s/%s", folder, at) : folder;
    enum err err = OK;
    struct dirent *e;
    DIR *dir = opendir(here);
    if (dir == NULL)
        return broken(f, "不能读取文件夹", here);

    while (!err && (e = readdir(dir)) != NULL) {
        struct stat st;
        if (e->d_name[0] == '.' || fstatat(dirfd(dir), e->d_name, &st, 0) != 0)
            continue;
        const char *path = arena_printf(w->a, "%s%s%s", at, *at ? "/" : "", e->d_name);
        if (S_ISREG(st.st_mode))
            found(w, path);
        else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            err = walk(w, folder, path, depth + 1, f);
    }
    closedir(dir);
    return err;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
files_below(struct arena *a, const char *folder, const char ***out, int *n, struct fault *f)
{
    struct walk w = {.a = a};
    enum err err = walk(&w, folder, "", 0, f);

    if (w.n > 0)
        qsort(w.paths, (size_t)w.n, sizeof *w.paths, by_name);
    *out = w.paths;
    *n = w.n;
    return err;
}

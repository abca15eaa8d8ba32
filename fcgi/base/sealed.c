#include "base/sealed.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Room for one piece of each kind. */
struct pieces {
    unsigned char plain[SEAL_PIECE], sealed[SEAL_PIECE + SEAL_PIECE_MORE];
};

static void
forget(struct pieces *p)
{
    sodium_memzero(p, sizeof *p);
    free(p);
}

/* Up to n bytes; fewer only at the end of the file, or when it cannot be read. */
static size_t
read_full(int fd, unsigned char *p, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t k = read(fd, p + got, n - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        got += (size_t)k;
    }
    return got;
}

static enum err
put(int fd, const unsigned char *p, size_t n, struct fault *f)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return fail(f, ERR_BUSY, "memory_full", "", "内存不足，请稍后再试");
        p += k;
        n -= (size_t)k;
    }
    return OK;
}

static enum err
damaged(const char *path, const char *how, struct fault *f)
{
    log_line(LOG_ERROR_, "storage: %s: %s", path, how);
    return fail(f, ERR_DAMAGED, "file_damaged", "",
                "存储的文件缺失或已被改动，没有发送任何内容。请把请求编号告诉运维人员，从备份恢复");
}

/* ---- sealing --------------------------------------------------------------------------------- */

static enum err
seal_all(const struct file_seal *s, int from, struct file_new *to, struct pieces *p,
         struct fault *f)
{
    unsigned char head[SEAL_FILE_HEAD];
    struct seal_stream stream;
    int64_t left = s->size;

    seal_file_start(&stream, s->key, s->key_n, head);
    enum err err = file_new_write(to, head, sizeof head, f);
    for (bool is_last = false; !err && !is_last;) {
        size_t n = left > SEAL_PIECE ? SEAL_PIECE : (size_t)left;
        if (read_full(from, p->plain, n) != n)
            return damaged(to->path, "the plain text is shorter than announced", f);
        left -= (int64_t)n;
        is_last = left == 0;
        seal_file_piece(&stream, s->place, p->plain, n, is_last, p->sealed);
        err = file_new_write(to, p->sealed, n + SEAL_PIECE_MORE, f);
    }
    sodium_memzero(&stream, sizeof stream);
    return err;
}

enum err
sealed_write(const struct file_seal *s, int from, struct file_new *to, struct fault *f)
{
    struct pieces *p = must_alloc(sizeof *p);
    enum err err = lseek(from, 0, SEEK_SET) == 0 ? seal_all(s, from, to, p, f)
                                                 : fail(f, ERR_BUG, "seek", "", "文件不能重读");
    forget(p);
    return err;
}

/* ---- unsealing ------------------------------------------------------------------------------- */

static enum err
unseal_all(const struct file_seal *s, const char *path, int from, int to, struct pieces *p,
           struct fault *f)
{
    unsigned char head[SEAL_FILE_HEAD];
    struct seal_stream stream;
    int64_t got = 0;
    enum err err = OK;

    if (read_full(from, head, sizeof head) != sizeof head ||
        sealed_by(head, sizeof head) != s->key_n || !unseal_file_start(&stream, s->key, head))
        return damaged(path, "no head of a file that this key has sealed", f);

    for (bool is_last = false; !err && !is_last;) {
        size_t n = read_full(from, p->sealed, sizeof p->sealed);
        if (!unseal_file_piece(&stream, s->place, p->sealed, n, &is_last, p->plain))
            err = damaged(path, "a piece was changed, cut or exchanged", f);
        else if ((got += (int64_t)(n - SEAL_PIECE_MORE)) > s->size)
            err = damaged(path, "it is longer than its row says", f);
        else
            err = put(to, p->plain, n - SEAL_PIECE_MORE, f);
    }
    sodium_memzero(&stream, sizeof stream);
    if (err)
        return err;
    if (got != s->size || read_full(from, head, 1) != 0)
        return damaged(path, "it has another length than its row says", f);
    return OK;
}

enum err
sealed_read(const struct file_seal *s, const char *path, int to, struct fault *f)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return damaged(path, strerror(errno), f);

    struct pieces *p = must_alloc(sizeof *p);
    enum err err = unseal_all(s, path, from, to, p, f);
    forget(p);
    close(from);
    return err;
}

static enum err
copy_all(int from, int64_t size, const char *sha256, int to, const char *path, struct fault *f)
{
    struct pieces *p = must_alloc(sizeof *p);
    char text[SHA256_TEXT];
    struct sha256 h;
    int64_t got = 0;
    enum err err = OK;

    sha256_start(&h);
    for (size_t n = 1; !err && n > 0 && got <= size;) {
        n = read_full(from, p->plain, sizeof p->plain);
        got += (int64_t)n;
        sha256_add(&h, p->plain, n);
        err = put(to, p->plain, n, f);
    }
    sha256_end(&h, text);
    forget(p);
    if (!err && (got != size || !str_is(text, sha256)))
        err = damaged(path, "its content has another hash than its row says", f);
    return err;
}

enum err
unsealed_read(const char *path, int64_t size, const char *sha256, int to, struct fault *f)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return damaged(path, strerror(errno), f);

    enum err err = copy_all(from, size, sha256, to, path, f);
    close(from);
    return err;
}

#include "handle/blob.h"
#include "handle/dispatcher.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)
#define SMALL_BYTES (1024 * 1024) /* takes so little memory that nobody need wait his turn */

/* ---- coming ---------------------------------------------------------------------------------- */

static enum err
let_in(struct context *c)
{
    const struct dispatcher *o = c->dispatcher;
    struct fault *f = &c->work.fault;

    if (c->request->content_length <= SMALL_BYTES || o->upload == NULL || o->upload(o->upload_ctx))
        return OK;
    enum err err =
        fail(f, ERR_BUSY, "uploads_many", "", "同时上传的大文件过多，请稍后再试；没有保存任何内容");
    f->retry_after_s = 2;
    return err;
}

static enum err
incomplete(struct context *c)
{
    return fail(&c->work.fault, ERR_INPUT, "body_incomplete", "", "文件没有收全，请重新上传");
}

static enum err
take_piece(struct context *c, struct received *r, const char *piece, size_t n)
{
    while (n > 0) {
        ssize_t k = write(r->fd, piece, n);
        if (k <= 0)
            return fail(&c->work.fault, ERR_BUSY, "memory_full", "",
                        "内存不足，文件没有保存，请稍后再试");
        piece += k;
        n -= (size_t)k;
    }
    return OK;
}

static enum err
take_all(struct context *c, int64_t most, struct received *r)
{
    const struct request *q = c->request;
    char *piece = arena_alloc(c->work.arena, PIECE_BYTES);
    struct sha256 h;
    ssize_t k;

    sha256_start(&h);
    while ((k = q->read(q->read_ctx, piece, PIECE_BYTES)) > 0) {
        r->size += k;
        if (r->size > most)
            return ERR_LARGE;
        sha256_add(&h, piece, (size_t)k);
        enum err err = take_piece(c, r, piece, (size_t)k);
        if (err)
            return err;
    }
    sha256_end(&h, r->sha256);
    return k < 0 || r->size != q->content_length ? incomplete(c) : OK;
}

enum err
blob_receive(struct context *c, int64_t most, struct received *out)
{
    enum err err;

    *out = (struct received){.fd = -1};
    if ((err = let_in(c)))
        return err;
    if ((out->fd = file_in_memory()) < 0)
        return fail(&c->work.fault, ERR_BUSY, "memory_full", "",
                    "内存不足，文件没有保存，请稍后再试");
    snprintf(out->path, sizeof out->path, "/proc/self/fd/%d", out->fd);

    if ((err = take_all(c, most, out)))
        return err;
    file_in_memory_freeze(out->fd);
    return out->size > 0 ? OK
                         : fail(&c->work.fault, ERR_INPUT, "attachment_empty", "",
                                "文件是空的，请选择正确的文件");
}

void
blob_forget(struct received *r)
{
    if (r->fd >= 0)
        close(r->fd);
    r->fd = -1;
}

/* ---- staying --------------------------------------------------------------------------------- */

static const char *
path_of(struct context *c, const char *name)
{
    return arena_printf(c->work.arena, "%s/%.2s/%s", c->settings->blob_folder, name, name);
}

static enum err
keep(struct context *c, const struct file_seal *s, int from)
{
    struct casework *w = &c->work;
    struct file_new file;
    enum err err = file_new_open(&file, c->settings->blob_folder, w->world, &w->fault);
    if (err)
        return err;

    err = sealed_write(s, from, &file, &w->fault);
    if (!err)
        err = file_new_keep(&file, path_of(c, s->place), &w->fault);
    file_new_drop(&file);
    return err;
}

enum err
blob_keep(struct context *c, const struct received *r, struct attachment *x)
{
    struct casework *w = &c->work;
    struct seal_key key;
    char *name = arena_alloc(w->arena, BLOB_NAME);
    enum err err = store_blob_key(w->store, store_blob_owner(x), &key, &x->key_n, &w->fault);
    if (err)
        return err;

    store_blob_name(&key, r->sha256, name);
    x->stored_as = name;
    err = keep(c, &(struct file_seal){&key, x->key_n, name, r->size}, r->fd);
    seal_key_forget(&key);
    return err;
}

enum err
blob_is_kept(struct context *c, const struct attachment *x)
{
    struct casework *w = &c->work;
    struct seal_key key;
    enum err err;

    if (!file_exists(path_of(c, x->stored_as))) /* swept between rename and here */
        return fail(&w->fault, ERR_BUSY, "storage_failed", "", "文件没有保存，请重新上传");
    err = store_key_load(w->store, x->key_n, &key, &w->fault);
    seal_key_forget(&key);
    return err;
}

/* ---- going ----------------------------------------------------------------------------------- */

static enum err
open_sealed(struct context *c, const struct attachment *x, int to)
{
    struct casework *w = &c->work;
    struct seal_key key;
    char name[BLOB_NAME];
    enum err err = store_key_load(w->store, x->key_n, &key, &w->fault);
    if (err)
        return err;

    /* Only the content whose hash the row tells has that name under that key. */
    store_blob_name(&key, x->sha256, name);
    if (!str_is(name, x->stored_as))
        err = fail(&w->fault, ERR_DAMAGED, "file_damaged", "",
                   "附件的记录与存储的文件不符，没有发送任何内容。请把请求编号告诉运维人员");
    else if (to >= 0)
        err = sealed_read(&(struct file_seal){&key, x->key_n, name, x->size_bytes},
                          path_of(c, name), to, &w->fault);
    seal_key_forget(&key);
    return err;
}

/* Two that find it in the clear and gone, or overwritten half-way, look at the row again: the clerk
 * has sealed it meanwhile. */
static enum err
open_plain(struct context *c, const struct attachment *x, int to)
{
    struct casework *w = &c->work;
    struct attachment now;
    enum err err = unsealed_read(path_of(c, x->sha256), x->size_bytes, x->sha256, to, &w->fault);
    if (err != ERR_DAMAGED)
        return err;

    struct fault other;
    enum err again = store_attachment_load(w->store, w->arena, x->id, &now, &other);
    return again == OK && now.stored_as != NULL ? ERR_AGAIN : err;
}

static enum err
copy(struct context *c, const struct attachment *x, int to)
{
    return x->stored_as ? open_sealed(c, x, to) : open_plain(c, x, to);
}

/* A copy that is there is as good as one made now, but for a key that was destroyed meanwhile. */
static enum err
fill(struct context *c, const struct attachment *x, struct opened *o)
{
    enum err err = OK;

    if (o->fd < 0)
        return x->stored_as ? open_sealed(c, x, -1) : OK;
    if (!(err = copy(c, x, o->fd)))
        err = opened_keep(o, &c->work.fault);
    opened_drop(o);
    return err;
}

enum err
blob_send(struct context *c, const struct attachment *x)
{
    struct casework *w = &c->work;
    struct opened o = {.folder = c->settings->open_folder,
                       .owner = w->who->id,
                       .name = x->stored_as ? x->stored_as : x->sha256,
                       .size = x->size_bytes,
                       .modified_ms = x->created_at,
                       .bytes_max = c->settings->open_bytes_max};
    enum err err;

    /* Unsealing takes a while, and needs no snapshot. */
    store_read_end(w->store);
    if ((err = opened_begin(&o, &w->fault)))
        return err;
    if ((err = fill(c, x, &o)))
        return err;
    reply_header(c->reply, "X-Accel-Redirect",
                 arena_printf(w->arena, BLOB_LOCATION "%s-%s", o.owner, o.name));
    return OK;
}

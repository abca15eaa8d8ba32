/* Files: received while they are hashed, kept under their SHA-256, sent by nginx after we have
 * looked at who asks. */
#include "handle/desk.h"

#include <string.h>

#define PIECE_BYTES (64 * 1024)

static void
drop_file(void *file)
{
    file_new_drop(file);
}

static int64_t
largest_allowed(const struct desk *d)
{
    json_int_t most = json_integer_value(
        json_object_get(json_object_get(desk_manifest(d), "limits"), "attachment_max_bytes"));
    return most > 0 ? (int64_t)most : 50LL * 1024 * 1024;
}

static enum err
receive(struct desk *d, struct file_new *file, char sha256[SHA256_TEXT], int64_t *size)
{
    const struct request *q = d->request;
    char *piece = arena_alloc(d->arena, PIECE_BYTES);
    int64_t most = largest_allowed(d);
    struct sha256 h;

    sha256_start(&h);
    *size = 0;
    for (;;) {
        ssize_t k = q->read(q->read_ctx, piece, PIECE_BYTES);
        if (k < 0)
            return fail(&d->fault, ERR_INPUT, "body_incomplete", "", "文件没有收全，请重新上传");
        if (k == 0)
            break;
        *size += k;
        if (*size > most)
            return fail(&d->fault, ERR_LARGE, "body_too_large", "", "文件超过 %lld MB 的上限",
                        (long long)most / (1024 * 1024));
        sha256_add(&h, piece, (size_t)k);
        enum err err = file_new_write(file, piece, (size_t)k, &d->fault);
        if (err)
            return err;
    }

    sha256_end(&h, sha256);
    if (*size != q->content_length)
        return fail(&d->fault, ERR_INPUT, "body_incomplete", "", "文件没有收全，请重新上传");

    return *size > 0
               ? OK
               : fail(&d->fault, ERR_INPUT, "attachment_empty", "", "文件是空的，请选择正确的文件");
}

/* What the content is must be something we keep, and what the sender and the name say it is. */
static enum err
type_check(struct desk *d, const char *path, const char *filename, const char **media_type)
{
    static const struct {
        enum file_type type;
        const char *endings[3];
    } kinds[] = {{FILE_PDF, {".pdf"}},
                 {FILE_DOCX, {".docx"}},
                 {FILE_JPEG, {".jpg", ".jpeg"}},
                 {FILE_PNG, {".png"}}};
    enum file_type type = file_sniff(path);
    const char *declared = d->request->content_type, *dot = strrchr(filename, '.');
    *media_type = file_media_type(type);

    for (size_t i = 0; i < LEN(kinds); i++) {
        if (kinds[i].type != type)
            continue;
        bool fits = dot == NULL;
        for (size_t k = 0; dot != NULL && k < LEN(kinds[i].endings) && kinds[i].endings[k] != NULL;
             k++)
            fits |= strcasecmp(dot, kinds[i].endings[k]) == 0;
        if (!fits)
            return fail(&d->fault, ERR_INPUT, "attachment_type", "",
                        "文件名以“%s”结尾，但内容是 %s，请确认选对了文件", dot,
                        label_of(LABEL_MEDIA, *media_type));
        if (declared != NULL && !str_starts(declared, "application/octet-stream") &&
            !str_starts(declared, *media_type))
            return fail(&d->fault, ERR_INPUT, "attachment_type", "",
                        "声明的类型与内容不符：内容是 %s", label_of(LABEL_MEDIA, *media_type));
        return OK;
    }

    return fail(&d->fault, ERR_INPUT, "attachment_type", "",
                "只接收 PDF、DOCX、JPG、PNG 文件；这个文件的内容不是其中任何一种");
}

static const char *
blob_path(struct desk *d, const char *root, const char *sha256)
{
    return arena_printf(d->arena, "%s/%.2s/%s", root, sha256, sha256);
}

enum err
handle_attachment_prepare(struct desk *d)
{
    struct attachment *x = arena_alloc(d->arena, sizeof *x);
    struct file_new *file = arena_alloc(d->arena, sizeof *file);
    char *sha256 = arena_alloc(d->arena, SHA256_TEXT);
    const char *filename = http_filename(d->arena, d->request->filename);
    enum err err;

    d->carry = x;
    desk_loaded(d);
    if (filename == NULL)
        return fail(&d->fault, ERR_INPUT, "filename_required", "",
                    "请在 X-Filename 中给出文件名（UTF-8 百分号编码）");
    if (d->request->content_length > largest_allowed(d))
        return fail(&d->fault, ERR_LARGE, "body_too_large", "", "文件超过 %lld MB 的上限",
                    (long long)largest_allowed(d) / (1024 * 1024));

    int64_t left = file_free_bytes(d->settings->blob_folder);
    if (left >= 0 && left - d->request->content_length < d->settings->free_bytes_min)
        return fail(&d->fault, ERR_BUSY, "storage_full", "",
                    "存储空间不足，暂停上传，请联系运维人员");
    if ((err = file_new_open(file, d->settings->blob_folder, d->world, &d->fault)))
        return err;

    arena_defer(d->arena, drop_file, file);
    if ((err = receive(d, file, sha256, &x->size_bytes)))
        return err;
    if ((err = type_check(d, file->path, filename, &x->media_type)))
        return err;
    if ((err = file_new_keep(file, blob_path(d, d->settings->blob_folder, sha256), &d->fault)))
        return err;

    x->sha256 = sha256;
    d->received = arena_printf(d->arena, "%s %s", sha256, filename);
    x->filename = filename;
    x->organization_id = d->who->organization_id;
    x->uploaded_by = d->who->id;

    return OK;
}

enum err
handle_attachment_add(struct desk *d)
{
    struct attachment *x = d->carry;
    enum err err;

    if (!file_exists(
            blob_path(d, d->settings->blob_folder, x->sha256))) /* swept between rename and here */
        return fail(&d->fault, ERR_BUSY, "storage_failed", "", "文件没有保存，请重新上传");
    if ((err = store_attachment_add(d->store, x, &d->fault)))
        return err;
    if ((err = desk_audit(d, "attachment.add", x->id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    buf_puts(&b, "{");
    buf_json_str(&b, "id", x->id);
    buf_json_str(&b, "filename", x->filename);
    buf_json_str(&b, "media_type", x->media_type);
    buf_json_int(&b, "size_bytes", x->size_bytes);
    buf_json_str(&b, "sha256", x->sha256);
    buf_puts(&b, "}");
    reply_header(d->reply, "Location", arena_printf(d->arena, "/api/v1/attachments/%s", x->id));
    reply_json(d->reply, 201, &b);

    return OK;
}

enum err
handle_attachment_get(struct desk *d)
{
    struct attachment x;
    bool may = false;
    enum err err = id_valid(d->params[0])
                       ? store_attachment_load(d->store, d->arena, d->params[0], &x, &d->fault)
                       : ERR_NOTFOUND;
    if (err)
        return err == ERR_NOTFOUND ? desk_not_found(d) : err;

    may = desk_is(d, ROLE_FILER) && str_is(x.organization_id, d->who->organization_id);
    if (!may && desk_is(d, ROLE__REVIEWERS) &&
        (err = store_attachment_in_scope(d->store, x.id, d->who->id, &may, &d->fault)))
        return err;
    if (!may)
        return desk_not_found(d);

    struct reply *r = d->reply;
    r->status = 200;
    r->content_type = x.media_type;
    reply_header(r, "X-Accel-Redirect", blob_path(d, "/_blobs", x.sha256));
    reply_header(r, "Content-Disposition", http_disposition(d->arena, x.filename));
    reply_header(r, "X-Content-Type-Options", "nosniff");

    return OK;
}

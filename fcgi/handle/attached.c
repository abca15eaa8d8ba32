#include "handle/attached.h"

static const struct member file_members[] = {
    {"filename", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, filename), .title = "文件名"},
    {"media_type", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, media_type),
     .title = "按内容判断的类型"},
    {"size_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(attachment, size_bytes), .title = "字节数"},
    {"sha256", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, sha256), .title = "SHA-256"},
    {"uploaded_at", M_TIME, M_REQUIRED, .at = TIME_AT(attachment, created_at), .title = "上传时间"},
    MEMBERS_END,
};
static const struct member file = {.type = M_OBJECT, .of = file_members, .title = "一个附件"};
const struct member attached_members[] = {{.type = M_OTHERS, .each = &file}, MEMBERS_END};

enum err
attached_json(struct context *c, const struct attached_question *q, const char **json)
{
    struct casework *w = &c->work;
    struct id_list ids;
    struct attachment_query of = {.organization_id = q->organization_id, .ids = &ids};
    struct attachment *rows;
    struct buf b = BUF(w->arena);
    int n;

    data_attachments(w, q->kind, q->data, &ids);
    enum err err = store_attachment_own(w->store, w->arena, &of, &rows, &n, &w->fault);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    for (int i = 0; i < n; i++)
        members_object(&b, rows[i].id, file_members, &rows[i], 0);
    buf_close(&b);
    *json = b.p;
    return OK;
}

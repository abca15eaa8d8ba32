/* Files: received into memory, looked at, kept sealed; sent by nginx after we have looked at who
 * asks. */
#include "handle/blob.h"
#include "handle/room.h"
#include "handle/route.h"
#include "reader/reader.h"

#include <string.h>

static int64_t
largest_allowed(const struct context *c)
{
    json_int_t most = json_integer_value(json_object_get(
        json_object_get(casework_manifest(&c->work), "limits"), "attachment_max_bytes"));
    return most > 0 ? (int64_t)most : 50LL * 1024 * 1024;
}

static enum err
too_large(struct context *c)
{
    return fail(&c->work.fault, ERR_LARGE, "body_too_large", "", "文件超过 %lld MB 的上限",
                (long long)largest_allowed(c) / (1024 * 1024));
}

static enum err
type_refused(struct context *c, const char *words)
{
    return fail(&c->work.fault, ERR_INPUT, "attachment_type", "", "%s", words);
}

/* What the content is must be something that we keep, and what the name says it is. What the sender
 * declares is looked at only where the name says nothing: desktops know their own names for DOCX.
 */
static enum err
type_fits(struct context *c, enum file_type type, const char *filename)
{
    struct arena *a = c->work.arena;
    const char *words = label_of(LABEL_MEDIA, file_media_type(type));
    const char *ending = file_ending(filename);
    enum file_type declared = file_media_find(c->request->content_type);

    if (ending != NULL && !file_ending_fits(type, ending))
        return type_refused(
            c, arena_printf(a, "文件名以“%s”结尾，但内容是 %s，请确认选对了文件", ending, words));
    if (ending == NULL && declared != FILE_UNKNOWN && declared != type)
        return type_refused(c, arena_printf(a, "声明的类型与内容不符：内容是 %s", words));
    return OK;
}

/* The content, read by a process of its own (reader/reader.h). */
static enum err
type_check(struct context *c, const struct received *file, struct attachment *x)
{
    struct file_report report;
    enum err err = reader_look(file->fd, file->size, &report, &c->work.fault);
    if (err)
        return err;

    x->media_type = file_media_type(report.type);
    if (report.made_of[0] != '\0')
        x->made_of = arena_strdup(c->work.arena, report.made_of);
    if (!file_is_taken(&report))
        return type_refused(
            c, file_refusal(c->work.arena, &report, label_of(LABEL_MEDIA, x->media_type)));
    return type_fits(c, report.type, x->filename);
}

/* ---- POST /attachments ----------------------------------------------------------------------- */

static const struct member attachment_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(attachment, id), .title = "附件编号"},
    {"filename", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, filename), .title = "文件名"},
    {"media_type", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, media_type),
     .title = "按内容判断的类型"},
    {"size_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(attachment, size_bytes), .title = "字节数"},
    {"sha256", M_STRING, M_REQUIRED, .at = TEXT_AT(attachment, sha256), .title = "SHA-256"},
    {"made_of", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(attachment, made_of),
     .title = "文件自己写明的模板与版次，如 commitment/2；没有写明的为 null"},
    MEMBERS_END,
};

/* Before the first byte is read. */
static enum err
upload_may(struct context *c, const char *filename)
{
    int64_t size = c->request->content_length;

    if (filename == NULL)
        return fail(&c->work.fault, ERR_INPUT, "filename_required", "",
                    "请在 X-Filename 中给出文件名（UTF-8 百分号编码）");
    if (size > largest_allowed(c))
        return too_large(c);
    return room_for(c, size > 0 ? size : 0);
}

static enum err
take(struct context *c, const struct received *file, struct attachment *x)
{
    struct casework *w = &c->work;
    enum err err = type_check(c, file, x);
    if (err)
        return err;

    x->sha256 = arena_strdup(w->arena, file->sha256);
    x->size_bytes = file->size;
    x->organization_id = w->who->organization_id;
    x->uploaded_by = w->who->id;
    return blob_keep(c, file, x);
}

static enum err
attachment_decide(struct context *c, struct attachment *x)
{
    struct casework *w = &c->work;
    struct received file;
    enum err err;

    if ((err = quota_may(w, USAGE_ATTACHMENTS, 1)))
        return err;
    if ((err = quota_may(w, USAGE_ATTACHMENT_BYTES, c->request->content_length)))
        return err;
    store_read_end(w->store);
    x->filename = http_filename(w->arena, c->request->filename);
    if ((err = upload_may(c, x->filename)))
        return err;

    if (!(err = blob_receive(c, largest_allowed(c), &file)))
        err = take(c, &file, x);
    else if (err == ERR_LARGE)
        err = too_large(c);
    blob_forget(&file);
    if (err)
        return err;

    c->received = arena_printf(w->arena, "%s %s", x->sha256, x->filename);
    return OK;
}

static enum err
attachment_store(struct context *c, struct attachment *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = blob_is_kept(c, x)))
        return err;
    if ((err = store_attachment_add(w->store, x, &w->fault)))
        return err;
    if ((err = quota_hold(w, USAGE_ATTACHMENT_BYTES)))
        return err;
    if ((err = quota_hold(w, USAGE_ATTACHMENTS)))
        return err;
    if ((err = casework_audit(w, "attachment.add", x->id, NULL)))
        return err;
    reply_location(c, "attachments", x->id);
    reply_row(c, x);
    return OK;
}

/* ---- GET /attachments ------------------------------------------------------------------------ */

static const struct member attachments_query[] = {
    {"filing", M_ID, .title = "只列这件备案提交过或正在填写的内容中的"},
    PAGED,
    MEMBERS_END,
};
static const struct member attachment_row[] = {
    {.type = M_WITH, .of = attachment_answer},
    {"uploaded_at", M_TIME, M_REQUIRED, .at = TIME_AT(attachment, created_at), .title = "上传时间"},
    MEMBERS_END,
};

static enum err
named_now(struct context *c, const char *id, struct id_list *out)
{
    struct casework *w = &c->work;
    struct filing x;
    json_t *data;
    enum err err = casework_filing(w, ACT_READ_OWN, id, &x);
    if (err)
        return err;
    if ((err = json_read(w->arena, x.data, strlen(x.data), &data, &w->fault)))
        return err;
    data_attachments(w, x.kind, data, out);
    return OK;
}

static enum err
attachment_list(struct context *c)
{
    struct casework *w = &c->work;
    struct id_list named = {0};
    struct attachment_list_query q = {.organization_id = w->who->organization_id,
                                      .limited_by = w->who->limited_by,
                                      .account_id = w->who->id,
                                      .filing_id = context_query(c, "filing"),
                                      .named = &named,
                                      .cursor = context_query(c, "cursor")};
    struct attachment *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if (q.filing_id != NULL)
        err = named_now(c, q.filing_id, &named);
    else
        err = q.limited_by ? reach_named(w, &named) : OK;
    if (err)
        return err;
    q.limit = limit + 1;
    if ((err = store_attachment_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    reply_page(c, PAGE_BY_ID(rows, n, limit));
    return OK;
}

/* ---- GET /attachments/:id -------------------------------------------------------------------- */

static const char *const media_types[] = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/ofd",
    "image/jpeg",
    "image/png",
    "video/mp4",
    NULL,
};

static enum err
attachment_get(struct context *c)
{
    struct attachment x;
    struct reply *r = c->reply;
    enum err err = casework_attachment(&c->work, c->params[0], &x);
    if (err)
        return err;
    if ((err = blob_send(c, &x)))
        return err;

    r->status = 200;
    r->content_type = x.media_type;
    reply_header(r, "Content-Disposition", http_disposition(c->work.arena, x.filename));
    reply_header(r, "X-Content-Type-Options", "nosniff");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(attachment, struct attachment)

static const struct route rows[] = {
    {.method = POST,
     .path = "/attachments",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_STREAMS | ROUTE_MOVES,
     DECIDES(attachment),
     .answer = attachment_answer,
     .status = 201,
     .headers = HEADER_LOCATION,
     .name = "addAttachment",
     .title = "上传附件（请求体即文件）"},
    {.method = GET,
     .path = "/attachments",
     .act = ACT_READ_OWN,
     .read = attachment_list,
     .query = attachments_query,
     .answer = attachment_row,
     .is_list = true,
     .name = "listAttachments",
     .title = "本单位上传的附件，新的在前"},
    {.method = GET,
     .path = "/attachments/:id",
     .act = ACT_READ_FILING,
     .read = attachment_get,
     .media_types = media_types,
     .headers = HEADER_FILE,
     .reads = "attachment.read",
     .name = "getAttachment",
     .title = "下载附件"},
};
ROUTES(attachment, rows);

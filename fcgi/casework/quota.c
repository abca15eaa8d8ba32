#include "casework/quota.h"
#include "casework/work.h"

static const struct {
    const char *code, *title, *cure;
    bool is_bytes;
    size_t at; /* in struct quotas: an int64_t of bytes, else a long */
} kinds[USAGE__MAX] = {
    [USAGE_ATTACHMENT_BYTES] = {"quota_attachment_bytes", "附件",
                                "请压缩文件后再上传，或使用已经上传的文件", true,
                                offsetof(struct quotas, attachment_bytes)},
    [USAGE_ATTACHMENTS] = {"quota_attachments", "附件", "请使用已经上传的文件", false,
                           offsetof(struct quotas, attachments)},
    [USAGE_DRAFTS] = {"quota_drafts", "草稿", "请先提交或删除不再需要的草稿", false,
                      offsetof(struct quotas, drafts)},
    [USAGE_DRAFT_BYTES] = {"quota_draft_bytes", "草稿内容",
                           "请删减内容，或先提交、删除不再需要的草稿", true,
                           offsetof(struct quotas, draft_bytes)},
    [USAGE_OPEN_FILINGS] = {"quota_open_filings", "尚未办结的备案",
                            "请等待办结，或先删除不再需要的草稿", false,
                            offsetof(struct quotas, open_filings)},
    [USAGE_PRODUCTS] = {"quota_products", "产品", "请先删除不再使用的产品", false,
                        offsetof(struct quotas, products)},
};

static int64_t
most_of(const struct quotas *q, enum usage of)
{
    const char *p = (const char *)q + kinds[of].at;
    return kinds[of].is_bytes ? *(const int64_t *)(const void *)p : *(const long *)(const void *)p;
}

static const char *
amount(struct arena *a, enum usage of, int64_t n)
{
    if (!kinds[of].is_bytes)
        return arena_printf(a, "%lld 件", (long long)n);
    if (n < 1048576)
        return arena_printf(a, "%lld KB", (long long)(n + 1023) / 1024);
    return arena_printf(a, "%.1f MB", (double)n / 1048576);
}

enum err
quota_may(struct casework *w, enum usage of, int64_t more)
{
    int64_t n;

    if (w->quotas == NULL || w->who == NULL || w->who->organization_id == NULL)
        return OK;
    enum err err = store_usage(w->store, w->who->organization_id, of, &n, &w->fault);
    int64_t most = most_of(w->quotas, of);
    if (err || n + more <= most)
        return err;
    return fail(&w->fault, ERR_CONFLICT, kinds[of].code, "",
                "本单位的%s已达上限：加上这次共 %s，至多 %s，没有保存。%s；确需更多的，请联系%s",
                kinds[of].title, amount(w->arena, of, n + more), amount(w->arena, of, most),
                kinds[of].cure, casework_office(w));
}

enum err
quota_hold(struct casework *w, enum usage of)
{
    return quota_may(w, of, 0);
}

/* Somebody answers them on working days: who asks within the hour asks in vain. */
#define COMPLAINTS_RETRY_S 3600

enum err
quota_complaints(struct casework *w, const char *filing_id)
{
    const struct quotas *q = w->quotas;
    struct complaints_open open = {0};

    if (q == NULL)
        return OK;
    enum err err = store_complaints_open(w->store, w->arena, filing_id, &open, &w->fault);
    bool is_of_filing = open.of_filing >= q->entry_complaints;
    if (err || (open.n < q->complaints && !is_of_filing))
        return err;

    (void)fail(&w->fault, ERR_LIMIT, "complaints_full", "",
               "%s正在办理的投诉、异议已有 %ld 件，暂不能再提交，没有保存。请过一段时间再试；"
               "情况紧急的，请联系%s",
               is_of_filing ? "关于这一备案，" : "", is_of_filing ? open.of_filing : open.n,
               casework_office(w));
    w->fault.retry_after_s = COMPLAINTS_RETRY_S;
    return ERR_LIMIT;
}

/* The inbox: what an account and its organization are told. */
#include "handle/inbox.h"
#include "handle/route.h"

/* ---- whose ----------------------------------------------------------------------------------- */

struct notice_reader
inbox_of(const struct context *c)
{
    const struct account *who = c->work.who;

    return (struct notice_reader){
        .account_id = who->id,
        .organization_id = casework_can(&c->work, ACT_FILE) ? who->organization_id : NULL,
        .limited_by = who->limited_by};
}

enum err
inbox_unread(struct context *c, long *n)
{
    struct notice_reader of = inbox_of(c);
    return store_notice_unread(c->work.store, &of, n, &c->work.fault);
}

/* A task is for who works it. */
static void
show(const struct notice_reader *of, struct notice *x)
{
    if (!str_is(x->to_id, of->account_id))
        x->task_id = NULL;
}

/* ---- GET /notices ---------------------------------------------------------------------------- */

static const char *const yes_or_no[] = {"true", "false", NULL};
static const struct member notices_query[] = {
    {"unread", M_STRING, .choices = yes_or_no, .title = "只要未读的"},
    PAGED,
    MEMBERS_END,
};
static const struct member notice_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(notice, id), .title = "通知编号"},
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(notice, code), .title = "哪一种，由规则声明"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(notice, title), .title = "标题"},
    {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(notice, text), .title = "内容"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(notice, filing_id), .title = "所涉备案事项编号"},
    {"supervision", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(notice, matter_id),
     .title = "所涉监督事项编号；关于备案事项本身的为 null"},
    {"takeover", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(notice, takeover_id),
     .title = "所涉单位认领申请编号；与认领无关的为 null"},
    {"task", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(notice, task_id),
     .title = "尚未办结的审核任务编号；发给单位的、没有任务的为 null"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(notice, at), .title = "时间"},
    {"read_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(notice, read_at),
     .title = "本人何时读过；未读的为 null。注册之前单位收到的算作已读"},
    MEMBERS_END,
};
struct inbox {
    long unread;
};
static const struct member inbox_members[] = {
    {"unread", M_INTEGER, M_REQUIRED, .at = LONG_AT(inbox, unread), .max = NOTICES_COUNTED,
     .title = "未读的有几条；100 表示 100 条或更多"},
    MEMBERS_END,
};

static enum err
notice_list(struct context *c)
{
    struct casework *w = &c->work;
    struct notice_query q = {.of = inbox_of(c),
                             .is_unread = str_is(context_query(c, "unread"), "true"),
                             .cursor = context_query(c, "cursor")};
    struct inbox beside;
    struct notice *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_notice_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    if ((err = inbox_unread(c, &beside.unread)))
        return err;

    for (int i = 0; i < n; i++)
        show(&q.of, &rows[i]);
    struct page p = {.rows = rows,
                     .size = sizeof *rows,
                     .n = n < limit ? n : limit,
                     .next = n > limit ? store_notice_cursor(w->arena, &rows[limit - 1]) : NULL,
                     .beside = &beside};
    reply_page(c, &p);
    return OK;
}

/* ---- POST /notices/:id/read, POST /notices/read ---------------------------------------------- */

static enum err
load(struct context *c, const char *id, struct notice *x)
{
    struct casework *w = &c->work;
    struct notice_reader of = inbox_of(c);
    enum err err = id != NULL && id_valid(id)
                       ? store_notice_load(w->store, w->arena, id, &of, x, &w->fault)
                       : ERR_NOTFOUND;

    if (!err)
        show(&of, x);
    return err == ERR_NOTFOUND ? casework_not_found(w) : err;
}

static enum err
notice_read_store(struct context *c)
{
    struct casework *w = &c->work;
    struct notice x;
    enum err err = load(c, c->params[0], &x);
    if (err)
        return err;

    if (x.read_at == 0 && (err = store_notice_read(w->store, x.n, w->who->id, &w->fault)))
        return err;
    if ((err = load(c, c->params[0], &x)))
        return err;
    reply_row(c, &x);
    return OK;
}

static const struct member read_all_body[] = {
    {"until", M_ID, M_REQUIRED, .title = "列表中最近的一条：它和它之前的都算读过"},
    MEMBERS_END,
};

static enum err
notice_read_all_store(struct context *c)
{
    struct casework *w = &c->work;
    struct notice_reader of = inbox_of(c);
    struct inbox left;
    struct notice x;
    enum err err = load(c, command_text(c, "until"), &x);
    if (err)
        return err;

    if ((err = store_notice_read_all(w->store, &of, x.n, &w->fault)))
        return err;
    if ((err = inbox_unread(c, &left.unread)))
        return err;
    reply_row(c, &left);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(notice_read)
STORE_HALF(notice_read_all)

static const struct route rows[] = {
    {.method = GET,
     .path = "/notices",
     .act = ACT_SELF,
     .read = notice_list,
     .query = notices_query,
     .answer = notice_members,
     .is_list = true,
     .beside = inbox_members,
     .name = "listNotices",
     .title = "本人和所在单位的通知，最近的在前"},
    {.method = POST,
     .path = "/notices/:id/read",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     .despite = DUE_FROZEN,
     STORES(notice_read),
     .answer = notice_members,
     .name = "readNotice",
     .title = "标为已读，只对本人"},
    {.method = POST,
     .path = "/notices/read",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     .despite = DUE_FROZEN,
     STORES(notice_read_all),
     .body = read_all_body,
     .answer = inbox_members,
     .name = "readNotices",
     .title = "把这一条和它之前的都标为已读，只对本人"},
};
ROUTES(notice, rows);

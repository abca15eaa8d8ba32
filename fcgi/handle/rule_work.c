/* Unfinished rule texts: an editor's own, saved as they are typed, read by nobody else. They need
 * not load, nor even be Lua. */
#include "handle/route.h"

#include <string.h>

enum { WORKS_MOST = 20, ID_MOST = 64, FILES_MOST = 512 };

/* ---- as they are shown ----------------------------------------------------------------------- */

struct work_answer {
    struct rule_work work;
    const char *etag;
};
static const struct member work_row[] = {
    {"id", M_STRING, M_REQUIRED, .at = TEXT_AT(work_answer, work.id), .title = "编号"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(work_answer, work.title), .title = "名称"},
    {"base", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(work_answer, work.base),
     .title = "所依据的规则集；空为正在生效的"},
    {"bytes", M_INTEGER, M_REQUIRED, .at = LONG_AT(work_answer, work.bytes),
     .title = "改动的字节数"},
    {"saved_at", M_TIME, M_REQUIRED, .at = TIME_AT(work_answer, work.saved_at),
     .title = "保存时间"},
    {"etag", M_STRING, M_REQUIRED, .at = TEXT_AT(work_answer, etag),
     .title = "这一版的标记，保存时放入 If-Match"},
    MEMBERS_END,
};
static const struct member file_text = {
    .type = M_STRING, .flags = M_NULLABLE, .title = "全文；null 为删去"};
static const struct member texts[] = {{.type = M_OTHERS, .each = &file_text}, MEMBERS_END};
static const struct member work_whole[] = {
    {.type = M_WITH, .of = work_row},
    {"files", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(work_answer, work.files), .of = texts,
     .title = "改动的文件：文件名对应全文，null 为删去"},
    MEMBERS_END,
};

static struct work_answer
answer_of(struct context *c, const struct rule_work *x)
{
    return (struct work_answer){*x, etag_text(c->work.arena, x->revision)};
}

static void
reply_work(struct context *c, const struct rule_work *x)
{
    struct work_answer a = answer_of(c, x);

    reply_etag(c, x->revision);
    reply_row(c, &a);
}

static enum err
work_missing(struct context *c)
{
    return fail(&c->work.fault, ERR_NOTFOUND, "not_found", "",
                "您没有保存过这份未完成的规则，请从自己的列表中选择");
}

static enum err
work_list(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_work *rows;
    int n;
    enum err err = store_rule_work_list(w->store, w->arena, w->who->id, &rows, &n, &w->fault);
    if (err)
        return err;

    struct work_answer *list = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = answer_of(c, &rows[i]);
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

static enum err
work_get(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_work x;
    enum err err =
        store_rule_work_load(w->store, w->arena, w->who->id, c->params[0], &x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? work_missing(c) : err;
    reply_work(c, &x);
    return OK;
}

/* ---- PUT, DELETE ----------------------------------------------------------------------------- */

static const struct member work_body[] = {
    {"title", M_STRING, M_NULLABLE | M_LINE, .max = 200, .title = "名称"},
    {"base", M_STRING, M_NULLABLE, .min = 64, .max = 64,
     .title = "所依据的规则集；不给即正在生效的"},
    {"files", M_OBJECT, M_REQUIRED, .of = texts,
     .title = "改动的文件：文件名对应全文，null 为删去；不必能够载入"},
    MEMBERS_END,
};

static enum err
check_work(struct context *c, const char *id, const json_t *files)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const char *path;
    json_t *text;

    if (strlen(id) > ID_MOST || id[strspn(id, plain)] != '\0')
        return fail(&c->work.fault, ERR_INPUT, "id_invalid", "/id",
                    "编号由页面自定，只能用字母、数字、横线和下划线，最长 %d 个字符", ID_MOST);
    if (json_object_size(files) > FILES_MOST)
        return fail(&c->work.fault, ERR_INPUT, "files_many", "/files",
                    "一份未完成的规则最多改动 %d 个文件", FILES_MOST);
    json_object_foreach((json_t *)(uintptr_t)files, path, text)
    {
        if (!json_is_string(text) && !json_is_null(text))
            return fail(&c->work.fault, ERR_INPUT, "file_invalid", "/files",
                        "文件“%.40s”的内容应是文字；要删去这个文件请写 null", path);
    }
    return OK;
}

/* There may be so many of an editor. */
static enum err
check_room(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_work *rows;
    int n;
    enum err err = store_rule_work_list(w->store, w->arena, w->who->id, &rows, &n, &w->fault);
    if (err || n < WORKS_MOST)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "works_many", "",
                "未完成的规则最多保存 %d 份，请先删去不再需要的", WORKS_MOST);
}

static enum err
work_stale(struct context *c, const struct rule_work *newer)
{
    c->beside.etag = etag_text(c->work.arena, newer->revision);
    reply_etag(c, newer->revision);
    return fail(&c->work.fault, ERR_STALE, "stale", "",
                "这份未完成的规则已在别处保存过更新的内容，没有覆盖它；请对照后再保存");
}

static enum err
save(struct context *c, struct rule_work *x)
{
    struct casework *w = &c->work;
    struct rule_work old;
    long if_match;
    enum err err = store_rule_work_load(w->store, w->arena, x->account_id, x->id, &old, &w->fault);
    bool is_new = err == ERR_NOTFOUND;
    if (err && !is_new)
        return err;

    if ((err = context_save_match(c, is_new ? 0 : old.revision, &if_match)))
        return err;
    if (is_new && if_match >= 0)
        return work_missing(c);
    if (is_new && (err = check_room(c)))
        return err;
    if (is_new)
        return store_rule_work_add(w->store, x, &w->fault);

    if (if_match >= 0 && if_match != old.revision)
        return work_stale(c, &old);
    x->revision = old.revision;
    return store_rule_work_save(w->store, x, &w->fault);
}

static enum err
work_save_store(struct context *c)
{
    struct casework *w = &c->work;
    const json_t *files = json_object_get(c->command, "files");
    const char *title = command_text(c, "title");
    struct rule_work x = {.account_id = w->who->id,
                          .id = c->params[0],
                          .title = title ? title : "",
                          .base = command_text(c, "base"),
                          .files = json_text(w->arena, files)};
    enum err err;

    x.bytes = (long)strlen(x.files);
    if ((err = check_work(c, x.id, files)))
        return err;
    if ((err = save(c, &x)))
        return err;
    reply_work(c, &x);
    return OK;
}

static enum err
work_tag(struct context *c, const char **tag)
{
    struct casework *w = &c->work;
    struct rule_work x;
    enum err err =
        store_rule_work_load(w->store, w->arena, w->who->id, c->params[0], &x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? work_missing(c) : err;
    *tag = etag_text(w->arena, x.revision);
    return OK;
}

static enum err
work_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    enum err err = store_rule_work_delete(w->store, w->who->id, c->params[0], &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? work_missing(c) : err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(work_save)
STORE_HALF(work_delete)

static const struct route rows[] = {
    {.method = GET,
     .path = "/rule-work",
     .act = ACT_EDIT_RULES,
     .read = work_list,
     .answer = work_row,
     .is_list = true,
     .name = "listRuleWork",
     .title = "自己未完成的规则，最近保存的在前"},
    {.method = GET,
     .path = "/rule-work/:id",
     .act = ACT_EDIT_RULES,
     .read = work_get,
     .answer = work_whole,
     .headers = HEADER_ETAG,
     .name = "getRuleWork",
     .title = "自己的一份未完成的规则"},
    {.method = PUT,
     .path = "/rule-work/:id",
     .act = ACT_EDIT_RULES,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_LARGE | ROUTE_MATCHES,
     STORES(work_save),
     .body = work_body,
     .answer = work_row,
     .headers = HEADER_ETAG,
     .name = "saveRuleWork",
     .title = "保存未完成的规则；新的一份 If-Match 写 *"},
    {.method = DELETE,
     .path = "/rule-work/:id",
     .act = ACT_EDIT_RULES,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .tag = work_tag,
     STORES(work_delete),
     .status = 204,
     .name = "deleteRuleWork",
     .title = "删去自己的一份未完成的规则"},
};
ROUTES(rule_work, rows);

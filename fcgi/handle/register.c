/* The public register: search and one entry. */
#include "handle/number.h"
#include "handle/route.h"

#include <string.h>

static const char *const statuses[] = {"filed", "deregistered", "revoked", NULL};

/* ---- what they are --------------------------------------------------------------------------- */

struct entry_answer {
    struct entry entry;
    const char *disclaimer;
};
#define ENTRY_MEMBER(name_, title_, most_)                                                         \
    {#name_, M_STRING, M_REQUIRED, .at = TEXT_AT(entry, name_), .title = title_},
#define LABEL_MEMBER(name_, title_)                                                                \
    {#name_ "_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry, name_##_label),      \
     .title = title_ "（中文）"},
static const struct member entry_row[] = {
    {"number", M_STRING, M_REQUIRED, .at = TEXT_AT(entry, number), .title = "备案编号"},
    ENTRY_PUBLISHED(ENTRY_MEMBER) /* one row each */
    ENTRY_CODES(LABEL_MEMBER){"status", M_STRING, M_REQUIRED, .at = TEXT_AT(entry, status),
                              .choices = statuses, .title = "状态"},
    {"filed_on", M_DATE, M_REQUIRED, .at = TEXT_AT(entry, filed_on), .title = "备案日期"},
    MEMBERS_END,
};
static const struct member history_members[] = {
    {"on", M_DATE, M_REQUIRED, .title = "日期"},
    {"what", M_STRING, M_REQUIRED, .choices = statuses, .title = "事项"},
    {"label", M_STRING, M_REQUIRED, .title = "事项（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .title = "版本"},
    MEMBERS_END,
};
static const struct member entry_answer[] = {
    {.type = M_WITH, .of = entry_row, .at = offsetof(struct entry_answer, entry)},
    {"disclosure", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON | M_FREE,
     .at = TEXT_AT(entry_answer, entry.disclosure),
     .title = "公示内容，由备案时的规则集（publication.lua）写定"},
    {"history", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(entry_answer, entry.history),
     .of = history_members, .title = "备案记录"},
    {"disclaimer", M_STRING, M_REQUIRED, .at = TEXT_AT(entry_answer, disclaimer), .title = "声明"},
    MEMBERS_END,
};

/* ---- GET /register --------------------------------------------------------------------------- */

static const struct member register_query[] = {
    {"q", M_STRING, .title = "检索词，两个字以上"},
    {"algorithm_type", M_STRING, .max = 60, .title = "算法类别代码；上级类别包括其子类"},
    {"role", M_STRING, .max = 60, .title = "角色代码"},
    {"area", M_STRING, .title = "行政区划代码前缀"},
    {"status", M_STRING, .choices = statuses, .title = "状态"},
    PAGED,
    MEMBERS_END,
};

/* The codes that a filter means; NULL: any. */
static const char *
codes(struct context *c, const char *column)
{
    struct casework *w = &c->work;
    const char *code = context_query(c, column);
    return code ? register_codes(w->arena, casework_manifest(w), column, code) : NULL;
}

/* The words that are searched for; NULL: all. */
static enum err
search_text(struct context *c, const char **text)
{
    *text = context_query(c, "q");
    if (*text == NULL)
        return OK;
    *text += strspn(*text, " ");
    if (utf8_length(*text) < 2)
        return fail(&c->work.fault, ERR_INPUT, "query_too_short", "", "请至少输入两个字");
    if (utf8_length(*text) > 100)
        return fail(&c->work.fault, ERR_INPUT, "query_too_long", "", "检索词最多 100 个字");
    return OK;
}

static enum err
register_search(struct context *c)
{
    struct casework *w = &c->work;
    struct entry_query q = {.algorithm_types = codes(c, "algorithm_type"),
                            .roles = codes(c, "role"),
                            .area = context_query(c, "area"),
                            .status = context_query(c, "status"),
                            .cursor = context_query(c, "cursor")};
    struct entry *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = search_text(c, &q.text)))
        return err;
    q.limit = limit + 1;
    if ((err = store_entry_search(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.rows = rows, .size = sizeof *rows, .n = n < limit ? n : limit};
    for (int i = 0; i < p.n; i++)
        register_relabel(casework_manifest(w), &rows[i]);
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].ord);
    reply_page(c, &p);
    reply_header(c->reply, "Cache-Control", "public, max-age=10");
    return OK;
}

/* ---- GET /register/:number ------------------------------------------------------------------- */

static enum err
register_entry(struct context *c)
{
    struct casework *w = &c->work;
    struct entry_answer a = {.disclaimer = json_str(casework_manifest(w), "disclaimer")};
    enum err err = number_entry(c, c->params[0], &a.entry);
    if (err)
        return err;
    register_relabel(casework_manifest(w), &a.entry);
    reply_row(c, &a);
    reply_header(c->reply, "Cache-Control", "public, max-age=10");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/register",
     .act = ACT_LOOK,
     .read = register_search,
     .query = register_query,
     .answer = entry_row,
     .is_list = true,
     .name = "searchRegister",
     .title = "检索公示的备案"},
    {.method = GET,
     .path = "/register/:number",
     .act = ACT_LOOK,
     .read = register_entry,
     .answer = entry_answer,
     .name = "getRegisterEntry",
     .title = "按编号查询一条备案"},
};
ROUTES(register, rows);

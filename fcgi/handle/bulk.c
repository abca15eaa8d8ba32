/* The register to take away: tables, JSON, a feed, and pictures of a number to embed. */
#include "handle/csv.h"
#include "handle/number.h"
#include "handle/register_row.h"
#include "handle/route.h"
#include "page/page.h"

#include <stdlib.h>
#include <string.h>

/* An answer is this long at most, and says where the next begins: a million entries are in
 * nobody's memory at once. */
enum { BULK = 500, FEED = 100 };

static const char *const feed_types[] = {"application/atom+xml", NULL};
static const char *const svg_types[] = {"image/svg+xml", NULL};
static const char *const series[] = {"algorithm", "deep_synthesis", NULL};

static const struct member bulk_query[] = {
    {"series", M_STRING, .choices = series,
     .title = "algorithm：没有角色的（算法备案清单）；deep_synthesis：有角色的（深度合成清单）"},
    {"status", M_STRING, .choices = register_statuses, .title = "状态"},
    {"limit", M_INTEGER, .min = 1, .max = BULK, .title = "至多几条，1 到 500，缺省 500"},
    {"cursor", M_STRING, .title = "上一页返回的 next，或 Link 所写"},
    MEMBERS_END,
};

/* ---- what is asked for ----------------------------------------------------------------------- */

/* All codes of roles, each between spaces; of the other list it is the one that has none. */
static enum err
roles_of_series(struct context *c, const char **roles)
{
    struct casework *w = &c->work;
    const char *name = context_query(c, "series");
    struct buf b = BUF(w->arena);
    struct entry_group *groups;
    int n;

    *roles = NULL;
    if (name == NULL)
        return OK;
    buf_puts(&b, " ");
    *roles = b.p;
    if (str_is(name, series[0]))
        return OK;
    enum err err = store_entry_groups(w->store, w->arena, &groups, &n, &w->fault);
    if (err)
        return err;
    buf_puts(&b, "- "); /* a code that nothing has */
    for (int i = 0; i < n; i++)
        if (*groups[i].role != '\0' &&
            strstr(b.p, arena_printf(w->arena, " %s ", groups[i].role)) == NULL)
            buf_printf(&b, "%s ", groups[i].role);
    *roles = b.p;
    return OK;
}

static enum err
bulk_limit(struct context *c, int *limit)
{
    const char *text = context_query(c, "limit");
    bool is_number = text != NULL && strspn(text, "0123456789") == strlen(text) && strlen(text) < 4;
    long n = is_number ? strtol(text, NULL, 10) : 0;

    *limit = text ? (int)n : BULK;
    if (*limit >= 1 && *limit <= BULK)
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "limit_invalid", "/limit", "limit 应为 1 到 500 的整数");
}

/* A page of it, the oldest first, so that what comes later changes no page that was taken. */
static enum err
bulk_load(struct context *c, const char *cursor, struct entry **rows, int *n, const char **next)
{
    struct casework *w = &c->work;
    struct entry_query q = {
        .status = context_query(c, "status"), .sort = "oldest", .cursor = cursor};
    enum err err = bulk_limit(c, &q.limit);

    *next = NULL;
    if (!err)
        err = roles_of_series(c, &q.roles);
    int limit = q.limit++;
    if (!err)
        err = store_entry_search(w->store, w->arena, &q, rows, n, &w->fault);
    if (err)
        return err;
    if (*n > limit) {
        *n = limit;
        *next = arena_printf(w->arena, "%ld", (*rows)[limit - 1].ord);
    }
    register_relabel(policy_labels(w->policy), *rows, *n);
    return OK;
}

/* ---- GET /register.csv ----------------------------------------------------------------------- */

/* What stands in the remarks of the official lists: how an entry ended. */
static const char *
remark(struct arena *a, const struct entry *x)
{
    if (str_is(x->status, register_statuses[0]))
        return x->note;
    const char *label = register_status_label(x->status);
    return x->note && *x->note ? arena_printf(a, "%s；%s", label, x->note) : label;
}

/* The cursor of a table holds how many rows come before, too: 序号 goes on. */
static enum err
csv_cursor(struct context *c, const char **cursor, long *before)
{
    const char *text = context_query(c, "cursor");
    const char *dot = text ? strchr(text, '.') : NULL;

    *before = 0;
    *cursor = text;
    if (text == NULL)
        return OK;
    bool is_number = dot != NULL && dot[1] != '\0' && strlen(dot) < 12 &&
                     strspn(dot + 1, "0123456789") == strlen(dot + 1);
    if (!is_number)
        return fail(&c->work.fault, ERR_INPUT, "cursor_invalid", "/cursor",
                    "翻页位置无效，请从第一页开始");
    *before = strtol(dot + 1, NULL, 10);
    *cursor = arena_strndup(c->work.arena, text, (size_t)(dot - text));
    return OK;
}

static void
csv_link(struct context *c, const char *next, long before)
{
    struct buf b = BUF(c->work.arena);
    const char *const kept[] = {"series", "status", "limit"};

    buf_printf(&b, "</api/v1/register.csv?cursor=%s.%ld", next, before);
    for (size_t i = 0; i < LEN(kept); i++)
        if (context_query(c, kept[i]) != NULL)
            buf_printf(&b, "&%s=%s", kept[i], context_query(c, kept[i]));
    buf_puts(&b, ">; rel=\"next\"");
    reply_header(c->reply, "Link", b.p);
}

static enum err
register_csv(struct context *c)
{
    struct arena *a = c->work.arena;
    bool is_synthesis = str_is(context_query(c, "series"), series[1]);
    const char *const heads[] = {"序号",     "算法名称", is_synthesis ? "角色" : "算法类别",
                                 "主体名称", "应用产品", "主要用途",
                                 "备案编号", "备注"};
    struct buf b = BUF(a);
    struct entry *rows;
    const char *cursor, *next;
    long before;
    int n;
    enum err err = csv_cursor(c, &cursor, &before);
    if (!err)
        err = bulk_load(c, cursor, &rows, &n, &next);
    if (err)
        return err;

    csv_start(&b);
    csv_row(&b, heads, LEN(heads));
    for (int i = 0; i < n; i++) {
        const struct entry *x = &rows[i];
        const char *cells[] = {arena_printf(a, "%ld", before + i + 1),
                               x->algorithm_name,
                               register_words(x, is_synthesis),
                               x->organization,
                               x->products,
                               x->purpose,
                               x->number,
                               remark(a, x)};
        csv_row(&b, cells, LEN(cells));
    }
    reply_csv(c, &b);
    if (next != NULL)
        csv_link(c, next, before + n);
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return OK;
}

/* ---- GET /register.json ---------------------------------------------------------------------- */

static enum err
register_json(struct context *c)
{
    struct entry *rows;
    const char *next;
    int n;
    enum err err = bulk_load(c, context_query(c, "cursor"), &rows, &n, &next);
    if (err)
        return err;

    struct page p = {.rows = rows, .size = sizeof *rows, .n = n, .next = next};
    reply_page(c, &p);
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return OK;
}

/* ---- GET /register/feed.atom ----------------------------------------------------------------- */

static void
reply_whole(struct context *c, const char *type, const char *cache, const struct buf *b)
{
    c->reply->status = 200;
    c->reply->content_type = type;
    c->reply->body = b->p;
    c->reply->body_n = b->n;
    reply_header(c->reply, "Cache-Control", cache);
}

static enum err
register_feed(struct context *c)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);
    struct entry *rows;
    int n;
    enum err err = store_entries_changed(w->store, w->arena, FEED, &rows, &n, &w->fault);
    if (err)
        return err;

    page_feed(&b, "算法备案公示", context_origin(c), rows, n);
    reply_whole(c, "application/atom+xml; charset=utf-8", "public, max-age=60", &b);
    return OK;
}

/* ---- GET /register/:number/badge.svg, /qr.svg ------------------------------------------------ */

/* Embedded elsewhere, and looked at by everybody there: an hour old at most, so that a number that
 * was struck says so the same day. */
#define PICTURE_CACHE "public, max-age=3600"

static enum err
register_badge(struct context *c)
{
    struct entry x;
    struct buf b = BUF(c->work.arena);
    enum err err = number_entry(c, c->params[0], &x);
    if (err)
        return err;

    page_badge(&b, &x);
    reply_whole(c, "image/svg+xml", PICTURE_CACHE, &b);
    return OK;
}

static enum err
register_qr(struct context *c)
{
    struct entry x;
    struct buf b = BUF(c->work.arena);
    enum err err = number_entry(c, c->params[0], &x);
    if (err)
        return err;

    page_qr(&b, arena_printf(c->work.arena, "%s/r/%s", context_origin(c), x.digits));
    reply_whole(c, "image/svg+xml", PICTURE_CACHE, &b);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/register.csv",
     .act = ACT_LOOK,
     .read = register_csv,
     .query = bulk_query,
     .media_types = csv_types,
     .name = "getRegisterTable",
     .title = "公示清单的表格，列与公布的清单相同，旧的在前；后面还有时，Link 写着下一页"},
    {.method = GET,
     .path = "/register.json",
     .act = ACT_LOOK,
     .read = register_json,
     .query = bulk_query,
     .answer = register_entry_row,
     .is_list = true,
     .name = "listRegister",
     .title = "全部公示，旧的在前"},
    {.method = GET,
     .path = "/register/feed.atom",
     .act = ACT_LOOK,
     .read = register_feed,
     .media_types = feed_types,
     .name = "getRegisterFeed",
     .title = "最近公示、变更、注销、撤销的备案，Atom（RFC 4287）"},
    {.method = GET,
     .path = "/register/:number/badge.svg",
     .act = ACT_LOOK,
     .read = register_badge,
     .media_types = svg_types,
     .name = "getRegisterBadge",
     .title = "备案编号的徽标；已注销、已撤销的照写"},
    {.method = GET,
     .path = "/register/:number/qr.svg",
     .act = ACT_LOOK,
     .read = register_qr,
     .media_types = svg_types,
     .name = "getRegisterQr",
     .title = "备案页面地址的二维码"},
};
ROUTES(bulk, rows);

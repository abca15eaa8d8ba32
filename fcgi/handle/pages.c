/* The public pages. nginx gives them their addresses: /register is /api/v1/pages/register here. */
#include "handle/pages.h"
#include "handle/figures.h"
#include "handle/found.h"
#include "handle/number.h"
#include "handle/route.h"
#include "page/page.h"

#include <stdlib.h>
#include <string.h>

#define PAGES "/api/v1/pages/"
#define CACHE "public, max-age=1" /* nginx asks us once a second, however many ask nginx */
/* Everything from here, nothing inline, in nobody's frame. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "              \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define LATEST 6
#define MONTHS 24
#define PAGES_MOST 1000
#define NUMBER_LIKE 15 /* so many digits in a search are meant as a number */

bool
pages_is_asked(const struct request *q)
{
    return str_starts(q->path, PAGES);
}

/* ---- answering ------------------------------------------------------------------------------- */

struct page_site
pages_site(struct context *c)
{
    return (struct page_site){casework_manifest(&c->work), casework_law(&c->work),
                              c->settings->is_trial};
}

/* Its tag is what it says, so that a page that is drawn anew and has not changed is not sent again.
 */
static void
show_under(struct context *c, const char *policy, const char *cache, int status,
           const struct buf *b)
{
    char hash[SHA256_TEXT];

    sha256_hex(b->p, b->n, hash);
    hash[16] = '\0';
    struct html h = {.etag = arena_printf(c->work.arena, "\"%s\"", hash),
                     .text = b->p,
                     .n = b->n,
                     .cache = cache,
                     .policy = policy};
    reply_html(c->reply, c->request, &h);
    if (c->reply->status == 200)
        c->reply->status = status;
}

void
pages_show(struct context *c, int status, const struct buf *b)
{
    show_under(c, POLICY, CACHE, status, b);
}

void
pages_show_once(struct context *c, int status, const struct buf *b)
{
    show_under(c, POLICY, "no-store", status, b);
}

/* To the one address that an entry has. */
static void
redirect(struct context *c, const char *number)
{
    struct buf b = BUF(c->work.arena);

    buf_puts(&b, "/r/");
    for (const char *s = number; *s != '\0'; s++)
        buf_printf(&b, *s >= '0' && *s <= '9' ? "%c" : "%%%02X", (unsigned char)*s);
    c->reply->status = 302;
    reply_header(c->reply, "Location", b.p);
    reply_header(c->reply, "Cache-Control", CACHE);
}

void
pages_refused(struct context *c)
{
    struct problem p = http_problem(&c->work.fault, c->request->request_id, NULL);
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);

    page_problem(&b, &site, p.title, p.detail, p.request_id);
    reply_header(c->reply, "Content-Security-Policy", POLICY);
    if (p.status == 503)
        reply_header(c->reply, "Retry-After", "2");
    c->reply->status = (int)p.status;
    c->reply->content_type = "text/html; charset=utf-8";
    c->reply->body = b.p;
    c->reply->body_n = b.n;
}

/* ---- / --------------------------------------------------------------------------------------- */

static enum err
load_latest(struct context *c, struct home_view *x)
{
    struct casework *w = &c->work;
    struct entry *rows;
    enum err err = store_entry_search(w->store, w->arena, &(struct entry_query){.limit = LATEST},
                                      &rows, &x->n, &w->fault);
    if (err)
        return err;

    register_relabel(policy_labels(w->policy), rows, x->n);
    x->latest = rows;
    return OK;
}

static enum err
home_page(struct context *c)
{
    struct casework *w = &c->work;
    struct page_site site = pages_site(c);
    struct home_view x = {.year = arena_strndup(w->arena, w->today, 4)};
    struct entry_group *groups;
    struct buf b = BUF(w->arena);
    int64_t organizations;
    int n;
    enum err err;

    if ((err = load_latest(c, &x)))
        return err;
    if ((err = store_entry_groups(w->store, w->arena, &groups, &n, &w->fault)))
        return err;
    if ((err = store_entry_organizations(w->store, &organizations, &w->fault)))
        return err;

    for (int i = 0; i < n; i++) {
        x.total += groups[i].n;
        x.this_year += str_is(groups[i].year, x.year) ? groups[i].n : 0;
    }
    x.organizations = (long)organizations;
    page_home(&b, &site, &x);
    pages_show(c, 200, &b);
    return OK;
}

/* ---- /register ------------------------------------------------------------------------------- */

static const struct member search_query[] = {
    {"q", M_STRING, .title = "检索词，两个字以上；或备案编号"},
    {"type", M_STRING, .title = "算法类别代码"},
    {"area", M_STRING, .title = "行政区划代码前缀"},
    {"role", M_STRING, .title = "角色代码"},
    {"year", M_STRING, .title = "备案年份"},
    {"status", M_STRING, .title = "状态"},
    {"filed_from", M_STRING, .title = "备案日期，不早于这一天"},
    {"filed_to", M_STRING, .title = "备案日期，不晚于这一天"},
    {"page", M_STRING, .title = "第几页"},
    MEMBERS_END,
};

/* A code, or what it is called: who writes an address by hand writes 北京. */
static const char *
chosen_code(struct context *c, enum facet facet)
{
    static const char *const columns[FACET__MAX] = {
        [FACET_TYPE] = "algorithm_type", [FACET_AREA] = "area", [FACET_ROLE] = "role"};
    const char *word = context_query(c, page_facet_names[facet]);

    return word && columns[facet] ? register_code(casework_manifest(&c->work), columns[facet], word)
                                  : word;
}

static const char *
day_asked(struct context *c, const char *name, struct search_view *x)
{
    const char *day = context_query(c, name);
    if (day != NULL && !date_valid(day)) {
        x->refused = "备案日期请写成 2026-11-24 的样子";
        return NULL;
    }
    return day;
}

/* Whatever else stands in the query is somebody else's: people come by links that others have made
 * longer. */
static void
read_search(struct context *c, struct search_view *x)
{
    const char *text = context_query(c, "q"), *number = context_query(c, "page");

    if (text != NULL)
        text += strspn(text, " ");
    x->text = text && *text ? text : NULL;
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        x->chosen[facet] = chosen_code(c, facet);
    x->status = context_query(c, "status");
    x->filed_from = day_asked(c, "filed_from", x);
    x->filed_to = day_asked(c, "filed_to", x);
    x->page = number && strlen(number) <= 6 ? strtol(number, NULL, 10) : 1;
    if (x->text != NULL && utf8_length(text_fold(c->work.arena, x->text)) < 2)
        x->refused = "请至少输入两个字";
    if (x->text != NULL && utf8_length(x->text) > 100)
        x->refused = "检索词最多 100 个字，请缩短后再查";
}

/* Somebody wants to know whether a number is ours. */
static bool
is_number(struct arena *a, const char *text)
{
    size_t n = 0;

    if (text == NULL || utf8_length(text) > 100)
        return false;
    for (const char *s = text_fold(a, text); *s != '\0'; s++)
        n += *s >= '0' && *s <= '9';
    return n >= NUMBER_LIKE;
}

static const char *
codes(struct casework *w, const char *column, const char *code)
{
    return code ? register_codes(w->arena, casework_manifest(w), column, code) : NULL;
}

static enum err
load_rows(struct casework *w, struct entry_query *q, struct search_view *x)
{
    struct entry *rows;

    q->skip = (x->page - 1) * SEARCH_ROWS;
    q->limit = SEARCH_ROWS;
    enum err err = store_entry_page(w->store, w->arena, q, &rows, &x->n, &w->fault);
    if (err)
        return err;

    register_relabel(policy_labels(w->policy), rows, x->n);
    x->rows = rows;
    return OK;
}

static struct entry_query
query_of(struct casework *w, const struct search_view *x)
{
    return (struct entry_query){.text = x->text,
                                .algorithm_types =
                                    codes(w, "algorithm_type", x->chosen[FACET_TYPE]),
                                .roles = codes(w, "role", x->chosen[FACET_ROLE]),
                                .area = x->chosen[FACET_AREA],
                                .year = x->chosen[FACET_YEAR],
                                .status = x->status,
                                .filed_from = x->filed_from,
                                .filed_to = x->filed_to};
}

static enum err
load_found(struct casework *w, struct search_view *x)
{
    struct entry_query q = query_of(w, x);
    struct entry_total total;
    enum err err = found_count(w, &q, &x->facets, &total);
    if (err)
        return err;

    x->is_most = total.is_most;
    x->pages = (x->facets.total + SEARCH_ROWS - 1) / SEARCH_ROWS;
    if (x->pages > PAGES_MOST)
        x->pages = PAGES_MOST;
    if (x->page > x->pages)
        x->page = x->pages;
    if (x->page < 1)
        x->page = 1;
    return load_rows(w, &q, x);
}

/* Nothing of a page depends on who asks: the same one is drawn once as long as nobody commits. */
static enum err
draw_found(struct context *c, struct search_view *x, struct buf *b)
{
    struct casework *w = &c->work;
    struct page_site site = pages_site(c);
    struct entry_query q = query_of(w, x);
    /* What is chosen is shown as it was asked, not only as it is searched. */
    const char *question = arena_printf(
        w->arena, "page %ld %s %s %s", x->page, x->chosen[FACET_TYPE] ? x->chosen[FACET_TYPE] : "",
        x->chosen[FACET_ROLE] ? x->chosen[FACET_ROLE] : "", found_question(w, "page", &q));
    size_t n = 0;
    const char *known = store_answer_known(w->store, question, &n);

    if (known != NULL) {
        buf_add(b, known, n);
        return OK;
    }
    enum err err = load_found(w, x);
    if (err)
        return err;
    page_search(b, &site, x);
    store_answer_keep(w->store, question, b->p, b->n);
    return OK;
}

static enum err
search_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct search_view x = {0};
    struct buf b = BUF(c->work.arena);
    enum err err = OK;

    read_search(c, &x);
    if (is_number(c->work.arena, x.text)) {
        redirect(c, x.text);
        return OK;
    }
    if (x.refused == NULL)
        err = draw_found(c, &x, &b);
    else
        page_search(&b, &site, &x);
    if (!err)
        pages_show(c, 200, &b);
    return err;
}

/* ---- /r/:number ------------------------------------------------------------------------------ */

/* Numbers are copied with the words before them: what has its digits, and no others, means it. */
static enum err
entry_by_its_digits(struct context *c, struct entry *out)
{
    struct casework *w = &c->work;
    struct fault why = w->fault;
    struct buf digits = BUF(w->arena);
    enum err err;

    buf_puts(&digits, "");
    for (const char *s = text_fold(w->arena, c->params[0]); *s != '\0'; s++)
        if (*s >= '0' && *s <= '9')
            buf_add(&digits, s, 1);
    if (digits.n < NUMBER_LIKE)
        return ERR_NOTFOUND;
    err = store_entry_by_digits(w->store, w->arena, digits.p, out, &w->fault);
    if (err == ERR_NOTFOUND)
        w->fault = why;
    return err;
}

static void
show_wrong(struct context *c)
{
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);

    page_number_wrong(&b, &site, c->params[0], c->work.fault.text);
    pages_show(c, 404, &b);
}

static enum err
entry_page(struct context *c)
{
    const struct request *q = c->request;
    struct page_site site = pages_site(c);
    struct entry_view x = {0};
    struct buf b = BUF(c->work.arena);
    enum err err = number_entry(c, c->params[0], &x.entry);

    if (err == ERR_NOTFOUND)
        err = entry_by_its_digits(c, &x.entry);
    if (err == ERR_NOTFOUND) {
        show_wrong(c);
        return OK;
    }
    if (err)
        return err;
    if (x.entry.digits != NULL && !str_is(x.entry.digits, c->params[0])) {
        redirect(c, x.entry.digits);
        return OK;
    }

    register_relabel(policy_labels(c->work.policy), &x.entry, 1);
    if (q->host != NULL)
        x.origin = arena_printf(c->work.arena, "%s://%s", q->is_https ? "https" : "http", q->host);
    page_entry(&b, &site, &x);
    pages_show(c, 200, &b);
    return OK;
}

/* ---- /register/statistics, /help, /templates, /rules ------------------------------------------
 */

static enum err
statistics_page(struct context *c)
{
    static const char *const none[FACET__MAX] = {NULL};
    struct casework *w = &c->work;
    struct page_site site = pages_site(c);
    struct statistics_view x = {0};
    struct work_query year = {0};
    struct entry_group *groups;
    struct entry_count *months;
    struct buf b = BUF(w->arena);
    int64_t organizations;
    int n;
    enum err err;

    if ((err = store_entry_groups(w->store, w->arena, &groups, &n, &w->fault)))
        return err;
    if ((err = store_entry_months(w->store, w->arena, MONTHS, &months, &x.months_n, &w->fault)))
        return err;
    if ((err = store_entry_organizations(w->store, &organizations, &w->fault)))
        return err;
    if ((err = figures_span(c, &year)))
        return err;
    if ((err = figures_load(w->store, w->arena, site.manifest, casework_law(w), &year, &x.work,
                            &w->fault)))
        return err;

    facets_count(w->arena, site.manifest, groups, n, none, &x.facets);
    for (int i = 0; i < n; i++)
        x.in_force += str_is(groups[i].status, "filed") ? groups[i].n : 0;
    x.organizations = (long)organizations;
    x.months = months;
    page_statistics(&b, &site, &x);
    pages_show(c, 200, &b);
    return OK;
}

static enum err
help_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);

    page_help(&b, &site);
    pages_show(c, 200, &b);
    return OK;
}

static enum err
templates_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);

    page_templates(&b, &site);
    pages_show(c, 200, &b);
    return OK;
}

/* What is no code is answered as what no paper says. */
static enum err
paper_page(struct context *c)
{
    struct casework *w = &c->work;
    struct page_site site = pages_site(c);
    struct letter_verified x;
    struct paper_view view = {0};
    struct buf b = BUF(w->arena);
    enum err err = letter_verify(w, c->params[0], &x);

    if (err && err != ERR_NOTFOUND)
        return err;
    if (!err)
        view = (struct paper_view){.title = x.letter.title,
                                   .number = x.letter.number,
                                   .issued_on = x.issued_on,
                                   .hash = x.letter.hash,
                                   .to = x.to,
                                   .text = x.text};
    page_paper(&b, &site, &view);
    pages_show(c, err ? 404 : 200, &b);
    return OK;
}

static enum err
rules_page(struct context *c)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);

    page_rules(&b, casework_manifest(w), policy_rule_set(w->policy), policy_engine());
    show_under(c, NULL, CACHE, 200, &b);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/pages/home",
     .act = ACT_LOOK,
     .read = home_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getHomePage",
     .title = "首页"},
    {.method = GET,
     .path = "/pages/register",
     .act = ACT_LOOK,
     .read = search_page,
     .query = search_query,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .other_status = 302,
     .name = "getSearchPage",
     .title = "公示查询的页面；输入编号时转到那一条"},
    {.method = GET,
     .path = "/pages/register/statistics",
     .act = ACT_LOOK,
     .read = statistics_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getStatisticsPage",
     .title = "公示统计的页面"},
    {.method = GET,
     .path = "/pages/r/:number",
     .act = ACT_LOOK,
     .read = entry_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .other_status = 302,
     .name = "getEntryPage",
     .title = "一条备案的页面；编号的别种写法转到它的地址"},
    {.method = GET,
     .path = "/pages/v/:code",
     .act = ACT_LOOK,
     .read = paper_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getPaperPage",
     .title = "凭核验码核对一份文书的页面"},
    {.method = GET,
     .path = "/pages/help",
     .act = ACT_LOOK,
     .read = help_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getHelpPage",
     .title = "谁需要备案的页面"},
    {.method = GET,
     .path = "/pages/templates",
     .act = ACT_LOOK,
     .read = templates_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getTemplatesPage",
     .title = "文件模板的页面"},
    {.method = GET,
     .path = "/pages/rules",
     .act = ACT_LOOK,
     .read = rules_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getRulesPage",
     .title = "规则手册的页面"},
};
ROUTES(pages, rows);

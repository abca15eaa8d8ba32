/* The public register: search and one entry. */
#include "handle/found.h"
#include "handle/number.h"
#include "handle/register_row.h"
#include "handle/route.h"

#include <string.h>

static const char *const statuses[] = {"filed", "deregistered", "revoked", NULL};

/* ---- what they are --------------------------------------------------------------------------- */

struct entry_answer {
    struct entry entry;
    const char *disclaimer, *end_label, *law_text;
};
static const char *const history_words[] = {"filed",        "amended", "moved", "renamed",
                                            "deregistered", "revoked", NULL};
static const struct member history_members[] = {
    {"on", M_DATE, M_REQUIRED, .title = "日期"},
    {"what", M_STRING, M_REQUIRED, .choices = history_words, .title = "事项"},
    {"label", M_STRING, M_REQUIRED, .title = "事项（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .title = "版本"},
    MEMBERS_END,
};
static const struct member entry_answer[] = {
    {.type = M_WITH, .of = register_entry_row, .at = offsetof(struct entry_answer, entry)},
    {"disclosure", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON | M_FREE,
     .at = TEXT_AT(entry_answer, entry.disclosure),
     .title = "公示内容，由备案时的规则集（publication.lua）写定"},
    {"history", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(entry_answer, entry.history),
     .of = history_members, .title = "备案记录"},
    {"end_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry_answer, end_label),
     .title = "怎样移出公示（中文）：备案主体办理注销，或主管部门依职权注销、撤销；有效的为 null"},
    {"law", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry_answer, entry.law),
     .title = "移出公示所依据的条款；有效的、导入的为 null"},
    {"law_text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry_answer, law_text),
     .title = "所依据的条款（中文）"},
    {"disclaimer", M_STRING, M_REQUIRED, .at = TEXT_AT(entry_answer, disclaimer), .title = "声明"},
    MEMBERS_END,
};

/* ---- GET /register --------------------------------------------------------------------------- */

static const struct member found_row[] = {
    {.type = M_WITH, .of = register_entry_row},
    {"found_as", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry, found_as),
     .title = "按哪一个曾用名查到的；null：按现在公示的内容查到"},
    MEMBERS_END,
};

static const char *const yes_only[] = {"true", NULL};
static const char *const sorts[] = {"newest", "oldest", "name", NULL};
static const struct member register_query[] = {
    {"q", M_STRING, .title = "检索词，两个字以上；空格隔开的各词都要有"},
    {"algorithm_type", M_STRING, .max = 60, .title = "算法类别的代码或名称；上级类别包括其子类"},
    {"role", M_STRING, .max = 60, .title = "角色的代码或名称"},
    {"area", M_STRING, .title = "行政区划代码前缀，或名称"},
    {"year", M_STRING, .title = "备案年份"},
    {"filed_from", M_STRING, .max = 10, .title = "备案日期，不早于这一天"},
    {"filed_to", M_STRING, .max = 10, .title = "备案日期，不晚于这一天"},
    {"organization", M_STRING, .title = "主体名称，全称；曾用名也可以"},
    {"status", M_STRING, .choices = statuses, .title = "状态"},
    {"sort", M_STRING, .choices = sorts, .title = "先后：新的在前（缺省）、旧的在前、按算法名称"},
    {"counts", M_STRING, .choices = yes_only,
     .title = "true：第一页附总数和各项的条数，多花些时间"},
    PAGED,
    MEMBERS_END,
};

/* So many of each code, as facets and as figures. */
static const struct member count_members[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(entry_count, code), .title = "代码"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(entry_count, label), .title = "名称"},
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(entry_count, n), .title = "几条"},
    MEMBERS_END,
};
struct found {
    const char *is_counted; /* NULL: nobody asked, or it is not the first page */
    long total;
    bool is_most;
    struct rows facets[FACET__MAX]; /* struct entry_count */
    const char *disclaimer;
};
#define FACET(name_, facet_, title_)                                                               \
    {                                                                                              \
        name_, M_LIST, M_REQUIRED, .at = ROWS_AT(found, facets[facet_]), .of = count_members,      \
                                   .size = sizeof(struct entry_count), .title = title_             \
    }
static const struct member facet_members[] = {
    FACET("type", FACET_TYPE, "算法类别"),
    FACET("area", FACET_AREA, "省级行政区划"),
    FACET("role", FACET_ROLE, "角色"),
    FACET("year", FACET_YEAR, "年份"),
    MEMBERS_END,
};
static const struct member beside_entries[] = {
    {"total", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(found, total),
     .title = "共有几条；counts 为 true 时在第一页给出，否则为 null"},
    {"total_is_most", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(found, is_most),
     .title = "true：候选太多，没有逐条比对，total 和各项条数是上限"},
    {"facets", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(found, is_counted),
     .of = facet_members,
     .title = "改选其中一个代码会有几条；counts 为 true 时在第一页给出，否则为 null"},
    {"disclaimer", M_STRING, M_REQUIRED, .at = TEXT_AT(found, disclaimer), .title = "声明"},
    MEMBERS_END,
};

/* The code that a filter means; NULL: any. One that neither the rules have nor an entry is a slip:
 * nothing would be found, and it would read as if nobody had filed. */
static enum err
code_asked(struct context *c, const char *column, enum facet facet, const char **code)
{
    struct casework *w = &c->work;
    const json_t *manifest = casework_manifest(w);
    const char *word = context_query(c, column);
    bool is_known = false;
    enum err err;

    *code = word ? register_code(manifest, column, word) : NULL;
    if (*code == NULL || **code == '\0' ||
        (facet == FACET_AREA ? register_area_known(manifest, *code)
                             : register_label_meant(manifest, column, *code) != NULL))
        return OK;
    if ((err = store_entry_coded(w->store, facet, *code, &is_known, &w->fault)) || is_known)
        return err;
    return fail(&w->fault, ERR_INPUT, "code_unknown", arena_printf(w->arena, "/%s", column),
                "没有“%s”这一项，请核对代码或名称", word);
}

/* The codes that it stands for; NULL: any. */
static enum err
codes_asked(struct context *c, const char *column, enum facet facet, const char **codes)
{
    struct casework *w = &c->work;
    const char *code;
    enum err err = code_asked(c, column, facet, &code);

    if (!err && code != NULL)
        *codes = register_codes(w->arena, casework_manifest(w), column, code);
    return err;
}

/* The words that are searched for; NULL: all. */
static enum err
search_text(struct context *c, const char **text)
{
    *text = context_query(c, "q");
    if (*text == NULL)
        return OK;
    if (utf8_length(text_fold(c->work.arena, *text)) < 2)
        return fail(&c->work.fault, ERR_INPUT, "query_too_short", "", "请至少输入两个字");
    if (utf8_length(*text) > 100)
        return fail(&c->work.fault, ERR_INPUT, "query_too_long", "", "检索词最多 100 个字");
    return OK;
}

static enum err
asked_entries(struct context *c, struct entry_query *q)
{
    struct span_asked span = {.from_name = "filed_from", .to_name = "filed_to"};
    enum err err;

    *q = (struct entry_query){.status = context_query(c, "status"),
                              .year = context_query(c, "year"),
                              .organization = context_query(c, "organization"),
                              .sort = context_query(c, "sort"),
                              .cursor = context_query(c, "cursor")};
    if ((err = context_limit(c, &q->limit)))
        return err;
    if ((err = codes_asked(c, "algorithm_type", FACET_TYPE, &q->algorithm_types)))
        return err;
    if ((err = codes_asked(c, "role", FACET_ROLE, &q->roles)))
        return err;
    if ((err = code_asked(c, "area", FACET_AREA, &q->area)))
        return err;
    if ((err = register_span(c, &span)))
        return err;
    q->filed_from = span.from;
    q->filed_to = span.to;
    return search_text(c, &q->text);
}

static enum err
count_found(struct context *c, const struct entry_query *q, struct found *x)
{
    struct facets facets;
    struct entry_total total;
    enum err err = found_count(&c->work, q, &facets, &total);
    if (err)
        return err;

    x->is_counted = "";
    x->total = total.n;
    x->is_most = total.is_most;
    for (int i = 0; i < FACET__MAX; i++)
        x->facets[i] = (struct rows){facets.rows[i], facets.n[i]};
    return OK;
}

/* All that the answer hangs on but the register: no row of it depends on who asks. */
static const char *
search_question(struct context *c)
{
    struct buf b = BUF(c->work.arena);

    buf_puts(&b, "register ");
    buf_puts(&b, policy_rule_set(c->work.policy));
    buf_puts(&b, " ");
    buf_puts(&b, c->request->query);
    return b.p;
}

/* The same was asked before, and nobody has committed since. */
static bool
search_known(struct context *c, const char *question)
{
    struct casework *w = &c->work;
    size_t n = 0;
    const char *text = store_answer_known(w->store, question, &n);
    if (text == NULL)
        return false;

    struct buf b = BUF(w->arena);
    buf_add(&b, text, n);
    reply_json(c->reply, 200, &b);
    return true;
}

/* The row as JSON. One of which it is known what was told has nothing but its ord. */
static const char *
row_text(struct context *c, const struct entry *x)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);

    if (x->number == NULL)
        return store_told_known(w->store, policy_rule_set(w->policy), x->ord);
    members_object(&b, NULL, found_row, x, 0);
    return b.p;
}

/* Whoever looks at the register mostly looks at entries that others looked at. By which name of
 * before one was found, is another thing each time. */
static void
keep_told(struct context *c, const struct entry *rows, const char *const *texts, int n)
{
    struct casework *w = &c->work;

    for (int i = 0; i < n; i++)
        if (rows[i].number != NULL && str_is(rows[i].former_names, "[]"))
            store_told_keep(w->store, policy_rule_set(w->policy), rows[i].ord, texts[i]);
}

static void
reply_entries(struct context *c, const char *question, struct page *p)
{
    struct casework *w = &c->work;
    const char **texts = arena_alloc(w->arena, ((size_t)p->n + 1) * sizeof *texts);
    const struct entry *rows = p->rows;

    for (int i = 0; i < p->n; i++)
        texts[i] = row_text(c, &rows[i]);
    p->texts = texts;
    reply_page(c, p);
    keep_told(c, rows, texts, p->n);
    if (store_answer_asked_again(w->store, question))
        store_answer_keep(w->store, question, c->reply->body, c->reply->body_n);
}

static enum err
search_entries(struct context *c, const char *question)
{
    long stopped = 0;
    struct casework *w = &c->work;
    struct found found = {.total = NO_NUMBER,
                          .disclaimer = json_str(casework_manifest(w), "disclaimer")};
    struct entry_query q;
    struct entry *rows;
    int n;
    enum err err = asked_entries(c, &q);
    if (err)
        return err;

    int limit = q.limit++; /* one more says whether there is a next page */
    q.stopped = &stopped;
    q.told_under = policy_rule_set(w->policy);
    if ((err = store_entry_search(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    bool is_counted = q.cursor == NULL && context_query(c, "counts") != NULL;
    if (is_counted && (err = count_found(c, &q, &found)))
        return err;

    struct page p = {
        .rows = rows, .size = sizeof *rows, .n = n < limit ? n : limit, .beside = &found};
    register_relabel(policy_labels(w->policy), rows, p.n);
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].ord);
    else if (stopped > 0)
        p.next = arena_printf(w->arena, "%ld", stopped);
    reply_entries(c, question, &p);
    return OK;
}

static enum err
register_search(struct context *c)
{
    const char *question = search_question(c);
    enum err err = search_known(c, question) ? OK : search_entries(c, question);

    if (!err)
        reply_header(c->reply, "Cache-Control", "public, max-age=10");
    return err;
}

/* ---- GET /register/statistics ---------------------------------------------------------------- */

enum { MONTHS = 24 };

struct register_figures {
    long total, in_force, organizations;
    struct rows facets[FACET__MAX], months; /* struct entry_count */
};
#define FIGURE(name_, facet_, title_)                                                              \
    {                                                                                              \
        name_, M_LIST, M_REQUIRED, .at = ROWS_AT(register_figures, facets[facet_]),                \
                                   .of = count_members, .size = sizeof(struct entry_count),        \
                                   .title = title_                                                 \
    }
static const struct member figures_answer[] = {
    {"total", M_INTEGER, M_REQUIRED, .at = LONG_AT(register_figures, total),
     .title = "公示过的备案"},
    {"in_force", M_INTEGER, M_REQUIRED, .at = LONG_AT(register_figures, in_force),
     .title = "其中有效的"},
    {"organizations", M_INTEGER, M_REQUIRED, .at = LONG_AT(register_figures, organizations),
     .title = "备案主体"},
    FIGURE("by_type", FACET_TYPE, "按算法类别"),
    FIGURE("by_role", FACET_ROLE, "按角色"),
    FIGURE("by_area", FACET_AREA, "按省级行政区划"),
    FIGURE("by_year", FACET_YEAR, "按年份"),
    {"by_month", M_LIST, M_REQUIRED, .at = ROWS_AT(register_figures, months), .of = count_members,
     .size = sizeof(struct entry_count), .title = "按月，新的在前，至多二十四个月"},
    MEMBERS_END,
};

static enum err
load_months(struct context *c, struct register_figures *x)
{
    struct casework *w = &c->work;
    struct entry_count *months;
    int n;
    enum err err = store_entry_months(w->store, w->arena, MONTHS, &months, &n, &w->fault);

    for (int i = 0; !err && i < n; i++)
        months[i].label = months[i].code;
    x->months = (struct rows){months, n};
    return err;
}

static enum err
register_figures(struct context *c)
{
    static const char *const none[FACET__MAX] = {NULL};
    struct casework *w = &c->work;
    struct register_figures x = {0};
    struct entry_group *groups;
    struct facets facets;
    int64_t organizations;
    int n;
    enum err err;

    if ((err = store_entry_groups(w->store, w->arena, &groups, &n, &w->fault)))
        return err;
    if ((err = store_entry_organizations(w->store, &organizations, &w->fault)))
        return err;
    if ((err = load_months(c, &x)))
        return err;

    facets_count(w->arena, casework_manifest(w), groups, n, none, &facets);
    x.total = facets.total;
    x.organizations = (long)organizations;
    for (int i = 0; i < n; i++)
        x.in_force += str_is(groups[i].status, statuses[0]) ? groups[i].n : 0;
    for (int i = 0; i < FACET__MAX; i++)
        x.facets[i] = (struct rows){facets.rows[i], facets.n[i]};
    reply_row(c, &x);
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
    register_relabel(policy_labels(w->policy), &a.entry, 1);
    a.end_label = register_end_label(&a.entry);
    if (a.entry.law != NULL)
        a.law_text =
            ground_words(w->arena, json_object_get(casework_manifest(w), "laws"), a.entry.law);
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
     .answer = found_row,
     .is_list = true,
     .beside = beside_entries,
     .name = "searchRegister",
     .title = "检索公示的备案"},
    {.method = GET,
     .path = "/register/statistics",
     .act = ACT_LOOK,
     .read = register_figures,
     .answer = figures_answer,
     .name = "getRegisterStatistics",
     .title = "公示的统计"},
    {.method = GET,
     .path = "/register/:number",
     .act = ACT_LOOK,
     .read = register_entry,
     .answer = entry_answer,
     .name = "getRegisterEntry",
     .title = "按编号查询一条备案"},
};
ROUTES(register, rows);
